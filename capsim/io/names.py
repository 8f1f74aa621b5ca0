"""One spelling for each name: sheets that differ by case mean the same person, role, project or task."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping

from capsim.domain.task import Alternative, Link
from capsim.domain.values import name
from capsim.errors import InputError, Place, Problem
from capsim.io.grammar import (
    read_alternatives,
    read_link,
    read_names,
    read_skill,
    split,
    write_alternatives,
    write_links,
    write_names,
    write_skill,
)
from capsim.io.slips import key_of
from capsim.io.tables import Row, Table
from capsim.io.tree import Gathering, Text
from capsim.io.words import SHEETS

__all__ = ["unified"]

Rewrite = Callable[[Text], str]
"""Returns what a cell says with every name in its first spelling."""


def unified(tables: Mapping[str, Table], gathering: Gathering) -> dict[str, Table]:
    """Return tables in which every name has the spelling in which it comes first.

    The sheet people says how persons, teams and roles are spelled, the sheet projects how projects are.

    Parameters
    ----------
    tables : dict of str to Table
    gathering : Gathering
        Takes a remark for each other spelling, and rows of one sheet that are for one and the same.

    Returns
    -------
    dict of str to Table
    """
    return _Unification(tables, gathering).tables()


class _Spellings:
    """The first spelling of each name of a kind."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.first: dict[str, str] = {}
        self._said: set[str] = set()

    def add(self, word: str) -> None:
        """Take a spelling, unless there is one for the name."""
        self.first.setdefault(key_of(word), word)

    def of(self, word: str, place: Place) -> str:
        """Return the first spelling of a name; one that is not known is its own."""
        first = self.first.get(key_of(word), word)
        if first != word and word not in self._said:
            self._said.add(word)
            what = f"{word!r} is taken for {first!r}"
            fix = "spell it the same everywhere, or give one of them another name"
            self.gathering.remark(place, Problem("", what, fix=fix, severity="info"))
        return first


