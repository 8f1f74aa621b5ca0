"""What differs between two portfolios: entity, field, old and new."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from capsim.domain.reprs import written

__all__ = ["Change", "changes"]

_LEFT_OUT = frozenset({"origin"})  # where it was read does not make it another portfolio


class Change(NamedTuple):
    """One difference; what is not there is an empty text.

    Attributes
    ----------
    entity : str
        As errors name it: ``"Project 'Shop', task 'build'"``.
    field : str
        Empty for an entity that came or went.
    old, new : str
        As a person would type them.
    """

    entity: str
    field: str
    old: str
    new: str


def changes(old: Any, new: Any, entity: str) -> Iterator[Change]:
    """Yield what differs between two entities of the same kind, in the order of their fields.

    Parts that have names of their own are compared one by one; all else is compared as a whole.

    Parameters
    ----------
    old, new : dataclass
    entity : str
        What to call them.

    Examples
    --------
    >>> from capsim.domain.person import Person
    >>> list(changes(Person("Ada", "backend"), Person("Ada", "backend", 0.5), "Person 'Ada'"))
    [Change(entity="Person 'Ada'", field='availability', old='1', new='0.5')]
    """
    for field in dataclasses.fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in _LEFT_OUT or before == after:
            continue
        parts_before, parts_after = _by_name(before), _by_name(after)
        if parts_before is None or parts_after is None:
            yield Change(entity, field.name, _text(before), _text(after))
        else:
            yield from _of_parts(parts_before, parts_after, entity, field.name)


def _by_name(content: object) -> Mapping[str, Any] | None:
    """Return entities by their names; None for what are no entities with a name for each."""
    if not isinstance(content, tuple):
        return None
    names = [getattr(each, "name", None) for each in content]
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        return None
    return dict(zip(map(str, names), content, strict=True))


def _of_parts(old: Mapping[str, Any], new: Mapping[str, Any], entity: str, field: str) -> Iterator[Change]:
    """Yield what went, changed and came among entities with names."""
    inside = "" if entity == "Portfolio" else f"{entity}, "
    for name, part in old.items():
        called = _called(part, inside)
        if name not in new:
            yield Change(called, "", written(part), "")
        elif type(new[name]) is type(part):
            yield from changes(part, new[name], called)
        else:
            yield Change(called, "", written(part), written(new[name]))
    yield from (
        Change(_called(part, inside), "", "", written(part)) for name, part in new.items() if name not in old
    )
    stay_before, stay_after = [name for name in old if name in new], [name for name in new if name in old]
    if stay_before != stay_after:  # of equal work what is listed first goes first
        yield Change(entity, f"order of {field}", ", ".join(stay_before), ", ".join(stay_after))


def _called(part: Any, inside: str) -> str:
    kind = type(part).__name__
    return f"{inside}{kind.lower() if inside else kind} {part.name!r}"


def _text(content: object) -> str:
    if content is None or content == ():
        return ""
    if isinstance(content, str):
        return content
    return str(content) if isinstance(content, date) else written(content)
