"""The files of iMOPSE: one person per job, with a skill at a level (Myszkowski et al. 2015)."""

from __future__ import annotations

from collections.abc import Mapping

from capsim.domain.person import Person, Skill
from capsim.domain.task import Link
from capsim.domain.values import number
from capsim.errors import Problem, Refused
from capsim.io.benchmarks.instance import Demand, Instance, Job, Work
from capsim.io.benchmarks.text import Row, Source

__all__ = ["graded_people"]

_MOST_LEVEL = 1_000


def graded_people(source: Source) -> Instance:
    """Read a ``.def`` file: people with a level per skill and an hourly salary, one of them per job.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Instance
        The salary is the rate for a day, since a period is a day.
    """
    lists = _lists(source)
    people = [person for row in lists["ResourceID"] if (person := _person(row)) is not None]
    jobs = [*map(_job, lists["TaskID"])]
    known = {job.name for job in jobs}
    for row, job in zip(lists["TaskID"], jobs, strict=True):
        for link in (link for link in job.after if link.task not in known):
            row.of(f"job {job.name}").tell("no such job", "write the number of a job", link.task)
    name = source.path.stem
    return Instance(name, source.place, (Work(name, tuple(jobs)),), tuple(people))


def _lists(source: Source) -> Mapping[str, list[Row]]:
    """Return the rows below the two headings, with spaces for colons."""
    found: dict[str, list[Row]] = {"ResourceID": [], "TaskID": []}
    current: list[Row] = []
    told: dict[str, tuple[Row, int]] = {}
    for row in source.rows():
        if row.cells[0] in found:
            current = found[row.cells[0]]
        elif row.cells[0].startswith("==="):
            current = []
        elif row.cells[0] in ("Tasks:", "Resources:"):
            told["TaskID" if row.cells[0] == "Tasks:" else "ResourceID"] = (
                row,
                row.whole(1, row.cells[0][:-1]),
            )
        else:
            cells = " ".join(row.cells).replace(":", " ").split()
            current.append(Row(row.place, tuple(cells), row.gathering))
    for heading, rows in found.items():
        if not rows:
            fix = "it may be cut short: get it again"
            source.gathering.add(source.place, Problem("", f"no list below {heading}", fix=fix))
        elif heading in told and told[heading][1] != len(rows):
            row, count = told[heading]
            row.tell(f"{count} announced and {len(rows)} listed", "make them agree", " ".join(row.cells))
    source.gathering.stop_if_any()
    return found


def _person(row: Row) -> Person | None:
    if row.lacks(4, "write number, salary, and a skill with its level, such as 1 56.0 Q1: 0"):
        return None
    name = f"person {row.cells[0]}"
    named = row.of(name)
    levels = {
        skill: named.whole(3 + 2 * at, skill, most=_MOST_LEVEL) for at, skill in enumerate(row.cells[2::2])
    }
    skills = [Skill(skill, level=level) for skill, level in levels.items()]
    return Person(name, skills, cost_per_day=_salary(named))


def _salary(row: Row) -> float:
    try:
        return number(row.cells[1])
    except Refused as error:
        row.gathering.keep(row.place.at("salary"), error)
        return 0.0


def _job(row: Row) -> Job:
    named = row.of(f"job {row.cells[0]}")
    if named.lacks(4, "write number, duration, a skill with its level, and predecessors, such as 1 37 Q2: 1"):
        return Job(row.cells[0], 0, named.place)
    name, _, skill, _, *before = row.cells
    demand = Demand(skill, 1, named.whole(3, skill, most=_MOST_LEVEL))
    return Job(name, named.whole(1, "duration"), named.place, (demand,), tuple(map(Link, before)))
