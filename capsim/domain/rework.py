"""Rework: work that has to be done again, in part, until it is good enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.lists import pairs_of
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import Count, NumberLike, Portion, Share, made_from, number, share, value
from capsim.errors import Refused

__all__ = ["Rework", "ReworkLike", "as_rework"]


def _shares(given: object) -> tuple[tuple[float, float], ...]:
    """Return (speed, probability) pairs, the slowest first."""
    place, what = "speed {}".format, "no probabilities by speed"
    return tuple(sorted(dict(pairs_of(given, _speed, share, place, what, "{1.0: 0.2, 1.2: 0.1}")).items()))


def _speed(given: object) -> float:
    speed = number(given)
    if not 0.001 <= speed <= 100:
        raise Refused("no speed", given, "write a number from 0.001 to 100, such as 1.0")
    return speed


@value
class Rework:
    """Loops of rework: with a probability a share of the amount is done again, and so on.

    Parameters
    ----------
    probability : float
        That a loop follows.
    share : float
        What each loop adds, as a share of the amount.
    by_speed : dict of float to float
        The probability by the lowest speed in the team that starts: from each speed on it is so much;
        below the first it is ``probability``. For effort only.
    at_most : int
        Loops after which it is good enough, at most 100.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Rework(0.4, 0.25, by_speed={1.0: 0.2, 1.2: "10 %"})
    Rework(0.4, 0.25, by_speed={1: 0.2, 1.2: 0.1})
    """

    probability: Share
    share: Portion
    by_speed: Annotated[tuple[tuple[float, float], ...], BeforeValidator(_shares)] = ()
    at_most: Count = 10

    if TYPE_CHECKING:

        def __init__(
            self,
            probability: NumberLike,
            share: NumberLike,
            by_speed: Mapping[float, NumberLike] | Iterable[tuple[float, NumberLike]] = (),
            at_most: int = 10,
        ) -> None: ...

    def __post_init__(self) -> None:
        if not 1 <= self.at_most <= 100:
            raise Refused("no number of loops", self.at_most, "write at_most as a whole number from 1 to 100")

    def __repr__(self) -> str:
        return as_call(self, "probability", "share", forms={"by_speed": dict(self.by_speed)})

    _repr_html_ = as_code


ReworkLike: TypeAlias = Rework | tuple[NumberLike, NumberLike] | Mapping[str, Any]


def as_rework(given: object) -> Rework | None:
    """Return rework from one, from (probability, share), from its fields by name, or from None.

    Parameters
    ----------
    given : None, Rework, tuple or dict

    Returns
    -------
    Rework or None

    Raises
    ------
    InputError
        If it is none of these.

    Examples
    --------
    >>> as_rework((0.3, "25 %"))
    Rework(0.3, 0.25)
    """
    if given is None:
        return None
    if isinstance(given, tuple | list) and len(given) == 2:
        return Rework(*given)
    if isinstance(given, Rework | Mapping):
        return made_from(Rework, given)
    raise Refused("no rework", given, "write (0.3, 0.25): 30 % likely, each time a quarter of it again")
