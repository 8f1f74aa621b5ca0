"""Which projects go ahead together: those that require others, and those that exclude each other (D6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from capsim.domain.project import Project
from capsim.domain.status import has_begun

__all__ = ["Condition", "conditions_of"]


class Condition(NamedTuple):
    """What has to hold for a project to go ahead; places are those among the projects that take part.

    Attributes
    ----------
    project : int
    requires : tuple of int
        All of them go ahead.
    excludes : tuple of int
        None of them goes ahead; all of them are settled before.
    possible : bool
        False if it requires one that neither takes part nor is done.
    """

    project: int
    requires: tuple[int, ...]
    excludes: tuple[int, ...]
    possible: bool


def conditions_of(projects: Sequence[Project], today: date | None) -> tuple[Condition, ...]:
    """Return the conditions in the order in which they are settled.

    By priority, then as listed; but what a project requires is settled before it. Of two that exclude each
    other the one settled first goes ahead, if it does at all. Projects that have begun come before all
    others, and whatever they say goes ahead (rule R16).

    Parameters
    ----------
    projects : sequence of Project
        All of a portfolio.
    today : date, optional
        The status date.

    Returns
    -------
    tuple of Condition
        Empty where no project requires or excludes another.
    """
    if not any(project.requires or project.excludes for project in projects):
        return ()
    taking_part = [project for project in projects if project.takes_part]
    place = {project.name: index for index, project in enumerate(taking_part)}
    done = {project.name for project in projects if project.status == "done"}
    begun = {index for index, project in enumerate(taking_part) if has_begun(project, today)}
    order = _settling_order(taking_part, place, begun)
    settled = {index: number for number, index in enumerate(order)}
    rivals = _rivals(taking_part, place)
    found = []
    for index in (each for each in order if each not in begun):
        required = taking_part[index].requires
        requires = tuple(place[name] for name in required if name in place)
        excludes = tuple(sorted(other for other in rivals[index] if settled[other] < settled[index]))
        possible = all(name in place or name in done for name in required)
        if requires or excludes or not possible:
            found.append(Condition(index, requires, excludes, possible))
    return tuple(found)


def _settling_order(
    projects: Sequence[Project], place: Mapping[str, int], begun: Collection[int]
) -> list[int]:
    """Return the projects that have begun, then by priority, as listed, each after those that it requires."""
    order: dict[int, None] = dict.fromkeys(sorted(begun))
    for first in sorted(range(len(projects)), key=lambda index: (projects[index].priority, index)):
        open_ends = [first]
        while open_ends:
            required = (place[name] for name in projects[open_ends[-1]].requires if name in place)
            before = next((index for index in required if index not in order), None)
            if before is None:
                order.setdefault(open_ends.pop())
            else:
                open_ends.append(before)
    return list(order)


def _rivals(projects: Sequence[Project], place: Mapping[str, int]) -> list[set[int]]:
    """Return whom each project excludes, or is excluded by."""
    rivals: list[set[int]] = [set() for _ in projects]
    for index, project in enumerate(projects):
        for name in project.excludes:
            if name in place:
                rivals[index].add(place[name])
                rivals[place[name]].add(index)
    return rivals
