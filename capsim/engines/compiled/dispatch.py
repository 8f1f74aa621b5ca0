"""A pass through the waiting work (rule R7), in which people may be held (R8b)."""

from __future__ import annotations

from typing import Any

from capsim.engines.compiled.agenda import rise, sink
from capsim.engines.compiled.bits import add, fill
from capsim.engines.compiled.drivers import opened_by
from capsim.engines.compiled.interrupting import interrupt
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.limits import is_barred
from capsim.engines.compiled.pool import see_who_is_able
from capsim.engines.compiled.staffing import NOBODY, could_with_held, find_team, largest_team
from capsim.engines.compiled.state import (
    ABLE,
    ACTIVE,
    BARRED,
    BARRED_BEFORE,
    CLOSING,
    COMINGS,
    ENDED,
    EXPANDABLE,
    HERE_IN_PASS,
    HOLDER,
    HOLDER_BEFORE,
    HOLDING,
    JOINED,
    MATURE,
    NOW,
    OPENING,
    PASS,
    QUEUED,
    WAITING,
)
from capsim.engines.compiled.waiting import (
    end_pass,
    fill_queue,
    keep_waiting,
    note_who_is_here,
    take_from_waiting,
    welcome,
)
from capsim.engines.compiled.work import start

__all__ = ["dispatch", "end_look"]


@jitted
def dispatch(t: Any, s: Any) -> bool:
    """Go once through the waiting work in order; tell whether another pass has to follow."""
    at = s.flow.at
    if at[HOLDER] >= 0:
        fill(s.reserve.people, u64(0))
        see_who_is_able(t, s)
    at[HOLDER] = NOBODY
    at[HOLDING] = 0
    at[BARRED] = at[JOINED] = 0
    if at[ABLE] == 0 and not t.rules.preempt:
        note_who_is_here(t, s)  # whoever comes from now on is fresh
        return False
    if at[HERE_IN_PASS] != at[COMINGS] and at[WAITING] + at[EXPANDABLE] > 0:
        welcome(t, s)
    if at[WAITING] == 0:
        end_pass(t, s)
        return False
    at[PASS] += 1
    if at[MATURE] > 0 or t.rules.preempt:
        return _walk(t, s)
    return _queue(t, s)


@jitted
def _queue(t: Any, s: Any) -> bool:
    """Make a pass in which nobody can be held: try the first waiting work of each signature worth a try."""
    at, f = s.flow.at, s.flow
    fill_queue(t, s)
    mask = (i64(1) << t.rules.bits) - 1
    while at[QUEUED] > 0:
        unit = f.queue[0] & mask
        signature = t.unit[unit].signature
        if is_barred(t, s, unit) or not find_team(t, s, unit):
            at[QUEUED] -= 1
            sink(f.queue, i64(0), at[QUEUED], f.queue[at[QUEUED]])
            continue
        take_from_waiting(t, s, signature)
        if f.waits[signature] > 0:
            sink(f.queue, i64(0), at[QUEUED], f.waiting[t.signatures.work[signature]])
        else:
            at[QUEUED] -= 1
            sink(f.queue, i64(0), at[QUEUED], f.queue[at[QUEUED]])
        start(t, s, unit)
        if at[ENDED] + at[CLOSING] + at[OPENING] > 0:
            at[QUEUED] = 0
            return True
    end_pass(t, s)
    return bool(at[JOINED] > 0)


@jitted
def _walk(t: Any, s: Any) -> bool:
    """Make a pass unit by unit: one may interrupt others, or hold people, by which others are barred."""
    at, c = s.flow.at, s.scratch
    mask = (i64(1) << t.rules.bits) - 1
    size = _list_waiting(t, s)
    number = at[PASS]
    fill(c.barred, 0)
    started = False
    while size > 0:
        unit = c.walk[0] & mask
        size -= 1
        sink(c.walk, i64(0), size, c.walk[size])
        if is_barred(t, s, unit):
            continue
        signature = t.unit[unit].signature
        if c.failed[signature] == number or not find_team(t, s, unit):
            if c.failed[signature] != number and t.rules.preempt and interrupt(t, s, unit):
                take_from_waiting(t, s, signature)
                start(t, s, unit)
                return True
            c.failed[signature] = number
            _skip(t, s, unit, signature)
            continue
        take_from_waiting(t, s, signature)
        start(t, s, unit)
        if at[ENDED] + at[CLOSING] + at[OPENING] > 0:
            return True
        started = True
        fill(c.barred, 0)
        if at[HOLDER] < 0 and at[ABLE] == 0 and not t.rules.preempt:
            break  # nobody is left to start with, or to hold
    end_pass(t, s)
    return bool(started and (at[HOLDER] >= 0 or at[JOINED] > 0))


@inlined
def _list_waiting(t: Any, s: Any) -> Any:
    size = i64(0)
    keep_waiting(t, s)
    for place in range(s.flow.at[ACTIVE]):
        signature = s.flow.active[place]
        offset = t.signatures.work[signature]
        for entry in range(offset, offset + s.flow.waits[signature]):
            rise(s.scratch.walk, i64(0), size, s.flow.waiting[entry])
            size += 1
    return size


@jitted
def _skip(t: Any, s: Any, unit: int, signature: int) -> None:
    """Pass over a unit that cannot be staffed: it may hold people, or be barred by who does (R8b)."""
    at, c = s.flow.at, s.scratch
    if at[HOLDER] >= 0:
        if c.barred[signature] == 0:
            c.barred[signature] = 2 if could_with_held(t, s, unit) else 1
        if c.barred[signature] == 2:
            s.reserve.barred[at[BARRED]] = unit
            at[BARRED] += 1
    elif c.hopeless[signature] != at[PASS] and s.reserve.mature[unit] <= at[NOW]:
        if largest_team(t, s, unit):
            at[HOLDER] = unit
            at[HOLDING] = 1
            for seat in range(t.unit[unit].seats):
                if c.team[seat] != NOBODY:
                    add(s.reserve.people, i64(t.kinds.person[c.team[seat]]))
            see_who_is_able(t, s)
        else:
            c.hopeless[signature] = at[PASS]


@jitted
def end_look(t: Any, s: Any) -> None:
    """Note for whom the reserve has opened since the look before."""
    at, r = s.flow.at, s.reserve
    for place in range(at[BARRED]):
        r.in_barred[r.barred[place]] |= 2
    for place in range(at[BARRED_BEFORE]):
        unit = r.barred_before[place]
        if r.in_barred[unit] < 2:
            r.opened[unit] = at[NOW]
            r.opened_driver[unit] = opened_by(t, s)
        r.in_barred[unit] = 0
    for place in range(at[BARRED]):
        r.in_barred[r.barred[place]] = 1
        r.barred_before[place] = r.barred[place]
    at[BARRED_BEFORE] = at[BARRED]
    at[HOLDER_BEFORE] = at[HOLDER]
