"""Reactions for any portfolio (rule R21): what is watched, what is done, and work that can be left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reactions import (
    Action,
    Descope,
    Expedite,
    OnDate,
    Overloaded,
    Reaction,
    Slip,
    Stop,
    Trigger,
)
from tests.oracles.portfolios import Picker, case
from tests.oracles.with_demand import demand_case
from tests.oracles.with_everything import everything_case
from tests.oracles.with_limits import limited_case
from tests.oracles.with_people import people_case
from tests.oracles.with_returns import returning_case
from tests.oracles.with_risks import risky_case
from tests.oracles.with_status import status_case

TAGS = ("optional", "later")


def with_reactions(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio with deadlines to miss, and work that can be left out."""
    pick = Picker(random)
    return replace(portfolio, projects=[_project(portfolio, project, pick) for project in portfolio.projects])


def _project(portfolio: Portfolio, project: Project, pick: Picker) -> Project:
    tasks = [
        replace(task, tags=[*task.tags, pick.one(TAGS)]) if pick.chance(0.4) else task
        for task in project.tasks
    ]
    first = max(portfolio.start, project.start or portfolio.start)
    due = first + timedelta(days=pick.whole(0, 20)) if pick.chance(0.7) else project.deadline
    return replace(project, tasks=tasks, deadline=due)


def with_reactions_of_policy(random: np.random.Generator, portfolio: Portfolio, policy: Policy) -> Policy:
    """House rules that react."""
    pick = Picker(random)
    number = pick.one([1, 1, 2, 3, 4])
    return replace(policy, reactions=[_reaction(portfolio, pick) for _ in range(number)])


def _reaction(portfolio: Portfolio, pick: Picker) -> Reaction:
    names = [project.name for project in portfolio.projects]
    skills = [skill.name for person in portfolio.people for skill in person.skills]
    when: Trigger = pick.one(
        [
            Slip(pick.one([0, 0, 1, 2.5, 5]), pick.one([None, None, pick.one(names)])),
            Overloaded(pick.one([0.5, 1, 1, 2, 4]), pick.one([None, pick.one(skills)]), pick.one([1, 1, 2])),
            OnDate(portfolio.start + timedelta(days=pick.one([-1, 0, 1, 2, 3, 5, 7, 10]))),
        ]
    )
    whose = pick.one([None, pick.one(names)]) if isinstance(when, Slip) else pick.one(names)
    do: Action = pick.one([Stop(whose), Descope(pick.one(TAGS), whose), Expedite(whose)])
    every = None if isinstance(when, OnDate) else pick.one([None, 1, 1, 2, 3])
    return Reaction(when, do, every, pick.one([None, None, 1, 2]))


_BASES = (
    case,
    returning_case,
    demand_case,
    limited_case,
    people_case,
    risky_case,
    status_case,
    everything_case,
)


def reacting_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``, of any family, with reactions."""
    portfolio, policy = _BASES[seed % len(_BASES)](seed)
    random = np.random.default_rng([seed, 21])
    made = with_reactions(random, portfolio)
    return made, with_reactions_of_policy(random, made, policy)
