"""Whom to add where work wants a skill that nobody has: how much of it, from when, and the row to type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from capsim.domain.calendar import Calendar
from capsim.domain.demand import working_days
from capsim.domain.task import Alternative, Need, Task
from capsim.domain.words import some

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["row_to_add"]


def row_to_add(
    portfolio: Portfolio, skills: tuple[Alternative, ...], worked: Sequence[tuple[Project, Task]]
) -> str:
    """Write how much is wanted, of which projects, and the row of people that would serve it.

    Parameters
    ----------
    portfolio : Portfolio
    skills : tuple of Alternative
        What nobody can do; the row has the first of them.
    worked : sequence of (Project, Task)
        The work that wants it.

    Returns
    -------
    str
        Such as ``"add somebody for 1.5 FTE in 'Shop', e.g. a row to people: TBH 1, backend, from
        2027-03-01"``.
    """
    needs = [(task, need) for _, task in worked for need in task.needs if need.skills == skills]
    projects = some(repr(name) for name in dict.fromkeys(project.name for project, _ in worked))
    first = min(_first_day(portfolio, project, task) for project, task in worked)
    name = _free_name(str(person.name) for person in portfolio.people)
    row = f"{name}, {skills[0].skill}, from {first}"
    return f"add somebody for {_amount(needs, portfolio.calendar)} in {projects}, e.g. a row to people: {row}"


def _first_day(portfolio: Portfolio, project: Project, task: Task) -> date:
    """Return the first day on which somebody could be at work on a task."""
    return max(day for day in (portfolio.start, project.start, task.start) if day is not None)


def _free_name(taken: Iterable[str]) -> str:
    names = {name.casefold() for name in taken}
    return next(name for index in count(1) if (name := f"TBH {index}").casefold() not in names)


def _amount(needs: Sequence[tuple[Task, Need]], calendar: Calendar) -> str:
    """Write the most people wanted at once where all the work has its dates, else the days of work."""
    days = sum(_days(task, need) for task, need in needs)
    spans = [
        (task.start, task.end, _days(task, need) / worked)
        for task, need in needs
        if task.start and task.end and (worked := working_days(calendar, task.start, task.end))
    ]
    if len(spans) < len(needs):
        return f"{days:,.1f}".removesuffix(".0") + (" day of work" if days == 1 else " days of work")
    starts = {start for start, _, _ in spans}
    most = max(sum(fte for start, end, fte in spans if start <= day <= end) for day in starts)
    return f"{most:,.2f}".rstrip("0").rstrip(".") + " FTE"


def _days(task: Task, need: Need) -> float:
    """Return the person-days that a need wants, as estimated."""
    if need.effort is not None:
        return need.effort.mean()
    seats = need.people[0] * need.allocation if need.fte is None else need.fte
    return seats * (0.0 if task.duration is None else task.duration.mean())
