"""Some of the replications of a run, in an order of their own."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Absences, Frozen, Restarts, Runs, Seats, Waits

__all__ = ["some_of"]

Ints = npt.NDArray[np.int64]

_Table = TypeVar("_Table", Restarts, Absences, Frozen, Waits)


def some_of(runs: Runs, rows: Ints) -> Runs:
    """Return the runs of some replications alone; row i is replication ``rows[i]``.

    Parameters
    ----------
    runs : Runs
    rows : ndarray of int64
        Each at most once.

    Returns
    -------
    Runs
    """
    number = np.diff(runs.seat_offsets)[rows]
    before = np.cumsum(number) - number
    seats = np.repeat(runs.seat_offsets[rows] - before, number) + np.arange(number.sum())
    place = np.full(runs.replications, -1, np.int32)
    place[rows] = np.arange(len(rows))
    return dataclasses.replace(
        runs,
        ready=runs.ready[rows],
        start=runs.start[rows],
        finish=runs.finish[rows],
        ready_driver=runs.ready_driver[rows],
        start_driver=runs.start_driver[rows],
        finish_driver=runs.finish_driver[rows],
        seat_offsets=np.concatenate([[0], np.cumsum(number)]).astype(np.int64),
        seats=Seats(*(column[seats] for column in runs.seats)),
        restarts=_rows_of(runs.restarts, place),
        absences=_rows_of(runs.absences, place),
        frozen=_rows_of(runs.frozen, place),
        waits=_rows_of(runs.waits, place),
    )


def _rows_of(table: _Table, place: npt.NDArray[np.int32]) -> _Table:
    """Return what belongs to the replications that have a place."""
    mine = place[table.replication] >= 0
    found = type(table)(*(column[mine] for column in table))
    return found._replace(replication=place[found.replication])
