"""A portfolio with streams as one of projects and tasks only, which is all that a plan knows (rule D6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from capsim.domain.calendar import Calendar
from capsim.domain.demand import working_days
from capsim.domain.distributions import Fixed
from capsim.domain.streams import MOST_ITEMS, Stream, most_arrivals
from capsim.domain.task import Link, Task
from capsim.errors import InputError, Problem, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.project import Project

__all__ = ["Arrivals", "arrivals_of", "days_a_week", "stream_problems", "unrolled"]


class Arrivals(NamedTuple):
    """When items of a stream can arrive.

    Attributes
    ----------
    first, last : date
    working_days : int
        Of the portfolio calendar, in between.
    gap_days : float
        The mean time between two items, in working days; 0 where none arrive.
    """

    first: date
    last: date
    working_days: int
    gap_days: float

    @property
    def most(self) -> int:
        """The most items that arrive, as good as certainly."""
        return most_arrivals(self.working_days / self.gap_days) if self.gap_days else 0


def arrivals_of(portfolio: Portfolio, stream: Stream) -> Arrivals:
    """Return when items of a stream can arrive.

    Parameters
    ----------
    portfolio : Portfolio
    stream : Stream
    """
    first = max(stream.start or portfolio.start, portfolio.start)
    last = min(stream.end or portfolio.last_date, portfolio.last_day)
    days = working_days(portfolio.calendar, first, last) if last >= first else 0
    gap = days_a_week(portfolio.calendar) / stream.per_week if stream.per_week else 0.0
    return Arrivals(first, last, days, gap)


def days_a_week(calendar: Calendar) -> int:
    """Return the days of a week on which a calendar works."""
    return sum(share > 0 for share in calendar.pattern)


def unrolled(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio whose streams are projects, or work of projects: a task for each item that may come.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    Portfolio
        The same one if it has no streams.
    """
    if not portfolio.streams:
        return portfolio
    arrivals = {stream.name: arrivals_of(portfolio, stream).most for stream in portfolio.streams}
    grown = [_grown(project, portfolio.streams, arrivals) for project in portfolio.projects]
    alone = [stream for stream in portfolio.streams if stream.project is None]
    made = [stream.as_project(arrivals[stream.name]) for stream in alone]
    return dataclasses.replace(portfolio, projects=(*grown, *made), streams=(), horizon=portfolio.last_day)


def _grown(project: Project, streams: Iterable[Stream], arrivals: Mapping[str, int]) -> Project:
    """Return a project with the items of the streams that are its scope after its own tasks, as listed."""
    items: list[Task] = []
    awaited: dict[str, list[Link]] = {}
    for stream in streams:
        if stream.project == project.name:
            came = stream.tasks(arrivals[stream.name])
            items += came
            if stream.before is not None:
                awaited.setdefault(stream.before, []).extend(Link(task.name) for task in came)
    if not items:
        return project
    own = [
        dataclasses.replace(task, after=(*task.after, *awaited[task.name])) if task.name in awaited else task
        for task in project.tasks
    ]
    return dataclasses.replace(project, tasks=(*own, *items))


def stream_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find streams with too many items, and those whose items cannot be work of this portfolio.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    tasks = {project.name: [task.name for task in project.tasks] for project in portfolio.projects}
    names = list(tasks)
    for stream in portfolio.streams:
        place = f"Stream {stream.name!r}"
        if stream.project is not None and stream.project not in names:
            fix = did_you_mean(stream.project, names)
            yield Problem(f"{place}, project", "no such project", stream.project, fix)
        elif stream.before is not None:
            yield from _unknown_task(place, stream.before, tasks[str(stream.project)])
        most = stream.most_items + arrivals_of(portfolio, stream).most
        if most > MOST_ITEMS:
            fix = f"{MOST_ITEMS:,} items is the limit: write an earlier end, or let an item stand for several"
            yield Problem(f"{place}, per_week", "too many items", most, fix)
        alone = dataclasses.replace(
            stream, items=Fixed(1), per_week=0.0, project=None, before=None
        ).as_project(0)
        try:
            dataclasses.replace(
                portfolio,
                projects=(alone,),
                streams=(),
                drivers=(),
                groups=(),
                bookings=(),
            )
        except InputError as error:
            inside = f"Project {stream.name!r}, task {alone.tasks[0].name!r}"
            for problem in error.found:
                if problem.where.startswith(inside):
                    yield dataclasses.replace(problem, where=problem.where.replace(inside, place, 1))


def _unknown_task(place: str, name: str, tasks: Sequence[str]) -> Iterator[Problem]:
    if name not in tasks:
        yield Problem(f"{place}, before", "no such task in its project", name, did_you_mean(name, tasks))
