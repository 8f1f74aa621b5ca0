"""The MiniZinc data of MSPSP: several people with several skills per job (Young, Feydy and Schutt 2017)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from capsim.domain.person import Person
from capsim.domain.words import plural
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
    if not durations.cells:
        source.stop(Problem("", "no jobs", fix="list their durations in dur"))
    if len(required) != len(durations.cells):
        what = f"{plural(len(durations.cells), 'duration')} and {plural(len(required), 'row')} of sreq"
        durations.tell(what, "give each job both")
        source.gathering.stop_if_any()
    jobs = []
    for at, row in enumerate(required):
        named = row.of(f"job {at + 1}")
        counts = named.wholes(0, "people", most=MOST_PEOPLE)
        demands = (Demand(f"S{skill}", count) for skill, count in enumerate(counts, 1) if count)
        jobs.append(Job(str(at + 1), durations.whole(at, f"job {at + 1}"), named.place, tuple(demands)))
    (before,), (after,) = arrays["pred"], arrays["succ"]
    if len(before.cells) != len(after.cells):
        what = f"{len(before.cells)} entries of pred and {len(after.cells)} of succ"
        before.tell(what, "give both one entry per link")
    known = {job.name for job in jobs}
    for name in before.cells:
        if name not in known:
            before.tell("no such job", f"the jobs are 1 to {len(jobs)}", name)
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
    found: dict[str, list[Row]] = {}
    line = 1
    for statement in re.sub(r"%[^\n]*", "", source.text()).split(";"):
        name, equals, content = statement.partition("=")
        if equals and name.strip() in _WANTED:
            found[name.strip()] = _rows(source, line + name.count("\n"), content)
        line += statement.count("\n")
    for name in _WANTED:
        count = len(found.get(name, ()))
        if count == 0 or (count > 1 and name in ("dur", "pred", "succ")):
            shape = "[| 1,0 | 0,1 |];" if name in ("sreq", "mastery") else "[1,2,3];"
            what = f"{name} has {count} rows" if count else f"no array {name}"
            source.gathering.add(source.place, Problem("", what, fix=f"write {name} = {shape}"))
    source.gathering.stop_if_any()
    return found


def _rows(source: Source, line: int, content: str) -> list[Row]:
    """Return the rows of an array that begins on a line, each with the line that it begins on."""
    rows, first = [], line
    for part in content.replace("[", " ").replace("]", " ").split("|"):
        begin = line + part[: len(part) - len(part.lstrip())].count("\n")
        words = [_WORDS.get(cell.strip(), cell.strip()) for cell in part.split(",") if cell.strip()]
        if words:
            rows.append(Row(Place(source.name, line=begin), tuple(words), source.gathering))
        line += part.count("\n")
    return rows or [Row(Place(source.name, line=first), (), source.gathering)]
