"""95 % intervals cover what they are made for, at fixed seeds."""

import numpy as np
import pytest

from capsim.metrics import odds, order_statistic_interval, ratio_error, wilson

TRIALS = 600
TOLERANCE = 4 * np.sqrt(0.95 * 0.05 / TRIALS)  # four standard errors of a coverage of 95 %


def latin(random, runs, blocks, dimensions):
    """Uniforms of many runs: in each block of 128 every one of 128 strata is met once, per dimension."""
    strata = np.argsort(random.random((runs, blocks, dimensions, 128)), axis=-1)
    u = (strata + random.random(strata.shape)) / 128
    return np.moveaxis(u, 2, 3).reshape(runs, blocks * 128, dimensions)


def covered(low, high, truth):
    return np.mean((low <= truth) & (truth <= high))


@pytest.mark.parametrize("probability", [0.1, 0.5, 0.9])
def test_wilsons_interval_covers_the_probability(probability):
    hits = np.random.default_rng(1).binomial(1000, probability, TRIALS)
    assert covered(*wilson(hits, 1000), probability) > 0.95 - TOLERANCE


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_the_interval_of_a_quantile_covers_it(level):
    draws = (np.random.default_rng(2).random((1000, TRIALS)) * 1_000_000).astype(np.int64)
    low, high = order_statistic_interval(draws, np.ones_like(draws, dtype=bool), level)
    assert covered(low, high, level * 1_000_000) > 0.95 - TOLERANCE


def test_intervals_from_blocks_cover_under_a_latin_hypercube():
    u = latin(np.random.default_rng(3), TRIALS, 8, 3)
    total = u.sum(axis=2).T  # (replications, runs): an Irwin-Hall law, median 1.5
    estimated = odds(total <= 1.5, np.ones_like(total, dtype=bool), batch=128)
    assert covered(estimated.low, estimated.high, 0.5) > 0.95 - TOLERANCE
    independent = odds(total <= 1.5, np.ones_like(total, dtype=bool))
    assert np.mean(estimated.half_width) < 0.8 * np.mean(independent.half_width)


@pytest.mark.parametrize("count", [1000, 1024])
@pytest.mark.parametrize("probability", [0.5, 0.875, 0.876, 0.88, 0.885, 0.99])
def test_intervals_from_blocks_cover_though_every_block_is_alike(probability, count):
    u = latin(np.random.default_rng(6), TRIALS, 8, 1)[:, :count, 0].T  # one input: a block counts k or k + 1
    every = np.ones_like(u, dtype=bool)
    estimated = odds(u <= probability, every, batch=128)
    assert covered(estimated.low, estimated.high, probability) > 0.95 - TOLERANCE
    low, high = order_statistic_interval((u * 1e6).astype(np.int64), every, probability, batch=128)
    assert covered(low, np.where(high < 0, 10**6, high), probability * 1e6) > 0.95 - TOLERANCE


def test_the_interval_of_a_median_from_blocks_covers_under_a_latin_hypercube():
    u = latin(np.random.default_rng(4), 300, 8, 3)
    values = (u.sum(axis=2).T * 1_000_000).astype(np.int64)
    low, high = order_statistic_interval(values, np.ones_like(values, dtype=bool), 0.5, batch=128)
    assert covered(low, high, 1_500_000) > 0.95 - 4 * np.sqrt(0.95 * 0.05 / 300)


def test_the_error_of_a_ratio_is_the_scatter_of_the_ratio():
    random = np.random.default_rng(5)
    bottom = random.gamma(20, 1, (400, TRIALS))
    top = bottom * random.uniform(0.2, 0.9, bottom.shape)
    ratio = top.sum(axis=0) / bottom.sum(axis=0)
    told = np.sqrt(np.mean(ratio_error(top, bottom) ** 2))
    assert told == pytest.approx(ratio.std(ddof=1), rel=4 / np.sqrt(2 * TRIALS))
