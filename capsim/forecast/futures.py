"""Planned demand in every replication: the draws of the run, placed on planned dates."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, ticks_of_days
from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.errors import RepairWarning
from capsim.forecast.periods import Periods, periods_of
from capsim.forecast.planned import cell_days, needs_bookings, summed
from capsim.forecast.planned_work import Windows, planned_work, seats_held, windows_to_come
from capsim.forecast.sharing import Group, Sharing
from capsim.metrics.placing import earliest_starts
from capsim.plan.draws import Block, Draws, make_draws
from capsim.plan.network import Network, make_network
from capsim.plan.paths import lost_ticks
from capsim.plan.plan import Plan

__all__ = ["Demanded", "Futures", "Lengths", "Work", "demanded_by"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_CELLS = 1 << 22
"""Numbers worked on at a time."""
_KEPT = 1 << 23
"""Numbers kept between questions."""
_PATHS_AT_ONCE = 64
"""Replications whose people's paths are held at a time."""


class Work(NamedTuple):
    """What each need takes in some replications, and when.

    Attributes
    ----------
    amount : ndarray of float64, (replications, needs)
        Person-days; 0 where the project does not go ahead.
    begin, end : ndarray of int64, (replications, needs)
        Working ticks.
    """

    amount: Floats
    begin: Ints
    end: Ints


class Lengths(NamedTuple):
    """What some replications have of each task, for passes over the network without limits on people.

    Attributes
    ----------
    release, delay : ndarray of int64, (tasks,) or (replications, tasks)
        Working ticks before which dates do not let it start, and by which risks move its start.
    length : ndarray of int64, (replications, tasks)
        Working ticks that it takes a nominal team; 0 for what is not part of a replication.
    absent : ndarray of bool, (replications, tasks)
        What is not part of it.
    goes_on : ndarray of bool, (replications, projects)
        Whether a project goes ahead and no gate stops it.
    """

    release: Ints
    delay: Ints
    length: Ints
    absent: Bools
    goes_on: Bools


