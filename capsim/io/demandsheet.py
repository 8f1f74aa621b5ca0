"""The demand of a document as a sheet: a column for each month or week, or a row for each span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from capsim.domain.demand import Period

__all__ = ["demand_sheet", "demand_unit_of"]

Plain = Any
Line = Mapping[str, Plain]
Sheet = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""A header, and rows of cells."""

_NAMES = ("project", "role")
_MORE = ("phase", "low", "high")


def demand_sheet(projects: Iterable[Line]) -> Sheet:
    """Return the rows of demand of projects as a sheet.

    Parameters
    ----------
    projects : iterable of dict
        As `capsim.io.document.document_of` gives them.

    Returns
    -------
    (header, rows)
        Without rows where there is no demand.
    """
    lines = [{"project": project["name"], **row} for project in projects for row in project.get("demand", ())]
    more = tuple(key for key in _MORE if any(key in line for line in lines))
    periods = sorted(
        {Period.parse(label) for line in lines for label in _amounts(line)},
        key=lambda each: (each.start, each.end),
    )
    if all(each.is_month for each in periods) or all(each.is_week for each in periods):
        return _wide(lines, more, periods)
    return _long(lines, more)


def demand_unit_of(projects: Iterable[Line]) -> str:
    """Return the unit of the rows of demand, which are all in one."""
    return next(("days" for project in projects for row in project.get("demand", ()) if "days" in row), "fte")


def _amounts(line: Line) -> Mapping[str, float]:
    return line.get("fte") or line.get("days") or {}


def _wide(lines: Sequence[Line], more: tuple[str, ...], periods: Sequence[Period]) -> Sheet:
    labels = tuple(map(str, periods))
    names = (*_NAMES, *more)
    rows = [
        (*(line.get(key, "") for key in names), *(_amounts(line).get(label, "") for label in labels))
        for line in lines
    ]
    return (*names, *labels), rows


def _long(lines: Sequence[Line], more: tuple[str, ...]) -> Sheet:
    column = "effort" if any("days" in line for line in lines) else "fte"
    rows = [row for line in lines for row in _long_rows(line, more)]
    return (*_NAMES, *more, "from", "to", column), rows


def _long_rows(line: Line, more: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    for label, amount in _amounts(line).items():
        period = Period.parse(label)
        yield (*(line.get(key, "") for key in (*_NAMES, *more)), period.start, period.end, amount)
