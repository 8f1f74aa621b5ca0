"""Whether a schedule obeys its instance: every sentence of the format read plainly, without capsim."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import NamedTuple


class Placed(NamedTuple):
    """A job in a schedule: its project by its place, and the people of each demand."""

    project: int
    job: str
    start: int
    finish: int
    teams: tuple[tuple[str, ...], ...] = ()

    def __str__(self):
        return f"job {self.job} of project {self.project + 1}"


def violations(instance, schedule):
    """Return what is wrong with a schedule, as sentences; nothing if it is feasible."""
    counts = Counter((placed.project, placed.job) for placed in schedule)
    wanted = {(at, job.name): job for at, work in enumerate(instance.projects) for job in work.jobs}
    found = [f"{key} is there {counts[key]} times" for key in {*wanted, *counts} if counts[key] != 1]
    if found or not wanted.keys() >= counts.keys():
        return sorted(found)
    by_key = {(placed.project, placed.job): placed for placed in schedule}
    skills = _skills(instance)
    for key, job in wanted.items():
        found += _misplaced(instance, job, by_key[key], by_key)
        found += _misstaffed(job, by_key[key], skills)
    return [*found, *_at_once(schedule)]


def _skills(instance):
    """The skills, with their levels, of every single person."""
    return {
        worker.name if worker.count == 1 else f"{worker.name} {number}": worker.skills
        for worker in instance.workers
        for number in range(1, worker.count + 1)
    }


def _misplaced(instance, job, placed, by_key):
    if placed.finish - placed.start != job.duration:
        yield f"{placed} takes {placed.finish - placed.start} instead of {job.duration}"
    if placed.start < instance.projects[placed.project].release:
        yield f"{placed} starts before its project is released"
    for key in [*((placed.project, name) for name in job.after), *job.after_others]:
        if by_key[key].finish > placed.start:
            yield f"{placed} starts before {by_key[key]} is done"


def _misstaffed(job, placed, skills):
    demands = job.demands if job.duration else ()
    if len(placed.teams) != len(demands):
        yield f"{placed} has {len(placed.teams)} teams instead of {len(demands)}"
        return
    everybody = [person for team in placed.teams for person in team]
    if len({*everybody}) < len(everybody):
        yield f"{placed} has somebody twice"
    for demand, team in zip(demands, placed.teams, strict=True):
        if len(team) != demand.people:
            yield f"{placed} has {len(team)} people for {demand.skill} instead of {demand.people}"
        for person in team:
            held = skills.get(person, {})
            if demand.skill not in held:
                yield f"{placed} has {person}, without {demand.skill}"
            elif demand.level is not None and held[demand.skill] < demand.level:
                yield f"{placed} has {person}, below level {demand.level} of {demand.skill}"


def _at_once(schedule):
    """Tell who does two jobs at a time."""
    work = defaultdict(list)
    for placed in schedule:
        for person in {person for team in placed.teams for person in team}:
            work[person].append(placed)
    for person, jobs in work.items():
        for one, two in pairwise(sorted(jobs, key=lambda placed: (placed.start, placed.finish))):
            if two.start < one.finish:
                yield f"{person} does {one} and {two} at a time"
