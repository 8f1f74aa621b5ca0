"""Limits for any portfolio: who may work where, projects in progress, focus, freezes, what shares cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.limits import Freeze
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.errors import InputError
from tests.oracles.portfolios import Picker, case, large_case, with_bookings

TEAMS = ("red", "blue")


def with_limits(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """Add teams, freezes, own focus, named people and people who go on; not what the checks refuse."""
    pick = Picker(random)
    people = [_in_team(person, pick) for person in portfolio.people]
    projects = [replace(project, team=pick.one([None, *TEAMS])) for project in portfolio.projects]
    teams = [project.team for project in projects if project.team]
    freezes = [_freeze(portfolio, projects, teams, pick) for _ in range(pick.one([0, 0, 1, 1, 2, 3]))]
    made = replace(portfolio, people=people, projects=projects, freezes=freezes)
    for number, project in enumerate(projects):
        for place, task in enumerate(project.tasks):
            changed = _choosy(task, project, people, pick)
            tried = list(made.projects)
            tasks = list(tried[number].tasks)
            tasks[place] = changed
            tried[number] = replace(tried[number], tasks=tasks)
            if changed is not task:
                made = _if_valid(made, tried)
    return made


def _if_valid(portfolio: Portfolio, projects: list[Project]) -> Portfolio:
    try:
        return replace(portfolio, projects=projects)
    except InputError:
        return portfolio


def _in_team(person: Person, pick: Picker) -> Person:
    return replace(person, team=pick.one([None, *TEAMS]), focus=pick.one([None, None, None, None, 1, 2]))


def _freeze(portfolio: Portfolio, projects: list[Project], teams: list[str], pick: Picker) -> Freeze:
    first = portfolio.start + timedelta(days=pick.one([-3, 0, 0, 1, 2, 4, 5, 8, 12]))
    return Freeze(
        first,
        first + timedelta(days=pick.one([0, 0, 1, 1, 2, 2, 4, 4, 6, 9, 9, 500])),
        projects=[pick.one(projects).name] if pick.chance(0.6) else [],
        teams=[pick.one(teams)] if teams and pick.chance(0.4) else [],
    )


def _choosy(task: Task, project: Project, people: list[Person], pick: Picker) -> Task:
    if not task.needs:
        return task
    if pick.chance(0.25):
        names = [str(person.name) for person in people if person.name] + [*TEAMS]
        fields = {pick.one(["only", "never"]): pick.some(names, 1, 3)}
        task = replace(task, needs=[_named(need, fields, pick) for need in task.needs])
    if pick.chance(0.3):
        other = pick.one(project.tasks)
        task = replace(task, same_person_as=pick.one([other.name, f"{project.name}/{other.name}"]))
    return task


def _named(need: Need, fields: dict, pick: Picker) -> Need:
    return replace(need, **fields) if pick.chance(0.8) else need


def with_limits_of_policy(random: np.random.Generator, portfolio: Portfolio, policy: Policy) -> Policy:
    """House rules with limits, those by team for the teams that there are."""
    pick = Picker(random)
    teams = dict.fromkeys(project.team for project in portfolio.projects if project.team)
    return replace(
        policy,
        wip_limit=pick.one([None, None, 1, 1, 2, 3]),
        team_wip_limits={team: pick.one([1, 1, 2]) for team in teams if pick.chance(0.5)},
        focus=pick.one([None, None, None, 1, 2, 3]),
        switching_loss=pick.one([0, 0, 0.2, 0.15, 0.333, 0.9]),
        team_factor=pick.one([(), (), (1, 0.95, 0.9), (1, 0.8), (0.9, 1.1, 1, 0.5), (1, 1, 0.777)]),
    )


def limited_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``, with limits; some with bookings."""
    return _limited(*case(seed), seed)


def limited_large_case(seed: int) -> tuple[Portfolio, Policy]:
    """Large portfolio and policy number ``seed``, with limits; some with bookings."""
    return _limited(*large_case(seed), seed)


def _limited(portfolio: Portfolio, policy: Policy, seed: int) -> tuple[Portfolio, Policy]:
    random = np.random.default_rng([seed, 12])
    if random.random() < 0.25:
        portfolio = with_bookings(portfolio, random)
    made = with_limits(random, portfolio)
    return made, with_limits_of_policy(random, made, policy)
