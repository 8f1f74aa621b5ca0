"""Demand that cannot be full-time equivalents: hours, days or percentages whose unit nobody has set."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from capsim.domain.person import Person
from capsim.domain.values import name
from capsim.domain.words import in_fte, plural
from capsim.errors import InputError, Problem
from capsim.io.reading import Reading
from capsim.io.totals import figure_text, shown
from capsim.io.tree import Fields, Items, Node, Text
from capsim.io.words import folded

__all__ = ["say_if_no_fte"]

_MANY: Final = 20
"""So many full-time equivalents of one role in one project and month are rare."""
_TIMES: Final = 5
"""So many times the people of a role, or all people month by month, are beyond any sense."""
_SAY_NOTHING: Final = ("demand", "amount", "quantity")
"""Headers of a long table that do not say full-time equivalents, folded."""


class _Cell(NamedTuple):
    """A figure of a table that does not say its unit."""

    role: str
    period: str
    wanted: float
    text: Text


def say_if_no_fte(reading: Reading, portfolio: Fields, people: Iterable[Person]) -> None:
    """Say of a table of demand without a unit that its figures seem to be hours, days or percentages.

    One figure is beyond sense by itself, or all of them together are.

    Parameters
    ----------
    reading : Reading
        Takes the warning, at the largest figure of those that are beyond sense, or at the table.
    portfolio : Fields
    people : iterable of Person
    """
    if "demand_unit" in portfolio.entries:
        return
    staff = list(people)
    counts: dict[str, int] = {}
    for person in staff:
        for skill in person.skills:
            counts[skill.name] = counts.get(skill.name, 0) + person.count
    cells = list(_cells(portfolio.entries.get("projects")))
    beyond = [
        each for each in cells if each.role in counts and each.wanted > max(_MANY, _TIMES * counts[each.role])
    ]
    if beyond:
        most = max(beyond, key=lambda each: each.wanted)
        who = plural(counts[most.role], "person", "people")
        what = f"{figure_text(most.wanted)} FTE wanted of {who}"
        reading.gathering.remark(most.text.place, replace(_asked(what, cells), got=most.text.value))
    elif cells:
        _say_if_too_much(reading, cells, math.fsum(each.availability * each.count for each in staff))


def _say_if_too_much(reading: Reading, cells: Sequence[_Cell], capacity: float) -> None:
    """Say of a table that it wants, in an average period, many times what all people could give."""
    wanted = math.fsum(each.wanted for each in cells) / len({each.period for each in cells})
    if capacity and wanted > _TIMES * capacity:
        place = cells[0].text.place._replace(row=None, line=None, path="", column=None, cell=None)
        what = f"on average {in_fte(wanted)} FTE wanted at a time, of people with {in_fte(capacity)} FTE"
        reading.gathering.remark(place, _asked(what, cells))


def _asked(what: str, cells: Iterable[_Cell]) -> Problem:
    """Return a warning that asks for the unit."""
    units, fix = "days or hours", "set demand_unit to days or hours"
    if all(each.wanted in _PERCENTAGES for each in cells):
        units, fix = f"percentages, {units}", f"write 0.5 for 50 %, or {fix}"
    return Problem("", f"{what}: are these {units}?", fix=fix, severity="warning")


_PERCENTAGES: Final = (0, *range(5, 101, 5))


def _cells(projects: Node | None) -> Iterator[_Cell]:
    """Yield the cells of demand whose rows do not say their unit."""
    for project in projects.entries if isinstance(projects, Items) else ():
        rows = project.entries.get("demand") if isinstance(project, Fields) else None
        for row in rows.entries if isinstance(rows, Items) else ():
            if not isinstance(row, Fields) or "unit" in row.entries:
                continue
            role, amounts = row.entries.get("role"), _amounts(row)
            if not isinstance(role, Text) or not isinstance(amounts, Fields):
                continue
            for period, cell in amounts.entries.items():
                figure = shown(cell.value) if isinstance(cell, Text) else None
                if isinstance(cell, Text) and figure is not None:
                    yield _Cell(_role(role), period, figure.figure, cell)


def _amounts(row: Fields) -> Node | None:
    """Return the amounts of a row, if nothing says what they are."""
    says_nothing = folded(row.words.get("fte", "")) in _SAY_NOTHING
    return row.entries.get("fte") if says_nothing else row.entries.get("amounts")


def _role(cell: Text) -> str:
    try:
        return name(cell.value)
    except InputError:
        return ""
