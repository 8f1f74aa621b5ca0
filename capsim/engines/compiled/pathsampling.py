"""People's paths as fast as the engine uses them, and byte for byte those of `Fates.paths`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from capsim.domain.sampling import LatinHypercube
from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.pathchances import make_path_chances
from capsim.engines.compiled.pathdrawing import FULL, PathRoom, draw_paths, make_path_room
from capsim.plan.draws import Draws
from capsim.plan.paths import Paths

__all__ = ["Enough", "PathSampler", "PathSource", "paths_of"]

Ints = npt.NDArray[np.int64]

_SPANS: Final = 8
"""Spans of somebody in a replication for which there is room at first."""
_SEGMENTS: Final = 16
"""Likewise, segments."""


class PathSource(Protocol):
    """What the paths of replications are asked of."""

    def paths(self, first: int, count: int, days: int | None = None) -> Paths:
        """Return the paths of consecutive replications, for so many days."""


class _Readable:
    """The readable code."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def paths(self, first: int, count: int, days: int | None = None) -> Paths:
        draws = self._draws
        return draws.fates.paths(draws.seed, draws.sampling, first, count, days)


def paths_of(draws: Draws) -> PathSource:
    """Return what draws the paths of a run fastest.

    That is the readable code where nobody has any, where risks take people away, and under a Latin hypercube.
    """
    fates = draws.fates
    if not fates.table.number or fates.depend_on_risks or isinstance(draws.sampling, LatinHypercube):
        return _Readable(draws)
    return PathSampler(draws)


class Enough(NamedTuple):
    """What has been found to be needed.

    Attributes
    ----------
    spans : int
        Room for one replication while it is drawn.
    segments : int
        Of the paths of one replication.
    """

    spans: int
    segments: int


class PathSampler:
    """The chance of a run's people, ready to be drawn as often as wanted, by several threads at once.

    Parameters
    ----------
    draws : Draws
        Of a plan in which somebody can have a path, under a plan of sampling without strata.

    Attributes
    ----------
    enough : Enough
        What has been found to be needed so far; it grows where that was too little.
    """

    def __init__(self, draws: Draws) -> None:
        self._readable = _Readable(draws)
        self._most, self._paths = draws.fates.days, draws.fates.table.number
        self._block = Block(make_path_chances(draws))
        self.enough = Enough(_SPANS * self._paths + 64, _SEGMENTS * self._paths)
        self._rooms: list[tuple[int, PathRoom, Block]] = []  # those that no thread uses just now

    def paths(self, first: int, count: int, days: int | None = None) -> Paths:
        """Return the paths of replications ``first`` to ``first + count - 1``.

        Parameters
        ----------
        first, count : int
        days : int, optional
            How far; all the days of the run by default.

        Returns
        -------
        Paths
            The same bytes as those of `Fates.paths`.
        """
        far = min(self._most, days or self._most)
        while True:
            enough = self.enough  # both numbers at once: another thread may find them too small meanwhile
            size, room, block = self._room(enough.spans)
            segments = count * enough.segments
            columns = (np.empty(segments, np.int32) for _ in range(4))
            drawn = Paths(np.empty(count * self._paths + 1, np.int64), *columns)
            doubtful = np.empty(count, np.bool_)
            draw_paths(self._block, block, first, far, *drawn, doubtful)
            if not room.at[FULL]:
                break
            # no sum of what several threads have found too little: that would double for each of them
            self.enough = Enough(*(max(now, 2 * was) for now, was in zip(self.enough, enough, strict=True)))
        self._rooms.append((size, room, block))
        drawn = _cut(drawn, 0, len(drawn.first) - 1)
        doubts = np.flatnonzero(doubtful).tolist()
        again = [self._readable.paths(first + row, 1, far) for row in doubts]
        return _replaced(drawn, self._paths, doubts, again) if doubts else drawn

    def _room(self, size: int) -> tuple[int, PathRoom, Block]:
        """Return room that no other thread uses, for so many spans at least."""
        while self._rooms:
            found = self._rooms.pop()
            if found[0] >= size:
                return found
        room = make_path_room(self._paths, size)
        return size, room, Block(room)


def _replaced(drawn: Paths, number: int, rows: Sequence[int], exact: Sequence[Paths]) -> Paths:
    """Put other paths in the place of those of some replications, in order."""
    parts, begin = [], 0
    for row, paths in zip(rows, exact, strict=True):
        parts += [_cut(drawn, begin * number, row * number), paths]
        begin = row + 1
    parts.append(_cut(drawn, begin * number, len(drawn.first) - 1))
    ends = np.cumsum(np.concatenate([[0], *(np.diff(part.first) for part in parts)]))
    columns = (np.concatenate(column) for column in zip(*(part[1:] for part in parts), strict=True))
    return Paths(ends, *columns)


def _cut(paths: Paths, low: int, high: int) -> Paths:
    """Return the paths of some keys; of what they begin with only the differences count."""
    span = slice(paths.first[low], paths.first[high])
    return Paths(paths.first[low : high + 1], *(column[span] for column in paths[1:]))
