"""Projects: tasks with a priority, a promise and somebody who answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BeforeValidator, model_validator
from pydantic_core import ArgsKwargs

from capsim.domain.branches import Branch
from capsim.domain.demand import DemandLike, DemandRows
from capsim.domain.intake import Stage
from capsim.domain.lists import listed, refuse_twice
from capsim.domain.money import Benefit, Tranche
from capsim.domain.reprs import card_html
from capsim.domain.strategy import Scores, scored
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
    names,
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


def _several(cls: type, noun: str, example: str) -> BeforeValidator:
    """Read a list of parts that have names, each once."""

    def convert(given: object) -> tuple[Any, ...]:
        made: tuple[Any, ...] = listed(cls, given, f"no list of {noun}", example)
        refuse_twice((each.name for each in made), "a name given twice", "rename one of them")
        return made

    return BeforeValidator(convert)


_BENEFITS = _several(Benefit, "benefits", '[Benefit("fewer calls", 240_000)]')
_BRANCHES = _several(Branch, "branches", '[Branch("make or buy", [Way(...), Way(...)])]')
_INTAKE = _several(Stage, "stages", '[Stage("selected", 0.4, 20)]')


def _funding(given: object) -> tuple[Tranche, ...]:
    example = '[Tranche(50_000), Tranche(200_000, "2027-07-01")]'
    return listed(Tranche, given, "no list of tranches", example, Tranche)


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
    requires, excludes : list of str
        Projects without which it does not go ahead, and with which it does not.
    branches : list of Branch
        Groups of its tasks of which exactly one happens.
    intake : list of Stage
        The stages that it passes before its work, in order.
    team : str, optional
        The team that owns it: its limit on work in progress counts it (rule R12). Anybody may work on it.
    status : {"proposed", "planned", "running", "on hold", "done", "cancelled"}
        Projects on hold, done or cancelled are left out of a run.
    probability : float
        That it goes ahead.
    objectives : list of str, or dict of str to float
        What it is for; with a number, how much it contributes to each of them (1 where nothing is said):
        ``{"growth": 3, "compliance": 1}`` or ``"growth at 3; compliance"``.
    tags : list of str
        Labels.
    benefits : list of Benefit
        What it brings in once it is finished; with none its value, at the finish.
    funding : list of Tranche
        The parts of its budget, each with the date or the milestone that releases it.
    delay_from : date, optional
        The last day without cost of delay; without one the deadline.
    penalty : float, optional
        Money, at least 0: what is lost at once if it is finished after ``penalty_after``.
    penalty_after : date, optional
        Without one the deadline.
    window_end : date, optional
        If it is finished later, it brings in nothing.
    price : float, optional
        A fixed price, paid at the finish.
    billable : bool
        Whether a client pays for the time of its people.
    spent : float, optional
        Money, at least 0: what of the budget is spent by the status date.
    scores : dict of str to float
        How much it contributes to objectives that are given as a list.

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
    benefits: Annotated[tuple[Benefit, ...], _BENEFITS] = ()
    funding: Annotated[tuple[Tranche, ...], BeforeValidator(_funding)] = ()
    delay_from: Day | None = None
    penalty: Cost | None = None
    penalty_after: Day | None = None
    window_end: Day | None = None
    price: Cost | None = None
    billable: bool = False
    spent: Cost | None = None
    team: OptionalName = None
    scores: Scores = ()
    requires: Names = ()
    excludes: Names = ()
    branches: Annotated[tuple[Branch, ...], _BRANCHES] = ()
    intake: Annotated[tuple[Stage, ...], _INTAKE] = ()

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
            objectives: NamesLike | Mapping[str, NumberLike] = (),
            tags: NamesLike = (),
            demand: DemandLike = (),
            benefits: Benefit | Iterable[Benefit | Mapping[str, Any]] = (),
            funding: Tranche | Iterable[Tranche | Mapping[str, Any] | NumberLike] = (),
            delay_from: DayLike | None = None,
            penalty: NumberLike | None = None,
            penalty_after: DayLike | None = None,
            window_end: DayLike | None = None,
            price: NumberLike | None = None,
            billable: bool = False,
            spent: NumberLike | None = None,
            team: str | None = None,
            scores: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = (),
            requires: NamesLike = (),
            excludes: NamesLike = (),
            branches: Branch | Iterable[Branch | Mapping[str, Any]] = (),
            intake: Stage | Iterable[Stage | Mapping[str, Any]] = (),
        ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _scored(cls, given: Any) -> Any:
        """Turn objectives with numbers into names and scores."""
        fields = dict(given.kwargs or {}) if isinstance(given, ArgsKwargs) else dict(given)
        objectives = fields.get("objectives")
        if isinstance(objectives, str):
            fields["objectives"], scores = scored(names(objectives))
            fields.setdefault("scores", scores)
        elif isinstance(objectives, Mapping):
            fields["objectives"] = list(objectives)
            fields.setdefault("scores", objectives)
        return ArgsKwargs(given.args, fields) if isinstance(given, ArgsKwargs) else fields

    def __post_init__(self) -> None:
        for objective, _ in self.scores:
            if objective not in self.objectives:
                hint = did_you_mean(objective, self.objectives)
                raise Refused("a score for an objective that is not its own", objective, hint)

    def score(self, objective: str) -> float:
        """Return how much it contributes to an objective: 1 unless it says otherwise, 0 to all others.

        Parameters
        ----------
        objective : str

        Returns
        -------
        float

        Examples
        --------
        >>> Project("Portal", objectives="growth at 3; compliance").score("growth")
        3.0
        """
        return dict(self.scores).get(objective, 1.0) if objective in self.objectives else 0.0

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
