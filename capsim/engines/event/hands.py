"""Work in hand (rules R3, R4): who sits on which seat, what is left, when it will end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from capsim.clock import NEVER
from capsim.engines.event.paths import Days, Paces
from capsim.engines.event.promised import NO_NEED
from capsim.engines.event.setup import Setup
from capsim.rules.work import EFFORT_UNIT, clock_at, share_to_end_by, team_done, team_finish

__all__ = ["Hands"]

_NOBODY: Final[Mapping[int, Days]] = MappingProxyType({})


class Hands:
    """The seats of a replication and the work that they do.

    Parameters
    ----------
    setup : Setup
    effort : sequence of int, (needs,)
        Drawn effort in ticks.
    days : dict of int to Days
        Of the people whose path differs from the shared table.

    Attributes
    ----------
    cumulative, capacity : list of sequence of int
        The work clock of each person (see `capsim.rules.work`).
    seat_need, seat_person, seat_start, seat_end, seat_speed, seat_allocation : list of int
        One entry per seat taken, in the order of taking; `NEVER` ends what is still held.
    end : list of int, (needs,)
        When each need ends with its present people; NEVER before it starts.
    begun : list of int, (needs,)
        When each need started or restarted last; NEVER before that.
    """

    __slots__ = (
        "_at_work",
        "_left",
        "_members",
        "_seats",
        "_setup",
        "_since",
        "begun",
        "capacity",
        "cumulative",
        "end",
        "paces",
        "seat_allocation",
        "seat_end",
        "seat_need",
        "seat_person",
        "seat_speed",
        "seat_start",
    )

    def __init__(self, setup: Setup, effort: Sequence[int], days: Mapping[int, Days] = _NOBODY) -> None:
        needs = setup.plan.n_needs
        self._setup = setup
        self.cumulative = setup.cumulative.copy()
        self.capacity = setup.capacity.copy()
        self.paces = Paces(days)
        for person, path in days.items():
            self.have(person, path.capacity)
        self.seat_need: list[int] = []
        self.seat_person: list[int] = []
        self.seat_start: list[int] = []
        self.seat_end: list[int] = []
        self.seat_speed: list[int] = []
        self.seat_allocation: list[int] = []
        self.end = [NEVER] * needs
        self.begun = [NEVER] * needs
        self._at_work: set[int] = set()
        self._left = [ticks * EFFORT_UNIT for ticks in effort]
        self._since = [0] * needs
        self._seats: list[list[int]] = [[] for _ in range(needs)]
        self._members = [0] * needs

    def have(self, person: int, capacity: Sequence[int]) -> None:
        """Let a person have other capacity than the table says."""
        self.capacity[person] = capacity
        self.cumulative[person] = [0, *accumulate(capacity)]
        self.paces.forget(person)

    def clock(self, person: int, speed: int, share: int) -> tuple[Sequence[int], Sequence[int], int]:
        """Return the work clock of a seat, and the units of work that it does for a step of it."""
        if person in self.paces:
            return *self.paces.clock(person, speed, self.capacity[person]), share
        return self.cumulative[person], self.capacity[person], speed * share

    def begin(self, need: int, now: int) -> None:
        """Begin the work of a need, or go on with it; its people sit down next."""
        self._since[need] = self.begun[need] = now
        if self._setup.need_effort[need]:
            self._at_work.add(need)

    def sit_down(self, need: int, person: int, share: int, speed: int, now: int) -> None:
        """Let a share of a person take a seat; what was left before has been settled."""
        self._seats[need].append(len(self.seat_need))
        self.seat_need.append(need)
        self.seat_person.append(person)
        self.seat_start.append(now)
        self.seat_end.append(NEVER)
        self.seat_speed.append(speed)
        self.seat_allocation.append(share)
        self._members[need] |= 1 << person

    def stand_up(self, need: int, now: int) -> list[tuple[int, int]]:
        """Free all seats of a need; return who sat on each, and the share it held."""
        self._at_work.discard(need)
        return self.leave(need, self._members[need], now)

    def leave(self, need: int, people: int, now: int) -> list[tuple[int, int]]:
        """Free the seats that some people have of a need; return who sat on each, and the share it held."""
        gone = [seat for seat in self._seats[need] if people >> self.seat_person[seat] & 1]
        for seat in gone:
            self.seat_end[seat] = now
        self._seats[need] = [seat for seat in self._seats[need] if self.seat_end[seat] == NEVER]
        self._members[need] &= ~people
        return [(self.seat_person[seat], self.seat_allocation[seat]) for seat in gone]

    def add(self, need: int, ticks: int) -> None:
        """Add effort to a need that begins now, once its team has sat down."""
        self._left[need] += ticks * EFFORT_UNIT

    def slowest(self, need: int) -> int:
        """Return the lowest speed on the seats of a need, in thousandths."""
        return min(self.seat_speed[seat] for seat in self._seats[need])

    def people(self, need: int) -> list[int]:
        """Return who sits on the seats of a need."""
        return [self.seat_person[seat] for seat in self._seats[need]]

    def shares(self, need: int) -> list[tuple[int, int]]:
        """Return who sits on each seat of a need, and the share that it holds."""
        return [(self.seat_person[seat], self.seat_allocation[seat]) for seat in self._seats[need]]

    def members(self, need: int) -> int:
        """Return the set of the people who work on a need now."""
        return self._members[need]

    def beside(self, need: int) -> int:
        """Return the set of the people who work on the other needs of its task now."""
        task = self._setup.need_task[need]
        people = 0
        for other in range(self._setup.first_need[task], self._setup.first_need[task + 1]):
            if other != need:
                people |= self._members[other]
        return people

    def left_task(self, person: int, task: int) -> tuple[int, int]:
        """Return when somebody left the last seat at a task, and the need it was of; a tick of -1 if none.

        Nobody holds two seats of a task at once, but of one need; so the last one taken is the last one left.
        """
        for seat in range(len(self.seat_need) - 1, -1, -1):
            need = self.seat_need[seat]
            if self.seat_person[seat] == person and self._setup.need_task[need] == task:
                return self.seat_end[seat], need
        return -1, NO_NEED

    def room(self, need: int) -> int:
        """Return how many more people a need can take."""
        return self._setup.need_most[need] - len(self._seats[need])

    def at_work(self) -> list[int]:
        """Return the needs with effort that are in hand, in order."""
        return sorted(self._at_work)

    def running_with(self, people: int) -> list[int]:
        """Return the needs with effort on which one of some people sits, in order."""
        return [need for need in self.at_work() if self._members[need] & people] if people else []

    def left(self, need: int, now: int) -> int:
        """Return the units of work that are left of a need."""
        if not self._seats[need] or self._since[need] == now:
            return self._left[need]
        return self._left[need] - team_done(*self._team(need), self._since[need], now)

    def settle(self, need: int, now: int) -> None:
        """Note what is left at a tick, before the team changes."""
        self._left[need], self._since[need] = self.left(need, now), now

    def team_end(self, need: int) -> int:
        """Return when the present people will have done what was left when last settled (R4)."""
        return team_finish(*self._team(need), self._since[need], self._left[need])

    def share_to_end_by(self, need: int, person: int, speed: int, end: int) -> int:
        """Return the smallest share of a person with which a need settled now would end by a tick (R8)."""
        cumulative, capacity, people, rates = self._team(need)
        since, left = self._since[need], self._left[need]
        whole, days, rate = self.clock(person, speed, 1)
        clocks = [*cumulative, whole], [*capacity, days]
        return share_to_end_by(*clocks, people, rates, since, left, len(people), rate, end)

    def runs_for(self, need: int, now: int) -> int:
        """Return for how many working ticks of the portfolio calendar a need still runs, or NEVER."""
        if self.end[need] > self._setup.plan.horizon_tick:
            return NEVER
        return clock_at(*self._setup.calendar, self.end[need]) - clock_at(*self._setup.calendar, now)

    def _team(self, need: int) -> tuple[list[Sequence[int]], list[Sequence[int]], Sequence[int], list[int]]:
        """Return the work clocks of the seats of a need, their places, and the units for a step of each."""
        held = [
            self.clock(self.seat_person[seat], self.seat_speed[seat], self.seat_allocation[seat])
            for seat in self._seats[need]
        ]
        rates = [rate for _, _, rate in held]
        return [each[0] for each in held], [each[1] for each in held], range(len(held)), rates
