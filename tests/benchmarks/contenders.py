"""Who takes part in the measurement of speed: yardsticks and engines, all given the same drawn efforts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Policy
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine
from capsim.engines.runs import Runs
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from capsim.plan.plan import Plan
from tests.benchmarks.yardsticks.c_yardstick import CYardstick
from tests.benchmarks.yardsticks.heapq_yardstick import HeapqYardstick
from tests.benchmarks.yardsticks.simpy_yardstick import SimPyYardstick
from tests.benchmarks.yardsticks.workloads import POLICY, Arrays, Schedule, Shape, arrays_of, workload

Ints32 = npt.NDArray[np.int32]


class Schedules(NamedTuple):
    """Start and finish by replication and task; who did the work, by replication and need."""

    start: Ints32
    finish: Ints32
    person: Ints32

    def equal(self, other: Schedules) -> bool:
        """Whether all is equal, as far as both have replications."""
        both = min(len(self.start), len(other.start))
        return all(np.array_equal(a[:both], b[:both]) for a, b in zip(self, other, strict=True))


class Given:
    """Draws that have been drawn already, so that an engine is timed without them."""

    def __init__(self, draws: Draws) -> None:
        self.plan, self.seed, self.sampling = draws.plan, draws.seed, draws.sampling
        self.block = functools.cache(draws.block)


@dataclass(frozen=True)
class Case:
    """A workload with the draws of so many replications."""

    shape: Shape
    count: int
    seed: int = 1

    @cached_property
    def plan(self) -> Plan:
        return make_plan(workload(self.shape, self.seed))

    @cached_property
    def arrays(self) -> Arrays:
        return arrays_of(self.plan)

    @cached_property
    def draws(self) -> Draws:
        return make_draws(self.plan, seed=7)

    @cached_property
    def given(self) -> Given:
        return Given(self.draws)


class Ready(NamedTuple):
    """A contender with its tables for a case."""

    run: Callable[[int], object]
    """Run the first so many replications; this is timed."""
    schedules: Callable[[Any], Schedules]
    """What came of it; this is not."""


class Contender(NamedTuple):
    """What is measured, and on how many tasks in a round (at least one replication)."""

    name: str
    prepare: Callable[[Case], Ready]
    tasks_in_a_round: int


class Engine(Protocol):
    """An engine with its tables for a plan."""

    def run(self, draws: Any, first: int, count: int) -> Runs: ...


def in_c(case: Case) -> Ready:
    """Prepare tuned C; results are written where those of the round before were."""
    program = CYardstick(case.arrays)
    kept: dict[int, Schedules] = {}

    def run(count: int) -> Schedules:
        effort = case.given.block(0, count).effort
        kept[count] = Schedules(*program.run(effort, kept.get(count)))
        return kept[count]

    return Ready(run, lambda made: made)


def in_python(yardstick: Callable[[Arrays], Any]) -> Callable[[Case], Ready]:
    """Return how a yardstick that runs one replication at a time is prepared."""

    def prepare(case: Case) -> Ready:
        program = yardstick(case.arrays)
        lists: dict[int, list[list[int]]] = {}

        def run(count: int) -> list[Schedule]:
            if count not in lists:
                lists[count] = case.given.block(0, count).effort.tolist()
            return [program.run(effort) for effort in lists[count]]

        return Ready(run, _stacked)

    return prepare


def _stacked(made: Sequence[Schedule]) -> Schedules:
    return Schedules(*(np.array(column, np.int32) for column in zip(*made, strict=True)))


def engine(make: Callable[[Plan, Policy], Engine], policy: Policy = POLICY) -> Callable[[Case], Ready]:
    """Return how an engine of the project is prepared."""

    def prepare(case: Case) -> Ready:
        made = make(case.plan, policy)
        return Ready(lambda count: made.run(case.given, 0, count), schedules_of)

    return prepare


def schedules_of(runs: Runs) -> Schedules:
    """Return the schedules of an engine's runs; each need has one seat."""
    person = np.full((runs.replications, runs.plan.n_needs), -1, np.int32)
    row = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    person[row, runs.seats.need] = runs.seats.person
    return Schedules(runs.start, runs.finish, person)


ENGINES: dict[str, tuple[Callable[[Plan, Policy], Engine], int]] = {
    "compiled engine": (CompiledEngine, 500_000),
    "event engine": (EventEngine, 5_000),
}
"""By name: the engine, and the tasks in a round of measuring."""

C = Contender("tuned C", in_c, 500_000)
SIMPY = Contender("idiomatic SimPy", in_python(SimPyYardstick), 5_000)

CONTENDERS = (
    C,
    SIMPY,
    Contender("heapq", in_python(HeapqYardstick), 10_000),
    *(Contender(name, engine(make), tasks) for name, (make, tasks) in ENGINES.items()),
)
"""All make the same schedules."""
