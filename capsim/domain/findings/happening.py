"""Remarks on work that never happens, or always does, against what its author will have meant (rule D6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.conditions import conditions_of
from capsim.domain.findings.finding import Finding
from capsim.domain.status import has_begun
from capsim.domain.words import place_of_project, place_of_task
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_happening"]


def about_happening(portfolio: Portfolio) -> Iterator[Finding]:
    """Find gates that judge nothing, and projects that can never go ahead.

    Parameters
    ----------
    portfolio : Portfolio
    """
    yield from _gates(portfolio)
    yield from _hopeless(portfolio)


def _gates(portfolio: Portfolio) -> Iterator[Finding]:
    for project in portfolio.projects:
        for task in project.tasks if project.takes_part else ():
            place = place_of_task(project, task)
            if task.gate in (0, 1):
                what = f"a gate that always {'passes' if task.gate else 'stops the project'}"
                fix = "write the probability that the project goes on, such as 0.8"
                yield _finding("gates without a verdict", place, what, fix)
            elif task.gate is not None and not task.after and task.start is None:
                what = "a gate that waits for nothing: it is reached before any work is done"
                yield _finding("gates without work", place, what, "write what it judges into after")


def _hopeless(portfolio: Portfolio) -> Iterator[Finding]:
    """Find projects that others, by what is certain, keep from ever going ahead."""
    projects = [project for project in portfolio.projects if project.takes_part]
    is_sure = [
        has_begun(project, portfolio.status_date)
        or (project.probability == 1 and all(stage.probability == 1 for stage in project.intake))
        for project in projects
    ]
    for condition in conditions_of(portfolio.projects, portfolio.status_date):
        project = projects[condition.project]
        rival = next((projects[index].name for index in condition.excludes if is_sure[index]), None)
        is_sure[condition.project] &= condition.possible and not condition.excludes
        is_sure[condition.project] &= all(is_sure[index] for index in condition.requires)
        if not condition.possible:
            status = {each.name: each.status for each in portfolio.projects}
            missing = next(name for name in project.requires if status[name] in ("on hold", "cancelled"))
            what = f"never goes ahead: it requires {missing!r}, which is {status[missing]}"
            yield _finding(
                "never go ahead", place_of_project(project), what, "change one of them, or leave it out"
            )
        elif rival is not None:
            what = f"never goes ahead: {rival!r} excludes it, comes first and is certain"
            fix = "change the priorities, or write how likely the other one is"
            yield _finding("never go ahead", place_of_project(project), what, fix)


def _finding(kind: str, place: str, what: str, fix: str) -> Finding:
    return Finding(kind, Problem(place, what, fix=fix, severity="warning"), place)
