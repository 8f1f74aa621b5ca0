"""The event log as a frame and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates, readable, shown_days
from capsim.forecast.happenings import told_of_people
from capsim.forecast.words import asked_for, listed
from capsim.plan.paths import Reason
from capsim.plan.plan import Plan

if TYPE_CHECKING:
    from capsim.engines.event import LogEntry

__all__ = ["events_frame", "story"]

_LONG_LEAVE: Final = 5
"""Working days from which on a leave is told."""

_OF_PROJECTS: Final = ("freeze", "thaw")
"""What concerns a whole project; its name is the detail of the entry."""

_NOTHING: Final[Mapping[int, Sequence[str]]] = MappingProxyType({})

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def events_frame(runs: Runs, log: Sequence[LogEntry]) -> pd.DataFrame:
    """Return the log as a frame; columns as in `Trace.events`."""
    plan = runs.plan
    need = [plan.need_number[entry.need] if entry.need >= 0 else None for entry in log]
    details = zip(log, _details(runs, log), strict=True)
    return pd.DataFrame(
        {
            "date": as_dates(np.array(_days(runs, log), dtype=np.int64), plan.start),
            "day": np.array([entry.tick / TICKS_PER_DAY for entry in log], dtype=np.float64),
            "event": texts(str(entry.event) for entry in log),
            "project": texts(_project(plan, entry) for entry in log),
            "task": texts(plan.task_names[entry.task] if entry.task >= 0 else None for entry in log),
            "need": pd.array(need, dtype="Int64"),
            "skill": texts(
                plan.kind_labels[plan.need_kind[entry.need]] if entry.need >= 0 else None for entry in log
            ),
            "person": texts(plan.person_names[entry.person] if entry.person >= 0 else None for entry in log),
            "detail": texts("" if entry.event in _OF_PROJECTS else detail for entry, detail in details),
        }
    )


def _project(plan: Plan, entry: LogEntry) -> str | None:
    """Return the project that an entry concerns."""
    if entry.event in _OF_PROJECTS:
        return entry.detail
    return plan.project_names[plan.task_project[entry.task]] if entry.task >= 0 else None


def _days(runs: Runs, log: Iterable[LogEntry]) -> list[int]:
    """Return the day that each entry is shown on (rule R1)."""
    shown = shown_days(runs)
    momentary = runs.start[0] == runs.finish[0]
    days = []
    for entry in log:
        if entry.task >= 0 and momentary[entry.task] and entry.tick == runs.start[0, entry.task]:
            days.append(int(shown.start[0, entry.task]))
        elif entry.event in ("finish", "work ends", "leaves", "hand-over"):
            days.append(max(entry.tick - 1, 0) // TICKS_PER_DAY)
        else:
            days.append(entry.tick // TICKS_PER_DAY)
    return days


def story(runs: Runs, log: Sequence[LogEntry], struck: Mapping[int, Sequence[str]] = _NOTHING) -> str:
    """Tell the log date by date, in sentences, with who joins and leaves meanwhile, and what strikes."""
    said = zip(log, _details(runs, log), _verbs(log), strict=True)
    told = [entry._replace(detail=detail or verb) for entry, detail, verb in said]
    days = _days(runs, log)
    dated: dict[int, list[LogEntry]] = {}
    for day, entry in sorted(zip(days, told, strict=True), key=lambda pair: pair[0]):
        dated.setdefault(day, []).append(entry)
    last = runs.plan.n_days - 2 if (runs.finish == NEVER).any() else max(days, default=0)
    arrivals, departures = _moves(runs.plan, last)
    for day, sentences in told_of_people(runs, last).items():
        arrivals.setdefault(day, []).extend(sentences)
    for day, strikes in struck.items():
        arrivals[day] = [*strikes, *arrivals.get(day, ())]
    lines: list[str] = []
    for day in sorted({*dated, *arrivals, *departures}):
        lines.append(_heading(_date(runs.plan, day)))
        told_today = [*arrivals.get(day, ()), *_sentences(runs, dated.get(day, ())), *departures.get(day, ())]
        lines.extend(f"  {sentence}" for sentence in told_today)
    return "\n".join(lines)


def _heading(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {readable(day)}"


def _date(plan: Plan, day: int) -> date:
    return plan.start + timedelta(days=day)


def _details(runs: Runs, log: Iterable[LogEntry]) -> list[str]:
    """Return the detail of each entry; absences, noted in the same order, with their dates."""
    own = runs.absences.reason == Reason.NONE
    spans = (column[own].tolist() for column in (runs.absences.first_day, runs.absences.last_day))
    absences = zip(*spans, strict=True)
    return [_span(runs.plan, *next(absences)) if entry.event == "away" else entry.detail for entry in log]


def _verbs(log: Iterable[LogEntry]) -> Iterator[str]:
    """Return what somebody does who takes a seat; nothing for other entries."""
    sitting: set[tuple[int, int]] = set()
    for entry in log:
        if entry.event in ("hand-over", "interruption"):
            sitting = {(need, person) for need, person in sitting if need != entry.need}
        elif entry.event == "leaves":
            sitting.discard((entry.need, entry.person))
        if entry.event not in ("seat", "extra seat"):
            yield ""
            continue
        yield "gives more time to" if (entry.need, entry.person) in sitting else "joins"
        sitting.add((entry.need, entry.person))


def _span(plan: Plan, first: int, last: int) -> str:
    """Write days as dates: ``"from 1 Feb to 31 Mar 2027"``."""
    begin, end = _date(plan, first), _date(plan, last)
    if first == last:
        return f"on {readable(begin)}"
    if last >= plan.n_days - 2:
        return f"from {readable(begin)} on"
    short = readable(begin).removesuffix(f" {end.year}")
    return f"from {short} to {readable(end)}"


# ---------------------------------------------------------------- who comes and goes

_Told = dict[int, list[str]]
"""Sentences by day."""


def _moves(plan: Plan, last: int) -> tuple[_Told, _Told]:
    """Tell who joins, goes on a long leave, and leaves up to a day: at its beginning, and at its end."""
    arrivals: _Told = {}
    departures: _Told = {}
    for person, name in zip(plan.portfolio.staff, plan.person_names, strict=True):
        if person.start is not None and 0 < (day := (person.start - plan.start).days) <= last:
            arrivals.setdefault(day, []).append(f"{name} joins.")
        for leave in person.leave:
            first, end = ((each - plan.start).days for each in (leave.start, leave.end or leave.start))
            if 0 <= first <= last and leave.share == 1 and _is_long(plan, first, end):
                arrivals.setdefault(first, []).append(f"{name} is on leave {_span(plan, first, end)}.")
        if person.end is not None and 0 <= (day := (person.end - plan.start).days) <= last:
            departures.setdefault(day, []).append(f"{name} leaves: this is the last day.")
    for freeze in plan.portfolio.freezes:
        first, end = ((each - plan.start).days for each in (freeze.start, freeze.end))
        if end >= 0 and first <= last:
            whose = listed([*freeze.projects, *(f"team {team}" for team in freeze.teams)]) or "any project"
            told = f"No work of {whose} begins {_span(plan, max(first, 0), end)}: it is frozen."
            arrivals.setdefault(max(first, 0), []).append(told)
    return arrivals, departures


def _is_long(plan: Plan, first: int, last: int) -> bool:
    """Whether a leave takes a week of work or more."""
    return bool(plan.working[first : last + 1].sum() >= _LONG_LEAVE)


# ---------------------------------------------------------------- what happens


def _sentences(runs: Runs, entries: Sequence[LogEntry]) -> Iterator[str]:
    """Tell the entries of one date; a start and the seats after it are one sentence, so is a milestone."""
    plan = runs.plan
    place = 0
    while place < len(entries):
        entry = entries[place]
        place += 1
        if _is_milestone(runs, entry.task):
            if entry.event == "left out":
                yield _sentence(plan, entry, ())
            elif entry.event == "finish":
                yield f"{plan.task_labels[entry.task]} is reached."
            continue
        team: list[str] = []
        if entry.event in ("start", "restart"):
            seats = list(takewhile(lambda other: other.event == "seat", entries[place:]))
            team = [plan.person_names[seat.person] for seat in seats]
            place += len(seats)
        yield _sentence(plan, entry, team)


def _is_milestone(runs: Runs, task: int) -> bool:
    """Whether a task is nothing but an instant of this future."""
    plan = runs.plan
    if task < 0 or plan.task_elapsed[task] or plan.task_first_need[task] < plan.task_first_need[task + 1]:
        return False
    return bool(runs.ready[0, task] == runs.start[0, task] == runs.finish[0, task])


def _sentence(plan: Plan, entry: LogEntry, team: Sequence[str]) -> str:
    task = plan.task_labels[entry.task] if entry.task >= 0 else ""
    person = plan.person_names[entry.person] if entry.person >= 0 else ""
    match str(entry.event):
        case "ready":
            return f"{task} is ready."
        case "start":
            return f"{task} starts{' with ' + listed(team) if team else ''}."
        case "restart":
            return f"{task}: the work for {asked_for(plan, entry.need)} goes on with {listed(team)}."
        case "leaves":
            return f"{person} leaves {task}."
        case "hand-over":
            return f"{task}: the work for {asked_for(plan, entry.need)} is handed over."
        case "interruption":
            return f"{task}: the work for {asked_for(plan, entry.need)} is interrupted."
        case "seat" | "extra seat":
            return f"{person} {entry.detail} {task}."
        case "hold":
            return f"{task} holds {person}."
        case "work ends":
            return f"{task}: the work for {asked_for(plan, entry.need)} is done."
        case "finish":
            return f"{task} finishes."
        case "stop":
            return f"{task} is stopped."
        case "left out":
            return f"{task} is left out."
        case "reaction":
            return f"Reaction: {entry.detail}."
        case "hired":
            return f"{person} is hired."
        case "away":
            return f"{person} is away {entry.detail}."
        case "freeze":
            return f"{entry.detail} is frozen."
        case "thaw":
            return f"{entry.detail} goes on."
        case _:
            return f"{task} is put before all other work."
