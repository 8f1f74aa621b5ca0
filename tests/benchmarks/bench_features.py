"""What each rule costs the compiled engine: ``python -m tests.benchmarks.bench_features``.

The workloads of the yardsticks, first as plain as those know them, then with one thing more in each row: the
default assignment rule, the reserve, people who work part time, needs of half a person, teams that take up to
three more, hard bookings. One process, one thread, processor time; all take turns, and a ratio is the
median of those of the rounds. Draws are made before. Run it from the root of the project.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import capsim as cs
from capsim.engines.compiled import CompiledEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.benchmarks.contenders import Given
from tests.benchmarks.yardsticks.workloads import POLICY, SHAPES, START, Shape, workload

TASKS_IN_A_ROUND = 500_000
SHORT_WEEK = "mon-wed"


@dataclass(frozen=True)
class Variant:
    """A row of the table: a portfolio and a policy."""

    name: str
    portfolio: cs.Portfolio
    policy: cs.Policy


def variants(shape: Shape) -> Iterator[Variant]:
    """Make the rows, each with what the row before has and one thing more."""
    plain = workload(shape)
    yield Variant("as the yardsticks", plain, POLICY)
    soonest = cs.Policy(reserve_after=None)
    yield Variant("the default assignment rule", plain, soonest)
    default = cs.Policy()
    yield Variant("a reserve: the default policy", plain, default)
    part_time = plain.replace(people=[_part_time(*each) for each in enumerate(plain.people)])
    yield Variant("a third of the people part time", part_time, default)
    shares = _with_needs(part_time, lambda need, number: replace(need, allocation=(1.0, 0.5)[number % 2]))
    yield Variant("every other need half a person", shares, default)
    teams = _with_needs(shares, lambda need, number: replace(need, people=(1, 4) if number % 3 == 0 else 1))
    yield Variant("one need in three takes more people", teams, default)
    yield Variant("a tenth of the people booked", teams.replace(bookings=list(_bookings(teams))), default)


def _part_time(number: int, person: cs.Person) -> cs.Person:
    return replace(person, calendar=SHORT_WEEK) if number % 3 == 0 else person


def _with_needs(portfolio: cs.Portfolio, change: Callable[[cs.Need, int], cs.Need]) -> cs.Portfolio:
    return portfolio.replace(
        projects=[
            replace(
                project,
                tasks=[
                    replace(task, needs=[change(need, number) for need in task.needs])
                    for number, task in enumerate(project.tasks)
                ],
            )
            for project in portfolio.projects
        ]
    )


def _bookings(portfolio: cs.Portfolio) -> Iterator[cs.Booking]:
    for number, person in enumerate(portfolio.people):
        if number % 10 == 0:
            project = portfolio.projects[number % len(portfolio.projects)].name
            yield cs.Booking(person.name, project, START, START + timedelta(days=180), share=0.5, kind="hard")


def rounds_of(shape: Shape, rounds: int) -> dict[str, list[float]]:
    """Let every row run so many rounds, in turns; microseconds for a task and replication."""
    tasks = shape.projects * shape.tasks
    count = max(1, TASKS_IN_A_ROUND // tasks)
    ready = {}
    for each in variants(shape):
        plan = make_plan(each.portfolio)
        ready[each.name] = (CompiledEngine(plan, each.policy), Given(make_draws(plan, seed=7)))
    times: dict[str, list[float]] = {name: [] for name in ready}
    for number in range(rounds + 1):
        for name, (engine, given) in ready.items():
            begun = time.process_time()
            engine.run(given, 0, count)
            if number:  # the first warms up
                times[name].append((time.process_time() - begun) / (count * tasks) * 1e6)
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", choices=SHAPES, default=["small", "medium", "large"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"{date.today()}; {options.rounds} interleaved rounds")
    for size in options.sizes:
        times = rounds_of(SHAPES[size], options.rounds)
        print(f"\n{size:38}{'median':>8}{'x plain':>9}   microseconds for a task and replication")
        plain = next(iter(times.values()))
        for name, each in times.items():
            ratio = statistics.median(a / b for a, b in zip(each, plain, strict=True))
            print(f"{name:38}{statistics.median(each):8.3f}{ratio:9.2f}")


if __name__ == "__main__":
    main()
