"""Work that returns to the queue, and when people hand over what they have in hand (rules R10, R11)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.event.paths import Days
from capsim.engines.event.setup import Setup
from capsim.rules.absence import long_absences

__all__ = ["Returns"]

Ints = npt.NDArray[np.int64]


class Returns:
    """Who leaves when, and which needs have gone back to the queue.

    Parameters
    ----------
    setup : Setup
    days : dict of int to Days
        The days of everybody whose path differs from the shared table.
    leavings : sequence of (int, int)
        The days on which people leave for good, and who: others come, but not to the work in hand (rule D5).

    Attributes
    ----------
    rows : list of list of int
        Need, tick of the return, tick of the restart (`NEVER` so far), its driver; as they happened.
    leaving : int
        The set of people whose long absence begins at this tick.
    """

    __slots__ = ("_days", "_last", "_setup", "leaving", "rows")

    def __init__(
        self, setup: Setup, days: Mapping[int, Days], leavings: Sequence[tuple[int, int]] = ()
    ) -> None:
        self._setup = setup
        self._days = setup.leave_days.copy()
        for person, path in days.items():
            left = {day for day, who in leavings if who == person}
            self._days[person] = sorted({*self._long(np.array(path.capacity), 0), *left})
        self._last: dict[int, list[int]] = {}
        self.rows: list[list[int]] = []
        self.leaving = 0

    def next_leave(self, person: int, tick: int) -> int:
        """Return when the next long absence of a person begins, from a tick on; NEVER without one."""
        days = self._days[person]
        place = bisect_left(days, -(-tick // TICKS_PER_DAY))
        return days[place] * TICKS_PER_DAY if place < len(days) else NEVER

    def take_away(self, person: int, capacity: Sequence[int], taken: Sequence[int]) -> None:
        """Take notice of days taken from a person; those of them that had capacity are given.

        Somebody who is away already, and learns that it will be long, hands over when what is added begins.
        What was long before is so still.
        """
        row = np.array(capacity)
        added = {day for day in taken[:1] if day in self._long(row, day)}
        self._days[person] = sorted({*self._days[person], *self._long(row, 0), *added})

    def join(self, person: int, capacity: Sequence[int], left: Sequence[int]) -> None:
        """Take notice of somebody who joins, of their days and of when they leave for good."""
        self._days[person] = sorted({*self._long(np.array(capacity), 0), *left})

    def _long(self, capacity: Ints, first_day: int) -> list[int]:
        """Return the first days of long absences, as they would be if the run began with a day."""
        worked, limit = self._setup.plan.worked[first_day:], self._setup.policy.handover_after
        return [first_day + day for day in long_absences(capacity[first_day:], worked, limit)]

    def send_back(self, need: int, tick: int) -> None:
        """Note that a need goes back to the queue."""
        self._last[need] = [need, tick, NEVER, 0]
        self.rows.append(self._last[need])

    def last(self, need: int) -> int:
        """Return when a need went back to the queue last."""
        return self._last[need][1]

    def restart(self, need: int, tick: int, driver: int) -> None:
        """Note that a need goes on, and why now."""
        self._last[need][2:] = tick, driver
