"""How far amounts drawn by polynomials can be from the readable ones.

A place on the grid of normal scores is known up to `PLACE_ERROR`, and no cubic rises faster than three times
its cell, so what matters is how much a table rises within a cell. Where a law has a long tail that grows
with the amount itself; so a margin has a fixed part and one for each day of the amount.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.tables import PER_UNIT, REACH
from capsim.engines.compiled.curves import Curves, Tables

__all__ = ["PLACE_ERROR", "make_margins"]

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

PLACE_ERROR: Final = 2.0**-41
"""How far a place on the grid may be from the readable one: twice the largest distance that was found."""
_ROUNDING: Final = 2.0**-45
"""How far rounding may move an amount, relative to what is added up in it; far more than it does."""
_TAIL: Final = REACH + 5 * PER_UNIT // 4
"""The cell from which on, at 1.25 standard deviations, a table may rise with its value."""


class _Extent(NamedTuple):
    """What is known of the values of curves, one or many."""

    depth: F64
    """Minus the least."""
    top: F64
    """The largest, whatever its sign."""
    steep: F64
    """No cell rises more than this and ``growth`` times its value."""
    growth: F64


def make_margins(
    tables: Tables, curves: Curves, days: F64, factors: Iterable[tuple[int, I64]]
) -> tuple[F64, F64]:
    """Return how many ticks may lie between amounts and the readable ones, with room to spare.

    Parameters
    ----------
    tables : Tables
    curves : Curves
    days : ndarray of float64, (amounts,)
        Where an amount is fixed, else 0.
    factors : iterable of (int, ndarray of int64)
        Which amount a factor is, and which it moves, in the order of multiplication.

    Returns
    -------
    (ndarray of float64, ndarray of float64)
        The fixed part, and that for each day of an amount: (amounts,).
    """
    extent = _extent(tables, curves)
    loc = np.abs(curves.loc)
    most, least, fixed, share = np.abs(days), days.copy(), np.zeros(len(days)), np.zeros(len(days))
    most[curves.amount] = loc + curves.scale * extent.top
    least[curves.amount] = curves.loc - curves.scale * extent.depth
    rise = curves.scale * extent.steep + loc * extent.growth
    fixed[curves.amount] = 3 * PLACE_ERROR * rise + _ROUNDING * (2 * loc + rise)
    share[curves.amount] = 3 * PLACE_ERROR * extent.growth + _ROUNDING * (1 + extent.growth)
    for factor, moved in factors:
        own, by_day = fixed[factor], share[factor]
        if least[factor] > 0:  # then it is wrong by a share of itself
            own, by_day = 0.0, by_day + own / least[factor]
        fixed[moved] = fixed[moved] * most[factor] + own * most[moved]
        share[moved] += by_day + _ROUNDING
        most[moved] *= most[factor]
    return 2 * TICKS_PER_DAY * fixed, 2 * TICKS_PER_DAY * share


def _extent(tables: Tables, curves: Curves) -> _Extent:
    """Return the extents of the drawn laws."""
    rows = np.array(_of_rows(tables.nodes))
    atoms = np.flatnonzero(~np.isnan(tables.value))
    flat, none = tables.value[atoms], np.zeros(len(atoms))
    parts = np.zeros((len(rows), len(tables.value)))
    smooth = np.isnan(tables.value)
    parts[:, smooth] = rows[:, tables.row[smooth]]
    parts[:, atoms] = -flat, np.abs(flat), none, none
    whole = np.maximum.reduceat(parts, list(tables.first.values()), axis=1) if tables.first else parts
    number = np.searchsorted(list(tables.first.values()), curves.first_part)
    return _Extent(*np.concatenate([rows[:, tables.smooth], whole[:, number]], axis=1))


def _of_rows(nodes: F64) -> _Extent:
    rise = np.diff(nodes, axis=1)
    steep = rise[:, :_TAIL].max(axis=1)
    value, more = nodes[:, _TAIL:-1], np.maximum(rise[:, _TAIL:] - steep[:, np.newaxis], 0.0)
    growth = (more / np.where(value > 0, value, 1.0)).max(axis=1)
    short = value[:, 0] <= 0
    return _Extent(
        depth=-nodes[:, 0],
        top=np.abs(nodes[:, [0, -1]]).max(axis=1),
        steep=np.where(short, rise.max(axis=1), steep),
        growth=np.where(short, 0.0, growth),
    )
