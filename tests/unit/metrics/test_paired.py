"""Differences between two runs on the same futures."""

import numpy as np
import pytest
from scipy import optimize, stats

from capsim.clock import NEVER
from capsim.metrics import paired_mean, paired_probability, paired_quantile
from capsim.metrics.intervals import Z95, least_margin


def column(*values):
    return np.array(values)[:, np.newaxis]


def every(values):
    return np.ones(values.shape, dtype=bool)


def pairs(both, gained, lost, neither):
    """Return whether something happens in the first and in the second run."""
    first = np.repeat([True, False, True, False], [both, gained, lost, neither])
    second = np.repeat([True, True, False, False], [both, gained, lost, neither])
    return first[:, np.newaxis], second[:, np.newaxis]


def score(difference, gained, lost, trials):
    """Return Tango's score, with the likeliest shares of a given difference found by search."""

    def unlikely(lost_share):
        shares = np.array([lost_share + difference, lost_share, 1 - 2 * lost_share - difference])
        return -np.sum(np.array([gained, lost, trials - gained - lost]) * np.log(np.maximum(shares, 1e-300)))

    low, high = max(0.0, -difference), (1 - difference) / 2
    share = optimize.minimize_scalar(
        unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-12}
    ).x
    return (gained - lost - trials * difference) / np.sqrt(
        trials * (2 * share + difference * (1 - difference))
    )


def test_the_interval_of_a_mean_difference_is_that_of_the_mean_of_the_differences():
    random = np.random.default_rng(1)
    first = random.integers(0, 1000, (50, 2))
    second = first + random.integers(-10, 30, (50, 2))
    found = paired_mean(first, second, every(first))
    assert found.value.tolist() == (second - first).mean(axis=0).tolist()
    assert found.high - found.value == pytest.approx(Z95 * stats.sem(second - first))
    assert found.value - found.low == pytest.approx(Z95 * stats.sem(second - first))


def test_what_does_not_count_is_no_difference():
    first, second = column(10, NEVER, 30), column(12, 99, 36)
    counted = column(True, False, True)
    assert paired_mean(first, second, counted).value.item() == 4
    assert paired_quantile(first, second, counted, 1.0).value.item() == 6
    assert paired_probability(first > 20, second > 20, counted).value.item() == 0


@pytest.mark.parametrize(("gained", "lost"), [(12, 2), (2, 12), (3, 0), (20, 19), (30, 1)])
def test_the_ends_of_a_difference_of_probabilities_are_where_the_score_is_1_96(gained, lost):
    found = paired_probability(*pairs(36, gained, lost, 20), np.ones((56 + gained + lost, 1), dtype=bool))
    trials = 56 + gained + lost
    assert found.value.item() == (gained - lost) / trials
    assert score(found.low.item(), gained, lost, trials) == pytest.approx(Z95, abs=1e-4)
    assert score(found.high.item(), gained, lost, trials) == pytest.approx(-Z95, abs=1e-4)


def test_runs_in_which_the_same_happens_leave_a_difference_that_so_few_futures_may_have_missed():
    first, second = pairs(60, 0, 0, 40)
    found = paired_probability(first, second, every(first))
    assert found.value.item() == 0
    assert found.high.item() == pytest.approx(Z95**2 / (100 + Z95**2))
    assert found.low.item() == -found.high.item()


def test_the_largest_difference_has_an_interval_up_to_1():
    first, second = pairs(0, 50, 0, 0)
    found = paired_probability(first, second, every(first))
    assert (found.value.item(), found.high.item()) == (1.0, 1.0)
    assert found.low.item() == pytest.approx((50 - Z95**2) / (50 + Z95**2))


def test_swapping_the_runs_turns_every_sign():
    random = np.random.default_rng(2)
    first = random.integers(0, 1000, (200, 1))
    second = first + random.integers(-50, 100, (200, 1))
    for there, back in [
        (paired_mean(first, second, every(first)), paired_mean(second, first, every(first))),
        (
            paired_quantile(first, second, every(first), 0.8),
            paired_quantile(second, first, every(first), 0.8),
        ),
        (
            paired_probability(first > 500, second > 500, every(first)),
            paired_probability(second > 500, first > 500, every(first)),
        ),
    ]:
        assert there.value == -back.value
        assert there.low == pytest.approx(-back.high, rel=1e-12)
        assert there.high == pytest.approx(-back.low, rel=1e-12)


@pytest.mark.parametrize("batch", [1, 2, 128])
def test_runs_that_differ_by_the_same_in_every_future_leave_little_error(batch):
    first = np.random.default_rng(3).permutation(1024)[:, np.newaxis]
    mean = paired_mean(first, first + 7, every(first), batch)
    assert [end.item() for end in mean] == [7, 7, 7]
    quantile = paired_quantile(first, first + 7, every(first), 0.8, batch)
    assert quantile.value.item() == 7
    assert 7 - 6 <= quantile.low.item() < 7 < quantile.high.item() <= 7 + 6


def test_quantiles_of_unrelated_runs_are_as_uncertain_as_both_together():
    random = np.random.default_rng(4)
    first, second = (random.permutation(4000)[:, np.newaxis] for _ in range(2))
    found = paired_quantile(first, second, every(first), 0.5)
    one = Z95 * 0.5 / np.sqrt(4000) * 4000
    assert (found.high - found.low) / 2 == pytest.approx(np.sqrt(2) * one, rel=0.05)


def test_the_difference_of_quantiles_reaches_across_a_gap_that_one_of_them_may_have_jumped():
    random = np.random.default_rng(5)
    first = random.permutation(1000)
    second = np.argsort(np.argsort(first + random.normal(0, 100, 1000)))
    weekend = np.where(second < 505, second, second + 960)
    found = paired_quantile(first[:, np.newaxis], weekend[:, np.newaxis], every(first[:, np.newaxis]), 0.5)
    assert found.value.item() == 0
    assert found.low.item() < 0 < 900 < found.high.item()


def test_a_quantile_that_is_never_has_no_difference():
    first, second = column(*range(100)), column(*range(50), *[NEVER] * 50)
    assert np.isnan(paired_quantile(first, second, every(first), 0.8).value.item())
    half = paired_quantile(first, second, every(first), 0.5)
    assert half.value.item() == 0
    assert np.isnan(half.high.item())


def test_too_few_futures_tell_no_ends():
    first, second = column(1, 2), column(2, 4)
    found = paired_quantile(first, second, every(first), 0.8)
    assert found.value.item() == 2
    assert np.isnan(found.low.item())
    assert np.isnan(found.high.item())


def test_without_futures_that_count_there_is_no_difference():
    values, none = column(1, 2, 3), column(False, False, False)
    for found in (
        paired_mean(values, values, none),
        paired_quantile(values, values, none, 0.5),
        paired_probability(values > 1, values > 1, none),
    ):
        assert np.isnan([end.item() for end in found]).all()


def test_blocks_drawn_together_set_the_error_of_a_difference_of_probabilities():
    first = np.tile(np.arange(128) < 64, 8)[:, np.newaxis]
    second = np.tile(np.arange(128) < 80, 8)[:, np.newaxis]
    found = paired_probability(first, second, every(first), batch=128)
    assert found.value.item() == 0.125
    assert found.high.item() - 0.125 == pytest.approx(least_margin(1024).item())
