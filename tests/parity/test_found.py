"""Portfolios on which the engines once differed, made as small as can be (by `tests.parity.shrinking`)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from capsim.domain import booking, calendar, distributions, people, person, rework, risks, work
from capsim.domain.calendar import Calendar, Holiday
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Alternative, Need, Task
from capsim.rules import *  # noqa: F403  # what is shrunk writes them by name
from tests.parity.comparing import KINDS, compared
from tests.parity.shrinking import as_code, shrunk

START = date(2027, 1, 4)
WRITTEN = (booking, calendar, distributions, people, person, rework, risks, work)
"""What random portfolios have in them, beside projects and tasks, is written by the names of these."""


@pytest.mark.parametrize("days", [2_794, 2_795, 2_796, 2_797, 2_798])
def test_the_work_of_two_very_fast_people_after_years_is_summed_without_overflow(days):
    # speed 10,000 twice, times what two people have had to give since 2027, passes 2⁶³ while they work
    later = START + timedelta(days=days)
    need = Need([Alternative("dev", 100.0)], effort=100_000, people=(2, 2))
    portfolio = Portfolio(
        "fast",
        START,
        people=[Person("Ada", {"dev": 100}), Person("Bob", {"dev": 100})],
        projects=[Project("P", [Task("t", start=later, needs=[need])])],
        horizon=later + timedelta(days=400),
    )
    assert compared(portfolio, Policy()) == []


def test_who_comes_after_a_day_on_which_nobody_was_left_is_asked_to_join():
    # on Tuesday Ada and Dan begin and a link closes a task, so that the pass begins anew with nobody left;
    # Bob, who was there on Monday, is back on Wednesday, and joins with what his other work leaves of him
    days = Calendar("house", "mon-sun", holidays=[Holiday("2027-01-05")])
    portfolio = Portfolio(
        "found",
        START,
        people=[
            Person("Ada", "dev", calendar="own"),
            Person("Bob", {"dev": 2}),
            Person("Dan", "dev", calendar="own"),
        ],
        projects=[
            Project(
                "P1",
                [
                    Task(
                        "t0",
                        needs=[
                            Need("dev", effort=1),
                            Need("dev", effort=1, people=(1, 2), least_allocation=0.1),
                        ],
                    ),
                    Task("t3", effort=1, skill="dev", after=["t0 SF"]),
                ],
            ),
            Project("P2", [Task("t0", effort=1, skill="dev", people=(1, 2), allocation=0.6)]),
        ],
        calendar=days,
        calendars=[Calendar("own", "tue thu sat")],
        run_the_business=0.15,
    )
    assert compared(portfolio, Policy(top_up_min_days=1)) == []
    assert compared(*KINDS["small"](134_460), seed=134_460) == []


def test_who_was_away_when_all_others_began_is_asked_to_join_when_back():
    # Ada begins on Tuesday, which makes a milestone ready and the pass begin anew with nobody left; Cy comes
    # on Wednesday, and was there in the last pass that was made to its end
    portfolio = Portfolio(
        "back",
        START,
        people=[Person("Ada", "dev"), Person("Cy", "dev", calendar="mon wed")],
        projects=[
            Project(
                "P",
                [
                    Task("first", effort=0, skill="dev"),
                    Task("t", effort=9, skill="dev", people=(1, 2), start=START + timedelta(days=1)),
                    Task("after", after=["t SS"]),
                ],
            )
        ],
    )
    assert compared(portfolio, Policy()) == []


def test_who_has_no_rate_comes_after_who_has_one_also_beside_somebody_booked():
    # Ada, who is booked, never joins; Cy, without a rate, is the dearest: keys of people not booked used to
    # be so large that adding to the largest of them made it the smallest
    portfolio = Portfolio(
        "dear",
        START,
        people=[
            Person("Ada", "dev", joining=people.Joining(0, probability=0)),
            Person("Bob", "dev", cost_per_day=650.5),
            Person("Cy", "dev"),
        ],
        projects=[Project("P", [Task("t", effort=1, skill="dev", start=START + timedelta(days=1))])],
        bookings=[booking.Booking("Ada", "P", START, START + timedelta(days=9), 1)],
    )
    assert compared(portfolio, Policy(assignment=Cheapest())) == []  # noqa: F405


def test_who_leaves_for_good_while_on_leave_is_waited_for_no_more():
    # Ada, who did the first task, is on leave from the third day on; the second one waits for her, and is
    # Bob's when she leaves for good: nobody comes or goes on that day, so the readable engine did not look
    ada = Person(
        "Ada",
        "dev",
        leave=[(START + timedelta(days=3), START + timedelta(days=250))],
        attrition=people.Attrition(0.95, days_to_hire=1),
    )
    tasks = [
        Task("first", effort=1, skill="dev", only="Ada"),
        Task("second", effort=1, skill="dev", same_person_as="first", start=START + timedelta(days=7)),
    ]
    portfolio = Portfolio("left", START, people=[ada, Person("Bob", "dev")], projects=[Project("P", tasks)])
    assert compared(portfolio, Policy(), count=10) == []


def test_a_difference_is_shrunk_to_what_makes_it_and_written_as_code():
    portfolio, policy = KINDS["booked"](18)

    def differs(portfolio, policy):
        leave = any(person.leave for person in portfolio.people)
        return leave and policy.reserve_after == 0 and len(portfolio.projects) > 1

    small, plain = shrunk(portfolio, policy, differs)
    assert differs(small, plain)
    assert len(small.people) == len(small.people[0].leave) == 1
    assert [len(project.tasks) for project in small.projects] == [0, 0]
    assert small.bookings == ()
    assert plain == Policy(reserve_after=0)
    assert eval(f"({as_code(small, plain)})") == (small, plain)


@pytest.mark.parametrize("kind", KINDS)
def test_a_random_portfolio_written_as_code_is_the_same(kind):
    case = KINDS[kind](3)
    written = {name: getattr(module, name) for module in WRITTEN for name in module.__all__}
    assert eval(f"({as_code(*case)})", globals() | written) == case
