"""Demand as a table says it: so many full-time equivalents of a role, period by period."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator

from capsim.clock import TICKS_PER_DAY, days_to_ticks, thousandths
from capsim.domain.calendar import Calendar
from capsim.domain.distributions import Distribution, Fixed, three_point
from capsim.domain.lists import listed
from capsim.domain.person import Person, check_skill_name
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Alternative, Link, Need, Task
from capsim.domain.uncertainty import CopulaGroup
from capsim.domain.values import Day, DayLike, Name, NumberLike, OptionalName, days, number, value
from capsim.errors import InputError, Problem, Refused

__all__ = ["Demand", "Period", "demand_name", "paces", "seats_for", "tasks_of_demand", "working_days"]

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

    @property
    def is_month(self) -> bool:
        """Whether it is a whole month."""
        if self.start.day != 1 or (self.start.year, self.start.month) != (self.end.year, self.end.month):
            return False
        return self.end.day == monthrange(self.start.year, self.start.month)[1]

    @property
    def is_week(self) -> bool:
        """Whether it is an ISO week."""
        return self.start.weekday() == 0 and (self.end - self.start).days == 6

    def __str__(self) -> str:
        if self.is_month:
            return f"{self.start.year:04}-{self.start.month:02}"
        if self.is_week:
            year, week, _ = self.start.isocalendar()
            return f"{year:04}-W{week:02}"
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


def _role(role: str) -> str:
    check_skill_name(role)
    return role


def _factor(given: object) -> float | None:
    """Return a factor from a number or a text such as ``"80 %"``."""
    if given is None:
        return None
    if isinstance(given, str) and given.strip().endswith("%"):
        return number(given.strip()[:-1]) / 100
    return number(given)


def _low(given: object) -> float | None:
    low = _factor(given)
    if low is not None and not 0 < low <= 1:
        raise Refused("no factor for low", given, "write a part such as 0.8 (a fifth lower)")
    return low


def _high(given: object) -> float | None:
    high = _factor(given)
    if high is not None and not 1 <= high <= 100:
        raise Refused("no factor for high", given, "write a factor such as 1.5 (half as much again)")
    return high


AmountsLike: TypeAlias = Mapping[Any, NumberLike] | Iterable[tuple[Any, NumberLike]]


@value
class Demand:
    """What a project wants of a role, period by period: a row of the table that a manager keeps.

    A portfolio turns it into tasks: ``f`` full-time equivalents over ``w`` working days become a task with
    effort ``f · w``, not before its period, after the task of the period before. It is work for 1 to
    ``ceil(f)`` people with an allocation of ``f ÷ ceil(f)`` where people give whole days; what would come
    late takes more of them, and others; see `seats_for`.

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
    Demand('backend', {'2027-01': 1.5, '2027-02': 2})
    """

    role: Annotated[Name, AfterValidator(_role)]
    amounts: Annotated[tuple[tuple[Period, float], ...], BeforeValidator(_amounts)]
    unit: DemandUnit = "fte"
    phase: OptionalName = None
    low: Annotated[float | None, BeforeValidator(_low)] = None
    high: Annotated[float | None, BeforeValidator(_high)] = None
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
        if self.low_high == "P10/P90" and self.has_range and not (self.low or 1) < 1 < (self.high or 1):
            fix = "write both, low below 1 and high above 1, such as 0.8 and 1.4"
            raise Refused("P10 and P90 on one side of the row only", fix=fix)

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
    return listed(Demand, given, "no list of demand", '[Demand("backend", {"2027-01": 1.5})]')


DemandRows = Annotated[tuple[Demand, ...], BeforeValidator(_demand)]
DemandLike: TypeAlias = Demand | Iterable[Demand | Mapping[str, Any]]

# ---------------------------------------------------------------- into tasks

_WHOLE_DAYS: Final[Mapping[str, float]] = {}
"""Everybody gives whole days."""

_LEAST: Final = 0.1
"""Who has only a tenth of what a month's work wants can begin with it: work is shared out, not packed."""

