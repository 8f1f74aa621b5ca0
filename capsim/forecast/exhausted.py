"""When a group of people is exhausted: work waits for them, and none of those present has any time left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, STOPPED, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.usage import away_of
from capsim.metrics import Away, stop_ticks
from capsim.plan.limits import focus_of

__all__ = ["Exhausted", "exhausted_in"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Exhausted(NamedTuple):
    """How exhausted groups are in each replication; (replications, groups).

    Attributes
    ----------
    capacity : ndarray of float64
        Person-days of the group up to the last finish.
    part : ndarray of float64
        Those of them in which it is exhausted.
    since : ndarray of int64
        The first tick at which it is; `NEVER` where it never is.
    days : ndarray of float64
        Working days of the portfolio calendar in which it is.
    """

    capacity: Floats
    part: Floats
    since: Ints
    days: Floats


class _Waits(NamedTuple):
    """When work waits: for which need, in which replication."""

    replication: Ints
    need: Ints
    since: Ints
    until: Ints


def exhausted_in(runs: Runs, people: Bools, needs: Bools, count: int) -> Exhausted:
    """Return how exhausted groups are in the first replications.

    Parameters
    ----------
    runs : Runs
    people : ndarray of bool, (groups, people)
        Who belongs to each group.
    needs : ndarray of bool, (groups, needs)
        Which work asks for it.
    count : int
        So many replications.

    Returns
    -------
    Exhausted
    """
    waits, stop = _waiting(runs, count), stop_ticks(runs.ends, runs.plan.horizon_tick)
    first = np.searchsorted(waits.replication, np.arange(count + 1))
    away = away_of(runs.absences)
    shape = (count, len(people))
    made = Exhausted(np.zeros(shape), np.zeros(shape), np.full(shape, NEVER, np.int64), np.zeros(shape))
    for row in range(count):
        mine = _Waits(*(column[first[row] : first[row + 1]] for column in waits))
        _look_at(runs, row, int(stop[row]), mine, away, people, needs, made)
    return made


def _waiting(runs: Runs, count: int) -> _Waits:
    """Return when work waits for people in the first replications: for its start, or after it returned."""
    plan, again = runs.plan, runs.restarts
    begun = np.where(runs.start >= STOPPED, runs.ends, runs.start)[:count]
    row, task = np.nonzero((runs.ready[:count] >= 0) & (runs.ready[:count] < begun))
    number = np.diff(plan.task_first_need)[task]
    of = np.repeat(np.arange(len(task)), number)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(number) - number, number)
    early = np.flatnonzero(again.replication < count)
    found = (
        (row[of], again.replication[early]),
        (plan.task_first_need[task[of]] + nth, again.need[early]),
        (runs.ready[row, task][of], again.returned[early]),
        (begun[row, task][of], again.start[early]),
    )
    columns = [np.concatenate(each).astype(np.int64) for each in found]
    order = np.argsort(columns[0], kind="stable")
    waits = _Waits(*(column[order] for column in columns))
    return waits._replace(until=np.minimum(waits.until, plan.horizon_tick))


def _look_at(
    runs: Runs,
    row: int,
    stop: int,
    waits: _Waits,
    away: Away | None,
    people: Bools,
    needs: Bools,
    made: Exhausted,
) -> None:
    """Look at one replication, between all ticks at which anything changes."""
    plan = runs.plan
    mine = slice(*runs.seat_offsets[row : row + 2].tolist())
    begin, end = runs.seats.start[mine].astype(np.int64), runs.seats.end[mine].astype(np.int64)
    days = np.arange(stop // TICKS_PER_DAY + 2) * TICKS_PER_DAY
    ticks = np.unique(np.minimum(np.concatenate([days, begin, end, waits.since, waits.until]), stop))
    if len(ticks) < 2:
        return
    length, day = np.diff(ticks), ticks[:-1] // TICKS_PER_DAY
    at, until = (np.searchsorted(ticks, np.minimum(each, stop)) for each in (begin, end))
    who, share = runs.seats.person[mine], runs.seats.allocation[mine].astype(np.int64)
    held, seats = (np.zeros((plan.n_people, len(ticks)), np.int64) for _ in range(2))
    for change, amount in ((held, share), (seats, np.ones_like(share))):
        np.add.at(change, (who, at), amount)
        np.add.at(change, (who, until), -amount)
    capacity = plan.capacity[plan.capacity_row][:, day]
    if away is not None:
        gone = away.replication == row
        since, back = (np.searchsorted(ticks, each[gone]) for each in (away.start, away.end))
        for person, first, last in zip(away.person[gone], since, back, strict=True):
            capacity[person, first:last] = 0
    focus = np.array(focus_of(plan, runs.policy))[:, None]
    full = (held.cumsum(axis=1) >= 1000) | (seats.cumsum(axis=1) >= focus)
    free = (capacity > 0) & ~full[:, :-1]
    asked = np.zeros((len(needs), len(ticks)), np.int64)
    for group, those in enumerate(needs):
        here = those[waits.need]
        np.add.at(asked[group], np.searchsorted(ticks, np.minimum(waits.since[here], stop)), 1)
        np.add.at(asked[group], np.searchsorted(ticks, np.minimum(waits.until[here], stop)), -1)
    # sums by group, not products of matrices: those are slow for whole numbers, and wait for cores as floats
    there = np.stack([capacity[those].sum(axis=0) for those in people])
    has_free = np.stack([free[those].any(axis=0) for those in people])
    is_out = (asked.cumsum(axis=1)[:, :-1] > 0) & (there > 0) & ~has_free
    weight = there * length / TICKS_PER_DAY**2
    made.capacity[row], made.part[row] = weight.sum(axis=1), (weight * is_out).sum(axis=1)
    made.days[row] = (is_out * (plan.working[day] * length)).sum(axis=1) / TICKS_PER_DAY
    ever = is_out.any(axis=1)
    made.since[row, ever] = ticks[is_out[ever].argmax(axis=1)]
