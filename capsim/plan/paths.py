"""Where somebody's capacity and speed leave the shared table, in a replication (rule D5).

A *path* is the shared row of capacity plus a short list of segments, each from a day on: what is left of the
capacity, a factor on speed, and why. Nothing per day is made for a replication.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = [
    "NO_PATHS",
    "WHOLE",
    "PathTable",
    "Paths",
    "Reason",
    "Spans",
    "composed",
    "lost_ticks",
    "no_paths",
    "part_of",
    "path_table",
]

Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]

WHOLE: Final = 1000
"""Thousandths of a person's capacity, and of nominal speed."""


class Reason:
    """Why a segment differs from the shared table; of several that hold at once the first."""

    NONE = 0
    LEFT = 1  # the seat is not filled, since somebody left it
    LATE = 2  # has not joined yet
    SICK = 3
    TEACHES = 4  # gives a share to newcomers
    LEARNS = 5  # a newcomer, not up to speed
    PACE = 6  # the speed drawn for the whole run
    TAKEN = 7  # a risk took them away
    QUIT = 8  # the seat is not filled, since somebody left it overloaded


class Paths(NamedTuple):
    """The paths of consecutive replications, one after the other.

    Attributes
    ----------
    first : ndarray of int64, (replications * paths + 1,)
        The segments of path k in replication r are ``first[r * paths + k]`` to the entry after it; the first
        begins on day 0, and each lasts until the next.
    day : ndarray of int32, (segments,)
    share : ndarray of int32, (segments,)
        Thousandths of the day's capacity that are left; 0 is away.
    factor : ndarray of int32, (segments,)
        Thousandths on the speed of every seat; above 0.
    reason : ndarray of int32, (segments,)
        See `Reason`.
    """

    first: Ints
    day: Ints32
    share: Ints32
    factor: Ints32
    reason: Ints32


def no_paths() -> Paths:
    """Return the paths of replications in which everybody follows the shared table."""
    return Paths(np.zeros(1, np.int64), *(np.zeros(0, np.int32) for _ in range(4)))


@dataclass(frozen=True, eq=False)
class PathTable:
    """Who can have a path of their own, and the rows of capacity that it leads through.

    Attributes
    ----------
    person : ndarray of int64, (paths,)
    row : ndarray of int32, (paths, 1001)
        The row of capacity with so many thousandths left; -1 where that cannot be.
    candidate : ndarray of bool, (paths,)
        Whose path begins when a reaction hires them (rule R21); until then they are not there.
    fastest : int
        The largest factor on a speed, in thousandths; 0 where speeds never change.
    """

    person: Ints
    row: Ints32
    candidate: npt.NDArray[np.bool_]
    fastest: int = 0

    @property
    def changes_speed(self) -> bool:
        """Whether anybody's speed can be another than what they offer."""
        return self.fastest > 0

    @property
    def number(self) -> int:
        """How many people can have a path of their own."""
        return len(self.person)


NO_PATHS: Final = PathTable(np.zeros(0, np.int64), np.zeros((0, WHOLE + 1), np.int32), np.zeros(0, np.bool_))


def path_table(
    capacity: Ints,
    row: Ints,
    people: Sequence[int],
    taught: Mapping[int, Iterable[int]],
    fastest: int,
    candidates: Collection[int] = (),
) -> tuple[Ints, PathTable]:
    """Add the rows of capacity that paths lead through.

    Parameters
    ----------
    capacity : ndarray of int64, (rows, days)
    row : ndarray of int64, (people,)
    people : sequence of int
        Who can have a path of their own, in order.
    taught : dict of int to iterable of int
        The shares, in thousandths, that newcomers take of each possible mentor; each newcomer's once.
    fastest : int
        The largest factor on a speed, in thousandths; 0 where speeds never change.
    candidates : collection of int
        Those of the people who are there only if they are hired.

    Returns
    -------
    (ndarray of int64, PathTable)
        Capacity with more rows.
    """
    if not people:
        return capacity, NO_PATHS
    rows = list(capacity)
    place: dict[tuple[int, int], int] = {}
    table = np.full((len(people), WHOLE + 1), -1, np.int32)
    away = len(rows)
    rows.append(np.zeros(capacity.shape[1], np.int64))
    for path, person in enumerate(people):
        own = int(row[person])
        table[path, 0], table[path, WHOLE] = away, own
        for left in _left(taught.get(person, ())):
            if (own, left) not in place:
                place[own, left] = len(rows)
                rows.append(part_of(capacity[own], left))
            table[path, left] = place[own, left]
    waiting = np.array([person in candidates for person in people], np.bool_)
    return np.array(rows), PathTable(np.array(people, np.int64), table, waiting, fastest)


def _left(shares: Iterable[int]) -> list[int]:
    """Return what can be left of somebody beside any of some shares taken at once, all and nothing aside."""
    sums = {0}
    for share in shares:
        sums |= {min(WHOLE, taken + share) for taken in sums}
    return sorted(WHOLE - taken for taken in sums if 0 < taken < WHOLE)


def part_of(capacity: Ints, left: int) -> Ints:
    """Return what is left of each day beside teaching, rounded half up; who has any of it left is present.

    Parameters
    ----------
    capacity : ndarray of int64
    left : int
        Thousandths, above 0.
    """
    part = (2 * capacity * left + WHOLE) // (2 * WHOLE)
    return np.where(capacity > 0, np.maximum(part, 1), 0)


# ---------------------------------------------------------------- from spans to segments


