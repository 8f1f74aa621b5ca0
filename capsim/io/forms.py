"""Which form a sheet has: a row for each span of days, or a column for each month or week."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from capsim.io.grid import Line
from capsim.io.periods import is_period, read_span
from capsim.io.words import Column, Sheet, folded

__all__ = ["column_of", "form_of", "unit_of"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


def column_of(sheet: Sheet, word: str, own: Mapping[str, str] = _NOTHING) -> Column | None:
    """Return the column that a header means, also by the caller's words for columns."""
    return sheet.column(own.get(folded(word), word)) if word.strip() else None


def form_of(sheet: Sheet, filled: Sequence[Line], at: int, own: Mapping[str, str] = _NOTHING) -> Sheet:
    """Return the form that a sheet has.

    Parameters
    ----------
    sheet : Sheet
    filled : sequence of Line
        The rows with something in them.
    at : int
        Which of them is the header.
    own : dict of str to str
        What the caller calls columns, folded, to what the sheet calls them.

    Returns
    -------
    Sheet
        The wide form where it has one, and months or weeks in place of the columns that the other must have.
    """
    if sheet.wide is None:
        return sheet
    header = filled[at].cells
    columns = [column_of(sheet, word, own) for word in header]
    if set(columns).issuperset(sheet.required) or len(set(columns) - {None}) < 2:
        return sheet
    words = [word for word, column in zip(header, columns, strict=True) if column is None]
    below = filled[at + 1].cells if at + 1 < len(filled) else ()
    if any(map(_is_span, words)) or _is_second_header(sheet, below, columns):
        return sheet.wide
    return sheet


def _is_span(word: str) -> bool:
    """Whether a header is meant as a span of days, be it well written or not."""
    return is_period(word) or read_span(word) is not None or unit_of(word) is not None


def _is_second_header(sheet: Sheet, below: Sequence[str], columns: Sequence[Column | None]) -> bool:
    """Whether a row has months, and names nobody."""
    pairs = list(zip(below, columns, strict=False))
    names = (word for word, column in pairs if column is not None and word.strip())
    return all(sheet.column(word) for word in names) and any(
        is_period(word) for word, column in pairs if column is None
    )


_WITH_UNIT = re.compile(
    r"(?P<period>.+?)[ _]*\(?(?P<unit>days|pd|person[ -]?days|tage|hours|hrs|h|stunden)\)?", re.IGNORECASE
)


def unit_of(header: str) -> str | None:
    """Return the unit, days or hours, of a header that is a month or week with one; None for any other.

    Examples
    --------
    >>> unit_of("Jan 27 (days)"), unit_of("2027-01 hours"), unit_of("Jan 27"), unit_of("Days")
    ('days', 'hours', None, None)
    """
    found = _WITH_UNIT.fullmatch(" ".join(header.split())) if len(header) <= _LONGEST else None
    if found is None or not is_period(found["period"]):
        return None
    return "hours" if found["unit"].casefold() in _HOURS else "days"


_HOURS = ("hours", "hrs", "h", "stunden")
_LONGEST = 60
