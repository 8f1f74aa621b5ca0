"""A folder of CSV files, one per sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from capsim.errors import Place, Problem, Refused, did_you_mean
from capsim.io.tables import Table, table_of
from capsim.io.tree import Gathering
from capsim.io.words import REQUIRED_SHEETS, SHEETS, Sheet

__all__ = ["csv_text", "decoded", "is_model_folder", "read_tables"]

_EXAMPLES = {
    "people": "person,role",
    "tasks": "project,task,role,effort",
}


def is_model_folder(folder: Path) -> bool:
    """Whether a folder holds the sheets that every model has."""
    return all((folder / f"{name}.csv").is_file() for name in REQUIRED_SHEETS)


def read_tables(folder: Path, gathering: Gathering) -> Mapping[str, Table]:
    """Read every sheet of a folder.

    Parameters
    ----------
    folder : Path
    gathering : Gathering
        Takes the problems.

    Returns
    -------
    dict of str to Table
        By the name of the sheet.
    """
    tables: dict[str, Table] = {}
    before = len(gathering.problems)
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.suffix.casefold() != ".csv" or path.name.startswith((".", "~")):
            continue
        sheet = SHEETS.get(path.stem.casefold())
        if sheet is None:
            gathering.add(Place(path.name), Problem("", "no such sheet", path.stem, _sheet_meant(path.stem)))
        else:
            tables[sheet.name] = _read_table(path, sheet, gathering)
    for name in REQUIRED_SHEETS:
        if name not in tables:
            what = f"no {name}.csv"
            gathering.add(
                Place(folder.name or str(folder)),
                Problem("", what, fix=f"add one; its header is at least {_EXAMPLES[name]}"),
            )
    gathering.complete &= len(gathering.problems) == before
    return tables


def _sheet_meant(word: str) -> str:
    """Suggest the sheet that was meant, or say what to do with a file that is none."""
    hint = did_you_mean(word, SHEETS)
    is_near = hint.startswith("did")
    return hint if is_near else f"move it elsewhere, or rename it to one of {', '.join(SHEETS)}"


def _read_table(path: Path, sheet: Sheet, gathering: Gathering) -> Table:
    place = Place(path.name)
    try:
        text = decoded(path.read_bytes())
        separator = _separator(text, sheet)
        return table_of(sheet, place, _lines(text, separator), gathering, decimal_comma=separator == ";")
    except Refused as error:
        gathering.keep(place, error)
        return Table(sheet, place)


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


def _separator(text: str, sheet: Sheet) -> str:
    """Return the separator under which the header has the most known columns."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t\"'")), "")

    def known(separator: str) -> tuple[int, int]:
        words = next(csv.reader([first], delimiter=separator), [])
        return sum(sheet.column(word) is not None for word in words), len(words)

    return max(",;\t", key=known)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
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
