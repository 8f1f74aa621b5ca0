"""Headers that stand for a month or a week, in the spellings that spreadsheets have for them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from capsim.domain.demand import Period
from capsim.errors import InputError, Refused
from capsim.io.words import near

__all__ = ["is_period", "month_meant", "read_period", "read_periods", "read_span"]

_MONTH_WORDS = (
    "january jan januar jänner jän januari janvier janv enero ene gennaio",
    "february feb februar feber februari février févr fevrier fevr febrero febbraio",
    "march mar märz mär mrz maerz maart mrt mars marzo",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag",
    "june jun juni juin junio giugno giu",
    "july jul juli juillet juil julio luglio lug",
    "august aug augustus août aout agosto ago",
    "september sep sept septembre septiembre setiembre settembre",
    "october oct oktober okt octobre octubre ottobre ott",
    "november nov novembre noviembre",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre",
)
_MONTHS: Final[Mapping[str, int]] = {
    word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()
}
"""The number of each month by its English, German, Dutch, French, Spanish and Italian names.

Words that can mean something else beside a number are none: "Set 27", "Gen 27".
"""

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_SHORT_YEAR = r"(?:[ ./,-]*'?(?P<year>(?:19|20|21)?\d\d))?"
_NAME = r"(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WEEK = r"(?:calendar week|week|woche|wk|kw|cw|w)[ .-]?(?P<week>\d{1,2})"
_ALONE = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")

_FISCAL = re.compile(r"\b(?:fy|gj|fiscal year|financial year) ?(?:\d\d)?\d\d\b", re.IGNORECASE)

_LONGEST = 60
"""A longer header is no period."""

_EXAMPLES = "2027-01, Jan 27 or 2027-W03"


@functools.lru_cache(4096)
def read_period(header: str, above: str = "") -> Period | None:
    """Read a header as a month or an ISO week.

    Parameters
    ----------
    header : str
        Such as ``2027-01``, ``Jan 27``, ``01/2027``, ``KW 3 2027``, or the date of a first of a month. The
        date of a last of a month is that month, and that of another Monday its week.
    above : str
        What stands above it, where a year may be.

    Returns
    -------
    Period or None
        None for a header that is neither.

    Raises
    ------
    InputError
        If it can be read in several ways, lacks its year, or names a month or week that does not exist.

    Examples
    --------
    >>> print(read_period("Mär 27"), read_period("KW 3", "2027"), read_period("Owner"))
    2027-03 2027-W03 None
    """
    text = _plain(header) if len(header) <= _LONGEST else ""
    for pattern, read in _READERS:
        if found := pattern.fullmatch(text):
            try:
                return read(header, found.groupdict(), above)
            except ValueError as error:
                if isinstance(error, InputError):
                    raise
                raise Refused("no such month or week", header, f"write {_EXAMPLES}") from None
    return None


def is_period(header: str, above: str = "") -> bool:
    """Whether a header is meant as a month or a week, be it well written or not.

    Examples
    --------
    >>> is_period("01/02"), is_period("Owner")
    (True, False)
    """
    try:
        return read_period(header, above) is not None
    except InputError:
        return True


def read_periods(headers: Sequence[tuple[str, str]]) -> list[Period | Refused | None]:
    """Read the headers of one table together: they are all months or all weeks, and none comes twice.

    Parameters
    ----------
    headers : sequence of (str, str)
        Each header, and what stands above it.

    Returns
    -------
    list of Period, Refused or None
        For each header its period, what is wrong with it, or None if it is neither month nor week.

    Examples
    --------
    >>> mondays = ["2027-02-01", "2027-02-08", "Owner"]
    >>> [str(each) for each in read_periods([(header, "") for header in mondays])]
    ['2027-W05', '2027-W06', 'None']
    """
    read = [_read(header, above) for header, above in headers]
    days = {index: day for index, (header, _) in enumerate(headers) if (day := _date(header))}
    if days and all(day.weekday() == 0 for day in days.values()) and any(d.day != 1 for d in days.values()):
        read = [_week_of(days[index]) if index in days else each for index, each in enumerate(read)]
    return _without_doubles(headers, _of_one_kind(headers, read))


def _read(header: str, above: str) -> Period | Refused | None:
    try:
        return read_period(header, above)
    except Refused as refused:
        return refused


def _of_one_kind(
    headers: Sequence[tuple[str, str]], read: Sequence[Period | Refused | None]
) -> list[Period | Refused | None]:
    """Refuse weeks among months, or months among weeks, whichever there are fewer of."""
    months = sum(isinstance(each, Period) and each.is_month for each in read)
    weeks = sum(isinstance(each, Period) for each in read) - months
    if not months or not weeks:
        return list(read)
    wanted, odd = ("months", "week") if months >= weeks else ("weeks", "month")
    return [
        Refused(
            f"a {odd} among {wanted}",
            header,
            "keep months and weeks apart: one table has one column for each",
        )
        if isinstance(each, Period) and each.is_month != (wanted == "months")
        else each
        for (header, _), each in zip(headers, read, strict=True)
    ]


def _without_doubles(
    headers: Sequence[tuple[str, str]], read: Sequence[Period | Refused | None]
) -> list[Period | Refused | None]:
    seen: dict[Period, str] = {}
    kept: list[Period | Refused | None] = []
    for (header, _), each in zip(headers, read, strict=True):
        if isinstance(each, Period) and each in seen:
            what = f"{each} has a column already"
            fix = "keep one column for each month or week"
            if _PLANNED.search(seen[each]) or _PLANNED.search(header):
                fix = f"{fix}: {seen[each]!r} or this one, whichever says what is still to be done"
            elif each == kept[-1] and (skipped := _hole_after(each, read)) is not None:
                fix = f"did you mean {skipped}?"
            kept.append(Refused(what, header, fix))
            continue
        if isinstance(each, Period):
            seen[each] = header
        kept.append(each)
    return kept


def _hole_after(month: Period, read: Sequence[Period | Refused | None]) -> Period | None:
    """Return the month after another, if it has no column and a later one has."""
    following = month.end + timedelta(days=1)
    skipped = Period.month(following.year, following.month)
    starts = [each.start for each in read if isinstance(each, Period) and each.is_month]
    return skipped if following not in starts and following < max(starts, default=following) else None


def month_meant(header: str) -> Period | None:
    """Return the month for which a header seems to be meant that is none; None if it seems to be no month.

    Parameters
    ----------
    header : str
        A month with a slip of the pen, or the number that a spreadsheet has for a day.

    Examples
    --------
    >>> print(month_meant("Mrach 27"), month_meant("46419"), month_meant("Priority"))
    2027-03 2027-02 None
    """
    text = _plain(header) if len(header) <= _LONGEST else ""
    if _SERIAL.fullmatch(text):
        day = _DAY_ZERO + timedelta(days=int(float(text)))
        return Period.month(day.year, day.month)
    found = _SLIP.fullmatch(text)
    word = None if found is None else near(found["name"], _MONTHS)
    if found is None or word is None:
        return None
    return Period.month(_year(found["year"], header, ""), _MONTHS[word])


_SERIAL: Final = re.compile(r"(?:3[7-9]|[4-6]\d)\d{3}(?:\.0)?")
"""A day from 2001 to 2091."""
_DAY_ZERO: Final = date(1899, 12, 30)
_SLIP: Final = re.compile(r"(?P<name>[^\W\d]+)\.?[ ./,-]*'?(?P<year>(?:20|21)?\d\d)")


# ---------------------------------------------------------------- spellings


_BESIDE = re.compile(
    r"^\(?(?:ftes?|plan|planned|soll|actual|actuals|ist)\)?[ :]+"
    r"|[ ,:]+\(?(?:ftes?|plan|planned|soll|actual|actuals|ist)\)?$"
)
"""What a header says besides its month: that it counts people, and whether they are planned."""
_PLANNED = re.compile(r"\b(?:plan|planned|soll|actual|actuals|ist)\b", re.IGNORECASE)


def _plain(header: str) -> str:
    """Return a header in small letters, without what it says besides its month or week."""
    text = " ".join(unicodedata.normalize("NFC", header).casefold().replace("’", "'").split())
    text = text.rstrip("* ")
    for _ in range(2):  # Jan 27 FTE (plan)
        text = _BESIDE.sub("", text)
    return text.rstrip("*) ")


def _year(written: str | None, header: str, above: str) -> int:
    """Return the year that a header says, else the one above it."""
    if written is not None:
        return int(written) if len(written) == 4 else 2000 + int(written)
    if fiscal := _FISCAL.search(above):
        such = f"write its own year behind it, such as {header.strip()} 2027"
        fix = f"{such}: {fiscal[0]} may begin in any month"
        raise Refused("a month of a fiscal year", header, fix)
    found = set(_ALONE.findall(above))
    if len(found) == 1:
        return int(found.pop())
    fix = f"write the year behind it, such as {header.strip()} 2027, or in the row above"
    raise Refused("without a year", header, fix)


def _week_of(monday: date) -> Period:
    return Period(monday, monday + timedelta(days=6))


def _date(header: str) -> date | None:
    """Return the day of a header that is a true date."""
    found = _DATE.fullmatch(_plain(header)) if len(header) <= _LONGEST else None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


def _around(header: str, day: date) -> Period:
    """Return the period that a date stands for: it begins or ends a month, or begins a week."""
    month = Period.month(day.year, day.month)
    if day in (month.start, month.end):
        return month
    if day.weekday() == 0:
        return _week_of(day)
    fix = f"write the first day of a month, such as {day:%Y-%m}-01, or the Monday of a week"
    raise Refused("a date that begins neither a month nor a week", header, fix)


def _by_date(header: str, parts: Mapping[str, str | None], _: str) -> Period:
    return _around(header, date(int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0)))


def _by_named_date(header: str, parts: Mapping[str, str | None], _: str) -> Period:
    return _around(
        header, date(int(parts["year"] or 0), _MONTHS[parts["name"] or ""], int(parts["day"] or 0))
    )


def _by_number(header: str, parts: Mapping[str, str | None], above: str) -> Period:
    return Period.month(_year(parts["year"], header, above), int(parts["month"] or 0))


def _by_name(header: str, parts: Mapping[str, str | None], above: str) -> Period:
    return Period.month(_year(parts["year"], header, above), _MONTHS[parts["name"] or ""])


def _by_week(header: str, parts: Mapping[str, str | None], above: str) -> Period:
    year = _year(parts["year"], header, above)
    return _week_of(date.fromisocalendar(year, int(parts["week"] or 0), 1))


def _by_written_date(header: str, parts: Mapping[str, str | None], _: str) -> Period:
    """Read day, month and year in figures where only one order of day and month is possible."""
    one, two, year = int(parts["one"] or 0), int(parts["two"] or 0), int(parts["year"] or 0)
    if max(one, two) <= 12 and one != two:
        _by_guess(header, parts, "")
    return _around(header, date(year, min(one, two), max(one, two)))


def _by_guess(header: str, parts: Mapping[str, str | None], above: str) -> Period:
    raise Refused("can be read in several ways", header, f"write {_EXAMPLES}")


_DATE = re.compile(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:[ t]00:00(?::00)?)?")

_Reader = Callable[[str, Mapping[str, str | None], str], Period]
_READERS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = (
    (_DATE, _by_date),
    (re.compile(rf"{_YEAR}[-/. ]?m?(?P<month>\d\d|(?<=[-/. m])\d)"), _by_number),
    (re.compile(rf"(?P<month>\d{{1,2}})[-/. ]{_YEAR}"), _by_number),
    (re.compile(rf"m(?P<month>\d{{1,2}}){_SHORT_YEAR}"), _by_number),
    (re.compile(rf"{_NAME}{_SHORT_YEAR}"), _by_name),
    (re.compile(rf"{_YEAR}[-/. ]*{_NAME}"), _by_name),
    (re.compile(rf"(?P<day>\d{{1,2}})\.?[ -]?{_NAME}[ -]{_YEAR}"), _by_named_date),
    (re.compile(rf"\d\d?\.?[ -]?{_NAME}(?:[ -]\d\d)?"), _by_guess),
    (re.compile(rf"{_YEAR}[-/ ]*{_WEEK}"), _by_week),
    (re.compile(rf"{_WEEK}{_SHORT_YEAR}"), _by_week),
    (re.compile(rf"(?P<one>\d\d?)[-/.](?P<two>\d\d?)[-/.]{_YEAR}"), _by_written_date),
    (re.compile(r"\d\d?[-/]\d\d?(?:[-/.]\d\d)?|\d\d?\.\d\d?\.(?:\d\d)?"), _by_guess),
)
"""Every spelling, the clearest first."""


# ---------------------------------------------------------------- longer spans

_SPAN = re.compile(
    rf"(?:fy ?)?{_YEAR}|(?P<part>[qh])(?P<number>[1-4]){_SHORT_YEAR}".replace("P<year>", "P<last>", 1)
    + rf"|{_YEAR}[-/. ]*(?P<part_>[qh])(?P<number_>[1-4])".replace("P<year>", "P<first>")
)


def read_span(header: str, above: str = "") -> Period | None:
    """Read a header as a year, a half or a quarter, which sums up months; None if it is none of these.

    Examples
    --------
    >>> print(read_span("Q2 2027"), read_span("2027"), read_span("Owner"))
    2027-04-01 to 2027-06-30 2027-01-01 to 2027-12-31 None
    """
    found = _SPAN.fullmatch(_plain(header)) if len(header) <= _LONGEST else None
    if found is None:
        return None
    try:
        year = _year(found["last"] or found["year"] or found["first"], header, above)
    except Refused:
        return None
    part, number = found["part"] or found["part_"], int(found["number"] or found["number_"] or 1)
    months = {"q": 3, "h": 6, None: 12}[part]
    if number * months > 12:
        return None
    first, last = (number - 1) * months + 1, number * months
    return Period(date(year, first, 1), Period.month(year, last).end)
