"""What two runs on the same futures differ by: the second less the first, replication by replication.

Both runs drew the same chance, so that most of it cancels: a difference is known far better than either side.
Intervals of means rest on the futures in which the runs differ. With fewer than some 30 of those they are
too short, with none they are empty: n futures then tell that at most 3.7 ÷ n of all differ.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from capsim.clock import STOPPED
from capsim.metrics.amounts import Estimated
from capsim.metrics.delivery import interval_ranks, order_statistic
from capsim.metrics.intervals import Z95, batch_sums, error_factor, least_margin, ratio_error

__all__ = ["paired_mean", "paired_probability", "paired_quantile"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ticks = npt.NDArray[np.signedinteger]

_HALVINGS: Final = 60  # of an interval of length 2: to the last bit


def _deviates(count: int = 2048) -> Floats:
    """Return pairs of independent standard normal deviates, spread evenly, (2, count)."""
    place = np.arange(count) + 0.5
    return np.asarray(ndtri(np.stack([place / count, place * 0.6180339887498949 % 1])))


_DEVIATES: Final = _deviates()


def paired_mean(
    first: npt.NDArray[Any], second: npt.NDArray[Any], counted: Bools, batch: int = 1
) -> Estimated:
    """Return how much more the second run has in the mean.

    Parameters
    ----------
    first, second : ndarray, (replications, columns)
        Of the same futures.
    counted : ndarray of bool, (replications, columns)
        The replications that count, in both runs.
    batch : int
        Replications drawn together, see `ratio_error`.

    Returns
    -------
    Estimated
        Mean difference, in the unit given; NaN where no replication counts.

    Notes
    -----
    The interval is that of the mean of the differences, ± 1.96 standard errors (Student's t between batches);
    A. M. Law, *Simulation Modeling and Analysis*, 5th ed., §10.2.

    Examples
    --------
    >>> first, second = np.array([[10], [20], [30]]), np.array([[12], [21], [33]])
    >>> paired_mean(first, second, np.ones((3, 1), dtype=bool)).value.tolist()
    [2.0]
    """
    more = np.where(counted, second.astype(np.float64) - first, 0.0)
    with np.errstate(invalid="ignore"):
        mean = more.sum(axis=0) / counted.sum(axis=0)
    half = error_factor(len(more), batch) * ratio_error(more, counted, batch)
    return Estimated(mean, mean - half, mean + half)


def paired_probability(first: Bools, second: Bools, counted: Bools, batch: int = 1) -> Estimated:
    """Return how much more often something happens in the second run.

    Parameters
    ----------
    first, second : ndarray of bool, (replications, columns)
        Whether it happens, in the same futures.
    counted : ndarray of bool, (replications, columns)
        The replications that count, in both runs.
    batch : int
        Replications drawn together. With 1 the interval is Tango's; else the difference ± Student's t times
        the standard error between batches, at least ± `least_margin`.

    Returns
    -------
    Estimated
        Difference of two shares, from -1 to 1; NaN where no replication counts.

    References
    ----------
    T. Tango, *Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design*, Statistics in Medicine 17 (1998) 891-908.

    Examples
    --------
    >>> first, second = np.array([[True], [False], [False]]), np.array([[True], [True], [False]])
    >>> found = paired_probability(first, second, np.ones((3, 1), dtype=bool))
    >>> [round(end.item(), 4) for end in found]
    [0.3333, -0.4153, 0.7923]
    """
    gained = (second & ~first & counted).sum(axis=0)
    lost = (first & ~second & counted).sum(axis=0)
    trials = counted.sum(axis=0)
    with np.errstate(invalid="ignore"):
        share = (gained - lost) / trials
    if batch == 1:
        return Estimated(share, -_tango(lost, gained, trials), _tango(gained, lost, trials))
    more = np.where(counted, second.astype(np.float64) - first, 0.0)
    from_batches = error_factor(len(more), batch) * ratio_error(more, counted, batch)
    half = np.maximum(from_batches, least_margin(trials))
    return Estimated(share, np.maximum(share - half, -1.0), np.minimum(share + half, 1.0))


def _tango(gained: npt.NDArray[Any], lost: npt.NDArray[Any], trials: npt.NDArray[Any]) -> Floats:
    """Return the upper end of Tango's interval: where the score of the difference is -1.96."""
    b, c, n = (np.asarray(each, dtype=np.float64) for each in (gained, lost, trials))
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (b - c) / n, np.ones_like(n)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            linear = (2 * n - b + c) * middle - b - c
            root = np.sqrt(np.maximum(linear**2 + 8 * n * c * middle * (1 - middle), 0.0))
            lost_share = (root - linear) / (4 * n)  # the most likely one if the difference is the middle
            variance = n * (2 * lost_share + middle * (1 - middle))
            inside = b - c - n * middle >= -Z95 * np.sqrt(np.maximum(variance, 0.0))
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.asarray(np.where(n > 0, (low + high) / 2, np.nan))


def paired_quantile(first: Ticks, second: Ticks, counted: Bools, level: float, batch: int = 1) -> Estimated:
    """Return how much later a quantile of the second run is.

    Parameters
    ----------
    first, second : ndarray of int, (replications, columns)
        Ticks or days in the same futures, `capsim.clock.NEVER` for what does not happen.
    counted : ndarray of bool, (replications, columns)
        The replications that count, in both runs.
    level : float
        Above 0, at most 1.
    batch : int
        Replications drawn together, see `order_statistic_interval`.

    Returns
    -------
    Estimated
        Difference of the two order statistics; NaN where one of them is NEVER or STOPPED, or nothing counts,
        and its ends NaN where so few replications do not bound one of them.

    Notes
    -----
    Each quantile is known to so many ranks (`interval_ranks`), and both together to pairs of ranks, normal
    with the correlation ρ of *is up to the quantile* in the two runs (R. R. Bahadur, Annals of Mathematical
    Statistics 37 (1966) 577-580). The interval holds the middle 95 % of the differences of order statistics
    at such pairs, as one of a single quantile holds what lies between two (R. S. Woodruff, Journal of the
    American Statistical Association 47 (1952) 635-646): what resampling futures would give, without doing it
    (B. Efron & R. J. Tibshirani, *An Introduction to the Bootstrap*, §13.3). Two more futures are
    taken to differ than were seen, for luck may have hidden them (z² / 2, as A. Agresti and B. A. Coull,
    The American Statistician 52 (1998) 119-126, add to a share).

    It covers 95 % of the time and more, up to 99 %: values at single ranks are themselves left to luck, in
    either run. An interval from standard errors or from batches is shorter, but where finishes jump over
    weekends and idle weeks it covers as little as 34 or 68 %.

    Examples
    --------
    >>> ticks = np.arange(1, 1001)[:, np.newaxis]
    >>> later = paired_quantile(ticks, ticks + 50, np.ones((1000, 1), dtype=bool), 0.8)
    >>> [end.item() for end in later]
    [50.0, 47.0, 53.0]
    """
    one, two = (_known(order_statistic(values, counted, level)) for values in (first, second))
    with np.errstate(divide="ignore"):
        unseen = Z95**2 / 2 / (2 * level * (1 - level) * counted.sum(axis=0))
    rho = np.maximum(_correlation(first <= one, second <= two, counted, batch) - unseen, -1.0)
    spans = [
        _span(_Placed(first, column, counted, ranks), _Placed(second, column, counted, other), rho[column])
        for column, (ranks, other) in enumerate(
            zip(*(interval_ranks(values, counted, level, batch) for values in (first, second)), strict=True)
        )
    ]
    ends = np.array(spans, dtype=np.float64).reshape(-1, 2)
    return Estimated(two - one, ends[:, 0], ends[:, 1])


def _known(ticks: Ticks) -> Floats:
    """Return ticks as numbers, NaN for what is none."""
    return np.where((ticks >= 0) & (ticks < STOPPED), ticks, np.nan)


class _Placed:
    """The values of a column in order, about a quantile known to lie between two ranks."""

    def __init__(self, values: Ticks, column: int, counted: Bools, ranks: tuple[int, int]) -> None:
        self._ordered = _known(np.sort(values[counted[:, column], column]))
        self._low, self._high = ranks

    @property
    def is_bounded(self) -> bool:
        """Whether there are values at both ranks."""
        return self._low >= 1 and self._high <= len(self._ordered)

    def at(self, deviate: Floats) -> Floats:
        """Return values at ranks so many standard errors from that of the quantile."""
        half = (self._high - self._low) / 2 / Z95
        rank = np.rint((self._low + self._high) / 2 + half * deviate).astype(np.int64)
        return np.asarray(self._ordered[np.clip(rank, 1, len(self._ordered)) - 1])


def _span(one: _Placed, two: _Placed, rho: float) -> tuple[float, float]:
    """Return between what the middle 95 % of the differences lie at ranks that may be the right ones."""
    if not (one.is_bounded and two.is_bounded):
        return math.nan, math.nan
    together, apart = math.sqrt((1 + rho) / 2) * _DEVIATES[0], math.sqrt((1 - rho) / 2) * _DEVIATES[1]
    more = np.sort(two.at(together + apart) - one.at(together - apart))
    cut = int(len(more) * 0.025)
    return float(more[cut]), float(more[-1 - cut])


def _correlation(one: Bools, two: Bools, counted: Bools, batch: int) -> Floats:
    """Return the correlation of two counts over replications, or batches of them; 0 where one is constant."""
    trials = batch_sums(counted, batch)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = (batch_sums(each & counted, batch) for each in (one, two))
        off, other = (each - each.sum(axis=0) / trials.sum(axis=0) * trials for each in sums)
        rho = (off * other).sum(axis=0) / np.sqrt((off**2).sum(axis=0) * (other**2).sum(axis=0))
    return np.asarray(np.clip(np.nan_to_num(rho, nan=0.0), -1.0, 1.0), dtype=np.float64)
