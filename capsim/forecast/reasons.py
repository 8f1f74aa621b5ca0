"""Why work is not finished by the horizon, in words (rule R15)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER
from capsim.engines.runs import Runs
from capsim.forecast.dates import readable
from capsim.forecast.limited import barred_at_the_end, frozen_at_the_end
from capsim.forecast.words import people_for
from capsim.plan.plan import Plan

__all__ = ["LeftOpen", "left_open", "reasons"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_FS, _SS, _FF, _SF = range(4)

_Last = tuple[int, int]
"""Who was the last one there, and their last day."""


class LeftOpen(NamedTuple):
    """What stands in the way at the end of each future, worked out once for all tasks.

    Attributes
    ----------
    frozen : ndarray of bool, (replications, projects)
    left : dict
        By task: the replications in which everybody who held a seat of one of its needs has left, and who
        was the last of them there, until which day.
    """

    frozen: Bools
    left: dict[int, dict[int, _Last]]


def left_open(runs: Runs) -> LeftOpen:
    """Return what is frozen, and what work is left behind by those who held it.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    LeftOpen
    """
    return LeftOpen(frozen_at_the_end(runs), _left(runs))


def _left(runs: Runs) -> dict[int, dict[int, _Last]]:
    """Find needs with effort that nobody is left to work on."""
    plan, seats = runs.plan, runs.seats
    held = np.flatnonzero((seats.end == NEVER) & plan.need_effort[seats.need])
    replication = np.searchsorted(runs.seat_offsets, held, side="right") - 1
    last_days = _last_days(plan)
    away = _away_for_good(runs)
    latest: dict[tuple[int, int], tuple[int, int]] = {}  # by replication and need: day, person
    columns = (replication, seats.need[held], seats.person[held])
    for row, need, person in zip(*(column.tolist() for column in columns), strict=True):
        day = min(last_days[person], away.get((row, person), plan.n_days))
        latest[row, need] = max(latest.get((row, need), (-1, person)), (day, person))
    left: dict[int, dict[int, _Last]] = {}
    for (row, need), (day, person) in sorted(latest.items()):
        if day < plan.n_days - 2:  # the horizon's own day is the last but one
            left.setdefault(int(plan.need_task[need]), {}).setdefault(row, (person, day))
    return left


def _last_days(plan: Plan) -> list[int]:
    """Return each person's last day, as a number; beyond the horizon for those who stay."""
    return [
        plan.n_days if person.end is None else (person.end - plan.start).days
        for person in plan.portfolio.staff
    ]


def _away_for_good(runs: Runs) -> dict[tuple[int, int], int]:
    """Return the last day of those who are away up to the horizon, in one replication only."""
    return {
        (row, person): first - 1
        for row, person, first, last, left, _ in zip(*(each.tolist() for each in runs.absences), strict=True)
        if last >= runs.plan.n_days - 2 and not left
    }


def reasons(runs: Runs, task: int, open_: LeftOpen) -> Iterator[tuple[str, bool, Bools]]:
    """Tell what a task waits for in the replications in which it never finishes.

    Parameters
    ----------
    runs : Runs
    task : int
    open_ : LeftOpen
        Of the same runs.

    Yields
    ------
    words : str
        Such as ``"people for backend"`` or ``"Shop/design to finish"``.
    root : bool
        Whether it waits for something else than other work.
    where : ndarray of bool, (replications,)
        The replications with this reason; each of them has one.
    """
    plan = runs.plan
    project = plan.task_project[task]
    unfinished = runs.finish[:, task] == NEVER
    unready = unfinished & (runs.ready[:, task] == NEVER)
    unstarted = unfinished & ~unready & (runs.start[:, task] == NEVER)
    started = unfinished & ~unready & ~unstarted
    unmet_start = yield from _unmet(runs, task, unready, (_FS, _SS))
    yield "a date past the horizon", True, unmet_start
    frozen = open_.frozen[:, project]
    yield f"{plan.project_names[project]} to go on: it is frozen", True, unstarted & frozen
    waiting = unstarted & ~frozen
    for words, barred in barred_at_the_end(runs, task):
        yield words, True, waiting & barred
        waiting = waiting & ~barred
    yield people_for(plan, task), True, waiting
    own_work = yield from _unmet(runs, task, started, (_FF, _SF))
    too_long = yield from _left_behind(plan, own_work, open_.left.get(task, {}))
    yield "the end of its own work: it needs longer than the horizon", True, too_long


def _unmet(
    runs: Runs, task: int, where: Bools, kinds: tuple[int, int]
) -> Generator[tuple[str, bool, Bools], None, Bools]:
    """Tell which links are not met, the first as listed; return where all of them are."""
    plan = runs.plan
    for link in np.flatnonzero((plan.link_after == task) & np.isin(plan.link_kind, kinds)):
        before, from_finish = plan.link_before[link], plan.link_kind[link] in (_FS, _FF)
        unmet = where & ((runs.finish if from_finish else runs.start)[:, before] == NEVER)
        yield f"{plan.task_labels[before]} to {'finish' if from_finish else 'start'}", False, unmet
        where = where & ~unmet
    return where


def _left_behind(
    plan: Plan, where: Bools, left: dict[int, _Last]
) -> Generator[tuple[str, bool, Bools], None, Bools]:
    """Tell who has left with the work in hand, by role; return where nobody has."""
    by_words: dict[str, list[int]] = {}
    for row, (person, day) in left.items():
        if where[row]:
            last = readable(plan.start + timedelta(days=day))
            role = plan.person_roles[person]
            words = f"the end of its own work: its {role} leaves on {last} before it is done"
            by_words.setdefault(words, []).append(row)
    for words, rows in by_words.items():
        hit = np.zeros_like(where)
        hit[rows] = True
        yield words, True, hit
        where = where & ~hit
    return where
