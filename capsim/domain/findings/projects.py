"""Remarks on projects: no work, no promise, no owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, about_all, on_projects, taking_part

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_projects"]


def about_projects(portfolio: Portfolio) -> Iterator[Finding]:
    """Find projects of which something is missing."""
    projects = taking_part(portfolio)
    told = () if portfolio.origin is None else portfolio.origin.before_start  # the reader says it of each
    if not projects:
        what = "no projects" if not portfolio.projects else "no project takes part"
        fix = "add one that is planned or running"
        yield about_all("no projects", "warning", f"{what}: there is nothing to simulate", fix)
    yield from on_projects(
        "no tasks",
        "warning",
        [project for project in projects if not project.tasks and project.name not in told],
        "no tasks",
        "add tasks, or one with the effort of it all",
    )
    yield from on_projects(
        "no deadline",
        "info",
        [project for project in projects if project.deadline is None and project.tasks],
        "no deadline",
        "give one, and the forecast says how likely it is kept",
    )
    unowned = [project for project in projects if project.owner is None]
    if len(unowned) < len(projects):
        yield from on_projects(
            "unowned", "info", unowned, "nobody owns it, while other projects have an owner", "name the owner"
        )
