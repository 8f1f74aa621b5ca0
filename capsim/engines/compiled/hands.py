"""Work in hand (rules R3, R4): who sits on which seat, what is left, when it will end."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.compiled.clocks import clock_at, day_start, tick_of, worked_at
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.state import SEATS

__all__ = ["left", "room", "runs_for", "settle", "sit_down", "team_end"]


@inlined
def sit_down(t: Any, s: Any, need: int, person: int, share: int, speed: int, now: int) -> None:
    """Let a share of a person take a seat; what was left before has been settled."""
    h = s.hands
    seat = s.flow.at[SEATS]
    s.flow.at[SEATS] = seat + 1
    h.seat[t.needs.slot[need] + h.taken[need]] = seat
    h.taken[need] += 1
    h.need[seat] = need
    h.person[seat] = person
    h.start[seat] = now
    h.stop[seat] = NEVER
    h.speed[seat] = speed
    h.allocation[seat] = share


@inlined
def room(t: Any, s: Any, need: int) -> Any:
    """Return how many more people a need can take."""
    return t.needs.most[need] - s.hands.taken[need]


@inlined
def _rate(s: Any, seat: int) -> Any:
    return i64(s.hands.speed[seat]) * i64(s.hands.allocation[seat])


@inlined
def left(t: Any, s: Any, need: int, now: int) -> Any:
    """Return the units of work that are left of a need."""
    h = s.hands
    units = h.left[need]
    if h.taken[need] == 0 or h.since[need] == now:
        return units
    return _left_later(t, s, need, now)


@jitted
def _left_later(t: Any, s: Any, need: int, now: int) -> Any:
    h, slot, since = s.hands, t.needs.slot[need], i64(s.hands.since[need])
    units = h.left[need]
    for place in range(slot, slot + h.taken[need]):
        seat = h.seat[place]
        row = t.clocks.row[h.person[seat]]
        units -= _rate(s, seat) * (clock_at(t.clocks, row, now) - clock_at(t.clocks, row, since))
    return units


@inlined
def settle(t: Any, s: Any, need: int, now: int) -> None:
    """Note what is left at a tick, before the team changes."""
    s.hands.left[need] = left(t, s, need, now)
    s.hands.since[need] = now


@jitted
def team_end(t: Any, s: Any, need: int) -> Any:
    """Return when the present people will have done what was left when last settled (R4)."""
    h = s.hands
    units, since = h.left[need], i64(h.since[need])
    if units <= 0:
        return since
    if h.taken[need] > 1:
        return _many_end(t, s, need, units, since)
    seat, c = h.seat[t.needs.slot[need]], t.clocks
    row = i64(c.row[h.person[seat]])
    rate = _rate(s, seat)
    goal = clock_at(c, row, since) + (units + rate - 1) // rate
    return tick_of(c, row, goal)


@jitted
def _many_end(t: Any, s: Any, need: int, units: int, since: int) -> Any:
    """Return when several people will have done some units of work, as `capsim.rules.work.team_finish`."""
    h, c, slot = s.hands, t.clocks, t.needs.slot[need]
    last = c.days
    day = since // TICKS_PER_DAY
    goal = units
    for place in range(slot, slot + h.taken[need]):
        seat = h.seat[place]
        goal += _rate(s, seat) * clock_at(c, c.row[h.person[seat]], since)
    stride = i64(1)
    high = day + 1
    while high < last and _at_day(t, s, need, high) < goal:
        day = high
        stride *= 2
        high = day + stride
    if high >= last:
        high = i64(last)
        if _at_day(t, s, need, high) < goal:
            return i64(NEVER)
    while high - day > 1:
        middle = (day + high) // 2
        if _at_day(t, s, need, middle) < goal:
            day = middle
        else:
            high = middle
    per_tick = i64(0)
    for place in range(slot, slot + h.taken[need]):
        seat = h.seat[place]
        per_tick += _rate(s, seat) * i64(c.capacity[c.row[h.person[seat]], day])
    rest = goal - _at_day(t, s, need, day)
    return TICKS_PER_DAY * day + (rest + per_tick - 1) // per_tick


@inlined
def _at_day(t: Any, s: Any, need: int, day: int) -> Any:
    """Return the units of work that a team's clocks stand for at the start of a day."""
    h, c, slot = s.hands, t.clocks, t.needs.slot[need]
    total = i64(0)
    for place in range(slot, slot + h.taken[need]):
        seat = h.seat[place]
        total += _rate(s, seat) * day_start(c, c.row[h.person[seat]], day)
    return total


@inlined
def runs_for(t: Any, s: Any, need: int, now: int) -> Any:
    """Return for how many working ticks of the portfolio calendar a need still runs, or NEVER."""
    if s.hands.end[need] > t.rules.horizon:
        return i64(NEVER)
    return worked_at(t.clocks, i64(s.hands.end[need])) - worked_at(t.clocks, now)
