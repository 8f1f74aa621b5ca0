"""Speed, effort work, elapsed work (R3, R4, R5), solved by hand."""

from datetime import date

from capsim.domain.calendar import Calendar
from capsim.domain.person import Person, Skill
from capsim.domain.task import Need, Task
from tests.cases.support import DAY, EVERY_DAY, NEVER, dev, solve, work

TUESDAY, WEDNESDAY = date(2027, 1, 5), date(2027, 1, 6)


def test_a_fast_person_needs_less_time():
    # 6 days at 1.2 are 5 days
    assert solve([dev(speed=1.2)], [work("a", 6)]).finish("a") == 5 * DAY


def test_two_people_of_different_speed_share_the_work():
    # 3 days at 1.0 + 0.5 are 2 days
    solved = solve([dev("Ada"), dev("Bob", 0.5)], [work("a", 3, 2)])
    assert solved.span("a") == (0, 2 * DAY)
    assert solved.speeds("a") == [1000, 500]


def test_an_alternative_slows_down_by_its_factor():
    # 7 days at 0.7 are 10 working days: two weeks, to Friday of the second
    solved = solve([Person("Ada", "data")], [work("a", 7, skill="backend, or data at 0.7")])
    assert solved.finish("a") == 12 * DAY
    assert solved.speeds("a") == [700]


def test_the_better_of_two_alternatives_counts():
    ada = Person("Ada", {"backend": 0.5, "data": 1.0})
    assert solve([ada], [work("a", 7, skill="backend, or data at 0.7")]).speeds("a") == [700]


def test_speed_is_rounded_half_up_to_thousandths():
    # 1.235 x 0.5 = 0.6175
    ada = Person("Ada", {"data": 1.235})
    assert solve([ada], [work("a", 1, skill="backend, or data at 0.5")]).speeds("a") == [618]


def test_speed_is_rounded_once_and_not_factor_by_factor():
    # 1.2345 x 0.5 = 0.61725 gives 617; rounding 1.2345 to 1.235 first would give 618
    ada = Person("Ada", {"data": 1.2345})
    assert solve([ada], [work("a", 1, skill="backend, or data at 0.5")]).speeds("a") == [617]


def test_a_speed_that_rounds_to_nothing_is_no_offer():
    # Ada's 0.0004 rounds to 0; Bob is the only one who offers dev
    solved = solve([dev("Ada", 0.0004), dev("Bob")], [work("a", 1), work("b", 1)])
    assert solved.team("a") == ["Bob"]
    assert solved.span("b") == (DAY, 2 * DAY)


def test_a_level_too_low_waits_for_the_one_that_is_high_enough():
    junior = Person("Jo", [Skill("dev", 2.0, level=1)])
    senior = Person("Sue", [Skill("dev", 1.0, level=3)], start=TUESDAY)
    solved = solve([junior, senior], [Task("a", effort=1, skill="dev", level=2)])
    assert solved.seats("a") == [("Sue", DAY, 2 * DAY)]


def test_someone_without_a_level_does_not_meet_a_demand_for_one():
    people = [dev("Ada"), Person("Sue", [Skill("dev", level=1)], start=TUESDAY)]
    assert solve(people, [Task("a", effort=1, skill="dev", level=1)]).team("a") == ["Sue"]


def test_each_alternative_demands_its_own_level():
    # as a dev Jo is not senior enough; as a data person he is, at half speed
    jo = Person("Jo", [Skill("dev", 2.0, level=1), Skill("data", 1.0, level=1)])
    solved = solve([jo], [work("a", 1, skill="dev level 3, or data level 1 at 0.5")])
    assert solved.speeds("a") == [500]


def test_a_skill_can_be_used_from_its_first_day_on():
    ada = Person("Ada", [Skill("dev", start=WEDNESDAY)])
    assert solve([ada], [work("a", 1)]).span("a") == (2 * DAY, 3 * DAY)


def test_a_skill_that_ends_does_not_stop_work_begun():
    # begun on Monday, the last day of the skill; it goes on to Wednesday, but b finds nobody any more
    ada = Person("Ada", [Skill("dev", end="2027-01-04")])
    solved = solve([ada], [work("a", 3), work("b", 1)])
    assert solved.span("a") == (0, 3 * DAY)
    assert solved.start("b") == NEVER


def test_work_ends_at_the_first_tick_that_reaches_the_effort():
    # 480 / 0.7 = 685.7: tick 686
    assert solve([dev(speed=0.7)], [work("a", 1)]).finish("a") == 686


def test_a_team_of_unequal_hours_ends_inside_a_day_by_one_division():
    # Ada 480 and Bob 240 ticks on Monday make 720 of 960; 240 at 720 a day take 160 ticks of Tuesday
    people = [dev("Ada"), dev("Bob", availability=0.5)]
    assert solve(people, [work("a", 2, 2)]).finish("a") == DAY + 160


