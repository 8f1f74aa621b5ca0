"""Repeats of a run, each with its own futures: how often its intervals cover the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from capsim.metrics import (
    LOOK_EVERY,
    LOOKS_IN_A_ROW,
    UNBOUNDED,
    Odds,
    error_factor,
    is_precise,
    odds,
    order_statistic,
    order_statistic_interval,
    paired_mean,
    paired_probability,
    paired_quantile,
    ratio_error,
    wilson,
)
from capsim.metrics.amounts import Estimated
from tests.statistical.futures import House, Truth

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints32 = npt.NDArray[np.int32]

LEVELS = (0.5, 0.8, 0.95)
SHARES = (0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99)
CHUNK = 50

Source = Callable[[int, int, int], Ints32]
"""Futures ``count`` from ``first`` on of a repeat: (count, projects)."""


def fresh(house: House, seed: int, most: int, sampling=None) -> Source:
    """Return futures simulated for each repeat: a stretch of its own of the replications of a seed."""
    return lambda repeat, first, count: house.finishes(seed, repeat * most + first, count, sampling)


def drawn(pool: Ints32, seed: int) -> Source:
    """Return futures drawn with replacement from a pool, which is then the truth itself."""

    def of_repeat(repeat: int, first: int, count: int) -> Ints32:
        random = np.random.default_rng([seed, repeat, first])
        return pool[random.integers(0, len(pool), count)]

    return of_repeat


@dataclass
class Tally:
    """How often each kind of answer was covered, by project, and how far the estimates scattered."""

    lengths: list[int] = field(default_factory=list)
    _covered: dict[str, list[Bools]] = field(default_factory=lambda: defaultdict(list))
    _values: dict[str, list[Floats]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: str, found: Iterable[Estimated], truth: Iterable[float]) -> None:
        """Note what was found of each project, (repeats,), and whether it covers what is true."""
        each = list(zip(found, truth, strict=True))
        self._covered[what].append(np.array([(one.low <= true) & (true <= one.high) for one, true in each]))
        self._values[what].append(np.array([one.value for one, _ in each]))

    def coverage(self, what: str) -> Floats:
        """Return the share of repeats that covered the truth, by project."""
        return np.concatenate(self._covered[what], axis=1).mean(axis=1)

    def variance(self, what: str) -> Floats:
        """Return how far estimates scattered from repeat to repeat, by project."""
        return np.concatenate(self._values[what], axis=1).var(axis=1, ddof=1)

    @property
    def repeats(self) -> int:
        """How many repeats there were."""
        return len(self.lengths)


def note(tally: Tally, values: Ints32, truth: Truth, batch: int = 1) -> None:
    """Make every interval of finishes, (replications, repeats, projects), and note what it covers."""
    projects = list(np.moveaxis(values, 2, 0))
    every = np.ones(values.shape[:2], dtype=np.bool_)
    tally.lengths += [len(values)] * values.shape[1]
    tally.add("mean", (_mean(project, batch) for project in projects), truth.mean)
    for level in LEVELS:
        found = (_quantile(project, every, level, batch) for project in projects)
        tally.add(f"P{100 * level:.0f}", found, truth.quantile[level])
    for share, deadlines in truth.deadline.items():
        kept = (odds(project <= due, every, batch) for project, due in zip(projects, deadlines, strict=True))
        tally.add(f"{share:g}", (Estimated(*each) for each in kept), truth.probability[share])


def _mean(values: Ints32, batch: int) -> Estimated:
    mean = values.mean(axis=0)
    half = error_factor(len(values), batch) * ratio_error(values, np.ones_like(values), batch)
    return Estimated(mean, mean - half, mean + half)


def _quantile(values: Ints32, every: Bools, level: float, batch: int) -> Estimated:
    low, high = order_statistic_interval(values, every, level, batch)
    ends = (low.astype(np.float64), np.where(high == UNBOUNDED, np.inf, high))  # no low end is below all
    return Estimated(order_statistic(values, every, level).astype(np.float64), *ends)


def fixed(source: Source, truth: Truth, repeats: int, count: int, batch: int = 1) -> Tally:
    """Repeat a run of a fixed number of replications."""
    tally = Tally()
    for first in range(0, repeats, CHUNK):
        runs = [source(repeat, 0, count) for repeat in range(first, min(first + CHUNK, repeats))]
        note(tally, np.stack(runs, axis=1), truth, batch)
    return tally


def to_precision(source: Source, truth: Truth, deadlines, projects, repeats: int, precision: float) -> Tally:
    """Repeat a run that ends when all deadlines are known well enough; make intervals of some projects."""
    tally = Tally()
    by_length = defaultdict(list)
    for repeat in range(repeats):
        run = until_precise(source, repeat, deadlines, precision)
        waiting = by_length[len(run)]
        waiting.append(run[:, projects])
        if len(waiting) == CHUNK:
            note(tally, np.stack(waiting, axis=1), truth)
            waiting.clear()
    for waiting in by_length.values():
        if waiting:
            note(tally, np.stack(waiting, axis=1), truth)
    return tally


def until_precise(source: Source, repeat: int, deadlines, precision: float) -> Ints32:
    """Return the futures of one run to a precision, as `simulate` looks at them."""
    parts, hits, agreeing = [], 0, 0
    while agreeing < LOOKS_IN_A_ROW:
        done = len(parts) * LOOK_EVERY
        parts.append(source(repeat, done, LOOK_EVERY))
        hits = hits + (parts[-1] <= deadlines).sum(axis=0)
        trials = np.full(len(deadlines), done + LOOK_EVERY)
        known = Odds(hits / trials, *wilson(hits, trials))
        agreeing = agreeing + 1 if is_precise(known, precision) else 0
    return np.concatenate(parts)


def paired(one: Source, two: Source, truth: Truth, repeats: int, count: int) -> Tally:
    """Repeat a comparison of two runs on the same futures; the truth is that of the differences."""
    tally = Tally()
    for first in range(0, repeats, CHUNK):
        numbers = range(first, min(first + CHUNK, repeats))
        runs = [np.stack([source(repeat, 0, count) for repeat in numbers], axis=1) for source in (one, two)]
        note_pair(tally, *runs, truth)
    return tally


def note_pair(tally: Tally, one: Ints32, two: Ints32, truth: Truth) -> None:
    """Make every interval of the differences of two runs, and note what it covers."""
    pairs = list(zip(np.moveaxis(one, 2, 0), np.moveaxis(two, 2, 0), strict=True))
    every = np.ones(one.shape[:2], dtype=np.bool_)
    tally.lengths += [len(one)] * one.shape[1]
    tally.add("mean", (paired_mean(a, b, every) for a, b in pairs), truth.mean)
    for level in LEVELS:
        tally.add(
            f"P{100 * level:.0f}",
            (paired_quantile(a, b, every, level) for a, b in pairs),
            truth.quantile[level],
        )
    for share, deadlines in truth.deadline.items():
        found = (
            paired_probability(a <= due, b <= due, every)
            for (a, b), due in zip(pairs, deadlines, strict=True)
        )
        tally.add(f"{share:g}", found, truth.probability[share])
