"""A document as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from capsim.errors import Refused
from capsim.io.compact import alternatives_text, compact_task, skill_texts
from capsim.io.demandsheet import demand_sheet, demand_unit_of
from capsim.io.grammar import figure, write_names
from capsim.io.words import DAYS, DEFAULTS, KEYS, SHEETS, WORK_SHEETS, Sheet

__all__ = ["Cell", "Rows", "cell_text", "sheets_of"]

Plain = Any
Line = Mapping[str, Plain]
Cell = str | int | float | date
"""What stands in a cell; ``""`` where there is nothing."""

Rows = tuple[tuple[str, ...], list[tuple[Cell, ...]]]
"""A header, and rows of cells."""

_DATES = DAYS | {"horizon", "status_date"}


def sheets_of(document: Mapping[str, Plain]) -> dict[str, Rows]:
    """Return a document as sheets of texts, numbers and dates.

    Parameters
    ----------
    document : dict of str to plain values
        As `capsim.io.document.document_of` gives it.

    Returns
    -------
    dict of str to (header, rows)
        Sheets with nothing to say are left out, and so are columns.
    """
    people = document.get("people", [])
    projects = document.get("projects", [])
    calendars = [
        each for each in (document.get("calendar"), *document.get("calendars", [])) if each is not None
    ]
    lines: dict[str, Iterable[Line]] = {
        "settings": _settings(document),
        "people": map(_person, people),
        "skills": (line for person in people for line in _dated_skills(person)),
        "bookings": document.get("bookings", ()),
        "rates": (
            {"person": person["name"], **rate} for person in people for rate in person.get("rates", ())
        ),
        "leave": (
            {"person": person["name"], **leave} for person in people for leave in person.get("leave", ())
        ),
        "projects": (
            {key: each for key, each in project.items() if key not in _SHEETS_OF_A_PROJECT}
            for project in projects
        ),
        "tasks": (_task(project, task) for project in projects for task in project.get("tasks", ())),
        "needs": (
            line
            for project in projects
            for task in project.get("tasks", ())
            for line in _needs(project, task)
        ),
        **{name: _of_projects(projects, name) for name in ("benefits", "funding", "intake")},
        "branches": (
            {"project": line["project"], "branch": line["name"], **way, "way": way["name"]}
            for line in _of_projects(projects, "branches")
            for way in line["ways"]
        ),
        "streams": map(_stream, document.get("streams", ())),
        "calendars": map(_calendar, calendars),
        "holidays": (line for calendar in calendars for line in _holidays(calendar)),
        "drivers": ({**driver, **driver.get("scope", {})} for driver in document.get("drivers", ())),
        "risks": map(_risk, document.get("risks", ())),
        "responses": (
            {"risk": risk["name"], **response}
            for risk in document.get("risks", ())
            for response in risk.get("responses", ())
        ),
        "risk_scale": _scale(document.get("risk_scale", {})),
        "groups": map(_group, document.get("groups", ())),
        "freezes": document.get("freezes", ()),
        "objectives": document.get("strategy", ()),
        "targets": document.get("targets", ()),
    }
    made = {name: _rows(SHEETS[name], [*lines[name]]) for name in SHEETS if name in lines}
    made["demand"] = demand_sheet(projects)
    has_work = any(made[name][1] for name in WORK_SHEETS if name in made)
    needed = ("people",) if has_work else ("people", "tasks")
    return {name: made[name] for name in SHEETS if name in made and (made[name][1] or name in needed)}


_SHEETS_OF_A_PROJECT = ("tasks", "demand", "benefits", "funding", "intake", "branches")


def _of_projects(projects: Iterable[Line], key: str) -> Iterator[Line]:
    """Return what all projects list under a key, each with its project."""
    return ({"project": project["name"], **each} for project in projects for each in project.get(key, ()))


def _rows(sheet: Sheet, lines: Sequence[Line]) -> Rows:
    columns = [
        column for column in sheet.columns if column.required or any(column.key in line for line in lines)
    ]
    header = tuple(column.name for column in columns)
    return header, [tuple(_cell(column.key, line.get(column.key)) for column in columns) for line in lines]


def _cell(key: str, content: Plain) -> Cell:
    """Return a value as a cell."""
    match content:
        case None:
            return ""
        case date():
            return content
        case str() if key in _DATES:
            return date.fromisoformat(content)
        case bool():
            return "yes" if content else "no"
        case str() | int() | float():
            return content
        case _:
            return write_names(content)


def cell_text(cell: Cell) -> str:
    """Return a cell as the text that means it.

    Examples
    --------
    >>> cell_text(8.0), cell_text(date(2027, 1, 4))
    ('8', '2027-01-04')
    """
    return figure(cell) if isinstance(cell, int | float) else str(cell)


# ---------------------------------------------------------------- settings


def _settings(document: Mapping[str, Plain]) -> Iterator[Line]:
    for key in ("name", "start", "status_date", "run_the_business", "horizon", "currency"):
        if key in document:
            yield {"setting": key, "value": _cell(key, document[key])}
    if "low_high" in document:
        yield {"setting": "low_high", "value": document["low_high"]}
    if demand_unit_of(document.get("projects", ())) == "days":
        yield {"setting": "demand_unit", "value": "days"}
    if "calendar" in document:
        yield {"setting": "calendar", "value": document["calendar"].get("name", "standard")}
    yield from _money(document.get("money", {}))
    yield from _ranges(document.get("ranges"))
    yield from ({"setting": key, "value": document[key]} for key in DEFAULTS if key in document)
    policy = document.get("policy", {})
    yield from ({"setting": key, "value": _rule(policy[key])} for key in KEYS["policy"] if key in policy)


def _money(terms: Mapping[str, Plain]) -> Iterator[Line]:
    yield from (
        {"setting": key, "value": terms[key]}
        for key in KEYS["money"]
        if key in terms and key != "exchange_rates"
    )
    for currency, worth in terms.get("exchange_rates", {}).items():
        yield {"setting": f"exchange rate {currency}", "value": worth}


def _rule(content: Plain) -> Plain:
    """Return a house rule as one value: a list, or values by name, as a text."""
    match content:
        case dict():
            return write_names(f"{name} {figure(number)}" for name, number in content.items())
        case list():
            return "; ".join(each if isinstance(each, str) else figure(each) for each in content)
        case _:
            return content


def _ranges(ranges: Plain) -> Iterator[Line]:
    if isinstance(ranges, str):
        yield {"setting": "ranges", "value": ranges}
    elif ranges:
        if "default" in ranges:
            yield {"setting": "ranges", "value": _spread(ranges["default"])}
        for kind in ("skill", "tag"):
            for name, spread in ranges.get(f"by_{kind}", {}).items():
                yield {"setting": f"ranges {kind} {name}", "value": _spread(spread)}


def _spread(spread: Mapping[str, float]) -> str:
    return f"{figure(spread['low'])} to {figure(spread['high'])}"


# ---------------------------------------------------------------- people


def _person(person: Line) -> Line:
    skills = person["skills"]
    rest = {key: content for key, content in person.items() if key not in ("skills", "leave", "rates")}
    texts = (
        [] if _has_dates(skills) else [_text for _text in skill_texts(skills) if _text != skills[0]["name"]]
    )
    return {**rest, "role": skills[0]["name"], **({"skills": "; ".join(texts)} if texts else {})}


def _has_dates(skills: Sequence[Line]) -> bool:
    return any({"start", "end", "as_of", "decay"} & skill.keys() for skill in skills)


def _dated_skills(person: Line) -> Iterator[Line]:
    """Return all of a person's skills, in their order, if any of them has dates."""
    if not _has_dates(person["skills"]):
        return
    for skill in person["skills"]:
        yield {"person": person["name"], **skill}


