"""All families of uncertainty and of house rules at once, added at random to any portfolio."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError
from tests.oracles.portfolios import case, large_case, with_bookings
from tests.oracles.with_demand import with_demand
from tests.oracles.with_limits import with_limits, with_limits_of_policy
from tests.oracles.with_money import with_money
from tests.oracles.with_people import with_people
from tests.oracles.with_reactions import with_reactions, with_reactions_of_policy
from tests.oracles.with_returns import returning_policy, with_returns
from tests.oracles.with_risks import with_risks
from tests.oracles.with_status import with_status

Made = tuple[Portfolio, Policy]
Family = Callable[[np.random.Generator, Portfolio, Policy], Made]


def _of_portfolio(add: Callable[[np.random.Generator, Portfolio], Portfolio]) -> Family:
    return lambda random, portfolio, policy: (add(random, portfolio), policy)


def _returns(random: np.random.Generator, portfolio: Portfolio, policy: Policy) -> Made:
    return with_returns(random, portfolio), returning_policy(random, policy)


def _limits(random: np.random.Generator, portfolio: Portfolio, policy: Policy) -> Made:
    made = with_limits(random, portfolio)
    return made, with_limits_of_policy(random, made, policy)


def _reactions(random: np.random.Generator, portfolio: Portfolio, policy: Policy) -> Made:
    made = with_reactions(random, portfolio)
    return made, with_reactions_of_policy(random, made, policy)


FAMILIES: dict[str, tuple[float, Family]] = {
    "bookings": (0.25, _of_portfolio(lambda random, portfolio: with_bookings(portfolio, random))),
    "returns": (0.6, _returns),
    "limits": (0.6, _limits),
    "people": (0.6, _of_portfolio(with_people)),
    "demand": (0.6, _of_portfolio(with_demand)),
    "risks": (0.6, _of_portfolio(with_risks)),
    "money": (0.3, _of_portfolio(with_money)),
    "status": (0.35, _of_portfolio(with_status)),
    "reactions": (0.35, _reactions),
}
"""How likely each family is to be part of a portfolio, and what adds it."""

LATE = ("bookings", "status", "reactions")
"""Added last: the work of bookings is last in its project, and gates may be put among what is there.

What has begun has, and what may be left out is, any work that is there.
"""


def everything_case(seed: int) -> Made:
    """Portfolio and policy number ``seed``, with some families or with all of them."""
    return _with_families(*case(seed), seed)[0]


def everything_large_case(seed: int) -> Made:
    """Large portfolio and policy number ``seed``, with some families or with all of them."""
    return _with_families(*large_case(seed), seed)[0]


def families_of(seed: int) -> list[str]:
    """The families that are part of ``everything_case(seed)``."""
    return _with_families(*case(seed), seed)[1]


def without(*left_out: str) -> Callable[[int], Made]:
    """Return what makes the same portfolios with fewer families."""
    return lambda seed: _with_families(*case(seed), seed, left_out)[0]


def _with_families(
    portfolio: Portfolio, policy: Policy, seed: int, left_out: Collection[str] = ()
) -> tuple[Made, list[str]]:
    """Add one after the other; one that the checks refuse with those before it is left out."""
    random = np.random.default_rng([seed, 9])
    everything, added = random.random() < 0.2, []
    chosen = {}
    for name, (chance, _) in FAMILIES.items():
        is_in = random.random() < chance or everything
        own = random.spawn(1)[0]
        if is_in and name not in left_out:
            chosen[name] = own
    for name in sorted(chosen, key=lambda each: each in LATE):
        try:
            portfolio, policy = FAMILIES[name][1](chosen[name], portfolio, policy)
            added.append(name)
        except InputError:
            continue
    return (portfolio, policy), added
