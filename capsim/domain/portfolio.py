"""The portfolio: the whole model, checked and linked by name."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from capsim.domain.calendar import Calendar, Holiday
from capsim.domain.lookup import linked
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, as_ranges
from capsim.domain.values import Day, Name, OptionalName, Share, value
from capsim.errors import InputError, Refused

if TYPE_CHECKING:
    from capsim.domain.findings import Findings

__all__ = ["HORIZON_YEARS", "Portfolio"]

HORIZON_YEARS = 10
"""Years past the last date in the model after which a run stops."""

_COUNTRY = re.compile(r"(?P<country>[A-Z]{2})(?:[- ](?P<region>[A-Z0-9]{1,3}))?")


def _as_calendar(given: object) -> Calendar:
    """Return a calendar from one, from a country code such as ``"DE-BY"``, or from ``"mon-fri"``."""
    if given is None:
        return Calendar()
    if isinstance(given, Calendar):
        return given
    if isinstance(given, Mapping):
        return Calendar(**given)
    if isinstance(given, str):
        found = _COUNTRY.fullmatch(given.strip())
        if found:
            return Calendar(given.strip(), country=found["country"], region=found["region"])
        return Calendar(pattern=given)  # type: ignore[arg-type]
    raise Refused("no calendar", given, 'write "DE-BY", "mon-fri" or Calendar(...)')


def _entities(cls: type) -> BeforeValidator:
    def convert(given: object) -> tuple[Any, ...]:
        if given is None:
            return ()
        if isinstance(given, cls):
            return (given,)
        if isinstance(given, Iterable) and not isinstance(given, str | Mapping):
            return tuple(cls(**entry) if isinstance(entry, Mapping) else entry for entry in given)
        raise Refused(f"no list of {cls.__name__}", given, f"write [{cls.__name__}(...), ...]")

    return BeforeValidator(convert)


def _policy(given: object) -> Policy:
    if given is None:
        return Policy()
    return Policy(**given) if isinstance(given, Mapping) else given  # type: ignore[return-value]


@value
class Portfolio:
    """People and projects from a start date on: what capsim simulates.

    Parameters
    ----------
    name : str
    start : date
        The first day of the run.
    people : list of Person
    projects : list of Project
    calendar : Calendar or str
        The portfolio's working days: elapsed work and lags count them, and people without a calendar
        of their own follow it. ``"DE-BY"`` and ``"mon-thu"`` are understood.
    calendars : list of Calendar
        Further calendars, for people to name.
    drivers : list of Driver
        Factors shared by many tasks.
    groups : list of CopulaGroup
        Amounts that are correlated.
    run_the_business : float
        Share of everybody's day kept for daily business, unless a person says otherwise.
    ranges : {"none", "usual"} or Ranges
        The spread given to estimates that come without one.
    horizon : date, optional
        The last day simulated; default ten years past the last date in the model.
    currency : str, optional
        Shown beside money.
    policy : Policy
        The house rules.
    """

    name: Name
    start: Day
    people: Annotated[tuple[Person, ...], _entities(Person)] = ()
    projects: Annotated[tuple[Project, ...], _entities(Project)] = ()
    calendar: Annotated[Calendar, BeforeValidator(_as_calendar)] = Calendar()
    calendars: Annotated[tuple[Calendar, ...], _entities(Calendar)] = ()
    drivers: Annotated[tuple[Driver, ...], _entities(Driver)] = ()
    groups: Annotated[tuple[CopulaGroup, ...], _entities(CopulaGroup)] = ()
    run_the_business: Share = 0.0
    ranges: Annotated[Ranges, BeforeValidator(as_ranges)] = Ranges()
    horizon: Day | None = None
    currency: OptionalName = None
    policy: Annotated[Policy, BeforeValidator(_policy)] = Policy()

    def __post_init__(self) -> None:
        from capsim.domain.checks import (  # checks read portfolios: imported late
            place_problems_in,
            problems_in,
        )

        _set(self, "people", tuple(_named_vacancies(self.people)))
        _set(self, "projects", linked(self.projects))
        _set(self, "calendars", (*self.calendars, *_countries_of(self)))
        if not place_problems_in(self):
            last = self.last_day
            _set(self, "calendar", _resolved(self.calendar, self.start, last))
            _set(self, "calendars", tuple(_resolved(each, self.start, last) for each in self.calendars))
        problems = problems_in(self)
        if problems:
            raise InputError(problems)

    def check(self) -> Findings:
        """Remark on what does not stop a run, but could be better.

        What would stop one was refused when the portfolio was made.

        Returns
        -------
        Findings
            A tuple of `capsim.errors.Problem`, one a line when shown.
        """
        from capsim.domain.findings import Findings, findings_in  # they read portfolios: imported late

        return Findings(findings_in(self))

    @property
    def last_date(self) -> date:
        """The last date that the model mentions (holidays aside)."""
        return max(_dates(self))

    @property
    def last_day(self) -> date:
        """The last day simulated: the horizon, or ten years past the last date in the model."""
        if self.horizon is not None:
            return self.horizon
        return _years_later(self.last_date, HORIZON_YEARS)

    @property
    def staff(self) -> tuple[Person, ...]:
        """Everybody, one by one: pools are unfolded into ``"name 1"``, ``"name 2"`` ..."""
        return tuple(single for person in self.people for single in _unfolded(person))

    def project(self, named: str) -> Project:
        """Return a project by name."""
        return next(project for project in self.projects if project.name == named)

    def calendar_of(self, person: Person) -> Calendar:
        """Return the calendar that a person follows."""
        if person.calendar is None or person.calendar == self.calendar.name:
            return self.calendar
        return next(calendar for calendar in self.calendars if calendar.name == person.calendar)


def _countries_of(portfolio: Portfolio) -> Iterator[Calendar]:
    """Make the calendars of people who name a country instead of a calendar."""
    named = {calendar.name for calendar in (portfolio.calendar, *portfolio.calendars)}
    wanted = dict.fromkeys(person.calendar for person in portfolio.people if person.calendar)
    return (_as_calendar(code) for code in wanted if code not in named and _COUNTRY.fullmatch(code))


def _set(entity: object, field: str, content: object) -> None:
    """Fill in a canonical form while the frozen value is being made."""
    object.__setattr__(entity, field, content)


def _named_vacancies(people: Iterable[Person]) -> Iterator[Person]:
    """Give vacancies their canonical names: ``"backend vacancy 1"``, and so on by role."""
    numbers: dict[str, int] = {}
    for person in people:
        if person.is_vacancy:
            numbers[person.role] = numbers.get(person.role, 0) + 1
            yield dataclasses.replace(person, name=f"{person.role} vacancy {numbers[person.role]}")
        else:
            yield person


def _unfolded(person: Person) -> Iterator[Person]:
    if person.count == 1:
        yield person
        return
    for index in range(1, person.count + 1):
        single = copy.copy(person)  # valid already: checking it again would take long for a large pool
        _set(single, "name", f"{person.name} {index}")
        _set(single, "count", 1)
        yield single


def _dates(portfolio: Portfolio) -> Iterator[date]:
    """Every date in the model, holidays aside."""
    yield portfolio.start
    for person in portfolio.people:
        yield from (day for day in (person.start, person.end) if day)
        yield from (leave.last for leave in person.leave)
        for skill in person.skills:
            yield from (day for day in (skill.start, skill.end) if day)
    for project in portfolio.projects:
        yield from (day for day in (project.start, project.deadline) if day)
        for task in project.tasks:
            yield from (day for day in (task.start, task.deadline) if day)


def _years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th; no further than dates go."""
    if day.year + years > MAXYEAR:
        return date.max
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


def _resolved(calendar: Calendar, start: date, end: date) -> Calendar:
    """Freeze a country's public holidays into the calendar, up to ``end``."""
    if calendar.country is None or (calendar.resolved_to is not None and calendar.resolved_to >= end):
        return calendar
    import holidays as public  # heavy, and needed only by calendars with a country

    years = range(start.year, end.year + 1)
    found = public.country_holidays(calendar.country, subdiv=calendar.region, years=years)
    own = {holiday.day: holiday for holiday in calendar.holidays}
    dates = {day: Holiday(day, label) for day, label in found.items() if start <= day <= end}
    return dataclasses.replace(calendar, holidays=tuple((dates | own).values()), resolved_to=end)