# ---------------------------------------------------------------- work


def _task(project: Line, task: Line) -> Line:
    short = compact_task(task)
    return {"project": project["name"], **_in_cells(short)}


def _needs(project: Line, task: Line) -> Iterator[Line]:
    """Return the needs of a task that has several."""
    needs = task.get("needs", ())
    if len(needs) > 1:
        for need in needs:
            skill = alternatives_text(need["skills"])
            yield {"project": project["name"], "task": task["name"], **_in_cells({**need, "skill": skill})}


def _in_cells(fields: Line) -> Line:
    """Return fields with links as one text and people in two columns."""
    cells = {key: each for key, each in fields.items() if key != "rework"}
    for key, each in fields.get("rework", {}).items():
        cells[f"rework_{key}"] = _by_speed(each) if key == "by_speed" else each
    if "after" in cells:
        cells["after"] = "; ".join(cells["after"])
    if "people" in cells:
        fewest, most = cells["people"]
        cells["people"] = fewest
        if most != fewest:
            cells["people_max"] = most
    return cells


def _by_speed(shares: Mapping[str, float]) -> str:
    return "; ".join(f"{speed}: {figure(share)}" for speed, share in shares.items())


# ---------------------------------------------------------------- calendars and chance


def _calendar(calendar: Line) -> Line:
    pattern = calendar.get("pattern")
    shares = {} if pattern is None else {"pattern": "; ".join(map(figure, pattern))}
    return {
        "name": "standard",
        **{key: each for key, each in calendar.items() if key != "holidays"},
        **shares,
    }


def _holidays(calendar: Line) -> Iterator[Line]:
    for holiday in calendar.get("holidays", ()):
        yield {"calendar": calendar.get("name", "standard"), **holiday}


def _risk(risk: Line) -> Line:
    """Return a risk with its scope in columns of their own; its own tags are labels."""
    rest = {key: each for key, each in risk.items() if key not in ("scope", "responses", "tags")}
    labels = {"labels": risk["tags"]} if "tags" in risk else {}
    return {**rest, **risk.get("scope", {}), **labels}


def _scale(scale: Mapping[str, Mapping[str, float]]) -> Iterator[Line]:
    """Return a row for each word of the scale."""
    for word in dict.fromkeys(word for words in scale.values() for word in words):
        yield {"word": word, **{kind: words[word] for kind, words in scale.items() if word in words}}


def _stream(stream: Line) -> Line:
    """Return a stream with what its items are in its own cells."""
    item = _in_cells(compact_task(stream.get("task", {"name": "item"})))
    unsaid = [key for key in item if key != "name" and SHEETS["streams"].column(key) is None]
    if unsaid or item["name"] != "item":
        what = f"its items have {unsaid[0] if unsaid else 'a name of their own'}"
        raise Refused(f"stream {stream['name']!r} does not fit into a sheet: {what}", fix=_NESTED)
    rest = {key: each for key, each in stream.items() if key != "task"}
    return {**{key: each for key, each in item.items() if key != "name"}, **rest}


_NESTED: Final = "write it to a .yaml or .json file"


def _group(group: Line) -> Line:
    correlation = group["correlation"]
    if not isinstance(correlation, list):
        return group
    return {**group, "correlation": ";".join(" ".join(map(figure, row)) for row in correlation) + ";"}
