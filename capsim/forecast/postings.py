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
from capsim.forecast.absent import absent_in, seats_present
from capsim.forecast.futures import Futures
from capsim.forecast.moneygroups import Grouping
from capsim.forecast.overtime import overtime_in, overtime_on_seats
from capsim.forecast.planned_work import tasks_of
from capsim.forecast.riskcosts import Postings, RiskCosts
from capsim.metrics import stop_ticks
from capsim.metrics.spans import Path, Spans, cut, last_period, up_to_stop
from capsim.plan.draws import Draws
from capsim.plan.pay import MILLS, Pay, pay_of, status_day

__all__ = ["Part", "Payroll", "Posted", "Spending", "Worked"]

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


class Worked(NamedTuple):
    """Time that people work in some replications, in pieces that lie in one period each.

    Attributes
    ----------
    part : Part
    bounds : ndarray of int64, (periods + 1,)
        Ticks at which periods begin and end, from 0.
    seats : Spans
        While their people are there.
    project : ndarray of int64, (seats,)
    seat, period, start, end : ndarray of int64, (pieces,)
        As `cut` has them.
    """

    part: Part
    bounds: Ints
    seats: Spans
    project: Ints
    seat: Ints
    period: Ints
    start: Ints
    end: Ints


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
class Payroll:
    """What people are paid for being there and for paid leave, whatever they do.

    Attributes
    ----------
    runs : Runs
    pay : Pay
        Up to the last tick that is asked for.
    """

    runs: Runs
    pay: Pay

    @classmethod
    def up_to(cls, runs: Runs, stop: Ints) -> Payroll:
        """Return it for all days up to the last of some ticks."""
        days = int(stop.max(initial=0)) // TICKS_PER_DAY + 1
        return cls(runs, pay_of(runs.plan, min(days, runs.plan.n_days)))

    @cached_property
    def work(self) -> Path:
        """What is paid for capacity."""
        return Path(self.pay.work)

    @cached_property
    def _leave(self) -> Path:
        return Path(self.pay.leave)

    def paid(self, grouping: Grouping, bounds: Ints, part: Part, until: Ints) -> Floats:
        """Return what people are paid up to a tick of each replication.

        Parameters
        ----------
        grouping : Grouping
        bounds : ndarray of int64, (periods + 1,)
        part : Part
        until : ndarray of int64, (replications,)
            Of all replications.

        Returns
        -------
        ndarray of float64, (replications of the part, bench groups, periods)
            In the small units of `Posted`.
        """
        pay, stop = self.pay, until[part.rows]
        groups = len(grouping.bench)
        people: Floats = np.zeros((groups, len(pay.work)))
        np.add.at(people, (grouping.person, pay.row), 1.0)
        path = Path(people @ (pay.work + pay.leave))
        whole, last = last_period(stop, bounds)
        paid = [up_to_stop(path, group, bounds, stop, whole, last) for group in range(groups)]
        return np.stack(paid, axis=1) * _WHOLE - self._not_paid(grouping, bounds, part, stop)

    def _not_paid(self, grouping: Grouping, bounds: Ints, part: Part, stop: Ints) -> Floats:
        """Return what is not paid to who has left or not yet joined, and to contractors who are away."""
        posted = Posted(part.size, len(grouping.bench), bounds)
        absent = absent_in(self.runs, part.first, part.size)
        if absent is not None:
            self._post_unpaid(posted, grouping, absent.spans, stop, self.pay.contractor)
            self._post_unpaid(posted, grouping, absent.gone, stop, ~self.pay.contractor)
        return posted.amounts

    def _post_unpaid(
        self, posted: Posted, grouping: Grouping, spans: Spans, stop: Ints, unpaid: Bools
    ) -> None:
        """Post what some people are not paid in some spans."""
        span, period, start, end = cut(spans, posted.bounds, stop)
        person = spans.person[span]
        row = self.pay.row[person]
        work, leave = (path.between(row, start, end) for path in (self.work, self._leave))
        amount = (work * spans.weight[span] + leave * _WHOLE) * unpaid[person]
        posted.add(spans.replication[span], grouping.person[person], period, amount)


