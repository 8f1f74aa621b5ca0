"""The fast engine: the same rules as the readable one, compiled; the same answers to the tick."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from capsim.clock import day_index
from capsim.domain.policy import Dynamic, Policy, Random
from capsim.engines.absences import drawn_absences
from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.families import fixed_in
from capsim.engines.compiled.kernel import run_block
from capsim.engines.compiled.ready import is_ready
from capsim.engines.compiled.reviewtables import REACTED
from capsim.engines.compiled.rooms import make_out, make_state
from capsim.engines.compiled.sampling import Source, source_of
from capsim.engines.compiled.segments import are_known, given_paths, most_of
from capsim.engines.compiled.state import BEYOND, FULL, RETURN, WAIT, Given, Out
from capsim.engines.compiled.tables import make_tables, static_ranks
from capsim.engines.runs import Absences, Reacted, Restarts, Runs, Seats, Waits, hired_in
from capsim.errors import InputError, Problem
from capsim.plan.exits import vacated
from capsim.plan.plan import Plan
from capsim.rules.priority import ranks

__all__ = ["CompiledEngine"]

_LEAST_DAYS: Final = 180
"""How far people's paths are drawn at first, if the dates of the model do not reach further."""

Records = npt.NDArray[np.void]

_NEARLY_ALL: Final = 0.8
"""A column of which so much is used is kept as it is: copying it would cost more time than memory is won."""


class CompiledEngine:
    """A plan and a policy, ready to be run as often as wanted.

    Parameters
    ----------
    plan : Plan
    policy : Policy
    days : int
        How far people's paths are drawn at first, at least.

    Raises
    ------
    InputError
        If the policy has a dynamic rule, which only the event engine can ask.

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
    >>> CompiledEngine(plan, cs.Policy()).run(make_draws(plan, seed=7), 0, 1).finish.tolist()
    [[1440]]

    Attributes
    ----------
    days : int
        How far people's paths are drawn, as far as has been found to be needed.
    """

    def __init__(self, plan: Plan, policy: Policy, days: int = _LEAST_DAYS) -> None:
        if isinstance(policy.priority, Dynamic):
            fix = 'write engine="event", or a rule of cs.rules'
            raise InputError(
                [Problem("policy, priority", "a dynamic rule, asked while work runs", policy.priority, fix)]
            )
        self._plan = plan
        self._policy = policy
        self._tables = make_tables(plan, policy)
        self._block = Block(self._tables, fixed_in(self._tables))
        self._rank = static_ranks(plan, policy)[np.newaxis]
        self._room = 64 + self._tables.slots if self._tables.rules.returns else 0
        self.days = min(plan.n_days, max(days, 2 * day_index(plan.portfolio.last_date, plan.start)))
        self._source_of = functools.lru_cache(maxsize=1)(source_of)

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be compiled before it can run."""
        return is_ready(self._block)

    def in_order(self, place: npt.NDArray[np.int64]) -> CompiledEngine:
        """Return the engine for the same plan and policy with other priorities of tasks, no two alike.

        Parameters
        ----------
        place : ndarray of int64, (tasks,)
            0 is served first.
        """
        other, tables = copy.copy(self), self._tables
        other._tables = tables._replace(rules=tables.rules._replace(order_class=place))
        other._block = Block(other._tables, fixed_in(other._tables))
        other._rank = place[np.newaxis]
        return other

    def run(self, draws: Source, first: int, count: int) -> Runs:
        """Run replications ``first`` to ``first + count - 1``.

        Parameters
        ----------
        draws : Source
            Such as `Draws`.
        first, count : int

        Returns
        -------
        Runs
        """
        rank = self._rank
        if isinstance(self._policy.priority, Random):
            drawn = draws.order(first, count)
            rank = np.stack([ranks(self._plan, self._policy, row) for row in drawn])
        out, absences = self._far_enough(draws, first, count, rank)
        used = int(out.seat_offsets[-1])
        seats = (out.need, out.person, out.seat_start, out.seat_end, out.speed, out.allocation)
        return Runs(
            plan=self._plan,
            policy=self._policy,
            seed=draws.seed,
            ready=out.ready,
            start=out.start,
            finish=out.finish,
            ready_driver=out.ready_driver,
            start_driver=out.start_driver,
            finish_driver=out.finish_driver,
            seat_offsets=out.seat_offsets,
            seats=Seats(*(_cut(column, used) for column in seats)),
            restarts=Restarts(*_table(out.returned, RETURN, out.return_offsets)),
            absences=absences,
            waits=Waits(*_table(out.waits, WAIT, out.wait_offsets)),
            reacted=_reacted(out),
        )

    def _far_enough(
        self, draws: Source, first: int, count: int, rank: npt.NDArray[np.int64]
    ) -> tuple[Out, Absences]:
        """Return the outcome of a block and its absences; how far paths have to be known, only that tells.

        What is drawn beyond is the same however far that is, so that the outcome is too.
        """
        source, plan = self._source_of(draws), self._plan
        while True:
            days = self.days
            far = {"days": days} if plan.paths.number else {}
            block = source.block(first, count, **far)
            columns: dict[str, Any] = block._asdict() | {"rank": rank}
            del columns["paths"], columns["exits"]
            chance = {name: np.ascontiguousarray(each) for name, each in columns.items()}
            given = Given(paths=given_paths(plan.paths, block.paths, block.exits, days), **chance)
            out = self._done(given, count, most_of(plan.paths, block.paths.first))
            if out is not None:
                hired = hired_in(self._policy, _reacted(out))
                paths = vacated(block.paths, block.exits, out.exited, days)
                absences = drawn_absences(plan, paths, out.finish, hired, days)
                if are_known(absences, days, plan.n_days):
                    return out, absences
            self.days = max(self.days, min(2 * days, plan.n_days))

    def _done(self, given: Given, count: int, segments: int) -> Out | None:
        """Return the outcome of a block, None if paths end too soon.

        How often work returns to the queue is known only afterwards.
        """
        first, number = given.paths.exit_first, self._plan.paths.number
        exits = first[::number] if len(first) else np.zeros(count + 1, np.int64)
        most = int(np.diff(exits).max(initial=0))
        while True:
            out = make_out(self._tables, count, self._room, np.ascontiguousarray(exits))
            state = make_state(self._tables, segments, self._room, most)
            run_block(self._block, Block(state), Block(out), Block(given))
            if state.flow.at[BEYOND]:
                return None
            if not state.flow.at[FULL]:
                return out
            self._room *= 2


def _reacted(out: Out) -> Reacted:
    """Return what the reactions of a policy did."""
    return Reacted(*_table(out.reacted, REACTED, out.reacted_offsets))


def _table(
    records: Records, kind: np.dtype[np.void], offsets: npt.NDArray[np.int64]
) -> Iterator[npt.NDArray[np.int32]]:
    """Return the columns of a table that has rows for each replication, its number first."""
    yield np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    rows = records[: offsets[-1]]
    yield from (np.ascontiguousarray(rows[name]) for name in kind.names or ())


def _cut(column: npt.NDArray[np.int32], used: int) -> npt.NDArray[np.int32]:
    """Return the used part of a column; copied where much memory would be kept for nothing."""
    part = column[:used]
    return part if _NEARLY_ALL * len(column) <= used else part.copy()
