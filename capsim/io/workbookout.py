"""Workbooks out: sheets of texts, numbers and dates, written so that they read back equal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from capsim.errors import InputError, Problem
from capsim.io.flat import Cell, Rows, cell_text
from capsim.io.grammar import figure
from capsim.io.grid import cell_name
from capsim.io.workbookmarks import MARK, MOST_CELLS

__all__ = ["CREATED", "OPTIONS", "Styles", "set_widths", "workbook_bytes", "write_cell"]

_LONGEST_TEXT: Final = 32_767
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CREATED: Final = datetime(2000, 1, 1)
"""Written into every workbook, so that the same model gives the same bytes."""

_WIDEST: Final = 48
_NARROWEST: Final = 9
_SHARES: Final = frozenset(("share", "run_the_business", "probability", "allocation", "gate"))

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
"""A text stays a text: it never becomes a formula, a link or a number."""


def workbook_bytes(sheets: Mapping[str, Rows]) -> bytes:
    """Return sheets as a workbook.

    Parameters
    ----------
    sheets : dict of str to (header, rows)

    Returns
    -------
    bytes
        The same for the same sheets.

    Raises
    ------
    InputError
        With every cell and sheet that a workbook cannot hold.
    """
    problems = [problem for name, rows in sheets.items() for problem in _problems(name, *rows)]
    if problems:
        raise InputError(problems)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"created": CREATED})
    book.set_custom_property(MARK, "a model")
    styles = Styles(book)
    for name, (header, rows) in sheets.items():
        _write(book.add_worksheet(name), header, rows, styles)
    book.close()
    return stream.getvalue()


_SET_OFF: Final = {"align": "right", "indent": 1}
"""Keeps a number apart from a text or a date to its right."""


class Styles:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.header: Format = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F7"})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.number: Format = book.add_format(_SET_OFF)
        self.share: Format = book.add_format({"num_format": "0%", **_SET_OFF})
        self.text: Format = book.add_format({"num_format": "@"})


def _write(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Cell]], styles: Styles) -> None:
    """Write a sheet: its header stays in sight."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for column, word in enumerate(header):
        sheet.write_string(0, column, word, styles.header)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            write_cell(sheet, row, column, cell, header[column], styles)
    set_widths(sheet, header, rows)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, header: str, styles: Styles) -> None:
    """Write a cell; a number that a spreadsheet would cut is written as a text, which it keeps."""
    if isinstance(cell, date):
        if cell.year < 1901:
            sheet.write_string(row, column, cell.isoformat(), styles.text)
        else:
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), styles.day)
    elif isinstance(cell, int | float):
        if float(f"{cell:.15g}") != cell:
            sheet.write_string(row, column, figure(cell), styles.text)
        elif header in _SHARES and _is_whole(cell * 100):
            sheet.write_number(row, column, cell, styles.share)
        else:
            sheet.write_number(row, column, cell, styles.number)
    elif cell:
        sheet.write_string(row, column, cell)


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-9


def set_widths(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Make columns as wide as what they hold, within reason."""
    for column, word in enumerate(header):
        longest = max((len(cell_text(cells[column])) for cells in rows), default=0)
        width = min(max(longest, len(word), _NARROWEST) + 2, _WIDEST)
        sheet.set_column(column, column, width)


# ---------------------------------------------------------------- what a workbook cannot hold


def _problems(name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[Problem]:
    """Yield what a sheet cannot hold."""
    if (len(rows) + 1) * len(header) > MOST_CELLS:
        what = f"{len(rows):,} rows and {len(header)} columns, more than a workbook can be read back with"
        yield Problem(f"sheet {name}", what, fix="write a folder of CSV files instead")
    for row, cells in enumerate(rows, start=2):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and (what := _against(cell)):
                where = f"sheet {name}, cell {cell_name(column, row)} (column {header[column]})"
                fix = "shorten or change it, or write a folder of CSV files instead"
                yield Problem(where, what, cell, fix)


def _against(text: str) -> str:
    """Say why a cell cannot hold a text."""
    if len(text.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        return f"a text of {len(text):,} characters, and a cell holds {_LONGEST_TEXT:,}"
    found = _UNWRITABLE.search(text)
    return f"the character U+{ord(found[0]):04X}, which no workbook can hold" if found else ""
