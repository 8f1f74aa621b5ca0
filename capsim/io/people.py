"""People, their skills and leave, and calendars, read from a tree."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import cast

from capsim.domain.calendar import Calendar, Holiday, Leave
from capsim.domain.person import Person, Skill
from capsim.domain.public_holidays import calendar_code, country_calendar
from capsim.domain.values import number
from capsim.errors import InputError, Place, Problem, Refused, did_you_mean
from capsim.io import parsers
from capsim.io.fates import read_fates
from capsim.io.grammar import read_skill, says_speed, split
from capsim.io.money import read_rate
from capsim.io.parsers import MISSING
from capsim.io.reading import Made, Reading, Values, is_nobody
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["portfolio_calendar", "read_calendar", "read_levels", "read_person"]


def read_person(reading: Reading, node: Node) -> Made[Person] | None:
    """Read a person, a pool or a vacancy."""
    fields = reading.fields("person", node)
    if fields is None:
        return None
    values = {"name": None, **reading.scalars("person", fields)}
    _set_calendar(reading, fields, values)
    told = len(reading.gathering.problems)
    values["skills"] = _with_role(values.pop("role", None), _skills(reading, fields.entries.get("skills")))
    has_none = not values["skills"] and len(reading.gathering.problems) == told
    values["leave"] = reading.each(fields.entries.get("leave"), _leave)
    read_fates(reading, fields, values)
    values["rates"] = reading.each(fields.entries.get("rates"), read_rate)
    values["tags"] = reading.names(fields.entries.get("tags"))
    _say_if_nobody(reading, fields, values)
    made = reading.pair(Person, fields, values) if values["skills"] else None
    if has_none and "role" not in fields.entries:
        is_heading = set(fields.entries) == {"name"}
        fix = (
            _A_HEADING if is_heading else "write the role, such as backend; or remove the row if it is nobody"
        )
        reading.required(fields, "role", fix)
    reading.gathering.complete &= made is not None  # else a skill could seem to be nobody's
    return made


_A_HEADING = "a heading? remove the row, or give the person a role such as backend"


def _say_if_nobody(reading: Reading, fields: Fields, values: Values) -> None:
    """Say that somebody still to be found counts, as a person does, from the start."""
    called = values["name"]
    if called is not None and is_nobody(called) and "start" not in fields.entries:
        fix = "leave the name empty for a vacancy, with a date in from"
        problem = Problem("", "counts as a person from the start", called, fix, "warning")
        reading.gathering.remark(fields.place_of("name"), problem)


def _set_calendar(reading: Reading, fields: Fields, values: Values) -> None:
    """Give a person the calendar of the country, or of the country that stands in the place of a calendar."""
    country, own = fields.entries.get("country"), fields.entries.get("calendar")
    if country is not None and own is not None:
        what = f"{fields.words.get('country', 'country')} beside {fields.words.get('calendar', 'calendar')}"
        got = [country.value] if isinstance(country, Text) else []
        reading.problem(fields.place_of("country"), what, *got, fix="keep one of them")
    elif country is not None:
        values["calendar"] = reading.text(country, calendar_code, None)
    elif "calendar" in values and f"Calendar {values['calendar']!r}" not in reading.index:
        values["calendar"] = _code_or_name(values["calendar"])


def _code_or_name(called: str) -> str:
    """Return the code of a country for its name; another text is left to whoever looks for a calendar."""
    try:
        return calendar_code(called)
    except Refused:
        return called


def read_levels(reading: Reading, node: Node | None) -> Mapping[int, float]:
    """Return the speed that comes with each grade: rows of level and speed, or ``{3: 1.2}``."""
    if isinstance(node, Fields) and not node.keyed:
        rows = [
            Fields({"level": Text(word, each.place), "speed": each}, each.place, keyed=True)
            for word, each in node.entries.items()
        ]
        node = Items(tuple(rows), node.place)
    found: dict[int, float] = {}
    for level, speed, place in reading.each(node, _level):
        if level in found:
            reading.problem(place, "a level given twice", str(level), fix="keep one of them")
        found[level] = speed
    return found


def _level(reading: Reading, node: Node) -> tuple[int, float, Place] | None:
    fields = reading.fields("level", node)
    if fields is None or not reading.required(fields, "level", "write a grade such as 3"):
        return None
    if not reading.required(fields, "speed", "write a speed such as 1.2; 1 is nominal"):
        return None
    values = reading.scalars("level", fields)
    return (values["level"], values["speed"], fields.place_of("level")) if len(values) == 2 else None


def _with_role(role: str | None, skills: tuple[Skill, ...]) -> tuple[Skill, ...]:
    """Return the skills with the role first, as it is graded among them."""
    if role is None:
        return skills
    graded = [skill for skill in skills if skill.name == role] or [Skill(role)]
    return (*graded, *(skill for skill in skills if skill.name != role))


# ---------------------------------------------------------------- skills


def _skills(reading: Reading, node: Node | None) -> tuple[Skill, ...]:
    """Read held skills: ``backend; data at 0.8``, a list, or speeds by name.

    Of a skill in the list of a person's own row and in the sheet skills the latter says more.
    """
    if isinstance(node, Text):
        entries = reading.text(node, split, [])
        node = Items(tuple(Text(entry, node.place) for entry in entries), node.place)
    if isinstance(node, Fields):
        return _graded_skills(reading, node.entries)
    made = [(skill, entry) for entry in _entries(node) if (skill := _skill(reading, entry)) is not None]
    of_rows = {skill.name for skill, entry in made if isinstance(entry, Fields)}
    kept: dict[str, Skill] = {}
    for skill, entry in made:
        if skill.name in of_rows and not isinstance(entry, Fields):
            continue
        if skill.name in kept:
            place = entry.place_of("name") if isinstance(entry, Fields) else entry.place
            reading.problem(place, "a skill listed twice", skill.name, fix="list it once")
        kept.setdefault(skill.name, skill)
    return tuple(kept.values())


def _entries(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.entries if isinstance(node, Items) else (node,)


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
    made = cast("Skill | None", reading.text(node, read_skill, None))
    if made is not None and "," in made.name and '"' not in node.value:
        listed = "; ".join(part.strip() for part in node.value.split(","))
        fix = f"write {listed} if these are several, or put the name in double quotes"
        what = "one skill with a comma in its name"
        reading.gathering.remark(node.place, Problem("", what, node.value, fix, "warning"))
    return made if made is None or says_speed(node.value) else _at_its_speed(reading, made)


def _skill_row(reading: Reading, node: Node) -> Skill | None:
    fields = reading.fields("skill", node)
    if fields is None or not reading.required(fields, "name", "write the skill"):
        return None
    values = reading.scalars("skill", fields)
    reading.gathering.complete &= ("level" in values) == ("level" in fields.entries)  # else it seems too low
    made = reading.made(Skill, fields, values) if "name" in values else None
    return made if made is None or "proficiency" in fields.entries else _at_its_speed(reading, made)


def _at_its_speed(reading: Reading, skill: Skill) -> Skill:
    """Return a skill of which no speed is written with the speed of its grade, if grades have one."""
    speed = None if skill.level is None else reading.levels.get(skill.level)
    return skill if speed is None else dataclasses.replace(skill, proficiency=speed)


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


def portfolio_calendar(reading: Reading, fields: Fields, listed: list[Calendar]) -> Calendar:
    """Return the portfolio's own calendar, taking it out of those listed if it is one of them.

    Parameters
    ----------
    reading : Reading
    fields : Fields
        Of the portfolio. Its calendar is the name of one, a country such as ``DE-BY`` or Germany, days such
        as ``mon-thu``, or a calendar; its country and region do instead. Without any of them the calendar
        called ``standard`` is meant, if there is one.
    listed : list of Calendar
        Loses the one that is meant.

    Returns
    -------
    Calendar
    """
    node = fields.entries.get("calendar")
    country = _country_of(reading, fields)
    if country is not None:
        return country
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
            return cast("Calendar", parsers.calendar(_code_or_name(text)))
        except InputError:
            hint = did_you_mean(text, known)
            fix = f"{hint}{'; or ' if hint else ''}write a country such as DE-BY, or days such as mon-thu"
            raise Refused("no such calendar", text, fix) from None

    found = reading.text(node, parse)
    return Calendar() if found is MISSING else cast("Calendar", found)


def _country_of(reading: Reading, fields: Fields) -> Calendar | None:
    """Return the calendar of the portfolio's country and region, if it has them."""
    country, region = fields.entries.get("country"), fields.entries.get("region")
    if country is None:
        if region is not None:
            reading.problem(region.place, "a region without a country", fix="give the country, such as DE")
        return None
    if "calendar" in fields.entries:
        reading.problem(country.place, "country beside calendar", fix="keep one of them")
        return None
    name = reading.text(country, str, None)
    part = None if region is None else reading.text(region, str, None)
    if name is None:
        return None
    try:
        return country_calendar(calendar_code(name, part))
    except Refused as error:
        is_region = region is not None and error.found[0].got == part
        reading.refused(region.place if is_region and region is not None else country.place, error)
        return None