class Spans(NamedTuple):
    """Days on which something holds for somebody in a replication; the last one exclusive.

    Attributes
    ----------
    key : ndarray of int64, (spans,)
        Replication * paths + path.
    first, end : ndarray of int64, (spans,)
    amount : ndarray of int64, (spans,)
        What it amounts to: 1 for an absence, thousandths for a share taken, for a factor those above 1000.
    """

    key: Ints
    first: Ints
    end: Ints
    amount: Ints


_LEFT, _LATE, _SICK, _TAKEN, _TAUGHT, _RAMP, _PACE = range(7)
_REASONS: Final = np.array(
    (Reason.LEFT, Reason.LATE, Reason.SICK, Reason.TAKEN, Reason.TEACHES, Reason.LEARNS, Reason.PACE)
)
"""Of each of these kinds of spans."""


def composed(
    keys: int,
    days: int,
    *,
    left: Spans | None = None,
    late: Spans | None = None,
    sick: Spans | None = None,
    taken: Spans | None = None,
    taught: Spans | None = None,
    ramp: Spans | None = None,
    pace: Spans | None = None,
) -> Paths:
    """Lay spans over one another.

    Parameters
    ----------
    keys : int
        Replications times paths.
    days : int
        Where every path ends.
    left, late, sick, taken, taught, ramp, pace : Spans, optional
        By what they mean; they may overlap, but for those of one ramp and one pace.

    Returns
    -------
    Paths

    Examples
    --------
    >>> one = np.array([0])
    >>> paths = composed(1, 9, sick=Spans(one, one + 2, one + 4, one + 1))
    >>> paths.day.tolist(), paths.share.tolist()
    ([0, 2, 4], [1000, 0, 1000])
    """
    given = [
        (kind, spans) for kind, spans in enumerate((left, late, sick, taken, taught, ramp, pace)) if spans
    ]
    begin = np.arange(keys, dtype=np.int64) * (days + 1)
    places, kinds, steps = [begin], [np.zeros(keys, np.int64)], [np.zeros(keys, np.int64)]
    for kind, spans in given:
        first, end = np.minimum(spans.first, days), np.minimum(spans.end, days)
        for day, amount in ((first, spans.amount), (end, -spans.amount)):
            places.append(spans.key * (days + 1) + day)
            kinds.append(np.full(len(day), kind))
            steps.append(amount)
    place = np.concatenate(places)
    order = np.argsort(place, kind="stable")
    place = place[order]
    fresh = np.flatnonzero(np.diff(place, prepend=-1))
    changes = np.zeros((len(place), len(_REASONS)), np.int64)
    changes[np.arange(len(place)), np.concatenate(kinds)[order]] = np.concatenate(steps)[order]
    held = np.add.reduceat(changes, fresh, axis=0).cumsum(axis=0)
    return _segments(keys, days, place[fresh], held)


def _segments(keys: int, days: int, place: Ints, held: Ints) -> Paths:
    """Return segments from what holds from each place on; a place is a key and a day."""
    key, day = place // (days + 1), place % (days + 1)
    away = held[:, [_LEFT, _LATE, _SICK, _TAKEN]] > 0
    taught = np.minimum(held[:, _TAUGHT], WHOLE)
    share = np.where(away.any(axis=1), 0, WHOLE - taught)
    factor = scaled(WHOLE + held[:, _RAMP], WHOLE + held[:, _PACE])
    holds = np.column_stack([away, taught > 0, held[:, _RAMP] != 0, held[:, _PACE] != 0])
    reason = np.where(holds.any(axis=1), _REASONS[holds.argmax(axis=1)], Reason.NONE)
    table = np.column_stack([share, factor, reason])
    turns = np.ones(len(place), np.bool_)
    turns[1:] = (key[1:] != key[:-1]) | (table[1:] != table[:-1]).any(axis=1)
    kept = turns & (day < days)
    first = np.concatenate([[0], np.bincount(key[kept], minlength=keys).cumsum()])
    return Paths(first, day[kept].astype(np.int32), *table[kept].astype(np.int32).T.copy())


def scaled(speed: Ints, factor: Ints) -> Ints:
    """Return speeds times factors, thousandths each, rounded half up; at least one thousandth."""
    return np.asarray(np.maximum((2 * speed * factor + WHOLE) // (2 * WHOLE), 1))


def lost_ticks(cumulative: Ints, row: Ints, table: PathTable, paths: Paths, days: Ints) -> Ints:
    """Return what people lack of the shared table of capacity in each period.

    Parameters
    ----------
    cumulative : ndarray of int64, (rows, days + 1)
        Capacity before each day.
    row : ndarray of int64, (people,)
        The row of each person.
    table : PathTable
        At least one path.
    paths : Paths
    days : ndarray of int64, (periods + 1,)
        Where periods begin and end.

    Returns
    -------
    ndarray of int64, (replications, people, periods)
        Ticks.
    """
    keys = len(paths.first) - 1
    key = np.repeat(np.arange(keys), np.diff(paths.first))
    after = np.append(paths.day[1:], days[-1])
    after[paths.first[1:] - 1] = np.maximum(days[-1], paths.day[paths.first[1:] - 1])
    path = key % table.number
    person, other = table.person[path], table.row[path, paths.share]
    made = np.zeros((keys // table.number, len(row), len(days) - 1), np.int64)
    cell = key // table.number * len(row) + person
    for period, (low, high) in enumerate(pairwise(days.tolist())):
        begin, end = np.clip(paths.day, low, high), np.clip(after, low, high)
        own = cumulative[row[person], end] - cumulative[row[person], begin]
        left = cumulative[other, end] - cumulative[other, begin]
        flat = np.zeros(made.shape[0] * made.shape[1], np.int64)
        np.add.at(flat, cell, own - left)
        made[..., period] = flat.reshape(made.shape[:2])
    return made