class _Unification:
    """The names of all sheets, while they are being compared."""

    def __init__(self, tables: Mapping[str, Table], gathering: Gathering) -> None:
        self.given = tables
        self.gathering = gathering
        kinds = ("person", "team", "role", "project", "calendar")
        self.kinds = {kind: _Spellings(gathering) for kind in kinds}
        self.tasks: dict[str, _Spellings] = {}
        self._texts: dict[str, str] = {}
        self._again: set[Place] = set()
        """The rows that are for somebody, or something, who has one."""

    def tables(self) -> dict[str, Table]:
        self._learn()
        in_order = sorted(self.given, key=[*SHEETS].index)
        made = {sheet: self._table(sheet, self.given[sheet]) for sheet in in_order}
        return self._with_tasks(made)

    def rows(self, sheet: str) -> tuple[Row, ...]:
        return self.given[sheet].rows if sheet in self.given else ()

    # ------------------------------------------------------------ what comes first

    def _learn(self) -> None:
        """Take the first spelling of every name, in the order of the sheets that know best."""
        for sheet, key, kind in (
            ("people", "name", "person"),
            ("calendars", "name", "calendar"),
            ("projects", "name", "project"),
        ):
            self._learn_once(sheet, key, self.kinds[kind])
        for sheet, key, kind in (
            ("people", "team", "team"),
            ("people", "role", "role"),
            ("skills", "name", "role"),
            ("demand", "role", "role"),
            *((sheet, "project", "project") for sheet in ("demand", "bookings", "tasks")),
        ):
            for row in self.rows(sheet):
                if (cell := row.cells.get(key)) is not None and (word := _name(cell.value)):
                    self.kinds[kind].add(word)
        for row in self.rows("people"):
            for word in _skills_of(row.cells.get("skills")):
                self.kinds["role"].add(word)

    def _learn_once(self, sheet: str, key: str, spellings: _Spellings) -> None:
        """Take the names of a sheet in which each may have one row."""
        places: dict[str, Place] = {}
        for row in self.rows(sheet):
            cell = row.cells.get(key)
            word = _name(cell.value) if cell is not None else ""
            if cell is None or not word:
                continue
            first = spellings.first.get(key_of(word))
            if first is not None and first != word:
                self._say_twice(row, cell, first, places[key_of(word)])
                self.gathering.complete &= sheet != "people"  # a skill could seem to be nobody's
            spellings.add(word)
            places.setdefault(key_of(word), cell.place)

    def _say_twice(self, row: Row, cell: Text, first: str, place: Place) -> None:
        fix = f"names are unique, and this one is in {place} as {first!r}"
        self.gathering.add(cell.place, Problem("", "name given twice", cell.value, fix))
        self._again.add(row.place)
        self.gathering.complete = False  # it may stand where another name should

    # ------------------------------------------------------------ rewriting

    def _table(self, sheet: str, table: Table) -> Table:
        rewrites = self._rewrites().get(sheet, {})
        rows = (row for row in table.rows if row.place not in self._again)
        return dataclasses.replace(table, rows=tuple(_rewritten(row, rewrites) for row in rows))

    def _rewrites(self) -> Mapping[str, Mapping[str, Rewrite]]:
        person, project = self._plain("person"), self._plain("project")
        needed = self._in_text(self._alternatives)
        return {
            "people": {
                "role": self._plain("role"), "team": self._plain("team"), "calendar": self._plain("calendar"),
                "skills": self._in_text(self._skills),
            },
            "skills": {"person": person, "name": self._plain("role")},
            "leave": {"person": self._whoever, "team": self._plain("team")},
            "demand": {"project": project, "role": self._plain("role")},
            "bookings": {"person": person, "project": project},
            "tasks": {"project": project, "skill": needed},
            "needs": {"project": project, "skill": needed},
            "holidays": {"calendar": self._plain("calendar")},
            "drivers": {"projects": self._names("project"), "skills": self._names("role")},
            "settings": {"setting": self._setting},
        }  # fmt: skip

    def _plain(self, kind: str) -> Rewrite:
        """Return how a cell with one name is rewritten."""
        spellings = self.kinds[kind]

        def rewrite(cell: Text) -> str:
            word = _name(cell.value)
            return spellings.of(word, cell.place) if word else cell.value

        return rewrite

    def _in_text(self, rewrite: Rewrite) -> Rewrite:
        """Return how a cell with several names is rewritten: each text once, and only if it can be read."""
        careful = _if_readable(rewrite)

        def remembered(cell: Text) -> str:
            if cell.value not in self._texts:
                self._texts[cell.value] = careful(cell)
            return self._texts[cell.value]

        return remembered

    def _whoever(self, cell: Text) -> str:
        """Rewrite the name of a person, else of a team."""
        word = _name(cell.value)
        kind = "person" if key_of(word) in self.kinds["person"].first else "team"
        return self.kinds[kind].of(word, cell.place) if word else cell.value

    def _setting(self, cell: Text) -> str:
        """Rewrite the skill of a setting such as ``ranges skill QA``."""
        found = re.fullmatch(r"(\s*ranges\s+skill\s+)(.+)", cell.value, re.IGNORECASE)
        if found is None:
            return cell.value
        return found[1] + self.kinds["role"].of(_name(found[2]) or found[2], cell.place)

    def _choice(self, choice: Alternative, place: Place) -> Alternative:
        return dataclasses.replace(choice, skill=self.kinds["role"].of(choice.skill, place))

    def _alternatives(self, cell: Text) -> str:
        choices = read_alternatives(cell.value)
        made = tuple(self._choice(choice, cell.place) for choice in choices)
        return cell.value if made == choices else write_alternatives(made)

    def _skills(self, cell: Text) -> str:
        entries = split(cell.value)
        made = [self._entry(entry, cell.place) for entry in entries]
        return cell.value if made == entries else "; ".join(made)

    def _entry(self, entry: str, place: Place) -> str:
        skill = read_skill(entry)
        spelled = self.kinds["role"].of(skill.name, place)
        return entry if spelled == skill.name else write_skill(dataclasses.replace(skill, name=spelled))

    def _names(self, kind: str) -> Rewrite:
        """Return how a list of names is rewritten."""
        return _if_readable(lambda cell: _respelled(cell, self.kinds[kind]))

    # ------------------------------------------------------------ tasks

    def _with_tasks(self, tables: dict[str, Table]) -> dict[str, Table]:
        """Return the tables with the names of tasks, which are those of their projects, in one spelling."""
        places: dict[tuple[str, str], Place] = {}
        for row in tables["tasks"].rows if "tasks" in tables else ():
            project, cell = row.text("project"), row.cells.get("name")
            word = _name(cell.value) if cell is not None else ""
            if cell is None or not word:
                continue
            spellings = self.tasks.setdefault(project, _Spellings(self.gathering))
            first = spellings.first.get(key_of(word))
            if first is not None and first != word:
                self._say_twice(row, cell, first, places[project, key_of(word)])
            spellings.add(word)
            places.setdefault((project, key_of(word)), cell.place)
        whole = _Spellings(self.gathering)
        for project, spellings in self.tasks.items():
            for word in spellings.first.values():
                whole.add(f"{project}/{word}")
        made = {**tables}
        if "tasks" in tables:
            rows = [row for row in tables["tasks"].rows if row.place not in self._again]
            linked = tuple(self._linked(row, whole) for row in rows)
            made["tasks"] = dataclasses.replace(tables["tasks"], rows=linked)
        if "needs" in tables:
            made["needs"] = _with_rows(tables["needs"], self._of_its_task)
        if "groups" in tables:
            made["groups"] = _with_rows(tables["groups"], lambda row: _with_members(row, whole))
        return made

    def _of_its_task(self, row: Row) -> Row:
        spellings = self.tasks.get(row.text("project"))
        if spellings is None:
            return row
        return _rewritten(row, {"task": lambda cell: spellings.of(_name(cell.value), cell.place)})

    def _linked(self, row: Row, whole: _Spellings) -> Row:
        own = self.tasks.get(row.text("project"))
        if own is None or "after" not in row.cells:
            return row
        known = own.first

        def rewrite(cell: Text) -> str:
            entries = split(cell.value)
            if all(known.get(key_of(entry)) == entry for entry in entries):
                return cell.value
            links = [read_link(entry) for entry in entries]
            made = [_spelled(link, own, whole, cell.place) for link in links]
            return cell.value if made == links else write_links(made)

        return _rewritten(row, {"after": _if_readable(rewrite)})


