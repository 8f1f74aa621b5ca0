"""The realized critical chains of all projects in all replications at once (rule R18).

It is the walk of `capsim.forecast.chain`, one step of every project of every replication at a time.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.engines.runs import Cause, Runs
from capsim.forecast.dates import causes, is_tick
from capsim.metrics import project_finish
from capsim.plan.plan import NO_TASK

__all__ = ["Chains", "chains_of"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_START, _RESTART, _FINISH, _END, _OVER = range(5)
_FAR: Final = 1 << 32
"""More than any tick: replications and needs this far apart lie on one line with ticks."""


class Chains(NamedTuple):
    """Which tasks are on the chain of their own project.

    Attributes
    ----------
    passes : ndarray of bool, (replications, tasks)
    counted : ndarray of bool, (replications, projects)
        Where a project is finished, so that there is a chain.
    """

    passes: Bools
    counted: Bools


class _Events(NamedTuple):
    """Where each walk stands: the replication, and its event as in `capsim.forecast.chain`."""

    row: Ints
    kind: Ints
    task: Ints
    tick: Ints
    need: Ints

    def at(self, which: npt.NDArray[np.generic]) -> _Events:
        """Return some of the walks."""
        return _Events(*(column[which] for column in self))

    def put(self, which: Bools, events: _Events) -> None:
        """Set where some of the walks stand."""
        for column, values in zip(self, events, strict=True):
            column[which] = values


def chains_of(runs: Runs) -> Chains:
    """Walk back from the finish of every project through what drove each event, across projects.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    Chains
    """
    plan = runs.plan
    finishes = project_finish(runs.finish, plan.project_first_task)
    counted = is_tick(finishes) & (np.diff(plan.project_first_task) > 0)
    passes = np.zeros(runs.finish.shape, dtype=np.bool_)
    row, project = np.nonzero(counted)
    last = _last_tasks(runs)[row, project]
    events = _events(_FINISH, row, last, runs.finish[row, last])
    steps = _Steps(runs)
    for _ in range(4 * (plan.n_tasks + plan.n_needs) + len(runs.restarts.need)):
        own = plan.task_project[events.task] == project
        passes[events.row[own], events.task[own]] = True
        events = steps.before(events)
        going = events.kind != _OVER
        events, project = events.at(going), project[going]
        if not len(project):
            break
    return Chains(passes, counted)


def _last_tasks(runs: Runs) -> Ints:
    """Return each project's last task to finish, the first as listed on ties: (replications, projects)."""
    first = runs.plan.project_first_task.tolist()
    made = np.zeros((runs.replications, runs.plan.n_projects), dtype=np.int64)
    for project, (begin, end) in enumerate(pairwise(first)):
        if end > begin:
            made[:, project] = begin + np.argmax(runs.finish[:, begin:end], axis=1)
    return made


def _events(
    kind: int, row: Ints, task: npt.NDArray[np.signedinteger], tick: npt.NDArray[np.signedinteger],
    need: npt.NDArray[np.signedinteger] | None = None,
) -> _Events:  # fmt: skip
    needs = np.full(len(row), -1) if need is None else need.astype(np.int64)
    return _Events(row, np.full(len(row), kind), task.astype(np.int64), tick.astype(np.int64), needs)


