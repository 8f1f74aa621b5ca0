"""Shocks to work, as edits: there is more of it, estimates were too low, a vendor is late."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator

from capsim.clock import MAX_DAYS
from capsim.domain.calendar import Leave
from capsim.domain.distributions import Fixed
from capsim.domain.edits.base import Edit, free_name, working_days_later
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_call, as_code
from capsim.domain.risk import Impact, Risk
from capsim.domain.uncertainty import Driver, Selector
from capsim.domain.values import (
    Name,
    Names,
    NamesLike,
    NumberLike,
    Share,
    Speed,
    number,
    plain,
    value,
)
from capsim.domain.words import plural
from capsim.errors import Refused, did_you_mean

__all__ = ["DemandShock", "EstimatesLow", "VendorLate"]


@value
class DemandShock:
    """All work, or that of some projects, turns out more, or less.

    Parameters
    ----------
    factor : float
        On all amounts: 1.3 is 30 % more, as if estimates had been that much too low.
    projects, objectives : list of str
        Whose work; all of it without.

    Examples
    --------
    >>> print(DemandShock(1.3), DemandShock(1.5, projects="Shop"), sep="; ")
    130 % of all work; 150 % of the work of Shop
    """

    factor: Speed
    projects: Names = ()
    objectives: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self, factor: NumberLike, projects: NamesLike = (), objectives: NamesLike = ()
        ) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with that much work."""
        scope = Selector(projects=self.projects, objectives=self.objectives)
        return _times(portfolio, self, self.factor, scope)

    def __str__(self) -> str:
        whose = ", ".join((*self.projects, *self.objectives))
        return f"{plain(100 * self.factor)} % of " + (f"the work of {whose}" if whose else "all work")

    def __repr__(self) -> str:
        return as_call(self, "factor")

    _repr_html_ = as_code


@value
class EstimatesLow:
    """Estimates were too low: the work that they are for takes more.

    Parameters
    ----------
    share : float
        By how much: with 0.3 everything takes 130 % of what is estimated, its range with it.
    projects, skills, tags : list of str
        Whose estimates, those of work for which skills, or with which tags; all of them without. Work must
        fit all that are given.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(EstimatesLow(), EstimatesLow(0.5, projects="Shop", skills="data"), sep="; ")
    work takes 30 % more than estimated; work for data of Shop takes 50 % more than estimated
    """

    share: Share = 0.3
    projects: Names = ()
    skills: Names = ()
    tags: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            share: NumberLike = 0.3,
            projects: NamesLike = (),
            skills: NamesLike = (),
            tags: NamesLike = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        if not self.share:
            raise Refused("not too low", self.share, "write by how much, such as 0.3")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which that work takes more."""
        scope = Selector(projects=self.projects, skills=self.skills, tags=self.tags)
        return _times(portfolio, self, 1 + self.share, scope)

    def __str__(self) -> str:
        told = [f"tagged {', '.join(self.tags)}"] if self.tags else []
        told += [f"for {', '.join(self.skills)}"] if self.skills else []
        told += [f"of {', '.join(self.projects)}"] if self.projects else []
        return f"{' '.join(['work', *told])} takes {plain(100 * self.share)} % more than estimated"

    def __repr__(self) -> str:
        return as_call(self, *(["share"] if self.share != 0.3 else []))

    _repr_html_ = as_code


def _times(portfolio: Portfolio, shock: Edit, factor: float, scope: Selector) -> Portfolio:
    """Return a portfolio in which the work in scope is that much more."""
    name = free_name(f"shock: {shock}", (driver.name for driver in portfolio.drivers))
    return portfolio.replace(drivers=(*portfolio.drivers, Driver(name, Fixed(factor), scope)))


def _working_days(given: object) -> int:
    days = number(given)
    if days != int(days) or not 1 <= days <= MAX_DAYS:
        raise Refused("no delay", given, "write a whole number of working days, such as 20")
    return int(days)


@value
class VendorLate:
    """A vendor is late: what hangs on the vendor gets ready later, and the vendor's people come later.

    On a vendor hangs the work that risks with this vendor touch, and what is tagged with the vendor's name.
    The vendor's people are those whose team, location or tag it is: they are away, unpaid, for so long from
    the day on which they would begin, or from today on if they have begun.

    Parameters
    ----------
    vendor : str
    days : int
        Working days.
    projects, tags : list of str
        Instead: only the work of these projects, with one of these tags.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(VendorLate("Acme", 20), VendorLate("Acme", 5, projects="Shop"), sep="; ")
    Acme is 20 days late; Acme is 5 days late with Shop
    """

    vendor: Name
    days: Annotated[int, BeforeValidator(_working_days)]
    projects: Names = ()
    tags: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self, vendor: str, days: int, projects: NamesLike = (), tags: NamesLike = ()
        ) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which the vendor is late."""
        scopes = list(dict.fromkeys(self._scopes(portfolio)))
        people = tuple(self._later(portfolio, person) for person in portfolio.people)
        if not scopes and people == portfolio.people:
            known = dict.fromkeys(_labels(portfolio))
            fix = did_you_mean(self.vendor, known) or "name the projects or tags that wait for the vendor"
            raise Refused("nothing hangs on that vendor", self.vendor, fix)
        risks = list(portfolio.risks)
        for scope in scopes:
            name = free_name(f"shock: {self}", (risk.name for risk in risks))
            risks.append(Risk(name, 1, Impact(delay=self.days), scope, vendor=self.vendor))
        return portfolio.replace(people=people, risks=tuple(risks))

    def _scopes(self, portfolio: Portfolio) -> Iterator[Selector]:
        """Yield what work hangs on the vendor."""
        if self.projects or self.tags:
            yield Selector(projects=self.projects, tags=self.tags)
            return
        yield from (risk.scope for risk in portfolio.risks if risk.vendor == self.vendor)
        if any(self.vendor in each for each in _tags(portfolio)):
            yield Selector(tags=[self.vendor])

    def _later(self, portfolio: Portfolio, person: Person) -> Person:
        """Return somebody as they come, if they are the vendor's."""
        is_meant = self.vendor in (person.team, person.location, *person.tags)
        if self.projects or self.tags or not is_meant:
            return person
        first = max(portfolio.start, portfolio.status_date or portfolio.start)
        due = max(first, person.start or first)
        late = working_days_later(portfolio.calendar, due, self.days)
        away = Leave(due, late - timedelta(days=1), kind="vendor late", paid=False)
        return dataclasses.replace(person, leave=(*person.leave, away))

    def __str__(self) -> str:
        what = [f"what is tagged {', '.join(self.tags)}"] if self.tags else []
        what += [", ".join(self.projects)] if self.projects else []
        with_ = f" with {' of '.join(what)}" if what else ""
        return f"{self.vendor} is {plural(self.days, 'day')} late{with_}"

    def __repr__(self) -> str:
        return as_call(self, "vendor", "days")

    _repr_html_ = as_code


def _tags(portfolio: Portfolio) -> Iterator[tuple[str, ...]]:
    for project in portfolio.projects:
        yield project.tags
        yield from (task.tags for task in project.tasks)


def _labels(portfolio: Portfolio) -> Iterator[str]:
    """Yield what could be a vendor."""
    yield from (risk.vendor for risk in portfolio.risks if risk.vendor)
    for person in portfolio.people:
        yield from (label for label in (person.team, person.location, *person.tags) if label)
    yield from (tag for tags in _tags(portfolio) for tag in tags)
