"""Which sheet of a source is which, by its name, and what is said of those that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from capsim.domain.words import some
from capsim.errors import Place, Problem
from capsim.io.forms import form_of
from capsim.io.grid import Grid, Line
from capsim.io.settings import setting_called, settings_table
from capsim.io.tables import Table, header_at, table_of
from capsim.io.tree import Gathering
from capsim.io.words import REQUIRED_SHEETS, SHEETS, WORK_SHEETS, Sheet, folded, sheet_called, sheet_near

__all__ = ["tables_of"]

_NOT_OURS = ("help", "readme", "read_me")
"""Sheets that speak to people, not to us; nothing is said of them."""

_NO_COLUMNS: Mapping[str, Mapping[str, str]] = {}


def tables_of(
    grids: Iterable[Grid],
    place: Place,
    gathering: Gathering,
    called: Callable[[str], str],
    renamed: Mapping[str, Mapping[str, str]] = _NO_COLUMNS,
) -> Mapping[str, Table]:
    """Read the sheets of a folder, a workbook or a set of frames.

    Parameters
    ----------
    grids : iterable of Grid
    place : Place
        The source as a whole.
    gathering : Gathering
        Takes the problems and remarks.
    called : function
        What the source calls a sheet: ``"people.csv"`` or ``"sheet people"`` of ``"people"``.
    renamed : dict of str to dict of str to str
        By sheet, what the caller calls columns, to what the sheet calls them.

    Returns
    -------
    dict of str to Table
        By the name of the sheet.
    """
    known, unknown = _recognized(grids, gathering)
    for name in _namesakes(known):
        _say_namesake(known.pop(name), name, gathering)
    tables = {
        name: _table(SHEETS[name], grid, gathering, renamed.get(name, {})) for name, grid in known.items()
    }
    lacking = _lacking_sheets(tables)
    meant = [(grid, _meant(grid)) for grid in unknown]
    for grid, sheet in meant:
        others = [other.name for other, same in meant if same == sheet and other is not grid]
        _say_unknown(grid, others, sheet in tables, lacking, gathering)
    for words in lacking:
        if not any(sheet in words for _, sheet in meant):
            gathering.add(place, _add_one_of(words, called))
    gathering.complete &= not gathering.problems
    return tables


def _recognized(grids: Iterable[Grid], gathering: Gathering) -> tuple[dict[str, Grid], list[Grid]]:
    """Return the grids by the sheet that they are, and those that are none; a plain name goes first."""
    found: dict[str, Grid] = {}
    unknown: list[Grid] = []
    for grid in sorted(grids, key=lambda each: folded(each.name) not in SHEETS):
        sheet = sheet_called(grid.name)
        if sheet is None:
            unknown.append(grid)
        elif sheet.name in found:
            _say_twice(sheet, found[sheet.name], grid, gathering)
        else:
            found[sheet.name] = grid
    return found, [grid for grid in unknown if folded(grid.name) not in _NOT_OURS]


def _namesakes(known: Mapping[str, Grid]) -> list[str]:
    """Return the sheets that are ours by a word alone: they lack more than half of what one must have."""
    found = []
    for name, grid in known.items():
        is_needed = name in REQUIRED_SHEETS or not any(each in known for each in WORK_SHEETS if each != name)
        if folded(grid.name) != name and not is_needed and 2 * _share_of_columns(SHEETS[name], grid) < 1:
            found.append(name)
    return found


def _share_of_columns(sheet: Sheet, grid: Grid) -> float:
    """Return which part a grid has of the columns that a sheet must have; of settings any is all."""
    filled = [line for line in grid.lines if any(cell.strip() for cell in line.cells)]
    if not filled:
        return 1.0
    if sheet.name == "settings" and any(setting_called(cell) for line in filled for cell in line.cells):
        return 1.0
    at = header_at(sheet, filled)
    form = form_of(sheet, filled, at)
    found = {form.column(cell) for cell in filled[at].cells if cell.strip()}
    return len(found.intersection(form.required)) / len(form.required)


def _say_namesake(grid: Grid, name: str, gathering: Gathering) -> None:
    fix = f"to have it read as the sheet {name}, call it {name}"
    problem = Problem("", "no such sheet: passed over", grid.name, fix, "warning")
    gathering.pass_over(grid.place, problem)


def _say_twice(sheet: Sheet, first: Grid, second: Grid, gathering: Gathering) -> None:
    if folded(first.name) == sheet.name:
        what = f"passed over: the sheet {first.name!r} says the {sheet.name}"
        fix = f"to use this one, call it {sheet.name}"
        gathering.pass_over(second.place, Problem("", what, second.name, fix, "warning"))
        return
    what = f"the same as the sheet {first.name!r}"
    fix = f"keep one of them, or call the one that counts {sheet.name}"
    gathering.add(second.place, Problem("", what, second.name, fix))


def _table(sheet: Sheet, grid: Grid, gathering: Gathering, renamed: Mapping[str, str]) -> Table:
    if sheet.name == "settings":
        return settings_table(sheet, grid, gathering, renamed)
    return table_of(sheet, grid, gathering, renamed)


# ---------------------------------------------------------------- sheets that lack, and sheets too many


def _lacking_sheets(tables: Mapping[str, Table]) -> list[tuple[str, ...]]:
    """Return what a model must have and this one lacks: a sheet, or one of several."""
    lacking: list[tuple[str, ...]] = [(name,) for name in REQUIRED_SHEETS if name not in tables]
    return lacking if any(name in tables for name in WORK_SHEETS) else [*lacking, WORK_SHEETS]


def _add_one_of(words: tuple[str, ...], called: Callable[[str], str]) -> Problem:
    names = [called(word) for word in words]
    if len(words) == 1:
        header = ",".join(_needed(words[0]))
        return Problem("", f"no {names[0]}", fix=f"add one; its header is at least {header}")
    listed = f"{', '.join(names[:-1])} or {names[-1]}"
    headers = "; ".join(
        f"{name} with {','.join(_needed(word))}" for name, word in zip(names, words, strict=True)
    )
    return Problem("", f"nothing to do: no {listed}", fix=f"add one of them: {headers}")


def _needed(sheet: str) -> list[str]:
    """Return the header that a sheet needs at least."""
    needed = {"demand": ["2027-01", "2027-02"], "tasks": ["role", "effort"]}
    return [column.name for column in SHEETS[sheet].required] + needed.get(sheet, [])


def _meant(grid: Grid) -> str | None:
    """Return the sheet for which one with an unknown name is meant: by its name, else by its header."""
    sheet = sheet_near(grid.name) or _fitting(grid)
    return None if sheet is None else sheet.name


def _fitting(grid: Grid) -> Sheet | None:
    """Return the sheet whose columns a grid has: all that are required, and at least two."""
    filled = list(islice(_beginning(grid), _MOST_LINES))
    found: dict[str, int] = {}
    for sheet in SHEETS.values():
        if len(sheet.required) < 2 or not filled:
            continue
        at = header_at(sheet, filled)
        form = form_of(sheet, filled, at)
        columns = {form.column(cell) for cell in filled[at].cells if cell.strip()}
        if columns.issuperset(form.required):
            found[sheet.name] = len(columns - {None})
    return SHEETS[max(found, key=lambda name: found[name])] if found else None


_MOST_LINES = 30
_MOST_COLUMNS = 100
"""So much of a sheet that is none of ours is looked at for a header."""


def _beginning(grid: Grid) -> Iterator[Line]:
    """Yield the filled rows of a sheet, each as far as its names may stand."""
    for line in grid.lines:
        if any(cell.strip() for cell in line.cells):
            yield line._replace(cells=line.cells[:_MOST_COLUMNS])


def _say_unknown(
    grid: Grid,
    others: Sequence[str],
    is_there: bool,
    lacking: Iterable[tuple[str, ...]],
    gathering: Gathering,
) -> None:
    """Remark on a sheet that is none; where the model lacks the sheet that it seems to be, refuse it.

    Parameters
    ----------
    grid : Grid
    others : sequence of str
        The sheets that seem to be the same one.
    is_there : bool
        Whether the model has that one.
    lacking : iterable of tuple of str
        The sheets that it lacks.
    gathering : Gathering
    """
    by_name, by_header = sheet_near(grid.name), _fitting(grid)
    sheet = by_name or by_header
    if sheet is None:
        gathering.remark(grid.place, Problem("", "no such sheet: passed over", grid.name, severity="info"))
        return
    looks = f"its header looks like the sheet {sheet.name}: if it is"
    if is_there:
        fix = f"{looks}, put its rows into that sheet" if by_name is None else f"did you mean {sheet.name!r}?"
    elif others:
        them = some((repr(each) for each in others), most=3)
        fix = (
            f"like {them} it seems to be the sheet {sheet.name}: put them into one sheet called {sheet.name}"
        )
    elif by_name is not None:
        fix = f"did you mean {sheet.name!r}?"
    else:
        fix = f"{looks}, rename it to {sheet.name}"
    problem = Problem("", "no such sheet", grid.name, fix)
    if any(sheet.name in words for words in lacking):
        gathering.add(grid.place, problem)
    else:
        what = f"{problem.what}: passed over"
        gathering.pass_over(grid.place, Problem("", what, problem.got, problem.fix, "warning"))
