"""Loops of rework, drawn before the run (rule D3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from capsim.clock import SLACK, thousandths
from capsim.domain.rework import Rework
from capsim.domain.sampling import SamplingPlan
from capsim.plan.estimates import Estimate, estimates_of
from capsim.plan.hazards import Lists
from capsim.plan.plan import Plan
from capsim.plan.streams import stream_path
from capsim.plan.uniforms import Streams

__all__ = ["ReworkDraws", "speeds_of"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def speeds_of(plan: Plan) -> Lists:
    """Return the rows of rework that depends on who does it, by need.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Lists
        An entry is the speed in thousandths from which on a row holds; the first row of a need, of speed 0,
        holds for all that are slower than the second.
    """
    return Lists.of(
        plan.n_needs,
        (
            (each.column, speed)
            for each, rework in _reworked(estimates_of(plan))
            if rework.by_speed
            for speed, _ in _rows(rework)
        ),
    )


def _reworked(estimates: Iterable[Estimate]) -> Iterator[tuple[Estimate, Rework]]:
    return ((each, each.task.rework) for each in estimates if each.task.rework is not None)


def _rows(rework: Rework) -> list[tuple[int, float]]:
    """Return (speed in thousandths, probability), the slowest first."""
    return [(0, rework.probability), *((thousandths(speed), each) for speed, each in rework.by_speed)]


@dataclass(frozen=True, eq=False)
class ReworkDraws:
    """The chance of rework.

    Attributes
    ----------
    settled : tuple of ndarray of int64
        The one estimate that each rework multiplies which depends on nobody.
    streams : Streams
        Of every rework as many draws as it has loops at most.
    """

    settled: tuple[Ints, ...]
    streams: Streams
    _given: tuple[tuple[int, Rework, slice], ...]
    _places: tuple[int, ...]

    @classmethod
    def of(cls, estimates: Sequence[Estimate]) -> ReworkDraws:
        """Prepare the streams of rework."""
        at = [place for place, each in enumerate(estimates) if each.task.rework is not None]
        found = list(_reworked(estimates))
        ends = list(accumulate((rework.at_most for _, rework in found), initial=0))
        paths = [_path(each) for each, rework in found for _ in range(rework.at_most)]
        numbers = [number for _, rework in found for number in range(rework.at_most)]
        return cls(
            settled=tuple(
                np.array([place]) for place, (_, rework) in zip(at, found, strict=True) if not rework.by_speed
            ),
            streams=Streams.of(paths, numbers),
            _given=tuple(
                (each.column, rework, slice(first, last))
                for (each, rework), first, last in zip(found, ends[:-1], ends[1:], strict=True)
            ),
            _places=tuple(at),
        )

    @property
    def is_uncertain(self) -> bool:
        """Whether a loop may happen or not."""
        shares = (each for _, rework, _ in self._given if rework.share for _, each in _rows(rework))
        return any(0 < share < 1 for share in shares)

    def uniforms(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Floats:
        """Return the draws of all loops: (replications, draws)."""
        return self.streams.uniforms(seed, sampling, first, count)

    def factors(self, u: Floats) -> Floats:
        """Return the factors of rework that depends on nobody: (replications, `settled`)."""
        found = [
            1.0 + rework.share * _loops(u[:, own], rework.probability)
            for _, rework, own in self._given
            if not rework.by_speed
        ]
        return np.stack(found, axis=1) if found else np.zeros((len(u), 0))

    def mean_factors(self) -> Floats:
        """Return the mean of each of these factors."""
        return np.array([1.0 + rework.share * _mean_loops(rework) for rework in self._plain])

    def largest_factors(self) -> Floats:
        """Return the largest value of each of these factors."""
        return np.array([1.0 + rework.share * rework.at_most for rework in self._plain])

    def growth(self, estimates: int) -> Floats:
        """Return how many times as large each estimate may become by rework that depends on people."""
        found = np.ones(estimates)
        for place, (_, rework, _) in zip(self._places, self._given, strict=True):
            if rework.by_speed:
                found[place] += rework.share * rework.at_most
        return found

    def parts(self, u: Floats) -> Iterator[tuple[int, list[tuple[int, Floats]]]]:
        """Yield which part of each reworked amount is rework.

        Parameters
        ----------
        u : ndarray of float64, (replications, draws)

        Yields
        ------
        int, list of (int, ndarray of float64)
            The estimate; then, from each speed on, in thousandths, the part in every replication.
        """
        for place, (_, rework, own) in zip(self._places, self._given, strict=True):
            rows = _rows(rework) if rework.by_speed else [(0, rework.probability)]
            more = [(speed, rework.share * _loops(u[:, own], probability)) for speed, probability in rows]
            yield place, [(speed, each / (1 + each)) for speed, each in more]

    @property
    def _plain(self) -> list[Rework]:
        return [rework for _, rework, _ in self._given if not rework.by_speed]

    def extra(self, u: Floats, effort: Ints) -> Ints:
        """Return the ticks that each row of rework by speed adds: (replications, rows of `speeds_of`).

        Each loop adds its share of the amount, rounded up.
        """
        found = [
            _loops(u[:, own], probability).astype(np.int64) * np.ceil(effort[:, need] * rework.share - SLACK)
            for need, rework, own in self._given
            for _, probability in (_rows(rework) if rework.by_speed else ())
        ]
        return np.stack(found, axis=1).astype(np.int64) if found else np.zeros((len(u), 0), np.int64)


def _path(estimate: Estimate) -> str:
    whole = "task", estimate.project.name, estimate.task.name
    if estimate.need is None:
        return stream_path(*whole, "rework")
    return stream_path(*whole, f"need {estimate.amount.need + 1}", "rework")


def _loops(u: Floats, probability: float) -> Floats:
    """Return how many loops happen: as long as a draw is below the probability."""
    return np.asarray(np.cumprod(u < probability, axis=1).sum(axis=1), dtype=np.float64)


def _mean_loops(rework: Rework) -> float:
    return sum(rework.probability**loop for loop in range(1, rework.at_most + 1))
