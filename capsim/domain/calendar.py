"""Working patterns, public holidays and leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import (
    Day,
    DayLike,
    Name,
    NumberLike,
    OptionalName,
    Share,
    all_made,
    number,
    plain,
    value,
)
from capsim.errors import Refused

__all__ = ["Calendar", "Holiday", "Leave", "pattern_text"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MON_TO_FRI = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


@value
class Holiday:
    """A public holiday: nobody on this calendar works that day.

    Parameters
    ----------
    day : date
    name : str, optional

    Examples
    --------
    >>> Holiday("2027-01-01", "New Year's Day")
    Holiday('2027-01-01', "New Year's Day")
    """

    day: Day
    name: OptionalName = None

    if TYPE_CHECKING:

        def __init__(self, day: DayLike, name: str | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, *(["day"] if self.name is None else ["day", "name"]))

    _repr_html_ = as_code


def _pattern(given: object) -> tuple[float, ...]:
    """Return seven shares, Monday first, from ``"mon-fri"``, ``"mon tue thu"`` or seven numbers."""
    if isinstance(given, str):
        parts = [part for part in re.split(r"[;,\s]+", re.sub(r"\s*[-–]\s*", "-", given.strip())) if part]
        if len(parts) == 7 and not any(part[:1].isalpha() for part in parts):
            return _pattern(parts)
        return _days_of(parts, given)
    if isinstance(given, Iterable) and not isinstance(given, Mapping):
        shares = [number(part) for part in given]
        if len(shares) == 7 and all(0 <= share <= 2 for share in shares) and any(shares):
            return tuple(shares)
    raise Refused("no working pattern", given, 'write "mon-fri", or seven shares of a day, Monday first')


def _days_of(parts: Iterable[str], given: str) -> tuple[float, ...]:
    """Return whole days of work from words such as ``mon-thu`` and ``sat``; a span may pass Sunday."""
    shares = [0.0] * 7
    for part in parts:
        first, _, last = part.partition("-")
        one, two = _weekday(first), _weekday(last or first)
        for index in range(one, two + 1 if two >= one else two + 8):
            shares[index % 7] = 1.0
    if not any(shares):
        raise Refused("no working pattern", given, 'write days such as "mon-thu sat"')
    return tuple(shares)


def _weekday(word: str) -> int:
    """Return 0 for Monday, written ``mon``, ``Monday`` or anything between."""
    found = [index for index, full in enumerate(_DAYS) if len(word) >= 2 and full.startswith(word.casefold())]
    if len(found) != 1:
        raise Refused("no day of the week", word, 'write days such as "mon-thu sat"')
    return found[0]


def pattern_text(pattern: tuple[float, ...]) -> str:
    """Write a working pattern as short as it reads back.

    Parameters
    ----------
    pattern : tuple of 7 floats
        Shares of a day, Monday first.

    Returns
    -------
    str

    Examples
    --------
    >>> pattern_text((1, 1, 1, 1, 0, 1, 0)), pattern_text((1, 1, 1, 1, 0.5, 0, 0))
    ('mon-thu sat', '1 1 1 1 0.5 0 0')
    """
    if any(share not in (0, 1) for share in pattern):
        return " ".join(map(plain, pattern))
    runs: list[list[int]] = []
    for index, share in enumerate(pattern):
        if share:
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    return " ".join("-".join(dict.fromkeys((_DAYS[run[0]][:3], _DAYS[run[-1]][:3]))) for run in runs)


def _holidays(given: object) -> tuple[Holiday, ...]:
    if given is None:
        return ()
    if isinstance(given, Mapping):
        given = list(given.items())
    if isinstance(given, Holiday):
        given = [given]
    if not isinstance(given, Iterable) or isinstance(given, str):
        raise Refused("no list of holidays", given, "write a list of dates")
    made = {holiday.day: holiday for holiday in reversed(all_made(Holiday, given, _holiday))}
    return tuple(made[key] for key in sorted(made))


def _holiday(entry: object) -> Holiday:
    return Holiday(*entry) if isinstance(entry, tuple | list) else Holiday(entry)  # type: ignore[arg-type]


HolidaysLike: TypeAlias = Mapping[Any, str] | Iterable[Holiday | DayLike | tuple[DayLike, str]]


@value
class Calendar:
    """When work is done: a weekly pattern and the public holidays.

    Parameters
    ----------
    name : str
        Other entities refer to it by this name.
    pattern : str or sequence of 7 floats
        Share of a day worked, Monday first; ``"mon-fri"`` is the default.
    country, region : str, optional
        ISO codes (``"DE"``, ``"BY"``) whose public holidays count. They are looked up once, when a
        portfolio is made, and stay in it as dates.
    holidays : list of dates
        Further days off.
    resolved_to : date, optional
        The last date up to which ``holidays`` holds those of the country; set by the portfolio.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Calendar("part-time", "mon-thu", country="DE", region="BY")
    Calendar('part-time', 'mon-thu', country='DE', region='BY')
    """

    name: Name = "standard"
    pattern: Annotated[tuple[float, ...], BeforeValidator(_pattern)] = _MON_TO_FRI
    country: OptionalName = None
    region: OptionalName = None
    holidays: Annotated[tuple[Holiday, ...], BeforeValidator(_holidays)] = ()
    resolved_to: Day | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str = "standard",
            pattern: str | Iterable[NumberLike] = _MON_TO_FRI,
            country: str | None = None,
            region: str | None = None,
            holidays: HolidaysLike = (),
            resolved_to: DayLike | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.region is not None and self.country is None:
            raise Refused("a region without a country", self.region, 'give the country, such as "DE"')

    def __repr__(self) -> str:
        leading = ["name"] if self.pattern == _MON_TO_FRI else ["name", "pattern"]
        frozen = self.country is not None and self.resolved_to is not None
        hidden = ["resolved_to", *(["holidays"] if frozen else [])]
        return as_call(self, *leading, hidden=hidden, forms={"pattern": pattern_text(self.pattern)})

    _repr_html_ = as_code


@value
class Leave:
    """Days on which a person gives less, or nothing.

    Parameters
    ----------
    start, end : date
        First and last day, both inclusive; ``end`` defaults to ``start``.
    share : float
        Share of the day away; 1 is the whole day.
    kind : str, optional
        Such as ``"vacation"``.
    paid : bool
        Whether the days are paid; to contractors they are not.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Leave("2027-02-01", "2027-02-12", kind="vacation")
    Leave('2027-02-01', '2027-02-12', kind='vacation')
    """

    start: Day
    end: Day | None = None
    share: Share = 1.0
    kind: OptionalName = None
    paid: bool = True

    if TYPE_CHECKING:

        def __init__(
            self,
            start: DayLike,
            end: DayLike | None = None,
            share: NumberLike = 1.0,
            kind: str | None = None,
            paid: bool = True,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.end is None:
            object.__setattr__(self, "end", self.start)
        elif self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    def __repr__(self) -> str:
        one_day = self.end == self.start
        return as_call(self, "start", *([] if one_day else ["end"]), hidden=["end"] if one_day else [])

    _repr_html_ = as_code

    @property
    def last(self) -> date:
        """The last day of the leave."""
        return self.end or self.start
