"""Edits of projects and tasks: what comes, goes, moves, shrinks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import model_validator

from capsim.clock import MAX_DAYS
from capsim.domain.booking import Booking
from capsim.domain.demand import Demand, Period
from capsim.domain.distributions import Fixed
from capsim.domain.edits.base import (
    Fields,
    Setting,
    changed,
    fields_apart,
    fields_told,
    free_name,
    of_name,
    replaced,
    with_project,
)
from capsim.domain.folding import folded
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Link, Task
from capsim.domain.uncertainty import Driver, Selector
from capsim.domain.values import (
    Day,
    DayLike,
    Name,
    Names,
    NamesLike,
    NumberLike,
    OptionalName,
    Portion,
    Rank,
    Share,
    plain,
    value,
)
from capsim.domain.words import plural
from capsim.errors import Refused

__all__ = [
    "AddProject",
    "AddTask",
    "ChangeProject",
    "ChangeTask",
    "Delay",
    "Descope",
    "RemoveProject",
    "RemoveTask",
    "Reprioritize",
    "Split",
]


@value
class AddProject:
    """One project more, perhaps from a template.

    Parameters
    ----------
    project : Project
        As it is, or the template.
    name : str, optional
        What it is called; without one as the template.
    start : date, optional
        When it starts; without one as the template does.
    scale : float
        How much of the template's work it is: 1.2 is a fifth more. All else, such as its budget, stays.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> shop = Project("Shop", [Task("build", effort=8, skill="backend")])
    >>> print(AddProject(shop, name="Shop 2", start="2027-03-01", scale=1.2))
    add project Shop 2 (as Shop, 120 % of its work) from 2027-03-01
    """

    project: Project
    name: OptionalName = None
    start: Day | None = None
    scale: Portion = 1.0

    if TYPE_CHECKING:

        def __init__(
            self,
            project: Project,
            name: str | None = None,
            start: DayLike | None = None,
            scale: NumberLike = 1.0,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.scale == 0:
            fix = "write a scale above 0, such as 1.2"
            raise Refused("a project without any of its work", self.scale, fix)

    @property
    def called(self) -> str:
        """What the new project is called."""
        return self.name or self.project.name

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with the project in it."""
        if self.called in {each.name for each in portfolio.projects}:
            raise Refused("there is a project of that name", self.called, "give another name")
        made = dataclasses.replace(self.project, name=self.called, start=self.start or self.project.start)
        projects, groups = folded(portfolio)
        larger = portfolio.replace(projects=(*projects, made), groups=groups)
        return larger if self.scale == 1 else _scaled(larger, self.called, self.scale)

    def __str__(self) -> str:
        facts = [] if self.called == self.project.name else [f"as {self.project.name}"]
        facts += [] if self.scale == 1 else [f"{plain(100 * self.scale)} % of its work"]
        template = f" ({', '.join(facts)})" if facts else ""
        return f"add project {self.called}{template}" + (f" from {self.start}" if self.start else "")

    def __repr__(self) -> str:
        return as_call(self, "project")

    _repr_html_ = as_code


def _scaled(portfolio: Portfolio, project: str, factor: float) -> Portfolio:
    """Return a portfolio in which all the work of a project is that much more or less."""
    name = free_name(f"scope of {project}", (driver.name for driver in portfolio.drivers))
    driver = Driver(name, Fixed(factor), Selector(projects=[project]))
    return portfolio.replace(drivers=(*portfolio.drivers, driver))


