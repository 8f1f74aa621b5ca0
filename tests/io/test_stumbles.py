# ruff: noqa: E501
"""What people stumble over when they bring a workbook of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from capsim.domain.portfolio import Portfolio
from capsim.io import check, read
from tests.io.test_errors import problems
from tests.io.test_sheets import PEOPLE, START, remarks

pytestmark = pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")  # check tells more

GOOD: dict[str, str] = {
    "settings": START,
    "people": PEOPLE,
    "demand": "project,role,2027-02\nShop,backend,0.5\n",
}


def folder(tmp_path: Path, /, **sheets: str) -> Path:
    """A folder with these sheets alone."""
    path = tmp_path / f"model {len(list(tmp_path.iterdir()))}"
    path.mkdir()
    for name, content in sheets.items():
        (path / f"{name}.csv").write_text(content, encoding="utf-8")
    return path


def loaded(tmp_path: Path, **sheets: str) -> Portfolio:
    """The portfolio of a small plan, some sheets of it replaced or added."""
    return read(folder(tmp_path, **{**GOOD, **sheets}))


def told(tmp_path: Path, **sheets: str) -> list[str]:
    """What is wrong with a small plan, some sheets of it replaced or added."""
    return problems(folder(tmp_path, **{**GOOD, **sheets}))


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    "header",
    [
        "Entry,Exit", "Joined,Left", "Hire date,Leaving date", "Eintritt,Austritt", "Available from,Available until",
        "Contract start,Contract end", "Valid from,Valid to", "Begin,End", "Beginn,Ende", "Von,Bis",
    ],
)  # fmt: skip
def test_who_joins_and_leaves_is_known_by_the_words_of_personnel(tmp_path: Path, header: str) -> None:
    made = loaded(tmp_path, people=f"Name,Role,{header}\nAda Lovelace,backend,2027-02-01,2027-06-30\n")
    assert [(each.start, each.end) for each in made.people] == [(date(2027, 2, 1), date(2027, 6, 30))]


def test_a_column_of_days_that_nobody_reads_is_a_warning(tmp_path: Path) -> None:
    people = (
        "person,role,Onboarding,Notes\nAda,backend,2027-02-01,x\nBob,qa,01.03.2027,2027-01-01\nCy,qa,,x\n"
    )
    assert remarks(loaded(tmp_path, people=people)) == [
        "warning: people.csv, header, cell 3: passed over (got 'Onboarding'); holds dates: call it from or to if it counts",
        "info: people.csv, header, cell 4: not a column that capsim knows: passed over (got 'Notes')",
    ]


@pytest.mark.parametrize(
    "header", ["Hours/week", "Hours per week", "Weekly hours", "Std/Woche", "Wochenstunden"]
)
def test_weekly_hours_are_a_warning_where_nothing_says_the_fte(tmp_path: Path, header: str) -> None:
    assert remarks(loaded(tmp_path, people=f"person,role,{header}\nAda,backend,20\n")) == [
        f"warning: people.csv, header, cell 3: passed over: everybody works full time (got '{header}'); "
        "holds weekly hours? write the share of a full week in fte"
    ]
    both = loaded(tmp_path, people=f"person,role,fte,{header}\nAda,backend,0.5,20\n")
    assert remarks(both) == [
        f"info: people.csv, header, cell 4: not a column that capsim knows: passed over (got '{header}')"
    ]


def test_german_words_are_known(tmp_path: Path) -> None:
    made = read(
        folder(
            tmp_path,
            settings="Einstellung,Wert\nBeginn,2027-01-04\nTagesgeschäft,20%\nWährung,EUR\nLand,DE\nBandbreite,usual\n",
            mitarbeiter="Mitarbeiterin,Funktion,Beschäftigungsgrad\nAda,backend,50%\n",
            bedarf="Projekt,Rolle,Monat,Aufwand\nShop,backend,2027-02,3\n",
            zuteilung="Mitarbeiter,Projekt,Von,Bis,Anteil\nAda,Shop,2027-02-01,2027-02-28,50%\n",
            urlaub="Mitarbeiter,Von,Bis\nAda,2027-03-01,2027-03-05\n",
        )
    )
    (ada,) = made.people
    assert (ada.availability, made.run_the_business, made.currency) == (0.5, 0.2, "EUR")
    assert (len(ada.leave), made.bookings[0].share) == (1, 0.5)
    assert [task.name for task in made.projects[0].tasks] == ["backend 2027-02"]
    assert remarks(made) == []


@pytest.mark.parametrize("word", ["Status", "Contract", "Leave"])
def test_a_word_that_says_what_it_means_is_no_slip_of_the_pen(tmp_path: Path, word: str) -> None:
    assert remarks(loaded(tmp_path, people=f"person,role,{word}\nAda,backend,x\n")) == [
        f"info: people.csv, header, cell 3: not a column that capsim knows: passed over (got '{word}')"
    ]


# ---------------------------------------------------------------- days


def test_of_a_month_where_the_last_day_belongs_its_last_day_is_proposed(tmp_path: Path) -> None:
    people = "person,role,from,to\nAda,backend,2027-02,Feb 2028\n"
    assert told(tmp_path, people=people) == [
        "people.csv, row 2, column from: a month instead of a day (got '2027-02'); write a day of it, such as 2027-02-01",
        "people.csv, row 2, column to: a month instead of a day (got 'Feb 2028'); write a day of it, such as 2028-02-29",
    ]


def test_days_with_dots_are_read_where_commas_are_decimal(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        settings="setting;value\nstart;04.01.2027\n",
        people="person;role;from;to\nAda;backend;01.02.2027;30.6.2027\n",
        demand="project;role;01.02.2027;01.03.2027\nShop;backend;1,5;1\n",
    )
    assert made.start == date(2027, 1, 4)
    assert [(each.start, each.end) for each in made.people] == [(date(2027, 2, 1), date(2027, 6, 30))]
    assert [(task.name, task.end) for task in made.projects[0].tasks] == [
        ("backend 2027-02", date(2027, 2, 28)),
        ("backend 2027-03", date(2027, 3, 31)),
    ]


def test_a_day_with_dots_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, people="person;role;from\nAda;backend;31.02.2027\n")
    assert problem.startswith("people.csv, row 2, column from: not a date (got '31.02.2027')")


# ---------------------------------------------------------------- percentages


@pytest.mark.parametrize("header", ["Percent", "%", "FTE %", "Contract %", "Prozent", "FTE (%)"])
def test_a_header_of_percent_makes_percentages_of_figures(tmp_path: Path, header: str) -> None:
    made = loaded(tmp_path, people=f"person,role,{header}\nAda,backend,50\nBob,qa,100\nCy,qa,80 %\n")
    assert [each.availability for each in made.people] == [0.5, 1.0, 0.8]


@pytest.mark.parametrize("header", ["Percent", "%", "Share %", "Allocation %"])
def test_a_share_below_percent_is_a_percentage_and_at_most_all_of_it(tmp_path: Path, header: str) -> None:
    rows = f"person,project,from,to,{header}\nAda Lovelace,Shop,2027-02-01,2027-02-28,50\n"
    assert loaded(tmp_path, bookings=rows).bookings[0].share == 0.5
    (problem,) = told(tmp_path, bookings=rows.replace(",50\n", ",150\n"))
    assert problem.startswith("bookings.csv, row 2") and "out of range" in problem


def test_parts_of_one_below_percent_are_what_a_spreadsheet_stores(tmp_path: Path) -> None:
    made = loaded(tmp_path, people="person,role,FTE %\nAda,backend,0.5\nBob,qa,1\n")
    assert [each.availability for each in made.people] == [0.5, 1.0]


# ---------------------------------------------------------------- settings and suggestions


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("-15% to +40%", 0.85, 1.4), ("-15 % … +40 %", 0.85, 1.4), ("usual, \u221215 % to +40 %", 0.85, 1.4),
        ("20%", 0.8, 1.2), ("+-20%", 0.8, 1.2), ("± 20 %", 0.8, 1.2), ("0.85 to 1.4", 0.85, 1.4),
    ],
)  # fmt: skip
def test_ranges_are_read_as_percentages_around_the_estimate(
    tmp_path: Path, text: str, low: float, high: float
) -> None:
    default = loaded(tmp_path, settings=f'setting,value\nstart,2027-01-04\nranges,"{text}"\n').ranges.default
    assert default is not None
    assert (default.low, default.high) == (low, high)


@pytest.mark.parametrize("text", ["-120% to +40%", "120%"])
def test_ranges_that_leave_nothing_are_refused(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, settings=f"setting,value\nranges,{text}\n") == [
        f"settings.csv, row 2, column value: no spread (got '{text}'); write 0.85 to 1.4, or -15% to +40%"
    ]


def test_a_part_of_the_united_kingdom_is_not_taken_for_greenland(tmp_path: Path) -> None:
    assert told(tmp_path, settings="setting,value\ncountry,England\n") == [
        "settings.csv, row 2, column value: no country whose public holidays are known (got 'England'); "
        "write United Kingdom (GB), or GB-ENG"
    ]


def test_a_role_like_no_other_is_told_with_the_roles_that_there_are(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, demand="project,role,2027-02\nShop,PM,1\n")
    assert problem.endswith("a row to people: TBH 1, PM, from 2027-02-01; the roles there: backend, qa")


def test_a_person_where_a_role_belongs_is_told_to_be_one(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, demand="project,role,2027-02\nShop,Bob,1\n")
    assert problem.endswith("(got 'Bob'); Bob is a person: write a role; bookings say who is promised where")


# ---------------------------------------------------------------- formulas that nobody calculated


def workbook(
    path: Path, demand: list[list[str | float]], people: list[list[str | float]] | None = None
) -> Path:
    """A workbook with a table of demand; what begins with = is a formula without a stored value."""
    book = xlsxwriter.Workbook(path)
    settings: list[list[str | float]] = [["setting", "value"], ["start", "2027-01-04"]]
    people = [["person", "role"], ["Ada", "backend"]] if people is None else people
    for name, rows in {"settings": settings, "people": people, "demand": demand}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_totals_that_nobody_calculated_are_left_out_with_a_remark(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["project", "role", "2027-01", "2027-02", "Total"],
        ["Shop", "backend", 0.5, 0.25, "=C2+D2"],
        ["Portal", "backend", 0.5, 0.25, "=C3+D3"],
        ["Total", "", "=C2+C3", "=D2+D3", "=E2+E3"],
    ]
    made = read(workbook(tmp_path / "a.xlsx", rows))
    assert [project.name for project in made.projects] == ["Shop", "Portal"]
    unchecked = "totals are formulas without a stored value: left out, not checked"
    assert [each for each in remarks(made) if "totals" in each] == [
        f"info: a.xlsx, sheet demand, cell E1 (column Total): {unchecked}",
        f"info: a.xlsx, sheet demand, cell A4 (column project): {unchecked}",
    ]


def test_formulas_that_nobody_calculated_are_told_once_for_a_range(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["project", "role", "2027-01", "2027-02", "2027-03"],
        ["Shop", "backend", "=1/2", "=1/2", "=1/2"],
        ["Portal", "backend", "=1/2", "=1/2", "=1/2"],
        ["Mail", "backend", 0.5, "=1/2", 0.5],
    ]
    fix = "open the workbook in a spreadsheet and save it, so that the value is stored"
    assert problems(workbook(tmp_path / "a.xlsx", rows)) == [
        f"a.xlsx, sheet demand, cell C2 (column 2027-01): formulas without a stored value, C2 to E3; {fix}",
        f"a.xlsx, sheet demand, cell D4 (column 2027-02): a formula without a stored value; {fix}",
    ]


def test_months_that_nobody_calculated_are_told_and_not_passed_over_besides(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["project", "role", "=DATE(2027,1,1)", "=EDATE(C1,1)"],
        ["Shop", "backend", 0.5, 0.5],
    ]
    found = check(workbook(tmp_path / "a.xlsx", rows))
    assert list(found["problem"]) == ["formulas without a stored value, C1 to D1"]


def test_quarters_in_the_place_of_months_are_told_once(tmp_path: Path) -> None:
    found = check(folder(tmp_path, **GOOD | {"demand": "project,role,Q1 2027,Q2 2027\nShop,backend,1,1\n"}))
    assert list(found["problem"]) == ["a longer span than a month"]


# ---------------------------------------------------------------- months


@pytest.mark.parametrize(
    "header", ["Jan 27 (plan)", "Jan 27 FTE", "Plan Jan 27", "Jan 27 FTE (plan)", "2027-01 Soll"]
)
def test_a_month_may_say_that_it_is_planned(tmp_path: Path, header: str) -> None:
    made = loaded(tmp_path, demand=f"project,role,{header}\nShop,backend,0.5\n")
    assert [task.name for task in made.projects[0].tasks] == ["backend 2027-01"]


def test_of_a_month_planned_and_as_it_was_one_is_kept(tmp_path: Path) -> None:
    assert told(tmp_path, demand="project,role,Jan 27 (plan),Jan 27 (actual)\nShop,backend,0.5,0.4\n") == [
        "demand.csv, header, cell 4: 2027-01 has a column already (got 'Jan 27 (actual)'); "
        "keep one column for each month or week: 'Jan 27 (plan)' or this one, whichever says what is still to be done"
    ]


def test_weeks_without_a_year_are_told_once(tmp_path: Path) -> None:
    assert told(tmp_path, demand="project,role,CW01,CW02,CW03\nShop,backend,0.5,0.4,1\n") == [
        "demand.csv, header, cell 3: without a year, here and in 2 more columns (got 'CW01'); "
        "write the year behind it, such as CW01 2027, or in the row above"
    ]


def test_a_month_that_lacks_between_others_is_said(tmp_path: Path) -> None:
    made = loaded(tmp_path, demand="project,role,2027-11,2028-01,2028-02\nShop,backend,0.5,0.4,1\n")
    assert remarks(made) == [
        "info: demand.csv: no column for 2027-12, between the first month and the last: nothing is planned there"
    ]


# ---------------------------------------------------------------- figures beyond sense


def test_demand_in_hours_without_the_setting_is_a_warning(tmp_path: Path) -> None:
    demand = "project,role,2027-02,2027-03\nShop,backend,66,40\nShop,qa,5,8\n"
    assert remarks(loaded(tmp_path, demand=demand))[0] == (
        "warning: demand.csv, row 2, column 2027-02: 66 FTE wanted of 1 person: are these days or hours? (got '66'); "
        "set demand_unit to days or hours"
    )


@pytest.mark.parametrize(
    ("demand", "settings"),
    [
        ("project,role,2027-02\nShop,backend,20\n", ""),
        ("project,role,2027-02\nShop,backend,66\n", "demand_unit,days\n"),
        ("project,role,month,fte\nShop,backend,2027-02,66\n", ""),
        ("project,role,2027-02\nShop,qa,60\n", ""),
    ],
)
def test_demand_that_can_be_meant_is_not_doubted(tmp_path: Path, demand: str, settings: str) -> None:
    people = PEOPLE + "".join(f"Q{number},qa\n" for number in range(12))
    made = loaded(tmp_path, demand=demand, people=people, settings=START + settings)
    assert [each for each in remarks(made) if "hours" in each] == []


@pytest.mark.parametrize(
    ("demand", "average", "fix"),
    [
        ("project,role,2027-02,2027-03\nShop,backend,12,9\nShop,qa,1,8\n", "15.00", "are these days or hours?; set demand_unit"),
        ("project,role,Month,Amount\nShop,backend,2027-02,12\nShop,qa,2027-03,19\n", "15.50", "are these days or hours?; set"),
        (
            "project,role,2027-02,2027-03\nShop,backend,10,20\nShop,qa,5,0\n", "17.50",
            "are these percentages, days or hours?; write 0.5 for 50 %, or set demand_unit to days or hours",
        ),
    ],
)  # fmt: skip
def test_a_table_that_wants_many_times_all_people_is_asked_for_its_unit(
    tmp_path: Path, demand: str, average: str, fix: str
) -> None:
    told_ = remarks(loaded(tmp_path, demand=demand))[0]
    assert told_.startswith(
        f"warning: demand.csv: on average {average} FTE wanted at a time, of people with 2.00 FTE: "
    )
    assert fix in told_


@pytest.mark.parametrize(
    "demand",
    [
        "project,role,2027-02,2027-03\nShop,backend,12,8\n",
        "project,role,month,fte\nShop,backend,2027-02,12\n",
        "project,role,month,effort\nShop,backend,2027-02,12\n",
    ],
)
def test_a_table_that_wants_a_few_times_all_people_or_says_its_unit_is_not_asked(
    tmp_path: Path, demand: str
) -> None:
    assert not [each for each in remarks(loaded(tmp_path, demand=demand)) if "on average" in each]


# ---------------------------------------------------------------- totals below people


@pytest.mark.parametrize(
    "row", ["Total headcount,,", "Total FTE,,1.5", "Sum,,1.5", ",,1.5", "Total people,,2"]
)
def test_a_total_below_people_is_nobody(tmp_path: Path, row: str) -> None:
    made = loaded(tmp_path, people=f"person,role,fte\nAda,backend,1\nBob,qa,0.5\n{row}\n")
    assert [person.name for person in made.people] == ["Ada", "Bob"]
    (remark,) = remarks(made)
    assert remark.startswith("info: people.csv, row 4") and "a row of totals, left out" in remark


DEMAND: list[list[str | float]] = [["project", "role", "2027-02"], ["Shop", "backend", 0.5]]


@pytest.mark.parametrize(("named", "place"), [("Total", "A4 (column Name)"), ("", "C4 (column FTE)")])
def test_a_total_below_people_that_nobody_calculated_is_left_out_with_a_remark(
    tmp_path: Path, named: str, place: str
) -> None:
    people: list[list[str | float]] = [
        ["Name", "Job title", "FTE"],
        ["Ada", "backend", 1],
        ["Bob", "qa", 0.5],
        [named, "", "=C2+C3"],
    ]
    made = read(workbook(tmp_path / "a.xlsx", DEMAND, people))
    assert [person.name for person in made.people] == ["Ada", "Bob"]
    assert remarks(made) == [
        f"info: a.xlsx, sheet people, cell {place}: totals are formulas without a stored value: left out, not checked"
    ]


def test_somebody_whose_fte_nobody_calculated_is_an_error_also_without_a_role(tmp_path: Path) -> None:
    people: list[list[str | float]] = [
        ["Name", "Job title", "FTE"],
        ["Ada", "backend", 1],
        ["Bob", "", "=1/2"],
    ]
    fix = "open the workbook in a spreadsheet and save it, so that the value is stored"
    assert problems(workbook(tmp_path / "a.xlsx", DEMAND, people))[0] == (
        f"a.xlsx, sheet people, cell C3 (column FTE): a formula without a stored value; {fix}"
    )


def test_a_heading_among_people_is_told_as_one(tmp_path: Path) -> None:
    assert told(tmp_path, people="person,role,fte\nDevelopment,,\nAda,backend,1\n") == [
        "people.csv, row 2, column role: empty; a heading? remove the row, or give the person a role such as backend"
    ]


# ---------------------------------------------------------------- totals of lists

_FOUR = "Name,Role,Team,FTE,Count\nAda,backend,A,1,\nBob,qa,A,,\nCy,qa,B,0.5,\nPool,qa,B,1,3\n"


@pytest.mark.parametrize(
    "row",
    [
        "Total,,,2.5,", "Total,,,3.5,", "Total,,,5.5,6", "Total,,,,6", "Total,,,,3", "Headcount,,,6,", "Headcount,,,,6",
        "Total B,,,1.5,", "Total B,,,3.5,4", "Total FTE,,,5.5,", ",,,2.5,", "Grand total,,,3.5,6",
    ],
)  # fmt: skip
def test_a_total_of_people_may_sum_up_in_each_way_that_a_spreadsheet_does(tmp_path: Path, row: str) -> None:
    made = loaded(tmp_path, people=f"{_FOUR}{row}\n", settings=f"{START}ranges,usual\n")
    assert len(made.people) == 4
    (remark,) = (each.what for each in made.origin.remarks if each.place.row == 6)
    assert remark.startswith("a row of totals") and remark.endswith("left out: it says the sum of other rows")


@pytest.mark.parametrize(
    ("row", "told_"),
    [
        ("Total,,,3.9,", "column FTE: Total of FTE says 3.9, the rows above add up to 3.5"),
        ("Total,,,,7", "column Count: Total of Count says 7, the rows above add up to 6"),
        ("Total B,,,2,", "column FTE: Total B of FTE says 2, the rows above add up to 1.5"),
        ("Headcount,,,7,", "column FTE: Headcount says 7, the rows above add up to 6"),
    ],
)
def test_a_total_of_people_that_does_not_sum_is_an_error_with_its_cell(
    tmp_path: Path, row: str, told_: str
) -> None:
    fix = "correct the one or the other, or remove the row of totals"
    assert told(tmp_path, people=f"{_FOUR}{row}\n") == [f"people.csv, row 6, {told_}; {fix}"]


def test_a_total_of_people_is_not_blamed_for_what_another_cell_has_wrong(tmp_path: Path) -> None:
    (found,) = told(tmp_path, people="Name,Role,FTE\nAda,backend,80\nBob,qa,0.5\nTotal,,1.3\n")
    assert found.startswith("people.csv, row 2, column FTE: out of range")


_BOOKED = (
    "Person,Project,From,To,Share\nAda Lovelace,Shop,2027-02-01,2027-02-26,0.25\n"
    "Ada Lovelace,Shop,2027-03-01,2027-03-26,50 %\n"
)


@pytest.mark.parametrize("row", ["Total,,,,0.75", "Total Ada Lovelace,,,,75 %", ",Sum,,,0.75"])
def test_a_total_below_a_list_of_bookings_is_left_out(tmp_path: Path, row: str) -> None:
    made = loaded(tmp_path, bookings=f"{_BOOKED}{row}\n")
    assert len(made.bookings) == 2
    assert [each.what for each in made.origin.remarks if each.place.file == "bookings.csv"] == [
        "a row of totals, left out: it says the sum of other rows"
    ]


def test_a_total_below_a_list_of_bookings_that_does_not_sum_is_an_error(tmp_path: Path) -> None:
    assert told(tmp_path, bookings=f"{_BOOKED}Total,,,,0.9\n") == [
        "bookings.csv, row 4, column Share: Total of Share says 0.9, the rows above add up to 0.75; "
        "correct the one or the other, or remove the row of totals"
    ]


# ---------------------------------------------------------------- one person under two names


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ada Lovelace", "King, Ada"), ("Ada Lovelace", "Lovelace Ada"), ("Lovelace, Ada", "Lovelace, Ada, Dr")],
)
def test_names_with_other_words_or_no_comma_are_two_people(tmp_path: Path, first: str, second: str) -> None:
    people = f'name,role\n"{first}",backend\n"{second}",backend\n'
    assert not [each for each in remarks(loaded(tmp_path, people=people)) if "perhaps" in each]


def test_pools_and_vacancies_are_nobody_s_double(tmp_path: Path) -> None:
    people = 'name,role,count,from\nQA Berlin,qa,1,\n"Berlin, QA",qa,3,\n,backend,1,2027-02-01\n,backend,1,2027-02-01\n'
    assert not [each for each in remarks(loaded(tmp_path, people=people)) if "perhaps" in each]


def test_a_person_under_two_names_is_told_in_a_file_of_one_s_own_as_well(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    text = "start: 2027-01-04\npeople:\n  - {name: 'Lovelace, Ada', skills: qa}\n  - {name: Ada Lovelace, skills: qa}\n"
    path.write_text(f"{text}projects: [{{name: Shop, tasks: [{{name: a, skill: qa, effort: 1}}]}}]\n")
    (told_,) = remarks(read(path))
    assert told_.startswith(
        "warning: m.yaml, line 4, name: perhaps the same person as 'Lovelace, Ada' in m.yaml, line 3"
    )


@pytest.mark.parametrize(
    ("listed", "hint"), [("CMR", "did you mean 'CMR', which nothing else names? If not, "), ("Mail", "")]
)
def test_a_project_that_is_not_listed_may_be_one_that_nothing_names(
    tmp_path: Path, listed: str, hint: str
) -> None:
    projects = f"project,deadline\nShop,2027-09-30\n{listed},2027-09-30\n"
    demand = "project,role,2027-02\nShop,backend,0.5\nCRM,backend,0.5\n"
    made = loaded(tmp_path, projects=projects, demand=demand)
    assert remarks(made)[0] == (
        "warning: demand.csv, row 3, column project: not in the sheet projects: made without deadline and priority "
        f"(got 'CRM'); {hint}add it to the sheet projects"
    )


def test_a_project_that_something_names_is_not_what_another_is_meant_for(tmp_path: Path) -> None:
    projects = "project,deadline\nCMR,2027-09-30\n"
    demand = "project,role,2027-02\nCMR,backend,0.5\nCRM,backend,0.5\n"
    assert "did you mean" not in remarks(loaded(tmp_path, projects=projects, demand=demand))[0]
