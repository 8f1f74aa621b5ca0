"""Tables with a column for each month or week: their periods, and their rows without totals."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from capsim.domain.demand import Period
from capsim.domain.words import plural, some
from capsim.errors import Problem, Refused
from capsim.io.capacityrows import without_capacity
from capsim.io.faryears import say_far_years
from capsim.io.periods import is_period, month_meant, read_periods, read_span
from capsim.io.tables import Other, Row, Table, column_meant, pass_over
from capsim.io.totalcolumns import without_total_columns
from capsim.io.totalrows import without_totals
from capsim.io.totals import Entry, Figure, Key, figure_text, is_total, shown, total_of
from capsim.io.tree import Gathering, Text

__all__ = ["AMOUNTS", "Wide", "by_period", "figure_of", "labelled", "own_rows", "say_only_longer_spans"]

AMOUNTS: Final = "amounts"
"""The unit of the figures of a table that has one for all of them."""


class Wide(NamedTuple):
    """A table whose columns are known.

    Attributes
    ----------
    table : Table
        Its header complete, also where that takes two rows.
    periods : dict of int to Period
        The columns that are a month or a week, by position.
    others : list of Other
        The headers that are none.
    unclear : frozenset of int
        The positions of those that are meant as one, and wrong.
    """

    table: Table
    periods: Mapping[int, Period]
    others: list[Other]
    unclear: frozenset[int]


def by_period(table: Table, gathering: Gathering) -> Wide:
    """Find the columns of a table that are a month or a week.

    Parameters
    ----------
    table : Table
    gathering : Gathering
        Takes what is wrong with the headers.

    Returns
    -------
    Wide
        Without periods if the table is not wide.
    """
    table = _with_second_header(table)
    read = read_periods([(other.header, other.above) for other in table.others])
    periods: dict[int, Period] = {}
    rest: list[Other] = []
    refused: list[tuple[Other, Refused]] = []
    for other, found in zip(table.others, read, strict=True):
        if isinstance(found, Period):
            periods[other.position] = found
        elif found is None:
            rest.append(other)
        else:
            refused.append((other, found))
    _say_refused(refused, gathering)
    far = say_far_years(periods, table.others, gathering)
    if not refused and not far:
        _say_gaps(periods, table, gathering)
    return Wide(table, periods, rest, frozenset(other.position for other, _ in refused))


def _say_gaps(periods: Mapping[int, Period], table: Table, gathering: Gathering) -> None:
    """Say which months between the first and the last have no column."""
    months = {12 * each.start.year + each.start.month - 1 for each in periods.values() if each.is_month}
    lacking = sorted(set(range(min(months, default=0), max(months, default=0))) - months)
    if lacking and len(months) == len(periods):
        listed = some(f"{month // 12}-{month % 12 + 1:02}" for month in lacking)
        what = f"no column for {listed}, between the first month and the last: nothing is planned there"
        gathering.remark(table.place, Problem("", what, severity="info"))


def _say_refused(refused: Sequence[tuple[Other, Refused]], gathering: Gathering) -> None:
    """Say what is wrong with headers; of those without a year once for all of them."""
    yearless = [other for other, found in refused if found.found[0].what == "without a year"]
    for other, found in refused:
        if len(yearless) < 2 or other not in yearless:
            gathering.keep(other.place, found)
        elif other is yearless[0]:
            (problem,) = found.found
            what = f"{problem.what}, here and in {plural(len(yearless) - 1, 'more column')}"
            gathering.add(other.place, replace(problem, what=what))


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


def own_rows(
    wide: Wide, keys: tuple[str, str], of_long: Collection[str], gathering: Gathering
) -> list[Entry]:
    """Return the rows of a wide table that are no totals.

    Parameters
    ----------
    wide : Wide
    keys : (str, str)
        The columns of the two names of a row.
    of_long : collection of str
        The columns that only a long table uses.
    gathering : Gathering
        Takes the problems, and is told what was left out or passed over.

    Returns
    -------
    list of Entry
        With both names, and with the figures of the cells that are filled.
    """
    table, periods = wide.table, wide.periods
    entries = without_capacity(_entries(table.rows, periods, keys), gathering)
    lost = _lost_figures(wide, entries)
    rest = without_total_columns(
        entries, wide.others, periods, wide.unclear | lost.keys(), table.rounding, gathering
    )
    others = _without_longer_spans(table.rows, rest.others, gathering)
    others = _without_lost_figures(lost, others, rest.counted, gathering)
    _say_no_columns_of_a_long_table(table, of_long, gathering)
    unused = tuple(each for each in table.unused if each.key not in of_long)
    pass_over(replace(table, unused=unused), others, gathering)
    headers = {Key(AMOUNTS, period): header for period, header in _headers(table, periods)}
    return without_totals([labelled(entry, others) for entry in entries], table, headers, gathering)


def _headers(table: Table, periods: Mapping[int, Period]) -> Iterator[tuple[Period, str]]:
    for other in table.others:
        if other.position in periods:
            period = periods[other.position]
            yield period, str(period) if other.header.startswith(str(period)) else other.header


def _entries(rows: Iterable[Row], periods: Mapping[int, Period], keys: tuple[str, str]) -> list[Entry]:
    return [
        Entry(
            row,
            row.text(keys[0]),
            row.text(keys[1]),
            {
                Key(AMOUNTS, period): figure_of(row.others[position])
                for position, period in periods.items()
                if position in row.others
            },
            keys,
        )
        for row in rows
    ]


def figure_of(text: Text) -> Figure:
    """Return a cell with what it shows."""
    return Figure(text, shown(text.value))


def labelled(entry: Entry, others: Sequence[Other]) -> Entry:
    """Return a row with the word of a total that stands in another cell than its names."""
    if entry.outer and entry.inner:
        return entry
    words = (entry.row.others[other.position].value for other in others if other.position in entry.row.others)
    label = next((word for word in (entry.row.text("phase"), *words) if is_total(word)), "")
    return replace(entry, label=label)


# ---------------------------------------------------------------- columns that are no month


def say_only_longer_spans(table: Table, others: Sequence[Other], gathering: Gathering) -> bool:
    """Say of a table without months that it has quarters or years in their place; whether it has."""
    spans = [other for other in others if read_span(other.header, other.above)]
    if len(others) < len(table.others) or not spans:
        return False
    fix = "write a column for each month, such as 2027-01"
    gathering.add(spans[0].place, Problem("", "a longer span than a month", spans[0].header, fix))
    return True


def _without_longer_spans(rows: Iterable[Row], others: Sequence[Other], gathering: Gathering) -> list[Other]:
    """Return the columns that are no quarter or year; figures in one that stands beside months would lack."""
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


def _lost_figures(wide: Wide, entries: Sequence[Entry]) -> dict[int, float]:
    """Return the sums of the columns that may be months whose header is no month, by position."""
    found: dict[int, float] = {}
    first = min(wide.periods)
    own = [entry.row for entry in entries if not any(map(is_total, (entry.outer, entry.inner)))]
    for other in wide.others:
        cells = [row.others[other.position].value for row in own if other.position in row.others]
        figures = [figure for each in cells if (figure := shown(each)) is not None]
        lost = math.fsum(figure.figure for figure in figures)
        is_beside = month_meant(other.header) is not None or other.position > first
        is_known = not other.header or column_meant(other.header, wide.table.unused) is not None
        is_sum = is_total(other.header) or any((total_of(other.header), read_span(other.header, other.above)))
        if is_beside and not is_known and not is_sum and len(figures) == len(cells) and lost:
            found[other.position] = lost
    return found


def _without_lost_figures(
    lost: Mapping[int, float], others: Sequence[Other], counted: Collection[int], gathering: Gathering
) -> list[Other]:
    """Return the columns but those that may be months, whose figures are lost: a warning says how many.

    Where totals count them, that they are months is no guess, and an error.
    """
    rest: list[Other] = []
    for other in others:
        if other.position not in lost:
            rest.append(other)
            continue
        figures, meant = figure_text(lost[other.position]), month_meant(other.header)
        fix = "write the month as 2027-03 if it is one" if meant is None else f"did you mean {meant}?"
        if other.position in counted:
            what = f"no month, and the totals count it: its figures add up to {figures}"
            gathering.add(other.place, Problem("", what, other.header, fix))
        else:
            what = f"no month: its figures add up to {figures} and are not counted"
            gathering.pass_over(other.place, Problem("", what, other.header, fix, "warning"))
    return rest


def _say_no_columns_of_a_long_table(table: Table, keys: Iterable[str], gathering: Gathering) -> None:
    """Say of the columns of a long table that a wide one does not use them."""
    for key in keys:
        row = next((row for row in table.rows if key in row.cells), None)
        if row is not None:
            what = "passed over: each month or week has a column of its own"
            problem = Problem("", what, row.words.get(key, key), severity="warning")
            gathering.pass_over(table.place.at(row.words.get(key, key)), problem)
