"""Work in hand (rules R3, R4): who sits on which seat, what is left, when it will end."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.compiled.clocks import clock_at, day_start, tick_of, worked_at
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.paths import capacity_on, speed_today, tick_when, units_between
from capsim.engines.compiled.state import RUNNING, SEATS

__all__ = [
    "begin",
    "lay_down",
    "left",
    "room",
    "runs_for",
    "settle",
    "share_to_end_by",
    "sit_down",
    "team_end",
]


@inlined
def begin(t: Any, s: Any, need: int, now: int) -> None:
    """Begin the work of a need, or go on with it; its people sit down next."""
    s.need[need].since = now
    s.need[need].begun = now
    if t.rules.returns and t.need[need].effort:
        place = s.flow.at[RUNNING]
        s.returns.running[place] = need
        s.returns.place[need] = place
        s.flow.at[RUNNING] = place + 1


@inlined
def lay_down(t: Any, s: Any, need: int) -> None:
    """Note that a need is no longer in hand."""
    if t.rules.returns and t.need[need].effort:
        s.flow.at[RUNNING] -= 1
        place, last = s.returns.place[need], s.returns.running[s.flow.at[RUNNING]]
        s.returns.running[place] = last
        s.returns.place[last] = place


@inlined
def sit_down(t: Any, s: Any, need: int, person: int, share: int, speed: int, now: int) -> None:
    """Let a share of a person take a seat; what was left before has been settled."""
    seat = s.flow.at[SEATS]
    s.flow.at[SEATS] = seat + 1
    s.slots[t.need[need].slot + s.need[need].taken] = seat
    s.need[need].taken += 1
    taken = s.seat[seat]
    taken.need = need
    taken.person = person
    taken.start = now
    taken.stop = NEVER
    taken.speed = speed
    taken.allocation = share


@inlined
def room(t: Any, s: Any, need: int) -> Any:
    """Return how many more people a need can take."""
    return t.need[need].most - s.need[need].taken


@inlined
def _rate(s: Any, seat: int) -> Any:
    return i64(s.seat[seat].speed) * i64(s.seat[seat].allocation)


@inlined
def left(t: Any, s: Any, need: int, now: int) -> Any:
    """Return the units of work that are left of a need."""
    units = s.need[need].left
    if s.need[need].taken == 0 or s.need[need].since == now:
        return units
    return _left_later(t, s, need, now)


@jitted
def _left_later(t: Any, s: Any, need: int, now: int) -> Any:
    return s.need[need].left - _done(t, s, need, i64(s.need[need].since), now)


@inlined
def _done(t: Any, s: Any, need: int, since: int, now: int) -> Any:
    """Return the units of work that the people of a need do between two ticks."""
    slot, units = t.need[need].slot, i64(0)
    for place in range(slot, slot + s.need[need].taken):
        units += _seat_done(t, s, i64(s.slots[place]), since, now)
    return units


@inlined
def _seat_done(t: Any, s: Any, seat: int, since: int, now: int) -> Any:
    """Return the units of work that a seat does between two ticks."""
    person = i64(s.seat[seat].person)
    row = i64(s.person[person].row)
    if len(t.paths.person) > 0 and row < 0:
        speed, share = i64(s.seat[seat].speed), i64(s.seat[seat].allocation)
        return units_between(t, s, person, speed, share, since, now)
    return _rate(s, seat) * (clock_at(t.clocks, row, now) - clock_at(t.clocks, row, since))


@inlined
def _seat_end(t: Any, s: Any, seat: int, since: int, units: int) -> Any:
    """Return when a seat alone will have done some units of work."""
    person, c = i64(s.seat[seat].person), t.clocks
    row = i64(s.person[person].row)
    if len(t.paths.person) > 0 and row < 0:
        speed, share = i64(s.seat[seat].speed), i64(s.seat[seat].allocation)
        return i64(tick_when(t, s, person, speed, share, since, units))
    rate = _rate(s, seat)
    return i64(tick_of(c, row, since, clock_at(c, row, since) + (units + rate - 1) // rate))


@inlined
def settle(t: Any, s: Any, need: int, now: int) -> None:
    """Note what is left at a tick, before the team changes."""
    s.need[need].left = left(t, s, need, now)
    s.need[need].since = now


@jitted
def team_end(t: Any, s: Any, need: int) -> Any:
    """Return when the present people will have done what was left when last settled (R4)."""
    units, since = s.need[need].left, i64(s.need[need].since)
    if units <= 0:
        return since
    if s.need[need].taken > 1:
        return _many_end(t, s, need, units, since)
    return _seat_end(t, s, i64(s.slots[t.need[need].slot]), since, units)


@jitted
def _many_end(t: Any, s: Any, need: int, units: int, since: int) -> Any:
    """Return when several people will have done some units of work, as `capsim.rules.work.team_finish`.

    Nothing is added up that could be too large: work is counted from ``since``, up to the tick at which
    one of them alone would have done it all, and no further than that it is done.
    """
    c, slot = t.clocks, i64(t.need[need].slot)
    last = slot + s.need[need].taken
    soonest = i64(NEVER)
    for place in range(slot, last):
        soonest = min(soonest, _seat_end(t, s, i64(s.slots[place]), since, units))
    low, high = since // TICKS_PER_DAY, min(soonest // TICKS_PER_DAY + 1, c.days)
    if soonest == NEVER and not _is_done(t, s, slot, last, units, since, high):
        return i64(NEVER)
    while high - low > 1:
        middle = (low + high) // 2
        if _is_done(t, s, slot, last, units, since, middle):
            high = middle
        else:
            low = middle
    rest, per_tick = units, i64(0)
    for place in range(slot, last):
        seat = i64(s.slots[place])
        person = i64(s.seat[seat].person)
        rest -= _until_day(t, s, seat, since, low)
        if len(t.paths.person) > 0 and s.person[person].row < 0:
            speed = speed_today(t, s, person, i64(s.seat[seat].speed), low * TICKS_PER_DAY)
            per_tick += speed * s.seat[seat].allocation * capacity_on(t, s, person, low)
        else:
            per_tick += _rate(s, seat) * i64(c.day[i64(s.person[person].row), low].capacity)
    return TICKS_PER_DAY * low + (rest + per_tick - 1) // per_tick


@inlined
def _until_day(t: Any, s: Any, seat: int, since: int, day: int) -> Any:
    """Return the units of work that a seat does from a tick to the start of a day, below 0 of its own day."""
    person, c = i64(s.seat[seat].person), t.clocks
    row = i64(s.person[person].row)
    if len(t.paths.person) > 0 and row < 0:
        speed, share = i64(s.seat[seat].speed), i64(s.seat[seat].allocation)
        begin = day * TICKS_PER_DAY
        if begin < since:
            return -i64(units_between(t, s, person, speed, share, begin, since))
        return i64(units_between(t, s, person, speed, share, since, begin))
    return _rate(s, seat) * (day_start(c, row, day) - clock_at(c, row, since))


@inlined
def _is_done(t: Any, s: Any, slot: int, last: int, units: int, since: int, day: int) -> bool:
    """Whether the people of some seats have done some units of work at the start of a day."""
    rest = units
    for place in range(slot, last):
        rest -= _until_day(t, s, i64(s.slots[place]), since, day)
        if rest <= 0:
            return True
    return False


@jitted
def share_to_end_by(t: Any, s: Any, need: int, person: int, speed: int) -> Any:
    """Return the share of a person with which a need would end on its planned last day, in thousandths.

    Above 1000 if not even all of them were enough. See `capsim.rules.work.share_to_end_by`.
    """
    c = t.clocks
    now, end = i64(s.need[need].since), i64(t.need[need].planned_end)
    row = i64(s.person[person].row)
    if end <= now:
        return i64(1001)
    if len(t.paths.person) > 0 and row < 0:
        whole = i64(units_between(t, s, person, speed, 1, now, end))
    else:
        whole = speed * (clock_at(c, row, end) - clock_at(c, row, now))
    if whole == 0:
        return i64(1001)
    rest = s.need[need].left - _done(t, s, need, now, end)
    return (rest + whole - 1) // whole


@inlined
def runs_for(t: Any, s: Any, need: int, now: int) -> Any:
    """Return for how many working ticks of the portfolio calendar a need still runs, or NEVER."""
    if s.need[need].end > t.rules.horizon:
        return i64(NEVER)
    return worked_at(t.clocks, i64(s.need[need].end)) - worked_at(t.clocks, now)
