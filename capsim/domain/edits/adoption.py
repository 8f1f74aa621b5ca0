"""A change programme, as an edit: productivity falls where the new way is taken up, and comes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from capsim.domain.calendar import Leave
from capsim.domain.edits.base import people_named
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import (
    Count,
    Day,
    DayLike,
    Names,
    NamesLike,
    NumberLike,
    Share,
    plain,
    value,
)
from capsim.domain.words import plural
from capsim.errors import Refused

__all__ = ["AdoptionDip"]

_WEEK = timedelta(days=7)


@value
class AdoptionDip:
    """A new way of working is taken up, in waves: for each, productivity falls and comes back by the week.

    What is missing goes into the new way: it is paid, and no work of the projects gets done in it.

    Parameters
    ----------
    who : list of str
        Teams, roles, people or pools, one wave each, in order. Who is meant by several is in the first.
    start : date
        The first day of the first wave.
    share : float
        What is left of a day for the work of the projects, at first.
    weeks : int
        After so many weeks all of it is; it comes back by the same share each week.
    between : int
        Weeks from one wave to the next; 0 is all at once.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(AdoptionDip("Core; Web", "2027-03-01", 0.6, weeks=8, between=4))
    Core, Web take up a new way from 2027-03-01: 60 % at first, all again after 8 weeks, a wave every 4 weeks
    """

    who: Names
    start: Day
    share: Share = 0.7
    weeks: Count = 8
    between: Count = 0

    if TYPE_CHECKING:

        def __init__(
            self, who: NamesLike, start: DayLike, share: NumberLike = 0.7, weeks: int = 8, between: int = 0
        ) -> None: ...

    def __post_init__(self) -> None:
        if not self.who:
            raise Refused("nobody takes it up", fix="name teams, roles or people")
        if self.share == 1:
            raise Refused("no dip", self.share, "write what is left of a day at first, such as 0.7")
        if not self.weeks:
            raise Refused("no time to come back", self.weeks, "write weeks=1 or more")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they have less time for a while."""
        waves: dict[int, int] = {}
        for number, who in enumerate(self.who):
            for person in people_named(portfolio, who):
                waves.setdefault(id(person), number)
        people = tuple(
            dataclasses.replace(person, leave=(*person.leave, *self._dip(waves[id(person)])))
            if id(person) in waves and not person.is_equipment
            else person
            for person in portfolio.people
        )
        if people == portfolio.people:
            raise Refused("equipment, which takes up nothing", "; ".join(self.who), "name people")
        return portfolio.replace(people=people)

    def _dip(self, wave: int) -> Iterator[Leave]:
        """Yield what is missing of each week."""
        first: date = self.start + wave * self.between * _WEEK
        for week in range(self.weeks):
            missing = (1 - self.share) * (self.weeks - week) / self.weeks
            begin = first + week * _WEEK
            yield Leave(begin, begin + timedelta(days=6), missing, kind="adoption")

    def __str__(self) -> str:
        verb = "takes" if len(self.who) == 1 else "take"
        waves = f", a wave every {plural(self.between, 'week')}" if self.between and len(self.who) > 1 else ""
        back = f"{plain(100 * self.share)} % at first, all again after {plural(self.weeks, 'week')}"
        return f"{', '.join(self.who)} {verb} up a new way from {self.start}: {back}{waves}"

    def __repr__(self) -> str:
        return as_call(self, "who", "start")

    _repr_html_ = as_code
