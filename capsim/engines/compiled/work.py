"""Work that starts, takes more people, and ends (rules R3 to R5, R8)."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import NEVER
from capsim.engines.compiled.agenda import END, put
from capsim.engines.compiled.bits import add, fill, has
from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.drivers import start_driver
from capsim.engines.compiled.hands import left, room, runs_for, settle, sit_down, team_end
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.links import meet_finish, meet_start, try_close
from capsim.engines.compiled.pool import give_back, share_for, take
from capsim.engines.compiled.staffing import NOBODY, load_of, preferred, share_of, speed_of
from capsim.engines.compiled.state import (
    ENDED,
    EPOCH,
    EVERYBODY_FRESH_FOR_SEATS,
    EXPANDABLE,
    FRESH_FOR_SEATS,
    MATURE,
    NOW,
)
from capsim.engines.compiled.tables import BY_LOAD, BY_PROJECT
from capsim.engines.compiled.waiting import freshen
from capsim.engines.runs import Cause, cause_code

__all__ = ["end_need", "extra_seats", "start"]

_SHIFT: Final = cause_code(1)
_NEED: Final = Cause.NEED
_DURATION: Final = cause_code(Cause.DURATION)
_START: Final = cause_code(Cause.START)


@jitted
def start(t: Any, s: Any, out: Any, row: int, task: int, duration: Any) -> None:
    """Start a task with the team in the scratch; each need ends on its own."""
    at = s.flow.at
    now = at[NOW]
    seats = t.tasks.seats[task]
    out.start[row, task] = now
    out.start_driver[row, task] = start_driver(t, s, out, row, task)
    if s.reserve.is_mature[task]:
        s.reserve.is_mature[task] = False
        at[MATURE] -= 1
    if seats > 0:
        first, last = t.tasks.first_need[task], t.tasks.first_need[task + 1]
        for need in range(first, last):
            s.hands.since[need] = now
        begin = t.signatures.first[t.tasks.signature[task]]
        for seat in range(seats):
            need = i64(first) + t.signatures.need[begin + seat]
            _sit_down(t, s, task, need, i64(s.scratch.team[seat]), duration)
        _begin_needs(t, s, task, first, last, duration)
    else:
        s.links.own_end[task] = after_working(t.clocks, now, i64(duration[task]))
        s.links.own_driver[task] = _DURATION if t.tasks.elapsed[task] else _START
        try_close(t, s, out, row, task)
    for place in range(t.links.first[1, task], t.links.first[1, task + 1]):
        meet_start(t, s, out, row, place, after_working(t.clocks, now, i64(t.links.lag[place])))
    for place in range(t.links.first[3, task], t.links.first[3, task + 1]):
        meet_finish(t, s, out, row, place, after_working(t.clocks, now, i64(t.links.lag[place])))


@jitted
def _sit_down(t: Any, s: Any, task: int, need: int, person: int, duration: Any) -> None:
    """Let a person take a seat of a need, at the speed of today."""
    now, project = s.flow.at[NOW], t.tasks.project[task]
    share = share_of(t, s, need, person)
    if t.rules.assignment == BY_LOAD:
        if t.needs.effort[need]:
            s.pool.load[person] += load_of(left(t, s, need, now), i64(t.needs.fewest[need]))
        else:
            s.pool.load[person] += i64(duration[task]) * share
    elif t.rules.assignment == BY_PROJECT:
        add(s.pool.worked_on[project], person)
    take(t, s, person, share, project, now)
    sit_down(t, s, need, person, share, speed_of(t, s, t.needs.kind[need], person), now)


@jitted
def _begin_needs(t: Any, s: Any, task: int, first: int, last: int, duration: Any) -> None:
    """Settle when each need of a started task ends, and whether more people may join it."""
    now = s.flow.at[NOW]
    s.links.open_needs[task] = last - first
    for need in range(first, last):
        if t.needs.effort[need]:
            _plan_end(t, s, need, team_end(t, s, need))
            if room(t, s, need) > 0 and s.hands.end[need] > now:
                _expect_more(s, need, s.flow.key[task])
        else:
            _plan_end(t, s, need, after_working(t.clocks, now, i64(duration[task])))


@inlined
def _plan_end(t: Any, s: Any, need: int, tick: int) -> None:
    s.hands.end[need] = tick
    if tick <= s.flow.at[NOW]:
        s.flow.ended[s.flow.at[ENDED]] = need
        s.flow.at[ENDED] += 1
    else:
        put(t, s, tick, END, need)


@jitted
def end_need(t: Any, s: Any, out: Any, row: int, need: int) -> None:
    """End a need: its people are free from now on; the last need ends the task's own work (R4)."""
    at, h, w = s.flow.at, s.hands, s.links
    now = at[NOW]
    task = i64(t.needs.task[need])
    if room(t, s, need) > 0:
        _expect_no_more(s, need, s.flow.key[task])
    slot = t.needs.slot[need]
    for place in range(slot, slot + h.taken[need]):
        seat = h.seat[place]
        h.stop[seat] = now
        give_back(t, s, i64(seat), t.tasks.project[task], now)
        freshen(s, i64(h.person[seat]))
    if now > w.last_need_end[task]:  # of needs that end together the first counts
        w.last_need_end[task] = now
        w.own_driver[task] = _NEED * _SHIFT + need
    w.open_needs[task] -= 1
    if w.open_needs[task] == 0:
        w.own_end[task] = now
        try_close(t, s, out, row, task)


