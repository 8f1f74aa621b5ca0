"""Bookings in files: shares, kinds and dates, and effort in hours."""

from __future__ import annotations

from pathlib import Path

import pytest

import capsim as cs
from capsim.domain.booking import Booking
from capsim.domain.distributions import PERT, Fixed
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError

PEOPLE = "person,role,fte\nAda,backend,0.8\nBo,qa,\n"
HEAD = "person,project,from,to,share,kind,phase\n"


def read(tmp_path: Path, **sheets: str) -> Portfolio:
    given = {"people": PEOPLE, "settings": "setting,value\nstart,2027-01-04\n", **sheets}
    for name, content in given.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return cs.read(tmp_path)


def refused(tmp_path: Path, **sheets: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, **sheets)
    return [str(problem) for problem in caught.value.found]


@pytest.mark.parametrize("share", ["0.4", "40%", "40 %", ".4"])
def test_a_booking_is_a_share_of_a_person_for_some_time(tmp_path: Path, share: str) -> None:
    bookings = f"{HEAD}Ada,Shop,2027-01-04,2027-01-29,{share},Hard,build\n"
    assert read(tmp_path, bookings=bookings).bookings == (
        Booking("Ada", "Shop", "2027-01-04", "2027-01-29", 0.4, "hard", "build"),
    )


def test_a_booking_alone_is_the_demand_for_the_role_of_the_person(tmp_path: Path) -> None:
    portfolio = read(tmp_path, bookings=f"{HEAD}Ada,Shop,2027-01-04,2027-01-29,0.5,,\n")
    (task,) = portfolio.project("Shop").tasks
    assert (task.name, task.needs[0].effort, task.needs[0].allocation) == ("backend booking 1", Fixed(8), 0.5)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Ada,Shop,2027-01-04,2027-01-29,80,,",
            "share: out of range (got '80'); write 0.8 if 80 % was meant",
        ),
        ("Ada,Shop,2027-01-04,2027-01-29,1.5,,", "share: out of range (got '1.5')"),
        ("Ada,Shop,2027-01-04,2027-01-29,0,,", "share: a booking of nothing"),
        ("Ada,Shop,2027-01-04,2027-01-29,-1,,", "share: out of range (got '-1')"),
        (
            "Ada,Shop,2027-01-29,2027-01-04,1,,",
            "to: ends before it starts (got '2027-01-04'); write 2027-01-29",
        ),
        ("Ada,Shop,,2027-01-04,1,,", "from: empty; write the first day, such as 2027-01-04"),
        ("Ada,Shop,2027-01-04,,1,,", "to: empty; write the last day, such as 2027-03-31"),
        ("Ada,Shop,2027-01-04,2027-01-29,1,firm,", "kind: not known (got 'firm'); known: 'hard', 'soft'"),
        ("Adda,Shop,2027-01-04,2027-01-29,1,,", "person: no such person (got 'Adda'); did you mean 'Ada'?"),
    ],
)
def test_a_booking_that_is_wrong_is_told_at_its_cell(tmp_path: Path, row: str, message: str) -> None:
    good = "Bo,Shop,2027-01-04,2027-01-29,1,,"
    (problem,) = refused(tmp_path, bookings=f"{HEAD}{good}\n{row}\n")
    assert problem.startswith(f"bookings.csv, row 3, column {message}")


def test_a_booking_of_nobody_is_told_with_all_that_is_wrong_with_it(tmp_path: Path) -> None:
    told = refused(tmp_path, bookings=f"{HEAD}Adda,Shop,01/02/2027,2027-03-31,50,,\n")
    assert [line.split(": ")[0] for line in told] == [
        "bookings.csv, row 2, column person",
        "bookings.csv, row 2, column from",
        "bookings.csv, row 2, column share",
    ]


