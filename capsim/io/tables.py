"""A sheet as rows of text cells below a header: the same for every source that has sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from capsim.domain.values import DITTO
from capsim.domain.words import plural, some
from capsim.errors import Place, Problem
from capsim.io.forms import column_of, form_of
from capsim.io.grid import Grid, Line, cell_name
from capsim.io.numerals import two_ways
from capsim.io.overlooked import overlooked
from capsim.io.percent import in_percent, is_in_percent, is_part_of_whole
from capsim.io.periods import is_period
from capsim.io.tree import Fields, Gathering, Text, Words
from capsim.io.words import DAYS, REQUIRED_SHEETS, WORK_SHEETS, Column, Sheet, folded, near

__all__ = ["Other", "Row", "Table", "column_meant", "header_at", "pass_over", "table_of"]


class Other(NamedTuple):
    """A header that is no column of the sheet.

    Attributes
    ----------
    position : int
        From 0.
    header : str
        As it was written; ``""`` where only the cells below it are filled.
    above : str
        What the row above says of it; a year also where it stands further to the left, as if merged.
    place : Place
    """

    position: int
    header: str
    above: str
    place: Place


SAYS_WHO: Final = frozenset(("role", "skills", "start", "end"))
"""A row of people with any of these is somebody, and no total."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it.

    Parameters
    ----------
    cells : dict of str to Text
        The filled cells by key; an empty cell is not there.
    place : Place
    words : Words
        The column of each key, as the sheet calls it.
    others : dict of int to Text
        The filled cells under headers that are no column, by position.
    hidden : bool
        Whether the source hides it.
    """

    cells: Mapping[str, Text]
    place: Place
    words: Words
    others: Mapping[int, Text] = field(default_factory=dict)
    hidden: bool = False

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

    def place_of(self, key: str) -> Place:
        """Return the place of a cell, whether it is filled in or not."""
        cell = self.cells.get(key)
        return cell.place if cell else self.words.place_in(self.place, key)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was read.

    Parameters
    ----------
    sheet : Sheet
        In the form that it has.
    place : Place
        The file, and the sheet in it.
    rows : tuple of Row
    others : tuple of Other
        The headers that are no column, for the reader of an open sheet; it hands those that it does not know
        either to `pass_over`.
    unused : tuple of Column
        The columns that the sheet does not have.
    lost : int
        The rows that could not be split into cells.
    rounding : float
        How far a sum may be off as its addends are rounded: zero where the source stores them exactly.
    """

    sheet: Sheet
    place: Place
    rows: tuple[Row, ...] = ()
    others: tuple[Other, ...] = ()
    unused: tuple[Column, ...] = ()
    lost: int = 0
    rounding: float = 0.0


_NOTHING: Mapping[str, str] = MappingProxyType({})
_HEADER_WITHIN = 30
"""So many filled rows may be titles."""
_MOST_COLUMNS = 4000
"""Ten years of days, and more."""
_ROUNDING = 0.05
"""What a person forgives in a sum of rounded numbers, however many they are."""


