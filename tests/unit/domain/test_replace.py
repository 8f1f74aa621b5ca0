"""A changed copy of a portfolio: what rests on the change is settled anew."""

import dataclasses
from datetime import date

import pytest

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.errors import InputError

MONTHS = {"2027-01": 1, "2027-02": 1, "2027-03": 1}


def agency(**changes: object) -> Portfolio:
    given = {
        "name": "Agency",
        "start": "2027-01-01",
        "people": [Person("Ada", "dev", count=3), Person("Bo", "qa")],
        "projects": [Project("S", demand=[Demand("dev", MONTHS, low=0.8, high=1.5)]), Project("T")],
        "bookings": [Booking("Ada", "T", "2027-01-01", "2027-03-31", 0.2)],
    }
    return Portfolio(**{**given, **changes})  # type: ignore[arg-type]


def totals(portfolio: Portfolio) -> dict[str, float]:
    frame = portfolio.demand(by="project", wide=True).set_index("project")
    return {name: round(float(row.iloc[-1]), 6) for name, row in frame.iterrows()}


def test_a_copy_without_changes_is_equal() -> None:
    assert agency().replace() == agency()


def test_without_a_booking_its_work_is_gone() -> None:
    assert totals(agency()) == {"S": 1.0, "T": 0.6}
    assert totals(agency().replace(bookings=())) == {"S": 1.0}


def test_a_larger_booking_is_more_work() -> None:
    more = Booking("Ada", "T", "2027-01-01", "2027-03-31", 0.6)
    assert totals(agency().replace(bookings=[more])) == {"S": 1.0, "T": 1.8}


@pytest.mark.parametrize(
    "changes",
    [
        {"start": date(2027, 3, 1)},
        {"calendar": "DE"},
        {"people": [Person("Ada", "dev", availability=0.8, count=3), Person("Bo", "qa")]},
        {"run_the_business": 0.2},
        {"ranges": "usual", "name": "Other"},
    ],
    ids=["start", "calendar", "people", "daily business", "others"],
)
def test_a_copy_is_what_the_same_inputs_make(changes: dict[str, object]) -> None:
    assert agency().replace(**changes) == agency(**changes)
    assert totals(agency().replace(**changes)) == totals(agency(**changes))


def test_projects_that_are_given_are_taken_as_they_are() -> None:
    listed = [dataclasses.replace(each, priority=1) for each in agency().projects]
    assert [each.priority for each in agency().replace(projects=listed).projects] == [1, 1]
    assert [task.name for task in agency().replace(projects=listed).projects[0].tasks] == [
        task.name for task in agency().projects[0].tasks
    ]


def test_tasks_that_no_table_makes_stay() -> None:
    typed = Project("U", tasks=[Task("test", effort=3, skill="qa")])
    both = agency(projects=[*agency().projects, typed])
    assert both.replace(start="2027-02-01").projects[-1] == typed


def test_a_field_that_is_none_is_refused_with_what_was_meant() -> None:
    with pytest.raises(InputError, match=r"no such field \(got 'peopel'\); did you mean 'people'"):
        agency().replace(peopel=[])
