"""From a portfolio to its plan: names become indices, dates ticks, shares thousandths."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import (
    NEVER,
    TICKS_PER_DAY,
    day_index,
    days_to_ticks,
    end_of_day,
    start_of_day,
    thousandths,
)
from capsim.domain.booking import Booking, bookings_of_tasks, share_of_projects
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.conditions import conditions_of
from capsim.domain.named import Named
from capsim.domain.person import Person, Skill
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.staffing import offers
from capsim.domain.status import has_begun
from capsim.domain.task import Alternative, Need, Task
from capsim.domain.unrolling import unrolled
from capsim.plan.fates import fastest_factor, people_with_paths, taught_shares
from capsim.plan.limits import freeze_spans, same_as
from capsim.plan.network import planned_values
from capsim.plan.occurring import planned_branches, planned_stages, planned_streams
from capsim.plan.paths import path_table
from capsim.plan.plan import NO_DATE, NO_LIMIT, NO_TASK, Plan
from capsim.plan.standing import NOT_YET, Crew, Standing, Wanted, make_standing

__all__ = ["is_valid", "make_plan", "person_capacity", "work_pattern"]

Ints = npt.NDArray[np.int64]

_LINK_KINDS = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}


def make_plan(portfolio: Portfolio) -> Plan:
    """Make a portfolio ready for the engines.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    Plan
    """
    given, portfolio = portfolio, unrolled(portfolio)
    staff = portfolio.staff
    projects = [project for project in portfolio.projects if project.takes_part]
    days = day_index(portfolio.last_day, portfolio.start) + 2
    horizon = (days - 1) * TICKS_PER_DAY
    capacity, row = _capacity(portfolio, staff, days)
    moved, taught = people_with_paths(portfolio, staff), taught_shares(portfolio, staff)
    candidates = [place for place, person in enumerate(staff) if person.is_candidate]
    capacity, paths = path_table(capacity, row, moved, taught, fastest_factor(portfolio, staff), candidates)
    working = _working(portfolio.calendar, portfolio.start, days)
    worked = _before(working)
    work = _tasks(
        projects,
        portfolio.start,
        _own_work(portfolio, projects, staff, capacity, row),
        Named(portfolio.people),
    )
    links = _links(projects)
    kinds = _Kinds(portfolio, staff, days, work.kinds)
    bookings = _bookings(portfolio, projects, days)
    pace = _pace(work, kinds)
    standing = _standing(
        portfolio, projects, work, pace, _crew(portfolio, kinds, _before(capacity), row), worked
    )
    duration = _planned_duration(work, pace, standing)
    not_before = _not_before(work, standing)
    release = np.where(
        standing.begun == NOT_YET,
        np.maximum(not_before, work.project_start[work.project]),
        np.where(standing.done == NOT_YET, standing.tick, standing.done),
    )
    released = _working_ticks(portfolio, release // TICKS_PER_DAY)
    return Plan(
        portfolio=portfolio,
        start=portfolio.start,
        n_days=days,
        horizon_tick=horizon,
        person_names=tuple(str(person.name) for person in staff),
        person_roles=tuple(person.role for person in staff),
        person_teams=tuple(person.team for person in staff),
        person_rates=tuple(
            tuple(_rate_on(portfolio, person, portfolio.start + timedelta(days=day)) for person in staff)
            for day in kinds.epochs
        ),
        person_skill_count=tuple(len(person.skills) for person in staff),
        project_names=tuple(project.name for project in projects),
        task_names=tuple(task.name for task in work.tasks),
        task_labels=work.labels,
        capacity_row=row,
        capacity=capacity,
        cumulative=_before(capacity),
        paths=paths,
        working=working,
        worked=worked,
        project_first_task=np.cumsum([0, *(len(project.tasks) for project in projects)], dtype=np.int64),
        project_start=work.project_start,
        project_deadline=_deadlines((project.deadline for project in projects), portfolio.start),
        project_priority=_array(project.priority for project in projects),
        project_probability=np.array(
            [
                1.0 if has_begun(project, portfolio.status_date) else project.probability
                for project in projects
            ],
            dtype=np.float64,
        ),
        task_project=work.project,
        task_class=_array(
            projects[index].priority if task.priority is None else task.priority
            for task, index in zip(work.tasks, work.project, strict=True)
        ),
        task_not_before=not_before,
        task_deadline=_deadlines((task.deadline for task in work.tasks), portfolio.start),
        task_release=released,
        task_elapsed=np.array([task.duration is not None for task in work.tasks], dtype=np.bool_),
        task_first_need=np.searchsorted(work.need_task, np.arange(len(work.tasks) + 1)).astype(np.int64),
        need_task=work.need_task,
        need_kind=work.need_kind,
        need_number=work.need_number,
        need_fewest=work.need_fewest,
        need_most=work.need_most,
        need_allocation=work.need_allocation,
        need_least=work.need_least,
        need_planned_end=_planned_ends(work, portfolio.start, horizon),
        need_effort=np.array([need.effort is not None for need in work.needs], dtype=np.bool_),
        need_pace=pace,
        gate_task=_array(index for index, task in enumerate(work.tasks) if task.gate is not None),
        gate_probability=np.array([task.gate for task in work.tasks if task.gate is not None], np.float64),
        branches=tuple(planned_branches(projects)),
        conditions=conditions_of(portfolio.projects, portfolio.status_date),
        stages=tuple(planned_stages(projects, portfolio.status_date)),
        streams=tuple(planned_streams(given, projects)),
        given=given,
        link_before=links[:, 0],
        link_after=links[:, 1],
        link_kind=links[:, 2],
        link_lag=links[:, 3],
        booking_person=bookings[:, 0],
        booking_project=bookings[:, 1],
        booking_first_day=bookings[:, 2],
        booking_last_day=bookings[:, 3],
        booking_share=bookings[:, 4],
        booking_hard=bookings[:, 5] > 0,
        epochs=kinds.epochs,
        offers=kinds.offers,
        kind_labels=tuple(", or ".join(map(str, kind.choices)) for kind in work.kinds),
        kind_choices=tuple(kind.choices for kind in work.kinds),
        kind_people=tuple(kind.people for kind in work.kinds),
        person_focus=_array(NO_LIMIT if person.focus is None else person.focus for person in staff),
        project_teams=tuple(project.team for project in projects),
        freeze_spans=freeze_spans(portfolio.freezes, projects, portfolio.start, horizon),
        task_same_as=same_as(projects, NO_TASK),
        planned=planned_values(
            labels=work.labels,
            task_project=work.project,
            release=released,
            duration=duration,
            link_before=links[:, 0],
            link_after=links[:, 1],
            link_kind=links[:, 2],
            link_lag=links[:, 3],
            deadline=_nearest_deadline(work, projects, portfolio.start),
            delay_cost_ratio=_delay_cost_ratio(work, projects),
        ),
        standing=standing,
    )


def _array(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)


def _before(amounts: Ints) -> Ints:
    """Return the running sum before each entry of the last axis, and the total at its end."""
    total = np.zeros((*amounts.shape[:-1], amounts.shape[-1] + 1), np.int64)
    np.cumsum(amounts, axis=-1, out=total[..., 1:])
    return total


# ---------------------------------------------------------------- capacity (R2)


def _span(first: date | None, last: date | None, start: date, days: int) -> slice:
    """Return the day numbers from ``first`` to ``last``, both inclusive, cut to the plan's days."""
    low = 0 if first is None else day_index(first, start)
    high = days if last is None else day_index(last, start) + 1
    return slice(min(max(low, 0), days), min(max(high, 0), days))


