"""Drivers of ready ticks, starts and finishes (R18), solved by hand."""

from capsim import rules
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.engines.runs import Cause
from tests.cases.support import DAY, dev, solve, work

PAIR = [dev("Ada"), Person("Quinn", "qa")]


def test_a_ready_tick_is_driven_by_the_latest_link_and_on_ties_by_the_first_listed():
    tasks = [work("a", 1), work("b", 1, skill="qa"), Task("c", after="b; a"), Task("d", after="a; b FS+1")]
    solved = solve(PAIR, tasks)
    assert solved.why_ready("c") == (Cause.LINK, solved.link("b", "c"))
    assert solved.why_ready("d") == (Cause.LINK, solved.link("b", "d"))


def test_a_link_comes_before_a_date_and_the_project_before_the_task_on_ties():
    project = Project(
        "P",
        [work("a", 1), Task("b", after="a", start="2027-01-05"), Task("c", start="2027-01-04")],
        start="2027-01-04",
    )
    solved = solve([dev()], [project])
    assert solved.why_ready("b") == (Cause.LINK, solved.link("a", "b"))
    assert solved.why_ready("c")[0] == Cause.PROJECT_START


def test_a_later_date_drives_the_ready_tick():
    project = Project("P", [work("a", 1), Task("b", after="a", start="2027-01-08")], start="2027-01-05")
    solved = solve([dev()], [project])
    assert (solved.ready("a"), solved.ready("b")) == (DAY, 4 * DAY)
    assert solved.why_ready("a")[0] == Cause.PROJECT_START
    assert solved.why_ready("b")[0] == Cause.NOT_BEFORE


def test_a_start_at_the_ready_tick_has_that_driver():
    solved = solve([dev()], [work("a", 1)])
    assert solved.why_start("a")[0] == Cause.READY


def test_a_later_start_is_driven_by_the_need_that_freed_the_person():
    solved = solve([dev()], [work("a", 1), work("b", 1)])
    assert solved.why_start("b") == (Cause.PERSON, solved.need("a"))


def test_of_two_people_the_one_freed_last_drives_the_start():
    tasks = [work("a", 2, priority=1), work("b", 1, priority=1), work("c", 2, 2)]
    solved = solve([dev("Ada"), dev("Bob")], tasks, policy=Policy(priority=rules.Listed()))
    assert solved.start("c") == 2 * DAY
    assert solved.why_start("c") == (Cause.PERSON, solved.need("a"))


def test_of_two_people_freed_at_one_tick_the_first_seat_counts():
    # Bob, listed first, sits first: his b drives the start, although a is listed before it
    tasks = [work("a", 2, skill="ops"), work("b", 2), work("c", 2, 2)]
    people = [dev("Bob"), Person("Ada", ["ops", "dev"])]
    solved = solve(people, tasks)
    assert solved.start("c") == 2 * DAY
    assert solved.why_start("c") == (Cause.PERSON, solved.need("b"))


def test_a_shares_end_that_leaves_enough_free_is_the_driver():
    # Ada: 0.5 to "a" until day 2, 0.5 to "b" until day 4. "c" wants half of her: free since day 2
    tasks = [
        work("a", 1, allocation=0.5),
        work("b", 2, allocation=0.5),
        work("c", 1, allocation=0.5),
        work("d", 1),
    ]
    solved = solve([dev()], tasks, policy=Policy(priority=rules.Listed(), reserve_after=None))
    assert solved.why_start("c") == (Cause.PERSON, solved.need("a"))
    # d wants all of her: b and c end together after Thursday, b first as listed: c's end completes the share
    assert solved.start("d") == 4 * DAY
    assert solved.why_start("d") == (Cause.PERSON, solved.need("c"))


def test_a_start_after_the_weekend_is_driven_by_who_came_back():
    solved = solve([dev()], [work("a", 5), work("b", 1, after="a")])
    assert solved.start("b") == 7 * DAY
    assert solved.why_start("b") == (Cause.RETURN, solved.person("Ada"))


def test_a_start_on_the_day_somebody_qualifies_is_driven_by_them():
    people = [Person("Ada", [Skill("dev", start="2027-01-06")]), Person("Quinn", "qa")]
    solved = solve(people, [Task("a", needs=[Need("qa", effort=1), Need("dev", effort=1)])])
    assert solved.why_start("a") == (Cause.RETURN, solved.person("Ada"))


def test_the_member_back_last_drives_the_start_and_not_the_one_freed_before():
    # Bob is freed on Tuesday morning, Ada is back on Wednesday
    people = [dev("Ada", leave=[("2027-01-04", "2027-01-05")]), dev("Bob")]
    solved = solve(people, [work("a", 1, priority=1), work("b", 1, 2)])
    assert solved.start("b") == 2 * DAY
    assert solved.why_start("b") == (Cause.RETURN, solved.person("Ada"))


