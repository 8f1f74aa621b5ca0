"""Queues with priorities, lost calls and machine repair, through the public API, against closed formulas.

Each class of customers arrives by a chain of elapsed tasks of its own (see `test_queues`), as a project with
its priority number. Mean waits are those of Cobham (1954), without pre-emption; with it, work goes on where
it was interrupted. The number of people at work where there are people in plenty is that of an M/G/infinity
queue; of its states up to c the last one has the share that Erlang's loss formula (1917) gives. Machines that
break down and wait for a repairer are a chain of running and repair for each (Palm 1947).

The samples are 24 replications of fixed seeds, the tolerance is 4.5 standard errors between replications.
"""

import math
from datetime import date, timedelta

import numpy as np
import pytest

import capsim as cs
from tests.statistical.test_queues import (
    DAY,
    FIFO,
    MOST_ERRORS,
    chance_to_wait,
    errors_away,
    simulated,
    waits_by_recursion,
)
from tests.statistical.test_queues import queue as plain_queue

START = date(2027, 1, 4)
REPLICATIONS = 24
WARM_UP = 100
EXPONENTIAL, GAMMA = cs.distributions.Exponential, cs.distributions.Gamma
INTERRUPTING = cs.Policy(
    priority=cs.rules.FIFO(), reserve_after=None, top_up=False, preempt=True, resume_days=0
)

CLASSES = {  # (mean days between arrivals, work of a customer), the most urgent first
    "exponential": ((40, EXPONENTIAL(10)), (25, EXPONENTIAL(10))),
    "other laws": ((30, GAMMA(shape=4, scale=2)), (40, EXPONENTIAL(16))),
}


def stream(number, gap, service, customers):
    """Return the project of a class: gap 1, customer 1, gap 2, customer 2 ..."""
    tasks = []
    for each in range(1, customers + 1):
        before = [f"gap {each - 1}"] if each > 1 else []
        tasks.append(cs.Task(f"gap {each}", duration=EXPONENTIAL(gap), after=before))
        tasks.append(cs.Task(f"customer {each}", effort=service, skill="serve", after=[f"gap {each}"]))
    return cs.Project(f"Class {number}", priority=number, tasks=tasks)


def served(classes, servers, policy, seed, days=9_000):
    """Return for each class (arrivals, starts, finishes, gaps), in ticks, of those who arrive in the days."""
    counts = [round(1.4 * days / gap) for gap, _ in classes]
    given = enumerate(zip(classes, counts, strict=True), 1)
    projects = [stream(number, *law, count) for number, (law, count) in given]
    portfolio = cs.Portfolio(
        "Queue",
        start=START,
        calendar="mon-sun",
        people=[cs.Person("server", "serve", count=servers)],
        projects=projects,
        horizon=START + timedelta(days=36_000),
    )
    runs = cs.simulate(portfolio, policy, replications=REPLICATIONS, seed=seed, progress=False).runs
    found, first = [], 0
    for count in counts:
        mine = slice(first + 1, first + 2 * count, 2)
        first += 2 * count
        found.append([getattr(runs, name)[:, mine].astype(np.int64) for name in ("ready", "start", "finish")])
    assert all(ready[:, -1].min() > days * DAY for ready, _, _ in found)  # nobody stops arriving in the days
    return found


def in_the_days(ready, values, days=9_000):
    """Return the mean of each replication over those who arrive after the warm-up, in days."""
    counts = (ready > 1_000 * DAY) & (ready <= days * DAY)
    return (values * counts).sum(axis=1) / counts.sum(axis=1) / DAY


def second_moment(law):
    return law.mean() ** 2 + law.sd() ** 2


@pytest.mark.parametrize("name", CLASSES)
def test_urgent_work_that_waits_for_work_in_hand_waits_as_cobham_says(name):
    classes = CLASSES[name]
    found = served(classes, 1, FIFO, seed=19)
    left = sum(second_moment(law) / gap for gap, law in classes) / 2  # of the work in hand, in the mean
    above, so_far = 0.0, 0.0
    for (gap, law), (ready, start, _) in zip(classes, found, strict=True):
        above, so_far = so_far, so_far + law.mean() / gap
        expected = left / ((1 - above) * (1 - so_far))
        assert errors_away(in_the_days(ready, start - ready), expected) < MOST_ERRORS


def test_classes_served_by_several_people_wait_as_cobham_says():
    gaps, servers, work = (12, 6), 3, 10.0
    found = served([(gap, EXPONENTIAL(work)) for gap in gaps], servers, FIFO, seed=23, days=4_000)
    load = sum(work / (servers * gap) for gap in gaps)
    left, above, so_far = chance_to_wait(servers, load) * work / servers, 0.0, 0.0
    for gap, (ready, start, _) in zip(gaps, found, strict=True):
        above, so_far = so_far, so_far + work / (servers * gap)
        expected = left / ((1 - above) * (1 - so_far))
        assert errors_away(in_the_days(ready, start - ready, 4_000), expected) < MOST_ERRORS


