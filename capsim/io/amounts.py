"""Amounts of work with a unit: effort in hours, and demand by period."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from capsim.domain.demand import Demand, Period
from capsim.domain.values import number
from capsim.errors import InputError, Place, Refused
from capsim.io.grammar import figure
from capsim.io.parsers import MISSING, Parser, read_amount
from capsim.io.periods import read_period
from capsim.io.reading import Made, Reading, Values
from capsim.io.tree import Fields, Node, Text

__all__ = ["amount_parser", "cells_of", "hours_parser", "length_of_day", "read_demand"]

_HOURS = re.compile(r"(?P<hours>\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?|std|stunden)\.?", re.IGNORECASE)
_SETTING: Final = "the setting hours_per_day, such as 8"

# ---------------------------------------------------------------- effort


def amount_parser(reading: Reading, parse: Parser = read_amount) -> Parser:
    """Return what reads an amount of days, also from hours such as ``40h`` where a day has a length.

    Parameters
    ----------
    reading : Reading
    parse : callable
        Reads an amount of days.

    Returns
    -------
    callable
    """
    per_day = reading.hours_per_day

    def read(text: str) -> Any:
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            return parse(text)
        if per_day is not None:
            return parse(figure(float(found["hours"]) / per_day))
        try:
            return parse(text)
        except InputError as error:
            raise _naming_the_setting(error) from None

    return read


def _naming_the_setting(error: InputError) -> InputError:
    """Return a refusal of hours that says besides how they are accepted."""
    return InputError(
        dataclasses.replace(problem, fix=f"{problem.fix}, or add {_SETTING}") for problem in error.inner
    )


def hours_parser(reading: Reading, place: Place, parse: Parser = read_amount) -> Parser:
    """Return what reads an amount of hours as days.

    Parameters
    ----------
    reading : Reading
    place : Place
        Where it is told, once, that the length of a day is not known.
    parse : callable
        Reads an amount of days.

    Returns
    -------
    callable
    """
    per_day = length_of_day(reading, place)

    def read(text: str) -> Any:
        found = _HOURS.fullmatch(text.strip())
        return parse(figure(number(found["hours"] if found else text) / per_day))

    return read


def length_of_day(reading: Reading, place: Place) -> float:
    """Return how many hours a day has; where that is not known, it is told once, and stood in for.

    Parameters
    ----------
    reading : Reading
    place : Place
        Where it is told.

    Returns
    -------
    float
    """
    if reading.hours_per_day is None:
        reading.problem(place, "hours, and the length of a day is not known", fix=f"add {_SETTING}")
        reading.hours_per_day = 8.0
    return reading.hours_per_day


# ---------------------------------------------------------------- demand

_MOST: Final[Mapping[str, float]] = {"fte": 1_000, "days": 25_000, "hours": 200_000}
_LABELS: Final[Mapping[str, str]] = {"fte": "FTE", "days": "days", "hours": "hours"}
_AMOUNTS: Final = ("amounts", "fte", "days", "hours")


def read_demand(reading: Reading, node: Node) -> Made[Demand] | None:
    """Read a row of demand: a role, and amounts by period.

    Parameters
    ----------
    reading : Reading
    node : Fields
        With ``fte``, ``days`` or ``hours``, or with ``amounts`` in the unit of the model.

    Returns
    -------
    (Demand, Fields) or None
    """
    fields = reading.fields("demand", node)
    if fields is None or not reading.required(fields, "role", "write the role that is wanted"):
        return None
    values = reading.scalars("demand", fields)
    unit = values.pop("unit", reading.demand_unit)
    given = [key for key in _AMOUNTS if key in fields.entries]
    if not given:
        reading.required(fields, "fte", "write the full-time equivalents by month, such as 2027-01: 1.5")
        return None
    for key in given[1:]:
        reading.problem(fields.place_of(key), f"{key} beside {given[0]}", fix="keep one of them in a row")
    unit = unit if given[0] == "amounts" else given[0]
    values["unit"] = "fte" if unit == "fte" else "days"
    values["amounts"] = _amounts(reading, fields.entries[given[0]], unit)
    if "role" not in values:
        return None
    _say_swapped(reading, fields, values)
    values.setdefault("low_high", "P10/P90" if reading.as_quantiles else "PERT")
    made = reading.made(Demand, fields, values)
    return None if made is None else (made, fields)


def _say_swapped(reading: Reading, fields: Fields, values: Values) -> None:
    """Say of a row once that its low and its high seem to be swapped; neither then counts."""
    low, high = values.get("low"), values.get("high")
    if low is None or high is None or not 0 < high <= 1 < low:
        return
    del values["low"], values["high"]
    fix = f"write {figure(high)} as low and {figure(low)} as high"
    reading.problem(fields.place_of("low"), "low and high are swapped", figure(low), fix=fix)


def _amounts(reading: Reading, node: Node, unit: str) -> list[tuple[Period, float]]:
    """Return the amounts by period that could be read, hours as days."""
    if not isinstance(node, Fields):
        got = [node.value] if isinstance(node, Text) else []
        reading.problem(node.place, "no demand by period", *got, fix="write a mapping such as 2027-01: 1.5")
        return []
    first = next(iter(node.entries.values()), node).place
    per_unit = length_of_day(reading, first) if unit == "hours" else 1.0
    found: list[tuple[Period, float]] = []
    for label, cell in node.entries.items():
        period = _period(reading, label, cell)
        amount = reading.text(cell, lambda text: _amount(text, unit))
        if period is not None and amount is not MISSING:
            found.append((period, amount / per_unit))
    return found


def cells_of(fields: Fields) -> Iterator[tuple[Period, Text]]:
    """Yield the periods of a row of demand that was read, each with its cell."""
    amounts = next((fields.entries[key] for key in _AMOUNTS if key in fields.entries), None)
    for label, cell in amounts.entries.items() if isinstance(amounts, Fields) else ():
        try:
            period = read_period(label) or Period.parse(label)
        except InputError:
            continue
        if isinstance(cell, Text):
            yield period, cell


def _period(reading: Reading, label: str, cell: Node) -> Period | None:
    """Return the period that a key stands for; a file of ours writes it as the domain does."""
    try:
        return read_period(label) or Period.parse(label)
    except InputError as error:
        reading.refused(cell.place, error)
        return None


def _amount(text: str, unit: str) -> float:
    """Read an amount of demand; a dash is none."""
    plain = text.strip()
    if plain in ("-", "–", "—"):
        return 0.0
    label, most = _LABELS[unit], _MOST[unit]
    if plain.endswith("%"):
        share = number(plain[:-1])
        fix = f"write {share / 100:g} if {share:g} % of a person was meant"
        raise Refused(f"a share where {label} belong", text, fix)
    if unit != "hours" and _HOURS.fullmatch(plain):
        raise Refused(f"hours where {label} belong", text, f"write the amount in {label}, without a unit")
    if found := _WITH_UNIT.fullmatch(plain):
        raise Refused("not a number", text, f"write {found[1]}: the column is in {label}")
    try:
        amount = number(plain)
    except Refused as refused:
        (problem,) = refused.found
        raise Refused(problem.what, text, f"{problem.fix}, or leave the cell empty") from None
    if amount < 0:
        raise Refused("negative demand", text, "write 0 or more, or leave the cell empty")
    if amount > most:
        other = ", or set demand_unit to days or hours" if unit == "fte" else ""
        raise Refused(f"more than {most:,.0f} {label} in one period", text, f"check the number{other}")
    return amount


_WITH_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:ftes?|vzä|h|hrs?|hours?|d|days?|pd)", re.IGNORECASE)
