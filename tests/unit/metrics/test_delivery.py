"""Finishes, odds and quantiles, by hand."""

import math

import numpy as np
import pytest

from capsim.clock import ABSENT, NEVER
from capsim.metrics import (
    UNBOUNDED,
    always,
    odds,
    order_statistic,
    order_statistic_interval,
    project_finish,
    wilson,
)


def column(*values):
    return np.array(values, dtype=np.int32)[:, np.newaxis]


def all_of(values):
    return np.ones(values.shape, dtype=np.bool_)


def test_a_project_finishes_with_its_last_task():
    finish = np.array([[480, 960, 100], [700, 500, NEVER]], dtype=np.int32)
    assert project_finish(finish, np.array([0, 2, 3])).tolist() == [[960, 100], [700, NEVER]]


def test_a_project_with_one_task_that_never_finishes_never_finishes():
    finish = np.array([[480, NEVER]], dtype=np.int32)
    assert project_finish(finish, np.array([0, 2])).tolist() == [[NEVER]]


def test_a_project_that_does_not_go_ahead_is_absent():
    finish = np.array([[ABSENT, ABSENT]], dtype=np.int32)
    assert project_finish(finish, np.array([0, 2])).tolist() == [[ABSENT]]


def test_a_project_without_tasks_is_finished_at_once_and_moves_no_other():
    finish = np.array([[480, 960]], dtype=np.int32)
    assert project_finish(finish, np.array([0, 0, 1, 1, 2, 2])).tolist() == [[0, 480, 0, 960, 0]]


def test_the_probability_counts_only_replications_that_go_ahead():
    hit = np.array([[True], [False], [True], [False]])
    counted = np.array([[True], [True], [True], [False]])
    estimated = odds(hit, counted)
    assert estimated.probability.tolist() == [2 / 3]
    assert (estimated.low[0], estimated.high[0]) == tuple(map(float, wilson(2, 3)))


def test_a_hit_that_does_not_count_changes_nothing():
    hit = np.array([[True], [True], [False]])
    counted = np.array([[True], [False], [True]])
    assert odds(hit, counted).probability.tolist() == [0.5]


def test_there_are_no_odds_where_nothing_goes_ahead():
    nothing = np.zeros((5, 1), dtype=np.bool_)
    estimated = odds(nothing, nothing)
    assert np.isnan([estimated.probability[0], estimated.low[0], estimated.high[0]]).all()


def test_under_a_latin_hypercube_the_interval_comes_from_blocks():
    hit = np.concatenate([np.arange(128) < 64, np.arange(128) < 60])[:, np.newaxis]
    estimated = odds(hit, all_of(hit), batch=128)
    half = 12.706204736432095 * (4 / 128) / 2  # t(1) times the standard error of two block means
    assert estimated.probability[0] == 124 / 256
    assert estimated.high[0] - estimated.probability[0] == pytest.approx(half, rel=1e-9)
    assert estimated.half_width[0] == pytest.approx(half, rel=1e-9)


def test_blocks_that_are_all_alike_leave_the_least_margin_of_so_many_replications():
    hit = np.tile(np.arange(128) < 112, 8)[:, np.newaxis]
    estimated = odds(hit, all_of(hit), batch=128)
    assert estimated.probability[0] == 0.875
    assert estimated.half_width[0] == pytest.approx(-math.log(0.025) / 1024, rel=1e-12)


def test_certainty_in_every_block_is_only_as_good_as_their_number():
    hit = np.ones((1024, 1), dtype=np.bool_)
    estimated = odds(hit, hit, batch=128)
    assert (estimated.probability[0], estimated.high[0]) == (1.0, 1.0)
    assert estimated.low[0] == pytest.approx(1 + math.log(0.025) / 1024, rel=1e-12)  # q**1024 is about 2.5 %
    assert estimated.low[0] ** 1024 == pytest.approx(0.025, rel=0.01)


def test_only_what_counts_tells_the_least_margin():
    counted = np.tile([[True], [False]], (512, 1))
    assert odds(counted, counted, batch=2).low[0] == pytest.approx(1 + math.log(0.025) / 512, rel=1e-12)


def test_an_unfinished_block_adds_to_the_margin():
    hit = np.concatenate([np.tile(np.arange(128) < 64, 7), np.arange(104) < 52])[:, np.newaxis]
    half = 1.959963984540054 * math.sqrt(104 * (24 / 128) * 0.25) / 1000
    assert odds(hit, all_of(hit), batch=128).half_width[0] == pytest.approx(half, rel=1e-9)


