"""Limits (R12), who may work where (R7) and what shares and teams cost (R3), worked out by hand."""

from __future__ import annotations

import pytest

from capsim.domain.limits import Freeze
from capsim.domain.person import Person
from capsim.domain.policy import Listed, Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.engines.runs import Cause
from tests.cases.support import DAY, EVERY_DAY, MONDAY, NEVER, dev, solve, work

TUESDAY, WEDNESDAY, THURSDAY = "2027-01-05", "2027-01-06", "2027-01-07"


def projects(*days: float, **fields) -> list[Project]:
    """P0, P1 ...: one task a each, of so many days."""
    return [Project(f"P{number}", [work("a", each)], **fields) for number, each in enumerate(days)]


# ---------------------------------------------------------------- projects in progress


def test_a_project_begins_when_one_in_progress_ends_however_many_people_are_free():
    people = [dev("Ada"), dev("Bo"), dev("Cy")]
    solved = solve(people, projects(3, 1, 2), policy=Policy(wip_limit=2, priority=Listed()))
    # P0 and P1 begin; P1 ends on Monday evening, and P2 takes its place
    assert [solved.span(f"P{n}/a") for n in range(3)] == [(0, 3 * DAY), (0, DAY), (DAY, 3 * DAY)]
    assert solved.why_start("P2/a") == (Cause.LIMIT, solved.task("P1/a"))


def test_a_project_is_in_progress_until_its_last_finish_milestones_and_waits_included():
    first = Project("P", [work("a"), Task("wait", duration=2, after="a"), Task("done", after="wait")])
    second = Project("Q", [Task("before"), Task("pause", duration=1), work("b")])
    solved = solve([dev("Ada"), dev("Bo")], [first, second], policy=Policy(wip_limit=1, priority=Listed()))
    # what needs nobody takes no place and waits for none
    assert (solved.span("Q/before"), solved.span("Q/pause")) == ((0, 0), (0, DAY))
    assert solved.start("Q/b") == solved.finish("P/done") == 3 * DAY
    assert solved.why_start("Q/b") == (Cause.LIMIT, solved.task("P/wait"))  # the first at that tick


def test_what_needs_nobody_does_not_begin_a_project():
    waits = Project("P", [Task("wait", duration=9), work("late", start=THURSDAY)])
    solved = solve([dev()], [waits, *projects(1, 1)], policy=Policy(wip_limit=1, priority=Listed()))
    assert [solved.start(name) for name in ("P0/a", "P1/a", "P/late")] == [0, DAY, 3 * DAY]


def test_all_work_of_a_project_in_progress_may_begin():
    whole = Project("P", [work("a", 2), work("b", 2)])
    policy = Policy(wip_limit=1, priority=Listed())
    solved = solve([dev("Ada"), dev("Bo")], [whole, *projects(1)], policy=policy)
    assert (solved.start("P/a"), solved.start("P/b"), solved.start("P0/a")) == (0, 0, 2 * DAY)


def test_a_team_limits_its_own_projects_and_of_limits_that_open_together_that_of_all_counts():
    mine = [*projects(1, 1, team="Web"), Project("Q", [work("q", 3)]), Project("R", [work("r")])]
    people = [dev(name) for name in "ABCD"]
    policy = Policy(wip_limit=2, team_wip_limits={"Web": 1}, priority=Listed())
    solved = solve(people, mine, policy=policy)
    # P0 and Q take both places; R is barred by all, P1 by all and by its team: both open on Monday evening,
    # and P1, listed first, takes the place
    assert [solved.start(label) for label in ("P0/a", "Q/q", "P1/a", "R/r")] == [0, 0, DAY, 2 * DAY]
    assert solved.why_start("P1/a") == (Cause.LIMIT, solved.task("P0/a"))
    assert solved.why_start("R/r") == (Cause.LIMIT, solved.task("P1/a"))


def test_a_limit_that_opened_before_somebody_became_free_drives_nothing():
    # P0 ends on Monday evening, yet Bo, who alone can do P1, is away until Wednesday evening
    people = [dev("Ada"), Person("Bo", "qa", leave=[(MONDAY, WEDNESDAY)])]
    second = Project("P1", [work("a", 1, skill="qa")])
    solved = solve(people, [*projects(1), second], policy=Policy(wip_limit=1, priority=Listed()))
    assert solved.start("P1/a") == 3 * DAY
    assert solved.why_start("P1/a") == (Cause.RETURN, solved.person("Bo"))


