"""Columns of differences between futures that are the same but for one thing."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from capsim.report import cells
from capsim.report.shape import Cell, Column, Tone

__all__ = ["between", "reading_column"]

_TONES: Final[dict[str, Tone]] = {"better": "green", "worse": "red", "mixed": "amber"}


def reading_column() -> cells.Written:
    """Return the column that says better, worse, mixed, tie or same."""
    column = cells.text("Reading", "reading")
    return cells.toned(column, lambda row: _TONES.get(row["reading"], ""))


def between(head: str, name: str, low: str, high: str, digits: int, factor: float = 1) -> cells.Written:
    """Return a column of differences with their intervals.

    Parameters
    ----------
    head : str
    name, low, high : str
        Columns of the answer.
    digits : int
    factor : float
        On all three: 100 for points.
    """

    def written(row: dict[str, Any]) -> Cell:
        if pd.isna(row[name]):
            return Cell("", float("inf"))
        one, least, most = (factor * float(row[each]) for each in (name, low, high))
        text = f"{_signed(one, digits)} ({_signed(least, digits)} to {_signed(most, digits)})"
        return Cell(text, one)

    return Column(head, is_number=True), written


def _signed(number: float, digits: int) -> str:
    return "0" if round(number, digits) == 0 else f"{number:+,.{digits}f}".replace("-", "\u2212")
