"""What could be changed about a portfolio, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np

from capsim.decide.policies import usual_policies
from capsim.domain.edits import (
    Delay,
    Hire,
    Overtime,
    RemovePerson,
    RemoveProject,
    Reprioritize,
    Respond,
    Train,
)
from capsim.domain.edits.base import Edit
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.scenario import Scenario
from capsim.forecast import Forecast
from capsim.plan.pay import day_rates
from capsim.plan.plan import Plan

__all__ = ["Lever", "first_day", "hire_for", "own_levers", "roles_short", "trainings", "usual_levers"]

_LATER: Final = 30
_TRAINING_DAYS: Final = 10.0
_TRAINED: Final = 0.8
_LEAD: Final = 30
_OVERTIME_WEEKS: Final = 4
_MOST_SKILLS: Final = 5
_MOST_LEARNERS: Final = 2


class Lever(NamedTuple):
    """One thing that could be changed.

    Attributes
    ----------
    kind : str
        Such as ``"hire"`` or ``"house rule"``.
    scenario : Scenario
    """

    kind: str
    scenario: Scenario


def own_levers(scenarios: list[Scenario]) -> list[Lever]:
    """Return a user's own scenarios as levers."""
    return [Lever("own", each) for each in scenarios]


def usual_levers(base: Forecast) -> list[Lever]:
    """Return what is worth a try.

    Parameters
    ----------
    base : Forecast
        Its waits tell for whom one waits, and its load who has room.

    Returns
    -------
    list of Lever
        Some may be refused by the portfolio, see `Scenario.apply`.
    """
    portfolio, short = base.portfolio, roles_short(base)
    rules = [Lever("house rule", each) for each in usual_policies(portfolio)]
    return [
        *(_lever("hire", f"1 {role} more", hire_for(base, role)) for role in short),
        *_fewer(portfolio),
        *_projects(portfolio),
        *_responses(portfolio),
        *rules,
        *_overtime(portfolio, short),
        *(_lever("train", f"{each.name} learns {each.skill}", each) for each in trainings(base, short)),
    ]


def _lever(kind: str, name: str, edit: Edit) -> Lever:
    return Lever(kind, Scenario(name, [edit]))


# ---------------------------------------------------------------- people


def first_day(portfolio: Portfolio) -> date:
    """Return the first day on which anything can be changed."""
    return max(portfolio.start, portfolio.status_date or portfolio.start)


def roles_short(base: Forecast) -> list[str]:
    """Return the skills that work waits for, or that have nobody free for a time; the longest wait first."""
    frame = base.bottlenecks()
    found = frame[(frame["wait_days"] > 0) | (frame["exhausted"] > 0)]
    return [str(role) for role in found["role"]]


def hire_for(
    base: Forecast, role: str, start: date | None = None, end: date | None = None, rate: float | None = None
) -> Hire:
    """Return one person more of a role, as good and as dear as those who are there.

    Parameters
    ----------
    base : Forecast
    role : str
    start, end : date, optional
        First and last day; from the first day on without.
    rate : float, optional
        What they cost a day; without one the mean of the role, else of all.

    Returns
    -------
    Hire
    """
    portfolio = base.portfolio
    held = [skill for person in portfolio.people for skill in person.skills if skill.name == role]
    levels = [skill.level for skill in held if skill.level is not None]
    return Hire(
        role,
        start or first_day(portfolio),
        level=max(levels, default=None),
        cost_per_day=_usual_rate(base.kept.plan, role) if rate is None else rate,
        end=end,
    )


def _usual_rate(plan: Plan, role: str) -> float | None:
    """Return the mean rate of those whose role it is, else of everybody; None if nobody has one."""
    rates = day_rates(plan, 1)[:, 0]
    priced = rates > 0
    own = priced & (np.array(plan.person_roles, dtype=object) == role)
    chosen = rates[own if own.any() else priced]
    return round(float(chosen.mean()), 2) if len(chosen) else None


def _fewer(portfolio: Portfolio) -> Iterator[Lever]:
    """Yield one person less of each role that has several: the last one listed."""
    by_role: dict[str, list[Person]] = {}
    for person in portfolio.people:
        if person.name is not None and person.count == 1 and person.kind == "person":
            by_role.setdefault(person.role, []).append(person)
    for role, people in by_role.items():
        name = people[-1].name
        if len(people) > 1 and name is not None:
            yield _lever("do without", f"1 {role} less", RemovePerson(name))


def trainings(base: Forecast, short: list[str]) -> Iterator[Train]:
    """Yield who could learn the skills that work waits for: those with most room who do not have them."""
    portfolio, start = base.portfolio, first_day(base.portfolio) + timedelta(days=_LEAD)
    load = base.utilization(by="person")
    room = load.groupby("person")["utilization"].mean().sort_values(kind="stable")
    held = {person.name: {skill.name for skill in person.skills} for person in portfolio.people}
    learners = [
        person.name
        for person in sorted(portfolio.people, key=lambda each: room.get(str(each.name), np.inf))
        if person.name in room.index and person.kind == "person" and person.count == 1
    ]
    for skill in short[:_MOST_SKILLS]:
        others = [name for name in learners if skill not in held[name]]
        for name in others[:_MOST_LEARNERS]:
            yield Train(str(name), skill, start, proficiency=_TRAINED, days=_TRAINING_DAYS)


def _overtime(portfolio: Portfolio, short: list[str]) -> Iterator[Lever]:
    """Yield overtime of the roles that work waits for: a quarter more, for four weeks."""
    start = first_day(portfolio)
    roles = {person.role for person in portfolio.people if person.kind == "person"}
    for role in short:
        if role in roles:
            name = f"overtime of {role}, {_OVERTIME_WEEKS} weeks"
            yield _lever(
                "overtime", name, Overtime(role, start, start + timedelta(weeks=_OVERTIME_WEEKS, days=-1))
            )


# ---------------------------------------------------------------- work


def _projects(portfolio: Portfolio) -> Iterator[Lever]:
    """Yield each project out, later, and first."""
    running = [project for project in portfolio.projects if project.takes_part and project.tasks]
    if len(running) < 2:
        return
    top = min(project.priority for project in running)
    leading = [project for project in running if project.priority == top]
    for project in running:
        name = project.name
        yield _lever("leave out", f"without {name}", RemoveProject(name))
        yield _lever("later", f"{name} {_LATER} days later", Delay(name, _LATER))
        if leading != [project]:
            yield _lever("first", f"{name} first", Reprioritize(name))


def _responses(portfolio: Portfolio) -> Iterator[Lever]:
    """Yield each response to a risk that is not taken."""
    for risk in portfolio.risks:
        for response in risk.responses:
            if not response.taken:
                name = f"{response.name} against {risk.name}"
                yield _lever("respond", name, Respond(risk.name, response.name))
