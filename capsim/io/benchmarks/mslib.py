"""The files of MSLIB: several people with several skills, each at a level (Snauwaert and Vanhoucke 2023)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from capsim.domain.person import Person, Skill
from capsim.domain.words import plural
from capsim.errors import Problem
from capsim.io.benchmarks.instance import MOST_PEOPLE, Demand, Instance, Job, Work, chained
from capsim.io.benchmarks.text import Row, Source

__all__ = ["graded_seats"]

_MODULES = {
    "project": "Project Module",
    "held": "Workforce Module with Skill Levels",
    "heads": "Skill Requirements Module",
    "levels": "Skill Level Requirements Module",
}
_MOST_LEVEL = 1_000


def graded_seats(source: Source) -> Instance:
    """Read a ``.msrcp`` file: people with a level per skill, a job with so many seats per skill and level.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Instance
    """
    modules = _modules(source)
    head, *listed = modules["project"]
    n_jobs = head.whole(0, "number of jobs", 1)
    rows, heads, levels = listed[-n_jobs:], modules["heads"], modules["levels"]
    for part in (listed, heads, levels):
        if len(part) < n_jobs:
            fix = "list every job in the project, its requirements and their levels"
            head.tell(f"{plural(n_jobs, 'job')} announced and {len(part)} listed", fix)
    source.gathering.stop_if_any()
    jobs, successors = [], []
    for number, row in enumerate(rows, 1):
        named, name = row.of(f"job {number}"), str(number)
        demands = _demands(heads[number - 1], levels[number - 1], name)
        place = heads[number - 1].of(f"job {name}").place
        jobs.append(Job(name, named.whole(0, "duration"), place, demands))
        named.announces(named.whole(1, "number of successors"), row.cells[2:], "successor")
        successors.append((named, name, row.cells[2:]))
    people = [person for number, row in enumerate(modules["held"], 1) for person in _people(row, number)]
    name = source.path.stem
    return Instance(name, source.place, (Work(name, chained(jobs, successors)),), tuple(people))


def _modules(source: Source) -> Mapping[str, list[Row]]:
    r"""Return the rows below each title, which stands between ``\*`` and ``*\``."""
    found: dict[str, list[Row]] = {}
    current: list[Row] = []
    for row in source.rows():
        if row.cells[0].startswith("\\*"):
            title = " ".join(row.cells).strip("\\* ")
            key = next((key for key, words in _MODULES.items() if words == title), title)
            current = found.setdefault(key, [])
        else:
            current.append(row)
    for key, words in _MODULES.items():
        if not found.get(key):
            fix = "it may be cut short, or no MSLIB file: get it again"
            source.gathering.add(source.place, Problem("", f"nothing below {words}", fix=fix))
    source.gathering.stop_if_any()
    return found


def _people(row: Row, number: int) -> Iterable[Person]:
    """Yield the person of a row, unless they can do nothing."""
    levels = row.of(f"person {number}").wholes(0, "level", most=_MOST_LEVEL)
    skills = [Skill(f"S{skill}", level=level) for skill, level in enumerate(levels, 1) if level]
    return [Person(f"person {number}", skills)] if skills else []


def _demands(heads: Row, levels: Row, name: str) -> tuple[Demand, ...]:
    """Return what a job wants: its levels stand seat by seat, skill by skill; -1 is no seat."""
    counts = heads.of(f"job {name}").wholes(0, "people", most=MOST_PEOPLE)
    named = levels.of(f"job {name}")
    rest = [level for level in named.wholes(0, "level", least=-1, most=_MOST_LEVEL) if level >= 0]
    if len(rest) != sum(counts):
        what = f"{plural(len(rest), 'level')} for {plural(sum(counts), 'person', 'people')}"
        named.tell(what, "write one for each", " ".join(levels.cells))
    return tuple(_graded(counts, rest))


def _graded(counts: Sequence[int], levels: Sequence[int]) -> Iterable[Demand]:
    first = 0
    for skill, count in enumerate(counts, 1):
        for level, people in Counter(levels[first : first + count]).items():
            yield Demand(f"S{skill}", people, level)
        first += count
