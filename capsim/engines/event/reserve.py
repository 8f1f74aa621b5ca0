"""The reserve of work that has waited long (rule R8b), and whom it bars (R17)."""

from __future__ import annotations

from collections.abc import Sequence

from capsim.clock import NEVER
from capsim.engines.event.log import NOBODY
from capsim.engines.event.setup import Setup
from capsim.engines.runs import Cause, cause_code
from capsim.rules.work import after_working

__all__ = ["Reserve"]

_NOT_OPENED = (-1, 0)


class Reserve:
    """Who is held, for which task, and which work cannot start because of it.

    Parameters
    ----------
    setup : Setup
    start : sequence of int, (tasks,)
        The starts of the replication, as they become known.

    Attributes
    ----------
    people : int
        The set of people held in this pass.
    holder : int
        The task that holds them, or `NOBODY`.
    """

    __slots__ = (
        "_barred",
        "_barred_before",
        "_holder_before",
        "_mature",
        "_opened",
        "_setup",
        "_start",
        "holder",
        "people",
    )

    def __init__(self, setup: Setup, start: Sequence[int]) -> None:
        self._setup = setup
        self._start = start
        self.people = 0
        self.holder = NOBODY
        self._mature = [NEVER] * setup.plan.n_tasks
        self._barred: set[int] = set()  # in this pass
        self._barred_before: set[int] = set()  # at the look before
        self._holder_before = NOBODY
        self._opened: dict[int, tuple[int, int]] = {}

    def begin_pass(self) -> None:
        """Forget what was held: a reserve is settled anew in each pass."""
        self.people, self.holder = 0, NOBODY
        self._barred = set()

    def hold(self, task: int, people: Sequence[int]) -> None:
        """Hold people for a task."""
        self.holder = task
        for person in people:
            self.people |= 1 << person

    def mature_at(self, task: int, ready: int) -> int:
        """Return the tick from which a task that gets ready may hold people; NEVER if it never may.

        Work for one person never does: if anybody could be held for it, it would start.
        """
        ticks = self._setup.reserve_ticks
        if ticks is not None and len(self._setup.seats[task]) > 1:
            self._mature[task] = after_working(*self._setup.calendar, ready, ticks)
        return self._mature[task]

    def is_mature(self, task: int, now: int) -> bool:
        """Whether a waiting task may hold people."""
        return self._mature[task] <= now

    def bar(self, task: int) -> None:
        """Note that a task could start with the people held, and not without."""
        self._barred.add(task)

    def end_look(self, now: int) -> None:
        """Note for whom the reserve has opened since the look before."""
        for task in self._barred_before - self._barred:
            self._opened[task] = (now, self._opened_by(now))
        self._barred_before, self._holder_before = self._barred, self.holder

    def opened(self, task: int, now: int) -> tuple[int, int]:
        """Return when the reserve last opened for a task that starts now, and the driver (R18)."""
        if task in self._barred_before:
            return now, self._opened_by(now)
        return self._opened.get(task, _NOT_OPENED)

    def _opened_by(self, now: int) -> int:
        """Return the start of the holder, if it starts now; else the reserve was given up."""
        holder = self._holder_before
        return cause_code(Cause.RESERVE, holder) if self._start[holder] == now else cause_code(Cause.LAPSE)
