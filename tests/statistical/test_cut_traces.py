"""Forecasts from mid-flight, pooled over many futures cut at a date, are the forecast from the start (R16).

Days are whole where it matters: amounts are whole days of work, so that a date says all there is to say of a
moment, and what is done can be told from it.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

import capsim as cs
from capsim.domain.portfolio import Portfolio
from capsim.engines.compiled import CompiledEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.statistical.cutting import cut

START = date(2027, 1, 4)
CUTS = 150
"""Futures that are cut; each goes on in as many ways."""
K = 4


def whole_days(most: int) -> cs.distributions.Empirical:
    """A day or more, the long ones rare."""
    return cs.distributions.Empirical(
        list(range(1, most + 1)), weights=[1 / day for day in range(1, most + 1)]
    )


def chain() -> Portfolio:
    """Work in a row for one person, with a wait."""
    tasks = [
        cs.Task("a", effort=whole_days(9), skill="dev"),
        cs.Task("b", effort=whole_days(12), skill="dev", after="a"),
        cs.Task("wait", duration=whole_days(7), after="a"),
        cs.Task("c", effort=whole_days(5), skill="dev", after="b; wait"),
    ]
    return Portfolio("chain", START, [cs.Person("Ada", "dev")], [cs.Project("P", tasks)], calendar="mon-sun")


def team() -> Portfolio:
    """Three people of two roles, on two projects that compete for them."""
    people = [cs.Person("Ada", "dev"), cs.Person("Bo", "dev"), cs.Person("Quinn", "qa")]
    projects = [
        cs.Project(
            name,
            [
                cs.Task("a", effort=whole_days(8), skill="dev"),
                cs.Task("b", effort=whole_days(10), skill="dev"),
                cs.Task("test", effort=whole_days(6), skill="qa", after="a; b"),
            ],
            priority=place,
        )
        for place, name in enumerate(("One", "Two"))
    ]
    return Portfolio("team", START, people, projects, calendar="mon-sun")


@pytest.mark.parametrize("make", [chain, team])
@pytest.mark.parametrize("days", [3, 8])
def test_forecasts_from_many_cut_futures_agree_with_the_one_from_the_start(make, days):
    portfolio = make()
    plan = make_plan(portfolio)
    original = CompiledEngine(plan, portfolio.policy).run(make_draws(plan, 1), 0, CUTS * 20)
    expected = original.finish.max(axis=1) / 480
    today = START + timedelta(days=days)
    means, shares = [], []
    level = np.quantile(expected, 0.8)
    for replication in range(CUTS):
        told = cut(portfolio, original, replication, today)
        ahead = make_plan(told)
        runs = CompiledEngine(ahead, told.policy).run(make_draws(ahead, 1_000 + replication), 0, 20)
        finish = runs.finish.max(axis=1) / 480
        means.append(finish.mean())
        shares.append((finish <= level).mean())
    for pooled, exact in ((means, expected), (shares, expected <= level)):
        error = np.hypot(np.std(pooled) / CUTS**0.5, np.std(exact) / len(exact) ** 0.5)
        assert abs(np.mean(pooled) - np.mean(exact)) <= K * error, (np.mean(pooled), np.mean(exact), error)


def test_a_cut_future_goes_on_as_it_was_where_nothing_is_left_to_chance():
    portfolio = Portfolio(
        "sure", START, [cs.Person("Ada", "dev")],
        [cs.Project("P", [
            cs.Task("a", effort=3, skill="dev"), cs.Task("b", effort=4, skill="dev", after="a"),
        ])],
        calendar="mon-sun",
    )  # fmt: skip
    plan = make_plan(portfolio)
    original = CompiledEngine(plan, portfolio.policy).run(make_draws(plan, 1), 0, 1)
    for days in range(1, 7):
        told = cut(portfolio, original, 0, START + timedelta(days=days))
        ahead = make_plan(told)
        again = CompiledEngine(ahead, told.policy).run(make_draws(ahead, 1), 0, 1)
        assert (again.start == original.start).all(), days
        assert (again.finish == original.finish).all(), days
