"""A portfolio with streams as one of projects and tasks only, which is all that a plan knows (rule D6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from capsim.domain.calendar import Calendar
from capsim.domain.demand import working_days
from capsim.domain.distributions import Fixed
from capsim.domain.streams import MOST_ITEMS, Stream, most_arrivals
from capsim.errors import InputError, Problem

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["Arrivals", "arrivals_of", "days_a_week", "stream_problems", "unrolled"]


class Arrivals(NamedTuple):
    """When items of a stream can arrive.

    Attributes
    ----------
    first, last : date
    working_days : int
        Of the portfolio calendar, in between.
    gap_days : float
        The mean time between two items, in working days; 0 where none arrive.
    """

    first: date
    last: date
    working_days: int
    gap_days: float

    @property
    def most(self) -> int:
        """The most items that arrive, as good as certainly."""
        return most_arrivals(self.working_days / self.gap_days) if self.gap_days else 0


def arrivals_of(portfolio: Portfolio, stream: Stream) -> Arrivals:
    """Return when items of a stream can arrive.

    Parameters
    ----------
    portfolio : Portfolio
    stream : Stream
    """
    first = max(stream.start or portfolio.start, portfolio.start)
    last = min(stream.end or portfolio.last_date, portfolio.last_day)
    days = working_days(portfolio.calendar, first, last) if last >= first else 0
    gap = days_a_week(portfolio.calendar) / stream.per_week if stream.per_week else 0.0
    return Arrivals(first, last, days, gap)


def days_a_week(calendar: Calendar) -> int:
    """Return the days of a week on which a calendar works."""
    return sum(share > 0 for share in calendar.pattern)


def unrolled(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio whose streams are projects with a task for each item that may come.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    Portfolio
        The same one if it has no streams.
    """
    if not portfolio.streams:
        return portfolio
    made = [stream.project(arrivals_of(portfolio, stream).most) for stream in portfolio.streams]
    return dataclasses.replace(
        portfolio, projects=(*portfolio.projects, *made), streams=(), horizon=portfolio.last_day
    )


def stream_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find streams with too many items, and those whose items cannot be work of this portfolio.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    for stream in portfolio.streams:
        place = f"Stream {stream.name!r}"
        most = stream.most_items + arrivals_of(portfolio, stream).most
        if most > MOST_ITEMS:
            fix = f"{MOST_ITEMS:,} items is the limit: write an earlier end, or let an item stand for several"
            yield Problem(f"{place}, per_week", "too many items", most, fix)
        alone = dataclasses.replace(stream, items=Fixed(1), per_week=0.0).project(0)
        try:
            dataclasses.replace(
                portfolio,
                projects=(alone,),
                streams=(),
                drivers=(),
                groups=(),
                bookings=(),
            )
        except InputError as error:
            inside = f"Project {stream.name!r}, task {alone.tasks[0].name!r}"
            for problem in error.found:
                if problem.where.startswith(inside):
                    yield dataclasses.replace(problem, where=problem.where.replace(inside, place, 1))
