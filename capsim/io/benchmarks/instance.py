"""What every format says, and the portfolio that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from capsim.domain.person import Person, Skill
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import MOST_PEOPLE, Link, Need, Task
from capsim.errors import InputError, Place, Problem
from capsim.io.benchmarks.text import Row, stop
from capsim.io.tree import Gathering

__all__ = [
    "MOST_PEOPLE",
    "MOST_PROJECTS",
    "Demand",
    "Instance",
    "Job",
    "Work",
    "chained",
    "pool",
    "portfolio_of",
]

MOST_PROJECTS = 1_000
"""Of one instance; those published have some dozens."""
_MOST_DAYS = 36_500
"""A portfolio lasts a hundred years at most."""


class Demand(NamedTuple):
    """So many people with a skill, at a level or above."""

    skill: str
    people: int
    level: int | None = None


class Job(NamedTuple):
    """A task of so many periods.

    Attributes
    ----------
    name : str
    duration : int
    place : Place
        Where its demands stand.
    demands : tuple of Demand
    after : tuple of Link
    """

    name: str
    duration: int
    place: Place
    demands: tuple[Demand, ...] = ()
    after: tuple[Link, ...] = ()


class Work(NamedTuple):
    """A project that can begin after so many periods."""

    name: str
    jobs: tuple[Job, ...]
    release: int = 0


class Instance(NamedTuple):
    """What a file says."""

    name: str
    place: Place
    projects: tuple[Work, ...]
    people: tuple[Person, ...] = ()


def pool(name: str, number: int) -> Person:
    """Return a renewable resource as so many people who can do what it is called and nothing else."""
    return Person(name, name, count=number)


def chained(jobs: Sequence[Job], successors: Iterable[tuple[Row, str, Sequence[str]]]) -> tuple[Job, ...]:
    """Let jobs know what they come after.

    Parameters
    ----------
    jobs : sequence of Job
    successors : iterable of (Row, str, sequence of str)
        Where it stands, a job, and the jobs that come after it; one that there is not is told.

    Returns
    -------
    tuple of Job
    """
    after: dict[str, list[Link]] = {job.name: [] for job in jobs}
    for row, name, followers in successors:
        for follower in followers:
            if follower in after:
                after[follower].append(Link(name))
            else:
                row.tell("no such job", f"the jobs are {jobs[0].name} to {jobs[-1].name}", follower)
    return tuple(job._replace(after=tuple(after[job.name])) for job in jobs)


def portfolio_of(instance: Instance, start: date, gathering: Gathering) -> Portfolio:
    """Make the portfolio: a period is a day of a seven-day week, a job is elapsed work.

    Parameters
    ----------
    instance : Instance
    start : date
        The day of period 0.
    gathering : Gathering
        Takes what is wrong, such as jobs that wait for each other or that nobody can do.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    _check_demands(instance, gathering)
    horizon = _horizon(instance, start, gathering)
    gathering.stop_if_any()
    try:
        return Portfolio(
            instance.name,
            start,
            instance.people,
            [_project(work, start) for work in instance.projects],
            calendar="mon-sun",
            horizon=horizon,
        )
    except InputError as error:
        places = _places(instance)
        for problem in error.found:
            _tell(problem, places, instance.place, gathering)
        gathering.stop_if_any()
        raise


def _project(work: Work, start: date) -> Project:
    return Project(work.name, [*map(_task, work.jobs)], start=start + timedelta(days=work.release))


def _task(job: Job) -> Task:
    """Return a job as a task; one that takes no time takes nobody."""
    if not job.duration:
        return Task(job.name, after=job.after)
    needs = [Need(each.skill, people=each.people, level=each.level) for each in job.demands]
    return Task(job.name, duration=job.duration, needs=needs, after=job.after)


def _horizon(instance: Instance, start: date, gathering: Gathering) -> date:
    """Return a day by which every schedule is done that never waits without need."""
    released = max((work.release for work in instance.projects), default=0)
    length = released + sum(job.duration for work in instance.projects for job in work.jobs)
    most = min(_MOST_DAYS, (date.max - start).days)
    if length > most:
        what = f"all jobs one after the other take {length:,} days"
        stop(
            gathering, instance.place, Problem("", what, fix=f"shorten them: at most {most:,} are simulated")
        )
    return start + timedelta(days=length)


# ---------------------------------------------------------------- what is wrong with it


def _check_demands(instance: Instance, gathering: Gathering) -> None:
    """Tell the demands for more people with a skill than there are."""
    counts: dict[tuple[str, int | None], int] = {}
    for job in (job for work in instance.projects for job in work.jobs if job.duration):
        for demand in job.demands:
            key = demand.skill, demand.level
            if key not in counts:
                counts[key] = _holders(instance.people, *key)
            if demand.people > counts[key]:
                level = "" if demand.level is None else f" at level {demand.level} or above"
                what = f"wants {demand.people:,} of {demand.skill}{level}, and there are {counts[key]:,}"
                gathering.add(job.place, Problem("", what, fix=_fewer(counts[key])))


def _fewer(most: int) -> str:
    return f"write at most {most:,}" if most else "take the demand out, or add somebody who can meet it"


def _holders(people: Iterable[Person], skill: str, level: int | None) -> int:
    return sum(
        person.count for person in people if any(_offers(held, skill, level) for held in person.skills)
    )


def _offers(held: Skill, skill: str, level: int | None) -> bool:
    return held.name == skill and (level is None or (held.level is not None and held.level >= level))


def _places(instance: Instance) -> dict[str, Place]:
    """Return where each job stands, by what the portfolio calls it."""
    return {
        f"Project {work.name!r}, task {job.name!r}": job.place
        for work in instance.projects
        for job in work.jobs
    }


def _tell(problem: Problem, places: Mapping[str, Place], file: Place, gathering: Gathering) -> None:
    """Keep a problem of the portfolio at the line of the job that has it, else at the file."""
    place = places.get(problem.where) or places.get(problem.where.rpartition(", ")[0])
    if place is None:
        problem = replace(problem, what=f"{problem.where}: {problem.what}")
    gathering.add(place or file, problem)
