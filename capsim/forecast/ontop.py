"""Bookings of roles that a project with other demand does not ask for: they add to the demand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from capsim.domain.booking import Booking, bookings_of_tasks
from capsim.domain.findings import Finding
from capsim.domain.words import akin, in_fte, place_of_project, some
from capsim.errors import Problem
from capsim.forecast.leftout import fte_months

if TYPE_CHECKING:
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["bookings_on_top"]

_ALIKE: Final = 0.75
"""From this ratio on two names of roles look like two spellings of one."""


class _Added(NamedTuple):
    """Bookings of a role on a project that asks for other roles.

    Attributes
    ----------
    project : Project
    role : str
    people : tuple of Person
        Whoever is booked.
    asked : tuple of str
        The roles that the project asks for.
    months : float
        What the bookings add, in FTE-months.
    number : int
        Of the first such booking, from 1.
    """

    project: Project
    role: str
    people: tuple[Person, ...]
    asked: tuple[str, ...]
    months: float
    number: int

    @property
    def names(self) -> str:
        """The first few of the people."""
        return some((str(person.name) for person in self.people), most=3)

    @property
    def hint(self) -> str:
        """Ask whether a role is meant that is alike, or that all who are booked can do; empty if none is."""
        known = [{skill.name for skill in person.skills} for person in self.people]
        able = [each for each in self.asked if all(each in skills for skills in known)]
        folded = {each.casefold(): each for each in self.asked}
        alike = get_close_matches(self.role.casefold(), folded, 1, _ALIKE)
        meant = [*akin(self.role, self.asked), *able, *(folded[each] for each in alike)]
        return f"did you mean {meant[0]!r}?" if meant else ""

    @property
    def about(self) -> str:
        """The first booking's person, as places of findings are called."""
        return f"Booking {self.number}, person"


def bookings_on_top(portfolio: Portfolio) -> Iterator[Finding]:
    """Find bookings that count as demand on top of what their project asks for.

    Where a project asks for nothing else, its bookings are its demand, and nothing is said. A role that no
    project asks for, and that is like none, is planned by bookings, and that is one remark; else there is a
    warning for each project and role.

    Parameters
    ----------
    portfolio : Portfolio
    """
    made = {project.name: of_project for project, of_project in _made_of_bookings(portfolio)}
    asked = {
        project.name: _asked(project, made.get(project.name, {}))
        for project in portfolio.projects
        if project.takes_part
    }
    anywhere = {role for roles in asked.values() for role in roles}
    by_bookings: dict[str, list[_Added]] = {}
    for each in _added(portfolio, made, asked):
        if each.hint or each.role in anywhere:
            yield _warning(each)
        else:
            by_bookings.setdefault(each.role, []).append(each)
    yield from map(_remark, by_bookings.values())


def _made_of_bookings(portfolio: Portfolio) -> Iterator[tuple[Project, dict[str, Booking]]]:
    """Yield the projects that have bookings, with their tasks that stand for one."""
    people = {str(person.name): person for person in portfolio.people}
    by_project: dict[str, list[Booking]] = {}
    for booking in portfolio.bookings:
        by_project.setdefault(booking.project, []).append(booking)
    for project in portfolio.projects:
        if project.takes_part and (mine := by_project.get(project.name)):
            yield project, bookings_of_tasks(project, mine, people, portfolio.calendar, portfolio.start)


def _asked(project: Project, made: Mapping[str, Booking]) -> tuple[str, ...]:
    """Return the roles that a project asks for where no booking is the demand."""
    tasks = (task for task in project.tasks if task.name not in made)
    return tuple(dict.fromkeys(need.skills[0].skill for task in tasks for need in task.needs))


def _added(
    portfolio: Portfolio, made: Mapping[str, Mapping[str, Booking]], asked: Mapping[str, tuple[str, ...]]
) -> Iterator[_Added]:
    """Yield what bookings add to projects that ask for something, role by role."""
    people = {str(person.name): person for person in portfolio.people}
    numbers = {each: number for number, each in reversed(list(enumerate(portfolio.bookings, start=1)))}
    for project in portfolio.projects:
        if not (bookings := made.get(project.name)) or not asked[project.name]:
            continue
        tasks = {task.name: task for task in project.tasks}
        roles: dict[str, list[str]] = {}
        for name, booking in bookings.items():
            roles.setdefault(people[booking.person].role, []).append(name)
        for role, names in roles.items():
            yield _Added(
                project,
                role,
                tuple(people[who] for who in dict.fromkeys(bookings[name].person for name in names)),
                asked[project.name],
                math.fsum(fte_months(tasks[name], portfolio.calendar) for name in names),
                numbers[bookings[names[0]]],
            )


def _warning(added: _Added) -> Finding:
    is_are = "is" if len(added.people) == 1 else "are"
    told = (
        f"{added.names} {is_are} booked as {added.role}, which the project does not ask for "
        f"(it asks for {some(added.asked)}); counted as {in_fte(added.months)} FTE-months on top"
    )
    row = f"add a row of demand for {added.role!r}"
    fix = f"{row} if that is meant; if not, book somebody with a role that is asked for"
    if added.hint:
        fix = f"{added.hint} Then write that as the role of {added.names}; if not, {row}"
    problem = Problem(place_of_project(added.project), told, fix=fix, severity="warning")
    return Finding("booked on top", problem, added.about)


def _remark(rows: Sequence[_Added]) -> Finding:
    """Tell of a role that bookings alone plan."""
    projects = some(repr(each.project.name) for each in rows)
    months = in_fte(math.fsum(each.months for each in rows))
    told = (
        f"no project asks for it, so its bookings are the demand: {months} FTE-months on top of what "
        f"{projects} {'asks' if len(rows) == 1 else 'ask'} for"
    )
    fix = "if another role is meant, write that as the role of whoever is booked"
    problem = Problem(f"Role {rows[0].role!r}", told, fix=fix, severity="info")
    return Finding("planned by bookings", problem, rows[0].about, costs=False)
