"""Which work a selector means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from capsim.domain.lookup import Lookup
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import Selector
from capsim.plan.plan import Plan

__all__ = ["Scopes", "Selectable", "Work", "works_of"]

Ints = npt.NDArray[np.int64]


class Selectable(Protocol):
    """Work that a selector can mean."""

    @property
    def project(self) -> Project:
        """The project that it belongs to."""

    @property
    def task(self) -> Task:
        """The task that it is, or is a part of."""

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that can serve it."""


@dataclass(frozen=True, slots=True)
class Work:
    """A whole task.

    Attributes
    ----------
    project, task : Project, Task
    """

    project: Project
    task: Task

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that can serve any of its needs."""
        return tuple(choice.skill for need in self.task.needs for choice in need.skills)


def works_of(plan: Plan) -> Iterator[Work]:
    """Yield every task of a plan, in its order.

    Parameters
    ----------
    plan : Plan

    Yields
    ------
    Work
    """
    for project in plan.projects:
        yield from (Work(project, task) for task in project.tasks)


class Scopes:
    """What the selectors of a portfolio mean.

    Parameters
    ----------
    portfolio : Portfolio
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._lookup = Lookup(portfolio.projects)
        self._teams: dict[str, set[str | None]] = {}
        for person in portfolio.people:
            for skill in person.skills:
                self._teams.setdefault(skill.name, set()).add(person.team)

    def within(self, scope: Selector, works: Sequence[Selectable]) -> Ints:
        """Return which of some works are in scope: those for which every field given has an entry that fits.

        The owner is the task's own, else the project's.

        Parameters
        ----------
        scope : Selector
        works : sequence of work

        Returns
        -------
        ndarray of int64
            Their positions.
        """
        tasks = {reading for text in scope.tasks for reading in self._lookup.readings(text)}
        found = (
            at
            for at, each in enumerate(works)
            if (not scope.tasks or (each.project.name, each.task.name) in tasks) and self._fits(scope, each)
        )
        return np.fromiter(found, dtype=np.int64)

    def _fits(self, scope: Selector, work: Selectable) -> bool:
        project, task = work.project, work.task
        return (
            (not scope.projects or project.name in scope.projects)
            and (not scope.skills or any(skill in scope.skills for skill in work.skills))
            and (not scope.phases or task.phase in scope.phases)
            and (not scope.tags or any(tag in scope.tags for tag in (*task.tags, *project.tags)))
            and (not scope.owners or (task.owner or project.owner) in scope.owners)
            and (not scope.teams or self._is_of(scope.teams, work))
            and (not scope.objectives or any(each in scope.objectives for each in project.objectives))
            and (not scope.clients or project.client in scope.clients)
            and (not scope.programmes or project.programme in scope.programmes)
        )

    def _is_of(self, teams: Sequence[str], work: Selectable) -> bool:
        """Whether nobody but people of some teams can do a work."""
        able = {team for skill in work.skills for team in self._teams.get(skill, ())}
        return bool(able) and able <= set(teams)
