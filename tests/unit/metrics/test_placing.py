"""Work placed on planned dates."""

import numpy as np
import pytest

from capsim.metrics.placing import earliest_starts, placed
from capsim.plan.network import critical_path, make_network

BOUNDS = np.array([0, 100, 100, 300])


def place(amount, begin, end, cell=None):
    works = np.arange(len(amount)) if cell is None else np.array(cell)
    return placed(
        np.array([amount], dtype=float),
        np.array(begin),
        np.array(end),
        works * 0 if cell is None else works,
        1 + max(cell or [0]),
        BOUNDS,
    )[0].tolist()


def test_work_is_spread_evenly_over_its_time():
    assert place([8.0], [50], [250]) == [[2.0, 0.0, 6.0]]


def test_a_period_without_working_time_gets_nothing():
    assert place([1.0], [100], [101]) == [[0.0, 0.0, 1.0]]


def test_what_lies_outside_is_left_out():
    assert place([4.0, 5.0], [250, 300], [350, 400]) == [[0.0, 0.0, 2.0]]


def test_cells_add_up_apart():
    assert place([1.0, 2.0, 4.0], [0, 0, 100], [100, 100, 200], [1, 0, 1]) == [
        [2.0, 0.0, 0.0],
        [1.0, 0.0, 4.0],
    ]


def test_nothing_is_placed_nowhere():
    assert place([0.0], [0], [0]) == [[0.0, 0.0, 0.0]]
    assert placed(np.zeros((2, 0)), *[np.zeros(0, int)] * 3, 0, BOUNDS).shape == (2, 0, 3)


def test_each_replication_has_dates_of_its_own():
    amount, begin = np.full((2, 1), 3.0), np.array([[0], [90]])
    made = placed(amount, begin, begin + 30, np.array([0]), 1, BOUNDS)
    assert made[:, 0].tolist() == [[3.0, 0.0, 0.0], [1.0, 0.0, 2.0]]


def test_many_replications_are_placed_as_few(monkeypatch):
    rng = np.random.default_rng(1)
    amount, begin = rng.random((9, 5)), rng.integers(0, 200, (9, 5))
    whole = placed(amount, begin, begin + 77, np.array([0, 1, 0, 1, 2]), 3, BOUNDS)
    monkeypatch.setattr("capsim.metrics.placing._PIECES", 10)
    assert np.array_equal(placed(amount, begin, begin + 77, np.array([0, 1, 0, 1, 2]), 3, BOUNDS), whole)


@pytest.mark.parametrize("seed", range(5))
def test_earliest_starts_are_those_of_the_critical_path(seed):
    rng = np.random.default_rng(seed)
    after = np.repeat(np.arange(1, 8), 2)
    before = rng.integers(0, after)
    network = make_network(np.zeros(8, int), before, after, rng.integers(0, 4, 14), rng.integers(0, 50, 14))
    release, duration = rng.integers(0, 100, 8), rng.integers(0, 90, (3, 8))
    assert np.array_equal(
        earliest_starts(network, release, duration), critical_path(network, release, duration).es
    )


def test_nothing_waits_for_work_that_does_not_happen():
    chain = make_network(
        np.array([0, 1, 2]), np.array([0, 1]), np.array([1, 2]), np.array([0, 0]), np.array([0, 0])
    )
    absent = np.array([[False, True, False], [False, False, False]])
    found = earliest_starts(chain, np.zeros(3, int), np.array([[5, 7, 1], [5, 7, 1]]), absent)
    assert found[:, 2].tolist() == [0, 12]
