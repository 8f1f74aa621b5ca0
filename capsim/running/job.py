"""A job: everything that decides the outcome of a replication; and a job made ready to run."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

import numpy as np

from capsim.domain.policy import Dynamic, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from capsim.plan.plan import Plan
from capsim.running.arrays import Arrays
from capsim.running.keeping import KEEPING, Keep, Keeping

if TYPE_CHECKING:
    from capsim.engines.compiled import CompiledEngine
    from capsim.engines.event import Process

__all__ = [
    "FIRST_REPLICATIONS",
    "Engine",
    "EngineName",
    "Job",
    "Simulator",
    "engine_for",
    "is_worth_compiling",
]

EngineName = Literal["compiled", "event"]

_WORTH_COMPILING: Final = 100_000
"""Tasks simulated that the readable engine does in a few seconds: for fewer nothing is compiled."""

FIRST_REPLICATIONS: Final = 200
"""A first answer rests on so many: its odds are known to within ± 7 points or better.

For it the readable engine works while the other is compiled; after it that is waited for."""


def engine_for(policy: Policy, processes: tuple[Process, ...]) -> EngineName:
    """Return the engine that can do what is asked, the fast one if both can."""
    return "event" if processes or isinstance(policy.priority, Dynamic) else "compiled"


def is_worth_compiling(plan: Plan, replications: int) -> bool:
    """Return whether the readable engine would take longer than a few seconds."""
    return replications * plan.n_tasks > _WORTH_COMPILING


@dataclass(frozen=True)
class Job:
    """Everything that decides the outcome of a replication, and the engine that finds it out.

    Attributes
    ----------
    portfolio : Portfolio
    policy : Policy
    seed : int
    sampling : SamplingPlan
    processes : tuple of callables
        The user's own SimPy processes.
    engine : {"compiled", "event"}
    keep : {"everything", "projects"}
        What is kept of each replication.
    """

    portfolio: Portfolio
    policy: Policy
    seed: int
    sampling: SamplingPlan
    processes: tuple[Process, ...]
    engine: EngineName
    keep: Keep = "everything"


class Engine(Protocol):
    """What both engines are."""

    def run(self, draws: Draws, first: int, count: int) -> Runs:
        """Run consecutive replications."""


class Simulator:
    """A job made ready in this process; several threads may run it at once.

    Parameters
    ----------
    job : Job

    Attributes
    ----------
    job : Job
    draws : Draws
    keeping : Keeping
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.keeping: Keeping = KEEPING[job.keep]
        self.draws = make_draws(make_plan(job.portfolio), job.seed, job.sampling)
        self._relay = _Relay(self.draws, job.policy) if job.engine == "compiled" else None
        self._engine: Engine = _event_engine(self.draws, job) if self._relay is None else self._relay

    @property
    def is_fast(self) -> bool:
        """Whether the compiled engine is at work."""
        return self._relay is not None and self._relay.is_ready

    @property
    def is_compiling(self) -> bool:
        """Whether the compiled engine is being compiled."""
        return self._relay is not None and self._relay.is_compiling

    def prepare(self, replications: int) -> None:
        """Begin to compile, if so many replications are worth it."""
        if self._relay is not None and is_worth_compiling(self.draws.plan, replications):
            self._relay.compile()

    def run(self, first: int, count: int) -> Arrays:
        """Run replications ``first`` to ``first + count - 1``."""
        return self.keeping.arrays_of(self._engine.run(self.draws, first, count), first)

    def fingerprint(self) -> str:
        """Return a hash of the first replication's draws: workers that differ draw other numbers."""
        digest = hashlib.sha256()
        for array in self.draws.block(0, 1).arrays:
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()


def _event_engine(draws: Draws, job: Job) -> Engine:
    from capsim.engines.event import EventEngine  # simpy is loaded by the first run

    return EventEngine(draws.plan, job.policy, job.processes)


class _Relay:
    """The compiled engine; as long as it has to be compiled, the readable one, which answers the same."""

    def __init__(self, draws: Draws, policy: Policy) -> None:
        from capsim.engines.compiled import CompiledEngine  # numba is loaded by the first run

        self._draws = draws
        self._policy = policy
        self._compiled: CompiledEngine = CompiledEngine(draws.plan, policy)
        self._event: Engine | None = None
        self._compiling: Future[None] | None = None
        self._alone = threading.Lock()

    @property
    def is_ready(self) -> bool:
        """Whether there is nothing left to compile; an error of the compiler is raised."""
        if self._compiling is not None and self._compiling.done():
            self._compiling.result()
        return self._compiled.is_ready

    @property
    def is_compiling(self) -> bool:
        """Whether something is being compiled."""
        return self._compiling is not None and not self._compiling.done()

    def compile(self) -> None:
        """Compile beside the work, unless that is begun or done already.

        The thread is waited for at the end of the process: what it compiles is kept for the next one.
        """
        if self._compiling is None and not self.is_ready:
            self._compiling = Future()
            threading.Thread(target=self._compile, args=[self._compiling], name="capsim compiles").start()

    def _compile(self, told: Future[None]) -> None:
        try:
            self._compiled.run(self._draws, 0, 1)
        except BaseException as error:
            told.set_exception(error)
        else:
            told.set_result(None)

    def run(self, draws: Draws, first: int, count: int) -> Runs:
        """Run consecutive replications."""
        if self._compiling is not None and first >= FIRST_REPLICATIONS:
            self._compiling.result()
        if self.is_ready:
            return self._compiled.run(draws, first, count)
        with self._alone:  # readable code runs in one thread at a time anyway, and the compiler wants one
            if self.is_ready:
                return self._compiled.run(draws, first, count)
            if self._event is None:
                from capsim.engines.event import EventEngine

                self._event = EventEngine(draws.plan, self._policy)
            return self._event.run(draws, first, count)
