"""Draws have the laws, correlations and independence that they claim (fixed seeds, 4.5 standard errors)."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from capsim.domain.distributions import (
    PERT,
    Exponential,
    Gamma,
    LogNormal,
    Mixture,
    Quantiles,
    Triangular,
    Uniform,
)
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.sampling import Antithetic, LatinHypercube
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup, Driver
from capsim.errors import RepairWarning
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.streams import stream_hash, uniforms

COUNT = 20_000
K = 4.5
NAMES = "abcd"
LAWS = [PERT(5, 8, 15), LogNormal(30, 70), Triangular(1, 2, 9), Gamma(0.8, 10), Quantiles(3, 5, 12)]


def days_of(laws, seed=2027, count=COUNT, sampling=None, **more):
    """Return amounts in days, one column per law."""
    tasks = [Task(f"t{n}", effort=law, skill="qa") for n, law in enumerate(laws)]
    people = [Person("Ada", "qa")]
    portfolio = Portfolio("House", "2027-01-04", people, [Project("P", tasks=tasks)], **more)
    return make_draws(make_plan(portfolio), seed, sampling).block(0, count).effort / 480


@pytest.mark.parametrize("law", [*LAWS, Exponential(4), Mixture([2, Uniform(5, 9)])], ids=str)
def test_amounts_have_mean_sd_and_quantiles_of_their_law(law):
    days = days_of([law])[:, 0] - 0.5 / 480  # rounding up adds half a tick on average
    fourth = np.mean((days - days.mean()) ** 4)
    assert abs(days.mean() - law.mean()) <= K * law.sd() / math.sqrt(COUNT)
    assert abs(days.var() - law.sd() ** 2) <= K * math.sqrt((fourth - days.var() ** 2) / COUNT)
    for share in (0.05, 0.1, 0.5, 0.9, 0.95):
        at = law.quantile(share) + 1e-9
        assert abs(np.mean(days <= at) - law.cdf(at)) <= K * math.sqrt(0.25 / COUNT)


def test_uniforms_of_a_stream_fill_the_unit_interval_evenly():
    hashes = np.array([stream_hash(f"driver/{n}") for n in range(50)], dtype=np.uint64)
    u = uniforms(hashes, 11, 0, COUNT)
    counts = np.array([np.bincount((column * 100).astype(int), minlength=100) for column in u.T])
    chi_square = ((counts - COUNT / 100) ** 2 / (COUNT / 100)).sum()
    degrees = 50 * 99
    assert abs(chi_square - degrees) <= K * math.sqrt(2 * degrees)


def test_streams_seeds_draws_and_replications_are_uncorrelated():
    hashes = np.array([stream_hash(f"driver/{n}") for n in range(30)], dtype=np.uint64)
    u = uniforms(hashes, 11, 0, COUNT)
    others = [
        uniforms(hashes, 12, 0, COUNT),
        uniforms(hashes, 11, 0, COUNT, 1),
        np.roll(u, 1, axis=0),
        np.roll(u, 1, axis=1),
    ]
    for other in others:
        for one, two in zip(u.T, other.T, strict=True):
            assert abs(np.corrcoef(one, two)[0, 1]) <= K / math.sqrt(COUNT)


def test_an_assumed_range_keeps_its_p10_and_p90():
    days = days_of([20.0, 20.0], ranges="usual")
    for column in days.T:
        for factor, share in ((0.85, 0.1), (math.sqrt(0.85 * 1.4), 0.5), (1.40, 0.9)):
            error = math.sqrt(share * (1 - share) / COUNT)
            assert abs(np.mean(column <= 20 * factor) - share) <= K * error


def test_assumed_ranges_of_a_project_share_half_of_their_log_variance():
    logs = np.log(days_of([20.0, 50.0], ranges="usual"))
    correlation = np.corrcoef(logs.T)[0, 1]
    assert abs(np.arctanh(correlation) - np.arctanh(0.5)) <= K / math.sqrt(COUNT - 3)


def test_a_shared_driver_correlates_logs_by_its_share_of_the_variance():
    own, shared = 0.4, 0.3
    law = LogNormal(20, 20 * math.exp(own * stats.norm.ppf(0.9)))
    driver = Driver("w", LogNormal(1, math.exp(shared * stats.norm.ppf(0.9))))
    logs = np.log(days_of([law, law], drivers=[driver]))
    expected = shared**2 / (own**2 + shared**2)
    assert abs(np.arctanh(np.corrcoef(logs.T)[0, 1]) - np.arctanh(expected)) <= K / math.sqrt(COUNT - 3)
    variance = own**2 + shared**2
    assert abs(logs[:, 0].var() - variance) <= K * variance * math.sqrt(2 / COUNT)


def rank_error(rho):
    """Return the standard error of Spearman's rank correlation (Bonett & Wright, 2000)."""
    return (1 - rho**2) * math.sqrt((1 + rho**2 / 2) / (COUNT - 3))


