"""Money of every replication as postings: labor, bench, fixed and risk costs, by group and period (R19).

What is posted comes from the runs alone: from seats, starts and finishes. It is worked out for some
replications after the other, so that nothing is held beside the runs but the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import STOPPED, TICKS_PER_DAY
from capsim.domain.actions import Overtime
from capsim.domain.sampling import Independent, SamplingPlan
from capsim.engines.runs import Runs
from capsim.forecast.absent import Absent, absent_in, seats_present
from capsim.forecast.futures import Futures
from capsim.forecast.moneygroups import Grouping
from capsim.forecast.overtime import overtime_in, overtime_on_seats
from capsim.forecast.planned_work import tasks_of
from capsim.forecast.riskcosts import Postings, RiskCosts
from capsim.metrics import stop_ticks
from capsim.metrics.spans import Path, Spans, cut, last_period, up_to_stop
from capsim.plan.draws import Draws
from capsim.plan.pay import MILLS, Pay, pay_of, status_day

__all__ = ["Part", "Posted", "Spending"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SPANS = 1 << 20
"""Seats worked on at a time."""
_CELLS = 1 << 22
"""Amounts worked on at a time."""
_WHOLE = 1000
"""Thousandths of a person."""
_UNIT = float(MILLS * TICKS_PER_DAY * _WHOLE)
"""Mills of a day, times ticks of the day, times thousandths of a person, in one unit of money.

