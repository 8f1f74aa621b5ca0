"""The bookings of a sheet, a row for each or a column for each month or week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from capsim.domain.demand import Period
from capsim.errors import Problem, Refused
from capsim.io.forms import unit_of
from capsim.io.listtotals import booked_without_totals
from capsim.io.parsers import share
from capsim.io.tables import Other, Row, Table
from capsim.io.totals import Entry
from capsim.io.tree import Fields, Gathering, Text
from capsim.io.wide import by_period, own_rows, say_only_longer_spans

__all__ = ["Booked", "booking_rows"]

_NAMES: Final = ("person", "project")
_OF_LONG: Final = ("start", "end", "share")


class Booked(NamedTuple):
    """A row, and the bookings that it has."""

    row: Row
    bookings: tuple[Fields, ...]


def booking_rows(table: Table, gathering: Gathering) -> list[Booked]:
    """Return the rows of a table of bookings, its totals left out.

    Parameters
    ----------
    table : Table
        Long (a row for each booking), or wide (a column for each month or week).
    gathering : Gathering
        Takes the problems, and is told what was left out.

    Returns
    -------
    list of Booked
        Of a wide table one booking for each run of neighboring periods with the same share.
    """
    if not table.sheet.open:
        return [Booked(row, (row.fields(),)) for row in booked_without_totals(table, gathering)]
    found = by_period(table, gathering)
    wide = found._replace(others=list(_without_units(found.others, gathering)))
    if not wide.periods:
        say_only_longer_spans(wide.table, wide.others, gathering)
        return []
    return [_booked(entry, gathering) for entry in own_rows(wide, _NAMES, _OF_LONG, gathering)]


def _without_units(others: Iterable[Other], gathering: Gathering) -> Iterator[Other]:
    """Yield the headers that are no months of days or hours, and refuse those."""
    for other in others:
        unit = unit_of(other.header)
        if unit is None:
            yield other
            continue
        fix = f"write shares of the person's time: {_SUCH}"
        gathering.add(other.place, Problem("", f"{unit} where shares belong", other.header, fix))


_SUCH: Final = "10 of 20 days are 0.5"


def _booked(entry: Entry, gathering: Gathering) -> Booked:
    runs = list(_runs(entry, gathering))
    if not runs and entry.is_blank:
        what = "no booking: every cell is empty or zero"
        gathering.remark(entry.cell("project"), Problem("", what, entry.inner, severity="info"))
    return Booked(entry.row, tuple(_fields(entry.row, run) for run in runs))


class _Run(NamedTuple):
    """Neighboring periods with the same share."""

    first: Period
    last: Period
    share: float
    text: Text


def _runs(entry: Entry, gathering: Gathering) -> Iterator[_Run]:
    """Yield what a row books, in the order of the days."""
    run: _Run | None = None
    figures = ((key.period, figure) for key, figure in entry.figures.items() if key.period is not None)
    for period, figure in sorted(figures, key=lambda each: each[0].start):
        booked = (
            0.0 if figure.shown is not None and not figure.shown.figure else _share(figure.text, gathering)
        )
        if run is not None and booked == run.share and (period.start - run.last.end).days == 1:
            run = run._replace(last=period)
            continue
        if run is not None:
            yield run
        run = _Run(period, period, booked, figure.text) if booked else None
    if run is not None:
        yield run


def _fields(row: Row, run: _Run) -> Fields:
    """Return a booking in the words of the model."""
    cells = {key: text for key, text in row.cells.items() if key not in _OF_LONG}
    first, last = (Text(str(each), run.text.place) for each in (run.first.start, run.last.end))
    return Fields({**cells, "start": first, "end": last, "share": run.text}, row.place, row.words, keyed=True)


# ---------------------------------------------------------------- shares


def _share(text: Text, gathering: Gathering) -> float:
    """Return the share in a cell, zero for one that is refused."""
    try:
        return _read_share(text.value)
    except Refused as refused:
        gathering.complete = False  # a project could seem to have nothing to do
        gathering.keep(text.place, refused)
        return 0.0


def _read_share(text: str) -> float:
    if found := _AMOUNT.fullmatch(text):
        unit = "hours" if found["unit"].casefold().startswith(("h", "s")) else "days"
        raise Refused(f"{unit} where a share belongs", text, f"write the share of the person's time: {_SUCH}")
    try:
        return share(text)
    except Refused as refused:
        (problem,) = refused.found
        if problem.what != "out of range" or text.startswith("-") or text.endswith("%"):
            raise
        fix = f"{problem.fix}; if these are days or hours, write the share that they are: {_SUCH}"
        raise Refused(problem.what, text, fix) from None


_AMOUNT = re.compile(
    r"\d+(?:\.\d+)?\s*(?P<unit>h|hrs?|hours?|std|stunden|d|days?|pd|pt|person[ -]?days?|tage?)\.?",
    re.IGNORECASE,
)
