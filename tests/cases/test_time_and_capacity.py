"""Clock, capacity, presence (R1, R2, R9), solved by hand. Day 0 is a Monday; a day has 480 ticks."""

from datetime import date

from capsim.domain.calendar import Calendar, Leave
from capsim.domain.person import Person
from capsim.domain.project import Project
from capsim.domain.task import Task
from tests.cases.support import DAY, EVERY_DAY, dev, solve, work

TUESDAY, WEDNESDAY = date(2027, 1, 5), date(2027, 1, 6)


def test_a_day_of_work_takes_the_first_day():
    solved = solve([dev()], [work("a", 1)])
    assert solved.span("a") == (0, 480)
    assert solved.dates("a") == (date(2027, 1, 4), date(2027, 1, 4))


def test_work_that_ends_at_noon_is_dated_that_day():
    solved = solve([dev()], [work("a", 1.5)])
    assert solved.span("a") == (0, 720)
    assert solved.dates("a") == (date(2027, 1, 4), TUESDAY)


def test_work_after_a_finish_at_midnight_starts_on_the_next_day():
    solved = solve([dev()], [work("a", 1), work("b", 1, after="a")])
    assert solved.span("b") == (480, 960)
    assert solved.dates("b") == (TUESDAY, TUESDAY)


FRIDAY, SATURDAY, NEXT_MONDAY = "2027-01-08", "2027-01-09", "2027-01-11"


def test_a_milestone_after_a_finish_is_dated_like_the_finish():
    # tick 2,400 is the end of Friday and the beginning of Saturday
    solved = solve([dev()], [work("a", 5), Task("m", after="a"), Task("n", after="m")])
    assert solved.start("m") == solved.start("n") == 5 * DAY
    assert solved.shown("m") == solved.shown("n") == (FRIDAY, FRIDAY)


def test_a_milestone_with_a_date_is_shown_on_that_date():
    solved = solve([dev()], [Task("m", start=SATURDAY), Task("n", after="m")])
    assert solved.start("m") == 5 * DAY
    assert solved.shown("m") == solved.shown("n") == (SATURDAY, SATURDAY)


def test_a_milestone_after_a_start_is_dated_like_the_start():
    solved = solve([dev()], [Task("a", effort=1, skill="dev", start="2027-01-05"), Task("m", after="a SS")])
    assert solved.shown("m") == ("2027-01-05", "2027-01-05")


def test_a_milestone_after_a_lag_is_dated_by_the_day_that_ends_there():
    solved = solve([dev()], [work("a", 5), Task("m", after="a FS+1")])
    assert solved.start("m") == 8 * DAY
    assert solved.shown("m") == (NEXT_MONDAY, NEXT_MONDAY)


def test_no_effort_is_dated_by_what_let_it_start():
    # b waits for Ada until Friday noon; c waits over the weekend for her to be back
    tasks = [work("a", 4.5), work("b", 0), Task("c", effort=0, skill="dev", start=SATURDAY)]
    solved = solve([dev()], tasks)
    assert (solved.start("b"), solved.start("c")) == (4 * DAY + 240, 7 * DAY)
    assert solved.shown("b") == (FRIDAY, FRIDAY)
    assert solved.shown("c") == (NEXT_MONDAY, NEXT_MONDAY)


def test_a_deadline_is_met_at_the_last_tick_of_its_date_and_missed_one_tick_later():
    # two days end at tick 960, which is the end of Tuesday; one tick of effort more ends at 961
    for days, met in ((2, True), (2 + 1 / 480, False)):
        solved = solve([dev()], [Project("P", [work("a", days)], deadline=TUESDAY)])
        assert solved.runs.plan.project_deadline.tolist() == [960]
        assert (solved.finish("a") <= 960) is met


def test_the_smallest_amount_is_one_tick():
    assert solve([dev()], [work("a", 1e-9)]).span("a") == (0, 1)


def test_a_lag_of_a_tenth_and_two_tenths_of_a_day_is_three_tenths():
    # 0.1 + 0.2 is a little more than 0.3 in binary; 0.3 days are 144 ticks, not 145
    from capsim.domain.task import Link

    tasks = [Task("a"), Task("b", after=[Link("a", lag_days=0.1 + 0.2)])]
    assert solve([dev()], tasks).start("b") == 144


def test_capacity_is_rounded_to_whole_ticks():
    # 480 x 0.333 = 159.84, rounded to 160 ticks a day: a day of effort takes exactly three days
    assert solve([dev(availability=0.333)], [work("a", 1)]).finish("a") == 3 * DAY


