"""The way back from tasks to the table of demand and the bookings that they were made of.

A file shows demand as it was given. Which tasks came from a table nobody notes down: a task is folded where
the table made again gives exactly this task, and stays a task otherwise. So nothing can be lost.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from capsim.domain.booking import Booking, tasks_of_bookings
from capsim.domain.demand import (
    Demand,
    DemandUnit,
    Period,
    demand_name,
    paces,
    seats_for,
    tasks_of_demand,
    working_days,
)
from capsim.domain.distributions import PERT, Distribution, Quantiles
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup
from capsim.errors import InputError

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["folded"]


def folded(
    portfolio: Portfolio, fits: Callable[[str, str], bool] = lambda project, role: True
) -> tuple[tuple[Project, ...], tuple[CopulaGroup, ...]]:
    """Return the projects with their demand as rows again, and the groups that such rows do not make.

    Parameters
    ----------
    portfolio : Portfolio
    fits : callable
        Whether a project and a role can stand in a table; the others keep their tasks.

    Returns
    -------
    (tuple of Project, tuple of CopulaGroup)
        A portfolio made of them, and of the rest as it is, is equal. All rows are in one unit, and those with
        a range mean their low and high alike: as ends or as P10 and P90.

    Examples
    --------
    >>> from capsim.domain.person import Person
    >>> from capsim.domain.portfolio import Portfolio
    >>> shop = Project("Shop", demand=[Demand("backend", {"2027-01": 1.5})])
    >>> projects, groups = folded(Portfolio("Agency", "2027-01-04", people=[Person("Ada", "backend")],
    ...                                     projects=[shop]))
    >>> projects[0].demand
    (Demand('backend', {'2027-01': 1.5}),)
    """
    found = _folded(portfolio, fits, "fte")
    lengths = _lengths(found)
    if max(lengths, default=0) <= _SHORT:
        return found
    other = _folded(portfolio, fits, "days")
    return other if len(_lengths(other)) == len(lengths) and sum(_lengths(other)) < sum(lengths) else found


_Folded = tuple[tuple[Project, ...], tuple[CopulaGroup, ...]]
_SHORT = 6
"""An amount of so many signs is one that somebody typed, such as 1.2345."""


def _lengths(found: _Folded) -> list[int]:
    """Return how much there is to write of each amount of demand."""
    projects, _ = found
    return [len(repr(amount)) for project in projects for row in project.demand for _, amount in row.amounts]


def _folded(portfolio: Portfolio, fits: _Fits, unit: DemandUnit) -> _Folded:
    """Return what `folded` does, all rows in one unit."""
    folding = _Folding(portfolio, fits, unit)
    whole = _accepted(portfolio, folding, _any)
    if whole is not None:
        return whole
    parts = (_accepted(portfolio, folding, accepts) for accepts in (_is_of_ends, _is_of_quantiles, _is_fixed))
    found = [part for part in parts if part is not None]
    return max(found, key=lambda each: len(_lengths(each)), default=(portfolio.projects, portfolio.groups))


def _accepted(portfolio: Portfolio, folding: _Folding, accepts: _Accepts) -> _Folded | None:
    """Return what `folded` does with some rows, None if a portfolio made of that is another."""
    projects, groups = folding.projects(accepts)
    kinds = {row.low_high for project in projects for row in project.demand if row.has_range}
    rest = portfolio.groups[: len(portfolio.groups) - len(groups)]
    return (projects, rest) if len(kinds) <= 1 and (*rest, *groups) == portfolio.groups else None


_Accepts = Callable[[Demand], bool]
_Fits = Callable[[str, str], bool]
_Kind = Literal["PERT", "P10/P90"]


def _any(row: Demand) -> bool:
    return True


def _is_of_ends(row: Demand) -> bool:
    return row.low_high == "PERT"


def _is_of_quantiles(row: Demand) -> bool:
    return row.low_high == "P10/P90" or not row.has_range


def _is_fixed(row: Demand) -> bool:
    return not row.has_range


class _Folding:
    """What folding needs to know of a portfolio."""

    def __init__(self, portfolio: Portfolio, fits: _Fits, unit: DemandUnit) -> None:
        self.fits = fits
        self.unit = unit
        self.listed = portfolio.projects
        self.calendar = portfolio.calendar
        self.start = portfolio.start
        self.business = portfolio.run_the_business
        self.pace = paces(portfolio.people, portfolio.run_the_business)
        self.people = {str(person.name): person for person in portfolio.people}
        self.bookings: dict[str, list[Booking]] = {}
        for booking in portfolio.bookings:
            self.bookings.setdefault(booking.project, []).append(booking)

    def projects(self, accepts: _Accepts) -> tuple[tuple[Project, ...], list[CopulaGroup]]:
        """Return the projects with such rows as are accepted, and the groups that these make."""
        projects: list[Project] = []
        groups: list[CopulaGroup] = []
        for project in self.listed:
            made, more = self._project(project, accepts)
            projects.append(made)
            groups += more
        return tuple(projects), groups

    def _project(self, project: Project, accepts: _Accepts) -> tuple[Project, tuple[CopulaGroup, ...]]:
        tasks = self._without_bookings(project)
        rows, rest = self._rows(project.name, tasks, accepts)
        again, groups = tasks_of_demand(
            project.name, rows, self.calendar, self.start, [task.name for task in rest], self.pace
        )
        if (*rest, *again) != tasks:
            rest, rows, groups = tasks, [], ()
        if len(rest) == len(project.tasks):
            return project, ()
        return dataclasses.replace(project, tasks=rest, demand=tuple(rows)), groups

    def _without_bookings(self, project: Project) -> tuple[Task, ...]:
        """Return the tasks without those that the bookings make again."""
        booked = self.bookings.get(project.name)
        if not booked:
            return project.tasks
        last = len(project.tasks)
        while last and " booking " in project.tasks[last - 1].name:
            last -= 1
        head, tail = project.tasks[:last], project.tasks[last:]
        bare = dataclasses.replace(project, tasks=head)
        again = tasks_of_bookings(bare, booked, self.people, self.calendar, self.start, self.business)
        return head if again == tail else project.tasks

    def _rows(
        self, project: str, tasks: tuple[Task, ...], accepts: _Accepts
    ) -> tuple[list[Demand], tuple[Task, ...]]:
        """Return the rows that the last tasks come from, and the tasks before them."""
        rows: list[Demand] = []
        seen: set[tuple[str, str | None]] = set()
        rest = tasks
        while rest and (block := _last_block(rest)):
            row = self._row(project, block)
            if row is None or not accepts(row) or (row.role, row.phase) in seen:
                break
            seen.add((row.role, row.phase))
            rows.insert(0, row)
            rest = rest[: len(rest) - len(block)]
        return rows, rest

    def _row(self, project: str, block: Sequence[_Cell]) -> Demand | None:
        """Return the row that tasks come from, if there is one."""
        amounts: list[tuple[Period, float]] = []
        for cell in block:
            amount = self._amount(cell)
            if amount is None:
                return None
            amounts.append((cell.period, amount))
        if not self.fits(project, block[0].role):
            return None
        low, high, kind = _range_of([cell.law for cell in block])
        first = block[0]
        try:
            row = Demand(first.role, amounts, self.unit, first.task.phase, low, high, kind)
            again, _ = tasks_of_demand(project, [row], self.calendar, self.start, (), self.pace)
        except InputError:
            return None
        return row if again == tuple(cell.task for cell in block) else None

    def _amount(self, cell: _Cell) -> float | None:
        """Return the shortest amount that makes a task's effort and allocation again, if there is one."""
        first, last = cell.task.start, cell.task.end
        count = working_days(self.calendar, first, last) if first and last else 0
        within = working_days(self.calendar, cell.period.start, cell.period.end) if self.unit == "days" else 1
        if not count or not within:
            return None
        effort, (need,) = _likely(cell.law), cell.task.needs
        wanted, pace = (need.people[1], need.allocation), self.pace.get(cell.role, 1.0)

        def fits(amount: float) -> bool:
            whole = amount / within
            return whole * count == effort and seats_for(whole, count, pace) == wanted

        return _shortest(effort / count * within, fits)