@value
class RemoveProject:
    """A project is not done: it is cancelled, and what waits for it does not wait any more.

    Parameters
    ----------
    name : str

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(RemoveProject("Billing"))
    cancel Billing
    """

    name: Name

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio without its work."""
        return with_project(portfolio, self.name, _cancelled)

    def __str__(self) -> str:
        return f"cancel {self.name}"

    def __repr__(self) -> str:
        return as_call(self, "name")

    _repr_html_ = as_code


def _cancelled(project: Project) -> Project:
    if not project.takes_part:
        raise Refused("takes no part already", project.status, "name a project that is planned or running")
    return dataclasses.replace(project, status="cancelled")


def _refuse_over(project: Project) -> None:
    """Refuse to change the work of a project that has none left, perhaps by an edit before."""
    if project.status in ("cancelled", "done"):
        raise Refused("has no work left to change", project.status, "take one of the edits out")


@value
class ChangeProject:
    """A project changes.

    Parameters
    ----------
    name : str
    fields : dict
        New contents of fields of `capsim.Project`, by name; they can be given as arguments as well.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(ChangeProject("Billing", deadline="2027-09-30", budget=90_000))
    change Billing: deadline 2027-09-30, budget 90000
    """

    name: Name
    fields: Fields

    if TYPE_CHECKING:

        def __init__(self, name: str, fields: Any = ..., **more: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        return fields_apart(given, ("name",))

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("project", self.name, field) for field, _ in self.fields]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with it changed."""
        return with_project(portfolio, self.name, lambda project: changed(project, self.fields))

    def __str__(self) -> str:
        return f"change {self.name}: {fields_told(self.fields)}"

    def __repr__(self) -> str:
        return f"ChangeProject({self.name!r}, {dict(self.fields)!r})"

    _repr_html_ = as_code


@value
class Delay:
    """A project begins later, or earlier: its start, its typed dates, its demand and bookings move.

    Parameters
    ----------
    name : str
    days : int
        Calendar days; below 0 it is brought forward. Demand by month moves by whole months, the nearest.
        Deadlines stay, and so does what has begun.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Delay("Billing", 30), Delay("Shop", -14), sep="; ")
    delay Billing by 30 days; bring Shop forward by 14 days
    """

    name: Name
    days: Rank

    if TYPE_CHECKING:

        def __init__(self, name: str, days: int) -> None: ...

    def __post_init__(self) -> None:
        if not self.days:
            raise Refused("no delay", self.days, "write how many days, such as 30")
        if abs(self.days) > MAX_DAYS:
            raise Refused("too many days", self.days, f"write at most {MAX_DAYS:,}")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which it is moved."""
        first = max(portfolio.start, portfolio.status_date or portfolio.start)
        moved = with_project(portfolio, self.name, lambda project: self._moved(project, first))
        bookings = tuple(self._booking(each, first) for each in portfolio.bookings)
        return moved if bookings == portfolio.bookings else moved.replace(bookings=bookings)

    def _moved(self, project: Project, first: date) -> Project:
        _refuse_over(project)
        start = max(project.start or first, first)
        return dataclasses.replace(
            project,
            start=max(start + timedelta(days=self.days), first),
            tasks=tuple(self._task(task) for task in project.tasks),
            demand=tuple(self._demand(row) for row in project.demand),
        )

    def _task(self, task: Task) -> Task:
        if task.actual_start is not None or task.progress is not None:
            return task
        dates = {
            name: day + timedelta(days=self.days)
            for name in ("start", "end")
            if (day := getattr(task, name)) is not None
        }
        return dataclasses.replace(task, **dates) if dates else task

    def _demand(self, row: Demand) -> Demand:
        return dataclasses.replace(
            row, amounts=tuple((self._period(period), amount) for period, amount in row.amounts)
        )

    def _period(self, period: Period) -> Period:
        if period.is_month:
            months = period.start.year * 12 + period.start.month - 1 + round(self.days / _DAYS_OF_A_MONTH)
            return Period.month(months // 12, months % 12 + 1)
        whole = round(self.days / 7) * 7 if period.is_week else self.days
        return Period(period.start + timedelta(days=whole), period.end + timedelta(days=whole))

    def _booking(self, booking: Booking, first: date) -> Booking:
        if booking.project != self.name or booking.end < first:
            return booking
        move = timedelta(days=self.days)
        start = booking.start + move if booking.start >= first else booking.start
        return dataclasses.replace(
            booking, start=max(start, min(booking.start, first)), end=booking.end + move
        )

    def __str__(self) -> str:
        days = plural(abs(self.days), "day")
        return f"delay {self.name} by {days}" if self.days > 0 else f"bring {self.name} forward by {days}"

    def __repr__(self) -> str:
        return as_call(self, "name", "days")

    _repr_html_ = as_code


_DAYS_OF_A_MONTH = 365.25 / 12


@value
class Reprioritize:
    """A project gets another priority.

    Parameters
    ----------
    name : str
    priority : int, optional
        Lower is first; without one it goes before all others.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Reprioritize("Billing", 3), Reprioritize("Shop"), sep="; ")
    give Billing priority 3; put Shop first
    """

    name: Name
    priority: Rank | None = None

    if TYPE_CHECKING:

        def __init__(self, name: str, priority: int | None = None) -> None: ...

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("project", self.name, "priority")]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which it has that priority."""
        first = min((each.priority for each in portfolio.projects if each.name != self.name), default=1) - 1
        priority = first if self.priority is None else self.priority
        return with_project(
            portfolio, self.name, lambda project: dataclasses.replace(project, priority=priority)
        )

    def __str__(self) -> str:
        if self.priority is None:
            return f"put {self.name} first"
        return f"give {self.name} priority {self.priority}"

    def __repr__(self) -> str:
        return as_call(self, "name", *(["priority"] if self.priority is not None else []))

    _repr_html_ = as_code


