"""Remarks on money: budgets that nothing is held against, benefits that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, about_all, on_people, on_projects, taking_part
from capsim.domain.words import plural

if TYPE_CHECKING:
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["about_money"]


def about_money(portfolio: Portfolio) -> Iterator[Finding]:
    """Find what makes answers about money empty or wrong."""
    projects = taking_part(portfolio)
    yield from _about_rates(portfolio, projects)
    yield from on_projects(
        "benefits without owner",
        "warning",
        [project for project in projects if any(benefit.owner is None for benefit in project.benefits)],
        "nobody answers for a benefit",
        "name its owner",
    )
    yield from on_projects(
        "funding and budget",
        "warning",
        [project for project in projects if _differ(project)],
        "its tranches do not add up to its budget",
        "change one of them, or leave the budget out",
    )
    yield from on_projects(
        "penalty without date",
        "warning",
        [
            project
            for project in projects
            if project.penalty is not None and project.penalty_after is None and project.deadline is None
        ],
        "a penalty, and no date after which it is due: it never is",
        "give penalty_after, or a deadline",
    )
    if any(project.billable for project in projects) and not any(map(_has_price, portfolio.people)):
        yield about_all(
            "billable without prices",
            "warning",
            "projects are billable, and nobody has a price per day: they bring in nothing",
            "give people price_per_day, or the projects a price",
        )


def _about_rates(portfolio: Portfolio, projects: list[Project]) -> Iterator[Finding]:
    unpaid = [person for person in portfolio.people if person.cost_per_day is None and not person.rates]
    budgets = sum(project.budget is not None or bool(project.funding) for project in projects)
    if portfolio.people and len(unpaid) == len(portfolio.people):
        if budgets:
            yield about_all(
                "budgets without rates",
                "warning",
                f"{plural(budgets, 'project')} with a budget, and nobody has a rate: costs are what tasks "
                "cost at their start",
                "give people cost_per_day",
            )
    else:
        yield from on_people(
            "no rate",
            "info",
            unpaid,
            "no rate, while other people have one: their work costs nothing",
            "give cost_per_day",
        )


def _differ(project: Project) -> bool:
    """Whether a budget and what is released of it are not the same."""
    released = sum(tranche.amount for tranche in project.funding)
    return bool(project.funding) and project.budget is not None and abs(released - project.budget) > 0.005


def _has_price(person: Person) -> bool:
    return person.price_per_day is not None
