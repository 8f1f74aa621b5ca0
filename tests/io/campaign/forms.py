"""A book as every kind of source: folders of CSV, a workbook, frames, YAML and JSON."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import xlsxwriter

from capsim.errors import Place
from capsim.io.grid import cell_name
from tests.io.campaign.book import Book, Cell, Formula, text_of

FOLDER = "agency"


class At(NamedTuple):
    """A place in a book: a sheet, a row from 1 (0 for the whole sheet), and what its column is called.

    A number for the column is a position from 1, of a cell that has no header.
    """

    sheet: str = ""
    row: int = 0
    column: str | int = ""


@dataclass(frozen=True)
class Source:
    """A book that was written, with the place that each of its cells then has."""

    given: Any
    place: Callable[[At], Place]


# ---------------------------------------------------------------- sheets


def _lettered(book: Book, at: At) -> tuple[str | None, str | None]:
    """What a column is called, and its cell."""
    if isinstance(at.column, int):
        return None, cell_name(at.column - 1, at.row)
    if not at.column:
        return None, None
    header = book.rows(at.sheet)[book.header_row(at.sheet) - 1]
    if at.column not in header:
        return at.column, None
    return at.column, cell_name(header.index(at.column), at.row)


def comma(book: Book, folder: Path) -> Source:
    """A folder of CSV files with commas."""
    return _csv(book, folder, ",", lambda text: text)


def semicolon(book: Book, folder: Path) -> Source:
    """A folder of CSV files with semicolons, in which numbers have a decimal comma."""
    return _csv(book, folder, ";", lambda text: text.replace(".", ","))


def _csv(book: Book, folder: Path, separator: str, written: Callable[[str], str]) -> Source:
    path = folder / FOLDER
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    for name, rows in book.sheets.items():
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerows(
            [written(text_of(cell)) if isinstance(cell, float) else text_of(cell) for cell in row]
            for row in rows
        )
        (path / f"{name}.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")

    def place(at: At) -> Place:
        if not at.sheet:
            return Place(FOLDER)
        column, cell = _lettered(book, at)
        if at.column and at.row == book.header_row(at.sheet):
            number = at.column if isinstance(at.column, int) else book.position(at.sheet, at.column) + 1
            return Place(f"{at.sheet}.csv", column=f"header, cell {number}", cell=cell)
        return Place(f"{at.sheet}.csv", row=at.row or None, column=column, cell=cell)

    return Source(path, place)


def workbook(book: Book, folder: Path) -> Source:
    """A workbook with typed cells."""
    path = folder / f"{FOLDER}.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "in_memory": True}) as made:
        for name, rows in book.sheets.items():
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell)
            _dress(book, name, sheet)

    def place(at: At) -> Place:
        if not at.sheet:
            return Place(path.name)
        column, cell = _lettered(book, at)
        return Place(path.name, at.sheet, at.row or None, column=column, cell=cell)

    return Source(path, place)


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    match cell:
        case None:
            return
        case Formula(text, value):
            sheet.write_formula(row, column, text, None, 0 if value is None else value)
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | float():
            sheet.write_number(row, column, cell)
        case date() | datetime():
            sheet.write_datetime(row, column, cell)
        case _:
            sheet.write_string(row, column, cell)


def _dress(book: Book, name: str, sheet: Any) -> None:
    """Merge and hide what the book says."""
    for owner, *span in book.merged:
        if owner == name:
            first = book.sheets[name][span[0]][span[1]]
            sheet.merge_range(*span, text_of(first))
            _write(sheet, span[0], span[1], first)
    for owner, row in book.hidden_rows:
        if owner == name:
            sheet.set_row(row - 1, None, None, {"hidden": True})
    for owner, column in book.hidden_columns:
        if owner == name:
            at = book.position(name, column)
            sheet.set_column(at, at, None, None, {"hidden": True})
    if name in book.hidden_sheets:
        sheet.hide()


def frames(book: Book, folder: Path) -> Source:
    """Frames in memory."""
    given = {
        name: pd.DataFrame(
            [[*row, *[None] * (len(rows[0]) - len(row))] for row in rows[1:]],
            columns=list(rows[0]),
            dtype=object,
        )
        for name, rows in book.sheets.items()
    }

    def place(at: At) -> Place:
        if not at.sheet:
            return Place("frames")
        if at.row == 1 and at.column:
            number = at.column if isinstance(at.column, int) else book.position(at.sheet, at.column) + 1
            return Place(f"frame {at.sheet}", column=f"header, cell {number}")
        return Place(f"frame {at.sheet}", row=at.row - 2 if at.row else None, column=str(at.column) or None)

    return Source(given, place)


# ---------------------------------------------------------------- nested


class Leaf(NamedTuple):
    """A value of a nested file, and where the book has it."""

    value: Cell
    at: At


_NOWHERE = At()


@dataclass
class Branch:
    """Values by key, and the row that the book has for them."""

    entries: dict[str, Any]
    at: At = _NOWHERE


@dataclass
class _Places:
    """Where the cells and rows of a book stand in a nested file."""

    whole: Place
    cells: dict[At, Place] = field(default_factory=dict)
    rows: dict[tuple[str, int], Place] = field(default_factory=dict)

    def place(self, at: At) -> Place:
        if not at.sheet:
            return self.whole
        if at in self.cells:
            return self.cells[at]
        row = self.rows[at.sheet, at.row]
        return row if not at.column else row._replace(column=str(at.column), path=row.path)


NESTED_SHEETS = (
    "settings", "people", "skills", "levels", "leave", "projects", "demand", "bookings", "tasks", "needs",
    "rates", "benefits", "funding", "drivers", "groups", "risks", "responses", "risk_scale", "objectives",
    "branches", "intake", "streams", "freezes", "targets",
)  # fmt: skip


def nested(book: Book) -> Branch:
    """A book as one tree: skills and leave under their people, tasks and demand under their projects."""
    rows = {name: list(_branches(book, name)) for name in NESTED_SHEETS if name in book.sheets}
    entries: dict[str, Any] = {
        str(row.entries["setting"].value): row.entries["value"]
        for row in rows.get("settings", [])
        if {"setting", "value"} <= row.entries.keys()
    }
    entries |= _with_money(entries)
    if policy := {key: entries.pop(key) for key in _LIMITS if key in entries}:
        entries["policy"] = Branch(policy)
    entries["people"] = [_person(row, rows) for row in rows.get("people", [])]
    entries["levels"] = rows.get("levels", [])
    entries["projects"] = [_project(row, rows) for row in rows.get("projects", [])]
    entries["bookings"] = rows.get("bookings", [])
    entries["drivers"] = [_driver(row) for row in rows.get("drivers", [])]
    entries["risks"] = [_risk(row, rows) for row in rows.get("risks", [])]
    if "risk_scale" in rows:
        entries["risk_scale"] = _scale(rows["risk_scale"])
    entries["groups"] = rows.get("groups", [])
    for name in ("objectives", "targets", "streams", "freezes"):
        entries[name] = rows.get(name, [])
    return Branch({key: each for key, each in entries.items() if each != []})


_LIMITS = ("wip_limit", "team_wip_limits", "focus", "switching_loss", "reactions")
_TERMS = ("discount_rate", "overtime_premium", "contractor_premium", "budget")


def _with_money(entries: dict[str, Any]) -> dict[str, Any]:
    """The settings that are terms of money, taken out of the others and put together."""
    money = {key: entries.pop(key) for key in _TERMS if key in entries}
    worth = {key: entries.pop(key) for key in list(entries) if key.startswith("exchange rate ")}
    rates = {key.removeprefix("exchange rate "): each for key, each in worth.items()}
    money |= {"exchange_rates": Branch(rates)} if rates else {}
    return {"money": Branch(money)} if money else {}


def _branches(book: Book, name: str) -> Sequence[Branch]:
    header, *rows = book.rows(name)
    return [
        Branch(
            {
                str(word): Leaf(cell, At(name, number, str(word)))
                for word, cell in zip(header, row, strict=True)
                if cell is not None
            },
            At(name, number),
        )
        for number, row in enumerate(rows, 2)
    ]


def _value(row: Branch, key: str) -> Cell:
    leaf = row.entries.get(key)
    return leaf.value if leaf else None


def _of(rows: Sequence[Branch], key: str, value: Cell, without: Sequence[str]) -> list[Branch]:
    return [
        Branch({word: each for word, each in row.entries.items() if word not in without}, row.at)
        for row in rows
        if value is not None and _value(row, key) == value
    ]


def _person(row: Branch, rows: Mapping[str, list[Branch]]) -> Branch:
    entries = dict(row.entries)
    who = _value(row, "person")
    skills: list[Any] = [leaf for key in ("role", "skills") if (leaf := entries.pop(key, None))]
    skills += _of(rows.get("skills", []), "person", who, ["person"])
    leave = _of(rows.get("leave", []), "person", who, ["person", "team"])
    rates = _of(rows.get("rates", []), "person", who, ["person"])
    more: dict[str, Any] = {"skills": skills, "leave": leave, "rates": rates}
    return Branch(entries | {key: each for key, each in more.items() if each}, row.at)


def _project(row: Branch, rows: Mapping[str, list[Branch]]) -> Branch:
    name = _value(row, "project")
    tasks = [
        Branch(_with_rework(each) | ({"needs": needs} if needs else {}), each.at)
        for each in _of(rows.get("tasks", []), "project", name, ["project"])
        if (needs := _needs_of(rows, name, _value(each, "task"))) is not None
    ]
    demand = [_amounts(each) for each in _of(rows.get("demand", []), "project", name, ["project"])]
    money = {key: _of(rows.get(key, []), "project", name, ["project"]) for key in ("benefits", "funding")}
    intake = _of(rows.get("intake", []), "project", name, ["project"])
    branches = _branched(_of(rows.get("branches", []), "project", name, ["project"]))
    more: dict[str, Any] = {"tasks": tasks, "demand": demand, **money, "branches": branches, "intake": intake}
    return Branch(row.entries | {key: each for key, each in more.items() if each}, row.at)


def _branched(rows: Sequence[Branch]) -> list[Branch]:
    """The branches of a project, each with its ways."""
    names = dict.fromkeys(_value(row, "branch") for row in rows)
    return [
        Branch(
            {"branch": next(iter(mine)).entries["branch"], "ways": [_way(row) for row in mine]}, mine[0].at
        )
        for name in names
        if (mine := [row for row in rows if _value(row, "branch") == name])
    ]


def _way(row: Branch) -> Branch:
    return Branch({key: each for key, each in row.entries.items() if key != "branch"}, row.at)


def _with_rework(row: Branch) -> dict[str, Any]:
    """The fields of a task, its columns of rework together."""
    own = {key: each for key, each in row.entries.items() if not key.startswith("rework_")}
    rework = {key.removeprefix("rework_"): each for key, each in row.entries.items() if key not in own}
    return own | ({"rework": Branch(rework, row.at)} if rework else {})


def _needs_of(rows: Mapping[str, list[Branch]], project: Cell, task: Cell) -> list[Branch]:
    within = [each for each in rows.get("needs", []) if _value(each, "project") == project]
    return _of(within, "task", task, ["project", "task"])


def _amounts(row: Branch) -> Branch:
    plain = {key: each for key, each in row.entries.items() if not key[:1].isdigit()}
    return Branch(
        {**plain, "fte": Branch({k: v for k, v in row.entries.items() if k not in plain}, row.at)}, row.at
    )


def _driver(row: Branch) -> Branch:
    scope = {key: row.entries[key] for key in row.entries if key not in ("driver", "factor")}
    return Branch(
        {key: row.entries[key] for key in row.entries if key not in scope} | {"scope": Branch(scope, row.at)},
        row.at,
    )


_IN_SCOPE = ("projects", "tasks", "skills", "teams")


def _risk(row: Branch, rows: Mapping[str, list[Branch]]) -> Branch:
    scope = {key: row.entries[key] for key in _IN_SCOPE if key in row.entries}
    rest = [(key, each) for key, each in row.entries.items() if key not in scope]
    entries = {"tags" if key == "labels" else key: each for key, each in rest}
    if scope:
        entries["scope"] = Branch(scope, row.at)
    responses = _of(rows.get("responses", []), "risk", _value(row, "risk"), ["risk"])
    return Branch(entries | ({"responses": responses} if responses else {}), row.at)


def _scale(rows: Sequence[Branch]) -> Branch:
    """The scale by kind: its words with their cells."""
    kinds = dict.fromkeys(key for row in rows for key in row.entries if key != "word")
    at = rows[0].at
    said = {
        kind: {str(_value(row, "word")): row.entries[kind] for row in rows if kind in row.entries}
        for kind in kinds
    }
    return Branch({kind: Branch(words, at) for kind, words in said.items()}, at)


def _scalar(value: Cell) -> str:
    """A value as JSON, and YAML, has it; a date stands in quotes."""
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(text_of(value), ensure_ascii=False)


def yaml(book: Book, folder: Path) -> Source:
    """A YAML file with each value on a line of its own."""
    path = folder / f"{FOLDER}.yaml"
    lines: list[str] = []
    places = _Places(Place(path.name))

    def here() -> Place:
        return Place(path.name, line=len(lines))

    def put(key: str, node: Any, indent: str, begin: str) -> None:
        begin += f"{_scalar(key)}:" if key[:1].isdigit() else f"{key}:"
        match node:
            case Leaf(value, at):
                lines.append(f"{begin} {_scalar(value)}")
                places.cells[at] = here().at(key)
            case Branch():
                lines.append(begin)
                mapping(node, f"{indent}  ", f"{indent}  ")
            case _:
                lines.append(begin)
                for each in node:
                    item(each, f"{indent}  ")

    def item(node: Any, indent: str) -> None:
        if isinstance(node, Leaf):
            lines.append(f"{indent}- {_scalar(node.value)}")
            places.cells[node.at] = here()
        else:
            mapping(node, f"{indent}  ", f"{indent}- ")

    def mapping(branch: Branch, indent: str, begin: str) -> None:
        if not branch.entries:
            lines.append(f"{begin}{{}}")
        places.rows.setdefault((branch.at.sheet, branch.at.row), Place(path.name, line=len(lines) + 1))
        for index, (key, each) in enumerate(branch.entries.items()):
            put(key, each, indent, indent if index else begin)

    mapping(nested(book), "", "")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Source(path, places.place)


def as_json(book: Book, folder: Path) -> Source:
    """A JSON file."""
    path = folder / f"{FOLDER}.json"
    places = _Places(Place(path.name))

    def plain(node: Any, way: str) -> Any:
        match node:
            case Leaf(value, at):
                places.cells[at] = Place(path.name, path=way)
                return value if isinstance(value, bool | int | float) else text_of(value)
            case Branch(entries, at):
                places.rows.setdefault((at.sheet, at.row), Place(path.name, path=way))
                return {key: plain(each, f"{way}, {key}".removeprefix(", ")) for key, each in entries.items()}
            case _:
                return [plain(each, f"{way} {index}") for index, each in enumerate(node, 1)]

    path.write_text(json.dumps(plain(nested(book), ""), ensure_ascii=False, indent=1), encoding="utf-8")
    return Source(path, places.place)


FORMS: Mapping[str, Callable[[Book, Path], Source]] = {
    "comma": comma,
    "semicolon": semicolon,
    "workbook": workbook,
    "frames": frames,
    "yaml": yaml,
    "json": as_json,
}
SHEETS = ("comma", "semicolon", "workbook", "frames")
FILES = ("comma", "semicolon", "workbook")
FOLDERS = ("comma", "semicolon")
NESTED = ("yaml", "json")
EVERY = (*SHEETS, *NESTED)
