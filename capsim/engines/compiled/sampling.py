"""Draws as fast as the engine uses them, and byte for byte those of `Draws.block`."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from capsim.engines.compiled.blocks import Block
from capsim.engines.compiled.chances import make_chances
from capsim.engines.compiled.curves import STRIDE
from capsim.engines.compiled.drawing import LANES, STRIP, Room, draw_block
from capsim.engines.compiled.pathsampling import PathSource, paths_of
from capsim.plan.draws import Amounts, Draws
from capsim.plan.draws import Block as Drawn
from capsim.plan.streams import check_range

__all__ = ["Sampler", "Source", "source_of"]


class Source(Protocol):
    """What an engine is given the draws by."""

    def __hash__(self) -> int:
        """Return what tells one from another."""

    @property
    def seed(self) -> int:
        """The seed of the run."""

    def order(self, first: int, count: int) -> npt.NDArray[np.uint32]:
        """Return the random order of tasks in consecutive replications."""

    def block(self, first: int, count: int, days: int | None = None) -> Drawn:
        """Return the draws of consecutive replications, people's paths for so many days."""


def source_of(draws: Source, paths: PathSource | None = None) -> Source:
    """Return what gives the same draws faster; draws that are none but only handed on stay as they are.

    Parameters
    ----------
    draws : Source
    paths : PathSource, optional
        What has the same people's paths already.
    """
    return Sampler(draws, paths) if isinstance(draws, Draws) else draws


class Sampler:
    """The chance of one run, ready to be drawn as often as wanted, by several threads at once.

    Parameters
    ----------
    draws : Draws
    paths : PathSource, optional
        What has the same people's paths already.

    Attributes
    ----------
    seed : int
    paths : PathSource

    Examples
    --------
    >>> import capsim as cs
    >>> from capsim.plan.build import make_plan
    >>> from capsim.plan.draws import make_draws
    >>> build = cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")
    >>> portfolio = cs.Portfolio(
    ...     "Demo", "2027-01-04", [cs.Person("Ada", "backend")], [cs.Project("Shop", tasks=[build])]
    ... )
    >>> draws = make_draws(make_plan(portfolio), seed=7)
    >>> bool((Sampler(draws).block(0, 99).effort == draws.block(0, 99).effort).all())
    True
    """

    def __init__(self, draws: Draws, paths: PathSource | None = None) -> None:
        self._draws = draws
        self.seed = draws.seed
        self._chances, self._given = make_chances(draws)
        self._block = Block(self._chances)
        self.paths: PathSource = paths_of(draws) if paths is None else paths
        self._rooms: list[Block] = []  # those that no thread uses just now

    def block(self, first: int, count: int, days: int | None = None) -> Drawn:
        """Return the draws of replications ``first`` to ``first + count - 1``.

        Parameters
        ----------
        first, count : int
        days : int, optional
            How far people's paths are drawn.

        Returns
        -------
        Drawn
            The same bytes as those of `Draws.block`.
        """
        check_range(first, count)
        plan = self._draws.plan
        drawn = Amounts(
            np.empty((count, plan.n_needs), np.int64),
            np.empty((count, plan.n_tasks), np.int64),
            np.empty((count, plan.n_projects), np.bool_),
        )
        given = self._given.uniforms(first, count)
        draws = self._draws
        by = np.ascontiguousarray(draws.surprises.factors(draws.seed, draws.sampling, first, count))
        doubtful = np.empty(count, np.bool_)
        room = self._room()
        draw_block(self._block, room, first, given, by, *drawn, doubtful)
        self._rooms.append(room)
        for row in np.flatnonzero(doubtful).tolist():
            again = self._draws.block(first + row, 1, days)
            for column, exact in zip(drawn, again[: len(drawn)], strict=True):
                column[row] = exact[0]
        return self._draws.completed(first, drawn, self.paths.paths(first, count, days))

    def order(self, first: int, count: int) -> npt.NDArray[np.uint32]:
        """Return the random order of tasks, see `Draws.order`."""
        return self._draws.order(first, count)

    def _room(self) -> Block:
        """Return room that no other thread uses."""
        try:
            return self._rooms.pop()
        except IndexError:
            return self._new_room()

    def _new_room(self) -> Block:
        chances = self._chances
        near = np.zeros(STRIP)
        return Block(
            Room(
                words=np.zeros((LANES // 2, len(chances.words.hash)), np.uint64),
                u=np.zeros(chances.uniforms),
                row=chances.curves.row.copy(),
                stride=np.full(len(chances.curves.row), STRIDE),
                days=chances.days.copy(),
                near=near,
                near_bits=near.view(np.int64),
                at=np.zeros(STRIP, np.int64),
                x=np.zeros(STRIP),
                away=np.zeros(STRIP),
            )
        )
