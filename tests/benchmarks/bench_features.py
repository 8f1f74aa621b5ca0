"""What each rule costs the compiled engine: ``python -m tests.benchmarks.bench_features``.

The workloads of the yardsticks, first as plain as those know them, then with one thing more in each row: the
default assignment rule, the reserve, people who work part time, needs of half a person, teams that take up to
three more, hard bookings. One process, one thread, processor time; all take turns, and a ratio is the
median of those of the rounds. Draws are made before.

``--families`` measures what families of uncertainty and of house rules cost instead, on the consultancy of
the models with its ranges and causes: each on its own, then all of them. Drawing counts there, and a time is
for a task that takes part in a replication. Run it from the root of the project.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import capsim as cs
from capsim.clock import ABSENT
from capsim.engines.compiled import CompiledEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.benchmarks import bench_uncertainty
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


def families() -> Iterator[Variant]:
    """Make the rows of the families: the plain portfolio, each family on its own, all together."""
    given = cs.read(bench_uncertainty.MODEL)
    nothing: dict[str, Any] = dict.fromkeys(("risks", "streams", "freezes"), ())
    nothing |= dict.fromkeys(("sickness", "attrition", "onboarding", "productivity", "learning"))
    plain, default = given.replace(**nothing), cs.Policy()
    onboarding = cs.people.Onboarding(8, speeds=[0.5, 0.8], mentor_share=0.1, mentor_days=20)
    policy = cs.Policy(wip_limit=12, focus=2, switching_loss=0.1, preempt=True, handover_after=5)

    def rework(now: cs.Portfolio) -> cs.Portfolio:
        return bench_uncertainty.with_tasks(now, bench_uncertainty.with_rework)

    def gates(now: cs.Portfolio) -> cs.Portfolio:
        return bench_uncertainty.with_tasks(
            now, lambda _, task: replace(task, gate=0.95) if task.is_milestone else task
        )

    changes: dict[str, Callable[[cs.Portfolio], cs.Portfolio]] = {
        "risks": lambda now: now.replace(risks=bench_uncertainty.RISKS),
        "rework": rework,
        "gates": gates,
        "unplanned work": lambda now: now.replace(streams=[bench_uncertainty.INCIDENTS]),
        "sickness": lambda now: now.replace(sickness=9),
        "leavers, successors and their teachers": lambda now: now.replace(
            attrition=0.125, onboarding=onboarding
        ),
        "faster and slower people": lambda now: now.replace(productivity=bench_uncertainty.SPREAD),
    }
    yield Variant("plain", plain, default)
    everything = plain
    for name, change in changes.items():
        yield Variant(name, change(plain), default)
        everything = change(everything)
    yield Variant("limits, focus, interruptions, hand-over", plain, policy)
    yield Variant("all of them", everything, policy)


def rounds_of_families(rounds: int, replications: int) -> dict[str, list[float]]:
    """Let every family draw and run so many rounds, in turns; microseconds for a task that takes part."""
    ready = {}
    for each in families():
        plan = make_plan(each.portfolio)
        ready[each.name] = (CompiledEngine(plan, each.policy), make_draws(plan, seed=7))
    times: dict[str, list[float]] = {name: [] for name in ready}
    for number in range(rounds + 1):
        for name, (engine, draws) in ready.items():
            begun = time.process_time()
            runs = engine.run(draws, number * replications, replications)
            took = time.process_time() - begun
            if number:  # the first warms up
                times[name].append(took / int((runs.start != ABSENT).sum()) * 1e6)
    return times


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
    parser.add_argument("--families", action="store_true")
    options = parser.parse_args()
    print(f"{date.today()}; {options.rounds} interleaved rounds")
    if options.families:
        report("consultancy", rounds_of_families(options.rounds, replications=500))
        return
    for size in options.sizes:
        report(size, rounds_of(SHAPES[size], options.rounds))


def report(title: str, times: dict[str, list[float]]) -> None:
    """Print a table."""
    print(f"\n{title:40}{'median':>8}{'x plain':>9}   microseconds for a task and replication")
    plain = next(iter(times.values()))
    for name, each in times.items():
        ratio = statistics.median(a / b for a, b in zip(each, plain, strict=True))
        print(f"{name:40}{statistics.median(each):8.3f}{ratio:9.2f}")


if __name__ == "__main__":
    main()
