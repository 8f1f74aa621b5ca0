"""The tables of dates and odds: projects, tasks, replications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates, is_tick, shown_days
from capsim.forecast.finishes import Finishes
from capsim.metrics import Odds, odds, order_statistic, order_statistic_interval
from capsim.plan.plan import NO_DATE

__all__ = ["QUANTILES", "Outcomes", "finish_frame", "outcome_frame", "outcome_words", "share_frame"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]

QUANTILES: Final = {"p50": 0.5, "p80": 0.8, "p95": 0.95}
"""The quantiles shown, by the names of their columns."""

OUTCOMES: Final = {ABSENT: "not going ahead", NEVER: "never", STOPPED: "stopped"}
"""What becomes of projects that are not delivered, by the tick that stands for it."""


@dataclass(frozen=True)
class Outcomes:
    """When each of several columns (projects, or tasks) is finished in every replication.

    Attributes
    ----------
    ticks, days : ndarray of int32, (replications, columns)
        Finishes, and the days they are shown on; NEVER, STOPPED and ABSENT as in `Runs`.
    deadline : ndarray of int64, (columns,)
        The last tick that keeps the deadline, or `NO_DATE`.
    has_work : ndarray of bool, (columns,)
        Whether there is anything to finish; a project without tasks has neither dates nor odds.
    gated : bool
        Whether there are gates or reactions that can stop projects.
    batch : int
        Replications drawn together.
    certain : bool
        Whether nothing is uncertain: then there are dates, and no odds.
    """

    ticks: Ints32
    days: Ints32
    deadline: Ints
    has_work: Bools
    gated: bool
    batch: int
    certain: bool

    @classmethod
    def of_projects(cls, finishes: Finishes, batch: int, *, certain: bool) -> Outcomes:
        """Gather the finishes of projects."""
        plan = finishes.plan
        has_work = np.asarray(np.diff(plan.project_first_task) > 0)
        gated = len(plan.gate_task) > 0 or finishes.policy.stops
        return cls(finishes.ticks, finishes.days, plan.project_deadline, has_work, gated, batch, certain)

    @classmethod
    def of_tasks(cls, runs: Runs, batch: int, *, certain: bool) -> Outcomes:
        """Gather the finishes of tasks."""
        plan = runs.plan
        has_work = np.ones(plan.n_tasks, dtype=np.bool_)
        gated = len(plan.gate_task) > 0 or runs.policy.stops
        days = shown_days(runs).finish
        return cls(runs.finish, days, plan.task_deadline, has_work, gated, batch, certain)

    def only(self, columns: Ints) -> Outcomes:
        """Return some of the columns."""
        return replace(
            self,
            ticks=self.ticks[:, columns],
            days=self.days[:, columns],
            deadline=self.deadline[columns],
            has_work=self.has_work[columns],
        )

    @cached_property
    def goes_ahead(self) -> Bools:
        """Where a column takes part, (replications, columns)."""
        return np.asarray(self.ticks != ABSENT)

    @cached_property
    def counted(self) -> Bools:
        """Where a column counts: it takes part and has something to finish, (replications, columns)."""
        return self.goes_ahead & self.has_work

    @cached_property
    def promised(self) -> Bools:
        """Which columns have a deadline, (columns,)."""
        return np.asarray(self.deadline != NO_DATE)

    @cached_property
    def on_time(self) -> Bools:
        """Where a deadline is kept, (replications, columns)."""
        return self.counted & self.promised & (self.ticks <= self.deadline)

    @cached_property
    def odds(self) -> Odds:
        """The probability of keeping the deadline; NaN without a deadline, or when nothing is uncertain."""
        asked = self.counted & self.promised & (not self.certain)
        return odds(self.on_time, asked, self.batch)

    @cached_property
    def never(self) -> Odds:
        """The share of futures, of those in which a column goes ahead, in which it is not finished."""
        return self._share(NEVER)

    @cached_property
    def stopped(self) -> Odds:
        """The share of futures, of those in which a column goes ahead, in which it is stopped."""
        return self._share(STOPPED)

    def _share(self, what: int) -> Odds:
        share = odds(self.ticks == what, self.counted, self.batch)
        return Odds(*[share.probability] * 3) if self.certain else share

    def quantile(self, level: float) -> Ints:
        """Return the day of a quantile of the finish."""
        return order_statistic(self.days, self.counted, level)

    def quantile_interval(self, level: float) -> tuple[Ints, Ints]:
        """Return the days that enclose a quantile with 95 % confidence."""
        if self.certain:
            return self.quantile(level), self.quantile(level)
        return order_statistic_interval(self.days, self.counted, level, self.batch)


def outcome_frame(outcomes: Outcomes, start: date) -> pd.DataFrame:
    """Return dates, odds and errors, one row per column; columns as in `Forecast.delivery`."""
    quantiles = {name: outcomes.quantile(level) for name, level in QUANTILES.items()}
    due = np.where(outcomes.promised, outcomes.deadline // TICKS_PER_DAY - 1, 0)  # the day that ends there
    known = outcomes.promised & is_tick(quantiles["p80"])
    stopped = {"stopped": outcomes.stopped.probability} if outcomes.gated else {}
    return pd.DataFrame(
        {
            "deadline": _due_dates(due, outcomes.promised, start),
            **{name: as_dates(days, start) for name, days in quantiles.items()},
            "probability": outcomes.odds.probability,
            "low": outcomes.odds.low,
            "high": outcomes.odds.high,
            **_intervals(outcomes, start),
            "days_late": np.where(known, quantiles["p80"] - due, np.nan),
            "going_ahead": outcomes.goes_ahead.sum(axis=0) / max(len(outcomes.ticks), 1),
            **stopped,
            "never": outcomes.never.probability,
            "never_low": outcomes.never.low,
            "never_high": outcomes.never.high,
            "beyond_horizon": texts(
                " ".join(name for name, days in quantiles.items() if days[column] == NEVER)
                for column in range(len(due))
            ),
        }
    )


def _intervals(outcomes: Outcomes, start: date) -> dict[str, npt.NDArray[np.datetime64]]:
    """Return the columns with the 95 % interval of each quantile."""
    columns = {}
    for name, level in QUANTILES.items():
        low, high = outcomes.quantile_interval(level)
        columns[f"{name}_low"], columns[f"{name}_high"] = as_dates(low, start), as_dates(high, start)
    return columns


def _due_dates(due: Ints, promised: Bools, start: date) -> npt.NDArray[np.datetime64]:
    """Return deadlines as dates, those before the portfolio's start too."""
    dates = np.datetime64(start, "D") + due.astype("timedelta64[D]")
    return np.where(promised, dates, np.datetime64("NaT", "D")).astype("datetime64[s]")


