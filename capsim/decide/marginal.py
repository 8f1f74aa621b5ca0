"""What one more person is worth, by role: in days, odds and money, on the same futures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, count, takewhile
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from capsim.clock import STOPPED
from capsim.decide.comparing import base_of, simulated
from capsim.decide.levers import first_day, hire_for, roles_short, trainings
from capsim.decide.trials import columns_of, measured, measures_for, more, reading_of, together
from capsim.domain.edits import Hire, Train
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import Told
from capsim.domain.scenario import Scenario
from capsim.domain.values import day as as_day
from capsim.errors import InputError, Problem, did_you_mean
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column
from capsim.forecast.sides import Column, Difference, Measure, Side, has_worth
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean
from capsim.running.crews import Workers
from capsim.running.progress import Progress

__all__ = ["MarginalValues", "marginal_value"]

_COLUMNS: Final = {
    "on_time": "on time",
    "tardiness_days": "tardiness",
    "finish_days": "finish",
    "p80_days": "finish p80",
    "cost": "cost",
    "value": "value",
}
_PAIR: Final = ("role", "other")
_WITNESS: Final = ("on_time", "tardiness_days", "finish_days")
_MONTH: Final = timedelta(days=30)
_RATE: Final = 1_000.0
"""A rate to tell a break-even by where people have none."""


class _Asked(NamedTuple):
    """Somebody more for a role, or more able."""

    role: str
    kind: str
    edit: Hire | Train
    free: Hire | None = None


class _Found(NamedTuple):
    """What somebody more does."""

    asked: _Asked
    differences: dict[str, Difference]
    break_even: float
    next_role: str


@dataclass(frozen=True, eq=False, repr=False)
class MarginalValues(Told):
    """What one more person is worth, by role.

    `capsim.marginal_value` makes it.

    Attributes
    ----------
    base : Forecast
    start : date
        The first day of who comes.
    found : tuple
        What was simulated, a row of `frame` each.
    """

    base: Forecast
    start: date
    found: tuple[_Found, ...]

    @property
    def _title(self) -> str:
        futures = f"{self.base.replications:,} futures (seed {self.base.seed})"
        return f"{self.base.portfolio.name}: what one more person is worth, on the same {futures}"

    def _lines(self) -> Iterator[str]:
        for row in self.frame().to_dict("records"):
            promised = not np.isnan(row["tardiness_days"])
            late, name = ("tardiness_days", "lateness") if promised else ("finish_days", "the last finish")
            paid = f", breaks even at {row['break_even']:,.0f} a day" if row["break_even"] > 0 else ""
            yield f"{row['role']}, {row['kind']}: {row['reading']}, {row[late]:+,.0f} days of {name}{paid}"
        yield "see found.frame(), found.pairs(), found.hire_by(), found.bottlenecks()"

    def frame(self) -> pd.DataFrame:
        """Return what somebody more does for the whole portfolio.

        Returns
        -------
        DataFrame
            Three rows for each role: one person more from the start on (``"1 more"``), one more for 30 days
            (``"1 more for a month"``), one of the others trained (``"1 trained"``, where somebody can be).

            =============== ============= ==================================================================
            column          dtype         meaning
            =============== ============= ==================================================================
            role, kind      str           for whom, and what
            start           datetime64[s] from when on
            on_time, …      float64       the differences of `WhatIfs.frame`, with both ends of their 95 %
                                          intervals: on_time, tardiness_days, finish_days, p80_days, cost,
                                          value
            break_even      float64       the cost per day at which the net value is 0: what one may pay; NaN
                                          where lateness costs nothing and nothing brings in money
            next            str           the role that is waited for most with them: what comes next; empty
                                          if nothing waits any more
            reading         str           as in `WhatIfs.frame`
            =============== ============= ==================================================================

        Notes
        -----
        The net value is linear in the rate as long as the rate does not decide who works on what: two runs,
        one at no cost, tell the break-even exactly. People are paid up to the later of both last finishes.
        """
        differences = [each.differences for each in self.found]
        return pd.DataFrame(
            {
                "role": texts(each.asked.role for each in self.found),
                "kind": texts(each.asked.kind for each in self.found),
                "start": as_column(each.asked.edit.start for each in self.found),
                **columns_of(differences, _COLUMNS),
                "break_even": np.array([each.break_even for each in self.found], np.float64),
                "next": texts(each.next_role for each in self.found),
                "reading": texts(reading_of(each) for each in differences),
            }
        )

    def bottlenecks(self) -> pd.DataFrame:
        """Return the three witnesses of a bottleneck side by side.

        Returns
        -------
        DataFrame
            `Forecast.bottlenecks` by role (waits for it, and how much of its time nobody has anything left),
            and for each role asked for what one person more changes: ``on_time``, ``tardiness_days``,
            ``finish_days`` with ``_low`` and ``_high``, ``next`` and ``reading`` as in `frame`.
        """
        names = [f"{name}{end}" for name in _WITNESS for end in ("", "_low", "_high")]
        one = self.frame().query("kind == '1 more'")[["role", *names, "next", "reading"]]
        return self.base.bottlenecks().merge(one, on="role", how="inner")

    def pairs(self, most: int = 3) -> pd.DataFrame:
        """Return what one more of each of two roles does, and what that is beyond both alone.

        Parameters
        ----------
        most : int
            Roles that are paired, the first of those asked for.

        Returns
        -------
        DataFrame
            A row per pair, the best first: ``role``, ``other``, ``days``, ``_low`` and ``_high`` (lateness
            of all deadlines, the last finish without any, against the base) and ``beyond`` with its ``_low``
            and ``_high``: days less the days of each role alone. Below 0 the two help each other; above 0
            one does some of what the other one would.

        Notes
        -----
        Future by future: both - one - other + base, so that the interval is that of what is told.
        """
        roles = list(dict.fromkeys(each.asked.role for each in self.found if each.asked.kind == _ONE))[:most]
        pairs = list(combinations(roles, 2))
        groups: list[tuple[str, ...]] = [*((role,) for role in roles), *pairs]
        columns = together([lambda group=group: self._with(group) for group in groups])  # type: ignore[misc]
        days = dict(zip(groups, columns, strict=True))
        told = [self._beyond(days, *pair) for pair in pairs]
        made: dict[str, object] = {
            name: texts(pair[place] for pair in pairs) for place, name in enumerate(_PAIR)
        }
        for place, name in enumerate(("days", "beyond")):
            for end, part in (("", "value"), ("_low", "low"), ("_high", "high")):
                ends = [float(getattr(each[place], part)[0]) for each in told]
                made[f"{name}{end}"] = np.array(ends, np.float64)
        return pd.DataFrame(made).sort_values("days", kind="stable", ignore_index=True)

    def _with(self, roles: Sequence[str]) -> Column:
        """Return the days of every future with one more of each of some roles."""
        hires = [hire_for(self.base, role, self.start) for role in roles]
        made = Scenario(", ".join(roles), hires).apply(self.base.portfolio)
        return _days_of(simulated(self.base, made, 1), self.base)

    def _beyond(
        self, days: Mapping[tuple[str, ...], Column], one: str, other: str
    ) -> tuple[Estimated, Estimated]:
        """Return what a pair does, and what that is beyond both alone."""
        base, both = _days_of(self.base, self.base), days[one, other]
        alone = days[one,], days[other,]
        counted = base.counted & both.counted
        every = counted & alone[0].counted & alone[1].counted
        batch = self.base._facts.batch
        summed = alone[0].amount.astype(np.float64) + alone[1].amount
        return (
            paired_mean(base.amount, both.amount, counted, batch),
            paired_mean(summed, both.amount.astype(np.float64) + base.amount, every, batch),
        )

    def hire_by(self) -> pd.DataFrame:
        """Return by when somebody has to come for the gain to be more than a tie.

        Returns
        -------
        DataFrame
            A row for each role in which one more from the start on is better: ``role`` and ``hire_by``, the
            last first of a month (or the start) at which it still is.

        Notes
        -----
        Found by bisection over the months up to the P80 of the last finish, for later is hardly ever better.
        """
        roles = [
            each.asked.role
            for each in self.found
            if each.asked.kind == _ONE and reading_of(each.differences) == "better"
        ]
        last = together([lambda role=role: self._latest(role) for role in roles])  # type: ignore[misc]
        return pd.DataFrame({"role": texts(roles), "hire_by": as_column(last)})

    def _latest(self, role: str) -> date:
        """Return the latest start at which one more is better."""
        end = self.base.portfolio.start + timedelta(days=int(_last_finish(self.base)))
        starts = [self.start, *takewhile(lambda day: day < end, _months_after(self.start))]
        low, high = 0, len(starts) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if _helps(self.base, hire_for(self.base, role, starts[middle])):
                low = middle
            else:
                high = middle - 1
        return starts[low]


def _last_finish(base: Forecast) -> float:
    days = Side(base._money, base._facts.plan.project_names).last_finish()
    known = days.amount[days.counted & (days.amount < base._facts.plan.n_days)]
    return float(np.quantile(known, 0.8)) if len(known) else 0.0


def _days_of(forecast: Forecast, base: Forecast) -> Column:
    """Return the days by which deadlines of the base are missed; the last finish without any."""
    side = Side(forecast._money, base._facts.plan.project_names)
    if side.promised.any():
        return side.tardiness()
    days = side.last_finish()
    return days._replace(counted=days.counted & (days.amount < STOPPED))


def _months_after(day: date) -> Iterable[date]:
    """Yield the firsts of the months after a day."""
    month = day.year * 12 + day.month
    return (date(number // 12, number % 12 + 1, 1) for number in count(month))


def _helps(base: Forecast, hire: Hire) -> bool:
    other = simulated(base, hire.apply(base.portfolio), 1)
    return reading_of(measured(base, other, measures_for(base.portfolio))) == "better"


_ONE: Final = "1 more"


def marginal_value(
    base: Portfolio | Forecast,
    roles: str | Iterable[str] | None = None,
    start: date | str | None = None,
    replications: int = 1_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    executor: Workers = None,
) -> MarginalValues:
    """Tell what one more person is worth, by role, on the same futures.

    Parameters
    ----------
    base : Portfolio or Forecast
        A forecast is not simulated again.
    roles : str or list of str, optional
        By default those that work waits for.
    start : date, optional
        From when on; from the first day on without.
    replications, seed, progress, executor
        As in `what_if`.

    Returns
    -------
    MarginalValues

    Raises
    ------
    InputError
        If there is no such role, or the start is no date.

    Examples
    --------
    >>> import capsim as cs
    >>> tasks = [cs.Task(name, effort=10, skill="backend") for name in ("one", "two")]
    >>> shop = cs.Project("Shop", tasks, deadline="2027-01-15", cost_of_delay_per_day=300)
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend", cost_per_day=100)], [shop])
    >>> found = cs.marginal_value(demo, replications=2, seed=7, progress=False)
    >>> found.frame()[["role", "kind", "tardiness_days", "reading"]].head(1)
          role    kind  tardiness_days reading
    0  backend  1 more           -14.0  better
    """
    given = base_of(base, "marginal_value")
    first = (
        given
        if isinstance(given, Forecast)
        else simulate(given, None, replications, seed, progress, executor=executor)
    )
    day = first_day(first.portfolio) if start is None else _date(start)
    asked = [each for role in _roles(first, roles) for each in _asked_of(first, role, day)]
    calls = [lambda each=each: _found(first, each) for each in asked]
    return MarginalValues(first, day, tuple(together(calls, progress)))


def _date(given: date | str) -> date:
    try:
        return as_day(given)
    except InputError as error:
        raise InputError(error.found, "marginal_value, start") from None


def _roles(base: Forecast, roles: str | Iterable[str] | None) -> list[str]:
    if roles is None:
        return roles_short(base)
    named = [roles] if isinstance(roles, str) else list(roles)
    known = [str(role) for role in base.bottlenecks()["role"]]
    problems = [
        Problem("marginal_value, roles", "no such role", role, did_you_mean(str(role), known))
        for role in named
        if role not in known
    ]
    if problems:
        raise InputError(problems)
    return list(dict.fromkeys(named))


def _asked_of(base: Forecast, role: str, start: date) -> list[_Asked]:
    usual = hire_for(base, role, start).cost_per_day
    rate = _RATE if usual is None else usual
    made = [
        _Asked(role, kind, hire_for(base, role, start, end, rate), hire_for(base, role, start, end, 0.0))
        for kind, end in ((_ONE, None), ("1 more for a month", start + _MONTH))
    ]
    return [*made, *(_Asked(role, "1 trained", each) for each in list(trainings(base, [role]))[:1])]


def _found(base: Forecast, asked: _Asked) -> _Found:
    portfolio = base.portfolio
    other = simulated(base, asked.edit.apply(portfolio), 1)
    differences = measured(base, other, [*measures_for(portfolio), _NET])
    short = roles_short(other)
    net, limit = differences.pop(_NET.name), float("nan")
    if asked.free is not None and isinstance(asked.edit, Hire) and asked.edit.cost_per_day:
        at_no_cost = measured(base, simulated(base, asked.free.apply(portfolio), 1), [_NET])
        gain = float(more(at_no_cost, _NET.name).value[0])
        paid = (gain - float(net.more.value[0])) / asked.edit.cost_per_day
        limit = gain / paid if paid > 0 and _is_at_stake(portfolio) else limit
    return _Found(asked, differences, limit, short[0] if short else "")


def _is_at_stake(portfolio: Portfolio) -> bool:
    """Whether dates move money."""
    return has_worth(portfolio) or any(
        each.cost_of_delay_per_day or each.penalty for each in portfolio.projects
    )


_NET: Final = Measure("net value", "money", 1, Side.net_value)
