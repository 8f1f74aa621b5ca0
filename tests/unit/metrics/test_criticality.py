"""Criticality of tasks: numbers known from elsewhere, and cases worked out by hand."""

import numpy as np
import pytest

from capsim.metrics.criticality import cruciality, sensitivity, significance
from capsim.plan.network import critical_path, make_network

# A and B come before C, D beside them; five runs of the lengths of A, B, C, D
LENGTHS = np.array([(4, 3, 5, 7), (5, 6, 4, 8), (3, 5, 6, 12), (6, 2, 3, 9), (4, 7, 5, 6)])
EVERY = np.full(5, True)


@pytest.fixture(scope="module")
def path():
    links = np.array([0, 1]), np.array([2, 2]), np.zeros(2, np.int64), np.zeros(2, np.int64)
    found = critical_path(make_network(np.zeros(4, np.int64), *links), np.zeros(4), LENGTHS)
    return np.minimum(found.ls - found.es, found.lf - found.ef), found.ef.max(axis=1)


def test_the_fixture_has_these_critical_tasks(path):
    # ends 9, 10, 12, 9, 12; in the fourth run A, C and D tie
    slack, whole = path
    assert whole.tolist() == [9, 10, 12, 9, 12]
    assert (slack == 0).mean(axis=0).tolist() == [0.4, 0.4, 0.8, 0.4]


def test_the_fixture_has_these_indices(path):
    slack, whole = path
    assert significance(LENGTHS, slack, whole, EVERY)[0] == pytest.approx(
        [0.7537, 0.8029, 0.9670, 0.8077], abs=5e-5
    )
    found = sensitivity(slack == 0, LENGTHS, whole, EVERY)[0]
    assert found == pytest.approx([0.3007, 0.5469, 0.6014, 0.6072], abs=5e-5)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("pearson", [-0.6940, 0.7791, 0.6940, 0.2291]),
        ("spearman", [-0.6489, 0.7906, 0.6489, 0.0]),
        ("kendall", [-0.5893, 0.6708, 0.5893, 0.0]),
    ],
)
def test_the_fixture_has_these_correlations(path, name, known):
    assert getattr(cruciality(LENGTHS, path[1], EVERY), name) == pytest.approx(known, abs=5e-5)


def test_runs_that_do_not_count_change_nothing(path):
    slack, whole = (np.concatenate([each, each[:2] * 7 + 1]) for each in path)
    lengths = np.concatenate([LENGTHS, LENGTHS[:2] * 3])
    counted = np.arange(7) < 5
    assert significance(lengths, slack, whole, counted)[0] == pytest.approx(
        significance(LENGTHS, *path, EVERY)[0]
    )
    more = sensitivity(slack == 0, lengths, whole, counted)
    assert more[0] == pytest.approx(sensitivity(path[0] == 0, LENGTHS, path[1], EVERY)[0])
    assert cruciality(lengths, whole, counted).kendall == pytest.approx(
        cruciality(LENGTHS, path[1], EVERY).kendall
    )


def test_what_never_changes_has_no_correlation_and_what_takes_no_time_no_significance():
    lengths, whole = np.array([[0, 3], [0, 3], [0, 3]]), np.array([3, 4, 5])
    assert np.isnan(cruciality(lengths, whole, EVERY[:3]).pearson).all()
    assert significance(lengths, np.zeros((3, 2), np.int64), whole, EVERY[:3])[0].tolist() == [0.0, 1.0]


def test_stated_errors_are_those_of_repeats():
    # 400 repeats of 200 runs: two tasks in a row, the first of them twice as uneven
    random = np.random.default_rng(5)
    told, found = [], []
    for _ in range(400):
        lengths = np.stack([random.integers(0, 400, 200), random.integers(0, 200, 200)], axis=1) + 100
        whole = lengths.sum(axis=1)
        critical = np.stack([random.random(200) < 0.7, random.random(200) < 0.3], axis=1)
        value, error = sensitivity(critical, lengths, whole, np.full(200, True))
        all_three = cruciality(lengths, whole, np.full(200, True))
        found.append([*value, all_three.pearson[1], all_three.spearman[1], all_three.kendall[1]])
        told.append(
            [*error, all_three.pearson_error[1], all_three.spearman_error[1], all_three.kendall_error[1]]
        )
    assert np.mean(told, axis=0) == pytest.approx(np.std(found, axis=0), rel=0.25)


def test_a_delay_and_what_is_absent_move_the_path():
    # 0 then 1, and 2 alone; a delay of 5 before 1; in the second run 0 is not there, so nothing waits for it
    links = np.array([0]), np.array([1]), np.array([0]), np.array([2])
    network = make_network(np.zeros(3, np.int64), *links)
    absent = np.array([[False] * 3, [True, False, False]])
    lengths = np.array([[10, 3, 4], [0, 3, 4]])
    found = critical_path(network, np.zeros(3), lengths, np.array([0, 5, 0]), absent)
    assert found.es[:, 1].tolist() == [17, 5]
    assert found.ls[:, 0].tolist()[0] == 0
    assert found.ls[:, 2].tolist() == [16, 4]  # the end is at 20, and at 8
