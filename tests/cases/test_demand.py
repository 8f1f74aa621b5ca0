"""Demand by month, solved by hand: a plan that fits its people ends in the months of its table."""

from datetime import date

import pytest

from capsim.domain.booking import Booking
from capsim.domain.demand import HELPERS, Demand
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import MONDAY, Solved, run_on_both


def solved(portfolio: Portfolio) -> Solved:
    plan = make_plan(portfolio)
    return Solved(run_on_both(plan, Policy(), make_draws(plan, 0), 0, 1))


def portfolio(people: list[Person], *rows: Demand, **more: object) -> Portfolio:
    return Portfolio("P", MONDAY, people, [Project("P", demand=rows)], **more)  # type: ignore[arg-type]


def test_a_month_of_half_a_person_takes_the_month() -> None:
    done = solved(portfolio([Person("Ada", "dev")], Demand("dev", {"2027-02": 0.5})))
    assert done.dates("dev 2027-02") == (date(2027, 2, 1), date(2027, 2, 26))


def test_half_a_person_takes_the_month_beside_daily_business_too() -> None:
    made = portfolio([Person("Ada", "dev")], Demand("dev", {"2027-02": 0.5}), run_the_business=0.2)
    assert made.projects[0].tasks[0].needs[0].allocation == 0.625
    assert solved(made).dates("dev 2027-02") == (date(2027, 2, 1), date(2027, 2, 26))


def test_a_whole_person_of_two_who_give_four_fifths_is_reached_by_both() -> None:
    # 20 days: Ada alone gives 16 in February, and Bo a quarter of his time, 4
    made = portfolio(
        [Person("Ada", "dev"), Person("Bo", "dev")], Demand("dev", {"2027-02": 1}), run_the_business=0.2
    )
    assert made.projects[0].tasks[0].needs[0].people == (1, 2 + HELPERS)
    assert solved(made).dates("dev 2027-02") == (date(2027, 2, 1), date(2027, 2, 26))


def test_a_whole_person_who_gives_four_fifths_takes_a_quarter_longer_alone() -> None:
    made = portfolio([Person("Ada", "dev")], Demand("dev", {"2027-02": 1}), run_the_business=0.2)
    assert solved(made).dates("dev 2027-02") == (date(2027, 2, 1), date(2027, 3, 5))


def test_a_month_begins_when_the_month_before_it_is_done() -> None:
    # 40 days in February for one person: 20 in February, 20 from 1 to 26 March; March begins then
    made = portfolio([Person("Ada", "dev")], Demand("dev", {"2027-02": 2, "2027-03": 0.5}))
    done = solved(made)
    assert done.dates("dev 2027-02")[1] == date(2027, 3, 26)
    assert done.dates("dev 2027-03")[0] == date(2027, 3, 29)


def test_a_plan_within_capacity_ends_in_the_months_of_its_table() -> None:
    people = [
        Person("Ada", "dev"),
        Person("Bo", "dev", availability=0.6),
        Person("Cy", "qa", run_the_business=0.5),
    ]
    made = portfolio(
        people,
        Demand("dev", {"2027-01": 0.6, "2027-02": 1.2, "2027-03": 0.4}),
        Demand("qa", {"2027-02": 0.25, "2027-03": 0.5}),
    )
    assert (made.demand(by="role")["gap"] <= 0).all()
    done = solved(made)
    for project in made.projects:
        for task in project.tasks:
            assert task.end is not None
            assert done.dates(task.name)[1] <= task.end


def test_a_booking_of_half_a_day_is_done_when_it_ends() -> None:
    booking = Booking("Ada", "P", "2027-02-01", "2027-02-26", 0.5)
    made = Portfolio(
        "P", MONDAY, [Person("Ada", "dev")], [Project("P")], bookings=[booking], run_the_business=0.2
    )
    assert solved(made).dates("dev booking 1") == (date(2027, 2, 1), date(2027, 2, 26))


def test_a_hard_booking_keeps_the_time_that_its_work_takes() -> None:
    # half of the day is 5/8 of what Ada gives to projects: Q wants 1/2 of it and gets the 3/8 that are left,
    # 0.3 a day: 6 of 8 days of work. The rest is for all that she gives, 0.8 a day, from 1 March on
    half = Demand("dev", {"2027-02": 0.4})
    made = Portfolio(
        "P",
        MONDAY,
        [Person("Ada", "dev")],
        [Project("P", priority=2), Project("Q", demand=[half], priority=1)],
        bookings=[Booking("Ada", "P", "2027-02-01", "2027-02-26", 0.5, "hard")],
        run_the_business=0.2,
    )
    done = solved(made)
    assert done.dates("P/dev booking 1") == (date(2027, 2, 1), date(2027, 2, 26))
    assert done.dates("Q/dev 2027-02") == (date(2027, 2, 1), date(2027, 3, 3))


