"""Lists and schedules of jobs, bred by passes from both ends.

A child is scheduled from the end and then from the beginning: the second pass closes the gaps of the first
(*justification*; Valls, Ballestín and Quintanilla, EJOR 165 (2005) 375-386). The crossover keeps what the
first parent does while it is busiest (the same, EJOR 185 (2008) 495-508). Founders follow the latest
finishes, blurred, as in biased random sampling (Kolisch and Hartmann, EJOR 174 (2006) 23-37).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.optimize.evolution import Candidate, Spending, mutated
from capsim.optimize.jobs import Jobs, Passes

__all__ = ["PassBreeder"]

Ints = npt.NDArray[np.int64]

_BLUR: Final = 0.1
"""Of latest finishes, in lengths of the critical path: founders differ by so much."""
_SWAPS: Final = 0.05
"""Share of neighbors in a list that change places in a child."""
_PARALLEL: Final = 0.3
"""How often the pass from the end is a parallel one."""
_WINDOW: Final = (0.25, 0.75)
"""How long the crossover looks for the busiest time, as parts of the schedule."""
_BLUNT: Final = 0.05
"""By so much a time that is less busy may be taken for busier."""


class PassBreeder:
    """Breeds lists by passes from both ends.

    Parameters
    ----------
    passes : Passes
    forward : callable
        The pass that makes a schedule of a list: one of ``passes``.
    spending : Spending
    random : Generator
    """

    price: Final = 2

    def __init__(
        self,
        passes: Passes,
        forward: Callable[[Ints], Ints],
        spending: Spending,
        random: np.random.Generator,
    ) -> None:
        self.jobs: Jobs = passes.jobs
        self.bound = float(self.jobs.length)
        self._passes = passes
        self._forward = forward
        self._spending = spending
        self._random = random

    def founders(self) -> Iterator[Candidate]:
        """Yield what lists by latest finish lead to, all but the first one blurred."""
        blur = 0.0
        while True:
            made = self._made(self._by_latest_finish(blur), self._passes.parallel)
            if self._spending.allows(self.price):
                made = min(made, self._justified(made.genes, parallel=False), key=lambda each: each.cost)
            yield made
            blur = _BLUR * self.jobs.length

    def child(self, first: Candidate, second: Candidate) -> Candidate:
        """Return what comes of the busiest time of one and the rest of another."""
        genes = mutated(self._crossed(first, second), self.jobs.after, _SWAPS, self._random)
        return self._justified(genes, parallel=self._random.random() < _PARALLEL)

    def _by_latest_finish(self, blur: float) -> Ints:
        noise = self._random.gumbel(size=self.jobs.number)
        return np.lexsort((self.jobs.place, self.jobs.latest - blur * noise))

    def _justified(self, genes: Ints, parallel: bool) -> Candidate:
        """Schedule a list from the end, and what comes of it from the beginning."""
        passes = self._passes
        back = (passes.parallel_from_the_end if parallel else passes.serial_from_the_end)(genes)
        self._spending.spend(1)
        return self._made(self.jobs.order(back), self._forward)

    def _made(self, order: Ints, scheme: Callable[[Ints], Ints]) -> Candidate:
        start = scheme(order)
        self._spending.spend(1)
        genes = self.jobs.order_from_the_end(start)
        return Candidate(float(self._passes.end(start)), genes, order, start)

    def _crossed(self, first: Candidate, second: Candidate) -> Ints:
        """Return a list from the end: while the first one is busiest as there, else as in the second."""
        jobs, start = self.jobs, first.start
        end = start + jobs.duration
        begin, over = self._busiest(start, int(first.cost))
        inside = (start >= begin) & (end <= over)
        group = np.where(inside, 1, np.where(end > over, 0, 2))
        own, others = np.empty((2, jobs.number), np.int64)
        own[first.genes] = others[second.genes] = np.arange(jobs.number)
        return np.lexsort((np.where(inside, own, others), group))

    def _busiest(self, start: Ints, length: int) -> tuple[int, int]:
        """Return the beginning and the end of a time, of random length, at which most people are busy."""
        change = np.zeros(length + 1)
        np.add.at(change, start, self._load)
        np.add.at(change, start + self.jobs.duration, -self._load)
        done = np.concatenate([[0.0], np.cumsum(np.cumsum(change)[:length])])
        low, high = (int(part * length) for part in _WINDOW)
        window = max(1, int(self._random.integers(low, high + 1)))
        busy = done[window:] - done[:-window]
        begin = int(np.argmax(busy * (1 + _BLUNT * self._random.random(len(busy)))))
        return begin, begin + window

    @cached_property
    def _load(self) -> npt.NDArray[np.float64]:
        """The shares of all pools that each job holds."""
        jobs, load = self.jobs, np.zeros(self.jobs.number)
        holder = np.repeat(np.arange(jobs.number), np.diff(jobs.pools.first))
        np.add.at(load, holder, jobs.taken.entries / jobs.capacity[jobs.pools.entries])
        return load
