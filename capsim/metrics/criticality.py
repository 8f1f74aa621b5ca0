"""Which work decides when a project is finished: significance, sensitivity and correlations with its length.

Everything here is of one project: lengths of its tasks, (replications, tasks), and its own length,
(replications,). Which replications count is marked; a batch of them was drawn together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from capsim.metrics.intervals import batch_sums, ratio_error

__all__ = ["Cruciality", "cruciality", "sensitivity", "significance"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SPREAD: Final = {"pearson": 1.0, "spearman": 1.06, "kendall": 0.437}
_FREEDOM: Final = {"pearson": 3, "spearman": 3, "kendall": 4}


class Cruciality(NamedTuple):
    """How the length of each task goes together with that of its project, per column.

    Attributes
    ----------
    pearson, spearman, kendall : ndarray of float64, (tasks,)
        Correlations, the last one τ-b; NaN where a length never changes.
    pearson_error, spearman_error, kendall_error : ndarray of float64, (tasks,)
        Their Monte Carlo standard errors.
    """

    pearson: Floats
    spearman: Floats
    kendall: Floats
    pearson_error: Floats
    spearman_error: Floats
    kendall_error: Floats


def significance(
    length: Ints, slack: Ints, whole: Ints, counted: Bools, batch: int = 1
) -> tuple[Floats, Floats]:
    """Return the significance index of each task: mean of d / (d + float) · T / mean(T).

    Parameters
    ----------
    length : ndarray of int64, (replications, tasks)
    slack : ndarray of int64, (replications, tasks)
        Total float, at least 0.
    whole : ndarray of int64, (replications,)
        The length of the project.
    counted : ndarray of bool, (replications,)
    batch : int
        Replications drawn together, see `ratio_error`.

    Returns
    -------
    index, error : ndarray of float64, (tasks,)
        What takes no time has none of it; NaN where nothing counts.

    Notes
    -----
    T. M. Williams, *Criticality in stochastic networks*, Journal of the Operational Research Society 43
    (1992) 353-357.

    Examples
    --------
    >>> lengths, slack, whole = np.array([[4], [6]]), np.array([[0], [2]]), np.array([4, 8])
    >>> index, _ = significance(lengths, slack, whole, np.full(2, True))
    >>> index.round(4).tolist()
    [0.8333]
    """
    together = length + slack
    share = length / np.where(together > 0, together, 1)
    top = np.where(counted[:, np.newaxis], share * whole[:, np.newaxis], 0.0)
    bottom = np.broadcast_to(np.where(counted, whole, 0)[:, np.newaxis], top.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = top.sum(axis=0) / bottom.sum(axis=0)
    return index, ratio_error(top, bottom, batch)


def sensitivity(
    critical: Bools, length: Ints, whole: Ints, counted: Bools, batch: int = 1
) -> tuple[Floats, Floats]:
    """Return the schedule sensitivity index of each task: criticality · sd(d) / sd(T).

    Parameters
    ----------
    critical : ndarray of bool, (replications, tasks)
    length, whole, counted, batch
        As in `significance`.

    Returns
    -------
    index, error : ndarray of float64, (tasks,)
        With population standard deviations; NaN where the length of the project never changes. The error
        is the jackknife's over batches.

    Notes
    -----
    Project Management Institute, *A Guide to the Project Management Body of Knowledge*; M. Vanhoucke,
    *Measuring Time* (2010), §2.

    Examples
    --------
    >>> hit, ends = np.array([[True], [False]]), np.array([4, 8])
    >>> sensitivity(hit, np.array([[4], [6]]), ends, np.full(2, True))[0].tolist()
    [0.25]
    """
    weight = counted.astype(np.float64)[:, np.newaxis]
    own, all_of_it = _centered(length, weight), _centered(whole[:, np.newaxis], weight)
    moments = [weight, critical * weight, own, own**2, all_of_it, all_of_it**2]

    def index(sums: list[Floats]) -> Floats:
        count, hits, x, xx, y, yy = sums
        return np.asarray(hits / count * np.sqrt(_spread(count, x, xx) / _spread(count, y, yy)))

    return _jackknifed(index, [batch_sums(each, batch) for each in moments], moments)


def _centered(amounts: npt.NDArray[np.generic], weight: Floats) -> Floats:
    """Return amounts less their mean where they count, and 0 elsewhere: sums of squares stay exact."""
    values = amounts.astype(np.float64)
    with np.errstate(invalid="ignore"):
        mean = (values * weight).sum(axis=0) / weight.sum(axis=0)
    return np.where(weight > 0, values - mean, 0.0)


def _spread(count: Floats, total: Floats, squares: Floats) -> Floats:
    """Return a variance from sums."""
    return np.maximum(squares / count - (total / count) ** 2, 0.0)


def _jackknifed(
    estimate: Callable[[list[Floats]], Floats], batches: list[Floats], rows: list[Floats]
) -> tuple[Floats, Floats]:
    """Return an estimate from sums over all rows, and its standard error by leaving out each batch."""
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = estimate([each.sum(axis=0) for each in rows])
        count = len(batches[0])
        if count < 2:
            return whole, np.full(whole.shape, np.nan)
        without = estimate([each.sum(axis=0) - each for each in batches])
        squares = ((without - without.mean(axis=0)) ** 2).sum(axis=0)
    return whole, np.sqrt(squares * (count - 1) / count)


def cruciality(length: Ints, whole: Ints, counted: Bools) -> Cruciality:
    """Return how the length of each task goes together with that of its project.

    Parameters
    ----------
    length, whole, counted
        As in `significance`.

    Returns
    -------
    Cruciality

    Notes
    -----
    The errors are (1 - r²) · √(c / (n - m)) with c = 1, 1.06, 0.437 and m = 3, 3, 4: E. C. Fieller,
    H. O. Hartley and E. S. Pearson, *Tests for rank correlation coefficients I*, Biometrika 44 (1957)
    470-481. They take replications as independent.

    Examples
    --------
    >>> found = cruciality(np.array([[1], [2], [4]]), np.array([1, 3, 2]), np.full(3, True))
    >>> [round(each.item(), 4) for each in found[:3]]
    [0.3273, 0.5, 0.3333]
    """
    own, ends = length[counted], whole[counted]
    count, tasks = own.shape
    if count < 2:
        return Cruciality(*(np.full(tasks, np.nan) for _ in Cruciality._fields))
    moves = (own != own[:1]).any(axis=0) & bool((ends != ends[0]).any())
    found = {name: np.full(tasks, np.nan) for name in _SPREAD}
    columns = np.flatnonzero(moves)
    if len(columns):
        ranks = scipy.stats.rankdata(own[:, columns], axis=0)
        found["pearson"][columns] = _correlation(own[:, columns].astype(np.float64), ends)
        found["spearman"][columns] = _correlation(ranks, scipy.stats.rankdata(ends))
        for column in columns:
            tau = scipy.stats.kendalltau(own[:, column], ends, method="asymptotic")
            found["kendall"][column] = tau.statistic
    errors = [
        (1 - found[name] ** 2) * np.sqrt(spread / max(count - _FREEDOM[name], 1))
        for name, spread in _SPREAD.items()
    ]
    return Cruciality(*found.values(), *errors)


def _correlation(columns: Floats, other: npt.NDArray[np.generic]) -> Floats:
    """Return Pearson's correlation of columns with one other; all of them change."""
    off = columns - columns.mean(axis=0)
    rest = other.astype(np.float64) - np.mean(other.astype(np.float64))
    return np.asarray(np.clip(rest @ off / np.sqrt((off**2).sum(axis=0) * (rest**2).sum()), -1.0, 1.0))
