"""Units of time: rule R1."""

from datetime import date

import numpy as np
import pytest

from capsim import clock

START = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("days", "ticks"),
    [
        (0, 0),
        (1, 480),
        (0.5, 240),
        (1 / 480, 1),
        (1e-9, 1),
        (1.0001, 481),
        (2.000000001, 960),
        (100_000, 48_000_000),
    ],
)
def test_days_become_ticks_rounded_up(days: float, ticks: int) -> None:
    assert clock.days_to_ticks(days) == ticks


def test_a_sum_of_floats_is_not_a_tick_longer_than_the_float_of_the_sum() -> None:
    assert 0.1 + 0.2 > 0.3
    assert clock.days_to_ticks(0.1 + 0.2) == clock.days_to_ticks(0.3) == 144


def test_an_array_of_days_converts_as_each_of_them_does() -> None:
    days = np.concatenate([[0.0, 1e-12, 1e-9, 0.3, 0.1 + 0.2], np.linspace(0, 50, 1_001)])
    assert clock.ticks_of_days(days).tolist() == [clock.days_to_ticks(each) for each in days]


def test_work_that_finishes_at_the_end_of_a_day_is_dated_that_day() -> None:
    assert clock.date_of_finish(480, START) == START
    assert clock.date_of_finish(481, START) == date(2027, 1, 5)


def test_work_that_starts_at_the_end_of_a_day_is_dated_the_next() -> None:
    assert clock.date_of_start(479, START) == START
    assert clock.date_of_start(480, START) == date(2027, 1, 5)


def test_a_finish_at_the_very_beginning_is_dated_the_first_day() -> None:
    assert clock.date_of_finish(0, START) == START


def test_a_deadline_is_kept_up_to_the_end_of_its_day() -> None:
    deadline = date(2027, 1, 6)
    last = clock.end_of_day(deadline, START)
    assert last == 480 * (clock.day_index(deadline, START) + 1) == 1440
    assert clock.date_of_finish(last, START) == deadline
    assert clock.date_of_finish(last + 1, START) > deadline


def test_a_day_lies_between_its_two_ends() -> None:
    day = date(2027, 3, 28)
    assert clock.end_of_day(day, START) - clock.start_of_day(day, START) == clock.TICKS_PER_DAY


def test_ticks_become_days() -> None:
    assert clock.ticks_to_days(720) == 1.5


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0, 0), (0.0004, 0), (0.0005, 1), (1.005, 1005), (1.1 * 0.7, 770), (2.4999, 2500)],
)
def test_thousandths_are_rounded_half_up(amount: float, expected: int) -> None:
    assert clock.thousandths(amount) == expected


def test_never_lies_behind_the_longest_horizon() -> None:
    assert clock.end_of_day(date(2127, 1, 4), START) < clock.NEVER < 2**31
