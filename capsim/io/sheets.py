"""Sheets that belong together, joined into one tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from capsim.domain.values import name
from capsim.errors import InputError, Place, Problem, did_you_mean
from capsim.io.bookingrows import Booked, booking_rows
from capsim.io.demand import demand_rows
from capsim.io.grammar import split
from capsim.io.listtotals import people_without_totals
from capsim.io.matrix import skill_rows
from capsim.io.names import unified
from capsim.io.projects import Projects
from capsim.io.settings import MONEY, SETTINGS, setting_called
from capsim.io.tables import Row, Table
from capsim.io.tree import Fields, Gathering, Items, Node, Text
from capsim.io.words import KEYS, WORK_SHEETS, folded, suggestion

__all__ = ["tree_of"]


def tree_of(tables: Mapping[str, Table], place: Place, gathering: Gathering) -> Fields:
    """Join sheets into the tree of a portfolio.

    Parameters
    ----------
    tables : dict of str to Table
    place : Place
        The folder, or the workbook.
    gathering : Gathering
        Takes the problems, such as a row that speaks of somebody unknown.

    Returns
    -------
    Fields
    """
    given = {**tables}
    if "people" in given:
        given["people"] = people_without_totals(given["people"], gathering)
        if _is_empty(given["people"], gathering) and any(map(_speaks_of_people, given.values())):
            given = _without_people(given, gathering)
    if "skills" in given:
        given["skills"] = replace(given["skills"], rows=skill_rows(given["skills"], gathering))
    joined = _Joined(unified(given, gathering), place, gathering)
    entries: dict[str, Node] = {**joined.settings()}
    entries["levels"] = joined.plain("levels")
    entries["people"] = joined.people()
    entries["projects"], entries["bookings"] = joined.work()
    entries["calendars"] = joined.calendars()
    entries["drivers"] = joined.drivers()
    entries["risks"] = joined.risks()
    entries |= joined.risk_scale()
    entries["groups"] = joined.plain("groups")
    entries["freezes"] = joined.plain("freezes")
    entries["strategy"] = joined.plain("objectives")
    entries["targets"] = joined.plain("targets")
    entries["streams"] = joined.plain("streams")
    return Fields(entries, place, keyed=True)


def _is_empty(people: Table, gathering: Gathering) -> bool:
    """Whether there is nobody in a sheet with which nothing else is wrong."""
    of_sheet = (people.place.file, people.place.sheet)
    told = (problem.place for problem in gathering.problems if problem.place is not None)
    is_accused = any((place.file, place.sheet) == of_sheet for place in told)
    return not people.rows and not people.lost and not is_accused


def _speaks_of_people(table: Table) -> bool:
    """Whether a sheet has rows that name people or roles."""
    return any(_WHO & row.cells.keys() for row in table.rows)


_WHO: Final = frozenset(("person", "team", "role", "skill"))


def _without_people(given: Mapping[str, Table], gathering: Gathering) -> dict[str, Table]:
    """Say that the sheet people has no rows; whatever names somebody is then left out, as it has no fault."""
    fix = "write a row for each person, with a name and a role"
    gathering.add(given["people"].place, Problem("", "no rows below the header", fix=fix))
    gathering.complete = False
    named = ("skills", "leave", "rates", "bookings")
    return {name: replace(table, rows=()) if name in named else table for name, table in given.items()}


class _Joined:
    """The sheets while they are being joined."""

    def __init__(self, tables: Mapping[str, Table], place: Place, gathering: Gathering) -> None:
        self.tables = tables
        self.place = place
        self.gathering = gathering

    def rows(self, sheet: str) -> tuple[Row, ...]:
        table = self.tables.get(sheet)
        return table.rows if table else ()

    def items(self, sheet: str, entries: Iterable[Node]) -> Items:
        table = self.tables.get(sheet)
        return Items(tuple(entries), table.place if table else self.place)

    def plain(self, sheet: str) -> Items:
        return self.items(sheet, (row.fields() for row in self.rows(sheet)))

    def named(self, row: Row, key: str, known: Mapping[str, object], what: str, add: str) -> str | None:
        """Return the name in a cell if it is known, else keep the problem."""
        cell = row.cells.get(key)
        if cell is None:
            self.gathering.complete = False
            if not self.gathering.doubts(row.place, key):
                fix = _NO_NAME.get(what, f"write the name of the {what}")
                self.gathering.add(row.place_of(key), Problem("", "empty", fix=fix))
            return None
        try:
            word = name(cell.value)
        except InputError as error:
            self.gathering.keep(cell.place, error)
            return None
        if word in known:
            return word
        if self._may_be_lost(what) or (not known and not self.gathering.complete):
            return None  # the sheet, or the row, that would know could not be read
        self.gathering.complete = False
        fix = did_you_mean(word, known)
        fix = _one_per_row(word, known) or (fix if fix.startswith("did") else add)
        self.gathering.add(cell.place, Problem("", f"no such {what}", cell.value, fix))
        return None

    def _may_be_lost(self, what: str) -> bool:
        """Whether the sheet that has names of a kind has rows that could not be read."""
        table = self.tables.get(_KNOWN_BY.get(what, "tasks"))
        lost = table is not None and table.lost > 0
        self.gathering.complete &= not lost
        return lost

    # ------------------------------------------------------------ settings

    def settings(self) -> dict[str, Node]:
        """Return the settings as fields, those of the policy and of the ranges in their own."""
        found: dict[str, Node] = {}
        policy: dict[str, Node] = {}
        spreads: dict[str, dict[str, Node]] = {"by_skill": {}, "by_tag": {}}
        money: dict[str, Node] = {}
        worth: dict[str, Node] = {}
        said: dict[str, Text] = {}
        for row in self.rows("settings"):
            if "setting" not in row.cells:
                self.gathering.add(
                    row.place_of("setting"), Problem("", "empty", fix="write a setting's name")
                )
                continue
            word = row.cells["setting"]
            key = folded(word.value)
            if "value" not in row.cells:
                continue
            value = row.cells["value"]
            group, _, rest = " ".join(word.value.split()).partition(" ")
            kind, _, label = rest.partition(" ")
            if folded(group) == "ranges" and folded(kind) in ("skill", "tag") and label:
                target, key = spreads[f"by_{folded(kind)}"], label
            elif folded(f"{group} {kind}") in _EXCHANGE_RATE and label:
                target, key = worth, label
            elif (called := setting_called(word.value)) is not None:
                key = called
                target = policy if key in KEYS["policy"] else money if key in MONEY else found
            else:
                self.gathering.add(
                    word.place, Problem("", "no such setting", word.value, suggestion(key, SETTINGS))
                )
                continue
            if key in target:
                first = said[key]
                fix = f"keep one of them: {first.value!r} in {first.place} says the same"
                self.gathering.add(word.place, Problem("", "a setting given twice", word.value, fix))
            target[key], said[key] = value, word
        if worth:
            money["exchange_rates"] = Fields(worth, next(iter(worth.values())).place)
        return self._nested(found, policy, money, spreads)

    def _nested(
        self,
        found: dict[str, Node],
        policy: dict[str, Node],
        money: dict[str, Node],
        spreads: Mapping[str, dict[str, Node]],
    ) -> dict[str, Node]:
        table = self.tables.get("settings")
        place = table.place if table else self.place
        if policy:
            found["policy"] = Fields(policy, place, keyed=True)
        if money:
            found["money"] = Fields(money, place, keyed=True)
        parts: dict[str, Node] = {key: Fields(each, place) for key, each in spreads.items() if each}
        if parts:
            default = found.get("ranges")
            found["ranges"] = Fields(parts | ({"default": default} if default else {}), place)
        return found

    # ------------------------------------------------------------ people

    def people(self) -> Items:
        """Return the people with the rows on their skills and their leave."""
        known = {name_of(row, "name"): row for row in self.rows("people") if row.text("name")}
        skills: dict[str, list[Node]] = {}
        rates: dict[str, list[Node]] = {}
        leave: dict[int, list[Node]] = {}
        for sheet, found in (("skills", skills), ("rates", rates)):
            for row in self.rows(sheet):
                who = self.named(row, "person", known, "person", "add a row to the sheet people")
                if who is not None:
                    found.setdefault(who, []).append(row.fields(without=["person"]))
        for row in self.rows("leave"):
            for index in self._who_is_away(row, known):
                leave.setdefault(index, []).append(row.fields(without=["person", "team"]))
        return self.items(
            "people",
            (
                self._person(
                    row,
                    skills.get(name_of(row, "name"), []),
                    {"leave": leave.get(index, []), "rates": rates.get(name_of(row, "name"), [])},
                )
                for index, row in enumerate(self.rows("people"))
            ),
        )

    def _who_is_away(self, row: Row, known: Mapping[str, Row]) -> list[int]:
        """Return the rows of the people whom a row on leave means: one, a team's, or all."""
        people = self.rows("people")
        teams: dict[str, list[int]] = {}
        for index, each in enumerate(people):
            teams.setdefault(name_of(each, "team"), []).append(index)
        teams.pop("", None)
        if "person" not in row.cells and "team" in row.cells:
            team = self.named(row, "team", teams, "team", "write a team of the sheet people")
            return teams.get(team or "", [])
        word = name_of(row, "person")
        if word in known:
            if word in teams:
                fix = "write a team into the column team"
                problem = Problem("", "a person and a team: taken for the person", word, fix, "warning")
                self.gathering.remark(row.place_of("person"), problem)
            return [index for index, each in enumerate(people) if name_of(each, "name") == word][:1]
        if word in teams or word.casefold() == "all":
            return teams.get(word, list(range(len(people))))
        everybody = dict.fromkeys([*known, *sorted(teams), "all"] if people else [])
        self.named(row, "person", everybody, "person or team", "write a person, a team, or all")
        return []

    def _person(self, row: Row, skills: list[Node], lists: Mapping[str, list[Node]]) -> Fields:
        entries: dict[str, Node] = {**row.cells}
        listed = row.cells.get("skills")
        own: list[Node] = []
        if listed is not None:
            try:
                own = [Text(entry, listed.place) for entry in split(listed.value)]
            except InputError as error:
                self.gathering.keep(listed.place, error)
        if own or skills:
            entries["skills"] = Items((*own, *skills), row.place.at("skills"))
        entries |= {key: Items(tuple(rows), row.place.at(key)) for key, rows in lists.items() if rows}
        return Fields(entries, row.place, row.words, True)

    # ------------------------------------------------------------ projects

    def work(self) -> tuple[Items, Items]:
        """Return the projects with their demand, their tasks and the needs of these; and the bookings.

        A project that is not listed is made, unless its name is a slip of the pen for one that is.
        """
        listed = self._listed_projects()
        table = self.tables.get("demand")
        demand = {} if table is None else demand_rows(table, self.gathering)
        listing = "the sheet projects" if "projects" in self.tables else None
        named = {name_of(row, "project") for sheet in WORK_SHEETS for row in self.rows(sheet)}
        idle = [project for project in listed if project not in named]
        projects = Projects(listed, listing, self.gathering, idle)
        for row in self.rows("demand"):
            if name_of(row, "project") in demand:
                projects.admit(row.cells["project"])
        booked = self.tables.get("bookings")
        bookings = [
            each
            for each in ([] if booked is None else booking_rows(booked, self.gathering))
            if self._is_of_a_project(each.row, projects)
        ]
        tasks: dict[str, list[Row]] = {}
        for row in self.rows("tasks"):
            if self._is_of_a_project(row, projects):
                tasks.setdefault(name_of(row, "project"), []).append(row)
        needs = self._needs({project: tasks.get(project, []) for project in projects.found})
        listed_rows = {key: self._of_projects(key, projects) for key in ("benefits", "funding", "intake")}
        listed_rows["branches"] = self._branches(projects)
        made: list[Node] = []
        for project, fields in projects.found.items():
            entries: dict[str, Node] = {**fields.entries}
            for key, found in listed_rows.items():
                if project in found:
                    entries[key] = Items(tuple(found[project]), fields.place)
            if project in demand:
                entries["demand"] = Items(demand[project], fields.place)
            rows = tasks.get(project, [])
            entries["tasks"] = Items(
                tuple(_task(row, needs.get((project, name_of(row, "name")), ())) for row in rows),
                fields.place,
            )
            made.append(Fields(entries, fields.place, fields.words, True))
        return (
            self.items("projects", [*made, *self._other_project_rows()]),
            self.items("bookings", self._of_known_people(bookings)),
        )

    def _of_projects(self, sheet: str, projects: Projects) -> dict[str, list[Fields]]:
        """Return the rows of a sheet that says more of projects, by their names."""
        found: dict[str, list[Fields]] = {}
        for row in self.rows(sheet):
            project = self.named(row, "project", projects.found, "project", "add it to the sheet projects")
            if project is not None:
                found.setdefault(project, []).append(row.fields(without=["project"]))
        return found

    def _is_of_a_project(self, row: Row, projects: Projects) -> bool:
        """Whether a row names a project that is there now."""
        cell = row.cells.get("project")
        if cell is not None and name_of(row, "project"):
            return projects.admit(cell)
        return self.named(row, "project", projects.found, "project", "write its name") is not None

    def _branches(self, projects: Projects) -> dict[str, list[Fields]]:
        """Return the branches of each project, the rows on their ways put together."""
        made: dict[str, list[Fields]] = {}
        for project, rows in self._of_projects("branches", projects).items():
            ways: dict[str, list[Node]] = {}
            first: dict[str, Fields] = {}
            for row in rows:
                named = row.entries.get("branch")
                called = named.value if isinstance(named, Text) else ""
                first.setdefault(called, row)
                way = {
                    "name" if key == "way" else key: each
                    for key, each in row.entries.items()
                    if key != "branch"
                }
                ways.setdefault(called, []).append(Fields(way, row.place, row.words, True))
            for called, fields in first.items():
                name = {"name": fields.entries["branch"]} if "branch" in fields.entries else {}
                entries: dict[str, Node] = {**name, "ways": Items(tuple(ways[called]), fields.place)}
                made.setdefault(project, []).append(Fields(entries, fields.place, fields.words, True))
        return made

    def _of_known_people(self, rows: Iterable[Booked]) -> Iterator[Node]:
        """Yield bookings of people who should be there, vacancies by the names that they will have."""
        known: dict[str, None] = {word: None for row in self.rows("people") if (word := name_of(row, "name"))}
        known |= dict.fromkeys(_vacancies(self.rows("people")))
        part_time = {
            name_of(row, "name") for row in self.rows("people") if row.text("availability") not in _FULL
        }
        for row, bookings in rows:
            self.named(row, "person", known, "person", "add a row to the sheet people")
            for booking in bookings:
                share = booking.place_of("share")
                if folded(share.column or "") == "fte" and name_of(row, "person") in part_time:
                    self._say_own_share(row)
                if "share" not in booking.entries:
                    self.gathering.add(share, Problem("", "empty", fix=_A_SHARE))
            if name_of(row, "person"):  # what else is wrong with a row of somebody unknown is told as well
                yield from bookings

    def _say_own_share(self, row: Row) -> None:
        what = "taken for a share of the person's own time, not of a full day"
        fix = "divide it by the person's fte if a full day was meant, and call the column share"
        problem = Problem("", what, row.text("share"), fix, "warning")
        self.gathering.remark(row.place_of("share"), problem)

    def _listed_projects(self) -> dict[str, Fields]:
        found: dict[str, Fields] = {}
        for row in self.rows("projects"):
            if name_of(row, "name"):
                found.setdefault(name_of(row, "name"), row.fields())
        return found

    def _other_project_rows(self) -> list[Node]:
        """Return the rows of the sheet projects that repeat a name or have none, to be refused later."""
        seen: set[str] = set()
        others: list[Node] = []
        for row in self.rows("projects"):
            word = name_of(row, "name")
            if not word or word in seen:
                others.append(row.fields())
            seen.add(word)
        return others

    def _needs(self, tasks: Mapping[str, list[Row]]) -> dict[tuple[str, str], tuple[Node, ...]]:
        """Return the rows of the sheet needs by project and task; each must belong to one."""
        found: dict[tuple[str, str], tuple[Node, ...]] = {}
        for row in self.rows("needs"):
            project = self.named(row, "project", tasks, "project", "add it to the sheet tasks")
            if project is None:
                continue
            names = {name_of(each, "name"): None for each in tasks[project]}
            task = self.named(row, "task", names, f"task in project {project!r}", "add it to the sheet tasks")
            if task is not None:
                found[project, task] = (
                    *found.get((project, task), ()),
                    row.fields(without=["project", "task"]),
                )
        return found

    # ------------------------------------------------------------ the rest

    def calendars(self) -> Items:
        """Return the calendars with their holidays."""
        known = {name_of(row, "name"): row for row in self.rows("calendars")}
        dates: dict[str, list[Node]] = {}
        for row in self.rows("holidays"):
            which = self.named(row, "calendar", known, "calendar", "add a row to the sheet calendars")
            if which is not None:
                dates.setdefault(which, []).append(row.fields(without=["calendar"]))
        return self.items(
            "calendars",
            (
                Fields(
                    {**row.cells, "holidays": Items(tuple(dates.get(name_of(row, "name"), ())), row.place)},
                    row.place,
                    row.words,
                    True,
                )
                for row in self.rows("calendars")
            ),
        )

    def drivers(self) -> Items:
        """Return the drivers, the columns of their scope put together."""
        return self.items("drivers", map(_scoped, self.rows("drivers")))

    def risks(self) -> Items:
        """Return the risks with their responses, the columns of their scope put together."""
        known = {name_of(row, "name"): row for row in self.rows("risks") if row.text("name")}
        responses: dict[str, list[Node]] = {}
        for row in self.rows("responses"):
            risk = self.named(row, "risk", known, "risk", "add a row to the sheet risks")
            if risk is not None:
                responses.setdefault(risk, []).append(row.fields(without=["risk"]))
        return self.items(
            "risks", (_risk(row, responses.get(name_of(row, "name"), [])) for row in self.rows("risks"))
        )

    def risk_scale(self) -> dict[str, Node]:
        """Return the scale of risks: for each kind the words with what they stand for."""
        kinds: dict[str, dict[str, Node]] = {}
        for row in self.rows("risk_scale"):
            word = row.text("word")
            if not word:
                self.gathering.add(
                    row.place_of("word"), Problem("", "empty", fix="write a word such as high")
                )
                continue
            for kind in KEYS["scale"]:
                if kind in row.cells:
                    words = kinds.setdefault(kind, {})
                    if word in words:
                        problem = Problem("", "a word given twice", word, "write each word of the scale once")
                        self.gathering.add(row.place_of("word"), problem)
                    words[word] = row.cells[kind]
        if not kinds:
            return {}
        place = self.tables["risk_scale"].place
        return {"risk_scale": Fields({kind: Fields(each, place) for kind, each in kinds.items()}, place)}


