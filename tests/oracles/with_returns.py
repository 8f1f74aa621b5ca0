"""Long absences, and people who leave for good, in any portfolio; house rules on what they hand over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.calendar import Leave
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError
from tests.oracles.portfolios import Picker, case, large_case


def with_returns(random: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio, in which many are away for days or weeks, and some leave."""
    pick = Picker(random)
    days = min(60, (portfolio.last_day - portfolio.start).days)
    people = [_away(person, portfolio, days, pick) for person in portfolio.people]
    try:
        return replace(portfolio, people=people)
    except InputError:  # nobody is left for some work
        return portfolio


def _away(person: Person, portfolio: Portfolio, days: int, pick: Picker) -> Person:
    leave = list(person.leave)
    for _ in range(pick.one([0, 1, 1, 2, 3])):
        first = portfolio.start + timedelta(days=pick.whole(0, max(1, days // 2)))
        last = first + timedelta(days=pick.one([0, 1, 2, 4, 7, 13, 20]))
        if all(each.end < first or last < each.start for each in leave):
            leave.append(Leave(first, last))
    begun = person.start or portfolio.start
    ends = begun + timedelta(days=pick.whole(1, max(1, days)))
    return replace(person, leave=leave, end=ends if person.end is None and pick.chance(0.1) else person.end)


def returning_policy(random: np.random.Generator, policy: Policy) -> Policy:
    """The same house rules with every limit and every effort of hand-over, often with interruptions."""
    pick = Picker(random)
    return replace(
        policy,
        handover_after=pick.one([10.0, 0.0, 0.0, 1.0, 2.0, 2.5, 3.0, 5.0, None]),
        handover_days=pick.one([0.0, 0.0, 0.5, 1.0, 0.001]),
        preempt=pick.chance(0.6),
        resume_days=pick.one([0.0, 0.0, 0.25, 1.0]),
    )


def returning_case(seed: int) -> tuple[Portfolio, Policy]:
    """Portfolio and policy number ``seed``, with work that returns to the queue."""
    random = np.random.default_rng([seed, 7])
    portfolio, policy = (large_case if seed % 10 == 0 else case)(seed)
    return with_returns(random, portfolio), returning_policy(random, policy)