@value
class Descope:
    """A project does less.

    Parameters
    ----------
    name : str
    share : float, optional
        So much less of all its work: 0.2 leaves 80 % of every amount.
    tasks, tags : list of str
        These tasks, and those with one of these tags, are left out; what waits for them waits for what they
        wait for.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Descope("Billing", 0.2), Descope("Shop", tags="optional"), sep="; ")
    descope Billing by 20 %; leave what is tagged optional out of Shop
    """

    name: Name
    share: Share | None = None
    tasks: Names = ()
    tags: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            share: NumberLike | None = None,
            tasks: NamesLike = (),
            tags: NamesLike = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.share is None and not self.tasks and not self.tags:
            raise Refused("nothing to leave out", fix="give a share, tasks or tags")
        if self.share is not None and not 0 < self.share < 1:
            raise Refused("no part of its work", self.share, "write a share between 0 and 1, such as 0.2")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio in which it is smaller."""
        left = portfolio
        if self.tasks or self.tags:
            left = without_tasks(left, self.name, self._left_out(left))
        _refuse_over(of_name(self.name, left.projects, "project"))
        return left if self.share is None else _scaled(left, self.name, 1 - self.share)

    def _left_out(self, portfolio: Portfolio) -> list[str]:
        project = of_name(self.name, folded(portfolio)[0], "project")
        named = [of_name(name, project.tasks, "task").name for name in self.tasks]
        tagged = [task.name for task in project.tasks if not set(self.tags).isdisjoint(task.tags)]
        if self.tags and not tagged:
            raise Refused("no task with such a tag", "; ".join(self.tags), "tag tasks, or name them")
        return list(dict.fromkeys([*named, *tagged]))

    def __str__(self) -> str:
        said = [] if self.share is None else [f"descope {self.name} by {plain(100 * self.share)} %"]
        what = [*self.tasks, *([f"what is tagged {', '.join(self.tags)}"] if self.tags else [])]
        said += [f"leave {', '.join(what)} out of {self.name}"] if what else []
        return " and ".join(said)

    def __repr__(self) -> str:
        return as_call(self, "name", *(["share"] if self.share is not None else []))

    _repr_html_ = as_code


def without_tasks(portfolio: Portfolio, project: str, left_out: Sequence[str]) -> Portfolio:
    """Return a portfolio without some tasks of a project; their successors follow their predecessors."""
    projects, groups = folded(portfolio)
    own = of_name(project, projects, "project")
    gone = {task.name: task for task in own.tasks if task.name in left_out}
    made = tuple(_bridged(each, project, gone) for each in projects)
    return portfolio.replace(projects=made, groups=groups)


def _bridged(project: Project, of: str, gone: dict[str, Task]) -> Project:
    """Return a project without tasks that are gone, and without links to them."""
    tasks = tuple(
        _relinked(task, project.name, of, gone)
        for task in project.tasks
        if project.name != of or task.name not in gone
    )
    same = len(tasks) == len(project.tasks) and all(
        one is other for one, other in zip(tasks, project.tasks, strict=True)
    )
    return project if same else dataclasses.replace(project, tasks=tasks)


def _relinked(task: Task, within: str, of: str, gone: dict[str, Task]) -> Task:
    links: dict[Link, None] = {}
    for link in task.after:
        for each in _followed(link, within, of, gone, frozenset()):
            links[each] = None
    same = task.same_person_as
    if same is not None and same.removeprefix(f"{of}/" if within != of else "") in gone:
        same = None
    if tuple(links) == task.after and same == task.same_person_as:
        return task
    return dataclasses.replace(task, after=tuple(links), same_person_as=same)


def _followed(
    link: Link, within: str, of: str, gone: dict[str, Task], seen: frozenset[str]
) -> Iterable[Link]:
    """Yield what a link is replaced by: itself, or the links of the task that is gone."""
    if (link.project or within) != of or link.task not in gone or link.task in seen:
        yield link
        return
    for other in gone[link.task].after:
        home = other.project or of
        seen_from_here = dataclasses.replace(other, project=None if home == within else home)
        yield from _followed(seen_from_here, within, of, gone, seen | {link.task})


@value
class Split:
    """A project is split: some of its tasks become a project of their own.

    Parameters
    ----------
    name : str
    tasks : list of str
        The tasks that go.
    into : str
        What the new project is called. Links across stay; it has all else from the first one, but for money
        that would count twice: budget, value, benefits, price, penalty and cost of delay stay there.
    priority : int, optional
    start, deadline : date, optional
        Those of the new project.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Split("Shop", ["reports"], "Shop reports", priority=50))
    split Shop: reports become Shop reports with priority 50
    """

    name: Name
    tasks: Names
    into: Name
    priority: Rank | None = None
    start: Day | None = None
    deadline: Day | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            tasks: NamesLike,
            into: str,
            priority: int | None = None,
            start: DayLike | None = None,
            deadline: DayLike | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if not self.tasks:
            raise Refused("no task to split off", fix="name at least one")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with two projects instead of one."""
        projects, groups = folded(portfolio)
        own = of_name(self.name, projects, "project")
        if self.into in {each.name for each in projects}:
            raise Refused("there is a project of that name", self.into, "give another name")
        going = {of_name(name, own.tasks, "task").name for name in self.tasks}
        if len(going) == len(own.tasks) and not own.demand:
            raise Refused("nothing would be left", self.name, "leave at least one task where it is")
        stays = [task for task in own.tasks if task.name not in going]
        rest = dataclasses.replace(own, tasks=stays)
        part = dataclasses.replace(
            own,
            name=self.into,
            tasks=[task for task in own.tasks if task.name in going],
            demand=(),
            priority=own.priority if self.priority is None else self.priority,
            start=self.start or own.start,
            deadline=self.deadline or own.deadline,
            **_NOT_TWICE,
        )
        pair = replaced(projects, own, rest, part)
        moved = tuple(_renamed(each, self.name, self.into, going) for each in pair)
        return portfolio.replace(projects=moved, groups=groups)

    def __str__(self) -> str:
        verb = "becomes" if len(self.tasks) == 1 and not self.tasks[0].endswith("s") else "become"
        priority = "" if self.priority is None else f" with priority {self.priority}"
        return f"split {self.name}: {', '.join(self.tasks)} {verb} {self.into}{priority}"

    def __repr__(self) -> str:
        return as_call(self, "name", "tasks", "into")

    _repr_html_ = as_code


