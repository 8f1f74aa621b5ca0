"""What the XML of a workbook says and its values do not: hidden rows, errors, formulas without a value, size.

The XML is read by expat with document types, and with them entities, refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple
from xml.parsers import expat

from capsim.domain.words import plural
from capsim.errors import Refused
from capsim.io.grid import cell_name
from capsim.io.workbookzip import Package

__all__ = [
    "MARK",
    "MOST_CELLS",
    "MOST_CELLS_IN_ALL",
    "Marks",
    "Merged",
    "Outline",
    "Part",
    "has_our_mark",
    "marks_of",
    "outline_of",
    "text_lengths",
]

MARK: Final = "capsim"
"""The property of a workbook that holds a model as it is written, and nothing of anybody's own."""

_MOST_SHEETS: Final = 500
_MOST_MERGED: Final = 10_000
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
MOST_CELLS: Final = 1_000_000
"""The most cells of a sheet that are read."""
MOST_CELLS_IN_ALL: Final = 2_000_000
"""The most cells of a workbook that are read."""
_MOST_TEXT: Final = 32 << 20
_LONGEST_TEXT: Final = 32_767
_DAMAGED: Final = "open it in a spreadsheet, which may repair it, and save it again"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")

Attributes = dict[str, str]
Merged = tuple[tuple[int, int], tuple[int, int]]


class Part(NamedTuple):
    """A sheet as the workbook lists it: its name, its part, whether it has cells, and whether it is shown."""

    name: str
    part: str
    has_cells: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """What a workbook says of itself.

    Attributes
    ----------
    sheets : tuple of Part
        In their order.
    recalculates : bool
        Whether stored values of formulas are not to be trusted: whoever wrote it did not calculate.
    """

    sheets: tuple[Part, ...]
    recalculates: bool


@dataclass(slots=True)
class Marks:
    """What the values of a sheet do not say.

    Attributes
    ----------
    hidden_rows : set of int
        From 1.
    hidden_columns : set of int
        Positions, from 0.
    merged : list of ((int, int), (int, int))
        First and last cell of each merged range, by row and position.
    cells : int
        In the rectangle that is in use.
    faults : dict of (int, int) to str or None
        By row and position: what an error cell shows, and None for a formula without a stored value.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)
    cells: int = 0
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)


def outline_of(package: Package) -> Outline:
    """Return what a workbook says of its sheets.

    Raises
    ------
    Refused
        If it is damaged.
    """
    whole = _related(package, "_rels/.rels", "")
    if not any(kind == "officeDocument" and part == "xl/workbook.xml" for part, kind in whole.values()):
        raise Refused("damaged: it does not say where its sheets are", fix=_DAMAGED)
    targets = _related(package, "xl/_rels/workbook.xml.rels", "xl/")
    sheets: list[Attributes] = []
    calculation: Attributes = {}

    def element(tag: str, given: Attributes) -> None:
        if tag == "sheet":
            sheets.append(given)
        elif tag == "calcPr":
            calculation.update(given)

    _parse([package.whole("xl/workbook.xml")], element)
    if len(sheets) > _MOST_SHEETS:
        raise Refused(f"{len(sheets):,} sheets", fix="put those of the model into a workbook of their own")
    parts = [_part(sheet, targets) for sheet in sheets]
    for what in ({part.name.casefold() for part in parts}, {part.part.casefold() for part in parts}):
        if len(what) < len(parts):
            raise Refused("damaged: two sheets are the same", fix=_DAMAGED)
    return Outline(tuple(parts), _is_true(calculation.get("fullCalcOnLoad")))


def has_our_mark(package: Package, written: datetime) -> bool:
    """Whether a workbook was written as a model, and nobody has saved it since.

    Parameters
    ----------
    package : Package
    written : datetime
        What a workbook that is written as a model says of its last change.

    Raises
    ------
    Refused
        If its properties are damaged.
    """
    names: set[str] = set()
    text: list[str] = []

    def element(tag: str, given: Attributes) -> None:
        if tag == "property":
            names.add(given.get("name", ""))
        elif tag == "modified":
            text.clear()

    def ended(tag: str) -> None:
        if tag == "modified":
            names.add("".join(text).strip())

    _parse([package.whole("docProps/custom.xml")], element)
    _parse([package.whole("docProps/core.xml")], element, ended, text.append)
    return names.issuperset((MARK, f"{written.isoformat()}Z"))


def _related(package: Package, name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Return the parts that another one names, with the last word of their kind, by their keys."""
    found: dict[str, tuple[str, str]] = {}

    def relation(tag: str, given: Attributes) -> None:
        target = given.get("Target", "")
        if tag == "Relationship":
            part = target[1:] if target.startswith("/") else folder + target.removeprefix(folder)
            found[given.get("Id", "")] = part, given.get("Type", "").rpartition("/")[2]

    _parse([package.whole(name)], relation)
    return found