def test_the_interval_of_a_quantile_does_not_collapse_when_blocks_are_alike():
    values = np.tile(np.arange(128), 8)[:, np.newaxis] * 8 + np.repeat(np.arange(8), 128)[:, np.newaxis]
    low, high = order_statistic_interval(values, all_of(values), 0.5, batch=128)  # 0 to 1023, each once
    assert (low.tolist(), high.tolist()) == ([508], [515])  # 512 ± 3.69, as ranks from 1


def test_an_interval_between_blocks_stays_between_0_and_1():
    hit = np.array([True, True, True, True, False, True])[:, np.newaxis]
    estimated = odds(hit, all_of(hit), batch=2)
    assert estimated.high[0] == 1.0
    assert 0 <= estimated.low[0] < 5 / 6


def test_one_block_has_no_interval():
    hit = np.ones((128, 1), dtype=np.bool_)
    estimated = odds(hit, hit, batch=128)
    assert estimated.probability[0] == 1.0
    assert np.isnan(estimated.low[0])


def test_always_asks_only_what_counts():
    hit = np.array([[True, False], [True, False], [False, True]])
    counted = np.array([[True, True], [True, False], [True, True]])
    assert always(hit, counted).tolist() == [False, True, False]


@pytest.mark.parametrize(("level", "value"), [(0.5, 20), (0.51, 30), (0.75, 30), (0.8, NEVER), (1.0, NEVER)])
def test_a_quantile_is_an_order_statistic_with_never_last(level, value):
    values = column(NEVER, 30, 10, 20)
    assert order_statistic(values, all_of(values), level).tolist() == [value]


@pytest.mark.parametrize(
    ("count", "level", "rank"), [(100, 0.07, 7), (1000, 0.8, 800), (20, 0.95, 19), (3, 0.5, 2)]
)
def test_the_rank_of_a_quantile_is_the_exact_ceiling(count, level, rank):
    values = np.arange(1, count + 1, dtype=np.int32)[:, np.newaxis]
    assert order_statistic(values, all_of(values), level).tolist() == [rank]


def test_quantiles_leave_out_replications_that_do_not_go_ahead():
    values = column(ABSENT, 30, ABSENT, 20)
    assert order_statistic(values, values != ABSENT, 0.5).tolist() == [20]
    assert order_statistic(values, values != ABSENT, 0.8).tolist() == [30]


def test_a_project_that_never_goes_ahead_has_no_quantile():
    values = column(ABSENT, ABSENT)
    nothing = values != ABSENT
    assert order_statistic(values, nothing, 0.5).tolist() == [ABSENT]
    low, high = order_statistic_interval(values, nothing, 0.5)
    assert (low.tolist(), high.tolist()) == ([ABSENT], [ABSENT])


def test_the_interval_of_a_median_of_100_is_the_41st_to_the_61st():
    values = np.arange(1, 101)[::-1].reshape(-1, 1)  # 41 to 60 heads of 100: 95.40 %
    low, high = order_statistic_interval(values, all_of(values), 0.5)
    assert (low.tolist(), high.tolist()) == ([41], [61])


def test_too_few_replications_bound_nothing():
    values = column(10, 20, 30)
    low, high = order_statistic_interval(values, all_of(values), 0.8)
    assert low.tolist() == [10]
    assert high.tolist() == [UNBOUNDED]


def test_the_interval_reaches_never_when_the_quantile_may():
    values = np.where(np.arange(100) < 82, np.arange(100), NEVER)[:, np.newaxis]
    low, high = order_statistic_interval(values, all_of(values), 0.8)
    assert low[0] < 80
    assert high[0] == NEVER


def test_antithetic_pairs_bound_a_median_more_tightly_than_independent_draws():
    first = np.arange(200)
    values = np.stack([first, 399 - first], axis=1).reshape(-1, 1)  # every pair has one low, one high
    paired = order_statistic_interval(values, all_of(values), 0.5, batch=2)
    single = order_statistic_interval(values, all_of(values), 0.5)
    # each pair has exactly one value up to the median: only ln(0.025) / 400 = 0.9 % is left, ranks 197 to 204
    assert (paired[0].tolist(), paired[1].tolist()) == ([196], [203])
    assert single[0][0] < 199 < single[1][0]


def test_ties_are_shared_out_evenly_among_batches():
    values = np.full((8, 1), NEVER, dtype=np.int32)
    low, high = order_statistic_interval(values, all_of(values), 0.5, batch=2)
    assert (low.tolist(), high.tolist()) == ([NEVER], [NEVER])