def test_a_person_freed_when_the_reserve_opens_comes_first():
    # "big" holds Bob until Ada is free on Wednesday; then a half of each is left
    tasks = [
        work("x", 2, priority=1),
        work("big", 2, 2, allocation=0.5, priority=2),
        work("half", 1, allocation=0.5, priority=3),
    ]
    solved = solve([dev("Ada"), dev("Bob")], tasks, policy=Policy(reserve_after=0))
    assert solved.start("big") == solved.start("half") == 2 * DAY
    # "half" takes Ada, who is listed first and free since x ended at this tick: nothing is left of the wait
    # for the reserve's part
    assert solved.why_start("half") == (Cause.PERSON, solved.need("x"))


def test_a_start_with_the_person_held_is_driven_by_the_start_of_the_work_that_held():
    # Bob, the only one for "ops", was held for "big"; at its start half of him is left for "half"
    people = [dev("Ada"), Person("Bob", ["dev", "ops"])]
    tasks = [
        work("x", 2, priority=1),
        work("big", 2, 2, allocation=0.5, priority=2),
        work("half", 1, skill="ops", allocation=0.5, priority=3),
    ]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    assert solved.seats("half")[0][:2] == ("Bob", 2 * DAY)
    assert solved.why_start("half") == (Cause.RESERVE, solved.task("big"))


def test_a_reserve_that_goes_over_to_somebody_else_ends_the_walk():
    # "big" lacks Quinn and holds Bob; on Tuesday Cy, first in the list, is back and held instead: Bob is let
    # go although "big" does not start
    people = [dev("Cy", leave=["2027-01-04"]), dev("Bob"), Person("Quinn", "qa")]
    big = Task("big", needs=[Need("dev", effort=1), Need("qa", effort=1)], priority=2)
    tasks = [work("x", 5, skill="qa", priority=1), big, work("small", 1, priority=3)]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    assert solved.seats("small") == [("Bob", DAY, 2 * DAY)]
    assert solved.why_start("small") == (Cause.LAPSE, 0)


def test_a_return_and_then_an_end_drive_one_start_after_the_other():
    people = [dev("Ada"), Person("Bob", ["dev", "ops"], leave=[("2027-01-06", "2027-01-07")])]
    tasks = [
        work("x", 2, priority=1),
        Task("big", needs=[Need("dev", effort=1, people=2)], start="2027-01-04", priority=2),
        work("small", 1, skill="ops", priority=3),
    ]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    # Bob is away when Ada is free, so big waits for him until Friday, holding Ada; on Friday it takes both
    # for half a day, and small starts when Bob is free
    assert solved.span("big") == (4 * DAY, 4 * DAY + 240)
    assert solved.start("small") == 4 * DAY + 240
    assert solved.why_start("big") == (Cause.RETURN, solved.person("Bob"))
    assert solved.why_start("small") == (Cause.PERSON, solved.need("big"))


def test_a_finish_is_driven_by_the_need_that_ended_last():
    task = Task("a", needs=[Need("dev", effort=1), Need("qa", effort=3)])
    solved = solve(PAIR, [task])
    assert solved.why_finish("a") == (Cause.NEED, solved.need("a", 2))


def test_of_needs_that_end_together_the_first_drives_the_finish():
    task = Task("a", needs=[Need("dev", effort=1), Need("qa", effort=1)])
    solved = solve(PAIR, [task])
    assert solved.why_finish("a") == (Cause.NEED, solved.need("a", 1))


def test_a_link_drives_a_finish_only_if_it_is_strictly_later():
    tasks = [work("a", 2), work("b", 2, skill="qa", after="a FF"), work("c", 1, skill="qa", after="a FF+3")]
    solved = solve(PAIR, tasks)
    assert solved.finish("b") == 2 * DAY
    assert solved.why_finish("b") == (Cause.NEED, solved.need("b"))
    assert solved.finish("c") == 5 * DAY
    assert solved.why_finish("c") == (Cause.LINK, solved.link("a", "c"))


def test_waits_and_milestones_are_driven_by_their_duration_and_their_start():
    solved = solve([dev()], [Task("w", duration=1), Task("m", after="w")])
    assert solved.why_finish("w")[0] == Cause.DURATION
    assert solved.why_finish("m")[0] == Cause.START


def test_what_never_happens_has_no_driver():
    solved = solve([dev(end="2027-01-05")], [work("a", 3), Task("b", after="a")])
    assert solved.why_finish("a") == (Cause.NONE, 0)
    assert solved.why_start("b") == (Cause.NONE, 0)
    assert solved.why_ready("b") == (Cause.NONE, 0)
