"""What risks cost, and what was done about them, as postings (rules D4 and R19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.dates import is_tick
from capsim.plan.draws import Draws
from capsim.plan.scopes import Scopes, works_of

__all__ = ["Postings", "RiskCosts"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Postings(NamedTuple):
    """Single amounts of money, each on a tick.

    Attributes
    ----------
    replication : ndarray of int64, (postings,)
        Counted from the first of the part that was asked for.
    project : ndarray of int64, (postings,)
        -1 is none.
    tick : ndarray of int64, (postings,)
    amount : ndarray of float64, (postings,)
        Money.
    """

    replication: Ints
    project: Ints
    tick: Ints
    amount: Floats


class _Costly(NamedTuple):
    """A risk that costs or saves money.

    Attributes
    ----------
    number : int
        Its column among the risks that are drawn.
    project : int
        The project that it is on; -1 if it is on several, or on none.
    tasks : ndarray of int64
        The work in its scope.
    is_dated : bool
        Whether it strikes on a day of its own; else when work in its scope begins.
    responses : float
        What the responses that are taken cost.
    """

    number: int
    project: int
    tasks: Ints
    is_dated: bool
    responses: float


@dataclass(frozen=True, eq=False)
class RiskCosts:
    """What risks cost in the replications of a run.

    Attributes
    ----------
    runs : Runs
    draws : Draws
        The run's own.
    begun : int
        The tick at which responses are paid: that of the status date, else 0.
    """

    runs: Runs
    draws: Draws
    begun: int

    def postings(self, first: int, count: int) -> Postings:
        """Return what risks cost in consecutive replications.

        Parameters
        ----------
        first, count : int

        Returns
        -------
        Postings
        """
        none = np.zeros(0, np.int64)
        found = [Postings(none, none, none, np.zeros(0))]
        if self._costly:
            strikes = self.draws.surprises.risks.strikes(self.draws.seed, self.draws.sampling, first, count)
            rows = slice(first, first + count)
            for risk in self._costly:
                tick = self._tick(risk, strikes.day[:, risk.number], rows)
                amount = np.where(strikes.occurs, strikes.cost, 0.0)[:, risk.number]
                found.append(_posted(risk, np.where(self._goes_ahead(risk, rows), tick, NEVER), amount))
                paid = np.full(count, risk.responses)
                found.append(_posted(risk, np.where(self._goes_ahead(risk, rows), self.begun, NEVER), paid))
        return Postings(*(np.concatenate(column) for column in zip(*found, strict=True)))

    @cached_property
    def _costly(self) -> tuple[_Costly, ...]:
        return tuple(self._all_costly())

    def _all_costly(self) -> Iterator[_Costly]:
        plan = self.runs.plan
        hazards = self.draws.surprises.risks.hits.hazards
        scopes, works = Scopes(plan.portfolio), list(works_of(plan)) if hazards else []
        for number, hazard in enumerate(hazards):
            responses = sum(response.cost for response in hazard.risk.taken)
            if hazard.impact.cost is None and not responses:
                continue
            tasks = scopes.within(hazard.risk.scope, works)
            projects = np.unique(plan.task_project[tasks])
            project = int(projects[0]) if len(projects) == 1 else -1
            yield _Costly(number, project, tasks, hazard.window is not None, responses)

    def _goes_ahead(self, risk: _Costly, rows: slice) -> Bools:
        """Return where there is anything that a risk can touch."""
        tasks = risk.tasks if len(risk.tasks) else np.arange(self.runs.plan.n_tasks)
        return np.asarray((self.runs.finish[rows][:, tasks] != ABSENT).any(axis=1))

    def _tick(self, risk: _Costly, day: Ints, rows: slice) -> Ints:
        """Return when a risk costs money: on its day if its work is not done by then, else as that begins."""
        if not len(risk.tasks):
            return day * TICKS_PER_DAY
        if risk.is_dated:
            tick = day * TICKS_PER_DAY
            done = self.runs.ends[rows][:, risk.tasks].max(axis=1)
            return np.where(done > tick, tick, NEVER)
        start = self.runs.start[rows][:, risk.tasks]
        return np.asarray(np.where(is_tick(start), start, NEVER).min(axis=1), dtype=np.int64)


def _posted(risk: _Costly, tick: Ints, amount: Floats) -> Postings:
    """Return the postings of a risk where there is a tick and an amount."""
    rows = np.flatnonzero((tick < STOPPED) & (amount != 0))
    return Postings(rows, np.full(len(rows), risk.project), tick[rows], amount[rows])
