"""People who leave because they are overloaded (rule D5).

Here ``p`` are the paths.
"""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import TICKS_PER_DAY
from capsim.engines.compiled.agenda import EXIT, put
from capsim.engines.compiled.bits import add, has
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.limits import is_barred
from capsim.engines.compiled.paths import capacity_on, cut, follow, forget, segment_of, speed_of
from capsim.engines.compiled.returns import expect_leave
from capsim.engines.compiled.state import EXITS, LEAVING, NOW, TURNED, WAITING
from capsim.plan.paths import Reason

__all__ = ["expect_exits", "give_way"]

_LEFT: Final = Reason.LEFT


@inlined
def expect_exits(t: Any, s: Any) -> None:
    """Put everything at which somebody may leave on the agenda."""
    for number in range(s.flow.at[EXITS]):
        put(t, s, i64(s.path.exit_day[number]) * TICKS_PER_DAY, EXIT, number)


@jitted
def give_way(t: Any, s: Any, number: int) -> bool:
    """Let somebody leave if they are overloaded; tell whether they do."""
    p, at = s.path, s.flow.at
    path, today = i64(p.exit_path[number]), at[NOW] // TICKS_PER_DAY
    person, until = i64(t.paths.person[path]), i64(p.exit_until[number])
    if not _is_overloaded(t, s, person, today):
        return False
    p.exited[number] = True
    _empty(t, s, path, person, today, until)
    for step in range(t.paths.ramp_first[path], t.paths.ramp_first[path + 1]):
        begin, end = until + t.paths.ramp_begin[step], until + t.paths.ramp_end[step]
        _speed_up(t, s, path, person, begin, end, i64(t.paths.ramp_more[step]))
    p.leave[path] = p.first[path]
    forget(t, s, person)
    follow(t, s, path, segment_of(s, person, today))
    at[TURNED] = 1
    expect_leave(t, s, person, today + 1)
    add(s.returns.leaving, person)
    at[LEAVING] += 1
    return True


@inlined
def _empty(t: Any, s: Any, path: int, person: int, today: int, until: int) -> None:
    """Let nobody sit on a seat for some days."""
    p = s.path
    cut(s, path, person, today)
    cut(s, path, person, until)
    for segment in range(p.first[path], p.last[path]):
        if today <= p.day[segment] < until:
            p.row[segment], p.reason[segment] = t.paths.away, _LEFT


@inlined
def _speed_up(t: Any, s: Any, path: int, person: int, begin: int, end: int, more: int) -> None:
    """Let a successor have another speed for some days."""
    p = s.path
    cut(s, path, person, begin)
    cut(s, path, person, end)
    for segment in range(p.first[path], p.last[path]):
        if begin <= p.day[segment] < end:
            p.factor[segment] = speed_of(i64(p.factor[segment]), 1000 + more)
            p.own[segment] = speed_of(i64(p.own[segment]), 1000 + more)


@inlined
def _is_overloaded(t: Any, s: Any, person: int, today: int) -> bool:
    """Whether all time of somebody who is there is taken, and work waits that they could do."""
    if s.flow.at[WAITING] == 0 or has(s.pool.whole, person) or has(s.pool.part, person):
        return False
    return bool(capacity_on(t, s, person, today) > 0 and _is_wanted(t, s, person, today))


@jitted
def _is_wanted(t: Any, s: Any, person: int, today: int) -> bool:
    """Whether work waits that somebody could do."""
    epoch, mask = i64(0), (i64(1) << t.rules.bits) - 1
    while epoch + 1 < len(t.people.epochs) and t.people.epochs[epoch + 1] <= today:
        epoch += 1
    for signature in range(t.signatures.number):
        if s.flow.waits[signature] == 0:
            continue
        could = False
        for seat in range(t.signatures.first[signature], t.signatures.first[signature + 1]):
            could |= has(t.kinds.qualified[t.kinds.row[epoch, t.signatures.kind[seat]]], person)
        offset = i64(t.signatures.work[signature])
        for place in range(offset, offset + s.flow.waits[signature]):
            if could and not is_barred(t, s, s.flow.waiting[place] & mask):
                return True
    return False
