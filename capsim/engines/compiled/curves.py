"""The curves of laws: from a uniform to its normal score, and from there to an amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from capsim.domain.tables import PER_UNIT, REACH
from capsim.plan.draws import Draws
from capsim.plan.laws import Laws

__all__ = [
    "DEEPEST",
    "FRACTION",
    "SHIFT",
    "SMALLEST",
    "STRIDE",
    "TERMS",
    "UNIT",
    "Curves",
    "Places",
    "Tables",
    "make_curves",
    "make_order",
    "make_places",
    "make_tables",
    "score_polynomials",
]

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

_OCTAVES: Final = 42
_PIECE_BITS: Final = 6
_PIECES: Final = 1 << _PIECE_BITS
TERMS: Final = 6
SMALLEST: Final = 2.0**-_OCTAVES
"""The smallest distance from 0 or 1 for which there is a polynomial."""
SHIFT: Final = 52 - _PIECE_BITS
"""The bits of a float from this place on are the number of its polynomial, counted from `DEEPEST`."""
DEEPEST: Final = (1023 - _OCTAVES) << _PIECE_BITS
FRACTION: Final = (1 << SHIFT) - 1
"""The bits that say where inside its piece a number lies."""
UNIT: Final = 2.0**-SHIFT
_CELLS: Final = 2 * REACH
STRIDE: Final = 4
"""Coefficients of a cell."""
_NONE: Final = np.empty(0, np.int64)


class Places(NamedTuple):
    """Where everything stands: laws among the uniforms, estimates and factors among the amounts."""

    own: I64
    """Of the drawn laws of estimates."""
    shared: I64
    """Of the drawn laws of factors."""
    estimates: I64
    factors: I64

    @property
    def laws(self) -> int:
        """How many laws are drawn."""
        return len(self.own) + len(self.shared)


class Tables(NamedTuple):
    """The tables of all laws one above the other, and the parts of those that have several."""

    nodes: F64
    slopes: F64
    begin: F64
    end: F64
    value: F64
    row: I64
    first: dict[int, int]
    """By the identity of a table with several parts: the first of them."""
    smooth: I64
    """(smooth laws,) the row of each."""


class Curves(NamedTuple):
    """The laws that are drawn: first those of one smooth part, then the others."""

    middle: int  # the place of the median on the grid of normal scores
    score: F64  # (pieces * terms,) distance of a normal score from the middle, in cells of the grid
    cubic: F64  # (rows * cells * 4 + atoms * 4,)
    amount: I64  # (laws,)
    loc: F64
    scale: F64
    row: I64  # (laws,) where it begins, if it is smooth
    smooth: int  # how many are
    first_part: I64  # (other laws,)
    parts: I64
    begin: F64  # (parts,)
    end: F64
    part_row: I64
    part_stride: I64  # from cell to cell; 0 for an atom


def make_places(draws: Draws) -> Places:
    """Let smooth laws come first, each kind in its order: those of estimates, then those of factors."""
    plan = draws.plan
    own, shared = make_order((draws.laws, draws.factor_laws))
    estimates = np.zeros(len(draws.laws.fixed), np.int64)
    for first, (columns, filled) in ((0, draws.efforts), (plan.n_needs, draws.durations)):
        estimates[filled] = first + columns
    return Places(own, shared, estimates, plan.n_needs + plan.n_tasks + np.arange(len(draws.factors)))


def make_order(given: Sequence[Laws]) -> list[I64]:
    """Return the place of each drawn law among all of them, of which smooth ones come first."""
    order = [(law, place) for law, laws in enumerate(given) for place in laws.smooth.tolist()]
    order += [(law, step.place) for law, laws in enumerate(given) for step in laws.stepped]
    found = [np.zeros(len(laws.drawn), np.int64) for laws in given]
    for number, (law, place) in enumerate(order):
        found[law][place] = number
    return found


def make_tables(given: Sequence[Laws]) -> Tables:
    """Put the tables of all laws one above the other."""
    stepped = {id(law.table): law.table for laws in given for law in laws.stepped}
    stack = [(laws.nodes, laws.slopes) for laws in given if len(laws.nodes)]
    above = [0, *np.cumsum([len(laws.nodes) for laws in given]).tolist()]
    height = sum(len(nodes) for nodes, _ in stack)
    begin, end, value, row, first, parts = [], [], [], [], {}, 0
    for name, table in stepped.items():
        first[name] = parts
        parts += len(table.flat)
        begin.append(table.edges[:-1])
        end.append(table.edges[1:])
        value.append(table.flat)
        row.append(height + np.arange(len(table.flat)))  # no row is asked for where all parts are atoms
        if len(table.nodes):
            stack.append((table.nodes, table.slopes))
            height += len(table.nodes)
    return Tables(
        nodes=np.concatenate([np.zeros((0, _CELLS + 1)), *(nodes for nodes, _ in stack)]),
        slopes=np.concatenate([np.zeros((0, _CELLS + 1)), *(slopes for _, slopes in stack)]),
        begin=_joined(begin),
        end=_joined(end),
        value=_joined(value),
        row=np.concatenate([_NONE, *row]),
        first=first,
        smooth=np.concatenate([_NONE, *(at + laws.row for at, laws in zip(above, given, strict=False))]),
    )


def make_curves(
    given: Sequence[Laws], order: Sequence[I64], amounts: Sequence[I64], tables: Tables
) -> Curves:
    """Return the curves of the laws that are drawn.

    Parameters
    ----------
    given : sequence of Laws
    order : sequence of ndarray of int64
        From `make_order`.
    amounts : sequence of ndarray of int64
        Which amount each law is of.
    tables : Tables
    """
    size = sum(map(len, order))
    amount, loc, scale = np.zeros(size, np.int64), np.zeros(size), np.zeros(size)
    for at, of, laws in zip(order, amounts, given, strict=True):
        amount[at], loc[at], scale[at] = of[laws.drawn], laws.loc[laws.drawn], laws.scale[laws.drawn]
    stepped = [law.table for laws in given for law in laws.stepped]
    part_row, part_stride = STRIDE * _CELLS * tables.row, np.full(len(tables.row), STRIDE)
    atoms = np.flatnonzero(~np.isnan(tables.value))
    cubic = _cubics(tables)
    part_row[atoms], part_stride[atoms] = len(cubic) + STRIDE * np.arange(len(atoms)), 0
    flat = np.outer(tables.value[atoms], [1.0, 0.0, 0.0, 0.0]).reshape(-1)
    return Curves(
        middle=REACH,
        score=score_polynomials(),
        cubic=np.concatenate([cubic, flat]),
        amount=amount,
        loc=loc,
        scale=scale,
        row=STRIDE * _CELLS * np.concatenate([tables.smooth, np.zeros(len(stepped), np.int64)]),
        smooth=len(tables.smooth),
        first_part=np.array([tables.first[id(table)] for table in stepped], np.int64),
        parts=np.array([len(table.flat) for table in stepped], np.int64),
        begin=tables.begin,
        end=tables.end,
        part_row=part_row,
        part_stride=part_stride,
    )


def _cubics(tables: Tables) -> F64:
    """Return the cubics of `capsim.domain.tables.sample_smooth` as polynomials, cell by cell."""
    low, rise = tables.nodes[:, :-1], np.diff(tables.nodes, axis=1)
    first, last = tables.slopes[:, :-1], tables.slopes[:, 1:]
    terms = (low, first, 3.0 * rise - 2.0 * first - last, first + last - 2.0 * rise)
    return np.stack(terms, axis=2).reshape(-1)


def score_polynomials() -> F64:
    """Return the polynomials of the distance of normal scores from 0, in cells: (pieces * terms,).

    Each holds for a piece of an octave of the distance of a uniform to 0 or 1, over its place inside the
    piece from -1/2 to 1/2; the last, for a uniform of 1/2, is 0.
    """
    at = np.cos(np.pi * (np.arange(TERMS) + 0.5) / TERMS) / 2  # where Chebyshev polynomials are 0
    octave = 2.0 ** np.arange(-_OCTAVES, -1)[:, np.newaxis, np.newaxis]
    piece = np.arange(_PIECES)[:, np.newaxis]
    cells = -PER_UNIT * scipy.special.ndtri(octave * (1 + (piece + 0.5 + at) / _PIECES))
    terms = cells.reshape(-1, TERMS) @ np.linalg.inv(np.vander(at, increasing=True)).T
    return np.concatenate([terms.reshape(-1), np.zeros(TERMS)])


def _joined(parts: list[F64]) -> F64:
    return np.concatenate([np.empty(0), *parts])
