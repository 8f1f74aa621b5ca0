"""Reviews (rule R21): what a policy watches is looked at, and what it does is done.

Here ``x`` is what never changes of reactions, ``y`` what does.
"""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.engines.compiled.agenda import REVIEW, put, rise
from capsim.engines.compiled.bits import fill
from capsim.engines.compiled.clocks import after_working, worked_at
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.limits import is_barred
from capsim.engines.compiled.links import meet_finish, meet_start
from capsim.engines.compiled.recruiting import hire, note, work_longer
from capsim.engines.compiled.state import (
    BY_REACTION,
    EXPANDABLE,
    NOW,
    RETURNED,
    REVIEWING,
    STOPPING,
    UNFINISHED,
)
from capsim.engines.compiled.waiting import forget_waiting
from capsim.engines.compiled.work import expect_more, expect_no_more
from capsim.plan.reacting import DESCOPE, EVERY, FOUND, HIRE, LATE, ON_PEOPLE, OVERTIME, STOP, WAITS

__all__ = ["expect_review", "hold_review"]

_NOT_THERE: Final = -(1 << 40)
"""When what does not happen is over: nobody waits for it."""


@inlined
def expect_review(t: Any, s: Any, place: int) -> None:
    """Put a review on the agenda, if there is such a one."""
    if place < len(t.reviews.days):
        put(t, s, i64(t.reviews.days[place]) * TICKS_PER_DAY, REVIEW, place)


@jitted
def hold_review(t: Any, s: Any) -> None:
    """Hold the review of this tick: see first, for all reactions, and then act."""
    x, y = t.reviews, s.reviews
    place = s.flow.at[REVIEWING] - 1
    s.flow.at[REVIEWING] = 0
    if x.slips:
        _see_who_is_late(t, s)
    for number in range(x.number):
        fill(y.asked[number], False)
        if x.due[place, number]:
            _ask(t, s, number)
    for number in range(x.number):
        for project in range(len(y.expedited)):
            open_still = x.at_most[number] < 0 or y.times[number] < x.at_most[number]
            if y.asked[number, project] and open_still and _act(t, s, number, project, place):
                y.times[number] += 1


# ---------------------------------------------------------------- what is seen


@jitted
def _ask(t: Any, s: Any, number: int) -> None:
    """Note to which projects a reaction wants something to be done; to none if its trigger is not met."""
    x, y = t.reviews, s.reviews
    target, met = i64(x.target[number]), True
    if x.trigger[number] == LATE:
        met = False
        for project in range(len(y.late)):
            watches = x.watched[number] == EVERY or x.watched[number] == project
            if watches and y.late[project] > x.ticks[number]:
                met = True
                y.asked[number, project] = target == FOUND
    elif x.trigger[number] == WAITS:
        met = _waiting(t, s, number) >= x.least[number]
    if met and target >= 0:
        y.asked[number, target] = True
    elif met and target == ON_PEOPLE:
        y.asked[number, 0] = True


@jitted
def _waiting(t: Any, s: Any, number: int) -> Any:
    """Return how much work has waited for people as long as a reaction says, or longer."""
    asks, now, found = t.reviews.asks, s.flow.at[NOW], i64(0)
    for task in range(t.tasks):
        ready = i64(s.task[task].ready)
        if s.task[task].start == NEVER and ready < now and t.task[task].seats > 0:
            wanted = False
            for need in range(t.task[task].first_need, t.task[task].end_need):
                wanted |= asks[number, need]
            if wanted and not is_barred(t, s, i64(t.task[task].unit)):
                found += i64(after_working(t.clocks, ready, i64(t.reviews.ticks[number])) <= now)
    for place in range(s.flow.at[RETURNED]):
        row = s.returns.rows[place]
        if row.start == NEVER and s.task[t.need[row.need].task].finish == NEVER and asks[number, row.need]:
            found += i64(after_working(t.clocks, i64(row.returned), i64(t.reviews.ticks[number])) <= now)
    return found


@jitted
def _see_who_is_late(t: Any, s: Any) -> None:
    """Note by how many working ticks each project will miss its deadline, far less than 0 if it will not.

    A pass over what is left: what has begun takes its planned duration from its start, and ends now at the
    soonest; what has not begun begins now at the soonest.
    """
    x, early = t.reviews, s.reviews.early
    now = worked_at(t.clocks, s.flow.at[NOW])
    for entry in range(len(x.order)):
        event = i64(x.order[entry])
        task = event >> 1
        is_finish = event & 1
        tick = i64(s.task[task].finish) if is_finish else i64(s.task[task].start)
        if tick in (ABSENT, STOPPED):
            early[event] = _NOT_THERE
            continue
        if tick != NEVER:
            early[event] = worked_at(t.clocks, tick)
            continue
        soonest = i64(x.release[task])
        if is_finish:
            soonest = max(soonest, early[event - 1]) + x.length[task]
        early[event] = max(now, soonest)
        for place in range(x.cause_first[event], x.cause_first[event + 1]):
            early[event] = max(early[event], early[x.cause[place]] + x.lag[place])
    fill(s.reviews.late, i64(-NEVER))
    for task in range(t.tasks):
        project = i64(t.task[task].project)
        if s.task[task].finish == NEVER and x.deadline[project] >= 0:
            by = early[2 * task + 1] - x.deadline[project]
            s.reviews.late[project] = max(s.reviews.late[project], by)


