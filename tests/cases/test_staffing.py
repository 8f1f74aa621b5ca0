"""Teams, instants, extra seats, topping up, reserves (R7, R8, R8b), solved by hand."""

from datetime import date

from capsim import rules
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from tests.cases.support import DAY, EVERY_DAY, NEVER, dev, solve, work

TUESDAY = date(2027, 1, 5)
LISTED = Policy(priority=rules.Listed())


def urgent(name: str, days: float = 1, people=1, **fields) -> Task:
    """Work of the first class."""
    return work(name, days, people, priority=1, **fields)


def test_a_team_is_found_where_the_best_for_one_seat_is_needed_for_another():
    # Ada is the faster dev and the only tester: Bob must take the dev seat
    people = [Person("Ada", {"dev": 2.0, "qa": 1.0}), Person("Bob", "dev")]
    task = Task("a", needs=[Need("dev", effort=1), Need("qa", effort=1)])
    assert solve(people, [task]).seats("a") == [("Ada", 0, DAY), ("Bob", 0, DAY)]
    assert solve(people, [task]).speeds("a") == [1000, 1000]


def test_the_first_seat_chooses_first():
    # both could take either seat; the faster one goes to the need listed first
    people = [dev("Ada", 1.0), dev("Bob", 2.0)]
    task = Task("a", needs=[Need("dev", effort=2), Need("dev", effort=2)])
    assert solve(people, [task]).seats("a") == [("Ada", 0, 2 * DAY), ("Bob", 0, DAY)]
    assert solve(people, [task]).finish("a") == 2 * DAY


def test_alike_people_are_taken_in_the_order_of_the_portfolio():
    people = [dev("Zoe"), dev("Ada"), dev("Bob")]
    assert solve(people, [work("a", 1, 2)]).team("a") == ["Ada", "Zoe"]


def test_nobody_fills_two_seats_of_a_task():
    # two halves would fit into Ada's day, yet the second seat waits for Bob
    task = work("a", 1, 2, allocation=0.5)
    assert solve([dev("Ada"), dev("Bob", start=TUESDAY)], [task]).start("a") == DAY


def test_work_that_lacks_people_is_skipped_and_later_work_goes_on():
    tasks = [urgent("a", 2, 2), work("b", 3)]
    solved = solve([dev("Ada"), dev("Bob", start=TUESDAY)], tasks)
    # Monday: only Ada; a needs two, b takes her for three days; then a starts
    assert solved.span("b") == (0, 3 * DAY)
    assert solved.span("a") == (3 * DAY, 4 * DAY)


def test_shares_that_do_not_fit_wait_and_shares_that_fit_do_not():
    tasks = [work("a", 1, allocation=0.6), work("b", 1, allocation=0.5), work("c", 1, allocation=0.4)]
    solved = solve([dev()], tasks, policy=LISTED)
    # a: 480 / 0.6 = 800; c fits beside it: 480 / 0.4 = 1,200; b starts when a is over, at half: 960 ticks
    assert solved.span("a") == (0, 800)
    assert solved.span("c") == (0, 1200)
    assert solved.span("b") == (800, 1760)


def test_people_freed_at_a_tick_work_from_that_tick_on():
    solved = solve([dev()], [work("a", 0.5), work("b", 0.5)])
    assert solved.span("b") == (240, 480)


def test_people_of_no_work_at_all_are_free_again_at_the_same_tick():
    tasks = [urgent("a", 0), work("b", 1)]
    solved = solve([dev()], tasks)
    assert solved.span("a") == (0, 0)
    assert solved.span("b") == (0, DAY)


def test_a_start_that_makes_first_class_work_ready_begins_the_pass_anew():
    # "opener" starts, which makes "rush" ready at once; it goes before "b", whose turn would come next
    tasks = [
        work("opener", 1, priority=1),
        work("rush", 1, priority=0, after="opener SS"),
        work("b", 1, priority=2),
    ]
    solved = solve([dev("Ada"), dev("Bob")], tasks)
    assert solved.start("opener") == solved.start("rush") == 0
    assert solved.span("b") == (DAY, 2 * DAY)


def test_two_seats_wait_for_two_people():
    solved = solve([dev("Ada"), dev("Bob")], [urgent("a", 2), work("b", 1), work("c", 2, 2)], policy=LISTED)
    # Bob is free on Tuesday, Ada on Wednesday
    assert solved.span("c") == (2 * DAY, 3 * DAY)


# ---------------------------------------------------------------- extra seats