def _part(sheet: Attributes, targets: Mapping[str, tuple[str, str]]) -> Part:
    way = next((content for key, content in sheet.items() if key.rpartition(":")[2] == "id"), "")
    part, kind = targets.get(way, ("", ""))
    if ".." in part:
        raise Refused("damaged: a sheet is not where it should be", part, _DAMAGED)
    return Part(sheet.get("name", ""), part, kind == "worksheet", sheet.get("state", "visible") != "visible")


def text_lengths(package: Package) -> Sequence[int]:
    """Return the length of each text that the cells share.

    Raises
    ------
    Refused
        If one is longer than a cell can be.
    """
    lengths: list[int] = []
    counting = _Counting(lengths)
    _parse(package.chunks("xl/sharedStrings.xml"), counting.start, counting.end, counting.data)
    return lengths


class _Counting:
    """Counts the characters of each shared text."""

    def __init__(self, lengths: list[int]) -> None:
        self.lengths = lengths

    def start(self, tag: str, given: Attributes) -> None:
        if tag == "si":
            self.lengths.append(0)

    def end(self, tag: str) -> None:
        if tag == "si" and self.lengths and self.lengths[-1] > 2 * _LONGEST_TEXT:  # white space between parts
            raise Refused(
                f"a text longer than the {_LONGEST_TEXT:,} characters that a cell holds", fix=_DAMAGED
            )

    def data(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


def marks_of(package: Package, part: str, recalculates: bool, lengths: Sequence[int]) -> Marks:
    """Return what the values of a sheet do not say.

    Parameters
    ----------
    package : Package
    part : str
        The sheet's.
    recalculates : bool
        Whether 0 as the value of a formula stands for none.
    lengths : sequence of int
        Those of the shared texts.

    Raises
    ------
    Refused
        If it is damaged, or has more cells, or more text, than is read.
    """
    reading = _Reading(recalculates, lengths)
    _parse(package.chunks(part), reading.start, reading.end, reading.data)
    reading.measure()
    return reading.marks


class _Reading:
    """A sheet while its XML goes by."""

    def __init__(self, recalculates: bool, lengths: Sequence[int]) -> None:
        self.marks = Marks()
        self.recalculates = recalculates
        self.lengths = lengths
        self.row = 0
        self.column = -1
        self.kind = ""
        self.formula = False
        self.value: list[str] | None = None
        self.stored = ""
        self.text = 0
        self.rows = [_MOST_ROWS, 0]
        self.columns = [_MOST_COLUMNS, -1]

    def start(self, tag: str, given: Attributes) -> None:
        if tag == "c":
            self._cell(given)
        elif tag in ("v", "t"):
            self.value = []
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = _number(given.get("r"), self.row + 1, _MOST_ROWS)
            self.column = -1
            if _is_true(given.get("hidden")):
                self.marks.hidden_rows.add(self.row)
        elif tag == "mergeCell":
            corner, _, other = given.get("ref", "").partition(":")
            self.marks.merged.append((_position(corner), _position(other or corner)))
            if len(self.marks.merged) > _MOST_MERGED:
                raise Refused(
                    f"more than {_MOST_MERGED:,} merged ranges", fix="take the merging back, and save it"
                )
        elif tag == "col" and _is_true(given.get("hidden")):
            first = _number(given.get("min"), 1, _MOST_COLUMNS)
            self.marks.hidden_columns.update(
                range(first - 1, _number(given.get("max"), first, _MOST_COLUMNS))
            )

    def _cell(self, given: Attributes) -> None:
        self.column += 1
        self.kind = given.get("t", "n")
        self.formula, self.stored = False, ""
        if "r" in given:
            self.row, self.column = _position(given["r"])

    def end(self, tag: str) -> None:
        if tag in ("v", "t") and self.value is not None:
            self.stored += "".join(self.value).strip()
            self.value = None
        elif tag == "c" and (self.stored or self.formula):
            self._filled_cell()

    def data(self, text: str) -> None:
        if self.value is not None:
            self.value.append(text)

    def _filled_cell(self) -> None:
        """Note a cell with something in it."""
        at = self.row, self.column
        self.rows = [min(self.rows[0], at[0]), max(self.rows[1], at[0])]
        self.columns = [min(self.columns[0], at[1]), max(self.columns[1], at[1])]
        self.text += self._length()
        if self.text > _MOST_TEXT:
            raise Refused(
                "more text than is read", fix=f"shorten it, at most {_MOST_TEXT:,} characters a sheet"
            )
        if self.kind == "e":
            self.marks.faults[at] = self.stored or "#VALUE!"
        elif self.formula and self._has_no_value():
            self.marks.faults[at] = None

    def _has_no_value(self) -> bool:
        if self.kind == "str":  # an empty text is a value
            return False
        return not self.stored or (self.recalculates and self.kind == "n" and self.stored == "0")

    def _length(self) -> int:
        if self.kind != "s":
            return len(self.stored)
        index = int(self.stored) if self.stored.isdecimal() else -1
        if not 0 <= index < len(self.lengths):
            raise Refused("damaged: a cell has a text that is not there", self.stored, _DAMAGED)
        return self.lengths[index]

    def measure(self) -> None:
        """Note how many cells are in use, and refuse too many."""
        height, width = self.rows[1] - self.rows[0] + 1, self.columns[1] - self.columns[0] + 1
        self.marks.cells = max(height, 0) * max(width, 0)
        if self.marks.cells > MOST_CELLS:
            last = cell_name(self.columns[1], self.rows[1])
            size = f"{plural(height, 'row')} and {plural(width, 'column')}"
            what = f"{size} in use, down to {last}: too many to read"
            fix = "delete what stands far from the table, and the rows and columns between, and save it"
            raise Refused(what, fix=fix)


# ---------------------------------------------------------------- XML


def _parse(
    chunks: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    """Read XML, telling its elements by their names without prefixes."""

    def begun(tag: str, given: Attributes) -> None:
        start(tag.rpartition(":")[2], given)

    def ended(tag: str) -> None:
        if end is not None:
            end(tag.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = data
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        if parser.CurrentByteIndex >= 0:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(f"damaged: no XML in line {error.lineno} of a part", fix=_DAMAGED) from None
    except Refused:
        raise
    except (LookupError, ValueError):
        raise Refused("damaged: a part in an encoding that is not known", fix=_DAMAGED) from None


def _refuse_document_type(*_: object) -> None:
    raise Refused("a part with a document type, which no workbook has", fix=_DAMAGED)


def _position(text: str) -> tuple[int, int]:
    """Return row and position of a cell."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise Refused("damaged: a cell that no sheet has", text, _DAMAGED)
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    row = int(found[2])
    if column > _MOST_COLUMNS or not 1 <= row <= _MOST_ROWS:
        raise Refused("damaged: a cell that no sheet has", text, _DAMAGED)
    return row, column - 1


def _number(text: str | None, otherwise: int, most: int) -> int:
    """Return a whole number from 1 on."""
    if text is None:
        return otherwise
    number = int(text) if text.isdecimal() and len(text) < 9 else 0
    if not 1 <= number <= most:
        raise Refused("damaged: no row or column of a sheet", text, _DAMAGED)
    return number


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")
