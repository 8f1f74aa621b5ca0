"""The engines against the rules of limits, read again from their text, over random portfolios."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import Model
from tests.oracles.test_invariants import judge, judge_large
from tests.oracles.verdict import amounts_of, naive_schedule
from tests.oracles.with_limits import limited_case, limited_large_case


@pytest.mark.parametrize("chunk", range(12))
def test_the_engine_does_what_the_rules_say_of_limits(chunk):
    assert judge(range(25 * chunk, 25 * chunk + 25), count=1, made=limited_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(80))
def test_the_engine_does_what_the_rules_say_of_limits_in_a_long_campaign(chunk):
    assert judge(range(10_000 + 100 * chunk, 10_000 + 100 * chunk + 100), count=2, made=limited_case) == []


def test_the_engine_does_what_the_rules_say_of_limits_with_many_people_and_tasks():
    assert judge_large(range(6), made=limited_large_case) == []


ENOUGH = 8
"""Portfolios in which a rule changes the schedule; those after them are not tried."""


def test_the_random_limits_matter():
    seen: Counter[str] = Counter()
    for number in range(150):
        portfolio, policy = limited_case(number)
        model = Model(portfolio)
        amounts = next(iter(amounts_of(make_draws(make_plan(portfolio), number), 0, 1)))
        right = naive_schedule(model, policy, *amounts)
        drivers = {kind for kind, _ in right.start_driver}
        seen["starts as a limit opens"] += "limit" in drivers
        seen["starts as a freeze ends"] += "freeze" in drivers
        for word, changed in {
            "projects in progress": {"wip_limit": None},
            "projects of a team": {"team_wip_limits": ()},
            "focus": {"focus": None},
            "switching": {"switching_loss": 0},
            "size of team": {"team_factor": ()},
        }.items():
            if seen[word] < ENOUGH:
                seen[word] += naive_schedule(model, replace(policy, **changed), *amounts) != right
        for word, without in {
            "own focus": _without_focus,
            "freezes": _without_freezes,
            "named people": _without_names,
            "the same people": _without_same,
        }.items():
            if seen[word] < ENOUGH:
                other = Model(portfolio)
                without(other)
                seen[word] += naive_schedule(other, policy, *amounts) != right
        if min(seen.values()) >= ENOUGH:
            break
    assert len(seen) == 11
    for word in seen:
        assert seen[word] >= ENOUGH, (word, seen)


def _without_focus(model: Model) -> None:
    for person in model.people:
        person.data = replace(person.data, focus=None)


def _without_freezes(model: Model) -> None:
    for project in model.projects:
        project.frozen = set()


def _without_names(model: Model) -> None:
    for need in model.needs:
        need.who = None


def _without_same(model: Model) -> None:
    for task in model.tasks:
        task.same_as = None
