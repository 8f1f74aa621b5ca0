"""Demand that changes, added at random to any portfolio: gates (rule D6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Link, Task
from capsim.errors import InputError
from tests.oracles.portfolios import Picker, case
from tests.oracles.with_returns import returning_case


def with_demand(rng: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio, some of whose work may not happen."""
    pick = Picker(rng)
    for _ in range(50):
        try:
            return replace(portfolio, projects=[_with_gates(project, pick) for project in portfolio.projects])
        except InputError:
            continue  # links that wait for each other
    return portfolio


def _with_gates(project: Project, pick: Picker) -> Project:
    """Milestones that are there become gates; others are put among the work."""
    tasks = [
        replace(task, gate=pick.one([0.0, 0.5, 0.9])) if _can_judge(task) and pick.chance(0.4) else task
        for task in project.tasks
    ]
    for number in range(pick.one([0, 0, 1, 1, 2])):
        before = [_link(task.name, pick) for task in pick.some(project.tasks, 0, 2)]
        before = [link for link in before if link.kind in ("FS", "SS")]
        gate = Task(f"gate {number}", after=before, gate=pick.one([0.0, 0.3, 0.8, 1.0]))
        place = pick.whole(0, len(tasks))
        rest = [_after(task, gate, pick) if pick.chance(0.3) else task for task in tasks[place:]]
        tasks = [*tasks[:place], gate, *rest]
    return replace(project, tasks=tasks)


def _can_judge(task: Task) -> bool:
    return task.is_milestone and all(link.kind in ("FS", "SS") for link in task.after)


def _link(name: str, pick: Picker) -> Link:
    return Link(name, pick.one(["FS", "FS", "FS", "SS", "FF", "SF"]), pick.one([0, 0, 0, 1, 0.5]))


def _after(task: Task, gate: Task, pick: Picker) -> Task:
    return replace(task, after=[*task.after, _link(gate.name, pick)])


def demand_case(number: int):
    """A portfolio with demand that changes, and its policy; every other one with work that returns."""
    portfolio, policy = returning_case(number) if number % 2 else case(number)
    return with_demand(np.random.default_rng([number, 6]), portfolio), policy
