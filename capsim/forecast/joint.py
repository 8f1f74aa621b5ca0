"""Cost and finish together: how likely both are kept, and how bad the worst futures are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.forecast.columns import texts
from capsim.forecast.costing import checked_level, project_column
from capsim.forecast.dates import as_dates
from capsim.forecast.money import Money, need_rates
from capsim.metrics import UNBOUNDED, order_statistic, order_statistic_interval
from capsim.metrics.delivery import rank_of
from capsim.plan.pay import MILLS

__all__ = ["cloud_frame", "cvar_frame", "joint_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_MOST_DATES: Final = 40
"""Points of the line at most."""


def joint_frame(money: Money, project: str | None, quantile: float) -> pd.DataFrame:
    """Return dates and the least costs that go with them; columns as in `Forecast.joint_confidence`."""
    level = checked_level("joint_confidence", "quantile", quantile)
    column = project_column(money, "joint_confidence", project)
    need_rates(money, "joint_confidence")
    cost, finish = _cost_and_finish(money, column)
    days = _days_on_line(finish, level)
    if not len(days):
        return _too_seldom(money, finish)
    mills = np.rint(cost * MILLS).astype(np.int64)[:, np.newaxis]
    kept = finish[:, np.newaxis] <= days
    beyond = int(mills.max()) + 1
    amounts = np.where(kept, mills, beyond)
    counted = np.ones(amounts.shape, dtype=np.bool_)
    least = order_statistic(amounts, counted, level)
    low, high = order_statistic_interval(amounts, counted, level, money.facts.batch)
    if money.is_certain:
        low, high = least, least
    line = np.array(
        [
            np.where((each == beyond) | (each == UNBOUNDED), np.nan, each / MILLS)
            for each in (least, low, high)
        ]
    )
    cheaper = np.append(True, line[0, 1:] < line[0, :-1])  # a later date that is no cheaper says nothing
    return _joint_columns(money, cost, finish, days[cheaper], line[:, cheaper])


def cloud_frame(money: Money, project: str | None) -> pd.DataFrame:
    """Return cost and finish of each future; columns as in `Forecast.costs_and_finishes`."""
    column = project_column(money, "costs_and_finishes", project)
    need_rates(money, "costs_and_finishes")
    outcomes = money.facts.projects.ticks
    goes = outcomes[:, column] != ABSENT if column >= 0 else np.ones(len(outcomes), dtype=np.bool_)
    cost, finish = _cost_and_finish(money, column)
    return pd.DataFrame(
        {
            "replication": np.flatnonzero(goes),
            "finish": as_dates(finish, money.facts.plan.start),
            "cost": cost,
        }
    )


def _cost_and_finish(money: Money, column: int) -> tuple[Floats, Ints]:
    """Return cost and shown day of the finish of the futures in which a project (-1: any) goes ahead."""
    days = money.facts.projects.days.astype(np.int64)
    days = np.where(money.facts.projects.ticks == STOPPED, NEVER, days)
    if column >= 0:
        goes = days[:, column] != ABSENT
        return money.project_costs[goes, column], days[goes, column]
    return money.project_costs.sum(axis=1), days.max(axis=1, initial=0)


def _days_on_line(finish: Ints, level: float) -> Ints:
    """Return days on which enough is finished, some of them where they are many."""
    ordered = np.sort(finish)
    if not len(ordered):
        return ordered
    possible = np.unique(ordered[rank_of(level, len(ordered)) - 1 :])
    possible = possible[possible < STOPPED]
    some = np.unique(np.linspace(0, len(possible) - 1, min(len(possible), _MOST_DATES)).astype(np.int64))
    return possible[some]


def _joint_columns(money: Money, cost: Floats, finish: Ints, days: Ints, line: Floats) -> pd.DataFrame:
    least = line[0]
    on_time = finish[:, np.newaxis] <= days
    within = cost[:, np.newaxis] <= least + 0.5 / MILLS
    both = money.share(on_time & within)  # the futures in which it does not go ahead are left out
    cost_odds, finish_odds = within.mean(axis=0), on_time.mean(axis=0)
    apart = np.abs(cost_odds - finish_odds)
    commit = np.zeros(len(days), dtype=np.bool_)
    if len(days):
        commit[int(np.argmin(apart))] = True
    return pd.DataFrame(
        {
            "finish": as_dates(days, money.facts.plan.start),
            "cost": least,
            "cost_low": line[1],
            "cost_high": line[2],
            "probability": both.probability,
            "low": both.low,
            "high": both.high,
            "finish_odds": finish_odds,
            "cost_odds": cost_odds,
            "commit": commit,
        }
    )


def _too_seldom(money: Money, finish: Ints) -> pd.DataFrame:
    """Return how often it is finished at all, as there is no such pair; no row if it never goes ahead."""
    done = finish[:, np.newaxis] < STOPPED
    share, rows = money.share(done), int(len(finish) > 0)
    return pd.DataFrame(
        {
            "finish": np.full(rows, np.datetime64("NaT", "s")),
            **{name: np.full(rows, np.nan) for name in ("cost", "cost_low", "cost_high")},
            "probability": share.probability[:rows],
            "low": share.low[:rows],
            "high": share.high[:rows],
            "finish_odds": share.probability[:rows],
            "cost_odds": np.full(rows, np.nan),
            "commit": np.zeros(rows, dtype=np.bool_),
        }
    )


# ---------------------------------------------------------------- the worst futures


def cvar_frame(money: Money, level: float) -> pd.DataFrame:
    """Return how bad the worst futures are; columns as in `Forecast.cvar`."""
    share = checked_level("cvar", "level", level)
    need_rates(money, "cvar")
    cost = money.project_costs.copy()
    cost[:, -1] = money.project_costs.sum(axis=1)
    late = _days_late(money)
    rows = {"cost": (cost, 1.0), "npv": (money.returns.npv, -1.0), "tardiness_days": (late, 1.0)}
    names = [*money.names, money.facts.plan.portfolio.name]
    frames = [
        _tail(money, names, what, sign * amounts, sign, share) for what, (amounts, sign) in rows.items()
    ]
    made = pd.concat(frames)
    return made.sort_index(kind="stable").reset_index(drop=True)


def _tail(
    money: Money, names: Sequence[str], what: str, amounts: Floats, sign: float, level: float
) -> pd.DataFrame:
    """Return one measure of all projects, larger amounts being worse; the index is the project's number."""
    columns = amounts.shape[1]
    counted = money.goes_ahead[:, :columns]
    unknown = (np.isnan(amounts) & counted).any(axis=0)
    known = np.nan_to_num(amounts)
    tail = money.tail(known, level, counted)
    mean, mean_error = money.mean(known, counted)
    found = {
        "mean": sign * mean,
        "mean_error": mean_error,
        "quantile": sign * tail.quantile.value,
        "quantile_low": sign * (tail.quantile.low if sign > 0 else tail.quantile.high),
        "quantile_high": sign * (tail.quantile.high if sign > 0 else tail.quantile.low),
        "cvar": sign * tail.mean,
        "cvar_error": tail.error,
    }
    return pd.DataFrame(
        {
            "project": texts(names[:columns]),
            "of": texts([what] * columns),
            **{name: np.where(unknown, np.nan, each + 0.0) for name, each in found.items()},
        }
    )


def _days_late(money: Money) -> Floats:
    """Return days after the deadline, (replications, projects); NaN without a deadline or a finish."""
    outcomes = money.facts.projects
    due = outcomes.deadline // TICKS_PER_DAY - 1
    late = np.maximum(outcomes.days - due, 0).astype(np.float64)
    return np.where(outcomes.promised & (outcomes.ticks < STOPPED), late, np.nan)
