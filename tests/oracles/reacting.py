"""Portfolios of any family, with reactions (rule R21)."""

from __future__ import annotations

import numpy as np

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from tests.oracles.portfolios import case
from tests.oracles.with_demand import demand_case
from tests.oracles.with_everything import everything_case
from tests.oracles.with_limits import limited_case
from tests.oracles.with_people import people_case
from tests.oracles.with_reactions import (
    with_candidates,
    with_reactions,
    with_reactions_of_policy,
    with_recruiting,
)
from tests.oracles.with_returns import returning_case
from tests.oracles.with_risks import risky_case
from tests.oracles.with_status import status_case

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


def recruiting_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``, of any family, where people are hired and work overtime."""
    portfolio, policy = reacting_case(seed)
    random = np.random.default_rng([seed, 22])
    made = with_candidates(random, portfolio)
    return made, with_recruiting(random, made, policy)