def test_half_a_tick_of_capacity_is_rounded_up():
    # 480 x 0.125 x (1 - 0.025) = 58.5, rounded half up to 59 ticks: 59 ticks of effort take one day
    ada = dev(availability=0.125, run_the_business=0.025)
    assert solve([ada], [work("a", 59 / 480)]).finish("a") == DAY


def test_someone_at_half_time_takes_twice_as_long():
    assert solve([dev(availability=0.5)], [work("a", 1)]).finish("a") == 2 * DAY


def test_half_a_friday_in_the_pattern_gives_half_a_day():
    # Monday to Thursday 1,920 ticks, Friday 240, Saturday and Sunday none, on Monday the last 240
    calendar = Calendar("short", pattern=[1, 1, 1, 1, 0.5, 0, 0])
    ada = dev(calendar="short")
    assert solve([ada], [work("a", 5)], calendars=[calendar]).finish("a") == 7 * DAY + 240


def test_a_leave_day_has_no_capacity():
    # Monday and Wednesday
    assert solve([dev(leave=[TUESDAY])], [work("a", 2)]).span("a") == (0, 3 * DAY)


def test_half_a_day_of_leave_leaves_half_a_day():
    # Monday 480, Tuesday 240, on Wednesday the last 240 ticks by noon
    ada = dev(leave=[Leave(TUESDAY, share=0.5)])
    assert solve([ada], [work("a", 2)]).finish("a") == 2 * DAY + 240


def test_a_public_holiday_has_no_capacity():
    calendar = Calendar(holidays=[WEDNESDAY])
    assert solve([dev()], [work("a", 3)], calendar=calendar).finish("a") == 4 * DAY


def test_a_holiday_of_one_calendar_does_not_stop_people_on_another():
    # Ada is off on Wednesday, Bob is not
    north = Calendar("north", holidays=[WEDNESDAY])
    people = [dev("Ada", calendar="north"), Person("Bob", "qa")]
    tasks = [work("a", 3), work("b", 3, skill="qa")]
    solved = solve(people, tasks, calendars=[north])
    assert solved.finish("a") == 4 * DAY
    assert solved.finish("b") == 3 * DAY


def test_overtime_gives_more_than_a_day_in_a_day():
    # 600 ticks a day: 2,400 ticks take four days
    assert solve([dev(availability=1.25)], [work("a", 5)]).finish("a") == 4 * DAY


def test_daily_business_takes_its_share():
    # 384 ticks a day: 1,920 ticks take five days
    assert solve([dev()], [work("a", 4)], run_the_business=0.2).finish("a") == 5 * DAY


def test_a_persons_own_share_of_daily_business_counts_instead():
    solved = solve([dev(run_the_business=0)], [work("a", 4)], run_the_business=0.2)
    assert solved.finish("a") == 4 * DAY


def test_the_weekend_pauses_work():
    # five days until Friday, one on Monday
    assert solve([dev()], [work("a", 6)]).finish("a") == 8 * DAY


def test_someone_who_joins_on_wednesday_starts_on_wednesday():
    assert solve([dev(start=WEDNESDAY)], [work("a", 1)]).span("a") == (2 * DAY, 3 * DAY)


def test_work_begun_by_someone_who_leaves_is_done_by_who_comes_after():
    # two of three days are done when Ada leaves; Bob joins on Monday and does the third
    solved = solve([dev(end=TUESDAY), dev("Bob", start="2027-01-11")], [work("a", 3)])
    assert solved.span("a") == (0, 8 * DAY)
    assert solved.seats("a") == [("Ada", 0, 2 * DAY), ("Bob", 7 * DAY, 8 * DAY)]


def test_nobody_starts_at_the_weekend_and_whoever_works_weekends_does():
    always = Calendar("always", pattern=EVERY_DAY)
    tasks = [
        Task("a", effort=1, skill="dev", start="2027-01-09"),
        Task("b", effort=1, skill="qa", start="2027-01-09"),
    ]
    solved = solve([dev(), Person("Bob", "qa", calendar="always")], tasks, calendars=[always])
    assert solved.span("a") == (7 * DAY, 8 * DAY)
    assert solved.span("b") == (5 * DAY, 6 * DAY)


def test_at_midnight_the_day_that_begins_counts():
    # free from tick 480 on; Tuesday is leave, so at tick 480 Ada is away already
    tasks = [work("a", 1), work("b", 1)]
    solved = solve([dev(leave=[TUESDAY])], tasks)
    assert solved.span("a") == (0, DAY)
    assert solved.span("b") == (2 * DAY, 3 * DAY)
