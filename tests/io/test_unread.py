# ruff: noqa: E501
"""What of a model is not read although it may count is said before any answer, wherever it is asked for."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import capsim as cs
from capsim.errors import UnreadWarning
from tests.commands import run
from tests.io.test_errors import problems

Rows = list[list[Any]]
Sheets = dict[str, Rows]


def manager() -> Sheets:
    """Return the sheets of a workbook with totals in which all is well."""
    return {
        "People": [["Name", "Role", "FTE"], ["Ada", "backend", 1], ["Bo", "backend", 0.8]],
        "Demand": [
            ["Project", "Role", "Jan 2027", "Feb 2027", "Mar 2027", "Total"],
            ["Alpha", "backend", 0.5, 1, 0.5, 2],
            ["Beta", "backend", 0.3, 0.5, 0.5, 1.3],
            ["Total", None, 0.8, 1.5, 1, 3.3],
        ],
        "Projects": [["Project", "Deadline"], ["Alpha", "2027-04-15"], ["Beta", "2027-04-30"]],
        "Settings": [["Start", "2027-01-04"], ["Ranges", "usual"]],
    }


def without_totals(sheets: Sheets) -> None:
    sheets["Demand"] = [row[:5] for row in sheets["Demand"][:3]]


def book(folder: Path, change: Callable[[Sheets], None]) -> Path:
    """Write the manager's workbook with a change."""
    sheets = manager()
    change(sheets)
    path = folder / "m.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def misspell_month(sheets: Sheets) -> None:
    without_totals(sheets)
    sheets["Demand"][0][3] = "Febuary 2027"


def misspell_fte(sheets: Sheets) -> None:
    sheets["People"][0][2] = "FTEE"


def weekly_hours(sheets: Sheets) -> None:
    sheets["People"][0][2] = "Hours per week"


def misspell_deadline(sheets: Sheets) -> None:
    sheets["Projects"][0][1] = "Dedline"


def misspell_sheet(sheets: Sheets) -> None:
    sheets["Demnd"] = sheets.pop("Demand")
    sheets["Tasks"] = [["Project", "Task", "Role", "Effort"], ["Gamma", "build", "backend", 5]]


UNREAD: Mapping[str, tuple[Callable[[Sheets], None], str]] = {
    "a month": (misspell_month, "'Febuary 2027' in Demand, D1 (did you mean 2027-02?)"),
    "the fte": (misspell_fte, "'FTEE' in People, C1 (did you mean 'fte'?)"),
    "weekly hours": (weekly_hours, "'Hours per week' in People, C1"),
    "a deadline": (misspell_deadline, "'Dedline' in Projects, B1 (did you mean 'deadline'?)"),
    "a sheet": (misspell_sheet, "the sheet 'Demnd' (did you mean 'demand'?)"),
}


@pytest.mark.parametrize("slip", UNREAD)
def test_reading_warns_once_and_names_what_was_not_read(tmp_path: Path, slip: str) -> None:
    change, named = UNREAD[slip]
    with pytest.warns(UnreadWarning) as told:
        portfolio = cs.read(book(tmp_path, change))
    (warning,) = told
    assert str(warning.message) == f"m.xlsx: not read, and in no answer: {named}; its check() tells more"
    assert f"not read  {named}" in repr(portfolio)


@pytest.mark.parametrize("slip", UNREAD)
def test_demand_and_forecast_say_it_before_their_answer(tmp_path: Path, slip: str) -> None:
    change, named = UNREAD[slip]
    model = book(tmp_path, change)
    for done in (run("demand", model), run("forecast", model, "--replications", 20, "--seed", 1, "-q")):
        assert done.exit_code == 0
        lines = done.stderr.splitlines()
        place = named.split(" in ")[-1].split(" (")[0] if " in " in named else "Demnd"
        assert lines[0] == "not read, and in no figure below:"
        assert lines[1].startswith(f"- {place}: ")
        assert named in " ".join(done.stdout.split()) or "short in" in done.stdout
        assert "Nobody is short" not in done.stdout


def test_that_nobody_is_short_is_qualified(tmp_path: Path) -> None:
    told = " ".join(run("demand", book(tmp_path, misspell_month)).stdout.split())
    assert told.endswith(
        "By what was read nobody is short. That may be wrong: not read, and in no figure here, is "
        "'Febuary 2027' in Demand, D1 (did you mean 2027-02?)."
    )
    assert run("demand", book(tmp_path, lambda _: None)).stdout.splitlines()[-1].startswith("Nobody is short")


def test_a_variant_and_its_forecast_say_it_still(tmp_path: Path) -> None:
    with pytest.warns(UnreadWarning):
        portfolio = cs.read(book(tmp_path, misspell_deadline))
    forecast = cs.simulate(portfolio.replace(name="Variant"), replications=20, seed=1)
    told = "'Dedline' in Projects, B1 (did you mean 'deadline'?)"
    assert str(forecast).splitlines()[1] == (
        f"Not read, and in no figure here: {told}; see forecast.portfolio.check()"
    )
    assert "Not read, and in no figure here" in forecast._repr_html_()


