"""Remarks on work that nobody else could go on with while somebody is long away (rule R10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from capsim.clock import thousandths
from capsim.domain.findings.finding import Finding, Worked, all_tasks, on_tasks
from capsim.domain.staffing import Staffing, names_of, seats_of
from capsim.domain.words import plural

if TYPE_CHECKING:
    from capsim.domain.calendar import Leave
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_work_alone"]

_DAY = timedelta(days=1)


def about_work_alone(portfolio: Portfolio) -> Iterator[Finding]:
    """Find effort that is handed over when somebody is long away, and that nobody else can take up."""
    limit = portfolio.policy.handover_after
    if limit is None:
        return
    away = {
        place: (person, longest)
        for place, person in _places(portfolio)
        if (longest := _longest_leave(portfolio, person)) is not None and longest[1] > limit
    }
    worked = _work_of(portfolio, away) if away else {}
    for place, tasks in worked.items():
        person, (leave, days) = away[place]
        what = (
            f"begun and not done when {str(person.name)!r} is away from {leave.start} to {leave.last} "
            f"({plural(days, 'working day')}), it waits: nobody else can do it"
        )
        fix = f"plan it for another time, or give somebody else a skill of {str(person.name)!r}"
        yield from on_tasks("nobody to hand over to", "info", tasks, what, fix)


def _places(portfolio: Portfolio) -> Iterator[tuple[int, Person]]:
    """Yield people who are long away somewhere, with their places among all; pools have nobody alone."""
    place = 0
    for person in portfolio.people:
        if person.count == 1 and person.leave:
            yield place, person
        place += sum(1 for _ in names_of(person))


def _longest_leave(portfolio: Portfolio, person: Person) -> tuple[Leave, int] | None:
    """Return the leave of whole days with the most working days to come, and how many these are."""
    today = max(day for day in (portfolio.start, portfolio.status_date, person.start) if day)
    whole = [leave for leave in person.leave if thousandths(leave.share) >= 1000 and leave.last >= today]
    counted = [(leave, _working_days(portfolio, max(leave.start, today), leave.last)) for leave in whole]
    return max(counted, key=lambda entry: entry[1], default=None)


def _working_days(portfolio: Portfolio, first: date, last: date) -> int:
    """Return the working days of the portfolio calendar from one day to another."""
    calendar = portfolio.calendar
    off = {holiday.day for holiday in calendar.holidays}
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return sum(calendar.pattern[day.weekday()] > 0 and day not in off for day in days)


def _work_of(
    portfolio: Portfolio, away: dict[int, tuple[Person, tuple[Leave, int]]]
) -> dict[int, list[Worked]]:
    """Return the work of which somebody is one of no more people than it takes, by their place."""
    staffing = Staffing(portfolio)
    found: dict[int, list[Worked]] = {}
    for project, task in all_tasks(portfolio):
        needed: set[int] = set()
        for need in task.needs:
            able = staffing.may_serve(need) if need.effort is not None else frozenset()
            if len(able) <= seats_of(need):
                needed |= able & away.keys()
        for place in sorted(needed):
            found.setdefault(place, []).append((project, task))
    return found
