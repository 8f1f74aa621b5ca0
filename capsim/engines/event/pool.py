"""The people of a replication: how much of each is free, since when, for whom, and what they have done."""

from __future__ import annotations

from collections.abc import Sequence

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.promised import NO_NEED, Freed, Promised
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
    """Free shares of the people.

    Parameters
    ----------
    setup : Setup
    goes_ahead : sequence of bool, (projects,)
        The bookings on a project that does not go ahead keep nobody.

    Attributes
    ----------
    free : list of int
        Free thousandths of each person, also while away.
    whole : int
        The people who are free altogether and have no hard booking in force.
    part : int
        The other people of whom something is free, and who can take one more seat (`Setup.focus`).
    booked : dict of int to int
        For each project, the people booked on it today.
    load : list of int
        Work taken so far in this run, in thousandths of a tick (for the rule `LeastLoaded`).
    worked_on : list of int
        The people who have held a seat, for each project (for the rule `Continuity`).
    """

    __slots__ = (
        "_freed",
        "_goes_ahead",
        "_promised",
        "_seats",
        "_setup",
        "_turn",
        "booked",
        "free",
        "load",
        "part",
        "whole",
        "worked_on",
    )

    def __init__(self, setup: Setup, goes_ahead: Sequence[bool]) -> None:
        people = setup.plan.n_people
        self.free = [1000] * people
        self.whole, self.part = (1 << people) - 1, 0
        self.booked: dict[int, int] = {}
        self.load = [0] * people
        self.worked_on = [0] * setup.plan.n_projects
        self._setup = setup
        self._goes_ahead = goes_ahead
        self._turn = -1
        self._seats = [0] * people
        self._promised = {person: Promised(setup.focus[person]) for person in setup.promised}
        # For each person (tick, free before, need) of the ends that freed them. Only ends that some share
        # still remembers are kept: `free before` grows along the list.
        self._freed: list[list[tuple[int, int, int]]] = [[] for _ in range(people)]

    def able(self, people: int, share: int, project: int) -> int:
        """Return those of some people of whom a project could have a share."""
        able, rest = people & self.whole, people & self.part
        while rest:
            bit = rest & -rest
            rest ^= bit
            if self.share_for(bit.bit_length() - 1, project) >= share:
                able |= bit
        return able

    def share_for(self, person: int, project: int) -> int:
        """Return what a project could have of a person, in thousandths."""
        if person in self._promised:
            return self._promised[person].share_for(project)
        return 0 if self._is_full(person) else self.free[person]

    def _is_full(self, person: int) -> bool:
        """Whether somebody holds as many seats as one may at once (rule R12)."""
        return self._seats[person] >= self._setup.focus[person]

    def share_if(self, person: int, project: int, freed: Freed) -> int:
        """Return what a project could have of a person if some of the seats held were given back."""
        if person in self._promised:
            return self._promised[person].share_if(project, freed)
        seats = self._seats[person] - len(freed)
        if seats >= self._setup.focus[person]:
            return 0
        return self.free[person] + sum(share for _, share in freed)

    def turn_to(self, day: int) -> bool:
        """Let the bookings of a day be in force, and before them those of the days since the last turn.

        Returns
        -------
        bool
            Whether others are in force than before.
        """
        days, before = self._setup.booking_days, self._turn
        while self._turn + 1 < len(days) and days[self._turn + 1] <= day:
            self._turn += 1
            self._book(days[self._turn] * TICKS_PER_DAY)
        return self._turn > before

    def _book(self, tick: int) -> None:
        """Let the bookings in force from a tick on keep people."""
        self.booked = self._setup.booked[self._turn]
        for person, listed in self._setup.hard[self._turn].items():
            rows = [(project, share) for project, share in listed if self._goes_ahead[project]]
            self._promised[person].book(rows, tick)
            if self.free[person] == 1000:
                bit = 1 << person
                self.whole = self.whole & ~bit if rows else self.whole | bit
                self.part = self.part | bit if rows else self.part & ~bit

    def take(self, person: int, share: int, project: int, tick: int) -> None:
        """Let a seat of a project take a share of a person."""
        bit = 1 << person
        self.free[person] -= share
        self._seats[person] += 1
        self.whole &= ~bit
        if self.free[person] and not self._is_full(person):
            self.part |= bit
        else:
            self.part &= ~bit
        if person in self._promised:
            self._promised[person].take(share, project, tick)

    def give_back(self, person: int, share: int, project: int, tick: int, need: int) -> None:
        """Free the share of a person that a need of a project held until ``tick``."""
        bit = 1 << person
        before = 0 if self._is_full(person) else self.free[person]
        self.free[person] += share
        self._seats[person] -= 1
        promised = self._promised.get(person)
        if self._is_full(person):  # who is at work at the status date may hold more seats than one may take
            if promised:
                promised.give_back(share, project, tick, need)
            return
        self.part |= bit
        if self.free[person] == 1000 and not (promised and promised.rows):
            self.whole |= bit
            self.part ^= bit
        if promised:
            promised.give_back(share, project, tick, need)
            return
        freed = self._freed[person]
        while freed and freed[-1][1] >= before:
            freed.pop()
        freed.append((tick, before, need))

    def forget(self, person: int) -> None:
        """Forget the projects on which somebody has worked who leaves; whoever comes next is new to them."""
        self.worked_on = [people & ~(1 << person) for people in self.worked_on]

    def free_since(self, person: int, share: int, project: int) -> tuple[int, int]:
        """Return the last tick since which a project could have that share, and the need that ended.

        Returns
        -------
        (int, int)
            ``(-1, NO_NEED)`` if it always could; with `NO_NEED` and a tick a booking ended there.
        """
        if person in self._promised:
            return self._promised[person].free_since(share, project)
        for tick, before, need in reversed(self._freed[person]):
            if before < share:
                return tick, need
        return -1, NO_NEED
