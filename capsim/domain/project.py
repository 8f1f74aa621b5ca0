"""Projects: tasks with a priority, a promise and somebody who answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BeforeValidator

from capsim.domain.demand import DemandLike, DemandRows
from capsim.domain.reprs import card_html
from capsim.domain.task import Task
from capsim.domain.values import (
    Cost,
    Day,
    DayLike,
    Money,
    Name,
    Names,
    NamesLike,
    NumberLike,
    OptionalName,
    Rank,
    Share,
    all_made,
    plain,
    value,
)
from capsim.domain.words import plural
from capsim.errors import InputError, Problem, Refused, did_you_mean

__all__ = ["Project", "Status"]

Status = Literal["proposed", "planned", "running", "on hold", "done", "cancelled"]

TasksLike: TypeAlias = Task | Iterable[Task | str | Mapping[str, Any]]


def _tasks(given: object) -> tuple[Task, ...]:
    if isinstance(given, Task):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, str | Mapping):
        return all_made(Task, given, Task)
    raise Refused("no list of tasks", given, 'write [Task("design", effort=5, skill="design")]')


def _status(given: object) -> object:
    """Return a status however its letters and spaces are written."""
    word = (
        " ".join(given.replace("_", " ").replace("-", " ").casefold().split())
        if isinstance(given, str)
        else given
    )
    if word not in get_args(Status):
        raise Refused("no status", given, did_you_mean(str(given), get_args(Status)))
    return word


@value
class Project:
    """A set of tasks with a common priority, promise and owner.

    Parameters
    ----------
    name : str
        Unique in the portfolio.
    tasks : list of Task
        A text is a milestone of that name.
    demand : list of Demand
        What it wants of each role by month; the portfolio turns it into tasks.
    priority : int
        Lower is first.
    start : date, optional
        Nothing of it starts earlier.
    deadline : date, optional
        A promise; no constraint.
    budget, cost_of_delay_per_day : float, optional
        Money, at least 0.
    value : float, optional
        Money. What a project gains less what it loses, so it may be negative, as that of one that the law
        demands often is.
    owner, client, programme : str, optional
        Labels.
    status : {"proposed", "planned", "running", "on hold", "done", "cancelled"}
        Projects on hold, done or cancelled are left out of a run.
    probability : float
        That it goes ahead.
    objectives, tags : list of str
        Labels.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> shop = Project("Shop", deadline="2027-09-30", priority=1, tasks=[
    ...     Task("design", effort=5, skill="design"),
    ...     Task("build", effort=30, skill="backend", people=(1, 3), after="design")])
    >>> shop
    Project 'Shop': 2 tasks, priority 1, deadline 2027-09-30
    """

    name: Name
    tasks: Annotated[tuple[Task, ...], BeforeValidator(_tasks)] = ()
    priority: Rank = 100
    start: Day | None = None
    deadline: Day | None = None
    budget: Cost | None = None
    value: Money | None = None
    cost_of_delay_per_day: Cost | None = None
    owner: OptionalName = None
    status: Annotated[Status, BeforeValidator(_status)] = "planned"
    probability: Share = 1.0
    client: OptionalName = None
    programme: OptionalName = None
    objectives: Names = ()
    tags: Names = ()
    demand: DemandRows = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            tasks: TasksLike = (),
            priority: int = 100,
            start: DayLike | None = None,
            deadline: DayLike | None = None,
            budget: NumberLike | None = None,
            value: NumberLike | None = None,
            cost_of_delay_per_day: NumberLike | None = None,
            owner: str | None = None,
            status: Status = "planned",
            probability: NumberLike = 1.0,
            client: str | None = None,
            programme: str | None = None,
            objectives: NamesLike = (),
            tags: NamesLike = (),
            demand: DemandLike = (),
        ) -> None: ...

    def __repr__(self) -> str:
        facts = [plural(len(self.tasks), "task"), f"priority {self.priority}"]
        facts += [
            f"{word} {day}" for word, day in (("start", self.start), ("deadline", self.deadline)) if day
        ]
        facts += [] if self.status == "planned" else [self.status]
        facts += [] if self.probability == 1 else [f"{plain(100 * self.probability)} % likely to go ahead"]
        return f"Project {self.name!r}: {', '.join(facts)}"

    def _repr_html_(self) -> str:
        return card_html(repr(self), {task.name: repr(task) for task in self.tasks[:_SHOWN]} | self._rest())

    def _rest(self) -> dict[str, str]:
        more = len(self.tasks) - _SHOWN
        return {"…": f"and {plural(more, 'task')} more"} if more > 0 else {}

    @property
    def takes_part(self) -> bool:
        """Whether a run simulates it."""
        return self.status in ("proposed", "planned", "running")

    def task(self, named: str) -> Task:
        """Return a task by name.

        Parameters
        ----------
        named : str

        Returns
        -------
        Task

        Raises
        ------
        InputError
            If there is none of that name.
        """
        for task in self.tasks:
            if task.name == named:
                return task
        hint = did_you_mean(named, (task.name for task in self.tasks))
        raise InputError([Problem(f"Project {self.name!r}", "no such task", named, hint)])


_SHOWN = 20
"""Tasks shown in a notebook's card of a project."""
