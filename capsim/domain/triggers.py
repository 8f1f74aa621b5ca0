"""What a policy watches in a run: a project that slips, work that waits, a date that comes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Count, Day, DayLike, Days, NumberLike, OptionalName, plain, value
from capsim.errors import Refused

__all__ = ["OnDate", "Overloaded", "Slip", "Trigger", "written"]

_PLAIN: Final = re.compile(r"\w[\w.&+-]*( \w[\w.&+-]*)*")
_WORDS: Final = frozenset(("of", "by", "for", "waiting", "work", "every", "at"))
"""Words of the texts themselves."""


def written(name: str) -> str:
    """Return a name as a text says it, in quotes if it could be taken for something else."""
    words = name.casefold().split(" ")
    if _PLAIN.fullmatch(name) and _WORDS.isdisjoint(words) and not words[0].isdigit():
        return name
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


@value
class Slip:
    """A project that will miss its deadline, as planned values tell from what has happened so far.

    Parameters
    ----------
    days : float
        By more than so many working days.
    project : str, optional
        Without one it is every project with a deadline.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Slip(10, project="Shop")
    Slip(10, project='Shop')
    """

    days: Days = 10.0
    project: OptionalName = None

    if TYPE_CHECKING:

        def __init__(self, days: NumberLike = 10.0, project: str | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "days")

    def __str__(self) -> str:
        of = "" if self.project is None else f" of {written(self.project)}"
        return f"slip{of} by {plain(self.days)} days"

    _repr_html_ = as_code


@value
class Overloaded:
    """More work than people can take: so much of it has waited for people for so long.

    Parameters
    ----------
    days : float
        Working days that work has been ready, or back in the queue, without anybody on it.
    skill : str, optional
        Only work that asks for this skill counts.
    work : int
        How many pieces of work have to wait.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Overloaded(5, skill="backend")
    Overloaded(5, skill='backend')
    """

    days: Days = 5.0
    skill: OptionalName = None
    work: Count = 1

    if TYPE_CHECKING:

        def __init__(self, days: NumberLike = 5.0, skill: str | None = None, work: int = 1) -> None: ...

    def __post_init__(self) -> None:
        if self.days <= 0:
            raise Refused("no time to wait", self.days, "write days above 0")
        if self.work < 1:
            raise Refused("no work at all", self.work, "write work=1 or more")

    def __repr__(self) -> str:
        return as_call(self, "days")

    def __str__(self) -> str:
        skill = "work" if self.skill is None else written(self.skill)
        number = "" if self.work == 1 else f"{self.work} "
        return f"{number}{skill} waiting {plain(self.days)} days"

    _repr_html_ = as_code


@value
class OnDate:
    """A date that has come: what is planned and no answer to anything.

    Parameters
    ----------
    day : date

    Raises
    ------
    InputError
        If it is no date.

    Examples
    --------
    >>> OnDate("2027-03-01")
    OnDate('2027-03-01')
    """

    day: Day

    if TYPE_CHECKING:

        def __init__(self, day: DayLike) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "day")

    def __str__(self) -> str:
        return f"on {self.day}"

    _repr_html_ = as_code


Trigger: TypeAlias = Slip | Overloaded | OnDate
