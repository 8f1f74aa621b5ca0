"""Causes that many tasks share, and the spread of estimates given without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from capsim.domain.distributions import Distribution, as_distribution
from capsim.domain.values import Name, Names, Speed, names, number, value
from capsim.errors import Refused

__all__ = ["CopulaGroup", "Driver", "Ranges", "Selector", "Spread"]


@value
class Selector:
    """Which work is meant: every field given must fit; an empty selector means all work.

    Parameters
    ----------
    projects, tasks, skills, phases, tags, owners : list of str
        A work fits a field if it has any of its entries. Tasks are written ``"Project/Task"``; tags are
        those of the task or its project.
    """

    projects: Names = ()
    tasks: Names = ()
    skills: Names = ()
    phases: Names = ()
    tags: Names = ()
    owners: Names = ()


def _selector(given: object) -> Selector:
    if given is None:
        return Selector()
    if isinstance(given, Selector):
        return given
    if isinstance(given, Mapping):
        return Selector(**given)
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
        The work that it touches.
    """

    name: Name
    factor: Annotated[Distribution, BeforeValidator(as_distribution)]
    scope: Annotated[Selector, BeforeValidator(_selector)] = Selector()


def _correlation(given: object) -> float | tuple[tuple[float, ...], ...]:
    if isinstance(given, Iterable) and not isinstance(given, str):
        rows = tuple(tuple(number(cell) for cell in row) for row in given)
        if any(len(row) != len(rows) for row in rows):
            raise Refused("a correlation matrix that is not square", fix="give as many rows as columns")
        return rows
    return number(given)


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
    """

    name: Name
    members: Names
    correlation: Annotated[float | tuple[tuple[float, ...], ...], BeforeValidator(_correlation)]


@value
class Spread:
    """What an estimate without a range may become: P10 and P90 as factors on it."""

    low: Speed
    high: Speed

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            raise Refused(
                "no spread", f"{self.low:g} to {self.high:g}", "write low above 0 and high above low"
            )


def _spread(given: object) -> Spread | None:
    if given is None or isinstance(given, Spread):
        return given
    if isinstance(given, Mapping):
        return Spread(**given)
    if isinstance(given, tuple | list) and len(given) == 2:
        return Spread(*given)
    raise Refused("no spread", given, "write (0.85, 1.4)")


def _spreads(given: object) -> tuple[tuple[str, Spread], ...]:
    if isinstance(given, Mapping):
        given = given.items()
    if isinstance(given, Iterable) and not isinstance(given, str):
        pairs = [(names([key])[0], _spread(item)) for key, item in given]
        return tuple((key, item) for key, item in pairs if item is not None)
    raise Refused("no spreads by name", given, 'write {"backend": (0.9, 1.6)}')


@value
class Ranges:
    """The spread given to estimates that come without one.

    Parameters
    ----------
    default : Spread, optional
        For all of them; None leaves them fixed.
    by_tag, by_skill : dict of str to Spread
        For work with that tag, else that skill, instead of the default.
    """

    default: Annotated[Spread | None, BeforeValidator(_spread)] = None
    by_tag: Annotated[tuple[tuple[str, Spread], ...], BeforeValidator(_spreads)] = ()
    by_skill: Annotated[tuple[tuple[str, Spread], ...], BeforeValidator(_spreads)] = ()

    @classmethod
    def usual(cls) -> Ranges:
        """P10 15 % below and P90 40 % above the estimate."""
        return cls(Spread(0.85, 1.40))


def as_ranges(given: Any) -> Ranges:
    """Return ranges from ``"usual"``, ``"none"``, a mapping or Ranges."""
    if given is None or given == "none":
        return Ranges()
    if given == "usual":
        return Ranges.usual()
    if isinstance(given, Ranges):
        return given
    if isinstance(given, Mapping):
        return Ranges(**given)
    raise Refused("no ranges", given, 'write "usual" or "none"')
