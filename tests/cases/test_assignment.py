"""Assignment rules (R14), solved by hand: who gets the seat."""

from datetime import timedelta

from capsim import rules
from capsim.domain.people import Onboarding
from capsim.domain.person import Person, Skill
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Task
from tests.cases.support import DAY, MONDAY, dev, solve, work


def chosen(people, task, rule, **fields) -> list[str]:
    return solve(people, [task], policy=Policy(assignment=rule), **fields).team("a")


def test_the_earliest_finish_wins_and_leave_counts():
    # Ada is twice as fast, but away from Tuesday to Friday: she would end on the 11th, Bob on Wednesday
    people = [dev("Ada", 2.0, leave=[("2027-01-05", "2027-01-08")]), dev("Bob")]
    assert chosen(people, work("a", 3), rules.EarliestFinish()) == ["Bob"]
    assert chosen(people, work("a", 2), rules.EarliestFinish()) == ["Ada"]  # done on Monday


def test_the_earliest_finish_asks_for_the_fewest_people_working_like_this_one():
    # Two like Ada do 4 days on Monday and Tuesday; two like Bob (0.8) by Wednesday noon; two like Cy, who is
    # away on Tuesday, by the end of Wednesday: Ada and Bob. Alone, all three would end on Friday, and the
    # list would choose Ada and Cy.
    people = [dev("Ada", leave=["2027-01-06"]), dev("Cy", leave=["2027-01-05"]), dev("Bob", 0.8)]
    assert sorted(chosen(people, work("a", 4, 2), rules.EarliestFinish())) == ["Ada", "Bob"]


def test_who_cannot_end_by_the_horizon_comes_last_and_all_such_are_equal():
    # nine days of work, horizon after five: Ada and Bob are equal, the list decides, although Bob is faster
    from datetime import date

    people = [dev("Ada"), dev("Bob", 1.2)]
    assert chosen(people, work("a", 9), rules.EarliestFinish(), horizon=date(2027, 1, 8)) == ["Ada"]
    # Cy can
    people = [*people, dev("Cy", 2.0)]
    assert chosen(people, work("a", 9), rules.EarliestFinish(), horizon=date(2027, 1, 8)) == ["Cy"]


def test_elapsed_work_takes_whoever_has_the_fewest_skills():
    people = [Person("Ada", {"dev": 2.0, "qa": 1.0}), dev("Bob", 0.5)]
    assert chosen(people, Task("a", duration=2, skill="dev"), rules.EarliestFinish()) == ["Bob"]


def test_the_fastest_wins_even_if_leave_makes_it_later():
    people = [dev("Bob"), dev("Ada", 2.0, leave=[("2027-01-05", "2027-01-08")])]
    assert chosen(people, work("a", 3), rules.Fastest()) == ["Ada"]


def test_the_specialist_wins_and_among_equals_the_faster():
    people = [Person("Ada", {"dev": 2.0, "qa": 1.0}), dev("Bob", 0.5), dev("Cy", 0.6)]
    assert chosen(people, work("a", 1), rules.Specialist()) == ["Cy"]


def test_the_cheapest_per_unit_of_work_wins():
    # 500 / 1.0 against 600 / 1.5 = 400; without a rate one comes last
    people = [dev("Nil"), dev("Ada", cost_per_day=500), dev("Bob", 1.5, cost_per_day=600)]
    assert chosen(people, work("a", 1), rules.Cheapest()) == ["Bob"]


def test_equal_keys_go_in_the_order_of_the_portfolio():
    # 300 / 0.6 = 500 / 1.0
    people = [dev("Bob", 0.6, cost_per_day=300), dev("Ada", cost_per_day=500)]
    assert chosen(people, work("a", 1), rules.Cheapest()) == ["Bob"]
    assert chosen(people[::-1], work("a", 1), rules.Cheapest()) == ["Ada"]


def test_the_least_loaded_person_has_taken_the_least_work():
    # a and b on Monday: Ada takes 2 days, Bob 3. c is ready on Thursday: Ada has less behind her
    tasks = [work("a", 2), work("b", 3), Task("c", effort=1, skill="dev", start="2027-01-08")]
    solved = solve([dev("Bob"), dev("Ada")], tasks[::-1], policy=Policy(assignment=rules.LeastLoaded()))
    assert solved.team("b") == ["Bob"]
    assert solved.team("a") == ["Ada"]
    assert solved.team("c") == ["Ada"]