def table_of(sheet: Sheet, grid: Grid, gathering: Gathering, renamed: Mapping[str, str] = _NOTHING) -> Table:
    """Make a table of a grid: find its header, below titles if there are any, and put the cells under it.

    Parameters
    ----------
    sheet : Sheet
        What the columns can be.
    grid : Grid
    gathering : Gathering
        Takes the problems and remarks.
    renamed : dict of str to str
        What the caller calls the columns, to what the sheet calls them.

    Returns
    -------
    Table
        Its rows as far as they could be made.
    """
    filled = [line for line in grid.lines if any(cell.strip() for cell in line.cells)]
    if not filled and any(problem.place == grid.place for problem in gathering.problems):
        return Table(sheet, grid.place)  # it could not be read
    if not filled and grid.typed and sheet.name not in (*REQUIRED_SHEETS, *WORK_SHEETS):
        gathering.remark(grid.place, Problem("", "empty: passed over", severity="info"))
        return Table(sheet, grid.place, unused=sheet.columns)
    if not filled:
        names = ",".join(column.name for column in _first_columns(sheet))
        gathering.add(grid.place, Problem("", "empty", fix=f"write the header {names}, and rows below it"))
        return Table(sheet, grid.place)
    own = {folded(word): meant for word, meant in renamed.items()}
    widest = max(sum(map(bool, map(str.strip, line.cells))) for line in filled[:_HEADER_WITHIN])
    if widest > _MOST_COLUMNS:
        what = f"{widest:,} columns, more than the {_MOST_COLUMNS:,} that a sheet can have"
        gathering.add(grid.place, Problem("", what, fix="remove what does not belong to the table"))
        return Table(sheet, grid.place)
    at = header_at(sheet, filled, own)
    sheet = form_of(sheet, filled, at, own)
    header = _Header(sheet, grid, filled[at], own)
    lines = [line for line in filled[at + 1 :] if line.cells != filled[at].cells]  # printed on each page
    columns = header.columns(gathering)
    others = header.others(columns, lines, filled[at - 1] if at else None)
    unused = tuple(column for column in sheet.columns if column not in columns)
    if not header.has_required(columns, others, gathering):
        return Table(sheet, grid.place, others=others, unused=unused)
    _say_hidden(grid, lines, gathering)
    rows = tuple(header.rows(columns, others, lines, gathering))
    rounding = 0.0 if grid.typed else _ROUNDING
    table = Table(sheet, grid.place, rows, others, unused, header.lost, rounding)
    if not sheet.open:
        pass_over(table, others, gathering)
    return table


def _first_columns(sheet: Sheet) -> list[Column]:
    """Return the columns up to the last required one."""
    last = max(index for index, column in enumerate(sheet.columns) if column.required)
    return list(sheet.columns[: last + 1])


def header_at(sheet: Sheet, filled: Sequence[Line], own: Mapping[str, str] = _NOTHING) -> int:
    """Return which of the filled rows is the header: one with all that is required, else the likeliest."""

    def fit(line: Line) -> tuple[bool, int, int]:
        found = {column_of(sheet, cell, own) for cell in set(line.cells)} - {None}
        wide = min(sum(1 for cell in line.cells if cell.strip()), 2)
        return found.issuperset(sheet.required), len(found), wide

    return max(range(min(len(filled), _HEADER_WITHIN)), key=lambda index: fit(filled[index]))


