"""The files of PSPLIB: ``.sm`` with one mode per job, ``.mm`` with several (Kolisch and Sprecher 1996)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from capsim.domain.person import Person
from capsim.domain.words import plural
from capsim.errors import Problem
from capsim.io.benchmarks.instance import MOST_PEOPLE, Demand, Instance, Job, Work, chained, pool
from capsim.io.benchmarks.text import Row, Source

__all__ = ["many_modes", "shortest_jobs", "single_mode"]

_SECTIONS = {
    "precedence": "PRECEDENCE RELATIONS",
    "requests": "REQUESTS/DURATIONS",
    "capacity": "RESOURCEAVAILABILITIES",
}
_MOST_UNITS = 1_000_000_000
"""Of a resource that is used up."""


class _Mode(NamedTuple):
    """One way to do a job."""

    duration: int
    amounts: tuple[int, ...]


class _Progen(NamedTuple):
    """What a file says.

    Attributes
    ----------
    rows : dict of str to Row
        Where the modes of each job begin.
    modes : dict of str to list of _Mode
    successors : list of (Row, str, list of str)
    resources : list of str
        Such as ``"R1"``, ``"N2"``.
    capacities : list of int
    capacity_row : Row
    """

    rows: Mapping[str, Row]
    modes: Mapping[str, list[_Mode]]
    successors: list[tuple[Row, str, Sequence[str]]]
    resources: list[str]
    capacities: list[int]
    capacity_row: Row


def single_mode(source: Source) -> Instance:
    """Read a ``.sm`` file: each renewable resource is a pool, each job takes its people for its duration.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Instance

    Raises
    ------
    InputError
        If nothing can be made of it; what is wrong with single values is gathered.
    OSError
        If it cannot be read.
    """
    found = _read(source)
    for name in found.resources:
        if not name.startswith("R"):
            fix = "take it out: people are there again when a job is done"
            found.capacity_row.tell(f"{name} is used up by the jobs", fix)
    jobs = []
    for name, modes in found.modes.items():
        row = found.rows[name]
        if len(modes) > 1:
            row.tell(f"{len(modes)} modes", "leave one, or call the file .mm to read the shortest")
        demands = (Demand(*each) for each in zip(found.resources, modes[0].amounts, strict=True) if each[1])
        jobs.append(Job(name, modes[0].duration, row.place, tuple(demands)))
    name = source.path.stem
    return Instance(name, source.place, (Work(name, chained(jobs, found.successors)),), (*_pools(found),))


def _pools(found: _Progen) -> Iterator[Person]:
    """Yield the resources of which there is any."""
    for name, count in zip(found.resources, found.capacities, strict=True):
        if count > MOST_PEOPLE:
            fix = f"write at most {MOST_PEOPLE:,}: everybody is simulated"
            found.capacity_row.tell(f"{count:,} people of {name}", fix)
        elif count:
            yield pool(name, count)


def many_modes(source: Source) -> Instance:
    """Read a ``.mm`` file for its critical path alone: each job as short as it can be, without people."""
    name = source.path.stem
    return Instance(name, source.place, (Work(name, shortest_jobs(source, ())),))


def shortest_jobs(source: Source, shared: Sequence[int]) -> tuple[Job, ...]:
    """Return the jobs of a file, each in its shortest feasible mode and without demands.

    Parameters
    ----------
    source : Source
    shared : sequence of int
        The capacities of resources shared with other projects, in the order of the file; -1, or none, where
        the file's own holds.

    Returns
    -------
    tuple of Job
        A mode is feasible if it wants no more of any resource than there is.
    """
    found = _read(source)
    most = list(found.capacities)
    for at, count in enumerate(shared[: len(most)]):
        most[at] = most[at] if count < 0 else count
    jobs = []
    for name, modes in found.modes.items():
        row = found.rows[name]
        fitting = [
            mode.duration
            for mode in modes
            if all(amount <= limit for amount, limit in zip(mode.amounts, most, strict=True))
        ]
        if not fitting:
            limits = ", ".join(map("{} {}".format, found.resources, most))
            row.tell("no mode wants as little as there is", f"lower its demands; there are {limits}")
        jobs.append(Job(name, min(fitting, default=0), row.place))
    return chained(jobs, found.successors)


# ---------------------------------------------------------------- sections


def _read(source: Source) -> _Progen:
    sections = _sections(source)
    resources, capacities, capacity_row = _resources(source, sections["capacity"])
    rows: dict[str, Row] = {}
    modes: dict[str, list[_Mode]] = {}
    for name, row, mode in _modes(sections["requests"], len(resources)):
        rows.setdefault(name, row)
        modes.setdefault(name, []).append(mode)
    if not modes:
        source.stop(Problem("", "no jobs", fix=f"list them below {_SECTIONS['requests']}"))
    successors = list(_successors(sections["precedence"], modes))
    _check_lists(source, [name for _, name, _ in successors], modes)
    return _Progen(rows, modes, successors, resources, capacities, capacity_row)


def _sections(source: Source) -> dict[str, list[Row]]:
    """Return the rows below each heading, without the names of columns, down to a row of asterisks."""
    found: dict[str, list[Row]] = {}
    current: list[Row] = []
    for row in source.rows():
        text = " ".join(row.cells)
        heading = next((key for key, words in _SECTIONS.items() if text.upper().startswith(words)), None)
        if heading is not None:
            current = found.setdefault(heading, [])
        elif text.startswith("***"):
            current = []
        elif not text.startswith(("jobnr", "---")):
            current.append(row)
    for key, words in _SECTIONS.items():
        if key not in found:
            fix = "it may be cut short, or no PSPLIB file: get it again"
            source.gathering.add(source.place, Problem("", f"no section {words}", fix=fix))
    source.gathering.stop_if_any()
    return found


def _resources(source: Source, rows: Sequence[Row]) -> tuple[list[str], list[int], Row]:
    """Return the names of the resources, how much there is of each, and where that stands."""
    if len(rows) != 2:
        what = f"{plural(len(rows), 'line')} below {_SECTIONS['capacity']}"
        source.stop(Problem("", what, fix="write two: the names, such as R 1  R 2, and the capacities"))
    names = re.findall(r"([RND])\s*([0-9]+)", " ".join(rows[0].cells))
    resources = ["".join(parts) for parts in names]
    capacities = rows[1].wholes(0, "capacity", most=_MOST_UNITS)
    if len(resources) != len(capacities):
        what = f"{plural(len(capacities), 'capacity', 'capacities')} for {len(resources)} resources"
        rows[1].tell(what, "write one for each", " ".join(rows[1].cells))
        source.gathering.stop_if_any()
    return resources, capacities, rows[1]


def _modes(rows: Sequence[Row], n_resources: int) -> Iterator[tuple[str, Row, _Mode]]:
    """Yield the modes of the jobs; a row without a job is a further mode of the job above."""
    fix = f"write job, mode, duration and {n_resources} demands"
    name = ""
    for row in rows:
        named = len(row.cells) == 3 + n_resources
        if not named and not (name and len(row.cells) == 2 + n_resources):
            row.tell(plural(len(row.cells), "value"), fix, " ".join(row.cells))
            name = row.cells[0]
            yield name, row.of(f"job {name}"), _Mode(0, (0,) * n_resources)
            continue
        name = row.cells[0] if named else name
        numbered = row.of(f"job {name}")
        first = 2 if named else 1
        duration = numbered.whole(first, "duration")
        yield name, numbered, _Mode(duration, tuple(numbered.wholes(first + 1, "demand", most=_MOST_UNITS)))


def _successors(rows: Sequence[Row], jobs: Mapping[str, object]) -> Iterator[tuple[Row, str, Sequence[str]]]:
    """Yield the rows of successors; their number stands before them."""
    for row in rows:
        numbered, followers = row.of(f"job {row.cells[0]}"), row.cells[3:]
        if not numbered.lacks(3, "write job, number of modes, number of successors and the successors"):
            numbered.announces(numbered.whole(2, "number of successors"), followers, "successor")
        yield numbered, row.cells[0], followers


def _check_lists(source: Source, listed: Sequence[str], jobs: Mapping[str, object]) -> None:
    """Tell jobs that stand in one of the two lists only, or twice."""
    for name, count in Counter(listed).items():
        if count > 1:
            source.gathering.add(source.place, Problem("", "a job listed twice", name, "list it once"))
    for names, others, section in (
        (listed, {*jobs}, _SECTIONS["requests"]),
        (jobs, {*listed}, _SECTIONS["precedence"]),
    ):
        for name in (name for name in names if name not in others):
            problem = Problem("", f"a job that {section} lacks", name, "list it there too")
            source.gathering.add(source.place, problem)
    if {*listed} != {*jobs}:  # links to them would be told as well
        source.gathering.stop_if_any()
