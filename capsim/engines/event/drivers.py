"""What drove a start (rule R18): the last part of its wait, as rule R17 splits it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.promised import NO_NEED
from capsim.engines.event.setup import WHOLE_TASK, Unit
from capsim.engines.runs import Cause, cause_code

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["start_driver"]


def start_driver(run: Replication, number: int, team: Sequence[int]) -> int:
    """Return the driver of a unit of work that starts now.

    The wait is split into consecutive parts: until a limit or a freeze opened, until the last person of the
    team became free for the project (work ended, or a booking on another one) and sat at no other need of
    the task, until the reserve of other work opened, until people came back or qualified.

    Parameters
    ----------
    run : Replication
    number : int
        Of the unit of work.
    team : sequence of int
        One person per seat.

    Returns
    -------
    int
        A packed driver, see `capsim.engines.runs.cause_of`.
    """
    unit = run.setup.units[number]
    mark, driver = run.ready[unit.task], cause_code(Cause.READY)
    if unit.need != WHOLE_TASK:
        mark, driver = run.returns.last(unit.need), cause_code(Cause.AGAIN)
    if run.now == mark:
        return driver
    if unit.need == WHOLE_TASK:
        opened, by = run.limits.opened(run.setup.project[unit.task], run.now)
        if opened > mark:
            mark, driver = opened, by
    for seat, person in zip(unit.seats, team, strict=True):
        since, need = run.pool.free_since(person, seat.least, run.setup.project[unit.task])
        if unit.need != WHOLE_TASK:
            since, need = max((since, need), run.hands.left_task(person, unit.task), key=itemgetter(0))
        if since > mark:
            mark = since
            booked = need == NO_NEED
            driver = cause_code(Cause.BOOKING, person) if booked else cause_code(Cause.PERSON, need)
    opened, by = run.reserve.opened(number, run.now)
    if opened > mark:
        mark, driver = opened, by
    if run.now > mark:
        driver = cause_code(Cause.RETURN, _last_to_return(run, unit, team))
    return driver


def _last_to_return(run: Replication, unit: Unit, team: Sequence[int]) -> int:
    """Return the member who came back, joined or qualified last; of several the first seat's."""
    since = [
        max(_present_since(run, person), _qualified_since(run, person, seat.kind))
        for seat, person in zip(unit.seats, team, strict=True)
    ]
    return team[since.index(max(since))]


def _present_since(run: Replication, person: int) -> int:
    """Return the first tick of the days in a row, up to today, on which a person has capacity."""
    day = run.now // TICKS_PER_DAY
    capacity = run.hands.capacity[person]
    while day > 0 and capacity[day - 1] > 0:
        day -= 1
    return day * TICKS_PER_DAY


def _qualified_since(run: Replication, person: int, kind: int) -> int:
    """Return the tick since which a person can serve a kind of need without a break."""
    plan = run.setup.plan
    epoch = run.setup.epoch(run.now // TICKS_PER_DAY)
    while epoch > 0 and person in plan.offers[epoch - 1][kind]:
        epoch -= 1
    return plan.epochs[epoch] * TICKS_PER_DAY
