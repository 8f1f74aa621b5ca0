"""The walk back from the finish of a project, inside it: which parts of the ledger lie on the way.

The parts on the way follow each other without a gap from tick 0 to the finish.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Cause, Runs, cause_code
from capsim.forecast.dates import causes, is_tick
from capsim.forecast.ledger import Part, Parts, before_start, event_of_link, ledger_of, link_is_met, parts_of
from capsim.metrics import project_finish

__all__ = ["inside", "outcome_of", "waits_inside"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_FROM_START, _FROM_FINISH = 1, 2


class _Way(NamedTuple):
    """Where the walk passes; (replications, tasks of the plan), and the links between.

    Attributes
    ----------
    passed : ndarray of int8
        0: not at all; 1: from the start of a task back; 2: from its finish back.
    outer : ndarray of bool
        Where it ends: with what made the task ready from outside the project.
    lags : list of Parts
        What lies between the finish of a task and the event in the project that let it finish.
    """

    passed: npt.NDArray[np.int8]
    outer: Bools
    lags: list[Parts]


def outcome_of(runs: Runs, project: int) -> Ints:
    """Return when a project is finished, (replications,): a tick, or `NEVER`, `STOPPED` or `ABSENT`."""
    return project_finish(runs.finish, runs.plan.project_first_task)[:, project].astype(np.int64)


def inside(runs: Runs, project: int) -> Parts:
    """Return the parts of the time up to the finish of a project, in every replication that finishes it.

    Parameters
    ----------
    runs : Runs
    project : int

    Returns
    -------
    Parts
        Their ticks add up to the finish.
    """
    tasks = np.arange(*runs.plan.project_first_task[project : project + 2].tolist())
    way = _walked(runs, tasks, project)
    parts, last_need = ledger_of(runs, tasks)
    kept = _before_start(way, parts)
    is_last = (parts.need < 0) | (parts.need == last_need[parts.replication, parts.task])
    finished = way.passed[parts.replication, parts.task] == _FROM_FINISH
    kept |= finished & (parts.part > Part.GONE) & is_last
    found = [Parts(*(column[kept] for column in parts)), *way.lags]
    return Parts(*(np.concatenate(column) for column in zip(*found, strict=True)))


def waits_inside(runs: Runs, project: int) -> Parts:
    """Return those of the parts `inside` a project that are for people to become free."""
    tasks = np.arange(*runs.plan.project_first_task[project : project + 2].tolist())
    way, parts = _walked(runs, tasks, project), before_start(runs, tasks)
    kept = _before_start(way, parts) & np.isin(parts.part, (Part.PEOPLE, Part.RESERVE))
    return Parts(*(column[kept] for column in parts))


def _before_start(way: _Way, parts: Parts) -> Bools:
    """Return which parts of the time up to starts are on the way."""
    on_way = (way.passed[parts.replication, parts.task] > 0) & (parts.part <= Part.GONE)
    on_way &= (parts.part >= Part.LAG) | way.outer[parts.replication, parts.task]
    return np.asarray(on_way)


def _walked(runs: Runs, tasks: Ints, project: int) -> _Way:
    """Walk back in all replications at once, task by task."""
    done = np.flatnonzero(is_tick(outcome_of(runs, project)) & bool(len(tasks)))
    way = _Way(np.zeros(runs.finish.shape, np.int8), np.zeros(runs.finish.shape, np.bool_), [])
    task = np.full(runs.replications, -1)
    if len(done):
        task[done] = tasks[0] + runs.finish[done, tasks[0] : tasks[-1] + 1].argmax(axis=1)
    finished = np.ones(runs.replications, np.bool_)
    for _ in range(2 * len(tasks) + 1):
        if not (task >= 0).any():
            break
        for here in np.unique(task[task >= 0]).tolist():
            _step(runs, tasks, way, here, np.flatnonzero(task == here), task, finished)
    return way


def _step(runs: Runs, tasks: Ints, way: _Way, here: int, rows: Ints, task: Ints, finished: Bools) -> None:
    """Go on from a task to the one that it waited for in the project, or end the walk."""
    closing = _links_inside(runs, tasks, runs.finish_driver[:, here], rows[finished[rows]])
    for link, those in closing.items():
        event = event_of_link(runs, link)[those]
        until = runs.finish[those, here]
        way.lags.append(
            parts_of(runs, those, here, Part.LAG, event, until, cause=int(cause_code(Cause.LINK, link)))
        )
        _go_to(runs, link, those, task, finished)
    rest = np.setdiff1d(rows, np.concatenate([np.zeros(0, np.int64), *closing.values()]))
    way.passed[rest, here] = np.where(finished[rest], _FROM_FINISH, _FROM_START)
    task[rest] = -1

    onward = _links_inside(runs, tasks, runs.ready_driver[:, here], rest)
    way.outer[rest, here] = True
    for link, those in onward.items():
        way.outer[those, here] = False
        _go_to(runs, link, those, task, finished)


def _links_inside(runs: Runs, tasks: Ints, codes: npt.NDArray[np.int32], rows: Ints) -> dict[int, Ints]:
    """Return by link from a task of the project the replications in which it is the driver."""
    kind, index = causes(codes[rows].astype(np.int64))
    found = {}
    for link in np.unique(index[kind == Cause.LINK]).tolist():
        if tasks[0] <= runs.plan.link_before[link] <= tasks[-1]:
            those = rows[(kind == Cause.LINK) & (index == link)]
            those = those[link_is_met(runs, link)[those]]
            if len(those):
                found[link] = those
    return found


def _go_to(runs: Runs, link: int, rows: Ints, task: Ints, finished: Bools) -> None:
    """Stand at the event that a link counts from."""
    task[rows] = runs.plan.link_before[link]
    finished[rows] = runs.plan.link_kind[link] % 2 == 0