class _Header:
    """The row of a sheet that says what stands below."""

    def __init__(self, sheet: Sheet, grid: Grid, line: Line, own: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.grid = grid
        self.number = line.number
        self.words = tuple(grid.day_first(" ".join(cell.split())) for cell in line.cells)
        self.own = own
        self.lost = 0
        self.letters = [cell_name(at, 1)[:-1] for at in range(len(line.cells))] if grid.lettered else []
        self.is_wide = any(map(is_period, self.words))
        self.width = max(index for index, word in enumerate(self.words) if word) + 1

    def place(self, position: int) -> Place:
        """Return the place of a header."""
        place = self.grid.place
        word = self.words[position] if position < len(self.words) else ""
        cell = cell_name(position, self.number) if self.grid.lettered else None
        if place.sheet is not None:
            return place._replace(row=self.number, column=word or None, cell=cell)
        return place._replace(column=f"header, cell {position + 1}", cell=cell)

    # ------------------------------------------------------------ what the headers mean

    def columns(self, gathering: Gathering) -> list[Column | None]:
        """Return the column under each header, None where it is none; a plain name goes first."""
        for position in range(len(self.words)):
            gathering.use(self.place(position))
        meant = [column_of(self.sheet, word, self.own) for word in self.words]
        at: dict[Column, int] = {}
        for position in sorted(range(len(meant)), key=lambda each: (not self._is_plain(each), each)):
            column = meant[position]
            if column is None or at.setdefault(column, position) == position:
                continue
            self._say_twice(column, at[column], position, gathering)
            meant[position] = None
        return meant

    def _is_plain(self, position: int) -> bool:
        """Whether a header is a column's own name."""
        word = folded(self.own.get(folded(self.words[position]), self.words[position]))
        return any(column.name == word for column in self.sheet.columns)

    def _say_twice(self, column: Column, first: int, second: int, gathering: Gathering) -> None:
        word, other = self.words[second], self.words[first]
        if self._is_plain(first) and not self._is_plain(second):
            what = f"passed over: the column {other!r} says the {column.name}"
            fix = f"to use this one, call it {column.name}"
            gathering.pass_over(self.place(second), Problem("", what, word, fix, "warning"))
        elif folded(word) == folded(other):
            gathering.add(
                self.place(second), Problem("", "a column that is there twice", word, "keep one of them")
            )
        else:
            what = f"the same as the column {other!r}"
            fix = f"keep one of them, or call the one that counts {column.name}"
            gathering.add(self.place(second), Problem("", what, word, fix))

    def others(
        self, columns: Sequence[Column | None], lines: Sequence[Line], above: Line | None
    ) -> tuple[Other, ...]:
        """Return the headers that are no column; without words, if anything stands below them."""
        spans = _filled_to_the_right(above.cells if above else (), len(self.words))
        return tuple(
            Other(position, word, spans[position], self.place(position))
            for position, (word, column) in enumerate(zip(self.words, columns, strict=True))
            if column is None and not column_of(self.sheet, word, self.own)
            if word or (self._takes_unnamed() and any(_cell(line, position) for line in lines))
        )

    def _takes_unnamed(self) -> bool:
        """Whether cells under no header are no slip: in a sheet of the source's own, or one that sums up."""
        return self.grid.typed or self.sheet.open

    def has_required(
        self, columns: Sequence[Column | None], others: Sequence[Other], gathering: Gathering
    ) -> bool:
        """Whether every column is there that must be; what lacks is told once, where it seems to stand."""
        lacking = [column for column in self.sheet.required if column not in columns]
        for column in lacking:
            seems = next((other for other in others if column_meant(other.header, [column])), None)
            if seems is not None:
                problem = Problem("", "no such column", seems.header, f"did you mean {column.name!r}?")
                gathering.add(seems.place, problem)
            else:
                problem = Problem("", f"no column {column.name!r}", fix=self._to_add(column))
                gathering.add(self.grid.place, problem)
        return not lacking

    def _to_add(self, column: Column) -> str:
        """Say how a column comes to be there."""
        words = [word for word in self.words if word]
        parts = [word for word in words if folded(word) in _PARTS_OF_A_NAME]
        if column.name == "person" and len(parts) > 1:
            return f"join {' and '.join(parts)} into one column person"
        return f"add it; the header has {', '.join(words)}"

    # ------------------------------------------------------------ what stands below

    def rows(
        self,
        columns: Sequence[Column | None],
        others: Sequence[Other],
        lines: Sequence[Line],
        gathering: Gathering,
    ) -> Iterator[Row]:
        """Yield the rows below the header, those that can be understood."""
        names = self._names(columns)
        percent = self._in_percent(columns, lines)
        open_at = {other.position: other.header for other in others}
        unclear = self._unclear(columns, open_at, lines)
        for line in lines:
            place = self.grid.place._replace(row=line.number)
            if self._is_a_header(line):
                what = "the header of another table"
                fix = "put that table into a sheet of its own"
                shown = ", ".join(cell.strip() for cell in line.cells if cell.strip())
                gathering.add(place, Problem("", what, shown, fix))
                return
            if not self._has_the_width(line, place, gathering):
                self.lost += 1
                continue
            cells: dict[str, Text] = {}
            more: dict[int, Text] = {}
            for position, cell in enumerate(line.cells):
                text = cell.strip()
                if not text or position >= len(columns):
                    continue
                column = columns[position]
                at = self._cell_place(place, position, line)
                if (problem := unclear.get((line.number, position))) is not None:
                    gathering.suspect(at, problem)
                    text = _NO_VALUE
                if column is not None:
                    text = self._plain(column, text)
                    text = in_percent(text) if position in percent else text
                    cells[column.key] = Text(text, at)
                    if column.key in _NAMES and text in DITTO:
                        fix = f"write the {column.name}"
                        problem = Problem("", "a ditto mark where a name belongs", text, fix)
                        gathering.suspect(at, problem)
                elif position in open_at:
                    more[position] = Text(self.grid.with_a_point(text), at)
            self._use(cells, gathering)
            if cells or more:
                yield Row(cells, place, names, more, line.hidden)

    def _unclear(
        self, columns: Sequence[Column | None], open_at: Collection[int], lines: Sequence[Line]
    ) -> Mapping[tuple[int, int], Problem]:
        """Return the numbers that can be read two ways, by the number of their row and their position.

        A part of a whole cannot: nobody has a thousand of it. Of a source that knows numbers, its texts alone
        can.
        """
        texts = self.grid.texts
        if self.grid.typed and not texts:
            return {}
        figures = {
            (line.number, position): cell.strip()
            for line in lines
            for position, cell in enumerate(line.cells[: len(columns)])
            if _is_numeric(columns[position]) or (self.sheet.open and position in open_at)
            if texts is None or (line.number, position) in texts
        }
        is_settled = not self.grid.decimal_comma and texts is None
        found = two_ways(figures, self.grid.decimal_comma, is_settled)
        return {at: each for at, each in found.items() if not is_part_of_whole(columns[at[1]])}

    def _use(self, cells: Mapping[str, Text], gathering: Gathering) -> None:
        """Keep what cells are suspected of, but for formulas that may sum up people: sheets know that."""
        may_be_total = self.sheet.name == "people" and not SAYS_WHO & cells.keys()
        for cell in cells.values():
            if not (may_be_total and gathering.is_uncalculated(cell.place)):
                gathering.use(cell.place)

    def _plain(self, column: Column, text: str) -> str:
        """Return a number with a point, and a day as year-month-day."""
        text = self.grid.with_a_point(text) if column.numeric else text
        is_day = column.key in _DAYS or self.sheet.name == "settings"
        return self.grid.day_first(text) if is_day else text

    def _in_percent(self, columns: Sequence[Column | None], lines: Sequence[Line]) -> frozenset[int]:
        """Return the positions of the columns whose bare figures are percentages."""
        return frozenset(
            position
            for position, column in enumerate(columns)
            if column is not None and column.numeric
            if is_in_percent(
                column,
                self.words[position],
                (self.grid.with_a_point(_cell(line, position)) for line in lines),
            )
        )

    def _is_a_header(self, line: Line) -> bool:
        """Whether a row names nothing but columns of this sheet, at least two, or other months with them."""
        filled = [cell for cell in line.cells if cell.strip()][:_HEADER_WITHIN]
        if len(filled) < 2 or not column_of(self.sheet, filled[0], self.own):
            return False
        found = {column_of(self.sheet, cell, self.own) for cell in filled}
        if len(found) == len(filled) and None not in found:
            return True
        others = [cell for cell in filled if column_of(self.sheet, cell, self.own) is None]
        return self.is_wide and len(found) > 2 and all(map(is_period, others))

    def _names(self, columns: Sequence[Column | None]) -> Words:
        """Return what each column is called, and its letters."""
        used = [(column.key, at) for at, column in enumerate(columns) if column is not None]
        names = {column.key: column.name for column in self.sheet.columns}
        names |= {key: self.words[at] for key, at in used}
        return Words(names, {key: self.letters[at] for key, at in used} if self.letters else {})

    def _cell_place(self, row: Place, position: int, line: Line) -> Place:
        cell = f"{self.letters[position]}{line.number}" if self.letters else None
        return Place(row.file, row.sheet, line.number, None, "", self.words[position] or None, cell)

    def _has_the_width(self, line: Line, place: Place, gathering: Gathering) -> bool:
        """Whether a row has as many cells as the header; in a text file a cell under no header is a slip."""
        if self.grid.typed:
            return True
        if len(line.cells) < self.width:
            what = f"{len(line.cells)} cells under a header of {self.width}"
            gathering.add(place, Problem("", what, fix="write a separator for each empty cell as well"))
            return False
        for position, cell in enumerate(line.cells):
            is_inside = position < len(self.words)
            if cell.strip() and not (is_inside and (self.words[position] or self.sheet.open)):
                what = f"cell {position + 1} stands under no header"
                fix = "give the column a header, or put a cell that holds a separator in double quotes"
                gathering.add(place, Problem("", what, cell.strip(), fix))
                return False
        return True


_DAYS = DAYS | {"period"}
"""The keys of the columns that hold days."""
_NAMES = ("name", "role", "person", "project", "skill", "task", "team")
_PARTS_OF_A_NAME = ("first_name", "last_name", "given_name", "family_name", "surname", "vorname", "nachname")


_NO_VALUE: Final = "?"
"""Stands for a cell of which it is not known what it says."""


def _is_numeric(column: Column | None) -> bool:
    return column is not None and column.numeric


def _cell(line: Line, position: int) -> str:
    return line.cells[position].strip() if position < len(line.cells) else ""


_YEAR = re.compile(r"\b((fy ?)?(19|20|21)\d\d|fy ?\d\d)\b", re.IGNORECASE)


def _filled_to_the_right(cells: Sequence[str], width: int) -> list[str]:
    """Return what a row says of each column, a year also where blank cells follow it."""
    found: list[str] = []
    last = ""
    for position in range(width):
        text = " ".join(cells[position].split()) if position < len(cells) else ""
        last = text or last
        found.append(text or (last if _YEAR.search(last) else ""))
    return found


def _say_hidden(grid: Grid, lines: Sequence[Line], gathering: Gathering) -> None:
    """Say that what the source hides counts like the rest."""
    numbers = [line.number for line in lines if line.hidden]
    positions = [at for at in sorted(grid.hidden_columns) if any(_cell(line, at) for line in lines)]
    hidden = [
        plural(len(found), f"hidden {what}")
        for found, what in ((numbers, "row"), (positions, "column"))
        if found
    ]
    if hidden:
        verb = "counts" if len(numbers) + len(positions) == 1 else "count"
        called = [f"row {number}" for number in numbers] + [
            f"column {cell_name(at, 1)[:-1]}" for at in positions
        ]
        what = f"{' and '.join(hidden)} {verb} like the rest ({some(called, most=5)})"
        fix = "remove what should not count"
        gathering.remark(grid.place, Problem("", what, fix=fix, severity="info"))


# ---------------------------------------------------------------- what nobody knows


def column_meant(header: str, columns: Iterable[Column]) -> Column | None:
    """Return the column of which a header is a slip of the pen."""
    if folded(header) in _NO_SLIPS:
        return None
    words = {word: column for column in columns for word in (*column.aliases, column.key, column.name)}
    found = near(header, words)
    return None if found is None else words[found]


_NO_SLIPS = ("status", "state", "contract", "leave")
"""Words near to others that say what they mean."""


def pass_over(table: Table, others: Iterable[Other], gathering: Gathering) -> None:
    """Remark on headers that nobody knows: they are passed over.

    One that is near a known name is a warning, and the problem itself where a row then lacks something.

    Parameters
    ----------
    table : Table
    others : iterable of Other
    gathering : Gathering
        Takes the remarks.
    """
    known = [other for other in others if not gathering.is_uncalculated(other.place)]
    for other in known[:_TOLD]:
        _pass_over(table, other, gathering)
    if len(known) > _TOLD:
        what = f"{len(known) - _TOLD:,} more columns are passed over"
        gathering.remark(known[_TOLD].place, Problem("", what, severity="info"))


_TOLD = 50
"""So many headers that nobody knows are told one by one."""


def _pass_over(table: Table, other: Other, gathering: Gathering) -> None:
    if not other.header:
        what = "cells under no header are passed over"
        problem = Problem("", what, fix="give the column a header if it counts", severity="warning")
        gathering.pass_over(other.place, problem)
        return
    if table.sheet.wide is not None and is_period(other.header, other.above):
        what = "passed over: the columns from, to and share say when, and how much"
        fix = "to have the months count, remove those three"
        gathering.pass_over(other.place, Problem("", what, other.header, fix, "warning"))
        return
    meant = column_meant(other.header, table.unused)
    if meant is not None:
        hint = f"did you mean {meant.name!r}?"
        problem = Problem("", "no such column", other.header, hint).in_cell(other.place)
        gathering.doubt(table.place, problem, meant.key)
        return
    cells = [row.others[other.position].value for row in table.rows if other.position in row.others]
    counts = overlooked(table.sheet, other.header, cells, table.unused)
    if counts is not None:
        gathering.pass_over(other.place, counts)
        return
    problem = Problem("", "not a column that capsim knows: passed over", other.header, severity="info")
    gathering.remark(other.place, problem)
