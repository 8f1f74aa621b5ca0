"""A small agency, to be spoiled in one place at a time."""

from typing import Any

from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task

PEOPLE = (
    Person("Ada", {"backend": 1.2, "data": 0.8}),
    Person("Bo", "backend"),
    Person("Cy", "design"),
)


def project(*tasks: Task, name: str = "Shop", **fields: Any) -> Project:
    """Return a project with a deadline."""
    return Project(name, tasks, **{"deadline": "2027-09-30", **fields})


def agency(*tasks: Task, **fields: Any) -> Portfolio:
    """Return a portfolio with one project of these tasks."""
    given: dict[str, Any] = {"people": PEOPLE, "projects": [project(*tasks)], **fields}
    return Portfolio("Agency", "2027-01-04", **given)


def work(name: str, skill: str = "backend", **fields: Any) -> Task:
    """Return a task of five days."""
    return Task(name, effort=5, skill=skill, **fields)
