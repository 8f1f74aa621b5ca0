"""Ticks and days: the only module that knows the units of time (rule R1).

A calendar day has 480 ticks whatever the working hours; tick 0 is the beginning of the portfolio's
start date; ticks are boundaries, so day ``d`` is the interval ``[480 d, 480 (d + 1)]``.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "ABSENT",
    "MAX_DAYS",
    "NEVER",
    "SLACK",
    "STOPPED",
    "TICKS_PER_DAY",
    "date_of_finish",
    "date_of_start",
    "day_index",
    "days_to_ticks",
    "end_of_day",
    "start_of_day",
    "thousandths",
    "ticks_of_days",
    "ticks_to_days",
]

TICKS_PER_DAY: Final = 480
"""Ticks in one calendar day."""

NEVER: Final = 2**31 - 1
"""The tick of what does not happen up to the horizon."""

STOPPED: Final = NEVER - 1
"""The tick of what a gate has stopped: later than every tick of a run, and sooner than `NEVER`."""

ABSENT: Final = -1
"""The tick of what is not part of a replication (a project that does not go ahead)."""

MAX_DAYS: Final = 100_000
"""The largest single amount, in days, that a model may hold."""

SLACK: Final = 1e-6
"""What an amount may exceed a tick by, in ticks: 0.1 + 0.2 days are no longer than 0.3 days."""


def days_to_ticks(days: float) -> int:
    """Convert an amount in days to ticks, rounded up; a positive amount is at least one tick.

    Parameters
    ----------
    days : float
        Days, at least 0.

    Returns
    -------
    int
        Ticks.

    Examples
    --------
    >>> days_to_ticks(1.5), days_to_ticks(0.1 + 0.2), days_to_ticks(1e-9), days_to_ticks(0)
    (720, 144, 1, 0)
    """
    if days <= 0:
        return 0
    return max(1, math.ceil(days * TICKS_PER_DAY - SLACK))


def ticks_of_days(days: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Convert an array of amounts in days to ticks: `days_to_ticks` for each element.

    Parameters
    ----------
    days : ndarray of float64
        Days, any shape.

    Returns
    -------
    ndarray of int64
        Ticks, same shape.

    Examples
    --------
    >>> ticks_of_days(np.array([0.0, 1e-9, 1.0, 1.001])).tolist()
    [0, 1, 480, 481]
    """
    ticks = np.ceil(days * TICKS_PER_DAY - SLACK).astype(np.int64)
    return np.where(days > 0, np.maximum(ticks, 1), 0)


def thousandths(amount: float) -> int:
    """Round a share or a speed half up to integer thousandths (rules R2, R3).

    Parameters
    ----------
    amount : float
        At least 0.

    Returns
    -------
    int
        Thousandths.

    Examples
    --------
    >>> thousandths(0.8), thousandths(0.0005), thousandths(1.005)
    (800, 1, 1005)
    """
    return math.floor(amount * 1000 + 0.5 + 1e-9)  # the float 1.005 is a hair below its text


def ticks_to_days(ticks: float) -> float:
    """Convert ticks to days.

    Examples
    --------
    >>> ticks_to_days(720)
    1.5
    """
    return ticks / TICKS_PER_DAY


def day_index(day: date, start: date) -> int:
    """Return the number of the calendar day, counted from the portfolio's start date.

    Examples
    --------
    >>> day_index(date(2027, 1, 6), date(2027, 1, 4))
    2
    """
    return (day - start).days


def start_of_day(day: date, start: date) -> int:
    """Return the first tick of a date.

    Examples
    --------
    >>> start_of_day(date(2027, 1, 6), date(2027, 1, 4))
    960
    """
    return day_index(day, start) * TICKS_PER_DAY


def end_of_day(day: date, start: date) -> int:
    """Return the last tick of a date: a deadline on it is met by a finish at or before this tick.

    Examples
    --------
    >>> end_of_day(date(2027, 1, 6), date(2027, 1, 4))
    1440
    """
    return (day_index(day, start) + 1) * TICKS_PER_DAY


def date_of_start(tick: int, start: date) -> date:
    """Return the date shown for work that starts at a tick.

    Examples
    --------
    >>> date_of_start(480, date(2027, 1, 4))
    datetime.date(2027, 1, 5)
    """
    return start + timedelta(days=tick // TICKS_PER_DAY)


def date_of_finish(tick: int, start: date) -> date:
    """Return the date shown for work that finishes at a tick: the day that ends there, or holds it.

    Examples
    --------
    >>> date_of_finish(480, date(2027, 1, 4))
    datetime.date(2027, 1, 4)
    """
    return start + timedelta(days=max(0, (tick - 1) // TICKS_PER_DAY))
