"""Months that are years away from all the others of their table: a slip of the pen in the year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from capsim.domain.demand import Period
from capsim.errors import Problem
from capsim.io.tables import Other
from capsim.io.tree import Gathering

__all__ = ["say_far_years"]

_FAR_DAYS: Final = 10 * 365
"""Nobody leaves out so much between two columns."""


def say_far_years(
    periods: Mapping[int, Period], others: Collection[Other], gathering: Gathering
) -> frozenset[int]:
    """Say of the headers that are years away from most of a table's, that their year may be a slip.

    Parameters
    ----------
    periods : dict of int to Period
        By the position of their column.
    others : collection of Other
        The headers of those columns.
    gathering : Gathering
        Takes the warnings.

    Returns
    -------
    frozenset of int
        The positions of those headers.
    """
    groups: list[list[int]] = []
    for position in sorted(periods, key=lambda each: periods[each].start):
        if not groups or (periods[position].start - periods[groups[-1][-1]].end).days > _FAR_DAYS:
            groups.append([])
        groups[-1].append(position)
    most = max(groups, key=len, default=[])
    far = frozenset(periods.keys() - set(most))
    if len(most) <= len(far):
        return frozenset()  # nobody knows which of them is right
    near = [periods[each] for each in most]
    for other in others:
        if other.position in far:
            meant = _meant(periods[other.position], near)
            fix = "check the year" if meant is None else f"did you mean {_written(other.header, meant)}?"
            what = "more than ten years from all other columns"
            gathering.remark(other.place, Problem("", what, other.header, fix, "warning"))
    return far


def _meant(far: Period, near: Collection[Period]) -> Period | None:
    """Return the month of that name which has no column: between others if there is one, else beside them."""
    if not far.is_month:
        return None
    years = range(min(each.start.year for each in near), max(each.end.year for each in near) + 1)
    free = [month for year in years if (month := Period.month(year, far.start.month)) not in near]
    first, last = min(each.start for each in near), max(each.end for each in near)
    return next((each for each in free if first < each.start < last), free[0] if len(free) == 1 else None)


def _written(header: str, month: Period) -> str:
    """Write a month as a header does whose year is at its end, else year-month."""
    before, space, year = header.rpartition(" ")
    digits = str(month.start.year)
    return f"{before} {digits[-len(year) :]}" if space and year.isdecimal() else str(month)
