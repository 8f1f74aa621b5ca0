"""Stated 95 % intervals cover the truth: exactly, and in repeats of real runs at fixed seeds.

The repeats are a small version of ``python -m tests.statistical.coverage``, whose tables stand in the docs.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import capsim as cs
from capsim.clock import TICKS_PER_DAY
from capsim.domain.sampling import Antithetic, LatinHypercube
from capsim.metrics import LOOKS_IN_A_ROW
from tests.statistical import exact
from tests.statistical.coverage import SHOWN, differences, only, truth_with
from tests.statistical.futures import BLOCK, alone, studio, truth_alone, truth_of
from tests.statistical.repeats import LEVELS, SHARES, fixed, fresh, paired, to_precision, until_precise

REPEATS = 250
K = 4.0  # standard errors allowed beyond 94 and 96 %
SLACK = K * np.sqrt(0.95 * 0.05 / REPEATS)


@pytest.fixture(scope="module")
def house():
    return studio()


@pytest.fixture(scope="module")
def pool(house):
    return house.finishes(2027, 0, 120 * BLOCK)


def check(tally, shown=SHOWN, least=0.94):
    for what in shown:
        covered = tally.coverage(what)
        assert (covered >= least - SLACK).all(), (what, covered)
        assert (covered <= 0.96 + SLACK).all(), (what, covered)


# ---------------------------------------------------------------- by exact calculation


@pytest.mark.parametrize("level", [0.05, *LEVELS])
def test_the_interval_of_a_quantile_covers_95_to_96_percent_of_the_time(level):
    some = [exact.of_a_quantile(count, level) for count in range(1_000, 5_001, 9)]
    assert 0.95 <= min(some) <= max(some) <= 0.96


@pytest.mark.parametrize("count", [1_000, 1_024, 2_000, 5_000, 10_000])
def test_the_interval_of_a_probability_covers_94_to_96_percent_of_the_time(count):
    some = [exact.of_a_share(count, share) for share in np.arange(0.05, 0.9501, 0.005)]
    assert 0.94 <= min(some) <= max(some) <= 0.96


@pytest.mark.parametrize("count", [1_000, 2_000, 5_000])
def test_the_interval_of_a_small_probability_covers_93_percent_of_the_time_and_more(count):
    assert min(exact.of_a_share(count, share) for share in np.arange(0.01, 0.05, 0.001)) >= 0.93


@pytest.mark.parametrize("precision", [0.05, 0.03, 0.02, 0.01])
def test_a_run_to_a_precision_keeps_the_coverage_of_a_probability(precision):
    some = [exact.with_precision(share, precision)[0] for share in np.arange(0.05, 0.5001, 0.01)]
    assert 0.94 <= min(some) <= max(some) <= 0.96


def test_one_look_alone_would_end_a_run_when_its_luck_makes_the_interval_short():
    once, twice = (exact.with_precision(0.115, 0.02, looks)[0] for looks in (1, LOOKS_IN_A_ROW))
    assert once < 0.935
    assert twice > 0.945


# ---------------------------------------------------------------- by repeats of runs


def test_intervals_cover_what_is_known_in_closed_form():
    truth = truth_alone(LEVELS, SHARES)
    check(fixed(fresh(alone(), 5, 1_000), truth, REPEATS, 1_000), least=0.93)


def test_intervals_cover_where_projects_wait_for_the_same_people(house, pool):
    truth = truth_of(pool, LEVELS, SHARES[1:-1])
    check(
        fixed(fresh(house, 5, 1_000), truth, REPEATS, 1_000),
        SHOWN[:4] + [f"{share:g}" for share in SHARES[1:-1]],
    )


def test_intervals_cover_after_a_run_to_a_precision(house, pool):
    shares = (0.11, 0.9, 0.885)  # where a look is most often undecided
    due = np.array([truth_of(pool, (), [share]).deadline[share] for share in shares]).diagonal()
    truth = truth_with(pool, due)
    tally = to_precision(fresh(house, 6, 4 * BLOCK), truth, due, range(3), REPEATS, 0.02)
    assert 2_000 < np.mean(tally.lengths) < 3_500
    check(tally, [*SHOWN[:4], "0"])


def test_repeats_end_where_a_simulation_to_a_precision_ends(house):
    due = date(2027, 2, 1)
    projects = [replace(project, deadline=due) for project in house.portfolio.projects]
    portfolio = replace(house.portfolio, projects=projects)
    forecast = cs.simulate(portfolio, house.policy, seed=9, precision=0.02, progress=False)
    ticks = np.array([((due - house.portfolio.start).days + 1) * TICKS_PER_DAY] * 3)
    run = until_precise(fresh(house, 9, 12 * BLOCK), 0, ticks, 0.02)
    assert len(run) == forecast.replications > 2_000
    assert (run <= ticks).mean(axis=0).tolist() == forecast.delivery()["probability"].tolist()


def test_intervals_of_differences_cover_on_the_same_futures(house, pool):
    other = studio(people=3)
    truth = differences(pool[:, :2], other.finishes(2027, 0, len(pool))[:, :2])
    sources = [only(fresh(each, 5, 1_000), [0, 1]) for each in (house, other)]
    tally = paired(*sources, truth, REPEATS, 1_000)
    check(tally, ["mean", "0.05", "0.1", "0.2", "0.5", "0.8", "0.9", "0.95"])
    for what in ("P50", "P80", "P95"):  # made to cover at least 95 %, also where finishes jump
        assert (tally.coverage(what) >= 0.95 - SLACK).all(), what


@pytest.mark.parametrize("plan", [Antithetic(), LatinHypercube()], ids=lambda plan: type(plan).__name__)
def test_sampling_plans_scatter_less_and_their_intervals_cover(house, pool, plan):
    truth, repeats = truth_of(pool, LEVELS, (0.5,)), 120
    plain = fixed(fresh(house, 8, BLOCK), truth, repeats, BLOCK)
    planned = fixed(fresh(house, 8, BLOCK, plan), truth, repeats, BLOCK, plan.block)
    for what in ("mean", "P50", "0.5"):
        assert (planned.variance(what) * 1.5 < plain.variance(what)).all(), what
        assert (planned.coverage(what) >= 0.94 - K * np.sqrt(0.95 * 0.05 / repeats)).all(), what
