"""One person under two names: as Ada Lovelace, and as Lovelace, Ada."""

from __future__ import annotations

from collections.abc import Iterable

from capsim.domain.person import Person
from capsim.errors import Place, Problem
from capsim.io.reading import Reading
from capsim.io.slips import key_of

__all__ = ["say_if_twice"]


def say_if_twice(reading: Reading, people: Iterable[Person]) -> None:
    """Say of a person who has the name of another with the surname first that they may be one.

    Parameters
    ----------
    reading : Reading
        Takes the warning, at the second of the two.
    people : iterable of Person
    """
    seen: dict[str, str] = {}
    for person in people:
        if person.name is None or person.count > 1:
            continue
        key = _in_order(person.name)
        first = seen.setdefault(key, person.name)
        if first != person.name:
            where = _row(reading.index[f"Person {first!r}"].place_of("name"))
            what = f"perhaps the same person as {first!r} in {where}: both count"
            place = reading.index[f"Person {person.name!r}"].place_of("name")
            fix = "keep one row, and one spelling in all sheets; tell the names apart if these are two people"
            reading.gathering.remark(place, Problem("", what, person.name, fix, "warning"))


def _in_order(name: str) -> str:
    """Return a name with the first name first, as spellings are compared."""
    last, comma, first = name.partition(",")
    is_turned = bool(comma) and "," not in first and bool(first.strip())
    return " ".join(key_of(f"{first} {last}" if is_turned else name).split())


def _row(place: Place) -> str:
    return str(place) if place.row is None else f"row {place.row}"
