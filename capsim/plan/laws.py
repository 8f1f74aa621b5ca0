"""Many laws sampled at once (rule D2)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.distributions import Distribution
from capsim.domain.tables import Table, sample_smooth

__all__ = ["Laws", "Stepped"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_CELLS: Final = 1 << 16  # numbers sampled at a time: few enough to stay in the processor's cache


class Stepped(NamedTuple):
    """A law whose table has atoms or several parts, and where it stands."""

    place: int
    column: int
    table: Table


@dataclass(frozen=True, eq=False)
class Laws:
    """Many laws sampled at once.

    Attributes
    ----------
    fixed : ndarray of float64, (laws,)
        The value of a law that has only one.
    drawn : list of int
        The other laws.
    smooth, row : ndarray of int64
        Which of the drawn ones are smooth, and the row of ``nodes`` and ``slopes`` that each uses.
    loc, scale : ndarray of float64, (laws,)
    stepped : tuple of Stepped
        The drawn laws that are not smooth.
    means : ndarray of float64, (laws,)
    """

    fixed: Floats
    drawn: list[int]
    smooth: Ints
    row: Ints
    nodes: Floats
    slopes: Floats
    loc: Floats
    scale: Floats
    stepped: tuple[Stepped, ...]
    means: Floats

    @classmethod
    def of(cls, scaled: Iterable[tuple[Distribution, float]]) -> Laws:
        """Prepare laws, each with a factor on it."""
        given = list(scaled)
        drawn = [column for column, (law, _) in enumerate(given) if not law.is_fixed]
        fixed = np.array([factor * law.quantile(0.5) if law.is_fixed else math.nan for law, factor in given])
        loc, scale = np.zeros(len(given)), np.ones(len(given))
        tables: dict[int, tuple[int, Table]] = {}
        smooth, row, stepped = [], [], []
        for place, column in enumerate(drawn):
            law, factor = given[column]
            table, low, width = law.standard_table()
            loc[column], scale[column] = factor * low, factor * width
            if table.is_smooth:
                smooth.append(place)
                row.append(tables.setdefault(id(table), (len(tables), table))[0])
            else:
                stepped.append(Stepped(place, column, table))
        stack = [table for _, table in tables.values()]
        empty = np.zeros((0, 2))
        return cls(
            fixed=fixed,
            drawn=drawn,
            smooth=np.array(smooth, dtype=np.int64),
            row=np.array(row, dtype=np.int64),
            nodes=np.concatenate([table.nodes for table in stack]) if stack else empty,
            slopes=np.concatenate([table.slopes for table in stack]) if stack else empty,
            loc=loc,
            scale=scale,
            stepped=tuple(stepped),
            means=np.array([factor * law.mean() for law, factor in given]),
        )

    def sample(self, u: Floats) -> Floats:
        """Return amounts, (replications, laws), from uniforms for the drawn laws."""
        drawn = np.empty_like(u)
        step = max(1, _CELLS // max(1, len(u)))
        for start in range(0, len(self.smooth), step):
            part = self.smooth[start : start + step]
            drawn[:, part] = sample_smooth(
                self.nodes, self.slopes, u[:, part], self.row[start : start + step]
            )
        for law in self.stepped:
            drawn[:, law.place] = law.table.sample(u[:, law.place])
        out = np.broadcast_to(self.fixed, (len(u), len(self.fixed))).copy()
        out[:, self.drawn] = self.loc[self.drawn] + self.scale[self.drawn] * drawn
        return out