def work_pattern(calendar: Calendar, start: date, days: int) -> Ints:
    """Return the share of each day worked, in thousandths, holidays 0; ``days`` of them from the start."""
    week = np.array([thousandths(share) for share in calendar.pattern], dtype=np.int64)
    shares = week[(start.weekday() + np.arange(days)) % 7]
    off = _array(day_index(holiday.day, start) for holiday in calendar.holidays)
    shares[off[(off >= 0) & (off < days)]] = 0
    return shares


def _working(calendar: Calendar, start: date, days: int) -> Ints:
    """Return 1 on the working days of a calendar."""
    return (work_pattern(calendar, start, days) > 0).astype(np.int64)


def _working_ticks(portfolio: Portfolio, days: Ints) -> Ints:
    """Return the working ticks before each day, also of days past the horizon (rule R13)."""
    last = int(days.max(initial=0))
    return TICKS_PER_DAY * _before(_working(portfolio.calendar, portfolio.start, last + 1))[days]


def _leave(leave: Sequence[Leave], start: date, days: int) -> Ints:
    """Return the share of each day that remains beside leave, in thousandths."""
    away = np.zeros(days, np.int64)
    for absence in leave:
        away[_span(absence.start, absence.last, start, days)] += thousandths(absence.share)
    return 1000 - np.minimum(away, 1000)


