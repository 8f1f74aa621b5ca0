"""Planned work, need by need: how much it is by the figures given, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index, ticks_of_days
from capsim.domain.demand import working_days
from capsim.domain.distributions import PERT, Distribution, LogNormal, Quantiles, Triangular
from capsim.domain.task import Task
from capsim.plan.estimates import estimates_of
from capsim.plan.occurring import PlannedStream
from capsim.plan.plan import Plan

__all__ = [
    "PlannedWork",
    "Windows",
    "nominal",
    "planned_ends",
    "planned_starts",
    "planned_work",
    "seats_held",
    "tasks_of",
    "windows_of",
    "windows_to_come",
]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def nominal(law: Distribution) -> float:
    """Return the planned figure of an estimate: the one in the middle that was written down.

    That is the number itself, the likely value, or the P50; the mean only of laws that are given by none of
    them.

    Parameters
    ----------
    law : Distribution

    Returns
    -------
    float
        Days.

    Examples
    --------
    >>> nominal(PERT(5, 8, 15)), nominal(LogNormal(p50=30, p90=55))
    (8.0, 30.0)
    """
    match law:
        case PERT() | Triangular():
            return float(law.likely)
        case LogNormal() | Quantiles():
            return float(law.p50)
        case _:
            return float(law.mean())


class Windows(NamedTuple):
    """When tasks are planned; working ticks of the portfolio calendar.

    Attributes
    ----------
    begin, end : ndarray of int64, (tasks,)
    is_typed : ndarray of bool, (tasks,)
        Whether start and end were given; else they are those of the critical path.
    """

    begin: Ints
    end: Ints
    is_typed: Bools


class PlannedWork(NamedTuple):
    """What each need is planned to take, and when.

    Attributes
    ----------
    amount : ndarray of float64, (needs,)
        Person-days.
    begin, end : ndarray of int64, (needs,)
        Working ticks.
    """

    amount: Floats
    begin: Ints
    end: Ints


def tasks_of(plan: Plan) -> Iterator[Task]:
    """Yield the tasks of a plan in its order."""
    for project in plan.projects:
        yield from project.tasks


def planned_ends(plan: Plan) -> list[date | None]:
    """Return the last day of each project's own plan: the latest end of its tasks, None where none has one.

    Parameters
    ----------
    plan : Plan
    """
    return [
        max((task.end for task in project.tasks if task.end is not None), default=None)
        for project in plan.projects
    ]


def planned_starts(plan: Plan) -> list[date | None]:
    """Return the first day of each task's own plan: typed, else on the critical path, as in `windows_of`.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    list of date or None
        None past the last day simulated.
    """
    worked = windows_of(plan).begin // TICKS_PER_DAY
    days = np.searchsorted(plan.worked, worked, side="right") - 1  # the last is the working day itself
    return [plan.start + timedelta(days=day) if day < plan.n_days else None for day in days.tolist()]


def planned_work(plan: Plan) -> PlannedWork:
    """Return what each need of a plan is planned to take, and when.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    PlannedWork
        By the planned figures (`nominal`), on typed dates, else on those of the critical path with nominal
        teams and without limits on people. Of begun work what is left counts, from the status date on. Of a
        stream as many items are planned as are written down, and as arrive if each comes the mean gap after
        the one before; there is room for more, which are planned to take nothing.
    """
    effort, duration = np.zeros(plan.n_needs), np.zeros(plan.n_tasks)
    for estimate in estimates_of(plan):
        law, factor = estimate.left.scaled(1.0)
        (duration if estimate.need is None else effort)[estimate.column] = nominal(law) * factor
    held = seats_held(plan) * duration[plan.need_task]
    amount = np.where(plan.need_effort, effort, held) * _come(plan)[plan.need_task]
    windows = windows_to_come(plan)
    return PlannedWork(amount, windows.begin[plan.need_task], windows.end[plan.need_task])


def _come(plan: Plan) -> Bools:
    """Return which tasks are planned to be there: all but the items for which a stream only has room."""
    come = np.ones(plan.n_tasks, dtype=np.bool_)
    for planned in plan.streams:
        at_start = slice(planned.first_task, planned.arrivals.start)
        items = planned.stream.items
        come[at_start] = np.arange(planned.at_start) + 0.5 <= (0.0 if items is None else nominal(items))
        come[planned.arrivals] = _arrivals(planned) <= planned.working_ticks
    return come


def _arrivals(planned: PlannedStream) -> Ints:
    """Return the working ticks after the beginning of a stream at which its items are planned to arrive."""
    return ticks_of_days(np.arange(1, planned.arriving + 1, dtype=np.float64) * planned.gap_days)


def seats_held(plan: Plan) -> Floats:
    """Return how many people each need holds, by their shares: fewest people times allocation."""
    return plan.need_fewest * plan.need_allocation / 1000


def windows_of(plan: Plan) -> Windows:
    """Return when each task is planned.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Windows
        The typed dates of a task with both start and end, as far as they do not lie before the portfolio's
        start and have a working day; else the critical path's, and of an item that arrives from then on.
    """
    begin = plan.planned.es.copy()
    for planned in plan.streams:
        first, today = plan.working_ticks(np.array([planned.first_tick, plan.standing.tick]))
        arrivals = np.maximum(first + _arrivals(planned), today)
        begin[planned.arrivals] = np.maximum(begin[planned.arrivals], arrivals)
    end = begin + plan.planned.duration
    is_typed = np.zeros(plan.n_tasks, dtype=np.bool_)
    for index, task in enumerate(tasks_of(plan)):
        typed = _typed(plan, task)
        if typed is not None:
            begin[index], end[index] = typed
            is_typed[index] = True
    return Windows(begin, end, is_typed)


def windows_to_come(plan: Plan) -> Windows:
    """Return when what is left of each task is planned (rule R16).

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Windows
        Those of `windows_of`, from the status date on; the critical path's where typed dates are over by
        then.
    """
    windows, planned = windows_of(plan), plan.planned
    today = plan.working_ticks(np.array(plan.standing.tick))
    to_come = windows.is_typed & (windows.end > today)
    over = windows.is_typed & ~to_come
    begin = np.where(to_come, np.maximum(windows.begin, today), np.where(over, planned.es, windows.begin))
    return Windows(begin, np.where(over, planned.es + planned.duration, windows.end), to_come)


def _typed(plan: Plan, task: Task) -> tuple[int, int] | None:
    """Return the working ticks of a task's own dates; None without any."""
    if task.start is None or task.end is None or task.end < plan.start:
        return None
    first, last = max(task.start, plan.start), task.end
    day, after = day_index(first, plan.start), day_index(last, plan.start) + 1
    begin = int(plan.worked[min(day, plan.n_days)])
    if after <= plan.n_days:
        end = int(plan.worked[after])
    else:  # past the last day simulated: only how much of it lies before matters
        end = begin + working_days(plan.portfolio.calendar, first, last)
    return (begin * TICKS_PER_DAY, end * TICKS_PER_DAY) if end > begin else None