_EXCHANGE_RATE: Final = ("exchange_rate", "wechselkurs_von", "rate_of")
"""What begins a setting that ends with a currency."""

_FULL = ("", "1", "1.0", "100%", "100 %")
"""What is written of somebody who works full time."""

_A_SHARE = "write the share of the person's time, such as 0.5 or 50%; 1 for all of it"

_KNOWN_BY: Mapping[str, str] = {
    "person": "people",
    "team": "people",
    "person or team": "people",
    "project": "projects",
    "calendar": "calendars",
    "risk": "risks",
}
"""The sheet that knows the names of a kind."""

_NO_NAME: Mapping[str, str] = {"project": "write the project in every row, or merge the cells"}


def _one_per_row(text: str, known: Mapping[str, object]) -> str:
    """Return what to do with a cell that names several; empty for any other."""
    words = [word.strip() for word in _BETWEEN.split(text)]
    several = len(words) > 1 and all(word in known for word in words)
    return f"one name in each row: write a row for each of {', '.join(words)}" if several else ""


_BETWEEN: Final = re.compile(r"[,;/&+\n]| and | und ")


def _vacancies(people: Iterable[Row]) -> Iterator[str]:
    """Yield the names that vacancies will have."""
    counts: dict[str, int] = {}
    for row in people:
        role = name_of(row, "role")
        if name_of(row, "name") or not role:
            continue
        size = row.text("count")
        for _ in range(min(int(size), 1000) if size.isdecimal() else 1):
            counts[role] = counts.get(role, 0) + 1
            yield f"TBH {role} {counts[role]}"


def _task(row: Row, needs: tuple[Node, ...]) -> Fields:
    fields = row.fields(without=["project"])
    if not needs:
        return fields
    return Fields({**fields.entries, "needs": Items(needs, row.place)}, row.place, row.words, True)


def _scoped(row: Row) -> Fields:
    scope = {key: cell for key, cell in row.cells.items() if key in KEYS["scope"]}
    entries: dict[str, Node] = {key: cell for key, cell in row.cells.items() if key not in scope}
    if scope:
        entries["scope"] = Fields(scope, row.place, keyed=True)
    return Fields(entries, row.place, row.words, True)


def _risk(row: Row, responses: list[Node]) -> Fields:
    """Return a risk: its labels are its own tags, and the column tags is part of its scope."""
    fields = _scoped(row)
    entries = {"tags" if key == "labels" else key: each for key, each in fields.entries.items()}
    if responses:
        entries["responses"] = Items(tuple(responses), row.place)
    return Fields(entries, row.place, row.words, True)


def name_of(row: Row, key: str) -> str:
    """Return the name in a cell in its canonical form; ``""`` where there is none."""
    cell = row.cells.get(key)
    if cell is None:
        return ""
    try:
        return name(cell.value)
    except InputError:
        return ""
