"""Work: tasks, what they need, and what they wait for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator
from pydantic_core import ArgsKwargs

from capsim.domain.distributions import Distribution, as_distribution
from capsim.domain.values import (
    Count,
    Day,
    Days,
    Money,
    Name,
    Names,
    OptionalName,
    Share,
    Speed,
    name,
    number,
    value,
)
from capsim.errors import Refused

__all__ = ["Alternative", "Link", "Need", "Task"]

LinkKind = Literal["FS", "SS", "FF", "SF"]

_LINK = re.compile(
    r"^(?P<task>.+?)(?:\s+(?P<kind>FS|SS|FF|SF)\s*(?:(?P<sign>[+-])\s*(?P<lag>\d+(?:\.\d+)?)\s*(?:d|days?)?)?)?$",
    re.IGNORECASE,
)


@value
class Link:
    """What a task waits for: another task's start or finish, plus a lag.

    Parameters
    ----------
    task : str
        The predecessor, in the same project unless ``project`` is given.
    kind : {"FS", "SS", "FF", "SF"}
        From the predecessor's (F)inish or (S)tart to this task's (S)tart or (F)inish.
    lag_days : float
        Working days of the portfolio calendar, at least 0.
    project : str, optional
        The predecessor's project, when it is another one.
    """

    task: Name
    kind: LinkKind = "FS"
    lag_days: float = 0.0
    project: OptionalName = None

    def __post_init__(self) -> None:
        if not self.lag_days >= 0:
            raise Refused(
                f"a lead of {-self.lag_days:g} days on the link from {self.task!r}",
                self.lag_days,
                "a lag is at least 0; to overlap two tasks write a start-to-start link, such as "
                f'"{self.task} SS+2"',
            )

    @classmethod
    def parse(cls, text: str) -> Link:
        """Read ``"design"``, ``"build SS+2"`` or ``"Other project/Task FS+1"``."""
        found = _LINK.match(name(text))
        if found is None:
            raise Refused("not a link", text, 'write "design", "build SS+2" or "Project/Task FS+1"')
        lag = float(found["lag"] or 0)
        project, slash, task = found["task"].partition("/")
        return cls(
            task=(task if slash else project).strip(),
            kind=(found["kind"] or "FS").upper(),  # type: ignore[arg-type]
            lag_days=-lag if found["sign"] == "-" else lag,
            project=project.strip() if slash else None,
        )

    def __str__(self) -> str:
        place = f"{self.project}/{self.task}" if self.project else self.task
        if self.lag_days:
            return f"{place} {self.kind}+{self.lag_days:g}"
        return place if self.kind == "FS" else f"{place} {self.kind}"


def _links(given: object) -> tuple[Link, ...]:
    if given is None:
        return ()
    if isinstance(given, str):
        return tuple(Link.parse(part) for part in given.split(";") if part.strip())
    if isinstance(given, Link):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, Mapping):
        return tuple(
            entry
            if isinstance(entry, Link)
            else Link(**entry)
            if isinstance(entry, Mapping)
            else Link.parse(entry)
            for entry in given
        )
    raise Refused("no list of links", given, 'write ["design", "build SS+2"]')


@value
class Alternative:
    """A skill that can serve a need, at a factor on speed and from a level on."""

    skill: Name
    factor: Speed = 1.0
    level: Count | None = None

    @classmethod
    def parse(cls, text: str) -> Alternative:
        """Read ``"backend"``, ``"data at 0.7"`` or ``"data level 3 at 0.7"``."""
        found = re.fullmatch(
            r"(?P<skill>.+?)(?:\s+level\s+(?P<level>\d+))?(?:\s+at\s+(?P<factor>\d+(?:\.\d+)?\s*%?))?",
            name(text),
        )
        if found is None:
            raise Refused("not a skill", text, 'write "backend", or "backend, or data at 0.7"')
        factor = found["factor"] or "1"
        percent = factor.endswith("%")
        return cls(
            skill=found["skill"],
            factor=number(factor.rstrip("% ")) / (100 if percent else 1),
            level=int(found["level"]) if found["level"] else None,
        )

    def __str__(self) -> str:
        level = "" if self.level is None else f" level {self.level}"
        factor = "" if self.factor == 1 else f" at {self.factor:g}"
        return f"{self.skill}{level}{factor}"


def _alternatives(given: object) -> tuple[Alternative, ...]:
    """Return alternatives from ``"backend, or data at 0.7"``, a list of such, or Alternatives."""
    if isinstance(given, str):
        return tuple(
            Alternative.parse(part) for part in re.split(r"\s*,\s*or\s+|\s*\|\s*", given) if part.strip()
        )
    if isinstance(given, Alternative):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, Mapping):
        return tuple(
            entry
            if isinstance(entry, Alternative)
            else Alternative(**entry)
            if isinstance(entry, Mapping)
            else Alternative.parse(entry)
            for entry in given
        )
    raise Refused("no skill", given, 'write "backend", or "backend, or data at 0.7"')


def _people(given: object) -> tuple[int, int]:
    """Return (fewest, most) people from ``2``, ``(1, 3)`` or ``"1-3"``."""
    if isinstance(given, str) and (found := re.fullmatch(r"\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*", given)):
        return _people((found[1], found[2]))
    if isinstance(given, tuple | list) and len(given) == 2:
        fewest, most = number(given[0]), number(given[1])
    else:
        fewest = most = number(given)
    if fewest != int(fewest) or most != int(most) or not 1 <= fewest <= most <= 10_000:
        raise Refused("no number of people", given, "write a whole number, or fewest and most such as (1, 3)")
    return int(fewest), int(most)


Amount = Annotated[Distribution | None, BeforeValidator(as_distribution)]
"""Days as a distribution; a number is a fixed amount."""


@value
class Need:
    """The staffing part of a task: a skill, so much effort, so many people.

    Parameters
    ----------
    skills : str or list
        ``"backend"``, or alternatives such as ``"backend, or data at 0.7"``.
    effort : float or distribution, optional
        Person-days at proficiency 1.0, shared by all the people; None in elapsed work.
    people : int or (int, int)
        How many people, or fewest and most.
    allocation : float
        Share of each person that the work takes.
    level : int, optional
        The grade that every alternative without its own level demands.
    fte : float, optional
        In elapsed work, instead of people and allocation: 1.5 is one person whole and one half.
    """

    skills: Annotated[tuple[Alternative, ...], BeforeValidator(_alternatives)]
    effort: Amount = None
    people: Annotated[tuple[int, int], BeforeValidator(_people)] = (1, 1)
    allocation: Share = 1.0
    level: Count | None = None
    fte: Days | None = None

    def __post_init__(self) -> None:
        if not self.skills:
            raise Refused("no skill", fix='write "backend", or "backend, or data at 0.7"')
        if self.allocation < 0.001:
            raise Refused("an allocation of nothing", self.allocation, "write a share of at least 0.001")
        if self.fte is not None:
            if self.effort is not None:
                raise Refused(
                    "fte beside effort", self.fte, "give people and allocation; fte is for elapsed work"
                )
            if self.fte < 0.001:
                raise Refused("an fte of nothing", self.fte, "write a number of at least 0.001")
            if self.people != (1, 1) or self.allocation != 1:
                raise Refused("fte beside people or allocation", self.fte, "give one or the other")
        if self.level is not None:
            filled = tuple(
                Alternative(choice.skill, choice.factor, self.level if choice.level is None else choice.level)
                for choice in self.skills
            )
            object.__setattr__(self, "skills", filled)
            object.__setattr__(self, "level", None)

    @property
    def label(self) -> str:
        """The alternatives as one text."""
        return ", or ".join(str(choice) for choice in self.skills)


def _needs(given: object) -> tuple[Need, ...]:
    if given is None:
        return ()
    if isinstance(given, Need):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, str | Mapping):
        return tuple(
            entry if isinstance(entry, Need) else Need(**entry) if isinstance(entry, Mapping) else Need(entry)
            for entry in given
        )
    raise Refused("no list of needs", given, 'write [Need("backend", effort=5), Need("qa", effort=2)]')


_SHORTHAND = ("effort", "skill", "people", "allocation", "level", "fte")


@value
class Task:
    """A piece of work.

    It has effort (``effort`` with ``skill``, or needs with effort), or a duration with or without
    people, or neither: then it is a milestone.

    Parameters
    ----------
    name : str
        Unique in its project.
    effort : float or distribution, optional
        Person-days; shorthand for one need, with ``skill``, ``people``, ``allocation``, ``level``.
    duration : float or distribution, optional
        Elapsed working days of the portfolio calendar.
    skill : str, optional
        Shorthand: the skill of the one need.
    needs : list of Need, optional
        When one need is not enough.
    after : str or list, optional
        What it waits for: ``"design; build SS+2"``.
    start : date, optional
        Not before this date.
    deadline : date, optional
        A promise; no constraint.
    phase, owner : str, optional
        Labels.
    tags : list of str
        Labels for selections.
    priority : int, optional
        Overrides the project's; lower is first.
    fixed_cost : float, optional
        Spent when it starts.
    """

    name: Name
    duration: Amount = None
    needs: Annotated[tuple[Need, ...], BeforeValidator(_needs)] = ()
    after: Annotated[tuple[Link, ...], BeforeValidator(_links)] = ()
    start: Day | None = None
    deadline: Day | None = None
    phase: OptionalName = None
    owner: OptionalName = None
    tags: Names = ()
    priority: int | None = None
    fixed_cost: Money | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, given: Any) -> Any:
        """Turn ``effort=…, skill=…`` into the one need that they stand for."""
        fields = dict(given.kwargs or {}) if isinstance(given, ArgsKwargs) else dict(given)
        short = {key: fields.pop(key) for key in _SHORTHAND if fields.get(key) is not None}
        for key in _SHORTHAND:
            fields.pop(key, None)
        if short:
            if fields.get("needs"):
                raise Refused(f"{next(iter(short))} beside needs", fix="put it into a need")
            if "skill" not in short:
                raise Refused(
                    f"{next(iter(short))} without a skill", fix="give the skill (role) that does the work"
                )
            fields["needs"] = (Need(short.pop("skill"), **short),)
        return ArgsKwargs(given.args, fields) if isinstance(given, ArgsKwargs) else fields

    def __post_init__(self) -> None:
        worked = [need for need in self.needs if need.effort is not None]
        if self.duration is not None and worked:
            raise Refused("effort and duration", fix="give one: effort is shared by people, duration elapses")
        if self.duration is None and len(worked) != len(self.needs):
            raise Refused(
                "a need without effort in a task without duration", fix="give effort, or a duration"
            )

    @property
    def is_milestone(self) -> bool:
        """Whether it has neither effort nor duration."""
        return self.duration is None and not self.needs