def _capacity(portfolio: Portfolio, staff: Sequence[Person], days: int) -> tuple[Ints, Ints]:
    """Return the distinct rows of daily capacity, and the row of each person."""
    patterns: dict[str, Ints] = {}
    rows: dict[bytes, int] = {}
    distinct: list[Ints] = []
    place: list[int] = []
    for person in staff:
        calendar = portfolio.calendar_of(person)
        if calendar.name not in patterns:
            patterns[calendar.name] = work_pattern(calendar, portfolio.start, days)
        ticks = person_capacity(person, patterns[calendar.name], portfolio, days)
        key = ticks.tobytes()
        if key not in rows:
            rows[key] = len(distinct)
            distinct.append(ticks)
        place.append(rows[key])
    table = np.array(distinct, dtype=np.int64) if distinct else np.zeros((0, days), np.int64)
    return table, np.array(place, dtype=np.int64)


def _rate_on(portfolio: Portfolio, person: Person, day: date) -> float:
    """Return what a person costs on a day, in the portfolio's currency; infinite without a rate."""
    rate = person.rate_on(day)
    return math.inf if rate is None else portfolio.own_rate(person, rate)


def person_capacity(person: Person, pattern: Ints, portfolio: Portfolio, days: int) -> Ints:
    """Return one person's ticks of work on each day, rounded half up (rule R2)."""
    business = portfolio.run_the_business if person.run_the_business is None else person.run_the_business
    factor = TICKS_PER_DAY * thousandths(person.availability) * (1000 - thousandths(business))
    parts = factor * pattern * _leave(person.leave, portfolio.start, days)
    ticks = (2 * parts + 10**12) // (2 * 10**12)
    here = np.zeros(days, np.int64)
    here[_span(person.start, person.end, portfolio.start, days)] = 1
    return ticks * here


# ---------------------------------------------------------------- tasks, needs, links


class _Kind(NamedTuple):
    """What needs ask for: alternatives, and the only people who can serve them; None for everybody."""

    choices: tuple[Alternative, ...]
    people: frozenset[int] | None


@dataclass(frozen=True)
class _Work:
    """Tasks and needs, numbered."""

    tasks: list[Task]
    labels: tuple[str, ...]
    project: Ints
    project_start: Ints
    not_before: Ints
    needs: list[Need]
    kinds: list[_Kind]
    need_task: Ints
    need_kind: Ints
    need_number: Ints
    need_fewest: Ints
    need_most: Ints
    need_allocation: Ints
    need_least: Ints


def _tasks(projects: Sequence[Project], start: date, own: Mapping[int, range], named: Named) -> _Work:
    tasks = [task for project in projects for task in project.tasks]
    kinds: dict[_Kind, int] = {}
    needs: list[Need] = []
    rows: list[tuple[int, ...]] = []
    for index, task in enumerate(tasks):
        for number, need in enumerate(task.needs, start=1):
            kind = kinds.setdefault(_Kind(need.skills, _only(need, own.get(index), named)), len(kinds))
            for fewest, most, allocation in _seats(need, elapsed=task.duration is not None):
                needs.append(need)
                rows.append((index, kind, number, fewest, most, allocation, _least(need, allocation)))
    table = np.array(rows, dtype=np.int64).reshape(-1, 7)
    return _Work(
        tasks=tasks,
        labels=tuple(f"{project.name}/{task.name}" for project in projects for task in project.tasks),
        project=_array(index for index, project in enumerate(projects) for _ in project.tasks),
        project_start=_array(
            0 if project.start is None else max(0, start_of_day(project.start, start)) for project in projects
        ),
        not_before=_array(
            NO_DATE if task.start is None else max(0, start_of_day(task.start, start)) for task in tasks
        ),
        needs=needs,
        kinds=list(kinds),
        need_task=table[:, 0],
        need_kind=table[:, 1],
        need_number=table[:, 2],
        need_fewest=table[:, 3],
        need_most=table[:, 4],
        need_allocation=table[:, 5],
        need_least=table[:, 6],
    )


