"""Working patterns, public holidays and leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from capsim.domain.values import Day, Name, OptionalName, Share, day, number, value
from capsim.errors import Refused

__all__ = ["Calendar", "Holiday", "Leave"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@value
class Holiday:
    """A public holiday: nobody on this calendar works that day."""

    day: Day
    name: OptionalName = None


def _pattern(given: object) -> tuple[float, ...]:
    """Return seven shares, Monday first, from ``"mon-fri"``, ``"mon tue thu"`` or seven numbers."""
    if isinstance(given, str):
        if re.fullmatch(r"[\d.]+(\s*[;,/ ]\s*[\d.]+){6}", given.strip()):
            return _pattern([part for part in re.split(r"[;,/ ]+", given.strip()) if part])
        shares = [0.0] * 7
        for part in re.split(r"[;,\s]+", given.strip().lower()):
            first, _, last = part.partition("-")
            unknown = [word for word in (first, last or first) if word[:3] not in _DAYS]
            if unknown:
                raise Refused("no day of the week", unknown[0], 'write days such as "mon-thu sat"')
            one, two = _DAYS.index(first[:3]), _DAYS.index((last or first)[:3])
            for index in range(one, two + 1 if two >= one else two + 8):
                shares[index % 7] = 1.0
        return tuple(shares)
    if isinstance(given, Iterable):
        shares = [number(part) for part in given]
        if len(shares) == 7 and all(0 <= share <= 2 for share in shares) and any(shares):
            return tuple(shares)
    raise Refused("no working pattern", given, 'write "mon-fri", or seven shares of a day, Monday first')


def _holidays(given: object) -> tuple[Holiday, ...]:
    if given is None:
        return ()
    if isinstance(given, Mapping):
        return _holidays([Holiday(key, label) for key, label in given.items()])
    if not isinstance(given, Iterable) or isinstance(given, str):
        raise Refused("no list of holidays", given, "write a list of dates")
    made: dict[date, Holiday] = {}
    for entry in given:
        if isinstance(entry, Holiday):
            holiday = entry
        elif isinstance(entry, Mapping):
            holiday = Holiday(**entry)
        elif isinstance(entry, tuple | list):
            holiday = Holiday(*entry)
        else:
            holiday = Holiday(day(entry))
        made.setdefault(holiday.day, holiday)
    return tuple(made[key] for key in sorted(made))


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
    """

    name: Name = "standard"
    pattern: Annotated[tuple[float, ...], BeforeValidator(_pattern)] = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    country: OptionalName = None
    region: OptionalName = None
    holidays: Annotated[tuple[Holiday, ...], BeforeValidator(_holidays)] = ()
    resolved_to: Day | None = None


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
    """

    start: Day
    end: Day | None = None
    share: Share = 1.0
    kind: OptionalName = None

    def __post_init__(self) -> None:
        if self.end is None:
            object.__setattr__(self, "end", self.start)
        elif self.end < self.start:
            raise Refused("leave that ends before it starts", str(self.end), f"write {self.start} or later")

    @property
    def last(self) -> date:
        """The last day of the leave."""
        return self.end or self.start
