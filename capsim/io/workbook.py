"""Workbooks in: the sheets of an .xlsx or .xlsm as grids of text cells."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from capsim.errors import Place, Problem, Refused
from capsim.io.grammar import figure
from capsim.io.grid import Grid, Line, cell_name
from capsim.io.tree import Gathering
from capsim.io.uncalculated import UNCALCULATED
from capsim.io.words import REQUIRED_SHEETS, WORK_SHEETS, sheet_called
from capsim.io.workbookmarks import (
    MOST_CELLS,
    MOST_CELLS_IN_ALL,
    Marks,
    Merged,
    Part,
    has_our_mark,
    marks_of,
    outline_of,
    text_lengths,
)
from capsim.io.workbookout import CREATED
from capsim.io.workbookzip import MOST_BYTES, Package, opened

__all__ = ["is_model_workbook", "is_our_workbook", "workbook_grids"]


def workbook_grids(path: Path, gathering: Gathering) -> list[Grid]:
    """Return the sheets of a workbook.

    Parameters
    ----------
    path : Path
        An .xlsx or .xlsm file.
    gathering : Gathering
        Takes sheets of the model that are too large to read, cells to be suspected (errors, formulas
        without a stored value), and what is to be said of hidden sheets.

    Returns
    -------
    list of Grid
        In the order of the workbook, without charts. What cannot be read has no lines.

    Raises
    ------
    Refused
        If it cannot be read as a whole.
    """
    with path.open("rb") as stream:
        package = opened(stream.read(MOST_BYTES + 1))
    outline = outline_of(package)
    lengths = text_lengths(package)
    grids: list[Grid] = []
    budget = _Budget(package)
    with _damage_refused():
        book = CalamineWorkbook.from_filelike(io.BytesIO(package.content))
    for part in outline.sheets:
        if not part.has_cells:
            continue
        place = Place(path.name, part.name)
        try:
            budget.admit(part)
            marks = marks_of(package, part.part, outline.recalculates, lengths)
            budget.spend(marks)
            with _damage_refused():
                grids.append(_grid(place, book.get_sheet_by_name(part.name), marks))
        except Refused as error:
            grids.append(Grid(part.name, place, (), typed=True))
            if sheet_called(part.name) is not None:
                gathering.keep(place, error)
            continue
        _say_if_hidden(part, place, gathering)
        for (row, column), shown in marks.faults.items():
            gathering.suspect(place._replace(row=row, cell=cell_name(column, row)), _fault(shown))
    return grids


def is_model_workbook(path: Path) -> bool:
    """Whether a file is a workbook with the sheets that every model has."""
    try:
        with path.open("rb") as stream:
            outline = outline_of(opened(stream.read(MOST_BYTES + 1)))
    except Refused:
        return False
    found = {sheet.name for part in outline.sheets if (sheet := sheet_called(part.name)) is not None}
    return found.issuperset(REQUIRED_SHEETS) and not found.isdisjoint(WORK_SHEETS)


def is_our_workbook(path: Path) -> bool:
    """Whether a workbook holds a model as it is written by us, and nothing that would be lost with it."""
    try:
        with path.open("rb") as stream:
            return has_our_mark(opened(stream.read(MOST_BYTES + 1)), CREATED)
    except Refused:
        return False


_MOST_OF_OTHERS = 4 << 20
"""So much of sheets that are none of a model is unpacked: their headers are not worth more time."""


class _Budget:
    """How much of a workbook is read in all."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.of_others = _MOST_OF_OTHERS
        self.cells = MOST_CELLS_IN_ALL

    def admit(self, part: Part) -> None:
        """Refuse a sheet that is none of a model and that holds more than is looked at."""
        if sheet_called(part.name) is not None:
            return
        found = self.package.parts.get(part.part.casefold())
        size = found.file_size if found is not None else 0
        if size > self.of_others:
            raise Refused("not looked at")
        self.of_others -= size

    def spend(self, marks: Marks) -> None:
        """Refuse more cells than are read in all."""
        if marks.cells > self.cells:
            what = f"more than {MOST_CELLS_IN_ALL:,} cells in all its sheets: too many to read"
            fix = "delete the sheets, rows and columns that are not needed, and save it"
            raise Refused(what, fix=fix)
        self.cells -= marks.cells


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Refuse a workbook of which the library cannot make sense."""
    fix = "open it in a spreadsheet, which may repair it, and save it again"
    try:
        yield
    except Refused:
        raise
    except (CalamineError, ValueError, OSError, OverflowError):
        raise Refused("damaged: it cannot be read", fix=fix) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the library did not foresee
            raise
        raise Refused("damaged: it cannot be read", fix=fix) from None


# ---------------------------------------------------------------- what is not in the values


def _say_if_hidden(part: Part, place: Place, gathering: Gathering) -> None:
    if part.hidden and sheet_called(part.name) is not None:
        fix = "delete it from the workbook if it is not meant"
        gathering.remark(place, Problem("", "a hidden sheet, which counts", fix=fix, severity="info"))


def _fault(shown: str | None) -> Problem:
    """Return what is wrong with a cell that shows an error, or whose formula has no stored value."""
    if shown is None:
        return UNCALCULATED
    return Problem("", "an error where a value belongs", shown, "mend the formula, or write the value")


# ---------------------------------------------------------------- cells


def _grid(place: Place, sheet: CalamineSheet, marks: Marks) -> Grid:
    cells, texts = _cells(sheet)
    for (row, column), shown in marks.faults.items():
        _put(cells, row, column, shown or "?")
    _fill_merged(cells, marks.merged)
    width = max(map(len, cells.values()), default=0)
    lines = [
        Line(row, (*texts, *[""] * (width - len(texts))), row in marks.hidden_rows)
        for row, texts in sorted(cells.items())
        if any(texts)
    ]
    return Grid(
        place.sheet or "",
        place,
        tuple(lines),
        typed=True,
        hidden_columns=frozenset(column for column in marks.hidden_columns if column < width),
        texts=texts,
    )


def _cells(sheet: CalamineSheet) -> tuple[dict[int, list[str]], frozenset[tuple[int, int]]]:
    """Return the rows in use by number, from the first column on, and the texts that begin like numbers."""
    if sheet.start is None:
        return {}, frozenset()
    top, left = sheet.start
    before = [""] * left
    cells: dict[int, list[str]] = {}
    texts: list[tuple[int, int]] = []
    for row, values in enumerate(sheet.to_python(), start=top + 1):
        cells[row] = [*before, *map(_text, values)]
        texts += [
            (row, column)
            for column, value in enumerate(values, start=left)
            if isinstance(value, str) and value.lstrip(" +-")[:1].isdigit()
        ]
    return cells, frozenset(texts)


def _put(cells: dict[int, list[str]], row: int, column: int, text: str) -> None:
    texts = cells.setdefault(row, [])
    texts.extend([""] * (column + 1 - len(texts)))
    texts[column] = text


def _fill_merged(cells: dict[int, list[str]], ranges: Iterable[Merged]) -> None:
    """Write what the first cell of each merged range says into the others, as far as the sheet is in use."""
    last, width = max(cells, default=0), max(map(len, cells.values()), default=0)
    filled = 0
    for (top, left), (bottom, right) in ranges:
        first = cells.get(top, [])
        text = first[left] if left < len(first) else ""
        if not text:
            continue
        rows, columns = range(top, min(bottom, last) + 1), range(left, min(right + 1, width))
        filled += len(rows) * len(columns)
        if filled > MOST_CELLS:
            raise Refused("more merged cells than cells in use", fix="take the merging back, and save it")
        for row in rows:
            for column in columns:
                _put(cells, row, column, text)


def _text(value: object) -> str:
    """Return a value as the text that means it: what a spreadsheet shows of a number, a date in full."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return figure(float(f"{value:.15g}"))
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _hours(value)
        case _:
            return str(value)


def _hours(span: timedelta) -> str:
    """Return a span of time in hours and minutes."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"
