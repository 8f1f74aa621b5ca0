"""What is known at the status date of a portfolio: which work is done, and which has begun (rule R16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from capsim.domain.words import place_of_task, plural
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project
    from capsim.domain.task import Task

__all__ = ["begun_on", "done_on", "has_actuals", "has_begun", "status_problems"]

_DAY = timedelta(days=1)


def has_actuals(task: Task) -> bool:
    """Return whether a task says that it has begun, or is done.

    Examples
    --------
    >>> from capsim.domain.task import Task
    >>> has_actuals(Task("design", progress=0.4)), has_actuals(Task("design", progress=0))
    (True, False)
    """
    return bool(task.actual_start or task.actual_finish or task.progress)


def done_on(task: Task, today: date | None) -> date | None:
    """Return the day on which a task was done, or None while it is not.

    What is done without a date was done on its planned last day, or at the latest on the day before today.
    A milestone that was begun is done.

    Parameters
    ----------
    task : Task
    today : date, optional
        The status date; without one nothing is known to be done.

    Returns
    -------
    date or None

    Examples
    --------
    >>> from capsim.domain.task import Task
    >>> done_on(Task("design", effort=5, skill="design", progress=1, end="2027-03-31"), date(2027, 3, 15))
    datetime.date(2027, 3, 14)
    """
    if today is None or not has_actuals(task):
        return None
    if task.actual_finish is not None:
        return task.actual_finish
    if task.is_milestone and task.actual_start is not None:
        return task.actual_start
    if task.progress != 1 or task.remaining is not None:
        return None
    ended = min(task.end or date.max, today - _DAY)
    return max(ended, task.actual_start or date.min)


def begun_on(task: Task, today: date | None) -> date | None:
    """Return the day on which a task was begun, or None if it was not.

    What was begun without a date was begun on its planned start, or at the latest when it was done, else on
    the day before today.

    Parameters
    ----------
    task : Task
    today : date, optional
        The status date; without one nothing is known to have begun.

    Returns
    -------
    date or None

    Examples
    --------
    >>> from capsim.domain.task import Task
    >>> begun_on(Task("design", effort=5, skill="design", progress=0.4), date(2027, 3, 15))
    datetime.date(2027, 3, 14)
    """
    if today is None or not has_actuals(task):
        return None
    if task.actual_start is not None:
        return task.actual_start
    done = done_on(task, today)
    if task.is_milestone:
        return done
    return min(task.start or date.max, done or today - _DAY)


def has_begun(project: Project, today: date | None) -> bool:
    """Return whether work on a project has begun by the status date."""
    return any(begun_on(task, today) for task in project.tasks)


def status_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find dates of progress that cannot be.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    today, start = portfolio.status_date, portfolio.start
    if today is None:
        yield from _without_a_status_date(portfolio)
        return
    last = max(start, portfolio.last_day)  # a horizon before the start is told elsewhere
    if not start <= today <= last:
        fix = f"write a day from {start} to {last}"
        yield Problem("Portfolio, status_date", "outside the time simulated", str(today), fix)
        return
    for project in portfolio.projects:
        for task in project.tasks:
            where = place_of_task(project, task)
            for field in ("actual_start", "actual_finish"):
                day: date | None = getattr(task, field)
                if day is not None and day > today:
                    what = f"after the status date, {today}"
                    fix = "write when it happened, or leave it out"
                    yield Problem(f"{where}, {field}", what, str(day), fix)
                elif day is not None and day < start:
                    what = f"before the portfolio's start, {start}"
                    yield Problem(
                        f"{where}, {field}", what, str(day), f"let the portfolio start on {day} or earlier"
                    )


def _without_a_status_date(portfolio: Portfolio) -> Iterator[Problem]:
    """Find the first work that has begun, if there is no day as of which that is known."""
    told = [(project, task) for project in portfolio.projects for task in project.tasks if has_actuals(task)]
    if told:
        days = [day for _, task in told for day in (task.actual_start, task.actual_finish) if day]
        as_of = max(days, default=portfolio.start) + _DAY
        fields = (field for field in ("actual_start", "actual_finish") if getattr(told[0][1], field))
        where = f"{place_of_task(*told[0])}, {next(fields, 'progress')}"
        others = f" (and {plural(len(told) - 1, 'task')} more)" if len(told) > 1 else ""
        fix = f"write into the settings as of when that is known, such as status_date {as_of}"
        yield Problem(where, f"begun, and the portfolio has no status date{others}", fix=fix)
