# ruff: noqa: E501
"""What stops nothing and is said all the same; and what is not even worth saying."""

from __future__ import annotations

from typing import NamedTuple

from tests.io.campaign.book import (
    Book,
    Cell,
    Edit,
    add,
    both,
    column,
    head,
    hide_column,
    hide_row,
    hide_sheet,
    insert,
    merge,
    put,
    sheet,
    without_sheet,
)
from tests.io.campaign.forms import EVERY, FILES, NESTED, SHEETS, At
from tests.io.campaign.telling import Case, remark

WORKBOOK = ("workbook",)
GRIDS = ("workbook", "frames")

_SPELL = "spell it the same everywhere, or give one of them another name"
_ONE_PERSON = "keep one row, and one spelling in all sheets; tell the names apart if these are two people"
_TOTALS = "left out: it says the sum of other"


def _spelled(
    name: str, sheet: str, row: int, column: str, other: str, first: str, forms: tuple[str, ...] = EVERY, *,
    within: str = "{}",
) -> Case:  # fmt: skip
    what = f"{other!r} is taken for {first!r}"
    edit = put(sheet, row, column, within.format(other))
    return remark(name, edit, At(sheet, row, column), what, _SPELL, forms=forms)


def _totals(name: str, edit: Edit, at: At, what: str) -> tuple[Case, Case]:
    """A total that is left out, with the cells that it has in a sheet and without them in a frame."""
    return (
        remark(name, edit, at, what, forms=FILES),
        remark(f"{name}, in a frame", edit, at, what[: what.index(" (")] + what[what.index(")") + 1 :], forms=("frames",)),
    )  # fmt: skip


_GOOD_TOTALS = {"m2027_01": 0.7, "m2027_02": 1.45, "m2027_03": 2}

