"""Gaussian copulas: from rank correlations to the mixing of normal scores (rule D3).

Everything is done in loops whose order is written here, never by a linear algebra library, so that the
same group gives the same bits on every machine.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import scipy

from capsim.domain.uncertainty import CopulaGroup
from capsim.errors import RepairWarning

__all__ = ["correlated", "mixing_matrix", "repair_told"]

Floats = npt.NDArray[np.float64]

_TINY = 1e-10
_NOTHING = 1e-20
_MOST_SWEEPS = 60
_MOST_PROJECTIONS = 200
_NEAR = 1e-9


def mixing_matrix(group: CopulaGroup) -> Floats:
    """Return the lower triangular L that mixes independent normal scores into those of a group.

    The rank correlations ρ become those of normal scores by 2 sin(πρ / 6) (Pearson, 1907). If no such
    normal scores exist the nearest matrix for which they do is taken (Higham, 2002).

    Parameters
    ----------
    group : CopulaGroup

    Returns
    -------
    ndarray of float64, (members, members)

    Warns
    -----
    RepairWarning
        If the correlations cannot hold together; it says by how much they were changed.

    Examples
    --------
    >>> mixing_matrix(CopulaGroup("pair", ["A/x", "A/y"], correlation=1)).tolist()
    [[1.0, 0.0], [1.0, 0.0]]
    """
    pearson, told = _possible(group)
    if told is not None:
        warnings.warn(f"Group {group.name!r}: {told}", RepairWarning, stacklevel=3)
    return _cholesky(pearson)


def repair_told(group: CopulaGroup) -> str | None:
    """Return by how much the correlations of a group are changed so that they can hold together.

    Parameters
    ----------
    group : CopulaGroup

    Returns
    -------
    str or None
        None if they can as they are.
    """
    return _possible(group)[1]


def correlated(mixing: Floats, u: Floats) -> Floats:
    """Return correlated uniforms from independent ones.

    Parameters
    ----------
    mixing : ndarray of float64, (members, members)
        From `mixing_matrix`.
    u : ndarray of float64, (count, members)

    Returns
    -------
    ndarray of float64, (count, members)

    Examples
    --------
    >>> same = mixing_matrix(CopulaGroup("pair", ["A/x", "A/y"], correlation=1))
    >>> correlated(same, np.array([[0.25, 0.75]])).round(9).tolist()
    [[0.25, 0.25]]
    """
    scores = scipy.special.ndtri(u)
    mixed = np.zeros_like(scores)
    for member, row in enumerate(mixing):
        for other in np.flatnonzero(row):
            mixed[:, member] += row[other] * scores[:, other]
    out: Floats = scipy.special.ndtr(mixed)
    return out


def _plainly_possible(group: CopulaGroup) -> bool:
    """Return whether all the correlations are the same and not negative: those hold together always."""
    return not isinstance(group.correlation, tuple) and group.correlation >= 0


def _rank_matrix(group: CopulaGroup) -> Floats:
    if isinstance(group.correlation, tuple):
        return np.array(group.correlation, dtype=np.float64)
    size = len(group.members)
    ranks = np.full((size, size), group.correlation, dtype=np.float64)
    np.fill_diagonal(ranks, 1.0)
    return ranks


def _each(function: Callable[[float], float], matrix: Floats) -> Floats:
    return np.array([[function(cell) for cell in row] for row in matrix.tolist()], dtype=np.float64)


def _possible(group: CopulaGroup) -> tuple[Floats, str | None]:
    """Return the correlations of normal scores, the nearest possible ones, and what had to be changed."""
    ranks = _rank_matrix(group)
    pearson = _each(lambda rank: 2 * math.sin(math.pi * rank / 6), ranks)
    np.fill_diagonal(pearson, 1.0)
    if _plainly_possible(group) or _eigen(pearson)[0].min() >= -_TINY:
        return pearson, None
    nearest = _nearest(pearson)
    back = _each(lambda r: 6 / math.pi * math.asin(max(-1.0, min(1.0, r)) / 2), nearest)
    return nearest, _change_told(group, ranks, back)


def _change_told(group: CopulaGroup, wanted: Floats, given: Floats) -> str:
    change = np.abs(given - wanted)
    one, two = np.unravel_index(int(np.argmax(change)), change.shape)
    return (
        "these rank correlations cannot hold together; the nearest that can differ by "
        f"up to {change[one, two]:.3f} ({group.members[one]} with {group.members[two]}: "
        f"{wanted[one, two]:.3f} became {given[one, two]:.3f})"
    )


def _eigen(symmetric: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues and eigenvectors (as columns) by Jacobi's rotations."""
    a, size = symmetric.copy(), len(symmetric)
    vectors = np.eye(size)
    for _ in range(_MOST_SWEEPS):
        if max((abs(a[p, q]) for p in range(size) for q in range(p)), default=0.0) < 1e-15:
            break
        for p in range(size - 1):
            for q in range(p + 1, size):
                _rotate(a, vectors, p, q)
    return np.diagonal(a).copy(), vectors


