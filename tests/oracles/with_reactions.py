"""Reactions for any portfolio (rule R21): what is watched, what is done, and work that can be left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.actions import Action, Descope, Expedite, Hire, Overtime, Stop
from capsim.domain.distributions import LogNormal
from capsim.domain.people import Attrition, Joining, Onboarding, Sickness
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.triggers import OnDate, Overloaded, Slip, Trigger
from tests.oracles.portfolios import Picker

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


def with_candidates(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio with people who could be hired: doubles of those who are there."""
    pick = Picker(random)
    doubles = [
        replace(
            person,
            name=f"candidate {number}",
            kind="candidate",
            joining=Joining(pick.one([0, 1, 2, 4, LogNormal(3, 8)]), pick.one([1, 1, 0.7])),
            onboarding=pick.one([None, Onboarding(pick.one([0.5, 1]), pick.one(["0.5", "0.4; 1.5"]))]),
            sickness=pick.one([None, Sickness(40, spell_days=3)]),
            attrition=pick.one([None, Attrition(pick.one([5, 20]), days_to_hire=pick.one([0, 3, 8]))]),
            count=pick.one([1, 1, 2]),
            start=None,
            end=None,
        )
        for number, person in enumerate(pick.some(portfolio.people, 1, 2), 1)
        if person.kind == "person"
    ]
    return replace(portfolio, people=[*portfolio.people, *doubles])


def with_recruiting(random: np.random.Generator, portfolio: Portfolio, policy: Policy) -> Policy:
    """House rules that hire people and let them work overtime, beside the reactions there are."""
    pick = Picker(random)
    candidates = [person for person in portfolio.people if person.is_candidate]
    skills = [skill.name for person in portfolio.people for skill in person.skills]
    roles = [person.role for person in portfolio.people if person.kind == "person"]
    names = [str(person.name) for person in portfolio.people if person.kind == "person"]

    def trigger() -> Trigger:
        return pick.one(
            [
                Slip(pick.one([0, 0, 1, 2.5])),
                Overloaded(pick.one([0.5, 1, 2]), pick.one([None, pick.one(skills)])),
                OnDate(portfolio.start + timedelta(days=pick.one([0, 1, 2, 3, 5, 7]))),
            ]
        )

    def action() -> Action:
        if candidates and pick.chance(0.5):
            someone = pick.one(candidates)
            return Hire(pick.one([someone.role, str(someone.name)]), pick.one([1, 1, 2]))
        return Overtime(
            pick.one([pick.one(roles), pick.one(names)]),
            pick.one([0.125, 0.25, 0.333, 1]),
            pick.one([1, 2, 3, 7]),
        )

    def reaction() -> Reaction:
        when = trigger()
        every = None if isinstance(when, OnDate) else pick.one([1, 1, 2, 3])
        return Reaction(when, action(), every, pick.one([None, None, 1, 2]))

    if not roles:
        return policy
    more = [reaction() for _ in range(pick.one([1, 2, 3, 4]))]
    kept = [each for each in policy.reactions if pick.chance(0.5)]
    return replace(policy, reactions=[*kept, *more] if pick.chance(0.5) else [*more, *kept])
