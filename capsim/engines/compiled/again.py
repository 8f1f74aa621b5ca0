"""The same futures again: what was drawn once is drawn no more, and only some of them are run."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from capsim.engines.compiled.pathsampling import PathSource, paths_of
from capsim.engines.compiled.sampling import Sampler, Source
from capsim.plan.draws import Block, Draws
from capsim.plan.paths import Paths

__all__ = ["Chosen", "Kept", "KeptPaths"]

Ints = npt.NDArray[np.int64]

_BLOCKS: Final = 8
"""How many blocks are kept: those of the futures in hand, drawn for so many days and for more."""


class KeptPaths:
    """People's paths that are drawn once for several runs.

    Parameters
    ----------
    source : PathSource
    """

    def __init__(self, source: PathSource) -> None:
        self._drawn = functools.lru_cache(_BLOCKS)(source.paths)
        self._turn = Lock()  # whoever wants the same waits for it

    def paths(self, first: int, count: int, days: int | None = None) -> Paths:
        """Return the paths of consecutive replications, for so many days."""
        with self._turn:
            return self._drawn(first, count, days)


class Kept:
    """Draws that are drawn once for several runs, by several threads at once.

    Parameters
    ----------
    draws : Draws

    Attributes
    ----------
    seed : int
    paths : PathSource
    """

    def __init__(self, draws: Draws) -> None:
        self.paths: PathSource = KeptPaths(paths_of(draws))
        self.seed = draws.seed
        self._sampler = Sampler(draws, self.paths)
        self._drawn = functools.lru_cache(_BLOCKS)(self._sampler.block)
        self._turn = Lock()

    def block(self, first: int, count: int, days: int | None = None) -> Block:
        """Return the draws of consecutive replications, people's paths for so many days."""
        with self._turn:
            return self._drawn(first, count, days)

    def order(self, first: int, count: int) -> npt.NDArray[np.uint32]:
        """Return the random order of tasks, see `Draws.order`."""
        return self._sampler.order(first, count)


@dataclass(frozen=True, eq=False)
class Chosen:
    """Some replications of a block, as if they came one after the other.

    Attributes
    ----------
    source : Source
    first, count : int
        The block.
    rows : ndarray of int64
        Which of them, in order.
    """

    source: Source
    first: int
    count: int
    rows: Ints

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return self.source.seed

    def block(self, first: int, count: int, days: int | None = None) -> Block:
        """Return the draws of the replications chosen, from a place among them on."""
        far = {} if days is None else {"days": days}
        drawn = self.source.block(self.first, self.count, **far)
        rows = self.rows[first : first + count]
        columns: dict[str, Any] = {
            name: _rows_of(column, rows, self.count) if isinstance(column, tuple) else column[rows]
            for name, column in drawn._asdict().items()
        }
        return Block(**columns)

    def order(self, first: int, count: int) -> npt.NDArray[np.uint32]:
        """Return the random order of tasks in them."""
        return self.source.order(self.first, self.count)[self.rows[first : first + count]]


def _rows_of(listed: Any, rows: Ints, count: int) -> Any:
    """Return what is listed by path, `Paths` or `Exits`, for some of so many replications."""
    if not len(listed.first):
        return listed
    number = (len(listed.first) - 1) // count
    keys = (rows[:, np.newaxis] * number + np.arange(number)).reshape(-1)
    sizes = (listed.first[1:] - listed.first[:-1])[keys]
    first = np.concatenate([[0], np.cumsum(sizes)])
    entries = np.repeat(listed.first[keys] - first[:-1], sizes) + np.arange(first[-1])
    columns: Sequence[npt.NDArray[Any]] = listed[1:]
    return type(listed)(first, *(column[entries] for column in columns))