def test_barred_work_holds_nobody():
    first = Project("first", [Task("begun", duration=4, skill="dev", priority=0)])
    big = Project("big", [work("b", 2, 2)], priority=1)
    small = Project("small", [work("s", 1)], priority=2)
    people, given = [dev("Ada"), dev("Bo")], {"calendar": EVERY_DAY}
    solved = solve(people, [first, big, small], policy=Policy(reserve_after=0), **given)
    # Ada is at work; big cannot be staffed and holds Bo, so that small waits for both
    assert [solved.start(label) for label in ("big/b", "small/s")] == [4 * DAY, 5 * DAY]
    late = Project("first", [*first.tasks, Task("more", duration=2, after="begun", skill="dev", priority=0)])
    policy = Policy(reserve_after=0, team_wip_limits={"Web": 1})
    web = [Project("first", late.tasks, team="Web"), Project("big", big.tasks, priority=1, team="Web"), small]
    solved = solve(people, web, policy=policy, **given)
    # big may not begin while first is in progress, and holds nobody: small takes Bo at once
    assert [solved.start(label) for label in ("big/b", "small/s")] == [6 * DAY, 0]
    assert solved.why_start("big/b") == (Cause.LIMIT, solved.task("first/more"))


def test_a_project_that_never_ends_keeps_its_place():
    endless = Project("P", [work("a"), Task("never", duration=50, after="a")])
    solved = solve(
        [dev()], [endless, *projects(1)], policy=Policy(wip_limit=1, priority=Listed()), horizon=THURSDAY
    )
    assert solved.start("P0/a") == NEVER


# ---------------------------------------------------------------- focus


def test_nobody_holds_more_seats_at_once_than_the_focus_allows():
    tasks = [work(name, 1, allocation=0.25) for name in "abc"]
    # a quarter of Ada: four days each; without a limit all three begin at once
    assert [solve([dev()], tasks, calendar=EVERY_DAY).start(name) for name in "abc"] == [0, 0, 0]
    solved = solve([dev()], tasks, policy=Policy(focus=2), calendar=EVERY_DAY)
    assert [solved.start(name) for name in "abc"] == [0, 0, 4 * DAY]
    assert solved.why_start("c") == (Cause.PERSON, solved.need("a"))
    alone = solve([dev(focus=1)], tasks, policy=Policy(focus=2), calendar=EVERY_DAY)
    assert [alone.start(name) for name in "abc"] == [0, 4 * DAY, 8 * DAY]


def test_who_holds_all_seats_allowed_takes_no_extra_seat():
    tasks = [work("a", 4, allocation=0.5, priority=1), work("b", 6, (1, 2), allocation=0.5, priority=2)]
    people = [dev("Ada"), dev("Bo")]
    free = solve(people, tasks, calendar=EVERY_DAY)
    assert free.seats("b") == [("Ada", 0, 6 * DAY), ("Bo", 0, 6 * DAY)]
    bound = solve(people, tasks, policy=Policy(focus=1), calendar=EVERY_DAY)
    # Ada works on a until day 8; then she joins: Bo has done 4 of 6 days, and two halves do the rest
    assert bound.seats("b") == [("Bo", 0, 10 * DAY), ("Ada", 8 * DAY, 10 * DAY)]


def test_a_hard_booking_keeps_nothing_of_somebody_with_no_seat_to_spare():
    from capsim.domain.booking import Booking

    both = [Project("P", [work("p", 1, allocation=0.5)]), Project("Q", [work("q", 1, allocation=0.5)])]
    booked = [Booking("Ada", "Q", MONDAY, "2027-01-31", 0.5, "hard")]
    solved = solve(
        [dev()], both, bookings=booked, policy=Policy(focus=1, priority=Listed()), calendar=EVERY_DAY
    )
    assert (solved.start("P/p"), solved.start("Q/q")) == (0, 2 * DAY)
    assert solved.why_start("Q/q") == (Cause.PERSON, solved.need("P/p"))


def test_who_is_at_more_work_than_the_focus_allows_at_the_status_date_takes_more_when_enough_of_it_is_done():
    begun = {"actual_start": MONDAY, "assigned": ["Ada"], "allocation": 0.25}
    tasks = [work("a", remaining=1, **begun), work("b", remaining=2, **begun), work("c", 1, allocation=0.25)]
    given = {"status_date": TUESDAY, "calendar": EVERY_DAY, "policy": Policy(focus=1, priority=Listed())}
    solved = solve([dev()], tasks, **given)
    # a quarter of Ada each: a ends, and she still holds as many seats as she may
    assert solved.finish("a") < solved.finish("b") == solved.start("c")
    assert solved.why_start("c") == (Cause.PERSON, solved.need("b"))


# ---------------------------------------------------------------- what shares and teams cost


def test_who_gives_a_part_of_their_time_loses_speed_whatever_else_they_do():
    policy = Policy(switching_loss=0.2)
    solved = solve(
        [dev("Ada"), dev("Bo")],
        [work("half", 2, allocation=0.5), work("whole", 2)],
        policy=policy,
        calendar=EVERY_DAY,
    )
    assert (solved.speeds("half"), solved.speeds("whole")) == ([800], [1000])
    assert (solved.finish("half"), solved.finish("whole")) == (5 * DAY, 2 * DAY)  # 2 / (0.8 x 0.5)


