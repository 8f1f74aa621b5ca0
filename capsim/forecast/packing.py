"""Work that fits a role by its hours, and not by the shares of people that it takes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.findings import Finding
from capsim.domain.words import plural, some
from capsim.errors import Problem
from capsim.forecast.dates import month_of
from capsim.forecast.periods import periods_of
from capsim.forecast.planned_work import planned_work, windows_of
from capsim.forecast.sharing import Sharing
from capsim.forecast.shortfalls import RoleMonths
from capsim.plan.plan import Plan

__all__ = ["fits", "shares_that_do_not_fit"]

Ints = npt.NDArray[np.int64]

_WHOLE: Final = 1000
"""Thousandths of a person."""

_SIZES_NAMED: Final = 3


def shares_that_do_not_fit(plan: Plan, months: RoleMonths) -> Iterator[Finding]:
    """Find roles with hours enough in a month, but not for all shares of people at once: a finding for each.

    Looked at is work with dates of its own. It takes the shares of people that its tasks say, of as few as
    can do it in its time, each of one person; whoever has the skill counts, and with all of their time.

    Parameters
    ----------
    plan : Plan
    months : RoleMonths
        Of the same plan: months in which hours are missing are told there.
    """
    seats = _seats(plan)
    sharing = Sharing(plan, periods_of(plan, "M", int(seats.end.max(initial=0))), by_booking=False)
    firsts = np.array([skills[0] for skills in sharing.kind_skills])
    for role in dict.fromkeys(firsts.tolist()):
        crowded = [
            each
            for each in _crowded(
                sharing, seats.of(firsts[plan.need_kind] == role), np.flatnonzero(firsts == role)
            )
            if not months.is_short(role, each.month)
        ]
        if crowded:
            yield _finding(role, crowded)


class _Seats(NamedTuple):
    """Shares of people that work takes, need by need.

    Attributes
    ----------
    begin, end : ndarray of int64, (needs,)
        Working ticks.
    share : ndarray of int64, (needs,)
        Thousandths of a person.
    seats : ndarray of int64, (needs,)
        How many people at least; 0 for work without dates of its own.
    """

    begin: Ints
    end: Ints
    share: Ints
    seats: Ints

    def of(self, needs: npt.NDArray[np.bool_]) -> _Seats:
        """Return some of them."""
        kept = needs & (self.seats > 0)
        return _Seats(*(column[kept] for column in self))


class _Crowded(NamedTuple):
    """A month in which shares do not fit together on people."""

    month: str
    shares: tuple[int, ...]
    people: int


def _seats(plan: Plan) -> _Seats:
    """Return the shares of people that planned work takes."""
    work, windows = planned_work(plan), windows_of(plan)
    days = np.maximum(work.end - work.begin, 1) / TICKS_PER_DAY
    least = np.ceil(work.amount / days - 1e-6).astype(np.int64)
    count = np.maximum(least, plan.need_fewest) * (windows.is_typed[plan.need_task] & (work.amount > 0))
    return _Seats(work.begin, work.end, np.asarray(plan.need_allocation, dtype=np.int64), count)


def _crowded(sharing: Sharing, seats: _Seats, kinds: Ints) -> Iterator[_Crowded]:
    """Return the months in which seats do not fit, each as on its first such day."""
    periods = sharing.periods
    able = np.zeros(sharing.plan.n_people, dtype=np.bool_)
    for offers in sharing.plan.offers:
        for kind in kinds.tolist():
            able[list(offers[kind])] = True
    people = (able[:, np.newaxis] & (sharing.person_days > 0)).sum(axis=0)
    known: dict[tuple[tuple[int, ...], int], bool] = {}
    told = -1
    for tick in np.union1d(seats.begin, periods.bounds[:-1]).tolist():
        month = int(np.searchsorted(periods.bounds, tick, side="right")) - 1
        at_once = (seats.begin <= tick) & (tick < seats.end)
        if month == told or month >= len(periods) or not at_once.any():
            continue
        shares = tuple(sorted(np.repeat(seats.share[at_once], seats.seats[at_once]).tolist(), reverse=True))
        key = (shares, int(people[month]))
        if key not in known:
            known[key] = fits(*key)
        if not known[key]:
            told = month
            yield _Crowded(month_of(periods.firsts[month].item()), *key)


def fits(shares: Sequence[int], people: int) -> bool:
    """Return whether shares fit on people, each on one of them: by first fit, the largest first.

    Parameters
    ----------
    shares : sequence of int
        Thousandths of a person, the largest first.
    people : int

    Returns
    -------
    bool

    Examples
    --------
    >>> fits([600, 600, 600], 2), fits([600, 600, 400, 400], 2)
    (False, True)
    """
    if len(shares) <= people:
        return True
    left = [_WHOLE] * people
    for share in shares:
        place = next((index for index, free in enumerate(left) if free >= share), None)
        if place is None:
            return False
        left[place] -= share
    return True


def _finding(role: str, crowded: Sequence[_Crowded]) -> Finding:
    first = crowded[0]
    more = f" (and in {plural(len(crowded) - 1, 'other month', 'other months')})" if len(crowded) > 1 else ""
    told = (
        f"in {first.month} {_told(first.shares)} on {plural(first.people, 'person', 'people')}{more}: shares "
        "that do not fit together wait, although hours are enough"
    )
    fix = "split or round the figures, or let bookings say who does what"
    return Finding("shares that do not fit", Problem(f"Role {role!r}", told, fix=fix, severity="info"))


def _told(shares: Sequence[int]) -> str:
    """Write how many seats there are, and of what share."""
    sizes = Counter(math.floor(share / 10 + 0.5) for share in shares)
    count = plural(len(shares), "seat")
    if len(sizes) == 1:
        return f"{count} of {next(iter(sizes))} %"
    if len(sizes) <= _SIZES_NAMED:
        return f"{count} ({some(f'{number} of {size} %' for size, number in sizes.items())})"
    return f"{count} of {min(sizes)} % to {max(sizes)} %"
