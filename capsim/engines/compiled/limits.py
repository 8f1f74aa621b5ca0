"""What may not begin now, whoever could do it (rule R12): limits on projects in progress, and freezes.

Here ``x`` is what never changes of limits, ``y`` what does.
"""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import NEVER
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.state import BY_REACTION, EVERYBODY_FRESH, NOW
from capsim.engines.runs import Cause, cause_code

__all__ = ["begin_project", "close_project", "end_look_at_limits", "is_barred", "is_thaw_day", "opened_limit"]

_SHIFT: Final = cause_code(1)
_LIMIT: Final = Cause.LIMIT
_REACTION: Final = Cause.REACTION
_FREEZE: Final = cause_code(Cause.FREEZE)


@inlined
def is_barred(t: Any, s: Any, unit: int) -> bool:
    """Whether a limit or a freeze keeps a unit of work from starting; nothing does a need that returned."""
    return bool(t.limits.active and t.unit[unit].need < 0 and _bars(t, s, t.unit[unit].task))


@jitted
def _bars(t: Any, s: Any, task: int) -> bool:
    x, project, now = t.limits, i64(t.task[task].project), s.flow.at[NOW]
    for span in range(x.span_first[project], x.span_first[project + 1]):
        if x.span_begin[span] <= now < x.span_end[span]:
            return True
    if s.limits.has_begun[project]:
        return False
    found = False
    for place in range(x.of_first[project], x.of_first[project + 1]):
        found |= _is_full(t, s, x.of[place])
    return found


@inlined
def _is_full(t: Any, s: Any, limit: int) -> bool:
    return bool(s.limits.number[limit] >= t.limits.most[limit])


@jitted
def begin_project(t: Any, s: Any, task: int) -> None:
    """Let a project take its place, as a task of it that needs people begins."""
    x, y, project = t.limits, s.limits, i64(t.task[task].project)
    if y.has_begun[project]:
        return
    y.has_begun[project] = True
    for place in range(x.of_first[project], x.of_first[project + 1]):
        limit = x.of[place]
        y.let[place], y.let_by[place] = _opening(t, s, limit)
        y.number[limit] += 1


@jitted
def close_project(t: Any, s: Any, task: int) -> None:
    """Give the place of a project back if nothing of it is left to do; what was barred may begin."""
    x, y, project = t.limits, s.limits, i64(t.task[task].project)
    if not y.has_begun[project]:
        return
    for other in range(x.first_task[project], x.first_task[project + 1]):
        if s.task[other].finish == NEVER:
            return
    now = s.flow.at[NOW]
    for place in range(x.of_first[project], x.of_first[project + 1]):
        limit = x.of[place]
        y.number[limit] -= 1
        if y.released[limit] != now or project < y.released_by[limit]:
            y.released_by[limit] = project
        y.released[limit] = now
    s.flow.at[EVERYBODY_FRESH] = 1


@jitted
def end_look_at_limits(t: Any, s: Any) -> None:
    """Note which limits have opened since the look before."""
    y = s.limits
    for limit in range(len(t.limits.most)):
        full = _is_full(t, s, limit)
        if y.was_full[limit] and not full:
            y.opened[limit], y.opened_by[limit] = s.flow.at[NOW], _finish_of(t, s, limit)
        y.was_full[limit] = full


@inlined
def _finish_of(t: Any, s: Any, limit: int) -> Any:
    """Return the driver for the project that gave a place back last: what stopped it, or its last finish."""
    project = s.limits.released_by[limit]
    if s.stops.by[project] >= 0:
        return _LIMIT * _SHIFT + i64(s.stops.by[project])
    if s.stops.by[project] == BY_REACTION:
        return _REACTION * _SHIFT + i64(project)
    task = i64(t.limits.first_task[project])
    while s.task[task].finish != s.limits.released[limit]:
        task += 1
    return _LIMIT * _SHIFT + task


@inlined
def _opening(t: Any, s: Any, limit: int) -> Any:
    """Return when a limit opened last for a project that begins now, and what opened it."""
    y = s.limits
    if y.was_full[limit]:
        return s.flow.at[NOW], i64(_finish_of(t, s, limit))
    return i64(y.opened[limit]), i64(y.opened_by[limit])


@jitted
def opened_limit(t: Any, s: Any, task: int) -> Any:
    """Return when a limit last opened for a task that starts now, and the driver (R17).

    Of several at one tick: the freeze, then the limit of the portfolio, then that of the team.
    """
    x, y, project, now = t.limits, s.limits, i64(t.task[task].project), s.flow.at[NOW]
    opened, by = i64(-1), i64(_FREEZE)
    for span in range(x.span_first[project], x.span_first[project + 1]):
        if x.span_end[span] <= now:
            opened = i64(x.span_end[span])
    for place in range(x.of_first[project], x.of_first[project + 1]):
        let, let_by = i64(y.let[place]), i64(y.let_by[place])
        if not y.has_begun[project]:
            let, let_by = _opening(t, s, x.of[place])
        if let > opened:
            opened, by = let, let_by
    return opened, by


@inlined
def is_thaw_day(t: Any, day: int) -> bool:
    """Whether a freeze has ended with the day before."""
    found = False
    for number in range(len(t.limits.thaw_days)):
        found |= t.limits.thaw_days[number] == day
    return bool(found)
