"""Busy time over capacity, by hand."""

import numpy as np
import pytest
from scipy import stats

from capsim.clock import NEVER
from capsim.metrics import Away, stop_ticks, utilization
from capsim.metrics.utilization import busy_people

WEEK = [480] * 5 + [0, 0]


def busy(capacity, seats, stop, bounds=None, group=None, groups=None, batch=1, away=None):
    """Seats are (replication, person, start, end, allocation); away is (replication, person, start, end)."""
    capacity = np.array(capacity)
    replication, person, start, end, allocation = np.array(seats, dtype=np.int64).reshape(-1, 5).T
    group = np.arange(len(capacity)) if group is None else np.array(group)
    return utilization(
        capacity=capacity,
        group=group,
        groups=int(group.max()) + 1 if groups is None else groups,
        bounds=np.array([0, capacity.shape[1] * 480] if bounds is None else bounds),
        stop=np.array(stop),
        seat_replication=replication,
        seat_person=person.astype(np.int32),
        seat_start=start.astype(np.int32),
        seat_end=end.astype(np.int32),
        seat_allocation=allocation.astype(np.int32),
        away=None if away is None else Away(*np.array(away, dtype=np.int64).reshape(-1, 4).T),
        batch=batch,
    )


def test_two_days_of_five_are_forty_percent():
    got = busy([WEEK], [(0, 0, 0, 960, 1000)], stop=[7 * 480])
    assert (got.busy.item(), got.capacity.item(), got.ratio.item()) == (2.0, 5.0, 0.4)


def test_a_part_of_a_day_counts_by_its_ticks():
    got = busy([WEEK], [(0, 0, 120, 480 + 240, 1000)], stop=[7 * 480])
    assert got.busy.item() == 0.75 + 0.5


def test_a_day_of_leave_inside_a_seat_is_neither_busy_nor_capacity():
    got = busy([[480, 0, 480, 480, 480]], [(0, 0, 0, 3 * 480, 1000)], stop=[5 * 480])
    assert (got.busy.item(), got.capacity.item(), got.ratio.item()) == (2.0, 4.0, 0.5)


def test_a_part_timer_is_busy_for_the_capacity_there_is():
    got = busy([[288] * 5], [(0, 0, 0, 5 * 480, 1000)], stop=[5 * 480])
    assert (got.busy.item(), got.capacity.item(), got.ratio.item()) == (3.0, 3.0, 1.0)


def test_half_an_allocation_is_half_as_busy_and_seats_add_up():
    seats = [(0, 0, 0, 2 * 480, 500), (0, 0, 480, 2 * 480, 250)]
    got = busy([[480] * 5], seats, stop=[5 * 480])
    assert got.busy.item() == 1.0 + 0.25


def test_nothing_counts_after_the_stop():
    got = busy([WEEK], [(0, 0, 0, NEVER, 1000)], stop=[2 * 480 + 120])
    assert (got.busy.item(), got.capacity.item(), got.ratio.item()) == (2.25, 2.25, 1.0)


def test_a_seat_over_two_periods_is_cut_at_their_border():
    got = busy([WEEK * 2], [(0, 0, 3 * 480, 8 * 480, 1000)], stop=[14 * 480], bounds=[0, 7 * 480, 14 * 480])
    assert got.busy.tolist() == [[2.0, 1.0]]
    assert got.ratio.tolist() == [[0.4, 0.2]]


def test_groups_add_up_people():
    seats = [(0, 0, 0, 480, 1000), (0, 2, 0, 480, 1000)]
    got = busy([[480], [480], [240]], seats, stop=[480], group=[0, 0, 1])
    assert got.ratio.tolist() == [[0.5], [1.0]]
    assert got.capacity.tolist() == [[2.0], [0.5]]


def test_a_group_without_capacity_has_no_utilization():
    got = busy([[0, 0]], [], stop=[960])
    assert np.isnan(got.ratio).all()
    assert got.capacity.tolist() == [[0.0]]


def test_the_ratio_weighs_replications_by_their_capacity():
    seats = [(0, 0, 0, 480, 1000), (1, 0, 0, 480, 1000)]
    got = busy([[480] * 4], seats, stop=[480, 4 * 480])
    assert got.ratio.item() == 2 / 5
    assert got.capacity.item() == 2.5


