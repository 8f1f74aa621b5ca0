"""Work begun before the status date (R16), solved by hand. Day 5 is a Saturday."""

from datetime import date, timedelta

import pytest

from capsim.domain.calendar import Leave
from capsim.domain.intake import Stage
from capsim.domain.limits import Freeze
from capsim.domain.person import Person
from capsim.domain.policy import FIFO, Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.engines.runs import Cause
from capsim.plan.build import make_plan
from tests.cases.support import ABSENT, DAY, NEVER, dev, planned, portfolio, solve, work

MONDAY = date(2027, 1, 4)
ADA, BO, QUINN = dev("Ada"), dev("Bo"), Person("Quinn", "qa")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


# ---------------------------------------------------------------- what has not begun, and what is done


def test_nothing_that_has_not_begun_starts_before_the_status_date():
    # from Thursday on: two days of work end on Friday, a day of waiting on Thursday
    solved = solve([ADA, BO], [work("a", 2), Task("go"), Task("wait", duration=1)], status_date=day(3))
    assert solved.span("a") == (3 * DAY, 5 * DAY)
    assert solved.span("go") == (3 * DAY, 3 * DAY)
    assert solved.span("wait") == (3 * DAY, 4 * DAY)


def test_finished_work_keeps_its_dates_and_holds_nobody():
    done = work("a", 99, actual_start=day(0), actual_finish=day(1))
    solved = solve([ADA], [done, work("b", 1, after="a")], status_date=day(2))
    assert solved.span("a") == (0, 2 * DAY)
    assert solved.seats("a") == []
    assert solved.span("b") == (2 * DAY, 3 * DAY)


def test_what_hangs_on_finished_work_counts_its_lag_from_the_actual_finish():
    # done on Tuesday: three working days later is the end of Friday; the status date is Wednesday
    done = work("a", 9, actual_start=day(0), actual_finish=day(1))
    solved = solve([ADA], [done, Task("b", after="a FS+3")], status_date=day(2))
    assert solved.span("b") == (5 * DAY, 5 * DAY)


def test_what_hangs_on_an_actual_start_counts_from_it():
    begun = work("a", 9, actual_start=day(0), remaining=2, assigned="Ada")
    tasks = [begun, Task("b", after="a SS+4"), Task("c", after="a SS+1")]
    solved = solve([ADA], tasks, status_date=day(2))
    assert solved.start("b") == 4 * DAY
    assert solved.start("c") == 2 * DAY  # not before the status date


def test_a_milestone_reached_has_the_date_said_as_both_of_its_dates():
    solved = solve([ADA], [Task("go", actual_finish=day(1)), work("a", 1, after="go")], status_date=day(2))
    assert solved.span("go") == (2 * DAY, 2 * DAY)
    assert solved.shown("go") == ("2027-01-05", "2027-01-05")
    assert solved.start("a") == 2 * DAY


def test_work_done_on_the_status_date_is_done_at_its_end():
    done = work("a", 9, actual_start=day(0), actual_finish=day(2))
    solved = solve([ADA], [done, work("b", 1, after="a"), work("c", 1)], status_date=day(2))
    assert solved.finish("a") == 3 * DAY
    assert solved.span("c") == (2 * DAY, 3 * DAY)
    assert solved.start("b") == 3 * DAY


def test_all_work_done_ends_the_run():
    solved = solve([ADA], [work("a", 9, actual_start=day(0), actual_finish=day(1))], status_date=day(2))
    assert solved.span("a") == (0, 2 * DAY)


# ---------------------------------------------------------------- people at work stay


def test_people_at_work_stay_and_do_what_remains():
    begun = work("a", 9, actual_start=day(1), remaining=2, assigned="Bo")
    solved = solve([ADA, BO], [begun], status_date=day(3))
    assert solved.span("a") == (DAY, 5 * DAY)
    assert solved.seats("a") == [("Bo", 3 * DAY, 5 * DAY)]
    assert solved.why_ready("a") == (Cause.KNOWN, 0)


def test_of_ten_days_forty_percent_done_six_remain():
    begun = work("a", 10, actual_start=day(0), progress=0.4, assigned="Ada")
    solved = solve([ADA], [begun], status_date=day(4))
    # Friday, and Monday to Friday of the next week
    assert solved.finish("a") == 12 * DAY


def test_without_a_remainder_what_the_people_have_done_is_done():
    # Ada, at speed 2 and half of her time, does a day a day: 3 of 5 days on Monday to Wednesday
    begun = work("a", 5, actual_start=day(0), assigned="Ada", allocation=0.5)
    solved = solve([dev("Ada", 2)], [begun], status_date=day(3))
    assert solved.finish("a") == 5 * DAY