@pytest.mark.parametrize("rho", [-0.7, -0.2, 0.3, 0.6, 0.95])
def test_a_group_of_two_has_the_rank_correlation_asked_for(rho):
    days = days_of(LAWS[:2], groups=[CopulaGroup("g", ["P/t0", "P/t1"], rho)])
    assert abs(stats.spearmanr(*days.T).statistic - rho) <= K * rank_error(rho)


def test_a_group_has_the_matrix_of_rank_correlations_asked_for_and_keeps_every_law():
    matrix = [[1, 0.8, 0.3, -0.2], [0.8, 1, 0.5, 0], [0.3, 0.5, 1, 0.4], [-0.2, 0, 0.4, 1]]
    days = days_of(LAWS[:4], groups=[CopulaGroup("g", [f"P/t{n}" for n in range(4)], matrix)])
    found = stats.spearmanr(days).statistic
    for i, j in itertools.combinations(range(4), 2):
        assert abs(found[i, j] - matrix[i][j]) <= K * rank_error(matrix[i][j])
    for law, column in zip(LAWS, days.T, strict=False):
        assert abs(column.mean() - 0.5 / 480 - law.mean()) <= K * law.sd() / math.sqrt(COUNT)


def test_a_repaired_group_is_as_near_as_the_nearest_matrix_can_be():
    matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
    with pytest.warns(RepairWarning, match="by up to"):
        days = days_of(LAWS[:3], groups=[CopulaGroup("g", ["P/t0", "P/t1", "P/t2"], matrix)])
    found = stats.spearmanr(days).statistic
    # by symmetry the nearest is (c, c, d) with normal correlations on the edge of what can be: d = 2c² − 1
    pearson = [2 * math.sin(math.pi * rho / 6) for rho in (0.9, -0.9)]
    c = np.linspace(-1, 1, 2_000_001)
    best = c[np.argmin(2 * (c - pearson[0]) ** 2 + (2 * c * c - 1 - pearson[1]) ** 2)]
    expected = [6 / math.pi * math.asin(each / 2) for each in (best, 2 * best * best - 1)]
    assert abs(found[0, 1] - expected[0]) <= K * rank_error(expected[0])
    assert abs(found[1, 2] - expected[0]) <= K * rank_error(expected[0])
    assert abs(found[0, 2] - expected[1]) <= K * rank_error(expected[1])


def test_a_latin_hypercube_makes_means_of_sums_far_less_noisy():
    count = 128 * 40
    plain, planned = (
        days_of(LAWS[:3], count=count, sampling=plan).sum(axis=1).reshape(-1, 128).mean(axis=1)
        for plan in (None, LatinHypercube())
    )
    assert planned.var() * 50 < plain.var()
    truth = sum(law.mean() for law in LAWS[:3]) + 1.5 / 480
    assert abs(planned.mean() - truth) <= K * planned.std(ddof=1) / math.sqrt(40)


def test_antithetic_pairs_of_a_log_normal_have_the_covariance_of_theory():
    sigma = 0.5
    law = LogNormal(100, 100 * math.exp(sigma * stats.norm.ppf(0.9)))
    pairs = days_of([law], sampling=Antithetic())[:, 0].reshape(-1, 2)
    products = (pairs[:, 0] - law.mean()) * (pairs[:, 1] - law.mean())
    theory = 100**2 * (1 - math.exp(sigma**2))
    assert theory < 0
    assert abs(products.mean() - theory) <= K * products.std(ddof=1) / math.sqrt(len(pairs))
