"""The wait ledger (R17) of random portfolios against one told from a naive simulation, day by day."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from capsim.clock import NEVER, STOPPED, TICKS_PER_DAY
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine
from capsim.errors import InputError
from capsim.forecast.ledger import Part, ledger_of
from capsim.forecast.unfinished import left_at_the_end
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import Model
from tests.oracles.naive import Naive
from tests.oracles.verdict import amounts_of, at_chance
from tests.oracles.waits import naive_amounts, naive_left, recorded_amounts, recorded_left
from tests.parity.comparing import KINDS


def cut_short(portfolio, policy, number: int):
    """The portfolio with a horizon before its work ends; None if that cannot be staffed any more."""
    plan = make_plan(portfolio)
    ends = EventEngine(plan, policy).run(make_draws(plan, number), 0, 1).ends
    last = int(ends[ends < STOPPED].max(initial=0)) // TICKS_PER_DAY
    if last < 2:
        return None
    try:
        return portfolio.replace(horizon=portfolio.start + timedelta(days=1 + 7 * number % last))
    except InputError:
        return None


def unfinished(kind: str, number: int):
    """What the ledger says of work that is not finished, and what the state at the horizon says."""
    portfolio, policy = KINDS[kind](number)
    portfolio = cut_short(portfolio, policy, number)
    if portfolio is None:
        return None
    plan = make_plan(portfolio)
    draws = make_draws(plan, number)
    runs = EventEngine(plan, policy).run(draws, 0, 1)
    model = at_chance(Model(plan.portfolio), plan, draws, 0)
    found = Naive(model, policy, *next(iter(amounts_of(draws, 0, 1))))
    found.run()
    return runs, recorded_left(runs, 0), naive_left(model, found)


def ledgers(kind: str, number: int):
    """The ledger of a run of one replication, and the naive one."""
    portfolio, policy = KINDS[kind](number)
    plan = make_plan(portfolio)
    draws = make_draws(plan, number)
    runs = CompiledEngine(plan, policy).run(draws, 0, 1)
    model = at_chance(Model(plan.portfolio), plan, draws, 0)
    found = Naive(model, policy, *next(iter(amounts_of(draws, 0, 1))))
    found.run()
    return recorded_amounts(runs, 0), naive_amounts(model, found)


@pytest.mark.parametrize(
    "kind", ["small", "booked", "limited", "returning", "people", "risky", "demand", "status"]
)
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


@pytest.mark.parametrize("kind", ["booked", "limited", "returning", "demand", "status", "everything"])
def test_what_a_short_horizon_leaves_unfinished_waits_for_what_the_state_at_the_horizon_says(kind):
    wrong, seen = [], 0
    for number in range(10):
        found = unfinished(kind, number)
        if found is None:
            continue
        _, got, right = found
        seen += len(right)
        wrong += [f"{kind} {number}: {line}" for line in {*(got - right).items(), *(right - got).items()}]
    assert wrong == []
    assert seen > 10


def test_the_parts_of_unfinished_work_add_up_to_the_horizon():
    portfolio, policy = KINDS["limited"](3)
    cut = cut_short(portfolio, policy, 3)
    plan = make_plan(cut)
    runs = CompiledEngine(plan, policy).run(make_draws(plan, 1), 0, 50)
    tasks = np.arange(plan.n_tasks)
    left = left_at_the_end(runs, tasks)
    before = ledger_of(runs, tasks).parts
    total = np.zeros(runs.finish.shape, np.int64)
    for parts in (before, left):
        by_task = ~np.isin(parts.part, (Part.WORK, Part.AWAY, Part.INTERRUPTED)) | (parts.need < 0)
        np.add.at(total, (parts.replication[by_task], parts.task[by_task]), parts.ticks[by_task])
    work = np.zeros((*runs.finish.shape, plan.n_needs), np.int64)
    by_need = ~by_task
    np.add.at(work, (left.replication[by_need], left.task[by_need], left.need[by_need]), left.ticks[by_need])
    open_ = runs.finish == NEVER
    assert open_.any()
    assert ((total + work.max(axis=2))[open_] == plan.horizon_tick).all()
