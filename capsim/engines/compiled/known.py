"""Work that has begun by the status date (rule R16): what is done, and who goes on with the rest."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import ABSENT, NEVER
from capsim.engines.compiled.agenda import RESUME, put
from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.hands import begin
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.limits import begin_project, close_project
from capsim.engines.compiled.links import meet_finish, meet_start, try_close
from capsim.engines.compiled.returns import send_back
from capsim.engines.compiled.state import EPOCH, NOW, UNFINISHED
from capsim.engines.compiled.work import begin_effort, plan_end, take_seat
from capsim.engines.runs import Cause, cause_code
from capsim.plan.standing import NOT_YET

__all__ = ["know", "take_up_known", "tell_known"]

_KNOWN: Final = cause_code(Cause.KNOWN)
_READY: Final = cause_code(Cause.READY)
_DURATION: Final = cause_code(Cause.DURATION)


@jitted
def know(t: Any, s: Any) -> None:
    """Take notice of work that has begun, and is done or will go on at the status date."""
    going_on = False
    for number in range(len(t.known.task)):
        task = i64(t.known.task[number])
        if s.task[task].start == ABSENT:  # it has begun, so it is part of every replication
            s.task[task].finish = NEVER
            s.flow.at[UNFINISHED] += 1
        s.task[task].ready = s.task[task].start = t.known.begun[number]
        s.task[task].ready_driver, s.task[task].start_driver = _KNOWN, _READY
        if t.limits.active and t.task[task].seats > 0:
            begin_project(t, s, task)
        if t.known.done[number] == NOT_YET:
            going_on = True
            continue
        s.task[task].finish = t.known.done[number]
        s.task[task].finish_driver = _KNOWN
        s.flow.at[UNFINISHED] -= 1
    if going_on:
        put(t, s, i64(t.known.tick), RESUME, 0)
    if t.limits.active:
        _close_projects(t, s)


@jitted
def _close_projects(t: Any, s: Any) -> None:
    """Give back the places of projects of which nothing is left to do."""
    before = i64(-1)
    for number in range(len(t.known.task)):
        task = i64(t.known.task[number])
        project = i64(t.task[task].project)
        if project != before:
            close_project(t, s, task)
        before = project


@jitted
def tell_known(t: Any, s: Any) -> None:
    """Let those who wait for what has happened know its ticks."""
    for number in range(len(t.known.task)):
        task = i64(t.known.task[number])
        begun, done = i64(t.known.begun[number]), i64(t.known.done[number])
        for place in range(t.task[task].ss, t.task[task].ff):
            meet_start(t, s, place, after_working(t.clocks, begun, i64(t.link[place].lag)))
        for place in range(t.task[task].sf, t.task[task].last):
            meet_finish(t, s, place, after_working(t.clocks, begun, i64(t.link[place].lag)))
        if done != NOT_YET:
            for place in range(t.task[task].fs, t.task[task].ss):
                meet_start(t, s, place, after_working(t.clocks, done, i64(t.link[place].lag)))
            for place in range(t.task[task].ff, t.task[task].sf):
                meet_finish(t, s, place, after_working(t.clocks, done, i64(t.link[place].lag)))


@jitted
def take_up_known(t: Any, s: Any) -> None:
    """Go on with the work that has begun: who is at work stays."""
    for number in range(len(t.known.task)):
        if t.known.done[number] == NOT_YET:
            _resume(t, s, number, i64(t.known.task[number]))


@jitted
def _resume(t: Any, s: Any, number: int, task: int) -> None:
    """Go on with a task; needs with effort that nobody is at work on are in the queue from now on."""
    now = s.flow.at[NOW]
    first, last = i64(t.task[task].first_need), i64(t.task[task].end_need)
    duration_end = after_working(t.clocks, now, i64(s.flow.duration[task]))
    if first == last:
        s.task[task].own_end, s.task[task].own_driver = duration_end, _DURATION
        try_close(t, s, task)
        return
    if t.rules.fifo:
        rank = t.rules.order_class[task] * (t.rules.horizon + 1) + t.known.begun[number]
        s.flow.key[task] = (rank << t.rules.bits) | i64(t.task[task].unit)
    s.task[task].open_needs = last - first
    for place in range(t.known.seat_first[number], t.known.seat_first[number + 1]):
        need, person = i64(t.known.need[place]), i64(t.known.person[place])
        if s.need[need].taken == 0:
            begin(t, s, need, now)
            s.need[need].begun = t.known.begun[number]
        take_seat(t, s, task, need, _entry_of(t, s, need, person), i64(t.known.share[place]))
    for need in range(first, last):
        if not t.need[need].effort:
            plan_end(t, s, need, duration_end)
        elif s.need[need].taken > 0:
            begin_effort(t, s, need)
        else:
            begin(t, s, need, now)
            if s.need[need].left == 0:
                plan_end(t, s, need, now)
            else:
                send_back(t, s, need, i64(0))


@inlined
def _entry_of(t: Any, s: Any, need: int, person: int) -> Any:
    """Return the entry of somebody among those who can serve a need today."""
    first, kind = t.kinds.of_first[s.flow.at[EPOCH]], t.need[need].kind
    place = i64(first[person])
    while t.kinds.of_kind[place] != kind:
        place += 1
    return i64(t.kinds.of_entry[place])
