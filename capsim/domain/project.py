"""Projects: tasks with a priority, a promise and somebody who answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from capsim.domain.task import Task
from capsim.domain.values import Day, Money, Name, Names, OptionalName, Share, value
from capsim.errors import Refused

__all__ = ["Project"]

Status = Literal["proposed", "planned", "running", "on hold", "done", "cancelled"]


def _tasks(given: object) -> tuple[Task, ...]:
    if isinstance(given, Task):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, str | Mapping):
        return tuple(
            entry if isinstance(entry, Task) else Task(**entry) if isinstance(entry, Mapping) else Task(entry)
            for entry in given
        )
    raise Refused("no list of tasks", given, 'write [Task("design", effort=5, skill="design")]')


@value
class Project:
    """A set of tasks with a common priority, promise and owner.

    Parameters
    ----------
    name : str
        Unique in the portfolio.
    tasks : list of Task
    priority : int
        Lower is first.
    start : date, optional
        Nothing of it starts earlier.
    deadline : date, optional
        A promise; no constraint.
    budget, value, cost_of_delay_per_day : float, optional
        Money.
    owner, client, programme : str, optional
        Labels.
    status : {"proposed", "planned", "running", "on hold", "done", "cancelled"}
        Projects on hold, done or cancelled are left out of a run.
    probability : float
        That it goes ahead.
    objectives, tags : list of str
        Labels.
    """

    name: Name
    tasks: Annotated[tuple[Task, ...], BeforeValidator(_tasks)] = ()
    priority: int = 100
    start: Day | None = None
    deadline: Day | None = None
    budget: Money | None = None
    value: Money | None = None
    cost_of_delay_per_day: Money | None = None
    owner: OptionalName = None
    status: Status = "planned"
    probability: Share = 1.0
    client: OptionalName = None
    programme: OptionalName = None
    objectives: Names = ()
    tags: Names = ()

    @property
    def takes_part(self) -> bool:
        """Whether a run simulates it."""
        return self.status in ("proposed", "planned", "running")
