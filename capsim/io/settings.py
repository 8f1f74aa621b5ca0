"""The sheet settings: down (setting, value) or across (the settings in the header, one row of values)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from capsim.errors import Place, Problem
from capsim.io.grid import Grid, Line, cell_name
from capsim.io.tables import Row, Table, table_of
from capsim.io.tree import Gathering, Text, Words
from capsim.io.words import DEFAULTS, KEYS, Sheet, folded

__all__ = ["MONEY", "OTHER_WORDS", "SETTINGS", "setting_called", "settings_table"]

MONEY = tuple(key for key in KEYS["money"] if key != "exchange_rates")
"""The terms of the money that are single values; each exchange rate is a setting of its own."""

SETTINGS = (
    "name",
    "start",
    "country",
    "region",
    "calendar",
    "hours_per_day",
    "run_the_business",
    "demand_unit",
    "ranges",
    "horizon",
    "status_date",
    "currency",
    "low_high",
    *MONEY,
    *KEYS["policy"],
    *DEFAULTS,
)
"""What the sheet settings can say, besides ``ranges skill …``, ``ranges tag …`` and ``exchange rate …``."""

OTHER_WORDS: Mapping[str, str] = {
    "start_date": "start",
    "from": "start",
    "portfolio": "name",
    "sick_days": "sick_days_per_year",
    "attrition": "leavers_per_year",
    "attrition_per_year": "leavers_per_year",
    "turnover": "leavers_per_year",
    "time_to_hire": "days_to_hire",
    "portfolio_name": "name",
    "land": "country",
    "holidays": "country",
    "public_holidays": "country",
    "state": "region",
    "hours_a_day": "hours_per_day",
    "working_hours_per_day": "hours_per_day",
    "business_as_usual": "run_the_business",
    "bau": "run_the_business",
    "rtb": "run_the_business",
    "unit": "demand_unit",
    "as_of": "status_date",
    "end": "horizon",
    "beginn": "start",
    "anfang": "start",
    "bundesland": "region",
    "tagesgeschäft": "run_the_business",
    "grundlast": "run_the_business",
    "bandbreite": "ranges",
    "bandbreiten": "ranges",
    "währung": "currency",
    "stichtag": "status_date",
    "einheit": "demand_unit",
    "stunden_pro_tag": "hours_per_day",
    "interest_rate": "discount_rate",
    "wacc": "discount_rate",
    "zinssatz": "discount_rate",
    "kalkulationszins": "discount_rate",
    "overtime": "overtime_premium",
    "überstundenzuschlag": "overtime_premium",
    "aufschlag_externe": "contractor_premium",
    "portfolio_budget": "budget",
    "gesamtbudget": "budget",
}
"""What else people call a setting, folded."""


def setting_called(word: str) -> str | None:
    """Return the setting that a word means, or None.

    Examples
    --------
    >>> setting_called("Start date"), setting_called("colour")
    ('start', None)
    """
    key = folded(word)
    key = OTHER_WORDS.get(key, key)
    return key if key in SETTINGS else None


def settings_table(sheet: Sheet, grid: Grid, gathering: Gathering, renamed: Mapping[str, str]) -> Table:
    """Return the settings one by one, however they are laid out.

    Parameters
    ----------
    sheet : Sheet
    grid : Grid
    gathering : Gathering
        Takes the problems and remarks.
    renamed : dict of str to str
        What the caller calls columns.

    Returns
    -------
    Table
        With a row per setting.
    """
    filled = [line for line in grid.lines if any(cell.strip() for cell in line.cells)]
    if not filled or any(_has_header(sheet, line) for line in filled):
        return table_of(sheet, grid, gathering, renamed)
    at = max(range(len(filled)), key=lambda index: _known(filled[index]))
    down = sum(_first(line) is not None for line in filled)
    if at + 1 < len(filled) and _runs_across(filled[at], down):
        return Table(sheet, grid.place, _across(grid, filled[at], filled[at + 1 :], gathering))
    if down:
        return Table(sheet, grid.place, _down(grid, filled))
    return table_of(sheet, grid, gathering, renamed)


def _runs_across(header: Line, down: int) -> bool:
    """Whether a row is a header of settings, seeing how many rows begin with one; a header has no figures."""
    known = _known(header)
    has_figures = any(letter.isdigit() for cell in header.cells for letter in cell)
    return known > down or (known == down > 0 and not has_figures)


def _has_header(sheet: Sheet, line: Line) -> bool:
    return {sheet.column(cell) for cell in line.cells if cell.strip()}.issuperset(sheet.required)


def _known(line: Line) -> int:
    """Return how many settings a row names."""
    return sum(setting_called(cell) is not None for cell in line.cells)


def _filled(line: Line) -> list[int]:
    return [position for position, cell in enumerate(line.cells) if cell.strip()]


def _first(line: Line) -> str | None:
    """Return the setting that a row begins with, if a value follows."""
    filled = _filled(line)
    return setting_called(line.cells[filled[0]]) if len(filled) > 1 else None


def _text(grid: Grid, line: Line, position: int, column: str) -> Text:
    cell = cell_name(position, line.number) if grid.lettered else None
    place = Place(grid.place.file, grid.place.sheet, line.number, column=column, cell=cell)
    return Text(grid.day_first(grid.with_a_point(line.cells[position].strip())), place)


def _row(setting: Text, value: Text | None) -> Row:
    cells = {"setting": setting} | ({} if value is None else {"value": value})
    return Row(cells, setting.place._replace(column=None, cell=None), Words())


def _across(grid: Grid, header: Line, below: Sequence[Line], gathering: Gathering) -> tuple[Row, ...]:
    """Return the settings of a header with one row of values below it."""
    for line in below[1:]:
        place = grid.place._replace(row=line.number)
        gathering.add(place, Problem("", "a second row of values", fix="keep one row below the settings"))
    values = below[0]
    return tuple(
        _row(
            _text(grid, header, position, header.cells[position].strip()),
            _text(grid, values, position, header.cells[position].strip())
            if position < len(values.cells) and values.cells[position].strip()
            else None,
        )
        for position in _filled(header)
    )


def _down(grid: Grid, filled: Sequence[Line]) -> tuple[Row, ...]:
    """Return the settings of rows without a header: a setting, and its value to the right."""
    return tuple(
        _row(_text(grid, line, found[0], "setting"), _text(grid, line, found[1], "value"))
        for line in filled
        if len(found := _filled(line)) > 1
    )
