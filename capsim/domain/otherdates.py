"""Dates as people write them elsewhere: nothing is guessed, but what was meant is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from capsim.errors import Refused

__all__ = ["month_of", "no_date"]

_FIX: Final = "write year-month-day, such as 2027-01-04"
_SERIALS: Final = range(36_526, 73_051)
"""The days from 2000 to 2100 as spreadsheets count them."""
_DAY_ZERO: Final = date(1899, 12, 30)

_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.] ?)(\d{1,2})\2(\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?:[^\W\d]+,? +)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -]+)?(?P<month>[^\W\d]{3,9})\.?"
    r"(?:[ -]+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)?,?[ -]+(?P<year>\d{4}|\d{2})"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_ALONE = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")


def no_date(given: object) -> Refused:
    """Return the refusal of what is no date; it names every day that can have been meant.

    Parameters
    ----------
    given : object

    Returns
    -------
    Refused

    Examples
    --------
    >>> print(no_date("13/04/2027"))
    not a date (got '13/04/2027'); write 2027-04-13
    >>> print(no_date("03/04/2027"))
    a date that can be read two ways (got '03/04/2027'); write 2027-04-03 or 2027-03-04
    >>> print(no_date(44927))
    a number instead of a date (got 44927); a serial number of a spreadsheet? format the cell as a date, or write 2023-01-01
    """  # noqa: E501
    text = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if re.fullmatch(r"[0-9]{5}(\.0+)?", text) and int(text[:5]) in _SERIALS:
        meant = _DAY_ZERO + timedelta(days=int(text[:5]))
        fix = f"a serial number of a spreadsheet? format the cell as a date, or write {meant}"
        return Refused("a number instead of a date", given, fix)
    if found := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9]{1,2}:[0-9]{2}.*", text):
        return Refused("a date with a time", given, f"write {found[1]}")
    readings = list(dict.fromkeys(_readings(text)))
    if len(readings) > 1:
        fix = f"write {' or '.join(map(str, readings))}"
        return Refused("a date that can be read two ways", given, fix)
    if readings:
        return Refused("not a date", given, f"write {readings[0]}")
    if month := month_of(text):
        return Refused("a month instead of a day", given, f"write a day of it, such as {month}")
    return Refused("not a date", given, _FIX)


def _readings(text: str) -> Iterator[date]:
    """Return every day that a text can mean: with the year last, the day first and the month first."""
    if found := _YEAR_FIRST.fullmatch(text):
        yield from _days(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(text):
        yield from _days(found[4], found[3], found[1])
        yield from _days(found[4], found[1], found[3])
    if (found := _WORDS.fullmatch(text)) and (of_month := found["day"] or found["day2"]):
        month = found["month"][:3].casefold()
        if month in _MONTHS and not (found["day"] and found["day2"]):
            yield from _days(found["year"], str(_MONTHS.index(month) + 1), of_month)


def _days(year: str, month: str, of_month: str) -> Iterator[date]:
    """Return a day, if there is such a day; a year of two figures is one of this century."""
    try:
        yield date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(of_month))
    except ValueError:
        return


def month_of(text: str) -> date | None:
    """Return the first day of a month that is written as one, else None.

    Examples
    --------
    >>> str(month_of("Mar 2027"))
    '2027-03-01'
    """
    if found := _MONTH_ALONE.fullmatch(text):
        return next(_days(found[1] or found[4], found[2] or found[3], "1"), None)
    if (found := _WORDS.fullmatch(text)) and not (found["day"] or found["day2"]):
        month = found["month"][:3].casefold()
        if month in _MONTHS:
            return next(_days(found["year"], str(_MONTHS.index(month) + 1), "1"), None)
    return None
