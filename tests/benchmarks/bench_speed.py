"""Engines beside tuned C, idiomatic SimPy and plain Python: ``python -m tests.benchmarks.bench_speed``.

One process, one thread, processor time; all take turns, and a ratio is the median of those of the rounds.
All are given the same drawn efforts, and that their schedules are equal is asserted first; what the draws
cost is a row of its own. Run it from the root of the project.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from tests.benchmarks.contenders import CONTENDERS, SIMPY, C, Case, Contender
from tests.benchmarks.yardsticks.earlier import Earlier, earlier_program
from tests.benchmarks.yardsticks.workloads import SHAPES, Shape

DRAWS = "draws alone"
EARLIER = "earlier C, easier rules"
MOVED = 0.1
"""By how much the yardstick in C may move against the earlier program before a note says so."""

Rounds = Mapping[str, Sequence[float]]
"""Microseconds of a task and replication in each round, by contender."""


def rounds_of(size: str, rounds: int, chosen: Sequence[Contender], earlier: Earlier | None) -> Rounds:
    """Assert that the schedules are equal, then let everybody run so many rounds in turns."""
    shape = SHAPES[size]
    tasks = shape.projects * shape.tasks
    counts = {each.name: max(1, each.tasks_in_a_round // tasks) for each in chosen}
    case = Case(shape, max(counts.values()))
    ready = {each.name: each.prepare(case) for each in chosen}
    made = {name: each.schedules(each.run(counts[name])) for name, each in ready.items()}
    for name, schedules in made.items():
        assert schedules.equal(made[C.name]), f"{name} makes other schedules than {C.name}"
    runs: dict[str, Callable[[], object]] = {
        name: partial(each.run, counts[name]) for name, each in ready.items()
    }
    counts[DRAWS] = counts[EARLIER] = counts[C.name]
    runs[DRAWS] = partial(case.draws.block, 0, counts[DRAWS])
    if earlier is not None:
        runs[EARLIER] = earlier(size, counts[EARLIER])
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            took = _took(run) / (counts[name] * tasks) * 1e6
            if number:  # the first warms up
                times[name].append(took)
    return times


def _took(run: Callable[[], object]) -> float:
    gc.collect()  # so that nobody tidies up after another
    begun = time.process_time()
    run()
    return time.process_time() - begun


def ratio(times: Rounds, one: str, two: str) -> float:
    """Return the median over the rounds of how many times as long one takes as two."""
    return statistics.median(a / b for a, b in zip(times[one], times[two], strict=True))


def table(size: str, shape: Shape, times: Rounds) -> list[str]:
    """Return the lines of a table of one size."""
    lines = [
        "",
        f"{size}: {shape.projects} x {shape.tasks} tasks, {shape.people} people, {shape.skills} skills",
        f"{'':26}{'median':>9}{'least':>9}{'x C':>9}{'SimPy /':>9}   microseconds for a task and replication",
    ]
    for name, each in times.items():
        against = f"{ratio(times, name, C.name):9.2f}{ratio(times, SIMPY.name, name):9.1f}"
        lines.append(f"{name:26}{statistics.median(each):9.3f}{min(each):9.3f}{against}")
    if EARLIER in times:
        moved = ratio(times, C.name, EARLIER) - 1
        if abs(moved) > MOVED:
            lines.append(f"note: the yardstick in C moved by {moved:+.0%} against the earlier program")
    return lines


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="+", metavar="NAME", help=", ".join(each.name for each in CONTENDERS))
    parser.add_argument("--earlier", type=Path, metavar="FOLDER", help="an earlier C program to compare with")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = _options()
    chosen = [
        each for each in CONTENDERS if not options.only or each.name in (*options.only, C.name, SIMPY.name)
    ]
    versions = f"Python {platform.python_version()}, numpy {np.__version__}"
    print(f"{date.today()}, {_processor()}, {versions}; {options.rounds} interleaved rounds")
    with contextlib.ExitStack() as stack:
        folder = options.earlier
        earlier = None if folder is None else stack.enter_context(earlier_program(folder.resolve()))
        for size in options.sizes:
            times = rounds_of(size, options.rounds, chosen, earlier)
            print("\n".join(table(size, SHAPES[size], times)), flush=True)


def _processor() -> str:
    """Return the name of the processor, as far as the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
