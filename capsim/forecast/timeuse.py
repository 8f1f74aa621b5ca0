"""What people's time goes into: work, rework, switching, waiting, absence, daily business, idle."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.absent import absent_in, seats_held
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.planned_work import tasks_of
from capsim.forecast.questions import checked_group
from capsim.forecast.usage import people_by
from capsim.metrics import ratio_error, stop_ticks
from capsim.metrics.amounts import mean_of
from capsim.metrics.spans import Path, Spans
from capsim.plan.build import person_capacity, work_pattern
from capsim.plan.draws import Draws
from capsim.plan.estimates import estimates_of
from capsim.plan.pay import day_rates, status_day
from capsim.plan.plan import Plan

__all__ = ["time_use_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_GROUPINGS: Final = ("role", "team", "person", "portfolio", "phase")
_NO_PHASE: Final = "no phase"
_USES: Final = (
    "work", "firefighting", "rework", "switching", "waiting", "idle", "absence", "run the business",
)  # fmt: skip
_ON_PROJECTS: Final = 4
"""The first so many uses are work on projects."""
_DAY: Final = float(TICKS_PER_DAY) * TICKS_PER_DAY
_WHOLE: Final = 1000.0
_SPANS: Final = 1 << 20
"""Seats worked on at a time."""


class _Tables(NamedTuple):
    """What the days of people hold, (people, days), in ticks or in money per day times ticks of a day.

    Attributes
    ----------
    capacity : ndarray of float64
        For projects.
    business : ndarray of float64
        For daily business.
    leave : ndarray of float64
        Days off that are known.
    """

    capacity: Floats
    business: Floats
    leave: Floats


def time_use_frame(facts: Facts, by: str, unit: str) -> pd.DataFrame:
    """Return columns as in `Forecast.time_use`."""
    key = checked_group("time_use", by, _GROUPINGS)
    if checked_group("time_use", unit, ("days", "money"), "unit") == "money":
        _need_rates(facts.plan)
    names, grouped = _of_phases(facts, unit) if key == "phase" else _of_people(facts, unit, key)
    count, uses = len(grouped), _USES[: grouped.shape[2]]
    flat = grouped.reshape(count, len(names) * len(uses))
    mean, error = mean_of(flat, facts.batch)
    whole = np.repeat(grouped.sum(axis=2), len(uses), axis=1)
    work = np.repeat(grouped[:, :, :_ON_PROJECTS].sum(axis=2), len(uses), axis=1)
    on_projects = np.tile(np.arange(len(uses)) < _ON_PROJECTS, len(names))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = flat.sum(axis=0) / whole.sum(axis=0)
        of_work = np.where(on_projects, flat.sum(axis=0) / work.sum(axis=0), np.nan)
    exact = facts.is_schedule
    frame = pd.DataFrame(
        {
            key: texts(name for name in names for _ in uses),
            "use": texts(use for _ in names for use in uses),
            unit: mean,
            "error": np.zeros_like(error) if exact else error,
            "share": share,
            "share_error": np.zeros_like(share) if exact else ratio_error(flat, whole, facts.batch),
            "of_work": of_work,
        }
    )
    frame.attrs["about"] = "schedule"
    return frame


def _need_rates(plan: Plan) -> None:
    """Refuse to tell money where nobody has a rate."""
    if not any(person.cost_per_day is not None or person.rates for person in plan.portfolio.people):
        fix = "give people cost_per_day"
        raise InputError([Problem("time_use, unit", "nobody has a rate", "money", fix)])


def _groups(plan: Plan, key: str) -> tuple[list[str], Ints]:
    if key == "portfolio":
        return [plan.portfolio.name], np.zeros(plan.n_people, dtype=np.int64)
    names, group = people_by(plan, key)
    return list(names), group


class _Whole(NamedTuple):
    """What the time of a run is told from.

    Attributes
    ----------
    runs : Runs
    tables : _Tables
    stop : ndarray of int64, (replications,)
        Ticks up to which time is told.
    reworked : ndarray of float64, (replications, needs)
        Which part of the work of each need is rework.
    """

    runs: Runs
    tables: _Tables
    stop: Ints
    reworked: Floats

    @classmethod
    def of(cls, facts: Facts, unit: str) -> _Whole:
        """Gather it."""
        runs, plan = facts.runs, facts.plan
        stop = stop_ticks(runs.ends, plan.horizon_tick)
        tables = _tables(plan, min(int(stop.max(initial=0)) // TICKS_PER_DAY + 1, plan.n_days), unit)
        return cls(runs, tables, stop, _reworked(facts.futures.draws, runs))

    def parts(self) -> Iterator[slice]:
        """Yield replications that follow each other, so many as are worked on at a time."""
        runs = self.runs
        step = max(1, _SPANS * runs.replications // max(len(runs.seats.person), 1))
        for first in range(0, runs.replications, step):
            yield slice(first, min(first + step, runs.replications))

    def ends(self, part: slice) -> Ints:
        """Return the ticks up to which time is told, (replications, people)."""
        stop = self.stop[part]
        return np.broadcast_to(stop[:, np.newaxis], (len(stop), self.runs.plan.n_people))


class _Work(NamedTuple):
    """The work of seats in some replications: whose, for which need, and its amounts by use."""

    spans: Spans
    need: Ints
    amounts: tuple[Floats, ...]


def _work(whole: _Whole, part: slice) -> _Work:
    """Return the work of seats in replications that follow each other."""
    runs, plan = whole.runs, whole.runs.plan
    spans, seat = seats_held(runs, part.start, part.stop - part.start)
    need = runs.seats.need[seat].astype(np.int64)
    amount = _amounts(Path(whole.tables.capacity), spans, whole.ends(part))
    again = amount * whole.reworked[spans.replication + part.start, need]
    lost = (amount - again) * np.where(runs.seats.allocation[seat] < _WHOLE, runs.policy.switching_loss, 0.0)
    of_stream = plan.is_item[plan.need_task[need]]
    rest = amount - again - lost
    return _Work(spans, need, (np.where(of_stream, 0.0, rest), np.where(of_stream, rest, 0.0), again, lost))


def _of_phases(facts: Facts, unit: str) -> tuple[list[str], Floats]:
    """Return the phases of tasks, and what work on them takes, (replications, phases, uses of work)."""
    labels = [task.phase or _NO_PHASE for task in tasks_of(facts.plan)]
    names = [name for name in dict.fromkeys(labels) if name != _NO_PHASE]
    names += [_NO_PHASE] * (_NO_PHASE in labels)
    place = {name: index for index, name in enumerate(names)}
    phase = np.array([place[label] for label in labels], dtype=np.int64)[facts.plan.need_task]
    whole = _Whole.of(facts, unit)
    made = np.zeros((facts.runs.replications, len(names), _ON_PROJECTS))
    for part in whole.parts():
        work = _work(whole, part)
        some = made[part]
        for use, each in enumerate(work.amounts):
            np.add.at(some[:, :, use], (work.spans.replication, phase[work.need]), each)
    return names, made


def _of_people(facts: Facts, unit: str, key: str) -> tuple[list[str], Floats]:
    """Return groups of people, and what their time goes into, (replications, groups, uses)."""
    names, group = _groups(facts.plan, key)
    used = _used(facts, unit)
    grouped = np.zeros((len(used), len(names), len(_USES)))
    for person, place in enumerate(group.tolist()):
        grouped[:, place] += used[:, person]
    return names, grouped


def _used(facts: Facts, unit: str) -> Floats:
    """Return what everybody's time goes into in each replication, (replications, people, uses)."""
    whole = _Whole.of(facts, unit)
    needed = np.minimum(_last_needed(facts.runs), whole.stop[:, np.newaxis])
    made = np.zeros((facts.runs.replications, facts.plan.n_people, len(_USES)))
    for part in whole.parts():
        made[part] = _of_part(whole, part, needed[part])
    return made