HELPERS: Final = 9
"""So many extra seats can a month's work have that would come late: ten seats of a tenth are one."""

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


def paces(people: Iterable[Person], run_the_business: float) -> dict[str, float]:
    """Return how much of a full day those who have a role give to projects on average.

    Parameters
    ----------
    people : iterable of Person
        A pool counts as all its people.
    run_the_business : float
        The share kept for daily business by those who say nothing else.

    Returns
    -------
    dict of str to float
        By role, without candidates; above 1 with overtime; for a skill that is nobody's role, that of
        everybody who has it.
    """
    roles: dict[str, list[tuple[int, float]]] = {}
    skills: dict[str, list[tuple[int, float]]] = {}
    for person in people:
        share = _share(person, run_the_business)
        if share > 0 and not person.is_candidate:
            roles.setdefault(person.role, []).append((person.count, share))
            for skill in person.skills:
                skills.setdefault(skill.name, []).append((person.count, share))
    return {name: _mean(roles.get(name, each)) for name, each in skills.items()}


def _share(person: Person, usual: float) -> float:
    """Return what a person gives to projects on a whole day, in ticks as the run counts them (rule R2)."""
    business = usual if person.run_the_business is None else person.run_the_business
    ticks = TICKS_PER_DAY * thousandths(person.availability) * (1000 - thousandths(business))
    return (2 * ticks + 10**6) // (2 * 10**6) / TICKS_PER_DAY


def _mean(shares: Sequence[tuple[int, float]]) -> float:
    return math.fsum(count * share for count, share in shares) / sum(count for count, _ in shares)


def seats_for(amount: float, days: int, pace: float) -> tuple[int, float]:
    """Return how many seats at most an amount of full-time equivalents has, and the share of each.

    A full-time equivalent is a full day of work. Somebody who gives four fifths of a day to projects has to
    give five eighths of that for half of one, or the work would take longer than was planned for no reason.
    The work is planned for as few people as can do it. Where it would come late it takes up to `HELPERS`
    extra seats, of others or more of the same people, each with as much as it needs (rule R8).

    Parameters
    ----------
    amount : float
        Full-time equivalents.
    days : int
        Working days over which they are wanted.
    pace : float
        What a person gives to projects, of a full day.

    Returns
    -------
    (int, float)
        ``ceil(amount ÷ pace) + HELPERS`` seats with ``amount ÷ pace ÷ ceil(amount)`` of each, at most all
        of it. The share is rounded up, from ticks and to thousandths: else work would end minutes after its
        month. With overtime, a pace above 1, ``amount ÷ pace ÷ ceil(amount ÷ pace)`` of each.

    Examples
    --------
    >>> seats_for(1.5, 20, pace=1.0), seats_for(0.5, 20, pace=0.8), seats_for(1.0, 20, pace=0.8)
    ((11, 0.75), (10, 0.625), (11, 1.0))
    """
    planned = max(math.ceil(amount / max(pace, 1.0) - 1e-9), 1)  # with overtime fewer people carry it
    most = math.ceil(amount / pace - 1e-9) + HELPERS
    wanted = days_to_ticks(amount * days) / (days * TICKS_PER_DAY) / pace
    return most, min(math.ceil(wanted / planned * 1000 - 1e-6) / 1000, 1.0)


