"""Work that starts, takes more people, and ends (rules R3 to R5, R8)."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import TICKS_PER_DAY
from capsim.engines.compiled.agenda import END, LOOK, put
from capsim.engines.compiled.bits import add, fill, has, lowest
from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.drivers import restart_driver, start_driver
from capsim.engines.compiled.hands import (
    begin,
    lay_down,
    left,
    room,
    runs_for,
    settle,
    share_to_end_by,
    sit_down,
    team_end,
)
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.learning import complete
from capsim.engines.compiled.limits import begin_project
from capsim.engines.compiled.links import meet_finish, meet_start, try_close
from capsim.engines.compiled.pool import give_back, share_for, take
from capsim.engines.compiled.speed import seat_speed
from capsim.engines.compiled.staffing import NOBODY, load_of, mark_members, preferred, share_of, shut_out
from capsim.engines.compiled.state import (
    ENDED,
    EPOCH,
    EVERYBODY_FRESH_FOR_SEATS,
    EXPANDABLE,
    FRESH_FOR_SEATS,
    JOINED,
    MORNING,
    NOW,
)
from capsim.engines.compiled.surprises import lengthen, settle_effort
from capsim.engines.compiled.tables import BY_LOAD, BY_PROJECT
from capsim.engines.compiled.waiting import freshen, wait_no_more
from capsim.engines.runs import Cause, cause_code

__all__ = [
    "begin_effort",
    "end_need",
    "expect_more",
    "expect_no_more",
    "extra_seats",
    "free",
    "leave",
    "plan_end",
    "start",
    "take_seat",
]

_SHIFT: Final = cause_code(1)
_NEED: Final = Cause.NEED
_DURATION: Final = cause_code(Cause.DURATION)
_START: Final = cause_code(Cause.START)


@jitted
def start(t: Any, s: Any, unit: int) -> None:
    """Start a unit of work with the team in the scratch."""
    wait_no_more(t, s, unit)
    if t.unit[unit].need < 0:
        _start_task(t, s, unit, i64(t.unit[unit].task))
    else:
        _go_on(t, s, unit, i64(t.unit[unit].need))


@inlined
def _start_task(t: Any, s: Any, unit: int, task: int) -> None:
    """Start a task; each need ends on its own."""
    now = s.flow.at[NOW]
    s.task[task].start = now
    s.task[task].start_driver = start_driver(t, s, unit)
    if len(t.hits.duration_risk) > 0:
        lengthen(t, s, task)
    if t.task[task].seats > 0:
        if t.limits.active:
            begin_project(t, s, task)
        first, last = i64(t.task[task].first_need), i64(t.task[task].end_need)
        for need in range(first, last):
            begin(t, s, need, now)
        _seat(t, s, unit)
        s.task[task].open_needs = last - first
        for need in range(first, last):
            if t.need[need].effort:
                if len(t.hits.effort_risk) + len(t.hits.rework_speed) > 0:
                    settle_effort(t, s, need)
                begin_effort(t, s, need)
            else:
                plan_end(t, s, need, after_working(t.clocks, now, i64(s.flow.duration[task])))
    else:
        s.task[task].own_end = after_working(t.clocks, now, i64(s.flow.duration[task]))
        s.task[task].own_driver = _DURATION if t.task[task].elapsed else _START
        try_close(t, s, task)
    for place in range(t.task[task].ss, t.task[task].ff):
        meet_start(t, s, place, after_working(t.clocks, now, i64(t.link[place].lag)))
    for place in range(t.task[task].sf, t.task[task].last):
        meet_finish(t, s, place, after_working(t.clocks, now, i64(t.link[place].lag)))


@jitted
def _go_on(t: Any, s: Any, unit: int, need: int) -> None:
    """Go on with a need that had returned to the queue (R10, R11)."""
    row = s.returns.last[need]
    s.returns.rows[row].driver = restart_driver(t, s, unit)
    s.returns.rows[row].start = s.flow.at[NOW]
    begin(t, s, need, s.flow.at[NOW])
    _seat(t, s, unit)
    begin_effort(t, s, need)


@inlined
def _seat(t: Any, s: Any, unit: int) -> None:
    """Let the team in the scratch take the seats of a unit of work."""
    task, first = i64(t.unit[unit].task), i64(t.unit[unit].first_need)
    place = t.signatures.first[t.unit[unit].signature]
    for seat in range(t.unit[unit].seats):
        need = first + t.signatures.need[place + seat]
        entry = i64(s.scratch.team[seat])
        take_seat(t, s, task, need, entry, share_of(t, s, need, i64(t.kinds.person[entry])))


@inlined
def begin_effort(t: Any, s: Any, need: int) -> None:
    """Settle when a need with effort ends that has begun, and whether more people may join it."""
    plan_end(t, s, need, team_end(t, s, need))
    if room(t, s, need) > 0 and s.need[need].end > s.flow.at[NOW]:
        expect_more(s, need, s.flow.key[t.need[need].task])


@jitted
def take_seat(t: Any, s: Any, task: int, need: int, entry: int, share: int) -> None:
    """Let a share of the person of an entry take a seat of a need, at the speed of today."""
    now, project, person = s.flow.at[NOW], i64(t.task[task].project), i64(t.kinds.person[entry])
    if t.rules.assignment == BY_LOAD:
        if t.need[need].effort:
            s.pool.load[person] += load_of(left(t, s, need, now), i64(t.need[need].fewest))
        else:
            s.pool.load[person] += i64(s.flow.duration[task]) * share
    elif t.rules.assignment == BY_PROJECT:
        add(s.pool.worked_on[project], person)
    if t.watched > 0 and t.unit[t.task[task].unit].watched >= 0:
        worked = s.worked[t.unit[t.task[task].unit].watched]
        if not has(worked, person):
            add(worked, person)
            s.flow.at[JOINED] = 1
    take(t, s, person, share, project, now)
    sit_down(t, s, need, person, share, seat_speed(t, s, need, entry, share), now)


@inlined
def plan_end(t: Any, s: Any, need: int, tick: int) -> None:
    """Put the end of a need on the agenda."""
    s.need[need].end = tick
    if tick <= s.flow.at[NOW]:
        s.flow.ended[s.flow.at[ENDED]] = need
        s.flow.at[ENDED] += 1
    else:
        put(t, s, tick, END, need)


@jitted
def end_need(t: Any, s: Any, need: int) -> None:
    """End a need: its people are free from now on; the last need ends the task's own work (R4)."""
    at = s.flow.at
    now = at[NOW]
    task = i64(t.need[need].task)
    if t.learning.crafts > 0:
        complete(t, s, need)
    leave(t, s, need, task)
    if now > s.task[task].last_need_end:  # of needs that end together the first counts
        s.task[task].last_need_end = now
        s.task[task].own_driver = _NEED * _SHIFT + need
    s.task[task].open_needs -= 1
    if s.task[task].open_needs == 0:
        s.task[task].own_end = now
        try_close(t, s, task)