@jitted
def _expect_more(s: Any, need: int, key: int) -> None:
    """Put a need among those that may take more people, in order."""
    f, place = s.flow, s.flow.at[EXPANDABLE]
    s.flow.at[EXPANDABLE] = place + 1
    while place > 0 and (
        f.expandable_key[place - 1] > key
        or (f.expandable_key[place - 1] == key and f.expandable[place - 1] > need)
    ):
        f.expandable_key[place] = f.expandable_key[place - 1]
        f.expandable[place] = f.expandable[place - 1]
        place -= 1
    f.expandable_key[place] = key
    f.expandable[place] = need


@jitted
def _expect_no_more(s: Any, need: int, key: int) -> None:
    """Take a need out of those that may take more people, if it is among them."""
    f, size = s.flow, s.flow.at[EXPANDABLE]
    low, high = i64(0), size
    while low < high:
        middle = (low + high) >> 1
        if f.expandable_key[middle] < key or (
            f.expandable_key[middle] == key and f.expandable[middle] < need
        ):
            low = middle + 1
        else:
            high = middle
    if low < size and f.expandable_key[low] == key and f.expandable[low] == need:
        for place in range(low, size - 1):
            f.expandable_key[place] = f.expandable_key[place + 1]
            f.expandable[place] = f.expandable[place + 1]
        s.flow.at[EXPANDABLE] = size - 1


@jitted
def extra_seats(t: Any, s: Any, out: Any, row: int, duration: Any) -> None:
    """Let running work below its most people take, in order, whoever is still free and present."""
    at, f = s.flow.at, s.flow
    now = at[NOW]
    place = i64(0)
    while place < at[EXPANDABLE]:
        need = i64(f.expandable[place])
        task = i64(t.needs.task[need])
        size = at[EXPANDABLE]
        if (out.start[row, task] == now or _has_fresh(t, s, need, task)) and _may_grow(
            t, s, out, row, need, task
        ):
            _join(t, s, need, task, duration)
        place += 1 - (size - at[EXPANDABLE])
    for number in range(at[FRESH_FOR_SEATS]):
        f.is_fresh_for_seats[f.fresh_for_seats[number]] = False
    at[FRESH_FOR_SEATS] = at[EVERYBODY_FRESH_FOR_SEATS] = 0


@jitted
def _has_fresh(t: Any, s: Any, need: int, task: int) -> bool:
    """Whether somebody has become free for a need since it asked last."""
    f = s.flow
    if f.at[EVERYBODY_FRESH_FOR_SEATS] > 0:
        return True
    qualified = t.kinds.qualified[t.kinds.row[f.at[EPOCH], t.needs.kind[need]]]
    for number in range(f.at[FRESH_FOR_SEATS]):
        person = i64(f.fresh_for_seats[number])
        enough = share_for(t, s, person, t.tasks.project[task]) >= t.needs.least[need]
        if enough and has(qualified, person) and has(s.pool.able, person):
            return True
    return False


@inlined
def _may_grow(t: Any, s: Any, out: Any, row: int, need: int, task: int) -> bool:
    """Whether extra people may join: at its start, or if it will still run long enough."""
    now = s.flow.at[NOW]
    if out.start[row, task] == now:
        return True
    return bool(t.rules.top_up and runs_for(t, s, need, now) >= t.rules.top_up_ticks)


@jitted
def _join(t: Any, s: Any, need: int, task: int, duration: Any) -> None:
    """Let people join a running need; what gives way takes them only while it would end late."""
    now, taken = s.flow.at[NOW], s.scratch.taken
    _mark_members(t, s, task)
    joined = False
    while room(t, s, need) > 0 and s.hands.end[need] > t.needs.planned_end[need]:
        person = preferred(t, s, need, i64(t.needs.least[need]), taken)
        if person == NOBODY:
            break
        if not joined:
            settle(t, s, need, now)
            joined = True
        _sit_down(t, s, task, need, person, duration)
        add(taken, person)
        if t.needs.planned_end[need] >= 0:
            s.hands.end[need] = team_end(t, s, need)
    fill(taken, u64(0))
    if joined:
        _plan_end(t, s, need, team_end(t, s, need))
        if room(t, s, need) == 0:
            _expect_no_more(s, need, s.flow.key[task])


@inlined
def _mark_members(t: Any, s: Any, task: int) -> None:
    """Let the people who work on a task be taken."""
    for need in range(t.tasks.first_need[task], t.tasks.first_need[task + 1]):
        if s.hands.taken[need] > 0 and s.hands.stop[s.hands.seat[t.needs.slot[need]]] == NEVER:
            for place in range(t.needs.slot[need], t.needs.slot[need] + s.hands.taken[need]):
                add(s.scratch.taken, i64(s.hands.person[s.hands.seat[place]]))
