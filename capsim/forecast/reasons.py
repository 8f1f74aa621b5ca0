"""Why work is not finished by the horizon, in words (rule R15)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.dates import readable
from capsim.forecast.lastlook import LastLook
from capsim.forecast.words import asked_for, needs_of, people_for

__all__ = ["LeftOpen", "left_open", "reasons"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_FS, _SS, _FF, _SF = range(4)


class LeftOpen(NamedTuple):
    """What stands in the way at the end of each future, worked out once for all tasks.

    Attributes
    ----------
    look : LastLook
        What keeps work from beginning.
    left : dict
        By task: the replications in which work of it was begun and left, and what it waits for.
    """

    look: LastLook
    left: dict[int, dict[int, str]]


def left_open(runs: Runs) -> LeftOpen:
    """Return what keeps work from beginning, and what work is left behind by those who held it.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    LeftOpen
    """
    return LeftOpen(LastLook(runs), _left(runs))


def _left(runs: Runs) -> dict[int, dict[int, str]]:
    """Find work that has returned to the queue, and that nobody goes on with."""
    rows = zip(*(column.tolist() for column in runs.restarts), strict=True)
    left: dict[int, dict[int, str]] = {}
    for replication, need, returned, start, _ in rows:
        if start == NEVER:
            task = int(runs.plan.need_task[need])
            left.setdefault(task, {}).setdefault(replication, _in_words(runs, replication, need, returned))
    return left


def _in_words(runs: Runs, replication: int, need: int, returned: int) -> str:
    """Return what a need waits for that has returned at a tick."""
    plan, seats = runs.plan, runs.seats
    mine = np.arange(*runs.seat_offsets[replication : replication + 2])
    held = mine[(seats.need[mine] == need) & (seats.end[mine] == returned)]
    day = returned // TICKS_PER_DAY
    gone = [person for person in seats.person[held].tolist() if _is_away(runs, replication, person, day)]
    if not gone or returned % TICKS_PER_DAY:
        return f"people to go on with its work for {asked_for(plan, need)}"
    last = readable(plan.start + timedelta(days=day - 1))
    return f"somebody to take over its work: its {plan.person_roles[gone[0]]} leaves on {last}"


def _is_away(runs: Runs, replication: int, person: int, day: int) -> bool:
    """Whether somebody has no capacity on a day of a replication."""
    plan, absences = runs.plan, runs.absences
    drawn = (absences.replication == replication) & (absences.person == person)
    drawn &= (absences.first_day <= day) & (day <= absences.last_day) & (absences.left == 0)
    return bool(plan.capacity[plan.capacity_row[person], day] == 0 or drawn.any())


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
    bar = open_.look.bar(task)
    unfinished = runs.finish[:, task] == NEVER
    unready = unfinished & (runs.ready[:, task] == NEVER)
    started = unfinished & ~unready & (runs.start[:, task] != NEVER)
    unmet_start = yield from _unmet(runs, task, unready, (_FS, _SS))
    yield "a date past the horizon", True, unmet_start
    yield f"{plan.project_names[project]} to go on: it is frozen", True, bar.frozen
    for words, barred in bar.limits:
        yield words, True, barred
    of_words: dict[str, list[int]] = {}
    for need in needs_of(plan, task):
        of_words.setdefault(people_for(plan, [need]), []).append(need)
    for words, needs in of_words.items():
        yield words, True, np.isin(bar.empty, needs)
    yield f"{people_for(plan, needs_of(plan, task))} to be there", True, bar.away
    own_work = yield from _unmet(runs, task, started, (_FF, _SF))
    too_long = yield from _left_behind(own_work, open_.left.get(task, {}))
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


def _left_behind(where: Bools, left: dict[int, str]) -> Generator[tuple[str, bool, Bools], None, Bools]:
    """Tell whom work waits for that has been begun and left; return where there is none."""
    by_words: dict[str, list[int]] = {}
    for row, words in left.items():
        if where[row]:
            by_words.setdefault(words, []).append(row)
    for words, rows in by_words.items():
        hit = np.zeros_like(where)
        hit[rows] = True
        yield words, True, hit
        where = where & ~hit
    return where
