"""Fast, monotone sampling of quantile functions from tables.

A quantile function is tabulated over the normal score ``z = ndtri(u)`` on an even grid, which refines
itself in both tails: one step of the grid is an eighth of a standard deviation everywhere. Between the
nodes runs a monotone cubic (Fritsch and Carlson, 1980; slopes limited as in Hyman, 1983). Where a law
jumps or has an atom the table is cut, and each part is a table of its own or one exact value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

__all__ = ["Table", "make_table", "sample_smooth"]

Floats = npt.NDArray[np.float64]

PER_UNIT: Final = 8
REACH: Final = 58  # 7.25 standard deviations: beyond the smallest uniform of any sampling plan
_NODES: Final = np.arange(-REACH, REACH + 1) / PER_UNIT
_DENSITY: Final[Floats] = np.array(
    [math.exp(-z * z / 2) / (math.sqrt(2 * math.pi) * PER_UNIT) for z in _NODES.tolist()]
)
"""The weight of each node in a mean by the trapezoid rule."""


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """A quantile function made ready for sampling.

    Attributes
    ----------
    edges : ndarray of float64, (parts + 1,)
        Where the parts begin and end, as probabilities from 0 to 1.
    flat : ndarray of float64, (parts,)
        The value of a part that is an atom; NaN where the part is smooth.
    nodes, slopes : ndarray of float64, (parts, 117)
        Values and slopes at the grid's normal scores; zeros where the part is an atom (no rows at all
        where every part is one).
    """

    edges: Floats
    flat: Floats
    nodes: Floats
    slopes: Floats

    @property
    def is_smooth(self) -> bool:
        """Whether it is one part without atoms."""
        return len(self.flat) == 1 and bool(np.isnan(self.flat[0]))

    def sample(self, u: Floats) -> Floats:
        """Return the quantiles at uniforms.

        Parameters
        ----------
        u : ndarray of float64
            Between 0 and 1, any shape.

        Returns
        -------
        ndarray of float64
            Same shape.
        """
        if self.is_smooth:
            return sample_smooth(self.nodes, self.slopes, u, 0)
        part = np.searchsorted(self.edges[1:-1], u, side="left")
        out = self.flat[part]
        smooth = np.isnan(out)
        if smooth.any():
            part = part[smooth]
            low, high = self.edges[part], self.edges[part + 1]
            out[smooth] = sample_smooth(self.nodes, self.slopes, (u[smooth] - low) / (high - low), part)
        return out

    def scaled(self, loc: float, scale: float) -> Table:
        """Return the table of loc + scale × what this one holds (scale at least 0)."""
        nodes = np.where(np.isnan(self.flat[: len(self.nodes), None]), loc + scale * self.nodes, 0.0)
        return Table(self.edges, loc + scale * self.flat, nodes, scale * self.slopes)

    def moments(self) -> tuple[float, float]:
        """Return mean and standard deviation by the trapezoid rule over the normal score."""
        width = np.diff(self.edges)
        smooth = np.isnan(self.flat)
        weights = np.concatenate([width[~smooth], np.outer(width[smooth], _DENSITY).ravel()])
        values = np.concatenate([self.flat[~smooth], self.nodes[smooth[: len(self.nodes)]].ravel()])
        mean = math.fsum(weights * values)
        return mean, math.sqrt(math.fsum(weights * (values - mean) ** 2))


def sample_smooth(nodes: Floats, slopes: Floats, u: Floats, row: int | npt.NDArray[np.int64]) -> Floats:
    """Return the quantiles at uniforms, each from a row of stacked smooth tables.

    Parameters
    ----------
    nodes, slopes : ndarray of float64, (rows, 117)
    u : ndarray of float64
        Between 0 and 1.
    row : int or ndarray of int
        The row for each uniform, broadcast against ``u``.

    Returns
    -------
    ndarray of float64
        The shape of ``u``.
    """
    place = np.clip(scipy.special.ndtri(u) * PER_UNIT + REACH, 0.0, 2.0 * REACH)
    cell = np.minimum(place.astype(np.int64), 2 * REACH - 1)
    t = place - cell
    at = cell + np.asarray(row) * nodes.shape[1]
    y, d = nodes.reshape(-1), slopes.reshape(-1)
    low, high = y[at], y[at + 1]
    rise = high - low
    first, last = d[at], d[at + 1]
    curve = low + t * (first + t * (3.0 * rise - 2.0 * first - last + t * (first + last - 2.0 * rise)))
    inside: Floats = np.minimum(np.maximum(curve, low), high)  # rounding may overshoot by a last digit
    return inside


def make_table(quantile: Callable[[Floats], Floats], edges: Sequence[float], flat: Sequence[float]) -> Table:
    """Tabulate a quantile function, part by part.

    Parameters
    ----------
    quantile : callable
        Exact quantiles at an array of probabilities.
    edges : sequence of float
        Where the parts begin and end, from 0 to 1.
    flat : sequence of float
        For each part its value if it is an atom, else NaN.

    Returns
    -------
    Table
    """
    ends, atoms = np.asarray(edges, dtype=np.float64), np.asarray(flat, dtype=np.float64)
    smooth = np.isnan(atoms)
    rows = len(atoms) if smooth.any() else 0
    nodes = np.zeros((rows, len(_NODES)))
    for part in np.flatnonzero(smooth):
        levels = ends[part] + (ends[part + 1] - ends[part]) * scipy.special.ndtr(_NODES)
        nodes[part] = np.maximum.accumulate(quantile(levels))
    return Table(ends, atoms, nodes, _slopes(nodes))


def _slopes(nodes: Floats) -> Floats:
    """Return slopes per cell, of fourth order inside, limited so that the cubic is monotone."""
    if not len(nodes):
        return nodes
    rise = np.diff(nodes, axis=1)
    slopes = np.empty_like(nodes)
    slopes[:, 2:-2] = (8.0 * (nodes[:, 3:-1] - nodes[:, 1:-3]) - (nodes[:, 4:] - nodes[:, :-4])) / 12.0
    slopes[:, 1], slopes[:, -2] = (nodes[:, 2] - nodes[:, 0]) / 2.0, (nodes[:, -1] - nodes[:, -3]) / 2.0
    slopes[:, 0], slopes[:, -1] = rise[:, 0], rise[:, -1]
    steep = np.empty_like(nodes)
    steep[:, 1:-1] = 3.0 * np.minimum(rise[:, :-1], rise[:, 1:])
    steep[:, 0], steep[:, -1] = 3.0 * rise[:, 0], 3.0 * rise[:, -1]
    limited: Floats = np.minimum(np.maximum(slopes, 0.0), steep)
    return limited
