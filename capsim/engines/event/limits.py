"""What may not begin now, whoever could do it (rule R12): limits on projects in progress, and freezes."""

from __future__ import annotations

from collections.abc import Sequence

from capsim.clock import NEVER
from capsim.engines.event.setup import Setup
from capsim.engines.runs import Cause, cause_code

__all__ = ["Limits"]

_NOT_OPENED = (-1, 0)

Opening = tuple[int, int]
"""The tick at which a limit opened, and what opened it, as a packed driver."""


class Limits:
    """The projects in progress and the freezes of a replication.

    Parameters
    ----------
    setup : Setup
    finish : sequence of int, (tasks,)
        The finishes of the replication, as they become known.

    Attributes
    ----------
    frozen : set of int
        The projects that a process of the user has frozen.
    freezes : list of (project, tick)
        Those freezes that have ended, and when.
    """

    __slots__ = (
        "_finish",
        "_limits",
        "_of",
        "_setup",
        "_stopped_by",
        "_thawed",
        "_when_begun",
        "freezes",
        "frozen",
    )

    def __init__(self, setup: Setup, finish: Sequence[int]) -> None:
        self._setup = setup
        self._finish = finish
        self._limits = [_Limit(most) for most in setup.limits]
        self._of = setup.limits_of
        self._when_begun: dict[int, list[Opening]] = {}  # projects that have begun
        self._thawed: dict[int, int] = {}
        self._stopped_by: dict[int, int] = {}  # by project what did it, as a packed driver
        self.frozen: set[int] = set()
        self.freezes: list[tuple[int, int]] = []

    # ------------------------------------------------------------ what is barred

    def bars(self, project: int, now: int) -> bool:
        """Whether no task of a project that needs people may begin."""
        if self._setup.freeze_spans[project] and self._is_frozen(project, now):
            return True
        if project in self.frozen:
            return True
        if not self._limits or project in self._when_begun:
            return False
        return any(self._limits[number].is_full for number in self._of[project])

    def _is_frozen(self, project: int, now: int) -> bool:
        return any(first <= now < last for first, last in self._setup.freeze_spans[project])

    # ------------------------------------------------------------ what happens

    def begin(self, project: int, now: int) -> None:
        """Let a project take its place, as a task of it that needs people begins."""
        if not self._limits or project in self._when_begun:
            return
        limits = [self._limits[number] for number in self._of[project]]
        self._when_begun[project] = [self._opening_of(limit, now) for limit in limits]
        for limit in limits:
            limit.number += 1

    def close(self, project: int, now: int) -> bool:
        """Give the place of a project back if nothing of it is left to do; tell whether that is so."""
        if project not in self._when_begun:
            return False
        first, last = self._setup.first_task[project], self._setup.first_task[project + 1]
        if NEVER in self._finish[first:last]:
            return False
        for number in self._of[project]:
            self._limits[number].release(project, now)
        return True

    def stop(self, project: int, driver: int, now: int) -> bool:
        """Give the place of a project back that has been stopped; tell whether it had one."""
        self._stopped_by[project] = driver
        return self.close(project, now)

    def end_look(self, now: int) -> None:
        """Note which limits have opened since the look before."""
        for limit in self._limits:
            if limit.was_full and not limit.is_full:
                limit.opened = now, self._finish_of(limit.released)
            limit.was_full = limit.is_full

    def thaw(self, project: int, now: int) -> None:
        """Let a project go on that a process of the user has frozen."""
        self.frozen.discard(project)
        self.freezes.append((project, now))
        self._thawed[project] = now

    # ------------------------------------------------------------ what opened

    def opened(self, project: int, now: int) -> Opening:
        """Return when a limit last opened for a task of a project that starts now, and the driver (R17).

        Of several at one tick: the freeze, then the limit of the portfolio, then that of the team.
        """
        ends = [last for _, last in self._setup.freeze_spans[project] if last <= now]
        found = max([*ends, self._thawed.get(project, -1)], default=-1), cause_code(Cause.FREEZE)
        for opening in self._when_begun.get(project) or self._opening_now(project, now):
            if opening[0] > found[0]:
                found = opening
        return found

    def _opening_now(self, project: int, now: int) -> list[Opening]:
        if not self._limits:
            return []
        return [self._opening_of(self._limits[number], now) for number in self._of[project]]

    def _opening_of(self, limit: _Limit, now: int) -> Opening:
        """Return when a limit opened last for a project that begins now."""
        return (now, self._finish_of(limit.released)) if limit.was_full else limit.opened

    def _finish_of(self, released: tuple[int, int]) -> int:
        """Return the driver for a project that gave its place back: its gate, or its last task to finish."""
        tick, project = released
        if project in self._stopped_by:
            return self._stopped_by[project]
        first = self._setup.first_task[project]
        return cause_code(Cause.LIMIT, self._finish.index(tick, first))


class _Limit:
    """A limit: how many places it has, how many are taken, and when it opened.

    Attributes
    ----------
    number : int
        Projects in progress.
    was_full : bool
        Whether no place was left at the look before.
    released : (tick, project)
        The last tick at which a place was given back, and by which project, the first as listed.
    opened : Opening
        When a place was left after a look at which none was.
    """

    __slots__ = ("most", "number", "opened", "released", "was_full")

    def __init__(self, most: int) -> None:
        self.most = most
        self.number = 0
        self.was_full = False
        self.released = (-1, 0)
        self.opened: Opening = _NOT_OPENED

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return self.number >= self.most

    def release(self, project: int, tick: int) -> None:
        """Give a place back."""
        self.number -= 1
        first = min(project, self.released[1]) if self.released[0] == tick else project
        self.released = tick, first
