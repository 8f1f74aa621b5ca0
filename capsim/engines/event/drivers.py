"""What drove a start (rule R18): the last part of its wait, as rule R17 splits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from capsim.clock import TICKS_PER_DAY
from capsim.engines.event.promised import NO_NEED
from capsim.engines.event.setup import WHOLE_TASK, Unit
from capsim.engines.runs import Cause, cause_code

if TYPE_CHECKING:
    from capsim.engines.event.replication import Replication

__all__ = ["start_driver"]


class _Mark(NamedTuple):
    """Where a part of a wait ends, why, and for whose seat a person was waited for."""

    tick: int
    driver: int
    need: int = NO_NEED


def start_driver(run: Replication, number: int, team: Sequence[int]) -> int:
    """Return the driver of a unit of work that starts now, and note what it does not tell of the wait.

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
    last = _Mark(run.ready[unit.task], cause_code(Cause.READY))
    if unit.need != WHOLE_TASK:
        last = _Mark(run.returns.last(unit.need), cause_code(Cause.AGAIN))
    if run.now == last.tick:
        return last.driver
    has_several = len({seat.need for seat in unit.seats}) > 1
    for mark in _marks(run, number, unit, team):
        if mark.tick > last.tick:
            last = mark
            is_told = mark.tick == run.now and not (has_several and mark.need != NO_NEED)
            if unit.need == WHOLE_TASK and not is_told:
                run.waits.append((unit.task, *mark))
    if run.now > last.tick:
        return cause_code(Cause.RETURN, _last_to_return(run, unit, team))
    return last.driver


def _marks(run: Replication, number: int, unit: Unit, team: Sequence[int]) -> Iterator[_Mark]:
    """Yield where parts of a wait may end; one that is not past those before it ends none."""
    project = run.setup.project[unit.task]
    if unit.need == WHOLE_TASK:
        yield _Mark(*run.limits.opened(project, run.now))
    freed = []
    for seat, person in zip(unit.seats, team, strict=True):
        since, need = run.pool.free_since(person, seat.least, project)
        if unit.need != WHOLE_TASK:
            since, need = max((since, need), run.hands.left_task(person, unit.task), key=itemgetter(0))
        booked = need == NO_NEED
        driver = cause_code(Cause.BOOKING, person) if booked else cause_code(Cause.PERSON, need)
        freed.append(_Mark(since, driver, seat.need))
    yield max(freed, key=lambda mark: mark.tick)
    yield _Mark(*run.reserve.opened(number, run.now))


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
