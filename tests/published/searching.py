"""How short the schedules are that a search finds, over whole sets of PSPLIB.

``python -m tests.published.searching schedules 1000 j120`` prints the mean deviation from the critical path
of `capsim.optimize.schedule` with so many schedules for each instance. Every result is simulated again and
must end when the search says, and not before a proved bound. ``... lists 5000 j120`` does so for the order
alone (`capsim.optimize.sequence`).

``python -m tests.published.searching chance 400 j120 5`` searches, for every fifth instance, an order for
durations that are left to chance, and compares it with the rule LFT in futures that had no part in it.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from math import sqrt
from statistics import mean, stdev

import capsim as cs
from capsim import optimize
from capsim.domain import distributions
from capsim.io import benchmarks
from tests.published.folder import files, table
from tests.published.running import DAY, START, policy_of

SEED = 7
SEARCHES = {"schedules": optimize.schedule, "lists": optimize.sequence}
FUTURES = 50
"""In which each order is tried; ten times as many compare the one found with the rule."""

LAWS = {
    "U1": lambda d: distributions.Uniform(d - sqrt(d), d + sqrt(d)),
    "U2": lambda d: distributions.Uniform(0, 2 * d),
    "Exp": lambda d: distributions.Exponential(d),
    "B1": lambda d: distributions.Beta(d / 2 - 1 / 3, d - 2 / 3, low=d / 2, high=2 * d),
    "B2": lambda d: distributions.Beta(1 / 6, 1 / 3, low=d / 2, high=2 * d),
}
"""Durations of mean d, as in Ballestín and Leus, Production and Operations Management 18 (2009) 459-474."""


def portfolio_of(path):
    """The instance under the default rule, nothing held back."""
    return replace(benchmarks.read(path, start=START), policy=policy_of(cs.rules.LFT()))


def makespan(portfolio):
    """Days until the last project is finished, as the engine tells."""
    runs = cs.simulate(portfolio, replications=1, seed=SEED, progress=False).kept
    return int(runs.finish.max()) / DAY


def searched(path, kind, schedules):
    """How far an instance is above its critical path: as given, and by the search."""
    found = SEARCHES[kind](portfolio_of(path), schedules, SEED, progress=False)
    assert found.tried <= schedules
    assert found.evidence.bias == 0
    if kind == "lists":  # a schedule has been simulated by its search
        assert found.after.value == makespan(found.portfolio)
    bound = table("psplib/bounds.csv", "instance")[path.stem]
    assert found.after.value >= int(bound["lower_bound"])
    length = int(bound["cpm_lower_bound"])
    return found.before.value / length - 1, found.after.value / length - 1


def left_to_chance(portfolio, law):
    """The instance with durations of a law."""
    (project,) = portfolio.projects
    tasks = tuple(
        replace(task, duration=law(task.duration.mean())) if task.duration else task for task in project.tasks
    )
    return replace(portfolio, projects=(replace(project, tasks=tasks),))


def compared(path, schedules):
    """For each law the means with the rule LFT and with the order found, over the critical path."""
    length = int(table("psplib/bounds.csv", "instance")[path.stem]["cpm_lower_bound"])
    rows = {}
    for name, law in LAWS.items():
        portfolio = left_to_chance(portfolio_of(path), law)
        found = optimize.sequence(portfolio, schedules, SEED, progress=False, replications=FUTURES)
        rows[name] = (found.before.value / length - 1, found.after.value / length - 1)
    return rows


def chance(schedules, folder, every):
    """Print the means for each law, and by how many standard errors of instances the order is better."""
    some = files(f"psplib/{folder}/*.sm")[:: int(every)]
    with ProcessPoolExecutor(2) as executor:
        found = list(executor.map(partial(compared, schedules=int(schedules)), some))
    for name in LAWS:
        given, order = zip(*(rows[name] for rows in found), strict=True)
        gains = [one - other for one, other in zip(given, order, strict=True)]
        error = stdev(gains) / sqrt(len(gains))
        print(
            f"{name}: {100 * mean(given):.2f} % with LFT, {100 * mean(order):.2f} % with an order searched; "
            f"better by {100 * mean(gains):.2f} ± {196 * error:.2f}; of {len(gains)} instances shorter in "
            f"{sum(gain > 0 for gain in gains)}, longer in {sum(gain < 0 for gain in gains)}"
        )


def main(kind, schedules, folder):
    """Print the means."""
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as executor:
        every = files(f"psplib/{folder}/*.sm")
        rows = list(executor.map(partial(searched, kind=kind, schedules=int(schedules)), every, chunksize=4))
    given, found = (100 * mean(column) for column in zip(*rows, strict=True))
    seconds = time.perf_counter() - begun
    print(f"{folder}, {len(rows)} instances: {given:.2f} % as given, {found:.2f} % with {schedules} {kind}")
    print(f"{seconds:.0f} seconds")


if __name__ == "__main__":
    chance(*sys.argv[2:]) if sys.argv[1] == "chance" else main(*sys.argv[1:])
