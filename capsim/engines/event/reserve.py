"""The reserve of work that has waited long (rule R8b), and whom it bars (R17)."""

from __future__ import annotations

from collections.abc import Sequence

from capsim.clock import NEVER
from capsim.engines.event.log import NOBODY
from capsim.engines.event.setup import WHOLE_TASK, Setup
from capsim.engines.runs import Cause, cause_code
from capsim.rules.work import after_working

__all__ = ["Reserve"]

_NOT_OPENED = (-1, 0)


class Reserve:
    """Who is held, for which unit of work, and which one cannot start because of it.

    Parameters
    ----------
    setup : Setup

    Attributes
    ----------
    people : int
        The set of people held in this pass.
    holder : int
        The unit that holds them, or `NOBODY`.
    """

    __slots__ = (
        "_barred",
        "_barred_before",
        "_holder_before",
        "_mature",
        "_opened",
        "_setup",
        "_started",
        "holder",
        "people",
    )

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.people = 0
        self.holder = NOBODY
        self._mature = [NEVER] * len(setup.units)
        self._started: tuple[int, int] = _NOT_OPENED  # the last tick at which a holder started, and it
        self._barred: set[int] = set()  # in this pass
        self._barred_before: set[int] = set()  # at the look before
        self._holder_before = NOBODY
        self._opened: dict[int, tuple[int, int]] = {}

    def begin_pass(self) -> None:
        """Forget what was held: a reserve is settled anew in each pass."""
        self.people, self.holder = 0, NOBODY
        self._barred = set()

    def hold(self, unit: int, people: Sequence[int]) -> None:
        """Hold people for a unit of work."""
        self.holder = unit
        for person in people:
            self.people |= 1 << person

    def mature_at(self, unit: int, ready: int) -> int:
        """Return the tick from which work that waits from now on may hold people; NEVER if it never may.

        Work for one person never does: if anybody could be held for it, it would start.
        """
        ticks = self._setup.reserve_ticks
        if ticks is not None and len(self._setup.units[unit].seats) > 1:
            self._mature[unit] = after_working(*self._setup.calendar, ready, ticks)
        return self._mature[unit]

    def is_mature(self, unit: int, now: int) -> bool:
        """Whether waiting work may hold people."""
        return self._mature[unit] <= now

    def start(self, unit: int, now: int) -> None:
        """Note that a unit of work starts, and no longer waits."""
        self.forget(unit)
        if unit == self._holder_before:
            self._started = now, unit

    def forget(self, unit: int) -> None:
        """Note that a unit of work no longer waits."""
        self._mature[unit] = NEVER

    def bar(self, unit: int) -> None:
        """Note that work could start with the people held, and not without."""
        self._barred.add(unit)

    def end_look(self, now: int) -> None:
        """Note for whom the reserve has opened since the look before."""
        for unit in self._barred_before - self._barred:
            self._opened[unit] = (now, self._opened_by(now))
        self._barred_before, self._holder_before = self._barred, self.holder

    def opened(self, unit: int, now: int) -> tuple[int, int]:
        """Return when the reserve last opened for work that starts now, and the driver (R18)."""
        if unit in self._barred_before:
            return now, self._opened_by(now)
        return self._opened.get(unit, _NOT_OPENED)

    def _opened_by(self, now: int) -> int:
        """Return the start of the holder, if it starts now; else the reserve was given up."""
        if self._started != (now, self._holder_before):
            return cause_code(Cause.LAPSE)
        task, need = self._setup.units[self._holder_before][:2]
        if need == WHOLE_TASK:
            return cause_code(Cause.RESERVE, task)
        return cause_code(Cause.RESERVE_AGAIN, need)
