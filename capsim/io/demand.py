"""The table of demand by project, role and period, as a sheet has it: wide or long, with its totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from capsim.domain.demand import Period
from capsim.domain.values import day, name
from capsim.errors import InputError, Problem, Refused
from capsim.io.periods import is_period, read_period, read_periods, read_span
from capsim.io.tables import Other, Row, Table, pass_over
from capsim.io.totalcolumns import without_total_columns
from capsim.io.totalrows import without_totals
from capsim.io.totals import Entry, Figure, Key, is_total, shown
from capsim.io.tree import Fields, Gathering, Text
from capsim.io.words import Column

__all__ = ["demand_rows"]

_AMOUNTS: Final = "amounts"
_UNITS: Final[Mapping[str, str]] = {"fte": "fte", "effort": "days", "hours": "hours"}
"""The columns of amounts in a long table, and what the model calls their units."""
_OF_LONG: Final = ("period", "start", "end", *_UNITS)
_OF_ROW: Final = ("role", "phase", "low", "high")


def demand_rows(table: Table, gathering: Gathering) -> Mapping[str, tuple[Fields, ...]]:
    """Return the rows of a table of demand by project, its totals left out.

    Parameters
    ----------
    table : Table
        Wide (a column for each month or week) or long (a row for each, with a column ``month``, or ``from``
        and ``to``).
    gathering : Gathering
        Takes the problems, and is told what was left out or added up.

    Returns
    -------
    dict of str to tuple of Fields
        By project, in the order in which they come first: rows in the words of the model, each with a role
        and its amounts by period. A project that wants nothing has none.
    """
    table = _with_second_header(table)
    periods, others = _periods_of(table, gathering)
    if periods:
        entries = _wide_entries(table.rows, periods)
        others = without_total_columns(entries, others, periods, gathering)
        others = _without_longer_spans(table.rows, others, gathering)
        _say_no_columns_of_a_long_table(table, gathering)
        table = replace(table, unused=tuple(each for each in table.unused if each.key not in _OF_LONG))
    elif {"period", "start"} & (used := {column.key for column in _used(table)}):
        amount = next((key for key in _UNITS if key in used), "fte")
        entries = list(_long_entries(table.rows, amount, gathering))
    else:
        entries = []
        _say_no_periods(table, others, gathering)
    pass_over(table, others, gathering)
    headers = {Key(_AMOUNTS, period): header for period, header in _headers(table, periods)}
    labelled = [_labelled(entry, others) for entry in entries]
    return _by_project(without_totals(labelled, headers, gathering), gathering)


def _headers(table: Table, periods: Mapping[int, Period]) -> Iterator[tuple[Period, str]]:
    for other in table.others:
        if other.position in periods:
            period = periods[other.position]
            yield period, str(period) if other.header.startswith(str(period)) else other.header


# ---------------------------------------------------------------- columns


def _periods_of(table: Table, gathering: Gathering) -> tuple[dict[int, Period], list[Other]]:
    """Return the columns that are a month or a week, and those that are none."""
    read = read_periods([(other.header, other.above) for other in table.others])
    periods: dict[int, Period] = {}
    rest: list[Other] = []
    for other, found in zip(table.others, read, strict=True):
        if isinstance(found, Period):
            periods[other.position] = found
        elif found is None:
            rest.append(other)
        else:
            gathering.keep(other.place, found)
    return periods, rest


def _with_second_header(table: Table) -> Table:
    """Return a table whose months stand in the row below the header, under years, with them as the header."""
    if not table.rows or any(is_period(other.header, other.above) for other in table.others):
        return table
    first = table.rows[0]
    others: list[Other] = []
    year = ""
    for other in table.others:
        year = other.header or year
        below = first.others.get(other.position)
        others.append(other if below is None else Other(other.position, below.value, year, below.place))
    if not any(
        isinstance(each, Period) for each in read_periods([(each.header, each.above) for each in others])
    ):
        return table
    return replace(table, rows=table.rows[1:], others=tuple(others))


def _say_no_periods(table: Table, others: Sequence[Other], gathering: Gathering) -> None:
    """Say of a table without months that it has none, unless its months are accused already."""
    if len(others) < len(table.others) or not table.rows:
        return
    spans = [other for other in others if read_span(other.header, other.above)]
    if spans:
        fix = "write a column for each month, such as 2027-01"
        what = "a longer span than a month"
        gathering.add(spans[0].place, Problem("", what, spans[0].header, fix))
        return
    fix = "add a column for each month, such as 2027-01, or the columns month and fte"
    gathering.add(table.place, Problem("", "no column is a month or a week", fix=fix))


def _without_longer_spans(rows: Iterable[Row], others: Sequence[Other], gathering: Gathering) -> list[Other]:
    """Return the columns that are no quarter or year; demand in one that stands beside months would lack."""
    rest: list[Other] = []
    for other in others:
        figures = (shown(row.others[other.position].value) for row in rows if other.position in row.others)
        if read_span(other.header, other.above) is None or not any(each and each.figure for each in figures):
            rest.append(other)
            continue
        what = "neither a month nor the sum of its months"
        fix = "write a column for each month, such as 2027-01, or correct the sum"
        gathering.add(other.place, Problem("", what, other.header, fix))
    return rest


def _say_no_columns_of_a_long_table(table: Table, gathering: Gathering) -> None:
    """Say of the columns of a long table that a wide one does not use them."""
    for key in _OF_LONG:
        row = next((row for row in table.rows if key in row.cells), None)
        if row is not None:
            what = "passed over: each month or week has a column of its own"
            problem = Problem("", what, row.words.get(key, key), severity="warning")
            gathering.remark(table.place.at(row.words.get(key, key)), problem)


# ---------------------------------------------------------------- rows


def _wide_entries(rows: Iterable[Row], periods: Mapping[int, Period]) -> list[Entry]:
    return [
        Entry(
            row,
            row.text("project"),
            row.text("role"),
            {
                Key(_AMOUNTS, period): _figure(row.others[position])
                for position, period in periods.items()
                if position in row.others
            },
        )
        for row in rows
    ]


def _figure(text: Text) -> Figure:
    return Figure(text, shown(text.value))


def _used(table: Table) -> Iterator[Column]:
    """Yield the columns that a table has."""
    return (column for column in table.sheet.columns if column not in table.unused)


def _long_entries(rows: Iterable[Row], amount: str, gathering: Gathering) -> Iterator[Entry]:
    """Yield the rows of a long table, in which one column has the amounts."""
    for row in rows:
        amounts = [key for key in _UNITS if key in row.cells]
        project, role = row.text("project"), row.text("role")
        sums = is_total(project) or is_total(role) or not (project and role)
        period = _period_of(row, gathering, is_wanted=not sums)
        if period is None and not sums:
            continue
        if len(amounts) > 1:
            first, second = (row.words.get(key, key) for key in amounts[:2])
            what = f"{second} beside {first}"
            gathering.add(row.place_of(amounts[1]), Problem("", what, fix="keep one of them in a row"))
        figures = {Key(_UNITS[key], period): _figure(row.cells[key]) for key in amounts[:1]}
        if not figures and not sums:
            gathering.add(row.place_of(amount), Problem("", "empty", fix="write the amount, or 0"))
            continue
        yield Entry(row, project, role, figures)


def _period_of(row: Row, gathering: Gathering, is_wanted: bool) -> Period | None:
    """Return the period of a row of a long table: its month or week, or from one day to another."""
    try:
        if "period" in row.cells:
            at = row.cells["period"].place
            return _named_period(row.cells["period"].value)
        if "start" in row.cells and "end" in row.cells:
            at = row.cells["start"].place
            first = day(row.cells["start"].value)
            at = row.cells["end"].place
            return Period(first, day(row.cells["end"].value))
    except InputError as error:
        gathering.keep(at, error)
        return None
    if is_wanted:
        key, fix = ("end", "write the last day") if "start" in row.cells else ("period", "write the month")
        gathering.add(row.place_of(key), Problem("", "empty", fix=f"{fix}, such as {_SUCH[key]}"))
    return None


_SUCH: Final = {"end": "2027-03-31", "period": "2027-01"}


def _named_period(text: str) -> Period:
    found = read_period(text)
    if found is None:
        raise Refused("no month or week", text, "write 2027-01 or 2027-W03")
    return found


def _labelled(entry: Entry, others: Sequence[Other]) -> Entry:
    """Return a row with the word of a total that stands in another cell than project and role."""
    if entry.project and entry.role:
        return entry
    words = (entry.row.others[other.position].value for other in others if other.position in entry.row.others)
    label = next((word for word in (entry.row.text("phase"), *words) if is_total(word)), "")
    return Entry(entry.row, entry.project, entry.role, entry.figures, label)


# ---------------------------------------------------------------- by project


def _by_project(entries: Sequence[Entry], gathering: Gathering) -> dict[str, tuple[Fields, ...]]:
    found: dict[str, list[Fields]] = {}
    spelled: dict[str, str] = {}
    same = _Same(gathering)
    for entry in entries:
        try:
            project = name(entry.project)
        except InputError as error:
            gathering.keep(entry.cell("project"), error)
            continue
        project = spelled.setdefault(project.casefold(), project)
        rows = found.setdefault(project, [])
        fields = _fields_of(entry)
        if fields is None:
            what = "no demand: every month is empty or zero"
            gathering.remark(entry.cell("role"), Problem("", what, entry.role, severity="info"))
            continue
        same.look(project, entry)
        rows.append(fields)
    return {project: tuple(rows) for project, rows in found.items()}


def _fields_of(entry: Entry) -> Fields | None:
    """Return a row in the words of the model, None if it wants nothing."""
    filled = {
        key: figure.text
        for key, figure in entry.figures.items()
        if figure.shown is None or figure.shown.figure
    }
    if not filled:
        return None
    unit = next(iter(filled)).unit
    amounts = Fields({str(key.period): text for key, text in filled.items()}, entry.row.place, keyed=True)
    cells = {key: entry.row.cells[key] for key in _OF_ROW if key in entry.row.cells}
    return Fields({**cells, unit: amounts}, entry.row.place, entry.row.words, keyed=True)


class _Same:
    """Rows of the same project, role and phase, which add up."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.wide: dict[tuple[str, ...], Entry] = {}

    def look(self, project: str, entry: Entry) -> None:
        """Say of a row that it adds to an earlier one."""
        role, phase = entry.role.casefold(), entry.row.text("phase").casefold()
        of_row = (project, role, phase)
        first = self.wide.setdefault(of_row, entry)
        if first is not entry:
            self._say_other_range(first, entry)
        periods = (
            [] if _AMOUNTS in {key.unit for key in entry.figures} else [str(key) for key in entry.figures]
        )
        twin = self.wide.setdefault((*of_row, *periods), entry)
        if twin is not entry:
            what = f"the same project and role as row {twin.row.place.row}: the two add up"
            self.gathering.remark(entry.cell("role"), Problem("", what, entry.role, severity="info"))

    def _say_other_range(self, first: Entry, entry: Entry) -> None:
        """Refuse another range than that of an earlier row, as one factor moves them all."""
        for key in ("low", "high"):
            if first.row.text(key) != entry.row.text(key):
                what = f"another {key} than in row {first.row.place.row}, to which it adds"
                fix = f"write the same {key} into both, or tell them apart by a phase"
                self.gathering.add(entry.row.place_of(key), Problem("", what, entry.row.text(key), fix))
                self.gathering.complete = False  # the whole would be refused for the same reason
