"""How long somebody is at work on needs (rule R17): the time in which a member of the team is present."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Cause, Runs
from capsim.forecast.dates import causes
from capsim.forecast.usage import away_of
from capsim.metrics.spans import Path, merged, pieces
from capsim.plan.standing import NOT_YET

__all__ = ["AtWork", "at_work"]

Ints = npt.NDArray[np.int64]


class AtWork(NamedTuple):
    """What becomes of needs; (replications, needs).

    Attributes
    ----------
    end : ndarray of int64
        The tick at which the last seat is left. Where none was held, the end that begun work has without
        people: the status tick, and for a duration the finish, or its start if a link decides that; else 0.
    there, there_worked : ndarray of int64
        The ticks in which a member is present, and the working ticks of the portfolio calendar in them.
    gap, gap_worked : ndarray of int64
        The same of the time between returns to the queue and restarts.
    """

    end: Ints
    there: Ints
    there_worked: Ints
    gap: Ints
    gap_worked: Ints


class _Spans(NamedTuple):
    """Spans in which people on seats are present, or (of weight -1) away after all."""

    cell: Ints
    start: Ints
    end: Ints
    weight: Ints


def at_work(runs: Runs, needs: Ints) -> AtWork:
    """Return how long somebody is at work on each need.

    Parameters
    ----------
    runs : Runs
    needs : ndarray of int64
        In the order of the plan.

    Returns
    -------
    AtWork
    """
    plan, shape = runs.plan, (runs.replications, len(needs))
    column = np.full(plan.n_needs, -1)
    column[needs] = np.arange(len(needs))
    replication = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    mine = np.flatnonzero(column[runs.seats.need] >= 0)
    cell = replication[mine] * shape[1] + column[runs.seats.need[mine]]
    start, stop = (each[mine].astype(np.int64) for each in (runs.seats.start, runs.seats.end))
    stop = np.minimum(stop, plan.horizon_tick)
    end = _without_people(runs, needs).ravel()
    np.maximum.at(end, cell, stop)
    spans = _present(runs, replication[mine], runs.seats.person[mine], cell, start, stop)
    there, there_worked = _covered(runs, spans, len(end))
    gap, gap_worked = _gaps(runs, column, shape)
    return AtWork(*(each.reshape(shape) for each in (end, there, there_worked, gap, gap_worked)))


def _without_people(runs: Runs, needs: Ints) -> Ints:
    """Return when needs end on which nobody ever works, (replications, needs): the least that any end is."""
    plan = runs.plan
    task = plan.need_task[needs]
    begun, lasts = plan.standing.begun[task], plan.task_elapsed[task]
    end = np.where(begun == NOT_YET, 0, np.where(lasts, begun, plan.standing.tick))
    kind, _ = causes(runs.finish_driver[:, task])
    by_itself = (begun != NOT_YET) & lasts & (kind == Cause.NEED)
    return np.asarray(np.where(by_itself, runs.finish[:, task], end), dtype=np.int64)


def _present(
    runs: Runs,
    replication: Ints,
    person: npt.NDArray[np.signedinteger],
    cell: Ints,
    start: Ints,
    stop: Ints,
) -> _Spans:
    """Return the spans in which people on seats are present, and those taken away from them."""
    plan = runs.plan
    seat, since, until = [], [], []
    row = plan.capacity_row[person]
    for each in np.unique(row).tolist():
        edges = np.flatnonzero(np.diff(plan.capacity[each] > 0, prepend=False, append=False))
        bounds = TICKS_PER_DAY * edges.astype(np.int64)  # come, go, come, ...
        those = np.flatnonzero((row == each) & (stop > start))
        outer = np.concatenate([[-1], bounds, [np.iinfo(np.int64).max]])
        of, run = pieces(start[those], stop[those], outer)
        there = run % 2 == 1
        of, run = those[of[there]], run[there]
        seat.append(of)
        since.append(np.maximum(start[of], outer[run]))
        until.append(np.minimum(stop[of], outer[run + 1]))
    seats = np.concatenate([np.zeros(0, np.int64), *seat])
    begins, ends = (np.concatenate([np.zeros(0, np.int64), *each]) for each in (since, until))
    found = _Spans(cell[seats], begins, ends, np.ones_like(seats))
    gone = _taken_away(runs, replication[seats], person[seats], found)
    return _Spans(*(np.concatenate(both) for both in zip(found, gone, strict=True)))


def _taken_away(
    runs: Runs, replication: Ints, person: npt.NDArray[np.signedinteger], spans: _Spans
) -> _Spans:
    """Return the parts of spans in which their people are away in that replication only."""
    away = away_of(runs.absences)
    if away is None:
        return _Spans(*(column[:0] for column in spans))
    people = runs.plan.n_people
    absent = merged(away, people)
    key = replication.astype(np.int64) * people + person
    order = np.argsort(key, kind="stable")
    its = absent.replication * people + absent.person
    low = np.searchsorted(key[order], its, side="left")
    count = np.searchsorted(key[order], its, side="right") - low
    one = np.repeat(np.arange(len(its)), count)
    nth = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    span = order[low[one] + nth]
    start = np.maximum(spans.start[span], absent.start[one])
    end = np.minimum(spans.end[span], absent.end[one])
    some = end > start
    return _Spans(spans.cell[span][some], start[some], end[some], np.full(int(some.sum()), -1))


def _covered(runs: Runs, spans: _Spans, cells: int) -> tuple[Ints, Ints]:
    """Return the ticks in which the weights of a cell's spans add up to something, and those worked."""
    cell, tick = np.tile(spans.cell, 2), np.concatenate([spans.start, spans.end])
    change = np.concatenate([spans.weight, -spans.weight])
    order = np.lexsort((tick, cell))
    cell, tick = cell[order], tick[order]
    number = np.cumsum(change[order])[:-1]  # each cell ends with nobody
    during = np.flatnonzero((number > 0) & (tick[1:] > tick[:-1]))
    start, end = tick[during], tick[during + 1]
    calendar = Path(runs.plan.working[np.newaxis])
    amounts = (end - start, calendar.between(0, start, end))
    ticks, of_calendar = (np.bincount(cell[during], each, cells).astype(np.int64) for each in amounts)
    return ticks, of_calendar


def _gaps(runs: Runs, column: Ints, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Return the time between returns to the queue and restarts."""
    again = runs.restarts
    mine = np.flatnonzero((column[again.need] >= 0) & (again.start <= runs.plan.horizon_tick))
    cell = again.replication[mine].astype(np.int64) * shape[1] + column[again.need[mine]]
    start, end = (each[mine].astype(np.int64) for each in (again.returned, again.start))
    calendar = Path(runs.plan.working[np.newaxis])
    amounts = (end - start, calendar.between(0, start, end))
    ticks, of_calendar = (np.bincount(cell, each, shape[0] * shape[1]).astype(np.int64) for each in amounts)
    return ticks, of_calendar
