"""Drivers, groups and ranges, read from a tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from capsim.domain.distributions import Fixed
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, Selector, Spread
from capsim.domain.values import number
from capsim.io.parsers import read_correlation, read_factor, read_ranges, read_spread
from capsim.io.reading import Made, Reading, Values
from capsim.io.tree import Fields, Items, Node, Text

__all__ = ["ranges_of", "read_driver", "read_group", "scope_of"]


def read_driver(reading: Reading, node: Node) -> Made[Driver] | None:
    """Read a driver."""
    fields = reading.fields("driver", node)
    if fields is None:
        return None
    named = reading.required(fields, "name", "write the driver's name")
    if not reading.required(fields, "factor", "write a law such as LogNormal(p50=1, p90=1.3)") or not named:
        return None
    values = reading.scalars("driver", fields)
    values["factor"] = reading.text(fields.entries["factor"], read_factor, Fixed(1))
    if (scope := scope_of(reading, fields)) is not None:
        values["scope"] = scope
    return reading.pair(Driver, fields, values)


def scope_of(reading: Reading, fields: Fields) -> Selector | None:
    """Return the work that an entity's scope means; None where nothing is said."""
    scope = fields.entries.get("scope")
    inner = None if scope is None else reading.fields("scope", scope)
    if inner is None:
        return None
    columns = {key: reading.names(each) for key, each in inner.entries.items()}
    return reading.made(Selector, inner, columns)


def read_group(reading: Reading, node: Node) -> Made[CopulaGroup] | None:
    """Read a group of correlated estimates."""
    fields = reading.fields("group", node)
    if fields is None:
        return None
    wanted = {
        "name": "write the group's name",
        "members": "write Project/Task; Project/Task",
        "correlation": "write a number from -1 to 1",
    }
    missing = [key for key, fix in wanted.items() if not reading.required(fields, key, fix)]
    if missing:
        return None
    values = reading.scalars("group", fields)
    values["members"] = reading.names(fields.entries["members"])
    values["correlation"] = _correlation(reading, fields.entries["correlation"])
    return reading.pair(CopulaGroup, fields, values)


def _correlation(reading: Reading, node: Node) -> Any:
    if isinstance(node, Text):
        return reading.text(node, read_correlation, 0.0)
    return reading.each(node, _correlation_row)


def _correlation_row(reading: Reading, node: Node) -> list[float]:
    entries = node.entries if isinstance(node, Items) else (node,)
    return [reading.text(cell, number, 0.0) for cell in entries]


def ranges_of(reading: Reading, node: Node | None) -> Ranges:
    """Read the spread of estimates that come without one."""
    if node is None:
        return Ranges()
    if isinstance(node, Text):
        return cast("Ranges", reading.text(node, read_ranges, Ranges()))
    fields = reading.fields("ranges", node)
    if fields is None:
        return Ranges()
    values: Values = {}
    for key, each in fields.entries.items():
        if key == "default":
            values[key] = _default_spread(reading, each)
        elif isinstance(each, Fields):
            values[key] = _spreads(reading, each.entries)
        else:
            reading.problem(
                each.place, "no spreads by name", fix="write a mapping such as backend: 0.9 to 1.6"
            )
    return reading.made(Ranges, fields, values) or Ranges()


def _default_spread(reading: Reading, node: Node) -> Spread | None:
    """Read the default, which may say ``usual`` or ``none`` as well."""
    if isinstance(node, Text):
        return cast("Ranges", reading.text(node, read_ranges, Ranges())).default
    return _spread(reading, node)


def _spreads(reading: Reading, entries: Mapping[str, Node]) -> list[tuple[str, Spread]]:
    read = ((word, _spread(reading, node)) for word, node in entries.items())
    return [(word, made) for word, made in read if made is not None]


def _spread(reading: Reading, node: Node) -> Spread | None:
    if isinstance(node, Text):
        return cast("Spread | None", reading.text(node, read_spread, None))
    if isinstance(node, Items):
        node = Fields(dict(zip(("low", "high"), node.entries, strict=False)), node.place, keyed=True)
    fields = reading.fields("spread", node)
    return None if fields is None else reading.made(Spread, fields, reading.scalars("spread", fields))
