"""What is left of an amount of which so much is done (R16)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from capsim.domain import distributions as laws
from capsim.plan.standing import left_beyond

LAWS = (
    laws.LogNormal(p50=3, p90=9),
    laws.Gamma(2, 3),
    laws.Weibull(0.7, 4),
    laws.PERT(1, 3, 20),
    laws.Uniform(0, 8),
    laws.Exponential(5),
    laws.Empirical([1, 2, 2, 7]),
)


@pytest.mark.parametrize("law", LAWS, ids=str)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999, 1 - 1e-5, 1 - 1e-8])
def test_what_is_left_is_the_law_on_condition_that_it_is_more(law: laws.Distribution, share: float) -> None:
    done = law.quantile(share)
    left = left_beyond(law, done)
    gone = law.cdf(done)
    if 1 - gone < 1e-7:
        assert left == laws.Fixed(0)
        return
    for u in (0.1, 0.5, 0.9, 0.99):
        assert left.quantile(u) == pytest.approx(
            law.quantile(gone + u * (1 - gone)) - done, rel=1e-3, abs=1e-4
        )
    table, loc, scale = left.standard_table()
    drawn = loc + scale * table.sample(np.array([2.0**-33, 0.5, 1 - 2.0**-33]))
    assert np.isfinite(drawn).all()
    assert (drawn > 0).all()
    assert math.isfinite(left.mean())


def test_an_amount_without_memory_is_left_as_it_was() -> None:
    law = laws.Exponential(5)
    for done in (1, 10, 40):
        assert left_beyond(law, done).mean() == pytest.approx(5, rel=1e-3)


def test_of_a_fixed_amount_the_rest_is_left() -> None:
    assert left_beyond(laws.Fixed(5), 3) == laws.Fixed(2)
    assert left_beyond(laws.Fixed(5), 5) == left_beyond(laws.Fixed(5), 9) == laws.Fixed(0)
    assert left_beyond(laws.Fixed(5), 0) == laws.Fixed(5)
