"""Both engines give the same for the same draws (rule R20): random portfolios, to the tick and the seat."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from capsim.domain.policy import Policy
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.portfolios import ASSIGNMENT, PRIORITY, case
from tests.oracles.results import unequal
from tests.oracles.with_everything import FAMILIES, families_of
from tests.parity.campaign import plan
from tests.parity.comparing import KINDS, different
from tests.parity.wide import EDGES, wide_case

CHUNKS = [
    (kind, range(size * chunk, size * chunk + size))
    for kind, size, chunks in (
        ("everything", 75, 20),
        ("everything-large", 5, 4),
        ("small", 60, 5),
        ("booked", 60, 4),
        ("odd", 75, 3),
        ("demand", 60, 3),
        ("large", 8, 5),
        ("booked-large", 5, 4),
        ("huge", 12, 5),
        ("wide", 5, 10),
        ("returning", 50, 4),
        ("limited", 60, 3),
        ("risky", 60, 3),
        ("limited-large", 5, 4),
        ("people", 60, 3),
        ("people-large", 5, 4),
        ("status", 60, 3),
        ("reacting", 70, 4),
        ("recruiting", 60, 2),
    )
    for chunk in range(chunks)
]


@pytest.mark.parametrize(("kind", "numbers"), CHUNKS, ids=lambda given: str(given))
def test_both_engines_give_the_same(kind, numbers):
    assert different(kind, numbers) == []


def test_at_least_two_thousand_portfolios_are_compared():
    assert sum(len(numbers) for _, numbers in CHUNKS) >= 2_000
    assert {kind for kind, _ in CHUNKS} == set(KINDS)


def test_the_portfolios_with_everything_mix_all_families():
    of_all = [families_of(number) for number in range(300)]
    for name in FAMILIES:
        assert sum(name in families for families in of_all) >= 60, name
    for pair in combinations(FAMILIES, 2):
        assert sum(set(pair) <= set(families) for families in of_all) >= 30, pair
    assert sum(len(families) == len(FAMILIES) for families in of_all) >= 20


def test_a_campaign_is_the_same_in_parts_as_in_one_go():
    whole = [(kind, number) for kind, numbers in plan(400, 500, None) for number in numbers]
    parts = [
        (kind, number)
        for first, count in ((400, 130), (530, 70), (600, 300))
        for kind, numbers in plan(first, count, None)
        for number in numbers
    ]
    assert whole == parts
    assert len(whole) == 500
    assert {kind for kind, _ in whole} == set(KINDS)


@pytest.mark.parametrize(
    "rule", [*dict.fromkeys(PRIORITY), *dict.fromkeys(ASSIGNMENT)], ids=lambda rule: rule.__name__
)
def test_both_engines_give_the_same_under_every_rule(rule):
    field = "priority" if rule in PRIORITY else "assignment"
    for number in range(15):
        portfolio, _ = case(5_000 + number)
        prepared = make_plan(portfolio)
        policy, draws = Policy(**{field: rule()}, reserve_after=1.0), make_draws(prepared, number)
        runs = [engine(prepared, policy).run(draws, 0, 3) for engine in (EventEngine, CompiledEngine)]
        assert unequal(*runs) == [], (rule.__name__, number)


def test_both_engines_give_the_same_for_replications_anywhere_in_a_long_run():
    for number in range(40):
        portfolio, policy = case(6_000 + number)
        prepared = make_plan(portfolio)
        draws = make_draws(prepared, number)
        one, other = EventEngine(prepared, policy), CompiledEngine(prepared, policy)
        for first, count in ((0, 5), (3, 1), (1_001, 7), (2**33, 2)):
            assert unequal(one.run(draws, first, count), other.run(draws, first, count)) == [], number


def test_one_compiled_engine_gives_the_same_however_often_it_runs():
    portfolio, policy = case(11)
    prepared = make_plan(portfolio)
    engine, draws = CompiledEngine(prepared, policy), make_draws(prepared, 11)
    first = engine.run(draws, 0, 9)
    engine.run(draws, 90, 4)
    assert unequal(first, engine.run(draws, 0, 9)) == []
    parts = [engine.run(draws, low, 3) for low in (0, 3, 6)]
    assert np.array_equal(first.finish, np.concatenate([part.finish for part in parts]))


def test_the_wide_portfolios_reach_the_edges_of_words_and_more_lists_of_seats_than_one_word():
    people, lists, teams = set(), 0, 0
    for number in range(100):
        prepared = make_plan(wide_case(number)[0])
        people.add(prepared.n_people)
        engine = CompiledEngine(prepared, Policy())
        of_one_kind = np.diff(engine._tables.kinds.words_first)
        lists = max(lists, int(of_one_kind.max(initial=0)))
        teams = max(teams, engine._tables.signatures.most_seats)
    assert people >= set(EDGES)
    assert lists >= 2
    assert teams >= 64
