"""Months and weeks, in days and working days of a portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index
from capsim.errors import Problem
from capsim.plan.plan import Plan

__all__ = ["PERIODS", "Periods", "first_days", "period_problems", "periods_of"]

Days = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]

PERIODS = {"W": "week", "M": "month"}


def period_problems(where: str, period: object) -> list[Problem]:
    """Return what is wrong with a period that was asked for."""
    if isinstance(period, str) and period in PERIODS:
        return []
    return [Problem(where, "no such period", period, 'write "W" (weeks) or "M" (months)')]


@dataclass(frozen=True, eq=False)
class Periods:
    """Consecutive months or weeks, the first cut by the start of the portfolio, the last by the horizon.

    Attributes
    ----------
    letter : {"M", "W"}
    firsts : ndarray of datetime64[D], (periods,)
        The first day of each, also where it lies before the start.
    days : ndarray of int64, (periods + 1,)
        Day numbers of the plan at which they begin and end.
    working : ndarray of int64, (periods,)
        Working days of the portfolio calendar in them, from the start on.
    bounds : ndarray of int64, (periods + 1,)
        Working ticks at which they begin and end.
    """

    letter: str
    firsts: Days
    days: Ints
    working: Ints
    bounds: Ints

    def __len__(self) -> int:
        return len(self.firsts)

    @property
    def labels(self) -> list[str]:
        """Each as it is written above a column: ``"2027-01"`` or ``"2027-W03"``."""
        dates = self.firsts.tolist()
        if self.letter == "M":
            return [f"{day:%Y-%m}" for day in dates]
        return [f"{year}-W{week:02}" for year, week, _ in (day.isocalendar() for day in dates)]

    def fte(self, days: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return person-days, (…, periods), as full-time equivalents; 0 in a period without working days."""
        return days / np.maximum(self.working, 1) * (self.working > 0)


def periods_of(plan: Plan, letter: str, last_tick: int) -> Periods:
    """Return the periods from the start to a working tick, and to the last booking.

    Parameters
    ----------
    plan : Plan
    letter : {"M", "W"}
    last_tick : int
        The end of the last work, in working ticks; what lies after the last day simulated is cut off.

    Returns
    -------
    Periods
        At least one.
    """
    final = plan.n_days - 1  # the first day that is not simulated
    worked_before = max(-(-last_tick // TICKS_PER_DAY), _booked_days(plan))
    end = min(max(int(np.searchsorted(plan.worked, worked_before, side="left")), 1), final)
    start = np.datetime64(plan.start, "D")
    firsts = first_days(plan.start, letter, start + end - 1)
    days = np.clip((firsts - start).astype(np.int64), 0, final)
    worked = plan.worked[days]
    return Periods(letter, firsts[:-1], days, np.diff(worked), worked * TICKS_PER_DAY)


def _booked_days(plan: Plan) -> int:
    """Return the working days up to the end of the last booking on a project that takes part."""
    names = set(plan.project_names)
    ends = (
        day_index(booking.end, plan.start) + 1
        for booking in plan.portfolio.bookings
        if booking.project in names
    )
    return max((int(plan.worked[min(max(end, 0), plan.n_days)]) for end in ends), default=0)


def first_days(start: date, letter: str, last: np.datetime64) -> Days:
    """Return the first days of the periods from a day to a last one, and that of the one after.

    Parameters
    ----------
    start : date
    letter : {"M", "W"}
    last : datetime64[D]

    Returns
    -------
    ndarray of datetime64[D]

    Examples
    --------
    >>> first_days(date(2027, 1, 6), "W", np.datetime64("2027-01-11")).astype(str).tolist()
    ['2027-01-04', '2027-01-11', '2027-01-18']
    """
    if letter == "W":
        monday = np.datetime64(start - timedelta(days=start.weekday()), "D")
        return np.arange(monday, last + 8, 7, dtype="datetime64[D]")
    months = np.arange(np.datetime64(start, "M"), last.astype("datetime64[M]") + 2)
    return np.asarray(months.astype("datetime64[D]"))
