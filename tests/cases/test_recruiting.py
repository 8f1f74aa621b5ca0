"""People hired and at work longer, solved by hand (rule R21): when they come, what they do, what it takes."""

from __future__ import annotations

from datetime import date

from capsim.domain.actions import Expedite, Hire, Overtime
from capsim.domain.people import Attrition, Joining, Onboarding, Sickness
from capsim.domain.person import Person
from capsim.domain.policy import LPT, EarliestFinish, Fastest, Policy
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.task import Need, Task
from capsim.domain.triggers import OnDate, Overloaded, Slip
from capsim.plan.paths import Reason
from tests.cases.support import DAY, EVERY_DAY, MONDAY, NEVER, Solved, dev, solve, work


def on(day: int) -> OnDate:
    return OnDate(date.fromordinal(MONDAY.toordinal() + day))


def candidate(name: str = "Cy", days=3, **fields) -> Person:
    return dev(name, kind="candidate", joining=days, **fields)


def react(people, items, *reactions, calendar=EVERY_DAY, assignment=None, **fields) -> Solved:
    policy = Policy(reactions=reactions, assignment=assignment or EarliestFinish())
    return solve(people, items, policy=policy, calendar=calendar, **fields)


def reacted(done: Solved) -> list[tuple[int, int, int]]:
    """What was done: the reaction, the day, the person hired or -1."""
    of = done.runs.reacted
    return [(int(each[1]), int(each[2]) // DAY, int(each[3])) for each in zip(*of, strict=True)]


def away(done: Solved) -> list[tuple[str, int, int, int]]:
    """Who is away, from which day to which, and why."""
    of, names = done.runs.absences, done.runs.plan.person_names
    columns = (of.person, of.first_day, of.last_day, of.reason)
    return [
        (names[who], int(begin), int(end), int(why)) for who, begin, end, why in zip(*columns, strict=True)
    ]


# ---------------------------------------------------------------- hire


def test_a_candidate_whom_nobody_hires_is_never_there() -> None:
    # Two pieces of ten days for Ada alone; the plan has no time of Cy.
    done = react([dev(), candidate()], [work("a", 10), work("b", 10)])
    assert done.seats("b") == [("Ada", 10 * DAY, 20 * DAY)]
    assert [row[:2] for row in away(done)] == [("Cy", 0)]


def test_who_is_hired_comes_when_the_days_to_hire_are_over() -> None:
    # b waits for 5 days at the review of day 5; Cy comes three days later, on day 8, and does it.
    late = Reaction(Overloaded(5), Hire("dev"))
    done = react([dev(), candidate(days=3)], [work("a", 20), work("b", 10)], late)
    assert reacted(done) == [(0, 5, 1)]
    assert done.seats("b") == [("Cy", 8 * DAY, 18 * DAY)]
    assert away(done) == [("Cy", 0, 7, Reason.LATE)]


def test_who_needs_no_time_is_there_at_the_review() -> None:
    done = react(
        [dev(), candidate(days=0)], [work("a", 20), work("b", 10)], Reaction(Overloaded(5), Hire("Cy"))
    )
    assert done.seats("b") == [("Cy", 5 * DAY, 15 * DAY)]
    assert away(done) == [("Cy", 0, 4, Reason.LATE)]


def test_candidates_are_hired_as_listed_and_once_each() -> None:
    # Two at a time: Cy and Di on day 5, Eve on day 10; on day 15 nobody is left, and nothing is done.
    people = [dev(), candidate("Cy", 30), candidate("Di", 30), candidate("Eve", 30)]
    done = react(people, [work("a", 20), work("b", 1)], Reaction(Overloaded(5), Hire("dev", 2)))
    assert reacted(done) == [(0, 5, 1), (0, 5, 2), (0, 10, 3)]


def test_at_most_counts_decisions_and_not_people() -> None:
    people = [dev(), candidate("Cy", 30), candidate("Di", 30), candidate("Eve", 30)]
    done = react(people, [work("a", 20), work("b", 1)], Reaction(Overloaded(5), Hire("dev", 2), at_most=1))
    assert reacted(done) == [(0, 5, 1), (0, 5, 2)]


def test_a_name_hires_whom_it_means_before_any_role() -> None:
    people = [dev(), candidate("Cy"), candidate("Di", count=2)]
    done = react(people, [work("a", 20), work("b", 1)], Reaction(on(1), Hire("Di", 9)))
    assert reacted(done) == [(0, 1, 2), (0, 1, 3)]


def test_a_vacancy_that_is_not_filled_stays_empty() -> None:
    never = candidate(days=Joining(3, probability=0))
    done = react([dev(), never], [work("a", 20), work("b", 1)], Reaction(on(1), Hire("Cy")))
    assert reacted(done) == [(0, 1, 1)]
    assert done.seats("b") == [("Ada", 20 * DAY, 21 * DAY)]


def test_the_ramp_of_who_is_hired_begins_with_their_first_day() -> None:
    # Hired on day 2, there from day 4: a week at half speed (3.5 days of work), then 6.5 days: up to 17.5.
    cy = candidate(days=2, onboarding=Onboarding(1, "0.5"))
    done = react([dev(), cy], [work("a", 30), work("b", 10)], Reaction(on(2), Hire("dev")))
    assert done.seats("b") == [("Cy", 4 * DAY, 17 * DAY + DAY // 2)]


def test_what_happens_to_who_is_hired_is_drawn_from_the_decision_on() -> None:
    # The same illness and leaving, moved by the days of the decision.
    cy = candidate(days=2, sickness=Sickness(60, spell_days=5), attrition=Attrition(20, days_to_hire=4))
    items = [work("a", 60), work("b", 20)]
    early, late = (react([dev(), cy], items, Reaction(on(day), Hire("dev"))) for day in (0, 3))
    assert away(early)[0] == ("Cy", 0, 1, Reason.LATE)
    assert away(late)[0] == ("Cy", 0, 4, Reason.LATE)
    moved = [(name, first + 3, last + 3, why) for name, first, last, why in away(early)[1:5]]
    assert away(late)[1:5] == moved
    assert len(moved) == 4


def test_with_a_status_date_the_days_to_hire_count_from_the_decision_too() -> None:
    # As of day 4; looked at on day 5, there on day 8.
    items = [Task("a", effort=20, skill="dev", assigned="Ada", actual_start=MONDAY), work("b", 10)]
    status = {"status_date": date(2027, 1, 8)}
    done = react([dev(), candidate(days=3)], items, Reaction(Overloaded(0.5), Hire("dev")), **status)
    assert reacted(done) == [(0, 5, 1)]
    assert done.seats("b") == [("Cy", 8 * DAY, 18 * DAY)]


def test_days_to_hire_are_days_of_the_calendar_and_work_begins_on_a_day_of_work() -> None:
    # Decided on Thursday, 7 January, there from Saturday on: b begins on Monday, 11 January.
    done = react(
        [dev(), candidate(days=2)],
        [work("a", 20), work("b", 1)],
        Reaction(on(3), Hire("dev")),
        calendar="mon-fri",
    )
    assert done.seats("b") == [("Cy", 7 * DAY, 8 * DAY)]


def test_a_plan_does_not_count_on_candidates() -> None:
    # 20 days for one, in parallel for two: planned is Ada alone, whoever else could come.
    done = react([dev(), candidate()], [work("a", 20, (1, 2))], Reaction(on(1), Hire("dev")))
    plan = done.runs.plan
    assert plan.capacity[plan.planned_row].sum(axis=1).tolist()[1] == 0
    # Ada alone up to day 4 (4 days done), then both: 8 days more.
    assert done.seats("a") == [("Ada", 0, 12 * DAY), ("Cy", 4 * DAY, 12 * DAY)]


def test_without_candidates_of_a_skill_hired_its_work_never_begins() -> None:
    ops = Person("Cy", "ops", kind="candidate", joining=3)
    done = react([dev(), ops], [work("a", 2), work("b", 1, skill="ops")], Reaction(on(90), Hire("ops")))
    assert done.finish("b") == (94) * DAY
    assert react([dev(), ops], [work("a", 2), work("b", 1, skill="ops")]).finish("b") == NEVER


# ---------------------------------------------------------------- overtime


def test_in_overtime_more_is_done_in_a_day() -> None:
    # Two days of work, then four days of 1.25 (five days), then 3: ten in nine days.
    done = react([dev()], [work("a", 10)], Reaction(on(2), Overtime("dev", 0.25, 4)))
    assert reacted(done) == [(0, 2, -1)]
    assert done.span("a") == (0, 9 * DAY)


def test_overtime_counts_working_days() -> None:
    # Thursday and Friday, Monday: three days of 1.5 are 4.5 days of work, after three; 2.5 days are left.
    done = react([dev()], [work("a", 10)], Reaction(on(3), Overtime("Ada", 0.5, 3)), calendar="mon-fri")
    assert done.finish("a") == 10 * DAY + DAY // 2


def test_who_is_not_meant_works_as_ever() -> None:
    items = [work("a", 10), work("b", 10)]
    done = react([dev("Ada"), dev("Bo", team="Web")], items, Reaction(on(0), Overtime("Web", 1, 100)))
    assert sorted((done.finish("a"), done.finish("b"))) == [5 * DAY, 10 * DAY]


def test_a_later_decision_replaces_what_was_to_come() -> None:
    # From day 1 doubled for ten days; on day 3 a quarter more for two days, and no more from day 5 on.
    # 1 + 2 x 2 + 2 x 1.25 = 7.5 by day 5; the other 4.5 days of 12 at the usual pace.
    later = [Reaction(on(1), Overtime("dev", 1, 10)), Reaction(on(3), Overtime("dev", 0.25, 2))]
    done = react([dev()], [work("a", 12)], *later)
    assert done.finish("a") == 9 * DAY + DAY // 2


def test_overtime_goes_on_as_long_as_it_is_decided_anew() -> None:
    # 14 days of work, due at the end of day 9 (five working days of reviews each): late by 4 days on day 5
    # by planned values, and still on day 10; 5 + 5 x 1.5 + 1.5 / 1.5 = day 11.
    done = react(
        [dev()],
        [Project("P", [work("a", 14)], deadline="2027-01-13")],
        Reaction(Slip(0), Overtime("dev", 0.5, 5)),
    )
    assert reacted(done) == [(0, 5, -1), (0, 10, -1)]
    assert done.finish("a") == 11 * DAY


def test_overtime_already_in_force_to_the_same_day_is_nothing_new() -> None:
    same = [Reaction(on(2), Overtime("dev", 0.25, 4)), Reaction(on(2), Overtime("Ada", 0.25, 4))]
    assert reacted(react([dev()], [work("a", 10)], *same)) == [(0, 2, -1)]


def test_work_that_ends_later_may_be_worth_helping_again() -> None:
    # Twice as much a day, a would end on day 10: on day 1, when Bo is free, not worth a top-up of ten days.
    # On day 2 the rest, 16 days, is planned with less: Bo joins. 2.5 days on day 2, then 13.5 by two.
    items = [work("a", 20, (1, 2)), work("b", 1, skill="ops")]
    people = [dev(), Person("Bo", {"ops": 1, "dev": 1})]
    reactions = [Reaction(on(0), Overtime("Ada", 1, 30)), Reaction(on(2), Overtime("Ada", 0.5, 1))]
    policy = Policy(reactions=reactions, top_up_min_days=10)
    done = solve(people, items, policy=policy, calendar=EVERY_DAY)
    assert done.seats("a") == [("Ada", 0, 9 * DAY + 360), ("Bo", 2 * DAY, 9 * DAY + 360)]


def test_elapsed_time_is_not_shortened() -> None:
    done = react(
        [dev()], [Task("a", duration=10, needs=[Need("dev")])], Reaction(on(0), Overtime("dev", 1, 20))
    )
    assert done.span("a") == (0, 10 * DAY)


def test_overtime_is_worked_on_the_ramp_too() -> None:
    # Half speed for a week, a quarter more of it is 0.625: 7 x 0.625 = 4.375; then 0.625 days at full speed.
    ada = dev(start=date(2027, 1, 5), onboarding=Onboarding(1, "0.5"))
    done = react([ada], [work("a", 5)], Reaction(on(1), Overtime("dev", 0.25, 7)))
    assert done.finish("a") == 8 * DAY + 300


def test_candidates_work_overtime_only_after_they_have_been_hired() -> None:
    # Asked on day 1, hired on day 2: Cy, there from day 3 on, works as usual. Asked anew on day 5:
    # 2 of 8 days are done, and the other 6 take three.
    people = [dev(), candidate(days=1)]
    items = [work("a", 40), work("b", 8)]
    reactions = [
        Reaction(on(2), Hire("dev")),
        Reaction(on(1), Overtime("Cy", 1, 30)),
        Reaction(on(5), Overtime("Cy", 1, 30)),
    ]
    done = react(people, items, *reactions)
    assert reacted(done) == [(0, 2, 1), (2, 5, -1)]
    assert done.seats("b") == [("Cy", 3 * DAY, 8 * DAY)]


def test_rules_of_choice_see_the_speed_of_overtime() -> None:
    # Bo does twice as much in a day: the fastest for b, which begins on day 1.
    items = [work("a", 1), work("c", 1, skill="ops"), work("b", 4, after=["a", "c"])]
    people = [dev("Ada", 1.5), Person("Bo", {"dev": 1, "ops": 1})]
    usual = react(people, items, assignment=Fastest())
    longer = react(people, items, Reaction(on(1), Overtime("Bo", 1, 9)), assignment=Fastest())
    assert usual.team("b") == ["Ada"]
    assert longer.seats("b") == [("Bo", DAY, 3 * DAY)]


def test_all_is_seen_before_anything_is_done_to_people_too() -> None:
    # b waits on day 5: Cy is hired and comes at once, and b is expedited all the same.
    items = [Project("P", [work("a", 20)]), Project("Q", [work("b", 1)], priority=900)]
    reactions = [Reaction(Overloaded(5), Hire("dev")), Reaction(Overloaded(5), Expedite("Q"))]
    done = react([dev(), candidate(days=0)], items, *reactions)
    assert reacted(done) == [(0, 5, 1), (1, 5, 1)]
    assert done.seats("Q/b") == [("Cy", 5 * DAY, 6 * DAY)]


def test_who_could_be_hired_changes_no_planned_duration_and_no_order_of_work() -> None:
    # Bo does a in a day and a half and b, at half speed, in two. Cy would do b in one, but nobody hires them:
    # it is still planned to take two days, and starts first as the longer one.
    bo = Person("Bo", {"dev": 0.5, "ops": 1})
    items = [Task("a", effort=1.5, skill="ops"), Task("b", effort=1, skill="dev")]
    for people in ([bo], [bo, candidate("Cy")]):
        done = solve(people, items, policy=Policy(priority=LPT()), calendar=EVERY_DAY)
        assert done.runs.plan.planned.duration.tolist() == [3 * DAY // 2, 2 * DAY]
        assert (done.start("b"), done.start("a")) == (0, 2 * DAY)


def test_nothing_is_decided_where_nothing_is_to_be_done() -> None:
    never = Project("P", [work("a", 1)], probability=0)
    done = react(
        [dev(), candidate()], [never], Reaction(on(0), Hire("dev")), Reaction(on(0), Overtime("Ada"))
    )
    assert reacted(done) == []
