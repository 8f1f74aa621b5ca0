"""The table of demand by project, role and period, as a sheet has it: wide or long, with its totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from capsim.domain.demand import Period
from capsim.domain.values import day, name
from capsim.errors import InputError, Problem, Refused
from capsim.io.capacityrows import without_capacity
from capsim.io.parsers import last_day
from capsim.io.periods import read_period, read_span
from capsim.io.tables import Other, Row, Table, column_meant, pass_over
from capsim.io.totalrows import without_totals
from capsim.io.totals import Entry, Key, is_total, shown
from capsim.io.tree import Fields, Gathering
from capsim.io.wide import AMOUNTS, Wide, by_period, figure_of, labelled, own_rows, say_only_longer_spans
from capsim.io.words import Column

__all__ = ["demand_rows"]

_NAMES: Final = ("project", "role")
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
    wide = by_period(table, gathering)
    if wide.periods:
        return _by_project(own_rows(wide, _NAMES, _OF_LONG, gathering), gathering)
    entries: list[Entry] = []
    if {"period", "start"} & (used := {column.key for column in _used(table)}):
        amount = next((key for key in _UNITS if key in used), None)
        if amount is None:
            return _say_no_amounts(wide, gathering)
        _say_twice_when(wide.table.rows, gathering)
        entries = without_capacity(list(_long_entries(wide.table.rows, amount, gathering)), gathering)
    else:
        wide = wide._replace(others=_say_no_periods(wide, gathering))
    pass_over(wide.table, wide.others, gathering)
    named = [labelled(entry, wide.others) for entry in entries]
    return _by_project(without_totals(named, wide.table, {}, gathering), gathering)


def _say_twice_when(rows: Iterable[Row], gathering: Gathering) -> None:
    """Say of a row with a month, and with days besides, that the month goes first."""
    row = next((row for row in rows if "period" in row.cells and {"start", "end"} & row.cells.keys()), None)
    if row is not None:
        key = "start" if "start" in row.cells else "end"
        what = f"passed over: the column {row.words.get('period', 'period')} says when"
        problem = Problem("", what, row.text(key), "keep one of them", "warning")
        gathering.pass_over(row.place_of(key), problem)


def _say_no_amounts(wide: Wide, gathering: Gathering) -> Mapping[str, tuple[Fields, ...]]:
    """Say of a long table that it lacks its amounts, at the column that seems to have them if any does."""
    amounts = [column for column in wide.table.unused if column.key in _UNITS]
    rest = list(wide.others)
    seems = next(filter(lambda each: column_meant(each.header, amounts), rest), None)
    meant = None if seems is None else column_meant(seems.header, amounts)
    seems = seems or next((each for each in rest if _has_amounts(wide.table.rows, each)), None)
    if seems is not None:
        rest.remove(seems)
        hint = "'fte', 'effort' or 'hours'" if meant is None else repr(meant.name)
        problem = Problem("", "no such column", seems.header, f"did you mean {hint}?")
        gathering.add(seems.place, problem)
    else:
        fix = "add the column fte, effort (in days) or hours"
        gathering.add(wide.table.place, Problem("", "no column has the amounts", fix=fix))
    gathering.complete = False
    pass_over(wide.table, rest, gathering)
    return {}


def _has_amounts(rows: Iterable[Row], other: Other) -> bool:
    """Whether a column has figures, and nothing else."""
    read = [shown(row.others[other.position].value) for row in rows if other.position in row.others]
    return bool(other.header) and any(each and each.figure for each in read) and None not in read


def _say_no_periods(wide: Wide, gathering: Gathering) -> list[Other]:
    """Say of a table without months that it has none, unless its months are accused already.

    Returns
    -------
    list of Other
        The headers of which nothing was said.
    """
    table, others = wide.table, wide.others
    if table.rows and say_only_longer_spans(table, others, gathering):
        return [each for each in others if read_span(each.header, each.above) is None]
    is_told = len(others) < len(table.others) or any(gathering.is_uncalculated(each.place) for each in others)
    if table.rows and not is_told:
        fix = "add a column for each month, such as 2027-01, or the columns month and fte"
        gathering.add(table.place, Problem("", "no column is a month or a week", fix=fix))
    return others


# ---------------------------------------------------------------- rows


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
        figures = {Key(_UNITS[key], period): figure_of(row.cells[key]) for key in amounts[:1]}
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
            return Period(first, last_day(row.cells["end"].value))
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


# ---------------------------------------------------------------- by project


def _by_project(entries: Sequence[Entry], gathering: Gathering) -> dict[str, tuple[Fields, ...]]:
    found: dict[str, list[Fields]] = {}
    spelled: dict[str, str] = {}
    same = _Same(gathering)
    for entry in entries:
        try:
            project = name(entry.outer)
        except InputError as error:
            gathering.keep(entry.cell("project"), error)
            continue
        project = spelled.setdefault(project.casefold(), project)
        rows = found.setdefault(project, [])
        fields = _fields_of(entry)
        if fields is None:
            what = "no demand: every month is empty or zero"
            gathering.remark(entry.cell("role"), Problem("", what, entry.inner, severity="info"))
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
        role, phase = entry.inner.casefold(), entry.row.text("phase").casefold()
        of_row = (project, role, phase)
        first = self.wide.setdefault(of_row, entry)
        if first is not entry:
            self._say_other_range(first, entry)
        periods = (
            [] if AMOUNTS in {key.unit for key in entry.figures} else [str(key) for key in entry.figures]
        )
        twin = self.wide.setdefault((*of_row, *periods), entry)
        if twin is not entry:
            what = f"the same project and role as row {twin.row.place.row}: the two add up"
            self.gathering.remark(entry.cell("role"), Problem("", what, entry.inner, severity="info"))

    def _say_other_range(self, first: Entry, entry: Entry) -> None:
        """Refuse another range than that of an earlier row, as one factor moves them all."""
        for key in ("low", "high"):
            if first.row.text(key) != entry.row.text(key):
                what = f"another {key} than in row {first.row.place.row}, to which it adds"
                fix = f"write the same {key} into both, or tell them apart by a phase"
                self.gathering.add(entry.row.place_of(key), Problem("", what, entry.row.text(key), fix))
                self.gathering.complete = False  # the whole would be refused for the same reason
