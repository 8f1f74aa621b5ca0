"""Who is overloaded: at work all the time while work that they could do waits, or booked over 100 %."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, TICKS_PER_DAY, day_index, thousandths
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.periods import Periods, periods_of
from capsim.forecast.sharing import Sharing
from capsim.forecast.usage import away_of, capacity_to_come, taught_of
from capsim.metrics.placing import placed
from capsim.metrics.utilization import Busy, busy_people
from capsim.plan.plan import Plan

__all__ = ["busy_by_period", "overloaded_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ALL_THE_TIME = (19, 20)
"""The share of the capacity from which somebody is busy all the time: 95 %."""


def overloaded_frame(facts: Facts, period: str) -> pd.DataFrame:
    """Return how likely each person is overloaded; columns as in `Forecast.overload`."""
    runs, plan = facts.runs, facts.plan
    periods = periods_of(plan, period, int(plan.working_ticks(runs.ends).max(initial=0)))
    sharing = Sharing(plan, periods, by_booking=True)
    used = busy_by_period(runs, periods)
    part, whole = _ALL_THE_TIME
    full = (used.available > 0) & (used.busy * whole >= used.available * part)
    share = _booked(sharing)
    hit = (full & _could_serve_what_waits(runs, periods)) | (share > 1)
    odds = facts.share(hit.reshape(len(hit), -1))
    top, bottom = used.busy.sum(axis=0), used.available.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = top / bottom
    frame = pd.DataFrame(
        {
            "period": np.tile(periods.firsts.astype("datetime64[s]"), plan.n_people),
            "person": texts(name for name in plan.person_names for _ in range(len(periods))),
            "busy": ratio.ravel(),
            "booked": share.ravel(),
            "capacity": np.asarray(periods.fte(sharing.person_days)).ravel(),
            "probability": odds.probability,
            "low": odds.low,
            "high": odds.high,
        }
    )
    frame.attrs["about"] = "schedule and bookings"
    return frame


def busy_by_period(runs: Runs, periods: Periods) -> Busy:
    """Return how busy everybody is in every replication."""
    plan, seats = runs.plan, runs.seats
    return busy_people(
        capacity=capacity_to_come(plan),
        bounds=periods.days * TICKS_PER_DAY,
        replications=runs.replications,
        seat_replication=np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets)),
        seat_person=seats.person,
        seat_start=seats.start,
        seat_end=seats.end,
        seat_allocation=seats.allocation,
        away=away_of(runs.absences),
        taught=taught_of(runs.absences),
    )


def _could_serve_what_waits(runs: Runs, periods: Periods) -> Bools:
    """Return where work waits for its start that somebody could serve: (replications, people, periods)."""
    plan = runs.plan
    waits = (runs.ready != ABSENT)[:, plan.need_task].astype(np.float64)
    begun = np.minimum(runs.start, runs.ends)  # what is stopped waits no longer
    ready, start = (plan.working_ticks(ticks)[:, plan.need_task] for ticks in (runs.ready, begun))
    waits *= start > ready
    waiting = placed(waits, ready, start, plan.need_kind, len(plan.kind_labels), periods.bounds) > 0
    made = np.zeros((runs.replications, plan.n_people, len(periods)), dtype=np.bool_)
    for index in range(len(periods)):
        can = _servers(plan, int(periods.days[index]), int(periods.days[index + 1]))
        made[:, :, index] = waiting[:, :, index].astype(np.int64) @ can > 0
    return made


def _servers(plan: Plan, first: int, after: int) -> Ints:
    """Return who qualifies for what on some day of a span: (kinds, people), 0 or 1."""
    made = np.zeros((len(plan.kind_labels), plan.n_people), dtype=np.int64)
    ends = (*plan.epochs[1:], plan.n_days)
    for begin, end, offers in zip(plan.epochs, ends, plan.offers, strict=True):
        if begin < after and end > first:
            for kind, speeds in enumerate(offers):
                made[kind, list(speeds)] = 1
    return made


def _booked(sharing: Sharing) -> Floats:
    """Return for what share of their time people are booked on their fullest day: (people, periods)."""
    plan, days = sharing.plan, sharing.periods.days
    shares = np.zeros((plan.n_people, int(days[-1])), dtype=np.int64)
    for booking, _, people in sharing.booked:
        first = max(day_index(booking.start, plan.start), 0)
        shares[list(people), first : max(day_index(booking.end, plan.start) + 1, 0)] += thousandths(
            booking.share
        )
    shares *= plan.working[: int(days[-1])]
    return np.asarray(np.maximum.reduceat(shares, days[:-1], axis=1) / 1000)
