"""Risks that take people away (rule D4), solved by hand: for some days and for good."""

from datetime import timedelta

import pytest

from capsim.domain.people import Attrition, Onboarding
from capsim.domain.policy import Policy
from capsim.domain.risk import Impact, Response, Risk
from capsim.errors import InputError
from tests.cases.support import DAY, EVERY_DAY, MONDAY, NEVER, dev, solve, work


def on(day, probability=1, responses=(), **impact) -> Risk:
    """A risk that strikes on one day, counted from Monday, for certain."""
    date = MONDAY + timedelta(days=day)
    return Risk("loss", probability, Impact(**impact), window=(date, date), responses=responses)


def seats(people, items, *risks, policy=None, **fields):
    """Who sat on the seats of a, on days of work."""
    solved = solve(people, items, risks=risks, policy=policy, calendar=EVERY_DAY, **fields)
    return [(name, start / DAY, end / DAY) for name, start, end in solved.seats("a")]


def test_who_is_taken_away_for_some_days_goes_on_afterwards():
    # two days of work done, three days away, then the other three
    assert seats([dev()], [work("a", 5)], on(2, away="Ada", away_days=3)) == [("Ada", 0, 8)]


def test_part_of_a_day_counts_as_a_day_from_half_on():
    assert seats([dev()], [work("a", 5)], on(2, away="Ada", away_days=1.4)) == [("Ada", 0, 6)]
    assert seats([dev()], [work("a", 5)], on(2, away="Ada", away_days=1.5)) == [("Ada", 0, 7)]


def test_a_long_loss_hands_the_work_over():
    # Ada has done two of six days; Bo, who is free from day 4 on, does the other four
    people = [dev(), dev("Bo", start=MONDAY + timedelta(days=4))]
    found = seats(people, [work("a", 6)], on(2, away="Ada", away_days=30), policy=Policy(handover_after=10))
    assert found == [("Ada", 0, 2), ("Bo", 4, 8)]


def test_a_risk_that_does_not_strike_takes_nobody_away():
    assert seats([dev()], [work("a", 5)], on(2, 0, away="Ada", away_days=3)) == [("Ada", 0, 5)]


def test_a_team_is_taken_away_together():
    people = [dev(team="Web"), dev("Bo", team="Web"), dev("Cy")]
    solved = solve(
        people,
        [work("a", 3), work("b", 3), work("c", 3)],
        calendar=EVERY_DAY,
        risks=[on(1, away="Web", away_days=2)],
    )
    # Cy, who will be there all the time, gets the first task
    assert [solved.finish(name) / DAY for name in "abc"] == [3, 5, 5]


def test_whoever_leaves_for_good_without_a_word_on_hiring_is_not_replaced():
    solved = solve([dev()], [work("a", 5)], calendar=EVERY_DAY, risks=[on(2, leaves="Ada")])
    assert solved.seats("a") == [("Ada", 0, 2 * DAY)]
    assert solved.finish("a") == NEVER


def test_a_successor_takes_the_seat_after_the_days_to_hire_and_is_a_newcomer():
    # from day 6 on half as fast for a week: the three days that are left take six
    people = [dev(onboarding=Onboarding(1, (0.5,)))]
    found = seats(people, [work("a", 5)], on(2, leaves="Ada", days_to_hire=4))
    assert found == [("Ada", 0, 2), ("Ada", 6, 12)]


def test_the_days_to_hire_are_those_of_attrition_unless_the_risk_says_its_own():
    people = [dev(attrition=Attrition(0, days_to_hire=3))]
    assert seats(people, [work("a", 5)], on(2, leaves="Ada")) == [("Ada", 0, 2), ("Ada", 5, 8)]
    own = seats(people, [work("a", 5)], on(2, leaves="Ada", days_to_hire=1))
    assert own == [("Ada", 0, 2), ("Ada", 3, 6)]
    empty = seats([dev(attrition=Attrition(0, 3, filled=0))], [work("a", 5)], on(2, leaves="Ada"))
    assert empty == [("Ada", 0, 2)]


def test_two_risks_find_the_successor_of_the_first_but_nobody_in_an_empty_place():
    first, second = on(2, leaves="Ada", days_to_hire=2), on(5, leaves="Ada", days_to_hire=1)
    second = Risk("again", 1, second.impact, window=second.window)
    assert seats([dev()], [work("a", 6)], first, second) == [("Ada", 0, 2), ("Ada", 4, 5), ("Ada", 6, 9)]
    spared = Risk("again", 1, second.impact, window=on(3).window)
    assert seats([dev()], [work("a", 6)], first, spared) == [("Ada", 0, 2), ("Ada", 4, 8)]


def test_what_a_response_leaves_of_the_impact_shortens_days_and_hiring():
    half = [Response("deputy", impact=0.5, taken=True)]
    assert seats([dev()], [work("a", 5)], on(2, 1, half, away="Ada", away_days=4)) == [("Ada", 0, 7)]
    found = seats([dev()], [work("a", 5)], on(2, 1, half, leaves="Ada", days_to_hire=4))
    assert found == [("Ada", 0, 2), ("Ada", 4, 7)]
    none = [Response("bonus", impact=0, taken=True)]
    assert seats([dev()], [work("a", 5)], on(2, 1, none, leaves="Ada")) == [("Ada", 0, 5)]


def test_a_machine_breaks_and_is_replaced():
    machine = dev("Press", kind="equipment")
    found = seats([machine], [work("a", 5)], on(2, leaves="Press", days_to_hire=7))
    assert found == [("Press", 0, 2), ("Press", 9, 12)]


@pytest.mark.parametrize(
    ("impact", "window", "what"),
    [
        ({"away": "Ada"}, None, "people away for no time"),
        ({"away_days": 3}, None, "days away of nobody"),
        ({"days_to_hire": 3}, None, "days to hire for nobody"),
        ({"leaves": "Ada"}, None, "takes people away on no day"),
    ],
)
def test_half_a_loss_is_refused(impact, window, what):
    with pytest.raises(InputError, match=what):
        Risk("loss", 1, impact, window=window)


def test_an_opportunity_takes_nobody_away():
    with pytest.raises(InputError, match="an opportunity that takes people away"):
        Risk("loss", 1, {"leaves": "Ada"}, window=(MONDAY, MONDAY), kind="opportunity")


def test_a_name_of_nobody_is_told_with_who_could_be_meant():
    with pytest.raises(InputError, match=r"loss.*away: no such person or team.*'Ada'"):
        solve([dev()], [work("a")], risks=[on(1, away="Adda", away_days=1)])
