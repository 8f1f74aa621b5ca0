"""Remarks on what holds for the whole portfolio: daily business, holidays, house rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, about_all, taking_part
from capsim.domain.policy import EDD, WSJF, Cheapest

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_settings"]


def about_settings(portfolio: Portfolio) -> Iterator[Finding]:
    """Find settings that most portfolios have and this one has not, and rules that cannot work."""
    yield from _about_daily_business(portfolio)
    yield from _about_calendars(portfolio)
    yield from _about_policy(portfolio)


def _about_daily_business(portfolio: Portfolio) -> Iterator[Finding]:
    shares = (portfolio.run_the_business, *(person.run_the_business for person in portfolio.people))
    if portfolio.people and not any(shares):
        yield about_all(
            "no daily business",
            "warning",
            "everybody gives all their paid time to projects: no share is kept for support, meetings and "
            "other daily business",
            "set run_the_business, such as 20%, for all in the settings or person by person",
        )


def _about_calendars(portfolio: Portfolio) -> Iterator[Finding]:
    used = {portfolio.calendar_of(person).name for person in portfolio.people} | {portfolio.calendar.name}
    plain = all(
        not calendar.holidays and calendar.country is None
        for calendar in (portfolio.calendar, *portfolio.calendars)
        if calendar.name in used
    )
    if portfolio.people and plain:
        yield about_all(
            "no holidays",
            "warning",
            "people work on public holidays",
            "give the portfolio a country, such as DE, or a region, such as DE-BY",
        )


def _about_policy(portfolio: Portfolio) -> Iterator[Finding]:
    projects = taking_part(portfolio)
    rule = portfolio.policy.priority
    if isinstance(rule, EDD) and not any(project.deadline for project in projects):
        yield _on_policy("EDD orders work by deadlines, and no project has one", "give deadlines")
    if isinstance(rule, WSJF) and not any(project.cost_of_delay_per_day for project in projects):
        yield _on_policy("WSJF orders work by the cost of delay, and no project has one", "give it")
    if isinstance(portfolio.policy.assignment, Cheapest) and not any(
        person.cost_per_day is not None for person in portfolio.people
    ):
        yield _on_policy("Cheapest orders people by cost, and nobody has one", "give cost_per_day")


def _on_policy(what: str, fix: str) -> Finding:
    return about_all("rules without figures", "warning", f"Policy: {what}", fix)
