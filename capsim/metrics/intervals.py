"""How far an estimate may be off because the replications are finite."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy

__all__ = [
    "UNBOUNDED",
    "Z95",
    "batch_sums",
    "error_factor",
    "least_margin",
    "ranks_around",
    "ratio_error",
    "t95",
    "wilson",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

Z95: Final = 1.959963984540054
"""The 97.5 % point of the standard normal law: two-sided 95 %."""

UNBOUNDED: Final = -2
"""Stands for the end of an interval that so few replications cannot bound."""


def t95(freedom: int) -> float:
    """Return the 97.5 % point of Student's t, as a factor on a standard error.

    Parameters
    ----------
    freedom : int
        Degrees of freedom, at least 1.

    Returns
    -------
    float

    Examples
    --------
    >>> round(t95(6), 4)
    2.4469
    """
    return float(scipy.special.stdtrit(freedom, 0.975))


def error_factor(replications: int, batch: int) -> float:
    """Return what to multiply a `ratio_error` by for half a 95 % interval.

    Parameters
    ----------
    replications : int
    batch : int
        Replications drawn together, see `ratio_error`.

    Returns
    -------
    float
        `Z95` for independent replications, else Student's t with one degree of freedom less than complete
        batches; NaN with fewer than two.

    Examples
    --------
    >>> round(error_factor(1000, 1), 4), round(error_factor(1000, 128), 4)
    (1.96, 2.4469)
    """
    if batch == 1:
        return Z95
    batches = replications // batch
    return t95(batches - 1) if batches > 1 else math.nan


def least_margin(trials: npt.ArrayLike) -> Floats:
    """Return how far a share may be off at least, when nothing differed from one batch to the next.

    Parameters
    ----------
    trials : array_like of int
        Replications that count.

    Returns
    -------
    ndarray of float64
        Same shape; infinite where there was no trial.

    Notes
    -----
    What happens with probability q in a replication is seen in none of n with probability (1 - q)ⁿ, at most
    exp(-nq); above q = -ln(0.025) / n that is less than 2.5 %. Batches of m whose counts round a share q off
    the same way in every one of n / m batches leave it off by no more.

    Examples
    --------
    >>> round(float(least_margin(1000)), 5)
    0.00369
    """
    with np.errstate(divide="ignore"):
        return np.asarray(-math.log(0.025) / np.asarray(trials, dtype=np.float64))


def wilson(hits: npt.ArrayLike, trials: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return Wilson's 95 % interval of a probability, from independent trials.

    Parameters
    ----------
    hits, trials : array_like of int
        Successes and trials, any one shape.

    Returns
    -------
    low, high : ndarray of float64
        Shares, same shape; NaN where there was no trial.

    References
    ----------
    E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, Journal of the
    American Statistical Association 22 (1927) 209–212.

    Examples
    --------
    >>> low, high = wilson(8, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.4902, 0.9433)
    """
    successes, count = np.asarray(hits, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = successes / count
        shrink = 1 + Z95**2 / count
        middle = (share + Z95**2 / (2 * count)) / shrink
        half = Z95 * np.sqrt(share * (1 - share) / count + Z95**2 / (4 * count**2)) / shrink
    # with no hit, or only hits, an end is 0 or 1 exactly; the formula leaves a rounding error there
    low = np.where(successes == 0, np.where(count > 0, 0.0, np.nan), middle - half)
    high = np.where(successes == count, np.where(count > 0, 1.0, np.nan), middle + half)
    return low, high


def ratio_error(top: npt.NDArray[Any], bottom: npt.NDArray[Any], batch: int = 1) -> Floats:
    """Return the Monte Carlo standard error of Σ top ÷ Σ bottom over replications (or batches of them).

    Parameters
    ----------
    top, bottom : ndarray, (replications, …)
        Numerator and denominator of each replication.
    batch : int
        Consecutive replications that were drawn together: 1 for independent draws, 128 for a Latin
        hypercube, 2 for antithetic pairs (D7). An unfinished last batch is left out.

    Returns
    -------
    ndarray of float64, (…)
        The error, in the unit of the ratio; NaN with fewer than two batches or nothing below the line.

    Notes
    -----
    The linearized (delta) variance of a ratio of means (W. G. Cochran, *Sampling Techniques*, 3rd ed.,
    §2.11 and §6.4): with residuals e = top − ratio · bottom of B batches, error² is
    Σ e² · B ÷ (B − 1) ÷ (Σ bottom)².

    Examples
    --------
    >>> float(ratio_error(np.array([1.0, 0.0, 1.0, 0.0]), np.ones(4)))  # sqrt(p (1 - p) / (n - 1))
    0.28867513459481287
    """
    above, below = batch_sums(top, batch), batch_sums(bottom, batch)
    batches = len(above)
    total = below.sum(axis=0)
    if batches < 2:
        return np.full(total.shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        # multiplied out: whole numbers in the same ratio in every batch leave exactly nothing
        residual = (above * total - above.sum(axis=0) * below) / total
        squares = (residual**2).sum(axis=0)
        return np.asarray(np.sqrt(squares * (batches / (batches - 1))) / total, dtype=np.float64)


def batch_sums(values: npt.NDArray[Any], batch: int) -> Floats:
    """Add up the replications of each complete batch.

    Parameters
    ----------
    values : ndarray, (replications, …)
    batch : int

    Returns
    -------
    ndarray of float64, (batches, …)

    Examples
    --------
    >>> batch_sums(np.array([1, 2, 3, 4, 5]), 2).tolist()
    [3.0, 7.0]
    """
    if batch == 1:
        return values.astype(np.float64)
    batches = len(values) // batch
    whole = values[: batches * batch].reshape(batches, batch, *values.shape[1:])
    return np.asarray(whole.sum(axis=1), dtype=np.float64)


@lru_cache(maxsize=1024)
def ranks_around(count: int, level: float) -> tuple[int, int]:
    """Return the ranks of the order statistics that enclose a quantile with at least 95 % confidence.

    Parameters
    ----------
    count : int
        Independent observations.
    level : float
        The quantile, strictly between 0 and 1.

    Returns
    -------
    low, high : int
        Ranks counted from 1; 0 and ``count + 1`` mean that there is no such bound.

    Notes
    -----
    Distribution-free: the number of observations up to the quantile is binomial (H. A. David and
    H. N. Nagaraja, *Order Statistics*, 3rd ed., §7.1). Of the pairs of ranks with at least 95 % it is one
    with the fewest ranks between, made of the most probable numbers (E. L. Crow, Biometrika 43 (1956)
    423-435, for a share); where two ends are as probable, the lower one goes. Two tails of at most 2.5 %
    each would cover a P95 of some 1,000 observations up to 96.4 % of the time.

    Examples
    --------
    >>> ranks_around(100, 0.5)
    (41, 61)
    """
    cumulative = scipy.special.bdtr(np.arange(count + 1, dtype=np.float64), count, level)
    chance = np.diff(cumulative, prepend=0.0)
    first, last = np.searchsorted(cumulative, (0.025, 0.975)).tolist()
    spare = float(cumulative[last] - cumulative[first] + chance[first]) - 0.95
    while spare >= min(chance[first], chance[last]):
        if chance[first] <= chance[last] * (1 + 1e-9):
            spare -= float(chance[first])
            first += 1
        else:
            spare -= float(chance[last])
            last -= 1
    return first, last + 1
