"""Utilization by role, team or person, week by week or month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.metrics import Utilization, stop_ticks, utilization
from capsim.plan.plan import Plan

__all__ = ["GROUPINGS", "NO_TEAM", "PERIODS", "overall_utilization", "utilization_frame"]

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

GROUPINGS = ("role", "team", "person")
PERIODS = {"W": "week", "M": "month"}
NO_TEAM = "no team"


def utilization_frame(runs: Runs, batch: int, by: str, period: str) -> pd.DataFrame:
    """Return utilization per group and period; columns as in `Forecast.utilization`."""
    _check(by, period)
    names, group = _groups(runs.plan, by)
    stop = stop_ticks(runs.finish, runs.plan.horizon_tick)
    firsts = _period_starts(runs.plan.start, int(stop.max(initial=0)), period)
    ticks = _ticks(firsts, runs.plan)
    used = _utilization(runs, batch, names, group, ticks, stop)
    periods = firsts[:-1].astype("datetime64[s]")
    return pd.DataFrame(
        {
            "period": np.tile(periods, len(names)),
            by: texts(name for name in names for _ in periods),
            "busy_days": used.busy.ravel(),
            "capacity_days": used.capacity.ravel(),
            "utilization": used.ratio.ravel(),
            "error": used.error.ravel(),
        }
    )


def overall_utilization(runs: Runs, batch: int, by: str) -> tuple[Sequence[str], Utilization]:
    """Return the groups, and their utilization over the whole schedule as one period."""
    names, group = _groups(runs.plan, by)
    stop = stop_ticks(runs.finish, runs.plan.horizon_tick)
    bounds = np.array([0, max(int(stop.max(initial=0)), 1)], dtype=np.int64)
    return names, _utilization(runs, batch, names, group, bounds, stop)


def _check(by: str, period: str) -> None:
    problems = []
    if by not in GROUPINGS:
        problems.append(Problem("utilization, by", "no such grouping", by, did_you_mean(str(by), GROUPINGS)))
    if period not in PERIODS:
        fix = 'write "W" (weeks) or "M" (months)'
        problems.append(Problem("utilization, period", "no such period", period, fix))
    if problems:
        raise InputError(problems)


def _groups(plan: Plan, by: str) -> tuple[Sequence[str], Ints]:
    """Return the names of the groups in the order of the portfolio, and the group of each person."""
    labels = {
        "role": plan.person_roles,
        "team": tuple(NO_TEAM if team is None else team for team in plan.person_teams),
        "person": plan.person_names,
    }[by]
    place = {label: index for index, label in enumerate(dict.fromkeys(labels))}
    return list(place), np.array([place[label] for label in labels], dtype=np.int64)


def _period_starts(start: date, stop: int, period: str) -> Days:
    """Return the first days of the periods from the start to the stop, and that of the one after."""
    last = np.datetime64(start, "D") + max(stop - 1, 0) // TICKS_PER_DAY
    if period == "W":
        monday = np.datetime64(start - timedelta(days=start.weekday()), "D")
        return np.arange(monday, last + 8, 7, dtype="datetime64[D]")
    months = np.arange(np.datetime64(start, "M"), last.astype("datetime64[M]") + 2)
    return np.asarray(months.astype("datetime64[D]"))


def _ticks(firsts: Days, plan: Plan) -> Ints:
    """Return first days as ticks, within the days that have a capacity."""
    days = (firsts - np.datetime64(plan.start, "D")).astype(np.int64)
    return np.clip(days, 0, plan.n_days) * TICKS_PER_DAY


def _utilization(
    runs: Runs, batch: int, names: Sequence[str], group: Ints, bounds: Ints, stop: Ints
) -> Utilization:
    plan, seats = runs.plan, runs.seats
    days = min(int(bounds[-1]) // TICKS_PER_DAY + 1, plan.n_days)
    return utilization(
        capacity=plan.capacity[plan.capacity_row, :days],
        group=group,
        groups=len(names),
        bounds=bounds,
        stop=stop,
        seat_replication=np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets)),
        seat_person=seats.person,
        seat_start=seats.start,
        seat_end=seats.end,
        seat_allocation=seats.allocation,
        batch=batch,
    )
