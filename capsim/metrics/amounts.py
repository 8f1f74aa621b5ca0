"""Quantiles and means of amounts of work, or of money, over replications."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.metrics.delivery import order_statistic, order_statistic_interval
from capsim.metrics.intervals import ratio_error

__all__ = ["Estimated", "mean_of", "quantile_of"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_UNIT = 480_000
"""Thousandths of a tick in a person-day: amounts are ranked as whole numbers."""


class Estimated(NamedTuple):
    """A number estimated from replications, and its 95 % interval, per column.

    Attributes
    ----------
    value, low, high : ndarray of float64, (columns,)
        NaN for an end that so few replications do not tell.
    """

    value: Floats
    low: Floats
    high: Floats


def quantile_of(
    amounts: Floats, level: float, batch: int = 1, parts: int = _UNIT, counted: Bools | None = None
) -> Estimated:
    """Return a quantile of each column, the order statistic ceil(level · n), with its interval.

    Parameters
    ----------
    amounts : ndarray of float64, (replications, columns)
        Person-days, or money.
    level : float
        Above 0, at most 1.
    batch : int
        Replications drawn together.
    parts : int
        Parts of a unit to which amounts are rounded.
    counted : ndarray of bool, (replications, columns), optional
        The replications that count; without it all of them.

    Returns
    -------
    Estimated

    Examples
    --------
    >>> quantile_of(np.array([[1.0], [4.0], [2.0]]), 0.5).value.tolist()
    [2.0]
    """
    whole = _whole(amounts, parts).astype(np.int64)
    least = whole.min(axis=0)
    above = whole - least  # at least 0: marks of no bound and of no replication are below
    counts = np.ones(whole.shape, dtype=np.bool_) if counted is None else counted
    value = order_statistic(above, counts, level)
    ends = order_statistic_interval(above, counts, level, batch)
    found = (np.where(each < 0, np.nan, (each + least) / parts) for each in (value, *ends))
    return Estimated(*found)


def mean_of(
    amounts: Floats, batch: int = 1, parts: int = _UNIT, counted: Bools | None = None
) -> tuple[Floats, Floats]:
    """Return the mean of each column and its Monte Carlo standard error.

    Parameters
    ----------
    amounts : ndarray of float64, (replications, columns)
    batch : int
        Replications drawn together.
    parts : int
        Parts of a unit to which amounts are rounded.
    counted : ndarray of bool, (replications, columns), optional
        The replications that count; without it all of them.

    Returns
    -------
    mean, error : ndarray of float64, (columns,)

    Examples
    --------
    >>> mean, error = mean_of(np.array([[1.0], [3.0]]))
    >>> mean.tolist(), error.tolist()
    ([2.0], [1.0])
    """
    whole = _whole(amounts, parts)
    if counted is None:
        return whole.mean(axis=0) / parts, ratio_error(whole, np.ones_like(whole), batch) / parts
    whole = np.where(counted, whole, 0.0)
    with np.errstate(invalid="ignore"):
        mean = whole.sum(axis=0) / counted.sum(axis=0)
    return mean / parts, ratio_error(whole, counted, batch) / parts


def _whole(amounts: Floats, parts: int) -> Floats:
    """Return amounts as whole numbers: sums of them are exact, and what is the same has no error."""
    return np.rint(amounts * parts)