@pytest.mark.parametrize("name", CLASSES)
def test_work_that_is_interrupted_and_resumed_takes_as_long_as_theory_says(name):
    classes = CLASSES[name]
    found = served(classes, 1, INTERRUPTING, seed=29)
    above, so_far, left = 0.0, 0.0, 0.0
    for (gap, law), (ready, _, finish) in zip(classes, found, strict=True):
        above, so_far = so_far, so_far + law.mean() / gap
        left += second_moment(law) / gap / 2
        expected = law.mean() / (1 - above) + left / ((1 - above) * (1 - so_far))
        assert errors_away(in_the_days(ready, finish - ready), expected) < MOST_ERRORS


def test_work_that_interrupts_waits_as_if_there_were_no_other_to_the_tick():
    urgent, _ = served(CLASSES["other laws"], 1, INTERRUPTING, seed=31, days=3_000)
    ready, start, finish = urgent
    for row in range(REPLICATIONS):
        gaps = np.diff(ready[row], prepend=0)
        assert (start - ready)[row].tolist() == waits_by_recursion(gaps, (finish - start)[row], 1)


# ---------------------------------------------------------------- lost calls


def blocking(servers, offered):
    """Return Erlang's B."""
    weights = [offered**k / math.factorial(k) for k in range(servers + 1)]
    return weights[-1] / sum(weights)


@pytest.mark.parametrize("service", [EXPONENTIAL(10.0), cs.distributions.Fixed(10.0)], ids=repr)
def test_people_in_plenty_are_at_work_as_erlangs_loss_formula_says(service):
    plenty, offered, customers = 30, 3.0, 700
    portfolio = plain_queue(plenty, offered / plenty, service, customers)
    gaps, services, waits = simulated(portfolio, REPLICATIONS, seed=37)
    assert not waits.any()
    arrivals = gaps.cumsum(axis=1)
    ends = arrivals + services
    busy = np.array(
        [
            [np.count_nonzero(ends[row, :at] > arrivals[row, at]) for at in range(WARM_UP, customers)]
            for row in range(REPLICATIONS)
        ]
    )
    for servers in range(1, 8):
        odds = (busy == servers) - blocking(servers, offered) * (busy <= servers)
        assert errors_away(odds.mean(axis=1), 0.0) < MOST_ERRORS, servers


# ---------------------------------------------------------------- machine repair


def down(machines, repairers, ratio):
    """Return the odds of each number of machines down: repair takes so many times as long as running."""
    weights = [1.0]
    for number in range(1, machines + 1):
        weights.append(weights[-1] * (machines - number + 1) * ratio / min(number, repairers))
    return [weight / sum(weights) for weight in weights]


@pytest.mark.parametrize("repairers", [1, 2])
def test_machines_wait_for_their_repair_as_theory_says(repairers):
    machines, running, repair, days, times = 5, 30.0, 10.0, 5_000, 160
    projects = []
    for machine in range(machines):
        tasks = []
        for each in range(1, times + 1):
            before = [f"repair {each - 1}"] if each > 1 else []
            tasks.append(cs.Task(f"run {each}", duration=EXPONENTIAL(running), after=before))
            tasks.append(
                cs.Task(f"repair {each}", effort=EXPONENTIAL(repair), skill="repair", after=[f"run {each}"])
            )
        projects.append(cs.Project(f"Machine {machine}", tasks=tasks))
    portfolio = cs.Portfolio(
        "Shop floor",
        start=START,
        calendar="mon-sun",
        people=[cs.Person("repairer", "repair", count=repairers)],
        projects=projects,
        horizon=START + timedelta(days=36_000),
    )
    runs = cs.simulate(portfolio, FIFO, replications=REPLICATIONS, seed=41, progress=False).runs
    names = ("ready", "start", "finish")
    ready, start, finish = (getattr(runs, name)[:, 1::2].astype(np.int64) for name in names)
    low, high = 1_000 * DAY, days * DAY
    assert finish[:, times - 1 :: times].min() > high

    def during(first, last):
        """The time that passes between two ticks of all repairs, per day of those that are looked at."""
        return np.maximum(np.minimum(last, high) - np.maximum(first, low), 0).sum(axis=1) / (high - low)

    odds = down(machines, repairers, repair / running)
    mean_down = sum(number * chance for number, chance in enumerate(odds))
    mean_busy = sum(min(number, repairers) * chance for number, chance in enumerate(odds))
    assert errors_away(during(ready, finish), mean_down) < MOST_ERRORS
    assert errors_away(during(start, finish), mean_busy) < MOST_ERRORS


def test_the_formulas_are_the_known_ones():
    assert blocking(1, 1.0) == pytest.approx(1 / 2)
    assert blocking(2, 1.0) == pytest.approx(1 / 5)
    assert blocking(10, 5.0) == pytest.approx(0.018385, abs=5e-7)  # of Erlang's tables
    assert down(1, 1, 0.5) == pytest.approx([2 / 3, 1 / 3])
    assert down(2, 2, 1.0) == pytest.approx([1 / 4, 1 / 2, 1 / 4])
