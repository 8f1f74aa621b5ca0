"""One replication as a schedule: who works on what, from when to when, and why not earlier."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np
import pandas as pd

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.engines.runs import Absences, Frozen, Reacted, Restarts, Runs, Seats, Waits
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates, as_days, day_of_finish, day_of_start, shown_days
from capsim.forecast.reasons import LeftOpen, left_open, reasons
from capsim.forecast.words import (
    GOES_NOT_AHEAD,
    STOPPED_IN_WORK,
    STOPPED_WAITING,
    STOPS,
    driver_of_start,
    listed,
)

__all__ = ["one_replication", "schedule_frame", "seats_frame"]

_Table = TypeVar("_Table", Restarts, Absences, Frozen, Waits, Reacted)


def one_replication(runs: Runs, replication: int) -> Runs:
    """Return the runs of one replication alone."""
    row = slice(replication, replication + 1)
    first, last = runs.seat_offsets[replication : replication + 2].tolist()
    return dataclasses.replace(
        runs,
        ready=runs.ready[row],
        start=runs.start[row],
        finish=runs.finish[row],
        ready_driver=runs.ready_driver[row],
        start_driver=runs.start_driver[row],
        finish_driver=runs.finish_driver[row],
        seat_offsets=np.array([0, last - first], dtype=np.int64),
        seats=Seats(*(column[first:last] for column in runs.seats)),
        restarts=_rows_of(runs.restarts, replication),
        absences=_rows_of(runs.absences, replication),
        frozen=_rows_of(runs.frozen, replication),
        waits=_rows_of(runs.waits, replication),
        reacted=_rows_of(runs.reacted, replication),
    )


def _rows_of(table: _Table, replication: int) -> _Table:
    """Return what belongs to one replication, as replication 0."""
    mine = type(table)(*(column[table.replication == replication] for column in table))
    return mine._replace(replication=np.zeros_like(mine.replication))


def schedule_frame(runs: Runs) -> pd.DataFrame:
    """Return the schedule of the one replication in ``runs``; columns as in `Forecast.schedule`."""
    plan = runs.plan
    shown, open_ = shown_days(runs), left_open(runs)
    whole = pd.DataFrame(
        {
            "project": texts(plan.project_names[project] for project in plan.task_project),
            "task": texts(plan.task_names),
            "people": texts(_people(runs)),
            "ready": as_dates(shown.ready[0], plan.start),
            "start": as_dates(shown.start[0], plan.start),
            "finish": as_dates(shown.finish[0], plan.start),
            "start_days": as_days(runs.start[0]),
            "finish_days": as_days(runs.finish[0]),
            "driver": texts(_why(runs, task, open_) for task in range(plan.n_tasks)),
        }
    )
    shown_rows = ~plan.is_item | (runs.finish[0] != ABSENT)
    made: pd.DataFrame = whole.loc[shown_rows].reset_index(drop=True)
    return made


def _people(runs: Runs) -> list[str]:
    """Return who takes seats of each task, in the order in which they sit down."""
    plan, seats = runs.plan, runs.seats
    names: list[list[str]] = [[] for _ in range(plan.n_tasks)]
    for need, person in zip(seats.need.tolist(), seats.person.tolist(), strict=True):
        names[plan.need_task[need]].append(plan.person_names[person])
    return [", ".join(dict.fromkeys(each)) for each in names]


def _why(runs: Runs, task: int, open_: LeftOpen) -> str:
    """Return what drove a task's start, or what it still waits for."""
    start = int(runs.start[0, task])
    if start == ABSENT:
        return GOES_NOT_AHEAD
    if start == STOPPED:
        return STOPPED_WAITING
    if start == NEVER:
        return f"waits for {listed(words for words, _, where in reasons(runs, task, open_) if where[0])}"
    drivers = int(runs.start_driver[0, task]), int(runs.ready_driver[0, task])
    return driver_of_start(runs.plan, task, *drivers) + _stopped(runs, task)


def _stopped(runs: Runs, task: int) -> str:
    """Return what a gate has done to a task that has begun, or, as a gate, does."""
    if runs.finish[0, task] != STOPPED:
        return ""
    return STOPS if task in runs.plan.gate_task else STOPPED_IN_WORK


def seats_frame(runs: Runs) -> pd.DataFrame:
    """Return the seats of the one replication in ``runs``; columns as in `Trace.seats`."""
    plan, seats = runs.plan, runs.seats
    task = plan.need_task[seats.need]
    momentary = seats.start == seats.end
    at_once = shown_days(runs).start[0, task]
    return pd.DataFrame(
        {
            "project": texts(plan.project_names[project] for project in plan.task_project[task]),
            "task": texts(plan.task_names[index] for index in task),
            "need": plan.need_number[seats.need],
            "skill": texts(plan.kind_labels[kind] for kind in plan.need_kind[seats.need]),
            "person": texts(plan.person_names[person] for person in seats.person),
            "start": as_dates(np.where(momentary, at_once, day_of_start(seats.start)), plan.start),
            "finish": as_dates(np.where(momentary, at_once, day_of_finish(seats.end)), plan.start),
            "start_days": as_days(seats.start),
            "finish_days": as_days(seats.end),
            "speed": seats.speed / 1000,
            "allocation": seats.allocation / 1000,
        }
    )