def _rotate(a: Floats, vectors: Floats, p: int, q: int) -> None:
    """Turn rows and columns p and q, in place, so that a[p, q] is 0."""
    if abs(a[p, q]) < _NOTHING:
        a[p, q] = a[q, p] = 0.0
        return
    slope = (a[q, q] - a[p, p]) / (2 * a[p, q])
    t = math.copysign(1.0, slope) / (abs(slope) + math.sqrt(slope * slope + 1))
    c = 1 / math.sqrt(t * t + 1)
    s = t * c
    a[:, p], a[:, q] = c * a[:, p] - s * a[:, q], s * a[:, p] + c * a[:, q]
    a[p, :], a[q, :] = c * a[p, :] - s * a[q, :], s * a[p, :] + c * a[q, :]
    vectors[:, p], vectors[:, q] = (
        c * vectors[:, p] - s * vectors[:, q],
        s * vectors[:, p] + c * vectors[:, q],
    )
    a[p, q] = a[q, p] = 0.0


def _without_negative(symmetric: Floats) -> Floats:
    """Return the nearest positive semidefinite matrix: negative eigenvalues become 0."""
    values, vectors = _eigen(symmetric)
    out = np.zeros_like(symmetric)
    for value, vector in zip(values.tolist(), vectors.T, strict=True):
        if value > 0:
            out += value * (vector[:, None] * vector[None, :])
    return out


def _nearest(matrix: Floats) -> Floats:
    """Return the nearest correlation matrix by alternating projections with Dykstra's correction."""
    guess, correction = matrix, np.zeros_like(matrix)
    for _ in range(_MOST_PROJECTIONS):
        bent = guess - correction
        inside = _without_negative(bent)
        correction = inside - bent
        guess = inside.copy()
        np.fill_diagonal(guess, 1.0)
        if np.abs(guess - inside).max() < _NEAR:
            break
    inside = _without_negative(guess)
    scale = np.sqrt(np.diagonal(inside))
    nearest: Floats = inside / (scale[:, None] * scale[None, :])
    return nearest


def _cholesky(matrix: Floats) -> Floats:
    """Return the lower triangle whose product with its transpose is a semidefinite matrix."""
    size = len(matrix)
    lower = [[0.0] * size for _ in range(size)]
    for j in range(size):
        pivot = matrix[j, j] - math.fsum(each * each for each in lower[j][:j])
        if pivot <= 10 * _TINY:  # wholly decided by the members before it
            continue
        lower[j][j] = math.sqrt(pivot)
        for i in range(j + 1, size):
            rest = matrix[i, j] - math.fsum(a * b for a, b in zip(lower[i][:j], lower[j][:j], strict=True))
            lower[i][j] = rest / lower[j][j]
    return _with_unit_rows(np.array(lower))


def _with_unit_rows(lower: Floats) -> Floats:
    """Scale rows to length 1, so that every mixed score is standard normal."""
    lengths = [math.sqrt(math.fsum(each * each for each in row)) for row in lower.tolist()]
    scaled: Floats = lower / np.array(lengths)[:, None]
    return scaled