def test_no_effort_is_staffed_and_ends_at_its_start():
    solved = solve([dev()], [Task("a", effort=0, skill="dev", start="2027-01-09")])
    # ready on Saturday, somebody present on Monday
    assert solved.seats("a") == [("Ada", 7 * DAY, 7 * DAY)]
    assert solved.span("a") == (7 * DAY, 7 * DAY)


def test_needs_start_together_and_each_ends_on_its_own():
    # the dev is free after a day and takes b, while the tester goes on to Wednesday
    a = Task("a", needs=[Need("dev", effort=1), Need("qa", effort=3)])
    solved = solve([dev(), Person("Quinn", "qa")], [a, work("b", 1)])
    assert solved.seats("a") == [("Ada", 0, DAY), ("Quinn", 0, 3 * DAY)]
    assert solved.finish("a") == 3 * DAY
    assert solved.span("b") == (DAY, 2 * DAY)


def test_a_task_with_two_needs_waits_for_both():
    a = Task("a", needs=[Need("dev", effort=1), Need("qa", effort=1)])
    solved = solve([dev(), Person("Quinn", "qa", start=WEDNESDAY)], [a])
    assert solved.seats("a") == [("Ada", 2 * DAY, 3 * DAY), ("Quinn", 2 * DAY, 3 * DAY)]


def test_half_a_person_works_at_half_speed_and_two_halves_run_side_by_side():
    tasks = [work("a", 1, allocation=0.5), work("b", 1, allocation=0.5)]
    solved = solve([dev()], tasks)
    assert solved.span("a") == (0, 2 * DAY)
    assert solved.span("b") == (0, 2 * DAY)


def test_a_paused_seat_stays_taken():
    # Ada's leave pauses a on Tuesday; Bob, who joins on Tuesday, does not take over
    solved = solve([dev("Ada", leave=[TUESDAY]), dev("Bob", start=TUESDAY)], [work("a", 2)])
    assert solved.seats("a") == [("Ada", 0, 3 * DAY)]


def test_elapsed_work_counts_working_days_over_a_weekend():
    # Thursday, Friday, Monday
    task = Task("a", duration=3, skill="dev", start="2027-01-07")
    assert solve([dev()], [task]).span("a") == (3 * DAY, 8 * DAY)


def test_a_wait_begun_on_a_saturday_counts_from_monday():
    solved = solve([dev()], [Task("a", duration=1, start="2027-01-09")])
    assert solved.span("a") == (5 * DAY, 8 * DAY)


def test_elapsed_work_that_ends_on_friday_ends_at_the_end_of_friday():
    assert solve([dev()], [Task("a", duration=5)]).span("a") == (0, 5 * DAY)


def test_leave_does_not_lengthen_elapsed_work():
    solved = solve([dev(leave=[(TUESDAY, WEDNESDAY)])], [Task("a", duration=3, skill="dev")])
    assert solved.seats("a") == [("Ada", 0, 3 * DAY)]


def test_the_people_of_elapsed_work_must_be_there_at_its_start():
    solved = solve([dev(leave=["2027-01-04"])], [Task("a", duration=3, skill="dev")])
    assert solved.span("a") == (DAY, 4 * DAY)


def test_one_and_a_half_people_are_a_whole_one_and_a_half_one():
    # Ada whole, Bob half: his other half does b (1 day at 0.5)
    people = [dev("Ada"), dev("Bob")]
    solved = solve(
        people, [Task("a", duration=3, needs=[Need("dev", fte=1.5)]), work("b", 1, allocation=0.5)]
    )
    assert solved.seats("a") == [("Ada", 0, 3 * DAY), ("Bob", 0, 3 * DAY)]
    assert solved.seats("b") == [("Bob", 0, 2 * DAY)]


def test_elapsed_work_takes_no_more_than_its_fewest_people():
    solved = solve(
        [dev("Ada"), dev("Bob")], [Task("a", duration=2, skill="dev", people=(1, 2)), work("b", 1)]
    )
    assert solved.team("a") == ["Ada"]
    assert solved.seats("b") == [("Bob", 0, DAY)]


def test_no_duration_with_people_ends_at_its_start():
    solved = solve([dev(start=WEDNESDAY)], [Task("a", duration=0, skill="dev")])
    assert solved.span("a") == (2 * DAY, 2 * DAY)


def test_elapsed_work_counts_the_portfolios_days_and_not_the_persons():
    # Ada works every day; the duration still skips Saturday and Sunday
    always = Calendar("always", pattern=EVERY_DAY)
    task = Task("a", duration=2, skill="dev", start="2027-01-08")
    assert solve([dev(calendar="always")], [task], calendars=[always]).span("a") == (4 * DAY, 8 * DAY)
