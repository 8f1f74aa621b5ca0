"""Remarks on dates that cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding, all_tasks, on_projects, on_tasks, taking_part
from capsim.domain.project import Project

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_dates"]

_TOO_LATE = "the deadline is before the portfolio's start: this deadline can no longer be kept"


def about_dates(portfolio: Portfolio) -> Iterator[Finding]:
    """Find dates before the start, after the end, and the wrong way round."""
    projects = taking_part(portfolio)
    for kind, what, fix, is_odd in _ODD_DATES:
        odd = [project for project in projects if is_odd(project, portfolio)]
        yield from on_projects(kind, "warning", odd, what, fix)
    tasks, start = list(all_tasks(portfolio)), portfolio.start
    yield from on_tasks(
        "early dates",
        "info",
        [each for each in tasks if each[1].start is not None and each[1].start < start],
        "dated before the portfolio's start",
        "work begins at the start at the earliest",
    )
    yield from on_tasks(
        "before the project",
        "warning",
        [
            (project, task)
            for project, task in tasks
            if project.start is not None and task.end is not None and task.end < project.start
        ],
        "planned before its project's start: it waits for that day, and planned figures show it earlier",
        "move it, or the project's start",
    )
    yield from on_tasks(
        "past deadlines",
        "warning",
        [each for each in tasks if each[1].deadline is not None and each[1].deadline < start],
        _TOO_LATE,
        "check the date",
    )


_ODD_DATES: tuple[tuple[str, str, str, Callable[[Project, Portfolio], bool]], ...] = (
    (
        "past deadlines",
        _TOO_LATE,
        "check the date",
        lambda project, portfolio: project.deadline is not None and project.deadline < portfolio.start,
    ),
    (
        "crossed dates",
        "the deadline is before the project's start: it cannot be kept",
        "check both dates",
        lambda project, portfolio: (
            None not in (project.start, project.deadline) and project.deadline < project.start  # type: ignore[operator]
        ),
    ),
    (
        "past the horizon",
        "starts after the last day simulated: it is never finished",
        "move the horizon",
        lambda project, portfolio: project.start is not None and project.start > portfolio.last_day,
    ),
)
