"""Columns whose header says that they hold percentages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from capsim.io.words import Column

__all__ = ["in_percent", "is_in_percent", "is_part_of_whole"]

_SAYS_PERCENT = re.compile(r"%|\b(percent|percentage|pct|prozent)\b", re.IGNORECASE)
_SHARES = frozenset(
    {"share", "availability", "run_the_business", "probability", "allocation", "progress", "gate"}
)
"""The keys of the columns that hold parts of a whole."""
_BARE = re.compile(r"\d+(\.\d+)?")
_MOST_AS_A_PART = 2.0


def is_part_of_whole(column: Column | None) -> bool:
    """Whether a column holds parts of a whole.

    Examples
    --------
    >>> from capsim.io.words import SHEETS
    >>> is_part_of_whole(SHEETS["people"].column("fte"))
    True
    """
    return column is not None and column.key in _SHARES


def is_in_percent(column: Column, header: str, cells: Iterable[str]) -> bool:
    """Whether a column's bare figures are percentages: its header says so, and some can be nothing else.

    Parameters
    ----------
    column : Column
    header : str
        As written.
    cells : iterable of str
        What stands below it, numbers with a point.

    Returns
    -------
    bool
        False for a column whose figures are all at most 2: a spreadsheet stores 50 % as 0.5.

    Examples
    --------
    >>> from capsim.io.words import SHEETS
    >>> share = SHEETS["bookings"].column("%")
    >>> is_in_percent(share, "%", ["50", "100"]), is_in_percent(share, "%", ["0.5", "1"])
    (True, False)
    >>> is_in_percent(share, "share", ["50", "100"])
    False
    """
    if not is_part_of_whole(column) or not _SAYS_PERCENT.search(header):
        return False
    return any(_BARE.fullmatch(cell) and float(cell) > _MOST_AS_A_PART for cell in cells)


def in_percent(text: str) -> str:
    """Return a bare figure with the unit that its header says.

    Examples
    --------
    >>> in_percent("50"), in_percent("50 %"), in_percent("0")
    ('50%', '50 %', '0')
    """
    return f"{text}%" if _BARE.fullmatch(text) and float(text) else text
