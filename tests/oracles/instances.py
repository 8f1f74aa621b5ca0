"""The published formats, each read into the same plain values: a second reading, without capsim."""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path

import numpy as np
from defusedxml import ElementTree


@dataclass(frozen=True)
class Demand:
    """So many people with a skill, at a level or above."""

    skill: str
    people: int
    level: int | None = None


@dataclass(frozen=True)
class Job:
    name: str
    duration: int
    after: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    after_others: tuple[tuple[int, str], ...] = ()
    """Project by its place, and job."""


@dataclass(frozen=True)
class Worker:
    """Somebody, or several alike, with a level per skill (None where there are no levels)."""

    name: str
    skills: dict[str, int | None]
    count: int = 1


@dataclass(frozen=True)
class Work:
    """One project of an instance."""

    name: str
    jobs: tuple[Job, ...]
    release: int = 0


@dataclass(frozen=True)
class Instance:
    name: str
    projects: tuple[Work, ...]
    workers: tuple[Worker, ...] = field(default=())

    @property
    def horizon(self):
        """A day by which everything is done by any rule that never waits without need."""
        return max(work.release for work in self.projects) + sum(
            job.duration for work in self.projects for job in work.jobs
        )


def with_predecessors(jobs, successors):
    """Return jobs that know what they come after."""
    after = {name: [] for name in jobs}
    for name, nexts in successors.items():
        for each in nexts:
            after[each].append(name)
    return tuple(replace(job, after=tuple(after[name])) for name, job in jobs.items())


# ---------------------------------------------------------------- PSPLIB


def sections(path):
    """Return the blocks of lines between rows of asterisks."""
    return [
        [line for line in block.splitlines() if line.strip()]
        for block in re.split(r"^\*+\s*$", path.read_text(), flags=re.MULTILINE)
    ]


def psplib(path):
    """Read a single-mode ``.sm`` file: renewable resources become pools of alike people."""
    precedence, requests, capacity = sections(path)[-4:-1]
    successors = {row[0]: row[3:] for row in map(str.split, precedence[2:])}
    resources = [f"R{number + 1}" for number in range(len(capacity[-1].split()))]
    jobs = {}
    for name, _, duration, *amounts in map(str.split, requests[3:]):
        demands = tuple(
            Demand(resource, int(amount))
            for resource, amount in zip(resources, amounts, strict=True)
            if int(amount)
        )
        jobs[name] = Job(name, int(duration), demands=demands)
    workers = tuple(
        Worker(resource, {resource: None}, int(amount))
        for resource, amount in zip(resources, capacity[-1].split(), strict=True)
    )
    return Instance(path.stem, (Work(path.stem, with_predecessors(jobs, successors)),), workers)


def psplib_shortest(path, shared):
    """Read a multi-mode ``.mm`` file without resources: each job in its shortest mode.

    Of the modes that want no more than there is, and of all if ``shared`` is None.
    """
    precedence, requests, capacity = sections(path)[-4:-1]
    successors = {row[0]: row[3:] for row in map(str.split, precedence[2:])}
    limits = [*map(int, capacity[-1].split())]
    for place, amount in enumerate(shared or ()):
        if amount != -1:
            limits[place] = amount
    shortest, name = {}, ""
    width = len(requests[-1].split())  # of a row that names its job: those of further modes do not
    for row in map(str.split, requests[3:]):
        name, row = (row[0], row[1:]) if len(row) == width else (name, row)
        _, duration, *amounts = map(int, row)
        if shared is None or all(one <= limit for one, limit in zip(amounts, limits, strict=True)):
            shortest[name] = min(duration, shortest.get(name, duration))
    jobs = {name: Job(name, duration) for name, duration in shortest.items()}
    return with_predecessors(jobs, successors)


# ---------------------------------------------------------------- several projects


def mista(path, feasible=True):
    """Read a MISTA 2013 file: the projects without resources, and their critical-path lengths as it has them.

    Each job is in its shortest feasible mode, or in its shortest whether it can be done or not.
    """
    lines = path.read_text().split("\n")
    shared = [*map(int, lines[2 + 3 * int(lines[0])].split())]
    projects, lengths = [], []
    for number in range(int(lines[0])):
        release, length, file = lines[1 + 3 * number : 4 + 3 * number]
        jobs = psplib_shortest(path.parent / file.strip(), shared if feasible else None)
        projects.append(Work(f"{number + 1} {Path(file).stem}", jobs, int(release)))
        lengths.append(int(length))
    return Instance(path.stem, tuple(projects)), lengths


