"""Orders of work tried in simulated futures, always the same ones, and bred by what they cost there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.domain.policy import EDD, LFT, SPT, WSJF, GRPWAll, MinSlack, Policy
from capsim.engines.runs import Runs
from capsim.metrics import project_finish
from capsim.optimize.evolution import Candidate, Spending, two_point
from capsim.optimize.jobs import Jobs, Passes
from capsim.optimize.objectives import Objective
from capsim.plan.draws import Draws
from capsim.plan.plan import Plan

if TYPE_CHECKING:
    from capsim.engines.compiled import CompiledEngine

__all__ = ["FutureBreeder", "Futures", "PlainFutures", "Trials", "is_certain"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_RULES: Final = (LFT(), WSJF(), EDD(), MinSlack(), GRPWAll(), SPT())
_FAR: Final = 0.15
"""How far founders move tasks, in parts of the list."""
_FEW_TASKS: Final = 100_000
"""Tasks simulated that the readable engine does in a few seconds: for fewer nothing is compiled."""


class _Engine(Protocol):
    """What both engines are."""

    def run(self, draws: Draws, first: int, count: int) -> Runs:
        """Run consecutive replications."""


class Trials(Protocol):
    """Where orders are tried.

    Attributes
    ----------
    plan : Plan
    """

    plan: Plan

    def costs(self, order: Ints) -> Floats:
        """Return what an order costs in each future."""


class Futures:
    """Some futures in which any order can be tried.

    Parameters
    ----------
    draws : Draws
    policy : Policy
        One that follows priorities.
    objective : Objective
    count : int
        How many futures; only one where nothing is left to chance.
    orders : int
        How many orders will be tried.
    """

    def __init__(self, draws: Draws, policy: Policy, objective: Objective, count: int, orders: int) -> None:
        self.plan: Plan = draws.plan
        self.count = 1 if is_certain(draws, count) else count
        self._draws = draws
        self._policy = policy
        self._objective = objective
        self._few = self.count * orders * self.plan.n_tasks <= _FEW_TASKS

    def costs(self, order: Ints) -> Floats:
        """Return what an order costs in each future."""
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        runs = self._following(place).run(self._draws, 0, self.count)
        return self._objective.costs(project_finish(runs.finish, self.plan.project_first_task), self.plan)

    def _following(self, place: Ints) -> _Engine:
        if self._compiled.is_ready or not self._few:
            return self._compiled.in_order(place)
        from capsim.engines.event import EventEngine

        return EventEngine(dataclasses.replace(self.plan, task_class=place), self._policy)

    @cached_property
    def _compiled(self) -> CompiledEngine:
        from capsim.engines.compiled import CompiledEngine  # numba is loaded by the first search

        return CompiledEngine(self.plan, self._policy)


class PlainFutures:
    """Some futures of plain work, in which a pass over an order tells what the engine would do.

    Parameters
    ----------
    jobs : Jobs
        Of the plan, in working ticks.
    draws : Draws
    objective : Objective
    count : int
    """

    def __init__(self, jobs: Jobs, draws: Draws, objective: Objective, count: int) -> None:
        self.plan: Plan = draws.plan
        self.count = 1 if is_certain(draws, count) else count
        self._passes = Passes(jobs)
        self._objective = objective
        self._duration = draws.block(0, self.count).duration

    def costs(self, order: Ints) -> Floats:
        """Return what an order costs in each future."""
        ends = np.stack([self._passes.parallel(order, row) + row for row in self._duration])
        finish = project_finish(_ticks_of(ends, self.plan).astype(np.int32), self.plan.project_first_task)
        return self._objective.costs(finish, self.plan)


def _ticks_of(ends: Ints, plan: Plan) -> Ints:
    """Return the ticks by which the portfolio calendar has worked so long; `NEVER` beyond the run."""
    day = np.searchsorted(TICKS_PER_DAY * plan.worked, ends) - 1
    begun = np.clip(day, 0, len(plan.worked) - 2)
    ticks = TICKS_PER_DAY * begun + np.maximum(ends - TICKS_PER_DAY * plan.worked[begun], 0)
    return np.where(ticks > plan.horizon_tick, NEVER, ticks)


def is_certain(draws: Draws, count: int) -> bool:
    """Return whether futures are all alike, as far as they are drawn."""
    if draws.plan.paths.number:
        return False
    block = draws.block(0, max(count, 2))
    drawn = (each for each in block if isinstance(each, np.ndarray))
    return all(bool((each == each[:1]).all()) for each in drawn)


class FutureBreeder:
    """Breeds orders of work.

    Parameters
    ----------
    futures : Trials
    likely : iterable of ndarray of int64
        Orders to begin with, the given one first.
    spending : Spending
    random : Generator
    """

    price: Final = 1
    bound: Final = 0.0

    def __init__(
        self, futures: Trials, likely: Iterable[Ints], spending: Spending, random: np.random.Generator
    ) -> None:
        planned = futures.plan.planned
        self._likely = [*likely, *(np.argsort(rule.keys(planned), kind="stable") for rule in _RULES)]
        self._project = futures.plan.task_project
        self._futures = futures
        self._spending = spending
        self._random = random

    def founders(self) -> Iterator[Candidate]:
        """Yield the orders to begin with, those of some rules, and then such orders shuffled a little."""
        for order in self._likely:
            yield self._tried(order)
        while True:
            order = self._likely[int(self._random.integers(len(self._likely)))]
            far = _FAR * len(order) * self._random.standard_normal(len(order))
            yield self._tried(order[np.argsort(np.arange(len(order)) + far, kind="stable")])

    def child(self, first: Candidate, second: Candidate) -> Candidate:
        """Return an order made of two, in which a task or a project has moved."""
        return self._tried(self._moved(two_point(first.genes, second.genes, self._random)))

    def _moved(self, order: Ints) -> Ints:
        """Move a task, or what is left to do of a project from there on, to another place."""
        chosen, target = self._random.integers(len(order), size=2)
        moving = order == order[chosen]
        if self._random.random() < 0.5:
            moving = self._project[order] == self._project[order[chosen]]
        rest = order[~moving]
        place = min(int(target), len(rest))
        return np.concatenate([rest[:place], order[moving], rest[place:]])

    def _tried(self, order: Ints) -> Candidate:
        cost = float(self._futures.costs(order).mean())
        self._spending.spend(1)
        return Candidate(cost, order, order, order[:0])