Amounts are added up in these: whole numbers, so that sums are exact.
"""


class Part(NamedTuple):
    """Consecutive replications that are worked on together."""

    first: int
    size: int

    @property
    def rows(self) -> slice:
        """Where they are in an array of all replications."""
        return slice(self.first, self.first + self.size)


class Posted:
    """Where amounts are added up: (replications, groups, periods), in whole small parts of money.

    Parameters
    ----------
    count, groups : int
    bounds : ndarray of int64, (periods + 1,)
        Ticks; what is posted after the last one counts in the last period.
    """

    def __init__(self, count: int, groups: int, bounds: Ints) -> None:
        self.bounds = bounds
        self.amounts: Floats = np.zeros((count, groups, len(bounds) - 1))

    def add(self, replication: Ints, group: Ints, period: Ints, amount: Floats) -> None:
        """Add amounts to cells."""
        _, groups, periods = self.amounts.shape
        cell = (replication * groups + group) * periods + period
        flat = np.bincount(cell, weights=amount, minlength=self.amounts.size)
        self.amounts += flat.reshape(self.amounts.shape)

    def post(self, postings: Postings, group: Ints) -> None:
        """Add single postings on their ticks."""
        period = np.searchsorted(self.bounds, postings.tick, side="right") - 1
        last = self.amounts.shape[2] - 1
        amount = np.rint(postings.amount * _UNIT)
        self.add(postings.replication, group, np.clip(period, 0, last), amount)


@dataclass(frozen=True, eq=False)
class Spending:
    """What a run spends.

    Attributes
    ----------
    runs : Runs
    sampling : SamplingPlan
        How it was drawn.
    paid_to : ndarray of int64, (replications,), optional
        Ticks up to which people are paid at least, although nothing is left to do.
    """

    runs: Runs
    sampling: SamplingPlan = field(default_factory=Independent)
    paid_to: Ints | None = None

    @cached_property
    def stop(self) -> Ints:
        """The tick up to which people are paid in each replication (rule R15)."""
        stop = stop_ticks(self.runs.ends, self.runs.plan.horizon_tick)
        if self.paid_to is None:
            return stop
        return np.minimum(np.maximum(stop, self.paid_to), self.runs.plan.horizon_tick)

    @cached_property
    def _draws(self) -> Draws:
        """The run's own draws: what risks cost, and when people are away, is none of its arrays."""
        return Futures.of(self.runs, self.sampling).draws

    @cached_property
    def _risks(self) -> RiskCosts:
        return RiskCosts(self.runs, self._draws, status_day(self.runs.plan) * TICKS_PER_DAY)

    @cached_property
    def pay(self) -> Pay:
        """What people cost, up to the last stop."""
        days = int(self.stop.max(initial=0)) // TICKS_PER_DAY + 1
        return pay_of(self.runs.plan, min(days, self.runs.plan.n_days))

    def parts(self, cells: int, block: int = 1) -> Iterator[Part]:
        """Cut the replications into parts.

        Parameters
        ----------
        cells : int
            Numbers that the caller holds for one replication.
        block : int
            Replications drawn together.

        Yields
        ------
        Part
        """
        total = self.runs.replications
        seats = -(-len(self.runs.seats.person) // max(total, 1))
        most = min(_SPANS // max(seats, 1), _CELLS // max(cells, 1))
        step = max(most // block, 1) * block
        for first in range(0, total, step):
            yield Part(first, min(step, total - first))

    def costs(self, grouping: Grouping, bounds: Ints, part: Part) -> Floats:
        """Return all costs of some replications.

        Parameters
        ----------
        grouping : Grouping
        bounds : ndarray of int64, (periods + 1,)
            Ticks at which periods begin and end, from 0.
        part : Part

        Returns
        -------
        ndarray of float64, (replications of the part, groups, periods)
        """
        posted = Posted(part.size, len(grouping.names), bounds)
        self._post_people(posted, grouping, bounds, part)
        fixed = self._fixed(part)
        posted.post(fixed, grouping.of_kind("fixed", fixed.project))
        if self.runs.plan.portfolio.risks:
            risks = self._risks.postings(part.first, part.size)
            posted.post(risks, grouping.of_kind("risk", risks.project))
        return posted.amounts / _UNIT

    def billed(self, bounds: Ints, part: Part) -> Floats:
        """Return what clients pay for time on billable projects, (replications, projects, periods)."""
        plan, pay = self.runs.plan, self.pay
        posted = Posted(part.size, plan.n_projects, bounds)
        billable = {project.name for project in plan.portfolio.projects if project.billable}
        counts = np.array([name in billable for name in plan.project_names], dtype=np.bool_)
        if counts.any():
            spans, project = self._seats(part)
            span, period, start, end = cut(spans, bounds, self.stop[part.rows])
            mine = counts[project[span]]
            span, period, start, end = span[mine], period[mine], start[mine], end[mine]
            row = pay.row[spans.person[span]]
            amount: Floats = Path(pay.price).between(row, start, end) * spans.weight[span]
            posted.add(spans.replication[span], project[span], period, amount)
        return posted.amounts / _UNIT

    # ------------------------------------------------------------ people

    @cached_property
    def _work(self) -> Path:
        return Path(self.pay.work)

    @cached_property
    def _leave(self) -> Path:
        return Path(self.pay.leave)

    def _post_people(self, posted: Posted, grouping: Grouping, bounds: Ints, part: Part) -> None:
        """Post what people are paid: what their seats take, and the rest as bench."""
        spans, project = self._seats(part)
        stop = self.stop[part.rows]
        span, period, start, end = cut(spans, bounds, stop)
        person = spans.person[span]
        amount: Floats = self._work.between(self.pay.row[person], start, end) * spans.weight[span]
        replication = spans.replication[span]
        posted.add(replication, grouping.of_work(project[span], person), period, amount)
        self._post_overtime(posted, grouping, spans, project, part)
        used = Posted(part.size, len(grouping.bench), bounds)
        used.add(replication, grouping.person[person], period, amount)
        bench = self._paid(grouping, bounds, part) - used.amounts
        for each, group in enumerate(grouping.bench.tolist()):
            posted.amounts[:, group] += bench[:, each]

    def _post_overtime(
        self, posted: Posted, grouping: Grouping, seats: Spans, project: Ints, part: Part
    ) -> None:
        """Post what it costs that people work longer on their seats."""
        if not self._works_longer:
            return
        overtime = overtime_in(self.runs, part.first, part.size)
        spans, seat = overtime_on_seats(seats, overtime, self.runs.plan.n_people)
        span, period, start, end = cut(spans, posted.bounds, self.stop[part.rows])
        person, seat = spans.person[span], seat[span]
        share = seats.weight[seat] * spans.weight[span] / _WHOLE
        amount = np.rint(Path(self.pay.longer).between(self.pay.row[person], start, end) * share)
        group = grouping.of_work(project[seat], person)
        posted.add(spans.replication[span], group, period, amount)

    @property
    def _works_longer(self) -> bool:
        """Whether anybody may work overtime."""
        return any(isinstance(reaction.do, Overtime) for reaction in self.runs.policy.reactions)

    def _seats(self, part: Part) -> tuple[Spans, Ints]:
        """Return the seats of some replications while their people are there, and the project of each."""
        return seats_present(self.runs, part.first, part.size)

    def _absent(self, part: Part) -> Absent | None:
        """Return when people are away in some replications only."""
        return absent_in(self.runs, part.first, part.size)

    def _paid(self, grouping: Grouping, bounds: Ints, part: Part) -> Floats:
        """Return what people are paid up to the stop, (replications, bench groups, periods)."""
        pay, stop = self.pay, self.stop[part.rows]
        groups = len(grouping.bench)
        people: Floats = np.zeros((groups, len(pay.work)))
        np.add.at(people, (grouping.person, pay.row), 1.0)
        path = Path(people @ (pay.work + pay.leave))
        whole, last = last_period(stop, bounds)
        paid = [up_to_stop(path, group, bounds, stop, whole, last) for group in range(groups)]
        return np.stack(paid, axis=1) * _WHOLE - self._not_paid(grouping, bounds, part)

    def _not_paid(self, grouping: Grouping, bounds: Ints, part: Part) -> Floats:
        """Return what is not paid to who has left or not yet joined, and to contractors who are away."""
        posted = Posted(part.size, len(grouping.bench), bounds)
        absent = self._absent(part)
        if absent is not None:
            self._post_unpaid(posted, grouping, absent.spans, part, self.pay.contractor)
            self._post_unpaid(posted, grouping, absent.gone, part, ~self.pay.contractor)
        return posted.amounts

    def _post_unpaid(
        self, posted: Posted, grouping: Grouping, spans: Spans, part: Part, unpaid: Bools
    ) -> None:
        """Post what some people are not paid in some spans."""
        span, period, start, end = cut(spans, posted.bounds, self.stop[part.rows])
        person = spans.person[span]
        row = self.pay.row[person]
        work, leave = (path.between(row, start, end) for path in (self._work, self._leave))
        amount = (work * spans.weight[span] + leave * _WHOLE) * unpaid[person]
        posted.add(spans.replication[span], grouping.person[person], period, amount)

    # ------------------------------------------------------------ single postings

    def _fixed(self, part: Part) -> Postings:
        """Return the fixed costs of tasks, each at the start of its task."""
        task, amount = self._fixed_costs
        start = self.runs.start[part.rows][:, task]
        begun = status_day(self.runs.plan) * TICKS_PER_DAY
        replication, which = np.nonzero((start >= begun) & (start < STOPPED))
        tick = start[replication, which].astype(np.int64)
        project = self.runs.plan.task_project[task[which]]
        return Postings(replication, project, tick, amount[which])

    @cached_property
    def _fixed_costs(self) -> tuple[Ints, Floats]:
        """The tasks that cost something at their start, and how much."""
        plan = self.runs.plan
        cost = np.array([task.fixed_cost or 0.0 for task in tasks_of(plan)], dtype=np.float64)
        task = np.flatnonzero(cost) if plan.n_tasks else np.zeros(0, dtype=np.int64)
        return task, cost[task]
