"""The same portfolio on both engines: every array of what they give back must be equal (rule R20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine
from capsim.engines.runs import Runs
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.portfolios import booked_case, booked_large_case, case, large_case
from tests.parity.wide import huge_case, odd_case, wide_case

Made = tuple[Portfolio, Policy]

KINDS: dict[str, Callable[[int], Made]] = {
    "small": case,
    "booked": booked_case,
    "large": large_case,
    "booked-large": booked_large_case,
    "wide": wide_case,
    "huge": huge_case,
    "odd": odd_case,
}
"""Portfolios by number; the same number gives the same portfolio and policy on every machine."""

ARRAYS = (
    "ready",
    "start",
    "finish",
    "ready_driver",
    "start_driver",
    "finish_driver",
    "seat_offsets",
)


def unequal(one: Runs, other: Runs) -> list[str]:
    """The names of the arrays in which two runs differ, be it in a type."""
    pairs = [(name, getattr(one, name), getattr(other, name)) for name in ARRAYS]
    pairs += [
        (f"seats.{name}", mine, its)
        for name, mine, its in zip(one.seats._fields, one.seats, other.seats, strict=True)
    ]
    return [name for name, mine, its in pairs if mine.dtype != its.dtype or not np.array_equal(mine, its)]


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
