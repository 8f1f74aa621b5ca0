"""What must hold of candidates (rule R21): they are not there yet, so nothing can be promised of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from capsim.domain.words import place_of_task
from capsim.errors import Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["candidate_problems"]

_WHAT: Final = "a candidate, who is not there unless a reaction hires them"


def candidate_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find candidates who are booked, or at work.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    names = {str(person.name) for person in portfolio.staff if person.is_candidate}
    names |= {str(person.name) for person in portfolio.people if person.is_candidate}
    if not names:
        return
    for number, booking in enumerate(portfolio.bookings, 1):
        if booking.person in names:
            fix = "book somebody who is there, or list them as a person with a first day"
            yield Problem(f"Booking {number}, person", _WHAT, booking.person, fix)
    for project in portfolio.projects:
        for task in project.tasks:
            for name in task.assigned:
                if name in names:
                    where = f"{place_of_task(project, task)}, assigned"
                    yield Problem(where, _WHAT, name, "name who is at work on it")
