"""Gates that stop their projects (rule D6)."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER, STOPPED
from capsim.engines.compiled.jit import i64, jitted
from capsim.engines.compiled.limits import close_project
from capsim.engines.compiled.links import meet_finish, meet_start
from capsim.engines.compiled.state import NOW, STOPPING, UNFINISHED
from capsim.engines.compiled.waiting import forget_waiting
from capsim.engines.compiled.work import leave

__all__ = ["stop_projects"]


@jitted
def stop_projects(t: Any, s: Any) -> None:
    """End all that is unfinished of the projects that are to stop now; links from it are met now."""
    now, was, first = s.flow.at[NOW], s.stops.was, t.gates.first_task
    s.flow.at[STOPPING] = 0
    for project in range(len(s.stops.stopping)):
        if s.stops.stopping[project]:
            for task in range(first[project], first[project + 1]):
                was[task] = 0
                if s.task[task].finish == NEVER:
                    was[task] = 1 if s.task[task].start != NEVER else 2
                    _give_up(t, s, task)
            if t.limits.active:
                close_project(t, s, i64(first[project]))
    for project in range(len(s.stops.stopping)):
        if s.stops.stopping[project]:
            s.stops.stopping[project] = False
            _meet_links(t, s, i64(first[project]), i64(first[project + 1]), now)


@jitted
def _meet_links(t: Any, s: Any, first: int, last: int, now: int) -> None:
    """Let nobody wait for tasks that have been stopped."""
    was = s.stops.was
    for task in range(first, last):
        if was[task] == 2:
            for place in range(t.task[task].ss, t.task[task].ff):
                meet_start(t, s, place, now)
            for place in range(t.task[task].sf, t.task[task].last):
                meet_finish(t, s, place, now)
    for task in range(first, last):
        if was[task] > 0:
            for place in range(t.task[task].fs, t.task[task].ss):
                meet_start(t, s, place, now)
            for place in range(t.task[task].ff, t.task[task].sf):
                meet_finish(t, s, place, now)


@jitted
def _give_up(t: Any, s: Any, task: int) -> None:
    """Stop a task: its people are free from now on."""
    now, what = s.flow.at[NOW], s.task[task]
    what.finish = STOPPED
    what.finish_driver = 0
    s.flow.at[UNFINISHED] -= 1
    if what.start != NEVER:
        for need in range(i64(t.task[task].first_need), i64(t.task[task].end_need)):
            if s.need[need].taken == 0:  # it has returned to the queue, or nobody was on begun work
                s.need[need].end = now
                forget_waiting(t, s, t.task[task].unit + 1 + need - t.task[task].first_need)
            elif s.seat[s.slots[t.need[need].slot]].stop == NEVER:
                s.need[need].end = now
                leave(t, s, need, task)
        return
    if t.task[task].seats > 0 and what.ready <= now:
        forget_waiting(t, s, t.task[task].unit)
    what.start = STOPPED
    if what.ready >= now:
        what.ready, what.ready_driver = STOPPED, 0