def _spelled(link: Link, own: _Spellings, whole: _Spellings, place: Place) -> Link:
    """Return a link with the names as they are spelled first."""
    text = f"{link.project}/{link.task}" if link.project else link.task
    if key_of(text) in own.first:
        task = own.of(text, place)
        return link if task == text else dataclasses.replace(link, task=task, project=None)
    found = whole.of(text, place)
    if found == text:
        return link
    project, _, task = found.partition("/")
    return dataclasses.replace(link, task=task, project=project)


def _with_members(row: Row, whole: _Spellings) -> Row:
    return _rewritten(row, {"members": _if_readable(lambda cell: _respelled(cell, whole))})


def _respelled(cell: Text, spellings: _Spellings) -> str:
    words = read_names(cell.value)
    made = tuple(spellings.of(word, cell.place) for word in words)
    return cell.value if made == words else write_names(made)


def _if_readable(rewrite: Rewrite) -> Rewrite:
    """Return a rewriting that leaves alone what cannot be read: whoever reads it will say so."""

    def careful(cell: Text) -> str:
        try:
            return rewrite(cell)
        except InputError:
            return cell.value

    return careful


def _with_rows(table: Table, change: Callable[[Row], Row]) -> Table:
    return dataclasses.replace(table, rows=tuple(change(row) for row in table.rows))


def _rewritten(row: Row, rewrites: Mapping[str, Rewrite]) -> Row:
    """Return a row with some cells rewritten; the row itself where nothing changes."""
    changed: dict[str, Text] = {}
    for key, rewrite in rewrites.items():
        cell = row.cells.get(key)
        if cell is not None and (text := rewrite(cell)) != cell.value:
            changed[key] = Text(text, cell.place)
    return dataclasses.replace(row, cells={**row.cells, **changed}) if changed else row


def _skills_of(cell: Text | None) -> Iterable[str]:
    """Return the names of the skills in a list, as far as it can be read."""
    if cell is None:
        return ()
    try:
        return [read_skill(entry).name for entry in split(cell.value)]
    except InputError:
        return ()


def _name(text: str) -> str:
    """Return a name in canonical form, ``""`` if it is none."""
    try:
        return name(text)
    except InputError:
        return ""