def test_days_on_leave_are_no_days_of_work_done():
    ada = dev("Ada", leave=[Leave(day(1), day(2))])
    solved = solve([ada], [work("a", 3, actual_start=day(0), assigned="Ada")], status_date=day(3))
    assert solved.finish("a") == 5 * DAY  # one of three days is done


def test_nothing_is_left_of_work_that_has_taken_longer_than_it_could():
    solved = solve([ADA], [work("a", 2, actual_start=day(0), assigned="Ada")], status_date=day(3))
    assert solved.span("a") == (0, 3 * DAY)


def test_elapsed_work_goes_on_from_its_actual_start():
    # ten working days from Monday: four are over on Friday
    solved = solve([ADA], [Task("a", duration=10, actual_start=day(0))], status_date=day(4))
    assert solved.span("a") == (0, 12 * DAY)


def test_elapsed_work_holds_the_people_who_are_at_work_on_it_and_nobody_else():
    begun = Task("a", duration=10, needs=[Need("dev", people=2)], actual_start=day(0), assigned="Bo; Ada")
    alone = Task("b", duration=3, needs=[Need("dev")], actual_start=day(0))
    solved = solve([ADA, BO], [begun, alone, work("c", 1)], status_date=day(2))
    assert solved.seats("a") == [("Ada", 2 * DAY, 12 * DAY), ("Bo", 2 * DAY, 12 * DAY)]
    assert solved.span("b") == (0, 3 * DAY)
    assert solved.seats("b") == []
    assert solved.start("c") == 12 * DAY + 2 * DAY  # on Monday


def test_who_fits_fewest_needs_chooses_first():
    both = Person("Ada", ["dev", "qa"])
    needs = [Need("dev", effort=9), Need("qa", effort=9)]
    begun = Task("a", needs=needs, actual_start=day(0), remaining=4, assigned="Ada; Bo")
    solved = solve([both, BO], [begun], status_date=day(1))
    assert solved.seats("a") == [("Ada", DAY, 3 * DAY), ("Bo", DAY, 3 * DAY)]


def test_who_is_at_work_on_more_than_a_whole_day_stays_on_what_is_listed_first():
    first = work("a", 9, actual_start=day(0), remaining=2, assigned="Ada")
    second = work("b", 9, actual_start=day(0), remaining=2, assigned="Ada")
    solved = solve([ADA], [first, second], status_date=day(1))
    assert solved.span("a") == (0, 3 * DAY)
    assert solved.seats("b") == [("Ada", 3 * DAY, 5 * DAY)]
    assert make_plan(portfolio([ADA], [first, second], status_date=day(1))).standing.left_out == (
        ("Project 'P', task 'b'", "Ada"),
    )


def test_a_share_of_people_is_kept_as_the_work_takes_it():
    begun = work("a", 9, actual_start=day(0), remaining=1, assigned="Ada", allocation=0.4)
    solved = solve([ADA], [begun, work("b", 1, allocation=0.5)], status_date=day(1))
    assert solved.shares("a") == [("Ada", DAY, DAY + 1200, 400)]
    assert solved.start("b") == DAY


def test_somebody_away_stays_and_the_work_pauses():
    ada = dev("Ada", leave=[Leave(day(2), day(3))])
    begun = work("a", 9, actual_start=day(0), remaining=1, assigned="Ada")
    solved = solve([ada, BO], [begun], status_date=day(2))
    assert solved.seats("a") == [("Ada", 2 * DAY, 5 * DAY)]


def test_somebody_who_has_left_does_not_stay():
    gone = dev("Ada", end=day(1))
    begun = work("a", 9, actual_start=day(0), remaining=1, assigned="Ada")
    solved = solve([gone, BO], [begun], status_date=day(2))
    assert solved.seats("a") == [("Bo", 2 * DAY, 3 * DAY)]


def test_more_people_than_needed_stay_up_to_the_most():
    begun = work("a", 9, (1, 2), actual_start=day(0), remaining=4, assigned="Ada; Bo")
    solved = solve([ADA, BO, dev("Cy")], [begun], status_date=day(1))
    assert solved.seats("a") == [("Ada", DAY, 3 * DAY), ("Bo", DAY, 3 * DAY)]


def test_too_few_people_for_the_least_is_as_if_nobody_was_named():
    begun = work("a", 9, 2, actual_start=day(0), remaining=4, assigned="Cy")
    solved = solve([ADA, BO, dev("Cy")], [begun], status_date=day(1))
    assert solved.team("a") == ["Ada", "Bo"]


# ---------------------------------------------------------------- nobody at work: staffed first


