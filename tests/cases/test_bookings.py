"""Bookings (R14): who comes first, what is kept, and for how long; solved by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from capsim import rules
from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.engines.runs import Cause
from capsim.forecast.words import driver_of_start, needs_of, people_for
from tests.cases.support import DAY, EVERY_DAY, MONDAY, NEVER, Solved, dev, solve, work

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in range(1, 5))
RULES = (
    rules.EarliestFinish,
    rules.Fastest,
    rules.Specialist,
    rules.Cheapest,
    rules.LeastLoaded,
    rules.Continuity,
)


def soft(person: str, project: str, start: date = MONDAY, end: date = FRIDAY, share=1.0) -> Booking:
    return Booking(person, project, start, end, share)


def hard(person: str, project: str, start: date = MONDAY, end: date = FRIDAY, share=1.0) -> Booking:
    return Booking(person, project, start, end, share, "hard")


def p(*tasks: Task, **fields) -> Project:
    return Project("P", tasks, **fields)


def q(*tasks: Task, **fields) -> Project:
    return Project("Q", tasks, **fields)


def solved(people, projects, *bookings: Booking, **fields) -> Solved:
    fields.setdefault("calendar", EVERY_DAY)
    return solve(people, projects, bookings=bookings, **fields)


# ---------------------------------------------------------------- booked people come first


@pytest.mark.parametrize("rule", RULES)
def test_who_is_booked_on_the_project_comes_first_under_every_rule(rule):
    # Ada is faster, cheaper, knows less and stands first; she has worked least, nobody has worked for Q
    people = [dev("Ada", 2.0, cost_per_day=1), Person("Bo", {"dev": 1.0, "qa": 1.0}, cost_per_day=900)]
    policy = Policy(assignment=rule())
    found = solved(people, [q(work("a"))], soft("Bo", "Q"), policy=policy)
    assert found.team("Q/a") == ["Bo"]
    assert solved(people, [q(work("a"))], policy=policy).team("Q/a") == ["Ada"]
    other = [q(work("a")), p(work("b"))]  # booked on another project: no more than anybody else
    assert solved(people, other, soft("Bo", "P"), policy=policy).team("Q/a") == ["Ada"]


def test_of_two_booked_people_the_rule_decides_and_then_the_list():
    people = [dev("Ada"), dev("Bo"), dev("Cy", 2.0), dev("Di")]
    bookings = [soft("Di", "Q"), soft("Cy", "Q"), soft("Bo", "Q")]
    tasks = [work(f"t{number}", 4) for number in range(4)]
    found = solved(people, [q(*tasks)], *bookings)
    assert [found.team(f"Q/t{number}") for number in range(4)] == [["Cy"], ["Bo"], ["Di"], ["Ada"]]


def test_a_booking_counts_from_its_first_day_to_its_last():
    # every day a day of work begins; Bo is booked from Tuesday to Wednesday
    people = [dev("Ada"), dev("Bo", 0.5)]
    tasks = [Task(f"t{day}", duration=1, skill="dev", start=MONDAY + timedelta(days=day)) for day in range(4)]
    found = solved(people, [q(*tasks)], soft("Bo", "Q", TUESDAY, WEDNESDAY))
    assert [found.team(f"Q/t{day}") for day in range(4)] == [["Ada"], ["Bo"], ["Bo"], ["Ada"]]


def test_the_share_of_a_booking_does_not_limit_who_comes_first():
    found = solved([dev("Ada", 2.0), dev("Bo")], [q(work("a"))], soft("Bo", "Q", share=0.1))
    assert found.team("Q/a") == ["Bo"]


def test_booked_people_get_the_extra_seats_first():
    # the task takes Ada for its only seat, as the only one who is there; on Tuesday one more may come
    people = [dev("Ada"), dev("Bo", 2.0, start=TUESDAY), dev("Cy", start=TUESDAY)]
    found = solved(people, [q(work("a", 10, (1, 2)))], soft("Cy", "Q"))
    assert found.seats("Q/a") == [("Ada", 0, 5 * DAY + 240), ("Cy", DAY, 5 * DAY + 240)]


def test_a_reserve_holds_booked_people_first():
    # "big" lacks Quinn and holds a dev: Bo, who is booked; so Ada is free for "small", and Cy's day with her
    people = [dev("Ada"), dev("Bo"), Person("Quinn", "qa")]
    big = Task("big", needs=[Need("dev", effort=1), Need("qa", effort=1)], priority=2)
    projects = [q(big), p(work("x", 3, skill="qa", priority=1), work("small", 1, priority=3))]
    policy = Policy(reserve_after=0)
    found = solved(people, projects, soft("Bo", "Q"), policy=policy)
    assert found.team("P/small") == ["Ada"]
    assert found.seats("Q/big") == [("Bo", 3 * DAY, 4 * DAY), ("Quinn", 3 * DAY, 4 * DAY)]
    assert solved(people, projects, policy=policy).team("P/small") == ["Bo"]


def test_a_booking_that_begins_changes_whom_a_reserve_holds():
    # "big" holds Ada from Monday on; on Tuesday Bo is booked and held instead, so "late" gets Ada
    people = [dev("Ada"), dev("Bo"), Person("Quinn", "qa")]
    big = Task("big", needs=[Need("dev", effort=1), Need("qa", effort=1)], priority=2)
    tasks = [work("x", 3, skill="qa", priority=1), work("late", 1, priority=3, start=TUESDAY)]
    policy = Policy(reserve_after=0)
    found = solved(people, [q(big), p(*tasks)], soft("Bo", "Q", TUESDAY), policy=policy)
    assert found.seats("P/late") == [("Ada", DAY, 2 * DAY)]


def test_a_soft_booking_keeps_nothing():
    found = solved([dev()], [q(work("a", 2, priority=1)), p(work("b"))], soft("Ada", "P"))
    assert found.span("Q/a") == (0, 2 * DAY)
    assert found.span("P/b") == (2 * DAY, 3 * DAY)


# ---------------------------------------------------------------- hard bookings keep


def test_a_hard_booking_keeps_a_person_from_other_projects_to_its_last_day():
    found = solved([dev()], [q(work("a", priority=1)), p(work("b"))], hard("Ada", "P", end=WEDNESDAY))
    assert found.span("P/b") == (0, DAY)
    # nothing is left to do for P after Monday; Tuesday and Wednesday are kept all the same
    assert found.span("Q/a") == (3 * DAY, 4 * DAY)
    assert found.why_start("Q/a") == (Cause.BOOKING, found.person("Ada"))
    code = int(found.runs.start_driver[0][found.task("Q/a")])
    words = driver_of_start(found.runs.plan, found.task("Q/a"), code, 0)
    assert words == "end of a booking of Ada on another project"


def test_what_is_not_booked_is_open_to_others():
    tasks = [work("much", 1, allocation=0.5), work("little", 1, allocation=0.4)]
    found = solved([dev()], [q(*tasks), p(work("b", 0.6, allocation=0.6))], hard("Ada", "P", share=0.6))
    assert found.span("Q/little") == (0, 2 * DAY + 240)
    assert found.start("Q/much") == 5 * DAY  # on Saturday


def test_the_project_itself_may_have_more_than_was_booked():
    found = solved([dev()], [p(work("b", 2))], hard("Ada", "P", share=0.3))
    assert found.span("P/b") == (0, 2 * DAY)


def test_work_begun_before_a_booking_goes_on():
    found = solved([dev()], [q(work("a", 4, priority=1)), p(work("b", 1))], hard("Ada", "P", TUESDAY))
    assert found.span("Q/a") == (0, 4 * DAY)
    assert found.span("P/b") == (4 * DAY, 5 * DAY)
    assert found.why_start("P/b") == (Cause.PERSON, found.need("Q/a"))


def test_elapsed_work_asks_for_what_is_kept_as_well():
    held = Task("a", duration=2, skill="dev", allocation=0.5)
    found = solved([dev()], [q(held), p(work("b"))], hard("Ada", "P", end=MONDAY, share=0.6))
    assert found.span("Q/a") == (DAY, 3 * DAY)


def test_an_extra_seat_is_not_given_to_who_is_kept():
    people = [dev("Ada"), dev("Bo")]
    grow = work("a", 10, (1, 2))
    found = solved(people, [q(grow), p(work("b"))], hard("Bo", "P", end=TUESDAY))
    # Bo's day for P ends on Monday, but he is kept until Tuesday: 8 days are left on Wednesday, for two
    assert found.seats("P/b") == [("Bo", 0, DAY)]
    assert found.seats("Q/a") == [("Ada", 0, 6 * DAY), ("Bo", 2 * DAY, 6 * DAY)]


def test_what_the_project_holds_counts_for_its_booking():
    # P holds half of Ada and was promised 60 %: 10 % more are kept, 40 % are open
    tasks = [
        work("tenth", 0.1, allocation=0.1),
        work("rest", 4, allocation=0.4),
        work("half", 1, allocation=0.5),
    ]
    projects = [p(work("b", 5, allocation=0.5)), q(*tasks)]
    found = solved([dev()], projects, hard("Ada", "P", end=MONDAY + timedelta(days=9), share=0.6))
    assert found.span("P/b") == (0, 10 * DAY)
    # the tenth comes first, which leaves 30 % for others; on Tuesday there are 40 again
    assert found.span("Q/tenth") == (0, DAY)
    assert found.span("Q/rest") == (DAY, 11 * DAY)
    assert found.start("Q/half") == 10 * DAY  # with the booking P's work ends as well


def test_bookings_of_one_project_add_up():
    twice = [hard("Ada", "P", share=0.5), hard("Ada", "P", end=TUESDAY, share=0.3)]
    projects = [
        q(work("fifth", 1, allocation=0.2), work("half", 1, allocation=0.5)),
        p(work("b", start=FRIDAY)),
    ]
    found = solved([dev()], projects, *twice)
    assert found.start("Q/fifth") == 0
    # from Wednesday on 50 % are kept and 20 % held: too little until "fifth" ends, on Friday evening
    assert found.span("Q/fifth") == (0, 5 * DAY)
    assert found.start("Q/half") == 5 * DAY


def test_a_project_that_does_not_go_ahead_keeps_nobody():
    for fields in ({"probability": 0.0}, {"status": "on hold"}, {"status": "cancelled"}):
        found = solved([dev()], [q(work("a")), p(work("b"), **fields)], hard("Ada", "P"))
        assert found.start("Q/a") == 0, fields


def test_everybody_of_a_pool_is_booked():
    pool = Person("crew", "dev", count=3)
    projects = [q(work("a", 2, 2)), p(work("b", 1))]
    assert solved([pool], projects, hard("crew", "P", end=TUESDAY)).start("Q/a") == 2 * DAY
    found = solved([dev("Ada", 3.0), pool], [p(work("b", 3, 3))], soft("crew", "P"))
    assert found.team("P/b") == ["crew 1", "crew 2", "crew 3"]


def test_a_booking_that_ends_before_the_weekend_frees_for_monday():
    found = solved([dev()], [q(work("a")), p(work("b"))], hard("Ada", "P"), calendar="mon-fri")
    assert found.span("Q/a") == (7 * DAY, 8 * DAY)
    # free since Saturday, back on Monday
    assert found.why_start("Q/a") == (Cause.RETURN, found.person("Ada"))


def test_a_booking_before_the_start_counts_from_the_start_and_one_past_the_horizon_to_the_end():
    early = hard("Ada", "P", MONDAY - timedelta(days=9), MONDAY)
    assert solved([dev()], [q(work("a")), p(work("b"))], early).start("Q/a") == DAY
    late = hard("Ada", "P", end=date(2027, 12, 31))
    found = solved([dev()], [q(work("a")), p(work("b"))], late, horizon="2027-01-31")
    assert found.start("Q/a") == NEVER
    over = hard("Ada", "P", date(2028, 1, 1), date(2028, 1, 31))
    assert solved([dev()], [q(work("a")), p(work("b"))], over, horizon="2027-01-31").start("Q/a") == 0


# ---------------------------------------------------------------- more than there is


@pytest.mark.parametrize(("first", "second"), [("P", "Q"), ("Q", "P")])
def test_of_bookings_over_100_percent_the_first_listed_keeps_its_share(first, second):
    # 60 % each: the first gets its three fifths, 40 % are left for the other, whose work takes 60 %
    projects = [p(work("a", 3, allocation=0.6)), q(work("a", 3, allocation=0.6))]
    found = solved([dev()], projects, hard("Ada", first, share=0.6), hard("Ada", second, share=0.6))
    assert found.span(f"{first}/a") == (0, 5 * DAY)
    assert found.span(f"{second}/a") == (5 * DAY, 10 * DAY)


def test_what_little_is_free_is_kept_for_the_booking_listed_first():
    # R holds half of Ada until Wednesday noon. Of the other half Q, listed first, keeps all from Tuesday on,
    # for its 60 %; P gets nothing of its 40 % before R ends, though they would fit the free half
    projects = [
        Project("R", [work("r", 1.25, allocation=0.5)]),
        p(work("a", 2, allocation=0.4, start=TUESDAY, priority=1)),
        q(work("a", 2, allocation=0.5, start=TUESDAY)),
    ]
    bookings = [hard("Ada", "Q", TUESDAY, share=0.6), hard("Ada", "P", TUESDAY, share=0.4)]
    found = solved([dev()], projects, *bookings)
    assert found.span("Q/a") == (DAY, 5 * DAY)
    assert found.span("P/a") == (2 * DAY + 240, 7 * DAY + 240)
    assert found.why_start("P/a") == (Cause.PERSON, found.need("R/r"))


def test_a_third_booking_keeps_nothing_where_two_take_all():
    bookings = [hard("Ada", "P", share=0.5), hard("Ada", "Q", share=0.5), hard("Ada", "R")]
    projects = [p(work("a", start=FRIDAY)), q(work("a", start=FRIDAY)), Project("R", [work("r")])]
    assert solved([dev()], projects, *bookings).start("R/r") == 5 * DAY


def test_two_projects_that_keep_people_from_each_other_wait_for_the_bookings_and_not_for_ever():
    # both need two; each has one. On Saturday both bookings have ended and P, listed first, gets both
    people = [dev("Ada"), dev("Bo")]
    projects = [p(work("a", 2, 2)), q(work("a", 2, 2))]
    for policy in (Policy(), Policy(reserve_after=0)):
        found = solved(people, projects, hard("Ada", "P"), hard("Bo", "Q"), policy=policy)
        assert found.span("P/a") == (5 * DAY, 6 * DAY)
        assert found.span("Q/a") == (6 * DAY, 7 * DAY)
        assert found.why_start("P/a") == (Cause.BOOKING, found.person("Bo"))


def test_a_reserve_holds_only_whom_its_project_can_have():
    # "big" wants two; Bo is kept for P until Tuesday, so Ada alone is held, and "b" starts at once with Bo
    people = [dev("Ada"), dev("Bo")]
    projects = [q(work("big", 2, 2, priority=1)), p(work("b", 1), work("c", 1))]
    found = solved(people, projects, hard("Bo", "P", end=TUESDAY), policy=Policy(reserve_after=0))
    assert found.seats("P/b") == [("Bo", 0, DAY)]
    assert found.seats("P/c") == [("Bo", DAY, 2 * DAY)]
    assert found.span("Q/big") == (2 * DAY, 3 * DAY)


# ---------------------------------------------------------------- the booking is the demand


def test_bookings_that_are_the_demand_are_done_in_their_windows_by_who_was_booked():
    people = [dev("Ada"), dev("Bo", availability=0.5)]
    bookings = [soft("Bo", "P"), soft("Ada", "Q", share=0.6), soft("Ada", "R", WEDNESDAY, FRIDAY, 0.4)]
    found = solved(people, [p(), q(), Project("R")], *bookings, calendar="mon-fri")
    assert found.seats("P/dev booking 1") == [("Bo", 0, 5 * DAY)]
    assert found.seats("Q/dev booking 1") == [("Ada", 0, 5 * DAY)]
    assert found.seats("R/dev booking 1") == [("Ada", 2 * DAY, 5 * DAY)]


@pytest.mark.parametrize("kind", ["soft", "hard"])
def test_each_does_the_work_of_their_own_booking(kind):
    # Cy is faster and listed first, and does not take the half of a day that is Ada's
    people = [dev("Cy", 1.25), dev("Ada")]
    bookings = [Booking("Ada", "P", MONDAY, FRIDAY, 0.5, kind), Booking("Cy", "P", MONDAY, FRIDAY, 1.0, kind)]
    found = solved(people, [p(), q()], *bookings, Booking("Ada", "Q", MONDAY, FRIDAY, 0.5, kind))
    assert found.seats("P/dev booking 1") == [("Ada", 0, 5 * DAY)]
    assert found.seats("P/dev booking 2") == [("Cy", 0, 4 * DAY)]
    assert found.seats("Q/dev booking 1") == [("Ada", 0, 5 * DAY)]


@pytest.mark.parametrize("kind", ["soft", "hard"])
def test_the_work_of_a_booking_waits_for_its_person(kind):
    # Ada is away on Monday; her five days are done from Tuesday to Saturday, and Bo, at leisure, does none
    people = [dev("Bo", 2.0), dev("Ada", leave=[MONDAY])]
    found = solved(people, [p()], Booking("Ada", "P", MONDAY, FRIDAY, kind=kind))
    assert found.seats("P/dev booking 1") == [("Ada", DAY, 6 * DAY)]
    assert found.why_start("P/dev booking 1") == (Cause.RETURN, found.person("Ada"))


def test_a_holiday_where_the_person_works_costs_a_day_and_not_the_person():
    people = [dev("Bo", availability=0.5), dev("Ada", calendar="south")]
    calendars = [Calendar("south", pattern="mon-sun", holidays=[MONDAY])]
    found = solved(people, [p()], hard("Ada", "P"), calendars=calendars)
    assert found.seats("P/dev booking 1") == [("Ada", DAY, 6 * DAY)]


def test_work_that_ends_on_the_first_day_of_a_booking_costs_that_day():
    projects = [q(work("a", 1, priority=1)), p()]
    found = solved([dev("Ada", end="2027-03-31"), dev("Bo")], projects, soft("Ada", "P"), soft("Ada", "Q"))
    assert found.seats("Q/a") == [("Ada", 0, DAY)]
    assert found.seats("P/dev booking 1") == [("Ada", DAY, 6 * DAY)]
    assert found.why_start("P/dev booking 1") == (Cause.PERSON, found.need("Q/a"))


def test_two_who_are_booked_on_one_project_keep_their_own_work():
    # Ada is away on Monday, Bo on Monday and Tuesday: nobody takes what is the other's
    people = [dev("Ada", leave=[MONDAY]), dev("Bo", leave=[MONDAY, TUESDAY]), dev("Cy")]
    found = solved(people, [p()], hard("Bo", "P"), hard("Ada", "P", end=TUESDAY))
    assert found.seats("P/dev booking 1") == [("Bo", 2 * DAY, 7 * DAY)]
    assert found.seats("P/dev booking 2") == [("Ada", DAY, 3 * DAY)]


def test_of_bookings_over_100_percent_the_second_waits_for_the_first():
    # 70 % of five days at 70 %, then 60 % at 60 %; Bo could do either, and does none
    bookings = [hard("Ada", "P", share=0.7), hard("Ada", "Q", share=0.6)]
    found = solved([dev("Ada"), dev("Bo")], [p(), q()], *bookings)
    assert found.seats("P/dev booking 1") == [("Ada", 0, 5 * DAY)]
    assert found.seats("Q/dev booking 1") == [("Ada", 5 * DAY, 10 * DAY)]
    assert found.why_start("Q/dev booking 1") == (Cause.PERSON, found.need("P/dev booking 1"))


@pytest.mark.parametrize(
    "fields",
    [
        {"end": MONDAY - timedelta(days=1)},
        {"start": MONDAY + timedelta(days=5)},
        {"leave": [Leave(MONDAY, FRIDAY)]},
        {"skills": [Skill("dev", start=MONDAY + timedelta(days=5))]},
        {"skills": [Skill("dev", end=TUESDAY)], "leave": [Leave(MONDAY, TUESDAY)]},
    ],
    ids=["has left", "joins later", "is away throughout", "learns it later", "unlearns it on leave"],
)
def test_who_is_not_there_while_booked_is_replaced_by_anybody_of_the_role(fields):
    ada = Person(**{"name": "Ada", "skills": {"dev": 1.0}, **fields})
    found = solved([ada, dev("Bo", 0.5)], [p()], soft("Ada", "P"))
    assert found.seats("P/dev booking 1") == [("Bo", 0, 10 * DAY)]


@pytest.mark.parametrize(("last", "who"), [(FRIDAY, "Bo"), (THURSDAY, "Ada")])
def test_one_day_of_the_booking_is_enough_to_wait_for_its_person(last, who):
    people = [dev("Ada", leave=[Leave(MONDAY, last)]), dev("Bo")]
    assert solved(people, [p()], soft("Ada", "P")).team("P/dev booking 1") == [who]


def people_told(found: Solved, label: str) -> str:
    plan = found.runs.plan
    return people_for(plan, needs_of(plan, found.task(label)))


def test_work_of_a_booking_whose_person_never_comes_says_whom_it_waits_for():
    # Ada has other work on the one day on which she is there while booked, and then leaves
    people = [dev("Ada", end=MONDAY), dev("Bo"), Person("crew", "qa", count=2)]
    projects = [q(work("a", 1, priority=1), work("c", 30, 2, skill="qa", priority=1)), p()]
    found = solved(people, projects, soft("Ada", "P"), soft("crew", "P"), soft("Ada", "Q"), soft("crew", "Q"))
    assert found.seats("P/dev booking 1") == []
    assert people_told(found, "P/dev booking 1") == "people for dev (only Ada)"
    assert people_told(found, "P/qa booking 1") == "people for qa (only crew 1 to crew 2)"
    assert people_told(found, "Q/a") == "people for dev"


def test_days_before_the_project_or_after_the_run_do_not_make_work_wait_for_its_person():
    people = [dev("Ada", end=TUESDAY), dev("Bo")]
    found = solved(people, [p(start=WEDNESDAY)], soft("Ada", "P"))
    assert found.seats("P/dev booking 1") == [("Bo", 2 * DAY, 7 * DAY)]
    people = [dev("Ada", start="2027-01-18"), dev("Bo")]
    late = soft("Ada", "P", end=date(2027, 1, 20))
    assert solved(people, [p()], late, horizon="2027-01-18").team("P/dev booking 1") == ["Ada"]
    assert solved(people, [p()], late, horizon="2027-01-17").team("P/dev booking 1") == ["Bo"]


def test_the_extra_seats_of_a_booking_are_for_its_people():
    # one of the crew has other work until Wednesday; Ada, who is free, does not fill in
    people = [dev("Ada"), Person("crew", "dev", count=2)]
    projects = [q(work("a", 2, priority=1)), p()]
    found = solved(people, projects, soft("crew", "P"), soft("crew", "Q"))
    assert found.seats("Q/a") == [("crew 1", 0, 2 * DAY)]
    assert found.seats("P/dev booking 1") == [("crew 2", 0, 6 * DAY), ("crew 1", 2 * DAY, 6 * DAY)]


def test_planned_values_follow_the_speed_of_the_person_booked():
    found = solved([dev("Ada", 0.5), dev("Bo", 2.0)], [p()], soft("Ada", "P"))
    assert found.runs.plan.planned.duration.tolist() == [10 * DAY]
    assert found.span("P/dev booking 1") == (0, 10 * DAY)


def test_a_task_for_several_people_is_nobodys_own_whatever_its_name():
    found = solved([dev("Ada"), dev("Bo")], [p(work("dev booking 1", 2, 2))], soft("Ada", "P"))
    assert found.team("P/dev booking 1") == ["Ada", "Bo"]


def test_the_work_of_a_booking_is_its_persons_after_the_last_day_too():
    # Ada is busy until Saturday; her booking of Monday to Friday is done when she is back
    people = [dev("Ada"), dev("Bo", end=MONDAY + timedelta(days=20))]
    tasks = [work("a", 6, priority=1), work("b", 6, priority=1)]
    found = solved(people, [q(*tasks), p()], soft("Ada", "P"))
    assert found.seats("P/dev booking 1") == [("Ada", 6 * DAY, 11 * DAY)]


def test_people_of_a_pool_do_the_work_of_its_booking():
    people = [dev("Ada", 2.0), Person("crew", "dev", count=2)]
    found = solved(people, [p()], soft("crew", "P"), soft("Ada", "P", TUESDAY, TUESDAY))
    assert found.seats("P/dev booking 1") == [("crew 1", 0, 5 * DAY), ("crew 2", 0, 5 * DAY)]
    assert found.team("P/dev booking 2") == ["Ada"]
