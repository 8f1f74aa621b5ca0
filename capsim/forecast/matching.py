"""Who fits an open seat best: by skill, level, the share that is free, and the days it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.domain.person import Person
from capsim.domain.staffing import offers
from capsim.domain.task import Alternative
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates
from capsim.forecast.facts import Facts
from capsim.forecast.planned_work import PlannedWork, planned_work
from capsim.forecast.streams import own_tasks
from capsim.forecast.usage import capacity_to_come
from capsim.metrics.spans import Path, Spans, cut
from capsim.metrics.utilization import stop_ticks
from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET

__all__ = ["match_frame"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_UNIT: Final = TICKS_PER_DAY * TICKS_PER_DAY * 1_000.0  # ticks of capacity, ticks of the day, thousandths
_LEAST_FREE: Final = 0.05
"""Somebody with less than this share free counts as if they had so much: they are ranked, and last."""


class _Match(NamedTuple):
    """Somebody for a seat."""

    need: int
    first_day: int
    rank: int
    person: int
    skill: str | None
    level: float
    speed: float
    free: float
    days_beyond: float


def match_frame(facts: Facts, most: int) -> pd.DataFrame:
    """Return columns as in `Forecast.assignments` for open seats."""
    plan = facts.plan
    found = list(_matches(plan, planned_work(plan), _Busy(facts.runs), most))
    needs = np.array([each.need for each in found], dtype=np.int64)
    tasks = plan.need_task[needs]
    numbers = {
        name: np.array([getattr(each, name) for each in found], dtype=np.float64)
        for name in ("level", "speed", "free", "days_beyond")
    }
    frame = pd.DataFrame(
        {
            "project": texts(plan.project_names[plan.task_project[task]] for task in tasks),
            "task": texts(plan.task_names[task] for task in tasks),
            "need": plan.need_number[needs],
            "seats": plan.need_fewest[needs],
            "asked": texts(plan.kind_labels[plan.need_kind[need]] for need in needs),
            "start": as_dates(np.array([each.first_day for each in found], dtype=np.int64), plan.start),
            "rank": np.array([each.rank for each in found], dtype=np.int64),
            "person": texts(plan.person_names[each.person] if each.person >= 0 else None for each in found),
            "skill": texts(each.skill for each in found),
            **numbers,
        }
    )
    frame.attrs["about"] = "plan; free: schedule"
    return frame


class _Busy:
    """How many person-days everybody works in the mean, day by day, and on each need.

    Parameters
    ----------
    runs : Runs
    """

    def __init__(self, runs: Runs) -> None:
        plan, seats = runs.plan, runs.seats
        stop = stop_ticks(runs.ends, plan.horizon_tick)
        capacity = capacity_to_come(plan)
        replication = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
        held = Spans(replication, seats.person, seats.start, seats.end, seats.allocation)
        bounds = np.arange(plan.n_days + 1)[::_DAYS] * TICKS_PER_DAY
        bounds = np.append(bounds[bounds < plan.horizon_tick], plan.horizon_tick + TICKS_PER_DAY)
        span, period, start, end = cut(held, bounds, stop)
        person = seats.person[span].astype(np.int64)
        amount = Path(capacity).between(person, start, end) * held.weight[span] / (_UNIT * runs.replications)
        width = len(bounds) - 1
        flat = np.bincount(person * width + period, weights=amount, minlength=plan.n_people * width)
        self._busy = flat.reshape(plan.n_people, width)
        before = np.concatenate([np.zeros((plan.n_people, 1), np.int64), np.cumsum(capacity, axis=1)], axis=1)
        days = np.minimum(bounds // TICKS_PER_DAY, plan.n_days)
        self._room = np.diff(before[:, days], axis=1) / TICKS_PER_DAY
        own = np.bincount(
            seats.need[span].astype(np.int64) * plan.n_people + person,
            weights=amount,
            minlength=plan.n_needs * plan.n_people,
        )
        self._own = own.reshape(plan.n_needs, plan.n_people)

    def free(self, need: int, first_day: int, last_day: int) -> Floats:
        """Return which share of everybody is free for a need on some days, whatever else they do."""
        mine = slice(first_day // _DAYS, max(last_day // _DAYS, first_day // _DAYS) + 1)
        room, busy = self._room[:, mine].sum(axis=1), self._busy[:, mine].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            free = 1 - np.maximum(busy - self._own[need], 0) / room
        return np.asarray(np.where(room > 0, np.clip(free, 0.0, 1.0), 0.0))


_DAYS: Final = 7


def _matches(plan: Plan, planned: PlannedWork, busy: _Busy, most: int) -> Iterator[_Match]:
    """Find who fits each open seat best: who is done first with the share of them that is free."""
    own = set(own_tasks(plan).tolist())
    booked = set(zip(plan.booking_person.tolist(), plan.booking_project.tolist(), strict=True))
    day_of = np.searchsorted(plan.worked, np.arange(int(plan.worked[-1]) + 1), side="right") - 1
    for need in np.flatnonzero(planned.amount > 0).tolist():
        task = int(plan.need_task[need])
        first, last = (
            int(day_of[min(tick // TICKS_PER_DAY, len(day_of) - 1)])
            for tick in (int(planned.begin[need]), int(planned.end[need]) - 1)
        )
        epoch = int(np.searchsorted(plan.epochs, first, side="right")) - 1
        speeds = plan.offers[epoch][plan.need_kind[need]]
        project = int(plan.task_project[task])
        taken = any((person, project) in booked for person in speeds)
        if task not in own or plan.standing.begun[task] != NOT_YET or taken:
            continue
        yield from _ranked(plan, planned, need, (first, last), speeds, busy, most)


def _ranked(
    plan: Plan,
    planned: PlannedWork,
    need: int,
    days: tuple[int, int],
    speeds: Mapping[int, int],
    busy: _Busy,
    most: int,
) -> Iterator[_Match]:
    """Rank who could sit at a need."""
    free = busy.free(need, *days)
    takes = {person: _days(plan, planned, need, speed) for person, speed in speeds.items()}
    fastest = min(takes.values(), default=0.0)
    order = sorted(takes, key=lambda person: (takes[person] / max(float(free[person]), _LEAST_FREE), person))
    for rank, person in enumerate(order[:most], start=1):
        skill, level = _held(plan.portfolio.staff[person], plan.kind_choices[plan.need_kind[need]])
        speed, beyond = speeds[person] / 1000, takes[person] - fastest
        yield _Match(need, days[0], rank, person, skill, level, speed, float(free[person]), beyond)
    if not order:
        yield _Match(need, days[0], 1, -1, None, np.nan, np.nan, np.nan, np.nan)


def _days(plan: Plan, planned: PlannedWork, need: int, speed: int) -> float:
    """Return the working days that a seat takes at a speed; work with a duration takes as long as it says."""
    if not plan.need_effort[need]:
        return 0.0
    people = max(int(plan.need_fewest[need]), 1)
    return float(planned.amount[need]) / people / (speed / 1000) / (int(plan.need_allocation[need]) / 1000)


def _held(person: Person, choices: tuple[Alternative, ...]) -> tuple[str | None, float]:
    """Return the skill with which somebody serves a need, and its level."""
    for choice in choices:
        for skill in person.skills:
            if skill.name == choice.skill and offers(skill, choice):
                return skill.name, np.nan if skill.level is None else float(skill.level)
    return None, np.nan
