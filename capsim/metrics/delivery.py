"""When things are finished, and with what odds by a deadline."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER
from capsim.metrics.intervals import (
    UNBOUNDED,
    Z95,
    error_factor,
    least_margin,
    ranks_around,
    ratio_error,
    wilson,
)

__all__ = [
    "Odds",
    "always",
    "interval_ranks",
    "odds",
    "order_statistic",
    "order_statistic_interval",
    "project_finish",
    "rank_of",
]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints32 = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class Odds(NamedTuple):
    """A probability and its 95 % interval, per column.

    Attributes
    ----------
    probability, low, high : ndarray of float64, (columns,)
        Shares; NaN where no replication counts, or where too few replications say how far it may be off.
    """

    probability: Floats
    low: Floats
    high: Floats

    @property
    def half_width(self) -> Floats:
        """The larger side of the interval: how far the probability may be off."""
        return np.maximum(self.high - self.probability, self.probability - self.low)


def project_finish(finish: Ints32, first_task: Ints) -> Ints32:
    """Return the finish of each project: that of its last task to finish.

    Parameters
    ----------
    finish : ndarray of int32, (replications, tasks)
        Ticks, `capsim.clock.NEVER`, `STOPPED` or `ABSENT`.
    first_task : ndarray of int64, (projects + 1,)
        A project's tasks are ``first_task[p]`` to ``first_task[p + 1]``.

    Returns
    -------
    ndarray of int32, (replications, projects)
        Ticks; NEVER if one task never finishes, STOPPED if a gate stops the project, ABSENT if it does not go
        ahead, 0 for a project
        without tasks.

    Examples
    --------
    >>> project_finish(np.array([[3, 9, 5], [4, NEVER, -1]], dtype=np.int32), np.array([0, 2, 3])).tolist()
    [[9, 5], [2147483647, -1]]
    """
    made = np.zeros((len(finish), len(first_task) - 1), dtype=np.int32)
    filled = np.flatnonzero(np.diff(first_task) > 0)
    if len(filled):
        made[:, filled] = np.maximum.reduceat(finish, first_task[filled], axis=1)
    return made


def odds(hit: Bools, counted: Bools, batch: int = 1) -> Odds:
    """Return how often something happens among the replications that count.

    Parameters
    ----------
    hit, counted : ndarray of bool, (replications, columns)
        Whether it happened; whether the replication counts (a project that does not go ahead does not).
    batch : int
        Replications drawn together, see `ratio_error`. With 1 the interval is Wilson's; else the estimate
        ± Student's t times the standard error between batches, at least ± `least_margin`.

    Returns
    -------
    Odds

    Examples
    --------
    >>> hit = np.array([[True], [False], [True], [True]])
    >>> odds(hit, np.array([[True], [True], [True], [False]])).probability.tolist()
    [0.6666666666666666]
    """
    counted_hit = hit & counted
    hits, trials = counted_hit.sum(axis=0), counted.sum(axis=0)
    with np.errstate(invalid="ignore"):
        share = hits / trials
    if batch == 1:
        return Odds(share, *wilson(hits, trials))
    half = _margin(counted_hit, counted, batch)
    return Odds(share, np.maximum(share - half, 0.0), np.minimum(share + half, 1.0))


def _margin(hit: Bools, counted: Bools, batch: int) -> Floats:
    """Return half the 95 % interval of a share, from what batches differ by.

    Batches may be alike by chance: the margin is never less than what so many replications can tell.
    """
    from_batches = error_factor(len(hit), batch) * ratio_error(hit, counted, batch)
    from_the_rest = Z95 * _error_of_the_unfinished(hit, counted, batch)
    return np.maximum(np.hypot(from_batches, from_the_rest), least_margin(counted.sum(axis=0)))


def _error_of_the_unfinished(hit: Bools, counted: Bools, batch: int) -> Floats:
    """Return what an unfinished last batch adds to the error of a share.

    Its r of m replications are a sample without replacement of a batch that would balance itself: the
    variance of their hits is at most that of r independent ones, times 1 - r / m.
    """
    rest = len(hit) % batch
    trials = counted.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hit.sum(axis=0) / trials
        variance = counted[len(counted) - rest :].sum(axis=0) * (1 - rest / batch) * share * (1 - share)
        return np.asarray(np.sqrt(variance) / trials, dtype=np.float64)


def always(hit: Bools, counted: Bools) -> Bools:
    """Return in which replications everything that counts happens.

    Parameters
    ----------
    hit, counted : ndarray of bool, (replications, columns)

    Returns
    -------
    ndarray of bool, (replications,)
        True also where nothing counts.

    Examples
    --------
    >>> always(np.array([[True, False], [True, False]]), np.array([[True, True], [True, False]])).tolist()
    [False, True]
    """
    return np.asarray((hit | ~counted).all(axis=1))


def order_statistic(values: npt.NDArray[np.signedinteger], counted: Bools, level: float) -> Ints:
    """Return a quantile of each column: the order statistic ceil(level · n), NEVER last (rules R15, D6).

    Parameters
    ----------
    values : ndarray of int, (replications, columns)
        Ticks or days, `capsim.clock.NEVER` for what does not happen.
    counted : ndarray of bool, (replications, columns)
        The replications that count; n is their number.
    level : float
        Above 0, at most 1.

    Returns
    -------
    ndarray of int64, (columns,)
        ABSENT where no replication counts.

    Examples
    --------
    >>> values = np.array([[10], [NEVER], [30], [20]])
    >>> order_statistic(values, np.ones((4, 1), dtype=bool), 0.75).tolist()
    [30]
    """
    ordered, trials = _ordered(values, counted)
    return np.array(
        [_at(ordered[:, column], rank_of(level, count), count) for column, count in enumerate(trials)],
        dtype=np.int64,
    )


def order_statistic_interval(
    values: npt.NDArray[np.signedinteger], counted: Bools, level: float, batch: int = 1
) -> tuple[Ints, Ints]:
    """Return the 95 % interval of a quantile, as two order statistics.

    Parameters
    ----------
    values, counted, level
        As in `order_statistic`.
    batch : int
        Replications drawn together. With 1 the interval is the distribution-free binomial one
        (`ranks_around`). Else it is Woodruff's: the share of replications up to the quantile is off by so
        much, by what batches differ by, and the values at the shares that much lower and higher enclose it
        (R. S. Woodruff, Journal of the American Statistical Association 47 (1952) 635–646).

    Returns
    -------
    low, high : ndarray of int64, (columns,)
        `UNBOUNDED` where too few replications bound the quantile; ABSENT where none counts.

    Examples
    --------
    >>> values = np.arange(1, 101)[:, np.newaxis]
    >>> low, high = order_statistic_interval(values, np.ones((100, 1), dtype=bool), 0.5)
    >>> low.tolist(), high.tolist()
    ([41], [61])
    """
    ordered, trials = _ordered(values, counted)
    ranks = interval_ranks(values, counted, level, batch)
    ends = [
        (_at(ordered[:, column], low, count), _at(ordered[:, column], high, count))
        for column, ((low, high), count) in enumerate(zip(ranks, trials, strict=True))
    ]
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def interval_ranks(
    values: npt.NDArray[np.signedinteger], counted: Bools, level: float, batch: int = 1
) -> list[tuple[int, int]]:
    """Return the ranks of the two order statistics of `order_statistic_interval`, for each column.

    Parameters
    ----------
    values, counted, level, batch
        As there.

    Returns
    -------
    list of (int, int)
        Ranks counted from 1 among the replications that count; 0, or one more than those, where there is no
        such bound.

    Examples
    --------
    >>> values = np.arange(1, 101)[:, np.newaxis]
    >>> interval_ranks(values, np.ones((100, 1), dtype=bool), 0.5)
    [(41, 61)]
    """
    trials = counted.sum(axis=0).tolist()
    if batch == 1:
        return [ranks_around(count, level) if count else (0, 0) for count in trials]
    below = _first_ranks(values, counted, [rank_of(level, count) for count in trials], batch)
    margins = _margin(below, counted, batch)
    return [_ranks_within(level, margin, count) for margin, count in zip(margins, trials, strict=True)]


def _ordered(values: npt.NDArray[np.signedinteger], counted: Bools) -> tuple[Ints, list[int]]:
    """Sort each column, what does not count last; with the number that count."""
    ordered = np.where(counted, values.astype(np.int64), NEVER << 32)  # after any tick or amount
    ordered.sort(axis=0)
    return ordered, counted.sum(axis=0).tolist()


def _first_ranks(
    values: npt.NDArray[np.signedinteger], counted: Bools, ranks: list[int], batch: int
) -> Bools:
    """Mark the replications up to a rank in each column; ties are shared out evenly among batches."""
    replications = np.arange(len(values))
    spread = np.lexsort((replications // batch, replications % batch))
    below = np.zeros(values.shape, dtype=np.bool_)
    for column, rank in enumerate(ranks):
        candidates = spread[counted[spread, column]]
        order = np.argsort(values[candidates, column], kind="stable")
        below[candidates[order[:rank]], column] = True
    return below


def rank_of(level: float, count: int) -> int:
    """Return ceil(level · count), the rank of a quantile, proof against the last bit of the product."""
    return max(1, math.ceil(level * count - 1e-9))


def _ranks_within(level: float, margin: float, count: int) -> tuple[int, int]:
    """Return the ranks at a level less and plus a margin."""
    if math.isnan(margin):
        return 0, count + 1
    low, high = level - margin, level + margin
    return (rank_of(low, count) if low > 0 else 0), (rank_of(high, count) if high <= 1 else count + 1)


def _at(ordered: Ints, rank: int, count: int) -> int:
    """Return the order statistic of a rank counted from 1."""
    if count == 0:
        return ABSENT
    return int(ordered[rank - 1]) if 1 <= rank <= count else UNBOUNDED
