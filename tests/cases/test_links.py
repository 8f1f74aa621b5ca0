"""Links, readiness, finishes and the horizon (R6, R15), solved by hand. Day 5 is a Saturday."""

from datetime import date

import pytest

from capsim.domain.calendar import Calendar
from capsim.domain.person import Person
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.errors import InputError
from capsim.plan.build import make_plan
from tests.cases.support import ABSENT, DAY, NEVER, dev, portfolio, solve, work

PAIR = [dev("Ada"), Person("Quinn", "qa")]


def test_a_successor_is_ready_at_the_finish_and_starts_when_somebody_is_there():
    # a ends on Friday at midnight, the beginning of Saturday; b waits for Monday
    solved = solve([dev()], [work("a", 5), work("b", 1, after="a")])
    assert solved.ready("b") == 5 * DAY
    assert solved.span("b") == (7 * DAY, 8 * DAY)


def test_a_lag_after_the_finish_counts_working_days():
    # Friday midnight plus Monday and Tuesday
    solved = solve([dev()], [work("a", 5), work("b", 1, after="a FS+2")])
    assert solved.ready("b") == 9 * DAY
    assert solved.span("b") == (9 * DAY, 10 * DAY)


def test_a_lag_of_one_day_from_friday_ends_at_the_end_of_monday():
    solved = solve([dev()], [work("a", 5), Task("b", after="a FS+1")])
    assert solved.span("b") == (8 * DAY, 8 * DAY)


def test_start_to_start_counts_from_the_start():
    # a starts on Friday; one working day later is the end of Friday
    tasks = [Task("a", effort=3, skill="dev", start="2027-01-08"), work("b", 1, skill="qa", after="a SS+1")]
    solved = solve(PAIR, tasks)
    assert solved.ready("b") == 5 * DAY
    assert solved.span("b") == (7 * DAY, 8 * DAY)


def test_start_to_start_without_lag_starts_both_at_once():
    tasks = [work("a", 3), work("b", 1, skill="qa", after="a SS")]
    assert solve(PAIR, tasks).span("b") == (0, DAY)


def test_finish_to_finish_holds_the_finish_back_over_the_weekend():
    # a ends on Friday; b's work is done on Monday the 4th, and it closes at the end of Monday the 11th
    tasks = [work("a", 5), work("b", 1, skill="qa", after="a FF+1")]
    solved = solve(PAIR, tasks)
    assert solved.span("b") == (0, 8 * DAY)
    assert solved.seats("b") == [("Quinn", 0, DAY)]


def test_start_to_finish_counts_from_the_start_to_the_finish():
    # a starts on Thursday; Thursday and Friday later b may finish
    tasks = [Task("a", effort=1, skill="dev", start="2027-01-07"), work("b", 1, skill="qa", after="a SF+2")]
    assert solve(PAIR, tasks).span("b") == (0, 5 * DAY)


def test_a_link_to_the_finish_does_not_shorten_work():
    tasks = [work("a", 1), work("b", 3, skill="qa", after="a FF")]
    assert solve(PAIR, tasks).span("b") == (0, 3 * DAY)


def test_people_are_free_when_their_work_ends_even_if_the_task_stays_open():
    # b's own work ends on Monday; Quinn does c on Tuesday while b waits for a's finish
    tasks = [work("a", 5), work("b", 1, skill="qa", after="a FF"), work("c", 1, skill="qa")]
    solved = solve(PAIR, tasks)
    assert solved.finish("b") == 5 * DAY
    assert solved.span("c") == (DAY, 2 * DAY)


def test_lags_count_the_portfolios_calendar_and_not_a_persons():
    always = Calendar("always", pattern="mon-sun")
    solved = solve([dev(calendar="always")], [work("a", 5), work("b", 1, after="a FS+1")], calendars=[always])
    assert solved.start("b") == 8 * DAY


def test_a_lag_of_a_quarter_of_a_day():
    assert solve([dev()], [work("a", 0.5), Task("b", after="a FS+0.25")]).start("b") == 360


def test_the_latest_of_several_links_counts():
    tasks = [work("a", 1), work("b", 2, skill="qa"), Task("c", after="a FS+2; b")]
    assert solve(PAIR, tasks).start("c") == 3 * DAY


def test_a_milestone_starts_and_ends_at_its_ready_tick_on_any_day():
    solved = solve([dev()], [work("a", 5), Task("m", after="a")])
    assert (solved.ready("m"), solved.start("m"), solved.finish("m")) == (5 * DAY, 5 * DAY, 5 * DAY)


def test_milestones_in_a_row_happen_at_one_tick_whatever_their_order_in_the_list():
    tasks = [Task("c", after="b"), Task("b", after="a"), Task("a", after="w"), work("w", 1)]
    solved = solve([dev()], tasks)
    assert [solved.finish(name) for name in "abc"] == [DAY, DAY, DAY]


def test_a_milestone_can_be_held_open_by_a_link_to_its_finish():
    assert solve([dev()], [work("a", 2), Task("m", after="a FF")]).span("m") == (0, 2 * DAY)