def tasks_of_demand(
    project: str,
    rows: Sequence[Demand],
    calendar: Calendar,
    start: date,
    taken: Iterable[str] = (),
    pace: Mapping[str, float] = _WHOLE_DAYS,
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
    taken : iterable of str
        Names that the project's other tasks have.
    pace : dict of str to float
        What people of a role give to projects, of a full day (see `paces`); all of it where none is given.

    Returns
    -------
    (tuple of Task, tuple of CopulaGroup)
        The tasks; and for each row with a range a group that makes its months come out high or low together.

    Raises
    ------
    InputError
        If rows that add up have different ranges, days are wanted of a period without a working day, or an
        amount is more than a task can have.
    """
    made = _Made(project, calendar, start, set(taken), pace)
    added_up = made.added_up(rows)
    for row in added_up:
        made.take(row)
    if made.problems:
        raise InputError(made.problems)
    return tuple(made.tasks), tuple(made.groups)


class _Made:
    """The tasks of a project's demand while they are being made."""

    def __init__(
        self, project: str, calendar: Calendar, start: date, taken: set[str], pace: Mapping[str, float]
    ) -> None:
        self.project = project
        self.pace = pace
        self.calendar = calendar
        self.start = start
        self.taken = taken
        self.tasks: list[Task] = []
        self.groups: list[CopulaGroup] = []
        self.problems: list[Problem] = []

    def added_up(self, rows: Sequence[Demand]) -> list[Demand]:
        """Add up the rows of the same role and phase, in the order in which they come first."""
        found: dict[tuple[str, str | None, str], list[Demand]] = {}
        for row in rows:
            same = found.setdefault((row.role, row.phase, row.unit), [])
            if same and _range_of(same[0]) != _range_of(row):
                what = "rows that add up have different ranges"
                fix = "give them the same low and high, or another phase"
                self.problems.append(Problem(f"demand for {row.role!r}", what, fix=fix))
            same.append(row)
        return [same[0] if len(same) == 1 else _sum(same) for same in found.values()]

    def take(self, row: Demand) -> None:
        """Make the tasks of a row."""
        made: list[Task] = []
        role = Alternative(row.role)
        for period, amount in row.amounts:
            try:
                task = self._task(row, role, period, amount, made)
            except InputError as error:
                where = f"task {demand_name(row.role, period, row.phase)!r}"
                self.problems.extend(Problem(where, each.what, each.got, each.fix) for each in error.found)
                continue
            if task is not None:
                made.append(task)
        self.tasks += made
        if row.has_range and len(made) > 1:
            label = f"{row.phase}, {row.role}" if row.phase else row.role
            members = [f"{self.project}/{task.name}" for task in made]
            self.groups.append(CopulaGroup(f"{self.project}: {label}", members, 1.0))

    def _task(
        self, row: Demand, role: Alternative, period: Period, amount: float, before: Sequence[Task]
    ) -> Task | None:
        """Return the task of a period, None where nothing is left to do in it."""
        first = max(period.start, self.start)
        if amount < _SMALLEST or period.end < self.start:
            return None
        whole = amount
        if row.unit == "days":
            within = working_days(self.calendar, period.start, period.end)
            if not within:
                what = f"days in {period}, which has no working day"
                raise Refused(what, amount, "move them to another period")
            whole = amount / within
        count = working_days(self.calendar, first, period.end)
        if not count:
            return None
        seats, allocation = seats_for(whole, count, self.pace.get(row.role, 1.0))
        return Task(
            self._name(demand_name(row.role, period, row.phase)),
            needs=[
                Need(
                    [role],
                    row.law(whole * count),
                    people=(1, seats),
                    allocation=allocation,
                    least_allocation=max(round(allocation * _LEAST, 3), 0.001),
                )
            ],
            after=_latest(before, first),
            start=first,
            end=period.end,
            phase=row.phase,
        )

    def _name(self, wanted: str) -> str:
        """Return a name that no other task of the project has."""
        called = wanted
        number = 1
        while called in self.taken:
            number += 1
            called = f"{wanted} ({number})"
        self.taken.add(called)
        return called


def _latest(before: Iterable[Task], first: date) -> list[Link]:
    """Return a link to the task that ends last of those that end before a day."""
    ended = [task for task in before if task.end is not None and task.end < first]
    return [Link(max(ended, key=lambda task: task.end or first).name)] if ended else []


def _range_of(row: Demand) -> tuple[float | None, float | None, str]:
    return row.low, row.high, row.low_high if row.has_range else ""


def _sum(rows: Sequence[Demand]) -> Demand:
    """Return rows of the same role, phase and range as one."""
    row = rows[0]
    amounts = [pair for each in rows for pair in each.amounts]
    return Demand(row.role, amounts, row.unit, row.phase, row.low, row.high, row.low_high)
