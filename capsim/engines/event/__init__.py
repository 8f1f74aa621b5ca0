"""The readable engine, on SimPy: every rule in the order of the rule book, every event in a log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Policy, Random
from capsim.engines.event.log import NOBODY, LogEntry, What
from capsim.engines.event.replication import Replication
from capsim.engines.event.setup import make_setup
from capsim.engines.event.world import Process, World
from capsim.engines.runs import Runs, Seats
from capsim.plan.plan import Plan
from capsim.rules.priority import ranks

if TYPE_CHECKING:
    from capsim.plan.draws import Draws

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
        done: list[Replication] = []
        for row in range(count):
            rank = setup.rank if drawn is None else ranks(plan, policy, drawn[row]).tolist()
            replication = Replication(
                setup,
                block.effort[row].tolist(),
                block.duration[row].tolist(),
                block.goes_ahead[row].tolist(),
                rank,
                log,
            )
            for process in self._processes:
                replication.env.process(process(replication.world))
            replication.run()
            done.append(replication)
        return _runs(plan, policy, draws.seed, done)


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


def _runs(plan: Plan, policy: Policy, seed: int, done: Sequence[Replication]) -> Runs:
    """Gather the lists of replications in arrays; what lies beyond the horizon is `NEVER` (R15)."""

    def table(rows: Sequence[Sequence[int]]) -> npt.NDArray[np.int32]:
        return np.array(rows, dtype=np.int64).reshape(len(done), plan.n_tasks).astype(np.int32)

    def column(name: str) -> npt.NDArray[np.int32]:
        return np.array([entry for each in done for entry in getattr(each.hands, name)], dtype=np.int32)

    sizes = [len(each.hands.seat_need) for each in done]
    return Runs(
        plan=plan,
        policy=policy,
        seed=seed,
        ready=table([each.ready for each in done]),
        start=table([each.start for each in done]),
        finish=table([each.finish for each in done]),
        ready_driver=table([each.ready_driver for each in done]),
        start_driver=table([each.start_driver for each in done]),
        finish_driver=table([each.finish_driver for each in done]),
        seat_offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        seats=Seats(
            need=column("seat_need"),
            person=column("seat_person"),
            start=column("seat_start"),
            end=column("seat_end"),
            speed=column("seat_speed"),
            allocation=column("seat_allocation"),
        ),
    )
