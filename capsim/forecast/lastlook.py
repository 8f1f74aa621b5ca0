"""What keeps work from beginning at the horizon (rule R17): a limit, an empty seat, or people away."""

from __future__ import annotations

from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.dates import is_tick
from capsim.forecast.limited import barred_at_the_end, frozen_at_the_end
from capsim.plan.limits import focus_of
from capsim.plan.paths import Reason
from capsim.plan.plan import NO_TASK
from capsim.rules.staffing import matching_size

__all__ = ["Bar", "LastLook"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_NO_NEED: Final = -1


class Bar(NamedTuple):
    """What keeps a task from beginning at the horizon, (replications,): each where that is so.

    Attributes
    ----------
    frozen : ndarray of bool
    limits : list of (str, ndarray of bool)
        The limits on projects in progress, in words.
    empty : ndarray of int64
        The need of the first seat that cannot be filled together with those before it; -1 for none.
    away : ndarray of bool
        Whether all seats could be filled, were everybody there who is free.
    """

    frozen: Bools
    limits: list[tuple[str, Bools]]
    empty: Ints
    away: Bools


class LastLook:
    """The state at the horizon: who is free, what is frozen.

    Parameters
    ----------
    runs : Runs
    """

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._frozen = frozen_at_the_end(runs)
        day = runs.plan.horizon_tick // TICKS_PER_DAY
        self._bookings = runs.plan.bookings_on(day)
        self._offers = runs.plan.offers[int(np.searchsorted(runs.plan.epochs, day, side="right")) - 1]

    def bar(self, task: int) -> Bar:
        """Return what keeps a task from beginning, in the replications in which it is ready and does not.

        A limit that bars it comes first, then an empty seat; people are free whether they are there or not.
        """
        runs = self._runs
        left = is_tick(runs.ready[:, task]) & (runs.start[:, task] == NEVER)
        frozen = left & self._frozen[:, runs.plan.task_project[task]]
        left &= ~frozen
        limits = []
        for words, barred in barred_at_the_end(runs, task):
            limits.append((words, left & barred))
            left &= ~barred
        empty = np.full(runs.replications, _NO_NEED)
        if left.any():
            empty[left] = self._first_empty(task, np.flatnonzero(left))
        return Bar(frozen, limits, empty, left & (empty == _NO_NEED))

    def _first_empty(self, task: int, rows: Ints) -> Ints:
        """Return the need of the first seat that stays empty in some replications, or -1."""
        plan = self._runs.plan
        seats = plan.task_seats[task]
        free = self._free(int(plan.task_project[task]), rows)
        with_seats = self._fewer_than_focus[rows]
        can: Bools = np.zeros((len(rows), len(seats), plan.n_people), dtype=np.bool_)
        for place, seat in enumerate(seats):
            people = list(self._offers[seat.kind])
            can[:, place, people] = (free[:, people] >= seat.least) & with_seats[:, people]
        can &= self._may(task, rows)[:, np.newaxis]
        kinds, of_kind = np.unique(can.reshape(len(rows), -1), axis=0, return_inverse=True)
        found = [_first_empty_seat(kind.reshape(len(seats), -1)) for kind in kinds]
        needs = [_NO_NEED if place is None else seats[place].need for place in found]
        return np.array(needs, dtype=np.int64)[of_kind.ravel()]

    def _free(self, project: int, rows: Ints) -> Ints:
        """Return what each person could give a project, in thousandths: (rows, people); rule R14."""
        plan = self._runs.plan
        hard = [booking for booking in self._bookings if plan.booking_hard[booking]]
        covered = {its: self._held(its)[rows] for its in plan.booking_project[hard].tolist()}
        left = 1000 - self._held(None)[rows]
        free = left.copy()
        for booking in hard:
            person, its = int(plan.booking_person[booking]), int(plan.booking_project[booking])
            share = plan.booking_share[booking] * self._goes_ahead(its)[rows]
            has = np.minimum(share, covered[its][:, person])
            covered[its][:, person] -= has
            keeps = np.minimum(share - has, left[:, person])
            left[:, person] -= keeps
            if its != project:
                free[:, person] -= keeps
        return free

    def _held(self, project: int | None) -> Ints:
        """Return what a project holds of people, or all projects do: (replications, people)."""
        runs, plan = self._runs, self._runs.plan
        made = np.zeros((runs.replications, plan.n_people), dtype=np.int64)
        mine = self._open
        if project is not None:
            mine = mine & (plan.task_project[plan.need_task[runs.seats.need]] == project)
        where = self._row_of_seat[mine], runs.seats.person[mine]
        np.add.at(made, where, runs.seats.allocation[mine])
        return made

    @cached_property
    def _fewer_than_focus(self) -> Bools:
        """Who may take one more seat: (replications, people)."""
        runs, plan = self._runs, self._runs.plan
        seats = np.zeros((runs.replications, plan.n_people), dtype=np.int64)
        np.add.at(seats, (self._row_of_seat[self._open], runs.seats.person[self._open]), 1)
        return np.asarray(seats < np.array(focus_of(plan, runs.policy)))

    @cached_property
    def _row_of_seat(self) -> Ints:
        return np.repeat(np.arange(self._runs.replications), np.diff(self._runs.seat_offsets))

    @cached_property
    def _open(self) -> Bools:
        """Which seats are still held."""
        return np.asarray(self._runs.seats.end == NEVER)

    def _goes_ahead(self, project: int) -> Bools:
        """Return in which replications a project has any work."""
        tasks = slice(*self._runs.plan.project_first_task[project : project + 2].tolist())
        return np.asarray((self._runs.finish[:, tasks] != ABSENT).any(axis=1))

    def _may(self, task: int, rows: Ints) -> Bools:
        """Return who may work on a task, (rows, people): those of the task it names, if they can do it."""
        runs, plan = self._runs, self._runs.plan
        everybody = np.ones((len(rows), plan.n_people), dtype=np.bool_)
        named = int(plan.task_same_as[task])
        if named == NO_TASK:
            return everybody
        did = np.zeros((runs.replications, plan.n_people), dtype=np.bool_)
        its = plan.need_task[runs.seats.need] == named
        did[self._row_of_seat[its & self._stayed], runs.seats.person[its & self._stayed]] = True
        kinds = [list(self._offers[seat.kind]) for seat in plan.task_seats[task]]
        for place, row in enumerate(rows.tolist()):
            able = [[person for person in kind if did[row, person]] for kind in kinds]
            if matching_size(able) == len(able):
                everybody[place] = did[row]
        return everybody

    @cached_property
    def _stayed(self) -> Bools:
        """Which seats were held by somebody who has not left since; who follows is new to the work."""
        runs = self._runs
        gone = np.isin(runs.absences.reason, (Reason.LEFT, Reason.QUIT))
        last = np.zeros((runs.replications, runs.plan.n_people), dtype=np.int64)
        where = runs.absences.replication[gone], runs.absences.person[gone]
        np.maximum.at(last, where, runs.absences.first_day[gone] * TICKS_PER_DAY)
        return np.asarray(runs.seats.start >= last[self._row_of_seat, runs.seats.person])


def _first_empty_seat(can: Bools) -> int | None:
    """Return the first seat that cannot be filled together with those before it; None if all can."""
    choices = [np.flatnonzero(row).tolist() for row in can]
    for place in range(len(choices)):
        if matching_size(choices[: place + 1]) <= place:
            return place
    return None