def finish_frame(outcomes: Outcomes, names: Sequence[str], start: date) -> pd.DataFrame:
    """Return the date of each finish, one row per replication, one column per name."""
    dates = as_dates(outcomes.days, start)
    return _by_replication({name: dates[:, column] for column, name in enumerate(names)}, len(dates))


def share_frame(outcomes: Outcomes, names: Sequence[str], start: date) -> pd.DataFrame:
    """Return how many futures finish each column on which day; columns as in `Forecast.finishes`."""
    parts = [_shares(outcomes, column) for column in range(len(names))]
    column = np.repeat(np.arange(len(names)), [len(part.days) for part in parts])
    due = np.where(outcomes.promised, outcomes.deadline // TICKS_PER_DAY - 1, 0)
    return pd.DataFrame(
        {
            "project": texts(names[each] for each in column.tolist()),
            "deadline": _due_dates(due, outcomes.promised, start)[column],
            "finish": as_dates(_joined([part.days for part in parts], np.int32), start),
            "futures": _joined([part.futures for part in parts], np.int64),
            "share": _joined([part.share for part in parts], np.float64),
        }
    )


class _Shares(NamedTuple):
    """The days on which one column is finished, how often, and how often by then; without a date last."""

    days: Ints32
    futures: Ints
    share: npt.NDArray[np.float64]


def _shares(outcomes: Outcomes, column: int) -> _Shares:
    days, futures = np.unique(outcomes.days[outcomes.counted[:, column], column], return_counts=True)
    by_then = futures.cumsum() / max(int(futures.sum()), 1)
    return _Shares(days, futures, np.where(is_tick(days), by_then, np.nan))


def _joined(parts: Sequence[npt.NDArray[Any]], dtype: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype), *parts])


def outcome_words(outcomes: Outcomes, names: Sequence[str]) -> pd.DataFrame:
    """Return what became of each column: delivered, never, stopped or not going ahead."""
    words = np.select(
        [outcomes.ticks == tick for tick in OUTCOMES], list(OUTCOMES.values()), default="delivered"
    )
    return _by_replication({name: words[:, column] for column, name in enumerate(names)}, len(words))


def _by_replication(columns: Mapping[str, npt.NDArray[Any]], replications: int) -> pd.DataFrame:
    return pd.DataFrame(columns, index=pd.RangeIndex(replications, name="replication"))
