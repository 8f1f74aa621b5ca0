"""Risks and rework, added at random to any portfolio (rules D3, D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.distributions import Triangular, Uniform
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.rework import Rework
from capsim.domain.risk import Impact, Response, Risk
from capsim.domain.task import Task
from capsim.domain.uncertainty import Selector
from tests.oracles.portfolios import Picker, case
from tests.oracles.with_limits import limited_case
from tests.oracles.with_returns import returning_case


def with_risks(rng: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio with a register of risks, some work of which has rework."""
    pick = Picker(rng)
    projects = [_with_rework(project, pick) for project in portfolio.projects]
    made = replace(portfolio, projects=projects)
    return replace(
        made, risks=[*made.risks, *(_risk(number, made, pick) for number in range(pick.whole(0, 5)))]
    )


def _with_rework(project: Project, pick: Picker) -> Project:
    tasks = [
        replace(task, rework=_rework(task, pick)) if not task.is_milestone and pick.chance(0.3) else task
        for task in project.tasks
    ]
    return replace(project, tasks=tasks)


def _rework(task: Task, pick: Picker) -> Rework:
    by_speed = {}
    if task.duration is None and pick.chance(0.6):
        by_speed = {speed: pick.one([0.0, 0.3, 0.9]) for speed in pick.some([0.5, 0.8, 1.0, 1.3], 1, 3)}
    return Rework(pick.one([0.2, 0.6, 1.0]), pick.one([0.1, 0.333, 0.5]), by_speed, pick.one([1, 3, 10]))


def _risk(number: int, portfolio: Portfolio, pick: Picker) -> Risk:
    effort = pick.one([None, 1.5, 0.5, 2.0, Uniform(0.7, 1.8)])
    delay = pick.one([None, 0.25, 2, Triangular(0, 3, 9)])
    if effort is None and delay is None:
        delay = 1.0
    window = None
    if pick.chance(0.7):
        first = portfolio.start + timedelta(days=pick.whole(-5, 12))
        window = (first, first + timedelta(days=pick.whole(0, 40)))
    responses = [
        Response(f"answer {each}", 10, pick.one([None, 0.3]), pick.one([0.5, 1.5]), pick.chance(0.5),
                 pick.one([0, 8]))
        for each in range(pick.whole(0, 2))
    ]  # fmt: skip
    probability = pick.one([0.3, 0.7, 1.0, "high", None])
    return Risk(
        f"risk {number}", probability, Impact(effort, delay), _scope(portfolio, pick), window,
        responses=responses,
    )  # fmt: skip


def _scope(portfolio: Portfolio, pick: Picker) -> Selector:
    """All work, that of a project, of a skill, of a team, or some tasks."""
    projects = [project for project in portfolio.projects if project.tasks]
    skills = sorted({skill.name for person in portfolio.people for skill in person.skills})
    teams = sorted({person.team for person in portfolio.people if person.team})
    kind = pick.one(["all", "project", "skill", "team", "tasks"])
    if kind == "project" and projects:
        return Selector(projects=[pick.one(projects).name])
    if kind == "skill":
        return Selector(skills=[pick.one(skills)])
    if kind == "team" and teams:
        return Selector(teams=[pick.one(teams)])
    if kind == "tasks" and projects:
        project = pick.one(projects)
        return Selector(tasks=[f"{project.name}/{task.name}" for task in pick.some(project.tasks, 1, 2)])
    return Selector()


def risky_case(number: int):
    """A portfolio with risks and rework, and its policy; some with work that returns, or with limits."""
    makers = (case, case, returning_case, limited_case)
    portfolio, policy = makers[number % 4](number)
    return with_risks(np.random.default_rng([number, 4]), portfolio), policy
