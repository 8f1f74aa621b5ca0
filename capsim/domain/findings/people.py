"""Remarks on people: not needed, never there, promised twice, graded long ago."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from capsim.clock import thousandths
from capsim.domain.actions import Hire
from capsim.domain.findings.finding import (
    Finding,
    Worked,
    all_tasks,
    on_people,
    on_tasks,
    place_of_person,
    taking_part,
)
from capsim.domain.named import Named
from capsim.domain.staffing import Staffing, find_shortage, seats_of
from capsim.domain.status import done_on
from capsim.domain.triggers import written
from capsim.domain.words import plural, some
from capsim.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.booking import Booking
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.task import Task

__all__ = ["about_people"]

_DAY = timedelta(days=1)
_WHOLE: Final = 1000
"""Thousandths of a person's own time."""


def about_people(portfolio: Portfolio) -> Iterator[Finding]:
    """Find what is odd about people, their bookings and their skills."""
    staffing = Staffing(portfolio)
    yield from _about_bookings(portfolio)
    yield from _about_daily_business(portfolio)
    yield from _about_repeated_bookings(portfolio)
    yield from _about_absent_bookings(portfolio)
    tasks = [task for _, task in all_tasks(portfolio)]
    demanded = {choice.skill for task in tasks for need in task.needs for choice in need.skills}
    if demanded:
        yield from on_people(
            "not needed",
            "info",
            [person for person in portfolio.people if not demanded & {held.name for held in person.skills}],
            "no task needs any of their skills",
            f"check the spelling; demanded: {some(sorted(demanded))}",
        )
    yield from on_people(
        "never there",
        "warning",
        [person for person in portfolio.people if not staffing.is_present(person)],
        "never at work in the time simulated",
        "check dates and availability",
    )
    yield from _about_alternatives(portfolio, staffing)
    yield from _about_grades(portfolio)
    yield from _about_illness(portfolio)
    yield from _about_candidates(portfolio, staffing)


def _about_alternatives(portfolio: Portfolio, staffing: Staffing) -> Iterator[Finding]:
    """Alternatives that nobody has; where nobody has any of them it is a problem, told elsewhere."""
    missing: dict[str, list[Worked]] = {}
    for project, task in all_tasks(portfolio):
        for need in task.needs:
            for choice in need.skills:
                if choice.skill not in staffing.levels:
                    missing.setdefault(choice.skill, []).append((project, task))
    for skill, worked in missing.items():
        what = f"an alternative that nobody has, {skill!r}"
        fix = did_you_mean(skill, staffing.levels)
        yield from on_tasks("alternatives that nobody has", "warning", worked, what, fix)


def _about_illness(portfolio: Portfolio) -> Iterator[Finding]:
    """Find people who never fall ill beside others who do: that is more likely forgotten than meant."""
    if portfolio.sickness is not None:
        return
    people = [person for person in portfolio.people if person.kind == "person"]
    never = [person for person in people if person.sickness is None]
    ill = sum(person.count for person in people) - sum(person.count for person in never)
    if ill and never:
        count = sum(person.count for person in people)
        yield from on_people(
            "never ill",
            "info",
            never,
            f"{ill:,} of {count:,} people can fall ill, the others never do",
            "write sick_days_per_year into the settings, for everybody of whom it is not said",
        )


def _about_candidates(portfolio: Portfolio, staffing: Staffing) -> Iterator[Finding]:
    """Find candidates whom no reaction of the portfolio's policy hires, and work that nobody else can do."""
    if not any(person.is_candidate for person in portfolio.people):
        return
    named = Named(portfolio.people)
    hires = (each.do for each in portfolio.policy.reactions if isinstance(each.do, Hire))
    hired = frozenset[int]().union(*(named.meant_by(do.who) for do in hires))
    yield from _about_work_for_candidates(portfolio, staffing, hired)
    never = [
        person
        for person in portfolio.people
        if person.is_candidate and not hired & named.places_of([str(person.name)])
    ]
    if never:
        role = written(never[0].role)
        yield from on_people(
            "candidates whom nobody hires",
            "info",
            never,
            "no reaction of the settings hires them, so they never come",
            f"write into the setting reactions when to, such as {role} waiting 5 days -> hire {role}",
        )


