"""The MiniZinc data of MSPSP: several people with several skills per job (Young, Feydy and Schutt 2017)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from capsim.domain.person import Person
from capsim.errors import Place, Problem
from capsim.io.benchmarks.instance import MOST_PEOPLE, Demand, Instance, Job, Work, chained
from capsim.io.benchmarks.text import Row, Source

__all__ = ["several_skills"]

_WANTED = ("dur", "sreq", "mastery", "pred", "succ")
_WORDS = {"true": "1", "false": "0"}


def several_skills(source: Source) -> Instance:
    """Read a ``.dzn`` file: people with skills but without levels, several of them per job.

    Parameters
    ----------
    source : Source
        The arrays ``dur``, ``sreq`` (a row per job, a count per skill), ``mastery`` (a row per person),
        ``pred`` and ``succ``.

    Returns
    -------
    Instance
    """
    arrays = _arrays(source)
    (durations,) = arrays["dur"]
    required = arrays["sreq"]
    if len(required) != len(durations.cells):
        durations.tell(
            f"{len(durations.cells)} durations and {len(required)} rows of sreq", "dur", "give each job both"
        )
    jobs = []
    for at, row in enumerate(required[: len(durations.cells)]):
        named = row.of(f"job {at + 1}")
        counts = named.wholes(0, "people", most=MOST_PEOPLE)
        demands = (Demand(f"S{skill}", count) for skill, count in enumerate(counts, 1) if count)
        jobs.append(Job(str(at + 1), durations.whole(at, f"job {at + 1}"), named.place, tuple(demands)))
    if not jobs:
        source.stop(Problem("", "no jobs", fix="list their durations in dur"))
    (before,), (after,) = arrays["pred"], arrays["succ"]
    if len(before.cells) != len(after.cells):
        fix = "give both arrays one entry per link"
        before.tell(f"{len(before.cells)} entries and {len(after.cells)} of succ", "pred", fix)
    known = {job.name for job in jobs}
    for name in before.cells:
        if name not in known:
            before.tell("no such job", name, f"the jobs are 1 to {len(jobs)}")
    links = [(after, one, [two]) for one, two in zip(before.cells, after.cells, strict=False) if one in known]
    people = [
        Person(f"person {number}", skills)
        for number, row in enumerate(arrays["mastery"], 1)
        if (skills := [f"S{skill}" for skill, held in enumerate(row.wholes(0, "mastery", most=1), 1) if held])
    ]
    name = source.path.stem
    return Instance(name, source.place, (Work(name, chained(jobs, links)),), tuple(people))


def _arrays(source: Source) -> Mapping[str, list[Row]]:
    """Return the arrays that are wanted; one without rows has one row."""
    text = re.sub(r"%[^\n]*", "", source.text())
    found = {
        match[1]: list(_rows(source, match))
        for match in re.finditer(r"\b(\w+)\s*=\s*\[([^;]*)\]\s*;", text)
        if match[1] in _WANTED
    }
    for name in _WANTED:
        count = len(found.get(name, ()))
        if count == 0 or (count > 1 and name in ("dur", "pred", "succ")):
            shape = "[| 1,0 | 0,1 |];" if name in ("sreq", "mastery") else "[1,2,3];"
            what = f"no array {name}" if not count else f"{name} has {count} rows"
            source.gathering.add(source.place, Problem("", what, fix=f"write {name} = {shape}"))
    source.gathering.stop_if_any()
    return found


def _rows(source: Source, array: re.Match[str]) -> Iterator[Row]:
    """Yield the rows of an array, with the lines that they begin on."""
    at = array.start(2)
    inner = array[2]
    if not inner.strip().startswith("|"):
        yield _row(source, array.string, at, inner)
        return
    for part in inner.split("|"):
        if part.strip():
            yield _row(source, array.string, at + len(part) - len(part.lstrip()), part)
        at += len(part) + 1


def _row(source: Source, text: str, at: int, inner: str) -> Row:
    cells = (cell.strip() for cell in inner.split(","))
    line = text.count("\n", 0, at) + 1
    words = tuple(_WORDS.get(cell, cell) for cell in cells if cell)
    return Row(Place(source.name, line=line), words, source.gathering)
