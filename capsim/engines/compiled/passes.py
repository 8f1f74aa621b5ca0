"""Schedules from a list: one pass over jobs that take so many units of what there is for so long.

The two schemes of Kelley (1963), as in Kolisch, EJOR 90 (1996) 320-333. Time is counted in periods. What
comes before a job, and what it takes, stand in rows one after the other: those of job *j* are from
``first[j]`` to ``first[j + 1]``.
"""

from __future__ import annotations

from typing import Any

from capsim.engines.compiled.jit import inlined, kernel

__all__ = ["parallel_pass", "serial_pass"]


@inlined
def _fits(job: int, free: Any, taken_first: Any, taken_of: Any, taken: Any) -> bool:
    """Return whether there is as much as a job takes."""
    row = taken_first[job]
    while row < taken_first[job + 1] and free[taken_of[row]] >= taken[row]:
        row += 1
    return bool(row == taken_first[job + 1])


@inlined
def _move(job: int, sign: int, free: Any, taken_first: Any, taken_of: Any, taken: Any) -> None:
    """Take what a job takes (-1), or give it back (1)."""
    for row in range(taken_first[job], taken_first[job + 1]):
        free[taken_of[row]] += sign * taken[row]


@kernel
def serial_pass(
    order: Any,
    duration: Any,
    release: Any,
    before_first: Any,
    before: Any,
    taken_first: Any,
    taken_of: Any,
    taken: Any,
    capacity: Any,
    free: Any,
    start: Any,
) -> int:
    """Let each job of a list begin as soon as what comes before it and what it takes allow.

    Parameters
    ----------
    order : ndarray of int64, (jobs,)
        Every job, after all that come before it.
    duration, release : ndarray of int64, (jobs,)
    before_first, before, taken_first, taken_of, taken : ndarray of int64
    capacity : ndarray of int64, (resources,)
    free : ndarray of int64, (periods, resources)
        Room to work in, as long as all jobs in a row after the last release.
    start : ndarray of int64, (jobs,)
        Filled.

    Returns
    -------
    int
        The end of the last job.
    """
    known, last = 0, 0
    for place in range(len(order)):
        job = order[place]
        begin = release[job]
        for row in range(before_first[job], before_first[job + 1]):
            other = before[row]
            begin = max(begin, start[other] + duration[other])
        period = begin
        while period < begin + duration[job]:
            while known <= period:
                for resource in range(len(capacity)):
                    free[known, resource] = capacity[resource]
                known += 1
            if not _fits(job, free[period], taken_first, taken_of, taken):
                begin = period + 1
            period += 1
        for period in range(begin, begin + duration[job]):
            _move(job, -1, free[period], taken_first, taken_of, taken)
        start[job] = begin
        last = max(last, begin + duration[job])
    return last


@kernel
def parallel_pass(
    order: Any,
    duration: Any,
    release: Any,
    before_first: Any,
    before: Any,
    taken_first: Any,
    taken_of: Any,
    taken: Any,
    capacity: Any,
    left: Any,
    running: Any,
    free: Any,
    start: Any,
) -> int:
    """At each moment begin whatever is ready and fits, in the order of a list.

    Parameters
    ----------
    order : ndarray of int64, (jobs,)
        Every job; what comes before it may come later in the list.
    duration, release : ndarray of int64, (jobs,)
    before_first, before, taken_first, taken_of, taken : ndarray of int64
    capacity : ndarray of int64, (resources,)
    left, running : ndarray of int64, (jobs,)
        Room to work in.
    free : ndarray of int64, (resources,)
        Room to work in.
    start : ndarray of int64, (jobs,)
        Filled.

    Returns
    -------
    int
        The end of the last job.
    """
    jobs, n_running, now, last = len(order), 0, 0, 0
    for resource in range(len(capacity)):
        free[resource] = capacity[resource]
    for place in range(jobs):
        left[place] = order[place]
        start[order[place]] = -1
    while True:
        begun, kept, place, upcoming = False, 0, 0, -1
        while place < jobs:
            job = left[place]
            place += 1
            ready = release[job]
            for row in range(before_first[job], before_first[job + 1]):
                other = before[row]
                if start[other] < 0:
                    ready = -1
                    break
                ready = max(ready, start[other] + duration[other])
            if ready < 0 or ready > now or not _fits(job, free, taken_first, taken_of, taken):
                if ready > now and (upcoming < 0 or ready < upcoming):
                    upcoming = ready
                left[kept] = job
                kept += 1
                continue
            start[job] = now
            last = max(last, now + duration[job])
            begun = begun or duration[job] == 0  # what comes after it may be ready by now
            if duration[job] > 0:
                _move(job, -1, free, taken_first, taken_of, taken)
                running[n_running] = job
                n_running += 1
        jobs = kept
        if jobs == 0:
            return last
        if begun:
            continue
        for place in range(n_running):
            end = start[running[place]] + duration[running[place]]
            if upcoming < 0 or end < upcoming:
                upcoming = end
        now, kept = upcoming, 0
        for place in range(n_running):
            job = running[place]
            if start[job] + duration[job] <= now:
                _move(job, 1, free, taken_first, taken_of, taken)
            else:
                running[kept] = job
                kept += 1
        n_running = kept
