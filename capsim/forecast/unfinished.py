"""Where the time of work goes that is not finished at the horizon (rule R17): its parts up to there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER
from capsim.engines.runs import Cause, Runs, cause_code
from capsim.forecast.atwork import AtWork, at_work
from capsim.forecast.dates import is_tick
from capsim.forecast.lastlook import LastLook
from capsim.forecast.ledger import (
    Part,
    Parts,
    event_of_link,
    joined,
    link_is_met,
    parts_by_link,
    parts_of,
    work_of_need,
    worked,
)
from capsim.plan.happening import after_working
from capsim.plan.plan import NO_DATE

__all__ = ["left_at_the_end"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_FS, _SS, _FF, _SF = range(4)


def left_at_the_end(runs: Runs, tasks: Ints) -> Parts:
    """Return the parts of unfinished tasks that the ledger of what happens does not have.

    Up to the horizon: of what is not ready all of its time, of what has not begun its wait since it got
    ready, of what has begun its time since then. Together with `capsim.forecast.ledger.ledger_of` they part
    the time of every unfinished task exactly.

    Parameters
    ----------
    runs : Runs
    tasks : ndarray of int64
        In the order of the plan.

    Returns
    -------
    Parts
    """
    tasks = tasks[(runs.finish[:, tasks] == NEVER).any(axis=0)]
    nothing = Parts(*(np.zeros(0, np.int64) for _ in Parts._fields))
    return joined([nothing, *_before_ready(runs, tasks), *_before_start(runs, tasks), *_work(runs, tasks)])


def _links_into(runs: Runs, task: int, kinds: tuple[int, int]) -> list[int]:
    plan = runs.plan
    return np.flatnonzero((plan.link_after == task) & np.isin(plan.link_kind, kinds)).tolist()


def _met_at(runs: Runs, link: int) -> Ints:
    """Return when a link is met, in each replication; after the horizon one tick after it."""
    event = event_of_link(runs, link)
    known = np.minimum(event, runs.plan.horizon_tick)
    lag = np.where(link_is_met(runs, link), runs.plan.link_lag[link], 0)
    return np.where(event == NEVER, runs.plan.horizon_tick + 1, after_working(runs.plan, known, lag))


# ---------------------------------------------------------------- before it is ready


def _before_ready(runs: Runs, tasks: Ints) -> Iterator[Parts]:
    """Yield the parts of what is not ready: for the first link that is not met, else the latest cause."""
    plan = runs.plan
    for task in tasks.tolist():
        left = (runs.finish[:, task] == NEVER) & (runs.ready[:, task] == NEVER)
        links = _links_into(runs, task, (_FS, _SS))
        for link in links:
            rows = np.flatnonzero(left & (event_of_link(runs, link) == NEVER))
            until = np.full(len(rows), plan.horizon_tick)
            yield from parts_by_link(runs, rows, task, link, until, until)
            left[rows] = False
        yield from _for_a_date(runs, task, links, left)


def _for_a_date(runs: Runs, task: int, links: Sequence[int], left: Bools) -> Iterator[Parts]:
    """Yield the parts of what is not ready for a lag or a date: the latest of them, on ties the first."""
    plan = runs.plan
    rows = np.flatnonzero(left)
    if not len(rows):
        return
    beyond = plan.horizon_tick + 1
    dates = [(int(plan.project_start[plan.task_project[task]]), Cause.PROJECT_START)]
    if plan.task_not_before[task] != NO_DATE:
        dates.append((int(plan.task_not_before[task]), Cause.NOT_BEFORE))
    if plan.has_releases:  # what is drawn is not kept; whatever else is met, it is this
        dates.append((beyond, Cause.ARRIVAL))
    ticks = [_met_at(runs, link)[rows] for link in links]
    ticks += [np.full(len(rows), min(tick, beyond)) for tick, _ in dates]
    latest = np.stack(ticks).argmax(axis=0)
    end = np.full(len(rows), plan.horizon_tick)
    for place, link in enumerate(links):
        mine = rows[latest == place]
        event = event_of_link(runs, link)[mine]
        yield from parts_by_link(runs, mine, task, link, event, end[: len(mine)])
    for place, (_, kind) in enumerate(dates, start=len(links)):
        mine = rows[latest == place]
        since = np.zeros(len(mine), np.int64)
        yield parts_of(runs, mine, task, Part.DATE, since, end[: len(mine)], cause=cause_code(kind))


# ---------------------------------------------------------------- from ready to the horizon


def _before_start(runs: Runs, tasks: Ints) -> Iterator[Parts]:
    """Yield the waits of what has not begun, each charged to what keeps it from beginning at the horizon."""
    look = LastLook(runs)
    for task in tasks.tolist():
        if not (is_tick(runs.ready[:, task]) & (runs.start[:, task] == NEVER)).any():
            continue
        bar = look.bar(task)
        limited = bar.frozen | np.logical_or.reduce([where for _, where in bar.limits] or [bar.frozen])
        for part, where in ((Part.LIMIT, limited), (Part.PEOPLE, bar.empty >= 0), (Part.GONE, bar.away)):
            rows = np.flatnonzero(where)
            end = np.full(len(rows), runs.plan.horizon_tick)
            since = runs.ready[rows, task].astype(np.int64)
            yield parts_of(runs, rows, task, part, since, end, need=bar.empty[rows])


# ---------------------------------------------------------------- from start to the horizon


def _work(runs: Runs, tasks: Ints) -> Iterator[Parts]:
    """Yield the work of what has begun, up to its end or the horizon, and what its links wait for."""
    plan = runs.plan
    begun = is_tick(runs.start) & (runs.finish == NEVER)
    tasks = tasks[begun[:, tasks].any(axis=0)]
    needs = np.flatnonzero(np.isin(plan.need_task, tasks))
    served = _up_to_horizon(runs, needs, at_work(runs, needs))
    for task in tasks.tolist():
        rows = np.flatnonzero(begun[:, task])
        own_end = runs.start[rows, task].astype(np.int64)
        columns = np.flatnonzero(plan.need_task[needs] == task)
        if len(columns):
            own_end = served.end[rows][:, columns].max(axis=1)
        elif plan.task_elapsed[task]:
            own_end = np.where(_waits_to_close(runs, task)[rows], own_end, plan.horizon_tick)
            yield parts_of(runs, rows, task, Part.WORK, runs.start[rows, task], own_end)
        for column in columns.tolist():
            yield from work_of_need(runs, rows, task, int(needs[column]), served, column)
        yield parts_of(runs, rows, task, Part.CLOSING, own_end, np.full(len(rows), plan.horizon_tick))


def _waits_to_close(runs: Runs, task: int) -> Bools:
    """Return where a link to its finish is not met by the horizon, (replications,)."""
    links = _links_into(runs, task, (_FF, _SF))
    held = [_met_at(runs, link) > runs.plan.horizon_tick for link in links]
    return np.asarray(np.logical_or.reduce([np.zeros(runs.replications, np.bool_), *held]))


def _up_to_horizon(runs: Runs, needs: Ints, served: AtWork) -> AtWork:
    """Let needs that are open last to the horizon; what has returned is interrupted up to there."""
    plan, again = runs.plan, runs.restarts
    column = np.full(plan.n_needs, -1)
    column[needs] = np.arange(len(needs))
    left = (again.start == NEVER) & (column[again.need] >= 0)
    where = again.replication[left], column[again.need[left]]
    open_ = _still_held(runs, column, served)
    open_[where] = True
    returned = again.returned[left].astype(np.int64)
    horizon = np.full_like(returned, plan.horizon_tick)
    gap, gap_worked = served.gap.copy(), served.gap_worked.copy()
    np.add.at(gap, where, horizon - returned)
    np.add.at(gap_worked, where, worked(runs, returned, horizon))
    return served._replace(end=np.where(open_, plan.horizon_tick, served.end), gap=gap, gap_worked=gap_worked)


def _still_held(runs: Runs, column: Ints, served: AtWork) -> Bools:
    """Return which needs go on at the horizon, be it with nobody: (replications, needs)."""
    plan, seats = runs.plan, runs.seats
    row = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    mine = column[seats.need] >= 0
    held, seated = np.zeros((2, *served.end.shape), dtype=np.bool_)
    seated[row[mine], column[seats.need[mine]]] = True
    mine &= seats.end == NEVER
    held[row[mine], column[seats.need[mine]]] = True
    for need in np.flatnonzero((column >= 0) & plan.task_elapsed[plan.need_task]).tolist():
        of_nobody = ~seated[:, column[need]]  # begun before the status date
        held[:, column[need]] |= of_nobody & ~_waits_to_close(runs, int(plan.need_task[need]))
    return np.asarray(held)
