"""What may happen to people, for any portfolio: sickness, seats left, late joining, ramps, mentors, pace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from capsim.domain.people import Attrition, Joining, Onboarding, Sickness
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
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
    return replace(
        portfolio,
        people=people,
        sickness=_maybe(0.2, pick, _sickness),
        attrition=_maybe(0.2, pick, _attrition),
        onboarding=_onboarding(names, pick) if pick.chance(0.3) else None,
        productivity=pick.one(PACES) if pick.chance(0.2) else None,
    )


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
        sickness=_maybe(0.4, pick, _sickness),
        attrition=_maybe(0.3, pick, _attrition),
        joining=_maybe(0.2, pick, _joining),
        onboarding=_onboarding(names, pick) if pick.chance(0.4) else None,
        productivity=pick.one(PACES) if pick.chance(0.2) else None,
    )


def _sickness(pick: Picker) -> Sickness:
    """Far more of it than anybody bears: the runs are short."""
    return Sickness(spells_per_year=pick.one([0, 6, 20, 50]), spell_days=pick.one(LENGTHS))


def _attrition(pick: Picker) -> Attrition:
    return Attrition(pick.one([0, 3, 12, 40]), pick.one(LENGTHS), pick.one([1.0, 1.0, 0.5]))


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