def _of_part(whole: _Whole, part: slice, needed: Ints) -> Floats:
    """Return the same for consecutive replications."""
    runs, tables, ends = whole.runs, whole.tables, whole.ends(part)
    count, path = len(ends), Path(tables.capacity)
    spans, _, amounts = _work(whole, part)
    made = np.zeros((count, runs.plan.n_people, len(_USES)))
    for use, amount in enumerate(amounts):
        made[:, :, use] = _summed(spans, amount, made.shape[:2])
    absent = absent_in(runs, part.start, count)
    free, early = (
        _room(path, absent.spans if absent else None, until)
        - _summed(spans, _amounts(path, spans, until), until.shape)
        for until in (ends, needed)
    )
    early = np.clip(early, 0.0, np.maximum(free, 0.0))
    made[:, :, 4], made[:, :, 5] = early, np.maximum(free - early, 0.0)
    business = Path(tables.business)
    made[:, :, 6] = _until(Path(tables.leave), ends)
    made[:, :, 7] = _room(business, absent.spans if absent else None, ends)
    if absent is not None:
        for each in (path, business):
            made[:, :, 6] += _summed(absent.spans, _amounts(each, absent.spans, ends), ends.shape)
    return made


def _amounts(path: Path, spans: Spans, until: Ints) -> Floats:
    """Return what each span takes of the days of its person, up to a tick of each person."""
    end = np.minimum(spans.end, until[spans.replication, spans.person]).astype(np.int64)
    end = np.maximum(end, spans.start)
    between = path.between(spans.person, spans.start.astype(np.int64), end)
    return np.asarray(between * spans.weight / (_DAY * _WHOLE), dtype=np.float64)


