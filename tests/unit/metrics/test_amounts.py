"""Quantiles and means of amounts of work."""

import numpy as np
import pytest

from capsim.metrics.amounts import mean_of, quantile_of


def test_a_quantile_is_the_order_statistic():
    days = np.arange(1.0, 11.0)[:, np.newaxis]
    assert [quantile_of(days, level).value.item() for level in (0.1, 0.5, 0.9)] == [1.0, 5.0, 9.0]


def test_its_interval_is_the_one_of_ranks():
    found = quantile_of(np.arange(1.0, 101.0)[:, np.newaxis], 0.5)
    assert (found.low.item(), found.high.item()) == (41.0, 61.0)


def test_too_few_replications_tell_no_end():
    found = quantile_of(np.array([[1.0], [2.0]]), 0.5)
    assert np.isnan(found.low.item())
    assert np.isnan(found.high.item())


def test_the_mean_has_the_error_of_a_mean():
    mean, error = mean_of(np.array([[1.0], [2.0], [3.0], [6.0]]))
    assert mean.item() == 3.0
    assert error.item() == pytest.approx(np.std([1, 2, 3, 6], ddof=1) / 2)


def test_what_is_the_same_in_all_futures_has_no_error():
    mean, error = mean_of(np.full((1000, 1), 0.1))
    assert mean.item() == 0.1
    assert error.item() == 0.0


def test_errors_under_a_sampling_plan_come_from_blocks():
    pairs = np.array([[1.0], [3.0], [3.0], [1.0]])
    assert mean_of(pairs, 2)[1].item() == 0.0
    assert mean_of(pairs, 1)[1].item() > 0.5
