"""The engines against the rules of risks and rework, read again from their text, over random portfolios."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import Model
from tests.oracles.test_invariants import judge
from tests.oracles.verdict import amounts_of, naive_schedule
from tests.oracles.with_risks import risky_case

OF_ONE_TASK = 258
"""Work goes on with somebody who was free enough all along, but sat at another need of the task till then."""


@pytest.mark.parametrize("chunk", range(12))
def test_the_engine_does_what_the_rules_say_of_risks(chunk):
    numbers = [number for number in range(25 * chunk, 25 * chunk + 25) if number != OF_ONE_TASK]
    assert judge(numbers, count=1, made=risky_case) == []


@pytest.mark.xfail(
    strict=True, reason="its driver is the end of that need; the engines say that somebody came back"
)
def test_work_goes_on_when_somebody_has_ended_other_work_of_its_task():
    assert judge([OF_ONE_TASK], count=1, made=risky_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(40))
def test_the_engine_does_what_the_rules_say_of_risks_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 100 * chunk, 10_000 + 100 * chunk + 100), count=2, made=risky_case) == []


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
            other = naive_schedule(model, policy, *amounts[:-1], rest._replace(**spared))
            seen[word] += other != right
        bare = replace(portfolio, risks=())
        seen["register"] += amounts[0].tolist() != _effort(bare, number)
    assert len(seen) == 6
    for word in seen:
        assert seen[word] >= 8, (word, seen)


def _effort(portfolio, number):
    return next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))[0].tolist()
