"""The realized critical chain: from a project's finish back to what began it all (rule R18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, STOPPED, TICKS_PER_DAY
from capsim.engines.runs import Cause, Runs, cause_of
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates, as_days, day_of_start, shown_days
from capsim.forecast.limited import frozen_for, limited_for
from capsim.forecast.words import asked_for, driver_of_finish, driver_of_start

__all__ = ["Path", "Step", "chain_frame", "chain_of", "path_of"]

_FS, _SS, _FF, _SF = range(4)
_START, _RESTART, _FINISH, _END = "start", "restart", "finish", "work ends"


class Step(NamedTuple):
    """One event on a chain, and the stretch of time up to it.

    Attributes
    ----------
    task : int
    event : str
        ``"start"``, ``"finish"``, or ``"work ends"`` or ``"restart"`` of one of its needs.
    driver : str
        What drove the event, in words.
    since, until : int
        Ticks of the event that drove it, and of the event.
    people : tuple of int
        Who starts the work, or does that whose end it is.
    """

    task: int
    event: str
    driver: str
    since: int
    until: int
    people: tuple[int, ...]


class _Event(NamedTuple):
    kind: str
    task: int
    tick: int
    need: int = -1


def chain_of(runs: Runs, project: int) -> Iterator[Step]:
    """Walk back from a project's finish through what drove each event, across projects.

    Parameters
    ----------
    runs : Runs
        One replication, in which the project finishes.
    project : int

    Yields
    ------
    Step
        The latest first; each one's ``since`` is the next one's ``until``.
    """
    event: _Event | None = _Event(_FINISH, *_last_to_finish(runs, project))
    seen: set[_Event] = set()
    while event is not None and event not in seen:
        seen.add(event)
        words, before = _driver(runs, event)
        since = event.tick if before is None else before.tick
        yield Step(event.task, event.kind, words, since, event.tick, _people(runs, event))
        event = before


def _last_to_finish(runs: Runs, project: int) -> tuple[int, int]:
    """Return a project's last task to finish, the first as listed on ties, and its tick."""
    first, last = runs.plan.project_first_task[project : project + 2].tolist()
    task = first + int(np.argmax(runs.finish[0, first:last]))
    return task, int(runs.finish[0, task])


def _driver(runs: Runs, event: _Event) -> tuple[str, _Event | None]:
    """Return what drove an event, in words and as an event; None ends the walk."""
    task, plan = event.task, runs.plan
    start = _Event(_START, task, int(runs.start[0, task]))
    if event.kind == _END and runs.ends[0, task] == event.tick != runs.finish[0, task]:
        gate = _gate_of(runs, task)
        words = "a reaction" if gate is None else plan.task_labels[gate.task]
        return f"stopped by {words}", gate
    if event.kind == _END:
        return f"work for {asked_for(plan, event.need)}", _begun(runs, event.need, event.tick)
    if event.kind == _RESTART:
        code = _driver_of_restart(runs, event)
        return driver_of_start(plan, task, code, 0), _before_start(runs, event, code, 0)
    if event.kind == _FINISH:
        code = int(runs.finish_driver[0, task])
        kind, index = cause_of(code)
        words = driver_of_finish(plan, task, code)
        if kind == Cause.NEED:
            return words, _begun(runs, index, event.tick)
        return words, (_before_link(runs, index) if kind == Cause.LINK else start)
    code, ready_code = int(runs.start_driver[0, task]), int(runs.ready_driver[0, task])
    return driver_of_start(plan, task, code, ready_code), _before_start(runs, event, code, ready_code)


def _people(runs: Runs, event: _Event) -> tuple[int, ...]:
    """Return who starts the work, or does that whose end the event is; nobody where a link decides."""
    seats, plan = runs.seats, runs.plan
    kind, index = cause_of(runs.finish_driver[0, event.task])
    if event.kind == _END:
        mine = (seats.need == event.need) & (seats.end == event.tick)
    elif event.kind == _RESTART:
        mine = (seats.need == event.need) & (seats.start == event.tick)
    elif event.kind == _FINISH and kind == Cause.NEED:
        mine = (seats.need == index) & (seats.end == event.tick)
    elif event.kind == _FINISH and kind == Cause.LINK:
        return ()
    else:
        mine = plan.need_task[seats.need] == event.task
        if event.kind == _START:
            mine &= seats.start == event.tick
    return tuple(dict.fromkeys(seats.person[mine].tolist()))


def _before_start(runs: Runs, event: _Event, code: int, ready_code: int) -> _Event | None:
    """Return the event that drove a start; a return, a date, a freeze and tick 0 end the walk."""
    kind, index = cause_of(code)
    if kind == Cause.PERSON:
        return _Event(_END, int(runs.plan.need_task[index]), event.tick, index)
    if kind == Cause.LIMIT:  # a gate that stops its project ends it as it is reached
        is_gate = runs.finish[0, index] == STOPPED
        return _Event(_START if is_gate else _FINISH, index, event.tick)
    if kind == Cause.RESERVE:
        return _Event(_START, index, event.tick)
    if kind == Cause.RESERVE_AGAIN:
        return _Event(_RESTART, int(runs.plan.need_task[index]), event.tick, index)
    if kind == Cause.AGAIN:
        return _begun(runs, event.need, event.tick)
    if kind == Cause.READY:
        kind, index = cause_of(ready_code)
        if kind == Cause.LINK:
            return _before_link(runs, index)
    return None


