"""Frames out: each sheet of a portfolio as a frame, its columns of one type where they can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.io.document import document_of
from capsim.io.flat import Cell, sheets_of

__all__ = ["to_frames"]


def to_frames(portfolio: Portfolio) -> dict[str, pd.DataFrame]:
    """Return a portfolio as frames, by the names of its sheets; reading them gives an equal portfolio.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    dict of str to DataFrame
        Columns of whole numbers are integers (``Int64`` where some are empty), of other numbers floats, of
        dates ``datetime64[s]``, of texts ``string``; columns that mix them hold objects. Sheets and columns
        with nothing to say are left out.

    Raises
    ------
    Refused
        If it holds what no sheet can say, such as a rule that is a function of yours.

    Examples
    --------
    >>> from capsim.domain.person import Person
    >>> frames = to_frames(Portfolio("Agency", "2027-01-04", [Person("Ada", "qa", availability=0.8)]))
    >>> frames["people"].to_dict("records")
    [{'person': 'Ada', 'role': 'qa', 'fte': 0.8}]
    """
    return {
        name: pd.DataFrame(
            {word: _typed([cells[column] for cells in rows]) for column, word in enumerate(header)}
        )
        for name, (header, rows) in sheets_of(document_of(portfolio)).items()
    }


def _typed(cells: Sequence[Cell]) -> Any:
    """Return a column in the narrowest type that holds it."""
    filled = [cell for cell in cells if cell != ""]
    values: list[Any] = [None if cell == "" else cell for cell in cells]
    if all(isinstance(cell, str) for cell in filled):
        return pd.array(values, dtype="string")
    if all(isinstance(cell, date) for cell in filled):
        return np.array(values, dtype="datetime64[D]").astype("datetime64[s]")
    if all(isinstance(cell, int) for cell in filled):
        return pd.array(values, dtype="int64" if len(filled) == len(cells) else "Int64")
    if all(isinstance(cell, int | float) for cell in filled):
        return np.array(values, dtype=float)
    return np.array(values, dtype=object)