def test_a_nested_file_says_bookings_in_either_words(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(
        "start: 2027-01-04\npeople: [{name: Ada, role: backend}]\nprojects: [{name: Shop}]\nbookings:\n"
        "- {person: Ada, project: Shop, from: 2027-01-04, to: 2027-01-29, share: 50 %}\n"
        "- {person: Ada, project: Shop, start: 2027-02-01, end: 2027-02-26}\n",
        encoding="utf-8",
    )
    assert [booking.share for booking in cs.read(path).bookings] == [0.5, 1.0]


def test_a_nested_booking_of_nobody_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(
        "start: 2027-01-04\npeople: [{name: Ada, role: backend}]\nprojects: [{name: Shop}]\nbookings:\n"
        "- {person: Ada, project: Shop, from: 2027-01-04, to: 2027-01-29}\n"
        "- {person: Bo, project: Shopp, from: 2027-02-01, to: 2027-02-26}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        cs.read(path)
    assert [str(problem).partition(";")[0] for problem in caught.value.found] == [
        "model.yaml, line 6, person: no such person (got 'Bo')",
        "model.yaml, line 6, project: no such project (got 'Shopp')",
    ]


# ---------------------------------------------------------------- effort in hours

HOURS = "setting,value\nstart,2027-01-04\nhours_per_day,8\n"


@pytest.mark.parametrize(
    ("header", "cells", "law"),
    [
        ("effort,hours", ",40", Fixed(5)),
        ("effort,hours", ",40h", Fixed(5)),
        ("effort", "40h", Fixed(5)),
        ("effort", "40 hours", Fixed(5)),
        ("effort", "5", Fixed(5)),
        ("effort", '"PERT(4, 5, 8)"', PERT(4, 5, 8)),
        ("effort,hours,low,high", ",40,32,64", PERT(4, 5, 8)),
        ("effort,low,high", "5,32h,8", PERT(4, 5, 8)),
    ],
)
def test_effort_in_hours_is_taken_where_a_day_has_a_length(
    tmp_path: Path, header: str, cells: str, law: object
) -> None:
    tasks = f"project,task,role,{header}\nShop,build,backend,{cells}\n"
    (task,) = read(tmp_path, settings=HOURS, tasks=tasks).project("Shop").tasks
    assert task.needs[0].effort == law


@pytest.mark.parametrize(
    ("header", "cells", "message"),
    [
        (
            "effort",
            "40h",
            "row 2, column effort: not a number of days (got '40h'); write 5: days, each of 8 hours, "
            "or add the setting hours_per_day, such as 8",
        ),
        (
            "effort,hours",
            ",40",
            "row 2, column hours: hours, and the length of a day is not known; "
            "add the setting hours_per_day, such as 8",
        ),
        (
            "effort,hours",
            "5,40",
            "row 2, column hours: hours beside effort; keep one of them",
        ),
        ("effort", "12 days", "row 2, column effort: not a number of days (got '12 days'); write 12"),
    ],
)
def test_hours_without_the_length_of_a_day_are_told(
    tmp_path: Path, header: str, cells: str, message: str
) -> None:
    (problem,) = refused(tmp_path, tasks=f"project,task,role,{header}\nShop,build,backend,{cells}\n")
    assert problem == f"tasks.csv, {message}"


@pytest.mark.parametrize("length", ["0", "25", "-8", "eight"])
def test_the_length_of_a_day_is_a_number_of_hours(tmp_path: Path, length: str) -> None:
    settings = f"setting,value\nstart,2027-01-04\nhours_per_day,{length}\n"
    tasks = "project,task,role,effort,hours\nShop,build,backend,,40\n"
    (problem,) = refused(tmp_path, settings=settings, tasks=tasks)
    assert problem.startswith("settings.csv, row 3, column value: ")


def test_a_task_has_a_planned_end(tmp_path: Path) -> None:
    tasks = "project,task,role,effort,start,end\nShop,build,backend,5,2027-02-01,2027-02-26\n"
    (task,) = read(tmp_path, tasks=tasks).project("Shop").tasks
    assert str(task.end) == "2027-02-26"


def test_a_planned_end_before_the_start_is_told_at_its_cell(tmp_path: Path) -> None:
    tasks = "project,task,role,effort,start,end\nShop,build,backend,5,2027-02-01,2027-01-26\n"
    (problem,) = refused(tmp_path, tasks=tasks)
    assert problem.startswith("tasks.csv, row 2, column end: ends before it starts (got '2027-01-26')")


def test_the_status_date_is_a_setting(tmp_path: Path) -> None:
    settings = "setting,value\nstart,2027-01-04\nstatus_date,2027-02-01\n"
    tasks = "project,task,role,effort\nShop,build,backend,5\n"
    assert str(read(tmp_path, settings=settings, tasks=tasks).status_date) == "2027-02-01"
