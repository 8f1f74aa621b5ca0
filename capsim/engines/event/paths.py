"""People's paths in a replication (rule D5), day by day, ready for an event loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from capsim.engines.event.setup import Setup
from capsim.plan.paths import WHOLE, Paths, Reason
from capsim.rules.work import paced

__all__ = [
    "Days",
    "Paces",
    "Segment",
    "days_of",
    "days_of_path",
    "leavings",
    "leavings_of",
    "look_days_with",
    "presence_with",
    "segments_of",
]


class Segment(NamedTuple):
    """From a day on, until the next: what is left of capacity, a factor on speed, and why."""

    day: int
    share: int
    factor: int
    reason: int


class Days(NamedTuple):
    """Somebody's days in one replication.

    Attributes
    ----------
    capacity : list of int
    factor : list of int
        Thousandths on speed.
    """

    capacity: list[int]
    factor: list[int]

    @property
    def keeps_pace(self) -> bool:
        """Whether speed is always that of the shared table."""
        return all(factor == WHOLE for factor in self.factor)


def segments_of(paths: Paths, row: int, rows: int) -> list[list[Segment]]:
    """Return the segments of each path in one of some replications.

    Parameters
    ----------
    paths : Paths
    row : int
    rows : int
        How many replications there are.
    """
    number = (len(paths.first) - 1) // rows
    edges = paths.first[row * number : (row + 1) * number + 1].tolist() if number else [0]
    part = slice(edges[0], edges[-1])
    columns = (column[part].tolist() for column in (paths.day, paths.share, paths.factor, paths.reason))
    segments = [Segment(*entry) for entry in zip(*columns, strict=True)]
    return [segments[low - edges[0] : high - edges[0]] for low, high in pairwise(edges)]


def days_of(setup: Setup, segments: Sequence[Sequence[Segment]]) -> dict[int, Days]:
    """Return the days of everybody whose path differs from the shared table."""
    return {
        person: days_of_path(setup, path, mine)
        for path, (person, mine) in enumerate(zip(setup.plan.paths.person.tolist(), segments, strict=True))
        if len(mine) > 1 or mine[0][1:3] != (WHOLE, WHOLE)
    }


def days_of_path(setup: Setup, path: int, mine: Sequence[Segment]) -> Days:
    """Return the days of somebody on a path."""
    table, plan = setup.plan.paths, setup.plan
    lengths = np.diff([*(segment.day for segment in mine), plan.n_days])
    row = np.repeat(table.row[path, [segment.share for segment in mine]], lengths)
    factor = np.repeat([segment.factor for segment in mine], lengths)
    return Days(plan.capacity[row, np.arange(plan.n_days)].tolist(), factor.tolist())


def presence_with(setup: Setup, days: Mapping[int, Days]) -> list[int]:
    """Return the people present on each day (rule R9)."""
    if not days:
        return setup.presence
    presence = setup.presence.copy()
    for person, path in days.items():
        bit = 1 << person
        for day, capacity in enumerate(path.capacity):
            if not capacity:
                presence[day] &= ~bit
    return presence


def look_days_with(setup: Setup, presence: Sequence[int], leavings: Sequence[tuple[int, int]]) -> list[int]:
    """Return the days on which something differs from the day before.

    Somebody who leaves while away changes nothing in who is there, but who is waited for.
    """
    if presence is setup.presence and not leavings:
        return setup.look_days
    changes = (day for day in range(1, len(presence)) if presence[day] != presence[day - 1])
    return sorted({*setup.look_days, *changes, *(day for day, _ in leavings)})


def leavings(setup: Setup, segments: Sequence[Sequence[Segment]]) -> list[tuple[int, int]]:
    """Return the days on which people leave for good, and who, the last first."""
    people = setup.plan.paths.person.tolist()
    found = [(day, people[path]) for path, mine in enumerate(segments) for day in leavings_of(mine)]
    return sorted(found, reverse=True)


def leavings_of(mine: Sequence[Segment]) -> list[int]:
    """Return the days on which somebody leaves for good, on their path."""
    return [after.day for before, after in pairwise(mine) if after.reason == Reason.LEFT != before.reason]


class Paces:
    """Clocks of work of people whose speed changes from day to day: capacity times speed (rule R3).

    Parameters
    ----------
    days : dict of int to Days
    """

    def __init__(self, days: Mapping[int, Days]) -> None:
        self._factor = {person: path.factor for person, path in days.items() if not path.keeps_pace}
        self._clocks: dict[tuple[int, int], tuple[list[int], list[int]]] = {}

    def __contains__(self, person: int) -> bool:
        return person in self._factor

    def factors(self, person: int, days: int) -> list[int]:
        """Return the factor on each of the days of the run."""
        return self._factor.get(person) or [WHOLE] * days

    def change(self, person: int, factor: list[int]) -> None:
        """Let somebody work at other factors from now on."""
        self._factor[person] = factor
        self.forget(person)

    def speed(self, person: int, speed: int, day: int) -> int:
        """Return the speed on a day of a seat that is taken at some speed."""
        return paced(speed, self._factor[person][day]) if person in self._factor else speed

    def clock(self, person: int, speed: int, capacity: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return the clock of a seat in units of capacity times speed."""
        if (person, speed) not in self._clocks:
            daily = [
                ticks * paced(speed, factor)
                for ticks, factor in zip(capacity, self._factor[person], strict=True)
            ]
            self._clocks[person, speed] = [0, *accumulate(daily)], daily
        return self._clocks[person, speed]

    def forget(self, person: int) -> None:
        """Forget the clocks of somebody whose capacity has changed."""
        self._clocks = {key: clock for key, clock in self._clocks.items() if key[0] != person}
