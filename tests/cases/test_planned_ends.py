"""Who helps out with work that gives way and would end after its planned last day, solved by hand (R8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from capsim.domain.policy import Policy
from capsim.rules import Fastest
from tests.cases.support import DAY, MONDAY, dev, solve, work

THREE = [dev("Ada"), dev("Bo"), dev("Cy")]


def day(number: int):
    return MONDAY + timedelta(days=number)


def half(days: float = 5, last: int | None = None, people=(1, 3), **fields):
    """Work for half of somebody, who may give less, planned to end on a day."""
    end = None if last is None else day(last)
    fields = {"allocation": 0.5, "least_allocation": 0.05, **fields}
    return work("a", days, people, end=end, **fields)


def test_people_join_until_the_work_would_end_by_its_planned_last_day():
    # five days: Ada alone would take until Friday of next week, with Bo it ends with this Friday
    solved = solve(THREE, [half(last=4)])
    assert solved.seats("a") == [("Ada", 0, 5 * DAY), ("Bo", 0, 5 * DAY)]


def test_one_person_more_joins_if_it_is_a_day_late():
    # 5 / 1.5 = 3 1/3 days
    assert solve(THREE, [half(last=3)]).seats("a") == [(name, 0, 1600) for name in ("Ada", "Bo", "Cy")]


def test_one_person_more_joins_if_it_is_a_tick_late():
    # 2401 ticks for two halves: half of them each, and the last of them on Saturday, which is Monday
    solved = solve(THREE, [half(2401 / DAY, last=4)])
    assert solved.team("a") == ["Ada", "Bo", "Cy"]
    assert solve(THREE, [half(2400 / DAY, last=4)]).team("a") == ["Ada", "Bo"]


def test_nobody_joins_what_ends_in_time():
    assert solve(THREE, [half(last=11)]).seats("a") == [("Ada", 0, 12 * DAY)]


def test_all_join_what_is_late_however_many_they_are():
    assert solve(THREE, [half(last=0)]).team("a") == ["Ada", "Bo", "Cy"]


def test_all_join_work_without_a_planned_last_day():
    assert solve(THREE, [half()]).team("a") == ["Ada", "Bo", "Cy"]


@pytest.mark.parametrize("least", [None, 0.5])
def test_all_join_work_that_does_not_give_way(least):
    assert solve(THREE, [half(last=11, least_allocation=least)]).team("a") == ["Ada", "Bo", "Cy"]


def test_a_planned_last_day_before_the_start_is_always_over():
    assert solve(THREE, [half(0.5, last=-3)]).team("a") == ["Ada", "Bo", "Cy"]
    assert solve(THREE, [half(0.001, last=-1)]).team("a") == ["Ada", "Bo", "Cy"]


def test_what_is_planned_to_last_beyond_the_run_is_not_late_in_it():
    # by Friday, the horizon, neither is done; only what should have been is late
    assert solve(THREE, [half(90, last=5)], horizon=day(4)).team("a") == ["Ada"]
    assert solve(THREE, [half(90, last=4)], horizon=day(4)).team("a") == ["Ada", "Bo", "Cy"]


def test_who_is_preferred_joins_first_and_may_be_enough():
    # Flo alone does one day of work a day, and 6 1/4 are wanted by Friday; with Bo they take 6.25 / 1.5 days
    people = [dev("Ada", 0.5), dev("Bo"), dev("Flo", 2.0)]
    solved = solve(people, [half(6.25, last=4)], policy=Policy(assignment=Fastest()))
    assert solved.seats("a") == [("Bo", 0, 2000), ("Flo", 0, 2000)]


def test_who_becomes_free_joins_what_would_still_be_late():
    # by Tuesday 11.5 days are left for nine days of Ada and Bo; Cy on Thursday: 9.5 / 1.5 = 6 1/3 days
    people = [dev("Ada"), dev("Bo", start=day(1)), dev("Cy", start=day(3))]
    end = 11 * DAY + 160
    assert solve(people, [half(12, last=11)]).seats("a") == [
        ("Ada", 0, end),
        ("Bo", DAY, end),
        ("Cy", 3 * DAY, end),
    ]


def test_who_becomes_free_does_not_join_what_will_be_in_time():
    # by Tuesday 8.5 days are left for nine days of Ada and Bo
    people = [dev("Ada"), dev("Bo", start=day(1)), dev("Cy", start=day(3))]
    end = 11 * DAY + DAY // 2
    assert solve(people, [half(9, last=11)]).seats("a") == [("Ada", 0, end), ("Bo", DAY, end)]


def test_late_work_takes_people_later_only_if_the_policy_lets_it():
    people, late = [dev("Ada"), dev("Bo", start=day(1))], half(2, last=2)
    assert solve(people, [late]).team("a") == ["Ada", "Bo"]
    assert solve(people, [late], policy=Policy(top_up=False)).team("a") == ["Ada"]
    assert solve(people, [late], policy=Policy(top_up_min_days=4)).team("a") == ["Ada"]


def test_who_falls_ill_is_made_up_for_by_somebody_who_was_not_wanted_before():
    # five days for two weeks of Ada's halves. On Tuesday it is known that she is away for the three days that
    # follow: Bo, who was free all the time, joins. 4.5 days are left, 3.5 on Wednesday, 2 on Monday
    def ill(world):
        yield world.until(day(1))
        world.away("Ada", day(2), day(4))

    solved = solve([dev("Ada"), dev("Bo")], [half(last=11)], processes=[ill])
    assert solved.seats("a") == [("Ada", 0, 9 * DAY), ("Bo", DAY, 9 * DAY)]
