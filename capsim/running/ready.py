"""The compiled engine made ready before a search, which simulates little at a time and often."""

from __future__ import annotations

from capsim.domain.portfolio import Portfolio
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.running.job import engine_for, is_worth_compiling

__all__ = ["make_ready"]


def make_ready(portfolio: Portfolio, replications: int) -> None:
    """Compile what is missing, if so many replications are worth it.

    A single run decides by its own size; of a search that makes many small ones nobody would ever compile.

    Parameters
    ----------
    portfolio : Portfolio
    replications : int
        Of all runs together.
    """
    plan = make_plan(portfolio)
    if engine_for(portfolio.policy, ()) != "compiled" or not is_worth_compiling(plan, replications):
        return
    from capsim.engines.compiled import CompiledEngine  # numba is loaded by the first run

    CompiledEngine(plan, portfolio.policy).run(make_draws(plan, 0), 0, 1)