def _about_work_for_candidates(
    portfolio: Portfolio, staffing: Staffing, hired: frozenset[int]
) -> Iterator[Finding]:
    """Find work that waits until candidates are hired: for ever, where no reaction hires enough of them."""
    candidates = frozenset(place for place, person in enumerate(portfolio.staff) if person.is_candidate)

    def lacks(task: Task, absent: frozenset[int]) -> bool:
        able = [staffing.may_serve(need) - absent for need in task.needs]
        return find_shortage(able, [seats_of(need) for need in task.needs]) is not None

    waiting = [
        (project, task)
        for project, task in all_tasks(portfolio)
        if done_on(task, portfolio.status_date) is None and lacks(task, candidates)
    ]
    never = [worked for worked in waiting if lacks(worked[1], candidates - hired)]
    yield from on_tasks(
        "work that only candidates can do",
        "warning",
        never,
        "without candidates nobody can do it, and no reaction hires enough of them: it never begins",
        "write a reaction that hires them, or list somebody who is there, or a vacancy with a first day",
    )
    yield from on_tasks(
        "work that waits for candidates",
        "info",
        [worked for worked in waiting if worked not in never],
        "without candidates nobody can do it: it waits until a reaction hires them",
        "list a vacancy with a first day instead, if it is decided that somebody comes",
    )


def _about_grades(portfolio: Portfolio) -> Iterator[Finding]:
    """Find skills graded more than a year before the status date, else before the start."""
    today = portfolio.status_date or portfolio.start
    old = [
        (skill.as_of, person, skill.name)
        for person in portfolio.people
        for skill in person.skills
        if skill.as_of is not None and (today - skill.as_of).days > 365
    ]
    if old:
        graded, person, skill = min(old, key=lambda entry: entry[0])
        count = plural(len(old), "skill grade is", "skill grades are")
        yield from on_people(
            "old grades",
            "info",
            list({held.name: held for _, held, _ in old}.values()),
            f"{count} older than a year, the oldest {skill!r} of {person.name!r}, of {graded}",
            "grade them anew and write the date into as_of",
        )


# ---------------------------------------------------------------- bookings


class _Booked(NamedTuple):
    """A booking and its number in the portfolio, from 1."""

    number: int
    booking: Booking


class _Overload(NamedTuple):
    """A time in which a person is booked above their own time.

    Attributes
    ----------
    first, last : date
    least, most : int
        Thousandths of the person, on its easiest and on its worst day.
    on : tuple of _Booked
        The bookings of the worst day.
    """

    first: date
    last: date
    least: int
    most: int
    on: tuple[_Booked, ...]


def _bookings_by_person(portfolio: Portfolio) -> dict[str, list[_Booked]]:
    """Return the bookings that a run knows, by person."""
    simulated = {project.name for project in taking_part(portfolio)}
    booked: dict[str, list[_Booked]] = {}
    for number, booking in enumerate(portfolio.bookings, start=1):
        if booking.project in simulated and booking.end >= portfolio.start:
            booked.setdefault(booking.person, []).append(_Booked(number, booking))
    return booked


def _about_bookings(portfolio: Portfolio) -> Iterator[Finding]:
    """Find people booked above their own time, the worst first: a finding for each."""
    booked = _bookings_by_person(portfolio)
    overloads = [
        (person, found)
        for person in portfolio.people
        if (found := _overloads(booked.get(str(person.name), ()), portfolio.start, _WHOLE))
    ]
    overloads.sort(key=lambda entry: -max(each.most for each in entry[1]))
    for person, found in overloads:
        problem = Problem(
            place_of_person(person),
            _overbooked(found),
            fix="lower a share, move a booking, or book somebody else",
            severity="warning",
        )
        worst = max(found, key=lambda each: each.most)
        yield Finding("overbooked", problem, f"Booking {worst.on[-1].number}")


def _about_daily_business(portfolio: Portfolio) -> Iterator[Finding]:
    """Find people booked within their own time, but above what daily business leaves of it: one finding."""
    booked = _bookings_by_person(portfolio)
    found: list[tuple[Person, int, _Overload]] = []
    for person in portfolio.people:
        usual, own = portfolio.run_the_business, person.run_the_business
        left = _WHOLE - thousandths(usual if own is None else own)
        above = _overloads(booked.get(str(person.name), ()), portfolio.start, left)
        if above and (worst := max(above, key=lambda each: each.most)).most <= _WHOLE:
            found.append((person, left, worst))
    if not found:
        return
    person, left, worst = max(found, key=lambda entry: entry[2].most - entry[1])
    named = f"{str(person.name)!r} " if len(found) > 1 else ""
    (told,) = on_people(
        "booked above the share for projects",
        "warning",
        [each for each, *_ in found],
        f"booked for more of the day than is for projects: {named}{worst.most / 10:g} % from {worst.first} "
        f"to {worst.last}, with {left / 10:g} % for projects",
        "lower the share, or say that less is kept for daily business (run_the_business)",
    )
    yield dataclasses.replace(told, about=f"Booking {worst.on[-1].number}")


