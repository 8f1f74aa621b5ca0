"""People: what they can do, and how much of them there is on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BeforeValidator

from capsim.domain.calendar import Leave
from capsim.domain.values import (
    Availability,
    Count,
    Day,
    Money,
    Name,
    Names,
    OptionalName,
    Share,
    Speed,
    value,
)
from capsim.errors import Refused

__all__ = ["Person", "Skill"]


@value
class Skill:
    """A skill that a person holds.

    Parameters
    ----------
    name : str
        The skill.
    proficiency : float
        Speed at it; 1.0 is nominal.
    level : int, optional
        A whole-number grade that a need can demand.
    start, end : date, optional
        First and last day on which work can be begun with it.
    """

    name: Name
    proficiency: Speed = 1.0
    level: Count | None = None
    start: Day | None = None
    end: Day | None = None


def _skills(given: object) -> tuple[Skill, ...]:
    """Return held skills from ``"backend"``, ``["backend", "data"]``, ``{"backend": 1.2}`` or Skills."""
    if isinstance(given, str):
        return tuple(Skill(part) for part in given.split(";") if part.strip())
    if isinstance(given, Skill):
        return (given,)
    if isinstance(given, Mapping):
        return tuple(
            Skill(key, **item)
            if isinstance(item, Mapping)
            else Skill(key, *item)
            if isinstance(item, tuple | list)
            else Skill(key, item)
            for key, item in given.items()
        )
    if isinstance(given, Iterable):
        return tuple(
            entry
            if isinstance(entry, Skill)
            else Skill(**entry)
            if isinstance(entry, Mapping)
            else Skill(entry)
            for entry in given
        )
    raise Refused("no skills", given, 'write a name, a list of names, or {"backend": 1.2}')


def _leave(given: object) -> tuple[Leave, ...]:
    if given is None:
        return ()
    if isinstance(given, Leave):
        return (given,)
    if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
        raise Refused("no list of leave", given, 'write [("2027-02-01", "2027-02-12")]')
    return tuple(
        entry
        if isinstance(entry, Leave)
        else Leave(**entry)
        if isinstance(entry, Mapping)
        else Leave(*entry)
        if isinstance(entry, tuple | list)
        else Leave(entry)
        for entry in given
    )


@value
class Person:
    """Somebody who works, a pool of alike people (``count``), or a vacancy (no name).

    Parameters
    ----------
    name : str, optional
        Without a name it is a vacancy: a role to be filled at ``start``.
    skills : str, list of str, dict of str to float, or list of Skill
        What the person can do; the first skill is the role.
    availability : float
        Share of a day given to work (FTE); above 1 is overtime.
    run_the_business : float, optional
        Share of that kept for daily business; without one the portfolio's share.
    team, location, manager : str, optional
        Labels.
    calendar : str, optional
        Name of a calendar of the portfolio, or a country code such as ``"DE"`` or ``"DE-BY"``.
    leave : list of Leave or (start, end)
        Days away.
    start, end : date, optional
        First and last day with the organization.
    cost_per_day : float, optional
        Rate for a full day.
    count : int
        Size of a pool; its people are called ``"name 1"``, ``"name 2"`` ...
    tags : list of str
        Labels for selections.
    """

    name: OptionalName
    skills: Annotated[tuple[Skill, ...], BeforeValidator(_skills)]
    availability: Availability = 1.0
    run_the_business: Share | None = None
    team: OptionalName = None
    location: OptionalName = None
    manager: OptionalName = None
    calendar: OptionalName = None
    leave: Annotated[tuple[Leave, ...], BeforeValidator(_leave)] = ()
    start: Day | None = None
    end: Day | None = None
    cost_per_day: Money | None = None
    count: Count = 1
    tags: Names = ()

    def __post_init__(self) -> None:
        if not self.skills:
            raise Refused("no skill", fix="give at least one; the first is the role")
        held = [skill.name for skill in self.skills]
        twice = sorted({skill for skill in held if held.count(skill) > 1})
        if twice:
            raise Refused("a skill listed twice", twice[0], "list it once")
        if self.count < 1:
            raise Refused("a pool of nobody", self.count, "write a count of at least 1")
        if self.name is None and self.start is None:
            raise Refused(
                "a vacancy without a start date", fix="give a name, or the date from which it is filled"
            )
        if self.start and self.end and self.end < self.start:
            raise Refused("leaves before joining", str(self.end), f"write {self.start} or later")

    @property
    def role(self) -> str:
        """The person's first skill."""
        return self.skills[0].name

    @property
    def is_vacancy(self) -> bool:
        """Whether this is a role still to be filled."""
        return self.name is None