_NOT_TWICE: dict[str, Any] = {
    "budget": None,
    "value": None,
    "benefits": (),
    "funding": (),
    "price": None,
    "penalty": None,
    "penalty_after": None,
    "cost_of_delay_per_day": None,
    "spent": None,
    "branches": (),
    "intake": (),
}
"""What would count twice if both parts of a split project had it."""


def _renamed(project: Project, old: str, new: str, going: set[str]) -> Project:
    """Return a project whose links name tasks that went to another project where they are now."""
    before = old if project.name == new else project.name
    tasks = tuple(_task_renamed(task, project.name, before, old, new, going) for task in project.tasks)
    return dataclasses.replace(project, tasks=tasks)


def _task_renamed(task: Task, now: str, before: str, old: str, new: str, going: set[str]) -> Task:
    links = []
    for link in task.after:
        home = link.project or before
        home = new if home == old and link.task in going else home
        links.append(dataclasses.replace(link, project=None if home == now else home))
    same = task.same_person_as
    if same is not None:
        place, _, name = same.rpartition("/")
        home = place or before
        home = new if home == old and name in going else home
        same = name if home == now else f"{home}/{name}"
    if tuple(links) == task.after and same == task.same_person_as:
        return task
    return dataclasses.replace(task, after=tuple(links), same_person_as=same)


