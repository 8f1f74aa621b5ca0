"""Projects, tasks and what they need, read from a tree."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from capsim.domain.demand import Demand, demand_name
from capsim.domain.distributions import Fixed, three_point
from capsim.domain.project import Project
from capsim.domain.strategy import scored
from capsim.domain.task import MOST_PEOPLE, Alternative, Link, Need, Task
from capsim.domain.values import number
from capsim.errors import InputError, Problem, Refused
from capsim.io import grammar, parsers
from capsim.io.amounts import amount_parser, cells_of, hours_parser, read_demand
from capsim.io.happening import read_branch, read_stage
from capsim.io.money import read_benefit, read_tranche
from capsim.io.parsers import MISSING, Parser, one_of, read_amount, whole
from capsim.io.reading import Made, Reading, Values
from capsim.io.risks import rework_of
from capsim.io.tree import Fields, Items, Node, Text
from capsim.io.words import folded

__all__ = ["read_project", "read_task"]

_OF_NEED = frozenset(
    (
        *("skill", "effort", "hours", "people", "people_max", "allocation", "least_allocation"),
        *("fte", "level", "only", "never"),
    )
)


def read_project(reading: Reading, node: Node) -> Made[Project] | None:
    """Read a project and its tasks."""
    fields = reading.fields("project", node)
    if fields is None or not reading.required(fields, "name", "write the project's name"):
        return None
    fields = _with_our_status(reading, fields)
    values = reading.scalars("project", fields)
    values["objectives"], values["scores"] = scored(reading.names(fields.entries.get("objectives")))
    for key in ("tags", "requires", "excludes"):
        values[key] = reading.names(fields.entries.get(key))
    branch = functools.partial(read_branch, project=f"Project {values.get('name')!r}")
    values["branches"] = reading.each(fields.entries.get("branches"), branch)
    values["intake"] = reading.each(fields.entries.get("intake"), read_stage)
    tasks = reading.each(fields.entries.get("tasks"), read_task)
    values["tasks"] = reading.unique(tasks, f"Project {values.get('name')!r}, task")
    demand = reading.each(fields.entries.get("demand"), read_demand)
    _index_demand(reading, f"Project {values.get('name')!r}", demand)
    values["demand"] = tuple(row for row, _ in demand)
    values["benefits"] = reading.each(fields.entries.get("benefits"), read_benefit)
    values["funding"] = reading.each(fields.entries.get("funding"), read_tranche)
    return reading.pair(Project, fields, values, "name", "tasks", "demand")


def _with_our_status(reading: Reading, fields: Fields) -> Fields:
    """Return a project with its status in our words, for others' words that are known; which is said."""
    given = fields.entries.get("status")
    ours = _STATUS.get(folded(given.value)) if isinstance(given, Text) else None
    if not isinstance(given, Text) or ours is None:
        return fields
    problem = Problem("", f"taken for {ours}", given.value, severity="info")
    reading.gathering.remark(given.place, problem)
    return replace(fields, entries={**fields.entries, "status": Text(ours, given.place)})


_STATUS: Mapping[str, str] = {
    word: ours
    for ours, words in {
        "proposed": "idea pipeline tentative requested proposal vorgeschlagen idee angefragt beantragt",
        "planned": "approved not_started geplant offen genehmigt freigegeben nicht_begonnen",
        "running": "in_progress active ongoing open started green amber red in_arbeit in_bearbeitung laufend "
        "läuft aktiv gestartet begonnen",
        "on hold": "paused stopped hold suspended pausiert angehalten ruht ruhend zurückgestellt",
        "done": "completed complete closed finished abgeschlossen erledigt fertig beendet",
        "cancelled": "canceled abgebrochen storniert gestrichen eingestellt",
    }.items()
    for word in words.split()
}
"""What others call a status, folded, and what it is called here."""


def _index_demand(reading: Reading, project: str, demand: Iterable[Made[Demand]]) -> None:
    """Note the cell that each task of a table of demand will come from."""
    for row, fields in demand:
        reading.index.setdefault(f"{project}, demand for {row.role!r}", fields)
        for period, cell in cells_of(fields):
            called = f"{project}, task {demand_name(row.role, period, row.phase)!r}"
            entries = {"skill": fields.entries["role"], "effort": cell}
            reading.index.setdefault(called, Fields(entries, cell.place, keyed=True))


