"""When work is ready and when it is finished (rule R6), and what drove that (R18)."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import ABSENT, NEVER
from capsim.engines.compiled.agenda import CLOSE, OPEN, put
from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.jit import i64, jitted
from capsim.engines.compiled.state import CLOSING, NOW, OPENING, SETTLING, UNFINISHED
from capsim.engines.runs import Cause, cause_code

__all__ = ["close", "meet_finish", "meet_start", "schedule_ready", "try_close"]

_SHIFT: Final = cause_code(1)
_LINK: Final = Cause.LINK
_PROJECT_START: Final = cause_code(Cause.PROJECT_START)
_NOT_BEFORE: Final = cause_code(Cause.NOT_BEFORE)


@jitted
def meet_start(t: Any, s: Any, out: Any, row: int, place: int, tick: int) -> None:
    """Note when an FS or SS link lets its task start; the last one makes the task ready."""
    task, link = i64(t.links.after[place]), t.links.link[place]
    if out.start[row, task] == ABSENT:
        return
    w = s.links
    met = w.start_tick[task]
    if tick > met or (tick == met and link < w.start_link[task]):
        w.start_tick[task], w.start_link[task] = tick, link
    w.open_starts[task] -= 1
    if w.open_starts[task] == 0:
        schedule_ready(t, s, out, row, task)


@jitted
def schedule_ready(t: Any, s: Any, out: Any, row: int, task: int) -> None:
    """Settle when a task is ready, and why: links, then the project's start, then its planned start."""
    tick = i64(s.links.start_tick[task])
    driver = i64(_LINK * _SHIFT + max(s.links.start_link[task], 0))
    begin = t.tasks.project_start[t.tasks.project[task]]
    if begin > tick:
        tick, driver = i64(begin), i64(_PROJECT_START)
    if t.tasks.not_before[task] > tick:
        tick, driver = i64(t.tasks.not_before[task]), i64(_NOT_BEFORE)
    if tick > t.rules.horizon:
        return
    out.ready[row, task], out.ready_driver[row, task] = tick, driver
    at = s.flow.at
    if at[SETTLING] and tick == at[NOW]:
        s.flow.opening[at[OPENING]] = task
        at[OPENING] += 1
    else:
        put(t, s, tick, OPEN, task)


@jitted
def meet_finish(t: Any, s: Any, out: Any, row: int, place: int, tick: int) -> None:
    """Note when an FF or SF link lets its task finish."""
    task, link = i64(t.links.after[place]), t.links.link[place]
    if out.start[row, task] == ABSENT:
        return
    w = s.links
    met = w.finish_tick[task]
    if tick > met or (tick == met and link < w.finish_link[task]):
        w.finish_tick[task], w.finish_link[task] = tick, link
    w.open_finishes[task] -= 1
    try_close(t, s, out, row, task)


@jitted
def try_close(t: Any, s: Any, out: Any, row: int, task: int) -> None:
    """Settle a finish once own work and links are known; a link drives it only if it is strictly later."""
    w = s.links
    if w.open_finishes[task] > 0 or w.own_end[task] == NEVER:
        return
    tick, driver = i64(w.own_end[task]), i64(w.own_driver[task])
    if w.finish_tick[task] > tick:
        tick, driver = i64(w.finish_tick[task]), i64(_LINK * _SHIFT + w.finish_link[task])
    if tick > t.rules.horizon:
        return
    out.finish_driver[row, task] = driver
    at = s.flow.at
    if tick <= at[NOW]:
        s.flow.closing[at[CLOSING]] = task
        at[CLOSING] += 1
    else:
        put(t, s, tick, CLOSE, task)


@jitted
def close(t: Any, s: Any, out: Any, row: int, task: int) -> None:
    """Finish a task, and tell those who wait for it."""
    now = s.flow.at[NOW]
    out.finish[row, task] = now
    s.flow.at[UNFINISHED] -= 1
    for place in range(t.links.first[0, task], t.links.first[0, task + 1]):
        meet_start(t, s, out, row, place, after_working(t.clocks, now, i64(t.links.lag[place])))
    for place in range(t.links.first[2, task], t.links.first[2, task + 1]):
        meet_finish(t, s, out, row, place, after_working(t.clocks, now, i64(t.links.lag[place])))
