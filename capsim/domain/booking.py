"""Bookings: who is promised to which project, from when to when, with how much of their time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.calendar import Calendar
from capsim.domain.demand import working_days
from capsim.domain.person import Person
from capsim.domain.project import Project
from capsim.domain.reprs import as_call, as_code
from capsim.domain.task import Need, Task
from capsim.domain.values import Day, DayLike, Name, NumberLike, OptionalName, Share, value
from capsim.errors import Refused, did_you_mean

__all__ = ["Booking", "bookings_of_tasks", "share_of_projects", "tasks_of_bookings"]

_BOOKED = " booking "
"""Stands between the role and the number in the name of a task made of a booking."""


def _kind(given: object) -> object:
    word = given.strip().casefold() if isinstance(given, str) else given
    if word not in ("hard", "soft"):
        raise Refused("no kind of booking", given, did_you_mean(str(given), ("hard", "soft")))
    return word


@value
class Booking:
    """A share of a person promised to a project for some time.

    People booked on a project are taken first for its work, under every assignment rule. A hard booking also
    keeps the share from other projects while it lasts. Where the project says nowhere else what it wants of
    the role, a booking is the demand as well, and its person does that work. Bookings may add up to more than
    a person has: that is no error but a finding.

    Parameters
    ----------
    person : str
        A person or a pool.
    project : str
    start, end : date
        First and last day.
    share : float
        Of the person's own time (FTE): half of somebody who works 80 % is 0.4 of a full day.
    kind : {"soft", "hard"}
    phase : str, optional
        A label.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Booking("Ada", "Shop", "2027-01-04", "2027-03-31", 0.5)
    Booking('Ada', 'Shop', '2027-01-04', '2027-03-31', 0.5)
    """

    person: Name
    project: Name
    start: Day
    end: Day
    share: Share = 1.0
    kind: Annotated[Literal["soft", "hard"], BeforeValidator(_kind)] = "soft"
    phase: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self,
            person: str,
            project: str,
            start: DayLike,
            end: DayLike,
            share: NumberLike = 1.0,
            kind: Literal["soft", "hard"] = "soft",
            phase: str | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")
        if not self.share >= 0.001:
            raise Refused(
                "a booking of nothing", self.share, "write a share such as 0.5, or remove the booking"
            )

    def __repr__(self) -> str:
        return as_call(self, "person", "project", "start", "end", "share")

    _repr_html_ = as_code

    @property
    def is_hard(self) -> bool:
        """Whether it keeps the share from other projects."""
        return self.kind == "hard"


BookingsLike: TypeAlias = Booking | Iterable[Booking | Mapping[str, Any]]


def share_of_projects(booking: Booking, person: Person, run_the_business: float) -> float:
    """Return what a booking takes of the time that a person gives to projects.

    Parameters
    ----------
    booking : Booking
    person : Person
    run_the_business : float
        The share kept for daily business by those who say nothing else.

    Returns
    -------
    float
        Half of somebody's day is five eighths of the four fifths that daily business leaves; at most 1.

    Examples
    --------
    >>> half = Booking("Ada", "Shop", "2027-01-04", "2027-03-31", 0.5)
    >>> share_of_projects(half, Person("Ada", "backend"), 0.2)
    0.625
    """
    kept = run_the_business if person.run_the_business is None else person.run_the_business
    return min(booking.share / (1 - kept), 1.0) if kept < 1 else 1.0


def tasks_of_bookings(
    project: Project,
    bookings: Sequence[Booking],
    people: Mapping[str, Person],
    calendar: Calendar,
    start: date,
    run_the_business: float = 0.0,
) -> tuple[Task, ...]:
    """Turn the bookings on a project into tasks where nothing else says what its people do there.

    A booking is the demand where the project has none for the role of the person; else the demand is known,
    and the booking only says who is to serve it.

    Parameters
    ----------
    project : Project
    bookings : sequence of Booking
        Those on this project; of unknown people nothing is made.
    people : dict of str to Person
    calendar : Calendar
        The portfolio's, its public holidays looked up.
    start : date
        The portfolio's: earlier days do not count.
    run_the_business : float
        The share kept for daily business by those who say nothing else.

    Returns
    -------
    tuple of Task
        Each with effort share · FTE · working days, called after the role and not after the person.
    """
    return tuple(
        Task(
            work.name,
            needs=[
                Need(
                    work.person.role,
                    work.effort,
                    people=(1, work.person.count),
                    allocation=share_of_projects(work.booking, work.person, run_the_business),
                )
            ],
            start=work.first,
            end=work.booking.end,
            phase=work.booking.phase,
        )
        for work in _work_of(project.tasks, bookings, people, calendar, start)
    )


def bookings_of_tasks(
    project: Project,
    bookings: Sequence[Booking],
    people: Mapping[str, Person],
    calendar: Calendar,
    start: date,
) -> dict[str, Booking]:
    """Return, for each task of a project that stands for a booking, that booking.

    Parameters
    ----------
    project, bookings, people, calendar, start
        As in `tasks_of_bookings`; the project has its tasks.

    Returns
    -------
    dict of str to Booking
        A task that wants several people at least stands for none, whatever its name.
    """
    last = len(project.tasks)
    while last and _BOOKED in project.tasks[last - 1].name:
        last -= 1
    made = _work_of(project.tasks[:last], bookings, people, calendar, start)
    names = {task.name for task in project.tasks[last:] if [need.people[0] for need in task.needs] == [1]}
    return {work.name: work.booking for work in made if work.name in names}


class _Work(NamedTuple):
    """What a booking is the demand for."""

    booking: Booking
    name: str
    person: Person
    first: date
    effort: float


def _work_of(
    tasks: Iterable[Task],
    bookings: Sequence[Booking],
    people: Mapping[str, Person],
    calendar: Calendar,
    start: date,
) -> Iterator[_Work]:
    """Return what the bookings on a project with these tasks are the demand for."""
    demanded = {choice.skill for task in tasks for need in task.needs for choice in need.skills}
    counts: dict[str, int] = {}
    for booking in bookings:
        person = people.get(booking.person)
        if person is None or person.role in demanded:
            continue
        first = max(booking.start, start)
        effort = (
            booking.share * person.availability * person.count * working_days(calendar, first, booking.end)
        )
        if not effort:
            continue
        counts[person.role] = counts.get(person.role, 0) + 1
        name = f"{person.role}{_BOOKED}{counts[person.role]}"
        yield _Work(booking, name, person, first, effort)
