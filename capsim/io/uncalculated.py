"""Formulas whose value nobody stored: told once for a range of cells that lie together."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from capsim.errors import Problem
from capsim.io.grid import cell_name

__all__ = ["UNCALCULATED", "by_range", "is_uncalculated"]

UNCALCULATED: Final = Problem(
    "",
    "a formula without a stored value",
    fix="open the workbook in a spreadsheet and save it, so that the value is stored",
)
"""What is wrong with such a cell."""

_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


def is_uncalculated(problem: Problem) -> bool:
    """Whether a problem is that a formula has no stored value.

    Examples
    --------
    >>> is_uncalculated(UNCALCULATED), is_uncalculated(Problem("", "empty"))
    (True, False)
    """
    return problem.what == UNCALCULATED.what


class _Cell(NamedTuple):
    """A cell, by its place in the sheet; columns count from 0."""

    file: str
    sheet: str
    row: int
    column: int


class _Block(NamedTuple):
    """Cells that fill a rectangle."""

    problem: Problem
    first: _Cell
    last: _Cell

    def said(self) -> Problem:
        """Return one problem for all of them."""
        if self.first == self.last:
            return self.problem
        cells = " to ".join(cell_name(each.column, each.row) for each in (self.first, self.last))
        return replace(self.problem, what=f"formulas without a stored value, {cells}")


def by_range(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with one in the place of those of formulas whose cells fill a range.

    Parameters
    ----------
    problems : iterable of Problem

    Returns
    -------
    list of Problem
        In their order, a range where its first cell was.

    Examples
    --------
    >>> from capsim.errors import Place
    >>> cells = [Place("a.xlsx", "demand", row, cell=f"{c}{row}") for row in (2, 3) for c in "CDE"]
    >>> [problem.what for problem in by_range(UNCALCULATED.in_cell(cell) for cell in cells)]
    ['formulas without a stored value, C2 to E3']
    """
    given = list(problems)
    cells: dict[_Cell, tuple[int, Problem]] = {}
    for index, problem in enumerate(given):
        cell = _cell_of(problem)
        if cell is not None:
            cells.setdefault(cell, (index, problem))
    told = {index: block.said() for index, block in _blocks(cells)}
    inside = {index for index, _ in cells.values()} - told.keys()
    return [told.get(index, problem) for index, problem in enumerate(given) if index not in inside]


def _cell_of(problem: Problem) -> _Cell | None:
    """Return the cell of a formula without a stored value; None of any other problem."""
    place = problem.place
    found = None if place is None else _CELL.fullmatch(place.cell or "")
    if place is None or found is None or not is_uncalculated(problem):
        return None
    column = functools.reduce(lambda number, letter: 26 * number + ord(letter) - 64, found[1], 0)
    return _Cell(place.file, place.sheet or "", int(found[2]), column - 1)


def _blocks(cells: Mapping[_Cell, tuple[int, Problem]]) -> Iterator[tuple[int, _Block]]:
    """Yield the rectangles, with the index of the first problem of each: as wide, then as high as can be."""
    left = set(cells)
    for cell in sorted(cells):
        if cell not in left:
            continue
        right, bottom = cell.column, cell.row
        while cell._replace(column=right + 1) in left:
            right += 1
        columns = range(cell.column, right + 1)
        while all(cell._replace(row=bottom + 1, column=column) in left for column in columns):
            bottom += 1
        rows = range(cell.row, bottom + 1)
        left -= {cell._replace(row=row, column=column) for row in rows for column in columns}
        index, first = cells[cell]
        yield index, _Block(first, cell, cell._replace(row=bottom, column=right))
