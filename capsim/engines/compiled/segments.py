"""The paths of a block of replications as the kernel reads them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from capsim.engines.absences import drawn_absences
from capsim.engines.compiled.state import GivenPaths
from capsim.plan.paths import Paths, PathTable
from capsim.plan.plan import Plan

__all__ = ["are_known", "given_paths", "most_segments"]


def given_paths(table: PathTable, paths: Paths, days: int) -> GivenPaths:
    """Return paths with rows of clocks in the place of shares.

    Parameters
    ----------
    table : PathTable
    paths : Paths
    days : int
        How far they are known.
    """
    path = np.repeat(np.arange(len(paths.first) - 1), np.diff(paths.first)) % max(table.number, 1)
    row = table.row[path, paths.share] if table.number else paths.share
    return GivenPaths(paths.first, paths.day, row, paths.factor, paths.reason, days)


def most_segments(table: PathTable, paths: Paths) -> int:
    """Return how many segments a replication has at most.

    Parameters
    ----------
    table : PathTable
    paths : Paths
    """
    if not table.number:
        return 0
    return int(np.diff(paths.first[:: table.number]).max(initial=0))


def are_known(plan: Plan, paths: Paths, days: int, finish: npt.NDArray[np.int32]) -> bool:
    """Whether every absence that begins before the last finish of its replication ends where paths are known.

    Parameters
    ----------
    plan : Plan
    paths : Paths
    days : int
        How far they are known.
    finish : ndarray of int32, (replications, tasks)
    """
    if days >= plan.n_days:
        return True
    absences = drawn_absences(plan, paths, finish, days)
    return not (absences.last_day >= days - 1).any()
