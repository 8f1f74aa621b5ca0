"""Remarks that stop no run: what is missing or odd, and what filling it in would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.domain.findings.alone import about_work_alone
from capsim.domain.findings.dates import about_dates
from capsim.domain.findings.estimates import about_estimates
from capsim.domain.findings.finding import Finding
from capsim.domain.findings.happening import about_happening
from capsim.domain.findings.limits import about_limits
from capsim.domain.findings.links import about_links
from capsim.domain.findings.money import about_money
from capsim.domain.findings.people import about_people
from capsim.domain.findings.projects import about_projects
from capsim.domain.findings.risks import about_risks
from capsim.domain.findings.settings import about_settings
from capsim.domain.findings.status import about_status
from capsim.domain.findings.strategy import about_strategy

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["Finding", "findings_in"]


def findings_in(portfolio: Portfolio) -> list[Finding]:
    """Find what does not stop a run, but could be better.

    Parameters
    ----------
    portfolio : Portfolio
        A valid one.

    Returns
    -------
    list of Finding
        What needs the plan to be found out is not among them.
    """
    return [
        *about_projects(portfolio),
        *about_people(portfolio),
        *about_work_alone(portfolio),
        *about_estimates(portfolio),
        *about_dates(portfolio),
        *about_links(portfolio),
        *about_limits(portfolio),
        *about_happening(portfolio),
        *about_risks(portfolio),
        *about_settings(portfolio),
        *about_status(portfolio),
        *about_strategy(portfolio),
        *about_money(portfolio),
    ]
