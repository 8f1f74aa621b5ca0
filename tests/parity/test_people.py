"""How far people's paths are drawn at first makes no difference (rule D1)."""

from dataclasses import replace

import pytest

from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.results import unequal
from tests.oracles.with_people import people_case


@pytest.mark.parametrize("first", [1, 2, 5])
def test_however_far_paths_are_drawn_at_first_the_outcome_is_the_same(first):
    short = 0
    for number in range(0, 120, 3):
        portfolio, policy = people_case(number)
        plan = make_plan(portfolio)
        draws = make_draws(plan, number)
        engine = CompiledEngine(plan, policy)
        engine._days = first
        assert unequal(EventEngine(plan, policy).run(draws, 0, 2), engine.run(draws, 0, 2)) == []
        short += engine._days < plan.n_days
    assert short > 5


def test_what_people_learn_and_who_is_taken_away_matters_in_random_portfolios():
    learns = lost = 0
    for number in range(60):
        portfolio, policy = people_case(number)
        people = [replace(person, learning=None) for person in portfolio.people]
        others = replace(portfolio, people=people, learning=None), replace(portfolio, risks=())
        as_it_is, unlearned, spared = (
            EventEngine(plan, policy).run(make_draws(plan, number), 0, 2)
            for plan in map(make_plan, (portfolio, *others))
        )
        learns += unequal(as_it_is, unlearned) != []
        lost += unequal(as_it_is, spared) != []
    assert min(learns, lost) >= 5
