"""Skills that decay unless they are renewed (rule R3), solved by hand."""

from datetime import date, timedelta

import pytest

from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.task import Task
from capsim.errors import InputError
from tests.cases.support import DAY, EVERY_DAY, MONDAY, planned, solve, work


def ada(*skills) -> Person:
    return Person("Ada", [Skill(*each[:-1], **each[-1]) for each in skills])


def speed_on(day, *skills, skill="dev", **fields):
    """The speed of a seat that Ada takes so many days after Monday, in thousandths."""
    task = work("a", 1, start=MONDAY + timedelta(days=day), skill=skill)
    return solve([ada(*skills)], [task], calendar=EVERY_DAY, horizon="2030-12-31", **fields).speeds("a")[0]


def test_speed_falls_on_the_anniversaries_of_the_grading_and_stays_at_the_last_share():
    graded = ("dev", 1.2, {"as_of": MONDAY - timedelta(days=360), "decay": (0.9, 0.5)})
    # a year later is Saturday 9 January 2027, five days after Monday
    assert [speed_on(day, graded) for day in (4, 5, 5 + 364)] == [1200, 1080, 1080]
    assert [speed_on(day, graded) for day in (5 + 365, 5 + 365 + 366)] == [600, 600]


def test_a_seat_keeps_the_speed_at_which_it_was_taken():
    skill = ("dev", 1.0, {"as_of": date(2026, 1, 6), "decay": (0.5,)})
    solved = solve([ada(skill)], [work("a", 10), work("b", 1, after="a")], calendar=EVERY_DAY)
    assert (solved.finish("a"), solved.finish("b")) == (10 * DAY, 12 * DAY)


def test_without_a_grading_it_counts_from_the_first_day_of_the_skill_and_else_from_the_start():
    begun = ("dev", 1.0, {"start": MONDAY + timedelta(days=10), "decay": (0.5,)})
    assert [speed_on(day, begun) for day in (10, 10 + 364, 10 + 365)] == [1000, 1000, 500]
    assert [speed_on(day, ("dev", 1.0, {"decay": (0.5,)})) for day in (364, 365)] == [1000, 500]


def test_a_skill_of_29_february_is_a_year_old_on_1_march():
    leap = ("dev", 1.0, {"as_of": date(2024, 2, 29), "decay": (1, 1, 0.5)})
    day = (date(2027, 3, 1) - MONDAY).days
    assert [speed_on(each, leap) for each in (day - 1, day)] == [1000, 500]


def test_the_better_of_two_alternatives_changes_when_one_decays():
    skills = ("dev", 1.0, {"as_of": date(2026, 1, 14), "decay": (0.5,)}), ("data", 0.8, {})
    need = ["dev", "data"]
    assert [speed_on(day, *skills, skill=need) for day in (9, 10)] == [1000, 800]


def test_what_is_left_is_rounded_with_the_factor_and_is_never_nothing():
    skill = ("dev", 0.333, {"as_of": date(2026, 1, 4), "decay": (0.5,)})
    # 0.333 x 0.5 is 0.1665: 167 thousandths, half up
    assert speed_on(0, skill) == 167
    assert speed_on(0, skill, policy=Policy(team_factor=(0.5,))) == 83
    assert speed_on(0, ("dev", 0.01, {"as_of": date(2026, 1, 4), "decay": (0.01,)})) == 1


def test_planned_values_take_skills_as_graded():
    skill = ("dev", 1.0, {"as_of": date(2026, 1, 4), "decay": (0.5,)})
    assert planned([ada(skill)], [Task("a", effort=2, skill="dev")])["duration"] == {"a": 2 * DAY}


@pytest.mark.parametrize("decay", ["slow", (0.9, 0), 1.5, ["x"]])
def test_a_decay_that_cannot_be_is_refused(decay):
    with pytest.raises(InputError):
        Skill("dev", decay=decay)
