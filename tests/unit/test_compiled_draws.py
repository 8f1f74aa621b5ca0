"""The compiled sampler gives the bytes of the readable draws, whatever the model, the plan and the block."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from capsim.clock import TICKS_PER_DAY
from capsim.domain.distributions import PERT, Empirical, Fixed, LogNormal, Mixture, Triangular, Uniform
from capsim.domain.project import Project
from capsim.domain.tables import PER_UNIT, REACH
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup, Driver, Selector
from capsim.engines.compiled import curves, margins
from capsim.engines.compiled.sampling import Sampler, source_of
from capsim.errors import InputError, Refused
from capsim.plan.build import make_plan
from capsim.plan.draws import Amounts, Draws, make_draws
from tests.io.portfolios import portfolios
from tests.oracles.portfolios import case, large_case
from tests.unit.test_distributions import MIXED, SMOOTH, STEPPED
from tests.unit.test_draws import LAB, PLANS, SHOP, WHOLE, arrays, draws_of

LAWS = [law for law in (*SMOOTH, *MIXED, *STEPPED) if law.support()[0] >= 0]
ALL = Project("All", tasks=[Task(f"t{n}", effort=law, skill="qa") for n, law in enumerate(LAWS)])
WAITS = Project("Waits", probability=0.4, tasks=[Task(f"w{n}", duration=law) for n, law in enumerate(LAWS)])
FACTORS = [
    Driver("steps", Empirical([0.5, 1, 2])),
    Driver("double", 2, Selector(projects=["Shop", "Waits"])),
    Driver("mixed", Mixture([1, Uniform(1, 3)]), Selector(skills=["qa"])),
    Driver("weather", LogNormal(1, 1.3)),
    Driver("likely", Triangular(0.9, 1, 1.4), Selector(projects=["All", "Waits", "Lab"])),
]
BLOCKS = [(0, 0), (0, 1), (0, 300), (1, 1), (3, 130), (126, 5), (1000, 77), (2**34 - 300, 300)]


def same(draws, first, count, sampler=None):
    """Whether the sampler gives the bytes of the readable draws."""
    fast = (sampler or Sampler(draws)).block(first, count)
    return all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        for a, b in zip(arrays(draws.block(first, count)), arrays(fast), strict=True)
    )


@pytest.mark.parametrize("sampling", PLANS, ids=repr)
@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_law_factor_group_and_range_gives_the_same_bytes(block, sampling):
    for drivers in ((), FACTORS):
        draws = draws_of(ALL, WAITS, SHOP, LAB, sampling=sampling, **{**WHOLE, "drivers": drivers})
        assert same(draws, *block)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, 2**32, 2**63 + 11, 2**64 - 1])
def test_every_seed_gives_the_same_bytes(seed):
    assert same(draws_of(ALL, SHOP, LAB, seed=seed, **WHOLE), 5, 200)


@settings(max_examples=60, deadline=None)
@given(
    portfolio=portfolios(),
    sampling=st.sampled_from(PLANS),
    first=st.integers(0, 2**33),
    count=st.integers(0, 40),
)
def test_portfolios_of_all_that_a_file_can_say_give_the_same_bytes(portfolio, sampling, first, count):
    try:
        draws = make_draws(make_plan(portfolio), 7, sampling)
    except InputError:
        return
    assert same(draws, first, count)


@pytest.mark.parametrize("make", [case, large_case])
def test_random_portfolios_give_the_same_bytes(make):
    for seed in range(60):
        plan = make_plan(make(seed)[0])
        assert same(make_draws(plan, seed, PLANS[seed % 3]), seed, 50)


@pytest.mark.parametrize("count", [2, 700, 1500])
def test_many_laws_are_drawn_in_strips(count):
    laws = [PERT(5, 8, 15), Triangular(3, 5, 9), Empirical([1, 2, 5]), LogNormal(30, 55), Fixed(4)]
    tasks = [Task(f"t{n}", effort=laws[n % len(laws)], skill="qa") for n in range(count)]
    assert same(draws_of(Project("P", tasks=tasks), ranges="usual"), 2, 9)


def test_a_portfolio_without_work_has_empty_draws():
    assert same(draws_of(Project("P")), 0, 5)


def test_a_block_after_another_owes_nothing_to_it():
    draws = draws_of(ALL, WAITS, SHOP, LAB, **{**WHOLE, "drivers": FACTORS})
    sampler = Sampler(draws)
    assert all(same(draws, *block, sampler) for block in [*BLOCKS, *reversed(BLOCKS)])


def test_several_threads_draw_at_once():
    draws = draws_of(ALL, WAITS, SHOP, LAB, **{**WHOLE, "drivers": FACTORS})
    sampler = Sampler(draws)
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda first: sampler.block(first, 60), range(0, 1200, 60)))
    whole = draws.block(0, 1200)
    for name in Amounts._fields:
        assert np.array_equal(np.concatenate([getattr(each, name) for each in made]), getattr(whole, name))


def test_replications_beyond_the_counter_are_refused():
    for block in ((-1, 1), (0, -1), (2**34, 1)):
        with pytest.raises(Refused, match="no range of replications"):
            Sampler(draws_of()).block(*block)


def test_what_has_been_drawn_already_is_handed_on_as_it_is():
    class Handed:
        def block(self, first, count):
            raise AssertionError

    handed = Handed()
    assert source_of(handed) is handed


# ---------------------------------------------------------------- margins


def test_normal_scores_are_closer_to_the_readable_ones_than_is_counted_on():
    rng = np.random.default_rng(3)
    edges = 2.0 ** -rng.integers(1, 42, 200_000) * (1 + rng.integers(0, 64, 200_000) / 64)
    near = np.concatenate(
        [
            (rng.integers(0, 2**31, 1_000_000) + 0.5) / 2**32,
            2.0 ** -rng.uniform(1, 41.9, 1_000_000),
            edges,
            np.nextafter(edges, 0),
            [0.5, curves.SMALLEST],
        ]
    )
    near = near[(near <= 0.5) & (near >= curves.SMALLEST)]
    bits = near.view(np.int64)
    terms = curves.score_polynomials().reshape(-1, curves.TERMS)[(bits >> curves.SHIFT) - curves.DEEPEST]
    x = (bits & curves.FRACTION) * curves.UNIT - 0.5
    away = np.zeros_like(x)
    for term in terms.T[::-1]:
        away = away * x + term
    found = np.abs((REACH - away) - (PER_UNIT * ndtri(near) + REACH))
    assert found.max() < margins.PLACE_ERROR / 2


@pytest.mark.parametrize("sampling", PLANS, ids=repr)
def test_no_amount_is_further_from_the_readable_one_than_its_margin(sampling):
    draws = draws_of(ALL, WAITS, SHOP, LAB, sampling=sampling, **{**WHOLE, "drivers": FACTORS})
    sampler = Sampler(draws)
    margin, share = sampler._chances.margin, sampler._chances.share
    for replication in range(200):
        sampler.block(replication, 1)
        days = sampler._rooms[-1].days
        right = draws._days(replication, 1)[0]
        for first, (columns, estimates) in ((0, draws.efforts), (draws.plan.n_needs, draws.durations)):
            at = first + columns
            found = np.abs(days[at] - right[estimates]) * TICKS_PER_DAY
            assert np.all(found <= (margin[at] + share[at] * days[at]) / 2)


def test_hardly_any_replication_is_drawn_again(monkeypatch):
    draws = draws_of(ALL, WAITS, SHOP, LAB, **{**WHOLE, "drivers": FACTORS})
    sampler, readable, again = Sampler(draws), Draws.block, []

    def counted(self, first, *rest):
        again.append(first)
        return readable(self, first, *rest)

    monkeypatch.setattr(Draws, "block", counted)
    sampler.block(0, 5_000)
    assert len(again) <= 50  # nearly all for Gamma(0.3), most of which is close to 0


def test_what_is_too_near_to_a_boundary_is_drawn_again():
    draws = draws_of(ALL, WAITS, SHOP, LAB, **WHOLE)
    sampler = Sampler(draws)
    sampler._chances.curves.loc[:] += 1.0
    assert not same(draws, 0, 50, sampler)
    sampler._chances.margin[:] = 0.6
    assert same(draws, 0, 50, sampler)


@pytest.mark.parametrize("u", [0.0, 1e-300, 2.0**-43, 1 - 2.0**-43, 1.0])
def test_a_uniform_beyond_the_curves_is_drawn_again(u):
    draws = draws_of(groups=[CopulaGroup("g", ["Shop/design", "Shop/build/need 2"], 0.9)])
    sampler = Sampler(draws)

    class Extreme:
        def uniforms(self, first, count):
            return np.full((count, 2), u)

    sampler._given = Extreme()
    assert same(draws, 0, 9, sampler)


# ---------------------------------------------------------------- not compiled

PLAIN = """
import numba
from tests.unit.test_compiled_draws import ALL, FACTORS, LAB, PLANS, SHOP, WAITS, WHOLE, draws_of, same

assert numba.config.DISABLE_JIT == {off} and numba.config.BOUNDSCHECK == {checked}
for sampling in PLANS:
    draws = draws_of(ALL, WAITS, SHOP, LAB, sampling=sampling, **dict(WHOLE, drivers=FACTORS))
    assert same(draws, 125, 20)
print("the same")
"""


@pytest.mark.parametrize(("off", "checked"), [(1, None), (0, 1)], ids=["not compiled", "bounds checked"])
def test_the_same_bytes_come_out_however_it_is_compiled(off, checked):
    environment = {"NUMBA_DISABLE_JIT": str(off)} | ({"NUMBA_BOUNDSCHECK": "1"} if checked else {})
    made = subprocess.run(
        [sys.executable, "-c", PLAIN.format(off=off, checked=checked)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.stdout.strip(), made.returncode) == ("the same", 0), made.stderr
