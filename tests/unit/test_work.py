"""The arithmetic of work: against the plain definition, and compiled against itself."""

from types import FunctionType

import numba
import numpy as np
import pytest

from capsim.clock import NEVER
from capsim.rules import work
from capsim.rules.work import (
    EFFORT_UNIT,
    after_working,
    clock_at,
    load_of,
    own_finish,
    share_to_end_by,
    team_done,
    team_finish,
)

DAYS = 12
NAMES = (
    "clock_at",
    "first_tick",
    "after_working",
    "own_finish",
    "team_done",
    "_at_day",
    "team_finish",
    "share_to_end_by",
    "load_of",
)


def compiled():
    """Return the functions of the module, compiled."""
    space = dict(vars(work))
    for name in NAMES:
        space[name] = numba.njit(FunctionType(getattr(work, name).__code__, space, name))
    return space


def before(capacity):
    return np.concatenate([np.zeros((len(capacity), 1), np.int64), capacity.cumsum(axis=1)], axis=1)


def random_case(number):
    rng = np.random.default_rng(number)
    capacity = rng.choice([0, 0, 240, 384, 480, 600], size=(4, DAYS)).astype(np.int64)
    people = rng.permutation(4)[: rng.integers(1, 5)]
    rates = rng.integers(1, 1_500_000, size=len(people))
    tick, left = int(rng.integers(0, 480 * DAYS)), int(rng.integers(0, 6 * 480)) * EFFORT_UNIT
    return before(capacity), capacity, people, rates, tick, left


def by_ticks(capacity, people, rates, tick, left):
    """Return the first tick with enough work done, adding tick by tick."""
    done = 0
    for now in range(tick, 480 * DAYS + 1):
        if done >= left:
            return now
        if now < 480 * DAYS:
            done += sum(
                int(rate) * int(capacity[person, now // 480])
                for person, rate in zip(people, rates, strict=True)
            )
    return NEVER


@pytest.mark.parametrize("number", range(60))
def test_a_team_ends_at_the_first_tick_with_enough_work_done(number):
    cumulative, capacity, people, rates, tick, left = random_case(number)
    args = cumulative.tolist(), capacity.tolist(), people.tolist(), rates.tolist()
    assert team_finish(*args, tick, left) == by_ticks(capacity, people, rates, tick, left)


@pytest.mark.parametrize("number", range(60))
def test_the_work_done_up_to_its_end_is_enough_and_a_tick_earlier_it_is_not(number):
    cumulative, capacity, people, rates, tick, left = random_case(number)
    args = cumulative.tolist(), capacity.tolist(), people.tolist(), rates.tolist()
    end = team_finish(*args, tick, left)
    if end != NEVER and left > 0:
        assert team_done(*args, tick, end) >= left > team_done(*args, tick, end - 1)


@pytest.mark.parametrize("number", range(60))
def test_the_share_with_which_a_team_ends_by_a_tick_is_the_smallest_that_does(number):
    cumulative, capacity, people, rates, tick, left = random_case(number)
    rng = np.random.default_rng([number, 1])
    person, speed = int(rng.integers(4)), int(rng.integers(1, 2000))
    clocks, people, rates = (cumulative.tolist(), capacity.tolist()), people.tolist(), rates.tolist()
    alone = team_finish(*clocks, people, rates, tick, left)
    end = int(rng.integers(0, max(1, min(alone, 480 * DAYS))))  # before they do it without that person

    def does(share):
        return team_finish(*clocks, [*people, person], [*rates, share * speed], tick, left) <= end

    smallest = next((share for share in range(1, 1001) if does(share)), None)
    found = share_to_end_by(*clocks, people, rates, tick, left, person, speed, end)
    assert found > 1000 if smallest is None else found == smallest


def test_a_lag_of_nothing_is_now_and_a_longer_one_counts_working_ticks():
    worked, working = [0, 1, 2, 2, 2, 3], [1, 1, 0, 0, 1]
    assert after_working(worked, working, 1000, 0) == 1000
    assert after_working(worked, working, 480 + 240, 240) == 960
    assert after_working(worked, working, 480 + 240, 241) == 4 * 480 + 1
    assert after_working(worked, working, 0, 3 * 480 + 1) == NEVER


def test_the_load_of_a_seat_is_rounded_up_to_a_thousandth_of_a_tick():
    assert load_of(EFFORT_UNIT, 3) == 334


def test_compiled_the_functions_give_the_same_answers():
    fast = compiled()
    for number in range(200):
        cumulative, capacity, people, rates, tick, left = random_case(number)
        lists = cumulative.tolist(), capacity.tolist(), people.tolist(), rates.tolist()
        arrays = cumulative, capacity, people, rates
        assert fast["team_finish"](*arrays, tick, left) == team_finish(*lists, tick, left)
        assert fast["team_done"](*arrays, 0, tick) == team_done(*lists, 0, tick)
        joins = tick, left, 1, 900, min(480 * DAYS - 1, tick + 1000)
        assert fast["share_to_end_by"](*arrays, *joins) == share_to_end_by(*lists, *joins)
        one = cumulative[0], capacity[0]
        assert fast["clock_at"](*one, tick % 480) == clock_at(*(row.tolist() for row in one), tick % 480)
        assert fast["own_finish"](*one, tick, left, 900_000, 2) == own_finish(
            *(row.tolist() for row in one), tick, left, 900_000, 2
        )
        worked, working = before(np.minimum(capacity, 1))[0], np.minimum(capacity, 1)[0]
        assert fast["after_working"](worked, working, tick, 700) == after_working(
            worked.tolist(), working.tolist(), tick, 700
        )
    assert fast["load_of"](EFFORT_UNIT, 3) == load_of(EFFORT_UNIT, 3)
