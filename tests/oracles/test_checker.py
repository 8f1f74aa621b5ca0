"""The checker notices what it should: true schedules pass, spoiled ones do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from capsim import rules
from capsim.domain.actions import Descope, Expedite, Hire, Overtime
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.task import Need, Task
from capsim.domain.triggers import Overloaded, Slip
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import DAY, MONDAY, dev, portfolio, work
from tests.oracles.checker import Checker, Schedule
from tests.oracles.model import Model
from tests.oracles.naive import first_complete, first_largest
from tests.oracles.verdict import amounts_of, at_chance, naive_schedule

PEOPLE = [dev("Ada"), dev("Bob", 0.5, start="2027-01-05"), Person("Quinn", "qa")]
TASKS = [
    work("a", 4, (1, 2), priority=1),
    work("b", 1, priority=2),
    Task("c", needs=[Need("dev", effort=1), Need("qa", effort=1)], after="b FS+1", priority=3),
    Task("w", duration=2, after="a SS"),
    Task("m", after="w"),
    work("q", 2, skill="qa", after="w FF+1"),
]
POLICY = Policy(priority=rules.Listed())


@pytest.fixture
def world():
    """(checker of a schedule, the true schedule)."""
    model = Model(portfolio(PEOPLE, TASKS))
    amounts = next(iter(amounts_of(make_draws(make_plan(model.portfolio), 1), 0, 1)))
    truth = naive_schedule(model, POLICY, *amounts)

    def problems(schedule: Schedule) -> list[str]:
        return Checker(model, POLICY, *amounts, schedule).problems()

    return problems, truth, {task.label.removeprefix("P/"): task.index for task in model.tasks}


def spoiled(truth: Schedule, field: str, at: int, entry) -> Schedule:
    rows = list(getattr(truth, field))
    rows[at] = entry
    return replace(truth, **{field: rows})


def test_a_true_schedule_has_no_problems(world):
    problems, truth, _ = world
    assert problems(truth) == []
    assert None not in truth.finish


@pytest.mark.parametrize("field", ["ready", "start", "finish"])
@pytest.mark.parametrize("task", ["a", "b", "c", "w", "m", "q"])
def test_a_tick_moved_by_one_is_noticed(world, field, task):
    problems, truth, index = world
    at = index[task]
    assert problems(spoiled(truth, field, at, getattr(truth, field)[at] + 1))


@pytest.mark.parametrize("field", ["ready_driver", "start_driver", "finish_driver"])
@pytest.mark.parametrize("task", ["a", "b", "c", "w", "m", "q"])
def test_a_wrong_driver_is_noticed(world, field, task):
    problems, truth, index = world
    assert problems(spoiled(truth, field, index[task], ("freeze", 0)))


@pytest.mark.parametrize("change", [{"end": 1}, {"speed": 1}, {"allocation": 1}, {"start": 3}, {"person": 2}])
def test_a_seat_that_is_wrong_in_anything_is_noticed(world, change):
    problems, truth, _ = world
    for at, seat in enumerate(truth.seats):
        field, value = next(iter(change.items()))
        if field == "person" and seat.person == 2:
            continue
        wrong = replace(seat, **{field: getattr(seat, field) + value if field != "person" else value})
        assert problems(spoiled(truth, "seats", at, wrong)), seat


def test_a_missing_seat_and_one_too_many_are_noticed(world):
    problems, truth, _ = world
    for at in range(len(truth.seats)):
        assert problems(replace(truth, seats=truth.seats[:at] + truth.seats[at + 1 :]))
        assert problems(replace(truth, seats=[*truth.seats, truth.seats[at]]))


def standing_and_reacting():
    """(problems of a schedule, the true schedule) of begun work, and of a project that is late and is cut."""
    begun = work("a", 9, actual_start="2027-01-04", remaining=2, assigned="Bob")
    done = work("d", 9, actual_start="2027-01-04", actual_finish="2027-01-04")
    project = Project(
        "P",
        [begun, done, work("b", 4, after="a"), work("c", 3, after="b", tags=["later"])],
        deadline="2027-01-08",
    )
    reactions = [Reaction(Slip(1), Descope("later"), every=1), Reaction(Slip(1), Expedite(), every=1)]
    policy = Policy(priority=rules.Listed(), reactions=reactions)
    model = Model(portfolio([dev("Ada"), dev("Bob")], [project], status_date="2027-01-05"))
    amounts = next(iter(amounts_of(make_draws(make_plan(model.portfolio), 1), 0, 1)))
    truth = naive_schedule(model, policy, *amounts)
    return lambda schedule: Checker(model, policy, *amounts, schedule).problems(), truth


def test_work_that_has_begun_and_reactions_are_told_as_they_were():
    problems, truth = standing_and_reacting()
    assert truth.reacted == [(0, 2 * DAY, 0), (1, 2 * DAY, 0)]
    assert truth.finish[:2] == [3 * DAY, DAY] and truth.finish[3] == -1
    assert problems(truth) == []


@pytest.mark.parametrize("field", ["ready", "start", "finish"])
@pytest.mark.parametrize("task", [0, 1])
def test_known_ticks_that_are_moved_are_noticed(field, task):
    problems, truth = standing_and_reacting()
    assert problems(spoiled(truth, field, task, getattr(truth, field)[task] + 480))


def test_somebody_else_at_begun_work_is_noticed():
    problems, truth = standing_and_reacting()
    at = next(at for at, seat in enumerate(truth.seats) if seat.need == 0)
    wrong = replace(truth.seats[at], person=0)
    assert any(line.startswith("R16: seats kept") for line in problems(spoiled(truth, "seats", at, wrong)))


@pytest.mark.parametrize("reacted", [[], [(0, 2, 0)], [(1, 2, 0), (0, 2, 0)], [(0, 3, 0), (1, 2, 0)]])
def test_reactions_left_out_too_late_or_in_another_order_are_noticed(reacted):
    problems, truth = standing_and_reacting()
    told = [(number, DAY * day, project) for number, day, project in reacted]
    assert any(line.startswith("R21") for line in problems(replace(truth, reacted=told)))


def test_work_held_back_although_people_are_free_is_noticed(world):
    problems, truth, index = world
    late = spoiled(truth, "start", index["b"], None)
    late = spoiled(late, "finish", index["b"], None)
    need = 1
    late = replace(late, seats=[seat for seat in late.seats if seat.need != need])
    assert any("P/b" in line and line.startswith(("R7", "R8")) for line in problems(late))


def test_a_person_held_over_100_percent_is_noticed(world):
    problems, truth, _ = world
    first = truth.seats[0]
    twice = replace(truth, seats=[*truth.seats, replace(first, need=4, start=DAY)])
    assert any("thousandths" in line for line in problems(twice))


def helped(last_day: int):
    """(problems of a schedule, the true schedule) of work for halves of Ada, Bob and Cy."""
    end = MONDAY + timedelta(days=last_day)
    task = work("a", 5, (1, 3), allocation=0.5, least_allocation=0.05, end=end)
    model = Model(portfolio([dev("Ada"), dev("Bob"), dev("Cy")], [task]))
    amounts = next(iter(amounts_of(make_draws(make_plan(model.portfolio), 1), 0, 1)))
    truth = naive_schedule(model, POLICY, *amounts)
    return lambda schedule: Checker(model, POLICY, *amounts, schedule).problems(), truth


def test_people_who_help_where_the_work_would_end_in_time_are_noticed():
    problems, truth = helped(last_day=11)
    assert problems(truth) == [] and [seat.person for seat in truth.seats] == [0]
    end = 5 * DAY
    seats = [replace(truth.seats[0], person=person, end=end) for person in (0, 1)]
    assert problems(replace(truth, finish=[end], seats=seats)) == [
        "R8: extra seats of P/a at 0 is [(1, 500)], should be []"
    ]


def test_people_left_idle_although_the_work_would_end_late_are_noticed():
    problems, truth = helped(last_day=4)
    assert problems(truth) == [] and [seat.person for seat in truth.seats] == [0, 0]
    end = 12 * DAY
    alone = replace(truth, finish=[end], seats=[replace(truth.seats[0], end=end)])
    assert "R8: extra seats of P/a at 0 is [], should be [(0, 500)]" in problems(alone)


def test_more_of_somebody_than_makes_the_work_end_in_time_is_noticed():
    problems, truth = helped(last_day=7)
    assert problems(truth) == [] and [seat.allocation for seat in truth.seats] == [500, 334]
    end = 5 * DAY
    more = [replace(seat, end=end, allocation=500) for seat in truth.seats]
    assert problems(replace(truth, finish=[end], seats=more)) == [
        "R8: extra seats of P/a at 0 is [(0, 500)], should be [(0, 334)]"
    ]


def test_late_work_that_does_not_wait_for_the_morning_and_work_that_waits_longer_are_noticed():
    first = work("b", 0.9, allocation=0.5, priority=1)
    late = work("a", 10, (1, 3), allocation=0.5, least_allocation=0.05, end=MONDAY, priority=2)
    model = Model(portfolio([dev("Ada")], [first, late]))
    amounts = next(iter(amounts_of(make_draws(make_plan(model.portfolio), 1), 0, 1)))
    truth = naive_schedule(model, POLICY, *amounts)
    checked = Checker(model, POLICY, *amounts, truth).problems
    at = next(at for at, seat in enumerate(truth.seats) if seat.start == 2 * DAY)
    assert checked() == []

    def judged(schedule):
        return Checker(model, POLICY, *amounts, schedule).problems()

    early = spoiled(truth, "seats", at, replace(truth.seats[at], start=864))
    assert "R8: extra seats of P/a at 864 is [(0, 500)], should be []" in judged(early)
    gone = replace(truth, seats=truth.seats[:at] + truth.seats[at + 1 :])
    assert f"R8: extra seats of P/a at {2 * DAY} is [], should be [(0, 500)]" in judged(gone)


def test_two_seats_of_somebody_where_the_work_does_not_grow_are_noticed():
    model = Model(portfolio([dev("Ada")], [work("a", 5, (1, 2), allocation=0.5)]))
    amounts = next(iter(amounts_of(make_draws(make_plan(model.portfolio), 1), 0, 1)))
    truth = naive_schedule(model, POLICY, *amounts)
    seats = [replace(truth.seats[0], end=5 * DAY)] * 2
    twice = replace(truth, finish=[5 * DAY], seats=[replace(seat) for seat in seats])
    assert "R7: person 0 has two seats of P/a" in Checker(model, POLICY, *amounts, twice).problems()


def test_people_who_are_hired_and_work_longer_when_nobody_asked_for_it_are_noticed():
    given = portfolio([dev("Ada"), dev("Cy", kind="candidate", joining=1)], [work("a", 9), work("b", 9)])
    reactions = [Reaction(Overloaded(2), Hire("dev"), 2), Reaction(Overloaded(2), Overtime("dev", 0.5, 2), 2)]
    policy = Policy(reactions=reactions)
    plan = make_plan(given)
    draws = make_draws(plan, 1)
    amounts = next(iter(amounts_of(draws, 0, 1)))
    model = at_chance(Model(given), plan, draws, 0)
    truth = naive_schedule(model, policy, *amounts)

    def problems(reacted):
        return Checker(model, policy, *amounts, replace(truth, reacted=reacted)).problems()

    assert truth.reacted == [(0, 2 * DAY, 1), (1, 2 * DAY, -1)]
    assert problems(truth.reacted) == []
    assert "R21: what is done at 960 is [(1, -1)], should be [(0, 1), (1, -1)]" in problems(
        [(1, 2 * DAY, -1)]
    )
    assert "R21: what is done at 960 is [(0, 1)], should be [(0, 1), (1, -1)]" in problems([(0, 2 * DAY, 1)])
    assert any("later than its work" in line for line in problems([*truth.reacted, (1, 4 * DAY, -1)]))


def test_the_first_complete_team_is_the_first_in_dictionary_order():
    assert first_complete([[1, 2], [1]]) == [2, 1]
    assert first_complete([[1, 2], [1, 2], [1, 2]]) is None
    assert first_complete([[3, 1], [1, 3]]) == [3, 1]
    assert first_complete([]) == []


def test_the_largest_team_fills_early_seats_first():
    assert first_largest([[1], [1], [2]]) == [1, None, 2]
    assert first_largest([[1, 2], [1]]) == [2, 1]
    assert first_largest([[], [5]]) == [None, 5]
