"""Frames in: each one a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from capsim.domain.demand import Period
from capsim.errors import InputError, Place, Problem
from capsim.io.grammar import figure
from capsim.io.grid import Grid, Line
from capsim.io.tree import Gathering

__all__ = ["frame_grids"]

_HEADER_ROW = 0


def frame_grids(frames: Mapping[str, pd.DataFrame], gathering: Gathering) -> list[Grid]:
    """Return frames as grids: their columns, before them the levels of an index that have names.

    Parameters
    ----------
    frames : dict of str to DataFrame
        By the name of the sheet. They are not changed.
    gathering : Gathering
        Takes the problems: columns of several levels, and values that are no text, number or date.

    Returns
    -------
    list of Grid
        A row is known by its label where the labels are whole numbers, else by its position from 0.

    Raises
    ------
    InputError
        If a name is no text, or what it names no frame.
    """
    _refuse_what_is_no_frame(frames)
    return [_grid(name, frame, gathering) for name, frame in frames.items()]


def _refuse_what_is_no_frame(frames: Mapping[str, pd.DataFrame]) -> None:
    problems = [
        Problem(
            f"frame {name}", f"a {type(frame).__name__} where a DataFrame belongs", fix="give a DataFrame"
        )
        for name, frame in frames.items()
        if not isinstance(frame, pd.DataFrame)
    ]
    problems += [
        Problem("read, source", "a sheet without a name", name, 'write {"people": people, "demand": demand}')
        for name in frames
        if not isinstance(name, str)
    ]
    if problems:
        raise InputError(problems)


def _grid(name: str, frame: pd.DataFrame, gathering: Gathering) -> Grid:
    place = Place(f"frame {name}")
    if isinstance(frame.columns, pd.MultiIndex):
        fix = "give its columns one level, such as frame.columns = frame.columns.map(' '.join)"
        gathering.add(place, Problem("", f"columns of {frame.columns.nlevels} levels", fix=fix))
        return Grid(name, place, (), lettered=False, typed=True)
    levels = [level for level, word in enumerate(frame.index.names) if word is not None]
    words = [*(frame.index.names[level] for level in levels), *frame.columns]
    header = tuple(map(_header, words))
    cells = [
        *(_column(frame.index.get_level_values(level)) for level in levels),
        *(_column(frame.iloc[:, position]) for position in range(frame.shape[1])),
    ]
    numbers = _numbers(frame.index)
    _suspect(place, header, cells, numbers, gathering)
    rows = zip(*([text for text, _ in column] for column in cells), strict=True) if cells else ()
    lines = (Line(number, texts) for number, texts in zip(numbers, rows, strict=False))
    return Grid(name, place, (Line(_HEADER_ROW, header), *lines), lettered=False, typed=True)


def _numbers(index: pd.Index[Any]) -> list[int]:
    """Return the labels of the rows where they are whole numbers, else their positions."""
    if not isinstance(index, pd.MultiIndex) and pd.api.types.is_integer_dtype(index.dtype):
        return [int(label) for label in index]
    return list(range(len(index)))


def _suspect(
    place: Place,
    header: Sequence[str],
    cells: Sequence[Sequence[tuple[str, Problem | None]]],
    numbers: Sequence[int],
    gathering: Gathering,
) -> None:
    """Note the cells that hold something that no sheet can say."""
    for word, column in zip(header, cells, strict=True):
        for number, (_, problem) in zip(numbers, column, strict=True):
            if problem is not None:
                gathering.suspect(place._replace(row=number, column=" ".join(word.split())), problem)


# ---------------------------------------------------------------- cells


def _column(values: Iterable[Any]) -> list[tuple[str, Problem | None]]:
    """Return the texts of a column, each with what is wrong with it."""
    return [_cell(value) for value in values]


def _cell(value: Any) -> tuple[str, Problem | None]:
    text = _text(value)
    if text is not None:
        return text, None
    what = f"a {type(value).__name__} where a text, a number or a date belongs"
    return "?", Problem("", what, value, "write one value into each cell")


def _header(word: Any) -> str:
    """Return the header that a column's label means."""
    text = _text(word)
    return str(word) if text is None else text


def _text(value: Any) -> str | None:
    """Return a value as the text that means it; ``""`` for nothing, None for what no cell can say."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    for kind, write in _KINDS:
        if isinstance(value, kind):
            return write(value)
    return None


def _number(value: Any) -> str:
    """Return a number as a text that reads back exactly."""
    number = float(value)
    if np.isnan(number):
        return ""
    return figure(number) if np.isfinite(number) else str(number)


def _period(value: pd.Period) -> str:
    """Return a month as ``2027-01``, a week as ``2027-W03``, a day as itself."""
    start, end = value.start_time.date(), value.end_time.date()
    return start.isoformat() if start == end else str(Period(start, end))


def _moment(value: datetime) -> str:
    """Return a date without the time of day where that is midnight."""
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ")


def _datetime64(value: np.datetime64) -> str:
    return "" if np.isnat(value) else _moment(pd.Timestamp(value).to_pydatetime())


_KINDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    ((bool, np.bool_), lambda value: "TRUE" if value else "FALSE"),
    (Integral, str),
    ((Real, Decimal), _number),
    (datetime, _moment),
    (date, date.isoformat),
    (pd.Period, _period),
    (np.datetime64, _datetime64),
)
"""What can be written, and how; the first that fits counts."""
