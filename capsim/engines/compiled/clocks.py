"""Work clocks (rules R2, R4 to R6; see `capsim.rules.work`), with the day looked up instead of searched."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.compiled.jit import i64, inlined, jitted

__all__ = ["after_working", "clock_at", "day_start", "tick_of", "worked_at"]

_FULL_DAY: Final = TICKS_PER_DAY * TICKS_PER_DAY

_SOON: Final = 16
"""Days that are looked at one after the other, before the day is looked up."""


@inlined
def clock_at(c: Any, row: int, tick: int) -> Any:
    """Return what a work clock shows at a tick."""
    day = tick // TICKS_PER_DAY
    today = c.day[row, day]
    return TICKS_PER_DAY * i64(today.before) + i64(today.capacity) * (tick - TICKS_PER_DAY * day)


@inlined
def day_start(c: Any, row: int, day: int) -> Any:
    """Return what a work clock shows at the start of a day."""
    return TICKS_PER_DAY * i64(c.day[row, day].before)


@inlined
def tick_of(c: Any, row: int, tick: int, goal: int) -> Any:
    """Return the first tick at which a work clock shows at least a goal, which a tick before does not."""
    day = tick // TICKS_PER_DAY
    soon = min(day + _SOON, c.days)
    while day < soon and day_start(c, row, day + 1) < goal:
        day += 1
    if day == soon:
        day = _later_day(c, row, goal)
        if day >= c.days:
            return i64(NEVER)
    rest = goal - day_start(c, row, day)
    share = i64(c.day[row, day].capacity)
    if share == TICKS_PER_DAY:  # by far the most frequent; to divide by a number known here is quick
        return TICKS_PER_DAY * day + (rest + TICKS_PER_DAY - 1) // TICKS_PER_DAY
    return TICKS_PER_DAY * day + (rest + share - 1) // share


@jitted
def _later_day(c: Any, row: int, goal: int) -> Any:
    """Return the day in which a goal is reached, looked up by the full days of work before it."""
    full = (goal - 1) // _FULL_DAY
    if full >= c.full_days:
        return c.days
    day = i64(c.near[row, full])
    while day < c.days and day_start(c, row, day + 1) < goal:
        day += 1
    return day


@inlined
def worked_at(c: Any, tick: int) -> Any:
    """Return the working ticks of the portfolio calendar up to a tick."""
    day = tick // TICKS_PER_DAY
    return TICKS_PER_DAY * i64(c.worked[day]) + i64(c.working[day]) * (tick - TICKS_PER_DAY * day)


@inlined
def after_working(c: Any, tick: int, ticks: int) -> Any:
    """Return the first tick at which the portfolio calendar has worked so many more; at once for none."""
    if ticks == 0:
        return i64(tick)
    goal = worked_at(c, tick) + ticks
    number = (goal - 1) // TICKS_PER_DAY
    if number >= len(c.near_worked):
        return i64(NEVER)
    day = i64(c.near_worked[number])
    if day >= c.days:
        return i64(NEVER)
    return TICKS_PER_DAY * day + goal - TICKS_PER_DAY * i64(c.worked[day])
