"""Bookings in files: shares, kinds and dates, and effort in hours."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import capsim as cs
from capsim.domain.booking import Booking
from capsim.domain.demand import Period
from capsim.domain.distributions import PERT, Fixed
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Place
from capsim.io.bookingrows import booking_rows
from capsim.io.grid import Grid, Line
from capsim.io.tables import table_of
from capsim.io.tree import Gathering
from capsim.io.words import SHEETS

pytestmark = pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")  # check tells more

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


# ---------------------------------------------------------------- a column for each month or week

WIDE = "person,project,kind,phase,Jan 27,Feb 27,Mar 27,Apr 27\n"


def remarks(portfolio: Portfolio) -> list[str]:
    return [str(remark) for remark in portfolio.origin.remarks]


def test_a_wide_table_says_the_same_as_a_long_one(tmp_path: Path) -> None:
    for folder in ("wide", "long"):
        (tmp_path / folder).mkdir()
    wide = (
        "Ada,Shop,hard,build,0.5,50%,50 %,-\n"  # one booking: the share is the same
        "Ada,Data,,,,,0.25,1\n"
        "ada,shop,,,0.2,,0.2,\n"  # two bookings: February lies between
        "Bo,Shop,,,1.0,0,1,1\n"
    )
    long = (
        "Ada,Shop,2027-01-01,2027-03-31,0.5,hard,build\n"
        "Ada,Data,2027-03-01,2027-03-31,0.25,,\n"
        "Ada,Data,2027-04-01,2027-04-30,1,,\n"
        "Ada,Shop,2027-01-01,2027-01-31,0.2,,\n"
        "Ada,Shop,2027-03-01,2027-03-31,0.2,,\n"
        "Bo,Shop,2027-01-01,2027-01-31,1,,\n"
        "Bo,Shop,2027-03-01,2027-04-30,1,,\n"
    )
    common = "setting,value\nname,House\nstart,2027-01-04\n"
    portfolio = read(tmp_path / "wide", bookings=WIDE + wide, settings=common)
    assert portfolio == read(tmp_path / "long", bookings=HEAD + long, settings=common)
    cs.write(portfolio, tmp_path / "again")
    assert (
        (tmp_path / "again" / "bookings.csv")
        .read_text()
        .splitlines()[0]
        .startswith("person,project,from,to,share")
    )
    assert cs.read(tmp_path / "again") == portfolio


@given(
    cells=st.lists(st.lists(st.sampled_from(["", "-", "0", "0.25", "50%", "1"]), min_size=6, max_size=6)),
    weekly=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_every_cell_comes_back_on_every_day_of_its_period(cells: list[list[str]], weekly: bool) -> None:
    labels = (
        [f"2027-W{week:02}" for week in range(5, 11)] if weekly else [f"2027-{m:02}" for m in range(5, 11)]
    )
    gathering = Gathering()
    lines = (("person", "project", *labels), *(("Ada", f"P{at}", *row) for at, row in enumerate(cells)))
    grid = Grid(
        "bookings", Place("c.xlsx", "bookings"), tuple(Line(n, row) for n, row in enumerate(lines, 1))
    )
    found = booking_rows(table_of(SHEETS["bookings"], grid, gathering), gathering)
    assert gathering.problems == []
    for booked, row in zip(found, cells, strict=True):
        shares: dict[date, float] = {}
        for booking in booked.bookings:
            start, end, share = (booking.entries[key].value for key in ("start", "end", "share"))
            day, last = date.fromisoformat(start), date.fromisoformat(end)
            while day <= last:
                assert day not in shares
                shares[day] = float(share) if share != "50%" else 0.5
                day += timedelta(days=1)
        for label, cell in zip(labels, row, strict=True):
            period = Period.parse(label)
            wanted = {"": 0, "-": 0, "0": 0, "0.25": 0.25, "50%": 0.5, "1": 1}[cell]
            assert {shares.pop(day, 0) for day in _days(period)} == {wanted}
        assert shares == {}


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(days=each) for each in range((period.end - period.start).days + 1)]


@pytest.mark.parametrize(
    "header",
    [
        "person,project,2027-01-04,2027-01-11,2027-01-18\n",
        "person,project,2027-W01,KW 2 2027,W03 27\n",
        ",,2027,,\nperson,project,W01,W02,W03\n",
        "person,project,2027,,\n,,W01,W02,W03\n",
        "\nBookings 2027\n\nResource,Initiative,W01,W02,W03\n",
    ],
)
def test_weeks_and_years_above_them_are_read_as_in_the_table_of_demand(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, bookings=f"{header}Ada,Shop,0.5,0.5,1\n").bookings == (
        Booking("Ada", "Shop", "2027-01-04", "2027-01-17", 0.5),
        Booking("Ada", "Shop", "2027-01-18", "2027-01-24", 1),
    )


def test_periods_in_another_order_are_joined_by_their_days(tmp_path: Path) -> None:
    bookings = "person,project,Mar 27,Jan 27,Feb 27\nAda,Shop,0.5,0.5,0.5\n"
    assert read(tmp_path, bookings=bookings).bookings == (
        Booking("Ada", "Shop", "2027-01-01", "2027-03-31", 0.5),
    )


def test_totals_of_bookings_are_left_out(tmp_path: Path) -> None:
    bookings = (
        "person,project,Jan 27,Feb 27,Total\n"
        "Ada,Shop,0.5,0.25,0.75\n"
        "Ada,Data,50%,,0.5\n"
        "Total Ada,,1,0.25,1.25\n"
        "Bo,Shop,1,,1\n"
        "Bo,Total,1,,1\n"
        "Available,,0.2,1.75,\n"
        "Total,,200%,0.25,2.25\n"
    )
    portfolio = read(tmp_path, bookings=bookings)
    assert [(each.person, each.project, each.share) for each in portfolio.bookings] == [
        ("Ada", "Shop", 0.5),
        ("Ada", "Shop", 0.25),
        ("Ada", "Data", 0.5),
        ("Bo", "Shop", 1.0),
    ]
    assert [project.name for project in portfolio.projects] == ["Shop", "Data"]
    assert remarks(portfolio) == [
        "bookings.csv, row 7, column person: a row of capacity, left out: "
        "capsim works it out from the people (got 'Available')",
        "bookings.csv, header, cell 5: a column of totals (E2 to E8), left out: "
        "it says the sum of other columns",
        "bookings.csv, row 4, column person: a row of totals (C4 to D4), left out: "
        "it says the sum of other rows",
        "bookings.csv, row 6, column person: a row of totals, left out: it says the sum of other rows",
        "bookings.csv, row 8, column person: a row of totals (C8 to D8), left out: "
        "it says the sum of other rows",
    ]


def test_a_total_of_bookings_that_does_not_sum_is_told_at_its_cell(tmp_path: Path) -> None:
    bookings = "person,project,Jan 27,Feb 27\nAda,Shop,0.5,0.5\nTotal Ada,,0.5,1.5\nBo,Shop,1,\n"
    assert refused(tmp_path, bookings=bookings) == [
        "bookings.csv, row 3, column Feb 27: Total Ada of Feb 27 says 1.5, the rows above add up to 0.5; "
        "correct the one or the other, or remove the row of totals"
    ]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (
            "Ada,Shop,80,",
            "Jan 27",
            "out of range (got '80'); write 0.8 if 80 % was meant; "
            "if these are days or hours, write the share that they are: 10 of 20 days are 0.5",
        ),
        (
            "Ada,Shop,,1.5",
            "Feb 27",
            "out of range (got '1.5'); write 1 for all of it, 0.5 for half of it; "
            "if these are days or hours, write the share that they are: 10 of 20 days are 0.5",
        ),
        (
            "Ada,Shop,16 h,",
            "Jan 27",
            "hours where a share belongs (got '16 h'); "
            "write the share of the person's time: 10 of 20 days are 0.5",
        ),
        (
            "Ada,Shop,10 PD,",
            "Jan 27",
            "days where a share belongs (got '10 PD'); "
            "write the share of the person's time: 10 of 20 days are 0.5",
        ),
        ("Ada,Shop,120%,", "Jan 27", "out of range (got '120%'); write a number from 0 % to 100 %"),
        ("Ada,Shop,-0.5,", "Jan 27", "out of range (got '-0.5'); write a number from 0 to 1"),
        ("Ada,Shop,maybe,", "Jan 27", "not a number (got 'maybe'); write a share such as 0.8 or 80%"),
        ("Adda,Shop,1,1", "person", "no such person (got 'Adda'); did you mean 'Ada'?"),
        (
            "Ada,,1,",
            "project",
            "empty; write the project, Total if the row sums up others, or remove the row",
        ),
        (
            ",Data,1,",
            "person",
            "empty; write the person (Bo, as above?), Total if the row sums up others, or remove the row",
        ),
    ],
)
def test_what_is_wrong_in_a_wide_table_is_told_at_its_cell(
    tmp_path: Path, row: str, column: str, message: str
) -> None:
    bookings = f"person,project,Jan 27,Feb 27\nBo,Shop,0.5,0.25\n{row}\n"
    assert refused(tmp_path, bookings=bookings) == [f"bookings.csv, row 3, column {column}: {message}"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "Jan 27 (days)",
            "days where shares belong (got 'Jan 27 (days)'); "
            "write shares of the person's time: 10 of 20 days are 0.5",
        ),
        (
            "Jan",
            "without a year (got 'Jan'); write the year behind it, such as Jan 2027, or in the row above",
        ),
        ("Q1 27", "a longer span than a month (got 'Q1 27'); write a column for each month, such as 2027-01"),
    ],
)
def test_headers_that_are_no_month_are_told(tmp_path: Path, header: str, message: str) -> None:
    (problem,) = refused(tmp_path, bookings=f"person,project,{header}\nAda,Shop,0.5\n")
    assert problem == f"bookings.csv, header, cell 3: {message}"


def test_the_cells_of_a_workbook_are_told_by_their_letters(tmp_path: Path) -> None:
    frame = pd.DataFrame([["Ada", "Shop", 0.5, 80]], columns=["person", "project", "Jan 27", "Feb 27"])
    people = pd.DataFrame({"person": ["Ada"], "role": ["backend"]})
    with pd.ExcelWriter(tmp_path / "c.xlsx", engine="xlsxwriter") as book:
        people.to_excel(book, sheet_name="People", index=False)
        frame.to_excel(book, sheet_name="Allocations", index=False)
    with pytest.raises(InputError) as caught:
        cs.read(tmp_path / "c.xlsx")
    assert [str(problem).partition(";")[0] for problem in caught.value.found] == [
        "c.xlsx, sheet Allocations, cell D2 (column Feb 27): out of range (got '80')"
    ]


def test_a_sheet_of_allocations_by_month_is_read_beside_one_of_demand(tmp_path: Path) -> None:
    portfolio = read(
        tmp_path,
        allocations="Employee,Project,2027-01\nAda,Shop,0.5\n",
        demand="project,role,2027-01\nShop,backend,1\n",
    )
    assert portfolio.bookings == (Booking("Ada", "Shop", "2027-01-01", "2027-01-31", 0.5),)


def test_columns_of_a_long_table_say_what_a_wide_one_does_with_them(tmp_path: Path) -> None:
    bookings = "person,project,from,to,Jan 27\nAda,Shop,2027-01-11,2027-01-15,0.5\n"
    portfolio = read(tmp_path, bookings=bookings)
    assert portfolio.bookings == (Booking("Ada", "Shop", "2027-01-01", "2027-01-31", 0.5),)
    assert remarks(portfolio) == [
        f"bookings.csv, {key}: passed over: each month or week has a column of its own (got {key!r})"
        for key in ("from", "to")
    ]


def test_months_beside_from_to_and_share_are_passed_over_with_a_warning(tmp_path: Path) -> None:
    bookings = "person,project,from,to,share,Jan 27\nAda,Shop,2027-01-11,2027-01-15,1,0.5\n"
    portfolio = read(tmp_path, bookings=bookings)
    assert portfolio.bookings == (Booking("Ada", "Shop", "2027-01-11", "2027-01-15", 1),)
    assert remarks(portfolio) == [
        "bookings.csv, header, cell 6: passed over: the columns from, to and share say when, and how much "
        "(got 'Jan 27'); to have the months count, remove those three"
    ]


def test_a_table_with_neither_dates_nor_months_lacks_the_columns_of_a_long_one(tmp_path: Path) -> None:
    assert refused(tmp_path, bookings="person,project\nAda,Shop\n") == [
        f"bookings.csv: no column {key!r}; add it; the header has person, project"
        for key in ("from", "to", "share")
    ]


def test_a_row_that_books_nothing_is_said(tmp_path: Path) -> None:
    portfolio = read(tmp_path, bookings="person,project,Jan 27\nAda,Shop,0.5\nBo,Shop,-\n")
    assert [booking.person for booking in portfolio.bookings] == ["Ada"]
    assert remarks(portfolio) == [
        "bookings.csv, row 3, column project: no booking: every cell is empty or zero (got 'Shop')"
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


def test_a_booking_of_a_role_that_the_project_does_not_ask_for_is_told_at_its_person(tmp_path: Path) -> None:
    demand = "project,role,2027-01,2027-02\nShop,qa,0.5,0.5\nCRM,backend,0.1,0.1\n"
    rows = "Bo,Shop,2027-01-04,2027-02-26,0.5,,\nAda,Shop,2027-02-01,2027-02-26,0.5,,\n"
    found = read(tmp_path, demand=demand, bookings=HEAD + rows).check()
    (row,) = found[found["problem"].str.contains("on top")].to_dict("records")
    assert [row[key] for key in ("severity", "sheet", "cell")] == ["warning", "bookings.csv", "A3"]
    assert row["problem"] == (
        "Project 'Shop': Ada is booked as backend, which the project does not ask for (it asks for qa); "
        "counted as 0.40 FTE-months on top"
    )


def test_the_role_that_is_suggested_takes_what_is_on_top_away(tmp_path: Path) -> None:
    demand = "project,role,2027-01,2027-02\nShop,qa,0.5,0.5\n"
    bookings = f"{HEAD}Ada,Shop,2027-02-01,2027-02-26,0.5,,\n"
    senior, plain = (f"person,role,fte\nAda,{role},1\nBo,qa,\n" for role in ("senior qa", "qa"))
    first = read(tmp_path, people=senior, demand=demand, bookings=bookings)
    assert "did you mean 'qa'? Then write that as the role of Ada" in " ".join(first.check()["fix"])
    mended = read(tmp_path, people=plain, demand=demand, bookings=bookings)
    assert not mended.check()["problem"].str.contains("on top").any()
    assert mended.demand(wide=True)["2027-02"].sum() == pytest.approx(0.5)
