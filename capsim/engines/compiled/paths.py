"""People's paths in a replication (rule D5): the shared table of capacity, and the segments that leave it.

Whoever follows the table has a row of it. Of the others the row is -1, and their work clock is made of
segments: nothing per day is kept, and only the segments that work runs through are looked at.
"""

from __future__ import annotations

from typing import Any, Final

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.compiled.agenda import TURN_OF, put
from capsim.engines.compiled.bits import add, drop
from capsim.engines.compiled.clocks import clock_at, day_start, tick_of
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.learning import unlearn
from capsim.engines.compiled.state import BEYOND, EXITS, EXPANDABLE, NOW, TURNED, WAITING, WINDOW
from capsim.engines.compiled.tables import BY_PROJECT
from capsim.plan.paths import Reason
from capsim.rules.work import paced

__all__ = [
    "MORE_SEGMENTS",
    "capacity_on",
    "cut",
    "end_of",
    "follow",
    "forget",
    "has_time_left",
    "is_away",
    "segment_of",
    "speed_of",
    "speed_today",
    "take_paths",
    "tick_when",
    "turn",
    "units_between",
]

speed_of = inlined(paced)

_NONE: Final = Reason.NONE
_LEFT: Final = Reason.LEFT
_LATE: Final = Reason.LATE

MORE_SEGMENTS: Final = 3
"""For which there has to be room on each path: what nobody draws, and the two ends of overtime."""


@jitted
def segment_of(s: Any, person: int, day: int) -> Any:
    """Return the segment in which a day lies: it is not far from where somebody is now."""
    p, path = s.path, s.person[person].path
    last = p.last[path] - 1
    place = i64(min(p.now[path], last))
    while place < last and p.day[place + 1] <= day:
        place += 1
    while p.day[place] > day:
        place -= 1
    return place


@inlined
def look_beyond(t: Any, s: Any) -> None:
    """Note that something depends on what comes after the days for which paths are known."""
    if s.flow.at[WINDOW] < t.clocks.days:
        s.flow.at[BEYOND] = 1


@inlined
def end_of(t: Any, s: Any, person: int, segment: int) -> Any:
    """Return the day on which a segment has ended, as far as that is known."""
    last = s.path.last[s.person[person].path]
    return i64(s.path.day[segment + 1]) if segment + 1 < last else s.flow.at[WINDOW]


@jitted
def capacity_on(t: Any, s: Any, person: int, day: int) -> Any:
    """Return the capacity of somebody on a path on a day."""
    return i64(t.clocks.day[i64(s.path.row[segment_of(s, person, day)]), day].capacity)


@jitted
def has_time_left(t: Any, s: Any, person: int, day: int) -> bool:
    """Whether somebody has capacity on a day or later."""
    c, row = t.clocks, i64(s.person[person].row)
    if len(t.paths.person) == 0 or row >= 0:
        return bool(day_start(c, row, c.days) > day_start(c, row, day))
    segment, begin = segment_of(s, person, day), i64(day)
    while begin < s.flow.at[WINDOW]:
        row, until = i64(s.path.row[segment]), end_of(t, s, person, segment)
        if day_start(c, row, until) > day_start(c, row, begin):
            return True
        begin = until
        segment += 1
    look_beyond(t, s)
    return False


