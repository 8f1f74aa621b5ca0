"""One spelling for each name: sheets that differ by case mean the same person, role, project or task."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping

from capsim.errors import Place
from capsim.io.settings import setting_called
from capsim.io.spellings import (
    Rewrite,
    Spellings,
    TaskSpellings,
    alternatives_in,
    either_name,
    name_in,
    names_in,
    objectives_in,
    objectives_of,
    one_name,
    reactions_in,
    skills_in,
    skills_of,
    team_limits_in,
)
from capsim.io.tables import Row, Table
from capsim.io.tree import Gathering, Text
from capsim.io.words import SHEETS

__all__ = ["unified"]


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


class _Unification:
    """The names of all sheets, while they are being compared."""

    def __init__(self, tables: Mapping[str, Table], gathering: Gathering) -> None:
        self.given = tables
        kinds = ("person", "team", "role", "project", "calendar", "objective", "risk", "branch")
        self.kinds = {kind: Spellings(gathering) for kind in kinds}
        self.tasks = TaskSpellings(gathering)
        self._texts: dict[tuple[str, str], str] = {}
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
        for sheet, kind in (("people", "person"), ("calendars", "calendar"), ("projects", "project")):
            for row in self.rows(sheet):
                if not self.kinds[kind].define(row.cells.get("name")):
                    self._again.add(row.place)
        for row in self.rows("people"):
            self._add(row, "team", "team")
            self._add(row, "role", "role")
        for row in self.rows("projects"):
            self._add(row, "team", "team")
        for sheet, key, kind in (
            ("objectives", "name", "objective"),
            ("risks", "name", "risk"),
            ("branches", "branch", "branch"),
        ):
            for row in self.rows(sheet):
                self._add(row, key, kind)
        for row in self.rows("projects"):
            for word in objectives_of(row.text("objectives")):
                self.kinds["objective"].add(word)
        for row in self.rows("people"):
            for word in skills_of(row.cells["skills"].value) if "skills" in row.cells else ():
                self.kinds["role"].add(word)
        for sheet, key, kind in (
            ("skills", "name", "role"),
            ("demand", "role", "role"),
            *((sheet, "project", "project") for sheet in ("demand", "bookings", "tasks")),
        ):
            for row in self.rows(sheet):
                self._add(row, key, kind)

    def _add(self, row: Row, key: str, kind: str) -> None:
        if (cell := row.cells.get(key)) is not None:
            self.kinds[kind].add(name_in(cell.value))

    # ------------------------------------------------------------ rewriting

    def _table(self, sheet: str, table: Table) -> Table:
        rewrites = self._rewrites().get(sheet, {})
        rows = [row for row in table.rows if row.place not in self._again]
        made = (
            _rewritten(row, rewrites | self._value_of(row) if sheet == "settings" else rewrites)
            for row in rows
        )
        return dataclasses.replace(table, rows=tuple(made))

    def _value_of(self, setting: Row) -> dict[str, Rewrite]:
        """Return how the value of a setting is rewritten, where names stand in it."""
        kinds = self.kinds
        named = {
            "calendar": one_name(kinds["calendar"]),
            "team_wip_limits": team_limits_in(kinds["team"]),
            "reactions": reactions_in(kinds["project"], kinds["role"], kinds["person"], kinds["team"]),
        }
        rewrite = named.get(setting_called(setting.text("setting")) or "")
        return {} if rewrite is None else {"value": rewrite}

    def _rewrites(self) -> Mapping[str, dict[str, Rewrite]]:
        one = {kind: one_name(spellings) for kind, spellings in self.kinds.items()}
        roles = self.kinds["role"]
        needed = self._once("needed", alternatives_in(roles))
        whoever = names_in(self.kinds["person"], self.kinds["team"])
        projects = names_in(self.kinds["project"])
        return {
            "people": {
                "role": one["role"], "team": one["team"], "calendar": one["calendar"],
                "skills": self._once("held", skills_in(roles)), "mentor": one["person"],
            },
            "skills": {"person": one["person"], "name": one["role"]},
            "leave": {"person": either_name(self.kinds["person"], self.kinds["team"]), "team": one["team"]},
            "rates": {"person": one["person"]},
            "benefits": {"project": one["project"]},
            "funding": {"project": one["project"]},
            "branches": {"project": one["project"], "branch": one["branch"]},
            "intake": {"project": one["project"]},
            "streams": {"skill": needed, "project": one["project"]},
            "demand": {"project": one["project"], "role": one["role"]},
            "bookings": {"person": one["person"], "project": one["project"]},
            "tasks": {"project": one["project"], "skill": needed, "only": whoever, "never": whoever},
            "needs": {"project": one["project"], "skill": needed, "only": whoever, "never": whoever},
            "projects": {
                "team": one["team"], "requires": projects, "excludes": projects,
                "objectives": objectives_in(self.kinds["objective"]),
            },
            "objectives": {"name": one["objective"]},
            "targets": {"projects": projects},
            "freezes": {key: names_in(self.kinds[key[:-1]]) for key in ("projects", "teams")},
            "holidays": {"calendar": one["calendar"]},
            "drivers": self._scope(),
            "risks": {**self._scope(), "away": whoever, "leaves": whoever},
            "responses": {"risk": one["risk"]},
            "settings": {"setting": self._setting},
        }  # fmt: skip

    def _scope(self) -> dict[str, Rewrite]:
        """Return how the columns of a scope are rewritten."""
        kinds = {"projects": "project", "skills": "role", "teams": "team", "objectives": "objective"}
        return {column: names_in(self.kinds[kind]) for column, kind in kinds.items()}

    def _once(self, column: str, rewrite: Rewrite) -> Rewrite:
        """Return a rewriting that reads each text once: those of a long column are few."""

        def remembered(cell: Text) -> str:
            key = (column, cell.value)
            if key not in self._texts:
                self._texts[key] = rewrite(cell)
            return self._texts[key]

        return remembered

    def _setting(self, cell: Text) -> str:
        """Rewrite the skill of a setting such as ``ranges skill QA``."""
        found = re.fullmatch(r"(\s*ranges\s+skill\s+)(.+)", cell.value, re.IGNORECASE)
        if found is None:
            return cell.value
        return found[1] + self.kinds["role"].of(name_in(found[2]) or found[2], cell.place)

    # ------------------------------------------------------------ tasks

    def _with_tasks(self, tables: dict[str, Table]) -> dict[str, Table]:
        """Return the tables with the names of tasks, which are those of their projects, in one spelling."""
        for row in tables["tasks"].rows if "tasks" in tables else ():
            if not self.tasks.define(row.text("project"), row.cells.get("name")):
                self._again.add(row.place)
        whole = names_in(self.tasks.whole)
        changes: Mapping[str, Callable[[Row], Row]] = {
            "tasks": self._linked,
            "needs": self._of_its_task,
            "branches": lambda row: _rewritten(row, {"tasks": names_in(self.tasks.of(row.text("project")))}),
            "funding": self._at_its_milestone,
            "streams": lambda row: _rewritten(row, {"before": one_name(self.tasks.of(row.text("project")))}),
            "groups": lambda row: _rewritten(row, {"members": whole}),
            "drivers": lambda row: _rewritten(row, {"tasks": whole}),
            "risks": lambda row: _rewritten(row, {"tasks": whole}),
        }
        return tables | {
            sheet: dataclasses.replace(
                tables[sheet],
                rows=tuple(change(row) for row in tables[sheet].rows if row.place not in self._again),
            )
            for sheet, change in changes.items()
            if sheet in tables
        }

    def _linked(self, row: Row) -> Row:
        own = self.tasks.of(row.text("project"))
        again = either_name(own, self.tasks.whole)
        return _rewritten(row, {"after": self.tasks.links_in(row.text("project")), "same_person_as": again})

    def _at_its_milestone(self, row: Row) -> Row:
        return _rewritten(row, {"milestone": one_name(self.tasks.of(row.text("project")))})

    def _of_its_task(self, row: Row) -> Row:
        return _rewritten(row, {"task": one_name(self.tasks.of(row.text("project")))})


def _rewritten(row: Row, rewrites: Mapping[str, Rewrite]) -> Row:
    """Return a row with some cells rewritten; the row itself where nothing changes."""
    changed: dict[str, Text] = {}
    for key, rewrite in rewrites.items():
        cell = row.cells.get(key)
        if cell is not None and (text := rewrite(cell)) != cell.value:
            changed[key] = Text(text, cell.place)
    return dataclasses.replace(row, cells={**row.cells, **changed}) if changed else row
