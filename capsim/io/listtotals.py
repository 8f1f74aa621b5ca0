"""Rows of totals below lists of people and of bookings: told from what they sum up, checked and left out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from capsim.io.tables import SAYS_WHO, Row, Table
from capsim.io.totalrows import without_totals
from capsim.io.totals import NOTHING, Entry, Figure, Key, Shown, bare, is_total, shown, total_of
from capsim.io.tree import Gathering, Text

__all__ = ["booked_without_totals", "people_without_totals"]

_SOMEBODY: Final = "-"
"""Stands for a name that a row of its own lacks, which is told elsewhere."""
_HEADS: Final = ("headcount", "heads", "people", "persons", "employees", "staff", "resources")
_NEARLY: Final = 0.005
_MOST_FTE: Final = 2.0
_ONE: Final = Shown(1.0, 0)


# ---------------------------------------------------------------- people


def people_without_totals(people: Table, gathering: Gathering) -> Table:
    """Return the people without the rows that sum them up: such a row says so or adds up, and has no role.

    Parameters
    ----------
    people : Table
    gathering : Gathering
        Is told which rows are left out; takes what is wrong with them.

    Returns
    -------
    Table
    """
    teams = {bare(row.text("team")) for row in people.rows} - {""}
    own: list[Row] = []
    above: dict[int, int] = {}
    for index, row in enumerate(people.rows):
        unknown = [each for each in row.cells if gathering.is_uncalculated(row.place_of(each))]
        if _sums_up(row, own, unknown, teams):
            above[index] = len(own)
        else:
            own.append(row)
    entries = [
        _total_of_people(row, own, above[index]) if index in above else _person(row)
        for index, row in enumerate(people.rows)
    ]
    kept = without_totals(entries, people, _headers(people.rows), gathering)
    for entry in kept:
        for cell in entry.row.cells.values():
            gathering.use(cell.place)
    return replace(people, rows=tuple(entry.row for entry in kept))


def _sums_up(row: Row, above: Sequence[Row], unknown: Sequence[str], teams: Collection[str]) -> bool:
    """Whether a row of people says that it is a total, or has no more than the sum of the fte above.

    A row below people that has nothing but formulas of which nobody stored the value can be nothing else.
    """
    if SAYS_WHO & row.cells.keys():
        return False
    called = row.text("name")
    if called:
        return is_total(called) or total_of(called) in (*_HEADS, *teams) or bare(called) in _HEADS
    if above and len(unknown) == len(row.cells):
        return True
    total = shown(row.text("availability"))
    figures = [shown(each.text("availability")) for each in above]
    if total is None or not total.figure or not figures:
        return False
    return abs(total.figure - sum(figure.figure for figure in figures if figure is not None)) < _NEARLY


def _headers(rows: Iterable[Row]) -> Mapping[Key, str]:
    """Return how the sheet calls what each figure is of."""
    return {
        Key(reading, None): row.words.get(column, column)
        for row in rows
        for column, readings in _READINGS.items()
        for reading in readings
        if reading != "headcount"
    }


_READINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "availability": ("fte", "fte, 1 where empty", "fte of everybody", "headcount"),
    "count": ("heads", "count"),
}
"""By column, what a total of it may sum up."""


def _figures(row: Row) -> dict[str, Shown | None]:
    """Return what a row of people adds to a total, by what that may sum up."""
    fte, count = (shown(row.text(key)) for key in ("availability", "count"))
    if fte is not None and fte.figure > _MOST_FTE:
        fte = None  # which is refused
    filled = fte if "availability" in row.cells else _ONE
    heads = count if "count" in row.cells else _ONE
    both = None
    if filled is not None and heads is not None:
        both = Shown(filled.figure * heads.figure, filled.decimals + heads.decimals)
    of_fte = {"fte": fte, "fte, 1 where empty": filled, "fte of everybody": both, "headcount": heads}
    return {**of_fte, "heads": heads, "count": count}


def _person(row: Row) -> Entry:
    team = row.text("team")
    nothing = Text("", row.place)
    figures = {Key(reading, None): Figure(nothing, figure) for reading, figure in _figures(row).items()}
    return Entry(row, _SOMEBODY if not team or is_total(team) else team, _SOMEBODY, figures)


def _total_of_people(row: Row, people: Sequence[Row], above: int) -> Entry:
    """Return a row of totals, with what its figures come nearest to summing up."""
    called = row.text("name")
    says_heads = bare(called) in _HEADS or total_of(called) in _HEADS
    team = total_of(called)
    members = [each for each in people if bare(each.text("team")) == team]
    scopes = [members] if members else [people[:above], people]
    figures: dict[Key, Figure] = {}
    for column, readings in _READINGS.items():
        if column in row.cells:
            found = Figure(row.cells[column], shown(row.text(column)))
            allowed = [each for each in readings if each != "headcount" or says_heads]
            nearest = min(allowed, key=lambda each: _distance(found.shown, each, scopes))
            figures[Key(nearest, None)] = found
    is_named = bool(called) and not says_heads
    return Entry(row, "", called if is_named else "", figures, ("role", "name"), called or "Total")


def _distance(total: Shown | None, reading: str, scopes: Iterable[Sequence[Row]]) -> float:
    """Return how far a total is from what rows add up to."""
    figure = (total or NOTHING).figure
    sums = (math.fsum((_figures(row)[reading] or NOTHING).figure for row in rows) for rows in scopes)
    return min(abs(figure - each) for each in sums)


# ---------------------------------------------------------------- bookings


def booked_without_totals(bookings: Table, gathering: Gathering) -> tuple[Row, ...]:
    """Return the rows of a list of bookings that are no totals: those have no days.

    Parameters
    ----------
    bookings : Table
        With a row for each booking.
    gathering : Gathering
        Is told which rows are left out; takes what is wrong with them.

    Returns
    -------
    tuple of Row
    """
    people = {bare(row.text("person")) for row in bookings.rows if "start" in row.cells}
    entries = [_booking(row, people) for row in bookings.rows]
    headers = {Key("share", None): row.words.get("share", "share") for row in bookings.rows}
    return tuple(entry.row for entry in without_totals(entries, bookings, headers, gathering))


def _booking(row: Row, people: Collection[str]) -> Entry:
    figures = {}
    if "share" in row.cells:
        figures[Key("share", None)] = Figure(row.cells["share"], shown(row.text("share")))
    names = [row.text(key) for key in ("person", "project")]
    is_sum = any(map(is_total, names)) or total_of(names[0]) in people
    if is_sum and not {"start", "end"} & row.cells.keys():
        return Entry(row, names[0], names[1], figures, ("person", "project"))
    person, project = (_SOMEBODY if not word or is_total(word) else word for word in names)
    return Entry(row, person, project, figures, ("person", "project"))
