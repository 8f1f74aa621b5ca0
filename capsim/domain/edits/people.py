"""Edits of people: who comes, goes, learns, is lent."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, model_validator
from pydantic_core import ArgsKwargs

from capsim.domain.calendar import Leave
from capsim.domain.distributions import as_typed
from capsim.domain.edits.base import (
    Fields,
    Setting,
    changed,
    fields_apart,
    fields_told,
    of_name,
    replaced,
    works_on,
)
from capsim.domain.folding import folded
from capsim.domain.people import Joining, JoiningLike, as_joining
from capsim.domain.person import Person, Skill, unfolded
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Need, Task
from capsim.domain.values import (
    Cost,
    Count,
    Day,
    DayLike,
    Days,
    Name,
    NumberLike,
    OptionalName,
    Share,
    Speed,
    plain,
    value,
)
from capsim.errors import Refused, did_you_mean

__all__ = ["AddPerson", "ChangePerson", "Hire", "Loan", "RemovePerson", "Train"]


def _person_given(given: Any) -> Any:
    """Make the person from what a Person is made from."""
    args, kwargs = (
        (given.args, dict(given.kwargs or {})) if isinstance(given, ArgsKwargs) else ((), dict(given))
    )
    if "person" in kwargs or (len(args) == 1 and isinstance(args[0], Person) and not kwargs):
        return given
    return {"person": Person(*args, **kwargs)}


@value
class AddPerson:
    """Somebody more.

    Parameters
    ----------
    person : Person
        Or what a Person is made from: name, skills, and any other field by name.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(AddPerson("Cy", {"backend": 1.0}, start="2027-03-01"))
    add Cy (backend) from 2027-03-01
    """

    person: Person

    if TYPE_CHECKING:

        def __init__(self, person: Person | str | None, skills: Any = ..., **fields: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _made(cls, given: Any) -> Any:
        return _person_given(given)

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with them in it."""
        if self.person.name in {each.name for each in portfolio.people}:
            raise Refused("there is somebody of that name", self.person.name, "choose another name")
        return portfolio.replace(people=(*portfolio.people, self.person))

    def __str__(self) -> str:
        person = self.person
        who = f"{person.name} ({person.role})" if person.name else f"a {person.role}"
        number = f"{person.count} x " if person.count > 1 else ""
        return f"add {number}{who}" + (f" from {person.start}" if person.start else "")

    def __repr__(self) -> str:
        return f"AddPerson({self.person!r})"

    _repr_html_ = as_code


@value
class RemovePerson:
    """Somebody goes: from a day on, or is not there at all.

    Parameters
    ----------
    name : str
    start : date, optional
        The first day without them. Without one they are taken out, with what they are booked for; an error
        says so if nobody else could do some work.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(RemovePerson("Ada", "2027-03-01"))
    remove Ada from 2027-03-01
    """

    name: Name
    start: Day | None = None

    if TYPE_CHECKING:

        def __init__(self, name: str, start: DayLike | None = None) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio without them."""
        person = of_name(self.name, portfolio.people, "person")
        if self.start is None:
            return _without(portfolio, person)
        last = self.start - timedelta(days=1)
        if person.end is not None and person.end <= last:
            raise Refused("leaves earlier already", str(person.end), f"write {person.end} or earlier")
        if last < (person.start or portfolio.start):
            return _without(portfolio, person)
        gone = dataclasses.replace(person, end=last)
        return portfolio.replace(people=replaced(portfolio.people, person, gone))

    def __str__(self) -> str:
        return f"remove {self.name}" + (f" from {self.start}" if self.start else "")

    def __repr__(self) -> str:
        return as_call(self, "name")

    _repr_html_ = as_code


def _without(portfolio: Portfolio, person: Person) -> Portfolio:
    """Return a portfolio without somebody, and without what is said of them."""
    gone = {person.name, *(each.name for each in unfolded(person))}
    bookings = tuple(booking for booking in portfolio.bookings if booking.person not in gone)
    projects, groups = folded(portfolio)
    named = tuple(_project_without(project, gone) for project in projects)
    people = tuple(each for each in portfolio.people if each is not person)
    return portfolio.replace(people=people, bookings=bookings, projects=named, groups=groups)


def _project_without(project: Project, gone: set[str | None]) -> Project:
    tasks = tuple(_task_without(task, gone) for task in project.tasks)
    if all(one is other for one, other in zip(tasks, project.tasks, strict=True)):
        return project
    return dataclasses.replace(project, tasks=tasks)


def _task_without(task: Task, gone: set[str | None]) -> Task:
    """Return a task that does not name some people any more."""
    needs = tuple(_need_without(need, gone) for need in task.needs)
    assigned = tuple(name for name in task.assigned if name not in gone)
    if assigned == task.assigned and all(one is other for one, other in zip(needs, task.needs, strict=True)):
        return task
    return dataclasses.replace(task, needs=needs, assigned=assigned)


def _need_without(need: Need, gone: set[str | None]) -> Need:
    if gone.isdisjoint((*need.only, *need.never)):
        return need
    only, never = (tuple(name for name in names if name not in gone) for names in (need.only, need.never))
    if need.only and not only:
        return need  # nobody else may do it: the portfolio says so
    return dataclasses.replace(need, only=only, never=never)


@value
class ChangePerson:
    """Somebody changes.

    Parameters
    ----------
    name : str
    fields : dict
        New contents of fields of `capsim.Person`, by name; they can be given as arguments as well.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(ChangePerson("Ada", availability=0.5, team="Core"))
    change Ada: availability 0.5, team Core
    """

    name: Name
    fields: Fields

    if TYPE_CHECKING:

        def __init__(self, name: str, fields: Any = ..., **more: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        return fields_apart(given, ("name",))

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("person", self.name, field) for field, _ in self.fields]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with them changed."""
        person = of_name(self.name, portfolio.people, "person")
        return portfolio.replace(people=replaced(portfolio.people, person, changed(person, self.fields)))

    def __str__(self) -> str:
        return f"change {self.name}: {fields_told(self.fields)}"

    def __repr__(self) -> str:
        return f"ChangePerson({self.name!r}, {dict(self.fields)!r})"

    _repr_html_ = as_code


