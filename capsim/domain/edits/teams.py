"""Edits of how an organization works: teams apart or together, gates or none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from capsim.domain.folding import folded
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Need, Task
from capsim.domain.values import value
from capsim.errors import Refused

__all__ = ["DropGates", "PoolTeams", "SiloTeams"]


@value
class SiloTeams:
    """Teams keep to themselves: the work of a project is done by its own team, as far as that can do it.

    A need for which nobody in the team has a skill at the grade stays open to all.

    Examples
    --------
    >>> print(SiloTeams())
    each team works on its own projects only
    """

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which teams keep to themselves."""
        if not any(project.team for project in portfolio.projects):
            raise Refused("no project has a team", fix="give projects the team that owns them")
        held = {
            (person.team, skill.name, level)
            for person in portfolio.people
            if person.team is not None
            for skill in person.skills
            for level in range((skill.level or 0) + 1)
        }

        def siloed(project: Project, need: Need) -> Need:
            can = any((project.team, each.skill, each.level or 0) in held for each in need.skills)
            if project.team is None or need.only or project.team in need.never or not can:
                return need
            return dataclasses.replace(need, only=(project.team,))

        return _with_needs(portfolio, siloed)

    def __str__(self) -> str:
        return "each team works on its own projects only"

    def __repr__(self) -> str:
        return as_call(self)

    _repr_html_ = as_code


@value
class PoolTeams:
    """Teams work for all: no work is kept for the people of one team.

    Work that names single people stays theirs.

    Examples
    --------
    >>> print(PoolTeams())
    all teams work on all projects
    """

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which no need names a team."""
        teams = {person.team for person in portfolio.people if person.team is not None}
        people = {person.name for person in portfolio.people}

        def pooled(_: Project, need: Need) -> Need:
            only = tuple(name for name in need.only if name in people or name not in teams)
            never = tuple(name for name in need.never if name in people or name not in teams)
            if (only, never) == (need.only, need.never):
                return need
            return dataclasses.replace(need, only=only, never=never)

        return _with_needs(portfolio, pooled)

    def __str__(self) -> str:
        return "all teams work on all projects"

    def __repr__(self) -> str:
        return as_call(self)

    _repr_html_ = as_code


@value
class DropGates:
    """Always go on: gates stop nothing any more.

    Examples
    --------
    >>> print(DropGates())
    no gate stops a project
    """

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio whose gates are milestones like others."""
        if not any(task.gate is not None for project in portfolio.projects for task in project.tasks):
            raise Refused(
                "there is no gate", fix="give a milestone the probability with which its project goes on"
            )
        return _with_tasks(
            portfolio, lambda _, task: task if task.gate is None else dataclasses.replace(task, gate=None)
        )

    def __str__(self) -> str:
        return "no gate stops a project"

    def __repr__(self) -> str:
        return as_call(self)

    _repr_html_ = as_code


def _with_needs(portfolio: Portfolio, change: Callable[[Project, Need], Need]) -> Portfolio:
    """Return a portfolio with all needs changed."""

    def changed(project: Project, task: Task) -> Task:
        needs = tuple(change(project, need) for need in task.needs)
        if all(one is other for one, other in zip(needs, task.needs, strict=True)):
            return task
        return dataclasses.replace(task, needs=needs)

    return _with_tasks(portfolio, changed)


def _with_tasks(portfolio: Portfolio, change: Callable[[Project, Task], Task]) -> Portfolio:
    """Return a portfolio with all tasks changed, its demand as rows."""
    projects, groups = folded(portfolio)
    made = tuple(
        dataclasses.replace(project, tasks=tuple(change(project, task) for task in project.tasks))
        for project in projects
    )
    return portfolio.replace(projects=made, groups=groups)
