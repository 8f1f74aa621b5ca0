"""The lists of the MISTA 2013 challenge: several projects of several modes (Wauters et al. 2016)."""

from __future__ import annotations

from capsim.io.benchmarks.instance import MOST_PROJECTS, Instance, Work
from capsim.io.benchmarks.progen import shortest_jobs
from capsim.io.benchmarks.text import Source

__all__ = ["projects_of_modes"]


def projects_of_modes(source: Source) -> Instance:
    """Read a MISTA ``.txt`` for its critical paths alone: nobody is needed, jobs are as short as they can be.

    Parameters
    ----------
    source : Source
        The number of projects; per project its release, the length of its critical path and the name of its
        ``.mm`` file; the number of resources and what all projects share of each (-1: each has its own).

    Returns
    -------
    Instance
    """
    rows = source.rows()
    count = rows.take("the number of projects").whole(0, "number of projects", 1, MOST_PROJECTS)
    source.gathering.stop_if_any()
    listed = []
    for number in range(1, count + 1):
        release = rows.take(f"the release of project {number}").whole(0, "release")
        rows.take(f"the critical path of project {number}").whole(0, "critical path")
        listed.append((release, rows.take(f"the file of project {number}")))
    n_resources = rows.take("the number of resources").whole(0, "number of resources")
    row = rows.take("the capacities")
    shared = row.wholes(0, "capacity", least=-1)
    row.announces(n_resources, row.cells, "resource")
    projects = []
    for number, (release, row) in enumerate(listed, 1):
        file = source.beside(row, " ".join(row.cells))
        projects.append(Work(f"{number} {file.path.stem}", shortest_jobs(file, shared), release))
    return Instance(source.path.stem, source.place, tuple(projects))
