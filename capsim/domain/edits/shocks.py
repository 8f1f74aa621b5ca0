"""Shocks to people, as edits: who leaves, is away, is wanted elsewhere, does not come."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from capsim.domain.calendar import Leave
from capsim.domain.edits.base import of_name
from capsim.domain.edits.people import RemovePerson
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Day, DayLike, Name, NumberLike, Share, plain, value
from capsim.errors import Refused, did_you_mean

__all__ = ["HiringFreeze", "KeyPersonLeaves", "ScarceSkill", "SiteOut", "TeamOut"]


@value
class KeyPersonLeaves:
    """Somebody leaves, and perhaps a successor of the same skills comes.

    Parameters
    ----------
    name : str
    start : date
        The first day without them.
    successor : date, optional
        The first day of the successor; without one nobody comes.

    Examples
    --------
    >>> print(KeyPersonLeaves("Ada", "2027-03-01", "2027-06-01"))
    Ada leaves from 2027-03-01, a successor comes on 2027-06-01
    """

    name: Name
    start: Day
    successor: Day | None = None

    if TYPE_CHECKING:

        def __init__(self, name: str, start: DayLike, successor: DayLike | None = None) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio without them from that day on."""
        person = of_name(self.name, portfolio.people, "person")
        left = RemovePerson(self.name, self.start).apply(portfolio)
        if self.successor is None:
            return left
        heir = Person(
            None, person.skills, start=self.successor, team=person.team, cost_per_day=person.cost_per_day
        )
        return left.replace(people=(*left.people, heir))

    def __str__(self) -> str:
        heir = f", a successor comes on {self.successor}" if self.successor else ""
        return f"{self.name} leaves from {self.start}{heir}"

    def __repr__(self) -> str:
        return as_call(self, "name", "start")

    _repr_html_ = as_code


@value
class TeamOut:
    """A whole team is away for a time.

    Parameters
    ----------
    team : str
    start, end : date
        First and last day.

    Examples
    --------
    >>> print(TeamOut("Core", "2027-03-01", "2027-03-31"))
    team Core is out from 2027-03-01 to 2027-03-31
    """

    team: Name
    start: Day
    end: Day

    if TYPE_CHECKING:

        def __init__(self, team: str, start: DayLike, end: DayLike) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they are away."""
        known = [person.team for person in portfolio.people if person.team]
        if self.team not in known:
            raise Refused("no such team", self.team, did_you_mean(self.team, known))
        away = Leave(self.start, self.end, kind="team out")
        return _with_leave(portfolio, away, lambda person: person.team == self.team)

    def __str__(self) -> str:
        return f"team {self.team} is out from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "team", "start", "end")

    _repr_html_ = as_code


@value
class SiteOut:
    """Everybody of a location is away for a time.

    Parameters
    ----------
    location : str
    start, end : date
        First and last day.

    Examples
    --------
    >>> print(SiteOut("Vienna", "2027-03-01", "2027-03-31"))
    Vienna is out from 2027-03-01 to 2027-03-31
    """

    location: Name
    start: Day
    end: Day

    if TYPE_CHECKING:

        def __init__(self, location: str, start: DayLike, end: DayLike) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they are away."""
        known = [person.location for person in portfolio.people if person.location]
        if self.location not in known:
            raise Refused("no such location", self.location, did_you_mean(self.location, known))
        away = Leave(self.start, self.end, kind="site out")
        return _with_leave(portfolio, away, lambda person: person.location == self.location)

    def __str__(self) -> str:
        return f"{self.location} is out from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "location", "start", "end")

    _repr_html_ = as_code


@value
class ScarceSkill:
    """A skill is wanted elsewhere: those who have it are there for part of their time only.

    Parameters
    ----------
    skill : str
    start, end : date
        First and last day.
    share : float
        Share of their day that is gone.

    Examples
    --------
    >>> print(ScarceSkill("data", "2027-03-01", "2027-05-31"))
    data is scarce: 50 % of their time is gone from 2027-03-01 to 2027-05-31
    """

    skill: Name
    start: Day
    end: Day
    share: Share = 0.5

    if TYPE_CHECKING:

        def __init__(self, skill: str, start: DayLike, end: DayLike, share: NumberLike = 0.5) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they have less time."""
        known = {skill.name for person in portfolio.people for skill in person.skills}
        if self.skill not in known:
            raise Refused("no such skill", self.skill, did_you_mean(self.skill, known))
        away = Leave(self.start, self.end, self.share, kind="wanted elsewhere")
        return _with_leave(
            portfolio, away, lambda person: self.skill in {skill.name for skill in person.skills}
        )

    def __str__(self) -> str:
        gone = f"{plain(100 * self.share)} % of their time is gone"
        return f"{self.skill} is scarce: {gone} from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "skill", "start", "end")

    _repr_html_ = as_code


def _with_leave(portfolio: Portfolio, away: Leave, meant: Callable[[Person], bool]) -> Portfolio:
    people = tuple(
        dataclasses.replace(person, leave=(*person.leave, away)) if meant(person) else person
        for person in portfolio.people
    )
    return portfolio.replace(people=people)


@value
class HiringFreeze:
    """Nobody begins for a time: who would, begins the day after.

    Parameters
    ----------
    start, end : date
        First and last day.

    Examples
    --------
    >>> print(HiringFreeze("2027-01-01", "2027-06-30"))
    nobody begins from 2027-01-01 to 2027-06-30
    """

    start: Day
    end: Day

    if TYPE_CHECKING:

        def __init__(self, start: DayLike, end: DayLike) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which people begin later."""
        after = self.end + timedelta(days=1)
        meant = [
            person
            for person in portfolio.people
            if person.start is not None and max(portfolio.start, self.start) < person.start <= self.end
        ]
        if not meant:
            raise Refused("nobody begins in that time", fix="give the days in which somebody would begin")
        people = tuple(
            dataclasses.replace(person, start=after) if person in meant else person
            for person in portfolio.people
        )
        return portfolio.replace(people=people)

    def __str__(self) -> str:
        return f"nobody begins from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "start", "end")

    _repr_html_ = as_code
