# ruff: noqa: E501
"""The models to fill in: whole at once, with drop-downs, notes and help; and nothing is written over."""

from __future__ import annotations

import warnings
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from typer.testing import CliRunner

import capsim as cs
from capsim.cli.commands import app
from capsim.domain.public_holidays import calendar_code, country_names
from capsim.errors import InputError
from capsim.io.templatebook import MORE_SHEETS
from capsim.io.templates import new_model
from capsim.io.words import SHEETS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def sheets_of(path: Path) -> dict[str, Element]:
    """The XML of each sheet, by its name."""
    with zipfile.ZipFile(path) as package:
        book = fromstring(package.read("xl/workbook.xml"))
        ways = {
            each.get("Id"): each.get("Target")
            for each in fromstring(package.read("xl/_rels/workbook.xml.rels"))
        }
        return {
            each.get("name"): fromstring(package.read(f"xl/{ways[each.get(f'{OFFICE}id')]}"))
            for each in book.iter(f"{MAIN}sheet")
        }


def rules(sheet: Element) -> dict[str, tuple[str | None, str | None]]:
    """What the cells of a sheet take: kind and source, by range."""
    return {
        each.get("sqref", ""): (each.get("type"), each.findtext(f"{MAIN}formula1"))
        for each in sheet.iter(f"{MAIN}dataValidation")
    }


def test_a_new_workbook_has_people_demand_settings_and_help(tmp_path: Path) -> None:
    assert new_model(tmp_path / "capacity.xlsx") == (tmp_path / "capacity.xlsx",)
    assert list(sheets_of(tmp_path / "capacity.xlsx")) == ["people", "demand", "settings", "help"]


def test_a_new_workbook_forecasts_at_once(tmp_path: Path) -> None:
    new_model(tmp_path / "capacity.xlsx")
    portfolio = cs.read(tmp_path / "capacity.xlsx")
    assert portfolio.origin is not None
    assert portfolio.origin.remarks == ()
    delivery = cs.simulate(portfolio, replications=50, seed=1).delivery()
    assert list(delivery.project) == ["Shop", "Portal"]
    assert delivery.p80.notna().all()
    assert portfolio.ranges == cs.Portfolio("x", "2027-01-04", ranges="usual").ranges


def test_a_new_workbook_has_drop_downs_notes_and_formats(tmp_path: Path) -> None:
    new_model(tmp_path / "capacity.xlsx", MORE_SHEETS)
    sheets = sheets_of(tmp_path / "capacity.xlsx")
    assert rules(sheets["demand"])["B2:B2001"] == ("list", "people!$B$2:$B$2000")
    assert rules(sheets["bookings"])["A2:A2001"] == ("list", "people!$A$2:$A$2000")
    assert rules(sheets["bookings"])["F2:F2001"] == ("list", '"hard,soft"')
    assert rules(sheets["bookings"])["C2:C2001"][0] == "date"
    assert rules(sheets["people"])["C2:C2001"][0] == "decimal"
    last = len(country_names()) + 1
    assert rules(sheets["settings"])["B4"] == ("list", f"help!$D$2:$D${last}")
    assert rules(sheets["settings"])["B6"] == ("list", '"usual,none"')
    with zipfile.ZipFile(tmp_path / "capacity.xlsx") as package:
        notes = [name for name in package.namelist() if name.startswith("xl/comments")]
    assert len(notes) == len(MORE_SHEETS) + 3


def test_the_countries_to_choose_from_are_understood() -> None:
    assert len(country_names()) > 100
    assert {calendar_code(name) for name in country_names()} >= {"DE", "AT", "US", "GB", "IN"}


@pytest.mark.parametrize(
    "sheets", [(), *((sheet,) for sheet in MORE_SHEETS), *combinations(MORE_SHEETS, 2), MORE_SHEETS]
)
def test_any_further_sheets_make_a_model_without_errors_and_remarks(
    tmp_path: Path, sheets: tuple[str, ...]
) -> None:
    new_model(tmp_path / "m.xlsx", sheets)
    names = sheets_of(tmp_path / "m.xlsx")
    assert set(names) == {"people", "demand", "settings", "help", *sheets}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        portfolio = cs.read(tmp_path / "m.xlsx")
    assert portfolio.origin is not None
    assert [str(remark) for remark in portfolio.origin.remarks] == []
    for sheet, what in (("tasks", "move the data"), ("bookings", "Ada"), ("leave", "training")):
        assert (what in repr_of(portfolio)) == (sheet in sheets)


def repr_of(portfolio: Any) -> str:
    """What a portfolio says of tasks, of who is booked and of leave."""
    tasks = [task.name for project in portfolio.projects for task in project.tasks]
    leave = [leave.kind for person in portfolio.people for leave in person.leave]
    return f"{tasks} {[booking.person for booking in portfolio.bookings]} {leave}"


def test_the_sheets_of_the_template_are_those_of_the_files() -> None:
    assert {*MORE_SHEETS, "people", "demand", "settings"} <= set(SHEETS)


def test_a_sheet_that_is_none_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        new_model(tmp_path / "m.xlsx", ["booking", "leave", "budget"])
    assert [str(problem) for problem in caught.value.found] == [
        "new, with: no such sheet (got 'booking'); did you mean 'bookings'?",
        "new, with: no such sheet (got 'budget'); known: 'tasks', 'bookings', 'leave', 'skills', 'levels', 'projects'",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["model.yaml", "model"])
def test_further_sheets_belong_to_workbooks(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        InputError, match=r"further sheets belong to a workbook; give a file that ends in \.xlsx"
    ):
        new_model(tmp_path / name, ["leave"])


def test_a_workbook_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "capacity.xlsx").write_bytes(b"mine")
    with pytest.raises(InputError, match="is there already; choose another name"):
        new_model(tmp_path / "capacity.xlsx")
    assert (tmp_path / "capacity.xlsx").read_bytes() == b"mine"


def test_the_same_workbook_is_written_each_time(tmp_path: Path) -> None:
    new_model(tmp_path / "a.xlsx", MORE_SHEETS)
    new_model(tmp_path / "b.xlsx", MORE_SHEETS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_command_takes_the_sheets_with_commas_between(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["new", str(tmp_path / "m.xlsx"), "--with", "leave, bookings"])
    assert done.exit_code == 0
    assert list(sheets_of(tmp_path / "m.xlsx")) == ["people", "demand", "bookings", "leave", "settings", "help"]
    done = CliRunner().invoke(app, ["new", str(tmp_path / "n.xlsx"), "--with", "skill"])
    assert done.exit_code == 2
    assert "no such sheet (got 'skill'); did you mean 'skills'?" in done.output
