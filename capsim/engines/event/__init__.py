"""The readable engine, on SimPy: every rule in the order of the rule book, every event in a log."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from simpy.events import Event

from capsim.clock import NEVER
from capsim.domain.policy import Policy, Random
from capsim.engines.absences import drawn_absences
from capsim.engines.event.future import future_of
from capsim.engines.event.log import NOBODY, LogEntry, What
from capsim.engines.event.replication import Replication
from capsim.engines.event.setup import make_setup
from capsim.engines.event.world import Process, World
from capsim.engines.runs import (
    Absences,
    Frozen,
    Reacted,
    Restarts,
    Runs,
    Seats,
    Waits,
    concatenated,
    hired_in,
)
from capsim.errors import InputError, Problem
from capsim.plan.draws import Draws
from capsim.plan.exits import vacated
from capsim.plan.paths import Reason
from capsim.plan.plan import Plan
from capsim.rules.priority import ranks

__all__ = ["NOBODY", "EventEngine", "LogEntry", "Process", "What", "World", "run"]


class EventEngine:
    """A plan and a policy, ready to be run as often as wanted.

    Parameters
    ----------
    plan : Plan
    policy : Policy
    processes : sequence of callables
        The user's own SimPy processes; each is called with the `World` of every replication.

    Examples
    --------
    >>> import capsim as cs
    >>> from capsim.plan.build import make_plan
    >>> from capsim.plan.draws import make_draws
    >>> portfolio = cs.Portfolio(
    ...     "Demo", "2027-01-04", people=[cs.Person("Ada", "backend")],
    ...     projects=[cs.Project("Shop", tasks=[cs.Task("build", effort=3, skill="backend")])],
    ... )
    >>> plan = make_plan(portfolio)
    >>> EventEngine(plan, cs.Policy()).run(make_draws(plan, seed=7), 0, 1).finish.tolist()
    [[1440]]
    """

    def __init__(self, plan: Plan, policy: Policy, processes: Sequence[Process] = ()) -> None:
        self._setup = make_setup(plan, policy)
        self._processes = tuple(processes)

    def run(self, draws: Draws, first: int, count: int, log: list[LogEntry] | None = None) -> Runs:
        """Run replications ``first`` to ``first + count - 1``.

        Parameters
        ----------
        draws : Draws
        first, count : int
        log : list, optional
            Receives a `LogEntry` for everything that happens.

        Returns
        -------
        Runs
        """
        setup = self._setup
        plan, policy = setup.plan, setup.policy
        block = draws.block(first, count)
        drawn = draws.order(first, count) if isinstance(policy.priority, Random) else None
        taken = np.zeros(len(block.exits.day), np.bool_)
        done: list[Runs] = []  # arrays, not replications: those are large, and cyclic
        for row in range(count):
            rank = setup.rank if drawn is None else ranks(plan, policy, drawn[row]).tolist()
            replication = Replication(setup, future_of(block, row), rank, log)
            for process in self._processes:
                replication.env.process(_begun(process, replication.world))
            replication.run()
            if replication.exited:
                begin = int(block.exits.first[row * plan.paths.number])
                taken[[begin + number for number in replication.exited]] = True
            done.append(_runs(plan, policy, draws.seed, replication))
        whole = concatenated(done)
        paths = vacated(block.paths, block.exits, taken, plan.n_days)
        more = drawn_absences(plan, paths, whole.finish, hired_in(policy, whole.reacted))
        both = Absences(*map(np.concatenate, zip(whole.absences, more, strict=True)))
        return replace(whole, absences=both)


def run(
    plan: Plan,
    policy: Policy,
    draws: Draws,
    first: int,
    count: int,
    *,
    processes: Sequence[Process] = (),
    log: list[LogEntry] | None = None,
) -> Runs:
    """Prepare an `EventEngine` and run it once.

    Parameters
    ----------
    plan : Plan
    policy : Policy
    draws : Draws
    first, count : int
        Replications ``first`` to ``first + count - 1``.
    processes : sequence of callables
        The user's own SimPy processes.
    log : list, optional
        Receives a `LogEntry` for everything that happens.

    Returns
    -------
    Runs
    """
    return EventEngine(plan, policy, processes).run(draws, first, count, log)


def _begun(process: Process, world: World) -> Generator[Event, object, object]:
    """Call a process of the user, which must return a generator."""
    made: object = process(world)
    if isinstance(made, Generator):
        return made
    function = getattr(process, "func", process)  # of a functools.partial
    name = getattr(function, "__name__", type(function).__name__)
    fix = "write a function f(world) that yields events, such as world.until(date)"
    raise InputError([Problem(f"processes, {name}", "a process that yields nothing", made, fix)])


def _runs(plan: Plan, policy: Policy, seed: int, done: Replication) -> Runs:
    """Put the lists of a replication in arrays; what lies beyond the horizon is `NEVER` (R15)."""
    hands = done.hands
    limits = done.limits
    freezes = [*limits.freezes, *((project, NEVER) for project in sorted(limits.frozen))]
    return Runs(
        plan=plan,
        policy=policy,
        seed=seed,
        ready=_row(done.ready),
        start=_row(done.start),
        finish=_row(done.finish),
        ready_driver=_row(done.ready_driver),
        start_driver=_row(done.start_driver),
        finish_driver=_row(done.finish_driver),
        seat_offsets=np.array([0, len(hands.seat_need)], dtype=np.int64),
        seats=Seats(
            need=_column(hands.seat_need),
            person=_column(hands.seat_person),
            start=_column(hands.seat_start),
            end=_column(hands.seat_end),
            speed=_column(hands.seat_speed),
            allocation=_column(hands.seat_allocation),
        ),
        restarts=Restarts(
            replication=_column([0] * len(done.returns.rows)),
            need=_column([need for need, _, _, _ in done.returns.rows]),
            returned=_column([tick for _, tick, _, _ in done.returns.rows]),
            start=_column([tick for _, _, tick, _ in done.returns.rows]),
            driver=_column([driver for _, _, _, driver in done.returns.rows]),
        ),
        absences=Absences(
            replication=_column([0] * len(done.absences)),
            person=_column([person for person, _, _ in done.absences]),
            first_day=_column([first for _, first, _ in done.absences]),
            last_day=_column([last for _, _, last in done.absences]),
            left=_column([0] * len(done.absences)),
            reason=_column([Reason.NONE] * len(done.absences)),
        ),
        frozen=Frozen(
            replication=_column([0] * len(freezes)),
            project=_column([project for project, _ in freezes]),
            until=_column([until for _, until in freezes]),
        ),
        waits=Waits(
            replication=_column([0] * len(done.waits)),
            task=_column([task for task, _, _, _ in done.waits]),
            until=_column([until for _, until, _, _ in done.waits]),
            driver=_column([driver for _, _, driver, _ in done.waits]),
            need=_column([need for _, _, _, need in done.waits]),
        ),
        reacted=Reacted(
            replication=_column([0] * len(done.reviews.rows)),
            reaction=_column([reaction for reaction, _, _ in done.reviews.rows]),
            tick=_column([tick for _, tick, _ in done.reviews.rows]),
            target=_column([target for _, _, target in done.reviews.rows]),
        ),
    )


def _column(entries: Sequence[int]) -> npt.NDArray[np.int32]:
    return np.array(entries, dtype=np.int32)


def _row(entries: Sequence[int]) -> npt.NDArray[np.int32]:
    return np.array([entries], dtype=np.int32)
