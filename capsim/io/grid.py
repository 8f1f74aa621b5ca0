"""A sheet as it lies there: rows of text cells, the same for every source, before a header is found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from capsim.errors import Place

__all__ = ["Grid", "Line", "cell_name"]


class Line(NamedTuple):
    """A row of a sheet.

    Attributes
    ----------
    number : int
        As the source counts it: the first row of a sheet is 1; the label of a frame's row where that is a
        number.
    cells : tuple of str
        ``""`` where there is nothing. A date is year-month-day, a number has a point and no needless zeros,
        true and false are TRUE and FALSE.
    hidden : bool
        Whether the source hides the row.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of a folder, a workbook or a set of frames.

    Attributes
    ----------
    name : str
        As the source calls it.
    place : Place
        The file, and the sheet in it.
    lines : tuple of Line
        Merged cells are filled with what the first of them says.
    decimal_comma : bool
        Whether ``1,5`` is a number here.
    lettered : bool
        Whether its cells are known by letters and numbers (``C7``), as in a sheet, and not by labels.
    typed : bool
        Whether the source knows dates and numbers as such, so that a text that looks like one is a text.
    hidden_columns : frozenset of int
        Positions of the columns that the source hides.
    texts : frozenset of (int, int), optional
        Of a source that knows numbers, the cells that are texts although they begin like one, by the number
        of the row and the position; None where that is not known.
    """

    name: str
    place: Place
    lines: tuple[Line, ...]
    decimal_comma: bool = False
    lettered: bool = True
    typed: bool = False
    hidden_columns: frozenset[int] = frozenset()
    texts: frozenset[tuple[int, int]] | None = None

    def with_a_point(self, text: str) -> str:
        """Return a number with a point for one with a comma, and without points between thousands."""
        if self.decimal_comma and _DECIMAL_COMMA.fullmatch(text):
            return text.replace(".", "").replace(",", ".")
        return text

    def day_first(self, text: str) -> str:
        """Return a day as year-month-day where the source writes ``31.12.2027``, as those with commas do."""
        found = _DOTTED_DATE.fullmatch(text) if self.decimal_comma else None
        if found is None:
            return text
        try:
            return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
        except ValueError:
            return text


_DOTTED_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20|21)\d\d)")
_DECIMAL_COMMA = re.compile(r"[+-]?((\d+|\d{1,3}(\.\d{3})+),\d+|\d{1,3}(\.\d{3}){2,})\s*%?")


def cell_name(column: int, row: int) -> str:
    """Return what a spreadsheet calls a cell.

    Parameters
    ----------
    column : int
        Position, from 0.
    row : int
        From 1.

    Examples
    --------
    >>> cell_name(0, 1), cell_name(27, 7)
    ('A1', 'AB7')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
