"""Work that comes in alike items: so many at the start, and more at random (rule D6)."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator

from capsim.domain.distributions import Distribution, as_typed
from capsim.domain.project import Project
from capsim.domain.reprs import as_code
from capsim.domain.task import Amount, AmountLike, Task
from capsim.domain.values import (
    Day,
    DayLike,
    Days,
    Name,
    NumberLike,
    OptionalName,
    Rank,
    made_from,
    number,
    value,
)
from capsim.errors import Refused

__all__ = ["MOST_ITEMS", "Stream", "most_arrivals"]

MOST_ITEMS: Final = 20_000
"""The most items of one stream."""

_USUAL_RANK: Final = 100

_UNLIKELY: Final = math.log(1e9)
"""How unlikely it is that a stream has more items than there is room for: less than one in a billion."""


def _rate(given: object) -> float:
    rate = number(given)
    if not 0 <= rate <= MOST_ITEMS:
        raise Refused("no number of items a week", given, f"write a number from 0 to {MOST_ITEMS:,}")
    return rate


def _item(given: object) -> Task:
    return made_from(Task, given)


@value
class Stream:
    """Alike items of work: a backlog of so many, or unplanned work that keeps coming, or both.

    Parameters
    ----------
    name : str
        Unique among streams and projects.
    task : Task
        What each item is; item k is the task ``"name#k"`` of a project called as the stream.
        Not of one that is done at a measured rate.
    per_week : float
        Items that arrive in a working week of the portfolio calendar, at random (Poisson): any moment of
        working time is as likely as another.
    items : float or distribution, optional
        Items that are there at the start; what is drawn is rounded to a whole number.
    priority : int
        Lower is first. Within a stream the item that came first is first.
    start, end : date, optional
        First and last day on which items arrive; without an end the last date that the model mentions.
    within_days : float, optional
        A promise for each item: calendar days from its arrival to its finish.
    deadline : date, optional
        A promise for the last item.
    owner : str, optional
        A label.
    done_per_week : float or distribution, optional
        Of a team that is known by its rate, and not by its people: the items that it gets done in a working
        week, drawn for each week; what was measured is ``Empirical([4, 7, 3, 6])``. The items of the backlog
        are done one after the other.
    project : str, optional
        The project whose scope the items are: it grows by each that comes, and is finished when all are done.
        Without one the stream is work of its own.
    before : str, optional
        A task of that project that waits for all items that come, such as its test.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> incident = Task("incident", effort="PERT(0.2, 0.5, 3)", skill="ops")
    >>> Stream("Incidents", incident, per_week=3, priority=1, within_days=2)
    Stream 'Incidents': 3 a week, priority 1
    >>> Stream("Tables", Task("table", effort=1, skill="data"), items="PERT(80, 100, 150)")
    Stream 'Tables': PERT(80, 100, 150) items, priority 100
    >>> Stream("Stories", items=60, done_per_week="Empirical([4, 7, 3, 6])")
    Stream 'Stories': 60 items, Empirical([4, 7, 3, 6]) done a week, priority 100
    >>> change = Task("change", effort="PERT(1, 2, 8)", skill="backend")
    >>> Stream("Changes", change, per_week=0.5, end="2027-06-30", project="Shop", before="test")
    Stream 'Changes': 0.5 a week, scope of 'Shop'
    """

    name: Name
    task: Annotated[Task, BeforeValidator(_item)] = Task("item")
    per_week: Annotated[float, BeforeValidator(_rate)] = 0.0
    items: Amount = None
    priority: Rank = _USUAL_RANK
    start: Day | None = None
    end: Day | None = None
    within_days: Days | None = None
    deadline: Day | None = None
    owner: OptionalName = None
    done_per_week: Amount = None
    project: OptionalName = None
    before: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            task: Task = ...,
            per_week: NumberLike = 0.0,
            items: AmountLike | None = None,
            priority: int = _USUAL_RANK,
            start: DayLike | None = None,
            end: DayLike | None = None,
            within_days: NumberLike | None = None,
            deadline: DayLike | None = None,
            owner: str | None = None,
            done_per_week: AmountLike | None = None,
            project: str | None = None,
            before: str | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.project is not None:
            self._check_scope(self.project)
        elif self.before is not None:
            fix = "write the project whose scope the items are"
            raise Refused("before a task of no project", self.before, fix)
        if self.done_per_week is not None:
            self._check_measured(self.done_per_week)
        elif self.task.is_milestone:
            fix = "say who does how much for an item; or how many a team gets done, in done_per_week"
            raise Refused("items without work", self.task.name, fix)
        if self.per_week == 0 and self.items is None:
            raise Refused("neither items nor a rate", fix="write per_week, items, or both")
        if self.task.after or self.task.gate is not None or self.task.same_person_as is not None:
            fix = "leave after, gate and same_person_as out: items stand alone"
            raise Refused("an item with a link or a gate", fix=fix)
        if self.start and self.end and self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")
        if self.most_items > MOST_ITEMS:
            fix = f"{MOST_ITEMS:,} items is the limit; let an item stand for several"
            raise Refused("too many items", self.most_items, fix)

    def _check_scope(self, project: str) -> None:
        """Refuse what a project says of all its work."""
        said = {
            "deadline": self.deadline is not None,
            "owner": self.owner is not None,
            "priority": self.priority != _USUAL_RANK,
            "done_per_week": self.done_per_week is not None,
        }
        for field, is_said in said.items():
            if is_said:
                fix = f"leave it out: the items are work of the project {project!r}, and its own counts"
                raise Refused(f"{field} of what a project grows by", getattr(self, field), fix)

    def _check_measured(self, rate: Distribution) -> None:
        """Refuse what does not go with a measured rate."""
        if not self.task.is_milestone:
            fix = "leave out who does how much: the rate says what the team gets done"
            raise Refused("work beside a measured rate", self.task.name, fix)
        if self.per_week or self.items is None:
            fix = "write how many items there are, in items; those that arrive need people by role"
            raise Refused("a measured rate without a backlog", fix=fix)
        if self.within_days is not None:
            fix = "write a deadline for the last item"
            raise Refused("a promise for each item beside a measured rate", self.within_days, fix)
        if rate.mean() <= 0:
            raise Refused("a rate at which nothing is done", as_typed(rate), "write 5, or Empirical(4, 7, 3)")

    def __repr__(self) -> str:
        amounts = [f"{self.items} items"] * (self.items is not None)
        amounts += [f"{self.per_week:g} a week"] * (self.per_week > 0)
        done = "" if self.done_per_week is None else f" {self.done_per_week} done a week,"
        place = f"priority {self.priority}" if self.project is None else f"scope of {self.project!r}"
        return f"Stream {self.name!r}: {' and '.join(amounts)},{done} {place}"

    _repr_html_ = as_code

    @property
    def most_items(self) -> int:
        """The most items that can be there at the start; of an unbounded law, one in a billion has more."""
        if self.items is None:
            return 0
        top = self.items.support()[1]
        return math.floor((top if math.isfinite(top) else self.items.quantile(1 - 1e-9)) + 0.5)

    def tasks(self, arrivals: int) -> list[Task]:
        """Return a task for each item that may come.

        Parameters
        ----------
        arrivals : int
            How many can arrive.
        """
        count = self.most_items + arrivals
        return [dataclasses.replace(self.task, name=f"{self.name}#{k}") for k in range(1, count + 1)]

    def as_project(self, arrivals: int) -> Project:
        """Return a stream that is work of its own as a project of these tasks.

        Parameters
        ----------
        arrivals : int
            How many can arrive.
        """
        return Project(
            self.name,
            self.tasks(arrivals),
            priority=self.priority,
            start=self.start,
            deadline=self.deadline,
            owner=self.owner,
        )


def most_arrivals(mean: float) -> int:
    """Return a number that a Poisson number of some mean exceeds less than once in a billion times.

    By Chernoff's bound, P(X ≥ n) ≤ exp(n − mean − n·ln(n ÷ mean)).

    Parameters
    ----------
    mean : float
        At least 0.

    Examples
    --------
    >>> most_arrivals(0.0), most_arrivals(1.0), most_arrivals(100.0)
    (0, 13, 171)
    """
    if mean <= 0:
        return 0
    most = math.ceil(mean)
    while most * math.log(most / mean) - most + mean < _UNLIKELY:
        most += 1
    return most
