"""People, their skills and leave, and calendars, read from a tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from capsim.domain.calendar import Calendar, Holiday, Leave
from capsim.domain.person import Person, Skill
from capsim.domain.values import number
from capsim.errors import InputError, Refused, did_you_mean
from capsim.io import parsers
from capsim.io.grammar import read_skill, split
from capsim.io.parsers import MISSING
from capsim.io.reading import Made, Reading, Values
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["portfolio_calendar", "read_calendar", "read_person"]


def read_person(reading: Reading, node: Node) -> Made[Person] | None:
    """Read a person, a pool or a vacancy."""
    fields = reading.fields("person", node)
    if fields is None:
        return None
    values = {"name": None, **reading.scalars("person", fields)}
    values["skills"] = _with_role(values.pop("role", None), _skills(reading, fields.entries.get("skills")))
    values["leave"] = reading.each(fields.entries.get("leave"), _leave)
    values["tags"] = reading.names(fields.entries.get("tags"))
    made = reading.pair(Person, fields, values) if values["skills"] else None
    if not values["skills"] and "role" not in fields.entries and "skills" not in fields.entries:
        reading.required(fields, "role", "write the role, such as backend")
    reading.gathering.complete &= made is not None  # else a skill could seem to be nobody's
    return made


def _with_role(role: str | None, skills: tuple[Skill, ...]) -> tuple[Skill, ...]:
    """Return the skills with the role first, as it is graded among them."""
    if role is None:
        return skills
    graded = [skill for skill in skills if skill.name == role] or [Skill(role)]
    return (*graded, *(skill for skill in skills if skill.name != role))


# ---------------------------------------------------------------- skills


def _skills(reading: Reading, node: Node | None) -> tuple[Skill, ...]:
    """Read held skills: ``backend; data at 0.8``, a list, or speeds by name."""
    if isinstance(node, Text):
        return cast("tuple[Skill, ...]", reading.text(node, _skills_in, ()))
    if isinstance(node, Fields):
        return _graded_skills(reading, node.entries)
    return reading.each(node, _skill)


def _skills_in(text: str) -> tuple[Skill, ...]:
    return tuple(map(read_skill, split(text)))


def _graded_skills(reading: Reading, entries: Mapping[str, Node]) -> tuple[Skill, ...]:
    """Read ``{backend: 1.2, data: {level: 3}}``."""
    made = (_skill(reading, _graded(word, node)) for word, node in entries.items())
    return tuple(skill for skill in made if skill is not None)


def _graded(word: str, node: Node) -> Fields:
    called = Text(word, node.place)
    if isinstance(node, Fields):
        return Fields({"name": called, **node.entries}, node.place)
    return Fields({"name": called, "proficiency": node}, node.place, keyed=True)


def _skill(reading: Reading, node: Node) -> Skill | None:
    made = _text_skill(reading, node) if isinstance(node, Text) else _skill_row(reading, node)
    reading.gathering.complete &= made is not None
    return made


def _text_skill(reading: Reading, node: Text) -> Skill | None:
    return cast("Skill | None", reading.text(node, read_skill, None))


def _skill_row(reading: Reading, node: Node) -> Skill | None:
    fields = reading.fields("skill", node)
    if fields is None or not reading.required(fields, "name", "write the skill"):
        return None
    values = reading.scalars("skill", fields)
    return reading.made(Skill, fields, values) if "name" in values else None


# ---------------------------------------------------------------- leave


def _leave(reading: Reading, node: Node) -> Leave | None:
    """Read days away: fields, a pair of dates, or one date."""
    if isinstance(node, Text):
        node = Fields({"start": node}, node.place, keyed=True)
    elif isinstance(node, Items):
        node = Fields(
            dict(zip(("start", "end", "share", "kind"), node.entries, strict=False)), node.place, keyed=True
        )
    fields = reading.fields("leave", node)
    if fields is None or not reading.required(
        fields, "start", "write the first day away, such as 2027-02-01"
    ):
        return None
    values = reading.scalars("leave", fields)
    return reading.made(Leave, fields, values) if "start" in values else None


# ---------------------------------------------------------------- calendars


def read_calendar(reading: Reading, node: Node) -> Made[Calendar] | None:
    """Read a calendar."""
    fields = reading.fields("calendar", node)
    if fields is None:
        return None
    values: Values = {**reading.scalars("calendar", fields)}
    pattern = fields.entries.get("pattern")
    if isinstance(pattern, Items):
        values["pattern"] = [reading.text(each, number, 1.0) for each in pattern.entries]
    elif isinstance(pattern, Text):
        values["pattern"] = pattern.value
    values["holidays"] = reading.each(_dates_of(fields.entries.get("holidays")), _holiday)
    return reading.pair(Calendar, fields, values)


def _dates_of(node: Node | None) -> Node | None:
    """Return ``{2027-05-01: Labor Day}`` as a list of holidays."""
    if not isinstance(node, Fields):
        return node
    entries = (
        Fields({"day": Text(word, each.place), "name": each}, each.place, keyed=True)
        for word, each in node.entries.items()
    )
    return Items(tuple(entries), node.place)


def _holiday(reading: Reading, node: Node) -> Holiday | None:
    if isinstance(node, Text):
        node = Fields({"day": node}, node.place, keyed=True)
    fields = reading.fields("holiday", node)
    if fields is None or not reading.required(fields, "day", "write a date such as 2027-05-01"):
        return None
    values = reading.scalars("holiday", fields)
    return reading.made(Holiday, fields, values) if "day" in values else None


def portfolio_calendar(reading: Reading, node: Node | None, listed: list[Calendar]) -> Calendar:
    """Return the portfolio's own calendar, taking it out of those listed if it is one of them.

    Parameters
    ----------
    reading : Reading
    node : Node, optional
        The name of a calendar, a country such as ``DE-BY``, days such as ``mon-thu``, or a calendar;
        without it the one called ``standard`` is meant, if there is one.
    listed : list of Calendar
        Loses the one that is meant.

    Returns
    -------
    Calendar
    """
    if node is not None and not isinstance(node, Text):
        made = reading.unique([pair] if (pair := read_calendar(reading, node)) else [], "Calendar")
        return made[0] if made else Calendar()
    wanted = "standard" if node is None else node.value
    for calendar in listed:
        if calendar.name == wanted:
            listed.remove(calendar)
            return calendar
    if node is None:
        return Calendar()
    known = [calendar.name for calendar in listed]

    def parse(text: str) -> Calendar:
        try:
            return cast("Calendar", parsers.calendar(text))
        except InputError:
            hint = did_you_mean(text, known)
            fix = f"{hint}{'; or ' if hint else ''}write a country such as DE-BY, or days such as mon-thu"
            raise Refused("no such calendar", text, fix) from None

    found = reading.text(node, parse)
    return Calendar() if found is MISSING else cast("Calendar", found)
