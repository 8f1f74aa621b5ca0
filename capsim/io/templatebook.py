"""A workbook to fill in: drop-downs, notes, one filled example that forecasts at once, and a help tab."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any, Final

import xlsxwriter
import yaml
from xlsxwriter.worksheet import Worksheet

from capsim.domain.demand import Period
from capsim.domain.public_holidays import country_names
from capsim.errors import InputError, Problem, did_you_mean
from capsim.io.grid import cell_name
from capsim.io.periods import is_period
from capsim.io.workbookout import CREATED, OPTIONS, Styles

__all__ = ["MORE_SHEETS", "template_bytes"]

_ALWAYS: Final = ("people", "demand", "settings")
MORE_SHEETS: Final = ("tasks", "bookings", "leave", "skills", "levels", "projects")
"""The sheets that can be asked for."""

_LAST_ROW: Final = 2_000
"""Drop-downs and formats reach down to here."""

_HELP_WIDTH: Final = 90  # characters
_LINE_HEIGHT: Final = 15  # points; programs differ in whether they fit a row to its wrapped text themselves

_COUNTRIES: Final = "D"
"""The column of the help tab that lists them."""

_ONE_SETTING: Final[Mapping[str, Mapping[str, Any]]] = {
    "run_the_business": {"between": [0, 1], "percent": True},
    "ranges": {"choices": ["usual", "none"]},
    "demand_unit": {"choices": ["fte", "days", "hours"]},
    "start": {"day": True},
}

Content = Mapping[str, Any]


def template_bytes(sheets: Iterable[str] = ()) -> bytes:
    """Return a workbook with people, demand, settings and help, and further sheets.

    Parameters
    ----------
    sheets : iterable of str
        Which others: tasks, bookings, leave, skills, levels, projects.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If there is no such sheet.
    """
    asked = _known(sheets)
    content: Content = yaml.safe_load(_text("workbook.yaml"))
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"created": CREATED, "title": "A model to fill in"})
    drawn = [name for name in content if name in (*_ALWAYS, *asked)]
    writing = _Writing(book, content)
    for name in drawn:
        writing.sheet(name)
    writing.help(drawn)
    book.close()
    return stream.getvalue()


def _known(sheets: Iterable[str]) -> list[str]:
    """Return the sheets that were asked for; those that are always there may be asked for as well."""
    words = [word.strip().casefold() for word in sheets if word.strip()]
    problems = [
        Problem("new, with", "no such sheet", word, did_you_mean(word, MORE_SHEETS))
        for word in words
        if word not in (*MORE_SHEETS, *_ALWAYS)
    ]
    if problems:
        raise InputError(problems)
    return words


def _text(name: str) -> str:
    return files("capsim.io").joinpath("template", name).read_text(encoding="utf-8")


class _Writing:
    """A template while it is being written."""

    def __init__(self, book: xlsxwriter.Workbook, content: Content) -> None:
        self.book = book
        self.content = content
        self.styles = Styles(book)
        self.month = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEF2F7", "num_format": "mmm yyyy", "align": "center"}
        )
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True, "valign": "top"})

    # ------------------------------------------------------------ sheets with tables

    def sheet(self, name: str) -> None:
        """Write a sheet with its header, its example, and what its columns take."""
        given = self.content[name]
        columns: Mapping[str, Content] = {word: each or {} for word, each in given["columns"].items()}
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 2 if name == "demand" else 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for position, (word, column) in enumerate(columns.items()):
            self._header(sheet, position, word, column)
            if name != "settings":
                _take(sheet, 1, _LAST_ROW, position, self._rule(column))
        for row, cells in enumerate(given["rows"], start=1):
            for position, (cell, column) in enumerate(zip(cells, columns.values(), strict=False)):
                self._cell(sheet, row, position, cell, column)
        if name == "settings":
            self._settings(sheet, given)

    def _header(self, sheet: Worksheet, position: int, word: str, column: Content) -> None:
        if is_period(word):
            sheet.write_datetime(0, position, _moment(Period.parse(word).start), self.month)
        else:
            sheet.write_string(0, position, word, self.styles.header)
        if "note" in column:
            _note(sheet, 0, position, column["note"])
        width = 10 if is_period(word) else max(len(word) + 4, 14 if column.get("day") else 12)
        sheet.set_column(position, position, width, self._style(column))

    def _style(self, column: Content) -> Any:
        if column.get("day"):
            return self.styles.day
        return self.styles.share if column.get("percent") else None

    def _cell(self, sheet: Worksheet, row: int, position: int, cell: Any, column: Content) -> None:
        style = self._style(column)
        if isinstance(cell, date):
            sheet.write_datetime(row, position, _moment(cell), self.styles.day)
        elif isinstance(cell, int | float):
            sheet.write_number(row, position, cell, style)
        elif cell:
            sheet.write_string(row, position, cell, style)

    def _settings(self, sheet: Worksheet, given: Content) -> None:
        """Say beside each setting what it means and takes."""
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 26)
        for row, (word, value) in enumerate(given["rows"], start=1):
            if word in given["notes"]:
                _note(sheet, row, 0, given["notes"][word])
            rule = _ONE_SETTING.get(word, {})
            self._cell(sheet, row, 1, value, rule)
            taken = self._countries() if word == "country" else self._rule(rule)
            _take(sheet, row, row, 1, taken)

    def _countries(self) -> dict[str, Any]:
        """Return the drop-down of countries; a region or a code may be typed as well."""
        last = len(country_names()) + 1
        source = f"=help!${_COUNTRIES}$2:${_COUNTRIES}${last}"
        return {"validate": "list", "source": source, "error_type": "information", **_TOLD["country"]}

    def _rule(self, column: Content) -> dict[str, Any] | None:
        """Return what the cells of a column take, as the library says it."""
        if "choices" in column:
            return {"validate": "list", "source": column["choices"], **_TOLD["choices"]}
        if "one_of" in column:
            sheet, word = column["one_of"].split(".")
            letter = cell_name([*self.content[sheet]["columns"]].index(word), 1)[:-1]
            source = f"={sheet}!${letter}$2:${letter}${_LAST_ROW}"
            return {"validate": "list", "source": source, "error_type": "information", **_TOLD["one_of"]}
        if "between" in column:
            low, high = column["between"]
            told = {"error_title": "A number", "error_message": f"Write a number from {low} to {high}."}
            return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, **told}
        if column.get("day"):
            return {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), **_TOLD["day"]}
        return None

    # ------------------------------------------------------------ help

    def help(self, drawn: Sequence[str]) -> None:
        """Write the help tab: what to do, what each sheet and column means, and the countries."""
        sheet = self.book.add_worksheet("help")
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, _HELP_WIDTH, self.wrapped)
        sheet.set_column(3, 3, 28)
        for row, (first, second) in enumerate(self._lines(drawn)):
            if second:
                sheet.write_string(row, 0, first, self.bold)
                sheet.write_string(row, 1, second, self.wrapped)
                sheet.set_row(row, _LINE_HEIGHT * math.ceil(len(second) / _HELP_WIDTH))
            elif first:
                sheet.write_string(row, 0, first, self.title)
        sheet.write_string(0, 3, "Countries", self.bold)
        for row, country in enumerate(sorted(country_names()), start=1):
            sheet.write_string(row, 3, country)

    def _lines(self, drawn: Sequence[str]) -> Iterable[tuple[str, str]]:
        for line in _text("help.txt").splitlines():
            first, _, second = line.partition(": ")
            yield first, second
        for name in drawn:
            given = self.content[name]
            yield "", ""
            yield f"Sheet {name}", ""
            yield "", given["about"]
            for word, column in given["columns"].items():
                if column and "note" in column:
                    yield "a month" if is_period(word) else word, column["note"]
            yield from given.get("notes", {}).items()


_TOLD: Final[Mapping[str, Mapping[str, str]]] = {
    "choices": {"error_title": "Not in the list", "error_message": "Choose one of the list."},
    "one_of": {"error_title": "Not in the list", "error_message": "It is in no row of that sheet yet."},
    "country": {"error_title": "Not in the list", "error_message": "A code such as DE or DE-BY is fine too."},
    "day": {"error_title": "A date", "error_message": "Write a date, such as 2027-01-04."},
}


def _take(sheet: Worksheet, first: int, last: int, position: int, rule: Mapping[str, Any] | None) -> None:
    """Say what cells take."""
    if rule is not None:
        sheet.data_validation(first, position, last, position, {**rule, "ignore_blank": True})


def _note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put a note on a cell, large enough for its text."""
    sheet.write_comment(row, column, text, {"x_scale": 2, "y_scale": 0.5 + len(text) / 80, "font_size": 9})


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
