"""A remark, what sort it is of, and the entities that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from capsim.domain.words import place_of_project, place_of_task, some
from capsim.errors import Problem, Severity

if TYPE_CHECKING:
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project
    from capsim.domain.task import Task

__all__ = [
    "Finding",
    "Worked",
    "about_all",
    "all_tasks",
    "on_people",
    "on_projects",
    "on_tasks",
    "place_of_person",
    "taking_part",
]

Worked = tuple["Project", "Task"]
"""A task, and the project that it belongs to."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not stop a run, but could be better.

    Attributes
    ----------
    kind : str
        Alike for all of its sort.
    problem : Problem
        Of severity warning or info.
    about : str
        The first entity that it is about, as it is named in messages; empty for the whole portfolio.
    costs : bool
        Whether it takes something off the score: not where it only explains a figure.
    """

    kind: str
    problem: Problem
    about: str = ""
    costs: bool = True


def about_all(kind: str, severity: Severity, what: str, fix: str) -> Finding:
    """Make a finding on the whole portfolio."""
    return Finding(kind, Problem("", what, fix=fix, severity=severity))


def on_projects(
    kind: str, severity: Severity, projects: Sequence[Project], what: str, fix: str
) -> Iterator[Finding]:
    """Make one finding on some projects, if there are any."""
    if projects:
        where = _several("Project", "Projects", (project.name for project in projects))
        yield Finding(kind, Problem(where, what, fix=fix, severity=severity), place_of_project(projects[0]))


def on_people(
    kind: str, severity: Severity, people: Sequence[Person], what: str, fix: str
) -> Iterator[Finding]:
    """Make one finding on some people, if there are any."""
    if people:
        where = _several("Person", "People", (str(person.name) for person in people))
        yield Finding(kind, Problem(where, what, fix=fix, severity=severity), place_of_person(people[0]))


def on_tasks(
    kind: str, severity: Severity, worked: Sequence[Worked], what: str, fix: str
) -> Iterator[Finding]:
    """Make one finding on some tasks, if there are any."""
    if worked:
        places = [place_of_task(project, task) for project, task in worked[:4]]
        where = some([*places, *("" for _ in worked[4:])], most=3)
        yield Finding(kind, Problem(where, what, fix=fix, severity=severity), places[0])


def place_of_person(person: Person) -> str:
    """Return the place of a person in a message: ``"Person 'Ada'"``."""
    return f"Person {str(person.name)!r}"


def _several(one: str, many: str, names: Iterable[str]) -> str:
    """Write the place of a remark on several entities: ``"Projects 'A', 'B' and 3 more"``."""
    listed = [repr(name) for name in names]
    return f"{one if len(listed) == 1 else many} {some(listed)}"


def taking_part(portfolio: Portfolio) -> list[Project]:
    """Return the projects that a run simulates."""
    return [project for project in portfolio.projects if project.takes_part]


def all_tasks(portfolio: Portfolio) -> Iterator[Worked]:
    """Return the tasks that a run simulates."""
    return ((project, task) for project in taking_part(portfolio) for task in project.tasks)
