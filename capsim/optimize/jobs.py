"""Work as the literature on project scheduling sees it: jobs that hold whole people of pools for a time.

How such work goes depends on nothing but lengths, links and numbers of people, so that one pass over a list
tells what the engine would do, a hundred times sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Policy
from capsim.errors import InputError, Problem
from capsim.plan.plan import NO_TASK, Plan

__all__ = ["Jobs", "Passes", "Rows", "differences", "jobs_of"]

Ints = npt.NDArray[np.int64]

_WHOLE = 1000
"""Thousandths of a person."""


class Rows(NamedTuple):
    """A list per job: that of job *j* is ``entries[first[j]:first[j + 1]]``."""

    first: Ints
    entries: Ints

    def of(self, job: int) -> Ints:
        """Return the list of a job."""
        return self.entries[self.first[job] : self.first[job + 1]]

    @classmethod
    def made(cls, lists: Iterable[Iterable[int]]) -> Rows:
        """Make it from lists."""
        rows = [[*each] for each in lists]
        first = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
        return cls(first, np.array([entry for row in rows for entry in row], dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Jobs:
    """Jobs that take so many people of pools for so long, and come after each other.

    Attributes
    ----------
    duration, release : ndarray of int64, (jobs,)
        Periods: how long each lasts, and before when it cannot begin.
    before, after : Rows
        What comes before each job, and after it.
    pools, taken : Rows
        The pools of which each job takes people, and how many.
    capacity : ndarray of int64, (pools,)
    """

    duration: Ints
    release: Ints
    before: Rows
    after: Rows
    pools: Rows
    taken: Rows
    capacity: Ints

    @property
    def number(self) -> int:
        """How many jobs there are."""
        return len(self.duration)

    @cached_property
    def place(self) -> Ints:
        """A place in line for each job, behind all that come before it."""
        missing, line = np.diff(self.before.first), [*np.flatnonzero(np.diff(self.before.first) == 0)]
        for job in line:
            followers = self.after.of(job)
            missing[followers] -= 1
            line.extend(followers[missing[followers] == 0])
        place = np.empty(self.number, np.int64)
        place[line] = np.arange(self.number)
        return place

    @cached_property
    def earliest(self) -> Ints:
        """The earliest start of each job, were there people without end."""
        start = self.release.copy()
        for job in np.argsort(self.place):
            before = self.before.of(job)
            start[job] = np.max(start[before] + self.duration[before], initial=start[job])
        return start

    @property
    def length(self) -> int:
        """How long it takes at least: the critical path."""
        return int(np.max(self.earliest + self.duration, initial=0))

    @cached_property
    def latest(self) -> Ints:
        """The latest finish of each job that leaves the critical path as long as it is."""
        finish = np.full(self.number, self.length)
        for job in np.argsort(-self.place):
            after = self.after.of(job)
            finish[job] = np.min(finish[after] - self.duration[after], initial=finish[job])
        return finish

    def order(self, start: Ints) -> Ints:
        """Return the jobs by their starts, each after those that come before it."""
        return np.lexsort((self.place, start))

    def order_from_the_end(self, start: Ints) -> Ints:
        """Return the jobs by their finishes, last first, each after those that come after it."""
        return np.lexsort((-self.place, -(start + self.duration)))


class Passes:
    """The passes over lists of the same jobs, counted.

    Parameters
    ----------
    jobs : Jobs

    Attributes
    ----------
    jobs : Jobs
    count : int
        How many passes have been made, in either direction.
    """

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.count = 0
        self._none = np.zeros_like(jobs.release)
        periods = int(jobs.release.max(initial=0) + jobs.duration.sum()) + 1
        self._periods = np.empty((periods, len(jobs.capacity)), np.int64)
        self._free = np.empty(len(jobs.capacity), np.int64)
        self._line, self._running = (np.empty(jobs.number, np.int64) for _ in range(2))

    def serial(self, order: Ints) -> Ints:
        """Return starts: each job of the list as soon as it can, as those before it leave room."""
        return self._serial(order, self.jobs.release, self.jobs.before)

    def parallel(self, order: Ints, duration: Ints | None = None) -> Ints:
        """Return starts: at each moment whatever is ready and fits, in the order of the list."""
        return self._parallel(order, self.jobs.release, self.jobs.before, duration)

    def serial_from_the_end(self, order: Ints) -> Ints:
        """Return starts, counted from some moment: each job of the list as late as it can."""
        return -(self._serial(order, self._none, self.jobs.after) + self.jobs.duration)

    def parallel_from_the_end(self, order: Ints) -> Ints:
        """Return starts, counted from some moment: at each moment, going back, whatever fits ends there."""
        return -(self._parallel(order, self._none, self.jobs.after, None) + self.jobs.duration)

    def end(self, start: Ints) -> int:
        """Return when the last job ends."""
        return int(np.max(start + self.jobs.duration, initial=0))

    def _serial(self, order: Ints, release: Ints, before: Rows) -> Ints:
        from capsim.engines.compiled.passes import serial_pass  # numba is loaded by the first search

        jobs, start = self.jobs, np.empty(self.jobs.number, np.int64)
        rows = *before, *jobs.pools, jobs.taken.entries
        serial_pass(order, jobs.duration, release, *rows, jobs.capacity, self._periods, start)
        self.count += 1
        return start

    def _parallel(self, order: Ints, release: Ints, before: Rows, duration: Ints | None) -> Ints:
        from capsim.engines.compiled.passes import parallel_pass

        jobs, start = self.jobs, np.empty(self.jobs.number, np.int64)
        rows = *before, *jobs.pools, jobs.taken.entries
        room = self._line, self._running, self._free
        lasting = jobs.duration if duration is None else duration
        parallel_pass(order, lasting, release, *rows, jobs.capacity, *room, start)
        self.count += 1
        return start


# ---------------------------------------------------------------- of a portfolio


def jobs_of(plan: Plan, duration: Ints) -> Jobs:
    """Return the jobs of a plan, a working tick of the portfolio calendar as the period.

    Parameters
    ----------
    plan : Plan
        One that `differences` finds nothing in.
    duration : ndarray of int64, (tasks,)
        Working ticks.

    Returns
    -------
    Jobs
    """
    pools: dict[frozenset[int], int] = {}
    kinds = [pools.setdefault(frozenset(offered), len(pools)) for offered in plan.offers[0]]
    wanted: list[dict[int, int]] = [{} for _ in range(plan.n_tasks)]
    for need, task in enumerate(plan.need_task.tolist()):
        pool = kinds[plan.need_kind[need]]
        wanted[task][pool] = wanted[task].get(pool, 0) + int(plan.need_fewest[need])
    held = [each if length else {} for each, length in zip(wanted, duration.tolist(), strict=True)]
    begin, end = plan.link_before, plan.link_after
    return Jobs(
        duration=duration.astype(np.int64),
        release=plan.task_release.astype(np.int64),
        before=Rows.made(begin[end == task].tolist() for task in range(plan.n_tasks)),
        after=Rows.made(end[begin == task].tolist() for task in range(plan.n_tasks)),
        pools=Rows.made(held),
        taken=Rows.made(each.values() for each in held),
        capacity=np.array([len(pool) for pool in pools], dtype=np.int64),
    )


def differences(plan: Plan, policy: Policy) -> Iterator[Problem]:
    """Tell what makes the work of a plan more than jobs of pools.

    Parameters
    ----------
    plan : Plan
    policy : Policy

    Yields
    ------
    Problem
    """
    yield from _of_tasks(plan)
    yield from _of_people(plan)
    whole = {
        "bookings": bool(plan.n_bookings),
        "risks": bool(plan.portfolio.risks),
        "gates": bool(len(plan.gate_task)),
        "branches": bool(plan.branches),
        "projects that depend on others going ahead": bool(plan.conditions),
        "projects that may not go ahead": bool((plan.project_probability < 1).any()),
        "stages before the work": bool(plan.stages),
        "streams of work": bool(plan.streams),
        "freezes": any(plan.freeze_spans),
        "a status date": plan.standing.tick > 0,
        "limits of work in progress": policy.has_wip_limit,
        "reactions of the policy": bool(policy.reactions),
    }
    for what, there in whole.items():
        if there:
            yield Problem("portfolio", f"{what}, which dates alone do not follow", fix=_FIX)


_FIX = "leave it out, or search for an order with cs.optimize.sequence"


def _of_tasks(plan: Plan) -> Iterator[Problem]:
    bent = {*plan.link_after[(plan.link_kind != 0) | (plan.link_lag != 0)].tolist()}
    same = {*np.flatnonzero(plan.task_same_as != NO_TASK).tolist()}
    worked = {*plan.need_task[plan.need_effort].tolist()}
    partly = {
        *plan.need_task[(plan.need_allocation != _WHOLE) | (plan.need_fewest != plan.need_most)].tolist()
    }
    tasks = [task for project in plan.projects for task in project.tasks]
    for index, (task, label) in enumerate(zip(tasks, plan.task_labels, strict=True)):
        found = {
            "effort, which takes as long as its people need": index in worked,
            "parts of people": index in partly - worked,
            "a link with a lag, or one that is not from finish to start": index in bent,
            "rework": task.rework is not None,
            "people that another task decides": index in same,
        }
        for what, there in found.items():
            if there:
                yield Problem(f"Task {label!r}", what, fix=_FIX)


def _of_people(plan: Plan) -> Iterator[Problem]:
    there = plan.capacity > 0
    if plan.paths.number or len(plan.epochs) > 1 or (there != (plan.working == 1)).any():
        yield Problem("people", "some who are not there on every working day with the same skills", fix=_FIX)
    groups = {frozenset(offered) for offered in plan.offers[0]}
    if sum(map(len, groups)) != len(frozenset().union(*groups)):
        yield Problem("people", "some who could do several kinds of work", fix=_FIX)


def checked_jobs(plan: Plan, policy: Policy, duration: Ints) -> Jobs:
    """Return the jobs of a plan.

    Raises
    ------
    InputError
        If its work is more than jobs of pools.
    """
    if found := [*differences(plan, policy)]:
        raise InputError(found)
    return jobs_of(plan, duration)
