"""The paths of candidates once it is known who was hired, and when (rules D5, R21)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.plan.paths import WHOLE, Paths, PathTable, Reason

__all__ = ["Hired", "decided"]

Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]

_NEVER: Final = np.iinfo(np.int32).max


class Hired(NamedTuple):
    """Who was hired, and on which day.

    Attributes
    ----------
    replication, person, day : ndarray of int32
    """

    replication: Ints32
    person: Ints32
    day: Ints32


def decided(table: PathTable, paths: Paths, since: int, hired: Hired, days: int) -> Paths:
    """Return paths on which candidates come as they were hired, or not at all.

    What is drawn of a candidate counts from the day of the decision: their path is moved there.

    Parameters
    ----------
    table : PathTable
    paths : Paths
    since : int
        The day on which the paths of candidates begin as they are drawn.
    hired : Hired
    days : int
        How far paths are known.

    Returns
    -------
    Paths
    """
    if not table.candidate.any():
        return paths
    keys = len(paths.first) - 1
    begin = np.full(keys, _NEVER, np.int64)
    place = np.full(int(table.person.max()) + 1, -1, np.int64)
    place[table.person] = np.arange(table.number)
    begin[hired.replication * table.number + place[hired.person]] = hired.day
    key = np.repeat(np.arange(keys), np.diff(paths.first))
    waits = table.candidate[key % table.number]
    day = np.where(waits, np.maximum(paths.day - np.int64(since), 0) + begin[key], paths.day)
    overtaken = np.append((key[1:] == key[:-1]) & (day[1:] == day[:-1]), False)
    kept = (day < days) & ~overtaken
    late = np.flatnonzero(table.candidate[np.arange(keys) % table.number] & (begin > 0))
    columns = (
        np.concatenate([late, key[kept]]),
        np.concatenate([np.zeros_like(late), day[kept]]),
        *(
            np.concatenate([np.full(len(late), first), column[kept]])
            for first, column in zip(
                (0, WHOLE, Reason.LATE), (paths.share, paths.factor, paths.reason), strict=True
            )
        ),
    )
    order = np.argsort(columns[0], kind="stable")
    listed = np.stack([column[order] for column in columns])
    turns = np.ones(len(order), np.bool_)
    turns[1:] = (np.diff(listed[[0, 2, 3, 4]], axis=1) != 0).any(axis=0)
    key, *rest = listed[:, turns]
    first = np.concatenate([[0], np.bincount(key, minlength=keys).cumsum()])
    return Paths(first, *(column.astype(np.int32) for column in rest))