def test_free_people_take_extra_seats_at_the_start():
    solved = solve([dev("Ada"), dev("Bob"), dev("Cy")], [work("a", 3, (1, 3))])
    assert solved.team("a") == ["Ada", "Bob", "Cy"]
    assert solved.span("a") == (0, DAY)


def test_extra_seats_come_after_all_starts():
    solved = solve([dev("Ada"), dev("Bob")], [urgent("a", 1, (1, 2)), work("b", 1)])
    assert solved.team("a") == ["Ada"]
    assert solved.team("b") == ["Bob"]


def test_the_first_work_in_order_takes_as_many_as_it_can():
    people = [dev(name) for name in ("Ada", "Bob", "Cy", "Di")]
    solved = solve(people, [urgent("a", 6, (1, 3)), work("b", 2, (1, 3))])
    # a: Ada, then Cy and Di; b keeps Bob alone on Monday, and ends on Tuesday before a does
    assert solved.team("a") == ["Ada", "Cy", "Di"]
    assert solved.team("b") == ["Bob"]
    assert (solved.finish("a"), solved.finish("b")) == (2 * DAY, 2 * DAY)


def test_extra_seats_at_the_start_do_not_ask_how_long_the_work_will_run():
    assert solve([dev("Ada"), dev("Bob")], [work("a", 0.5, (1, 2))]).finish("a") == 120


def test_thirty_days_of_work_with_one_person_now_and_two_from_the_second_day_end_after_eleven_days():
    # one day by Ada, then 29 days by three: 29 x 480 / 3 = 4,640 ticks after tick 480
    people = [dev("Ada"), dev("Bob", start=TUESDAY), dev("Cy", start=TUESDAY)]
    solved = solve(people, [work("a", 30, (1, 3))], calendar=EVERY_DAY)
    assert solved.finish("a") == 480 + 4640
    assert solved.dates("a")[1] == date(2027, 1, 14)  # the eleventh day
    # the same when the two are at other work on the first day
    busy = [Task("x", needs=[Need("qa", effort=1, people=2)], priority=1)]
    people = [dev("Ada"), Person("Bob", ["qa", "dev"]), Person("Cy", ["qa", "dev"])]
    solved = solve(people, [*busy, work("a", 30, (1, 3))], calendar=EVERY_DAY)
    # x: one day of effort by two takes half a day; then three share 29.5 days: 240 + 4,720
    assert solved.finish("a") == 240 + 4720


def test_work_with_less_than_two_days_to_go_is_not_topped_up():
    # on Tuesday a would run 1.9 days more
    people = [dev("Ada"), dev("Bob", start=TUESDAY)]
    assert solve(people, [work("a", 2.9, (1, 2))]).team("a") == ["Ada"]


def test_work_with_exactly_two_days_to_go_is_topped_up():
    people = [dev("Ada"), dev("Bob", start=TUESDAY)]
    solved = solve(people, [work("a", 3, (1, 2))])
    assert solved.seats("a") == [("Ada", 0, 2 * DAY), ("Bob", DAY, 2 * DAY)]


def test_the_days_to_go_are_working_days():
    # on Friday a has 1.5 days to go and would end on Monday; over the weekend that is still less than two
    people = [dev("Ada"), dev("Bob", start="2027-01-08")]
    assert solve(people, [work("a", 5.5, (1, 2))]).team("a") == ["Ada"]


def test_known_absences_lengthen_what_is_still_to_go():
    # on Tuesday one day of effort is left, but Ada is away from Wednesday to Friday after half of it
    ada = dev("Ada", leave=[("2027-01-06", "2027-01-08")], availability=0.5)
    people = [ada, dev("Bob", start=TUESDAY)]
    # Monday 240; left 480: Tuesday 240, then Monday the 11th 240: more than two working days to go
    solved = solve(people, [work("a", 1.5, (1, 2))])
    # Bob joins on Tuesday: 480 ticks at 720 a day take 320 ticks
    assert solved.seats("a") == [("Ada", 0, DAY + 320), ("Bob", DAY, DAY + 320)]


def test_work_that_would_not_end_before_the_horizon_counts_as_long():
    # on Wednesday 7 days are left, less than the 20 asked for; but the horizon is Thursday
    people = [dev("Ada"), dev("Bob", start="2027-01-06")]
    policy = Policy(top_up_min_days=20)
    assert solve(people, [work("a", 9, (1, 2))], policy=policy).team("a") == ["Ada"]
    solved = solve(people, [work("a", 9, (1, 2))], policy=policy, horizon="2027-01-07")
    assert solved.seats("a") == [("Ada", 0, NEVER), ("Bob", 2 * DAY, NEVER)]


