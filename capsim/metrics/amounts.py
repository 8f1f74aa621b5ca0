"""Quantiles, means and chances of amounts of work over replications."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.metrics.delivery import order_statistic, order_statistic_interval
from capsim.metrics.intervals import UNBOUNDED, ratio_error

__all__ = ["Estimated", "mean_of", "quantile_of"]

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


def quantile_of(days: Floats, level: float, batch: int = 1) -> Estimated:
    """Return a quantile of each column, the order statistic ceil(level · n), with its interval.

    Parameters
    ----------
    days : ndarray of float64, (replications, columns)
        Person-days.
    level : float
        Above 0, at most 1.
    batch : int
        Replications drawn together.

    Returns
    -------
    Estimated

    Examples
    --------
    >>> quantile_of(np.array([[1.0], [4.0], [2.0]]), 0.5).value.tolist()
    [2.0]
    """
    whole = _whole(days).astype(np.int64)
    counted = np.ones(whole.shape, dtype=np.bool_)
    value = order_statistic(whole, counted, level)
    ends = order_statistic_interval(whole, counted, level, batch)
    low, high = (np.where(end == UNBOUNDED, np.nan, end / _UNIT) for end in ends)
    return Estimated(value / _UNIT, low, high)


def mean_of(days: Floats, batch: int = 1) -> tuple[Floats, Floats]:
    """Return the mean of each column and its Monte Carlo standard error.

    Parameters
    ----------
    days : ndarray of float64, (replications, columns)
    batch : int
        Replications drawn together.

    Returns
    -------
    mean, error : ndarray of float64, (columns,)

    Examples
    --------
    >>> mean, error = mean_of(np.array([[1.0], [3.0]]))
    >>> mean.tolist(), error.tolist()
    ([2.0], [1.0])
    """
    whole = _whole(days)
    return whole.mean(axis=0) / _UNIT, ratio_error(whole, np.ones_like(whole), batch) / _UNIT


def _whole(days: Floats) -> Floats:
    """Return person-days as whole numbers: sums of them are exact, and what is the same has no error."""
    return np.rint(days * _UNIT)