def test_begun_work_with_nobody_on_it_is_staffed_before_work_that_is_more_urgent():
    urgent = Project("Urgent", [work("now", 1)], priority=1)
    begun = Project("Begun", [work("a", 9, actual_start=day(0), remaining=2)], priority=9)
    solved = solve([ADA], [urgent, begun], status_date=day(1))
    assert solved.seats("Begun/a") == [("Ada", DAY, 3 * DAY)]
    assert solved.start("Urgent/now") == 3 * DAY


def test_begun_work_of_which_nothing_is_left_ends_although_nobody_is_on_it():
    begun = work("a", 9, actual_start=day(0), remaining=0)
    rest = Task("b", needs=[Need("dev", effort=0), Need("qa", effort=2)], actual_start=day(0), remaining=2)
    solved = solve([ADA, QUINN], [begun, work("c", 1), rest], status_date=day(1))
    assert solved.span("a") == (0, DAY)
    assert solved.seats("a") == []
    assert solved.start("c") == DAY
    # of b the first need has nothing to do; the other one is what is left
    assert solved.seats("b") == [("Quinn", DAY, 3 * DAY)]
    assert solved.finish("b") == 3 * DAY


def test_begun_work_that_finds_nobody_then_waits_in_its_place():
    # on Tuesday Ada is away; on Wednesday the urgent work comes first
    ada = dev("Ada", leave=[Leave(day(1))])
    urgent = Project("Urgent", [work("now", 1)], priority=1)
    begun = Project("Begun", [work("a", 9, actual_start=day(0), remaining=2)], priority=9)
    solved = solve([ada], [urgent, begun], status_date=day(1))
    assert solved.span("Urgent/now") == (2 * DAY, 3 * DAY)
    assert solved.seats("Begun/a") == [("Ada", 3 * DAY, 5 * DAY)]
    assert solved.start("Begun/a") == 0


def test_the_needs_of_begun_work_go_on_one_by_one():
    needs = [Need("dev", effort=9), Need("qa", effort=3)]
    begun = Task("a", needs=needs, actual_start=day(0), progress=0, assigned="Ada")
    solved = solve([ADA, QUINN], [Task("b", needs=[Need("qa", effort=1)]), begun], status_date=day(1))
    assert solved.seats("a") == [("Ada", DAY, 12 * DAY), ("Quinn", DAY, 4 * DAY)]
    assert solved.start("b") == 4 * DAY


def test_of_begun_work_the_first_in_order_is_staffed_first():
    low = Project("Low", [work("a", 9, actual_start=day(0), remaining=1)], priority=9)
    high = Project("High", [work("a", 9, actual_start=day(0), remaining=1)], priority=1)
    solved = solve([ADA], [low, high], status_date=day(1))
    assert solved.seats("High/a") == [("Ada", DAY, 2 * DAY)]
    assert solved.seats("Low/a") == [("Ada", 2 * DAY, 3 * DAY)]


def test_begun_work_keeps_the_tick_at_which_it_began_for_first_come_first_served():
    # both begun tasks wait for Ada, who is away on Tuesday; b began first
    ada = dev("Ada", leave=[Leave(day(3))])
    tasks = [
        work("a", 9, actual_start=day(1), remaining=1),
        work("b", 9, actual_start=day(0), remaining=1),
        work("c", 1),
    ]
    solved = solve([ada], tasks, status_date=day(3), policy=Policy(FIFO()))
    assert [solved.seats(name)[0][1] for name in "bac"] == [4 * DAY, 7 * DAY, 8 * DAY]


def test_begun_work_grows_only_as_work_in_hand_does():
    begun = work("a", 9, (1, 2), actual_start=day(0), remaining=3, assigned="Ada")
    topped = solve([ADA, BO], [begun], status_date=day(1), policy=Policy(top_up=True, top_up_min_days=2))
    alone = solve([ADA, BO], [begun], status_date=day(1), policy=Policy(top_up=False))
    assert topped.team("a") == ["Ada", "Bo"]
    assert alone.team("a") == ["Ada"]


# ---------------------------------------------------------------- with other rules


def test_links_that_the_dates_contradict_are_not_waited_for():
    # b has begun although a is not done; its finish still waits for c
    tasks = [
        work("a", 3),
        work("b", 9, after="a; c FF", actual_start=day(0), remaining=1, assigned="Bo"),
        Task("c", duration=3),
    ]
    solved = solve([ADA, BO], tasks, status_date=day(1))
    assert solved.seats("b") == [("Bo", DAY, 2 * DAY)]
    assert solved.finish("b") == 4 * DAY
    assert solved.start("a") == DAY


