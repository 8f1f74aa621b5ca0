"""How late plans within capacity come out: `python -m tests.benchmarks.bench_table`.

Exact estimates: what is late is late for want of room, or of somebody who is away, and for nothing else.
"""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Callable
from pathlib import Path

import capsim as cs
from capsim.domain.demand import HELPERS
from capsim.domain.folding import folded
from capsim.domain.task import Need, Task

MONTHS = [f"2027-0{month}" for month in range(1, 7)]
PLANS = (
    (3, 0.6, 2, 0.0),
    (4, 0.7, 3, 0.0),
    (6, 0.8, 5, 0.0),
    (12, 0.8, 10, 0.0),
    (2, 0.33, 10, 0.0),
    (2, 1.7, 10, 0.1),
    (2, 0.9, 2, 0.1),
    (7, 0.5, 4, 0.1),
    (4, 0.55, 3, 0.2),
    (11, 0.8, 10, 0.1),
    (12, 0.8, 11, 0.1),
    (17, 0.75, 15, 0.12),
    (18, 0.7, 16, 0.2),
    (22, 0.7, 20, 0.2),
    (1, 1.0, 1, 0.1),
)
"""Projects, the FTE that each wants, people, the share for daily business; the last is above capacity."""
UNEVEN = (
    ((1.0, 0.9), (0.9, 0.45), 1.0),
    ((1.0, 0.9), (0.81, 0.81), 1.0),
    ((1.0, 0.5), (0.9, 0.4), 1.0),
    ((1.0,), (0.5,), 1.1),
    ((1.0,), (0.5,), 1.2),
    ((1.0, 1.0), (0.5,), 1.2),
    ((1.0,), (0.8, 0.5), 1.0),
)
"""Availability of people, FTE of projects, how much larger the work turns out; the last is above capacity."""
SHEET = Path(__file__).parents[2] / "models" / "capacity_sheet" / "capacity.xlsx"
SHARES = (0.0, 0.1, 0.2)
"""Daily business in the sheet."""
LOADS = (0.9, 0.97, 1.0)
"""Of the capacity of drawn plans."""


def plan(projects: int, wanted: float, people: int, business: float) -> cs.Portfolio:
    demand = [cs.Demand("dev", dict.fromkeys(MONTHS, wanted))]
    listed = [cs.Project(f"P{number}", demand=demand, priority=number) for number in range(projects)]
    team = [cs.Person("Dev", "dev", count=people)]
    return cs.Portfolio("Plan", "2027-01-01", team, listed, run_the_business=business)


def uneven(people: tuple[float, ...], wanted: tuple[float, ...], larger: float) -> cs.Portfolio:
    """People who keep a tenth for daily business; every estimate is off by the same factor."""
    team = [cs.Person(f"Dev {number}", "dev", availability=part) for number, part in enumerate(people)]
    projects = [
        cs.Project(f"P{n}", demand=[cs.Demand("dev", dict.fromkeys(MONTHS, fte))], priority=n)
        for n, fte in enumerate(wanted)
    ]
    made = cs.Portfolio("Plan", "2027-01-01", team, projects, run_the_business=0.1, ranges="none")

    def turned_out(need: Need) -> Need:
        return dataclasses.replace(need, effort=need.effort.mean() * larger)

    return with_rule(made, turned_out)


def drawn(number: int, load: float) -> cs.Portfolio:
    """A plan of one role drawn by its number, which wants a part of what its people have."""
    draw = random.Random(number)
    parts = [draw.choice((1.0, 1.0, 1.0, 0.9, 0.8, 0.5)) for _ in range(draw.randint(2, 8))]
    business = draw.choice((0.0, 0.1, 0.2))
    left = sum(parts) * (1 - business) * load
    wanted: list[float] = []
    while left > 0.05:
        fte = draw.choice((0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0, 1.2, 1.5))
        wanted.append(math.floor(min(fte, left) * 100) / 100)
        left -= wanted[-1]
    team = [cs.Person(f"Dev {number}", "dev", availability=part) for number, part in enumerate(parts)]
    projects = [
        cs.Project(f"P{n}", demand=[cs.Demand("dev", dict.fromkeys(MONTHS, fte))], priority=n)
        for n, fte in enumerate(wanted)
    ]
    return cs.Portfolio("Plan", "2027-01-01", team, projects, run_the_business=business, ranges="none")


