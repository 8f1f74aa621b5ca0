"""What answers about money share: spending and earning of a run, and their estimates as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.errors import InputError, Problem
from capsim.forecast.earning import Earning
from capsim.forecast.facts import Facts
from capsim.forecast.finishes import finishes_of
from capsim.forecast.labels import labels_of
from capsim.forecast.moneygroups import PROJECT_LABELS, Grouping, grouping_of
from capsim.forecast.periods import first_days
from capsim.forecast.postings import Part, Spending
from capsim.metrics import Odds, odds
from capsim.metrics.amounts import Estimated, mean_of, quantile_of
from capsim.metrics.money import Tail, cvar, irr, net_present_value, payback
from capsim.plan.pay import MILLS

__all__ = ["LEVELS", "Flows", "Kept", "Money", "Rates", "Returns", "estimates", "need_rates"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEVELS: Final = {"p50": 0.5, "p80": 0.8, "p95": 0.95}
"""The quantiles shown, by the names of their columns."""


class Flows(NamedTuple):
    """Money by project and month, (replications of the part, projects + 1, months).

    The last of the projects stands for what is on none: bench, and what risks cost the whole portfolio.
    """

    part: Part
    cost: Floats
    benefit: Floats
    revenue: Floats
    delay: Floats

    @property
    def net(self) -> Floats:
        """What comes in less what goes out."""
        return self.benefit + self.revenue - self.cost - self.delay


class Returns(NamedTuple):
    """What each project, and last the portfolio as a whole, is worth in each replication.

    Attributes
    ----------
    npv, benefits, costs : ndarray of float64, (replications, projects + 1)
        Present values: net, of what comes in, of what goes out.
    gain : ndarray of float64, (replications, projects + 1)
        What comes in less what delay costs, not discounted and without costs.
    """

    npv: Floats
    benefits: Floats
    costs: Floats
    gain: Floats


class Kept(NamedTuple):
    """What it costs to keep people who have nothing left to do.

    Attributes
    ----------
    cost : ndarray of float64, (replications,)
    present : ndarray of float64, (replications,)
        Its present value.
    """

    cost: Floats
    present: Floats


class Rates(NamedTuple):
    """How fast projects pay back, the portfolio as a whole last.

    Attributes
    ----------
    irr : ndarray of float64, (replications, projects + 1)
        Per year; NaN where there is none.
    payback : ndarray of int64, (replications, projects + 1)
        Months from the start; `capsim.clock.NEVER`.
    """

    irr: Floats
    payback: Ints


@dataclass(frozen=True, eq=False)
class Money:
    """The money of a run.

    Attributes
    ----------
    facts : Facts
    """

    facts: Facts

    @cached_property
    def spending(self) -> Spending:
        """What is spent; an error if only the dates of projects were kept."""
        return Spending(self.facts.runs, self.facts.sampling)

    @cached_property
    def earning(self) -> Earning:
        """What comes in."""
        return Earning(finishes_of(self.facts.kept), self.facts.sampling)

    @property
    def is_certain(self) -> bool:
        """Whether nothing is uncertain, no benefit and no cost of a risk either."""
        costly = any(risk.impact.cost is not None for risk in self.facts.plan.portfolio.risks)
        return self.facts.is_schedule and self.earning.is_certain and not costly

    @property
    def names(self) -> tuple[str, ...]:
        """The projects."""
        return self.facts.plan.project_names

    # ------------------------------------------------------------ spending

    def firsts(self, letter: str) -> npt.NDArray[np.datetime64]:
        """Return the first days of the periods in which money is spent, and that of the one after."""
        last = max(int(self.spending.stop.max(initial=0)) - 1, 0) // TICKS_PER_DAY
        start = self.facts.plan.start
        return first_days(start, letter, np.datetime64(start, "D") + last)

    def days_of(self, firsts: npt.NDArray[np.datetime64]) -> Ints:
        """Return first days as day numbers, the first of them 0."""
        days = (firsts - np.datetime64(self.facts.plan.start, "D")).astype(np.int64)
        return np.maximum(days, 0)

    def costs(self, by: str, days: Ints) -> tuple[Grouping, Floats]:
        """Return costs by group and period, (replications, groups, periods)."""
        if by in PROJECT_LABELS:
            return self._labeled(by, days)
        grouping = grouping_of(self.facts.plan, by)
        bounds = days * TICKS_PER_DAY
        width = len(grouping.names) * (len(days) - 1)
        parts = [
            self.spending.costs(grouping, self.spending.worked(bounds, part))
            for part in self.spending.parts(width, self.facts.batch)
        ]
        empty: Floats = np.zeros((0, len(grouping.names), len(days) - 1))
        return grouping, np.concatenate(parts) if parts else empty

    def _labeled(self, by: str, days: Ints) -> tuple[Grouping, Floats]:
        """Return costs by a label of projects; what is on no project is last."""
        grouping, amounts = self.costs("project", days)
        labels = labels_of(self.facts.plan, by)
        made = np.concatenate([labels.summed(amounts), amounts[:, -1:]], axis=1)
        return grouping._replace(names=(*labels.names, grouping.names[-1])), made

    @cached_property
    def project_costs(self) -> Floats:
        """All costs by project, and last what is on none, (replications, projects + 1)."""
        return self.costs("project", self.days_of(self.firsts("M"))[[0, -1]])[1][:, :, 0]

    @cached_property
    def risk_costs(self) -> Floats:
        """What risks cost by project, and last what is on none, (replications, projects + 1)."""
        parts = self.spending.parts(len(self.names) + 1, self.facts.batch)
        return np.concatenate([self.spending.risks(part) for part in parts])

    # ------------------------------------------------------------ flows

    @cached_property
    def months(self) -> Ints:
        """The days at which months begin, up to the last that brings in money."""
        last = max(self.earning.last_day, int(self.days_of(self.firsts("M"))[-1]))
        start = self.facts.plan.start
        return self.days_of(first_days(start, "M", np.datetime64(start, "D") + last))

    def kept_to(self, until: Ints) -> Kept:
        """Return what it costs to keep people although nothing is left to do.

        Parameters
        ----------
        until : ndarray of int64, (replications,)
            Ticks up to which they are kept; up to the last finish nothing is added.

        Returns
        -------
        Kept
        """
        start, spending = self.facts.plan.start, self.spending
        to = np.clip(until, spending.stop, self.facts.plan.horizon_tick)
        last = np.datetime64(start, "D") + max(int(to.max(initial=0)) - 1, 0) // TICKS_PER_DAY
        bounds = self.days_of(first_days(start, "M", last)) * TICKS_PER_DAY
        grouping = grouping_of(self.facts.plan, "project")
        parts = spending.parts(len(bounds) - 1, self.facts.batch)
        kept = [spending.kept(to, grouping, bounds, part) for part in parts]
        amounts = np.concatenate(kept) if kept else np.zeros((0, len(bounds) - 1))
        return Kept(amounts.sum(axis=1), net_present_value(amounts, self.monthly_rate))

    def flows(self) -> Iterator[Flows]:
        """Yield all money by project and month, some replications after the other."""
        days, plan = self.months, self.facts.plan
        grouping = grouping_of(plan, "project")
        bounds = days * TICKS_PER_DAY
        width = 4 * len(grouping.names) * (len(days) - 1)
        for part in self.spending.parts(width, self.facts.batch):
            worked = self.spending.worked(bounds, part)
            cost = self.spending.costs(grouping, worked)
            benefit, revenue, delay = (np.zeros_like(cost) for _ in range(3))
            revenue[:, : plan.n_projects] = self.spending.billed(worked)
            for stream in self.earning.streams:
                benefit[:, stream.project] += self.earning.received(stream, days, part)
            for index in range(plan.n_projects):
                revenue[:, index] += self.earning.price(index, days, part)
                delay[:, index] += self.earning.delay(index, days, part)
            yield Flows(part, cost, benefit, revenue, delay)

    @property
    def monthly_rate(self) -> float:
        """What money is worth less by each month."""
        rate = self.facts.plan.portfolio.money.discount_rate
        return float((1 + rate) ** (1 / 12) - 1)

    @cached_property
    def returns(self) -> Returns:
        """What projects are worth: with a status date, of the money that is still to be spent."""
        found = [_returns(flows, self.monthly_rate) for flows in self.flows()]
        return Returns(*(np.concatenate(each) for each in zip(*found, strict=True)))

    def rates(self) -> Rates:
        """Return how fast projects pay back."""
        found = [_rates(_with_total(flows.net)) for flows in self.flows()]
        return Rates(*(np.concatenate(each) for each in zip(*found, strict=True)))

    # ------------------------------------------------------------ estimates

    @cached_property
    def goes_ahead(self) -> Bools:
        """Where each project goes ahead, and True for what is on none: (replications, projects + 1)."""
        ahead = self.facts.projects.goes_ahead
        return np.column_stack([ahead, np.ones(len(ahead), dtype=np.bool_)])

    def counted(self, by: str, names: Sequence[str], periods: int) -> Bools:
        """Return the futures of which groups speak: of a project those in which it goes ahead.

        Parameters
        ----------
        by : str
            What the groups are.
        names : sequence of str
        periods : int

        Returns
        -------
        ndarray of bool, (replications, groups times periods)
        """
        if by in PROJECT_LABELS:
            return self.counted_by(by, names, periods)
        if by != "project":
            return np.ones((self.facts.kept.replications, len(names) * periods), dtype=np.bool_)
        place = {name: index for index, name in enumerate(self.names)}
        columns = [place.get(name, -1) for name in names]
        return np.repeat(self.goes_ahead[:, columns], periods, axis=1)

    def counted_by(self, label: str, names: Sequence[str], periods: int) -> Bools:
        """Return the futures in which some project with a label goes ahead; all for what is no label."""
        labels = labels_of(self.facts.plan, label)
        ahead = self.goes_ahead[:, :-1].astype(np.int64) @ (labels.share > 0) > 0
        place = {name: index for index, name in enumerate(labels.names)}
        whole = np.column_stack([ahead, np.ones(len(ahead), dtype=np.bool_)])
        return np.repeat(whole[:, [place.get(name, -1) for name in names]], periods, axis=1)

    def quantile(self, amounts: Floats, level: float, counted: Bools | None = None) -> Estimated:
        """Return a quantile of each column, with its interval."""
        found = quantile_of(amounts, level, self.facts.batch, MILLS, counted)
        return Estimated(*[found.value] * 3) if self.is_certain else found

    def mean(self, amounts: Floats, counted: Bools | None = None) -> tuple[Floats, Floats]:
        """Return the mean of each column, and its Monte Carlo standard error."""
        value, error = mean_of(amounts, self.facts.batch, MILLS, counted)
        return value, np.zeros_like(error) if self.is_certain else error

    def tail(self, amounts: Floats, level: float, counted: Bools) -> Tail:
        """Return the mean of the worst cases of each column."""
        found = cvar(amounts, level, self.facts.batch, counted)
        if not self.is_certain:
            return found
        return Tail(Estimated(*[found.quantile.value] * 3), found.mean, np.zeros_like(found.error))

    def share(self, hit: Bools, counted: Bools | None = None) -> Odds:
        """Return in which share of the futures something happens."""
        share = odds(hit, np.ones_like(hit) if counted is None else counted, self.facts.batch)
        return Odds(*[share.probability] * 3) if self.is_certain else share


def estimates(
    money: Money, amounts: Floats, counted: Bools, levels: Mapping[str, float] = LEVELS
) -> dict[str, Floats]:
    """Return mean, error and quantiles with their intervals as columns.

    Parameters
    ----------
    money : Money
    amounts : ndarray of float64, (replications, columns)
    counted : ndarray of bool, (replications, columns)
        The futures that count.
    levels : dict of str to float
        The quantiles, by the names of their columns.

    Returns
    -------
    dict of str to ndarray
    """
    mean, error = money.mean(amounts, counted)
    found = {name: money.quantile(amounts, level, counted) for name, level in levels.items()}
    ends = {f"{name}_{end}": getattr(each, end) for name, each in found.items() for end in ("low", "high")}
    return {"mean": mean, "error": error, **{name: each.value for name, each in found.items()}, **ends}


def _returns(flows: Flows, rate: float) -> Returns:
    """Return what projects and the whole are worth in some replications."""
    net, came, went = (
        _with_total(each) for each in (flows.net, flows.benefit + flows.revenue, flows.cost + flows.delay)
    )
    gain = _with_total(flows.benefit + flows.revenue - flows.delay).sum(axis=2)
    npv, benefits, costs = (net_present_value(each, rate) for each in (net, came, went))
    return Returns(npv, benefits, costs, gain)


def _rates(net: Floats) -> Rates:
    """Return how fast net flows by month pay back."""
    rows = net.reshape(-1, net.shape[2])
    yearly = (1 + irr(rows)) ** 12 - 1
    return Rates(yearly.reshape(net.shape[:2]), payback(rows).reshape(net.shape[:2]))


def _with_total(amounts: Floats) -> Floats:
    """Return amounts by project, and the sum of all, what is on no project included, in the last place."""
    made = amounts.copy()
    made[:, -1] = amounts.sum(axis=1)
    return made


def need_rates(money: Money, question: str) -> None:
    """Refuse a question about costs where nothing costs anything."""
    portfolio = money.facts.plan.portfolio
    has_rates = any(person.cost_per_day is not None or person.rates for person in portfolio.people)
    has_costs = any(task.fixed_cost for project in portfolio.projects for task in project.tasks)
    if not has_rates and not has_costs:
        fix = "give people cost_per_day, or tasks a fixed_cost"
        raise InputError([Problem(f"forecast, {question}", "nobody has a rate, and no task a cost", fix=fix)])
