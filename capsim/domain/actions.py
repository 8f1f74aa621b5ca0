"""What a policy does in a run: stop, cut or put a project first, hire people, have them work longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from pydantic import BeforeValidator

from capsim.clock import MAX_DAYS, thousandths
from capsim.domain.reprs import as_call, as_code
from capsim.domain.triggers import written
from capsim.domain.values import Count, Name, NumberLike, OptionalName, number, plain, share, value
from capsim.errors import Refused

__all__ = [
    "Action",
    "Descope",
    "Expedite",
    "Hire",
    "OnPeople",
    "OnProject",
    "Overtime",
    "Stop",
    "more_of_a_day",
    "whole_days",
]


@value
class OnProject:
    """What is done to a whole project; without a name to those that `Slip` has found."""

    _verb: ClassVar[str] = "do something to"

    project: OptionalName = None

    if TYPE_CHECKING:

        def __init__(self, project: str | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, *["project"] * (self.project is not None))

    def __str__(self) -> str:
        return self._verb if self.project is None else f"{self._verb} {written(self.project)}"

    _repr_html_ = as_code


@value
class Stop(OnProject):
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

    _verb: ClassVar[str] = "stop"

    __repr__ = OnProject.__repr__  # or the value would get a new one


@value
class Expedite(OnProject):
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

    _verb: ClassVar[str] = "expedite"

    __repr__ = OnProject.__repr__  # or the value would get a new one


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
        of = "" if self.project is None else f" of {written(self.project)}"
        return f"descope {written(self.tag)}{of}"

    _repr_html_ = as_code


@value
class Hire:
    """Candidates are hired: they join when the days to hire that are drawn for each of them are over.

    Candidates stand among the people, with ``kind="candidate"``.

    Parameters
    ----------
    who : str
        A candidate, a pool, a team, or a role: the first of them, as listed, that have not been hired yet.
    people : int
        How many at a time; fewer if no more are left.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Hire("backend", 2)
    Hire('backend', people=2)
    """

    who: Name
    people: Count = 1

    if TYPE_CHECKING:

        def __init__(self, who: str, people: int = 1) -> None: ...

    def __post_init__(self) -> None:
        if self.people < 1:
            raise Refused("nobody to hire", self.people, "write people=1 or more")

    def __repr__(self) -> str:
        return as_call(self, "who")

    def __str__(self) -> str:
        number = "" if self.people == 1 else f"{self.people} "
        return f"hire {number}{written(self.who)}"

    _repr_html_ = as_code


def whole_days(given: object, what: str = "no length") -> int:
    """Return a whole number of working days, at least one; what is none is refused as something."""
    days = number(given)
    if days != int(days) or not 1 <= days <= MAX_DAYS:
        raise Refused(what, given, "write a whole number of working days, such as 5 for a week")
    return int(days)


def more_of_a_day(given: object) -> float:
    """Return the share of a day that is worked on top, in whole thousandths.

    Raises
    ------
    Refused
        If it is none.
    """
    more = thousandths(share(given))
    if not more:
        raise Refused("no overtime", given, "write a share of the day above 0, such as 0.25")
    return more / 1000


@value
class Overtime:
    """People work longer for some days: in a day they get so much more done.

    What it costs is the money of the portfolio's terms, with the overtime premium.

    Parameters
    ----------
    who : str
        A person, a pool, a team, or a role.
    share : float
        How much longer: 0.25 is two hours more in a day of eight.
    days : int
        Working days that it lasts, today among them.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Overtime("backend", "20 %", days=5)
    Overtime('backend', share=0.2, days=5)
    """

    who: Name
    share: Annotated[float, BeforeValidator(more_of_a_day)] = 0.25
    days: Annotated[int, BeforeValidator(whole_days)] = 10

    if TYPE_CHECKING:

        def __init__(self, who: str, share: NumberLike = 0.25, days: int = 10) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "who")

    def __str__(self) -> str:
        more = plain(thousandths(self.share) / 10)
        return f"overtime of {written(self.who)} by {more} % for {self.days} days"

    _repr_html_ = as_code


OnPeople: TypeAlias = Hire | Overtime
Action: TypeAlias = Stop | Descope | Expedite | Hire | Overtime