def mpsplib(path):
    """Read an MPSPLib ``.xml``: shared resources by their global capacity, the others per project."""
    root = ElementTree.parse(path).getroot().find("mp")
    shared = [int(each.text) for each in root.iter("resource")]
    workers = {f"R{number + 1}": amount for number, amount in enumerate(shared) if amount}
    projects = []
    for number, entry in enumerate(root.iter("project")):
        alone = psplib(path.parent / entry.find("filename").text.strip())
        names = [worker.name for worker in alone.workers]
        local = {name: name if name in workers else f"{name} of {number + 1}" for name in names}
        workers |= {local[each.name]: each.count for each in alone.workers if local[each.name] != each.name}
        jobs = tuple(
            replace(job, demands=tuple(replace(each, skill=local[each.skill]) for each in job.demands))
            for job in alone.projects[0].jobs
        )
        projects.append(Work(f"{number + 1} {alone.name}", jobs, int(entry.find("start").text)))
    pools = tuple(Worker(name, {name: None}, amount) for name, amount in workers.items())
    return Instance(root.find("name").text, tuple(projects), pools)


def mpsplib_tables(folder):
    """Read an MPSPLib instance that came as tables of tasks, resources and assignments."""

    def rows(name):
        with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    resources = {row["uid"]: row for row in rows("resources") if row["name"]}
    demands = {}
    for row in rows("assignments"):
        demand = Demand(resources[row["resource_uid"]]["name"], round(float(row["units"]) / 100))
        demands.setdefault(row["task_uid"], []).append(demand)
    tasks = [row for row in rows("tasks") if row["summary"] == "False"]
    project_of = {row["uid"]: row["name"].split("-")[0] for row in tasks}
    works = {}
    for row in tasks:
        before = [entry.split(":")[0] for entry in row["predecessor_uids"].split()]
        # a project's first task hangs on another project by a link whose lag is lost: its date stands in
        own = tuple(uid for uid in before if project_of[uid] == project_of[row["uid"]])
        needs = tuple(demands.get(row["uid"], ()))
        job = Job(row["uid"], int(float(row["duration"].rstrip("d"))), own, needs)
        name = project_of[row["uid"]]
        work = works.get(name) or Work(name, (), released(row["start"]))
        works[name] = replace(work, jobs=(*work.jobs, job))
    workers = tuple(
        Worker(row["name"], {row["name"]: None}, round(float(row["max_units"]) / 100))
        for row in resources.values()
    )
    return Instance(folder.name, tuple(works.values()), workers)


def released(start):
    """Return the working days (Monday to Friday) from 1 January 2026 to a moment at 9:00 or 19:00."""
    day, hour = start.split("T")
    return int(np.busday_count("2026-01-01", day)) + (hour == "19:00")


def mplib(path):
    """Read an MPLIB ``.rcmp``: every resource is shared, jobs may wait for those of other projects."""
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    (count,), (width,), amounts = (map(int, line) for line in lines[:3])
    rest = iter(lines[3:])
    rows, releases = [], []
    for _ in range(count):
        n_jobs, release = map(int, next(rest))
        next(rest)
        rows.append([next(rest) for _ in range(n_jobs)])
        releases.append(release)
    before = {}
    for project, listed in enumerate(rows):
        for number, row in enumerate(listed, 1):
            for successor in row[2 + width :]:
                before.setdefault(successor, []).append((project, str(number)))
    projects = []
    for project, listed in enumerate(rows):
        jobs = []
        for number, row in enumerate(listed, 1):
            waits = before.get(f"{project + 1}:{number}", [])
            demands = (
                Demand(f"R{k}", int(each)) for k, each in enumerate(row[1 : 1 + width], 1) if int(each)
            )
            own = tuple(job for at, job in waits if at == project)
            others = tuple(each for each in waits if each[0] != project)
            jobs.append(Job(str(number), int(row[0]), own, tuple(demands), others))
        projects.append(Work(f"project {project + 1}", tuple(jobs), releases[project]))
    pools = tuple(Worker(f"R{k}", {f"R{k}": None}, amount) for k, amount in enumerate(amounts, 1))
    return Instance(path.stem, tuple(projects), pools)


# ---------------------------------------------------------------- several skills


def imopse(path):
    """Read an iMOPSE ``.def``: one person per job, with the skill at the level or above."""
    text = path.read_text()
    people, tasks = re.search(r"ResourceID.*?\n(.*?)\n=+.*?TaskID.*?\n(.*?)\n=+", text, re.DOTALL).groups()
    workers = tuple(
        Worker(
            f"person {line.split()[0]}",
            {skill: int(level) for skill, level in re.findall(r"(Q\d+):\s*(\d+)", line)},
        )
        for line in people.splitlines()
    )
    jobs = []
    for line in tasks.splitlines():
        name, duration, skill, level, *after = line.replace(":", " ").split()
        jobs.append(Job(name, int(duration), tuple(after), (Demand(skill, 1, int(level)),)))
    return Instance(path.stem, (Work(path.stem, tuple(jobs)),), workers)


