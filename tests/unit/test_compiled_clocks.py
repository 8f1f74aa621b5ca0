"""The compiled clocks, which look the day up, against the arithmetic of the rules, which searches for it."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import Policy
from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.clocks import after_working, clock_at, tick_of
from capsim.engines.compiled.jit import i64, kernel
from capsim.engines.compiled.tables import make_tables
from capsim.plan.build import make_plan
from capsim.rules import work
from tests.oracles.portfolios import random_portfolio

ASKED = 200


class Questions(NamedTuple):
    row: Any
    tick: Any
    amount: Any
    shown: Any
    reached: Any
    after: Any


@kernel
def answer(clocks, questions):
    for number in range(len(questions.row)):
        row, tick, amount = i64(questions.row[number]), questions.tick[number], questions.amount[number]
        questions.shown[number] = clock_at(clocks, row, tick)
        questions.reached[number] = tick_of(clocks, row, tick, clock_at(clocks, row, tick) + amount)
        questions.after[number] = after_working(clocks, tick, amount // TICKS_PER_DAY)


@pytest.mark.parametrize("number", range(25))
def test_a_day_that_is_looked_up_is_the_one_that_is_searched(number):
    rng = np.random.default_rng(number)
    plan = make_plan(random_portfolio(rng))
    rows = len(plan.capacity)
    amounts = rng.integers(1, 40 * TICKS_PER_DAY**2, ASKED) // rng.choice([1, 10, 1000], ASKED) + 1
    questions = Questions(
        row=rng.integers(0, rows, ASKED),
        tick=rng.integers(0, TICKS_PER_DAY * (plan.n_days - 1), ASKED),
        amount=amounts,
        **{name: np.zeros(ASKED, np.int64) for name in ("shown", "reached", "after")},
    )
    answer(Block(make_tables(plan, Policy()).clocks), Block(questions))
    worked, working = plan.worked.tolist(), plan.working.tolist()
    for row, tick, amount, shown, reached, after in zip(*(each.tolist() for each in questions), strict=True):
        clock = plan.cumulative[row].tolist(), plan.capacity[row].tolist()
        assert shown == work.clock_at(*clock, tick)
        assert reached == work.first_tick(*clock, tick // TICKS_PER_DAY, shown + amount)
        assert after == work.after_working(worked, working, tick, amount // TICKS_PER_DAY)
