"""A folder of CSV files, one per sheet."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from capsim.errors import Place, Refused
from capsim.io.grid import Grid, Line
from capsim.io.settings import setting_called
from capsim.io.tree import Gathering
from capsim.io.words import REQUIRED_SHEETS, WORK_SHEETS, Sheet, sheet_called

__all__ = ["csv_grids", "csv_text", "decoded", "is_model_folder", "sheets_in"]


def is_model_folder(folder: Path) -> bool:
    """Whether a folder holds the sheets that every model has."""
    found = sheets_in(folder)
    return found.issuperset(REQUIRED_SHEETS) and not found.isdisjoint(WORK_SHEETS)


def sheets_in(folder: Path) -> frozenset[str]:
    """Return which sheets of a model a folder holds, by the names of its files."""
    found = (sheet_called(path.stem) for path in _csv_files(folder))
    return frozenset(sheet.name for sheet in found if sheet is not None)


def _csv_files(folder: Path) -> list[Path]:
    """Return the CSV files of a folder in the order of their names, without hidden ones."""
    paths = sorted(folder.iterdir(), key=lambda each: each.name)
    return [
        each for each in paths if each.suffix.casefold() == ".csv" and not each.name.startswith((".", "~"))
    ]


def csv_grids(folder: Path, gathering: Gathering) -> list[Grid]:
    """Return the CSV files of a folder as grids, in the order of their names.

    Parameters
    ----------
    folder : Path
    gathering : Gathering
        Takes the problems; a file that cannot be read is a grid without lines.

    Returns
    -------
    list of Grid
    """
    return [_grid(path, gathering) for path in _csv_files(folder)]


def _grid(path: Path, gathering: Gathering) -> Grid:
    place = Place(path.name)
    try:
        text = decoded(path.read_bytes())
        separator = _separator(text, sheet_called(path.stem))
        lines = tuple(_lines(text, separator))
    except Refused as error:
        gathering.keep(place, error)
        return Grid(path.stem, place, ())
    return Grid(path.stem, place, lines, decimal_comma=separator == ";")


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises
    ------
    Refused
        With the line and the byte, if it is in another encoding.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("UTF-16, not UTF-8", fix='save it as UTF-8 (in Excel: "CSV UTF-8")')
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            f"line {line} is not UTF-8",
            f"byte 0x{content[error.start]:02x}",
            'save it as UTF-8 (in Excel: "CSV UTF-8")',
        ) from None
    if "\0" in text:
        raise Refused(
            f"line {text.count(chr(10), 0, text.index(chr(0))) + 1} has a NUL character", fix="remove it"
        )
    return text


_LOOKED_AT = 40
"""So many lines, and cells of each, are looked at to find the separator."""


def _separator(text: str, sheet: Sheet | None) -> str:
    """Return the separator under which some row is the best header; in doubt the one that splits most."""
    first = list(itertools.islice((line for line in text.splitlines() if line.strip(" ,;\t\"'")), _LOOKED_AT))

    def fit(separator: str) -> tuple[int, int]:
        rows = [_cells_of(line, separator) for line in first]
        known = 0 if sheet is None else max((_known(sheet, cells) for cells in rows), default=0)
        return known, max(map(len, rows), default=0)

    return max(",;\t", key=fit)


def _cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of one line; a line that cannot be split alone is one cell."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [line]


def _known(sheet: Sheet, cells: Sequence[str]) -> int:
    """Return how many columns a row names; of the settings also how many settings."""
    first = cells[:_LOOKED_AT]
    columns = len({sheet.column(cell) for cell in first if cell.strip()} - {None})
    if sheet.name != "settings":
        return columns
    return columns + sum(setting_called(cell) is not None for cell in first)


def _lines(text: str, separator: str) -> Iterator[Line]:
    """Yield the rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield Line(number, tuple(cells))
    except csv.Error as error:
        if "field limit" in str(error):
            raise Refused(
                f"row {number + 1} has a cell of more than {csv.field_size_limit():,} characters",
                fix="look for a quotation mark that opens a cell there and does not close it",
            ) from None
        raise Refused(
            f"row {number + 1} cannot be split into cells ({error})",
            fix='a cell that holds a quotation mark is written "…""…"',
        ) from None


def csv_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""Write a sheet; the text of a cell is written as it is.

    Parameters
    ----------
    header : sequence of str
    rows : sequence of sequence of str

    Returns
    -------
    str
        Comma-separated, quoted where needed, lines ended by a line feed.

    Examples
    --------
    >>> csv_text(["person", "role"], [["O'Hara, Ada", "backend"]])
    'person,role\n"O\'Hara, Ada",backend\n'
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()
