"""Work placed on planned dates: when it would start without limits on people, and how much falls in a period.

All times here are working ticks of the portfolio calendar, see `capsim.plan.network`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from capsim.metrics.spans import pieces
from capsim.plan.network import Network

__all__ = ["earliest_starts", "placed"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PIECES = 1 << 21
"""Amounts cut into periods at a time: few enough for a small machine's memory."""


def earliest_starts(network: Network, release: Ints, duration: Ints, absent: Bools | None = None) -> Ints:
    """Return when each task would start in each replication with people without limit.

    Parameters
    ----------
    network : Network
    release : ndarray of int64, (tasks,) or (tasks, replications)
        The first working tick at which dates let it start.
    duration : ndarray of int64, (replications, tasks)
    absent : ndarray of bool, (replications, tasks), optional
        Tasks of projects that do not go ahead: nothing waits for them (rule D6).

    Returns
    -------
    ndarray of int64, (replications, tasks)

    Examples
    --------
    >>> from capsim.plan.network import make_network
    >>> chain = make_network(np.array([0, 1]), np.array([0]), np.array([1]), np.array([0]), np.array([0]))
    >>> earliest_starts(chain, np.array([0, 0]), np.array([[960, 480], [480, 480]])).tolist()
    [[0, 960], [0, 480]]
    >>> earliest_starts(chain, np.array([0, 0]), np.array([[960, 480]]), np.array([[True, False]])).tolist()
    [[0, 0]]
    """
    lengths = np.ascontiguousarray(duration.T)
    away = None if absent is None else np.ascontiguousarray(absent.T)
    early = np.empty((2 * len(lengths), lengths.shape[1]), dtype=np.int64)
    for event in network.order:
        task, is_finish = divmod(event, 2)
        row = early[event]
        row[:] = early[event - 1] + lengths[task] if is_finish else release[task]
        for cause, lag in network.incoming[event]:
            after = early[cause] + lag
            if away is not None:
                after[away[cause // 2]] = 0
            np.maximum(row, after, out=row)
    return np.ascontiguousarray(early[::2].T)


def placed(amount: Floats, begin: Ints, end: Ints, cell: Ints, cells: int, bounds: Ints) -> Floats:
    """Spread amounts evenly over their time and add up what falls into each cell and period.

    Parameters
    ----------
    amount : ndarray of float64, (replications, works)
        In any unit.
    begin, end : ndarray of int64, (works,) or (replications, works)
        Working ticks; the end exclusive, after the begin wherever there is an amount.
    cell : ndarray of int64, (works,)
        Where each work is added up.
    cells : int
        Number of cells.
    bounds : ndarray of int64, (periods + 1,)
        Working ticks at which periods begin and end, rising; what lies outside is left out.

    Returns
    -------
    ndarray of float64, (replications, cells, periods)

    Examples
    --------
    >>> one = np.array([[6.0]]), np.array([480]), np.array([1440]), np.array([0])
    >>> placed(*one, cells=1, bounds=np.array([0, 960, 1920])).tolist()
    [[[3.0, 3.0]]]
    """
    replications, works = amount.shape
    made: Floats = np.empty((replications, cells, len(bounds) - 1))
    begin, end = np.broadcast_to(begin, amount.shape), np.broadcast_to(end, amount.shape)
    step = max(1, _PIECES // max(works, 1))
    for first in range(0, replications, step):
        some = slice(first, first + step)
        made[some] = _placed(amount[some], begin[some], end[some], cell, cells, bounds)
    return made


def _placed(amount: Floats, begin: Ints, end: Ints, cell: Ints, cells: int, bounds: Ints) -> Floats:
    """Do the same for few replications."""
    periods = len(bounds) - 1
    counted = (amount > 0) & (begin < bounds[-1]) & (end > bounds[0])
    replication, work = np.nonzero(counted)
    start, stop, days = begin[counted], end[counted], amount[counted]
    piece, period = pieces(np.maximum(start, bounds[0]), np.minimum(stop, bounds[-1]), bounds)
    inside = np.minimum(stop[piece], bounds[period + 1]) - np.maximum(start[piece], bounds[period])
    part = days[piece] * inside / (stop - start)[piece]
    place = (replication[piece] * cells + cell[work[piece]]) * periods + period
    total = np.bincount(place, weights=part, minlength=len(amount) * cells * periods)
    return np.asarray(total.reshape(len(amount), cells, periods), dtype=np.float64)