@value
class Hire:
    """People to be hired for a role.

    Parameters
    ----------
    skill : str
        Their role.
    start : date
        When they join if all goes well.
    people : int
        How many.
    arrival : Joining or distribution, optional
        How long after that day they join, and whether at all.
    proficiency : float
    level : int, optional
    cost_per_day : float, optional
    end : date, optional
        Their last day, of people hired for a time.
    contractor : bool

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Hire("backend", "2027-03-01", people=2, arrival="PERT(0, 20, 90)"))
    hire 2 backend by 2027-03-01, arriving PERT(0, 20, 90) days later
    """

    skill: Name
    start: Day
    people: Count = 1
    arrival: Annotated[Joining | None, BeforeValidator(as_joining)] = None
    proficiency: Speed = 1.0
    level: Count | None = None
    cost_per_day: Cost | None = None
    end: Day | None = None
    contractor: bool = False

    if TYPE_CHECKING:

        def __init__(
            self,
            skill: str,
            start: DayLike,
            people: int = 1,
            arrival: JoiningLike | None = None,
            proficiency: NumberLike = 1.0,
            level: int | None = None,
            cost_per_day: NumberLike | None = None,
            end: DayLike | None = None,
            contractor: bool = False,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.people < 1:
            raise Refused("nobody to hire", self.people, "write people=1 or more")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with vacancies that are filled from that day on."""
        known = _skills_known(portfolio)
        if self.skill not in known:
            raise Refused("no such skill", self.skill, did_you_mean(self.skill, known))
        vacancy = Person(
            None,
            [Skill(self.skill, self.proficiency, self.level)],
            start=self.start,
            end=self.end,
            count=self.people,
            joining=self.arrival,
            cost_per_day=self.cost_per_day,
            contractor=self.contractor,
        )
        return portfolio.replace(people=(*portfolio.people, vacancy))

    def __str__(self) -> str:
        number = "" if self.people == 1 else f"{self.people} "
        late = ""
        if self.arrival is not None:
            late = f", arriving {as_typed(self.arrival.delay_days)} days later"
            odds = self.arrival.probability
            late += "" if odds == 1 else f" with {plain(100 * odds)} % probability"
        until = f" until {self.end}" if self.end else ""
        return f"hire {number}{self.skill} by {self.start}{until}{late}"

    def __repr__(self) -> str:
        return as_call(self, "skill", "start")

    _repr_html_ = as_code


def _skills_known(portfolio: Portfolio) -> list[str]:
    """Return the skills that people hold or work asks for."""
    held = [skill.name for person in portfolio.people for skill in person.skills]
    tasks = [task for project in portfolio.projects for task in project.tasks]
    asked = [each.skill for task in tasks for need in task.needs for each in need.skills]
    return list(dict.fromkeys([*held, *asked]))


@value
class Train:
    """Somebody learns a skill, or gets better at it.

    Parameters
    ----------
    name : str
        Who.
    skill : str
    start : date
        The first day with the skill.
    proficiency : float
        The speed from then on.
    level : int, optional
    days : float
        Working days of training that go before that day, in which they do nothing else.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Train("Ada", "data", "2027-03-01", proficiency=0.7, days=10))
    train Ada in data from 2027-03-01 at 0.7, 10 days away before
    """

    name: Name
    skill: Name
    start: Day
    proficiency: Speed = 1.0
    level: Count | None = None
    days: Days = 0.0

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            skill: str,
            start: DayLike,
            proficiency: NumberLike = 1.0,
            level: int | None = None,
            days: NumberLike = 0.0,
        ) -> None: ...

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they have the skill."""
        person = of_name(self.name, portfolio.people, "person")
        known = _skills_known(portfolio)
        if self.skill not in known:
            raise Refused("no such skill", self.skill, did_you_mean(self.skill, known))
        held = next((skill for skill in person.skills if skill.name == self.skill), None)
        if held is not None and held.proficiency >= self.proficiency and self.level in (None, held.level):
            raise Refused(
                "can do that already", self.skill, "train another skill, or to a higher proficiency"
            )
        later = self.start if self.start > portfolio.start else None
        if held is not None and later is not None:
            fix = f"write {portfolio.start}, or train somebody who does not have it"
            raise Refused(
                "has the skill already, and can get better at it from the first day only", later, fix
            )
        level = self.level if held is None or self.level is not None else held.level
        learned = Skill(self.skill, self.proficiency, level, start=later)
        skills = (*person.skills, learned) if held is None else replaced(person.skills, held, learned)
        trained = dataclasses.replace(
            person, skills=skills, leave=(*person.leave, *self._away(portfolio, person))
        )
        return portfolio.replace(people=replaced(portfolio.people, person, trained))

    def _away(self, portfolio: Portfolio, person: Person) -> list[Leave]:
        """Return the days of training: the last working days before the skill is there."""
        calendar = portfolio.calendar_of(person)
        day, left, away = self.start, self.days, list[Leave]()
        while left > 0 and day > portfolio.start:
            day -= timedelta(days=1)
            if works_on(calendar, day):
                away.append(Leave(day, share=min(left, 1.0), kind="training"))
                left -= 1
        return away

    def __str__(self) -> str:
        speed = "" if self.proficiency == 1 else f" at {plain(self.proficiency)}"
        away = f", {plain(self.days)} day{'s' * (self.days != 1)} away before" if self.days else ""
        return f"train {self.name} in {self.skill} from {self.start}{speed}{away}"

    def __repr__(self) -> str:
        return as_call(self, "name", "skill", "start")

    _repr_html_ = as_code


