"""Utilization by role, team or person, week by week or month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.runs import Absences, Runs
from capsim.forecast.columns import texts
from capsim.forecast.periods import first_days
from capsim.forecast.questions import checked_key
from capsim.metrics import Away, Utilization, stop_ticks, utilization
from capsim.metrics.spans import Spans
from capsim.metrics.utilization import busy_and_room
from capsim.plan.plan import Plan

__all__ = [
    "GROUPINGS",
    "NO_TEAM",
    "Busiest",
    "away_of",
    "busiest_of",
    "busy_shares",
    "capacity_to_come",
    "people_by",
    "taught_of",
    "utilization_frame",
]

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

GROUPINGS = ("role", "team", "person")
NO_TEAM = "no team"


def utilization_frame(runs: Runs, batch: int, by: str, period: str) -> pd.DataFrame:
    """Return utilization per group and period; columns as in `Forecast.utilization`."""
    key = checked_key("utilization", by, period, GROUPINGS)
    names, group = people_by(runs.plan, key)
    stop = stop_ticks(runs.ends, runs.plan.horizon_tick)
    firsts = _period_starts(runs.plan.start, int(stop.max(initial=0)), period)
    ticks = _ticks(firsts, runs.plan)
    used = _utilization(runs, batch, names, group, ticks, stop)
    periods = firsts[:-1].astype("datetime64[s]")
    frame = pd.DataFrame(
        {
            "period": np.tile(periods, len(names)),
            key: texts(name for name in names for _ in periods),
            "busy_days": used.busy.ravel(),
            "capacity_days": used.capacity.ravel(),
            "utilization": used.ratio.ravel(),
            "error": used.error.ravel(),
        }
    )
    frame.attrs["about"] = "schedule"
    return frame


class Busiest(NamedTuple):
    """A group that is busier than the others while there is work.

    Attributes
    ----------
    name : str
    ratio, error : float
        Its utilization up to the last finish of each future, and the standard error of that.
    month : date
        The first day of its busiest month.
    month_ratio : float
        Its utilization in that month.
    """

    name: str
    ratio: float
    error: float
    month: date
    month_ratio: float


def busiest_of(runs: Runs, batch: int, by: str) -> Busiest | None:
    """Return the busiest group while there is work.

    Each future counts up to the last finish that it has, even if something else never finishes: years up
    to the horizon in which nothing happens do not make anybody less busy. The busiest month is one of those
    with at least half the capacity of the fullest month, so neither a stub of a month nor one that only few
    futures reach.

    Parameters
    ----------
    runs : Runs
    batch : int
        Replications drawn together.
    by : str
        One of `GROUPINGS`.

    Returns
    -------
    Busiest or None
        None if nobody is ever busy.
    """
    names, group = people_by(runs.plan, by)
    ends = runs.ends
    stop = np.where(ends == NEVER, 0, ends).max(axis=1, initial=0).astype(np.int64)
    last = int(stop.max(initial=0))
    if not names or not last:
        return None
    whole = _utilization(runs, batch, names, group, np.array([0, last], dtype=np.int64), stop)
    ratio = np.nan_to_num(whole.ratio[:, 0])
    top = int(np.argmax(ratio))
    if not ratio[top]:
        return None
    firsts = _period_starts(runs.plan.start, last, "M")
    monthly = _utilization(runs, batch, names, group, _ticks(firsts, runs.plan), stop)
    capacity = monthly.capacity[top]
    full = capacity >= capacity.max() / 2
    month = int(np.argmax(np.where(full, np.nan_to_num(monthly.ratio[top]), -1.0)))
    return Busiest(
        name=names[top],
        ratio=float(ratio[top]),
        error=float(whole.error[top, 0]),
        month=firsts[month].item(),
        month_ratio=float(monthly.ratio[top, month]),
    )


def people_by(plan: Plan, by: str) -> tuple[Sequence[str], Ints]:
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
    return first_days(start, period, np.datetime64(start, "D") + max(stop - 1, 0) // TICKS_PER_DAY)


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
        capacity=capacity_to_come(plan)[:, :days],
        group=group,
        groups=len(names),
        bounds=bounds,
        stop=stop,
        seat_replication=np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets)),
        seat_person=seats.person,
        seat_start=seats.start,
        seat_end=seats.end,
        seat_allocation=seats.allocation,
        away=away_of(runs.absences),
        taught=taught_of(runs.absences),
        batch=batch,
    )


def busy_shares(runs: Runs) -> tuple[Ints, Ints]:
    """Return the busy time of all people up to the last finish that each future has, and their capacity.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    (ndarray of int64, ndarray of int64), (replications, 1)
        Busy time is in thousandths of the unit of capacity.
    """
    ends = runs.ends
    stop = np.where(ends == NEVER, 0, ends).max(axis=1, initial=0).astype(np.int64)
    bounds = np.array([0, max(int(stop.max(initial=0)), 1)], dtype=np.int64)
    days = min(int(bounds[-1]) // TICKS_PER_DAY + 1, runs.plan.n_days)
    capacity = capacity_to_come(runs.plan)[:, :days]
    replication = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    seats = runs.seats
    spans = Spans(replication, seats.person, seats.start, seats.end, seats.allocation)
    alone = np.zeros(len(capacity), np.int64)
    away, taught = away_of(runs.absences), taught_of(runs.absences)
    return next(busy_and_room(capacity, alone, 1, bounds, stop, spans, away, taught))


def capacity_to_come(plan: Plan) -> Ints:
    """Return the ticks of work of each person on each day, none before the status date: that is past."""
    capacity = plan.capacity[plan.capacity_row]
    capacity[:, : plan.standing.tick // TICKS_PER_DAY] = 0
    return capacity


def away_of(absences: Absences) -> Away | None:
    """Return when people are away in one replication only, as spans of ticks."""
    return _spans(absences, absences.left == 0)


def taught_of(absences: Absences) -> Mapping[int, Away]:
    """Return when people teach, by the thousandths of their capacity that are left."""
    shares = np.unique(absences.left[absences.left > 0]).tolist()
    return {share: spans for share in shares if (spans := _spans(absences, absences.left == share))}


def _spans(absences: Absences, which: npt.NDArray[np.bool_]) -> Away | None:
    if not which.any():
        return None
    return Away(
        absences.replication[which],
        absences.person[which],
        absences.first_day[which].astype(np.int64) * TICKS_PER_DAY,
        (absences.last_day[which].astype(np.int64) + 1) * TICKS_PER_DAY,
    )
