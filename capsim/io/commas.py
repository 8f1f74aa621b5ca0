"""Numbers that are texts with a decimal comma: told once for a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from capsim.domain.words import plural, some
from capsim.errors import Place, Problem

__all__ = ["by_sheet"]

_COMMA: Final = re.compile(r"[+-]?\d+,(?!\d{3}$)\d+")
"""Three digits behind it may as well be thousands."""
_IN_A_WORKBOOK: Final = (
    "make numbers of them: select a column of them in the spreadsheet, then Data, Text to Columns, Finish"
)


def by_sheet(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with one in the place of those of a sheet whose numbers have a decimal comma.

    Parameters
    ----------
    problems : iterable of Problem

    Returns
    -------
    list of Problem
        In their order, that one where the first of them was.

    Examples
    --------
    >>> from capsim.errors import Place
    >>> cells = [Place("a.xlsx", "demand", 4, column=each, cell=f"{each}4") for each in "CDE"]
    >>> wrong = Problem("", "not a number", "0,5", "write 0.5, with a point")
    >>> [problem.what for problem in by_sheet(wrong.in_cell(cell) for cell in cells)]
    ["3 numbers are texts with a decimal comma, in 3 columns: C4 '0,5', D4 '0,5', E4 '0,5'"]
    """
    given = list(problems)
    sheets: dict[tuple[str, str | None], list[int]] = {}
    for index, problem in enumerate(given):
        if problem.place is not None and _has_comma(problem):
            sheets.setdefault((problem.place.file, problem.place.sheet), []).append(index)
    several = [indices for indices in sheets.values() if len(indices) > 1]
    told = {indices[0]: _said([given[index] for index in indices]) for indices in several}
    inside = {index for indices in several for index in indices[1:]}
    return [told.get(index, problem) for index, problem in enumerate(given) if index not in inside]


def _has_comma(problem: Problem) -> bool:
    return (
        problem.what.startswith("not a number")
        and isinstance(problem.got, str)
        and _COMMA.fullmatch(problem.got.strip()) is not None
    )


def _line(place: Place) -> str:
    """Return a place in a sheet or file whose cells have no names."""
    inner = str(place._replace(file="", sheet=None))
    return inner.removeprefix(", ")


def _said(problems: Sequence[Problem]) -> Problem:
    """Return one problem for all of them."""
    places = [problem.place for problem in problems if problem.place is not None]
    columns = dict.fromkeys(place.column or place.path for place in places)
    cells = (
        f"{place.cell or _line(place)} {problem.value}"
        for place, problem in zip(places, problems, strict=True)
    )
    in_columns = f"in {plural(len(columns), 'column')}"
    what = f"{len(problems):,} numbers are texts with a decimal comma, {in_columns}: {some(cells, most=4)}"
    fix = _IN_A_WORKBOOK if places[0].cell else "write them with a point, such as 0.5"
    sheet = places[0]._replace(row=None, line=None, path="", column=None, cell=None)
    return Problem("", what, fix=fix).in_cell(sheet)
