"""A sheet as rows of text cells: the same for every source that has sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from capsim.errors import Place, Problem
from capsim.io.tree import Fields, Gathering, Text
from capsim.io.words import Column, Sheet, folded, suggestion

__all__ = ["Row", "Table", "table_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it.

    Parameters
    ----------
    cells : dict of str to Text
        The filled cells by key; an empty cell is not there.
    place : Place
    words : dict of str to str
        The column of each key.
    """

    cells: Mapping[str, Text]
    place: Place
    words: Mapping[str, str]

    def fields(self, without: Sequence[str] = ()) -> Fields:
        """Return the row as fields, leaving out some keys."""
        return Fields(
            {key: text for key, text in self.cells.items() if key not in without},
            self.place,
            self.words,
            True,
        )

    def text(self, key: str) -> str:
        """Return what a cell says, in canonical white space; ``""`` where it is empty."""
        cell = self.cells.get(key)
        return " ".join(cell.value.split()) if cell else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was read.

    Parameters
    ----------
    sheet : Sheet
    place : Place
        The file, and the sheet in it.
    rows : tuple of Row
    """

    sheet: Sheet
    place: Place
    rows: tuple[Row, ...] = ()


def table_of(
    sheet: Sheet,
    place: Place,
    lines: Iterable[tuple[int, Sequence[str]]],
    gathering: Gathering,
    decimal_comma: bool = False,
) -> Table:
    """Make a table of lines of cells; the first that is not blank is the header.

    Parameters
    ----------
    sheet : Sheet
        What the columns can be.
    place : Place
        The file, and the sheet in it.
    lines : iterable of (int, sequence of str)
        Row number and cells.
    gathering : Gathering
        Takes the problems.
    decimal_comma : bool
        Whether ``1,5`` is a number in this file.

    Returns
    -------
    Table
        Its rows as far as they could be made.
    """
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    header = next(filled, None)
    if header is None:
        fix = (
            f"write the header {','.join(column.name for column in _first_columns(sheet))}, and rows below it"
        )
        gathering.add(place, Problem("", "empty", fix=fix))
        return Table(sheet, place)
    columns = _columns(sheet, place, header[1], gathering)
    if any(column.required and column not in columns for column in sheet.columns):
        return Table(sheet, place)  # every row would be accused of what the header lacks
    words = {column.key: column.name for column in sheet.columns}
    rows = []
    for number, cells in filled:
        at = Place(place.file, place.sheet, row=number)
        if not _has_the_width(cells, header[1], at, gathering):
            continue
        rows.append(Row(dict(_cells(columns, cells, at, decimal_comma)), at, words))
    return Table(sheet, place, tuple(rows))


def _first_columns(sheet: Sheet) -> list[Column]:
    """Return the columns up to the last required one."""
    last = max(index for index, column in enumerate(sheet.columns) if column.required)
    return list(sheet.columns[: last + 1])


def _columns(sheet: Sheet, place: Place, header: Sequence[str], gathering: Gathering) -> list[Column | None]:
    """Return the column under each header cell, None where it is not known."""
    found: list[Column | None] = []
    for index, word in enumerate(header):
        column = sheet.column(word)
        at = place.at(f"header, cell {index + 1}")
        if column is None and word.strip():
            unused = [each for each in sheet.columns if each not in found]
            gathering.add(at, Problem("", "no such column", word.strip(), _column_meant(word, unused)))
            gathering.doubt(place)
        elif column is not None and column in found:
            gathering.add(at, Problem("", "a column that is there twice", word.strip(), "keep one of them"))
            column = None
        found.append(column)
    for column in sheet.columns:
        if column.required and column not in found:
            what = f"no column {column.name!r}"
            gathering.add(place, Problem("", what, fix=f"add it; the header has {_listed(header)}"))
    return found


def _column_meant(word: str, unused: Sequence[Column]) -> str:
    """Suggest the column that was meant; the model's own word for it is understood."""
    other = next((column.name for column in unused if column.key == folded(word)), None)
    names = [column.name for column in unused]
    return suggestion(word, names) if other is None else f"did you mean {other!r}?"


def _listed(header: Sequence[str]) -> str:
    return ", ".join(word.strip() for word in header if word.strip())


def _has_the_width(cells: Sequence[str], header: Sequence[str], place: Place, gathering: Gathering) -> bool:
    """Whether a row has as many cells as the header; a cell under no header must be empty."""
    if len(cells) < len(header):
        what = f"{len(cells)} cells under a header of {len(header)}"
        gathering.add(place, Problem("", what, fix="write a separator for each empty cell as well"))
        return False
    for index, cell in enumerate(cells):
        if cell.strip() and (index >= len(header) or not header[index].strip()):
            what = f"cell {index + 1} stands under no header"
            fix = "give the column a header, or put a cell that holds a separator in double quotes"
            gathering.add(place, Problem("", what, cell.strip(), fix))
            return False
    return True


def _cells(
    columns: Sequence[Column | None], cells: Sequence[str], place: Place, decimal_comma: bool
) -> Iterable[tuple[str, Text]]:
    for column, cell in zip(columns, cells, strict=False):
        if column is None or not cell.strip():
            continue
        text = cell.strip()
        if decimal_comma and column.numeric and re.fullmatch(r"[+-]?\d+,\d+\s*%?", text):
            text = text.replace(",", ".")
        yield column.key, Text(text, place.at(column.name))
