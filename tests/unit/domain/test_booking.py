"""Bookings: what they say, what is refused, and the work that they make."""

from __future__ import annotations

from datetime import date

import pytest

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.errors import InputError

ADA = Person("Ada", "backend", availability=0.8)


def house(*bookings: Booking, **fields) -> Portfolio:
    people = fields.pop("people", [ADA])
    projects = fields.pop("projects", [Project("Shop"), Project("App")])
    return Portfolio("House", "2027-01-04", people=people, projects=projects, bookings=bookings, **fields)


def booked(person="Ada", project="Shop", start="2027-01-04", end="2027-01-15", **fields) -> Booking:
    return Booking(person, project, start, end, **fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"end": "2027-01-03"}, "ends before it starts (got '2027-01-03'); write 2027-01-04 or later"),
        (
            {"share": 0.0004},
            "a booking of nothing (got 0.0004); write a share such as 0.5, or remove the booking",
        ),
        ({"kind": "heard"}, "kind: no kind of booking (got 'heard'); did you mean 'hard'?"),
    ],
)
def test_a_booking_that_cannot_be_meant_is_refused(fields, message):
    with pytest.raises(InputError) as caught:
        booked(**fields)
    assert str(caught.value).removeprefix("Booking").lstrip(":, ") == message


def test_unknown_people_and_projects_are_told_together_with_the_nearest_names():
    with pytest.raises(InputError) as caught:
        house(booked("Adda"), booked(project="Shpo"))
    assert [str(problem) for problem in caught.value.found] == [
        "Booking 1, person: no such person (got 'Adda'); did you mean 'Ada'?",
        "Booking 2, project: no such project (got 'Shpo'); did you mean 'Shop'?",
    ]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"bookings": [booked(end="2999-01-31")]}, "Booking 1, end"),
        (
            {"projects": [Project("Shop", demand=[Demand("backend", {"2999-01": 1})])]},
            "Project 'Shop', demand for 'backend'",
        ),
        (
            {"projects": [Project("Shop", [Task("a", effort=1, skill="backend", end="2999-01-31")])]},
            "Project 'Shop', task 'a', end",
        ),
    ],
)
def test_a_date_centuries_away_is_a_slip(fields, place):
    with pytest.raises(InputError) as caught:
        house(*fields.pop("bookings", ()), **fields)
    assert str(caught.value).startswith(f"{place}: more than 100 years after the start (got '2999-01-31')")


def test_a_booking_is_the_demand_where_the_project_has_none_for_the_role():
    shop, app = house(booked(share=0.5), booked(project="App", end="2027-01-08")).projects
    (task,) = shop.tasks
    assert (task.name, task.start, task.end) == ("backend booking 1", date(2027, 1, 4), date(2027, 1, 15))
    assert task.needs[0].effort.mean() == 0.5 * 0.8 * 10  # her share of her own four fifths, for ten days
    assert task.needs[0].allocation == 0.5
    assert app.tasks[0].needs[0].effort.mean() == 0.8 * 5


def test_a_booking_makes_no_work_where_the_project_says_what_the_role_does():
    projects = [Project("Shop", [Task("a", effort=1, skill="backend")])]
    (shop,) = house(booked(), projects=projects).projects
    assert [task.name for task in shop.tasks] == ["a"]


def test_the_days_of_a_booking_before_the_start_make_no_work():
    (shop,) = house(booked(start="2026-12-01", end="2027-01-08"), projects=[Project("Shop")]).projects
    assert shop.tasks[0].needs[0].effort.mean() == 0.8 * 5
    (shop,) = house(booked(start="2026-12-01", end="2027-01-03"), projects=[Project("Shop")]).projects
    assert shop.tasks == ()


def test_a_pool_is_booked_as_many_people_as_it_counts():
    pool = Person("crew", "backend", count=3)
    (shop,) = house(booked("crew", share=0.5), people=[pool], projects=[Project("Shop")]).projects
    (need,) = shop.tasks[0].needs
    assert (need.effort.mean(), need.people, need.allocation) == (0.5 * 3 * 10, (1, 3), 0.5)