def read_task(reading: Reading, node: Node) -> Made[Task] | None:
    """Read a task and what it needs."""
    fields = reading.fields("task", node)
    if fields is None or not reading.required(fields, "name", "write the task's name"):
        reading.gathering.complete = False  # others may wait for it
        return None
    values = reading.scalars("task", fields) | _estimates(reading, fields)
    values["needs"] = _needs(reading, fields, values.pop("effort", None))
    values["after"] = _links(reading, fields.entries.get("after"))
    values["tags"] = reading.names(fields.entries.get("tags"))
    values["assigned"] = reading.names(fields.entries.get("assigned"))
    if "remaining" in fields.entries:
        values["remaining"] = reading.text(
            fields.entries["remaining"], amount_parser(reading, read_amount), None
        )
    values["rework"] = rework_of(reading, fields)
    return reading.pair(Task, fields, values, "name")


# ---------------------------------------------------------------- needs


def _needs(reading: Reading, fields: Fields, effort: Any) -> tuple[Need, ...]:
    """Return the need in the task's own fields, if there is one, and those listed."""
    need = functools.partial(_need, elapses="duration" in fields.entries)
    listed = reading.each(fields.entries.get("needs"), need)
    if effort is None and not _OF_NEED & fields.entries.keys():
        return listed
    if effort is None and "duration" not in fields.entries:
        reading.required(fields, "effort", "write the effort in days of work, or the days that it takes")
        effort = Fixed(1)
    own = _need_of(reading, fields, effort)
    return listed if own is None else (own, *listed)


def _need(reading: Reading, node: Node, elapses: bool) -> Need | None:
    """Read a listed need; only one of a task that elapses may do without effort."""
    fields = reading.fields("need", node)
    if fields is None:
        return None
    effort = _estimates(reading, fields).get("effort")
    if effort is None and not elapses:
        reading.required(fields, "effort", "give the effort, or the task a duration")
        effort = Fixed(1)
    return _need_of(reading, fields, effort)


def _need_of(reading: Reading, fields: Fields, effort: Any) -> Need | None:
    made = _whole_need(reading, fields, effort)
    reading.gathering.complete &= made is not None  # the task could seem to be a milestone
    return made


def _whole_need(reading: Reading, fields: Fields, effort: Any) -> Need | None:
    if not reading.required(fields, "skill", "write the role that does the work"):
        return None
    values = reading.scalars("need", fields)
    values["skills"] = _alternatives(reading, fields.entries["skill"])
    if not values["skills"]:
        return None
    people = _people(reading, fields)
    values |= {} if people is None else {"people": people}
    values |= {key: reading.names(fields.entries.get(key)) for key in ("only", "never")}
    return reading.made(Need, fields, values | {"effort": effort})


def _people(reading: Reading, fields: Fields) -> Any:
    """Return fewest and most people; one person stands in for what is refused."""
    fewest, most = fields.entries.get("people"), fields.entries.get("people_max")
    if isinstance(fewest, Items):
        return [reading.text(each, number, 1) for each in fewest.entries]
    if most is None:
        return None if fewest is None else reading.text(fewest, _team, (1, 1))
    lower = 1 if fewest is None else reading.text(fewest, _fewest, 1)

    def parse(text: str) -> int:
        if _heads(text) < lower:
            raise Refused(f"fewer than the {lower} people needed", text, f"write {lower} or more")
        return _heads(text)

    upper = reading.text(most, parse, None)
    return (1, 1) if upper is None else (lower, upper)


def _heads(text: str) -> int:
    """Read a number of people."""
    if not 1 <= whole(text) <= MOST_PEOPLE:
        raise Refused("no number of people", text, f"write a whole number from 1 to {MOST_PEOPLE:,}")
    return whole(text)


def _fewest(text: str) -> int:
    """Read the fewest people, where the most have a column of their own."""
    if found := _TEAM.fullmatch(text):
        fix = f"write {found[1]} here, and {found[2]} into people_max"
        raise Refused("not a whole number", text, fix)
    return _heads(text)


def _team(text: str) -> tuple[int, int]:
    """Read ``2``, or ``1-3``."""
    found = _TEAM.fullmatch(text)
    if found is None:
        return _heads(text), _heads(text)
    fewest, most = _heads(found[1]), _heads(found[2])
    if most < fewest:
        raise Refused("fewest above most", text, f"write {most}-{fewest}")
    return fewest, most


_TEAM = re.compile(r"\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*")


def _alternatives(reading: Reading, node: Node) -> tuple[Alternative, ...]:
    if isinstance(node, Text):
        return cast("tuple[Alternative, ...]", reading.text(node, grammar.read_alternatives, ()))
    return reading.each(node, _alternative)


