"""Learning by doing (rules R3, D5): what people have completed, and how fast they are by it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from capsim.engines.event.setup import Setup
from capsim.plan.paths import WHOLE

__all__ = ["Learned"]


class Learned:
    """The completed work of people, by skill.

    Parameters
    ----------
    setup : Setup
    effort : sequence of int, (needs,)
        Drawn effort in ticks.
    """

    __slots__ = ("_done", "_effort", "_setup")

    def __init__(self, setup: Setup, effort: Sequence[int]) -> None:
        self._setup = setup
        self._effort = effort
        self._done: dict[tuple[int, int], int] = {}

    def factor(self, person: int, need: int) -> int:
        """Return the factor on somebody's speed at the work of a need, in thousandths."""
        table = self._setup.learning
        row = int(table.row[person])
        if row < 0:
            return WHOLE
        done = self._done.get((person, int(table.craft[need])), 0)
        first, last = int(table.first[row]), int(table.first[row + 1])
        return WHOLE + bisect_right(table.ticks, done, first, last) - first

    def complete(self, need: int, people: Sequence[int]) -> None:
        """Count the work of a need that ends for those on its seats, the same for each seat."""
        craft = int(self._setup.learning.craft[need])
        for person in people:
            done = self._done.get((person, craft), 0)
            self._done[person, craft] = done + self._effort[need] // len(people)

    def forget(self, person: int) -> None:
        """Forget what somebody has done who leaves; whoever comes next has not done it."""
        self._done = {key: done for key, done in self._done.items() if key[0] != person}
