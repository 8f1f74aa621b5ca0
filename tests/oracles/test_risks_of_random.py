"""The engines against the rules of risks and rework, read again from their text, over random portfolios."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from capsim.engines.event import run
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import Model
from tests.oracles.results import recorded
from tests.oracles.test_invariants import judge
from tests.oracles.verdict import amounts_of, naive_schedule, verdict
from tests.oracles.with_risks import risky_case

OF_ONE_TASK = 258
"""Work goes on with somebody who was free enough all along, but sat at another need of the task till then."""


@pytest.mark.parametrize("chunk", range(12))
def test_the_engine_does_what_the_rules_say_of_risks(chunk):
    assert judge(range(25 * chunk, 25 * chunk + 25), count=1, made=risky_case) == []


def test_work_that_goes_on_with_somebody_of_another_need_of_its_task_is_driven_by_the_end_of_that():
    portfolio, policy = risky_case(OF_ONE_TASK)
    assert verdict(portfolio, policy, seed=OF_ONE_TASK) == []
    plan = make_plan(portfolio)
    restarts = recorded(run(plan, policy, make_draws(plan, OF_ONE_TASK), 0, 1), 0).restarts
    assert ("person", 5) in [restart.driver for restart in restarts]


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(40))
def test_the_engine_does_what_the_rules_say_of_risks_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 100 * chunk, 10_000 + 100 * chunk + 100), count=2, made=risky_case) == []


ENOUGH = 8
"""Portfolios in which a kind of chance changes the schedule; those after them are not tried."""


def test_the_random_risks_matter():
    seen: Counter[str] = Counter()
    for number in range(150):
        portfolio, policy = risky_case(number)
        model = Model(portfolio)
        amounts = next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))
        right, rest = naive_schedule(model, policy, *amounts), amounts[-1]
        for word, spared in {
            "delays": {"delay": [0 for _ in rest.delay]},
            "delays in a window": {"strike_delay": [0 for _ in rest.strike_delay]},
            "effort in a window": {"extra_effort": [0 for _ in rest.extra_effort]},
            "durations in a window": {"extra_duration": [0 for _ in rest.extra_duration]},
            "rework by speed": {"rework": [0 for _ in rest.rework]},
        }.items():
            if seen[word] < ENOUGH:
                other = naive_schedule(model, policy, *amounts[:-1], rest._replace(**spared))
                seen[word] += other != right
        if seen["register"] < ENOUGH:
            seen["register"] += amounts[0].tolist() != _effort(replace(portfolio, risks=()), number)
        if min(seen.values()) >= ENOUGH:
            break
    assert len(seen) == 6
    for word in seen:
        assert seen[word] >= ENOUGH, (word, seen)


def _effort(portfolio, number):
    return next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))[0].tolist()
