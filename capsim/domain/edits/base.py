"""What every edit of a portfolio is, and the pieces that edits are made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import chain, count
from typing import Annotated, Any, Protocol, TypeAlias, TypeVar, runtime_checkable

from pydantic import BeforeValidator
from pydantic_core import ArgsKwargs

from capsim.domain.calendar import Calendar
from capsim.domain.folding import folded
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import written
from capsim.domain.values import plain
from capsim.errors import Refused, did_you_mean

__all__ = [
    "Edit",
    "Fields",
    "Setting",
    "changed",
    "fields_apart",
    "free_name",
    "of_name",
    "people_named",
    "replaced",
    "with_project",
    "working_days_later",
    "works_on",
]

T = TypeVar("T")

Setting: TypeAlias = tuple[str, str, str]
"""What an edit gives a new content: the kind of entity, its name, and the field."""


@runtime_checkable
class Edit(Protocol):
    """A change of a portfolio: a frozen value that reads as a sentence.

    Anything with these two methods is one; `capsim.edits` has those that capsim knows.
    """

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with the change in it."""
        ...

    def __str__(self) -> str:
        """Return the change in words, such as ``"delay Billing by 30 days"``."""
        ...


def of_name(name: str, named: Iterable[Any], what: str) -> Any:
    """Return the entity of a name.

    Parameters
    ----------
    name : str
    named : iterable
        Entities with a name.
    what : str
        What they are, for the message.

    Raises
    ------
    Refused
        If there is none.
    """
    entities = list(named)
    for each in entities:
        if each.name == name:
            return each
    raise Refused(f"no such {what}", name, did_you_mean(name, (each.name for each in entities)))


def people_named(portfolio: Portfolio, who: str) -> list[Person]:
    """Return the people or pool of a name, else those of a team, else those of a role.

    Raises
    ------
    Refused
        If there are none.
    """
    people = portfolio.people
    for field in ("name", "team", "role"):
        found = [person for person in people if getattr(person, field) == who]
        if found:
            return found
    known = dict.fromkeys(
        str(word) for each in people for word in (each.name, each.team, each.role) if word is not None
    )
    raise Refused("nobody has that name, team or role", who, did_you_mean(who, known))


def free_name(wish: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: the wish, or that with a number behind it.

    Examples
    --------
    >>> free_name("scope of Shop", ["scope of Shop"])
    'scope of Shop 2'
    """
    known = set(taken)
    return next(name for name in chain([wish], (f"{wish} {n}" for n in count(2))) if name not in known)


def works_on(calendar: Calendar, day: date) -> bool:
    """Whether a day is a working day."""
    return calendar.pattern[day.weekday()] > 0 and day not in {holiday.day for holiday in calendar.holidays}


def working_days_later(calendar: Calendar, day: date, days: int) -> date:
    """Return the working day before which, from a day on, so many working days have passed."""
    passed = 0
    while passed < days or not works_on(calendar, day):
        passed += works_on(calendar, day)
        day += timedelta(days=1)
    return day


def replaced(entities: Iterable[T], old: T, *new: T) -> tuple[T, ...]:
    """Return entities with one of them replaced by others, in its place."""
    return tuple(each for one in entities for each in (new if one is old else (one,)))


def with_project(portfolio: Portfolio, name: str, change: Callable[[Project], Project]) -> Portfolio:
    """Return a portfolio in which one project is changed, its demand as rows and not as tasks."""
    projects, groups = folded(portfolio)
    old = of_name(name, projects, "project")
    return portfolio.replace(projects=replaced(projects, old, change(old)), groups=groups)


def changed(entity: T, fields: Iterable[tuple[str, Any]]) -> T:
    """Return a copy of an entity with some fields changed, or say which field it does not have."""
    known = [field.name for field in dataclasses.fields(entity)]  # type: ignore[arg-type]
    given = dict(fields)
    for name in given:
        if name not in known:
            raise Refused(
                f"no such field of a {type(entity).__name__.lower()}", name, did_you_mean(name, known)
            )
    return dataclasses.replace(entity, **given)  # type: ignore[type-var]


# ---------------------------------------------------------------- fields given by name


def _pairs(given: object) -> tuple[tuple[str, Any], ...]:
    """Return fields as pairs, lists in them as tuples, so that edits stay values."""
    pairs = given.items() if isinstance(given, Mapping) else given
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise Refused("no fields", given, 'write {"availability": 0.5}')
    found = tuple((str(name), _frozen(content)) for name, content in pairs)
    if not found:
        raise Refused("nothing to change", fix="give at least one field, such as availability=0.5")
    return found


def _frozen(content: Any) -> Any:
    if isinstance(content, list | tuple):
        return tuple(_frozen(each) for each in content)
    return content


Fields: TypeAlias = Annotated[tuple[tuple[str, Any], ...], BeforeValidator(_pairs)]
"""New contents of fields, by name."""


def fields_apart(given: Any, own: Iterable[str]) -> Any:
    """Gather arguments that are none of an edit's own fields under ``fields``.

    Parameters
    ----------
    given : ArgsKwargs or mapping
        What an edit is made from.
    own : iterable of str
        Its own fields, but for ``fields``.
    """
    args, kwargs = (
        (given.args, dict(given.kwargs or {})) if isinstance(given, ArgsKwargs) else ((), dict(given))
    )
    names = {*own, "fields"}
    others = {name: kwargs.pop(name) for name in list(kwargs) if name not in names}
    if others:
        kwargs["fields"] = {**dict(kwargs.get("fields") or {}), **others}
    return ArgsKwargs(args, kwargs)


def fields_told(fields: Iterable[tuple[str, Any]]) -> str:
    """Return changes of fields as words: ``"availability 0.5, team 'Core'"``."""
    return ", ".join(f"{name.replace('_', ' ')} {told(content)}" for name, content in fields)


def told(content: object) -> str:
    """Return the content of a field as words."""
    if isinstance(content, str):
        return content
    return plain(content) if isinstance(content, float) else written(content)
