"""The people of a replication: how much of each is free, since when, and what they have done."""

from __future__ import annotations

from capsim.engines.event.setup import Setup

__all__ = ["Pool", "people_of"]


def people_of(bits: int) -> list[int]:
    """Return the people in a set, in the order of the portfolio.

    Examples
    --------
    >>> people_of(0b1010)
    [1, 3]
    """
    people = []
    while bits:
        lowest = bits & -bits
        people.append(lowest.bit_length() - 1)
        bits ^= lowest
    return people


class Pool:
    """Free shares of the people, kept as sets for each allocation that the plan knows.

    Attributes
    ----------
    free : list of int
        Free thousandths of each person, also while away.
    with_free : dict of int to int
        For each share, the people with at least that much free.
    load : list of int
        Work taken so far in this run, in thousandths of a tick (for the rule `LeastLoaded`).
    worked_on : list of int
        The people who have held a seat, for each project (for the rule `Continuity`).
    """

    def __init__(self, setup: Setup) -> None:
        people = setup.plan.n_people
        self.free = [1000] * people
        self.with_free = dict.fromkeys(setup.shares, (1 << people) - 1)
        self.load = [0] * people
        self.worked_on = [0] * setup.plan.n_projects
        # For each person (tick, free before, need) of the ends that freed them. Only ends that some share
        # still remembers are kept: `free before` grows along the list.
        self._freed: list[list[tuple[int, int, int]]] = [[] for _ in range(people)]

    def take(self, person: int, share: int) -> None:
        """Let a seat take a share of a person."""
        before = self.free[person]
        after = self.free[person] = before - share
        for size in self.with_free:
            if after < size <= before:
                self.with_free[size] ^= 1 << person

    def give_back(self, person: int, share: int, tick: int, need: int) -> None:
        """Free the share of a person that a need held until ``tick``."""
        before = self.free[person]
        after = self.free[person] = before + share
        for size in self.with_free:
            if before < size <= after:
                self.with_free[size] ^= 1 << person
        freed = self._freed[person]
        while freed and freed[-1][1] >= before:
            freed.pop()
        freed.append((tick, before, need))

    def free_since(self, person: int, share: int) -> tuple[int, int]:
        """Return the last tick since which the person's free share is that large, and the need that ended.

        Returns
        -------
        (int, int)
            ``(-1, -1)`` if it has always been.
        """
        for tick, before, need in reversed(self._freed[person]):
            if before < share:
                return tick, need
        return -1, -1
