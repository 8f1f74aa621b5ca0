"""The files of MPLIB: several projects that share resources (Van Eynde and Vanhoucke 2020)."""

from __future__ import annotations

from typing import NamedTuple

from capsim.domain.task import Link
from capsim.io.benchmarks.instance import MOST_PEOPLE, MOST_PROJECTS, Demand, Instance, Job, Work, pool
from capsim.io.benchmarks.text import Row, Rows, Source

__all__ = ["shared_pools"]


class _Line(NamedTuple):
    """A job as it stands in the file."""

    job: Job
    row: Row
    successors: tuple[str, ...]


def shared_pools(source: Source) -> Instance:
    """Read a ``.rcmp`` file: the projects share every resource, and jobs may wait for other projects.

    Parameters
    ----------
    source : Source
        Number of projects, number of resources, capacities; per project its number of jobs and its release, a
        line of marks, and per job duration, demands, number of successors, successors as ``project:job``.

    Returns
    -------
    Instance
    """
    rows = source.rows()
    n_projects = rows.take("the number of projects").whole(0, "number of projects", 1, MOST_PROJECTS)
    n_resources = rows.take("the number of resources").whole(0, "number of resources", 0, 1_000)
    row = rows.take("the capacities")
    capacities = row.wholes(0, "capacity", most=MOST_PEOPLE)
    row.announces(n_resources, row.cells, "resource")
    source.gathering.stop_if_any()
    resources = [f"R{number}" for number in range(1, n_resources + 1)]
    found = [_project(rows, number, resources) for number in range(1, n_projects + 1)]
    after = _after([lines for _, lines in found])
    projects = [
        Work(
            f"project {number}",
            tuple(line.job._replace(after=tuple(after.get((number, line.job.name), ()))) for line in lines),
            release,
        )
        for number, (release, lines) in enumerate(found, 1)
    ]
    people = [pool(name, count) for name, count in zip(resources, capacities, strict=True) if count]
    return Instance(source.path.stem, source.place, tuple(projects), tuple(people))


def _project(rows: Rows, number: int, resources: list[str]) -> tuple[int, list[_Line]]:
    """Return the release of a project, and its jobs."""
    head = rows.take(f"project {number}").of(f"project {number}")
    n_jobs = head.whole(0, "number of jobs", 1)
    release = head.whole(1, "release")
    rows.gathering.stop_if_any()
    rows.take(f"which resources project {number} uses")
    fix = f"write duration, {len(resources)} demands, number of successors and the successors"
    lines = []
    for job in range(1, n_jobs + 1):
        row = rows.take(f"job {job} of project {number}").of(f"job {number}:{job}")
        lines.append(_Line(Job(str(job), 0, row.place), row, ()))
        if row.lacks(2 + len(resources), fix):
            continue
        amounts = [row.whole(at + 1, name, most=MOST_PEOPLE) for at, name in enumerate(resources)]
        demands = [Demand(name, amount) for name, amount in zip(resources, amounts, strict=True) if amount]
        successors = row.cells[2 + len(resources) :]
        row.announces(row.whole(1 + len(resources), "number of successors"), successors, "successor")
        made = Job(str(job), row.whole(0, "duration"), row.place, tuple(demands))
        lines[-1] = _Line(made, row, successors)
    return release, lines


def _after(projects: list[list[_Line]]) -> dict[tuple[int, str], list[Link]]:
    """Return the links of each job, called by its project's number and its own."""
    known = {f"{number}:{line.job.name}" for number, lines in enumerate(projects, 1) for line in lines}
    after: dict[tuple[int, str], list[Link]] = {}
    for number, lines in enumerate(projects, 1):
        for line in lines:
            for successor in line.successors:
                if successor not in known:
                    line.row.tell("no such job", "write project:job, such as 1:2", successor)
                    continue
                project, _, job = successor.partition(":")
                other = None if int(project) == number else f"project {number}"
                after.setdefault((int(project), job), []).append(Link(line.job.name, project=other))
    return after
