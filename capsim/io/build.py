"""From a tree of texts to a portfolio, or to everything that is wrong with it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from capsim.domain.origin import Origin
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.strategy import Objective
from capsim.domain.targets import Target
from capsim.errors import InputError, Place, Problem
from capsim.io.amounts import length_of_day
from capsim.io.beginning import beginning_of, say_left_out
from capsim.io.bookings import read_booking
from capsim.io.chance import ranges_of, read_driver, read_group
from capsim.io.fates import read_fates
from capsim.io.freezes import read_freeze
from capsim.io.grammar import read_alternatives, read_names
from capsim.io.happening import read_stream
from capsim.io.money import read_terms
from capsim.io.parsers import MISSING
from capsim.io.people import portfolio_calendar, read_calendar, read_levels, read_person
from capsim.io.plausible import say_if_no_fte
from capsim.io.reading import Made, Reading, Values, field_of
from capsim.io.risks import read_risk, scale_of
from capsim.io.tree import Fields, Gathering, Items, Node, Text
from capsim.io.twins import say_if_twice
from capsim.io.work import read_project, read_task

__all__ = ["portfolio_of", "portfolio_values", "read_rule"]

_SKILL = "a skill"
_SOME_DAY = date(2000, 1, 1)
"""Stands in for a start that is wrong while the rest is checked."""


def portfolio_of(tree: Fields, default_name: str, start_help: str, gathering: Gathering) -> Portfolio:
    """Make the portfolio that a tree describes.

    Everything is read before anything is refused. Where single values are wrong, the checks between
    entities still run, with stand-ins for those values; nothing of that is kept.

    Parameters
    ----------
    tree : Fields
    default_name : str
        The portfolio's name where the tree has none.
    start_help : str
        What to write where the tree has no start date.
    gathering : Gathering
        What was found before.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        With all problems.
    """
    reading = Reading(gathering)
    fields = reading.fields("portfolio", tree) or tree
    values = portfolio_values(reading, fields, default_name)
    beginning = None if "start" in fields.entries else beginning_of(values["projects"], values["bookings"])
    if beginning is not None:
        values["start"] = beginning.day
        gathering.assume(tree.place, beginning.problem(start_help))
    before_start = say_left_out(reading, values)
    say_if_no_fte(reading, fields, values["people"])
    say_if_twice(reading, values["people"])
    values["origin"] = dataclasses.replace(
        _origin(tree, reading, len(values["bookings"])), before_start=before_start
    )
    portfolio = _linked(reading, tree, values) if gathering.complete else None
    gathering.stop_if_any()
    assert portfolio is not None  # else a problem would have been kept
    return portfolio


def _origin(tree: Fields, reading: Reading, bookings: int) -> Origin:
    """Return where the portfolio comes from: what was remarked, and the place of each entity.

    A finding on a booking points at its person: the cell that one looks for.
    """
    remarks = dict.fromkeys(reading.gathering.remarks)
    places = {label: fields.place for label, fields in reading.index.items()}
    for number in range(1, bookings + 1):
        fields = reading.index[f"Booking {number}"]
        places[f"Booking {number}, person"] = fields.place_of("person")
    return Origin(tree.place.file, tuple(remarks), places, reading.gathering.unread)


def _linked(reading: Reading, tree: Fields, values: Values) -> Portfolio | None:
    """Put the entities together; keep what is wrong between them, at the places that they came from."""
    try:
        return Portfolio(**values)
    except InputError as error:
        whole = f"Portfolio {values['name']!r}"
        reading.gathering.problems.extend(_located(problem, whole, tree, reading) for problem in error.found)
        return None


def portfolio_values(reading: Reading, fields: Fields, default_name: str) -> Values:
    """Return the arguments of a portfolio, as far as they can be read.

    Parameters
    ----------
    reading : Reading
    fields : Fields
        Its keys in the words of the domain.
    default_name : str
    """
    entries = fields.entries
    values = {"name": default_name, **reading.scalars("portfolio", fields)}
    values.pop("capsim", None)
    reading.as_quantiles = values.pop("low_high", False)
    _set_units(reading, fields, values)
    values.setdefault("start", _SOME_DAY)
    calendars = list(_all(reading, entries.get("calendars"), read_calendar, "Calendar"))
    values["calendar"] = portfolio_calendar(reading, fields, calendars)
    values["calendars"] = calendars
    reading.levels = read_levels(reading, entries.get("levels"))
    values["people"] = _all(reading, entries.get("people"), read_person, "Person")
    _index_countries(reading, fields)
    # without a status date that could be read all progress would be undated
    reading.gathering.complete &= "status_date" in values or "status_date" not in entries
    values["projects"] = _all(reading, entries.get("projects"), read_project, "Project")
    values["bookings"] = _numbered(reading, entries.get("bookings"), read_booking, "Booking")
    values["drivers"] = _all(reading, entries.get("drivers"), read_driver, "Driver")
    values["groups"] = _all(reading, entries.get("groups"), read_group, "Group")
    values["risks"] = _all(reading, entries.get("risks"), read_risk, "Risk")
    values["risk_scale"] = scale_of(reading, entries.get("risk_scale"))
    values["strategy"] = _objectives(reading, entries.get("strategy"))
    values["targets"] = _all(reading, entries.get("targets"), _target, "Target")
    values["money"] = read_terms(reading, entries.get("money"))
    read_item = functools.partial(read_stream, read_task=read_task)
    values["streams"] = _all(reading, entries.get("streams"), read_item, "Stream")
    values["ranges"] = ranges_of(reading, entries.get("ranges"))
    values["freezes"] = _numbered(reading, entries.get("freezes"), read_freeze, "Freeze")
    values["policy"] = _policy(reading, entries.get("policy"))
    read_fates(reading, fields, values)
    return values


def _set_units(reading: Reading, fields: Fields, values: Values) -> None:
    """Note what a table of demand counts, and how long a day is; hours need to know it."""
    reading.demand_unit = values.pop("demand_unit", "fte")
    reading.hours_per_day = values.pop("hours_per_day", None)
    if reading.hours_per_day is None and "hours_per_day" in fields.entries:
        reading.hours_per_day = 8.0  # stands in for what was refused
    if reading.demand_unit == "hours" and "demand_unit" in fields.entries:
        length_of_day(reading, fields.place_of("demand_unit"))


def _numbered(
    reading: Reading, node: Node | None, read: Callable[[Reading, Node], Made[Any] | None], label: str
) -> tuple[Any, ...]:
    """Read what has no name of its own, and note the place of each by its number."""
    made = reading.each(node, read)
    for number, (_, fields) in enumerate(made, start=1):
        reading.index[f"{label} {number}"] = fields
    return tuple(each for each, _ in made)


def _objectives(reading: Reading, node: Node | None) -> tuple[Objective, ...]:
    """Read the objectives; one that several stakeholders weigh stands in several rows."""
    made = reading.each(node, _objective)
    for objective, fields in made:
        reading.index.setdefault(f"Objective {objective.name!r}", fields)
    return tuple(objective for objective, _ in made)


def _objective(reading: Reading, node: Node) -> Made[Objective] | None:
    fields = reading.fields("objective", node)
    if fields is None or not reading.required(fields, "name", "write the objective's name"):
        return None
    return reading.pair(Objective, fields, reading.scalars("objective", fields), "name")


_OF_A_TARGET: Final = {
    "name": "write what the target is called",
    "measure": "write what is measured, such as on time",
    "goal": "write a number, a share such as 90 %, or a day such as 2027-06-30",
}


def _target(reading: Reading, node: Node) -> Made[Target] | None:
    fields = reading.fields("target", node)
    if fields is None or not reading.all_required(fields, _OF_A_TARGET):
        return None
    values = reading.scalars("target", fields)
    if "projects" in fields.entries:
        values["projects"] = reading.names(fields.entries["projects"])
    if not _OF_A_TARGET.keys() <= values.keys():  # one of them was refused
        reading.gathering.complete = False
        return None
    target = reading.made(Target, fields, values)
    reading.gathering.complete &= target is not None
    return None if target is None else (target, fields)


def _all(
    reading: Reading, node: Node | None, read: Callable[[Reading, Node], Made[Any] | None], label: str
) -> Any:
    return reading.unique(reading.each(node, read), label)


def _index_countries(reading: Reading, portfolio: Fields) -> None:
    """Note where a country stands in the place of a calendar: the domain makes calendars of them."""
    for fields in [*reading.index.values(), portfolio]:
        cell = fields.entries.get("calendar")
        if isinstance(cell, Text):
            named = Fields({"country": cell, "region": cell}, cell.place)
            reading.index.setdefault(f"Calendar {cell.value!r}", named)


def _policy(reading: Reading, node: Node | None) -> Policy:
    """Read the house rules; the domain understands their texts itself."""
    fields = None if node is None else reading.fields("policy", node)
    if fields is None:
        return Policy()
    reading.index["Policy"] = fields
    read = {key: read_rule(reading, key, each) for key, each in fields.entries.items()}
    values = {key: text for key, text in read.items() if text is not MISSING}
    return reading.made(Policy, fields, values) or Policy()


def read_rule(reading: Reading, key: str, node: Node) -> Any:
    """Return what a house rule says: a text, or texts in a list or by name."""
    if isinstance(node, Items):
        return [read_rule(reading, key, each) for each in node.entries]
    if isinstance(node, Fields):
        return {word: read_rule(reading, word, each) for word, each in node.entries.items()}
    return reading.text(node, read_names if key == "team_wip_limits" else str)


# ---------------------------------------------------------------- places


def _located(problem: Problem, whole: str, tree: Fields, reading: Reading) -> Problem:
    """Return a problem between entities at the row, line and column that it came from."""
    where = problem.where.removeprefix(whole).removeprefix(", ").removeprefix("Portfolio, ")
    for label, rest in _cuts(where):
        if label in reading.index:
            place = _cell(reading.index[label], rest, problem)
            return _in_words_of(place, problem).in_cell(place)
    if where in tree.entries:
        return problem.in_cell(tree.place_of(where))
    return dataclasses.replace(
        problem, where=", ".join(filter(None, [str(tree.place), where])), place=tree.place
    )


def _in_words_of(place: Place, problem: Problem) -> Problem:
    """Return a problem that says role where the column or key that it stands in does not say skill."""
    called = place.column or place.path.rpartition(", ")[2]
    if not called or "skill" in called.casefold() or not problem.what.startswith(_SKILL):
        return problem
    return dataclasses.replace(problem, what=problem.what.replace(_SKILL, "a role", 1))


def _cuts(where: str) -> Iterator[tuple[str, str]]:
    """Yield every way to cut a place into an entity and a field of it, the longest entity first."""
    yield where, ""
    cut = where.rfind(", ")
    while cut >= 0:
        yield where[:cut], where[cut + 2 :]
        cut = where.rfind(", ", 0, cut)


def _cell(fields: Fields, rest: str, problem: Problem) -> Place:
    """Return the cell that a problem of an entity speaks of: by its field, else by what it says."""
    inner = fields
    for step in rest.split(", "):
        key = field_of(step)
        node = inner.entries.get(key)
        if isinstance(node, Fields):
            inner = node
        elif node is not None:
            return _saying(node, problem) or inner.place_of(key)
    needs = _needs(fields)
    for each in (fields, *needs):
        if (level := _demanded(each)) is not None and problem.got == level.value:
            return level.place
        for key, node in each.entries.items():
            if isinstance(node, Text) and problem.got in (node.value, _label(key, node)):
                return node.place
    return needs[0].place if needs and "skill" not in fields.entries else fields.place


def _saying(node: Node, problem: Problem) -> Place | None:
    """Return the place of the one value in a list that a problem is about."""
    if not isinstance(node, Items):
        return None
    inside = (each for entry in node.entries if isinstance(entry, Fields) for each in entry.entries.values())
    said = [each.place for each in inside if isinstance(each, Text) and each.value == problem.got]
    return said[0] if len(said) == 1 else None


def _demanded(fields: Fields) -> Text | None:
    """Return the cell of a level, as the domain writes it with its skill."""
    level = fields.entries.get("level")
    skill = fields.entries.get("skill", fields.entries.get("role"))
    if not isinstance(skill, Text) or not isinstance(level, Text):
        return None
    return Text(f"{_label('skill', skill)} level {level.value}", level.place)


def _needs(fields: Fields) -> list[Fields]:
    """Return the listed needs of a task."""
    listed = fields.entries.get("needs")
    return [need for need in listed.entries if isinstance(need, Fields)] if isinstance(listed, Items) else []


def _label(key: str, node: Text) -> str:
    """Return a skill that is needed as the domain writes it."""
    if key not in ("skill", "role"):
        return node.value
    try:
        return ", or ".join(map(str, read_alternatives(node.value)))
    except InputError:
        return node.value
