"""The sheet skills: a row for each skill of a person, or a matrix with a column for each skill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capsim.errors import Problem
from capsim.io.tables import Other, Row, Table, column_meant, pass_over
from capsim.io.tree import Gathering, Text
from capsim.io.words import SHEETS

__all__ = ["skill_rows"]

_SKILL = next(column for column in SHEETS["skills"].columns if column.name == "skill")
_ROLE = SHEETS["people"].column("role")
_HELD = ("x", "✓", "✔", "yes", "y", "true", "ja")
_NOT_HELD = ("0", "-", "–", "no", "n", "false", "nein")
_GRADE = re.compile(r"[1-5](\.0+)?")
_OF_ALL = ("start", "end", "as_of")
"""What is said of all skills in a row."""
_OF_PEOPLE = ("role", "team", "location", "country", "manager", "fte")
"""Columns of the sheet people that stand in many a matrix beside the names."""


def skill_rows(table: Table, gathering: Gathering) -> tuple[Row, ...]:
    """Return a row for each skill that a person holds.

    Parameters
    ----------
    table : Table
        The sheet skills.
    gathering : Gathering
        Takes the problems and remarks.

    Returns
    -------
    tuple of Row
        With person, name and level.
    """
    if all(column.key != "name" for column in table.unused):
        pass_over(table, table.others, gathering)
        return table.rows
    seems = next((other for other in table.others if column_meant(other.header, [_SKILL])), None)
    if seems is not None:
        gathering.add(seems.place, Problem("", "no such column", seems.header, "did you mean 'skill'?"))
        gathering.complete = False
        return ()
    skills = [other for other in table.others if other.header and not _is_of_people(other)]
    role = next((other for other in table.others if SHEETS["people"].column(other.header) == _ROLE), None)
    if not skills and role is not None:
        gathering.add(role.place, Problem("", "no such column", role.header, "did you mean 'skill'?"))
        gathering.complete = False
        return ()
    if not skills:
        fix = "add it, or a column for each skill, with x or a grade from 1 to 5"
        gathering.add(table.place, Problem("", "no column 'skill'", fix=fix))
        gathering.complete = False
    pass_over(table, [other for other in table.others if other not in skills], gathering)
    return tuple(row for given in table.rows for row in _held(given, skills, gathering))


def _is_of_people(other: Other) -> bool:
    column = SHEETS["people"].column(other.header)
    return column is not None and column.name in _OF_PEOPLE


def _held(given: Row, skills: list[Other], gathering: Gathering) -> Iterator[Row]:
    """Yield a row for each skill of a matrix that a person holds."""
    common = {key: cell for key, cell in given.cells.items() if key in ("person", *_OF_ALL)}
    for skill in skills:
        cell = given.others.get(skill.position)
        word = "" if cell is None else cell.value.casefold()
        if cell is None or word in _NOT_HELD:
            continue
        held = {**common, "name": Text(skill.header, skill.place)}
        if _GRADE.fullmatch(word):
            yield Row({**held, "level": Text(word[0], cell.place)}, cell.place, given.words)
        elif word in _HELD:
            yield Row(held, cell.place, given.words)
        else:
            fix = "write x, or a grade from 1 to 5; 0 or nothing where the skill is not held"
            gathering.add(cell.place, Problem("", "neither a mark nor a grade", cell.value, fix))
            gathering.complete = False
