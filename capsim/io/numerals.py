"""Numbers such as 1.200: more than a thousand to one reader, little more than 1 to another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from capsim.errors import Problem

__all__ = ["two_ways"]

At = TypeVar("At")

_EITHER: Final = re.compile(r"[+-]?(?P<whole>[1-9]\d{0,2})(?P<mark>[.,])(?P<part>\d{3})")
"""Thousands, or three digits behind the decimal mark."""
_COMMA: Final = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+\s*%?")
_POINT: Final = re.compile(r"[+-]?(\d*|\d{1,3}(,\d{3})+)\.\d+\s*%?")


def two_ways(cells: Mapping[At, str], decimal_comma: bool, is_settled: bool) -> dict[At, Problem]:
    """Return what is wrong with those numbers of a table that can be read two ways.

    A mark is a decimal one where another number has it so beyond doubt, such as 0.125 or 2,5.

    Parameters
    ----------
    cells : dict of place to str
        All the numbers of the table, and whatever else stands among them.
    decimal_comma : bool
        Whether ``1,5`` is a number there.
    is_settled : bool
        Whether a point is a decimal one there where no number tells otherwise.

    Returns
    -------
    dict of place to Problem

    Examples
    --------
    >>> two_ways({"A1": "1.200", "A2": "0,5"}, decimal_comma=True, is_settled=False)["A1"].fix
    'write 1200 or 1,2'
    >>> two_ways({"A1": "1.200", "A2": "0.5"}, decimal_comma=True, is_settled=False)
    {}
    """
    doubtful = {at: found for at, cell in cells.items() if (found := _EITHER.fullmatch(cell))}
    if not doubtful:
        return {}
    sure = [cell for at, cell in cells.items() if at not in doubtful]
    comma, point = any(map(_COMMA.fullmatch, sure)), any(map(_POINT.fullmatch, sure))
    wrong = {".": comma or not (point or is_settled), ",": point and decimal_comma}
    return {
        at: _problem(found, "," if decimal_comma else ".")
        for at, found in doubtful.items()
        if wrong[found["mark"]]
    }


def _problem(found: re.Match[str], mark: str) -> Problem:
    sign = found[0].removesuffix(f"{found['whole']}{found['mark']}{found['part']}")
    small = f"{found['whole']}{mark}{found['part']}".rstrip("0").rstrip(mark)
    fix = f"write {sign}{found['whole']}{found['part']} or {sign}{small}"
    return Problem("", "a number that can be read two ways", found[0], fix)
