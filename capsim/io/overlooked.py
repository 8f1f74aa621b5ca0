"""Columns that nobody reads although they seem to say something that counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from capsim.errors import Problem
from capsim.io.words import Column, Sheet, folded

__all__ = ["overlooked"]

_DATES: Mapping[str, str] = {
    "people": "from or to",
    "bookings": "from or to",
    "projects": "start or deadline",
    "tasks": "start, end or deadline",
}
"""By sheet, what a column of days can be called there."""
_DATE = re.compile(r"(19|20|21)\d\d-\d\d-\d\d([ T].*)?|\d\d?([/.-])\d\d?\3(\d\d)?\d\d")
_WEEKLY = re.compile(
    r"(weekly|contract|contracted)_hours|working_hours|wochenstunden|wochenarbeitszeit"
    r"|(hours|hrs|h|std|stunden)(_?/_?|_per_|_a_|_pro_|_je_|_)(week|wk|w|woche)"
)


def overlooked(sheet: Sheet, header: str, cells: Sequence[str], unused: Sequence[Column]) -> Problem | None:
    """Return what to say of a column that is passed over, if it seems to say something that counts.

    Parameters
    ----------
    sheet : Sheet
    header : str
    cells : sequence of str
        What stands below it, without empty cells.
    unused : sequence of Column
        The columns that the sheet does not have.

    Returns
    -------
    Problem or None
        A warning; None for a column like any other.

    Examples
    --------
    >>> from capsim.io.words import SHEETS
    >>> people = SHEETS["people"]
    >>> print(overlooked(people, "Std/Woche", ["20"], people.columns))
    passed over: everybody works full time (got 'Std/Woche'); holds weekly hours? write the share of a full week in fte
    >>> print(overlooked(people, "Seen", ["2027-01-04"], people.columns))
    passed over (got 'Seen'); holds dates: call it from or to if it counts
    """  # noqa: E501
    if sheet.name == "people" and _WEEKLY.fullmatch(folded(header)):
        if all(column.name != "fte" for column in unused):
            return None
        what = "passed over: everybody works full time"
        fix = "holds weekly hours? write the share of a full week in fte"
        return Problem("", what, header, fix, "warning")
    dates = sum(_DATE.fullmatch(cell) is not None for cell in cells)
    if sheet.name in _DATES and dates and 2 * dates >= len(cells):
        fix = f"holds dates: call it {_DATES[sheet.name]} if it counts"
        return Problem("", "passed over", header, fix, "warning")
    return None
