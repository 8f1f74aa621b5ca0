"""Microseconds per task and replication: the event engine beside idiomatic SimPy.

Run it from the root of the project: ``python -m tests.benchmarks.bench_event``. All contenders take turns
in one process, and CPU time is what counts, so that a busy machine blurs the ratios little.
"""

import gc
import statistics
import sys
import time
from pathlib import Path

if __name__ == "__main__" and not __package__:
    sys.path.insert(0, str(Path(__file__).parents[2]))

import capsim as cs
from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.benchmarks.yardsticks.simpy_yardstick import SimPyYardstick
from tests.benchmarks.yardsticks.workloads import POLICY, SHAPES, arrays_of, workload

GOAL = 60.0


def contenders(plan, draws):
    """Return, by name, functions that run some replications from one on."""
    plain, usual = EventEngine(plan, POLICY), EventEngine(plan, cs.Policy())
    yardstick = SimPyYardstick(arrays_of(plan))

    def idiomatic(first, count):
        for effort in draws.block(first, count).effort.tolist():
            yardstick.run(effort)

    return {
        "idiomatic SimPy": idiomatic,
        "event engine, same rules": lambda first, count: plain.run(draws, first, count),
        "event engine, default policy": lambda first, count: usual.run(draws, first, count),
        "event engine, default policy, logged": lambda first, count: usual.run(draws, first, count, log=[]),
        "draws alone": draws.block,
    }


def measure(run, first, count, n_tasks):
    """Return microseconds of CPU time per task and replication."""
    gc.collect()  # so that nobody tidies up after another
    begun = time.process_time()
    run(first, count)
    return (time.process_time() - begun) / (count * n_tasks) * 1e6


def main(rounds=7, count=100):
    """Measure in turns, drop the first round, print medians."""
    plan = make_plan(workload(SHAPES["small"]))
    draws = make_draws(plan, seed=7)
    runs = contenders(plan, draws)
    rows = [
        {name: measure(run, number * count, count, plan.n_tasks) for name, run in runs.items()}
        for number in range(rounds + 1)
    ][1:]
    print(f"{plan.n_projects} projects, {plan.n_tasks} tasks, {plan.n_people} people")
    print(f"{rounds} rounds of {count} replications")
    print(f"{'':38} {'median':>8} {'least':>8} {'ratio':>7}   microseconds per task and replication")
    for name in runs:
        figures = [row[name] for row in rows]
        ratio = statistics.median(row[name] / row["idiomatic SimPy"] for row in rows)
        print(f"{name:38} {statistics.median(figures):8.1f} {min(figures):8.1f} {ratio:7.2f}")
    print(f"goal for the event engine: at most {GOAL:g}")


if __name__ == "__main__":
    main()
