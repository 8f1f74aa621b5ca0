"""The event log as a frame and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates, readable, shown_days
from capsim.forecast.words import listed
from capsim.plan.plan import Plan

if TYPE_CHECKING:
    from capsim.engines.event import LogEntry

__all__ = ["events_frame", "story"]

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def events_frame(runs: Runs, log: Sequence[LogEntry]) -> pd.DataFrame:
    """Return the log as a frame; columns as in `Trace.events`."""
    plan = runs.plan
    project_of = [plan.project_names[project] for project in plan.task_project]
    need = [plan.need_number[entry.need] if entry.need >= 0 else None for entry in log]
    return pd.DataFrame(
        {
            "date": as_dates(np.array(_days(runs, log), dtype=np.int64), plan.start),
            "day": np.array([entry.tick / TICKS_PER_DAY for entry in log], dtype=np.float64),
            "event": texts(str(entry.event) for entry in log),
            "project": texts(project_of[entry.task] if entry.task >= 0 else None for entry in log),
            "task": texts(plan.task_names[entry.task] if entry.task >= 0 else None for entry in log),
            "need": pd.array(need, dtype="Int64"),
            "skill": texts(
                plan.kind_labels[plan.need_kind[entry.need]] if entry.need >= 0 else None for entry in log
            ),
            "person": texts(plan.person_names[entry.person] if entry.person >= 0 else None for entry in log),
            "detail": texts(entry.detail for entry in log),
        }
    )


def _days(runs: Runs, log: Iterable[LogEntry]) -> list[int]:
    """Return the day that each entry is shown on (rule R1)."""
    shown = shown_days(runs)
    momentary = runs.start[0] == runs.finish[0]
    days = []
    for entry in log:
        if entry.task >= 0 and momentary[entry.task] and entry.tick == runs.start[0, entry.task]:
            days.append(int(shown.start[0, entry.task]))
        elif entry.event in ("finish", "work ends"):
            days.append(max(entry.tick - 1, 0) // TICKS_PER_DAY)
        else:
            days.append(entry.tick // TICKS_PER_DAY)
    return days


def story(runs: Runs, log: Sequence[LogEntry]) -> str:
    """Tell the log date by date, in sentences."""
    dated = sorted(zip(_days(runs, log), log, strict=True), key=lambda pair: pair[0])
    lines: list[str] = []
    for day, pairs in groupby(dated, key=lambda pair: pair[0]):
        lines.append(_heading(runs.plan.start + timedelta(days=day)))
        lines.extend(f"  {sentence}" for sentence in _sentences(runs.plan, [entry for _, entry in pairs]))
    return "\n".join(lines)


def _heading(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {readable(day)}"


def _sentences(plan: Plan, entries: Sequence[LogEntry]) -> Iterator[str]:
    """Tell the entries of one date; a start and the seats after it are one sentence."""
    place = 0
    while place < len(entries):
        entry = entries[place]
        place += 1
        team: list[str] = []
        if entry.event == "start":
            seats = list(takewhile(lambda other: other.event == "seat", entries[place:]))
            team = [plan.person_names[seat.person] for seat in seats]
            place += len(seats)
        yield _sentence(plan, entry, team)


def _sentence(plan: Plan, entry: LogEntry, team: Sequence[str]) -> str:
    task = plan.task_labels[entry.task] if entry.task >= 0 else ""
    person = plan.person_names[entry.person] if entry.person >= 0 else ""
    detail = f" ({entry.detail})" if entry.detail else ""
    match str(entry.event):
        case "ready":
            return f"{task} is ready{detail}."
        case "start":
            return f"{task} starts{' with ' + listed(team) if team else ''}{detail}."
        case "seat" | "extra seat":
            return f"{person} joins {task}{detail}."
        case "hold":
            return f"{task} holds {person}{detail}."
        case "work ends":
            return f"{task}: the work for {plan.kind_labels[plan.need_kind[entry.need]]} is done{detail}."
        case "finish":
            return f"{task} finishes{detail}."
        case other:
            return " ".join(part for part in (other.capitalize(), task, person) if part) + f"{detail}."
