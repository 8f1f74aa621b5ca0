"""Hand-over (rule R10): who is away for long leaves; work with too few people returns to the queue."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.compiled.agenda import LEAVE, put
from capsim.engines.compiled.bits import add, fill, has
from capsim.engines.compiled.hands import lay_down, room, settle, team_end
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.leaves import next_leave, see_to_the_end
from capsim.engines.compiled.state import (
    EARLY,
    EVERYBODY_FRESH_FOR_SEATS,
    FULL,
    LEAVING,
    NOW,
    RETURNED,
    RUNNING,
)
from capsim.engines.compiled.waiting import wait
from capsim.engines.compiled.work import expect_more, expect_no_more, free, plan_end

__all__ = ["expect_leave", "hand_over", "has_room", "send_back", "take_leave"]


@jitted
def expect_leave(t: Any, s: Any, person: int, day: int) -> None:
    """Put the next long absence of a person, from a day on, on the agenda."""
    first = next_leave(t, s, person, day)
    if first >= 0:
        put(t, s, first * TICKS_PER_DAY, LEAVE, person)


@jitted
def take_leave(t: Any, s: Any, person: int) -> bool:
    """Note that a long absence begins; tell whether there is anything to hand over."""
    at, today = s.flow.at, i64(s.flow.at[NOW] // TICKS_PER_DAY)
    if next_leave(t, s, person, today) != today:
        return False  # it has been changed since
    see_to_the_end(t, s, person, today)
    expect_leave(t, s, person, today + 1)
    add(s.returns.leaving, person)
    at[LEAVING] += 1
    for place in range(at[RUNNING]):
        need = i64(s.returns.running[place])
        slot = t.need[need].slot
        for seat in range(slot, slot + s.need[need].taken):
            if s.seat[s.slots[seat]].person == person:
                return True
    return False


@jitted
def hand_over(t: Any, s: Any) -> None:
    """Let those leave whose long absence begins; work without enough people returns to the queue."""
    at, batch = s.flow.at, s.returns.batch
    at[LEAVING] = 0
    size = _list_left(t, s)
    for place in range(size):
        need = i64(batch[place])
        if _who_stay(t, s, need) < t.need[need].fewest:
            send_back(t, s, need, t.rules.handover_units)
        else:
            _go_on_without(t, s, need)
    fill(s.returns.leaving, u64(0))


@inlined
def _list_left(t: Any, s: Any) -> Any:
    """List the needs in hand that somebody leaves, in order; return how many."""
    batch, size = s.returns.batch, i64(0)
    for number in range(s.flow.at[RUNNING]):
        need = s.returns.running[number]
        slot = t.need[need].slot
        for place in range(slot, slot + s.need[need].taken):
            if has(s.returns.leaving, i64(s.seat[s.slots[place]].person)):
                back = size
                while back > 0 and batch[back - 1] > need:
                    batch[back] = batch[back - 1]
                    back -= 1
                batch[back] = need
                size += 1
                break
    return size


@inlined
def _who_stay(t: Any, s: Any, need: int) -> Any:
    """Return how many people of a need do not leave."""
    slot, taken, number = t.need[need].slot, s.scratch.taken, i64(0)
    for place in range(slot, slot + s.need[need].taken):
        person = i64(s.seat[s.slots[place]].person)
        if not has(s.returns.leaving, person) and not has(taken, person):
            add(taken, person)
            number += 1
    fill(taken, u64(0))
    return number


@inlined
def has_room(s: Any, seats: int) -> bool:
    """Whether there is room for so many more seats that are left, or ends that are moved.

    Without it the run is not kept.
    """
    at = s.flow.at
    if at[EARLY] + seats > len(s.returns.rows):
        at[FULL] = 1
        return False
    at[EARLY] += seats
    return True


@jitted
def send_back(t: Any, s: Any, need: int, units: int) -> None:
    """Let all leave a need; it returns to the queue with what is left and some effort on top."""
    at, task = s.flow.at, i64(t.need[need].task)
    if not has_room(s, max(i64(1), i64(s.need[need].taken))):  # a row at least
        return
    settle(t, s, need, at[NOW])
    if room(t, s, need) > 0:
        expect_no_more(s, need, s.flow.key[task])
    slot = t.need[need].slot
    for place in range(slot, slot + s.need[need].taken):
        free(t, s, i64(s.slots[place]), i64(t.task[task].project))
    lay_down(t, s, need)
    s.need[need].taken = 0
    s.need[need].end = NEVER
    s.need[need].left += units
    row = s.returns.rows[at[RETURNED]]
    row.need, row.returned, row.start, row.driver = need, at[NOW], NEVER, 0
    s.returns.last[need] = at[RETURNED]
    at[RETURNED] += 1
    wait(t, s, task + need + 1)


@jitted
def _go_on_without(t: Any, s: Any, need: int) -> None:
    """Let some people leave a need; the others go on, and may find help."""
    at, task = s.flow.at, i64(t.need[need].task)
    slot, stay = i64(t.need[need].slot), i64(0)
    last = slot + s.need[need].taken
    if not has_room(s, last - slot):
        return
    settle(t, s, need, at[NOW])
    was_full = room(t, s, need) == 0
    for place in range(slot, last):
        seat = i64(s.slots[place])
        if has(s.returns.leaving, i64(s.seat[seat].person)):
            free(t, s, seat, i64(t.task[task].project))
        else:
            s.slots[slot + stay] = seat
            stay += 1
    s.need[need].taken = stay
    plan_end(t, s, need, team_end(t, s, need))
    if was_full:
        expect_more(s, need, s.flow.key[task])
    at[EVERYBODY_FRESH_FOR_SEATS] = 1  # it ends later, and may be worth topping up now