def _about_repeated_bookings(portfolio: Portfolio) -> Iterator[Finding]:
    """Find bookings of one person on one project that are alike and overlap: one finding."""
    repeated: list[tuple[int, Booking, Booking]] = []
    for of_person in _bookings_by_person(portfolio).values():
        same: dict[tuple[str, str, str | None], list[_Booked]] = {}
        for each in of_person:
            key = (each.booking.project, each.booking.kind, each.booking.phase)
            same.setdefault(key, []).append(each)
        for rows in same.values():
            rows.sort(key=lambda each: each.booking.start)
            repeated += [
                (after.number, before.booking, after.booking)
                for before, after in pairwise(rows)
                if after.booking.start <= before.booking.end
            ]
    if repeated:
        number, before, after = min(repeated, key=lambda entry: entry[0])
        others = f" (and {plural(len(repeated) - 1, 'more such row')})" if len(repeated) > 1 else ""
        what = (
            f"booked twice on {after.project!r} from {after.start} to {min(before.end, after.end)}: "
            f"the shares add up{others}"
        )
        fix = "take one row out if it is meant once"
        problem = Problem(f"Person {after.person!r}", what, fix=fix, severity="info")
        yield Finding("booked twice", problem, f"Booking {number}")


def _about_absent_bookings(portfolio: Portfolio) -> Iterator[Finding]:
    """Find people booked for days on which they are not with the organization, the longest first."""
    people = {str(person.name): person for person in portfolio.people}
    absent = [
        (days, number, booking)
        for number, booking in enumerate(portfolio.bookings, start=1)
        if (days := _days_apart(booking, people[booking.person]))
    ]
    if absent:
        days, number, booking = max(absent, key=lambda entry: entry[0])
        others = f" (and {plural(len(absent) - 1, 'booking')} more)" if len(absent) > 1 else ""
        apart = f"{plural(days, 'day')} before joining or after leaving"
        problem = Problem(
            place_of_person(people[booking.person]),
            f"booked on {booking.project!r} for {apart}{others}",
            fix="shorten the booking, or check from and to in the sheet people",
            severity="warning",
        )
        yield Finding("booked while not there", problem, f"Booking {number}")


def _days_apart(booking: Booking, person: Person) -> int:
    """Return the calendar days of a booking outside the dates of its person."""
    before = (min(person.start, booking.end + _DAY) - booking.start).days if person.start else 0
    after = (booking.end - max(person.end, booking.start - _DAY)).days if person.end else 0
    return max(before, 0) + max(after, 0)


def _overbooked(found: Sequence[_Overload]) -> str:
    """Tell the worst time, and how many others there are."""
    worst = max(found, key=lambda each: each.most)
    most = f"{'up to ' if worst.least < worst.most else ''}{worst.most / 10:g} %"
    projects = some(dict.fromkeys(each.booking.project for each in worst.on))
    more = f", and in {plural(len(found) - 1, 'other time', 'other times')}" if len(found) > 1 else ""
    return f"booked {most} from {worst.first} to {worst.last} ({projects}){more}"


def _overloads(booked: Sequence[_Booked], start: date, limit: int) -> list[_Overload]:
    """Return the times in which bookings add up to more than a limit in thousandths, neighbors as one."""
    turns = sorted({day for _, each in booked for day in (max(each.start, start), each.end + _DAY)})
    found: list[_Overload] = []
    for first, after in pairwise(turns):
        here = tuple(each for each in booked if each.booking.start <= first <= each.booking.end)
        total = sum(thousandths(each.booking.share) for each in here)
        if total <= limit:
            continue
        now = _Overload(first, after - _DAY, total, total, here)
        if found and found[-1].last + _DAY == first:
            now = _joined(found.pop(), now)
        found.append(now)
    return found


def _joined(one: _Overload, other: _Overload) -> _Overload:
    """Return two overloads next to each other as one."""
    worse = max(one, other, key=lambda each: each.most)
    return _Overload(one.first, other.last, min(one.least, other.least), worse.most, worse.on)
