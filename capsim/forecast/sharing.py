"""Whose demand it is: planned work by project, role, team and person, each amount exactly once.

A *cell* is what one project wants of one kind of people (a list of alternatives). Bookings say who serves
it; a *part* is what one person, or nobody yet, is booked for of one cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index, thousandths
from capsim.domain.booking import Booking
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Alternative
from capsim.forecast.periods import Periods
from capsim.forecast.planned_work import tasks_of
from capsim.forecast.usage import NO_TEAM
from capsim.plan.plan import Plan

__all__ = [
    "NOT_BOOKED",
    "SEVERAL_TEAMS",
    "Cell",
    "Group",
    "Part",
    "Sharing",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Label = tuple[int, str]
Group = tuple[Label, ...]
"""A group of a question: for each key its rank in the order shown, and its name."""

NOT_BOOKED = "not booked"
SEVERAL_TEAMS = "several teams"
NOBODY = -1

_LAST = 1 << 40
_SAME = 1e-9
"""Amounts of person-days that differ by less than this part are the same."""


class Cell(NamedTuple):
    """What a project wants of one kind of people: indices into the plan."""

    project: int
    kind: int


class Part(NamedTuple):
    """What one person, or `NOBODY` yet, is booked for of a cell."""

    cell: int
    person: int


@dataclass(frozen=True, eq=False)
class Sharing:
    """Whose the demand of a plan is.

    Attributes
    ----------
    plan : Plan
    periods : Periods
    by_booking : bool
        Whether people and teams are asked for, so that bookings count.
    """

    plan: Plan
    periods: Periods
    by_booking: bool

    @cached_property
    def days(self) -> Ints:
        """The days at which periods begin and end; of those before the status date nothing is left."""
        return np.maximum(self.periods.days, self.plan.standing.tick // TICKS_PER_DAY)

    # ------------------------------------------------------------ cells and parts

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, in the order in which the portfolio mentions them."""
        projects = self.plan.task_project[self.plan.need_task].tolist()
        return tuple(map(Cell._make, dict.fromkeys(zip(projects, self.plan.need_kind.tolist(), strict=True))))

    @cached_property
    def need_cell(self) -> Ints:
        """The cell of each need."""
        place = {cell: index for index, cell in enumerate(self.cells)}
        projects = self.plan.task_project[self.plan.need_task].tolist()
        kinds = self.plan.need_kind.tolist()
        return np.array(
            [place[Cell(project, kind)] for project, kind in zip(projects, kinds, strict=True)],
            dtype=np.int64,
        )

    @cached_property
    def kind_skills(self) -> tuple[tuple[str, ...], ...]:
        """The skills of each kind of need, the one that is asked for first."""
        return tuple(tuple(choice.skill for choice in kind) for kind in self.kinds)

    @cached_property
    def kinds(self) -> tuple[tuple[Alternative, ...], ...]:
        """The alternatives of each kind of need."""
        found: dict[int, tuple[Alternative, ...]] = {}
        tasks = list(tasks_of(self.plan))
        columns = (self.plan.need_kind, self.plan.need_task, self.plan.need_number)
        for kind, task, number in zip(*(column.tolist() for column in columns), strict=True):
            if kind not in found:
                found[kind] = tasks[task].needs[number - 1].skills
        return tuple(found[kind] for kind in range(len(found)))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What people are booked for, and for each cell what nobody is."""
        booked = [part for step in self._steps for part in step.parts] if self.by_booking else []
        return (*(Part(cell, NOBODY) for cell in range(len(self.cells))), *dict.fromkeys(booked))

    def parted(self, amounts: Floats) -> Floats:
        """Share amounts out among the people booked: up to what they are booked for, in proportion.

        Parameters
        ----------
        amounts : ndarray of float64, (replications, cells, periods)
            Person-days.

        Returns
        -------
        ndarray of float64, (replications, parts, periods)
        """
        if not self.by_booking:
            return amounts
        made: Floats = np.zeros((len(amounts), len(self.parts), amounts.shape[2]))
        rest = made[:, : len(self.cells)]
        rest[:] = amounts
        place = {part: index for index, part in enumerate(self.parts)}
        left = {who: np.tile(days, (len(amounts), 1)) for who, days in self.booked_days.items()}
        for step in self._steps:
            booked = [left[step.project, person] for person in step.people]
            wanted, offered = rest[:, list(step.cells)].sum(axis=1), np.sum(booked, axis=0)
            of_wanted, of_offered = _met(wanted, offered)
            for cell in step.cells:
                taken = rest[:, cell] * of_wanted
                for person, own in zip(step.people, booked, strict=True):
                    made[:, place[Part(cell, person)]] += taken * own / np.where(offered > 0, offered, 1.0)
                rest[:, cell] *= 1 - of_wanted
            for own in booked:
                own *= 1 - of_offered
        return made

    @cached_property
    def _steps(self) -> tuple[_Step, ...]:
        """The order in which bookings meet demand: for the first skill wanted, then for alternatives."""
        people: dict[int, dict[str, list[int]]] = {}
        for project, person in self.booked_days:
            people.setdefault(project, {}).setdefault(self.plan.person_roles[person], []).append(person)
        cells: dict[int, list[int]] = {}
        for index, cell in enumerate(self.cells):
            cells.setdefault(cell.project, []).append(index)
        steps = []
        for project, roles in people.items():
            for alternatives in (False, True):
                for role, who in roles.items():
                    met = [
                        cell
                        for cell in cells.get(project, ())
                        if role in (skills := self.kind_skills[self.cells[cell].kind])
                        and (skills[0] != role) == alternatives
                    ]
                    if met:
                        steps.append(_Step(project, tuple(met), tuple(who)))
        return tuple(steps)

    # ------------------------------------------------------------ bookings

    @cached_property
    def booked(self) -> tuple[tuple[Booking, int, tuple[int, ...]], ...]:
        """The bookings on projects that take part: with the project and the people of each."""
        project_of = {name: index for index, name in enumerate(self.plan.project_names)}
        members: dict[str, tuple[int, ...]] = {}
        first = 0
        for person in self.plan.portfolio.people:
            members[str(person.name)] = tuple(range(first, first + person.count))
            first += person.count
        return tuple(
            (booking, project_of[booking.project], members[booking.person])
            for booking in self.plan.portfolio.bookings
            if booking.project in project_of
        )

    @cached_property
    def booked_days(self) -> dict[tuple[int, int], Floats]:
        """Person-days booked by project and person, (periods,)."""
        return self._booked_days(lambda share, _: share)

    @cached_property
    def given_days(self) -> dict[tuple[int, int], Floats]:
        """Person-days booked as far as daily business leaves them, by project and person, (periods,)."""
        return self._booked_days(lambda share, for_projects: min(share, for_projects))

    def _booked_days(self, share_of: Callable[[float, float], float]) -> dict[tuple[int, int], Floats]:
        """Add up bookings by project and person; of each counts a share of the person's day."""
        made: dict[tuple[int, int], Floats] = {}
        staff, usual = self.plan.portfolio.staff, self.plan.portfolio.run_the_business
        for booking, project, people in self.booked:
            for index in people:
                person = staff[index]
                kept = usual if person.run_the_business is None else person.run_the_business
                days = self._days_within(booking) * (share_of(booking.share, 1 - kept) * person.availability)
                made[project, index] = made.get((project, index), 0.0) + days
        return made

    def _days_within(self, booking: Booking) -> Floats:
        """Return the working days of a booking, (periods,)."""
        start = self.plan.start
        first = min(max(day_index(booking.start, start), 0), self.plan.n_days)
        after = min(max(day_index(booking.end, start) + 1, 0), self.plan.n_days)
        bounds = self.plan.worked[np.clip(self.days, first, max(first, after))]
        return np.asarray(np.diff(bounds), dtype=np.float64)

    # ------------------------------------------------------------ groups

    def groups_of_parts(self, by: Sequence[str]) -> list[Group]:
        """Return the group of each part."""
        return [
            self._group(
                by,
                self.cells[part.cell].project,
                self.kind_skills[self.cells[part.cell].kind][0],
                part.person,
                self._team_of_part(part),
            )
            for part in self.parts
        ]

    def groups_of_people(self, by: Sequence[str]) -> list[Group]:
        """Return the group of each person; none is in one of a project."""
        if "project" in by:
            return []
        roles = self.plan.person_roles
        return [
            self._group(by, 0, roles[person], person, self._team(person))
            for person in range(self.plan.n_people)
        ]

    def booked_groups(self, by: Sequence[str]) -> dict[Group, Floats]:
        """Return the person-days booked by group, (periods,)."""
        made: dict[Group, Floats] = {}
        for (project, person), days in self.booked_days.items():
            group = self._group(by, project, self.plan.person_roles[person], person, self._team(person))
            made[group] = made.get(group, 0.0) + days
        return made

    def capacity(self, by: Sequence[str]) -> dict[Group, Floats]:
        """Return the person-days that the people of each group have, (periods,) (rule R2)."""
        made: dict[Group, Floats] = {}
        for person, group in enumerate(self.groups_of_people(by)):
            made[group] = made.get(group, 0.0) + self.person_days[person]
        return made

    @cached_property
    def person_days(self) -> Floats:
        """The person-days of everybody in each period, (people, periods)."""
        plan = self.plan
        before = plan.cumulative[:, self.days]
        return np.asarray(np.diff(before, axis=1)[plan.planned_row] / TICKS_PER_DAY)

    @cached_property
    def rounded_off(self) -> Floats:
        """The person-days that rounding to ticks (rule R2) takes from people at most, (people, periods)."""
        plan = self.plan
        before = np.zeros((len(plan.capacity), plan.n_days + 1), dtype=np.int64)
        np.cumsum(plan.capacity > 0, axis=1, out=before[:, 1:])
        present = np.diff(before[:, self.days], axis=1)[plan.planned_row]
        daily = [_rounded_off(plan.portfolio, person) for person in plan.portfolio.staff]
        return np.asarray(present * np.array(daily, dtype=np.float64).reshape(-1, 1) / TICKS_PER_DAY)

    def without_capacity(self, by: Sequence[str], group: Group) -> bool:
        """Return whether a group stands for nobody in particular, or for a project."""
        names = {key: name for key, (rank, name) in zip(by, group, strict=True) if rank == _LAST}
        return "project" in by or bool(names)

    def _group(self, by: Sequence[str], project: int, role: str, person: int, team: Label) -> Group:
        in_project = "project" in by
        labels: list[Label] = []
        for key in by:
            if key == "project":
                labels.append((project, self.plan.project_names[project]))
            elif key == "team":
                labels.append(team)
            elif key == "person":
                name = NOT_BOOKED if person == NOBODY else self.plan.person_names[person]
                labels.append((_LAST if person == NOBODY else person, name))
            else:
                ranks = self._role_ranks_in[project] if in_project else self._role_ranks
                labels.append((ranks.get(role, len(self.cells) + self._role_ranks[role]), role))
        return tuple(labels)

    @cached_property
    def _role_ranks(self) -> dict[str, int]:
        """The order of roles: those that people have, then those that are only wanted."""
        wanted = (skills[0] for skills in self.kind_skills)
        return {role: rank for rank, role in enumerate(dict.fromkeys((*self.plan.person_roles, *wanted)))}

    @cached_property
    def _role_ranks_in(self) -> list[dict[str, int]]:
        """The order of roles in each project: as it wants them."""
        ranks: list[dict[str, int]] = [{} for _ in self.plan.project_names]
        for index, cell in enumerate(self.cells):
            ranks[cell.project].setdefault(self.kind_skills[cell.kind][0], index)
        return ranks

    # ------------------------------------------------------------ teams

    def _team(self, person: int) -> Label:
        team = self.plan.person_teams[person]
        name = NO_TEAM if team is None else team
        return self._team_ranks[name], name

    @cached_property
    def _team_ranks(self) -> dict[str, int]:
        names = (NO_TEAM if team is None else team for team in self.plan.person_teams)
        return {name: rank for rank, name in enumerate(dict.fromkeys(names))}

    def _team_of_part(self, part: Part) -> Label:
        """Return the team that serves a part: of the person booked, else the only one that could."""
        if part.person != NOBODY:
            return self._team(part.person)
        return self._only_team[self.cells[part.cell].kind]

    @cached_property
    def _only_team(self) -> list[Label]:
        """The one team that could ever serve each kind, or "several teams"."""
        made = []
        for kind in range(len(self.kind_skills)):
            teams = {self._team(person) for offers in self.plan.offers for person in offers[kind]}
            made.append(teams.pop() if len(teams) == 1 else (_LAST, SEVERAL_TEAMS))
        return made


