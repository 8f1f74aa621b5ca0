"""Reactions over random portfolios (rule R21): they change nothing of what has happened before they act."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count, islice

import numpy as np
import pytest

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.domain.actions import Descope, Stop
from capsim.engines.event import run
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.reacting import reacting_case, recruiting_case
from tests.oracles.test_invariants import judge

TICKS = ("ready", "start", "finish")
CASES = range(64)


def both(number: int, given=reacting_case):
    """Runs with the reactions of a case, and without any."""
    portfolio, policy = given(number)
    plan = make_plan(portfolio)
    draws = make_draws(plan, number)
    return [run(plan, each, draws, 0, 2) for each in (policy, replace(policy, reactions=()))]


@pytest.mark.parametrize("chunk", range(4))
def test_nothing_is_different_before_a_reaction_acts(chunk) -> None:
    for number in CASES[16 * chunk : 16 * chunk + 16]:
        nothing_differs_before_it_acts(*both(number), number)


def test_nothing_is_different_before_people_are_hired_or_work_overtime() -> None:
    for number in range(16):
        nothing_differs_before_it_acts(*both(number, recruiting_case), number)


def nothing_differs_before_it_acts(reacting, calm, number) -> None:
    for row in range(2):
        acts = reacting.reacted.tick[reacting.reacted.replication == row]
        first = int(acts.min(initial=NEVER))
        for name in TICKS:
            mine, its = (getattr(runs, name)[row] for runs in (reacting, calm))
            before = (mine < first) | (its < first) if first < NEVER else np.ones_like(mine, np.bool_)
            before &= ~((mine == ABSENT) & (its >= 0))  # ready at a time, or not yet, and left out later
            assert (mine[before] == its[before]).all(), (number, row, name)


def may_descope(number: int) -> bool:
    return any(isinstance(reaction.do, Descope) for reaction in reacting_case(number)[1].reactions)


def test_what_was_done_is_what_became_of_the_work() -> None:
    seen: Counter[str] = Counter()
    for number in islice(filter(may_descope, count()), 40):
        reacting, calm = both(number)
        of, plan, reactions = reacting.reacted, reacting.plan, reacting.policy.reactions
        acts = list(zip(*(column.tolist() for column in of), strict=True))
        assert acts == sorted(acts, key=lambda act: (act[0], act[2]))
        for row, reaction, tick, project in acts:
            do = reactions[reaction].do
            tasks = range(*plan.project_first_task[project : project + 2].tolist())
            finish, start = reacting.finish[row, tasks], reacting.start[row, tasks]
            seen[type(do).__name__] += 1
            if isinstance(do, Stop):
                assert (finish != NEVER).all()
                assert (finish[(finish != STOPPED) & (finish != ABSENT)] <= tick).all()
                assert (finish == STOPPED).any()
                assert (start[start < STOPPED] <= tick).all()
            elif isinstance(do, Descope):
                out = (finish == ABSENT) & (calm.finish[row, tasks] != ABSENT)
                assert out.any()
                assert ((finish > tick) | (finish == tick)).any()  # something else was left to do
        for reaction, each in enumerate(reactions):
            if each.at_most is not None:
                times = np.bincount(of.replication[of.reaction == reaction], minlength=1)
                assert times.max() <= each.at_most
    assert min(seen[name] for name in ("Stop", "Descope", "Expedite")) >= 5


def test_the_engine_does_what_the_rules_say_of_people_hired_and_of_overtime() -> None:
    assert judge(range(16), count=1, made=recruiting_case) == []


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(20))
def test_the_engine_does_what_the_rules_say_of_people_hired_in_a_long_campaign(chunk) -> None:
    numbers = range(10_000 + 50 * chunk, 10_000 + 50 * chunk + 50)
    assert judge(numbers, count=2, made=recruiting_case) == []