def _summed(spans: Spans, amount: Floats, shape: tuple[int, ...]) -> Floats:
    """Add up amounts by replication and person."""
    cell = spans.replication.astype(np.int64) * shape[1] + spans.person
    total = np.bincount(cell, weights=amount, minlength=shape[0] * shape[1])
    return np.asarray(total.reshape(shape), dtype=np.float64)


def _until(path: Path, until: Ints) -> Floats:
    """Return what everybody's days hold up to a tick, (replications, people)."""
    people = np.broadcast_to(np.arange(until.shape[1]), until.shape)
    return np.asarray(path.between(people, np.zeros_like(until), until) / _DAY, dtype=np.float64)


def _room(path: Path, absent: Spans | None, until: Ints) -> Floats:
    """Return the same less what people are away for by chance."""
    room = _until(path, until)
    return room if absent is None else room - _summed(absent, _amounts(path, absent, until), until.shape)


def _tables(plan: Plan, days: int, unit: str) -> _Tables:
    """Return what the days of people hold, from the status date on."""
    staff, portfolio = plan.portfolio.staff, plan.portfolio
    capacity = plan.capacity[plan.capacity_row, :days].astype(np.float64)
    whole, there = np.zeros_like(capacity), np.zeros_like(capacity)
    patterns: dict[str, Ints] = {}
    for place, person in enumerate(staff):
        calendar = portfolio.calendar_of(person)
        if calendar.name not in patterns:
            patterns[calendar.name] = work_pattern(calendar, plan.start, days)
        free = dataclasses.replace(person, run_the_business=0.0)
        bare = dataclasses.replace(free, leave=())
        there[place] = person_capacity(free, patterns[calendar.name], portfolio, days)
        whole[place] = person_capacity(bare, patterns[calendar.name], portfolio, days)
    tables = (capacity, np.maximum(there - capacity, 0.0), whole - there)
    scale = np.ones((len(staff), days)) if unit == "days" else day_rates(plan, days)
    scale[:, : min(status_day(plan), days)] = 0.0
    return _Tables(*(each * scale for each in tables))


def _last_needed(runs: Runs) -> Ints:
    """Return when the last work begins that each person could do, (replications, people)."""
    plan = runs.plan
    start = np.where(is_tick(runs.start), runs.start, np.where(is_tick(runs.ready), plan.horizon_tick, 0))
    of_kind = np.zeros((runs.replications, len(plan.kind_labels)), dtype=np.int64)
    np.maximum.at(of_kind.T, plan.need_kind, start[:, plan.need_task].T)
    made = np.zeros((runs.replications, plan.n_people), dtype=np.int64)
    for offers in plan.offers:
        for kind, speeds in enumerate(offers):
            people = list(speeds)
            made[:, people] = np.maximum(made[:, people], of_kind[:, [kind]])
    return made


def _reworked(draws: Draws, runs: Runs) -> Floats:
    """Return which part of the work of each need is rework, (replications, needs)."""
    plan, rework = runs.plan, draws.surprises.rework
    made = np.zeros((runs.replications, plan.n_needs))
    estimates = list(estimates_of(plan))
    u = rework.uniforms(draws.seed, draws.sampling, 0, runs.replications)
    for place, rows in rework.parts(u):
        estimate = estimates[place]
        needs = (
            np.flatnonzero(plan.need_task == estimate.column)
            if estimate.need is None
            else np.array([estimate.column])
        )
        slowest, part = _slowest(runs, needs), rows[0][1]
        for speed, each in rows[1:]:
            part = np.where(slowest >= speed, each, part)
        made[:, needs] = part[:, np.newaxis]
    return made


def _slowest(runs: Runs, needs: Ints) -> Ints:
    """Return the lowest speed of who worked on some needs, (replications,)."""
    replication = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    mine = np.isin(runs.seats.need, needs)
    made = np.full(runs.replications, np.iinfo(np.int64).max)
    np.minimum.at(made, replication[mine], runs.seats.speed[mine].astype(np.int64))
    return made