def test_the_speed_of_a_seat_is_rounded_once():
    # 0.5005 x 0.9 = 0.45045; rounded before, it would be 0.501 x 0.9 = 0.451
    assert solve([dev(speed=0.5005)], [work("a", allocation=0.5)], policy=Policy(switching_loss=0.1)).speeds(
        "a"
    ) == [450]
    assert solve([dev(speed=0.5005)], [work("a", allocation=0.5)]).speeds("a") == [501]


def test_a_seat_counts_the_people_who_are_there_when_it_begins():
    people = [dev("Ada"), dev("Bo"), dev("Cy", start=WEDNESDAY)]
    policy = Policy(team_factor=[1, 0.9, 0.5])
    solved = solve(people, [work("a", 9, (2, 3))], policy=policy, calendar=EVERY_DAY)
    # two begin at 0.9 each: 3.6 days by Tuesday evening; then Cy, the third, comes at 0.5: 5.4 / 2.3 days
    assert solved.speeds("a") == [900, 900, 500]
    assert solved.finish("a") == 2 * DAY + -(-5_400 * DAY // 2_300)


def test_the_last_factor_holds_for_larger_teams_and_those_who_come_together_count_one_by_one():
    people = [dev(f"D{n}") for n in range(4)]
    solved = solve(people, [work("a", 40, (1, 4))], policy=Policy(team_factor=[1, 0.75, 0.5]))
    assert solved.speeds("a") == [1000, 750, 500, 500]


def test_help_that_is_all_of_somebody_is_not_slowed_by_switching():
    # half of Ada does 0.5 x 0.5 = 1/4 day on Monday; the rest, 0.85 days, Bo does in time with all his time,
    # though 85 % of it, at half the speed, would be too little
    helped = Task(
        "a", needs=[Need("dev", effort=1.1, people=(1, 2), allocation=0.5, least_allocation=0.1)], end=MONDAY
    )
    policy = Policy(switching_loss=0.5, focus=1)
    solved = solve([dev("Ada"), dev("Bo")], [helped], policy=policy)
    assert solved.seats("a") == [("Ada", 0, 423), ("Bo", 0, 423)]  # 1.1 days at 1.25
    assert solved.speeds("a") == [500, 1000]


# ---------------------------------------------------------------- freezes


def test_in_a_freeze_nothing_begins_that_needs_people_and_all_else_goes_on():
    tasks = [
        work("running", 4),
        work("next", 1),
        Task("wait", duration=1, start=TUESDAY),
        Task("mark", start=TUESDAY),
    ]
    solved = solve([dev("Ada"), dev("Bo", start=TUESDAY)], tasks, freezes=[Freeze(TUESDAY, WEDNESDAY)])
    assert solved.span("running") == (0, 4 * DAY)
    assert (solved.start("wait"), solved.start("mark")) == (DAY, DAY)
    assert solved.start("next") == 3 * DAY  # Bo is free all the time
    assert solved.why_start("next") == (Cause.FREEZE, 0)


def test_extra_seats_are_taken_in_a_freeze():
    solved = solve(
        [dev("Ada"), dev("Bo", start=TUESDAY)],
        [work("a", 9, (1, 2))],
        freezes=[Freeze(TUESDAY, "2027-01-29")],
    )
    assert solved.seats("a") == [("Ada", 0, 5 * DAY), ("Bo", DAY, 5 * DAY)]


def test_a_freeze_is_of_the_projects_and_teams_that_it_names():
    mine = [*projects(1, 1), Project("T", [work("t")], team="Web"), Project("U", [work("u")], team="Data")]
    freezes = [Freeze(MONDAY, MONDAY, projects="P1", teams="Web"), Freeze(TUESDAY, TUESDAY, teams="Web")]
    solved = solve([dev(name) for name in "ABCD"], mine, freezes=freezes)
    starts = [solved.start(label) for label in ("P0/a", "P1/a", "T/t", "U/u")]
    assert starts == [0, DAY, 2 * DAY, 0]  # days that touch are one freeze


def test_a_freeze_that_ends_with_a_limit_is_what_counts():
    first, second = projects(1, 1)
    frozen = [Freeze(MONDAY, MONDAY, projects="P1")]
    solved = solve([dev("Ada"), dev("Bo")], [first, second], freezes=frozen, policy=Policy(wip_limit=1))
    assert solved.start("P1/a") == DAY
    assert solved.why_start("P1/a") == (Cause.FREEZE, 0)


def test_what_is_frozen_up_to_the_horizon_never_begins():
    solved = solve([dev()], projects(1), freezes=[Freeze("2026-12-01", "2028-01-01")], horizon="2027-01-20")
    assert solved.start("P0/a") == NEVER


# ---------------------------------------------------------------- who may work where


def test_only_those_named_may_serve_a_need_by_name_by_pool_and_by_team():
    people = [dev("Ada", 3.0), dev("Bo"), dev("Crew", count=2), dev("Di", team="Web")]
    tasks = [
        work("bo", only=["Bo"]),
        work("crew", 2, 2, only=["Crew"]),
        work("second", start=TUESDAY, only=["Crew 2"]),
        work("web", only=["Web"]),
        work("anybody", start=WEDNESDAY),
        work("not her", start=WEDNESDAY, never=["Ada", "Web", "Crew"]),
    ]
    solved = solve(people, tasks)
    assert [solved.team(task.name) for task in tasks] == [
        ["Bo"], ["Crew 1", "Crew 2"], ["Crew 2"], ["Di"], ["Ada"], ["Bo"],
    ]  # fmt: skip


def test_work_waits_for_the_one_who_may_do_it():
    solved = solve([dev("Ada"), dev("Bo")], [work("a", 3, only="Ada"), work("b", 1, only="Ada")])
    assert solved.seats("b") == [("Ada", 3 * DAY, 4 * DAY)]


def test_whoever_did_a_task_does_the_one_that_looks_to_it():
    # Ada and Bo do build until Tuesday evening; a rush takes Ada, and check waits for her or Bo, not for Cy
    people = [dev("Ada"), dev("Bo"), dev("Cy")]
    tasks = [
        work("build", 4, 2, priority=1),
        work("rush", 6, 2, after="build", priority=2, never="Cy"),
        work("check", 1, after="build", priority=3, same_person_as="build"),
    ]
    solved = solve(people, tasks, calendar=EVERY_DAY)
    assert solved.seats("rush") == [("Ada", 2 * DAY, 5 * DAY), ("Bo", 2 * DAY, 5 * DAY)]
    assert solved.seats("check") == [("Ada", 5 * DAY, 6 * DAY)]
    assert solved.why_start("check") == (Cause.PERSON, solved.need("rush"))


def test_where_those_who_did_it_cannot_fill_all_seats_anybody_may():
    tasks = [work("build", 1), work("check", 2, 2, after="build", same_person_as="P/build")]
    solved = solve([dev("Ada"), dev("Bo")], tasks, calendar=EVERY_DAY)
    assert solved.seats("check") == [("Ada", DAY, 2 * DAY), ("Bo", DAY, 2 * DAY)]


def test_where_those_who_did_it_have_left_anybody_may_from_the_next_day_on():
    # Ada leaves on Tuesday evening; until then check waits for her, as rush has her
    people = [dev("Ada", end=TUESDAY), dev("Bo", start=TUESDAY)]
    tasks = [
        work("build", 1),
        work("rush", 1, after="build", only="Ada", priority=1),
        work("check", 1, after="build", same_person_as="build", priority=2),
    ]
    solved = solve(people, tasks, calendar=EVERY_DAY)
    assert solved.seats("rush") == [("Ada", DAY, 2 * DAY)]
    assert solved.seats("check") == [("Bo", 2 * DAY, 3 * DAY)]
    assert solved.why_start("check") == (Cause.RETURN, solved.person("Bo"))


def test_extra_seats_too_are_for_those_who_did_the_other_task():
    tasks = [work("build", 1, only="Ada"), work("check", 4, (1, 3), after="build", same_person_as="build")]
    solved = solve([dev("Ada"), dev("Bo")], tasks, calendar=EVERY_DAY)
    assert solved.seats("check") == [("Ada", DAY, 5 * DAY)]


def test_who_takes_over_the_other_task_may_do_it_at_the_same_tick():
    # Ada is away from day 1 on and leaves build to Bo; check comes first, but is hers until he has begun it:
    # the pass begins anew, and he begins check with his other half
    people = [dev("Ada", leave=[("2027-01-05", "2027-01-29")]), dev("Bo")]
    tasks = [
        work("other", 1, only="Bo", priority=1),
        work("build", 2, allocation=0.5, priority=3),
        work("check", 1, allocation=0.5, start=TUESDAY, same_person_as="build", priority=2),
    ]
    solved = solve(people, tasks, calendar=EVERY_DAY, policy=Policy(handover_after=5))
    assert solved.seats("build")[0] == ("Ada", 0, DAY)
    assert solved.seats("check") == [("Bo", DAY, 3 * DAY)]


@pytest.mark.parametrize("status", ["on hold", "planned"])
def test_a_task_that_nobody_has_done_binds_nobody(status):
    elsewhere = Project("Q", [work("build", start="2027-02-01")], status=status)
    solved = solve([dev("Ada")], [Project("P", [work("check", same_person_as="Q/build")]), elsewhere])
    assert solved.span("P/check") == (0, DAY)
