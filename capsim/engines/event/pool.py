"""The people of a replication: how much of each is free, since when, for whom, and what they have done."""

from __future__ import annotations

from collections.abc import Sequence

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.promised import NO_NEED, Promised
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

    Parameters
    ----------
    setup : Setup
    goes_ahead : sequence of bool, (projects,)
        The bookings on a project that does not go ahead keep nobody.

    Attributes
    ----------
    free : list of int
        Free thousandths of each person, also while away.
    with_open : list of int
        For each share of `Setup.shares`, the people of whom any project could have that much.
    kept : int
        The people of whom a hard booking in force may keep something.
    booked : dict of int to int
        For each project, the people booked on it today.
    load : list of int
        Work taken so far in this run, in thousandths of a tick (for the rule `LeastLoaded`).
    worked_on : list of int
        The people who have held a seat, for each project (for the rule `Continuity`).
    """

    def __init__(self, setup: Setup, goes_ahead: Sequence[bool]) -> None:
        people = setup.plan.n_people
        self.free = [1000] * people
        self.with_open = [(1 << people) - 1] * len(setup.shares)
        self.kept = 0
        self.booked: dict[int, int] = {}
        self.load = [0] * people
        self.worked_on = [0] * setup.plan.n_projects
        self._setup = setup
        self._goes_ahead = goes_ahead
        self._turn = -1
        self._kept_for: dict[int, int] = {}
        self._promised = {person: Promised() for person in setup.promised}
        # For each person (tick, free before, need) of the ends that freed them. Only ends that some share
        # still remembers are kept: `free before` grows along the list.
        self._freed: list[list[tuple[int, int, int]]] = [[] for _ in range(people)]

    # ------------------------------------------------------------ who can be had

    def able(self, place: int, project: int) -> int:
        """Return the people of whom a project could have a share, given by its place in `Setup.shares`."""
        people = self.with_open[place]
        if project in self._kept_for:
            share = self._setup.shares[place]
            for person in people_of(self._kept_for[project] & ~people):
                if self._promised[person].share_for(project) >= share:
                    people |= 1 << person
        return people

    def turn_to(self, day: int) -> None:
        """Let the bookings of a day be in force, and before them those of the days since the last turn."""
        days = self._setup.booking_days
        while self._turn + 1 < len(days) and days[self._turn + 1] <= day:
            self._turn += 1
            self._book(days[self._turn] * TICKS_PER_DAY)

    def _book(self, tick: int) -> None:
        """Let the bookings in force from a tick on keep people."""
        self.booked = self._setup.booked[self._turn]
        self.kept, self._kept_for = 0, {}
        for person, listed in self._setup.hard[self._turn].items():
            rows = [(project, share) for project, share in listed if self._goes_ahead[project]]
            promised = self._promised[person]
            if rows != promised.rows:
                before = promised.open
                promised.book(rows, tick)
                self._reopen(person, before, promised.open)
            for project, _ in rows:
                self.kept |= 1 << person
                self._kept_for[project] = self._kept_for.get(project, 0) | 1 << person

    # ------------------------------------------------------------ seats

    def take(self, person: int, share: int, project: int, tick: int) -> None:
        """Let a seat of a project take a share of a person."""
        before = self.free[person]
        after = self.free[person] = before - share
        if person in self._promised:
            promised = self._promised[person]
            before = promised.open
            promised.take(share, project, tick)
            after = promised.open
        self._reopen(person, before, after)

    def give_back(self, person: int, share: int, project: int, tick: int, need: int) -> None:
        """Free the share of a person that a need of a project held until ``tick``."""
        before = self.free[person]
        after = self.free[person] = before + share
        if person in self._promised:
            promised = self._promised[person]
            before = promised.open
            promised.give_back(share, project, tick, need)
            after = promised.open
        else:
            freed = self._freed[person]
            while freed and freed[-1][1] >= before:
                freed.pop()
            freed.append((tick, before, need))
        self._reopen(person, before, after)

    def _reopen(self, person: int, before: int, after: int) -> None:
        """Note that any project could have so much of a person."""
        places, bit = self._setup.share_places, 1 << person
        for place in range(places[min(before, after)], places[max(before, after)]):
            self.with_open[place] ^= bit

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
