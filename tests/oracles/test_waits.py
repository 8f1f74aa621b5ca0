"""The wait ledger (R17) of random portfolios against one told from a naive simulation, day by day."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from capsim.engines.compiled import CompiledEngine
from capsim.forecast.ledger import Part, ledger_of
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import Model
from tests.oracles.naive import Naive
from tests.oracles.verdict import amounts_of, paths_of
from tests.oracles.waits import naive_amounts, recorded_amounts
from tests.parity.comparing import KINDS


def ledgers(kind: str, number: int):
    """The ledger of a run of one replication, and the naive one."""
    portfolio, policy = KINDS[kind](number)
    plan = make_plan(portfolio)
    draws = make_draws(plan, number)
    runs = CompiledEngine(plan, policy).run(draws, 0, 1)
    model = Model(plan.portfolio).on_paths(paths_of(plan, draws, 0))
    found = Naive(model, policy, *next(iter(amounts_of(draws, 0, 1))))
    found.run()
    return recorded_amounts(runs, 0), naive_amounts(model, found)


@pytest.mark.parametrize("kind", ["small", "booked", "limited", "returning", "people", "risky", "demand"])
def test_the_ledger_says_of_every_task_what_a_look_at_each_day_says(kind):
    wrong = []
    for number in range(12):
        got, right = ledgers(kind, number)
        wrong += [f"{kind} {number}: {line}" for line in {*(got - right).items(), *(right - got).items()}]
    assert wrong == []


def test_the_random_portfolios_have_every_part_of_the_ledger():
    seen: Counter[int] = Counter()
    for kind, numbers in (("returning", range(6)), ("limited", range(6))):
        for number in numbers:
            _, right = ledgers(kind, number)
            seen.update(part for _, _, part, _ in right)
    assert set(seen) == set(range(Part.DATE, Part.CLOSING + 1))


def test_the_parts_of_every_task_add_up_to_its_finish():
    portfolio, policy = KINDS["returning"](4)
    plan = make_plan(portfolio)
    runs = CompiledEngine(plan, policy).run(make_draws(plan, 1), 0, 50)
    parts, last_need = ledger_of(runs, np.arange(plan.n_tasks))
    of_last = (parts.need < 0) | (parts.part == Part.PEOPLE)
    of_last |= parts.need == last_need[parts.replication, parts.task]
    total = np.zeros(runs.finish.shape, np.int64)
    np.add.at(total, (parts.replication[of_last], parts.task[of_last]), parts.ticks[of_last])
    done = (runs.finish >= 0) & (runs.finish <= plan.horizon_tick)
    assert done.any()
    assert (total[done] == runs.finish[done]).all()
