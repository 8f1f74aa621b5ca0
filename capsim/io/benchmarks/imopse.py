"""The files of iMOPSE: one person per job, with a skill at a level (Myszkowski et al. 2015)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from capsim.domain.person import Person, Skill
from capsim.domain.task import Link
from capsim.domain.values import number
from capsim.errors import InputError, Problem, Refused
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
    for rows in lists.values():
        _tell_twice(rows)
    people = [person for row in lists["ResourceID"] if (person := _person(row)) is not None]
    jobs = [*map(_job, lists["TaskID"])]
    known = {job.name for job in jobs}
    for at, row in enumerate(lists["TaskID"]):
        for name in (name for name in row.cells[4:] if name not in known):
            row.of(f"job {row.cells[0]}").tell("no such job", "write the number of a job", name)
        jobs[at] = jobs[at]._replace(after=tuple(Link(name) for name in row.cells[4:] if name in known))
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
            heading = "TaskID" if row.cells[0] == "Tasks:" else "ResourceID"
            told[heading] = row, row.whole(1, row.cells[0][:-1])
        elif cells := " ".join(row.cells).replace(":", " ").split():
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


def _tell_twice(rows: Sequence[Row]) -> None:
    """Tell the numbers that stand before two rows."""
    counts = Counter(row.cells[0] for row in rows)
    for row in (row for row in rows if counts[row.cells[0]] > 1):
        row.tell("a number that stands twice", "give each its own", row.cells[0])


def _person(row: Row) -> Person | None:
    if row.lacks(4, "write number, salary, and a skill with its level, such as 1 56.0 Q1: 0"):
        return None
    name = f"person {row.cells[0]}"
    named = row.of(name)
    levels = [named.whole(3 + 2 * at, skill, most=_MOST_LEVEL) for at, skill in enumerate(row.cells[2::2])]
    salary = _salary(named)
    try:
        skills = [Skill(skill, level=level) for skill, level in zip(row.cells[2::2], levels, strict=True)]
        return Person(name, skills, cost_per_day=salary)
    except InputError as error:
        row.gathering.keep(named.place, error)
        return None


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
    demand = Demand(row.cells[2], 1, named.whole(3, row.cells[2], most=_MOST_LEVEL))
    return Job(row.cells[0], named.whole(1, "duration"), named.place, (demand,))
