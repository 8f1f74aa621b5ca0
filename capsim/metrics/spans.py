"""Spans of time of people: cut by periods, less what they are away, and their amount on a path in time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY

__all__ = [
    "Away",
    "Path",
    "Spans",
    "cut",
    "grouped",
    "last_period",
    "merged",
    "pieces",
    "up_to_stop",
    "while_present",
]

Ints = npt.NDArray[np.int64]
AnyInts = npt.NDArray[np.signedinteger]
Amounts = npt.NDArray[Any]
"""Whole numbers of an amount, or money."""


class Away(NamedTuple):
    """Spans in which somebody is away in one replication only; they may overlap.

    Attributes
    ----------
    replication, person : ndarray of int, (spans,)
    start, end : ndarray of int, (spans,)
        Ticks, the end exclusive.
    """

    replication: AnyInts
    person: AnyInts
    start: AnyInts
    end: AnyInts


class Spans(NamedTuple):
    """Spans of time of people in replications, each with a weight; (spans,)."""

    replication: AnyInts
    person: AnyInts
    start: AnyInts
    end: AnyInts
    weight: Amounts


class Path:
    """What each day has (capacity, or cost) as a path in time, one row per person or group.

    Amounts between two ticks are exact where the days have whole numbers.
    """

    def __init__(self, daily: Amounts) -> None:
        self._daily = daily
        self._before = np.zeros((len(daily), daily.shape[1] + 1), dtype=daily.dtype)
        np.cumsum(daily, axis=1, out=self._before[:, 1:])

    def between(self, row: AnyInts | int, start: AnyInts, end: AnyInts) -> Amounts:
        """Return the amount of a day times ticks of the day, from ``start`` to ``end``."""
        return self._up_to(row, end) - self._up_to(row, start)

    def _up_to(self, row: AnyInts | int, tick: AnyInts) -> Amounts:
        day = np.minimum(tick.astype(np.int64) // TICKS_PER_DAY, self._daily.shape[1] - 1)
        inside = self._daily[row, day] * (tick - day * TICKS_PER_DAY)
        return np.asarray(self._before[row, day] * TICKS_PER_DAY + inside)


def cut(spans: Spans, bounds: Ints, stop: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Cut spans at the bounds of periods, up to the stop of each replication.

    Parameters
    ----------
    spans : Spans
    bounds : ndarray of int64, (periods + 1,)
        Ticks.
    stop : ndarray of int64, (replications,)

    Returns
    -------
    span, period, start, end : ndarray of int64, (pieces,)
        The span that each piece is of, its period, and its ticks.
    """
    end = np.minimum(spans.end, stop[spans.replication]).astype(np.int64)
    held = np.flatnonzero(end > spans.start)
    piece, period = pieces(spans.start[held], end[held], bounds)
    span = held[piece]
    from_tick = np.maximum(spans.start[span], bounds[period])
    return span, period, from_tick, np.minimum(end[span], bounds[period + 1])


def pieces(start: AnyInts, end: AnyInts, bounds: Ints) -> tuple[Ints, Ints]:
    """Cut spans at the bounds of periods; return the span and the period of each piece."""
    first = np.searchsorted(bounds, start, side="right") - 1
    count = np.searchsorted(bounds, end, side="left") - first
    span = np.repeat(np.arange(len(start)), count)
    nth = np.arange(len(span)) - np.repeat(np.cumsum(count) - count, count)
    return span, first[span] + nth


def merged(away: Away, people: int) -> Spans:
    """Join spans of one person that overlap, so that no day is taken twice."""
    key = away.replication.astype(np.int64) * people + away.person
    order = np.lexsort((away.start, key))
    key, start, end = key[order], away.start[order].astype(np.int64), away.end[order].astype(np.int64)
    far = int(end.max(initial=0)) + 1  # keys this far apart, all spans lie on one line
    reached = np.maximum.accumulate(key * far + end)
    first = np.ones(len(key), dtype=np.bool_)
    first[1:] = (key * far + start)[1:] > reached[:-1]
    final = np.append(first[1:], True)[: len(key)]
    return Spans(
        key[first] // people, key[first] % people, start[first], reached[final] - key[final] * far,
        np.ones(int(first.sum()), dtype=np.int64),
    )  # fmt: skip


def while_present(seats: Spans, absent: Spans, people: int) -> Spans:
    """Return seats, and with the opposite weight the parts of them in which their people are absent.

    The weight of such a part is that of the seat times that of the absence.
    """
    seat_key = seats.replication.astype(np.int64) * people + seats.person
    key = absent.replication * people + absent.person
    order = np.argsort(seat_key, kind="stable")
    low = np.searchsorted(seat_key[order], key, side="left")
    count = np.searchsorted(seat_key[order], key, side="right") - low
    missed = np.repeat(np.arange(len(key)), count)
    seat = order[np.repeat(low - (np.cumsum(count) - count), count) + np.arange(len(missed))]
    start = np.maximum(seats.start[seat], absent.start[missed])
    end = np.minimum(seats.end[seat], absent.end[missed])
    meet = np.flatnonzero(end > start)
    seat, missed = seat[meet], missed[meet]
    apart = Spans(
        seats.replication[seat],
        seats.person[seat],
        start[meet],
        end[meet],
        -seats.weight[seat].astype(np.int64) * absent.weight[missed],
    )
    return Spans(*(np.concatenate(pair) for pair in zip(seats, apart, strict=True)))


def grouped(daily: Amounts, group: Ints, groups: int) -> Amounts:
    """Add up the days of each group."""
    total = np.zeros((groups, daily.shape[1]), dtype=daily.dtype)
    np.add.at(total, group, daily)
    return total


def last_period(stop: Ints, bounds: Ints) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Return which periods end by the stop of each replication, and the period that the stop cuts."""
    whole = bounds[np.newaxis, 1:] <= stop[:, np.newaxis]
    return whole, np.minimum(whole.sum(axis=1), whole.shape[1] - 1)


def up_to_stop(
    path: Path, row: int, bounds: Ints, stop: Ints, whole: npt.NDArray[np.bool_], last: Ints
) -> Amounts:
    """Return one group's amount up to the stop, (replications, periods)."""
    full = path.between(row, bounds[:-1], bounds[1:])
    available = np.where(whole, full, 0)
    cut = np.flatnonzero(stop < bounds[last + 1])
    available[cut, last[cut]] = path.between(row, bounds[last[cut]], stop[cut])
    return available
