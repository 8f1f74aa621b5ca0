"""The same futures once more, with something changed: common random numbers, replication by replication."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.domain.policy import Dynamic, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.forecast.finishes import Finishes, finishes_of
from capsim.forecast.tables import Outcomes
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean, paired_quantile
from capsim.plan.draws import Draws, make_draws
from capsim.plan.plan import Plan
from capsim.plan.strikes import Strikes

if TYPE_CHECKING:
    from capsim.engines.event import Process

__all__ = ["Futures", "WhatIf", "later", "more_often"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

Simulate: TypeAlias = Callable[[Draws, int, int], Runs]
"""What runs so many replications from a first one on."""

_AT_A_TIME: Final = 250
"""Replications simulated together: few enough that Ctrl-C is not waited for."""


@dataclass(frozen=True, eq=False)
class Futures:
    """When projects are finished in some futures, and what risks cost there.

    Attributes
    ----------
    finishes : Finishes
    strikes : Strikes
        What becomes of the risks that have a probability.
    """

    finishes: Finishes
    strikes: Strikes

    @cached_property
    def outcomes(self) -> Outcomes:
        """The finishes of projects."""
        return Outcomes.of_projects(self.finishes, 1, certain=False)

    def last_day(self, projects: Sequence[int]) -> tuple[Ints, Bools]:
        """Return the day of the last finish of some projects, and where there is any: one column.

        Projects that a gate stops have none.
        """
        outcomes = self.outcomes
        counted = (outcomes.counted & (outcomes.ticks != STOPPED))[:, projects]
        days = np.where(counted, outcomes.days[:, projects].astype(np.int64), ABSENT)
        return days.max(axis=1, initial=ABSENT, keepdims=True), np.asarray(counted.any(axis=1))[:, np.newaxis]

    def delivered(self, projects: Sequence[int]) -> tuple[Floats, Bools]:
        """Return the share of some projects that keep their deadline, of those that go ahead: one column."""
        outcomes = self.outcomes
        kept = outcomes.on_time[:, projects].sum(axis=1)
        going = (outcomes.counted & outcomes.promised)[:, projects].sum(axis=1)
        share = kept / np.maximum(going, 1)
        return share[:, np.newaxis], (going > 0)[:, np.newaxis]

    @property
    def finished(self) -> Bools:
        """Where a project is finished within the run, (replications, projects)."""
        return self.outcomes.counted & (self.finishes.ticks <= self.finishes.plan.horizon_tick)


@dataclass(frozen=True)
class WhatIf:
    """A run that can be done once more with other risks.

    Attributes
    ----------
    kept : Runs or Finishes
        What was run.
    sampling : SamplingPlan
    processes : tuple of callables
    count : int
        How many of its futures are simulated again: the first ones.
    """

    kept: Runs | Finishes
    sampling: SamplingPlan
    processes: tuple[Process, ...]
    count: int

    @cached_property
    def as_is(self) -> Futures:
        """What was run."""
        found = finishes_of(self.kept)
        first = dataclasses.replace(found, ticks=found.ticks[: self.count], days=found.days[: self.count])
        return Futures(first, _strikes(self._draws(found.plan), self.count))

    def with_(self, **changes: Any) -> Futures:
        """Simulate the same futures of a portfolio with some fields changed; its tasks stay as they are."""
        plan = self.kept.plan
        portfolio: Portfolio = dataclasses.replace(plan.portfolio, **changes)
        return self.of_plan(dataclasses.replace(plan, portfolio=portfolio))

    def of_plan(self, changed: Plan) -> Futures:
        """Simulate the same futures of a plan with the same projects."""
        draws = self._draws(changed)
        parts = [finishes_of(runs) for runs in self._runs(draws, changed)]
        ticks, days = (np.concatenate([getattr(part, name) for part in parts]) for name in ("ticks", "days"))
        return Futures(dataclasses.replace(parts[0], ticks=ticks, days=days), _strikes(draws, self.count))

    def runs_of(self, changed: Plan) -> Iterator[Runs]:
        """Yield the whole runs of the same futures of another plan, some futures at a time."""
        yield from self._runs(self._draws(changed), changed)

    def _draws(self, plan: Plan) -> Draws:
        return make_draws(plan, self.kept.seed, self.sampling)

    def _runs(self, draws: Draws, plan: Plan) -> Iterator[Runs]:
        run = _engine(plan, self.kept.policy, self.processes)
        for first in range(0, self.count, _AT_A_TIME):
            yield run(draws, first, min(_AT_A_TIME, self.count - first))


def _engine(plan: Plan, policy: Policy, processes: Sequence[Process]) -> Simulate:
    """Return how futures are simulated: fast, but for what only the readable engine can."""
    if processes or isinstance(policy.priority, Dynamic):
        from capsim.engines.event import EventEngine

        return EventEngine(plan, policy, processes).run
    from capsim.engines.compiled import CompiledEngine

    return CompiledEngine(plan, policy).run


def _strikes(draws: Draws, count: int) -> Strikes:
    return draws.surprises.risks.strikes(draws.seed, draws.sampling, 0, count)


def later(without: Futures, given: Futures, projects: Sequence[int], batch: int) -> Estimated:
    """Return how many calendar days later the P80 of the last finish of some projects is than without."""
    first, counted = without.last_day(projects)
    second, also = given.last_day(projects)
    return paired_quantile(_or_never(first), _or_never(second), counted & also, 0.8, batch)


def _or_never(days: Ints) -> Ints:
    """Return days, `NEVER` for all that lies beyond every run."""
    return np.where(days >= NEVER // TICKS_PER_DAY, NEVER, days)


def more_often(given: Futures, without: Futures, projects: Sequence[int], batch: int) -> Estimated:
    """Return by how much the share of projects that keep their deadline is larger without."""
    first, counted = given.delivered(projects)
    second, _ = without.delivered(projects)
    return paired_mean(first, second, counted, batch)
