"""What may happen to people, for any portfolio: sickness, seats left, late joining, ramps, mentors, pace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from capsim.domain.people import Attrition, Joining, Learning, Onboarding, Sickness
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.risk import Impact, Response, Risk
from tests.oracles.portfolios import Picker, case, large_case

LENGTHS = ["Fixed(1)", "Fixed(3)", "Uniform(0, 2)", "Exponential(4)", "Uniform(1, 40)"]
DELAYS = ["Fixed(0)", "Fixed(4)", "Uniform(0, 30)", "Exponential(9)"]
PACES = ["Uniform(0.5, 1.5)", "LogNormal(p50=1, p90=1.4)", "Fixed(0.7)", "Uniform(0.001, 3)"]


def with_people(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """Let people fall ill, leave, join late, learn and teach, some of them or all."""
    pick = Picker(random)
    kinds = [pick.one(["person"] * 6 + ["equipment"]) for _ in portfolio.people]
    names = [
        str(person.name)
        for person, kind in zip(portfolio.people, kinds, strict=True)
        if person.count == 1 and kind == "person"
    ]
    people = [
        _in_danger(person, names, pick) if kind == "person" else replace(person, kind=kind)
        for person, kind in zip(portfolio.people, kinds, strict=True)
    ]
    made = replace(
        portfolio,
        people=people,
        sickness=_maybe(0.2, pick, _sickness),
        attrition=_maybe(0.2, pick, _attrition),
        onboarding=_onboarding(names, pick) if pick.chance(0.3) else None,
        productivity=pick.one(PACES) if pick.chance(0.2) else None,
        learning=_learning(pick) if pick.chance(0.2) else None,
    )
    return with_losses(random, made) if pick.chance(0.4) else made


def with_losses(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """Let risks take people away, for some days or for good."""
    pick = Picker(random)
    names = [str(person.name) for person in portfolio.people]
    if not names:
        return portfolio
    names += sorted({person.team for person in portfolio.people if person.team})
    losses = [_loss(number, names, portfolio, pick) for number in range(pick.whole(1, 3))]
    return replace(portfolio, risks=[*portfolio.risks, *losses])


def _loss(number: int, names: list[str], portfolio: Portfolio, pick: Picker) -> Risk:
    impact = {"effort": pick.one([None, None, 1.5])}
    if pick.chance(0.6):
        impact |= {"away": pick.some(names, 1, 2), "away_days": pick.one(LENGTHS)}
    else:
        impact |= {"leaves": pick.some(names, 1, 2), "days_to_hire": pick.one([None, *LENGTHS])}
    first = portfolio.start + timedelta(days=pick.whole(-3, 12))
    responses = [Response("deputy", 0, None, pick.one([0, 0.5, 1.5]), pick.chance(0.5), pick.one([0, 5]))]
    window = first, first + timedelta(days=pick.whole(0, 9))
    return Risk(f"loss {number}", pick.one([0.5, 1.0]), Impact(**impact), window=window, responses=responses)


def people_case(number: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``number``, in which something may happen to people."""
    portfolio, policy = case(number)
    return with_people(np.random.default_rng([number, 17]), portfolio), policy


def people_large_case(number: int) -> tuple[Portfolio, Policy]:
    """The same, of a large portfolio."""
    portfolio, policy = large_case(number)
    return with_people(np.random.default_rng([number, 17]), portfolio), policy


def _maybe(chance: float, pick: Picker, make):
    return make(pick) if pick.chance(chance) else None


def _in_danger(person: Person, names: list[str], pick: Picker) -> Person:
    return replace(
        person,
        skills=[_fading(skill, pick) if pick.chance(0.2) else skill for skill in person.skills],
        sickness=_maybe(0.4, pick, _sickness),
        attrition=_maybe(0.3, pick, _attrition),
        joining=_maybe(0.2, pick, _joining),
        onboarding=_onboarding(names, pick) if pick.chance(0.4) else None,
        productivity=pick.one(PACES) if pick.chance(0.2) else None,
        learning=_maybe(0.2, pick, _learning),
    )


def _fading(skill: Skill, pick: Picker) -> Skill:
    """Graded a year before some day of the runs, or two, which begin in January 2027."""
    graded = date(pick.one([2025, 2026]), 1, pick.whole(1, 25))
    return replace(skill, as_of=graded, decay=pick.one([(0.9,), (0.7, 0.3), (0.01,)]))


def _learning(pick: Picker) -> Learning:
    """Much to be learned in few days."""
    return Learning(pick.one([0.5, 0.8, 0.95, 1]), pick.one([0.25, 2, 10]), pick.one([1, 1.2, 3, 10]))


def _sickness(pick: Picker) -> Sickness:
    """Far more of it than anybody bears: the runs are short."""
    return Sickness(spells_per_year=pick.one([0, 6, 20, 50]), spell_days=pick.one(LENGTHS))


def _attrition(pick: Picker) -> Attrition:
    overloaded = pick.one([0, 0, 20, 50])
    return Attrition(pick.one([0, 3, 12, 40]), pick.one(LENGTHS), pick.one([1.0, 1.0, 0.5]), overloaded)


def _joining(pick: Picker) -> Joining:
    return Joining(pick.one(DELAYS), pick.one([1.0, 1.0, 0.6, 0]))


def _onboarding(names: list[str], pick: Picker) -> Onboarding:
    return Onboarding(
        weeks=pick.one([0, 1, 2, 5]),
        speeds=pick.one([(0.5,), (0.25, 0.5, 0.75), (0.1, 1.3), (1,)]),
        mentor=pick.one([None, None, *names]),
        mentor_share=pick.one([0, 0.1, 0.3, 0.75, 1]),
        mentor_days=pick.one([None, 0, 3, 10]),
    )
