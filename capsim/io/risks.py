"""Risks, their responses and the scale that they are scored on, and rework, read from a tree."""

from __future__ import annotations

from datetime import date
from typing import Any

from capsim.domain.rework import Rework
from capsim.domain.risk import KINDS_OF_IMPACT, Impact, Response, Risk, Scale
from capsim.domain.values import number, share
from capsim.errors import Refused
from capsim.io.chance import scope_of
from capsim.io.parsers import MISSING, SCALARS, last_day
from capsim.io.reading import Made, Reading, Values
from capsim.io.tree import Fields, Node, Text

__all__ = ["read_risk", "rework_of", "scale_of"]


def read_risk(reading: Reading, node: Node) -> Made[Risk] | None:
    """Read a risk with its responses."""
    fields = reading.fields("risk", node)
    if fields is None or not reading.required(fields, "name", "write the risk's name"):
        reading.gathering.complete &= fields is not None
        return None
    values = reading.scalars("risk", fields)
    values["impact"] = _impact(reading, fields, values)
    values["window"] = _window(reading, fields)
    if values["window"] is None and {"start", "end"} & fields.entries.keys():  # said already
        values["impact"] = Impact()
    values["tags"] = reading.names(fields.entries.get("tags"))
    if (scope := scope_of(reading, fields)) is not None:
        values["scope"] = scope
    responses = reading.each(fields.entries.get("responses"), _response)
    values["responses"] = reading.unique(responses, f"Risk {values.get('name')!r}, response")
    return reading.pair(Risk, fields, values, "name")


def _impact(reading: Reading, fields: Fields, values: Values) -> Impact:
    """Take what a risk does out of its values; nothing where some of it was refused."""
    parts = (*KINDS_OF_IMPACT, "away_days", "days_to_hire")
    is_refused = any(part in fields.entries and part not in values for part in parts)
    given = {part: values.pop(part) for part in parts if part in values}
    given |= {part: reading.names(fields.entries.get(part)) for part in ("away", "leaves")}
    made = None if is_refused else reading.made(Impact, fields, given)
    return made or Impact()


def _window(reading: Reading, fields: Fields) -> tuple[date, date] | None:
    """Return the first and the last day on which a risk can strike; both are given, or none."""
    if not {"start", "end"} & fields.entries.keys():
        return None
    wanted = {"start": "write the first day on which it can strike", "end": "write the last such day"}
    if not reading.all_required(fields, wanted):
        return None
    first = reading.text(fields.entries["start"], SCALARS["task"]["start"])
    last = reading.text(fields.entries["end"], last_day)
    if first is MISSING or last is MISSING:
        return None
    if last < first:
        what = "a window that ends before it begins"
        reading.problem(fields.place_of("end"), what, str(last), fix=f"write {first} or later")
        return None
    return first, last


def _response(reading: Reading, node: Node) -> Made[Response] | None:
    fields = reading.fields("response", node)
    if fields is None or not reading.required(fields, "name", "write what can be done"):
        return None
    return reading.pair(Response, fields, reading.scalars("response", fields), "name")


def scale_of(reading: Reading, node: Node | None) -> Scale:
    """Read the scale of risks: for each kind the words with what they stand for."""
    fields = None if node is None else reading.fields("scale", node)
    if fields is None:
        return Scale()
    values: Values = {}
    for kind, each in fields.entries.items():
        if isinstance(each, Fields):
            words = {word: cell.value for word, cell in each.entries.items() if isinstance(cell, Text)}
            made = reading.made(Scale, each, {kind: words})
            values[kind] = getattr(made or Scale(), kind)
        else:
            reading.problem(each.place, "no words of a scale", fix="write a mapping such as low: 0.1")
    reading.index["Portfolio, risk_scale"] = fields
    return Scale(**values)


# ---------------------------------------------------------------- rework


def rework_of(reading: Reading, task: Fields) -> Rework | None:
    """Read the rework of a task: from its own fields in a nested file, from its columns in a sheet."""
    node = task.entries.get("rework")
    if node is not None:
        fields = reading.fields("rework", node)
        said, prefix = fields, ""
    else:
        cells = {key: cell for key, cell in task.entries.items() if key.startswith("rework_")}
        named = {key.removeprefix("rework_"): cell for key, cell in cells.items()}
        fields = Fields(named, task.place, keyed=True) if cells else None
        said, prefix = task, "rework_"
    if fields is None or said is None:
        return None
    wanted = {"probability": "write how likely a loop follows", "share": "write what part is done again"}
    if not reading.all_required(said, wanted, prefix):
        return None
    values = reading.scalars("rework", fields)
    if "by_speed" in fields.entries:
        values["by_speed"] = _by_speed(reading, fields.entries["by_speed"])
    return reading.made(Rework, fields, values) if {"probability", "share"} <= values.keys() else None


def _by_speed(reading: Reading, node: Node) -> Any:
    if isinstance(node, Fields):
        return {speed: reading.text(cell, share, 0.0) for speed, cell in node.entries.items()}
    return reading.text(node, _pairs, ())


def _pairs(text: str) -> tuple[tuple[float, float], ...]:
    """Read ``1: 20%; 1.2: 10%``."""
    found = []
    for entry in text.split(";"):
        speed, colon, likely = entry.partition(":")
        if not colon:
            raise Refused("no probabilities by speed", text, "write such as 1: 20%; 1.2: 10%")
        found.append((number(speed.strip()), share(likely.strip())))
    return tuple(found)
