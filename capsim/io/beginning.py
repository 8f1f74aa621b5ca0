"""The first day of a model that does not say it, and what lies before the first day of one that does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand, Period, demand_name
from capsim.domain.project import Project
from capsim.errors import Place, Problem
from capsim.io.reading import Reading, Values

__all__ = ["Beginning", "beginning_of", "say_left_out"]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day on which a model starts that does not say when.

    Parameters
    ----------
    day : date
    reason : str
        With what it starts; ``""`` for today.
    """

    day: date
    reason: str

    def problem(self, start_help: str) -> Problem:
        """Return what to say of it.

        Parameters
        ----------
        start_help : str
            How to choose another day.
        """
        starts = f"with {self.reason}" if self.reason else "today"
        what = f"no start date, so it starts {starts}, {self.day}"
        return Problem("", what, fix=f"to choose the day {start_help}", severity="warning")


def beginning_of(projects: Iterable[Project], bookings: Iterable[Booking]) -> Beginning:
    """Return the first day of the demand, the bookings and the work begun; today where there is none.

    Parameters
    ----------
    projects : iterable of Project
    bookings : iterable of Booking

    Returns
    -------
    Beginning

    Examples
    --------
    >>> shop = Project("Shop", demand=[Demand("backend", {"2027-03": 1})])
    >>> beginning_of([shop], []).reason
    'the first month of the demand'
    """
    periods = [period for project in projects for _, period, amount in _amounts(project) if amount]
    found = [Beginning(booking.start, "the first booking") for booking in bookings]
    first = min(periods, key=lambda period: period.start, default=None)
    if first is not None:
        found.insert(0, Beginning(first.start, f"the first {_kind(first)} of the demand"))
    tasks = (task for project in projects for task in project.tasks)
    begun = (day for task in tasks for day in (task.actual_start, task.actual_finish) if day)
    found += [Beginning(day, "the first work that was begun") for day in begun]
    return min(found, key=lambda each: each.day, default=Beginning(date.today(), ""))


def _kind(period: Period) -> str:
    if period.is_month:
        return "month"
    return "week" if period.is_week else "day"


def _amounts(project: Project) -> Iterator[tuple[Demand, Period, float]]:
    for row in project.demand:
        for period, amount in row.amounts:
            yield row, period, amount


# ---------------------------------------------------------------- before the start

_DAYS_A_MONTH = 365.25 / 12
_WORKING_DAYS_A_MONTH = _DAYS_A_MONTH * 5 / 7


def say_left_out(reading: Reading, values: Values) -> Mapping[str, float]:
    """Say which demand and which bookings are left out, as they lie before the start.

    Parameters
    ----------
    reading : Reading
    values : dict
        The arguments of the portfolio.

    Returns
    -------
    dict of str to float
        The demand that is left out, in FTE-months by project: bookings count where they are the demand.
    """
    start: date = values["start"]
    demand: dict[str, float] = defaultdict(float)
    booked: dict[str, float] = defaultdict(float)
    places: dict[str, Place] = {}
    for project in values["projects"]:
        for row, period, amount in _amounts(project):
            if period.end < start and amount:
                label = f"Project {project.name!r}, task {demand_name(row.role, period, row.phase)!r}"
                demand[project.name] += _fte_months(row, period, amount)
                places.setdefault(project.name, reading.index[label].place)
    for number, booking in enumerate(values["bookings"], start=1):
        if booking.end < start:
            booked[booking.project] += booking.share * _months_in(Period(booking.start, booking.end))
            places.setdefault(booking.project, reading.index[f"Booking {number}"].place)
    left = _with_work_left(values, start)
    for project in dict.fromkeys((*demand, *booked)):
        amount = demand.get(project) or booked[project]  # bookings beside demand only say who serves it
        what = (
            f"{amount:.3g} FTE-months of project {project!r} lie before the start, {start}, and are left out"
            f"{'' if project in left else ': nothing is left of it'}"
        )
        fix = "choose an earlier start if they are still to be worked"
        reading.gathering.remark(places[project], Problem("", what, fix=fix, severity="warning"))
    planned = {project.name for project in values["projects"] if project.demand or project.tasks}
    return {**demand, **{name: months for name, months in booked.items() if name not in planned}}


def _with_work_left(values: Values, start: date) -> set[str]:
    """Return the projects that have tasks, or demand or bookings that do not lie before the start."""
    return {
        *(booking.project for booking in values["bookings"] if booking.end >= start),
        *(project.name for project in values["projects"] if project.tasks),
        *(
            project.name
            for project in values["projects"]
            for _, period, amount in _amounts(project)
            if period.end >= start and amount
        ),
    }


def _fte_months(row: Demand, period: Period, amount: float) -> float:
    """Return an amount of demand as the work of so many people for a month."""
    if row.unit == "days":
        return amount / _WORKING_DAYS_A_MONTH
    return amount * _months_in(period)


def _months_in(period: Period) -> float:
    """Return how long a period is, in months."""
    if period.is_month:
        return 1.0
    return ((period.end - period.start).days + 1) / _DAYS_A_MONTH
