"""Streams that are drawn a turn at a time: spells of illness, stays on a seat (rule D5)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.domain.distributions import Distribution
from capsim.domain.sampling import SamplingPlan
from capsim.plan.streams import stream_path
from capsim.plan.uniforms import Streams

__all__ = ["Chance", "Turns", "sampled", "turns_for"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Chance = tuple[int, SamplingPlan, int, int]
"""Seed, sampling plan, first replication and how many."""

_SURE: Final = 5
"""Standard deviations by which more turns are drawn at first than are needed on average."""


def sampled(law: Distribution, u: Floats) -> Floats:
    """Return quantiles of a law, the shape of the uniforms."""
    if law.is_fixed:
        return np.full(u.shape, law.quantile(0.5))
    table, loc, scale = law.standard_table()
    return loc + scale * table.sample(u)


@dataclass(frozen=True, eq=False)
class Turns:
    """A stream for each of some people, drawn so many numbers at a turn.

    Attributes
    ----------
    paths : ndarray of int64, (people,)
    streams : Streams
        One for each of them.
    numbers : int
        Drawn at each turn.
    """

    paths: Ints
    streams: Streams
    numbers: int

    @classmethod
    def of(cls, paths: Sequence[int], names: Iterable[str], what: str, numbers: int) -> Turns:
        """Prepare a stream of people, by their names and what it is for."""
        return cls.along(paths, [stream_path("person", name, what) for name in names], numbers)

    @classmethod
    def along(cls, paths: Sequence[int], streams: Sequence[str], numbers: int) -> Turns:
        """Prepare streams by their own paths."""
        return cls(np.array(paths, np.int64), Streams.of(streams), numbers)

    def uniforms(self, chance: Chance, low: int, high: int) -> Floats:
        """Return the numbers of turns ``low`` to ``high - 1``: (numbers, replications, people, turns)."""
        seed, sampling, first, count = chance
        size = (high - low) * self.numbers
        many = Streams(
            self.streams.paths,
            np.repeat(self.streams.hashes, size),
            np.repeat(self.streams.strata, size),
            np.tile(np.arange(low * self.numbers, high * self.numbers), len(self.paths)),
        )
        u = many.uniforms(seed, sampling, first, count)
        return u.reshape(count, len(self.paths), high - low, self.numbers).transpose(3, 0, 1, 2)


def turns_for(days: int, cycle: float) -> int:
    """Return how many turns of a mean length will nearly always fill a number of days."""
    mean = max(days, 0) / cycle
    return math.ceil(mean + _SURE * math.sqrt(mean)) + 3
