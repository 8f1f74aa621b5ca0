"""Long absences (rule R10): when somebody hands over what they have in hand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["long_absences"]

Ints = npt.NDArray[np.int64]


def long_absences(capacity: Ints, worked: Ints, limit: float | None) -> list[int]:
    """Return the first days of somebody's long absences, in order.

    An absence is a run of days without capacity, and its length the number of working days of the
    portfolio calendar in it. It is long above a limit, and if no day up to the last one ends it.

    Parameters
    ----------
    capacity : ndarray of int64, (days,)
        What the person has to give on each day.
    worked : ndarray of int64, (days + 1,)
        Working days before each day.
    limit : float, optional
        Working days; None: only an absence without end is long.

    Examples
    --------
    >>> capacity, worked = np.array([480, 0, 0, 480, 0]), np.arange(6)
    >>> long_absences(capacity, worked, 1), long_absences(capacity, worked, None)
    ([1, 4], [4])
    """
    away = np.concatenate([[False], capacity == 0, [False]])
    turns = np.flatnonzero(away[1:] != away[:-1])
    first, end = turns[::2], turns[1::2]
    length = worked[end] - worked[first]
    endless = (end == len(capacity)) & (length > 0)
    found: list[int] = first[endless if limit is None else endless | (length > limit)].tolist()
    return found