def test_the_later_of_project_start_and_planned_start_counts():
    for start, right in (("2027-01-05", 2 * DAY), ("2027-01-07", 3 * DAY)):
        project = Project("P", [work("a", 1, start=start)], start="2027-01-06")
        assert solve([dev()], [project]).start("a") == right


def test_dates_before_the_start_of_the_portfolio_hold_nobody_up():
    project = Project("P", [work("a", 1, start="2026-12-01")], start="2026-11-01")
    assert solve([dev()], [project]).ready("a") == 0


def test_links_cross_projects():
    projects = [Project("Q", [work("b", 1, after="R/a")]), Project("R", [work("a", 2)])]
    solved = solve([dev()], projects)
    assert solved.span("Q/b") == (2 * DAY, 3 * DAY)


def test_a_task_around_another_is_no_cycle():
    # "frame" starts first and closes last: SS into the inner task, FF back
    tasks = [work("frame", 1, skill="qa", after="inner FF"), work("inner", 2, after="frame SS+1")]
    solved = solve(PAIR, tasks)
    assert solved.span("inner") == (DAY, 3 * DAY)
    assert solved.span("frame") == (0, 3 * DAY)


def test_a_task_that_waits_for_itself_through_starts_and_finishes_is_refused():
    # a's start waits for b's finish, which comes after b's start, which waits for a's start
    with pytest.raises(InputError, match=r"a.*b|b.*a"):
        portfolio([dev()], [work("a", 1, after="b"), work("b", 1, after="a SS")])


def test_a_lead_is_refused_and_the_message_names_start_to_start():
    with pytest.raises(InputError, match=r"SS\+"):
        work("b", 1, after="a FS-1")


def test_a_finish_at_the_horizon_counts_and_one_tick_later_is_never():
    # the last day simulated is Tuesday: tick 960
    for days, right in ((2, 960), (2 + 1 / 480, NEVER)):
        assert solve([dev()], [work("a", days)], horizon=date(2027, 1, 5)).finish("a") == right


def test_what_waits_for_a_finish_that_never_comes_never_happens_but_a_start_is_enough():
    tasks = [
        work("a", 9),
        Task("b", after="a"),
        Task("c", after="b"),
        Task("d", after="a SS+1"),
        Task("e", after="a SF+1"),
    ]
    solved = solve([dev()], tasks, horizon=date(2027, 1, 6))
    assert [solved.finish(name) for name in "abcde"] == [NEVER, NEVER, NEVER, DAY, DAY]
    assert [solved.start(name) for name in "abc"] == [0, NEVER, NEVER]
    assert solved.ready("c") == NEVER


def test_a_start_after_the_horizon_is_never():
    tasks = [Task("a", start="2027-01-08"), Task("b", start="2027-01-07")]
    solved = solve([dev()], tasks, horizon=date(2027, 1, 6))
    assert solved.ready("a") == solved.start("a") == NEVER
    assert solved.span("b") == (3 * DAY, 3 * DAY)  # the horizon tick is the beginning of the 7th


def test_the_horizon_lies_ten_years_past_the_last_date():
    plan = make_plan(portfolio([dev()], [Project("P", [work("a")], deadline="2027-06-30")]))
    last = date(2037, 6, 30)
    assert plan.horizon_tick == DAY * ((last - date(2027, 1, 4)).days + 1)


def test_a_seat_held_at_the_horizon_has_no_end():
    solved = solve([dev()], [Task("a", needs=[Need("dev", effort=9)])], horizon=date(2027, 1, 6))
    assert solved.seats("a") == [("Ada", 0, NEVER)]


def test_work_that_nobody_could_ever_do_is_refused_before_the_run():
    with pytest.raises(InputError, match="ghost"):
        portfolio([dev()], [work("a", 1, skill="ghost")])
    with pytest.raises(InputError, match="a"):
        portfolio([dev()], [work("a", 1, 2)])


def test_a_project_that_does_not_go_ahead_is_absent_and_holds_nobody_up():
    projects = [
        Project("Maybe", [work("a", 5)], probability=0),
        Project("Sure", [work("b", 1, after="Maybe/a FS+3"), work("c", 1, after="Maybe/a FF+3")]),
    ]
    solved = solve([dev()], projects)
    assert (solved.ready("Maybe/a"), solved.start("Maybe/a"), solved.finish("Maybe/a")) == (
        ABSENT,
        ABSENT,
        ABSENT,
    )
    assert solved.seats("Maybe/a") == []
    assert solved.span("Sure/b") == (0, DAY)
    assert solved.span("Sure/c") == (DAY, 2 * DAY)


def test_a_project_on_hold_takes_no_part():
    projects = [Project("Held", [work("a", 5)], status="on hold"), Project("P", [work("b", 1)])]
    solved = solve([dev()], projects)
    assert solved.runs.plan.project_names == ("P",)
    assert solved.span("P/b") == (0, DAY)
