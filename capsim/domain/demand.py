"""Demand as a table says it: so many full-time equivalents of a role, period by period."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.calendar import Calendar
from capsim.domain.distributions import Distribution, Fixed, three_point
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Link, Need, Task
from capsim.domain.uncertainty import CopulaGroup
from capsim.domain.values import Day, DayLike, Name, NumberLike, OptionalName, all_made, days, number, value
from capsim.errors import Refused

__all__ = ["Demand", "Period", "demand_name", "tasks_of_demand", "working_days"]

DemandUnit = Literal["fte", "days"]

_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})")
_SPAN = re.compile(r"(?P<start>\d{4}-\d{2}-\d{2})\s+to\s+(?P<end>\d{4}-\d{2}-\d{2})")


@value
class Period:
    """Days from the first to the last: a month, an ISO week or any other span.

    Parameters
    ----------
    start, end : date
        Both inclusive.

    Raises
    ------
    InputError
        If it ends before it starts.

    Examples
    --------
    >>> Period.parse("2027-02")
    Period('2027-02-01', '2027-02-28')
    >>> print(Period.parse("2027-W03"), Period("2027-01-15", "2027-02-10"))
    2027-W03 2027-01-15 to 2027-02-10
    """

    start: Day
    end: Day

    if TYPE_CHECKING:

        def __init__(self, start: DayLike, end: DayLike) -> None: ...

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2027-01``, ``2027-W03`` or ``2027-01-15 to 2027-02-10``.

        Parameters
        ----------
        text : str

        Returns
        -------
        Period

        Raises
        ------
        InputError
            If it is none of these.
        """
        plain = text.strip() if isinstance(text, str) else ""
        try:
            if found := _MONTH.fullmatch(plain):
                return cls.month(int(found["year"]), int(found["month"]))
            if found := _WEEK.fullmatch(plain.upper()):
                monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
                return cls(monday, monday + timedelta(days=6))
        except ValueError:
            raise Refused("no such month or week", text, "write 2027-01 or 2027-W03") from None
        if found := _SPAN.fullmatch(plain):
            return cls(found["start"], found["end"])
        raise Refused("no period", text, "write 2027-01, 2027-W03 or 2027-01-15 to 2027-02-10")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return a whole month.

        Parameters
        ----------
        year, month : int

        Returns
        -------
        Period

        Raises
        ------
        ValueError
            If there is no such month.
        """
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    def __str__(self) -> str:
        if self.start.day == 1 and self == Period.month(self.start.year, self.start.month):
            return f"{self.start:%Y-%m}"
        if self.start.weekday() == 0 and self.end - self.start == timedelta(days=6):
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02}"
        return f"{self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "start", "end")

    _repr_html_ = as_code


def _period(given: object) -> Period:
    if isinstance(given, Period):
        return given
    if isinstance(given, tuple | list) and len(given) == 2:
        return Period(*given)
    return Period.parse(given)  # type: ignore[arg-type]  # what is no text is refused


def _amounts(given: object) -> tuple[tuple[Period, float], ...]:
    """Return periods with their amounts, the earliest first; what is given twice adds up."""
    pairs: Iterable[Any] = given.items() if isinstance(given, Mapping) else given  # type: ignore[assignment]
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise Refused("no demand by period", given, 'write {"2027-01": 1.5, "2027-02": 2}')
    total: dict[Period, float] = {}
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Refused("no demand by period", pair, 'write {"2027-01": 1.5, "2027-02": 2}')
        period = _period(pair[0])
        total[period] = total.get(period, 0.0) + days(pair[1])
    return tuple((key, total[key]) for key in sorted(total, key=lambda period: (period.start, period.end)))


AmountsLike: TypeAlias = Mapping[Any, NumberLike] | Iterable[tuple[Any, NumberLike]]


@value
class Demand:
    """What a project wants of a role, period by period: a row of the table that a manager keeps.

    A portfolio turns it into tasks: ``f`` full-time equivalents over ``w`` working days become a task with
    effort ``f · w``, for 1 to ``ceil(f)`` people with an allocation of ``f ÷ ceil(f)``, not before its
    period, after the task of the period before.

    Parameters
    ----------
    role : str
        The skill that is wanted.
    amounts : dict of period to float
        ``{"2027-01": 1.5, "2027-W07": 2}``; 0 is no demand.
    unit : {"fte", "days"}
        Full-time equivalents on the working days of the portfolio calendar, or person-days.
    phase : str, optional
        A label; demand of several phases is kept apart.
    low, high : float, optional
        Factors on the whole row: 0.8 and 1.5 say that it may come out a fifth lower or half as high again.
    low_high : {"PERT", "P10/P90"}
        Whether these are the ends, or what is passed in 1 of 10 cases.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Demand("backend", {"2027-01": 1.5, "2027-02": 2})
    Demand('backend', {'2027-01': 1.5, '2027-02': 2.0})
    """

    role: Name
    amounts: Annotated[tuple[tuple[Period, float], ...], BeforeValidator(_amounts)]
    unit: DemandUnit = "fte"
    phase: OptionalName = None
    low: Annotated[float | None, BeforeValidator(lambda given: None if given is None else number(given))] = (
        None
    )
    high: Annotated[float | None, BeforeValidator(lambda given: None if given is None else number(given))] = (
        None
    )
    low_high: Literal["PERT", "P10/P90"] = "PERT"

    if TYPE_CHECKING:

        def __init__(
            self,
            role: str,
            amounts: AmountsLike,
            unit: DemandUnit = "fte",
            phase: str | None = None,
            low: NumberLike | None = None,
            high: NumberLike | None = None,
            low_high: Literal["PERT", "P10/P90"] = "PERT",
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.low is not None and not 0 < self.low <= 1:
            raise Refused("no factor for low", self.low, "write a part such as 0.8 (a fifth lower)")
        if self.high is not None and not 1 <= self.high <= 100:
            raise Refused("no factor for high", self.high, "write a factor such as 1.5 (half as much again)")

    def __repr__(self) -> str:
        forms = {"amounts": {str(period): amount for period, amount in self.amounts}}
        return as_call(self, "role", "amounts", forms=forms)

    _repr_html_ = as_code

    @property
    def has_range(self) -> bool:
        """Whether it says how far it may be off."""
        return self.low is not None or self.high is not None

    def law(self, effort: float) -> Distribution:
        """Return the law of an amount of effort of this row.

        Parameters
        ----------
        effort : float
            Person-days, as planned.

        Returns
        -------
        Distribution
        """
        if not self.has_range or not effort:
            return Fixed(effort)
        low, high = self.low or 1.0, self.high or 1.0
        return three_point(low * effort, effort, high * effort, as_quantiles=self.low_high == "P10/P90")


def _demand(given: object) -> tuple[Demand, ...]:
    if given is None:
        return ()
    if isinstance(given, Demand):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, str | Mapping):
        return all_made(Demand, given)
    raise Refused("no list of demand", given, 'write [Demand("backend", {"2027-01": 1.5})]')


DemandRows = Annotated[tuple[Demand, ...], BeforeValidator(_demand)]
DemandLike: TypeAlias = Demand | Iterable[Demand | Mapping[str, Any]]

# ---------------------------------------------------------------- into tasks

_SMALLEST: Final = 0.0005
"""An amount below half a thousandth of a person is none."""


def working_days(calendar: Calendar, first: date, last: date) -> int:
    """Return the number of working days from a day to another, both inclusive.

    Parameters
    ----------
    calendar : Calendar
        Its public holidays looked up.
    first, last : date

    Returns
    -------
    int
        0 where the last is before the first.

    Examples
    --------
    >>> working_days(Calendar(), date(2027, 2, 1), date(2027, 2, 28))
    20
    """
    count = max((last - first).days + 1, 0)
    weeks, rest = divmod(count, 7)
    works = [share > 0 for share in calendar.pattern]
    total = weeks * sum(works) + sum(works[(first.weekday() + day) % 7] for day in range(rest))
    off = {holiday.day for holiday in calendar.holidays if first <= holiday.day <= last}
    return total - sum(works[day.weekday()] for day in off)


def demand_name(role: str, period: object, phase: str | None = None) -> str:
    """Return the name of the task that stands for a row's demand in a period.

    Examples
    --------
    >>> demand_name("backend", Period.parse("2027-01"), "build")
    'build, backend 2027-01'
    """
    return f"{phase}, {role} {period}" if phase else f"{role} {period}"


def tasks_of_demand(
    project: str, rows: Sequence[Demand], calendar: Calendar, start: date
) -> tuple[tuple[Task, ...], tuple[CopulaGroup, ...]]:
    """Turn rows of demand into tasks; rows of the same role and phase add up.

    Parameters
    ----------
    project : str
    rows : sequence of Demand
    calendar : Calendar
        The portfolio's, its public holidays looked up.
    start : date
        The portfolio's: demand of earlier periods is left out, and of a period that it cuts the working
        days from it on count.

    Returns
    -------
    (tuple of Task, tuple of CopulaGroup)
        The tasks; and for each row with a range a group that makes its months come out high or low together.

    Raises
    ------
    InputError
        If rows that add up have different ranges, or a period has no working day.
    """
    tasks: list[Task] = []
    groups: list[CopulaGroup] = []
    for row in _added_up(rows):
        made = tuple(_tasks_of_row(row, calendar, start))
        tasks.extend(made)
        if row.has_range and len(made) > 1:
            label = f"{row.phase}, {row.role}" if row.phase else row.role
            groups.append(
                CopulaGroup(f"{project}: {label}", [f"{project}/{task.name}" for task in made], 1.0)
            )
    return tuple(tasks), tuple(groups)


def _added_up(rows: Sequence[Demand]) -> list[Demand]:
    """Add up the rows of the same role and phase, in the order in which they come first."""
    found: dict[tuple[str, str | None, str], Demand] = {}
    for row in rows:
        key = (row.role, row.phase, row.unit)
        other = found.get(key)
        if other is None:
            found[key] = row
        elif (row.low, row.high, row.low_high) != (other.low, other.high, other.low_high):
            raise Refused(
                "rows that add up have different ranges", row.role, "give them the same low and high"
            )
        else:
            found[key] = Demand(
                row.role, (*other.amounts, *row.amounts), row.unit, row.phase, row.low, row.high, row.low_high
            )
    return list(found.values())


def _tasks_of_row(row: Demand, calendar: Calendar, start: date) -> Iterable[Task]:
    before: list[Task] = []
    for period, amount in row.amounts:
        first = max(period.start, start)
        if amount < _SMALLEST or period.end < start:
            continue
        count = working_days(calendar, first, period.end)
        if not count:
            raise Refused(
                f"demand in {period}, which has no working day", amount, "move it to another period"
            )
        whole = amount if row.unit == "fte" else amount / working_days(calendar, period.start, period.end)
        fewest = [task for task in before if task.end is not None and task.end < first]
        seats = math.ceil(whole - 1e-9)
        task = Task(
            demand_name(row.role, period, row.phase),
            needs=[Need(row.role, row.law(whole * count), people=(1, seats), allocation=whole / seats)],
            after=[Link(fewest[-1].name)] if fewest else (),
            start=first,
            end=period.end,
            phase=row.phase,
        )
        before.append(task)
        yield task
