"""What of a model has changed, for readers who have not made it; people as the report calls them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from capsim.domain.words import plural
from capsim.forecast.words import listed

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.report.names import Naming

__all__ = ["changes_of", "counted"]

_COLUMNS: Final = ("entity", "field", "old", "new")
_LONGEST: Final = 160
_PERSON: Final = "Person "
_KINDS: Final = {"portfolio": "the portfolio", "person": "people", "copulagroup": "groups"}


def changes_of(old: Portfolio, new: Portfolio, naming: Naming, *, one_by_one: bool) -> pd.DataFrame:
    """Return what differs, fit to be read: columns entity, change, old, new.

    Parameters
    ----------
    old, new : Portfolio
    naming : callable
        What people are called.
    one_by_one : bool
        Whether people are told one by one; else they are counted by role.
    """
    found = old.diff(new)
    is_person = found["entity"].str.startswith(_PERSON)
    about = found if one_by_one else found[~is_person]
    veil = _Veil(old, new, naming)
    rows = [
        (veil(entity), _change(field, now), veil(was, field), veil(now, field))
        for entity, field, was, now in zip(*(about[name] for name in _COLUMNS), strict=True)
    ]
    if not one_by_one:
        rows += _by_role(old, new, found[is_person])
    return pd.DataFrame(rows, columns=["entity", "change", "old", "new"], dtype="str")


def _change(field: str, now: str) -> str:
    """Return what happened to an entity: it came, went, or what of it changed."""
    if not field:
        return "new" if now else "gone"
    return field.replace("_", " ")


class _Veil:
    """Writes people's names as the report calls them."""

    def __init__(self, old: Portfolio, new: Portfolio, naming: Naming) -> None:
        roles = _roles(new) | {name: role for name, role in _roles(old).items() if name not in _roles(new)}
        called = dict(zip(roles, naming(list(roles), list(roles.values())), strict=True))
        self._called = called | {repr(name)[1:-1]: other for name, other in called.items()}
        among = "|".join(re.escape(name) for name in sorted(self._called, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{among})(?!\w)") if among else None

    def __call__(self, text: str, field: str = " ") -> str:
        """Write a text; what came or went as a whole has no field, and needs no more than its name."""
        if not field:
            return ""
        if self._names is not None:
            text = self._names.sub(lambda found: self._called[str(found[0])], text)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _roles(portfolio: Portfolio) -> dict[str, str]:
    """Return the role of everybody who has a name."""
    return {person.name: person.role for person in portfolio.staff if person.name is not None}


def _by_role(old: Portfolio, new: Portfolio, found: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    """Yield how many people of each role came, went and changed."""
    before, after = _roles(old), _roles(new)
    changed = {
        name
        for name in before.keys() & after.keys()
        if found["entity"].str.startswith(f"{_PERSON}{name!r}").any()
    }
    for role in dict.fromkeys([*after.values(), *before.values()]):
        came, went, other = (
            sum(roles[name] == role for name in names)
            for names, roles in (
                (after.keys() - before.keys(), after),
                (before.keys() - after.keys(), before),
                (changed, after),
            )
        )
        told = [
            f"{count} {what}" for count, what in ((came, "new"), (went, "gone"), (other, "changed")) if count
        ]
        if told:
            was, now = (
                plural(list(roles.values()).count(role), "person", "people") for roles in (before, after)
            )
            yield f"Role {role!r}", ", ".join(told), was, now


def counted(entities: Sequence[str]) -> str:
    """Tell in how many places of each kind a model has changed.

    Examples
    --------
    >>> counted(["Project 'Shop'", "Project 'App', task 'build'", "Portfolio"])
    '2 in projects and 1 in the portfolio'
    """
    kinds = Counter(entity.split(maxsplit=1)[0].casefold() for entity in entities)
    return listed(f"{count} in {_KINDS.get(kind, f'{kind}s')}" for kind, count in kinds.items())