@inlined
def speed_today(t: Any, s: Any, person: int, speed: int, tick: int) -> Any:
    """Return the speed at which somebody who offers a speed works today."""
    if len(t.paths.person) == 0 or s.person[person].row >= 0:
        return i64(speed)
    return _speed_on(s, person, speed, tick // TICKS_PER_DAY)


@jitted
def _speed_on(s: Any, person: int, speed: int, day: int) -> Any:
    return i64(speed_of(speed, i64(s.path.factor[segment_of(s, person, day)])))


@jitted
def units_between(t: Any, s: Any, person: int, speed: int, share: int, begin: int, end: int) -> Any:
    """Return the units of work that a seat of somebody on a path does between two ticks."""
    units, tick = i64(0), i64(begin)
    segment = segment_of(s, person, tick // TICKS_PER_DAY)
    if end > s.flow.at[WINDOW] * TICKS_PER_DAY:
        look_beyond(t, s)
        return units
    while tick < end:
        until = min(i64(end), end_of(t, s, person, segment) * TICKS_PER_DAY)
        row, rate = i64(s.path.row[segment]), speed_of(speed, i64(s.path.factor[segment])) * share
        units += rate * (clock_at(t.clocks, row, until) - clock_at(t.clocks, row, tick))
        tick = until
        segment += 1
    return units


@jitted
def tick_when(t: Any, s: Any, person: int, speed: int, share: int, tick: int, units: int) -> Any:
    """Return the first tick at which a seat of somebody on a path has done some units since a tick."""
    c = t.clocks
    segment = segment_of(s, person, tick // TICKS_PER_DAY)
    while True:
        row, rate = i64(s.path.row[segment]), speed_of(speed, i64(s.path.factor[segment])) * share
        until = end_of(t, s, person, segment)
        before = clock_at(c, row, tick)
        steps = (units + rate - 1) // rate
        had = day_start(c, row, until) - before
        if had >= steps:
            return tick_of(c, row, tick, before + steps)
        if until >= s.flow.at[WINDOW]:
            look_beyond(t, s)
            return i64(NEVER)
        units -= rate * had
        tick = until * TICKS_PER_DAY
        segment += 1


# ---------------------------------------------------------------- the run


@inlined
def _write(p: Any, place: int, day: int, row: int, factor: int, reason: int) -> None:
    p.day[place], p.row[place], p.reason[place] = day, row, reason
    p.factor[place] = p.own[place] = factor


@jitted
def take_paths(t: Any, s: Any, given: Any, row: int) -> None:
    """Let everybody follow their path of a replication from its first day on."""
    p, number = s.path, i64(t.paths.drawn)
    if number > 0:
        s.flow.at[WINDOW] = given.days
    place = i64(0)
    for path in range(len(t.paths.person)):
        person = i64(t.paths.person[path])
        first = place
        if t.paths.candidate[path]:
            _write(p, place, 0, t.paths.away, 1000, _LATE)
            place += 1
        if path < number:
            for segment in range(given.first[row * number + path], given.first[row * number + path + 1]):
                factor, reason = given.factor[segment], given.reason[segment]
                _write(p, place, given.day[segment], given.row[segment], factor, reason)
                place += 1
        else:
            _write(p, place, 0, t.people.row[person], 1000, _NONE)
            place += 1
        exits = i64(0)
        if len(given.exit_first) > 0 and path < number:
            exits = _take_exits(s, given, row * number + path, path)
        p.first[path], p.drawn[path], p.leave[path] = first, place, first
        p.last[path] = first + 1 if t.paths.candidate[path] else place
        is_shared = first + 1 == place and p.row[first] == t.people.row[person]
        is_shared &= given.days >= t.clocks.days  # else what comes later is not known
        is_shared &= not t.paths.longer[path] and exits == 0
        s.person[person].row = t.people.row[person] if is_shared and p.factor[first] == 1000 else -1
        if t.paths.longer[path]:
            place += 2  # room for where overtime begins and ends
        place += exits * (2 + 2 * i64(t.paths.ramp_first[path + 1] - t.paths.ramp_first[path]))
        follow(t, s, path, first)


@inlined
def _take_exits(s: Any, given: Any, key: int, path: int) -> Any:
    """Take over when somebody leaves if they are overloaded then; return how often that is."""
    p, first = s.path, given.exit_first[key]
    exits = i64(given.exit_first[key + 1] - first)
    for number in range(exits):
        place = s.flow.at[EXITS]
        p.exit_path[place], p.exited[place] = path, False
        p.exit_day[place] = given.exit_day[first + number]
        p.exit_until[place] = given.exit_until[first + number]
        s.flow.at[EXITS] = place + 1
    return exits


@inlined
def cut(s: Any, path: int, person: int, day: int) -> None:
    """Let a segment begin on a day, if none does."""
    p = s.path
    before = segment_of(s, person, day)
    if p.day[before] >= day or day >= s.flow.at[WINDOW]:
        return
    place = i64(p.last[path])
    p.last[path] = place + 1
    while place > before + 1:
        p.day[place], p.row[place], p.reason[place] = p.day[place - 1], p.row[place - 1], p.reason[place - 1]
        p.factor[place], p.own[place] = p.factor[place - 1], p.own[place - 1]
        place -= 1
    p.day[place], p.row[place], p.reason[place] = day, p.row[before], p.reason[before]
    p.factor[place], p.own[place] = p.factor[before], p.own[before]


@inlined
def is_away(t: Any, s: Any, segment: int) -> bool:
    """Whether nothing of somebody is there in a segment."""
    return bool(s.path.row[segment] == t.paths.away)


@jitted
def follow(t: Any, s: Any, path: int, segment: int) -> None:
    """Let somebody be in a segment, and note when they come, go or leave for good next."""
    p, person = s.path, i64(t.paths.person[path])
    p.now[path] = segment
    if is_away(t, s, segment):
        add(s.pool.away, person)
    else:
        drop(s.pool.away, person)
    following = segment + 1
    while following < p.last[path]:
        leaves = p.reason[following] == _LEFT and p.reason[following - 1] != _LEFT
        if leaves or is_away(t, s, following) != is_away(t, s, segment):
            put(t, s, i64(p.day[following]) * TICKS_PER_DAY, TURN_OF, path)
            p.next[path] = following
            return
        following += 1
    p.next[path] = p.first[path]


@inlined
def forget(t: Any, s: Any, person: int) -> None:
    """Forget what somebody has worked on who leaves; whoever comes next is new to it."""
    if t.rules.assignment == BY_PROJECT:
        for project in range(len(s.pool.worked_on)):
            drop(s.pool.worked_on[project], person)
    for watched in range(t.watched):
        drop(s.worked[watched], person)
    if t.learning.crafts > 0:
        unlearn(s, person)


@jitted
def turn(t: Any, s: Any, path: int) -> bool:
    """Let somebody come, go or leave; tell whether anything can change by that."""
    segment = i64(s.path.next[path])
    if s.path.day[segment] * TICKS_PER_DAY != s.flow.at[NOW]:
        return False  # they have left since
    if s.path.reason[segment] == _LEFT:
        forget(t, s, i64(t.paths.person[path]))
    follow(t, s, path, segment)
    s.flow.at[TURNED] = 1
    return bool(s.flow.at[WAITING] > 0 or s.flow.at[EXPANDABLE] > 0)
