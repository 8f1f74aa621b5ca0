"""How late plans within capacity come out: `python -m tests.benchmarks.bench_table`.

Six months of demand, exact estimates, everybody there: what is late is late for want of room alone.
"""

from __future__ import annotations

import dataclasses

import capsim as cs

MONTHS = [f"2027-0{month}" for month in range(1, 7)]
PLANS = ((3, 0.6, 2, 0.0), (4, 0.7, 3, 0.0), (12, 0.8, 10, 0.0), (7, 0.5, 4, 0.1), (4, 0.55, 3, 0.2))
"""Projects, the FTE that each wants, people, the share for daily business."""


def plan(projects: int, wanted: float, people: int, business: float) -> cs.Portfolio:
    demand = [cs.Demand("dev", dict.fromkeys(MONTHS, wanted))]
    listed = [cs.Project(f"P{number}", demand=demand, priority=number) for number in range(projects)]
    team = [cs.Person("Dev", "dev", count=people)]
    return cs.Portfolio("Plan", "2027-01-01", team, listed, run_the_business=business)


def all_or_nothing(portfolio: cs.Portfolio) -> cs.Portfolio:
    """The same without shares that give way."""
    projects = [
        dataclasses.replace(
            project,
            tasks=[
                dataclasses.replace(
                    task, needs=[dataclasses.replace(need, least_allocation=None) for need in task.needs]
                )
                for task in project.tasks
            ],
        )
        for project in portfolio.projects
    ]
    return portfolio.replace(projects=projects)


def lateness(portfolio: cs.Portfolio) -> str:
    schedule = cs.simulate(portfolio, replications=1, seed=1, progress=False).schedule(0)
    ends = {(project.name, task.name): task.end for project in portfolio.projects for task in project.tasks}
    days = [
        max(0, (finish.date() - ends[project, task]).days)
        for project, task, finish in zip(
            schedule["project"], schedule["task"], schedule["finish"], strict=True
        )
    ]
    late = sum(day > 0 for day in days) / len(days)
    return f"{late:4.0%} late, mean {sum(days) / len(days):3.0f}, most {max(days):3} days"


def main() -> None:
    for projects, wanted, people, business in PLANS:
        made = plan(projects, wanted, people, business)
        print(f"{projects} x {wanted} on {people}, daily business {business:.0%}")
        print(f"    all or nothing   {lateness(all_or_nothing(made))}")
        print(f"    giving way       {lateness(made)}")


if __name__ == "__main__":
    main()
