"""What must hold of branches, and of projects that require or exclude others (rule D6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from capsim.domain.cycles import find_cycle
from capsim.domain.project import Project
from capsim.domain.words import Hints, place_of_project
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["happening_problems"]


def happening_problems(portfolio: Portfolio, hints: Hints) -> Iterator[Problem]:
    """Find what contradicts itself in what happens and what does not.

    Parameters
    ----------
    portfolio : Portfolio
    hints : callable
        Did-you-mean.

    Yields
    ------
    Problem
    """
    names = [project.name for project in portfolio.projects]
    for project in portfolio.projects:
        yield from _branch_problems(project, hints)
        for field in ("requires", "excludes"):
            yield from _named_problems(project, field, names, hints)
        for both in sorted({*project.requires} & {*project.excludes}):
            fix = "keep it in one of requires and excludes"
            yield Problem(place_of_project(project), "requires and excludes the same project", both, fix)
    yield from _ring(portfolio.projects)


def _branch_problems(project: Project, hints: Hints) -> Iterator[Problem]:
    known = [task.name for task in project.tasks]
    for branch in project.branches:
        for way in branch.ways:
            where = f"{place_of_project(project)}, branch {branch.name!r}, way {way.name!r}, tasks"
            for task in way.tasks:
                if task not in known:
                    yield Problem(where, "no such task in the project", task, hints(task, known))


def _named_problems(
    project: Project, field: Literal["requires", "excludes"], names: Iterable[str], hints: Hints
) -> Iterator[Problem]:
    where = f"{place_of_project(project)}, {field}"
    listed = project.requires if field == "requires" else project.excludes
    for name in listed:
        if name == project.name:
            yield Problem(where, f"a project that {field} itself", name, "remove it")
        elif name not in names:
            yield Problem(where, "no such project", name, hints(name, names))


def _ring(projects: Iterable[Project]) -> Iterator[Problem]:
    """Find projects that require each other in a ring."""
    names = [project.name for project in projects]
    place = {name: index for index, name in enumerate(names)}
    links = [
        (place[required], index, "FS")
        for index, project in enumerate(projects)
        for required in project.requires
        if place.get(required, index) != index
    ]
    ring = find_cycle(names, links)
    if ring:
        what = f"projects that require each other: {' → '.join(ring)}"
        yield Problem(f"Project {ring[0]!r}, requires", what, fix="remove one of these requirements")