def _begun(runs: Runs, need: int, tick: int) -> _Event:
    """Return the start or restart of what a need did until a tick, at which it ended or returned."""
    task, rows = int(runs.plan.need_task[need]), np.flatnonzero(runs.restarts.need == need)
    begun = _Event(_START, task, int(runs.start[0, task]))
    for returned, start in zip(runs.restarts.returned[rows], runs.restarts.start[rows], strict=True):
        if returned >= tick:
            break
        begun = _Event(_RESTART, task, int(start), need)
    return begun


def _driver_of_restart(runs: Runs, event: _Event) -> int:
    """Return the driver of a restart; of several at a tick that of the last."""
    rows = (runs.restarts.need == event.need) & (runs.restarts.start == event.tick)
    return int(runs.restarts.driver[rows][-1])


def _before_link(runs: Runs, link: int) -> _Event | None:
    """Return the event that a link counts from; None if its task does not go ahead."""
    before = int(runs.plan.link_before[link])
    if runs.finish[0, before] == ABSENT:
        return None
    from_finish = runs.plan.link_kind[link] in (_FS, _FF)
    if (runs.finish if from_finish else runs.start)[0, before] == STOPPED:
        return _gate_of(runs, before)
    if from_finish:
        return _Event(_FINISH, before, int(runs.finish[0, before]))
    return _Event(_START, before, int(runs.start[0, before]))


def _gate_of(runs: Runs, task: int) -> _Event | None:
    """Return the event by which work was stopped: the start of a gate of its project; None for a reaction."""
    plan, project = runs.plan, runs.plan.task_project[task]
    stop = int(runs.stops[0, project])
    at_once = (runs.start[0, plan.gate_task] == stop) & (runs.finish[0, plan.gate_task] == STOPPED)
    gates = plan.gate_task[at_once & (plan.task_project[plan.gate_task] == project)]
    return _Event(_START, int(gates[0]), stop) if len(gates) else None


def chain_frame(runs: Runs, project: int) -> pd.DataFrame:
    """Return a chain as a frame; columns as in `Trace.chain`."""
    plan = runs.plan
    steps = list(chain_of(runs, project))
    tasks = np.array([step.task for step in steps], dtype=np.int64)
    since = np.array([step.since for step in steps], dtype=np.int64)
    until = np.array([step.until for step in steps], dtype=np.int64)
    last_day = _days_shown(runs, steps)
    return pd.DataFrame(
        {
            "project": texts(plan.project_names[index] for index in plan.task_project[tasks]),
            "task": texts(plan.task_names[index] for index in tasks),
            "event": texts(step.event for step in steps),
            "driver": texts(step.driver for step in steps),
            "people": texts(", ".join(plan.person_names[person] for person in step.people) for step in steps),
            "from": as_dates(np.minimum(day_of_start(since), last_day), plan.start),
            "to": as_dates(last_day, plan.start),
            "from_days": as_days(since),
            "to_days": as_days(until),
        }
    )


def _days_shown(runs: Runs, steps: Sequence[Step]) -> npt.NDArray[np.int64]:
    """Return the day that each event is shown on (rule R1)."""
    shown = shown_days(runs)
    days = {
        _START: lambda step: shown.start[0, step.task],
        _RESTART: lambda step: step.until // TICKS_PER_DAY,
        _FINISH: lambda step: shown.finish[0, step.task],
        _END: lambda step: max(step.until - 1, 0) // TICKS_PER_DAY,
    }
    return np.array([days[step.event](step) for step in steps], dtype=np.int64)


class Path(NamedTuple):
    """A project's own path to its finish.

    Attributes
    ----------
    waits : dict of int to int
        How long each task on it waits once it is ready, in ticks; the latest task first. 0 where no working
        day lies between.
    frozen : dict of int to int
        How much of that lies before the end of the last freeze of the project, in ticks (rule R17).
    limited : dict of int to int
        How long each of them waits for a limit on projects in progress, in ticks.
    comes_from : int or None
        The task of another project that the first one on the path waits for.
    """

    waits: dict[int, int]
    frozen: dict[int, int]
    limited: dict[int, int]
    comes_from: int | None


def path_of(runs: Runs, project: int) -> Path:
    """Return a project's path: from its finish back through the links that drove its tasks.

    Parameters
    ----------
    runs : Runs
        One replication, in which the project finishes.
    project : int

    Returns
    -------
    Path
    """
    waits: dict[int, int] = {}
    task, _ = _last_to_finish(runs, project)
    finished = True  # whether it is the task's finish that counts, or its start
    while runs.plan.task_project[task] == project:
        kind, link = cause_of(runs.finish_driver[0, task])
        if not finished or kind != Cause.LINK:
            waits[task] = _waited(runs, task)
            kind, link = cause_of(runs.ready_driver[0, task])
        if kind != Cause.LINK or runs.finish[0, runs.plan.link_before[link]] in (ABSENT, STOPPED):
            return _path(runs, waits, None)
        task = int(runs.plan.link_before[link])
        finished = runs.plan.link_kind[link] in (_FS, _FF)
    return _path(runs, waits, task)


def _path(runs: Runs, waits: dict[int, int], comes_from: int | None) -> Path:
    """Return a path, its waits divided into what they are for."""
    frozen = {task: min(frozen_for(runs, task), waited) for task, waited in waits.items()}
    limited = {task: min(limited_for(runs, task), waited - frozen[task]) for task, waited in waits.items()}
    return Path(waits, frozen, limited, comes_from)


def _waited(runs: Runs, task: int) -> int:
    """Return how long a task waits once it is ready; a weekend or a holiday alone is no wait."""
    ready, start = int(runs.ready[0, task]), int(runs.start[0, task])
    days_off = runs.plan.worked[ready // TICKS_PER_DAY] == runs.plan.worked[start // TICKS_PER_DAY]
    return 0 if days_off else start - ready
