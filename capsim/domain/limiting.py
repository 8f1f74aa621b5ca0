"""The small types of limits: whole numbers that may be left out, by team, and speeds by size of team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.values import NumberLike, name, number
from capsim.errors import Refused

__all__ = ["OptionalLimit", "TeamFactor", "TeamFactorLike", "TeamLimits", "TeamLimitsLike"]

_MOST = 1_000_000

TeamLimitsLike: TypeAlias = str | Mapping[str, int] | Iterable[tuple[str, int]]
TeamFactorLike: TypeAlias = str | Iterable[NumberLike]


def _limit(given: object) -> int:
    """Return a number of things that may be in hand; none at all would be no limit but the end."""
    try:
        figure = number(given)
    except Refused:
        figure = 0
    if figure != int(figure) or not 1 <= figure <= _MOST:
        raise Refused("no limit", given, f"write a whole number from 1 to {_MOST:,}, or leave it out")
    return int(figure)


def _optional_limit(given: object) -> int | None:
    is_none = isinstance(given, str) and given.strip().casefold() in ("", "none", "off", "no")
    return None if given is None or is_none else _limit(given)


def _team_limits(given: object) -> tuple[tuple[str, int], ...]:
    """Return limits by team from ``{"Web": 2}`` or ``"Web 2; Data 3"``."""
    if isinstance(given, str):
        given = [part for part in given.split(";") if part.strip()]
    pairs = given.items() if isinstance(given, Mapping) else given
    if not isinstance(pairs, Iterable):
        raise Refused("no limits by team", given, 'write {"Web": 2}, or a text such as "Web 2; Data 3"')
    found: dict[str, int] = {}
    for entry in pairs:
        pair = _pair(entry) if isinstance(entry, str) else entry
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Refused("no limit of a team", pair, 'write a team and its limit, such as ("Web", 2)')
        team = name(pair[0])
        if team in found:
            raise Refused("a team with two limits", team, "keep one of them")
        found[team] = _limit(pair[1])
    return tuple(found.items())


def _pair(text: str) -> tuple[str, str]:
    """Cut ``"Web 2"`` in two."""
    team, _, limit = text.strip().rpartition(" ")
    if not team:
        raise Refused("no limit of a team", text.strip(), 'write a team and its limit, such as "Web 2"')
    return team, limit


def _team_factor(given: object) -> tuple[float, ...]:
    """Return speeds by size of team from ``[1, 0.95, 0.9]`` or ``"1; 0.95; 0.9"``; all 1 is none."""
    if given is None:
        return ()
    if isinstance(given, str):
        given = [part for part in given.split(";") if part.strip()]
    if not isinstance(given, Iterable) or isinstance(given, Mapping):
        raise Refused("no factors by size of team", given, "write a list such as [1, 0.95, 0.9]")
    factors = tuple(number(each) for each in given)
    wrong = [factor for factor in factors if not 0.001 <= factor <= 10]
    if wrong:
        raise Refused("out of range", wrong[0], "write factors from 0.001 to 10")
    while len(factors) > 1 and factors[-1] == factors[-2]:
        factors = factors[:-1]  # the last one holds for larger teams
    return () if factors == (1.0,) else factors


OptionalLimit = Annotated[int | None, BeforeValidator(_optional_limit)]
"""How many may be in hand at once; None: any number."""
TeamLimits = Annotated[tuple[tuple[str, int], ...], BeforeValidator(_team_limits)]
"""Teams and how many projects of each may be in progress at once."""
TeamFactor = Annotated[tuple[float, ...], BeforeValidator(_team_factor)]
"""Speed by the number of people at a need, from one on; the last holds for more; empty: 1 for all."""