class _Steps:
    """One step back of many walks.

    Parameters
    ----------
    runs : Runs
    """

    def __init__(self, runs: Runs) -> None:
        self._runs, self._plan = runs, runs.plan
        self._ends = runs.ends
        of_need = runs.restarts.replication.astype(np.int64) * self._plan.n_needs + runs.restarts.need
        self._returned = np.argsort(of_need * _FAR + runs.restarts.returned, kind="stable")
        self._begun_again = np.argsort(of_need * _FAR + runs.restarts.start, kind="stable")
        self._of_need = of_need
        self._stop = runs.stops
        self._gate = self._gates()

    def before(self, events: _Events) -> _Events:
        """Return what drove some events; the walk is over where nothing did."""
        found = _events(_OVER, events.row, events.task, events.tick)
        for kind, driven in (
            (_START, self._of_starts),
            (_RESTART, self._of_restarts),
            (_FINISH, self._of_finishes),
            (_END, self._of_ends),
        ):
            which = events.kind == kind
            if which.any():
                found.put(which, driven(events.at(which)))
        return found

    def _of_starts(self, events: _Events) -> _Events:
        code = self._runs.start_driver[events.row, events.task]
        return self._before_start(events, code, self._runs.ready_driver[events.row, events.task])

    def _of_restarts(self, events: _Events) -> _Events:
        restart = self._last(self._begun_again, self._runs.restarts.start, events, "right")
        code = self._runs.restarts.driver[restart]
        return self._before_start(events, code, np.zeros_like(code))

    def _of_finishes(self, events: _Events) -> _Events:
        kind, index = causes(self._runs.finish_driver[events.row, events.task].astype(np.int64))
        found = _events(_START, events.row, events.task, self._runs.start[events.row, events.task])
        worked, linked = kind == Cause.NEED, kind == Cause.LINK
        found.put(worked, self._begun(events.at(worked), index[worked]))
        found.put(linked, self._before_link(events.at(linked), index[linked]))
        return found

    def _of_ends(self, events: _Events) -> _Events:
        ended = self._ends[events.row, events.task]
        stopped = (ended == events.tick) & (ended != self._runs.finish[events.row, events.task])
        found = self._begun(events, events.need)
        found.put(stopped, self._gate_of(events.at(stopped), events.task[stopped]))
        return found

    def _before_start(
        self,
        events: _Events,
        code: npt.NDArray[np.signedinteger],
        ready_code: npt.NDArray[np.signedinteger],
    ) -> _Events:
        """Return the event that drove starts; a return, a date, a freeze and tick 0 end the walk."""
        kind, index = causes(code.astype(np.int64))
        found = _events(_OVER, events.row, events.task, events.tick)
        row, tick = events.row, events.tick
        for cause, then in ((Cause.PERSON, _END), (Cause.RESERVE_AGAIN, _RESTART)):
            which = kind == cause
            need = index[which]
            found.put(which, _events(then, row[which], self._plan.need_task[need], tick[which], need))
        which = kind == Cause.RESERVE
        found.put(which, _events(_START, row[which], index[which], tick[which]))
        which = kind == Cause.LIMIT  # a gate that stops its project ends it as it is reached
        found.put(which, _events(_FINISH, row[which], index[which], tick[which]))
        is_gate = which.copy()
        is_gate[which] = self._runs.finish[row[which], index[which]] == STOPPED
        found.kind[is_gate] = _START
        which = kind == Cause.AGAIN
        found.put(which, self._begun(events.at(which), events.need[which]))
        ready_kind, link = causes(ready_code.astype(np.int64))
        which = (kind == Cause.READY) & (ready_kind == Cause.LINK)
        found.put(which, self._before_link(events.at(which), link[which]))
        return found

    def _begun(self, events: _Events, need: Ints) -> _Events:
        """Return the start or restart of what needs did until a tick, at which they ended or returned."""
        task = self._plan.need_task[need]
        found = _events(_START, events.row, task, self._runs.start[events.row, task])
        if len(self._of_need):
            sought = events._replace(need=need)
            place = self._last(self._returned, self._runs.restarts.returned, sought, "left")
            again = (place >= 0) & (self._of_need[place] == events.row * self._plan.n_needs + need)
            start = self._runs.restarts.start[place[again]]
            found.put(again, _events(_RESTART, events.row[again], task[again], start, need[again]))
        return found

    def _last(
        self, order: Ints, ticks: npt.NDArray[np.int32], events: _Events, side: Literal["left", "right"]
    ) -> Ints:
        """Return the last restart of needs up to a tick (right) or before it (left); -1 if there is none."""
        keys = self._of_need[order] * _FAR + ticks[order]
        sought = (events.row * self._plan.n_needs + events.need) * _FAR + events.tick
        place = np.searchsorted(keys, sought, side=side) - 1
        return np.where(place >= 0, order[np.maximum(place, 0)], -1)

    def _before_link(self, events: _Events, link: Ints) -> _Events:
        """Return the event that links count from; the walk is over if their task does not go ahead."""
        before = self._plan.link_before[link]
        from_finish = self._plan.link_kind[link] % 2 == 0
        finish, start = (each[events.row, before] for each in (self._runs.finish, self._runs.start))
        tick = np.where(from_finish, finish, start)
        found = _events(_START, events.row, before, tick)
        found.kind[from_finish] = _FINISH
        stopped = tick == STOPPED
        found.put(stopped, self._gate_of(events.at(stopped), before[stopped]))
        found.kind[finish == ABSENT] = _OVER
        return found

    def _gate_of(self, events: _Events, task: Ints) -> _Events:
        """Return the event by which work was stopped: the start of a gate of its project."""
        project = self._plan.task_project[task]
        gate, tick = self._gate[events.row, project], self._stop[events.row, project]
        found = _events(_START, events.row, np.maximum(gate, 0), tick)
        found.kind[gate == NO_TASK] = _OVER  # a reaction has stopped it
        return found

    def _gates(self) -> Ints:
        """Return the first gate as listed that stops each project, (replications, projects), or `NO_TASK`."""
        runs, gates = self._runs, self._plan.gate_task
        made = np.full(self._stop.shape, NO_TASK, dtype=np.int64)
        for gate in gates[::-1].tolist():
            project = self._plan.task_project[gate]
            stopping = (runs.finish[:, gate] == STOPPED) & (runs.start[:, gate] == self._stop[:, project])
            made[stopping & (self._stop[:, project] != NEVER), project] = gate
        return made