REMARKS: tuple[Case, ...] = (
    _spelled("a person in another case among skills", "skills", 2, "person", "cy", "Cy", SHEETS),
    _spelled("a person in another case on leave", "leave", 2, "person", "ada", "Ada", SHEETS),
    _spelled("a team in another case", "leave", 3, "team", "STUDIO", "Studio", SHEETS),
    _spelled("a project in another case in the demand", "demand", 2, "project", "portal", "Portal", SHEETS),
    _spelled("a role in another case in the demand", "demand", 2, "role", "Backend", "backend"),
    _spelled("a person in another case in a booking", "bookings", 2, "person", "ADA", "Ada"),
    _spelled("a project in another case in a booking", "bookings", 2, "project", "PORTAL", "Portal"),
    _spelled("a project in another case in a task", "tasks", 2, "project", "shop", "Shop", SHEETS),
    _spelled("a role in another case in a task", "tasks", 2, "role", "Design", "design"),
    _spelled("a task in another case in a need", "needs", 2, "task", "Test", "test", SHEETS),
    _spelled("a team in another case among people", "people", 3, "team", "CORE", "Core"),
    _spelled("a role in another case among people", "people", 4, "role", "BackEnd", "backend", SHEETS),
    _spelled("a skill in another case in a list", "people", 2, "skills", "Design", "design", within="{} at 0.8"),
    _spelled("a role in another case among alternatives", "tasks", 4, "role", "QA", "qa", within="backend, or {} at 0.5"),
    _spelled("a task in another case in a link", "tasks", 4, "after", "Concept", "concept", within="{}; import SS+2"),
    _spelled("a task of another project in another case", "tasks", 4, "after", "SHOP/concept", "Shop/concept", within="{}; import SS+2"),
    _spelled("a project in another case in a scope", "drivers", 2, "projects", "SHOP", "Shop"),
    _spelled("a task in another case in a scope", "drivers", 2, "tasks", "Shop/BUILD", "Shop/build"),
    _spelled("a role in another case in a scope", "drivers", 2, "skills", "BACKEND", "backend"),
    _spelled("a task in another case in a group", "groups", 2, "members", "shop/Concept", "Shop/concept", within="{}; Shop/import"),
    _spelled("a role in another case in a need", "needs", 2, "role", "QA", "qa"),
    remark("a skill with a comma", put("people", 2, "skills", "data, qa"), At("people", 2, "skills"), "one skill with a comma in its name", "write data; qa if these are several, or put the name in double quotes", got="'data, qa'", severity="warning"),
    remark("a person with the surname first", both(add("people", person="Ada King", role="qa"), add("people", person="king,  Ada", role="qa")), At("people", 8, "person"), "perhaps the same person as 'Ada King' in row {people 7}: both count", _ONE_PERSON, got="'king, Ada'", severity="warning", forms=SHEETS),
    remark("a project that no sheet lists", put("bookings", 2, "project", "Newthing"), At("bookings", 2, "project"), "not in the sheet projects: made without deadline and priority", "add it to the sheet projects", got="'Newthing'", severity="warning", forms=SHEETS),
    remark("a project that no list has", put("bookings", 2, "project", "Newthing"), At("bookings", 2, "project"), "not in the list projects: made without deadline and priority", "add it to the list projects", got="'Newthing'", severity="warning", forms=NESTED),
    remark("a project called Total Rewards", add("demand", project="Total Rewards", role="qa", m2027_01=0.1), At("demand", 5, "project"), "not in the sheet projects: made without deadline and priority", "add it to the sheet projects", got="'Total Rewards'", severity="warning", forms=SHEETS),
    remark("a sheet that nobody knows", sheet("Budget", ("a", "b"), (1, 2)), At("Budget"), "no such sheet: passed over", got="'Budget'", forms=SHEETS),
    remark("a sheet that is almost known", sheet("leaves2", ("person", "from", "to"), ("Ada", "2027-01-05", None)), At("leaves2"), "no such sheet: passed over", "did you mean 'leave'?", got="'leaves2'", severity="warning", forms=SHEETS),
    remark("a second sheet of people", sheet("Resources", ("person", "role"), ("Zoe", "qa")), At("Resources"), "passed over: the sheet 'people' says the people", "to use this one, call it people", got="'Resources'", severity="warning", forms=SHEETS),
    remark("a column that nobody knows", column("people", "Salary", 1, 2), At("people", 1, "Salary"), "not a column that capsim knows: passed over", got="'Salary'", forms=SHEETS),
    remark("a column that is almost known", column("people", "calender", "DE"), At("people", 1, "calender"), "no such column", "did you mean 'calendar'?", got="'calender'", severity="warning", forms=SHEETS),
    remark("a column beside its alias", column("people", "Job title", "x"), At("people", 1, "Job title"), "passed over: the column 'role' says the role", "to use this one, call it role", got="'Job title'", severity="warning", forms=SHEETS),
    remark("cells under no header", column("people", None, "x"), At("people", 1, 18), "cells under no header are passed over", "give the column a header if it counts", severity="warning", forms=GRIDS),
    remark("a hidden row", hide_row("people", 3), At("people"), "1 hidden row counts like the rest (row 3)", "remove what should not count", forms=WORKBOOK),
    remark("a hidden column", hide_column("people", "fte"), At("people"), "1 hidden column counts like the rest (column C)", "remove what should not count", forms=WORKBOOK),
    remark("a hidden row and a hidden column", both(hide_row("people", 3), hide_column("people", "fte")), At("people"), "1 hidden row and 1 hidden column count like the rest (row 3, column C)", "remove what should not count", forms=WORKBOOK),
    remark("a hidden sheet", hide_sheet("leave"), At("leave"), "a hidden sheet, which counts", "delete it from the workbook if it is not meant", forms=WORKBOOK),
    remark("a row of demand that wants nothing", add("demand", project="Portal", role="qa"), At("demand", 5, "role"), "no demand: every month is empty or zero", got="'qa'", forms=SHEETS),
    remark("a row of demand twice", add("demand", project="Portal", role="design", m2027_01=0.5), At("demand", 5, "role"), "the same project and role as row 3: the two add up", got="'design'", forms=FILES),
    remark("a booking before the start", add("bookings", person="Ben", project="Mail", from_="2026-01-01", to="2026-02-01", share=0.5), At("bookings", 4), "0.526 FTE-months of project 'Mail' lie before the start, 2027-01-04, and are left out", "choose an earlier start if they are still to be worked", severity="warning"),
    *_totals("a row of totals", add("demand", project="Total", **_GOOD_TOTALS), At("demand", 5, "project"), f"a row of totals (F5 to H5), {_TOTALS} rows"),
    *_totals("a row of totals in German", add("demand", project="Gesamt", **_GOOD_TOTALS), At("demand", 5, "project"), f"a row of totals (F5 to H5), {_TOTALS} rows"),
    *_totals("a row of totals under the roles", add("demand", role="Sum", **_GOOD_TOTALS), At("demand", 5, "role"), f"a row of totals (F5 to H5), {_TOTALS} rows"),
    *_totals("a total of one project", add("demand", project="Total Portal", m2027_01=0.5, m2027_02=1.25, m2027_03=0.5), At("demand", 5, "project"), f"a row of totals (F5 to H5), {_TOTALS} rows"),
    *_totals("a row without a name that sums up", add("demand", **_GOOD_TOTALS), At("demand", 5, "2027-01"), f"a row of totals (F5 to H5), {_TOTALS} rows"),
    *_totals("a column of totals", column("demand", "Total", 2, 0.25, 1.9), At("demand", 1, "Total"), f"a column of totals (I2 to I4), {_TOTALS} columns"),
    *_totals("a quarter that sums up its months", column("demand", "Q1 2027", 2, 0.25, 1.9), At("demand", 1, "Q1 2027"), f"a column of totals (I2 to I4), {_TOTALS} columns"),
)  # fmt: skip


