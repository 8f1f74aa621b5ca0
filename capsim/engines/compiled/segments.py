"""The paths of a block of replications as the kernel reads them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from capsim.engines.compiled.state import GivenPaths
from capsim.engines.runs import Absences
from capsim.plan.exits import Exits
from capsim.plan.paths import Paths, PathTable

__all__ = ["are_known", "given_paths", "most_of"]


def given_paths(table: PathTable, paths: Paths, exits: Exits, days: int) -> GivenPaths:
    """Return paths with rows of clocks in the place of shares.

    Parameters
    ----------
    table : PathTable
    paths : Paths
    exits : Exits
    days : int
        How far paths are known.
    """
    path = np.repeat(np.arange(len(paths.first) - 1), np.diff(paths.first)) % max(table.number, 1)
    row = table.row[path, paths.share] if table.number else paths.share
    return GivenPaths(paths.first, paths.day, row, paths.factor, paths.reason, days, *exits)


def most_of(table: PathTable, first: npt.NDArray[np.int64]) -> int:
    """Return how many entries a replication has at most, given where those of each path begin.

    Parameters
    ----------
    table : PathTable
    first : ndarray of int64, (replications * paths + 1,) or empty
    """
    if not table.number:
        return 0
    return int(np.diff(first[:: table.number]).max(initial=0))


def are_known(absences: Absences, days: int, n_days: int) -> bool:
    """Whether every absence that begins before the last finish of its replication ends where paths are known.

    Parameters
    ----------
    absences : Absences
        Cut to the days that are known.
    days : int
        How far paths are known.
    n_days : int
        Days of the run.
    """
    return days >= n_days or not (absences.last_day >= days - 1).any()
