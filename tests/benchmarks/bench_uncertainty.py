"""How far the end of a portfolio moves as each family of uncertainty is switched on.

``python -m tests.benchmarks.bench_uncertainty`` takes the consultancy of the models, first with every amount
at its mean and with nothing left to chance, then with one family more in each row, all on the same futures.
The end of the portfolio is the last finish of its projects. Run it from the root of the project.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import capsim as cs
from capsim.clock import ABSENT, NEVER, TICKS_PER_DAY
from capsim.metrics import order_statistic, order_statistic_interval, project_finish

MODEL = Path(__file__).parents[2] / "models" / "consultancy"

Change = Callable[[cs.Portfolio], cs.Portfolio]


class Family(NamedTuple):
    """A family of uncertainty: its name, and how it is switched on."""

    name: str
    switched_on: Change


def planned(given: cs.Portfolio) -> cs.Portfolio:
    """Return a portfolio in which nothing is left to chance: means, and every project goes ahead."""
    return given.replace(
        projects=[
            replace(each, probability=1, tasks=list(map(_at_its_mean, each.tasks))) for each in given.projects
        ],
        **dict.fromkeys(("drivers", "groups", "risks", "streams"), ()),
    )


def _at_its_mean(task: cs.Task) -> cs.Task:
    duration = None if task.duration is None else task.duration.mean()
    needs = [need if need.effort is None else replace(need, effort=need.effort.mean()) for need in task.needs]
    return replace(task, duration=duration, needs=needs)


def families(given: cs.Portfolio) -> Iterator[Family]:
    """Yield the families in the order in which they are switched on."""
    tasks = {(project.name, task.name): task for project in given.projects for task in project.tasks}
    odds = {project.name: project.probability for project in given.projects}

    def estimates(now: cs.Portfolio) -> cs.Portfolio:
        return with_tasks(now, lambda project, task: tasks[project.name, task.name])

    def tentative(now: cs.Portfolio) -> cs.Portfolio:
        return now.replace(projects=[replace(each, probability=odds[each.name]) for each in now.projects])

    yield Family("the range of each estimate", estimates)
    yield Family(
        "causes that tasks share", lambda now: now.replace(drivers=given.drivers, groups=given.groups)
    )
    yield Family("projects that may not go ahead", tentative)
    yield Family("rework after tests and reviews", lambda now: with_tasks(now, with_rework))
    yield Family("risks", lambda now: now.replace(risks=RISKS))
    yield Family("sickness: 9 days a year", lambda now: now.replace(sickness=9))
    yield Family("one in eight leaves in a year", lambda now: now.replace(attrition=0.125))
    yield Family("people faster or slower by a fifth", lambda now: now.replace(productivity=SPREAD))
    yield Family("unplanned work", lambda now: now.replace(streams=[INCIDENTS]))


SPREAD = cs.distributions.LogNormal(p50=1.0, p90=1.2)
INCIDENTS = cs.work.Stream(
    "Incidents",
    cs.Task("incident", effort=cs.Triangular(0.5, 1, 5), skill="backend engineer, or cloud engineer"),
    per_week=2,
    priority=1,
    end="2027-12-31",
)
RISKS = [
    cs.risks.Risk("A vendor delivers late", 0.3, {"delay": cs.PERT(10, 20, 45)}, {"tags": ["vendor"]}),
    cs.risks.Risk("Source data worse than thought", 0.35, {"effort": "1.4"}, {"skills": ["data engineer"]}),
    cs.risks.Risk("The regulator asks for more", 0.2, {"effort": "1.25"}, {"projects": ["Risk Data Mart"]}),
    cs.risks.Risk(
        "A client's people are busy", 0.4, {"delay": cs.PERT(3, 8, 20)}, {"skills": ["business analyst"]}
    ),
    cs.risks.Risk(
        "A component can be reused",
        0.25,
        {"effort": "0.8"},
        {"skills": ["frontend engineer"]},
        kind="opportunity",
    ),
]


def with_tasks(now: cs.Portfolio, change: Callable[[cs.Project, cs.Task], cs.Task]) -> cs.Portfolio:
    return now.replace(
        projects=[replace(each, tasks=[change(each, task) for task in each.tasks]) for each in now.projects]
    )


def with_rework(project: cs.Project, task: cs.Task) -> cs.Task:
    tested = "test" in task.name.casefold() or "review" in task.name.casefold()
    return replace(task, rework=(0.25, 0.4)) if tested and task.duration is None else task


class Row(NamedTuple):
    """A row of the table: quantiles of the end in days after the plan's, each with its 95 % interval."""

    name: str
    p50: tuple[int, int, int]
    p80: tuple[int, int, int]
    never: float


def rows(replications: int, seed: int) -> Iterator[Row]:
    """Simulate the portfolio with one family more each time."""
    given = cs.read(MODEL)
    names = [project.name for project in given.projects]
    now = planned(given)
    begin = int(_ends(now, names, 1, seed).max())
    for family in families(given):
        now = family.switched_on(now)
        ends = _ends(now, names, replications, seed)
        yield Row(
            family.name,
            _quantile(ends, 0.5, begin),
            _quantile(ends, 0.8, begin),
            float((ends == NEVER).mean()),
        )


def _ends(portfolio: cs.Portfolio, names: list[str], replications: int, seed: int) -> npt.NDArray[np.int32]:
    """Return the last finish of the projects named in each replication: (replications, 1)."""
    runs = cs.simulate(portfolio, replications=replications, seed=seed, progress=False).runs
    finish = project_finish(runs.finish, runs.plan.project_first_task)
    chosen = finish[:, [runs.plan.project_names.index(name) for name in names]]
    return np.where(chosen == ABSENT, 0, chosen).max(axis=1, keepdims=True)


def _quantile(ends: npt.NDArray[np.int32], level: float, begin: int) -> tuple[int, int, int]:
    counted = np.ones_like(ends, dtype=np.bool_)
    low, high = order_statistic_interval(ends, counted, level)
    days = [
        round((int(tick) - begin) / TICKS_PER_DAY)
        for tick in (order_statistic(ends, counted, level)[0], low[0], high[0])
    ]
    return days[0], days[1], days[2]


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--replications", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(
        "calendar days that the end of the portfolio lies after that of the plan; 95 % intervals in brackets"
    )
    print(f"{'with':38}{'P50':>16}{'P80':>18}{'never':>9}")
    for row in rows(options.replications, options.seed):
        p50, p80 = (f"{at} ({low} to {high})" for at, low, high in (row.p50, row.p80))
        print(f"{row.name:38}{p50:>16}{p80:>18}{row.never:>9.1%}", flush=True)


if __name__ == "__main__":
    main()