@value
class Loan:
    """Somebody works for another team for a time, or is lent out of the house.

    Parameters
    ----------
    name : str
        Who.
    start, end : date
        The first and the last day of the loan.
    team : str, optional
        The team that they work for then: they may do what only that team may do, and nothing that only
        their own may. Without one they are away, and their pay with them.
    share : float
        Share of their day that is lent.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Loan("Ada", "2027-03-01", "2027-05-31", team="Core"))
    lend Ada to Core from 2027-03-01 to 2027-05-31
    """

    name: Name
    start: Day
    end: Day
    team: OptionalName = None
    share: Share = 1.0

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            start: DayLike,
            end: DayLike,
            team: str | None = None,
            share: NumberLike = 1.0,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which they are away at home, and there as somebody of the other team."""
        person = of_name(self.name, portfolio.people, "person")
        if person.count > 1:
            raise Refused("a pool, not one person", self.name, "name one person")
        if self.team is not None and self.team not in (teams := _teams(portfolio)):
            raise Refused("no such team", self.team, did_you_mean(self.team, teams))
        away = Leave(self.start, self.end, self.share, kind="on loan", paid=False)
        at_home = dataclasses.replace(person, leave=(*person.leave, away))
        people = [at_home]
        if self.team is not None:
            lent = dataclasses.replace(
                person,
                name=f"{person.name} (on loan to {self.team})",
                team=self.team,
                start=max(self.start, person.start or self.start),
                end=min(self.end, person.end or self.end),
                availability=person.availability * self.share,
            )
            people.append(lent)
        return portfolio.replace(people=replaced(portfolio.people, person, *people))

    def __str__(self) -> str:
        to = f" to {self.team}" if self.team else " out"
        part = "" if self.share == 1 else f" with {plain(100 * self.share)} % of the day"
        return f"lend {self.name}{to}{part} from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "name", "start", "end")

    _repr_html_ = as_code


def _teams(portfolio: Portfolio) -> list[str]:
    return list(dict.fromkeys(each.team for each in portfolio.people if each.team))