def sheet(business: float) -> cs.Portfolio:
    """The capacity sheet that comes with capsim, its estimates exact and all its projects sure."""
    read = cs.read(SHEET)
    projects = [
        dataclasses.replace(
            project,
            demand=[dataclasses.replace(row, low=None, high=None, low_high="PERT") for row in project.demand],
            probability=1.0,
            status="planned",
        )
        for project in folded(read)[0]
    ]
    return dataclasses.replace(
        read, projects=projects, groups=(), drivers=(), ranges="none", run_the_business=business
    )


def all_or_nothing(need: Need) -> Need:
    """All of a share or nobody, and nobody helps out."""
    return dataclasses.replace(as_planned(need), least_allocation=None)


def as_planned(need: Need) -> Need:
    """What can be had of a share, but nobody helps out."""
    fewest, most = need.people
    return dataclasses.replace(need, people=(fewest, most - HELPERS))


def as_it_is(need: Need) -> Need:
    return need


RULES = {"all or nothing": all_or_nothing, "giving way": as_planned, "giving way, with help": as_it_is}


def with_rule(portfolio: cs.Portfolio, rule: Callable[[Need], Need]) -> cs.Portfolio:
    """The same with the needs of its tables changed."""

    def changed(task: Task) -> Task:
        needs = [need if need.least_allocation is None else rule(need) for need in task.needs]
        return dataclasses.replace(task, needs=needs)

    projects = [
        dataclasses.replace(project, tasks=[changed(task) for task in project.tasks])
        for project in portfolio.projects
    ]
    return dataclasses.replace(portfolio, projects=projects)


def lateness(portfolio: cs.Portfolio) -> str:
    """How many cells end after their period and by how much, and the project that ends earliest."""
    late, early = days_late(portfolio)
    share, mean = sum(day > 0 for day in late) / len(late), sum(late) / len(late)
    return f"{share:4.0%} late, mean {mean:3.0f}, most {max(late):3} days; {early:3} days early"


def days_late(portfolio: cs.Portfolio) -> tuple[list[int], int]:
    """Days after its period of each cell, and days before its plan of the project that ends earliest."""
    schedule = cs.simulate(portfolio, replications=1, seed=1, progress=False).schedule(0)
    planned = {
        (project.name, task.name): task.end for project in portfolio.projects for task in project.tasks
    }
    names = list(zip(schedule["project"], schedule["task"], strict=True))
    done = {name: finish.date() for name, finish in zip(names, schedule["finish"], strict=True)}
    late = [max(0, (done[name] - end).days) for name, end in planned.items() if end is not None]
    last = {
        project.name: max(
            (each for each in planned if each[0] == project.name), key=lambda each: planned[each]
        )
        for project in portfolio.projects
    }
    early = max((planned[name] - done[name]).days for name in last.values())
    return late, early


def of_many(load: float) -> str:
    """How many plans drawn at a load, and cells of theirs, come late, and by how much at the most."""
    late = [days_late(drawn(number, load))[0] for number in range(100)]
    plans, cells = sum(max(each) > 0 for each in late), [day for each in late for day in each]
    share = sum(day > 0 for day in cells) / len(cells)
    return f"{plans} of 100 plans, {share:.1%} of the cells, most {max(cells)} days"


def main() -> None:
    plans = [
        (f"{n} x {fte} on {people}, daily business {part:.0%}", plan(n, fte, people, part))
        for n, fte, people, part in PLANS
    ]
    plans += [
        (
            f"{wanted} on {people}, {larger:.0%} of the work, daily business 10%",
            uneven(people, wanted, larger),
        )
        for people, wanted, larger in UNEVEN
    ]
    plans += [(f"capacity sheet, daily business {part:.0%}", sheet(part)) for part in SHARES]
    for title, made in plans:
        print(title)
        for name, rule in RULES.items():
            print(f"    {name:22} {lateness(with_rule(made, rule))}")
    for load in LOADS:
        print(f"drawn plans, {load:.0%} of capacity: late are {of_many(load)}")


if __name__ == "__main__":
    main()
