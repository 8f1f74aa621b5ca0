"""Projects that no figure counts: what they would want."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from capsim.domain.demand import working_days
from capsim.domain.findings import Finding
from capsim.domain.words import some
from capsim.errors import Problem
from capsim.forecast.planned_work import nominal

if TYPE_CHECKING:
    from capsim.domain.calendar import Calendar
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.task import Task

__all__ = ["fte_months", "projects_left_out"]


def projects_left_out(portfolio: Portfolio) -> Iterator[Finding]:
    """Find projects with work that are on hold, done or cancelled: one finding.

    Parameters
    ----------
    portfolio : Portfolio
    """
    absent = [project for project in portfolio.projects if not project.takes_part and project.tasks]
    if not absent:
        return
    tasks = [task for project in absent for task in project.tasks]
    months = sum(fte_months(task, portfolio.calendar) for task in tasks if _is_dated(task))
    days = sum(_person_days(task) for task in tasks if not _is_dated(task))
    amounts = [f"{months:,.1f} FTE-months of demand"] * (months > 0) + [f"{days:,.1f} person-days"] * (
        days > 0
    )
    named = some(f"{project.name!r} ({project.status})" for project in absent)
    told = f"left out of every figure: {' and '.join(amounts) or 'their work'}"
    problem = Problem(
        f"{'Project' if len(absent) == 1 else 'Projects'} {named}",
        told,
        fix="change the status where the work is still to be done",
        severity="info",
    )
    yield Finding("left out", problem, f"Project {absent[0].name!r}", costs=False)


def _is_dated(task: Task) -> bool:
    return task.start is not None and task.end is not None


def _person_days(task: Task) -> float:
    """Return the person-days of a task by its planned figures."""
    lasts = 0.0 if task.duration is None else nominal(task.duration)
    return sum(
        need.people[0] * need.allocation * lasts if need.effort is None else nominal(need.effort)
        for need in task.needs
    )


def fte_months(task: Task, days: Calendar) -> float:
    """Return the full-time equivalents of a task with dates, month by month, added up.

    Parameters
    ----------
    task : Task
    days : Calendar
        The portfolio's.
    """
    first, last = task.start, task.end
    if first is None or last is None or not (count := working_days(days, first, last)):
        return 0.0
    months = 0.0
    while first <= last:
        begin = first.replace(day=1)
        end = begin.replace(day=monthrange(begin.year, begin.month)[1])
        if whole := working_days(days, begin, end):
            months += working_days(days, first, min(end, last)) / whole
        first = end + timedelta(days=1)
    return _person_days(task) / count * months
