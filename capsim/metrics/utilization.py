"""How busy people are: the work of their seats over their capacity (rules R2 and R15)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.metrics.intervals import ratio_error
from capsim.metrics.spans import (
    Away,
    Path,
    Spans,
    cut,
    grouped,
    last_period,
    merged,
    up_to_stop,
    while_present,
)
from capsim.plan.paths import part_of

__all__ = ["Busy", "Utilization", "busy_and_room", "busy_people", "stop_ticks", "utilization"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]
AnyInts = npt.NDArray[np.signedinteger]

_UNIT = TICKS_PER_DAY * TICKS_PER_DAY  # ticks of capacity times ticks of the day, in one person-day
_WHOLE = 1_000  # thousandths

_NOTHING: Final[Mapping[int, Away]] = MappingProxyType({})


class Utilization(NamedTuple):
    """Busy time over capacity, per group and period.

    Attributes
    ----------
    busy, capacity : ndarray of float64, (groups, periods)
        Person-days, means over the replications.
    ratio : ndarray of float64, (groups, periods)
        Σ busy ÷ Σ capacity over the replications; NaN without capacity.
    error : ndarray of float64, (groups, periods)
        The ratio's Monte Carlo standard error; NaN with fewer than two batches.
    """

    busy: Floats
    capacity: Floats
    ratio: Floats
    error: Floats


def stop_ticks(finish: Ints32, horizon_tick: int) -> Ints:
    """Return where each replication stops counting: its last end if all work ends, else the horizon.

    Parameters
    ----------
    finish : ndarray of int32, (replications, tasks or projects)
        When each is finished, or stopped.
    horizon_tick : int

    Returns
    -------
    ndarray of int64, (replications,)
        0 where nothing goes ahead.

    Examples
    --------
    >>> stop_ticks(np.array([[5, 9], [5, NEVER], [-1, -1]], dtype=np.int32), 4800).tolist()
    [9, 4800, 0]
    """
    last = finish.max(axis=1, initial=0).astype(np.int64)
    return np.where(last == NEVER, horizon_tick, last)


def utilization(
    *,
    capacity: Ints,
    group: Ints,
    groups: int,
    bounds: Ints,
    stop: Ints,
    seat_replication: Ints,
    seat_person: AnyInts,
    seat_start: AnyInts,
    seat_end: AnyInts,
    seat_allocation: AnyInts,
    away: Away | None = None,
    taught: Mapping[int, Away] = _NOTHING,
    batch: int = 1,
) -> Utilization:
    """Return how busy groups of people are in each period.

    All sums are exact: whole numbers up to the last division.

    Parameters
    ----------
    capacity : ndarray of int64, (people, days)
        Ticks of work on each day; a day without capacity is a day away, on which a seat held is not busy.
    group : ndarray of int64, (people,)
        The group of each person.
    groups : int
        Number of groups.
    bounds : ndarray of int64, (periods + 1,)
        Ticks at which periods begin and end, from 0 to at least the largest ``stop``.
    stop : ndarray of int64, (replications,)
        Neither work nor capacity counts from this tick on.
    seat_replication, seat_person, seat_start, seat_end, seat_allocation : ndarray of int, (seats,)
        Every seat held; ticks and thousandths. A part of a day counts by its ticks.
    away : Away, optional
        When somebody has no capacity in one replication, so that a seat held is not busy.
    taught : dict of int to Away, optional
        When somebody has only so many thousandths of their capacity, in one replication and not away.
    batch : int
        Replications drawn together, see `ratio_error`.

    Returns
    -------
    Utilization

    Examples
    --------
    >>> two_days = dict(capacity=np.array([[480, 480]]), group=np.array([0]), groups=1,
    ...                 bounds=np.array([0, 480, 960]), stop=np.array([960, 960]))
    >>> busy = utilization(**two_days, seat_replication=np.array([0, 1]), seat_person=np.array([0, 0]),
    ...                    seat_start=np.array([0, 240]), seat_end=np.array([480, 480]),
    ...                    seat_allocation=np.array([1000, 500]))
    >>> busy.ratio.tolist()
    [[0.625, 0.0]]
    """
    columns = busy_and_room(
        capacity, group, groups, bounds, stop,
        Spans(seat_replication, seat_person, seat_start, seat_end, seat_allocation), away, taught,
    )  # fmt: skip
    found = [_column(busy, room, batch) for busy, room in columns]
    return Utilization(*(np.array([column[part] for column in found]) for part in range(4)))


def busy_and_room(
    capacity: Ints,
    group: Ints,
    groups: int,
    bounds: Ints,
    stop: Ints,
    seats: Spans,
    away: Away | None = None,
    taught: Mapping[int, Away] = _NOTHING,
) -> Iterator[tuple[Ints, Ints]]:
    """Yield the busy time and the capacity of each group in every replication and period.

    Parameters
    ----------
    capacity, group, groups, bounds, stop, away, taught
        As in `utilization`.
    seats : Spans
        Every seat held.

    Yields
    ------
    (ndarray of int64, ndarray of int64), (replications, periods)
        In one unit.
    """
    path = Path(capacity)
    cells = _Cells(group, groups, bounds, stop)
    worked, lost = _worked_and_lost(cells, path, capacity, seats, away, taught)
    total = Path(grouped(capacity, group, groups))
    whole, last = last_period(stop, bounds)
    for index in range(groups):
        busy = worked.of_group(index, whole.shape)
        room = up_to_stop(total, index, bounds, stop, whole, last)
        if lost is not None:
            room -= lost.of_group(index, whole.shape)
        yield busy, room


class Busy(NamedTuple):
    """Busy time and capacity of each person, in the same unit.

    Attributes
    ----------
    busy : ndarray of int64, (replications, people, periods)
        Capacity times thousandths of seats held on days present.
    available : ndarray of int64, (replications, people, periods)
        Capacity times a thousand.
    """

    busy: Ints
    available: Ints


def busy_people(
    *,
    capacity: Ints,
    bounds: Ints,
    replications: int,
    seat_replication: Ints,
    seat_person: AnyInts,
    seat_start: AnyInts,
    seat_end: AnyInts,
    seat_allocation: AnyInts,
    away: Away | None = None,
    taught: Mapping[int, Away] = _NOTHING,
) -> Busy:
    """Return how busy each person is in each period of each replication, in whole numbers.

    Parameters
    ----------
    capacity : ndarray of int64, (people, days)
        As in `utilization`.
    bounds : ndarray of int64, (periods + 1,)
        Ticks at which periods begin and end, from 0.
    replications : int
    seat_replication, seat_person, seat_start, seat_end, seat_allocation, away, taught
        As in `utilization`.

    Returns
    -------
    Busy

    Examples
    --------
    >>> seat = (np.array([0]), np.array([0]), np.array([0]), np.array([240]), np.array([500]))
    >>> names = ("replication", "person", "start", "end", "allocation")
    >>> seats = {f"seat_{name}": column for name, column in zip(names, seat)}
    >>> found = busy_people(capacity=np.array([[480]]), bounds=np.array([0, 480]), replications=1, **seats)
    >>> (found.busy / found.available).tolist()
    [[[0.25]]]
    """
    people, periods = len(capacity), len(bounds) - 1
    path = Path(capacity)
    cells = _Cells(np.arange(people), people, bounds, np.full(replications, bounds[-1]))
    seats = Spans(seat_replication, seat_person, seat_start, seat_end, seat_allocation)
    worked, lost = _worked_and_lost(cells, path, capacity, seats, away, taught)
    shape = (replications, periods)
    busy = np.array([worked.of_group(person, shape) for person in range(people)], dtype=np.int64)
    each = np.arange(people)[:, None]
    available = np.broadcast_to(
        path.between(each, bounds[None, :-1], bounds[None, 1:])[:, None], (people, *shape)
    )
    if lost is not None:
        available = available - np.array([lost.of_group(person, shape) for person in range(people)])
    return Busy(busy.reshape(people, *shape).transpose(1, 0, 2), available.transpose(1, 0, 2) * _WHOLE)


def _worked_and_lost(
    cells: _Cells,
    path: Path,
    capacity: Ints,
    seats: Spans,
    away: Away | None,
    taught: Mapping[int, Away],
) -> tuple[_Parts, _Parts | None]:
    """Return what seats do, and the capacity that people lose in one replication only."""
    people = len(capacity)
    absent = None if away is None else merged(away, people)
    worked = [cells.parts_of(seats if absent is None else while_present(seats, absent, people), path)]
    lost = [] if absent is None else [cells.parts_of(absent, path)]
    for left, spans in taught.items():
        less = Path(capacity - part_of(capacity, left))
        given = merged(spans, people)
        apart = while_present(seats, given, people)
        taken = Spans(*(column[len(seats.person) :] for column in apart))
        worked.append(cells.parts_of(taken, less))
        lost.append(cells.parts_of(given, less))
    return _Parts.of(worked), _Parts.of(lost) if lost else None


class _Parts(NamedTuple):
    """Amounts by cell (replication and period), group by group."""

    cell: Ints
    amount: Ints
    edges: AnyInts

    @classmethod
    def of(cls, several: Sequence[_Parts]) -> _Parts:
        """Put several together."""
        if len(several) == 1:
            return several[0]
        group = np.concatenate(
            [np.repeat(np.arange(len(each.edges) - 1), np.diff(each.edges)) for each in several]
        )
        order = np.argsort(group, kind="stable")
        edges = np.searchsorted(group[order], np.arange(len(several[0].edges)))
        cell, amount = (np.concatenate(column)[order] for column in list(zip(*several, strict=True))[:2])
        return cls(cell, amount, edges)

    def of_group(self, index: int, shape: tuple[int, ...]) -> Ints:
        """Add up a group's amounts, (replications, periods)."""
        mine = slice(self.edges[index], self.edges[index + 1])
        total = np.zeros(math.prod(shape), dtype=np.int64)
        np.add.at(total, self.cell[mine], self.amount[mine])
        return total.reshape(shape)


class _Cells(NamedTuple):
    """Where amounts are added up."""

    group: Ints
    groups: int
    bounds: Ints
    stop: Ints

    def parts_of(self, spans: Spans, path: Path) -> _Parts:
        """Cut spans at the bounds of periods, up to the stop; an amount is the capacity times the weight."""
        span, period, from_tick, to_tick = cut(spans, self.bounds, self.stop)
        person = spans.person[span]
        amount = path.between(person, from_tick, to_tick) * spans.weight[span]
        cell = spans.replication[span] * (len(self.bounds) - 1) + period
        order = np.argsort(self.group[person], kind="stable")
        edges = np.searchsorted(self.group[person][order], np.arange(self.groups + 1))
        return _Parts(cell[order], amount[order], edges)


def _column(busy: Ints, capacity: Ints, batch: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return one group's means, ratio and error, from whole numbers per replication and period."""
    top, bottom = busy.sum(axis=0), capacity.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = top / (bottom * float(_WHOLE))
    error = ratio_error(busy, capacity, batch) / _WHOLE
    days = float(_UNIT * max(len(busy), 1))
    return top / (days * _WHOLE), bottom / days, ratio, error
