"""Causes that many tasks share, and the spread of estimates given without one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.distributions import Distribution, as_distribution
from capsim.domain.lists import pairs_of
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import AmountLike
from capsim.domain.values import (
    Name,
    Names,
    NamesLike,
    NumberLike,
    Speed,
    made_from,
    name,
    number,
    plain,
    value,
)
from capsim.errors import Refused

__all__ = ["CopulaGroup", "Driver", "Ranges", "Selector", "Spread", "as_ranges", "as_selector", "spread_said"]


@value
class Selector:
    """Which work is meant: every field given must fit; an empty selector means all work.

    Parameters
    ----------
    projects, tasks, skills, phases, tags, owners : list of str
        A work fits a field if it has any of its entries. Tasks are written ``"Project/Task"``; tags and
        owners are those of the task or its project.
    teams : list of str
        Work that nobody but people of these teams can do: they alone have its skills.
    objectives, clients, programmes : list of str
        Labels of the project.

    Examples
    --------
    >>> Selector(skills=["backend"], tags="urgent; legal")
    Selector(skills=['backend'], tags=['urgent', 'legal'])
    """

    projects: Names = ()
    tasks: Names = ()
    skills: Names = ()
    phases: Names = ()
    tags: Names = ()
    owners: Names = ()
    teams: Names = ()
    objectives: Names = ()
    clients: Names = ()
    programmes: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            projects: NamesLike = (),
            tasks: NamesLike = (),
            skills: NamesLike = (),
            phases: NamesLike = (),
            tags: NamesLike = (),
            owners: NamesLike = (),
            teams: NamesLike = (),
            objectives: NamesLike = (),
            clients: NamesLike = (),
            programmes: NamesLike = (),
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self)

    _repr_html_ = as_code


ScopeLike: TypeAlias = Selector | Mapping[str, NamesLike]


def as_selector(given: object) -> Selector:
    """Return a selector from one, from its fields by name, or from None: all work.

    Parameters
    ----------
    given : None, Selector or dict

    Returns
    -------
    Selector

    Raises
    ------
    Refused
        If it is none of these.
    """
    if given is None:
        return Selector()
    if isinstance(given, Selector | Mapping):
        return made_from(Selector, given)
    raise Refused("no scope", given, 'write {"skills": ["backend"]}, or Selector(skills=["backend"])')


@value
class Driver:
    """A cause shared by many tasks: one factor on all amounts in its scope, drawn once per replication.

    Parameters
    ----------
    name : str
    factor : distribution
        Such as ``LogNormal(p50=1, p90=1.3)``.
    scope : Selector
        The work that it touches; all of it by default.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Driver("integration trouble", "LogNormal(p50=1, p90=1.3)", {"skills": ["backend"]})
    Driver('integration trouble', LogNormal(p50=1, p90=1.3), scope=Selector(skills=['backend']))
    """

    name: Name
    factor: Annotated[Distribution, BeforeValidator(as_distribution)]
    scope: Annotated[Selector, BeforeValidator(as_selector)] = Selector()

    if TYPE_CHECKING:

        def __init__(self, name: str, factor: AmountLike, scope: ScopeLike | None = None) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", "factor")

    _repr_html_ = as_code


def _correlation(given: object) -> float | tuple[tuple[float, ...], ...]:
    if not isinstance(given, Iterable) or isinstance(given, str):
        return number(given)
    rows = list(given)
    if any(not isinstance(row, Iterable) or isinstance(row, str) for row in rows):
        raise Refused("no correlation matrix", given, "write a number, or a list of rows")
    matrix = tuple(tuple(number(cell) for cell in row) for row in rows)
    if any(len(row) != len(matrix) for row in matrix):
        raise Refused("a correlation matrix that is not square", fix="give as many rows as columns")
    return matrix


@value
class CopulaGroup:
    """Amounts that tend to be large together (Gaussian copula).

    Parameters
    ----------
    name : str
    members : list of str
        Tasks as ``"Project/Task"`` (its first drawn amount) or ``"Project/Task/need 2"``.
    correlation : float or matrix
        Spearman rank correlation between any two, or as a matrix in the order of the members.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> CopulaGroup("web team", ["Shop/build", "Billing/build"], 0.6)
    CopulaGroup('web team', ['Shop/build', 'Billing/build'], 0.6)
    """

    _kind: ClassVar[str] = "Group"
    name: Name
    members: Names
    correlation: Annotated[float | tuple[tuple[float, ...], ...], BeforeValidator(_correlation)]

    if TYPE_CHECKING:

        def __init__(
            self, name: str, members: NamesLike, correlation: NumberLike | Iterable[Iterable[NumberLike]]
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", "members", "correlation")

    _repr_html_ = as_code


@value
class Spread:
    """What an estimate without a range may become: P10 and P90 as factors on it.

    Parameters
    ----------
    low, high : float
        0.85 is 15 % below the estimate, 1.4 is 40 % above it.

    Raises
    ------
    InputError
        If low is not above 0, or above high.

    Examples
    --------
    >>> Spread(0.85, 1.4)
    Spread(0.85, 1.4)
    """

    low: Speed
    high: Speed

    if TYPE_CHECKING:

        def __init__(self, low: NumberLike, high: NumberLike) -> None: ...

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            got = f"{plain(self.low)} to {plain(self.high)}"
            raise Refused("no spread", got, "write two factors above 0, the lower one first")

    def __repr__(self) -> str:
        return as_call(self, "low", "high")

    _repr_html_ = as_code


SpreadLike: TypeAlias = Spread | str | tuple[NumberLike, NumberLike] | Mapping[str, NumberLike]


def _spread(given: object) -> Spread:
    if isinstance(given, Spread | Mapping):
        return made_from(Spread, given)
    if isinstance(given, str):
        return spread_said(given)
    if isinstance(given, tuple | list) and len(given) == 2:
        return Spread(*given)
    raise Refused("no spread", given, "write (0.85, 1.4)")


def _default_spread(given: object) -> Spread | None:
    return None if given is None else _spread(given)


def _spreads(given: object) -> tuple[tuple[str, Spread], ...]:
    place, example = "spread of {!r}".format, '{"backend": (0.9, 1.6)}'
    return tuple(dict(pairs_of(given, name, _spread, place, "no spreads by name", example)).items())


@value
class Ranges:
    """The spread given to estimates that come without one.

    Parameters
    ----------
    default : Spread, optional
        For all of them; None leaves them fixed.
    by_tag, by_skill : dict of str to Spread
        For work with that tag, else that skill, instead of the default.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Ranges((0.85, 1.4), by_skill={"data": (0.7, 2)})
    Ranges(Spread(0.85, 1.4), by_skill={'data': Spread(0.7, 2)})
    """

    default: Annotated[Spread | None, BeforeValidator(_default_spread)] = None
    by_tag: Annotated[tuple[tuple[str, Spread], ...], BeforeValidator(_spreads)] = ()
    by_skill: Annotated[tuple[tuple[str, Spread], ...], BeforeValidator(_spreads)] = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            default: SpreadLike | None = None,
            by_tag: Mapping[str, SpreadLike] | Iterable[tuple[str, SpreadLike]] = (),
            by_skill: Mapping[str, SpreadLike] | Iterable[tuple[str, SpreadLike]] = (),
        ) -> None: ...

    @classmethod
    def usual(cls) -> Ranges:
        """P10 15 % below and P90 40 % above the estimate.

        Examples
        --------
        >>> Ranges.usual()
        Ranges(Spread(0.85, 1.4))
        """
        return cls(Spread(0.85, 1.40))

    def __repr__(self) -> str:
        forms = {"by_tag": dict(self.by_tag), "by_skill": dict(self.by_skill)}
        return as_call(self, *([] if self.default is None else ["default"]), forms=forms)

    _repr_html_ = as_code


def spread_said(text: str) -> Spread:
    """Return what a text says that an estimate may become: two factors, or percentages around it.

    Parameters
    ----------
    text : str
        ``0.85 to 1.4``, ``-15% to +40%``, or ``20%`` to both sides.

    Returns
    -------
    Spread

    Raises
    ------
    Refused
        If it says none.

    Examples
    --------
    >>> spread_said("0.85 to 1.4").high, spread_said("-15% to +40%"), spread_said("20 %")
    (1.4, Spread(0.85, 1.4), Spread(0.8, 1.2))
    """
    found = _of_percent(text)
    if found is not None:
        return found
    parts = re.split(r"\s+to\s+", text.strip())
    if len(parts) != 2:
        raise Refused("no spread", text, _A_SPREAD)
    return Spread(number(parts[0]), number(parts[1]))


_A_SPREAD: Final = "write 0.85 to 1.4, or -15% to +40%"
_AWAY: Final = re.compile(
    r"(?P<low>[-+]?\d+(?:\.\d+)?) ?%? ?(?:to|bis|\.\.\.?|…|-) ?(?P<high>[-+]?\d+(?:\.\d+)?) ?%"
)
_BOTH_WAYS: Final = re.compile(r"(?:±|\+ ?/? ?-)? ?(?P<away>\d+(?:\.\d+)?) ?%")


def _of_percent(text: str) -> Spread | None:
    """Return the spread that percentages around the estimate say; None where they say none."""
    plain = " ".join(text.replace("\u2212", "-").replace("\u2013", "-").split())
    if found := _BOTH_WAYS.fullmatch(plain):
        low, high = -float(found["away"]), float(found["away"])
    elif (found := _AWAY.fullmatch(plain)) and (
        found["low"].startswith("-") or found["high"].startswith("+")
    ):
        low, high = float(found["low"]), float(found["high"])
    else:
        return None
    if low <= -100:
        raise Refused("no spread", text, _A_SPREAD)
    return Spread((100 + low) / 100, (100 + high) / 100)


def as_ranges(given: Any) -> Ranges:
    """Return ranges from ``"usual"``, ``"none"``, a spread such as ``"0.85 to 1.4"``, a mapping or Ranges.

    Parameters
    ----------
    given : None, str, dict or Ranges

    Returns
    -------
    Ranges

    Raises
    ------
    Refused
        If it is none of these.
    """
    word = given.strip().casefold() if isinstance(given, str) else given
    if word is None or word == "none":
        return Ranges()
    if word == "usual":
        return Ranges.usual()
    if isinstance(given, Ranges | Mapping):
        return made_from(Ranges, given)
    if isinstance(word, str):
        spread = word.removeprefix("usual,").strip()
        if " to " in spread or _of_percent(spread) is not None:
            return Ranges(spread_said(spread))
    raise Refused("no ranges", given, f'write "usual" or "none"; or {_A_SPREAD.removeprefix("write ")}')
