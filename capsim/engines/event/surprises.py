"""What risks and rework do to work when it gets ready and when it starts (rules D3, D4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from capsim.plan.hazards import Lists, hits_of
from capsim.plan.plan import Plan
from capsim.plan.rework import speeds_of
from capsim.rules.work import after_working

if TYPE_CHECKING:
    from capsim.engines.event.future import Future
    from capsim.engines.event.setup import Setup

__all__ = ["Surprises", "Touched", "touched_by"]


@dataclass(frozen=True, slots=True)
class Touched:
    """The work that risks with a window touch, and whose rework depends on people.

    Attributes
    ----------
    until : list of int
        The tick at which the window of each risk closes.
    ready, effort, duration : list of list of (int, int)
        For each task, need and task: (entry, risk) of the risks that touch it.
    rework : list of list of (int, int)
        For each need: (row, speed in thousandths from which on it holds), the slowest first.
    """

    until: list[int]
    ready: list[list[tuple[int, int]]]
    effort: list[list[tuple[int, int]]]
    duration: list[list[tuple[int, int]]]
    rework: list[list[tuple[int, int]]]


def touched_by(plan: Plan) -> Touched:
    """Return the work of a plan that surprises touch while it runs.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Touched
    """
    hits = hits_of(plan)
    lists = (hits.ready, hits.effort, hits.duration, speeds_of(plan))
    return Touched(hits.until.tolist(), *map(_numbered, lists))


def _numbered(lists: Lists) -> list[list[tuple[int, int]]]:
    first, entries = lists.first.tolist(), lists.entry.tolist()
    return [list(enumerate(entries[begin:end], begin)) for begin, end in pairwise(first)]


class Surprises:
    """What strikes in a replication.

    Parameters
    ----------
    setup : Setup
    future : Future
    """

    __slots__ = ("_future", "_setup")

    def __init__(self, setup: Setup, future: Future) -> None:
        self._setup = setup
        self._future = future

    def ready(self, task: int, tick: int) -> int:
        """Return the ready tick of a task that without risks would be ready at a tick."""
        calendar, future = self._setup.calendar, self._future
        if future.delay:
            tick = after_working(*calendar, tick, future.delay[task])
        if tick > self._setup.plan.horizon_tick:
            return tick
        hits = self._setup.touched.ready[task]
        delay = sum(future.strike_delay[risk] for _, risk in hits if self._strikes(risk, tick))
        return after_working(*calendar, tick, delay)

    def more_duration(self, task: int, now: int) -> int:
        """Return the ticks by which a task that starts now takes longer than drawn; below 0 it is shorter."""
        hits, future = self._setup.touched.duration[task], self._future
        more = sum(future.extra_duration[entry] for entry, risk in hits if self._strikes(risk, now))
        return max(more, _LEAST - future.duration[task]) if more else 0

    def more_effort(self, need: int, now: int, slowest: int) -> int:
        """Return the ticks of effort that are added to those drawn when a need starts.

        Parameters
        ----------
        need : int
        now : int
        slowest : int
            The lowest speed in its team, in thousandths.
        """
        touched, future = self._setup.touched, self._future
        hits = touched.effort[need]
        more = sum(future.extra_effort[entry] for entry, risk in hits if self._strikes(risk, now))
        holding = [row for row, speed in touched.rework[need] if speed <= slowest]
        if holding:
            more += future.rework[holding[-1]]
        return max(more, _LEAST - future.effort[need]) if more else 0

    def _strikes(self, risk: int, tick: int) -> bool:
        """Whether a risk with a window touches what begins at a tick."""
        return self._future.strike[risk] <= tick < self._setup.touched.until[risk]


_LEAST = 1
"""Ticks that any amount above 0 has at least."""
