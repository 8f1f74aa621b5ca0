"""What of the planned work may or may not happen: branches, stages and streams, as indices (rule D6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from capsim.clock import TICKS_PER_DAY, start_of_day
from capsim.domain.demand import working_days
from capsim.domain.intake import Stage
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.status import has_begun
from capsim.domain.streams import Stream
from capsim.domain.unrolling import arrivals_of, days_a_week

__all__ = [
    "PlannedBranch",
    "PlannedStage",
    "PlannedStream",
    "planned_branches",
    "planned_stages",
    "planned_streams",
]


@dataclass(frozen=True, slots=True)
class PlannedBranch:
    """A branch with its tasks as indices.

    Attributes
    ----------
    project : int
    name : str
    probabilities : tuple of float
        Of each way.
    tasks : tuple of tuple of int
        The tasks of each way.
    """

    project: int
    name: str
    probabilities: tuple[float, ...]
    tasks: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage of the intake of a project; those of one project stand together, in their order.

    Attributes
    ----------
    project : int
    stage : Stage
    """

    project: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class PlannedStream:
    """A stream; its tasks are room for the items at the start, then for those that arrive.

    Attributes
    ----------
    first_task : int
        The first of its tasks, which stand together.
    stream : Stream
    at_start, arriving : int
        Tasks of either kind.
    gap_days : float
        Mean time between arrivals in working days.
    first_tick : int
        From when on items arrive.
    working_ticks : int
        Of the portfolio calendar, for how long they do.
    week_days : int
        Days of a working week.
    weeks : int
        For how many of them it is drawn what a team known by its rate gets done; 0 for other streams.
    """

    first_task: int
    stream: Stream
    at_start: int
    arriving: int
    gap_days: float
    first_tick: int
    working_ticks: int
    week_days: int = 0
    weeks: int = 0

    @property
    def tasks(self) -> slice:
        """All its tasks."""
        return slice(self.first_task, self.first_task + self.at_start + self.arriving)

    @property
    def arrivals(self) -> slice:
        """The tasks of what arrives."""
        return slice(self.first_task + self.at_start, self.tasks.stop)


def planned_branches(projects: Sequence[Project]) -> Iterator[PlannedBranch]:
    """Yield the branches of all projects."""
    first = 0
    for index, project in enumerate(projects):
        place = {task.name: first + number for number, task in enumerate(project.tasks)}
        for branch in project.branches:
            yield PlannedBranch(
                index,
                branch.name,
                tuple(way.probability for way in branch.ways),
                tuple(tuple(place[task] for task in way.tasks) for way in branch.ways),
            )
        first += len(project.tasks)


def planned_stages(projects: Sequence[Project], today: date | None) -> Iterator[PlannedStage]:
    """Yield the stages of all projects; those of a project that has begun are behind it (rule R16)."""
    for index, project in enumerate(projects):
        for stage in project.intake if not has_begun(project, today) else ():
            yield PlannedStage(index, stage)


def planned_streams(given: Portfolio, projects: Sequence[Project]) -> Iterator[PlannedStream]:
    """Yield the streams of a portfolio, whose tasks are among others; not of projects that take no part."""
    firsts = np.cumsum([0, *(len(project.tasks) for project in projects)]).tolist()
    place = {project.name: first for project, first in zip(projects, firsts, strict=False)}
    own = {project.name: len(project.tasks) for project in given.projects}
    for stream in given.streams:
        home = stream.project or stream.name
        if home not in place:
            continue
        arrivals = arrivals_of(given, stream)
        first = place[home] + own.get(home, 0)
        own[home] = own.get(home, 0) + stream.most_items + arrivals.most
        if stream.done_per_week is not None:
            yield _measured(given, stream, first)
            continue
        yield PlannedStream(
            first,
            stream,
            at_start=stream.most_items,
            arriving=arrivals.most,
            gap_days=arrivals.gap_days,
            first_tick=start_of_day(arrivals.first, given.start),
            working_ticks=TICKS_PER_DAY * arrivals.working_days,
        )


def _measured(given: Portfolio, stream: Stream, first_task: int) -> PlannedStream:
    """Return a stream of a team known by its rate, which works from the status date on at the earliest."""
    first = max(day for day in (given.start, stream.start, given.status_date) if day is not None)
    worked = working_days(given.calendar, first, given.last_day) if first <= given.last_day else 0
    week = days_a_week(given.calendar)
    return PlannedStream(
        first_task,
        stream,
        at_start=stream.most_items,
        arriving=0,
        gap_days=0.0,
        first_tick=start_of_day(first, given.start),
        working_ticks=TICKS_PER_DAY * worked,
        week_days=week,
        weeks=worked // week + 1,
    )
