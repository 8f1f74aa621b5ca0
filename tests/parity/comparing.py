"""The same portfolio on both engines: every array of what they give back must be equal (rule R20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from capsim.domain.policy import Dynamic, Policy
from capsim.domain.portfolio import Portfolio
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine, Process
from capsim.engines.runs import Runs
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from capsim.plan.plan import Plan
from tests.oracles.portfolios import booked_case, booked_large_case, case, large_case
from tests.oracles.reacting import reacting_case, recruiting_case
from tests.oracles.results import unequal
from tests.oracles.with_demand import demand_case
from tests.oracles.with_everything import everything_case, everything_large_case
from tests.oracles.with_limits import limited_case, limited_large_case
from tests.oracles.with_people import people_case, people_large_case
from tests.oracles.with_returns import returning_case
from tests.oracles.with_risks import risky_case
from tests.oracles.with_status import status_case
from tests.parity.wide import huge_case, odd_case, wide_case

Made = tuple[Portfolio, Policy]

KINDS: dict[str, Callable[[int], Made]] = {
    "small": case,
    "booked": booked_case,
    "large": large_case,
    "booked-large": booked_large_case,
    "people": people_case,
    "people-large": people_large_case,
    "wide": wide_case,
    "huge": huge_case,
    "odd": odd_case,
    "returning": returning_case,
    "demand": demand_case,
    "risky": risky_case,
    "limited": limited_case,
    "limited-large": limited_large_case,
    "status": status_case,
    "everything": everything_case,
    "everything-large": everything_large_case,
    "reacting": reacting_case,
    "recruiting": recruiting_case,
}
"""Portfolios by number; the same number gives the same portfolio and policy on every machine."""


def run_on_both(
    plan: Plan, policy: Policy, draws: Draws, first: int, count: int, *, processes: Sequence[Process] = ()
) -> Runs:
    """Run on the event engine, and see that the compiled one, wherever it can, gives the same."""
    runs = EventEngine(plan, policy, processes).run(draws, first, count)
    if not processes and not isinstance(policy.priority, Dynamic):
        assert unequal(runs, CompiledEngine(plan, policy).run(draws, first, count)) == []
    return runs


def compared(
    portfolio: Portfolio, policy: Policy, seed: int = 1, first: int = 0, count: int = 2
) -> list[str]:
    """Where the engines differ on one portfolio."""
    plan = make_plan(portfolio)
    draws = make_draws(plan, seed)
    right = EventEngine(plan, policy).run(draws, first, count)
    return unequal(right, CompiledEngine(plan, policy).run(draws, first, count))


def different(kind: str, numbers: Iterable[int]) -> list[str]:
    """Every number of a kind on which the engines differ, with the arrays that do."""
    found = []
    for number in numbers:
        wrong = compared(*KINDS[kind](number), seed=number)
        if wrong:
            found.append(f"{kind} {number}: {', '.join(wrong)}")
    return found