# ---------------------------------------------------------------- what is done


@jitted
def _act(t: Any, s: Any, number: int, project: int, place: int) -> bool:
    """Do what a reaction does in a review, and note it; tell whether it changes anything."""
    action = t.reviews.action[number]
    if action == HIRE:
        return hire(t, s, number)
    if action == OVERTIME:
        target, changes = -1, work_longer(t, s, number, place)
    elif action == STOP:
        target, changes = project, _stop(t, s, project)
    elif action == DESCOPE:
        target, changes = project, _leave_out(t, s, number, project)
    else:
        target, changes = project, _expedite(t, s, project)
    if changes:
        note(s, number, target)
    return bool(changes)


@inlined
def _is_unfinished(t: Any, s: Any, project: int) -> bool:
    found = False
    for task in range(t.reviews.first_task[project], t.reviews.first_task[project + 1]):
        found |= s.task[task].finish == NEVER
    return bool(found)


@jitted
def _stop(t: Any, s: Any, project: int) -> bool:
    """Let a project be stopped as soon as all is seen."""
    if s.stops.stopping[project] or not _is_unfinished(t, s, project):
        return False
    s.stops.stopping[project] = True
    s.stops.by[project] = BY_REACTION
    s.flow.at[STOPPING] += 1
    return True


@jitted
def _leave_out(t: Any, s: Any, number: int, project: int) -> bool:
    """Leave out what has not begun of the work that can be, if other work of the project is left."""
    was, now = s.stops.was, s.flow.at[NOW]
    first, last = i64(t.reviews.first_task[project]), i64(t.reviews.first_task[project + 1])
    some, others = False, False
    for task in range(first, last):
        goes = s.task[task].finish == NEVER and s.task[task].start == NEVER and t.reviews.tagged[number, task]
        was[task] = 1 if goes else 0
        some |= goes
        others |= s.task[task].finish == NEVER and not goes
    if not some or not others:
        return False
    for task in range(first, last):
        if was[task] == 1:
            _give_up(t, s, task)
    for task in range(first, last):
        if was[task] == 1:
            for place in range(t.task[task].fs, t.task[task].ff):
                meet_start(t, s, place, now)
            for place in range(t.task[task].ff, t.task[task].last):
                meet_finish(t, s, place, now)
    return True


@inlined
def _give_up(t: Any, s: Any, task: int) -> None:
    """Let a task that has not begun be no part of this replication any more."""
    what = s.task[task]
    if t.task[task].seats > 0 and what.ready <= s.flow.at[NOW]:
        forget_waiting(t, s, i64(t.task[task].unit))
    what.ready = what.start = what.finish = ABSENT
    what.ready_driver = 0
    s.flow.at[UNFINISHED] -= 1


@jitted
def _expedite(t: Any, s: Any, project: int) -> bool:
    """Put the work of a project before all other; what waits keeps waiting, but in another order."""
    if s.reviews.expedited[project] or not _is_unfinished(t, s, project):
        return False
    s.reviews.expedited[project] = True
    by = i64(t.reviews.ahead) << t.rules.bits
    for task in range(t.reviews.first_task[project], t.reviews.first_task[project + 1]):
        before = i64(s.flow.key[task])
        first, last = i64(t.task[task].first_need), i64(t.task[task].end_need)
        unit = i64(t.task[task].unit)
        for number in range(unit, unit + 1 + last - first):
            _move_up(t, s, i64(t.unit[number].signature), before + (number - unit), by)
        s.flow.key[task] = before - by
        for need in range(first, last):
            size = s.flow.at[EXPANDABLE]
            expect_no_more(s, need, before)
            if s.flow.at[EXPANDABLE] < size:
                expect_more(s, need, before - by)
    return True


@inlined
def _move_up(t: Any, s: Any, signature: int, key: int, by: int) -> None:
    """Move what waits with a key up in its queue."""
    waiting, offset = s.flow.waiting, i64(t.signatures.work[signature])
    for place in range(s.flow.waits[signature]):
        if waiting[offset + place] == key:
            rise(waiting, offset, i64(place), key - by)
            return
