"""The waits for people on the way of each project to its finish: for which role, and for whom."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Cause, Runs
from capsim.forecast.dates import causes, is_tick
from capsim.forecast.inside import outcome_of, waits_inside
from capsim.forecast.ledger import Parts
from capsim.forecast.words import role_of
from capsim.plan.plan import Plan

__all__ = ["ChainWaits", "chain_waits", "people_waited_for", "role_names", "roles_waited_for"]

AnyInts = npt.NDArray[np.signedinteger]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_NOBODY: Final = -1


class ChainWaits(NamedTuple):
    """The waits for people on the way of every project to its finish.

    Attributes
    ----------
    parts : Parts
    project : ndarray of int64
        Whose way it is on.
    finished : ndarray of bool, (replications, projects)
    """

    parts: Parts
    project: Ints
    finished: Bools


def chain_waits(runs: Runs) -> ChainWaits:
    """Return the waits for people on the way of every project.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    ChainWaits
    """
    plan = runs.plan
    found, projects = [Parts(*(np.zeros(0, np.int64) for _ in Parts._fields))], [np.zeros(0, np.int64)]
    for project in range(plan.n_projects):
        found.append(waits_inside(runs, project))
        projects.append(np.full(len(found[-1].task), project))
    finish = np.zeros((runs.replications, plan.n_projects), np.int64)
    for project in range(plan.n_projects):
        finish[:, project] = outcome_of(runs, project)
    parts = Parts(*(np.concatenate(column) for column in zip(*found, strict=True)))
    return ChainWaits(parts, np.concatenate(projects), is_tick(finish))


def role_names(plan: Plan) -> list[str]:
    """Return the roles that work asks for, in the order in which it does."""
    return list(dict.fromkeys(role_of(plan, need) for need in range(plan.n_needs)))


def roles_waited_for(runs: Runs, parts: Parts) -> Ints:
    """Return the number of the role of each wait for people; of one for a reserve that of the first need."""
    plan = runs.plan
    place = {name: number for number, name in enumerate(role_names(plan))}
    of_need = np.array([place[role_of(plan, need)] for need in range(plan.n_needs)], dtype=np.int64)
    need = np.where(parts.need >= 0, parts.need, plan.task_first_need[parts.task])
    return of_need[need]


def people_waited_for(runs: Runs, parts: Parts) -> Ints:
    """Return who was waited for: who left the work that ended, and sits at the task as it starts; or -1."""
    plan = runs.plan
    kind, index = causes(parts.cause)
    person = np.where(kind == Cause.BOOKING, index, _NOBODY)
    replication = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    of_seat = replication * plan.n_needs + runs.seats.need
    left = _keys(runs, of_seat, runs.seats.person, runs.seats.end)
    left.sort()
    order = np.argsort(of_seat, kind="stable")
    waits = np.flatnonzero(kind == Cause.PERSON)
    sought = parts.replication[waits] * plan.n_needs + parts.need[waits]
    low = np.searchsorted(of_seat[order], sought, side="left")
    count = np.searchsorted(of_seat[order], sought, side="right") - low
    one = np.repeat(np.arange(len(waits)), count)
    seat = order[low[one] + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)]
    wait = waits[one]
    begun = runs.seats.start[seat] == runs.start[parts.replication[wait], parts.task[wait]]
    freed = parts.replication[wait] * plan.n_needs + index[wait]
    until = parts.since[wait] + parts.ticks[wait]
    keys = _keys(runs, freed, runs.seats.person[seat], until)
    place = np.minimum(np.searchsorted(left, keys), max(len(left) - 1, 0))
    hit = np.flatnonzero(begun & (left[place] == keys))[::-1]  # of several the first seat's
    person[wait[hit]] = runs.seats.person[seat[hit]]
    return person


def _keys(runs: Runs, of_need: Ints, person: AnyInts, tick: AnyInts) -> Ints:
    """Return one number for a need of a replication, a person and a tick."""
    far = runs.plan.horizon_tick + 2
    return (of_need * runs.plan.n_people + person) * far + np.minimum(tick, far - 1)
