"""Error bars against published and library values."""

import numpy as np
import pytest
from scipy import stats

from capsim.metrics import error_factor, ratio_error, wilson
from capsim.metrics.intervals import Z95, ranks_around, t95


def test_the_normal_point_is_scipys():
    assert stats.norm.ppf(0.975) == Z95


def test_the_student_points_are_those_of_the_tables():
    assert round(t95(1), 3) == 12.706
    assert round(t95(10), 3) == 2.228


def test_the_factor_of_an_error_from_batches_is_students_with_one_degree_less_than_complete_batches():
    assert error_factor(1000, 1) == Z95
    assert error_factor(1000, 128) == stats.t(6).ppf(0.975)
    assert error_factor(4, 2) == pytest.approx(stats.t(1).ppf(0.975), rel=1e-12)
    assert np.isnan(error_factor(255, 128))


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(hits, trials, low, high):
    got = wilson(hits, trials)
    assert (round(float(got[0]), 4), round(float(got[1]), 4)) == (low, high)


def test_wilsons_interval_agrees_with_scipy_everywhere():
    for trials in (1, 7, 1000):
        for hits in {0, 1, trials // 3, trials - 1, trials}:
            theirs = stats.binomtest(hits, trials).proportion_ci(method="wilson")
            assert np.allclose(wilson(hits, trials), theirs, rtol=0, atol=1e-12)


def test_the_ends_of_wilsons_interval_are_exact_when_nothing_or_everything_hits():
    assert float(wilson(0, 50)[0]) == 0.0
    assert float(wilson(50, 50)[1]) == 1.0


def test_without_trials_there_is_no_interval():
    assert np.isnan(wilson(0, 0)).all()


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("count", [1, 10, 59, 1000])
def test_the_ranks_around_a_quantile_cover_it_with_95_percent(count, level):
    low, high = ranks_around(count, level)
    binomial = stats.binom(count, level)
    assert binomial.cdf(high - 1) - (binomial.cdf(low - 1) if low else 0) >= 0.95


@pytest.mark.parametrize("level", [0.05, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("count", [20, 100, 1000, 1081])
def test_no_other_ranks_around_a_quantile_enclose_it_with_fewer_between(count, level):
    low, high = ranks_around(count, level)
    cumulative = stats.binom(count, level).cdf(np.arange(-1, count + 1))
    narrower = cumulative[high - low - 1 :] - cumulative[: len(cumulative) - (high - low - 1)]
    assert (narrower < 0.95).all()


def test_the_error_of_a_mean_is_the_textbook_one():
    sample = np.array([3.0, 5.0, 4.0, 9.0])
    assert float(ratio_error(sample, np.ones(4))) == pytest.approx(stats.sem(sample), rel=1e-14)


def test_antithetic_pairs_that_cancel_leave_no_error():
    sample = np.array([1.0, 3.0, 0.5, 3.5, 2.0, 2.0])
    assert float(ratio_error(sample, np.ones(6), batch=2)) == 0.0
    assert float(ratio_error(sample, np.ones(6))) > 0.4


def test_an_unfinished_batch_is_left_out_of_the_error():
    sample = np.array([1.0, 2.0, 4.0, 6.0, 1000.0])
    expected = stats.sem([3.0, 10.0]) / 2  # per replication
    assert float(ratio_error(sample, np.ones(5), batch=2)) == pytest.approx(expected, rel=1e-14)


def test_one_batch_tells_no_error():
    assert np.isnan(ratio_error(np.ones(128), np.ones(128), batch=128))
    assert np.isnan(ratio_error(np.ones(1), np.ones(1)))


def test_the_error_of_a_ratio_counts_the_scatter_below_the_line():
    top, bottom = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    assert float(ratio_error(top, bottom)) == 0.0  # always one half
