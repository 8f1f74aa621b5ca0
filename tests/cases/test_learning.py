"""Learning by doing (rules R3, D5), solved by hand: Wright's law, what counts, and what does not."""

from math import floor, log2

import pytest

from capsim.domain.people import Attrition, Learning
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.risk import Impact, Risk
from capsim.domain.task import Need, Task
from capsim.errors import InputError
from tests.cases.support import DAY, EVERY_DAY, MONDAY, dev, solve, work


def speeds(people, items, **fields):
    """The speed of the seats of each task, in thousandths."""
    solved = solve(people, items, calendar=EVERY_DAY, **fields)
    return [solved.speeds(item.name) for item in items]


def chain(days, number, **fields):
    """Alike tasks one after the other."""
    return [
        work(f"t{at}", days, **fields) if at == 1 else work(f"t{at}", days, after=f"t{at - 1}", **fields)
        for at in range(1, number + 1)
    ]


@pytest.mark.parametrize("rate", [0.7, 0.8, 0.95])
def test_a_chain_of_alike_tasks_takes_the_times_of_wrights_law(rate):
    solved = solve([dev(learning=Learning(rate, first_days=3, at_most=10))], chain(3, 40), calendar=EVERY_DAY)
    end = 0
    for unit in range(1, 41):
        # the time of unit n is the first one's times n to the power of log2(rate), the speed in thousandths
        speed = floor(1000 * unit ** -log2(rate) + 0.5 + 1e-9)
        end += -(-3 * DAY * 1000 // speed)
        assert solved.speeds(f"t{unit}") == [speed]
        assert solved.finish(f"t{unit}") == end


def test_a_doubling_of_what_was_done_before_and_another_one():
    # 2 days before; after 2 more the work has doubled, after 6 more than that twice
    learning = Learning(0.5, first_days=2, at_most=10)
    items = [work("a", 2), work("b", 4, after="a"), work("c", 1, after="b")]
    assert speeds([dev(learning=learning)], items) == [[1000], [2000], [4000]]


def test_speed_grows_no_further_than_at_most():
    items = chain(10, 4)
    assert speeds([dev(learning=Learning(0.5, 1, at_most=1.5))], items) == [[1000], [1500], [1500], [1500]]


def test_what_is_learned_multiplies_proficiency_and_is_rounded_once():
    # 0.333 x 1.5 is 0.4995 in millionths: 500 thousandths half up, and not 0.333 x 2
    learning = Learning(0.5, 1, at_most=1.5)
    assert speeds([dev(speed=0.333, learning=learning)], chain(10, 2)) == [[333], [500]]


def test_other_skills_learn_nothing():
    ada = Person("Ada", {"dev": 1, "qa": 1}, learning=Learning(0.5, 1))
    items = [work("a", 1), work("b", 1, skill="qa", after="a"), work("c", 1, after="b")]
    assert speeds([ada], items) == [[1000], [1000], [2000]]


def test_work_counts_for_the_skill_that_it_names_first():
    ada = Person("Ada", {"data": 1}, learning=Learning(0.5, 1))
    both = Task("a", needs=[Need(["backend", "data"], effort=1)])
    items = [both, Task("b", effort=1, skill="data", after="a"), Task("c", needs=both.needs, after="b")]
    assert speeds([ada], items) == [[1000], [1000], [2000]]


def test_a_team_shares_what_it_has_done():
    # two days of work by two people are one day each
    people = [dev(name, learning=Learning(0.5, 1)) for name in ("Ada", "Bo")]
    assert speeds(people, [work("a", 2, 2), work("b", 1, 2, after="a")]) == [[1000] * 2, [2000] * 2]


def test_a_seat_keeps_the_speed_at_which_it_was_taken():
    # Ada has two seats of half of her; the one that goes on learns nothing of the one that ends
    items = [
        work("a", 1, allocation=0.5),
        work("b", 3, allocation=0.5),
        work("c", 1, after="a", allocation=0.5),
    ]
    solved = solve([dev(learning=Learning(0.5, 1))], items, calendar=EVERY_DAY)
    assert [solved.finish(name) / DAY for name in "abc"] == [2, 6, 3]


def test_a_duration_and_what_is_not_done_teach_nothing():
    ada = dev(learning=Learning(0.5, 1))
    held = Task("held", duration=3, needs=[Need("dev")])
    assert speeds([ada], [held, work("b", 1, after="held")]) == [[1000], [1000]]


def test_a_successor_has_learned_nothing():
    ada = dev(learning=Learning(0.5, 1), attrition=Attrition(0, days_to_hire=1))
    day = MONDAY.replace(day=MONDAY.day + 2)
    items = [work("a", 1), work("b", 1, after="a"), work("c", 1, start=day.replace(day=day.day + 2))]
    lost = Risk("loss", 1, Impact(leaves="Ada"), window=(day, day))
    assert speeds([ada], items, risks=[lost]) == [[1000], [2000], [1000]]
    # without the loss she has trebled her work, and is twice as fast at most
    assert speeds([ada], items) == [[1000], [2000], [2000]]


def test_equipment_learns_nothing_and_people_can_be_left_out():
    items = chain(1, 2)
    assert speeds([dev(kind="equipment")], items, learning=0.5) == [[1000], [1000]]
    assert speeds([dev(learning=1)], items, learning=0.5) == [[1000], [1000]]
    assert speeds([dev()], items, learning=Learning(0.5, 1)) == [[1000], [2000]]


def test_what_is_learned_and_the_size_of_the_team_multiply():
    people = [dev(name, learning=Learning(0.5, 1)) for name in ("Ada", "Bo")]
    items = [work("a", 2, 2), work("b", 1, 2, after="a")]
    policy = Policy(team_factor=(1, 0.8))
    assert speeds(people, items, policy=policy) == [[800] * 2, [1600] * 2]


@pytest.mark.parametrize("given", [{"rate": 0.4}, {"rate": 1.2}, {"rate": 0.8, "first_days": 0},
                                   {"rate": 0.8, "at_most": 0.5}])  # fmt: skip
def test_learning_that_cannot_be_is_refused(given):
    with pytest.raises(InputError):
        Learning(**given)