def test_work_of_a_month_takes_what_others_left_of_a_person() -> None:
    # 0.6 and 0.6 of Ada: 12 days each; the second has 0.4 a day in February, and then all of her
    rows = [Demand("dev", {"2027-02": 0.6})]
    made = Portfolio(
        "P", MONDAY, [Person("Ada", "dev")], [Project("A", demand=rows), Project("B", demand=rows)]
    )
    done = solved(made)
    assert done.dates("A/dev 2027-02") == (date(2027, 2, 1), date(2027, 2, 26))
    assert done.dates("B/dev 2027-02") == (date(2027, 2, 1), date(2027, 3, 4))


@pytest.mark.parametrize(
    ("projects", "wanted", "people", "business"),
    [(3, 0.6, 2, 0), (4, 0.7, 3, 0), (6, 0.8, 5, 0), (7, 0.5, 4, 0.1), (4, 0.55, 3, 0.2), (2, 0.9, 2, 0.1)],
)
def test_a_plan_for_a_team_that_is_nearly_full_ends_in_its_months(projects, wanted, people, business) -> None:
    row = Demand("dev", {"2027-02": wanted, "2027-03": wanted})
    made = Portfolio(
        "P",
        MONDAY,
        [Person("Ada", "dev", count=people)],
        [Project(f"P{number}", demand=[row], priority=number) for number in range(projects)],
        run_the_business=business,
    )
    done = solved(made)
    for number in range(projects):
        assert done.dates(f"P{number}/dev 2027-02")[1] <= date(2027, 2, 28)
        assert done.dates(f"P{number}/dev 2027-03")[1] <= date(2027, 3, 31)


def test_three_times_three_fifths_of_two_people_are_shared_out() -> None:
    # 12 days each of two who have 20: the third has 0.4 of Ada, and of Bo the 0.2 that it still lacks
    row = Demand("dev", {"2027-02": 0.6})
    made = Portfolio(
        "P",
        MONDAY,
        [Person("Ada", "dev"), Person("Bo", "dev")],
        [Project(f"P{number}", demand=[row], priority=number) for number in range(3)],
    )
    done = solved(made)
    assert [done.team(f"P{number}/dev 2027-02") for number in range(3)] == [["Ada"], ["Bo"], ["Ada", "Bo"]]
    assert [done.dates(f"P{number}/dev 2027-02")[1] for number in range(3)] == [
        date(2027, 2, 26),
        date(2027, 2, 26),
        date(2027, 2, 26),
    ]


def test_nobody_helps_out_with_what_ends_in_its_month_alone() -> None:
    row = Demand("dev", {"2027-02": 0.33, "2027-03": 0.123})
    done = solved(portfolio([Person("Ada", "dev", count=3, availability=0.6)], row, run_the_business=0.1))
    assert [len(done.team(f"dev 2027-0{month}")) for month in (2, 3)] == [1, 1]
    assert done.dates("dev 2027-02") == (date(2027, 2, 1), date(2027, 2, 26))
    assert done.dates("dev 2027-03") == (date(2027, 3, 1), date(2027, 3, 31))


def test_halves_beside_daily_business_are_shared_out() -> None:
    # four who give 0.9 of a day, seven times half a day: 3.5 of 3.6. Shares that had to fit would leave three
    row = Demand("dev", {"2027-02": 0.5})
    made = Portfolio(
        "P",
        MONDAY,
        [Person("Ada", "dev", count=4)],
        [Project(f"P{number}", demand=[row], priority=number) for number in range(7)],
        run_the_business=0.1,
    )
    done = solved(made)
    assert {done.dates(f"P{number}/dev 2027-02")[0] for number in range(7)} == {date(2027, 2, 1)}
    assert max(done.dates(f"P{number}/dev 2027-02")[1] for number in range(7)) == date(2027, 2, 26)


def test_overtime_carries_more_than_a_whole_person() -> None:
    made = portfolio([Person("Ada", "dev", availability=1.2)], Demand("dev", {"2027-02": 1.2}))
    assert made.projects[0].tasks[0].needs[0].people == (1, 1 + HELPERS)
    assert solved(made).dates("dev 2027-02") == (date(2027, 2, 1), date(2027, 2, 26))
