"""Work that returns to the queue: handed over (R10) or interrupted (R11); what drives its restarts (R18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capsim import rules
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.engines.runs import Cause, cause_of
from tests.cases.support import DAY, NEVER, dev, solve, work

MONDAY, TUESDAY, WEDNESDAY = "2027-01-04", "2027-01-05", "2027-01-06"
AS_LISTED = Policy(assignment=rules.Specialist())
"""Of people with one skill each, the first as listed; the default would pass over who leaves soon."""


def restarts(solved):
    """(need, returned, start, driver) of each return."""
    _, *columns = (column.tolist() for column in solved.runs.restarts)
    return [(*row[:3], cause_of(row[3])) for row in zip(*columns, strict=True)]


# ---------------------------------------------------------------- R10: who hands over, and when


def test_ten_working_days_away_pause_the_work_and_eleven_hand_it_over():
    people = [dev(leave=[(TUESDAY, "2027-01-18")]), dev("Bob", start=TUESDAY)]
    solved = solve(people, [work("a", 3, (1, 1))])
    # Tuesday to Friday, a week, Monday: ten days; then Ada does the rest on the 19th and 20th, days 15 and 16
    assert solved.seats("a") == [("Ada", 0, 17 * DAY)]
    people[0] = dev(leave=[(TUESDAY, "2027-01-19")])
    assert solve(people, [work("a", 3)]).seats("a") == [("Ada", 0, DAY), ("Bob", DAY, 3 * DAY)]


@pytest.mark.parametrize(("after", "handed_over"), [(0, True), (0.5, True), (1, False), (None, False)])
def test_the_policy_says_after_how_many_days(after, handed_over):
    people = [dev(leave=[TUESDAY]), dev("Bob", start=TUESDAY)]
    solved = solve(people, [work("a", 2)], policy=Policy(handover_after=after))
    assert (solved.team("a") == ["Ada", "Bob"]) is handed_over


def test_a_weekend_is_no_absence_however_soon_work_is_handed_over():
    solved = solve([dev()], [work("a", 6)], policy=Policy(handover_after=0))
    assert solved.seats("a") == [("Ada", 0, 8 * DAY)]


def test_who_leaves_for_good_hands_over_whatever_the_policy_says():
    people = [dev(end=TUESDAY), dev("Bob", start=WEDNESDAY)]
    solved = solve(people, [work("a", 3)], policy=Policy(handover_after=None))
    assert solved.seats("a") == [("Ada", 0, 2 * DAY), ("Bob", 2 * DAY, 3 * DAY)]


def test_who_is_back_takes_up_what_nobody_else_could():
    ada = dev(leave=[(TUESDAY, "2027-01-22")])
    solved = solve([ada], [work("a", 3)], policy=Policy(handover_days=0.5))
    # she goes on on Monday the 25th, day 21, with two days and a half: what she left had to be picked up
    assert solved.seats("a") == [("Ada", 0, DAY), ("Ada", 21 * DAY, 23 * DAY + 240)]
    assert restarts(solved) == [(0, DAY, 21 * DAY, (Cause.RETURN, 0))]


def test_work_that_ends_with_the_last_day_is_not_handed_over():
    solved = solve([dev(end=TUESDAY)], [work("a", 2)])
    assert solved.span("a") == (0, 2 * DAY)
    assert restarts(solved) == []


def test_elapsed_work_is_never_handed_over():
    solved = solve([dev(end=MONDAY), dev("Bob", start=TUESDAY)], [Task("a", duration=5, skill="dev")])
    assert solved.seats("a") == [("Ada", 0, 5 * DAY)]


def test_an_absence_made_longer_by_a_process_hands_over_when_that_begins():
    def longer(world):
        yield world.until(WEDNESDAY)
        world.away("Ada", "2027-01-07", "2027-01-29")

    people = [dev(leave=[(TUESDAY, WEDNESDAY)]), dev("Bob", start=TUESDAY)]
    solved = solve(people, [work("a", 3)], processes=[longer])
    assert solved.seats("a") == [("Ada", 0, 3 * DAY), ("Bob", 3 * DAY, 5 * DAY)]


# ---------------------------------------------------------------- R10: who goes on


def test_if_enough_people_stay_they_go_on_and_no_effort_is_added():
    solved = solve([dev(end=MONDAY), dev("Bob")], [work("a", 6, (1, 2))], policy=Policy(handover_days=1))
    # 2 of 6 days are done on Monday, the other 4 by Bob from Tuesday to Friday
    assert solved.seats("a") == [("Ada", 0, DAY), ("Bob", 0, 5 * DAY)]
    assert restarts(solved) == []


def test_somebody_who_is_free_takes_the_seat_of_who_left():
    people = [dev(end=MONDAY), dev("Bob"), dev("Cy")]
    tasks = [work("a", 6, (1, 2), priority=1), work("x", 1, priority=2)]
    solved = solve(people, tasks, policy=AS_LISTED)
    # 4 days are left on Tuesday, when Bob has done x: two days for two
    assert solved.seats("a") == [("Ada", 0, DAY), ("Cy", 0, 3 * DAY), ("Bob", DAY, 3 * DAY)]


def test_work_that_would_have_ended_soon_is_topped_up_when_somebody_leaves():
    # Bob is free since Monday noon, and nobody has become free on Tuesday; still he is asked when Ada leaves
    people = [dev(end=MONDAY), dev("Bob"), dev("Cy")]
    tasks = [work("a", 4, (1, 2), priority=1), work("x", 0.5, priority=2)]
    solved = solve(people, tasks, policy=AS_LISTED)
    assert solved.seats("a") == [("Ada", 0, DAY), ("Cy", 0, 2 * DAY), ("Bob", DAY, 2 * DAY)]


def test_with_too_few_people_all_leave_and_do_other_work():
    people = [dev(end=MONDAY), dev("Bob"), dev("Cy", start="2027-01-11")]
    tasks = [work("a", 4, 2, priority=1), work("b", 2, priority=2)]
    solved = solve(people, tasks, policy=Policy(handover_days=1))
    assert solved.seats("b") == [("Bob", DAY, 3 * DAY)]
    assert solved.why_start("b") == (Cause.PERSON, solved.need("a"))
    # 2 of 4 days and one for the hand-over are left when Cy joins on Monday, day 7: a day and a half for two
    later = [("Bob", 7 * DAY, 8 * DAY + 240), ("Cy", 7 * DAY, 8 * DAY + 240)]
    assert solved.seats("a") == [("Ada", 0, DAY), ("Bob", 0, DAY), *later]
    # both are there since Monday morning: the first seat counts
    assert restarts(solved) == [(0, DAY, 7 * DAY, (Cause.RETURN, solved.person("Bob")))]


def test_only_the_need_returns_and_the_others_of_its_task_go_on():
    task = Task("a", needs=[Need("dev", effort=4), Need("qa", effort=2)])
    solved = solve([dev(end=MONDAY), Person("Quinn", "qa"), dev("Bob", start=WEDNESDAY)], [task])
    assert solved.seats("a") == [("Ada", 0, DAY), ("Quinn", 0, 2 * DAY), ("Bob", 2 * DAY, 5 * DAY)]
    assert solved.span("a") == (0, 5 * DAY)


def test_nobody_takes_a_second_seat_of_the_task():
    # Bob, at the test with half of his time, could code with the other half; but not beside it
    needs = [Need("dev", effort=3, allocation=0.5), Need("qa", effort=5, allocation=0.5)]
    people = [dev(end=MONDAY), Person("Bob", ["qa", "dev"])]
    solved = solve(people, [Task("a", needs=needs)])
    # the test takes two weeks; of 3 days of code half of one is done, the rest takes Bob the third week
    assert solved.seats("a") == [("Ada", 0, DAY), ("Bob", 0, 12 * DAY), ("Bob", 14 * DAY, 19 * DAY)]


def test_returned_work_keeps_its_ready_tick_and_its_place_in_the_queue():
    # "a" has been ready since Monday, "b" since Tuesday: first come, first served, also when Ada has left
    people = [dev(end=TUESDAY), dev("Bob", start=WEDNESDAY)]
    tasks = [work("b", 2, start=TUESDAY), work("a", 4)]
    solved = solve(people, tasks, policy=Policy(priority=rules.FIFO()))
    assert solved.seats("a") == [("Ada", 0, 2 * DAY), ("Bob", 2 * DAY, 4 * DAY)]
    assert solved.start("b") == 4 * DAY
    assert restarts(solved)[0][3] == (Cause.AGAIN, 0)


def test_returned_work_may_hold_people_when_it_has_waited_long_since_its_return():
    # "big" returns on Tuesday, day 1, and may hold people from Thursday, day 3, on: Bob and Cy, free on
    # Wednesday, start two jobs more; free on Friday they are held, until Dot has done y on Tuesday, day 8
    people = [dev(end=MONDAY), dev("Bob"), dev("Cy"), dev("Dot")]
    tasks = [
        work("big", 6, 3, priority=1),
        work("y", 7, priority=2),
        *(work(f"short {number}", 1, priority=3) for number in (1, 2)),
        *(work(f"job {number}", 2, priority=4) for number in range(12)),
    ]
    solved = solve(people, tasks, policy=replace(AS_LISTED, reserve_after=2))
    assert solved.start("short 2") == DAY
    assert solved.span("job 1") == (2 * DAY, 4 * DAY)
    assert restarts(solved) == [
        (solved.need("big"), DAY, 9 * DAY, (Cause.PERSON, solved.need("y"))),
    ]
    assert solved.finish("big") == 10 * DAY  # three days are left for three
    without = solve(people, tasks, policy=replace(AS_LISTED, reserve_after=None))
    assert restarts(without)[0][2] > 10 * DAY


# ---------------------------------------------------------------- R11


PREEMPT = Policy(preempt=True)


def urgent(days: float = 1, **fields):
    return work("urgent", days, priority=1, **fields)


def test_urgent_work_interrupts_work_with_a_larger_priority_number():
    tasks = [work("b", 3, priority=2), urgent(start=TUESDAY)]
    solved = solve([dev()], tasks, policy=PREEMPT)
    assert solved.seats("urgent") == [("Ada", DAY, 2 * DAY)]
    assert solved.seats("b") == [("Ada", 0, DAY), ("Ada", 2 * DAY, 4 * DAY)]
    assert restarts(solved) == [(0, DAY, 2 * DAY, (Cause.PERSON, solved.need("urgent")))]
    assert solved.start("b") == 0
    assert solve([dev()], tasks).start("urgent") == 3 * DAY  # it is off by default


def test_each_interruption_adds_the_effort_of_resuming():
    tasks = [
        work("b", 3, priority=2),
        urgent(start=TUESDAY),
        work("again", 1, priority=1, start="2027-01-07"),
    ]
    solved = solve([dev()], tasks, policy=replace(PREEMPT, resume_days=0.5))
    # b: Monday, Wednesday, then from Friday on 3 - 2 days and twice a half: Friday and Monday
    assert solved.seats("b") == [("Ada", 0, DAY), ("Ada", 2 * DAY, 3 * DAY), ("Ada", 4 * DAY, 8 * DAY)]


def test_work_of_the_same_class_is_not_interrupted():
    tasks = [work("b", 3, priority=1), urgent(start=TUESDAY)]
    assert solve([dev()], tasks, policy=PREEMPT).start("urgent") == 3 * DAY
    lower = [work("b", 3, priority=2), urgent(start=TUESDAY)]
    off = replace(PREEMPT, ignore_priority=True)
    assert solve([dev()], lower, policy=off).start("urgent") == 3 * DAY


def test_the_lowest_class_is_interrupted_first_and_then_what_began_last():
    people = [dev("Ada"), dev("Bob"), dev("Cy"), dev("Dot", start=TUESDAY)]
    tasks = [
        work("x", 9, priority=2),
        work("y", 9, priority=3),
        work("z", 9, priority=3),
        work("late", 9, priority=3, start=TUESDAY),
        urgent(start=WEDNESDAY),
    ]
    solved = solve(people, tasks, policy=PREEMPT)
    assert solved.team("urgent") == ["Dot"]
    tasks[4] = urgent(2, start=WEDNESDAY, people=2)
    assert solve(people, tasks, policy=PREEMPT).team("urgent") == ["Cy", "Dot"]  # z is listed after y


def test_what_does_not_help_is_not_interrupted():
    people = [dev("Ada"), Person("Quinn", "qa")]
    tasks = [
        work("code", 9, priority=9),
        work("test", 9, skill="qa", priority=2),
        urgent(start=TUESDAY, skill="qa"),
    ]
    solved = solve(people, tasks, policy=PREEMPT)
    assert [row[:2] for row in restarts(solved)] == [(solved.need("test"), DAY)]


def test_nothing_is_interrupted_in_vain():
    # urgent wants two people; Bob does elapsed work, which nothing interrupts
    tasks = [work("b", 3, priority=2), Task("held", duration=4, skill="dev", priority=2)]
    solved = solve([dev("Ada"), dev("Bob")], [*tasks, urgent(start=TUESDAY, people=2)], policy=PREEMPT)
    assert restarts(solved) == []
    assert solved.start("urgent") == 4 * DAY


def test_paused_work_is_interrupted_for_the_members_who_are_there():
    people = [dev("Ada"), dev("Bob", leave=[TUESDAY])]
    tasks = [work("b", 6, 2, priority=2), urgent(start=TUESDAY)]
    solved = solve(people, tasks, policy=PREEMPT)
    assert solved.seats("urgent") == [("Ada", DAY, 2 * DAY)]
    assert solved.seats("b")[2:] == [("Ada", 2 * DAY, 4 * DAY), ("Bob", 2 * DAY, 4 * DAY)]


def test_a_start_that_had_to_wait_is_driven_by_the_work_that_it_interrupts():
    # urgent wants two: Bob is back on Wednesday, and b, which Ada does, is interrupted then
    people = [dev("Ada"), dev("Bob", leave=[(MONDAY, TUESDAY)])]
    tasks = [work("b", 5, priority=2), urgent(start=TUESDAY, people=2)]
    solved = solve(people, tasks, policy=PREEMPT)
    assert solved.span("urgent") == (2 * DAY, 2 * DAY + 240)
    assert solved.why_start("urgent") == (Cause.PERSON, solved.need("b"))


def test_interrupted_work_may_interrupt_other_work():
    projects = [
        Project("P", [urgent(start=TUESDAY), work("b", 3, priority=2), work("c", 3, skill="qa", priority=3)])
    ]
    people = [Person("Ada", {"dev": 1.0}), Person("Bo", ["dev", "qa"])]
    specialist = replace(PREEMPT, assignment=rules.Specialist())
    solved = solve(people, projects, policy=specialist)
    # urgent takes c's Bo, as c is the lowest; b stays with Ada; c goes on when Bo is free
    assert solved.seats("urgent") == [("Bo", DAY, 2 * DAY)]
    assert solved.seats("c") == [("Bo", 0, DAY), ("Bo", 2 * DAY, 4 * DAY)]
    assert solved.span("b") == (0, 3 * DAY)


def test_what_is_never_taken_up_again_never_ends():
    tasks = [work("b", 3, priority=2), urgent(90, start=TUESDAY)]
    solved = solve([dev()], tasks, policy=PREEMPT, horizon="2027-01-29")
    assert solved.finish("b") == NEVER
    assert restarts(solved) == [(0, DAY, NEVER, (Cause.NONE, 0))]
