"""What each task's start and finish still wait for (rule R6), and which link was met last (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from capsim.clock import NEVER
from capsim.engines.event.setup import LinkOut, Setup
from capsim.engines.event.surprises import Surprises
from capsim.engines.runs import Cause, cause_code
from capsim.rules.work import after_working

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["Links", "tell_finish", "tell_start"]

_NONE_MET = (-1, -1)


class Links:
    """The open links of a replication.

    Parameters
    ----------
    setup : Setup
    surprises : Surprises
        What moves ready ticks.
    release : sequence of int, (tasks,) or empty
        Ticks before which work does not get ready.
    """

    __slots__ = (
        "_finish",
        "_open_finishes",
        "_open_starts",
        "_release",
        "_setup",
        "_start",
        "_surprises",
    )

    def __init__(self, setup: Setup, surprises: Surprises, release: Sequence[int]) -> None:
        self._setup = setup
        self._surprises = surprises
        self._release = release
        self._open_starts = setup.open_starts.copy()
        self._open_finishes = setup.open_finishes.copy()
        # the latest link met, as (tick, link); of links met at one tick the first as listed
        self._start: list[tuple[int, int]] = [_NONE_MET] * len(self._open_starts)
        self._finish: list[tuple[int, int]] = [_NONE_MET] * len(self._open_starts)

    def start_is_open(self, task: int) -> bool:
        """Whether no FS or SS link keeps a task from being ready."""
        return self._open_starts[task] == 0

    def meet_start(self, link: LinkOut, tick: int) -> bool:
        """Note the tick from which an FS or SS link lets its task start; tell whether it was the last one."""
        self._start[link.after] = _later(self._start[link.after], tick, link.link)
        self._open_starts[link.after] -= 1
        return self._open_starts[link.after] == 0

    def meet_finish(self, link: LinkOut, tick: int) -> None:
        """Note the tick from which an FF or SF link lets its task finish."""
        self._finish[link.after] = _later(self._finish[link.after], tick, link.link)
        self._open_finishes[link.after] -= 1

    def ready(self, task: int) -> tuple[int, int]:
        """Return a task's ready tick and its driver: links, project start, planned start, arrival.

        Risks then move the tick and leave the driver (D4).
        """
        setup = self._setup
        tick, link = self._start[task]
        driver = cause_code(Cause.LINK, max(link, 0))
        if setup.project_start[setup.project[task]] > tick:
            tick, driver = setup.project_start[setup.project[task]], cause_code(Cause.PROJECT_START)
        if setup.not_before[task] > tick:
            tick, driver = setup.not_before[task], cause_code(Cause.NOT_BEFORE)
        if self._release and self._release[task] > tick:
            tick, driver = self._release[task], cause_code(Cause.ARRIVAL)
        if tick <= setup.plan.horizon_tick:
            tick = self._surprises.ready(task, tick)
        return tick, driver

    def finish(self, task: int, own_end: int, own_driver: int) -> tuple[int, int]:
        """Return a task's finish and its driver; NEVER while a link or its own work is open.

        Parameters
        ----------
        task : int
        own_end : int
            When its own work ends; NEVER while that is not known.
        own_driver : int
            What drives that; a link drives the finish only if it is strictly later.
        """
        if self._open_finishes[task] or own_end == NEVER:
            return NEVER, own_driver
        tick, link = self._finish[task]
        return (tick, cause_code(Cause.LINK, link)) if tick > own_end else (own_end, own_driver)


def _later(met: tuple[int, int], tick: int, link: int) -> tuple[int, int]:
    """Return the later of two links; at one tick the first as listed."""
    return (tick, link) if tick > met[0] or (tick == met[0] and link < met[1]) else met


def tell_start(run: Replication, task: int, tick: int) -> None:
    """Let those who wait for a start know its tick."""
    for link in run.setup.starts_from_start[task]:
        run.meet_start(link, after_working(*run.setup.calendar, tick, link.lag))
    for other in run.setup.finishes_from_start[task]:
        run.meet_finish(other, after_working(*run.setup.calendar, tick, other.lag))


def tell_finish(run: Replication, task: int, tick: int) -> None:
    """Let those who wait for a finish know its tick."""
    for link in run.setup.starts_from_finish[task]:
        run.meet_start(link, after_working(*run.setup.calendar, tick, link.lag))
    for other in run.setup.finishes_from_finish[task]:
        run.meet_finish(other, after_working(*run.setup.calendar, tick, other.lag))
