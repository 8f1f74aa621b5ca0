"""What drove a start (rule R18): the last part of its wait, as rule R17 splits it."""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import TICKS_PER_DAY
from capsim.engines.compiled.bits import has
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.limits import opened_limit
from capsim.engines.compiled.paths import capacity_on
from capsim.engines.compiled.pool import NO_NEED, free_since
from capsim.engines.compiled.state import EPOCH, HOLDER_BEFORE, NOW, SEATS, WAITED
from capsim.engines.runs import Cause, cause_code

__all__ = ["opened_by", "restart_driver", "start_driver"]

_READY: Final = cause_code(Cause.READY)
_AGAIN: Final = cause_code(Cause.AGAIN)
_LAPSE: Final = cause_code(Cause.LAPSE)
_SHIFT: Final = cause_code(1)
_PERSON: Final = Cause.PERSON
_BOOKING: Final = Cause.BOOKING
_RESERVE: Final = Cause.RESERVE
_RESERVE_AGAIN: Final = Cause.RESERVE_AGAIN
_RETURN: Final = Cause.RETURN


@inlined
def start_driver(t: Any, s: Any, unit: int) -> Any:
    """Return the driver of a task that starts now with the team in the scratch."""
    ready = i64(s.task[t.unit[unit].task].ready)
    if s.flow.at[NOW] == ready:
        return i64(_READY)
    return _waited(t, s, unit, ready, i64(_READY))


@inlined
def restart_driver(t: Any, s: Any, unit: int) -> Any:
    """Return the driver of a need that goes on now with the team in the scratch."""
    returned = i64(s.returns.rows[s.returns.last[t.unit[unit].need]].returned)
    if s.flow.at[NOW] == returned:
        return i64(_AGAIN)
    return _waited(t, s, unit, returned, i64(_AGAIN))


@jitted
def _waited(t: Any, s: Any, unit: int, since_then: int, first_driver: int) -> Any:
    """Split the wait into consecutive parts: for a limit, people, a reserve, for people to come back."""
    now, task, whole = s.flow.at[NOW], i64(t.unit[unit].task), t.unit[unit].need < 0
    mark, driver = since_then, first_driver
    if t.limits.active and whole:
        opened, by = opened_limit(t, s, task)
        if opened > mark:
            mark, driver = opened, by
            if mark < now:
                _note(s, task, mark, driver, i64(NO_NEED))
    signature = t.unit[unit].signature
    first = t.signatures.first[signature]
    seats, asked_by = t.signatures.first[signature + 1] - first, i64(-1)
    for seat in range(seats):
        person = i64(t.kinds.person[s.scratch.team[seat]])
        since, need = free_since(t, s, person, i64(t.signatures.least[first + seat]), t.task[task].project)
        if not whole and t.task[task].end_need - t.task[task].first_need > 1:
            left, of = _left_task(t, s, person, task)
            if left > since:
                since, need = left, of
        if since > mark:
            mark, asked_by = since, i64(seat)
            driver = _BOOKING * _SHIFT + person if need == NO_NEED else _PERSON * _SHIFT + need
    needs = t.signatures.need
    if whole and asked_by >= 0 and (mark < now or needs[first] != needs[first + seats - 1]):
        _note(s, task, mark, driver, i64(t.unit[unit].first_need + needs[first + asked_by]))
    opened, by = i64(s.reserve.opened[unit]), i64(s.reserve.opened_driver[unit])
    if s.reserve.in_barred[unit] > 0:  # at the look before
        opened, by = now, opened_by(t, s)
    if opened > mark:
        mark, driver = opened, by
        if whole and mark < now:
            _note(s, task, mark, driver, i64(NO_NEED))
    if now > mark:
        driver = _RETURN * _SHIFT + _last_to_return(t, s, first, seats)
    return driver


@jitted
def _left_task(t: Any, s: Any, person: int, task: int) -> Any:
    """Return when somebody left the last seat taken at a task, and the need it was of; -1 if none."""
    seat = s.flow.at[SEATS] - 1
    while seat >= 0 and s.seat[seat].start >= s.task[task].start:
        need = i64(s.seat[seat].need)
        if s.seat[seat].person == person and t.need[need].task == task:
            return i64(s.seat[seat].stop), need
        seat -= 1
    return i64(-1), i64(NO_NEED)


@inlined
def _note(s: Any, task: int, until: int, driver: int, need: int) -> None:
    """Note a part of a wait that the driver of the start does not tell."""
    part = s.waits[s.flow.at[WAITED]]
    part.task, part.until, part.driver, part.need = task, until, driver, need
    s.flow.at[WAITED] += 1


@inlined
def opened_by(t: Any, s: Any) -> Any:
    """Return the start of who held the reserve before, if it starts now; else the reserve was given up."""
    holder, now = s.flow.at[HOLDER_BEFORE], s.flow.at[NOW]
    if holder >= 0:
        task, need = t.unit[holder].task, t.unit[holder].need
        if need < 0 and s.task[task].start == now:
            return i64(_RESERVE * _SHIFT + task)
        if need >= 0 and s.need[need].begun == now:
            return i64(_RESERVE_AGAIN * _SHIFT + need)
    return i64(_LAPSE)


@jitted
def _last_to_return(t: Any, s: Any, first: int, seats: int) -> Any:
    """Return the member who came back, joined or qualified last; of several the first seat's."""
    best, latest = i64(0), i64(-1)
    for seat in range(seats):
        person = i64(t.kinds.person[s.scratch.team[seat]])
        since = max(
            _present_since(t, s, person), _qualified_since(t, s, person, t.signatures.kind[first + seat])
        )
        if since > latest:
            best, latest = person, since
    return best


@inlined
def _present_since(t: Any, s: Any, person: int) -> Any:
    """Return the first tick of the days in a row, up to today, on which a person has capacity."""
    day, row = s.flow.at[NOW] // TICKS_PER_DAY, i64(s.person[person].row)
    if len(t.paths.person) > 0 and row < 0:
        while day > 0 and capacity_on(t, s, person, day - 1) > 0:
            day -= 1
        return day * TICKS_PER_DAY
    while day > 0 and t.clocks.day[row, day - 1].capacity > 0:
        day -= 1
    return day * TICKS_PER_DAY


@inlined
def _qualified_since(t: Any, s: Any, person: int, kind: int) -> Any:
    """Return the tick since which a person can serve a kind of need without a break."""
    epoch = s.flow.at[EPOCH]
    while epoch > 0 and has(t.kinds.qualified[t.kinds.row[epoch - 1, kind]], person):
        epoch -= 1
    return i64(t.people.epochs[epoch]) * TICKS_PER_DAY