def test_work_done_is_done_although_a_link_to_its_finish_is_open():
    tasks = [work("a", 3), Task("b", after="a FF", actual_finish=day(0)), work("c", 1, after="b")]
    solved = solve([ADA, BO], tasks, status_date=day(1))
    assert solved.finish("b") == DAY
    assert solved.start("c") == DAY


def test_projects_begun_count_as_in_progress_even_above_the_limit():
    begun = [
        Project(name, [work("a", 9, actual_start=day(0), remaining=3, assigned=who)])
        for name, who in (("One", "Ada"), ("Two", "Bo"))
    ]
    third = Project("Three", [work("a", 1)])
    policy = Policy(wip_limit=1)
    solved = solve([ADA, BO, dev("Cy")], [*begun, third], status_date=day(1), policy=policy)
    assert solved.finish("One/a") == solved.finish("Two/a") == 4 * DAY
    assert solved.start("Three/a") == 4 * DAY


def test_a_project_that_was_done_before_the_status_date_takes_no_place():
    done = Project("One", [work("a", 9, actual_start=day(0), actual_finish=day(0))])
    policy = Policy(wip_limit=1)
    solved = solve([ADA], [done, Project("Two", [work("a", 1)])], status_date=day(1), policy=policy)
    assert solved.start("Two/a") == DAY


def test_begun_work_goes_on_in_a_freeze():
    begun = work("a", 9, actual_start=day(0), remaining=1)
    solved = solve([ADA], [begun, work("b", 1)], status_date=day(1), freezes=[Freeze(day(1), day(3))])
    assert solved.seats("a") == [("Ada", DAY, 2 * DAY)]
    assert solved.start("b") == 4 * DAY


def test_a_project_that_has_begun_goes_ahead():
    begun = Project("Tentative", [work("a", 9, actual_start=day(0), remaining=1)], probability=0.001)
    solved = solve([ADA], [begun], status_date=day(1))
    assert solved.finish("Tentative/a") == 2 * DAY


def test_what_has_begun_has_passed_its_intake():
    # neither are its odds of being selected asked again, nor does it wait for the time that takes
    intake = [Stage("selected", 0.0, delay=20)]
    begun = Project("Idea", [work("a", 9, actual_start=day(0), remaining=1), work("b", 1)], intake=intake)
    solved = solve([ADA, BO], [begun], status_date=day(1))
    assert solved.span("Idea/b") == (DAY, 2 * DAY)


def test_what_has_begun_goes_ahead_whatever_it_requires_or_excludes():
    # Two is settled after One by its priority, and One, which excludes it, has not begun: it is One that goes
    one = Project("One", [work("a", 1)], priority=1, excludes=["Two"])
    two = Project("Two", [work("a", 9, actual_start=day(0), remaining=1)], priority=9, requires=["Three"])
    three = Project("Three", [work("a", 1)], status="on hold")
    solved = solve([ADA, BO], [one, two, three], status_date=day(1))
    assert solved.finish("Two/a") == 2 * DAY
    assert solved.start("One/a") == ABSENT


def test_somebody_who_leaves_for_good_hands_begun_work_over():
    ada = dev("Ada", end=day(2))
    begun = work("a", 9, actual_start=day(0), remaining=4, assigned="Ada")
    solved = solve([ada, BO], [begun], status_date=day(1), policy=Policy(handover_days=0))
    assert solved.seats("a") == [("Ada", DAY, 3 * DAY), ("Bo", 3 * DAY, 5 * DAY)]


def test_begun_work_that_nobody_can_do_any_more_is_never_done():
    begun = work("a", 9, actual_start=day(0), remaining=400, assigned="Ada")
    solved = solve([ADA], [begun], status_date=day(1), horizon=day(30))
    assert solved.span("a") == (0, NEVER)


# ---------------------------------------------------------------- planned values


def test_planned_values_count_what_is_left_from_the_status_date():
    tasks = [
        work("done", 5, actual_start=day(0), actual_finish=day(0)),
        work("begun", 5, actual_start=day(0), remaining=2, assigned="Ada"),
        work("next", 3, after="done; begun"),
    ]
    seen = planned([ADA], tasks, status_date=day(2))
    assert seen["duration"] == {"done": 0, "begun": 2 * DAY, "next": 3 * DAY}
    assert seen["es"] == {"done": DAY, "begun": 2 * DAY, "next": 4 * DAY}


@pytest.mark.parametrize("remaining", [None, 2])
def test_without_a_status_date_a_plan_knows_nothing_of_progress(remaining):
    standing = make_plan(portfolio([ADA], [work("a", 5, remaining=remaining)])).standing
    assert standing.tick == 0
    assert standing.begun.tolist() == standing.done.tolist() == [-1]
