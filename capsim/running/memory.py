"""How much memory a run will take, and whether that is there."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from capsim.errors import InputError, Problem
from capsim.running.text import in_bytes

if TYPE_CHECKING:
    from capsim.running.job import Simulator

__all__ = ["Memory", "Room", "available_bytes"]

_BY_TASK: Final = 6 * 4  # bytes: six numbers of 32 bits
_BY_SEAT: Final = 6 * 4
_BY_WAIT: Final = 5 * 4
_BY_REPLICATION: Final = 2 * 8
_BY_PROJECT: Final = 2 * 4
_PARTS: Final = 3  # of the wait of a task that are noted: for a limit, for people, for a reserve
_SHARE_OF_FREE: Final = 0.9
_GROUP: Final = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Memory:
    """What the results of a run take at the moment when they take most.

    Attributes
    ----------
    bytes_each : float
        For a replication.
    """

    bytes_each: float

    @classmethod
    def of_everything(cls, tasks: int, seats: int, waits: int = 0) -> Memory:
        """Return what every task, every seat and every noted part of a wait of a replication take.

        Examples
        --------
        >>> Memory.of_everything(tasks=1_000, seats=1_000).bytes_for(10_000)
        520160000
        """
        by_task, by_seat, by_wait = _BY_TASK * tasks, _BY_SEAT * seats, _BY_WAIT * waits
        joined = 4 * max(tasks, seats, waits)  # blocks are joined array by array, each twice for a moment
        return cls(by_task + by_seat + by_wait + joined + _BY_REPLICATION)

    @classmethod
    def of_projects(cls, projects: int) -> Memory:
        """Return what the dates of projects take.

        Examples
        --------
        >>> Memory.of_projects(100).bytes_for(1_000_000)
        1200000000
        """
        return cls(_BY_PROJECT * projects * 1.5)

    def bytes_for(self, replications: int) -> int:
        """Return about how many bytes so many replications take."""
        return int(self.bytes_each * replications)

    def replications_in(self, limit: float) -> int:
        """Return how many replications that limit has room for."""
        return math.floor(limit / self.bytes_each)


@dataclass(frozen=True)
class Room:
    """The memory that a run may take.

    Attributes
    ----------
    bytes : float
    is_given : bool
        Whether the user set that limit.
    """

    bytes: float
    is_given: bool

    @classmethod
    def of(cls, limit: float | None) -> Room:
        """Return what the user allows; by default nine tenths of what is free."""
        if limit is None:
            return cls(_SHARE_OF_FREE * available_bytes(), is_given=False)
        return cls(limit, is_given=True)

    def replications(self, simulator: Simulator, wanted: int) -> int:
        """Return how many of the replications wanted there is room for.

        Parameters
        ----------
        simulator : Simulator
        wanted : int

        Returns
        -------
        int
        """
        plan = simulator.draws.plan
        most = simulator.keeping.memory(plan, int(plan.need_most.sum()), _PARTS * plan.n_tasks)
        if most.bytes_for(wanted) <= self.bytes:
            return wanted
        return min(wanted, _measured(simulator).replications_in(self.bytes))

    def refuse(self, simulator: Simulator, wanted: int) -> None:
        """Raise, with what would fit, if the replications wanted do not."""
        fitting = self.replications(simulator, wanted)
        if fitting >= wanted:
            return
        about = in_bytes(_measured(simulator).bytes_for(wanted))
        limit = "allowed by max_memory" if self.is_given else "free on this computer"
        tasks = simulator.draws.plan.n_tasks
        what = f"{wanted:,} futures of {tasks:,} tasks take about {about}; {in_bytes(self.bytes)} are {limit}"
        fewer = f"ask for at most {fitting:,}" if fitting else ""
        more = "set max_memory higher" if self.is_given else "give max_memory in bytes, if there is more"
        ways = [way for way in (fewer, simulator.keeping.instead, more) if way]
        raise InputError([Problem("replications", what, fix=", or ".join(ways))])


def _measured(simulator: Simulator) -> Memory:
    """Return what one replication takes, by running it: how many seats and waits there are is seen then."""
    found = simulator.run(0, 1)
    seats, waits = (len(found.get(name, ())) for name in ("seat_need", "wait_task"))
    return simulator.keeping.memory(simulator.draws.plan, seats, waits)


def available_bytes() -> float:
    """Return how much memory is free, for this process too; infinite where the system does not say."""
    return min(_available(), default=math.inf)


def _available() -> Iterator[float]:
    """Return what the computer has free, and the group of processes that this one belongs to."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        yield 1024.0 * int(text.split("MemAvailable:")[1].split()[0])
    except (OSError, LookupError, ValueError):
        if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
            yield float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    try:
        limit = float((_GROUP / "memory.max").read_text(encoding="ascii"))
        used = float((_GROUP / "memory.current").read_text(encoding="ascii"))
        files = float((_GROUP / "memory.stat").read_text(encoding="ascii").split("\nfile ")[1].split()[0])
        yield limit - used + files  # what files are kept in is given up when it is needed
    except (OSError, LookupError, ValueError):  # there is no such group, or it has no limit ("max")
        return
