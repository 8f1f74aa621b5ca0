"""When work is ready and when it is finished (rule R6), and what drove that (R18)."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.engines.compiled.agenda import CLOSE, OPEN, put
from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.limits import close_project
from capsim.engines.compiled.state import CLOSING, NOW, OPENING, SETTLING, STOPPING, UNFINISHED
from capsim.engines.compiled.surprises import moved
from capsim.engines.runs import Cause, cause_code

__all__ = ["close", "happens", "meet_finish", "meet_start", "schedule_ready", "try_close"]

_SHIFT: Final = cause_code(1)
_LINK: Final = Cause.LINK
_PROJECT_START: Final = cause_code(Cause.PROJECT_START)
_NOT_BEFORE: Final = cause_code(Cause.NOT_BEFORE)
_ARRIVAL: Final = cause_code(Cause.ARRIVAL)


@inlined
def happens(s: Any, task: int) -> bool:
    """Whether a task is part of this replication, and not stopped."""
    finish = s.task[task].finish
    return bool(finish != ABSENT and finish != STOPPED)


@jitted
def meet_start(t: Any, s: Any, place: int, tick: int) -> None:
    """Note when an FS or SS link lets its task start; the last one makes the task ready."""
    task, link = i64(t.link[place].after), t.link[place].link
    if s.task[task].start != NEVER:
        return
    met = s.task[task].start_tick
    if tick > met or (tick == met and link < s.task[task].start_link):
        s.task[task].start_tick, s.task[task].start_link = tick, link
    s.task[task].open_starts -= 1
    if s.task[task].open_starts == 0:
        schedule_ready(t, s, task)


@jitted
def schedule_ready(t: Any, s: Any, task: int) -> None:
    """Settle when a task is ready, and why: links, project start, planned start, arrival.

    Risks then move the tick and leave the driver (D4).
    """
    tick = i64(s.task[task].start_tick)
    driver = i64(_LINK * _SHIFT + max(s.task[task].start_link, 0))
    begin = t.task[task].project_start
    if begin > tick:
        tick, driver = i64(begin), i64(_PROJECT_START)
    if t.task[task].not_before > tick:
        tick, driver = i64(t.task[task].not_before), i64(_NOT_BEFORE)
    if t.gates.released and s.stops.release[task] > tick:
        tick, driver = i64(s.stops.release[task]), i64(_ARRIVAL)
    if tick <= t.rules.horizon and (t.hits.delayed > 0 or len(t.hits.until) > 0):
        tick = i64(moved(t, s, task, tick))
    if tick > t.rules.horizon:
        return
    s.task[task].ready, s.task[task].ready_driver = tick, driver
    at = s.flow.at
    if at[SETTLING] and tick == at[NOW]:
        s.flow.opening[at[OPENING]] = task
        at[OPENING] += 1
    else:
        put(t, s, tick, OPEN, task)


@jitted
def meet_finish(t: Any, s: Any, place: int, tick: int) -> None:
    """Note when an FF or SF link lets its task finish."""
    task, link = i64(t.link[place].after), t.link[place].link
    if s.task[task].finish != NEVER:
        return
    met = s.task[task].finish_tick
    if tick > met or (tick == met and link < s.task[task].finish_link):
        s.task[task].finish_tick, s.task[task].finish_link = tick, link
    s.task[task].open_finishes -= 1
    try_close(t, s, task)


@jitted
def try_close(t: Any, s: Any, task: int) -> None:
    """Settle a finish once own work and links are known; a link drives it only if it is strictly later."""
    if s.task[task].open_finishes > 0 or s.task[task].own_end == NEVER:
        return
    tick, driver = i64(s.task[task].own_end), i64(s.task[task].own_driver)
    if s.task[task].finish_tick > tick:
        tick, driver = i64(s.task[task].finish_tick), i64(_LINK * _SHIFT + s.task[task].finish_link)
    if tick > t.rules.horizon:
        return
    s.task[task].finish_driver = driver
    at = s.flow.at
    if tick <= at[NOW]:
        s.flow.closing[at[CLOSING]] = task
        at[CLOSING] += 1
    else:
        put(t, s, tick, CLOSE, task)


@jitted
def close(t: Any, s: Any, task: int) -> None:
    """Finish a task, and tell those who wait for it."""
    now, gate = s.flow.at[NOW], t.task[task].gate
    if t.gates.number > 0 and gate >= 0 and not s.stops.passes[gate]:
        _let_stop(s, i64(t.task[task].project), task)
        return
    s.task[task].finish = now
    s.flow.at[UNFINISHED] -= 1
    if t.limits.active:
        close_project(t, s, task)
    for place in range(t.task[task].fs, t.task[task].ss):
        meet_start(t, s, place, after_working(t.clocks, now, i64(t.link[place].lag)))
    for place in range(t.task[task].ff, t.task[task].sf):
        meet_finish(t, s, place, after_working(t.clocks, now, i64(t.link[place].lag)))


@jitted
def _let_stop(s: Any, project: int, gate: int) -> None:
    """Note that a gate stops its project at this tick."""
    s.stops.stopping[project] = True
    s.stops.by[project] = gate if s.stops.by[project] < 0 else min(i64(s.stops.by[project]), gate)
    s.flow.at[STOPPING] += 1
