"""The same futures once more, with something changed: common random numbers, replication by replication."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.domain.policy import Dynamic
from capsim.domain.portfolio import Portfolio
from capsim.domain.risk import Risk
from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.forecast.finishes import Finishes, finishes_of, joined
from capsim.forecast.tables import Outcomes
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean, paired_quantile
from capsim.plan.draws import Draws, make_draws
from capsim.plan.hazards import Hazard, hazards_of
from capsim.plan.plan import Plan
from capsim.plan.strikes import Strikes

if TYPE_CHECKING:
    from capsim.engines.compiled.again import Kept
    from capsim.engines.compiled.sampling import Source
    from capsim.engines.event import Process

__all__ = ["Futures", "WhatIf", "later", "more_often", "struck_otherwise"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

Simulate: TypeAlias = Callable[[Any, int, int], Runs]
"""What runs so many replications from a first one on."""

Entry = TypeVar("Entry")

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
    """A run that can be done once more with something changed, on the same futures.

    What is not changed is neither drawn nor run again. `at_once` asks for several changes in threads.

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
        return Futures(first, _strikes(self._given, self.count))

    def with_(self, **changes: Any) -> Futures:
        """Simulate the same futures of a portfolio with some fields changed; its tasks stay as they are."""
        return self.of_plan(self._changed(**changes))

    def with_risks(self, risks: Iterable[Risk]) -> Futures:
        """Simulate the same futures with another register: only those in which anything else strikes."""
        changed = self._changed(risks=tuple(risks))
        draws = self._draws(changed)
        strikes = _strikes(draws, self.count)
        rows = struck_otherwise(
            (hazards_of(self.kept.plan.portfolio), self.as_is.strikes),
            (hazards_of(changed.portfolio), strikes),
        )
        if self.is_readable:
            return Futures(self._finishes(draws, changed), strikes)
        people = (self._given.fates.depend_on_risks, draws.fates.depend_on_risks)
        from capsim.engines.compiled.sampling import source_of

        source = source_of(draws, None if any(people) else self._shared.paths)
        return Futures(self._replaced(source, changed, rows), strikes)

    def of_plan(self, changed: Plan) -> Futures:
        """Simulate the same futures of a plan with the same projects."""
        draws = self._draws(changed)
        return Futures(self._finishes(draws, changed), _strikes(draws, self.count))

    def of_people(self, changed: Plan) -> Futures:
        """Simulate the same futures of a plan in which only what people have to give is another."""
        if self.is_readable:
            return self.of_plan(changed)
        return Futures(self._finishes(self._shared, changed), self.as_is.strikes)

    def runs_of(self, changed: Plan) -> Iterator[Runs]:
        """Yield the whole runs of the same futures of another plan, some futures at a time."""
        yield from self._runs(self._draws(changed), changed)

    def at_once(self, ask: Callable[[Entry], Any], of: Iterable[Entry]) -> None:
        """Ask something of each entry, in threads; processes of the user one after the other."""
        most = 1 if self.is_readable else os.cpu_count()
        with ThreadPoolExecutor(most) as pool:
            asked = [pool.submit(ask, entry) for entry in of]
            try:
                for each in asked:
                    each.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    @property
    def is_readable(self) -> bool:
        """Whether only the readable engine can simulate it."""
        return bool(self.processes) or isinstance(self.kept.policy.priority, Dynamic)

    def _changed(self, **changes: Any) -> Plan:
        plan = self.kept.plan
        portfolio: Portfolio = dataclasses.replace(plan.portfolio, **changes)
        return dataclasses.replace(plan, portfolio=portfolio)

    @cached_property
    def _given(self) -> Draws:
        """The chance of what was run."""
        return self._draws(self.kept.plan)

    @cached_property
    def _shared(self) -> Kept:
        """The same, drawn once for all."""
        from capsim.engines.compiled.again import Kept

        return Kept(self._given)

    def _draws(self, plan: Plan) -> Draws:
        return make_draws(plan, self.kept.seed, self.sampling)

    def _finishes(self, draws: Source, plan: Plan) -> Finishes:
        return joined([finishes_of(runs) for runs in self._runs(draws, plan)])

    def _replaced(self, source: Source, plan: Plan, rows: Bools) -> Finishes:
        """Return what was run, some of its futures simulated again."""
        from capsim.engines.compiled.again import Chosen

        run = self._engine(plan)
        before = self.as_is.finishes
        ticks, days = before.ticks.copy(), before.days.copy()
        for first, count in self._blocks():
            again = np.flatnonzero(rows[first : first + count])
            if len(again):
                made = finishes_of(run(Chosen(source, first, count, again), 0, len(again)))
                ticks[first + again], days[first + again] = made.ticks, made.days
        return dataclasses.replace(before, plan=plan, ticks=ticks, days=days)

    def _runs(self, draws: Source, plan: Plan) -> Iterator[Runs]:
        run = self._engine(plan)
        for first, count in self._blocks():
            yield run(draws, first, count)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Yield where the futures begin that are simulated together, and how many they are."""
        for first in range(0, self.count, _AT_A_TIME):
            yield first, min(_AT_A_TIME, self.count - first)

    def _engine(self, plan: Plan) -> Simulate:
        """Return how futures are simulated: fast, but for what only the readable engine can."""
        if self.is_readable:
            from capsim.engines.event import EventEngine

            return EventEngine(plan, self.kept.policy, self.processes).run
        from capsim.engines.compiled import CompiledEngine

        return CompiledEngine(plan, self.kept.policy, self._last_day).run

    @cached_property
    def _last_day(self) -> int:
        """About the last day of what was run: how far paths have to be known."""
        ticks = self.as_is.finishes.ticks
        return int(ticks[ticks < STOPPED].max(initial=0)) // TICKS_PER_DAY * 9 // 8


def _strikes(draws: Draws, count: int) -> Strikes:
    return draws.surprises.risks.strikes(draws.seed, draws.sampling, 0, count)


def struck_otherwise(
    before: tuple[Sequence[Hazard], Strikes], after: tuple[Sequence[Hazard], Strikes]
) -> Bools:
    """Return the futures in which two registers do not do the same.

    A risk that is in one of them only, or is not the same in both, matters where it strikes; what strikes in
    neither changes nothing.

    Parameters
    ----------
    before, after : (hazards, strikes)
        Of the same futures.
    """
    (old, given), (new, changed) = before, after
    places = {hazard.name: at for at, hazard in enumerate(new)}
    rows = np.zeros(len(given.occurs), np.bool_)
    stay = set()
    for at, hazard in enumerate(old):
        there = places.get(hazard.name, -1)
        if there >= 0 and new[there] == hazard:
            stay.add(there)
        else:
            rows |= given.occurs[:, at]
    gone = [there for there in range(len(new)) if there not in stay]
    return np.asarray(rows | changed.occurs[:, gone].any(axis=1))


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
