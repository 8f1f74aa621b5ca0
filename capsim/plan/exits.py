"""When people leave if they are overloaded then (rule D5), drawn before the run.

A chance that depends on what happens in the run, drawn before it: moments come at the highest rate there is,
and at each of them the run tells whether it counts (thinning, Lewis and Shedler 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, ticks_of_days
from capsim.domain.distributions import Exponential
from capsim.domain.people import DAYS_PER_YEAR, Attrition, Chances
from capsim.plan.paths import Paths, Reason
from capsim.plan.turns import Chance, Turns, sampled, turns_for

__all__ = ["ExitDraws", "Exits", "can_give_way", "no_exits", "vacated"]

Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

_GAP, _FILLED, _HIRE = range(3)


def can_give_way(chances: Chances) -> bool:
    """Whether overload can make somebody leave."""
    return chances.attrition is not None and chances.attrition.leaves_overloaded


class Exits(NamedTuple):
    """Days on which people leave if they are overloaded then; all empty where nobody ever does.

    Attributes
    ----------
    first : ndarray of int64, (replications * paths + 1,)
        Those of path k in replication r are ``first[r * paths + k]`` to the entry after it.
    day : ndarray of int32, (exits,)
        Working days of the portfolio calendar.
    until : ndarray of int32, (exits,)
        The first day of the successor; the end of the run if there is none.
    """

    first: Ints
    day: Ints32
    until: Ints32


def no_exits() -> Exits:
    """Return the exits of replications in which overload makes nobody leave."""
    return Exits(np.zeros(0, np.int64), *(np.zeros(0, np.int32) for _ in range(2)))


@dataclass(frozen=True, eq=False)
class ExitDraws:
    """The chance to leave when overloaded.

    Attributes
    ----------
    groups : tuple of (Attrition, Turns)
        Those who are alike in it.
    paths : int
        Of a replication.
    working : ndarray of int64, (days,)
        Capacity of the portfolio calendar.
    since, end : int
        Nobody leaves before the one day, or from the other on.
    """

    groups: tuple[tuple[Attrition, Turns], ...]
    paths: int
    working: Ints
    since: int
    end: int

    @classmethod
    def of(
        cls, people: Sequence[tuple[int, str, Chances]], paths: int, working: Ints, since: int, end: int
    ) -> ExitDraws:
        """Prepare the draws of people: their paths, names, and what may happen to them."""
        alike: dict[Attrition, list[tuple[int, str]]] = {}
        for path, name, chances in people:
            if chances.attrition is not None and chances.attrition.leaves_overloaded:
                alike.setdefault(chances.attrition, []).append((path, name))
        groups = tuple(
            (attrition, Turns.of([path for path, _ in who], [name for _, name in who], "overload", 3))
            for attrition, who in alike.items()
        )
        return cls(groups, paths, np.asarray(working), since, end)

    @property
    def turns(self) -> list[Turns]:
        """The streams."""
        return [turns for _, turns in self.groups]

    def exits(self, chance: Chance) -> Exits:
        """Return the exits of some replications, to the end of the run."""
        if not self.groups:
            return no_exits()
        rows = np.arange(chance[3])[:, None] * self.paths
        parts = [self._drawn(*group, rows, chance) for group in self.groups]
        key, day, until = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((day, key))
        first = np.concatenate([[0], np.bincount(key, minlength=chance[3] * self.paths).cumsum()])
        return Exits(first, day[order].astype(np.int32), until[order].astype(np.int32))

    def _drawn(
        self, attrition: Attrition, turns: Turns, rows: Ints, chance: Chance
    ) -> tuple[Ints, Ints, Ints]:
        """Return the exits of people who are alike: their keys, days, and the days of successors."""
        days, mean = len(self.working), DAYS_PER_YEAR / attrition.overloaded_per_year
        begin, high = self.since * TICKS_PER_DAY, turns_for(days - self.since, mean)
        while True:
            u = turns.uniforms(chance, 0, high)
            moment = begin + ticks_of_days(sampled(Exponential(mean), u[_GAP])).cumsum(axis=2)
            if moment[..., -1].min(initial=days * TICKS_PER_DAY) >= days * TICKS_PER_DAY:
                break
            high *= 2
        worked = np.append(np.flatnonzero(self.working > 0), days)
        day = worked[np.searchsorted(worked, np.minimum(moment // TICKS_PER_DAY, days))]
        hire = np.maximum(ticks_of_days(sampled(attrition.days_to_hire, u[_HIRE])), TICKS_PER_DAY)
        filled = u[_FILLED] < attrition.filled
        until = np.where(filled, np.minimum(day + hire // TICKS_PER_DAY, days), days)
        real = day < self.end
        keys = np.broadcast_to((rows + turns.paths)[..., None], real.shape)
        return keys[real], day[real], until[real]


def vacated(paths: Paths, exits: Exits, taken: Bools, days: int) -> Paths:
    """Return paths on which seats are empty after the exits that were taken.

    Parameters
    ----------
    paths : Paths
    exits : Exits
    taken : ndarray of bool, (exits,)
    days : int
        How far paths are known.
    """
    taken = taken & (exits.day < days)
    if not taken.any():
        return paths
    wide = days + 1
    keys = len(paths.first) - 1
    place = np.repeat(np.arange(keys), np.diff(paths.first)) * wide + paths.day
    begin = np.repeat(np.arange(keys), np.diff(exits.first))[taken] * wide + exits.day[taken]
    until = begin + np.minimum(exits.until, days)[taken] - exits.day[taken]
    low, high = np.searchsorted(place, begin), np.searchsorted(place, until)
    gone = np.zeros(len(place) + 1, np.int64)
    np.add.at(gone, low, 1)
    np.add.at(gone, high, -1)
    kept = gone[:-1].cumsum() == 0
    goes_on = (until % wide < days) & (np.append(place, -1)[high] != until)
    before, after = high - 1, (high - 1)[goes_on]
    empty = np.zeros_like(before)
    columns = (
        np.concatenate([place[kept], begin, until[goes_on]]),
        np.concatenate([paths.share[kept], empty, paths.share[after]]),
        np.concatenate([paths.factor[kept], paths.factor[before], paths.factor[after]]),
        np.concatenate([paths.reason[kept], empty + Reason.QUIT, paths.reason[after]]),
    )
    order = np.argsort(columns[0], kind="stable")
    at, *rest = (column[order] for column in columns)
    first = np.concatenate([[0], np.bincount(at // wide, minlength=keys).cumsum()])
    return Paths(first, *(column.astype(np.int32) for column in (at % wide, *rest)))