class _Step(NamedTuple):
    """People booked on a project meet demand of it: cells and people."""

    project: int
    cells: tuple[int, ...]
    people: tuple[int, ...]

    @property
    def parts(self) -> list[Part]:
        """Who may get a part of which cell."""
        return [Part(cell, person) for cell in self.cells for person in self.people]


def _met(wanted: Floats, offered: Floats) -> tuple[Floats, Floats]:
    """Return which shares of what is wanted and of what is offered meet."""
    met = np.minimum(wanted, offered)
    same = np.abs(wanted - offered) <= _SAME * met
    shares = (met / np.where(each > 0, each, 1.0) for each in (wanted, offered))
    of_wanted, of_offered = (np.where(same, 1.0, share) for share in shares)
    return of_wanted, of_offered


def _rounded_off(portfolio: Portfolio, person: Person) -> float:
    """Return the ticks that rounding takes from a person's day at most."""
    business = portfolio.run_the_business if person.run_the_business is None else person.run_the_business
    full = thousandths(person.availability) * (1000 - thousandths(business)) * TICKS_PER_DAY
    shares = {thousandths(share) for share in portfolio.calendar_of(person).pattern}
    left = {1000, *(1000 - thousandths(leave.share) for leave in person.leave)}
    exact = (Fraction(full * share * rest, 10**12) for share in shares for rest in left)
    return float(max((ticks - math.floor(ticks + Fraction(1, 2)) for ticks in exact), default=0))