# ---------------------------------------------------------------- tasks


@value
class AddTask:
    """One task more.

    Parameters
    ----------
    project : str
    task : Task

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(AddTask("Shop", Task("audit", effort=3, skill="qa")))
    add task audit to Shop
    """

    project: Name
    task: Task

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with the task in it."""
        return with_project(portfolio, self.project, self._added)

    def _added(self, project: Project) -> Project:
        if self.task.name in {task.name for task in project.tasks}:
            raise Refused("there is a task of that name", self.task.name, "choose another name")
        return dataclasses.replace(project, tasks=(*project.tasks, self.task))

    def __str__(self) -> str:
        return f"add task {self.task.name} to {self.project}"

    def __repr__(self) -> str:
        return as_call(self, "project", "task")

    _repr_html_ = as_code


@value
class RemoveTask:
    """A task is left out; what waits for it waits for what it waits for.

    Parameters
    ----------
    project, name : str

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(RemoveTask("Shop", "audit"))
    leave audit out of Shop
    """

    project: Name
    name: Name

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio without it."""
        return Descope(self.project, tasks=[self.name]).apply(portfolio)

    def __str__(self) -> str:
        return f"leave {self.name} out of {self.project}"

    def __repr__(self) -> str:
        return as_call(self, "project", "name")

    _repr_html_ = as_code


@value
class ChangeTask:
    """A task changes.

    Parameters
    ----------
    project, name : str
    fields : dict
        New contents of fields of `capsim.Task`, by name; they can be given as arguments as well.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(ChangeTask("Shop", "build", deadline="2027-05-31"))
    change build of Shop: deadline 2027-05-31
    """

    project: Name
    name: Name
    fields: Fields

    if TYPE_CHECKING:

        def __init__(self, project: str, name: str, fields: Any = ..., **more: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:
        return fields_apart(given, ("project", "name"))

    @property
    def settings(self) -> Iterable[Setting]:
        """What it sets."""
        return [("task", f"{self.project}/{self.name}", field) for field, _ in self.fields]

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio with it changed."""
        return with_project(portfolio, self.project, self._changed)

    def _changed(self, project: Project) -> Project:
        task = of_name(self.name, project.tasks, "task")
        return dataclasses.replace(
            project, tasks=replaced(project.tasks, task, task_changed(task, self.fields))
        )

    def __str__(self) -> str:
        return f"change {self.name} of {self.project}: {fields_told(self.fields)}"

    def __repr__(self) -> str:
        return f"ChangeTask({self.project!r}, {self.name!r}, {dict(self.fields)!r})"

    _repr_html_ = as_code


_OF_NEED = ("effort", "skill", "people", "allocation", "least_allocation", "level", "fte", "only", "never")


def task_changed(task: Task, fields: Iterable[tuple[str, Any]]) -> Task:
    """Return a changed task; what stands for its one need changes that."""
    given = dict(fields)
    short = {name: given.pop(name) for name in _OF_NEED if name in given}
    made = changed(task, given.items()) if given else task
    if not short:
        return made
    if len(task.needs) != 1:
        what = "no need" if not task.needs else "several needs"
        raise Refused(f"a task with {what}", ", ".join(short), "give needs=[Need(...), ...] instead")
    if "skill" in short:
        short["skills"] = short.pop("skill")
    return dataclasses.replace(made, needs=(changed(task.needs[0], short.items()),))