def test_a_replication_in_which_nothing_goes_ahead_counts_no_capacity():
    got = busy([[480] * 4], [(1, 0, 0, 480, 1000)], stop=[0, 4 * 480])
    assert got.ratio.item() == 0.25


def test_the_error_is_that_of_a_mean_when_capacity_is_the_same_in_all_replications():
    lengths = [480, 960, 1920, 240]
    seats = [(index, 0, 0, length, 1000) for index, length in enumerate(lengths)]
    got = busy([[480] * 4], seats, stop=[4 * 480] * 4)
    assert got.error.item() == pytest.approx(stats.sem(np.array(lengths) / 1920), rel=1e-12)


def test_runs_that_do_not_differ_have_no_error():
    seats = [(index, 0, 0, 777, 333) for index in range(50)]
    assert busy([[480] * 4], seats, stop=[4 * 480] * 50).error.item() == 0.0


def test_seats_in_any_order_give_the_same_numbers():
    seats = [(1, 1, 5, 900, 400), (0, 0, 100, 700, 1000), (0, 1, 0, 480, 250), (1, 0, 0, 20, 1000)]
    one = busy([[480, 480], [240, 480]], seats, stop=[960, 900])
    two = busy([[480, 480], [240, 480]], seats[::-1], stop=[960, 900])
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_a_run_stops_at_its_last_finish_or_else_at_the_horizon():
    finish = np.array([[100, 900], [100, NEVER], [-1, -1], [-1, 50]], dtype=np.int32)
    assert stop_ticks(finish, 4800).tolist() == [900, 4800, 0, 50]


def test_a_thousand_like_replications_are_as_busy_as_one_without_an_error():
    random = np.random.default_rng(5)
    person, start = random.integers(0, 50, 200), random.integers(0, 400 * 480, 200)
    end = start + random.integers(1, 30 * 480, 200)

    def many(times):
        return utilization(
            capacity=np.tile(np.array(WEEK), (50, 70)),
            group=np.arange(50) % 10,
            groups=10,
            bounds=np.arange(0, 71 * 7 * 480, 7 * 480),
            stop=np.full(times, 430 * 480),
            seat_replication=np.repeat(np.arange(times), 200),
            seat_person=np.tile(person, times),
            seat_start=np.tile(start, times),
            seat_end=np.tile(end, times),
            seat_allocation=np.full(200 * times, 1000),
        )

    one, thousand = many(1), many(1000)
    assert np.array_equal(thousand.ratio, one.ratio, equal_nan=True)
    assert np.nanmax(thousand.error) == 0


# ---------------------------------------------------------------- people, replication by replication


def busy_each(capacity, seats, replications, bounds, away=None):
    replication, person, start, end, allocation = np.array(seats, dtype=np.int64).reshape(-1, 5).T
    return busy_people(
        capacity=np.array(capacity),
        bounds=np.array(bounds),
        replications=replications,
        seat_replication=replication,
        seat_person=person,
        seat_start=start,
        seat_end=end,
        seat_allocation=allocation,
        away=None if away is None else Away(*np.array(away, dtype=np.int64).reshape(-1, 4).T),
    )


@pytest.mark.parametrize("away", [None, [(0, 1, 480, 1440), (2, 0, 0, 700), (2, 0, 600, 900)]])
def test_people_are_as_busy_as_their_utilization_says(away):
    rng = np.random.default_rng(1)
    capacity = rng.choice([0, 240, 480], (2, 8))
    start = rng.integers(0, 3000, 12)
    seats = np.stack(
        [np.arange(12) % 3, np.arange(12) % 2, start, start + rng.integers(1, 800, 12), np.full(12, 400)]
    ).T
    bounds = [0, 960, 8 * 480]
    each = busy_each(capacity, seats, 3, bounds, away)
    whole = busy(capacity, seats, stop=[8 * 480] * 3, bounds=bounds, away=away)
    assert each.busy.shape == (3, 2, 2)
    assert each.available.sum(axis=0) / (1000 * 480 * 480 * 3) == pytest.approx(whole.capacity)
    assert each.busy.sum(axis=0) / (1000 * 480 * 480 * 3) == pytest.approx(whole.busy)


def test_each_replication_is_told_apart():
    each = busy_each([[480] * 2], [(1, 0, 0, 480, 500)], 2, [0, 480, 960])
    assert (each.busy / each.available).tolist() == [[[0, 0]], [[0.5, 0]]]
