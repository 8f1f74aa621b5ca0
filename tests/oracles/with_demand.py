"""Demand that changes, added at random to any portfolio: gates (rule D6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from capsim.domain.branches import Branch, Way
from capsim.domain.intake import Stage
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.streams import Stream
from capsim.domain.task import Link, Task
from capsim.errors import InputError
from tests.oracles.portfolios import Picker, case
from tests.oracles.with_returns import returning_case


def with_demand(rng: np.random.Generator, portfolio: Portfolio) -> Portfolio:
    """The same portfolio, some of whose work may not happen."""
    pick = Picker(rng)
    for _ in range(50):
        try:
            projects = [_with_gates(project, pick) for project in portfolio.projects]
            projects = [_with_branches(_with_intake(project, pick), pick) for project in projects]
            streams = _streams(portfolio, pick) if pick.chance(0.5) else []
            projects = _with_conditions(projects, pick)
            own = Picker(rng.spawn(1)[0])  # all else stays as it was without it
            streams = [_scope(stream, portfolio, own) for stream in streams]
            return replace(portfolio, projects=projects, streams=streams)
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


def _with_branches(project: Project, pick: Picker) -> Project:
    """Some tasks, in two or three ways of one branch or of two."""
    branches = []
    for number in range(pick.one([0, 0, 1, 2])):
        names = [task.name for task in pick.some(project.tasks, 0, 4)]
        ways = pick.one([["a", "b"], ["a", "b", "c"]])
        chances = pick.one([[0.5, 0.5], [0.0, 1.0]]) if len(ways) == 2 else [0.25, 0.25, 0.5]
        taken = {way: names[place :: len(ways)] for place, way in enumerate(ways)}
        made = [Way(way, chance, taken[way]) for way, chance in zip(ways, chances, strict=True)]
        branches.append(Branch(f"branch {number}", made))
    return replace(project, branches=branches)


def _with_intake(project: Project, pick: Picker) -> Project:
    stages = [
        Stage(name, pick.one([1.0, 1.0, 0.7]), pick.one([None, 0, 0.5, 3, "Uniform(0, 8)"]))
        for name in ("selected", "staffed")
    ]
    return replace(project, intake=stages[: pick.one([0, 0, 1, 2])])


def _with_conditions(projects: list[Project], pick: Picker) -> list[Project]:
    """Some projects require others before them, or exclude any."""
    made = []
    for place, project in enumerate(projects):
        required = [each.name for each in pick.some(projects[:place], 0, 1)] if pick.chance(0.3) else []
        others = [each.name for each in projects if each.name not in (project.name, *required)]
        excluded = pick.some(others, 0, 1) if pick.chance(0.3) else []
        chance = pick.one([project.probability, 0.6])
        made.append(replace(project, requires=required, excludes=excluded, probability=chance))
    return made


def _streams(portfolio: Portfolio, pick: Picker) -> list[Stream]:
    """Items of the kinds of work that there are, a few of them, some at the start."""
    tasks = [task for project in portfolio.projects for task in project.tasks if task.needs]
    streams = []
    for number, task in enumerate(pick.some(tasks, 0, 2)):
        item = replace(task, after=(), gate=None, priority=None)
        items = pick.one([None, 1, 3, "Uniform(0, 4)"])
        rate = pick.one([0.0, 0.5, 2.0, 7.0]) if items is not None else pick.one([0.5, 2.0, 7.0])
        first = portfolio.start + timedelta(days=pick.whole(0, 6))
        end = first + timedelta(days=pick.whole(0, 12))
        streams.append(Stream(f"S{number}", item, rate, items, pick.whole(0, 3), first, end))
    if pick.chance(0.4):
        items, rate = pick.one([1, 4, "Uniform(0, 5)"]), pick.one([0.7, 3, "Uniform(0, 9)"])
        begin = pick.one([None, portfolio.start + timedelta(days=pick.whole(-3, 9))])
        streams.append(Stream("Measured", items=items, done_per_week=rate, start=begin))
    return streams


def _scope(stream: Stream, portfolio: Portfolio, pick: Picker) -> Stream:
    """A stream, or what a project grows by."""
    if stream.done_per_week is not None or not pick.chance(0.3):
        return stream
    project = pick.one(portfolio.projects)
    before = pick.one([None, *(task.name for task in project.tasks)])
    return replace(stream, priority=100, project=project.name, before=before)


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