class _Cell(NamedTuple):
    """A task that may come from a cell of a table."""

    task: Task
    role: str
    period: Period
    law: Distribution


def _last_block(tasks: tuple[Task, ...]) -> list[_Cell]:
    """Return the last tasks that may come from one row."""
    block: list[_Cell] = []
    for task in reversed(tasks):
        cell = _cell_of(task)
        if cell is None or (block and (cell.role, task.phase) != (block[0].role, block[0].task.phase)):
            break
        block.insert(0, cell)
    return block


def _cell_of(task: Task) -> _Cell | None:
    """Return what a task may come from, told by its name."""
    if len(task.needs) != 1 or len(task.needs[0].skills) != 1 or task.start is None or task.end is None:
        return None
    need = task.needs[0]
    role = need.skills[0].skill
    before = demand_name(role, "", task.phase)
    if need.effort is None or not task.name.startswith(before):
        return None
    try:
        period = Period.parse(task.name.removeprefix(before))
    except InputError:
        return None
    return _Cell(task, role, period, need.effort)


# ---------------------------------------------------------------- figures


def _likely(law: Distribution) -> float:
    """Return the amount of effort that a law spreads around."""
    match law:
        case PERT():
            return law.likely
        case Quantiles():
            return law.p50
        case _:
            return law.mean()


def _range_of(laws: Sequence[Distribution]) -> tuple[float | None, float | None, _Kind]:
    """Return low, high and what they mean, as a row has them whose amounts have these laws."""
    match laws[0]:
        case PERT():
            kind: _Kind = "PERT"
            ends = [(law.low, law.high) for law in laws if isinstance(law, PERT)]
        case Quantiles():
            kind = "P10/P90"
            ends = [(law.p10, law.p90) for law in laws if isinstance(law, Quantiles)]
        case _:
            return None, None, "PERT"
    if len(ends) < len(laws):
        return None, None, "PERT"
    efforts = [_likely(law) for law in laws]
    low, high = (
        _factor([(effort, end[side]) for effort, end in zip(efforts, ends, strict=True)]) for side in (0, 1)
    )
    if low is None and high is None:
        low = 1.0
    return low, high, kind


def _factor(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return the factor from each effort to its end, None where there is none to speak of."""
    if all(effort == end for effort, end in pairs):
        return None
    effort, end = pairs[0]
    return _shortest(end / effort, lambda factor: all(factor * each == found for each, found in pairs))


def _shortest(wanted: float, fits: Callable[[float], bool]) -> float | None:
    """Return the number with the fewest digits close to one that is wanted, and that fits."""
    return next((each for each in _near(wanted) if fits(each)), None)


def _near(wanted: float) -> Iterator[float]:
    """Yield a number rounded to ever more digits, then its neighbors."""
    for digits in range(1, 18):
        yield float(f"{wanted:.{digits}g}")
    below = above = wanted
    for _ in range(3):
        below, above = math.nextafter(below, -math.inf), math.nextafter(above, math.inf)
        yield from (below, above)
