"""Demand that cannot be full-time equivalents: hours or days whose unit nobody has set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from capsim.domain.person import Person
from capsim.domain.values import name
from capsim.domain.words import plural
from capsim.errors import InputError, Problem
from capsim.io.reading import Reading
from capsim.io.totals import figure_text, shown
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["say_if_no_fte"]

_MANY: Final = 20
"""So many full-time equivalents of one role in one project and month are rare."""
_TIMES: Final = 5
"""So many times the people of a role are beyond any sense."""


def say_if_no_fte(reading: Reading, portfolio: Fields, people: Iterable[Person]) -> None:
    """Say of a table of demand without a unit that its figures seem to be hours or days.

    Parameters
    ----------
    reading : Reading
        Takes the warning, at the largest of the figures that are beyond sense.
    portfolio : Fields
    people : iterable of Person
    """
    if "demand_unit" in portfolio.entries:
        return
    counts: dict[str, int] = {}
    for person in people:
        for skill in person.skills:
            counts[skill.name] = counts.get(skill.name, 0) + person.count
    beyond = [
        (wanted, role, cell)
        for role, wanted, cell in _cells(portfolio.entries.get("projects"))
        if role in counts and wanted > max(_MANY, _TIMES * counts[role])
    ]
    if beyond:
        wanted, role, cell = max(beyond, key=lambda each: each[0])
        who = plural(counts[role], "person", "people")
        what = f"{figure_text(wanted)} FTE wanted of {who}: are these hours?"
        fix = "set demand_unit to hours or days"
        reading.gathering.remark(cell.place, Problem("", what, cell.value, fix, "warning"))


def _cells(projects: Node | None) -> Iterator[tuple[str, float, Text]]:
    """Yield role, amount and cell of demand whose rows do not say their unit."""
    for project in projects.entries if isinstance(projects, Items) else ():
        rows = project.entries.get("demand") if isinstance(project, Fields) else None
        for row in rows.entries if isinstance(rows, Items) else ():
            if not isinstance(row, Fields) or "unit" in row.entries:
                continue
            role, amounts = row.entries.get("role"), row.entries.get("amounts")
            if not isinstance(role, Text) or not isinstance(amounts, Fields):
                continue
            for cell in amounts.entries.values():
                figure = shown(cell.value) if isinstance(cell, Text) else None
                if isinstance(cell, Text) and figure is not None:
                    yield _role(role), figure.figure, cell


def _role(cell: Text) -> str:
    try:
        return name(cell.value)
    except InputError:
        return ""
