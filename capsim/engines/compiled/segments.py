"""The paths of a block of replications as the kernel reads them."""

from __future__ import annotations

import numpy as np

from capsim.engines.compiled.state import GivenPaths
from capsim.plan.paths import Paths, PathTable

__all__ = ["given_paths", "most_segments"]


def given_paths(table: PathTable, paths: Paths) -> GivenPaths:
    """Return paths with rows of clocks in the place of shares.

    Parameters
    ----------
    table : PathTable
    paths : Paths
    """
    path = np.repeat(np.arange(len(paths.first) - 1), np.diff(paths.first)) % max(table.number, 1)
    row = table.row[path, paths.share] if table.number else paths.share
    return GivenPaths(paths.first, paths.day, row, paths.factor, paths.reason)


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