class Same(NamedTuple):
    """Another way to write the good book, of which nothing is said."""

    name: str
    edit: Edit
    forms: tuple[str, ...] = EVERY


def _years_above(book: Book) -> Book:
    names = (("project", "role", "phase", "low", "high"), ("Jan", "Feb", "Mar"))
    above: tuple[Cell, ...] = (*[None] * 5, 2027, None, None)
    return book.with_rows("demand", [above, (*names[0], *names[1]), *book.rows("demand")[1:]])


def _across(book: Book) -> Book:
    return book.with_rows("settings", list(zip(*book.rows("settings")[1:], strict=True)))


SAME: tuple[Same, ...] = (
    Same("a dash for no demand", put("demand", 3, "2027-01", "-"), SHEETS),
    Same("a long dash for no demand", put("demand", 3, "2027-01", "–")),
    Same("zero for no demand", put("demand", 3, "2027-01", 0)),
    Same("a month as a date", head("demand", "2027-01", "2027-01-01"), SHEETS),
    Same("a month in short", head("demand", "2027-01", "Jan 27"), SHEETS),
    Same("a month in full", head("demand", "2027-01", "January 2027"), SHEETS),
    Same("a month in German", head("demand", "2027-03", "März 2027"), SHEETS),
    Same("a month with a mark", head("demand", "2027-03", "Mar 27*"), SHEETS),
    Same("a month in parentheses", head("demand", "2027-03", "FTE Mar 27)"), SHEETS),
    Same("years above the months", _years_above, FILES),
    Same("settings across", _across, SHEETS),
    Same("settings without a header", lambda book: book.with_rows("settings", book.rows("settings")[1:]), FILES),
    Same("a title above a table", both(insert("people", 1), insert("people", 1, "The team of 2027")), FILES),
    Same("a blank row in a table", insert("demand", 3), FILES),
    Same("a spacer column", column("tasks", None), FILES),
    Same("projects merged", both(put("demand", 3, "project", None), merge("demand", 2, "project", 3, "project")), WORKBOOK),
    Same("a share as a percentage", put("people", 3, "fte", "80%")),
    Same("a share as a percentage with a space", put("bookings", 2, "share", "50 %")),
    Same("a share with three digits", put("people", 3, "fte", "0.800"), SHEETS),
    Same("all of a share with three digits", put("people", 4, "fte", "1.000"), SHEETS),
    Same("thousands with points and a decimal comma", put("projects", 2, "budget", "80.000,00"), ("semicolon",)),
    Same("ranges in German", put("settings", 8, "value", "Üblich")),
    Same("daily business in German", put("settings", 7, "setting", "Grundlast"), SHEETS),
    Same("a country by its name", put("settings", 4, "value", "Germany")),
    Same("a date as text", put("projects", 2, "deadline", "2027-09-30")),
    Same("a date at midnight", put("projects", 2, "deadline", "2027-09-30 00:00:00")),
    Same("a number as text", put("tasks", 2, "effort", " 5 ")),
    Same("a number with an exponent", put("tasks", 2, "effort", "0.5e1")),
    Same("a name with spaces around it", put("bookings", 2, "person", "  Ada ")),
    Same("a value of a project in euros and cents", put("projects", 2, "value", "250000.00")),
    Same("a status in another spelling", put("projects", 2, "status", "Planned")),
    Same("a kind of booking in another spelling", put("bookings", 2, "kind", "Hard")),
    Same("a person under another word", head("people", "person", "Resource"), SHEETS),
    Same("a role under another word", head("people", "role", "Job title"), SHEETS),
    Same("a first day under another word", head("bookings", "from", "Start date"), SHEETS),
    Same("a header in capitals", head("people", "cost_per_day", "COST PER DAY"), SHEETS),
    Same("no calendars and no drivers", without_sheet("calendars"), SHEETS),
)  # fmt: skip
