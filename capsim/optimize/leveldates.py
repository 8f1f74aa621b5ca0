"""The dates of a leveled plan: for each task the first one that holds in so many futures."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.decide.comparing import simulated
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.engines.runs import Runs
from capsim.forecast import Forecast
from capsim.forecast.dates import day_of_finish, day_of_start
from capsim.forecast.planned_work import planned_starts
from capsim.metrics.delivery import order_statistic
from capsim.optimize.levelreasons import Reason, added, reasons_of
from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET
from capsim.running.crews import Workers
from capsim.running.progress import Reporter

__all__ = ["Dated", "dated", "finish_days", "happens", "movable", "planned_days", "start_days", "with_days"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Names = Mapping[int, Sequence[str]]
"""Who may serve needs, by their number."""

_MOST_ROUNDS: Final = 200
"""Chains of work need about a round for each link; dates only ever move on."""


class Dated(NamedTuple):
    """Dates that hold, and the futures in which they do.

    Attributes
    ----------
    portfolio : Portfolio
        With the dates in it.
    forecast : Forecast
        Of that.
    days : ndarray of int64, (tasks,)
        The day of each task's start, counted from the start of the portfolio; `NEVER` or `ABSENT` without.
    reasons : list of list of Reason
        Per task: why it begins later than planned.
    partial : bool
        Whether dates are left that do not hold so often: time ran out, or Ctrl-C.
    """

    portfolio: Portfolio
    forecast: Forecast
    days: Ints
    reasons: list[list[Reason]]
    partial: bool


def dated(
    first: Forecast,
    teams: Mapping[int, Names],
    confidence: float,
    until: float,
    executor: Workers,
    watcher: Reporter,
    *,
    by_person: bool,
) -> Dated:
    """Move starts until each holds in so many futures, the others being where they are.

    Parameters
    ----------
    first : Forecast
        As it is.
    teams : dict of int to dict of int to list of str
        For tasks, by their number in the plan: who alone may serve each of their needs.
    confidence : float
    until : float
        When to stop, by `time.monotonic`.
    executor : int, Executor or Client, optional
    watcher : Reporter
        Shown rounds done and the most that there may be.
    by_person : bool
        Whether reasons name people.

    Returns
    -------
    Dated
        The best so far after Ctrl-C.
    """
    plan, given = first.runs.plan, first.portfolio
    free = movable(plan)
    days = start_days(first.runs, confidence)
    planned = planned_days(plan)
    told = partial(reasons_of, confidence=confidence, by_person=by_person)
    reasons = told(first.runs, planned, days)
    made = Dated(given, first, days, reasons, partial=True)
    try:
        for number in range(1, _MOST_ROUNDS + 1):
            portfolio = with_days(given, plan, np.where(free, days, NEVER), teams)
            forecast = simulated(first, portfolio, executor)
            if forecast.partial:
                return made
            found = start_days(forecast.runs, confidence)
            later = free & (found > days)
            of_others = told(forecast.runs, np.where(free, found, planned), found)
            made = Dated(
                portfolio,
                forecast,
                np.where(free, days, found),
                [
                    mine if is_free else other
                    for is_free, mine, other in zip(free, reasons, of_others, strict=True)
                ],
                bool(later.any()),
            )
            watcher.show(number, _MOST_ROUNDS)
            if not made.partial or time.monotonic() > until:
                return made
            reasons = added(
                reasons, told(forecast.runs, np.maximum(days, planned), np.where(later, found, days))
            )
            days = np.where(later, found, days)
    except KeyboardInterrupt:  # between two runs, which end by themselves
        return made
    return made


def planned_days(plan: Plan) -> Ints:
    """Return the day on which each task is planned to begin; `NEVER` past the last one simulated."""
    return np.array(
        [NEVER if day is None else (day - plan.start).days for day in planned_starts(plan)], np.int64
    )


def start_days(runs: Runs, confidence: float) -> Ints:
    """Return the day by which each task has begun in so many of the futures in which it happens."""
    return order_statistic(day_of_start(runs.start), happens(runs.start), confidence)


def finish_days(runs: Runs, confidence: float) -> Ints:
    """Return the day by which each task is finished in so many of the futures in which it happens."""
    return order_statistic(day_of_finish(runs.finish), happens(runs.finish), confidence)


def happens(ticks: npt.NDArray[np.int32]) -> Bools:
    """Return where something is not left out or stopped, whether or not it is in time for the horizon."""
    return np.asarray((ticks != ABSENT) & (ticks != STOPPED))


def movable(plan: Plan) -> Bools:
    """Return the tasks that get a date: that need people, have not begun, are neither booked nor items."""
    free = np.diff(plan.task_first_need) > 0
    free &= plan.standing.begun == NOT_YET
    free &= ~plan.is_item
    booked = {booking.project for booking in plan.given.bookings}
    is_booked = (
        plan.project_names[project] in booked and " booking " in name
        for project, name in zip(plan.task_project.tolist(), plan.task_names, strict=True)
    )
    return np.asarray(free & ~np.fromiter(is_booked, np.bool_, plan.n_tasks))


def with_days(portfolio: Portfolio, plan: Plan, days: Ints, teams: Mapping[int, Names]) -> Portfolio:
    """Return the portfolio with dates before which tasks do not begin, and people who alone do them.

    Parameters
    ----------
    portfolio : Portfolio
    plan : Plan
        Of that.
    days : ndarray of int64, (tasks,)
        Counted from the start; nothing is written for one that is none.
    teams : dict of int to dict of int to list of str

    Returns
    -------
    Portfolio
        Where a date is another than before, the planned dates go to the baseline, if that is empty.
    """
    place = {
        (plan.project_names[project], name): task
        for task, (project, name) in enumerate(zip(plan.task_project.tolist(), plan.task_names, strict=True))
    }

    def moved(project: Project, task: Task) -> Task:
        index = place.get((project.name, task.name))
        if index is None:
            return task
        day = days[index]
        begin = portfolio.start + timedelta(days=int(day)) if 0 <= day < STOPPED else None
        changes = {**_dates(portfolio, project, task, begin), **_people(task, teams.get(index, {}))}
        return dataclasses.replace(task, **changes) if changes else task

    projects = tuple(
        dataclasses.replace(project, tasks=tuple(moved(project, task) for task in project.tasks))
        if project.takes_part
        else project
        for project in portfolio.projects
    )
    return dataclasses.replace(portfolio, projects=projects)


def _dates(portfolio: Portfolio, project: Project, task: Task, begin: date | None) -> dict[str, Any]:
    """Return the dates of a task that begins later than it is said to; its planned last day moves along."""
    said = max(each for each in (portfolio.start, project.start, task.start) if each is not None)
    if begin is None or begin <= said:
        return {}
    changes: dict[str, Any] = {"start": begin}
    if task.end is not None:
        changes["end"] = max(task.end + (begin - (task.start or begin)), begin)
    if task.baseline_start is None and task.baseline_finish is None:
        changes |= {"baseline_start": task.start, "baseline_finish": task.end}
    return changes


def _people(task: Task, team: Names) -> dict[str, Any]:
    """Return the needs of a task with the people who alone serve them."""
    if not team:
        return {}
    needs = tuple(
        dataclasses.replace(need, only=tuple(team[number])) if number in team else need
        for number, need in enumerate(task.needs, start=1)
    )
    return {"needs": needs}