def test_at_most_five_are_listed_then_how_many_more_and_the_command(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Projects"][0] += ["Priorty", "Statsu", "Probabilty", "Onwer", "Clinet", "Programe", "Budgte"]

    model = book(tmp_path, change)
    lines = run("demand", model).stderr.splitlines()
    assert [line[:12] for line in lines[1:6]] == [f"- Projects, {column}"[:12] for column in "CDEFG"]
    assert lines[6] == f"- and 2 more: capsim check {model}"
    told = json.loads(run("demand", model, "--json").stdout)["not_read"]
    assert len(told) == 7
    assert told[0] == "Projects, C1: no such column (got 'Priorty'); did you mean 'priority'?"


def test_a_column_of_ones_own_is_nothing_to_warn_of(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["People"][0].append("Cost center")
        sheets["Pivot"] = [["a", "b"], [1, 2]]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "not read" not in repr(cs.read(book(tmp_path, change)))
    assert run("demand", book(tmp_path, change)).stderr == ""


# ---------------------------------------------------------------- the cause goes before what follows from it


def test_a_misspelled_month_that_totals_count_is_the_one_error(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Demand"][0][3] = "Febuary 2027"

    assert problems(book(tmp_path, change)) == [
        "m.xlsx, sheet Demand, cell D1 (column Febuary 2027): no month, and the totals count it: its figures add "
        "up to 1.5 (got 'Febuary 2027'); did you mean 2027-02?"
    ]


def test_a_doubled_month_that_totals_count_is_the_one_error(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Demand"][0][3] = "Jan 2027"

    assert problems(book(tmp_path, change)) == [
        "m.xlsx, sheet Demand, cell D1 (column Jan 2027): 2027-01 has a column already (got 'Jan 2027'); did you "
        "mean 2027-02?"
    ]


def test_a_total_that_a_misspelled_month_does_not_explain_is_told_as_well(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Demand"][0][3] = "Febuary 2027"
        sheets["Demand"][1][5] = 9

    found = problems(book(tmp_path, change))
    assert "Total of Alpha, backend says 9, its columns add up to 1" in found[0]
    assert "did you mean 2027-02?" in found[-1]


def test_a_wrong_sum_of_all_names_its_row(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Demand"][3][5] = 4

    found = problems(book(tmp_path, change))
    assert "cell F4 (column Total): Total in the row Total says 4, its columns add up to 3.3;" in found[0]


def test_numbers_with_a_decimal_comma_are_told_once_for_a_sheet(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["People"][1][2], sheets["People"][2][2] = "1,0", "0,8"
        sheets["Demand"] = [
            [each if isinstance(each, str) else f"{each:.2f}".replace(".", ",") for each in row[:5]]
            for row in sheets["Demand"][:3]
        ]

    fix = (
        "make numbers of them: select a column of them in the spreadsheet, then Data, Text to Columns, Finish"
    )
    assert problems(book(tmp_path, change)) == [
        "m.xlsx, sheet People: 2 numbers are texts with a decimal comma, in 1 column: C2 '1,0', C3 '0,8'; "
        + fix,
        "m.xlsx, sheet Demand: 6 numbers are texts with a decimal comma, in 3 columns: C2 '0,50', D2 '1,00', "
        f"E2 '0,50', C3 '0,30' and 2 more; {fix}",
    ]


@pytest.mark.parametrize(
    ("rates", "refused"),
    [
        (["1.200", 950], ["D2 '1.200'"]),
        (["1.200", 0.5], ["D2 '1.200'"]),
        (["1.200", "0.5"], []),
        ([1.234, 950], []),
        ([1.234, "1.200"], ["D3 '1.200'"]),
        ([1.234, "0.125"], []),
    ],
)
def test_a_text_that_may_be_in_thousands_is_refused_and_no_number_is(
    tmp_path: Path, rates: list[str | float], refused: list[str]
) -> None:
    def change(sheets: Sheets) -> None:
        for row, cell in zip(sheets["People"], ["Day rate", *rates], strict=False):
            row[3:] = [cell]

    found = cs.check(book(tmp_path, change)).query("severity == 'error'")
    assert [f"{row.cell} {row.value}" for row in found.itertuples()] == refused
    assert set(found["fix"]) <= {"write 1200 or 1.2"}


def test_a_setting_given_by_two_words_names_both(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Settings"] += [["Land", "DE"], ["Country", "DE"]]

    assert problems(book(tmp_path, change)) == [
        "m.xlsx, sheet Settings, cell A4 (column setting): a setting given twice (got 'Country'); keep one of "
        "them: 'Land' in m.xlsx, sheet Settings, cell A3 (column setting) says the same"
    ]


@pytest.mark.parametrize("role", ["Backend developers", "backends", "senior backend"])
def test_a_role_that_holds_a_known_one_is_suggested_beside_the_vacancy(tmp_path: Path, role: str) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Demand"][1][1] = role

    (told,) = problems(book(tmp_path, change))
    assert "did you mean 'backend'?" in told


@pytest.mark.parametrize(
    ("unit", "meant"), [("hours per week", "hours"), ("h/month", "hours"), ("days per month", "days")]
)
def test_a_unit_by_the_period_says_what_to_write(tmp_path: Path, unit: str, meant: str) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Settings"].append(["demand_unit", unit])

    (told,) = problems(book(tmp_path, change))
    assert told.endswith(f"not known (got {unit!r}); write {meant}: each cell has those of its month or week")
