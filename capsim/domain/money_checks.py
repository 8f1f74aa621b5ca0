"""What must hold between money and the rest of a portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.words import place_of_project
from capsim.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["money_problems"]


def money_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find currencies without an exchange rate, and money released at a milestone that is not there.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    yield from _currency_problems(portfolio)
    for project in portfolio.projects:
        tasks = {task.name: None for task in project.tasks}
        for number, tranche in enumerate(project.funding, 1):
            if tranche.milestone is not None and tranche.milestone not in tasks:
                where = f"{place_of_project(project)}, funding {number}, milestone"
                fix = did_you_mean(tranche.milestone, tasks)
                yield Problem(where, "no such task in the project", tranche.milestone, fix)


def _currency_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find people paid in a currency that nothing turns into the portfolio's own."""
    terms, own = portfolio.money, portfolio.currency
    known = [*(currency for currency, _ in terms.exchange_rates), *([own] if own else [])]
    for person in portfolio.people:
        currency = person.currency
        if currency is None or terms.worth(currency, own) is not None:
            continue
        hint = did_you_mean(currency, known)
        add = f"add the setting exchange rate {currency}, such as 1.17"
        fix = f"{hint} If not, {add}" if hint.startswith("did") else add
        yield Problem(f"Person {str(person.name)!r}, currency", "no exchange rate for it", currency, fix)
