"""A share of people that is kept for a project, as an edit: for exploration, or for what must go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.domain.booking import Booking
from capsim.domain.edits.base import of_name, people_named
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Day, DayLike, Name, NumberLike, OptionalName, Share, plain, value
from capsim.errors import Refused

__all__ = ["Reserve"]


@value
class Reserve:
    """A share of people is kept for a project: nobody else gets it, be there work for it or not.

    It becomes a hard booking of each of them (see `capsim.Booking`). What it costs the other projects, and
    what the project gains by it, is what a comparison tells.

    Parameters
    ----------
    project : str
    share : float
        Of each person's own time.
    start, end : date
        First and last day.
    who : str, optional
        A person, a pool, a team, or a role; without one everybody.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Reserve("Lab", 0.1, "2027-01-04", "2027-12-31", "backend"))
    keep 10 % of backend for Lab from 2027-01-04 to 2027-12-31
    """

    project: Name
    share: Share
    start: Day
    end: Day
    who: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self, project: str, share: NumberLike, start: DayLike, end: DayLike, who: str | None = None
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they are booked."""
        of_name(self.project, portfolio.projects, "project")
        kept = [
            Booking(
                str(person.name),
                self.project,
                max(self.start, person.start or self.start),
                min(self.end, person.end or self.end),
                self.share,
                "hard",
            )
            for person in self._whom(portfolio)
            if (person.start or self.start) <= self.end and (person.end or self.end) >= self.start
        ]
        return portfolio.replace(bookings=(*portfolio.bookings, *kept))

    def _whom(self, portfolio: Portfolio) -> list[Person]:
        """Return who can be booked: no vacancy, which has no name, and nobody who may not be hired."""
        found = people_named(portfolio, self.who) if self.who is not None else portfolio.people
        able = [each for each in found if each.name is not None and each.kind == "person"]
        if not able:
            raise Refused("nobody who can be booked", self.who or "everybody", "name people who are there")
        return able

    def __str__(self) -> str:
        of = self.who or "everybody"
        return f"keep {plain(100 * self.share)} % of {of} for {self.project} from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "project", "share", "start", "end")

    _repr_html_ = as_code
