"""Who helps out with work that gives way and would end after its planned last day, solved by hand (R8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.task import Need, Task
from capsim.rules import Fastest, Specialist
from tests.cases.support import DAY, MONDAY, dev, solve, work

THREE = [dev("Ada"), dev("Bo"), dev("Cy")]


def day(number: int):
    return MONDAY + timedelta(days=number)


def half(days: float = 5, last: int | None = None, people=(1, 3), name="a", **fields):
    """Work for half of somebody, who may give less, planned to end on a day."""
    end = None if last is None else day(last)
    fields = {"allocation": 0.5, "least_allocation": 0.05, **fields}
    return work(name, days, people, end=end, **fields)


def test_nobody_joins_what_ends_in_time():
    assert solve(THREE, [half(last=11)]).shares("a") == [("Ada", 0, 12 * DAY, 500)]
    assert solve(THREE, [half(2.5, last=4)]).shares("a") == [("Ada", 0, 5 * DAY, 500)]


def test_somebody_gives_more_of_the_day_to_what_would_end_late():
    # five days: with half of Ada until Friday of next week, with all of her until this Friday
    assert solve(THREE, [half(last=4)]).shares("a") == [("Ada", 0, 5 * DAY, 500)] * 2


def test_no_more_is_taken_than_makes_the_work_end_in_time():
    # half a day is missing of the five until Friday: a tenth of Ada
    solved = solve(THREE, [half(3, last=4)])
    assert solved.shares("a") == [("Ada", 0, 5 * DAY, 100), ("Ada", 0, 5 * DAY, 500)]


def test_a_thousandth_is_taken_of_somebody_for_a_tick_that_is_missing():
    # 1201 ticks: a thousandth of Ada's 2400 is more than the tick, so that it ends two ticks early
    end = 5 * DAY - 2
    assert solve(THREE, [half(1201 / DAY, last=4)]).shares("a") == [("Ada", 0, end, 1), ("Ada", 0, end, 500)]


def test_others_join_where_all_of_one_person_is_not_enough():
    # 7 1/2 days: five of Ada, the rest half of Bo
    end = 5 * DAY
    solved = solve(THREE, [half(7.5, last=4)])
    assert solved.shares("a") == [("Ada", 0, end, 500), ("Ada", 0, end, 500), ("Bo", 0, end, 500)]


def test_what_is_late_whatever_happens_takes_all_it_can_have_up_to_its_most_seats():
    end = 2 * DAY + DAY // 2
    taken = [("Ada", 0, end, 500), ("Ada", 0, end, 500), ("Bo", 0, end, 1000)]
    assert solve(THREE, [half(last=0)]).shares("a") == taken
    cy = ("Cy", 0, 800, 1000)
    assert solve(THREE, [half(last=0, people=(1, 9))]).shares("a") == [
        *((name, start, 800, share) for name, start, _, share in taken),
        cy,
    ]


def test_all_join_work_without_a_planned_last_day_with_its_share():
    assert solve(THREE, [half()]).shares("a") == [(name, 0, 1600, 500) for name in ("Ada", "Bo", "Cy")]


@pytest.mark.parametrize("least", [None, 0.5])
def test_all_join_work_that_does_not_give_way(least):
    assert solve(THREE, [half(last=11, least_allocation=least)]).team("a") == ["Ada", "Bo", "Cy"]


def test_a_planned_last_day_before_the_start_is_always_over():
    assert solve(THREE, [half(0.5, last=-3)]).seats("a") == [(name, 0, 120) for name in ("Ada", "Ada", "Bo")]
    assert solve(THREE, [half(0.001, last=-1)]).team("a") == ["Ada", "Ada", "Bo"]


def test_what_is_planned_to_last_beyond_the_run_is_not_late_in_it():
    # by Friday, the horizon, neither is done; only what should have been is late
    assert solve(THREE, [half(90, last=5)], horizon=day(4)).team("a") == ["Ada"]
    assert solve(THREE, [half(90, last=4)], horizon=day(4)).team("a") == ["Ada", "Ada", "Bo"]


def test_who_is_preferred_gives_more_first_and_who_comes_next_what_is_still_missing():
    # Flo does two days a day: ten until Friday, two fifths of Bo the two that are missing of twelve
    people = [dev("Ada", 0.5), dev("Bo"), dev("Flo", 2.0)]
    solved = solve(people, [half(12, last=4)], policy=Policy(assignment=Fastest()))
    end = 5 * DAY
    assert solved.shares("a") == [("Bo", 0, end, 400), ("Flo", 0, end, 500), ("Flo", 0, end, 500)]


def test_the_least_with_which_work_can_begin_does_not_hold_for_extra_seats():
    # Ada has 100 thousandths more, which do; 150 are the least for a beginning
    shares = {"allocation": 0.9, "least_allocation": 0.15}
    solved = solve([dev("Ada"), dev("Bo")], [half(5, last=4, **shares)], policy=Policy(assignment=Fastest()))
    assert solved.shares("a") == [("Ada", 0, 5 * DAY, 100), ("Ada", 0, 5 * DAY, 900)]


def test_somebody_on_another_need_of_the_task_does_not_give_more():
    shares = {"allocation": 0.5, "least_allocation": 0.05}
    needs = [Need("dev", effort=5, people=(1, 3), **shares), Need("qa", effort=2.5, **shares)]
    people = [Person("Ada", {"qa": 1.0, "dev": 1.0}), dev("Bo")]
    solved = solve(people, [Task("a", needs=needs, end=day(4))], policy=Policy(assignment=Specialist()))
    assert solved.shares("a") == [("Ada", 0, 5 * DAY, 500), ("Bo", 0, 5 * DAY, 500), ("Bo", 0, 5 * DAY, 500)]


# ---------------------------------------------------------------- later than at its start


def test_who_becomes_free_joins_what_would_still_be_late():
    # on Tuesday eleven days are left, and nine to do them: 2/9 of Bo, and Cy stays free on Thursday
    people = [dev("Ada"), dev("Bo", start=day(1)), dev("Cy", start=day(3))]
    end = 12 * DAY - 2  # rounded up the share is a thousandth of two days too much
    assert solve(people, [half(12, last=11, people=(1, 9))]).shares("a") == [
        ("Ada", 0, end, 500),
        ("Ada", 0, end, 500),
        ("Bo", DAY, end, 223),
    ]


def test_late_work_takes_people_later_only_if_the_policy_lets_it():
    people, late = [dev("Ada"), dev("Bo", start=day(1))], half(4, last=2)
    assert solve(people, [late]).shares("a")[2:] == [("Bo", DAY, 3 * DAY, 500)]
    assert solve(people, [late], policy=Policy(top_up=False)).team("a") == ["Ada", "Ada"]
    assert solve(people, [late], policy=Policy(top_up_min_days=4)).team("a") == ["Ada", "Ada"]


def with_her_other_half(last: int, days: float, *others):
    """Work for half of Ada, planned to end on a day; her other half is free from 384 ticks of Tuesday on."""
    first = work("b", 0.9, allocation=0.5, priority=1)
    return solve([dev("Ada")], [first, half(days, last=last, priority=2), *others])


def test_a_share_with_which_it_ends_in_time_is_taken_at_once():
    # on Tuesday 2.1 days are left of three, and 3.2 until Friday: with half of Ada 0.5 are missing
    assert with_her_other_half(4, 3).shares("a") == [("Ada", 0, 2399, 500), ("Ada", 864, 2399, 157)]


def test_during_a_day_nobody_joins_what_will_be_late_all_the_same():
    # nine days are left on Wednesday morning, and all of Ada to do them
    assert with_her_other_half(2, 10).shares("a") == [
        ("Ada", 0, 15 * DAY, 500),
        ("Ada", 2 * DAY, 15 * DAY, 500),
    ]


def test_what_begins_on_the_next_morning_goes_before_late_work_that_comes_after_it():
    # from Wednesday to Friday c has her other half; on Monday 10 - 2.5 days are left
    solved = with_her_other_half(2, 10, work("c", 1.5, allocation=0.5, priority=1, start=day(2)))
    assert solved.span("c") == (2 * DAY, 5 * DAY)
    end = 16 * DAY + DAY // 2
    assert solved.shares("a") == [("Ada", 0, end, 500), ("Ada", 7 * DAY, end, 500)]


def test_who_falls_ill_is_made_up_for_by_somebody_who_was_not_wanted_before():
    # five days for two weeks of Ada's halves. On Tuesday it is known that she is away for the three days that
    # follow. 4.5 days are left, of which her halves do three in time: Bo gives a sixth of nine days
    def ill(world):
        yield world.until(day(1))
        world.away("Ada", day(2), day(4))

    solved = solve([dev("Ada"), dev("Bo")], [half(last=11)], processes=[ill])
    end = 12 * DAY - 2
    assert solved.shares("a") == [("Ada", 0, end, 500), ("Bo", DAY, end, 167)]


# ---------------------------------------------------------------- plans within capacity


def test_who_gives_less_of_a_day_than_planned_is_made_up_for():
    # 4.5 days each by Friday, for 0.9 of somebody: Bo does 4.05 with his 0.9 days; Ada gives 0.09 a day
    people = [dev("Ada"), dev("Bo", availability=0.9)]
    shares = {"allocation": 0.9, "least_allocation": 0.09, "people": (1, 10)}
    solved = solve(people, [half(4.5, 4, **shares), half(4.5, 4, name="b", **shares)])
    assert solved.shares("a") == [("Ada", 0, 5 * DAY, 900)]
    assert solved.shares("b") == [("Ada", 0, 5 * DAY, 90), ("Bo", 0, 5 * DAY, 900)]


def test_what_is_left_of_many_makes_up_a_share():
    # five times four days by Friday on four people: the fifth has a fifth of each
    people = [*THREE, dev("Di")]
    shares = {"allocation": 0.8, "least_allocation": 0.08, "people": (1, 10)}
    solved = solve(people, [half(4, 4, name=name, **shares) for name in "abcde"])
    assert [solved.team(name) for name in "abcd"] == [["Ada"], ["Bo"], ["Cy"], ["Di"]]
    assert solved.shares("e") == [(name, 0, 5 * DAY, 200) for name in ("Ada", "Bo", "Cy", "Di")]
    assert [solved.finish(name) for name in "abcd"] == [5 * DAY] * 4


@pytest.mark.parametrize("idle", [[], [dev("Bo")]])
def test_what_turns_out_larger_ends_in_time_and_not_early_while_somebody_has_time(idle):
    # half a day more than the 2.5 that were planned; nobody but Ada, or somebody idle beside her
    solved = solve([dev("Ada"), *idle], [half(3, last=4)])
    assert solved.shares("a") == [("Ada", 0, 5 * DAY, 100), ("Ada", 0, 5 * DAY, 500)]


def test_a_seat_that_began_small_grows_when_its_person_has_more_time():
    # 0.8 and 0.5 of Ada by Friday: the second has a fifth of her until then, and all of her from Monday on
    shares = {"allocation": 0.8, "least_allocation": 0.08, "priority": 1}
    solved = solve([dev("Ada")], [half(4, 4, name="first", **shares), half(2.5, 4, priority=2)])
    assert solved.shares("first") == [("Ada", 0, 5 * DAY, 800)]
    end = 8 * DAY + DAY // 2
    assert solved.shares("a") == [("Ada", 0, end, 200), ("Ada", 7 * DAY, end, 800)]