@dataclass(frozen=True, eq=False)
class Spending:
    """What a run spends.

    Attributes
    ----------
    runs : Runs
    sampling : SamplingPlan
        How it was drawn.
    """

    runs: Runs
    sampling: SamplingPlan = field(default_factory=Independent)

    @cached_property
    def stop(self) -> Ints:
        """The tick up to which people are paid in each replication (rule R15)."""
        return stop_ticks(self.runs.ends, self.runs.plan.horizon_tick)

    @cached_property
    def _draws(self) -> Draws:
        """The run's own draws: what risks cost, and when people are away, is none of its arrays."""
        return Futures.of(self.runs, self.sampling).draws

    @cached_property
    def _risks(self) -> RiskCosts:
        return RiskCosts(self.runs, self._draws, status_day(self.runs.plan) * TICKS_PER_DAY)

    @cached_property
    def payroll(self) -> Payroll:
        """What people are paid, up to the last stop."""
        return Payroll.up_to(self.runs, self.stop)

    @property
    def pay(self) -> Pay:
        """What people cost, up to the last stop."""
        return self.payroll.pay

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

    def worked(self, bounds: Ints, part: Part) -> Worked:
        """Return the time that people work in some replications, by period.

        Parameters
        ----------
        bounds : ndarray of int64, (periods + 1,)
            Ticks at which periods begin and end, from 0.
        part : Part

        Returns
        -------
        Worked
        """
        seats, project = seats_present(self.runs, part.first, part.size)
        return Worked(part, bounds, seats, project, *cut(seats, bounds, self.stop[part.rows]))

    def costs(self, grouping: Grouping, worked: Worked) -> Floats:
        """Return all costs of some replications.

        Parameters
        ----------
        grouping : Grouping
        worked : Worked
            Of these replications, by the periods that are asked for.

        Returns
        -------
        ndarray of float64, (replications of the part, groups, periods)
        """
        part = worked.part
        posted = Posted(part.size, len(grouping.names), worked.bounds)
        self._post_people(posted, grouping, worked)
        fixed = self._fixed(part)
        posted.post(fixed, grouping.of_kind("fixed", fixed.project))
        if self.runs.plan.portfolio.risks:
            risks = self._risks.postings(part.first, part.size)
            posted.post(risks, grouping.of_kind("risk", risks.project))
        return posted.amounts / _UNIT

    def billed(self, worked: Worked) -> Floats:
        """Return what clients pay for time on billable projects, (replications, projects, periods)."""
        plan, pay = self.runs.plan, self.pay
        posted = Posted(worked.part.size, plan.n_projects, worked.bounds)
        billable = {project.name for project in plan.portfolio.projects if project.billable}
        counts = np.array([name in billable for name in plan.project_names], dtype=np.bool_)
        if counts.any():
            mine = counts[worked.project[worked.seat]]
            seat, period, start, end = (
                each[mine] for each in (worked.seat, worked.period, worked.start, worked.end)
            )
            row = pay.row[worked.seats.person[seat]]
            amount: Floats = Path(pay.price).between(row, start, end) * worked.seats.weight[seat]
            posted.add(worked.seats.replication[seat], worked.project[seat], period, amount)
        return posted.amounts / _UNIT

    def risks(self, part: Part) -> Floats:
        """Return what risks cost projects, and last what is on none, (replications, projects + 1)."""
        posted = Posted(part.size, self.runs.plan.n_projects + 1, np.zeros(2, np.int64))
        if self.runs.plan.portfolio.risks:
            postings = self._risks.postings(part.first, part.size)
            posted.post(postings, np.where(postings.project < 0, self.runs.plan.n_projects, postings.project))
        return posted.amounts[:, :, 0] / _UNIT

    def kept(self, until: Ints, grouping: Grouping, bounds: Ints, part: Part) -> Floats:
        """Return what people are paid who are kept although nothing is left to do.

        Parameters
        ----------
        until : ndarray of int64, (replications,)
            Ticks up to which they are kept.
        grouping : Grouping
        bounds : ndarray of int64, (periods + 1,)
            Ticks at which periods begin and end, from 0.
        part : Part

        Returns
        -------
        ndarray of float64, (replications of the part, periods)
        """
        payroll = Payroll.up_to(self.runs, until)
        own, longer = (payroll.paid(grouping, bounds, part, to) for to in (self.stop, until))
        return np.asarray((longer - own).sum(axis=1) / _UNIT)

    # ------------------------------------------------------------ people

    def _post_people(self, posted: Posted, grouping: Grouping, worked: Worked) -> None:
        """Post what people are paid: what their seats take, and the rest as bench."""
        part, seats, seat = worked.part, worked.seats, worked.seat
        person, replication = seats.person[seat], seats.replication[seat]
        paid = self.payroll.work.between(self.pay.row[person], worked.start, worked.end)
        amount: Floats = paid * seats.weight[seat]
        posted.add(replication, grouping.of_work(worked.project[seat], person), worked.period, amount)
        self._post_overtime(posted, grouping, seats, worked.project, part)
        used = Posted(part.size, len(grouping.bench), worked.bounds)
        used.add(replication, grouping.person[person], worked.period, amount)
        bench = self.payroll.paid(grouping, worked.bounds, part, self.stop) - used.amounts
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