def mspsp(path):
    """Read an MSPSP ``.dzn``: several people with several skills per job."""
    text = re.sub(r"%.*", "", path.read_text())

    def numbers(name):
        inner = re.search(rf"\b{name}\s*=\s*\[(.*?)\]\s*;", text, re.DOTALL)[1].strip("|")
        return [[_number(cell) for cell in row.split(",") if cell.strip()] for row in inner.split("|")]

    (durations,), (before,), (after,) = numbers("dur"), numbers("pred"), numbers("succ")
    required = numbers("sreq")[: len(durations)]
    jobs = {}
    for number, (duration, heads) in enumerate(zip(durations, required, strict=True), 1):
        demands = tuple(Demand(f"S{skill}", count) for skill, count in enumerate(heads, 1) if count)
        jobs[str(number)] = Job(str(number), duration, demands=demands)
    successors = {name: [] for name in jobs}
    for one, two in zip(before, after, strict=True):
        successors[str(one)].append(str(two))
    workers = tuple(
        Worker(f"person {number}", {f"S{skill}": None for skill, held in enumerate(row, 1) if held})
        for number, row in enumerate((row for row in numbers("mastery") if any(row)), 1)
    )
    return Instance(path.stem, (Work(path.stem, with_predecessors(jobs, successors)),), workers)


def _number(cell):
    words = {"true": 1, "false": 0}
    return words[cell.strip()] if cell.strip() in words else int(cell)


def mslib(path):
    """Read an MSLIB ``.msrcp``: several people with several skills, each seat at a level of its own."""
    blocks = re.split(r"\\\*.*", path.read_text())
    project, _, levels, heads, grades = (
        [line.split() for line in block.splitlines() if line.strip()] for block in blocks[1:6]
    )
    n_jobs = int(project[0][0])
    jobs, successors = {}, {}
    for number, row in enumerate(project[-n_jobs:], 1):
        demands = _graded(heads[number - 1], grades[number - 1])
        jobs[str(number)] = Job(str(number), int(row[0]), demands=demands)
        successors[str(number)] = row[2:]
    workers = tuple(
        Worker(
            f"person {number}", {f"S{skill}": level for skill, level in enumerate(map(int, row), 1) if level}
        )
        for number, row in enumerate(levels, 1)
    )
    return Instance(path.stem, (Work(path.stem, with_predecessors(jobs, successors)),), workers)


def _graded(heads, grades):
    """Return demands from heads per skill and the levels of all seats, skill by skill."""
    rest = list(map(int, grades))
    demands = []
    for skill, count in enumerate(map(int, heads), 1):
        taken, rest = rest[:count], rest[count:]
        demands.extend(Demand(f"S{skill}", people, level) for level, people in Counter(taken).items())
    return tuple(demands)


READERS = {
    ".sm": psplib,
    ".xml": mpsplib,
    ".rcmp": mplib,
    ".def": imopse,
    ".dzn": mspsp,
    ".msrcp": mslib,
    "": mpsplib_tables,
}
"""What has people, by its ending; a folder has none."""


# ---------------------------------------------------------------- bounds that hold for any schedule


def critical_path_length(work):
    """The longest way through a project, from its release."""
    finish = {}
    jobs = {job.name: job for job in work.jobs}
    for name in TopologicalSorter({job.name: job.after for job in work.jobs}).static_order():
        job = jobs[name]
        finish[name] = max([0, *(finish[each] for each in job.after)]) + job.duration
    return max(finish.values())


def lower_bound(instance):
    """The finish below which no schedule can lie.

    The longest way through each project, and what each skill, and all of them, demand of their holders.
    """
    first = min(work.release for work in instance.projects)
    holders, loads = Counter(), Counter()
    for worker in instance.workers:
        holders.update(dict.fromkeys([*worker.skills, ALL], worker.count))
    for work in instance.projects:
        for job in work.jobs:
            for each in job.demands:
                loads.update({each.skill: job.duration * each.people, ALL: job.duration * each.people})
    paths = [work.release + critical_path_length(work) for work in instance.projects]
    return max(*paths, *(first + -(-load // holders[skill]) for skill, load in loads.items()))


ALL = "any skill"
