"""A plan written into a portfolio: the order of tasks as their priorities, dates as their starts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Listed, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.plan.plan import Plan

__all__ = ["day_of_period", "following", "with_dates", "with_order"]

Ints = npt.NDArray[np.int64]


def following(policy: Policy) -> Policy:
    """Return a policy that follows the priorities of tasks, and what is listed first among equals."""
    return dataclasses.replace(policy, priority=Listed(), ignore_priority=False)


def with_order(plan: Plan, policy: Policy, order: Ints) -> Portfolio:
    """Return the portfolio of a plan in which tasks come in an order.

    Parameters
    ----------
    plan : Plan
    policy : Policy
        One that follows priorities.
    order : ndarray of int64, (tasks,)
        The first one gets priority 1.

    Returns
    -------
    Portfolio
    """
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(1, len(order) + 1)
    changes = [{"priority": each} for each in place.tolist()]
    return _changed(plan, policy, changes)


def with_dates(plan: Plan, policy: Policy, start: Ints, ready: Ints) -> Portfolio:
    """Return the portfolio of a plan in which tasks begin when they should.

    Whatever could begin sooner, as far as its links say, is given the date: everything else waits for nothing
    but what comes before it.

    Parameters
    ----------
    plan : Plan
    policy : Policy
        One that follows priorities.
    start, ready : ndarray of int64, (tasks,)
        When each task begins, and could as its links and dates say: working days of the portfolio calendar.

    Returns
    -------
    Portfolio
    """
    tasks = [task for project in plan.projects for task in project.tasks]
    place = np.empty(len(tasks), np.int64)
    place[np.lexsort((np.arange(len(tasks)), start))] = np.arange(1, len(tasks) + 1)
    changes = [
        {"priority": number, **(_dated(plan, task, begin) if begin > soonest else {})}
        for task, number, begin, soonest in zip(
            tasks, place.tolist(), start.tolist(), ready.tolist(), strict=True
        )
    ]
    return _changed(plan, policy, changes)


def _dated(plan: Plan, task: Task, begin: int) -> dict[str, Any]:
    """Return the date of a task, with its planned last day moved along if that would come first."""
    day = day_of_period(plan, begin)
    return {"start": day, **({"end": day} if task.end is not None and task.end < day else {})}


def day_of_period(plan: Plan, period: int) -> date:
    """Return the date of a working day of the portfolio calendar, the first one being 0."""
    return plan.start + timedelta(days=int(np.searchsorted(plan.worked, period, side="right")) - 1)


def _changed(plan: Plan, policy: Policy, changes: Sequence[Mapping[str, Any]]) -> Portfolio:
    """Return the portfolio with other fields of the tasks that take part, in order."""
    left = iter(changes)
    projects = tuple(
        _with_tasks(project, left) if project.takes_part else project for project in plan.given.projects
    )
    return dataclasses.replace(plan.given, projects=projects, policy=policy)


def _with_tasks(project: Project, left: Iterator[Mapping[str, Any]]) -> Project:
    """Return a project with other fields of its tasks, the next ones."""
    return dataclasses.replace(
        project, tasks=tuple(dataclasses.replace(task, **next(left)) for task in project.tasks)
    )
