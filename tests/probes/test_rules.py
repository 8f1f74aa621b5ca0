"""One executable probe for each rule, named after it: the rule in one example, to the tick."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from capsim import rules
from capsim.clock import ABSENT, NEVER, STOPPED, date_of_finish, date_of_start, days_to_ticks, end_of_day
from capsim.domain.actions import Descope, Expedite, Hire, Overtime
from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar, Leave
from capsim.domain.limits import Freeze
from capsim.domain.people import Attrition, Onboarding
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.streams import Stream
from capsim.domain.task import Need, Task
from capsim.domain.triggers import Overloaded, Slip
from capsim.engines.compiled import CompiledEngine
from capsim.engines.event import EventEngine, run
from capsim.engines.runs import Cause
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import DAY, EVERY_DAY, MONDAY, dev, portfolio, solve, work
from tests.oracles.portfolios import booked_case, case
from tests.oracles.verdict import verdict

TUESDAY = date(2027, 1, 5)


def test_R1_the_clock_has_480_ticks_a_day_and_dates_a_finish_by_the_day_that_ends():
    assert [days_to_ticks(days) for days in (1, 1.5, 0.1 + 0.2, 1e-9, 0)] == [480, 720, 144, 1, 0]
    assert (date_of_start(480, MONDAY), date_of_finish(480, MONDAY)) == (TUESDAY, MONDAY)
    assert end_of_day(TUESDAY, MONDAY) == 960
    solved = solve([dev()], [Project("P", [work("a", 2)], deadline=TUESDAY)])
    assert solved.finish("a") == solved.runs.plan.project_deadline[0] == 960


def test_R2_capacity_is_pattern_times_availability_less_daily_business_less_absence():
    # 480 x 0.5 x 0.8 x (1 - 0.1) = 172.8, so 173; a quarter of leave leaves 129.6, so 130
    calendar = Calendar("half", pattern=[0.5, 0.5, 0.5, 0.5, 0.5, 0, 0], holidays=["2027-01-06"])
    ada = dev(
        calendar="half",
        availability=0.8,
        run_the_business=0.1,
        leave=[Leave("2027-01-05", share=0.25), "2027-01-08"],
        start=MONDAY,
        end="2027-01-11",
    )
    plan = make_plan(portfolio([ada], [work("a")], calendars=[calendar]))
    assert plan.capacity[plan.capacity_row[0]][:9].tolist() == [173, 130, 0, 173, 0, 0, 0, 173, 0]


def test_R3_speed_is_the_best_offer_rounded_once_and_checked_at_the_start():
    ada = Person("Ada", [Skill("dev", 1.235, level=2, end=MONDAY), Skill("data", 0.6)])
    tasks = [work("a", 2, skill="dev level 2 at 0.5, or data")]
    solved = solve([ada], tasks)
    assert solved.speeds("a") == [618]  # 0.6175 rounded half up; data offers 600
    # the skill ends on Monday, the work goes on at the same speed: 960,000 / 618 = 1,553.4
    assert solved.finish("a") == 3 * DAY + 114


def test_R3_a_part_of_somebody_and_a_larger_team_are_slower_and_the_product_is_rounded_once():
    # 0.5005 x 0.9 x 0.95 = 0.4279, and 0.5005 x 0.9 = 0.45045 for the one who comes alone
    people = [dev("Ada", 0.5005), dev("Bo", 0.5005)]
    policy = Policy(switching_loss=0.1, team_factor=[1, 0.95])
    assert solve(people, [work("a", 1, 2, allocation=0.5)], policy=policy).speeds("a") == [428, 428]
    assert solve(people, [work("a", 1, allocation=0.5)], policy=policy).speeds("a") == [450]
    assert solve(people, [work("a", 1)], policy=policy).speeds("a") == [501]


def test_R4_effort_ends_at_the_first_tick_at_which_the_work_is_done():
    # Monday 0.7 x 480 = 336 by Ada; on Tuesday Bob's 0.5 is there as well but the team of the start stays:
    # 480 - 336 = 144 at 0.7 are 205.7, so 206 ticks of Tuesday
    people = [dev("Ada", 0.7), dev("Bob", 0.5, start=TUESDAY)]
    assert solve(people, [work("a", 1)]).finish("a") == DAY + 206
    assert solve(people, [Task("none", effort=0, skill="dev")]).span("none") == (0, 0)


def test_R5_elapsed_work_runs_its_working_days_and_nothing_lengthens_it():
    ada = dev(leave=[("2027-01-08", "2027-01-12")])
    tasks = [
        Task("a", duration=3, skill="dev", start="2027-01-07"),
        Task("wait", duration=1, start="2027-01-09"),
    ]
    solved = solve([ada], tasks)
    assert solved.span("a") == (3 * DAY, 8 * DAY)  # Thursday, Friday, Monday
    assert solved.span("wait") == (5 * DAY, 8 * DAY)  # from Saturday on, counted from Monday
    assert solved.seats("a") == [("Ada", 3 * DAY, 8 * DAY)]


def test_R6_links_of_four_kinds_with_lags_in_working_days():
    tasks = [
        Task("a", duration=2, start="2027-01-07"),  # Thursday and Friday, ends at tick 2,400
        Task("fs", after="a FS+1"),
        Task("ss", after="a SS+3"),
        Task("ff", duration=1, after="a FF+2"),
        Task("sf", duration=1, after="a SF+4"),
        Task("now", after="a"),
    ]
    solved = solve([dev()], tasks)
    assert solved.span("fs") == (8 * DAY, 8 * DAY)
    assert solved.span("ss") == (8 * DAY, 8 * DAY)
    assert solved.span("ff") == (0, 9 * DAY)
    assert solved.span("sf") == (0, 9 * DAY)
    assert solved.span("now") == (5 * DAY, 5 * DAY)


def test_R7_a_task_starts_when_all_its_seats_can_be_filled_by_distinct_people():
    people = [Person("Ada", {"dev": 2.0, "qa": 1.0}), Person("Bob", "dev")]
    both = Task("both", needs=[Need("dev", effort=1), Need("qa", effort=1)])
    assert solve(people, [both]).seats("both") == [("Ada", 0, DAY), ("Bob", 0, DAY)]
    # the best dev is needed as tester; while Bob is at other work the two seats wait
    solved = solve(people, [work("first", 1, 2, priority=1), both])
    assert solved.start("both") == solved.finish("first")


def test_R7_only_those_who_may_and_those_who_did_it_before_take_the_seats():
    people = [dev("Ada", 2.0, team="Web"), dev("Bo"), dev("Cy")]
    tasks = [
        work("build", 1, never="Web", priority=1),
        work("other", 9, only="Bo", after="build", priority=2),
        work("test", 1, after="build", same_person_as="build", priority=3),
    ]
    solved = solve(people, tasks, calendar=EVERY_DAY)
    assert solved.seats("build") == [("Bo", 0, DAY)]
    assert solved.seats("test") == [("Bo", 10 * DAY, 11 * DAY)]  # Ada and Cy are free all the time


def test_R8_an_instant_starts_in_order_then_gives_extra_seats_and_tops_up():
    people = [dev("Ada"), dev("Bob"), dev("Cy")]
    tasks = [work("a", 8, (1, 3), priority=1), work("b", 1, priority=2)]
    solved = solve(people, tasks)
    # a takes Ada, b takes Bob, then a gets Cy; Bob joins a on Tuesday: 8 - 2 = 6 days by three
    assert solved.seats("a") == [("Ada", 0, 3 * DAY), ("Cy", 0, 3 * DAY), ("Bob", DAY, 3 * DAY)]
    assert solved.span("b") == (0, DAY)
    assert solve(people, tasks, policy=Policy(top_up=False)).finish("a") == 4 * DAY


def test_R8_thirty_days_of_work_end_after_eleven_days_when_two_people_join_on_the_second():
    people = [dev("Ada"), dev("Bob", start=TUESDAY), dev("Cy", start=TUESDAY)]
    solved = solve(people, [work("a", 30, (1, 3))], calendar=EVERY_DAY)
    assert solved.finish("a") == DAY + 29 * DAY // 3
    assert (solved.dates("a")[1] - MONDAY).days + 1 == 11


def test_R8b_a_three_seat_first_priority_task_starts_soon_after_its_reserve_begins():
    jobs = [work("x", 5), work("y", 7), work("z", 9), *(work(f"j{i}", 5) for i in range(40))]
    big = Task("big", effort=3, skill="dev", people=3, priority=1, start=TUESDAY)
    people = [dev("Ada"), dev("Bob"), dev("Cy")]
    listed = Policy(priority=rules.Listed())
    solved = solve(people, [*jobs, big], calendar=EVERY_DAY, policy=listed)
    # the reserve begins ten days after Tuesday, on day 11; the last of the three is free on day 15
    assert solved.start("big") == 15 * DAY
    off = Policy(priority=rules.Listed(), reserve_after=None)
    assert solve(people, [*jobs, big], calendar=EVERY_DAY, policy=off).start("big") > 60 * DAY


def test_R9_who_is_not_present_starts_nothing_and_effort_in_hand_pauses():
    ada = dev(leave=[MONDAY, "2027-01-06"])
    solved = solve([ada], [work("a", 2)])
    assert solved.span("a") == (DAY, 4 * DAY)  # Tuesday and Thursday


def test_R10_who_is_away_for_long_hands_over_and_the_need_goes_back_to_the_queue():
    people = [dev("Ada", leave=[("2027-01-05", "2027-01-19")]), dev("Bob", start="2027-01-06")]
    solved = solve(people, [work("a", 3)], policy=Policy(handover_days=1))
    # one day is done on Monday; on Wednesday Bob goes on with two, and one for the hand-over
    assert solved.seats("a") == [("Ada", 0, DAY), ("Bob", 2 * DAY, 5 * DAY)]
    assert (solved.ready("a"), solved.start("a")) == (0, 0)
    later = solve(people, [work("a", 3)], policy=Policy(handover_after=11))
    assert later.seats("a") == [("Ada", 0, 18 * DAY)]  # eleven days are not more than eleven


def test_R11_urgent_work_interrupts_running_work_of_a_lower_class_if_the_policy_says_so():
    tasks = [work("b", 3, priority=2), work("urgent", 1, priority=1, start=TUESDAY)]
    policy = Policy(preempt=True, resume_days=0.5)
    solved = solve([dev()], tasks, policy=policy)
    assert solved.span("urgent") == (DAY, 2 * DAY)
    assert solved.seats("b") == [("Ada", 0, DAY), ("Ada", 2 * DAY, 4 * DAY + 240)]
    assert solve([dev()], tasks).span("urgent") == (3 * DAY, 4 * DAY)


def test_R12_a_limit_bars_the_first_start_of_a_project_until_one_in_progress_ends():
    projects = [
        Project("P", [work("a"), Task("wait", duration=1, after="a")]),
        Project("Q", [Task("mark"), work("b")]),
    ]
    policy = Policy(wip_limit=1, priority=rules.Listed())
    solved = solve([dev("Ada"), dev("Bo")], projects, policy=policy)
    assert (solved.start("Q/mark"), solved.start("Q/b")) == (0, 2 * DAY)
    assert solved.why_start("Q/b") == (Cause.LIMIT, solved.task("P/wait"))


def test_R12_nobody_holds_more_seats_than_the_focus_and_a_freeze_lets_nothing_begin():
    tasks = [work("a", 1, allocation=0.5), work("b", 1, allocation=0.5), Task("wait", duration=1)]
    solved = solve([dev()], tasks, policy=Policy(focus=1), calendar=EVERY_DAY)
    assert (solved.start("a"), solved.start("b")) == (0, 2 * DAY)
    solved = solve([dev()], tasks, freezes=[Freeze(MONDAY, TUESDAY)], calendar=EVERY_DAY)
    assert (solved.start("a"), solved.start("b"), solved.start("wait")) == (2 * DAY, 2 * DAY, 0)
    assert solved.why_start("a")[0] == Cause.FREEZE


def test_R13_class_then_key_then_the_order_of_the_portfolio():
    tasks = [work("long", 3), work("short", 1), work("also short", 1), work("rush", 5, priority=1)]
    solved = solve([dev()], tasks, policy=Policy(priority=rules.SPT()), calendar=EVERY_DAY)
    starts = [solved.start(name) for name in ("rush", "short", "also short", "long")]
    assert starts == [0, 5 * DAY, 6 * DAY, 7 * DAY]
    everybody = Policy(priority=rules.SPT(), ignore_priority=True)
    assert solve([dev()], tasks, policy=everybody).start("short") == 0


def test_R14_key_then_the_order_of_people():
    people = [
        dev("slow", 0.5, cost_per_day=100),
        Person("broad", {"dev": 2.0, "qa": 1.0}, cost_per_day=1000),
        dev("even", cost_per_day=300),
        dev("twin", cost_per_day=300),
    ]
    wanted = {
        rules.EarliestFinish: "broad",
        rules.Fastest: "broad",
        rules.Specialist: "even",
        rules.Cheapest: "slow",
        rules.LeastLoaded: "slow",
        rules.Continuity: "broad",
    }
    for rule, name in wanted.items():
        assert solve(people, [work("a")], policy=Policy(assignment=rule())).team("a") == [name]


def test_R14_booked_people_come_first_and_then_the_key():
    people = [dev("Ada", 3.0), dev("Bo"), dev("Cy", 2.0)]
    bookings = [Booking(name, "P", MONDAY, TUESDAY) for name in ("Bo", "Cy")]
    tasks = [work("a", 9), work("b", 9), Task("c", effort=1, skill="dev", start="2027-01-06")]
    solved = solve(people, tasks, bookings=bookings, calendar=EVERY_DAY)
    assert [solved.team(name) for name in "abc"] == [["Cy"], ["Bo"], ["Ada"]]


def test_R14_a_hard_booking_keeps_what_its_project_lacks_of_what_is_free_in_the_order_listed():
    # R has half of Ada to Tuesday evening. From Tuesday on P is promised 60 %, Q 60 %, both until Thursday:
    # on Tuesday P keeps the free half, from Wednesday on 60 %, and Q 40 %
    projects = [
        Project("R", [work("r", 1, allocation=0.5, priority=1)]),
        Project("P", [work("p", start="2027-01-08")]),
        Project("Q", [work("forty", 1.2, allocation=0.4, start=TUESDAY)]),
        Project("S", [work("s", 1, allocation=0.1, start=TUESDAY)]),
    ]
    bookings = [Booking("Ada", name, TUESDAY, "2027-01-07", 0.6, "hard") for name in ("P", "Q")]
    solved = solve([dev()], projects, bookings=bookings, calendar=EVERY_DAY)
    assert solved.span("R/r") == (0, 2 * DAY)
    assert solved.span("Q/forty") == (2 * DAY, 5 * DAY)
    assert solved.why_start("Q/forty") == (Cause.PERSON, solved.need("R/r"))
    assert solved.start("S/s") == 4 * DAY
    assert solved.why_start("S/s") == (Cause.BOOKING, solved.person("Ada"))


def test_R14_the_work_of_a_booking_is_its_persons_own_unless_they_are_not_there_while_it_lasts():
    # Ada and Bo are away on Monday, and Cy is free; Di's booking lasts for Monday, and she comes on Tuesday
    people = [dev("Ada", leave=[MONDAY]), dev("Bo", 2.0, leave=[MONDAY]), dev("Cy"), dev("Di", start=TUESDAY)]
    bookings = [
        Booking("Ada", "P", MONDAY, "2027-01-06", 1.0, "hard"),
        Booking("Bo", "P", MONDAY, "2027-01-06", 0.5),
        Booking("Di", "P", MONDAY, MONDAY),
    ]
    solved = solve(people, [Project("P")], bookings=bookings, calendar=EVERY_DAY)
    assert solved.seats("dev booking 1") == [("Ada", DAY, 4 * DAY)]
    assert solved.seats("dev booking 2") == [("Bo", DAY, 2 * DAY + 240)]
    assert solved.seats("dev booking 3") == [("Cy", 0, DAY)]


def test_R15_the_horizon_is_ten_years_past_the_last_date_planned_ends_and_bookings_included():
    first = portfolio([dev()], [work("a", end="2028-03-31")])
    assert make_plan(first).horizon_tick == end_of_day(date(2038, 3, 31), MONDAY)
    booked = Booking("Ada", "P", MONDAY, "2029-02-28")
    second = portfolio([dev()], [work("a", end="2028-03-31")], bookings=[booked], status_date="2031-01-01")
    assert make_plan(second).horizon_tick == end_of_day(date(2039, 2, 28), MONDAY)


def test_R15_a_finish_after_the_horizon_is_never_and_so_is_what_waits_for_it():
    tasks = [
        work("in time", 2),
        Task("late", duration=3),
        Task("next", after="late"),
        Task("beside", after="late SS"),
    ]
    solved = solve([dev()], tasks, horizon=TUESDAY)
    assert [solved.finish(name) for name in ("in time", "late", "next", "beside")] == [960, NEVER, NEVER, 0]


def test_R18_the_walk_back_crosses_projects_through_the_person_who_was_busy():
    projects = [
        Project("P", [work("a", 1), work("b", 1, after="a")], priority=1),
        Project("Q", [work("c", 1)], priority=2),
    ]
    solved = solve([dev()], projects)
    assert solved.why_finish("Q/c") == (Cause.NEED, solved.need("Q/c"))
    assert solved.why_start("Q/c") == (Cause.PERSON, solved.need("P/b"))
    assert solved.why_start("P/b")[0] == Cause.READY
    assert solved.why_ready("P/b") == (Cause.LINK, solved.link("P/a", "P/b"))
    assert solved.why_ready("P/a")[0] == Cause.PROJECT_START


@pytest.mark.parametrize("kind", [EventEngine, CompiledEngine])
def test_R20_the_result_depends_on_the_draws_and_not_on_the_way_they_are_run(kind):
    portfolio_, policy = case(11)
    plan = make_plan(portfolio_)
    whole = run(plan, policy, make_draws(plan, 5), 0, 6)
    engine = kind(plan, policy)
    for row in (5, 0, 3):  # one by one, in any order, from one engine
        alone = engine.run(make_draws(plan, 5), row, 1)
        for name in ("ready", "start", "finish", "ready_driver", "start_driver", "finish_driver"):
            assert np.array_equal(getattr(whole, name)[row], getattr(alone, name)[0])
        first, last = whole.seat_offsets[row], whole.seat_offsets[row + 1]
        for column, one in zip(whole.seats, alone.seats, strict=True):
            assert np.array_equal(column[first:last], one)


def test_R20_an_engine_written_from_the_text_alone_gives_the_same_result():
    for number in range(20):
        assert verdict(*case(number), seed=number, count=3) == []
        assert verdict(*booked_case(number), seed=number, count=3) == []


def test_D5_who_joins_late_gets_up_to_speed_and_takes_a_share_of_a_mentor():
    onboarding = Onboarding(1, (0.5,), mentor="Bo", mentor_share=0.5)
    people = [dev("Bo"), dev(joining=7, onboarding=onboarding)]
    solved = solve(people, [work("a", 7), work("b", 3)], policy=Policy(top_up=False))
    # Bo: five days, then from Monday 11 January on half days, four of them; Ada: 2.5 days in her first week,
    # and the last half day on Monday 18 January
    assert (solved.finish("a"), solved.finish("b")) == (10 * DAY + 480, 14 * DAY + 240)
    assert solved.seats("b") == [("Ada", 7 * DAY, 14 * DAY + 240)]


def test_D5_who_has_no_time_left_while_work_waits_leaves_at_the_moment_that_is_drawn_and_else_stays():
    ada = dev(attrition=Attrition(0, days_to_hire=5, overloaded_per_year=50))
    items = [work("a", 40), work("b", 80)]
    fields = {"calendar": EVERY_DAY, "horizon": date(2027, 9, 1)}
    exits = make_draws(make_plan(portfolio([ada], items, **fields)), 1).block(0, 1).exits
    day = next(each for each in exits.day.tolist() if each)
    solved = solve([ada], items, **fields)
    assert solved.seats("a")[0] == ("Ada", 0, day * DAY)
    assert solved.seats("a")[1][1] == (day + 5) * DAY
    assert solve([ada], items[:1], **fields).span("a") == (0, 40 * DAY)


def test_D6_a_gate_that_stops_ends_unfinished_work_at_its_tick_and_meets_the_links_from_it():
    gated = Project("P", [work("a", 9), Task("gate", start="2027-01-06", gate=0), work("b", 1, after="a")])
    done = solve([dev()], [gated, Project("Q", [work("c", 1, after="P/b")])])
    assert done.seats("P/a") == [("Ada", 0, 2 * DAY)]
    assert [done.finish(f"P/{name}") for name in ("a", "gate", "b")] == [STOPPED] * 3
    assert done.span("Q/c") == (2 * DAY, 3 * DAY)


def test_D6_a_project_grows_by_what_comes_and_the_task_before_which_it_comes_waits_for_that_alone():
    # The changes are there from the start and come after build, of the same class and latest finish; of the
    # later ones, for which there is room, none comes.
    shop = Project("P", [work("build", 2), work("launch", 1, after="build")])
    changes = Stream("C", work("change", 1), items="Uniform(1.6, 2.4)", project="P", before="launch")
    later = Stream("L", work("more", 1), per_week=0.01, end=TUESDAY, project="P", before="launch")
    done = solve([dev()], [shop], streams=[changes, later])
    assert [done.span(f"C#{k}") for k in (1, 2)] == [(2 * DAY, 3 * DAY), (3 * DAY, 4 * DAY)]
    assert done.start("L#1") == ABSENT
    assert done.span("launch") == (4 * DAY, 5 * DAY)


def test_R16_done_work_keeps_its_dates_begun_work_its_people_and_nothing_else_starts_before_the_date():
    tasks = [
        work("done", 9, actual_start=MONDAY, actual_finish=MONDAY),
        work("begun", 9, actual_start=MONDAY, remaining=2, assigned="Bo"),
        work("next", 1, after="done"),
    ]
    solved = solve([dev("Ada"), dev("Bo")], tasks, status_date=date(2027, 1, 6))
    assert solved.span("done") == (0, DAY)
    assert solved.seats("begun") == [("Bo", 2 * DAY, 4 * DAY)]
    assert solved.span("next") == (2 * DAY, 3 * DAY)


def test_R21_a_review_sees_plans_and_what_has_happened_and_acts_before_anything_begins():
    # Planned: a to day 1, b to day 3, x to day 4, three days after the deadline. Ada is away from day 1 to
    # day 9. At the review on day 5 b could begin then, and x end on day 8: 7 days late, which is let pass.
    # On day 10 it is 12 days, and x is left out; q has waited for 10 days, and goes before b, which would
    # have begun at this tick.
    away = dev(leave=[Leave("2027-01-05", "2027-01-13")])
    first = Project(
        "P", [work("a", 1), work("b", 2, after="a"), work("x", 1, after="b", tags="extra")], deadline=MONDAY
    )
    policy = Policy(
        reactions=[Reaction(Slip(8), Descope("extra")), Reaction(Overloaded(6, skill="dev"), Expedite("Q"))]
    )
    solved = solve(
        [away], [first, Project("Q", [work("q", 1)], priority=900)], policy=policy, calendar=EVERY_DAY
    )
    assert [column.tolist() for column in solved.runs.reacted[1:]] == [[0, 1], [10 * DAY, 10 * DAY], [0, 1]]
    assert (solved.start("P/x"), solved.span("Q/q")) == (ABSENT, (10 * DAY, 11 * DAY))
    assert solved.span("P/b") == (11 * DAY, 13 * DAY)


def test_R21_people_are_hired_and_work_longer_from_the_review_on_that_decides_it():
    # At the review on day 2 b has waited for two days. Cy has 3 days to hire: there on day 5, and does b in
    # five days. Ada works a quarter longer on days 2 to 5: of 11 days 2 are done
    # by then, 7 by day 6, and the other 4 take until day 10.
    cy = dev("Cy", kind="candidate", joining=3)
    late = Overloaded(2)
    reactions = [Reaction(late, Hire("dev"), every=2), Reaction(late, Overtime("Ada", 0.25, 4), 2, at_most=1)]
    policy = Policy(reactions=reactions)
    solved = solve([dev("Ada"), cy], [work("a", 11), work("b", 5)], policy=policy, calendar=EVERY_DAY)
    assert [column.tolist() for column in solved.runs.reacted[1:]] == [[0, 1], [2 * DAY, 2 * DAY], [1, -1]]
    assert solved.seats("a") == [("Ada", 0, 10 * DAY)]
    assert solved.seats("b") == [("Cy", 5 * DAY, 10 * DAY)]