@dataclass(frozen=True, eq=False)
class Futures:
    """The planned work of every replication of a run.

    Attributes
    ----------
    plan : Plan
    draws : Draws
        The run's own.
    replications : int
    """

    plan: Plan
    draws: Draws
    replications: int

    @classmethod
    def of(cls, runs: Runs, sampling: SamplingPlan) -> Futures:
        """Return the planned futures of a run."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RepairWarning)  # the run has said so
            draws = make_draws(runs.plan, runs.seed, sampling)
        return cls(runs.plan, draws, runs.replications)

    def periods(self, letter: str) -> Periods:
        """Return the periods up to the last planned work of any replication, or the last booking."""
        return periods_of(self.plan, letter, self._last_tick)

    def lost(self, days: Ints) -> Ints | None:
        """Return the ticks of capacity that people lack, (replications, people, periods).

        Parameters
        ----------
        days : ndarray of int64, (periods + 1,)
            Where periods begin and end.

        Returns
        -------
        ndarray of int64 or None
            None where nothing can happen to anybody (rule D5). Candidates lack nothing: no plan
            counts on them.
        """
        plan, draws = self.plan, self.draws
        if not plan.paths.number:
            return None
        parts = []
        for first in range(0, self.replications, _PATHS_AT_ONCE):
            count = min(_PATHS_AT_ONCE, self.replications - first)
            paths = draws.fates.paths(draws.seed, draws.sampling, first, count, max(1, int(days[-1])))
            parts.append(lost_ticks(plan.cumulative, plan.capacity_row, plan.paths, paths, days))
        lost = np.concatenate(parts)
        lost[:, plan.paths.person[plan.paths.candidate]] = 0
        return lost

    def work(self, width: int = 1) -> Iterator[Work]:
        """Yield the work of some replications after the other.

        Parameters
        ----------
        width : int
            Numbers that the caller will hold for one replication.

        Yields
        ------
        Work
        """
        block = self.draws.sampling.block
        own = max(2 * self.plan.n_tasks, self.plan.n_needs, 1)
        step = block * max(1, _CELLS // (max(width, own) * block))
        kept = self._kept if own * self.replications <= _KEPT else None
        for first in range(0, self.replications, step):
            count = min(step, self.replications - first)
            if kept is None:
                yield self._work(self.draws.block(first, count, days=1))  # no plan asks for people's paths
            else:
                some = slice(first, first + count)
                yield Work(kept.amount[some], kept.begin[some], kept.end[some])

    @cached_property
    def _kept(self) -> Work:
        """All the work at once: of models that are not large it is kept for the next question."""
        return self._work(self.draws.block(0, self.replications, days=1))

    def _work(self, block: Block) -> Work:
        plan = self.plan
        held = seats_held(plan) * block.duration[:, plan.need_task]
        amount = np.where(plan.need_effort, block.effort, held) / TICKS_PER_DAY
        if block.left_out.size or not block.goes_ahead.all():
            amount *= ~self._absent(block)[:, plan.need_task]
        begin, end = self._dates(block)
        if len(plan.gate_task):
            amount *= self._before_stops(block, begin)[:, plan.need_task]
        return Work(amount, begin[:, plan.need_task], end[:, plan.need_task])

    def _before_stops(self, block: Block, begin: Ints) -> Bools:
        """Return which tasks are planned to begin before a gate stops their project (replications, tasks)."""
        plan = self.plan
        stops = np.full((len(begin), plan.n_projects), np.iinfo(np.int64).max)
        for gate, passes in zip(plan.gate_task.tolist(), block.passes.T, strict=True):
            mine = stops[:, plan.task_project[gate]]
            np.minimum(mine, begin[:, gate], out=mine, where=~passes)
        return np.asarray(begin < stops[:, plan.task_project])

    def _dates(self, block: Block) -> tuple[Ints, Ints]:
        """Return when tasks are planned, (replications, tasks)."""
        typed = self._windows.is_typed
        if self._all_typed:
            shape = block.duration.shape
            return np.broadcast_to(self._windows.begin, shape), np.broadcast_to(self._windows.end, shape)
        length = self._lengths(block)
        everything = not block.left_out.size and block.goes_ahead.all()
        absent = None if everything else self._absent(block)
        begin = earliest_starts(self._network, self._release(block), length, absent)
        return (
            np.where(typed, self._windows.begin, begin),
            np.where(typed, self._windows.end, begin + length),
        )

    def _absent(self, block: Block) -> Bools:
        """Return which tasks are not part of each replication, (replications, tasks)."""
        absent = ~block.goes_ahead[:, self.plan.task_project]
        return absent | block.left_out if block.left_out.size else absent

    def _release(self, block: Block) -> Ints:
        """Return the working ticks before tasks can start: for each, or for each in every replication."""
        if not block.release.size:
            return self.plan.task_release
        return np.maximum(self.plan.task_release[:, np.newaxis], self.plan.working_ticks(block.release).T)

    def lengths(self, cells: int) -> Iterator[Lengths]:
        """Yield how long tasks take, of some replications after the other.

        Parameters
        ----------
        cells : int
            Numbers that the caller will hold for one replication.

        Yields
        ------
        Lengths
        """
        plan, block_of = self.plan, self.draws.sampling.block
        step = block_of * max(1, _CELLS // (max(cells, 1) * block_of))
        for first in range(0, self.replications, step):
            block = self.draws.block(first, min(step, self.replications - first), days=1)
            absent = self._absent(block)
            goes_on = block.goes_ahead.copy()
            for gate, passes in zip(plan.gate_task.tolist(), block.passes.T, strict=True):
                goes_on[:, plan.task_project[gate]] &= passes
            release = self._release(block)
            yield Lengths(
                release if release.ndim == 1 else release.T,
                block.delay if block.delay.size else np.zeros(plan.n_tasks, dtype=np.int64),
                np.where(absent, 0, self._lengths(block)),
                absent,
                goes_on,
            )

    @property
    def network(self) -> Network:
        """The tasks and links, for passes over them."""
        return self._network

    def _lengths(self, block: Block) -> Ints:
        """Return how long each task takes nominal teams, (replications, tasks), in working ticks."""
        plan = self.plan
        length = block.duration.copy()
        worked = np.flatnonzero(plan.need_effort)
        days = block.effort[:, worked] / TICKS_PER_DAY / plan.need_pace[worked]
        own = ticks_of_days(days)
        for place, need in enumerate(worked.tolist()):
            task = plan.need_task[need]
            np.maximum(length[:, task], own[:, place], out=length[:, task])
        return length

    @cached_property
    def _windows(self) -> Windows:
        return windows_to_come(self.plan)

    @cached_property
    def _network(self) -> Network:
        plan = self.plan
        return make_network(
            plan.task_project, plan.link_before, plan.link_after, plan.link_kind, plan.link_lag
        )

    @cached_property
    def _all_typed(self) -> bool:
        """Whether all the work stands on typed dates, so that no critical path is asked for."""
        return bool(self._windows.is_typed[self.plan.need_task].all()) and not len(self.plan.gate_task)

    @cached_property
    def _last_tick(self) -> int:
        if self._all_typed:
            planned = planned_work(self.plan)
            return int(planned.end[planned.amount > 0].max(initial=0))
        return max((int(work.end[work.amount > 0].max(initial=0)) for work in self.work()), default=0)


@dataclass(frozen=True, eq=False)
class Demanded:
    """Planned demand by group in every replication.

    Attributes
    ----------
    sharing : Sharing
    groups : list of Group
        Those with demand in some replication.
    days : ndarray of float64, (replications, groups, periods)
        Person-days.
    """

    sharing: Sharing
    groups: list[Group]
    days: Floats


def demanded_by(futures: Futures, asked: Sequence[str], letter: str) -> Demanded:
    """Return the planned demand of every replication by group.

    Parameters
    ----------
    futures : Futures
    asked : sequence of str
        Keys.
    letter : {"M", "W"}

    Returns
    -------
    Demanded
    """
    sharing = Sharing(futures.plan, futures.periods(letter), needs_bookings(asked))
    of_parts = sharing.groups_of_parts(asked)
    made = []
    for work in futures.work(len(of_parts) * len(sharing.periods)):
        cells = cell_days(sharing, work.amount, work.begin, work.end)
        groups, days = summed(of_parts, sharing.parted(cells))
        made.append(days)
    together = np.concatenate(made)
    some = np.flatnonzero(together.any(axis=(0, 2)))
    return Demanded(sharing, [groups[index] for index in some], together[:, some])
