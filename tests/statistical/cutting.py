"""One future up to a date, as what somebody would report on that date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from capsim.clock import TICKS_PER_DAY
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Task
from capsim.engines.runs import Runs


def cut(portfolio: Portfolio, runs: Runs, replication: int, today: date) -> Portfolio:
    """The portfolio with the dates of one replication up to a date, and who is at work then."""
    plan = runs.plan
    tick = TICKS_PER_DAY * (today - portfolio.start).days
    first, last = runs.seat_offsets[replication : replication + 2].tolist()
    at_work: dict[int, list[str]] = {}
    for seat in range(first, last):
        task = int(plan.need_task[runs.seats.need[seat]])
        if runs.seats.start[seat] < tick < runs.seats.end[seat]:
            at_work.setdefault(task, []).append(plan.person_names[runs.seats.person[seat]])
    told = iter(
        _told(
            task,
            portfolio.start,
            tick,
            *(int(column[replication, index]) for column in (runs.start, runs.finish)),
            at_work.get(index, []),
        )
        for index, task in enumerate(task for project in portfolio.projects for task in project.tasks)
    )
    projects = [replace(project, tasks=[next(told) for _ in project.tasks]) for project in portfolio.projects]
    return replace(portfolio, projects=projects, status_date=today)


def _told(task: Task, start: date, tick: int, begun: int, done: int, at_work: list[str]) -> Task:
    """A task with its actual dates, as far as they lie before a tick."""
    if begun >= tick:
        return task
    actual_start = start + timedelta(days=begun // TICKS_PER_DAY)
    if done <= tick:
        return replace(
            task, actual_start=actual_start, actual_finish=start + timedelta(days=(done - 1) // TICKS_PER_DAY)
        )
    return replace(task, actual_start=actual_start, assigned=at_work)