@inlined
def leave(t: Any, s: Any, need: int, task: int) -> None:
    """Let all people of a need be free for other work from now on."""
    if room(t, s, need) > 0:
        expect_no_more(s, need, s.flow.key[task])
    slot = t.need[need].slot
    for place in range(slot, slot + s.need[need].taken):
        free(t, s, i64(s.slots[place]), i64(t.task[task].project))
    lay_down(t, s, need)


@inlined
def free(t: Any, s: Any, seat: int, project: int) -> None:
    """Let whoever sits on a seat of a project be free for other work from now on."""
    now = s.flow.at[NOW]
    s.seat[seat].stop = now
    give_back(t, s, seat, project, now)
    freshen(s, i64(s.seat[seat].person))


@jitted
def expect_more(s: Any, need: int, key: int) -> None:
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
def expect_no_more(s: Any, need: int, key: int) -> None:
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
def extra_seats(t: Any, s: Any) -> None:
    """Let running work below its most people take, in order, whoever is still free and present."""
    at, f = s.flow.at, s.flow
    place, stay_fresh = i64(0), False
    while place < at[EXPANDABLE]:
        need = i64(f.expandable[place])
        task = i64(t.need[need].task)
        size = at[EXPANDABLE]
        asked = s.need[need].begun == at[NOW] or _looks_to_others(t, task) or _has_fresh(t, s, need, task)
        if asked and _may_grow(t, s, need):
            _take_extra(t, s, need, task)
        if _waits_for_the_day(t, s, need) and _may_grow(t, s, need):
            _look_in_the_morning(t, s)
            stay_fresh = True
        place += 1 - (size - at[EXPANDABLE])
    if not stay_fresh:
        if at[FRESH_FOR_SEATS] > 0:
            fill(f.fresh_for_seats, u64(0))
        at[FRESH_FOR_SEATS] = at[EVERYBODY_FRESH_FOR_SEATS] = 0


@inlined
def _looks_to_others(t: Any, task: int) -> bool:
    """Whether a task is for the people of another one."""
    return bool(t.watched > 0 and t.unit[t.task[task].unit].again >= 0)