def test_a_policy_without_topping_up_keeps_the_team_of_the_start():
    people = [dev("Ada"), dev("Bob", start=TUESDAY)]
    solved = solve(people, [work("a", 9, (1, 2))], policy=Policy(top_up=False))
    assert solved.team("a") == ["Ada"]
    assert solved.finish("a") == 11 * DAY  # nine working days: Thursday of the second week


def test_paused_work_is_topped_up():
    # Ada is away on Tuesday, Bob comes on Tuesday: of the 3 days left Bob does one, then two do the rest
    people = [dev("Ada", leave=[TUESDAY]), dev("Bob", start=TUESDAY)]
    solved = solve(people, [work("a", 4, (1, 2))])
    assert solved.seats("a") == [("Ada", 0, 3 * DAY), ("Bob", DAY, 3 * DAY)]


def test_waiting_work_goes_before_topping_up():
    people = [dev("Ada"), dev("Bob")]
    tasks = [work("a", 9, (1, 2), priority=1), work("b", 1, priority=2), work("c", 1, priority=3)]
    solved = solve(people, tasks)
    assert solved.span("b") == (0, DAY)
    assert solved.span("c") == (DAY, 2 * DAY)
    # then Bob joins a: 7 days left on Wednesday, 3.5 by two: Wed, Thu, Fri, half of Monday
    assert solved.seats("a") == [("Ada", 0, 7 * DAY + 240), ("Bob", 2 * DAY, 7 * DAY + 240)]


# ---------------------------------------------------------------- reserve


def staggered(count: int = 12) -> list[Task]:
    """Five-day jobs behind three that end on different days."""
    first = [work("x", 5), work("y", 7), work("z", 9)]
    return [*first, *(work(f"j{i}", 5) for i in range(1, count + 1))]


def test_three_seats_behind_staggered_five_day_jobs_start_soon_after_the_reserve_begins():
    # "big" is ready on day 1 and has waited long on day 11. Without people held, one is free at a time:
    # on days 5, 7, 9, 10 they go to j1 .. j4. From day 11 on it holds who is freed: on day 12 after j2,
    # on day 14 after j3, on day 15 after j4.
    people = [dev("Ada"), dev("Bob"), dev("Cy")]
    tasks = [*staggered(), Task("big", effort=3, skill="dev", people=3, priority=1, start=TUESDAY)]
    solved = solve(people, tasks, calendar=EVERY_DAY, policy=LISTED)
    assert solved.ready("big") == DAY
    assert solved.span("big") == (15 * DAY, 16 * DAY)
    assert solved.span("j4") == (10 * DAY, 15 * DAY)
    assert solved.start("j5") == 16 * DAY


def test_without_a_reserve_three_seats_wait_until_the_jobs_run_out():
    # Ada j1 j4 j7 j10 to day 25, Bob j2 j5 j8 j11 to day 27, Cy j3 j6 j9 j12 to day 29
    people = [dev("Ada"), dev("Bob"), dev("Cy")]
    tasks = [*staggered(), Task("big", effort=3, skill="dev", people=3, priority=1, start=TUESDAY)]
    policy = Policy(priority=rules.Listed(), reserve_after=None)
    solved = solve(people, tasks, calendar=EVERY_DAY, policy=policy)
    assert solved.span("big") == (29 * DAY, 30 * DAY)


def test_a_reserve_counts_working_days():
    # ready on Monday, long from the end of Friday (5 days) on; Ada is free on Friday at noon and is not held
    people = [dev("Ada"), dev("Bob")]
    tasks = [
        urgent("x", 4.5),
        urgent("y", 14),
        work("big", 2, 2, priority=2),
        work("small", 1, priority=3),
        work("late", 1, priority=3, after="x FS+1.5"),
    ]
    solved = solve(people, tasks, policy=Policy(priority=rules.Listed(), reserve_after=5))
    assert solved.span("small") == (4 * DAY + 240, 7 * DAY + 240)
    # from Monday noon Ada is held until Bob is free, after 14 working days at the end of day 17, a Thursday;
    # late is ready on day 8, cannot have her, and starts on the Monday after big's Friday
    assert solved.ready("late") == 8 * DAY
    assert solved.span("big") == (18 * DAY, 19 * DAY)
    assert solved.start("late") == 21 * DAY


def test_people_held_get_no_extra_seat_and_not_even_a_free_share_is_used():
    # from the start "big" holds Bob; "half" could use a half of him, "grow" an extra seat
    people = [dev("Ada"), dev("Bob")]
    tasks = [
        work("grow", 3, (1, 2), priority=1),
        work("big", 2, 2, priority=2),
        work("half", 1, allocation=0.5, priority=3),
    ]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    assert solved.seats("grow") == [("Ada", 0, 3 * DAY)]
    assert solved.span("big") == (3 * DAY, 4 * DAY)
    assert solved.start("half") == 4 * DAY


