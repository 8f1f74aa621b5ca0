"""Probes of the rules on risks and rework: D3 and D4, by what is drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from capsim.clock import NEVER
from capsim.domain.distributions import Uniform
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.rework import Rework
from capsim.domain.risk import Impact, Response, Risk
from capsim.domain.sampling import Antithetic, Independent, LatinHypercube
from capsim.domain.task import Task
from capsim.engines.compiled.sampling import Sampler
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

WINDOW = ("2027-01-11", "2027-01-20")
LATE = Risk("late", 0.3, Impact(Uniform(1, 2), Uniform(1, 9), Uniform(10, 90)), {"projects": "A"})
FLU = Risk("flu", 0.4, Impact(1.5, 2), window=WINDOW)


def draws_of(*risks, rework=None, sampling=None):
    tasks = [Task("t", effort=Uniform(5, 9), skill="dev", rework=rework), Task("w", duration=Uniform(2, 4))]
    team = [Person("Ada", {"dev": 1.0})]
    portfolio = Portfolio(
        "House", "2027-01-04", team, [Project("A", tasks), Project("B", tasks)], risks=risks
    )
    return make_draws(make_plan(portfolio), 7, sampling)


def strikes_of(draws, count=4_000):
    return draws.surprises.risks.strikes(draws.seed, draws.sampling, 0, count)


def test_d4_a_risk_strikes_as_often_as_its_probability() -> None:
    share = strikes_of(draws_of(LATE), 20_000).occurs.mean()
    assert abs(share - 0.3) < 4.5 * math.sqrt(0.3 * 0.7 / 20_000)


def test_d4_a_risk_multiplies_where_it_strikes_and_nowhere_else() -> None:
    bare, risky = draws_of().block(0, 300), draws_of(LATE)
    struck, block = strikes_of(risky, 300), risky.block(0, 300)
    of_a, of_b = block.effort.T
    assert np.array_equal(of_b, bare.effort[:, 1])
    assert np.array_equal(of_a == bare.effort[:, 0], ~struck.occurs[:, 0])
    grown = of_a / bare.effort[:, 0]
    assert np.allclose(grown, struck.effort[:, 0], atol=2 / bare.effort[:, 0].min())


def test_d4_a_risk_moves_nobody_elses_numbers() -> None:
    both, alone = draws_of(LATE, FLU).block(0, 200), draws_of(FLU).block(0, 200)
    assert np.array_equal(both.strike, alone.strike)
    assert np.array_equal(both.effort[:, 1], alone.effort[:, 1])


def test_d4_a_delay_moves_what_waits_for_nothing_in_scope_alone() -> None:
    draws = draws_of(LATE)
    block, struck = draws.block(0, 200), strikes_of(draws, 200)
    assert np.array_equal(block.delay[:, 0] > 0, struck.occurs[:, 0])
    assert (block.delay[:, 2:] == 0).all()
    assert draws_of(FLU).block(0, 9).delay.shape == (9, 0)


def test_d4_the_day_of_a_risk_is_drawn_evenly_from_its_window() -> None:
    strike = draws_of(FLU).block(0, 20_000).strike[:, 0]
    days, counts = np.unique(strike[strike != NEVER] // 480, return_counts=True)
    assert days.tolist() == list(range(7, 17))
    expected = counts.sum() / 10
    assert ((counts - expected) ** 2 / expected).sum() < 30  # 9 degrees of freedom: beyond P99.9


def test_d4_a_response_makes_a_risk_strike_in_fewer_of_the_same_futures() -> None:
    rarer = Risk("late", 0.3, LATE.impact, LATE.scope, responses=[Response("r", probability=0.1, taken=True)])
    before, after = strikes_of(draws_of(LATE)).occurs, strikes_of(draws_of(rarer)).occurs
    assert not (after & ~before).any()
    assert 0 < after.sum() < before.sum()


def test_d4_money_is_lost_to_a_threat_and_saved_by_an_opportunity() -> None:
    luck = Risk("luck", 0.5, Impact(cost=Uniform(10, 90)), kind="opportunity")
    cost = strikes_of(draws_of(LATE, luck)).cost
    assert (cost[:, 0] >= 0).all()
    assert (cost[:, 1] <= 0).all()
    assert set(cost[:, 1] < 0) == {True, False}


def test_d3_rework_goes_on_as_long_as_its_draws_are_below_the_probability() -> None:
    plain = draws_of().block(0, 8_000).effort[:, 0]
    again = draws_of(rework=Rework(0.5, 0.5, at_most=3)).block(0, 8_000).effort[:, 0]
    loops = np.rint(2 * (again / plain - 1)).astype(int)
    expected = np.array([0.5, 0.25, 0.125, 0.125])
    found = np.bincount(loops, minlength=4) / len(loops)
    assert (np.abs(found - expected) < 4.5 * np.sqrt(expected * (1 - expected) / len(loops))).all()


def test_d3_rework_by_speed_loops_no_less_for_those_of_higher_probability() -> None:
    rows = draws_of(rework=None).block(0, 5).rework
    assert rows.shape == (5, 0)
    tasks = [Task("t", effort=4, skill="dev", rework=Rework(0.8, 0.25, {1.0: 0.4, 1.5: 0}))]
    plan = make_plan(Portfolio("H", "2027-01-04", [Person("Ada", {"dev": 1.0})], [Project("A", tasks)]))
    slow, usual, fast = make_draws(plan, 7).block(0, 500).rework.T
    assert (slow >= usual).all()
    assert (usual >= fast).all()
    assert (fast == 0).all()
    assert set(slow % 480) == {0}  # each loop a day


@pytest.mark.parametrize("sampling", [Independent(), LatinHypercube(), Antithetic()])
def test_d1_risks_and_rework_are_the_same_for_any_chunks_and_drawn_fast(sampling) -> None:
    rework = Rework(0.5, 0.3)
    draws = draws_of(LATE, FLU, rework=rework, sampling=sampling)
    whole = draws.block(0, 260)
    for first, count in ((0, 100), (100, 33), (133, 127)):
        for column, part in zip(whole, draws.block(first, count), strict=True):
            if isinstance(column, np.ndarray):
                assert np.array_equal(column[first : first + count], part)
    for column, fast in zip(whole, Sampler(draws).block(0, 260), strict=True):
        if isinstance(column, np.ndarray):
            assert np.array_equal(column, fast)
