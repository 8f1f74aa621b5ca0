"""What two forecasts of the same futures have in common: their projects, and measures of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.money import Kept, Money, need_rates
from capsim.forecast.usage import busy_shares
from capsim.metrics import always, order_statistic
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean, paired_probability, paired_quantile
from capsim.plan.pay import MILLS

__all__ = ["MEASURES", "Column", "Difference", "Measure", "Pair", "Side", "has_worth"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Column(NamedTuple):
    """A measure of every future: (replications, 1).

    Attributes
    ----------
    amount : ndarray
    counted : ndarray of bool
        The futures in which it means something.
    """

    amount: npt.NDArray[Any]
    counted: npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Side:
    """One of the forecasts, as measures see it.

    Attributes
    ----------
    money : Money
        Of the forecast, with its facts.
    projects : tuple of str
        Those that are compared: they take part on both sides.
    paid_to : ndarray of int64, (replications,), optional
        The last finish of either side: people are paid up to there on both, so that who is done earlier
        has not got rid of them.
    """

    money: Money
    projects: tuple[str, ...]
    paid_to: Ints | None = None

    @property
    def facts(self) -> Facts:
        """What was kept of its run."""
        return self.money.facts

    @cached_property
    def places(self) -> list[int]:
        """Where the compared projects are."""
        place = {name: index for index, name in enumerate(self.facts.plan.project_names)}
        return [place[name] for name in self.projects]

    @cached_property
    def days(self) -> Ints:
        """The days of their finishes, (replications, projects); `NEVER` and more where there is none."""
        return self.facts.projects.days[:, self.places].astype(np.int64)

    @cached_property
    def counted(self) -> Bools:
        """Where they go ahead and have something to finish."""
        return self.facts.projects.counted[:, self.places]

    @cached_property
    def on_time(self) -> Bools:
        """Where their deadline is kept."""
        return self.facts.projects.on_time[:, self.places]

    @cached_property
    def promised(self) -> Bools:
        """Which of them have a deadline, (projects,)."""
        return self.facts.projects.promised[self.places]

    @cached_property
    def _kept(self) -> Kept:
        """What it costs that people are paid longer than there is work."""
        none = np.zeros(self.facts.kept.replications)
        return Kept(none, none) if self.paid_to is None else self.money.kept_to(self.paid_to)

    def last_finish(self) -> Column:
        """Return the day of the last finish of all compared projects, `NEVER` if one never is."""
        days = np.where(self.counted & (self.days < STOPPED), self.days, ABSENT)
        never = _any(self.counted & (self.days >= STOPPED))
        last = np.where(never, NEVER, days.max(axis=1, initial=ABSENT, keepdims=True))
        return Column(last, _any(self.counted))

    def share_on_time(self) -> Column:
        """Return the share of deadlines that are kept."""
        asked = (self.counted & self.promised).sum(axis=1, keepdims=True)
        return Column(self.on_time.sum(axis=1, keepdims=True) / np.maximum(asked, 1), asked > 0)

    def all_on_time(self) -> Column:
        """Return whether all deadlines are kept."""
        asked = self.counted & self.promised
        return Column(always(self.on_time, asked)[:, np.newaxis], _any(asked))

    def tardiness(self) -> Column:
        """Return the calendar days by which deadlines are missed, summed over projects."""
        deadline = self.facts.projects.deadline[self.places] // TICKS_PER_DAY - 1
        late = np.where(self.counted & self.promised, np.maximum(self.days - deadline, 0), 0)
        finished = ~_any(self.counted & self.promised & (self.days >= STOPPED))
        return Column(late.sum(axis=1, keepdims=True), finished & self.promised.any())

    def wait(self) -> Column:
        """Return the calendar days that work which is ready waits for its start, summed over tasks."""
        runs = self.facts.runs
        begun = is_tick(runs.start) & is_tick(runs.ready)
        ticks = np.where(begun, runs.start.astype(np.int64) - runs.ready, 0).sum(axis=1, keepdims=True)
        return Column(ticks / TICKS_PER_DAY, np.ones((len(ticks), 1), np.bool_))

    def cost(self) -> Column:
        """Return what everything costs."""
        need_rates(self.money, "compare")
        total = self.money.project_costs.sum(axis=1) + self._kept.cost
        rounded = np.rint(total[:, np.newaxis] * MILLS) / MILLS
        return Column(rounded, np.ones(rounded.shape, np.bool_))

    def worth(self) -> Column:
        """Return the net present value of the whole."""
        if not has_worth(self.facts.plan.portfolio):
            fix = "give projects a value, benefits or a price"
            raise InputError([Problem("compare", "nothing brings in any money", fix=fix)])
        return self.net_value()

    def net_value(self) -> Column:
        """Return the net present value of the whole, whether or not anything brings in money."""
        npv = (self.money.returns.npv[:, -1] - self._kept.present)[:, np.newaxis]
        return Column(npv, np.ones(npv.shape, np.bool_))

    def load(self) -> Column:
        """Return how busy people are up to the last finish: the share of their time."""
        busy, room = self._busy
        return Column(busy / np.maximum(room * 1000.0, 1), room > 0)

    @cached_property
    def _busy(self) -> tuple[Ints, Ints]:
        return busy_shares(self.facts.runs)


def _any(where: Bools) -> Bools:
    """Return the futures in which something holds for any column: (replications, 1)."""
    return np.asarray(where.any(axis=1))[:, np.newaxis]


class Measure(NamedTuple):
    """Something that can be better or worse.

    Attributes
    ----------
    name, unit : str
    better : {-1, 1}
        Whether less or more of it is better.
    of : callable
        From a side to a column.
    level : float or None
        The quantile that is compared; None for the mean.
    """

    name: str
    unit: str
    better: Literal[-1, 1]
    of: Callable[[Side], Column]
    level: float | None = None


MEASURES: Final = (
    Measure("all on time", "share", 1, Side.all_on_time),
    Measure("on time", "share", 1, Side.share_on_time),
    Measure("tardiness", "days", -1, Side.tardiness),
    Measure("finish", "days", -1, Side.last_finish),
    Measure("finish p50", "days", -1, Side.last_finish, 0.5),
    Measure("finish p80", "days", -1, Side.last_finish, 0.8),
    Measure("wait", "days", -1, Side.wait),
    Measure("load", "share", -1, Side.load),
    Measure("cost", "money", -1, Side.cost),
    Measure("cost p80", "money", -1, Side.cost, 0.8),
    Measure("value", "money", 1, Side.worth),
)
"""What two forecasts are compared by, in the order of a summary."""


def has_worth(portfolio: Portfolio) -> bool:
    """Whether some project brings in money."""
    return any(each.value or each.benefits or each.price for each in portfolio.projects)


class Ends(NamedTuple):
    """A measure of the base and of the scenario; NaN where it is not known."""

    base: float
    scenario: float


class Difference(NamedTuple):
    """A measure on both sides, and by how much they differ.

    Attributes
    ----------
    ends : Ends
    more : Estimated
        The scenario less the base, one column.
    same : bool
        Whether they are equal in every future.
    """

    ends: Ends
    more: Estimated
    same: bool


@dataclass(frozen=True, eq=False)
class Pair:
    """Two forecasts of the same futures.

    Attributes
    ----------
    base, other : Side
    batch : int
        Replications drawn together.
    """

    base: Side
    other: Side
    batch: int

    @classmethod
    def of(cls, base: Money, other: Money) -> Pair:
        """Pair the money, and so the facts, of two forecasts by the projects that take part in both."""
        one, two = base.facts, other.facts
        names = set(two.plan.project_names)
        shared = tuple(name for name in one.plan.project_names if name in names)
        paid_to = None
        if one.has_runs and two.has_runs:
            paid_to = np.maximum(base.spending.stop, other.spending.stop)
        return cls(Side(base, shared, paid_to), Side(other, shared, paid_to), one.batch)

    def differences(self, measures: Sequence[Measure] = MEASURES) -> Iterator[tuple[Measure, Difference]]:
        """Yield by how much each measure differs; those that a portfolio has nothing for are left out."""
        for measure in measures:
            try:
                one, two = measure.of(self.base), measure.of(self.other)
            except InputError:  # no rates, no benefits, or only the dates of projects were kept
                continue
            if one.counted.any() and two.counted.any():
                yield measure, self._difference(measure, one, two)

    def _difference(self, measure: Measure, one: Column, two: Column) -> Difference:
        counted = one.counted & two.counted
        same = bool((one.counted == two.counted).all() and (one.amount == two.amount)[counted].all())
        if measure.level is not None:
            return self._of_quantile(measure.level, one, two, counted, same=same)
        if measure.of is Side.last_finish:
            counted = counted & (one.amount < STOPPED) & (two.amount < STOPPED)
        means = Ends(
            *(float(each.amount[counted].mean()) if counted.any() else np.nan for each in (one, two))
        )
        paired = paired_probability if one.amount.dtype == np.bool_ else paired_mean
        return Difference(means, paired(one.amount, two.amount, counted, self.batch), same)

    def _of_quantile(
        self, level: float, one: Column, two: Column, counted: Bools, *, same: bool
    ) -> Difference:
        parts = _parts(one, two)
        first, second = (_in_parts(each.amount, parts) for each in (one, two))
        more = paired_quantile(first, second, counted, level, self.batch)
        ranked = (int(order_statistic(each, counted, level)[0]) for each in (first, second))
        ends = Ends(*(rank / parts if rank < STOPPED else np.nan for rank in ranked))
        return Difference(ends, Estimated(*(each / parts for each in more)), same)


_MOST_PARTS: Final = 1_000


def _parts(one: Column, two: Column) -> float:
    """Return into how many parts of a unit amounts are cut, so that they are ranked as whole numbers."""
    if one.amount.dtype.kind == "i":
        return 1
    largest = max(float(np.abs(each.amount).max(initial=1)) for each in (one, two))
    parts = float(_MOST_PARTS)
    while largest * parts >= STOPPED:
        parts /= 10
    return parts


def _in_parts(amount: npt.NDArray[Any], parts: float) -> Ints:
    return np.rint(amount * parts).astype(np.int64) if parts != 1 else amount.astype(np.int64)