@inlined
def _waits_for_the_day(t: Any, s: Any, need: int) -> bool:
    """Whether planned work in hand has to wait for the next day with what would not make it end in time.

    Work that ends some minutes before its month does frees its people for the work of the next month, and
    not for late work that comes after it.
    """
    now = s.flow.at[NOW]
    return bool(t.need[need].planned_end >= 0 and now % TICKS_PER_DAY > 0 and s.need[need].begun < now)


@jitted
def _look_in_the_morning(t: Any, s: Any) -> None:
    """Look again at the beginning of the next day; one look is enough for all."""
    at = s.flow.at
    morning = (at[NOW] // TICKS_PER_DAY + 1) * TICKS_PER_DAY
    if at[MORNING] != morning:
        at[MORNING] = morning
        put(t, s, morning, LOOK, 0)


@inlined
def _least_extra(t: Any, need: int) -> Any:
    """Return the thousandths of a person that an extra seat takes at least; of planned work it is one."""
    return i64(1) if t.need[need].planned_end >= 0 else i64(t.need[need].least)


@jitted
def _has_fresh(t: Any, s: Any, need: int, task: int) -> bool:
    """Whether somebody has become free for a need since it asked last."""
    f = s.flow
    if f.at[EVERYBODY_FRESH_FOR_SEATS] > 0:
        return True
    if f.at[FRESH_FOR_SEATS] == 0:
        return False
    qualified = t.kinds.qualified[t.kinds.row[f.at[EPOCH], t.need[need].kind]]
    for word in range(t.people.words):
        some = f.fresh_for_seats[word] & s.pool.able[word] & qualified[word]
        while some:
            person = lowest(some) + 64 * word
            some &= some - u64(1)
            if share_for(t, s, person, t.task[task].project) >= _least_extra(t, need):
                return True
    return False


@inlined
def _may_grow(t: Any, s: Any, need: int) -> bool:
    """Whether extra people may join: it would be late, and begins or still runs long enough."""
    now = s.flow.at[NOW]
    if s.need[need].end <= t.need[need].planned_end:
        return False
    if s.need[need].begun == now:
        return True
    return bool(t.rules.top_up and runs_for(t, s, need, now) >= t.rules.top_up_ticks)


@jitted
def _take_extra(t: Any, s: Any, need: int, task: int) -> None:
    """Let a need take extra seats."""
    before = s.need[need].taken
    settle(t, s, need, s.flow.at[NOW])
    if _looks_to_others(t, task):
        shut_out(t, s, i64(t.task[task].unit))
    if t.need[need].planned_end >= 0:
        mark_members(t, s, task, need)
        _get_help(t, s, need, task)
    else:
        mark_members(t, s, task, i64(NOBODY))
        _join(t, s, need, task)
    fill(s.scratch.taken, u64(0))
    if s.need[need].taken > before:
        plan_end(t, s, need, team_end(t, s, need))
        if room(t, s, need) == 0:
            expect_no_more(s, need, s.flow.key[task])


@inlined
def _join(t: Any, s: Any, need: int, task: int) -> None:
    """Let as many people as there is room for join a running need."""
    taken = s.scratch.taken
    while room(t, s, need) > 0:
        entry = preferred(t, s, need, i64(t.need[need].least), taken)
        if entry == NOBODY:
            break
        person = i64(t.kinds.person[entry])
        take_seat(t, s, task, need, entry, share_of(t, s, need, person))
        add(taken, person)


@inlined
def _get_help(t: Any, s: Any, need: int, task: int) -> None:
    """Let planned work take shares of people, one after the other, until it would end in time.

    What one gives changes nothing for the others, and who gives less than everything is the last.
    """
    taken = s.scratch.taken
    only_in_time = _waits_for_the_day(t, s, need)
    while room(t, s, need) > 0:
        entry = preferred(t, s, need, i64(1), taken)
        if entry == NOBODY:
            break
        person = i64(t.kinds.person[entry])
        add(taken, person)
        wanted = _share_to_end_in_time(t, s, need, entry)
        share = min(wanted, share_for(t, s, person, i64(t.task[task].project)))
        if share == wanted or not only_in_time:
            take_seat(t, s, task, need, entry, share)
        if share == wanted:
            break


@inlined
def _share_to_end_in_time(t: Any, s: Any, need: int, entry: int) -> Any:
    """Return the smallest share of a person with which a need would end as planned; above 1000 for none.

    Who gives all their time can be faster than who gives a part of it.
    """
    person, part = i64(t.kinds.person[entry]), seat_speed(t, s, need, entry, i64(1))
    wanted = share_to_end_by(t, s, need, person, part)
    if t.rules.factored and wanted > 1000:
        whole = seat_speed(t, s, need, entry, i64(1000))
        if whole != part:
            return max(i64(1000), share_to_end_by(t, s, need, person, whole))
    return wanted
