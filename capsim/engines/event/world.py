"""What a process of the user sees of a replication, and what it may do to it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simpy.events import Event

from capsim.clock import TICKS_PER_DAY, date_of_start, day_index, days_to_ticks, start_of_day
from capsim.domain.values import day as as_day
from capsim.domain.values import days as as_days
from capsim.engines.event import verbs
from capsim.errors import InputError, Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from capsim.engines.event.environment import GuardedEnvironment
    from capsim.engines.event.replication import Replication

__all__ = ["Process", "World"]


class World:
    """One simulated future, as seen by your own SimPy process.

    A process is a function ``f(world)`` that yields SimPy events; it runs beside the work.

    Examples
    --------
    >>> def outage(world):
    ...     yield world.until("2027-02-01")
    ...     world.away("Ada", "2027-02-01", "2027-02-12")
    """

    def __init__(self, run: Replication) -> None:
        self._run = run

    @property
    def env(self) -> GuardedEnvironment:
        """The SimPy environment; its time is in ticks of 1/480 day."""
        return self._run.env

    @property
    def today(self) -> date:
        """The date."""
        return date_of_start(int(self._run.env.now), self._run.setup.plan.start)

    def days(self, days: float) -> Event:
        """Return an event that many calendar days from now.

        Raises
        ------
        InputError
            If it is no number of days from 0 to 100,000.
        """
        with _told_at(f"days({days!r})"):
            return self._run.env.timeout(days_to_ticks(as_days(days)))

    def until(self, day: date | str) -> Event:
        """Return an event at the beginning of a date; now, if that is past.

        Raises
        ------
        InputError
            If it is no date.
        """
        with _told_at(f"until({day!r})"):
            tick = start_of_day(as_day(day), self._run.setup.plan.start)
        return self._run.env.timeout(max(0, tick - int(self._run.env.now)))

    def finished(self, task: str) -> Event:
        """Return an event that happens when a task (``"Project/Task"``) has finished."""
        index = self._task(task)
        event = self._run.watchers.setdefault(index, self._run.env.event())
        if self._run.finish[index] <= self._run.env.now and not event.triggered:
            event.succeed()
        return event

    def is_finished(self, task: str) -> bool:
        """Whether a task (``"Project/Task"``) has finished, or is not part of this future."""
        return self._run.finish[self._task(task)] <= self._run.env.now

    def free_share(self, person: str) -> float:
        """Return how much of a person is free now, as a share of 1."""
        return self._run.pool.free[self._person(person)] / 1000

    def away(self, person: str, start: date | str | None = None, end: date | str | None = None) -> None:
        """Let a person have no capacity on whole days; work in hand pauses.

        Parameters
        ----------
        person : str
        start : date or str, optional
            First day; tomorrow, or today if the day begins right now, when left out.
        end : date or str, optional
            Last day; the horizon when left out.

        Raises
        ------
        InputError
            For an unknown person, a day that has begun already, or an end before the start.
        """
        plan = self._run.setup.plan
        soonest = -(-int(self._run.env.now) // TICKS_PER_DAY)
        with _told_at(f"away({person!r})"):
            first = soonest if start is None else day_index(as_day(start), plan.start)
            last = plan.n_days - 1 if end is None else day_index(as_day(end), plan.start)
            if first < soonest:
                raise Refused("that day has begun already", start, f"give {self._date(soonest)} or later")
            if last < first:
                raise Refused("ends before it starts", end, f"give {self._date(first)} or later")
        verbs.take_away(self._run, self._person(person), first, min(last, plan.n_days - 1))

    def _date(self, day: int) -> date:
        return self._run.setup.plan.start + timedelta(days=day)

    def freeze(self, project: str) -> None:
        """Let no task of a project start that needs people; running work goes on."""
        verbs.freeze(self._run, self._project(project))

    def thaw(self, project: str) -> None:
        """Let a frozen project go on."""
        verbs.thaw(self._run, self._project(project))

    def expedite(self, work: str) -> None:
        """Put a task (``"Project/Task"``), or all tasks of a project, before all other work."""
        plan = self._run.setup.plan
        if work in plan.project_names:
            index = plan.project_names.index(work)
            tasks = range(int(plan.project_first_task[index]), int(plan.project_first_task[index + 1]))
            for task in reversed(tasks):
                verbs.expedite(self._run, task)
        else:
            verbs.expedite(self._run, self._task(work))

    def _task(self, label: str) -> int:
        return _index(label, self._run.setup.plan.task_labels, "task")

    def _person(self, name: str) -> int:
        return _index(name, self._run.setup.plan.person_names, "person")

    def _project(self, name: str) -> int:
        return _index(name, self._run.setup.plan.project_names, "project")


Process = Callable[[World], Generator[Event, object, object]]
"""A user's own process: a generator function of a `World`."""


@contextmanager
def _told_at(where: str) -> Iterator[None]:
    """Turn what a parser refuses into an error that says where.

    SimPy raises the errors of a process anew from their arguments, which only whole errors survive.
    """
    try:
        yield
    except Refused as refused:
        raise InputError(problem.at(where) for problem in refused.found) from None


def _index(name: str, known: Iterable[str], what: str) -> int:
    names = list(known)
    if name not in names:
        raise InputError(
            [Problem(f"{what} {name!r}", f"no such {what} in this run", fix=did_you_mean(name, names))]
        )
    return names.index(name)