def _alternative(reading: Reading, node: Node) -> Alternative | None:
    if isinstance(node, Text):
        return cast("Alternative | None", reading.text(node, grammar.read_alternative, None))
    fields = reading.fields("alternative", node)
    if fields is None or not reading.required(fields, "skill", "write the skill"):
        return None
    values = reading.scalars("alternative", fields)
    return reading.made(Alternative, fields, values) if "skill" in values else None


# ---------------------------------------------------------------- links


def _links(reading: Reading, node: Node | None) -> tuple[Link, ...]:
    if isinstance(node, Text):
        return cast("tuple[Link, ...]", reading.text(node, grammar.read_links, ()))
    return reading.each(node, _link)


def _link(reading: Reading, node: Node) -> Link | None:
    if isinstance(node, Text):
        return cast("Link | None", reading.text(node, grammar.read_link, None))
    fields = reading.fields("link", node)
    if fields is None or not reading.required(fields, "task", "write the task that is waited for"):
        return None
    values = reading.scalars("link", fields)
    kind = fields.entries.get("kind")
    if kind is not None:
        values["kind"] = reading.text(kind, _link_kind, "FS")
    return reading.made(Link, fields, values) if "task" in values else None


def _link_kind(text: str) -> str:
    return one_of(text, ("FS", "SS", "FF", "SF"))


# ---------------------------------------------------------------- estimates


def _estimates(reading: Reading, fields: Fields) -> Values:
    """Return effort and duration, as far as they are given; three points are those of one of them.

    An estimate that is refused is stood in for by one day, so that the rest can be checked.
    """
    hours = fields.entries.get("hours")
    if hours is not None and "effort" in fields.entries:
        reading.problem(hours.place, "hours beside effort", fix="keep one of them")
    of_effort = "effort" if hours is None or "effort" in fields.entries else "hours"
    base = "duration" if "duration" in fields.entries else of_effort
    three = any(key in fields.entries for key in ("low", "likely", "high"))
    amounts = {
        "duration" if key == "duration" else "effort": reading.text(
            fields.entries[key], _parser(reading, fields, key, read_amount), Fixed(1)
        )
        for key in (of_effort, "duration")
        if key in fields.entries and not (three and key == base)
    }
    if not three:
        return amounts
    return amounts | {"duration" if base == "duration" else "effort": _three_point(reading, fields, base)}


def _parser(reading: Reading, fields: Fields, base: str, parse: Parser) -> Parser:
    """Return what reads an amount in days, or in hours where the column says so."""
    if base == "hours":
        return hours_parser(reading, fields.place_of("hours"), parse)
    return amount_parser(reading, parse)


def _three_point(reading: Reading, fields: Fields, base: str) -> Any:
    """Return the law of low, likely and high; the plain estimate stands for a likely left out."""
    nodes = {key: fields.entries.get(key) for key in ("low", "likely", "high")}
    plain = fields.entries.get(base)
    if plain is not None and nodes["likely"] is not None:
        what = f"likely beside {fields.words.get(base, base)}"
        reading.problem(fields.place_of("likely"), what, fix="keep one of them")
        return Fixed(1)
    nodes["likely"] = nodes["likely"] or plain
    parse = _parser(reading, fields, base, parsers.days)
    points = [_point(reading, fields, key, node, parse) for key, node in nodes.items()]
    if any(point is MISSING for point in points):
        return Fixed(1)
    low, likely, high = points
    told = ", ".join(f"{key}={grammar.figure(point)}" for key, point in zip(nodes, points, strict=True))
    for key, what, is_wrong in (
        ("low", "low above likely", low > likely),
        ("high", "likely above high", likely > high),
    ):
        if is_wrong:
            reading.problem(fields.place_of(key), what, told, fix="write low ≤ likely ≤ high")
            return Fixed(1)
    try:
        return three_point(low, likely, high, as_quantiles=reading.as_quantiles)
    except InputError as error:
        reading.refused(fields.place_of("low"), error)
        return Fixed(1)


def _point(reading: Reading, fields: Fields, key: str, node: Node | None, parse: Parser) -> Any:
    if node is not None:
        return reading.text(node, parse)
    if reading.gathering.doubts(fields.place):
        return MISSING
    fix = "give low, likely and high, or none of them"
    reading.problem(fields.place_of(key), "empty beside the other parts of a three-point estimate", fix=fix)
    return MISSING
