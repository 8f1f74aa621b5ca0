"""The plan: a portfolio as integer-indexed arrays, which is all that an engine reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.conditions import Condition
from capsim.domain.policy import PlannedValues
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Alternative
from capsim.plan.occurring import PlannedBranch, PlannedStage, PlannedStream
from capsim.plan.paths import PathTable
from capsim.plan.standing import Standing

__all__ = ["NO_DATE", "NO_LIMIT", "NO_TASK", "Plan", "Seat"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NO_DATE = -1
"""Stands in tick arrays where there is no date."""

NO_LIMIT = -1
"""Stands where somebody says no limit of their own."""

NO_TASK = -1
"""Stands where no task is meant."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One minimal seat of a task: which kind of offer it takes, and how much of the person.

    Attributes
    ----------
    need : int
        The need that it belongs to.
    kind : int
        Index into the kinds of need (distinct lists of alternatives, and of people where only they count).
    allocation : int
        Thousandths of a person.
    least : int
        Thousandths with which a person can begin.
    """

    need: int
    kind: int
    allocation: int
    least: int


@dataclass(frozen=True)
class Plan:
    """A portfolio made ready for the engines; every name is an index.

    Tasks stand in the order of the portfolio, a project's tasks together; so do needs and people
    (pools unfolded). Projects on hold, done or cancelled are not in it.

    Attributes
    ----------
    portfolio : Portfolio
    start : date
        Tick 0 is its beginning.
    n_days : int
        Days with a capacity, the horizon's and one more.
    horizon_tick : int
        The last tick at which something can happen.
    person_names, person_roles, person_teams : tuple
        Per person.
    project_names : tuple of str
    task_names, task_labels : tuple of str
        ``"build"`` and ``"Shop/build"``.
    capacity_row : ndarray of int64, (people,)
        The row of each person in ``capacity``; people with equal capacity share one.
    capacity : ndarray of int64, (rows, n_days)
        Ticks of work on each day (rule R2).
    cumulative : ndarray of int64, (rows, n_days + 1)
        Capacity before each day.
    paths : PathTable
        Who can leave that table in a replication, and for which rows of it.
    working : ndarray of int64, (n_days,)
        1 on a working day of the portfolio calendar.
    worked : ndarray of int64, (n_days + 1,)
        Working days before each day.
    project_first_task : ndarray of int64, (projects + 1,)
        A project's tasks are ``first[p]`` to ``first[p + 1]``.
    project_start : ndarray of int64, (projects,)
        Tick of the start date, at least 0.
    project_deadline, task_deadline : ndarray of int64
        The last tick that keeps the deadline; `NO_DATE` without one.
    project_priority : ndarray of int64, (projects,)
    project_probability : ndarray of float64, (projects,)
    task_project, task_class, task_not_before : ndarray of int64, (tasks,)
        Index of the project; priority number in force; tick or `NO_DATE`.
    task_release : ndarray of int64, (tasks,)
        The working ticks of the portfolio calendar before dates let the task start.
    task_elapsed : ndarray of bool, (tasks,)
        Whether the task has a duration.
    task_first_need : ndarray of int64, (tasks + 1,)
    need_task, need_kind, need_number, need_fewest, need_most : ndarray of int64, (needs,)
    need_allocation, need_least : ndarray of int64, (needs,)
        An ``fte`` of 1.5 is two needs here: one whole seat, one of 500 thousandths. ``need_number``
        counts the needs of the portfolio's task from 1.
    need_planned_end : ndarray of int64, (needs,)
        The last tick of the planned last day of a need that gives way: it takes extra seats only while it
        would end after that tick, and no more of people than it needs for that (rule R8). `NO_DATE`, which
        every end is after, for the others; `NEVER`, which no end is after, if that day is beyond the run.
    need_effort : ndarray of bool, (needs,)
        Whether the need has effort (else it is held for the task's duration).
    need_pace : ndarray of float64, (needs,)
        Person-days of effort that the nominal team does in a working day (rule R13).
    gate_task : ndarray of int64, (gates,)
        The milestones that are gates, as listed.
    gate_probability : ndarray of float64, (gates,)
        That the project goes on.
    branches : tuple of PlannedBranch
        Groups of tasks of which one happens.
    conditions : tuple of Condition
        Which projects go ahead together.
    stages : tuple of PlannedStage
        What projects pass before their work.
    streams : tuple of PlannedStream
        The projects whose tasks are alike items.
    given : Portfolio
        As its author wrote it: ``portfolio`` has projects instead of streams.
    link_before, link_after, link_kind, link_lag : ndarray of int64, (links,)
        Tasks, kind (0 FS, 1 SS, 2 FF, 3 SF), lag in ticks; by ``link_after``, as listed.
    booking_person, booking_project : ndarray of int64, (bookings,)
        Bookings on projects that take part, as listed and pools unfolded; one beyond the run is left out.
    booking_first_day, booking_last_day, booking_share : ndarray of int64, (bookings,)
        Days, both inclusive and cut to those of the run; thousandths of the person.
    booking_hard : ndarray of bool, (bookings,)
        Whether the share is kept from other projects.
    person_rates : tuple of tuple of float
        ``person_rates[epoch][person]`` is what each one costs a day in the portfolio's currency; infinite
        without a rate.
    epochs : tuple of int
        The days on which a new table of offers or of rates holds, the first 0 (skills can start and end).
    offers : tuple of tuple of dict
        ``offers[epoch][kind]`` maps each qualified person to the speed offered, in thousandths.
    kind_labels : tuple of str
        Each kind of need as text, such as ``"backend, or data at 0.7"``.
    kind_choices : tuple of tuple of Alternative
        What each kind asks for.
    kind_people : tuple of (frozenset of int or None)
        The only people who can serve each kind: those that its work names (rule R7), or those of the booking
        for which it stands (R14). None where everybody can who qualifies.
    planned : PlannedValues
        What the priority rules see.
    standing : Standing
        Where work stands at the status date.
    person_focus : ndarray of int64, (people,)
        The most seats of a person at once that they say themselves, or `NO_LIMIT`.
    project_teams : tuple of (str or None)
        Who owns each project.
    freeze_spans : tuple of tuple of (int, int)
        When each project is frozen: spans of ticks in order, the last one of each not in it.
    task_same_as : ndarray of int64, (tasks,)
        The task whose people do this one, or `NO_TASK`.
    """

    portfolio: Portfolio
    start: date
    n_days: int
    horizon_tick: int
    person_names: tuple[str, ...]
    person_roles: tuple[str, ...]
    person_teams: tuple[str | None, ...]
    person_rates: tuple[tuple[float, ...], ...]
    person_skill_count: tuple[int, ...]
    project_names: tuple[str, ...]
    task_names: tuple[str, ...]
    task_labels: tuple[str, ...]
    capacity_row: Ints
    capacity: Ints
    cumulative: Ints
    paths: PathTable
    working: Ints
    worked: Ints
    project_first_task: Ints
    project_start: Ints
    project_deadline: Ints
    project_priority: Ints
    project_probability: npt.NDArray[np.float64]
    task_project: Ints
    task_class: Ints
    task_not_before: Ints
    task_deadline: Ints
    task_release: Ints
    task_elapsed: npt.NDArray[np.bool_]
    task_first_need: Ints
    need_task: Ints
    need_kind: Ints
    need_number: Ints
    need_fewest: Ints
    need_most: Ints
    need_allocation: Ints
    need_least: Ints
    need_planned_end: Ints
    need_effort: npt.NDArray[np.bool_]
    need_pace: npt.NDArray[np.float64]
    gate_task: Ints
    gate_probability: npt.NDArray[np.float64]
    branches: tuple[PlannedBranch, ...]
    conditions: tuple[Condition, ...]
    stages: tuple[PlannedStage, ...]
    streams: tuple[PlannedStream, ...]
    given: Portfolio
    link_before: Ints
    link_after: Ints
    link_kind: Ints
    link_lag: Ints
    booking_person: Ints
    booking_project: Ints
    booking_first_day: Ints
    booking_last_day: Ints
    booking_share: Ints
    booking_hard: npt.NDArray[np.bool_]
    epochs: tuple[int, ...]
    offers: tuple[tuple[dict[int, int], ...], ...]
    kind_labels: tuple[str, ...]
    kind_choices: tuple[tuple[Alternative, ...], ...]
    kind_people: tuple[frozenset[int] | None, ...]
    planned: PlannedValues
    standing: Standing
    person_focus: Ints
    project_teams: tuple[str | None, ...]
    freeze_spans: tuple[tuple[tuple[int, int], ...], ...]
    task_same_as: Ints

    @cached_property
    def is_item(self) -> Bools:
        """Whether each task is an item of a stream, (tasks,)."""
        made = np.zeros(self.n_tasks, dtype=np.bool_)
        for stream in self.streams:
            made[stream.tasks] = True
        return made

    @property
    def has_releases(self) -> bool:
        """Whether some work is there only from a drawn tick on."""
        return bool(self.stages) or any(stream.arriving or stream.weeks for stream in self.streams)

    def working_ticks(self, ticks: npt.NDArray[np.signedinteger]) -> Ints:
        """Return the working ticks of the portfolio calendar before ticks, those after the horizon at it."""
        within = np.clip(ticks.astype(np.int64), 0, self.horizon_tick)
        day, rest = np.divmod(within, TICKS_PER_DAY)
        return np.asarray(TICKS_PER_DAY * self.worked[day] + self.working[day] * rest)

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects that take part, as they stand in the portfolio."""
        return tuple(project for project in self.portfolio.projects if project.takes_part)

    @cached_property
    def planned_row(self) -> Ints:
        """The row of capacity of each person as a plan counts on them: nothing of candidates."""
        row = self.capacity_row.copy()
        waiting = self.paths.candidate
        row[self.paths.person[waiting]] = self.paths.row[waiting, 0]
        return row

    @property
    def n_people(self) -> int:
        """Number of people."""
        return len(self.person_names)

    @property
    def n_projects(self) -> int:
        """Number of projects."""
        return len(self.project_names)

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return len(self.task_names)

    @property
    def n_needs(self) -> int:
        """Number of needs."""
        return len(self.need_task)

    @property
    def n_bookings(self) -> int:
        """Number of bookings, each person of a pool counted."""
        return len(self.booking_person)

    @cached_property
    def booking_turns(self) -> tuple[int, ...]:
        """Day 0 and the days of the run on which a booking begins or has ended; none without bookings."""
        if not self.n_bookings:
            return ()
        turns = {0, *self.booking_first_day.tolist(), *(self.booking_last_day + 1).tolist()}
        return tuple(sorted(day for day in turns if day < self.n_days))

    def bookings_on(self, day: int) -> list[int]:
        """Return the bookings in force on a day, as listed."""
        return np.flatnonzero((self.booking_first_day <= day) & (day <= self.booking_last_day)).tolist()

    @cached_property
    def task_seats(self) -> tuple[tuple[Seat, ...], ...]:
        """The minimal seats of each task, in order: needs as listed, then seat 1 to the fewest."""
        seats: list[list[Seat]] = [[] for _ in range(self.n_tasks)]
        for need in range(self.n_needs):
            shares = int(self.need_allocation[need]), int(self.need_least[need])
            seat = Seat(need, int(self.need_kind[need]), *shares)
            seats[self.need_task[need]].extend([seat] * int(self.need_fewest[need]))
        return tuple(map(tuple, seats))