def _only(need: Need, own: range | None, named: Named) -> frozenset[int] | None:
    """Return the only people who can serve a need: those it names, else those of its booking, if any."""
    people = named.people_for(need)
    return frozenset(own) if people is None and own is not None else people


def _seats(need: Need, *, elapsed: bool) -> list[tuple[int, int, int]]:
    """Return (fewest, most, allocation in thousandths) of a need; an fte of 1.5 is two of them (R5)."""
    if need.fte is not None:
        whole, part = divmod(thousandths(need.fte), 1000)
        return [(whole, whole, 1000)] * (whole > 0) + [(1, 1, part)] * (part > 0)
    fewest, most = need.people
    return [(fewest, fewest if elapsed else most, max(1, thousandths(need.allocation)))]


def _least(need: Need, allocation: int) -> int:
    """Return the thousandths with which a person can begin: all of the allocation, or as few as are said."""
    return allocation if need.least_allocation is None else max(1, thousandths(need.least_allocation))


def _planned_ends(work: _Work, start: date, horizon: int) -> Ints:
    """Return the last tick of the planned last day of each need that gives way, else `NO_DATE` (R8).

    What is planned to last beyond the run cannot come out late within it.
    """
    days = (work.tasks[task].end for task in work.need_task)
    ticks = (NO_DATE if day is None else max(0, end_of_day(day, start)) for day in days)
    within = _array(NEVER if tick > horizon else tick for tick in ticks)
    return np.where(work.need_least < work.need_allocation, within, NO_DATE)


