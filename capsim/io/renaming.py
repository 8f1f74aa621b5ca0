"""What the caller calls columns: ``{"Resource": "person"}``, for all sheets or sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from capsim.errors import Problem
from capsim.io.grid import Grid
from capsim.io.tables import header_at
from capsim.io.tree import Gathering
from capsim.io.words import Sheet, folded, sheet_called, suggestion

__all__ = ["Columns", "renaming_of"]

Columns = Mapping[str, str | Mapping[str, str]]
"""Headers of the caller to names of columns, or the same by sheet."""

Renaming = dict[str, dict[str, str]]

_WHERE = "read, columns"
_HEADER_WITHIN = 30


def renaming_of(columns: Columns | None, grids: Sequence[Grid], gathering: Gathering) -> Renaming:
    """Return by sheet what the caller calls its columns.

    Parameters
    ----------
    columns : dict of str to str, or dict of str to dict of str to str, optional
    grids : sequence of Grid
        The sheets that there are.
    gathering : Gathering
        Takes the problems: a sheet or a header that is not there, a column that there cannot be.

    Returns
    -------
    dict of str to dict of str to str
    """
    found: Renaming = {}
    if columns is None:
        return found
    if not isinstance(columns, Mapping):
        what = f"a {type(columns).__name__} instead of a mapping"
        gathering.problems.append(Problem(_WHERE, what, fix='write {"Resource": "person"}'))
        return found
    sheets = [(sheet, grid) for grid in grids if (sheet := sheet_called(grid.name)) is not None]
    for word, meant in columns.items():
        if isinstance(meant, Mapping):
            _rename_in_one(word, meant, sheets, found, gathering)
        else:
            _rename(word, meant, sheets, found, _WHERE, gathering)
    return found


def _rename_in_one(
    word: str,
    columns: Mapping[str, str],
    sheets: Sequence[tuple[Sheet, Grid]],
    found: Renaming,
    gathering: Gathering,
) -> None:
    """Take in what one sheet's columns are called."""
    meant = sheet_called(word) if isinstance(word, str) else None
    own = [(sheet, grid) for sheet, grid in sheets if sheet is meant]
    if not own:
        fix = suggestion(str(word), [grid.name for _, grid in sheets])
        gathering.problems.append(Problem(_WHERE, "no such sheet", word, fix))
        return
    for header, column in columns.items():
        _rename(header, column, own, found, f"{_WHERE} of {word}", gathering)


def _rename(
    header: str,
    column: str,
    sheets: Sequence[tuple[Sheet, Grid]],
    found: Renaming,
    where: str,
    gathering: Gathering,
) -> None:
    """Take in what one column is called, in the sheets that have it."""
    wanted = folded(column) if isinstance(column, str) else ""
    able = [(sheet, grid) for sheet, grid in sheets if any(each.name == wanted for each in sheet.columns)]
    if not able:
        names = dict.fromkeys(each.name for sheet, _ in sheets for each in sheet.columns)
        gathering.problems.append(Problem(where, "no such column", column, suggestion(str(column), names)))
        return
    having = [(sheet, grid) for sheet, grid in able if _has(grid, str(header))]
    if not having:
        headers = dict.fromkeys(word for sheet, grid in able for word in _headers(sheet, grid))
        what = f"no header of that name in {', '.join(grid.name for _, grid in able)}"
        fix = _near_header(str(header), headers)
        gathering.problems.append(Problem(where, what, header, fix))
    for sheet, _ in having:
        found.setdefault(sheet.name, {})[str(header)] = wanted


def _near_header(header: str, headers: Iterable[str]) -> str:
    spelled = {folded(word): word for word in headers}
    hint = suggestion(header, spelled)
    for plain, word in spelled.items():
        hint = hint.replace(repr(plain), repr(word))
    return hint


def _filled(grid: Grid) -> list[tuple[str, ...]]:
    return [line.cells for line in grid.lines if any(cell.strip() for cell in line.cells)][:_HEADER_WITHIN]


def _has(grid: Grid, header: str) -> bool:
    return any(folded(cell) == folded(header) for cells in _filled(grid) for cell in cells)


def _headers(sheet: Sheet, grid: Grid) -> Iterator[str]:
    """Yield the words of what looks like the header."""
    filled = [line for line in grid.lines if any(cell.strip() for cell in line.cells)]
    if filled:
        cells = filled[header_at(sheet, filled)].cells
        yield from (" ".join(cell.split()) for cell in cells if cell.strip())
