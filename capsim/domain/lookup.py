"""Finding projects, tasks and amounts by what people write."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from capsim.domain.project import Project
from capsim.domain.task import Link, LinkKind, Task

__all__ = ["Amount", "Lookup", "linked"]


class Amount(NamedTuple):
    """Where one estimate stands in a portfolio.

    Attributes
    ----------
    project, task : int
        Position of the project, and of the task in it.
    need : int
        Position of the need in the task; -1 for the task's duration.
    """

    project: int
    task: int
    need: int


class Lookup:
    """The names in a list of projects, ready to be found.

    Parameters
    ----------
    projects : iterable of Project
        Of projects or tasks of one name the first is meant.

    Examples
    --------
    >>> shop = Project("Shop", tasks=[Task("a/b"), Task("build", effort=3, skill="backend")])
    >>> lookup = Lookup([shop])
    >>> lookup.readings("Shop/a/b"), lookup.readings("a/b", within="Shop")
    ([('Shop', 'a/b')], [('Shop', 'a/b')])
    >>> lookup.amount("Shop/build/need 1")
    Amount(project=0, task=1, need=0)
    """

    def __init__(self, projects: Iterable[Project]) -> None:
        self.projects = tuple(projects)
        self._project_index: dict[str, int] = {}
        self._task_index: dict[str, dict[str, int]] = {}
        for index, project in enumerate(self.projects):
            self._project_index.setdefault(project.name, index)
            tasks = self._task_index.setdefault(project.name, {})
            for position, task in enumerate(project.tasks):
                tasks.setdefault(task.name, position)

    def has_project(self, project: str) -> bool:
        """Return whether there is a project of that name."""
        return project in self._project_index

    def has_task(self, project: str, task: str) -> bool:
        """Return whether there is such a task in such a project."""
        return task in self._task_index.get(project, ())

    def tasks_of(self, project: str) -> Iterable[str]:
        """Return the names of a project's tasks; none for an unknown project."""
        return self._task_index.get(project, {})

    def readings(self, text: str, within: str | None = None) -> list[tuple[str, str]]:
        """Return every (project, task) that a text can mean.

        Parameters
        ----------
        text : str
            ``"Project/Task"``, where both names may themselves hold a ``/``.
        within : str, optional
            The project whose tasks can be written without it.

        Returns
        -------
        list of (str, str)
            Empty for an unknown task; more than one where names with a ``/`` are ambiguous.
        """
        found: dict[tuple[str, str], None] = {}
        if within is not None and self.has_task(within, text):
            found[within, text] = None
        for project, task in _splits(text):
            if self.has_task(project, task):
                found[project, task] = None
        return list(found)

    def task(self, project: str, task: str) -> Task:
        """Return a task that there is, by the names of its project and of itself."""
        return self.projects[self._project_index[project]].tasks[self._task_index[project][task]]

    def amount(self, text: str) -> Amount | None:
        """Return the estimate that a member of a group names; None if there is none, or no single one.

        Parameters
        ----------
        text : str
            ``"Project/Task"`` (the task's first amount) or ``"Project/Task/need 2"``.
        """
        whole = self.readings(text)
        if len(whole) == 1:
            return self._first_amount(*whole[0])
        place, _, last = text.rpartition("/")
        word, _, number = last.strip().partition(" ")
        readings = self.readings(place.strip())
        if whole or len(readings) != 1 or word != "need" or not number.isdecimal():
            return None
        found = self._first_amount(*readings[0])
        need = int(number) - 1
        if found is None or found.need < 0 or not 0 <= need < len(self._task(found).needs):
            return None
        return found._replace(need=need)

    def _first_amount(self, project: str, task: str) -> Amount | None:
        place = Amount(self._project_index[project], self._task_index[project][task], 0)
        found = self._task(place)
        if found.is_milestone:
            return None
        return place if found.duration is None else place._replace(need=-1)

    def _task(self, place: Amount) -> Task:
        return self.projects[place.project].tasks[place.task]


def linked(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Write every link in its one canonical form: the project named only where it is another one.

    A text such as ``"A/B"`` was read as task B of project A; where ``"A/B"`` is itself a task of the
    same project, that one is meant. Links that mean nothing, or two things, stay as they are, for the
    checks to find.

    Parameters
    ----------
    projects : iterable of Project

    Returns
    -------
    tuple of Project
    """
    lookup = Lookup(projects)
    return tuple(_with_links(project, lookup) for project in lookup.projects)


def _with_links(project: Project, lookup: Lookup) -> Project:
    changed: dict[int, Task] = {}
    for index, task in enumerate(project.tasks):
        links = tuple(canonical(link, project.name, lookup) for link in task.after)
        if any(one is not other for one, other in zip(links, task.after, strict=True)):
            changed[index] = dataclasses.replace(task, after=links)
    if not changed:
        return project
    return dataclasses.replace(
        project, tasks=tuple(changed.get(index, task) for index, task in enumerate(project.tasks))
    )


def canonical(link: Link, within: str, lookup: Lookup) -> Link:
    """Return the link in canonical form if it means exactly one task, else as it is."""
    if link.project is None and lookup.has_task(within, link.task):
        return link
    for text, kind in _texts(link):
        readings = lookup.readings(text, within)
        if len(readings) > 1:
            return link
        if readings:
            project, task = readings[0]
            made = Link(task, kind, link.lag_days, None if project == within else project)
            return link if made == link else made
    return link


def _texts(link: Link) -> Iterator[tuple[str, LinkKind]]:
    """What may have been written: ``"Support SS"`` can be a task's name or a link of kind SS."""
    place = link.task if link.project is None else f"{link.project}/{link.task}"
    yield place, link.kind
    if link.kind != "FS" and not link.lag_days:
        yield f"{place} {link.kind}", "FS"


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way of reading a text as ``project/task``."""
    at = text.find("/")
    while at >= 0:
        yield text[:at].strip(), text[at + 1 :].strip()
        at = text.find("/", at + 1)