def _links(projects: Sequence[Project]) -> Ints:
    """Return (before, after, kind, lag in ticks) of every link between tasks that take part."""
    names = [(project.name, task.name) for project in projects for task in project.tasks]
    place = {key: index for index, key in enumerate(names)}
    tasks = [(project, task) for project in projects for task in project.tasks]
    rows = [
        (before, after, _LINK_KINDS[link.kind], days_to_ticks(link.lag_days))
        for after, (project, task) in enumerate(tasks)
        for link in task.after
        if (before := place.get((link.project or project.name, link.task), NO_DATE)) != NO_DATE
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _bookings(portfolio: Portfolio, projects: Sequence[Project], days: int) -> Ints:
    """Return (person, project, first day, last day, share, is hard) of the bookings that the run meets."""
    people = _places_of_people(portfolio)
    project_place = {project.name: index for index, project in enumerate(projects)}
    booked = {str(person.name): person for person in portfolio.people}
    rows = [
        (person, project, span.start, span.stop - 1, share, booking.is_hard)
        for booking in portfolio.bookings
        if (project := project_place.get(booking.project, NO_DATE)) != NO_DATE
        and (span := _span(booking.start, booking.end, portfolio.start, days)).start < span.stop
        and (
            share := thousandths(
                share_of_projects(booking, booked[booking.person], portfolio.run_the_business)
            )
        )
        for person in people[booking.person]
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 6)


def _own_work(
    portfolio: Portfolio, projects: Sequence[Project], staff: Sequence[Person], capacity: Ints, row: Ints
) -> dict[int, range]:
    """Return the people who alone can do it, for each task that stands for a booking of theirs (R14).

    Where they could not begin before their booking ends, anybody of their role can.
    """
    if not portfolio.bookings:
        return {}
    places = _places_of_people(portfolio)
    own: dict[int, range] = {}
    for index, project, task, booking in _booked_tasks(portfolio, projects):
        people = places[booking.person]
        begin = max(day for day in (portfolio.start, project.start, task.start) if day is not None)
        window = _span(begin, booking.end, portfolio.start, capacity.shape[1] - 1)
        first = people[0]  # those of a pool are alike
        if _could_begin(staff[first], capacity[row[first]], task, window, portfolio.start):
            own[index] = people
    return own


def _booked_tasks(
    portfolio: Portfolio, projects: Sequence[Project]
) -> Iterator[tuple[int, Project, Task, Booking]]:
    """Yield each task that stands for a booking: its number, its project, itself and the booking."""
    people = {str(person.name): person for person in portfolio.people}
    booked: dict[str, list[Booking]] = {}
    for booking in portfolio.bookings:
        booked.setdefault(booking.project, []).append(booking)
    first = 0
    for project in projects:
        mine = bookings_of_tasks(
            project, booked.get(project.name, ()), people, portfolio.calendar, portfolio.start
        )
        for index, task in enumerate(project.tasks, first):
            if task.name in mine:
                yield index, project, task, mine[task.name]
        first += len(project.tasks)


def _could_begin(person: Person, capacity: Ints, task: Task, window: slice, start: date) -> bool:
    """Return whether on some day of a window somebody is present and qualifies for a need of a task."""
    for need, skill in itertools.product(task.needs, person.skills):
        held = _span(skill.start, skill.end, start, len(capacity))
        present = capacity[max(window.start, held.start) : min(window.stop, held.stop)].any()
        if present and any(skill.name == choice.skill and offers(skill, choice) for choice in need.skills):
            return True
    return False


def _places_of_people(portfolio: Portfolio) -> dict[str, range]:
    """Return the place of each person among the staff, of a pool those of all its people."""
    ends = itertools.accumulate(person.count for person in portfolio.people)
    return {
        str(person.name): range(end - person.count, end)
        for person, end in zip(portfolio.people, ends, strict=True)
    }


def _deadlines(dates: Iterable[date | None], start: date) -> Ints:
    return _array(NO_DATE if day is None else end_of_day(day, start) for day in dates)


def _nearest_deadline(work: _Work, projects: Sequence[Project], start: date) -> npt.NDArray[np.float64]:
    """Return each task's own deadline, else its project's, in ticks; infinite without one."""
    own = (
        task.deadline or projects[index].deadline
        for task, index in zip(work.tasks, work.project, strict=True)
    )
    return np.array([math.inf if day is None else end_of_day(day, start) for day in own], dtype=np.float64)


# ---------------------------------------------------------------- who offers what (R3)


class _Kinds:
    """Who can serve each kind of need, when, and how fast."""

    def __init__(
        self, portfolio: Portfolio, staff: Sequence[Person], days: int, kinds: Sequence[_Kind]
    ) -> None:
        self._start = portfolio.start
        self._days = days
        self._kinds = kinds
        self._candidates = {index for index, person in enumerate(staff) if person.is_candidate}
        self._holders: dict[str, list[tuple[int, Skill]]] = {}
        turns = {0}
        for index, person in enumerate(staff):
            rates = (day_index(rate.start, portfolio.start) for rate in person.rates)
            turns.update(day for day in rates if 0 < day < days)
            for skill in person.skills:
                self._holders.setdefault(skill.name, []).append((index, skill))
        for holders in self._holders.values():
            for _, skill in holders:
                span = _span(skill.start, skill.end, self._start, days)
                faded = (day_index(day, self._start) for day in skill.decays_on(self._start))
                turns.update(day for day in (span.start, span.stop, *faded) if 0 <= day < days)
        self.epochs = tuple(sorted(turns))

    @cached_property
    def offers(self) -> tuple[tuple[dict[int, int], ...], ...]:
        """For each epoch and kind, the speed of each qualified person in thousandths."""
        return tuple(tuple(self._offers(kind, day) for kind in self._kinds) for day in self.epochs)

    def _holders_for(self, kind: _Kind, choice: Alternative) -> Iterator[tuple[int, Skill]]:
        """Yield who holds the skill of an alternative, among the people who can serve the kind."""
        holders = self._holders.get(choice.skill, ())
        return (held for held in holders if kind.people is None or held[0] in kind.people)

    def _offers(self, kind: _Kind, day: int) -> dict[int, int]:
        best: dict[int, int] = {}
        today = self._start + timedelta(days=day)
        for choice in kind.choices:
            for person, skill in self._holders_for(kind, choice):
                if offers(skill, choice) and is_valid(skill, day, self._start):
                    speed = max(1, thousandths(skill.speed_on(today, self._start) * choice.factor))
                    best[person] = max(speed, best.get(person, 0))
        return dict(sorted(best.items()))

    def mean_speed(self, kind: int) -> float:
        """Return the mean speed over all who ever qualify in the run, best alternative, not rounded (R13).

        Nothing is planned with candidates.
        """
        best: dict[int, float] = {}
        for choice in self._kinds[kind].choices:
            for person, skill in self._holders_for(self._kinds[kind], choice):
                speed = skill.proficiency * choice.factor
                span = _span(skill.start, skill.end, self._start, self._days)
                ever = offers(skill, choice) and span.start < span.stop
                if ever and person not in self._candidates and speed > best.get(person, 0.0):
                    best[person] = speed
        return math.fsum(best.values()) / len(best) if best else 1.0


def is_valid(skill: Skill, day: int, start: date) -> bool:
    """Return whether a skill is held on a day, counted from a start."""
    return (skill.start is None or day_index(skill.start, start) <= day) and (
        skill.end is None or day <= day_index(skill.end, start)
    )


# ---------------------------------------------------------------- where work stands (R16)


def _crew(portfolio: Portfolio, kinds: _Kinds, cumulative: Ints, row: Ints) -> Crew:
    """Return what is known of the people on the status date."""
    today = 0 if portfolio.status_date is None else day_index(portfolio.status_date, portfolio.start)
    epoch = bisect_right(kinds.epochs, today) - 1
    return Crew(_places_of_people(portfolio), kinds.offers[epoch], cumulative, row)


def _standing(
    portfolio: Portfolio,
    projects: Sequence[Project],
    work: _Work,
    pace: npt.NDArray[np.float64],
    crew: Crew,
    worked: Ints,
) -> Standing:
    """Return where work stands."""
    first = np.searchsorted(work.need_task, np.arange(len(work.tasks) + 1)).astype(np.int64)
    columns = (work.need_kind, work.need_fewest, work.need_most, work.need_allocation, work.need_least)
    listed = [(project, task) for project in projects for task in project.tasks]
    wanted = Wanted(first, *columns, pace)
    return make_standing(listed, portfolio.start, portfolio.status_date, crew, wanted, worked)


def _not_before(work: _Work, standing: Standing) -> Ints:
    """Return from when on each task may start: what has not begun starts at the status date or later."""
    if standing.tick == 0:
        return work.not_before
    return np.maximum(work.not_before, standing.tick)


# ---------------------------------------------------------------- planned values (R13)


def _pace(work: _Work, kinds: _Kinds) -> npt.NDArray[np.float64]:
    """Return the person-days of effort that each need's nominal team does in a day."""
    speeds = np.array([kinds.mean_speed(kind) for kind in range(len(work.kinds))], dtype=np.float64)
    return np.asarray(work.need_fewest * speeds[work.need_kind] * work.need_allocation / 1000)


def _planned_duration(work: _Work, pace: npt.NDArray[np.float64], standing: Standing) -> Ints:
    """Return each task's planned duration in working ticks; of begun work what is left of it."""
    ticks = _array(0 if task.duration is None else days_to_ticks(task.duration.mean()) for task in work.tasks)
    for need, index, daily in zip(work.needs, work.need_task, pace, strict=True):
        if need.effort is not None:
            ticks[index] = max(ticks[index], days_to_ticks(need.effort.mean() / daily))
    ticks[standing.begun != NOT_YET] = 0
    for index in standing.going_on.tolist():
        task = work.tasks[index]
        if task.duration is not None:
            ticks[index] = days_to_ticks(standing.left_of_duration(task, index).mean())
        for place in np.flatnonzero(work.need_task == index).tolist():
            if work.needs[place].effort is not None:
                left = standing.left_of_effort(task, index, int(work.need_number[place]) - 1, place)
                ticks[index] = max(ticks[index], days_to_ticks(left.mean() / pace[place]))
    return ticks


def _delay_cost_ratio(work: _Work, projects: Sequence[Project]) -> npt.NDArray[np.float64]:
    """Return the project's cost of delay per day over its mean effort; infinite without effort."""
    efforts = [
        sum(need.effort.mean() for task in project.tasks for need in task.needs if need.effort is not None)
        for project in projects
    ]
    ratios = [
        (project.cost_of_delay_per_day or 0.0) / effort if effort > 0 else math.inf
        for project, effort in zip(projects, efforts, strict=True)
    ]
    return np.array(ratios, dtype=np.float64)[work.project]
