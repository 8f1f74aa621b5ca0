"""The dates that ticks are shown as (rule R1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import STOPPED, TICKS_PER_DAY
from capsim.engines.runs import Cause, Runs, cause_code

__all__ = [
    "ShownDays",
    "as_column",
    "as_dates",
    "as_days",
    "causes",
    "day_of_finish",
    "day_of_start",
    "is_tick",
    "month_of",
    "readable",
    "shown_days",
]

Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

_KIND = cause_code(1)  # one step of the kind in a packed driver
_FS, _FF = 0, 2


class ShownDays(NamedTuple):
    """The calendar day that each start and finish is shown on.

    Attributes
    ----------
    ready, start, finish : ndarray of int32, (replications, tasks)
        Days since the portfolio's start date; `capsim.clock.NEVER`, `STOPPED` and `ABSENT` stay.
    """

    ready: Ints32
    start: Ints32
    finish: Ints32


def as_column(days: Iterable[date | None]) -> npt.NDArray[np.datetime64]:
    """Return dates as a column of a frame, NaT where there is none.

    Examples
    --------
    >>> as_column([date(2027, 3, 31), None])
    array(['2027-03-31T00:00:00',                 'NaT'], dtype='datetime64[s]')
    """
    return np.array(list(days), dtype="datetime64[D]").astype("datetime64[s]")


def causes(codes: npt.NDArray[np.signedinteger]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Unpack an array of drivers into kinds and indices, see `capsim.engines.runs.cause_of`."""
    return codes // _KIND, codes % _KIND


def shown_days(runs: Runs) -> ShownDays:
    """Return the days on which work is shown to get ready, to start and to finish (rule R1).

    A start belongs to the day that begins at its tick or holds it, a finish to the day that ends there or
    holds it. Work of no length has one date: that of its driver.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    ShownDays
    """
    ready, start, finish = day_of_start(runs.ready), day_of_start(runs.start), day_of_finish(runs.finish)
    momentary = (runs.start == runs.finish) & is_tick(runs.finish)
    if momentary.any():
        after_finish = _after_a_finish(runs, momentary)
        start = np.where(momentary & after_finish, finish, start)
        finish = np.where(momentary & ~after_finish, start, finish)
        ready = np.where(momentary & (runs.ready == runs.start), start, ready)
    return ShownDays(ready, start, finish)


def is_tick(ticks: npt.NDArray[np.signedinteger]) -> Bools:
    """Return what is a tick, and neither NEVER, STOPPED nor ABSENT."""
    return np.asarray((ticks >= 0) & (ticks < STOPPED))


def day_of_start(ticks: npt.NDArray[np.signedinteger]) -> Ints32:
    """Return the day shown for starts: `capsim.clock.date_of_start` for each element, as a number of days."""
    return np.where(is_tick(ticks), ticks // TICKS_PER_DAY, ticks).astype(np.int32)


def day_of_finish(ticks: npt.NDArray[np.signedinteger]) -> Ints32:
    """Return the day shown for finishes: `capsim.clock.date_of_finish` for each, as a number of days."""
    return np.where(is_tick(ticks), np.maximum(ticks - 1, 0) // TICKS_PER_DAY, ticks).astype(np.int32)


def _after_a_finish(runs: Runs, momentary: Bools) -> Bools:
    """Return which work of no length is dated like a finish: by its driver, through others of no length."""
    plan = runs.plan
    at_once = runs.start_driver == cause_code(Cause.READY)
    kind, index = causes(np.where(at_once, runs.ready_driver, runs.start_driver))
    linked = kind == Cause.LINK
    after_finish = (kind == Cause.PERSON) | (kind == Cause.KNOWN)
    source = np.broadcast_to(np.arange(plan.n_tasks), runs.start.shape).copy()
    if linked.any():
        link = np.where(linked, index, 0)
        after_finish |= linked & np.isin(plan.link_kind[link], (_FS, _FF))
        before = plan.link_before[link]
        same_tick = np.take_along_axis(runs.finish, before, axis=1) == runs.start
        handed_on = linked & momentary & same_tick & np.take_along_axis(momentary, before, axis=1)
        source = np.where(handed_on, before, source)
    while True:
        further = np.take_along_axis(source, source, axis=1)
        if np.array_equal(further, source):
            return np.asarray(np.take_along_axis(after_finish, source, axis=1))
        source = further


def as_dates(days: npt.NDArray[np.signedinteger], start: date) -> npt.NDArray[np.datetime64]:
    """Return days as dates; what is no day (NEVER, STOPPED, ABSENT, no bound) becomes NaT.

    Parameters
    ----------
    days : ndarray of int
        Days since ``start``.
    start : date

    Returns
    -------
    ndarray of datetime64[s]

    Examples
    --------
    >>> as_dates(np.array([0, 3, STOPPED]), date(2027, 1, 4)).astype(str).tolist()
    ['2027-01-04T00:00:00', '2027-01-07T00:00:00', 'NaT']
    """
    known = is_tick(days)
    dates = np.datetime64(start, "D") + np.where(known, days, 0).astype("timedelta64[D]")
    return np.where(known, dates, np.datetime64("NaT", "D")).astype("datetime64[s]")


def as_days(ticks: npt.NDArray[np.signedinteger]) -> npt.NDArray[np.float64]:
    """Return ticks as days since the start, with parts; NEVER, STOPPED and ABSENT become NaN.

    Examples
    --------
    >>> as_days(np.array([720, STOPPED])).tolist()
    [1.5, nan]
    """
    return np.where(is_tick(ticks), ticks / TICKS_PER_DAY, np.nan)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def readable(day: date) -> str:
    """Write a date for people, the same in every locale.

    Examples
    --------
    >>> readable(date(2027, 9, 30))
    '30 Sep 2027'
    """
    return f"{day.day} {month_of(day)}"


def month_of(day: date) -> str:
    """Write the month of a date.

    Examples
    --------
    >>> month_of(date(2027, 9, 30))
    'Sep 2027'
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"
