"""How far people's paths are drawn at first makes no difference (rule D1)."""

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
