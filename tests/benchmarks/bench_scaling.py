"""What a run costs by tasks, people, replications and workers: `python -m tests.benchmarks.bench_scaling`.

Processor time of this process and its threads, so that other programs disturb little; the median of three.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import capsim as cs
from capsim.running.memory import Memory

_TASKS_A_PROJECT = 10
_ROUNDS = 3


def portfolio(tasks: int, people: int) -> cs.Portfolio:
    """Projects of linked tasks for people of two skills, which keep them busy for about a year."""
    team = [cs.Person(f"p{number}", ["ab"[number % 2], "ba"[number % 2]]) for number in range(people)]
    work = 250 * people / tasks  # days for each task
    effort = cs.PERT(0.5 * work, work, 2 * work)
    projects = [
        cs.Project(
            f"P{number}",
            [
                cs.Task(
                    f"t{task}",
                    effort=effort,
                    skill="ab"[task % 2],
                    after=[f"t{task - 1}"] if task % 3 else [],
                )
                for task in range(_TASKS_A_PROJECT)
            ],
            deadline="2027-12-31",
        )
        for number in range(tasks // _TASKS_A_PROJECT)
    ]
    return cs.Portfolio("Scale", "2027-01-04", team, projects)


def seconds(run: Callable[[], object]) -> tuple[float, float]:
    """Return the median processor time and wall time of a call."""
    used, waited = [], []
    for _ in range(_ROUNDS):
        cpu, wall = time.process_time(), time.perf_counter()
        run()
        used.append(time.process_time() - cpu)
        waited.append(time.perf_counter() - wall)
    return statistics.median(used), statistics.median(waited)


def rows() -> Iterator[str]:
    """Measure; one line of a table for each."""
    cases = [
        *((tasks, 40, 2_000_000 // tasks, 1) for tasks in (50, 500, 5_000, 20_000)),
        *((500, people, 4_000, 1) for people in (5, 40, 400)),
        *((500, 40, replications, 1) for replications in (100, 1_000, 10_000)),
        *((500, 40, 10_000, threads) for threads in (1, 2)),
    ]
    for tasks, people, replications, threads in cases:
        given = portfolio(tasks, people)

        def run(
            given: cs.Portfolio = given, replications: int = replications, threads: int = threads
        ) -> object:
            return cs.simulate(given, replications=replications, seed=1, progress=False, executor=threads)

        run()
        cpu, wall = seconds(run)
        each = 1e6 / (tasks * replications)
        yield (
            f"| {tasks:,} | {people:,} | {replications:,} | {threads} | {each * cpu:.2f} | {each * wall:.2f} "
            f"| {Memory.of_everything(tasks, tasks).bytes_for(replications) / 1e6:,.0f} |"
        )


if __name__ == "__main__":
    print("| Tasks | People | Replications | Threads | µs of processor | µs of waiting | MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for row in rows():
        print(row, flush=True)