def test_the_least_loaded_person_is_counted_by_what_was_left_when_each_seat_was_taken():
    # Ada takes a with 4 days left; Bob joins on Tuesday when 3 are left, and is charged 3. Both are free from
    # Wednesday noon; b goes to Bob.
    people = [dev("Ada"), dev("Bob", start="2027-01-05")]
    tasks = [work("a", 4, (1, 2)), work("b", 1, after="a FS+1")]
    solved = solve(people, tasks, policy=Policy(assignment=rules.LeastLoaded()))
    assert solved.seats("a") == [("Ada", 0, 2 * DAY + 240), ("Bob", DAY, 2 * DAY + 240)]
    assert solved.team("b") == ["Bob"]


def test_a_late_start_is_charged_in_full():
    # Ada takes 1 day on Monday; Bob, from Tuesday, 2 days. On Friday Ada has taken 1, Bob 2: Ada.
    people = [dev("Bob", start="2027-01-05"), dev("Ada")]
    tasks = [
        work("a", 1),
        Task("b", effort=2, skill="dev", start="2027-01-05"),
        Task("c", effort=1, skill="dev", start="2027-01-08"),
    ]
    solved = solve(people, tasks, policy=Policy(assignment=rules.LeastLoaded()))
    assert (solved.team("a"), solved.team("b"), solved.team("c")) == (["Ada"], ["Bob"], ["Ada"])


def test_elapsed_work_is_charged_by_duration_and_share():
    # Ada: 4 days at 0.3 = 1.2 days; Bob: 1.5 days. Both free on day 4: Ada has less
    tasks = [
        Task("a", duration=4, skill="dev", allocation=0.3),
        Task("b", effort=1.5, skill="dev", priority=200),
        Task("c", effort=1, skill="dev", start="2027-01-08", priority=300),
    ]
    solved = solve([dev("Ada"), dev("Bob")], tasks, policy=Policy(assignment=rules.LeastLoaded()))
    assert (solved.team("a"), solved.team("b"), solved.team("c")) == (["Ada"], ["Bob"], ["Ada"])


def test_continuity_prefers_who_has_worked_on_the_project():
    # Bob worked on Q, Ada on P; on Wednesday P asks again: Ada although Bob is faster
    projects = [
        Project("P", [work("a", 1), work("c", 1, after="a FS+1")]),
        Project("Q", [work("b", 1)]),
    ]
    people = [dev("Ada"), dev("Bob", 2.0, start="2027-01-05")]
    solved = solve(people, projects, policy=Policy(assignment=rules.Continuity()))
    assert solved.team("P/a") == ["Ada"]
    assert solved.team("P/c") == ["Ada"]


def test_continuity_among_strangers_takes_the_faster():
    assert chosen([dev("Ada"), dev("Bob", 2.0)], work("a", 1), rules.Continuity()) == ["Bob"]


def test_the_speed_that_counts_is_todays():
    # the better skill can only be used from Wednesday on
    ada = Person("Ada", [Skill("dev", 1.0), Skill("rust", 3.0, start="2027-01-06")])
    people = [ada, dev("Bob", 1.5)]
    task = work("a", 1, skill="rust, or dev")
    assert chosen(people, task, rules.Fastest()) == ["Bob"]


def test_the_cheapest_is_so_by_the_rates_of_the_day():
    # Bo is cheaper until Ada's rate falls on Wednesday
    ada = dev("Ada", cost_per_day=500, rates=[(MONDAY + timedelta(days=2), 300)])
    people = [ada, dev("Bo", cost_per_day=400)]
    items = [
        work("a", 1),
        work("b", 1, start=MONDAY + timedelta(days=1)),
        work("c", 1, start=MONDAY + timedelta(days=2)),
    ]
    solved = solve(people, items, policy=Policy(assignment=rules.Cheapest()))
    assert [solved.team(name) for name in "abc"] == [["Bo"], ["Bo"], ["Ada"]]


def test_the_cheapest_by_the_speed_and_the_rate_of_the_day():
    # Ada, half as fast on her first days, costs twice as much for the work until her rate falls
    ada = dev(
        "Ada",
        cost_per_day=300,
        rates=[(MONDAY + timedelta(days=2), 100)],
        joining=0,
        onboarding=Onboarding(2, (0.5,)),
    )
    people = [ada, dev("Bo", cost_per_day=400)]
    items = [work("a", 1), work("b", 1, start=MONDAY + timedelta(days=2))]
    solved = solve(people, items, policy=Policy(assignment=rules.Cheapest()))
    assert [solved.team(name) for name in "ab"] == [["Bo"], ["Ada"]]
