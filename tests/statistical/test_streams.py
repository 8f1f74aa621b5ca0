"""Streams of work against what queueing theory says of them, through the public API.

In a week of seven working days a stream is a Poisson process, and its items at c people are an M/M/c queue
(Erlang 1917); two streams of two priorities at one person are a queue with priorities and without
interruption (A. Cobham, Operations Research 2 (1954) 70-76). Work that breaks down again after it was
repaired is the machine repair problem (C. Palm, 1947).

A distance from theory is in standard errors, from independent replications; each leaves out its first items,
since it starts empty.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

import capsim as cs
from tests.statistical.test_queues import MOST_ERRORS, chance_to_wait, errors_away, waits_by_recursion

START = date(2027, 1, 4)
DAY = 480
FIFO = cs.Policy(priority=cs.rules.FIFO(), reserve_after=None, top_up=False)
SERVICE = 10.0  # days, so that rounding to ticks is no matter
REPLICATIONS = 60


def stream(name, per_day, days, priority=100):
    """Return a stream of exponential work for one person."""
    task = cs.Task("item", effort=cs.distributions.Exponential(SERVICE), skill="serve")
    end = START + timedelta(days=days - 1)
    return cs.work.Stream(name, task, 7 * per_day, priority=priority, end=end)


def simulated(streams, people, days, seed):
    """Return the runs of a portfolio that is nothing but streams."""
    portfolio = cs.Portfolio(
        "Queue",
        START,
        calendar="mon-sun",
        people=[cs.Person("server", "serve", count=people)],
        streams=streams,
        horizon=START + timedelta(days=days + 2_000),
    )
    return cs.simulate(portfolio, FIFO, replications=REPLICATIONS, seed=seed, progress=False).runs


def waits_of(runs, name, warm_up):
    """Return for each replication the waits, in days, of a stream's items after the first ones."""
    mine = runs.plan.task_project == runs.plan.project_names.index(name)
    there = runs.ready[:, mine] >= 0
    waits = (runs.start[:, mine] - runs.ready[:, mine]) / DAY
    return [row[here][warm_up:] for row, here in zip(waits, there, strict=True)]


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (1, 0.8), (2, 0.8), (3, 0.5)])
def test_the_items_of_a_stream_wait_as_erlang_says(servers, load):
    per_day = servers * load / SERVICE
    days = round(700 / per_day)
    runs = simulated([stream("S", per_day, days)], servers, days, seed=10 * servers + round(10 * load))
    waits = waits_of(runs, "S", 150)
    chance = chance_to_wait(servers, load)
    mean = chance * SERVICE / (servers * (1 - load))
    assert errors_away(np.array([(row > 0).mean() for row in waits]), chance) < MOST_ERRORS
    assert errors_away(np.array([row.mean() for row in waits]), mean) < MOST_ERRORS


def test_every_item_of_a_stream_waits_as_the_recursion_says():
    days = 4_000
    runs = simulated([stream("S", 0.16, days)], 2, days, seed=5)
    for row in range(10):
        there = runs.ready[row] >= 0
        ready, start, finish = (
            each[row][there].astype(np.int64) for each in (runs.ready, runs.start, runs.finish)
        )
        gaps = np.diff(ready, prepend=0)
        assert (start - ready).tolist() == waits_by_recursion(gaps, finish - start, 2)


@pytest.mark.parametrize("loads", [(0.3, 0.4), (0.5, 0.3)])
def test_two_streams_of_two_priorities_wait_as_cobham_says(loads):
    first, second = (load / SERVICE for load in loads)
    days = round(900 / (first + second))
    streams = [stream("later", second, days, priority=2), stream("sooner", first, days, priority=1)]
    runs = simulated(streams, 1, days, seed=round(100 * loads[0]))
    residual = (first + second) * 2 * SERVICE**2 / 2  # of the work in hand, as an arrival finds it
    total = sum(loads)
    expected = {
        "sooner": residual / (1 - loads[0]),
        "later": residual / ((1 - loads[0]) * (1 - total)),
    }
    for name, mean in expected.items():
        waits = np.array([row.mean() for row in waits_of(runs, name, 60)])
        assert errors_away(waits, mean) < MOST_ERRORS, name


def test_the_number_of_items_is_poissons():
    days = 350
    runs = simulated([stream("S", 0.2, days)], 3, days, seed=8)
    mean = 0.2 * days
    counts = (runs.ready >= 0).sum(axis=1)
    assert errors_away(counts.astype(float), mean) < MOST_ERRORS
    # the variance of a Poisson number is its mean; that of a variance of n draws is about 2 var² / (n - 1)
    assert abs(counts.var(ddof=1) - mean) < MOST_ERRORS * mean * math.sqrt(2 / (len(counts) - 1))


@pytest.mark.parametrize("machines", [2, 5])
def test_machines_that_break_down_are_repaired_as_palm_says(machines):
    up, repair, cycles = 30.0, 10.0, 120
    projects = []
    for machine in range(machines):
        tasks = []
        for cycle in range(1, cycles + 1):
            before = [f"repair {cycle - 1}"] if cycle > 1 else []
            runs_for, takes = cs.distributions.Exponential(up), cs.distributions.Exponential(repair)
            tasks.append(cs.Task(f"up {cycle}", duration=runs_for, after=before))
            tasks.append(cs.Task(f"repair {cycle}", effort=takes, skill="serve", after=[f"up {cycle}"]))
        projects.append(cs.Project(f"machine {machine}", tasks))
    portfolio = cs.Portfolio(
        "Repair shop",
        START,
        [cs.Person("server", "serve")],
        projects,
        calendar="mon-sun",
        horizon=START + timedelta(days=2_600),
    )
    done = cs.simulate(portfolio, FIFO, replications=REPLICATIONS, seed=machines, progress=False).runs
    repairs = done.finish[:, done.plan.task_first_need[:-1] < done.plan.task_first_need[1:]]
    first, last = 400 * DAY, 2_400 * DAY
    rate = ((repairs > first) & (repairs <= last)).sum(axis=1) / 2_000
    ratio = repair / up
    weights = [math.perm(machines, broken) * ratio**broken for broken in range(machines + 1)]
    assert errors_away(rate, (1 - weights[0] / sum(weights)) / repair) < MOST_ERRORS
