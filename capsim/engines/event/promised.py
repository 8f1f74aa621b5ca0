"""What hard bookings keep of one person, now and before (rules R14 and R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from capsim.rules.booking import kept_shares

__all__ = ["NO_NEED", "Freed", "Promised"]

NO_NEED = -1
"""Stands where no need that ended freed somebody."""

Rows = Sequence[tuple[int, int]]
"""Hard bookings in force, as listed: project and thousandths."""


Freed = Sequence[tuple[int, int]]
"""Seats that are given back: of which project, and the thousandths."""


class _Change(NamedTuple):
    """From a tick on: what any project could have, and what is kept beside for some; the need that ended."""

    tick: int
    need: int
    open: int
    kept: dict[int, int]

    def share_for(self, project: int) -> int:
        return self.open + self.kept.get(project, 0)


class Promised:
    """Somebody whom a hard booking keeps at some time of the run.

    Parameters
    ----------
    focus : int
        The most seats at once.

    Attributes
    ----------
    free : int
        Thousandths that no seat holds.
    rows : sequence of (int, int)
        The hard bookings in force: project and thousandths.
    """

    __slots__ = (
        "_changes",
        "_focus",
        "_held",
        "_kept",
        "_open",
        "_seats",
        "free",
        "rows",
    )

    def __init__(self, focus: int) -> None:
        self.free = self._open = 1000
        self._focus = focus
        self._seats = 0
        self.rows: Rows = []
        self._held: dict[int, int] = {}
        self._kept: dict[int, int] = {}
        self._changes: list[_Change] = [_Change(-1, NO_NEED, self._open, self._kept)]

    def share_for(self, project: int) -> int:
        """Return the thousandths that a project could have now."""
        return self._open + self._kept.get(project, 0)

    def share_if(self, project: int, freed: Freed) -> int:
        """Return the thousandths that a project could have if some of the seats held were given back."""
        held, free = self._held.copy(), self.free
        for of, share in freed:
            held[of] -= share
            free += share
        whole, kept = self._kept_of(free, self._seats - len(freed), held)
        return whole + kept.get(project, 0)

    def book(self, rows: Rows, tick: int) -> None:
        """Let bookings be in force from a tick on."""
        if rows != self.rows:
            self.rows = rows
            self._settle(tick, NO_NEED)

    def take(self, share: int, project: int, tick: int) -> None:
        """Let a seat of a project take a share."""
        self.free -= share
        self._seats += 1
        self._held[project] = self._held.get(project, 0) + share
        self._settle(tick, NO_NEED)

    def give_back(self, share: int, project: int, tick: int, need: int) -> None:
        """Free the share that a need of a project held until ``tick``."""
        self.free += share
        self._seats -= 1
        self._held[project] -= share
        self._settle(tick, need)

    def free_since(self, share: int, project: int) -> tuple[int, int]:
        """Return the last tick since which a project could have a share, and the need that ended.

        Returns
        -------
        (int, int)
            ``(-1, NO_NEED)`` if it always could; with `NO_NEED` and a tick a booking ended there.
        """
        later = self._changes[-1]
        for change in reversed(self._changes):
            if change.share_for(project) < share:
                return later.tick, later.need
            later = change
        return -1, NO_NEED

    def _settle(self, tick: int, need: int) -> None:
        """Work out anew what is kept for whom."""
        self._open, self._kept = self._kept_of(self.free, self._seats, self._held)
        self._changes.append(_Change(tick, need, self._open, self._kept))

    def _kept_of(self, free: int, seats: int, holds: Mapping[int, int]) -> tuple[int, dict[int, int]]:
        """Return what any project could have of what is free, and what is kept beside for some.

        Of somebody with no seat to spare nobody can have anything.
        """
        if seats >= self._focus:
            return 0, {}
        projects = [project for project, _ in self.rows]
        shares = [share for _, share in self.rows]
        held = [holds.get(project, 0) for project in projects]
        kept: dict[int, int] = {}
        for project, mine in zip(projects, kept_shares(free, projects, shares, held), strict=True):
            kept[project] = kept.get(project, 0) + mine
        return free - sum(kept.values()), kept