def test_work_before_the_one_that_holds_may_use_everybody():
    people = [dev("Ada"), dev("Bob")]
    tasks = [
        urgent("x", 4),
        work("big", 2, 2, priority=2),
        Task("rush", effort=1, skill="dev", priority=0, start=TUESDAY),
    ]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    assert solved.seats("rush") == [("Bob", DAY, 2 * DAY)]
    assert solved.span("big") == (4 * DAY, 5 * DAY)


def test_only_one_piece_of_work_holds_at_a_time():
    # "one" holds Bob, so "two" cannot; Quinn stays free for q although "two" wants a tester
    people = [dev("Ada"), dev("Bob"), Person("Quinn", "qa")]
    two = Task("two", needs=[Need("dev", effort=1), Need("qa", effort=1)], priority=3)
    tasks = [urgent("x", 2), work("one", 2, 2, priority=2), two, work("q", 1, skill="qa", priority=4)]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    assert solved.span("q") == (0, DAY)
    assert solved.span("one") == (2 * DAY, 3 * DAY)
    assert solved.span("two") == (3 * DAY, 4 * DAY)


def test_work_that_can_fill_no_seat_holds_nobody():
    # no tester and no dev is free for "big"; "two" is the one that holds
    people = [dev("Ada"), dev("Bob"), Person("Quinn", "qa")]
    tasks = [
        urgent("x", 2, skill="qa"),
        urgent("y", 3),
        work("big", 2, skill="qa", priority=2),
        work("two", 2, 2, priority=3),
        work("late", 1, priority=4),
    ]
    solved = solve(people, tasks, policy=Policy(reserve_after=0))
    assert solved.start("two") == 3 * DAY
    assert solved.start("late") == 4 * DAY


def test_a_reserve_is_settled_anew_until_a_pass_changes_nothing():
    # "big" lacks Quinn and holds a dev: Ada, by the list. "small", of the same project, takes half of Bob;
    # now Bob is the one known in Q, the next pass holds him instead, and Ada is free for "third"
    people = [dev("Ada"), dev("Bob"), Person("Quinn", "qa")]
    big = Task("big", needs=[Need("dev", effort=1, allocation=0.5), Need("qa", effort=1)], priority=2)
    projects = [
        Project("P", [work("x", 5, skill="qa", priority=1), work("third", 1, priority=4)]),
        Project("Q", [big, work("small", 1, allocation=0.5, priority=3)]),
    ]
    solved = solve(people, projects, policy=Policy(assignment=rules.Continuity(), reserve_after=0))
    assert solved.seats("Q/small") == [("Bob", 0, 2 * DAY)]
    assert solved.seats("P/third") == [("Ada", 0, DAY)]


# ---------------------------------------------------------------- an anomaly


def test_more_people_can_be_later():
    # Graham's anomaly: nine jobs in the order of the list, T9 after T1 and T5 .. T8 after T4.
    # Three people: T1 0-3, T2 0-2, T3 0-2, T4 2-4, T9 3-12, T5 and T6 4-8, T7 and T8 8-12.
    # Four people: T1 0-3, T2 T3 T4 0-2, T5 T6 T7 2-6, T8 3-7, and T9 only from 6 to 15.
    days = (3, 2, 2, 2, 4, 4, 4, 4, 9)
    after = {9: "T1", 5: "T4", 6: "T4", 7: "T4", 8: "T4"}
    tasks = [work(f"T{i}", length, after=after.get(i)) for i, length in enumerate(days, 1)]
    last = []
    for count in (3, 4):
        people = [dev(f"dev {i}") for i in range(count)]
        solved = solve(people, tasks, calendar=EVERY_DAY, policy=LISTED)
        last.append(max(solved.finish(f"T{i}") for i in range(1, 10)))
    assert last == [12 * DAY, 15 * DAY]


def test_a_pool_is_as_many_people_as_it_counts():
    pool = Person("dev", "dev", count=3)
    solved = solve([pool], [work("a", 3, 3)])
    assert solved.team("a") == ["dev 1", "dev 2", "dev 3"]
    assert solved.finish("a") == DAY


def test_a_vacancy_works_from_the_day_it_is_filled():
    vacancy = Person(None, "dev", start="2027-01-11")
    solved = solve([vacancy], [work("a", 1)])
    assert solved.span("a") == (7 * DAY, 8 * DAY)
    assert solved.finish("a") != NEVER
