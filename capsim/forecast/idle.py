"""Bookings above what their project wants: time that is kept for it, and that nothing there asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.findings import Finding
from capsim.domain.words import in_fte, place_of_project, some
from capsim.errors import Problem
from capsim.forecast.dates import month_of
from capsim.forecast.periods import periods_of
from capsim.forecast.planned import cell_days
from capsim.forecast.planned_work import planned_work, windows_to_come
from capsim.forecast.sharing import Sharing
from capsim.forecast.short import LEAST, counts
from capsim.metrics.serving import unserved

if TYPE_CHECKING:
    from capsim.plan.plan import Plan

__all__ = ["bookings_above_demand"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FINE: Final = 1_000 * TICKS_PER_DAY
"""Parts of a day in which flows are counted, as whole numbers."""


def bookings_above_demand(plan: Plan) -> Iterator[Finding]:
    """Find bookings that their project has no work for, the most first: a finding for each role.

    Whoever is booked serves what the project wants of any of their skills, month by month where all its work
    has dates of its own, else over all the time: work without dates may be done in another month.

    Parameters
    ----------
    plan : Plan
    """
    if not plan.n_bookings:
        return
    work, windows = planned_work(plan), windows_to_come(plan)
    sharing = Sharing(plan, periods_of(plan, "M", int(work.end[work.amount > 0].max(initial=0))), True)
    cells = cell_days(sharing, work.amount[np.newaxis], work.begin, work.end)[0]
    dated = np.ones(len(plan.project_names), dtype=np.bool_)
    dated[plan.task_project[plan.need_task[~windows.is_typed[plan.need_task]]]] = False
    found = [
        each
        for project in sorted({project for project, _ in sharing.booked_days})
        for each in _idle(sharing, cells, project, bool(dated[project]))
    ]
    by_role: dict[str, list[_Idle]] = {}
    for each in sorted(found, key=lambda idle: -idle.most):
        by_role.setdefault(each.role, []).append(each)
    for rows in by_role.values():
        problem = Problem(
            *_told(plan, rows), fix="add the demand, or shorten the booking", severity="warning"
        )
        yield Finding("booked above demand", problem, _first_booking(plan, rows[0]))


class _Idle(NamedTuple):
    """Bookings of a role on a project that nothing asks for: by how much, and in words."""

    project: int
    role: str
    most: float
    told: str


def _told(plan: Plan, rows: Sequence[_Idle]) -> tuple[str, str]:
    """Tell where and how a role is booked above what projects want; of several, that with most of it."""
    worst, *others = rows
    name = plan.project_names[worst.project]
    if not others:
        where = place_of_project(plan.portfolio.project(name))
        return where, f"booked above what the project wants: {worst.role} {worst.told}"
    rest = some(repr(plan.project_names[each.project]) for each in others)
    what = f"booked above what {len(rows)} projects want: {name!r} {worst.told}, and {rest}"
    return f"Role {worst.role!r}", what


def _first_booking(plan: Plan, idle: _Idle) -> str:
    """Return the place of the person in the first booking of a role on a project."""
    roles = {str(person.name): person.role for person in plan.portfolio.people}
    name = plan.project_names[idle.project]
    number = next(
        number
        for number, booking in enumerate(plan.portfolio.bookings, start=1)
        if booking.project == name and roles[booking.person] == idle.role
    )
    return f"Booking {number}, person"


def _idle(sharing: Sharing, cells: Floats, project: int, by_month: bool) -> Iterator[_Idle]:
    """Find what people booked on a project have no work for there, role by role."""
    plan = sharing.plan
    people = [person for on, person in sharing.booked_days if on == project]
    rows = [row for row, cell in enumerate(sharing.cells) if cell.project == project]
    booked = np.array([sharing.booked_days[project, person] for person in people])
    given = np.array([sharing.given_days[project, person] for person in people])
    wanted, kept = (each if by_month else each.sum(axis=1, keepdims=True) for each in (cells[rows], given))
    idle = _unused(wanted, kept, *_who_serves(sharing, rows, people))
    for role in dict.fromkeys(plan.person_roles[person] for person in people):
        held = [row for row, person in enumerate(people) if plan.person_roles[person] == role]
        above, of_role = idle[held].sum(axis=0), booked[held].sum(axis=0)
        served = kept[held].sum(axis=0) - above
        if by_month:
            found = _by_month(sharing, above, of_role, served)
        else:
            found = _over_all(sharing, float(above[0]), of_role, float(served[0]))
        if found is not None:
            most, told = found
            yield _Idle(project, role, most, told)


def _who_serves(sharing: Sharing, rows: list[int], people: list[int]) -> tuple[Bools, Bools]:
    """Return who qualifies at any time for which cell, and whose role it asks for first: (cells, people)."""
    plan = sharing.plan
    able = np.zeros((len(rows), len(people)), dtype=np.bool_)
    home = np.zeros_like(able)
    for place, row in enumerate(rows):
        kind = sharing.cells[row].kind
        skills = sharing.kind_skills[kind]
        can = {person for offers in plan.offers for person in offers[kind]}
        for column, person in enumerate(people):
            able[place, column] = person in can or plan.person_roles[person] in skills
            home[place, column] = able[place, column] and plan.person_roles[person] == skills[0]
    return able, home


def _unused(wanted: Floats, kept: Floats, able: Bools, home: Bools) -> Floats:
    """Return what is left of bookings when as much work as possible is done by them: (people, spans)."""
    ask = np.rint(kept.T * _FINE).astype(np.int64)
    offer = np.rint(wanted.T * _FINE).astype(np.int64)
    left, _ = unserved(ask, offer, able, able, home)
    return np.asarray(left.T / _FINE)


def _by_month(sharing: Sharing, above: Floats, booked: Floats, served: Floats) -> tuple[float, str] | None:
    """Tell from when to when more is booked than wanted, and the worst month; None where it never is."""
    periods = sharing.periods
    fte = periods.fte(above)
    months = np.flatnonzero(counts(fte))
    if not len(months):
        return None
    worst = int(months[np.argmax(fte[months])])
    of_booked, of_served = (in_fte(periods.fte(days)[worst]) for days in (booked, served))
    figures = f"({of_booked} FTE booked, {of_served} wanted)"
    first, last = months[0], months[-1]
    if first == last:
        return float(fte[worst]), f"in {_month(sharing, first)} {figures}"
    span = f"from {_month(sharing, first)} to {_month(sharing, last)}"
    if len(months) == last - first + 1 and np.ptp(fte[months]) <= LEAST:
        return float(fte[worst]), f"{span} {figures}"
    return float(fte[worst]), f"in {len(months)} months {span}, most in {_month(sharing, worst)} {figures}"


def _over_all(sharing: Sharing, above: float, booked: Floats, served: float) -> tuple[float, str] | None:
    """Tell how much more is booked than wanted in all; None where no more is worth a word."""
    periods = sharing.periods
    fte = periods.fte(booked)
    months = np.flatnonzero(fte > 0)
    length = float(periods.working[months].mean()) if len(months) else 0.0
    if not length or not counts(above / length / len(months)):
        return None
    span = f"from {_month(sharing, months[0])} to {_month(sharing, months[-1])}"
    figures = f"({in_fte(fte.sum())} FTE-months booked, {in_fte(served / length)} wanted)"
    return above / length / len(months), f"{span} {figures}"


def _month(sharing: Sharing, period: int | np.int64) -> str:
    return month_of(sharing.periods.firsts[period].item())
