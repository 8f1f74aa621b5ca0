"""What a policy does when something shows in the run: a trigger, an action, and how often it is looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

from pydantic import BeforeValidator

from capsim.clock import MAX_DAYS
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import (
    Count,
    Day,
    DayLike,
    Days,
    Name,
    NumberLike,
    OptionalName,
    number,
    plain,
    value,
)
from capsim.errors import Refused

__all__ = [
    "Action",
    "Descope",
    "Expedite",
    "OnDate",
    "Overloaded",
    "Reaction",
    "Slip",
    "Stop",
    "Trigger",
]


_PLAIN: Final = re.compile(r"\w[\w.&+-]*( \w[\w.&+-]*)*")
_WORDS: Final = frozenset(("of", "by", "waiting", "work", "every", "at"))
"""Words of the texts themselves."""


def _written(name: str) -> str:
    """Return a name as a text says it, in quotes if it could be taken for something else."""
    words = name.casefold().split(" ")
    if _PLAIN.fullmatch(name) and _WORDS.isdisjoint(words) and not words[0].isdigit():
        return name
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


# ---------------------------------------------------------------- when


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
        of = "" if self.project is None else f" of {_written(self.project)}"
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
        skill = "work" if self.skill is None else _written(self.skill)
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


# ---------------------------------------------------------------- what is done


@value
class Stop:
    """A project is stopped: nothing more of it is done, as at a gate that says stop.

    Parameters
    ----------
    project : str, optional
        Without one it is those that `Slip` has found.

    Examples
    --------
    >>> Stop("Shop")
    Stop('Shop')
    """

    project: OptionalName = None

    if TYPE_CHECKING:

        def __init__(self, project: str | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, *["project"] * (self.project is not None))

    def __str__(self) -> str:
        return "stop" if self.project is None else f"stop {_written(self.project)}"

    _repr_html_ = as_code


@value
class Descope:
    """Work that has a tag and has not begun is left out of a project.

    Parameters
    ----------
    tag : str
        Of the tasks that can be left out.
    project : str, optional
        Without one it is those that `Slip` has found.

    Examples
    --------
    >>> Descope("nice to have")
    Descope('nice to have')
    """

    tag: Name
    project: OptionalName = None

    if TYPE_CHECKING:

        def __init__(self, tag: str, project: str | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "tag")

    def __str__(self) -> str:
        of = "" if self.project is None else f" of {_written(self.project)}"
        return f"descope {_written(self.tag)}{of}"

    _repr_html_ = as_code


@value
class Expedite:
    """The work of a project goes before that of all others from now on; work in hand goes on.

    Parameters
    ----------
    project : str, optional
        Without one it is those that `Slip` has found.

    Examples
    --------
    >>> Expedite("Shop")
    Expedite('Shop')
    """

    project: OptionalName = None

    if TYPE_CHECKING:

        def __init__(self, project: str | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, *["project"] * (self.project is not None))

    def __str__(self) -> str:
        return "expedite" if self.project is None else f"expedite {_written(self.project)}"

    _repr_html_ = as_code


Trigger: TypeAlias = Slip | Overloaded | OnDate
Action: TypeAlias = Stop | Descope | Expedite

# ---------------------------------------------------------------- both

_WEEK: Final = 5


def _trigger(given: object) -> Trigger:
    if isinstance(given, Trigger):
        return given
    raise Refused("nothing to watch", given, "write a trigger such as cs.rules.Slip(10)")


def _action(given: object) -> Action:
    if isinstance(given, Action):
        return given
    raise Refused("nothing to do", given, 'write an action such as cs.rules.Stop("Shop")')


def _every(given: object) -> int | None:
    if given is None:
        return None
    days = number(given)
    if days != int(days) or not 1 <= days <= MAX_DAYS:
        raise Refused("no rhythm", given, "write a whole number of working days, such as 5 for every week")
    return int(days)


def _at_most(given: object) -> int | None:
    if given is None:
        return None
    times = number(given)
    if times != int(times) or not 1 <= times <= 1_000_000:
        raise Refused("no number of times", given, "write a whole number from 1, or leave it out")
    return int(times)


@value
class Reaction:
    """What is done when something shows: watched at reviews, in every future of a run.

    It sees planned values and what has happened up to the review, and nothing of what is drawn for later.

    Parameters
    ----------
    when : trigger
        `Slip`, `Overloaded` or `OnDate`.
    do : action
        `Stop`, `Descope` or `Expedite`.
    every : int, optional
        Working days from one review to the next, from the start of the portfolio; 5 by default. `OnDate`
        is looked at on its day, and has none.
    at_most : int, optional
        How many times it is done in one future; without one as often as the trigger asks for it.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> late = Reaction(when=Slip(10), do=Descope("nice to have"))
    >>> late
    Reaction(Slip(10), Descope('nice to have'))
    >>> print(late)
    slip by 10 days -> descope nice to have
    """

    when: Annotated[Trigger, BeforeValidator(_trigger)]
    do: Annotated[Action, BeforeValidator(_action)]
    every: Annotated[int | None, BeforeValidator(_every)] = None
    at_most: Annotated[int | None, BeforeValidator(_at_most)] = None

    if TYPE_CHECKING:

        def __init__(
            self, when: Trigger, do: Action, every: int | None = None, at_most: int | None = None
        ) -> None: ...

    def __post_init__(self) -> None:
        if isinstance(self.when, OnDate) and self.every is not None:
            raise Refused("a rhythm of a date", self.every, "leave every out: a date comes once")
        if getattr(self.do, "project", "") is None and not isinstance(self.when, Slip):
            verb = type(self.do).__name__
            raise Refused("nobody says which project", str(self), f'name it, such as {verb}(project="Shop")')

    def __repr__(self) -> str:
        return as_call(self, "when", "do")

    def __str__(self) -> str:
        every = "" if self.every is None else f", every {self.every} days"
        most = "" if self.at_most is None else f", at most {self.at_most}"
        return f"{self.when} -> {self.do}{every}{most}"

    _repr_html_ = as_code

    @property
    def rhythm(self) -> int:
        """Working days from one review to the next."""
        return _WEEK if self.every is None else self.every
