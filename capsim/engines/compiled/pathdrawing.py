"""How people's paths are drawn: fast, and byte for byte as `capsim.plan.fates` draws them (rule D5).

Four replications at a time, person by person: turn after turn is drawn only as far as the days reach. As for
amounts (`capsim.engines.compiled.drawing`) a replication one of whose numbers is too near to where rounding
jumps is doubtful, and drawn again by the readable code.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import SLACK, TICKS_PER_DAY
from capsim.engines.compiled.curves import DEEPEST, FRACTION, SHIFT, SMALLEST, STRIDE, TERMS, UNIT
from capsim.engines.compiled.drawing import LANES, enciphered
from capsim.engines.compiled.jit import i64, inlined, jitted, kernel, u64
from capsim.plan.paths import WHOLE

__all__ = ["FULL", "PathRoom", "draw_paths", "make_path_room"]

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

_LOW: Final = u64(0xFFFFFFFF)
_HALF: Final = u64(32)

_ILLNESS, _JOINING, _LEAVING, _PACING = range(4)
_LEFT, _LATE, _SICK, _TAUGHT, _RAMP, _PACE = range(6)
"""What holds on a span, in the order in which reasons are told (`capsim.plan.paths.Reason`)."""

FULL, _DOUBTS, _SEGMENTS = range(3)
_NONE: Final = -1


class PathRoom(NamedTuple):
    """Room for what is known of four replications while they are drawn."""

    at: I64  # FULL: whether something had no room; how many doubts; how many segments are written
    known: I64  # (4,) of each stream of somebody how many numbers are known
    words: npt.NDArray[np.uint64]  # (4 streams, numbers * 4)
    spans: I64  # (4,) of each replication
    first: I64  # (4, spans)
    end: I64
    kind: I64
    amount: I64
    of: I64  # (4, paths + 1) the spans of each path
    newcomers: I64  # (4,)
    joined: I64  # (4, spans)
    left: I64
    newcomer: I64  # paths
    lesson: I64  # (paths,) the last lesson of each mentor
    before: I64  # (spans,) the one before it
    taught: I64  # (spans,) when a lesson begins, ends, and the share that it takes
    taught_end: I64
    taught_share: I64
    day: I64  # (2 * spans,) changes of a path, by day
    change: I64
    what: I64
    held: I64  # (6,)
    near: F64  # (1,) distance of a uniform to 0 or 1
    near_bits: I64  # the same memory


def make_path_room(paths: int, size: int) -> PathRoom:
    """Make room for so many spans of a replication, and as many numbers of a stream."""
    near = np.zeros(1)

    def by_lane(width: int) -> I64:
        return np.zeros((LANES, width), np.int64)

    def room(width: int) -> I64:
        return np.zeros(width, np.int64)

    return PathRoom(
        at=room(3),
        known=room(4),
        words=np.zeros((4, LANES * size), np.uint64),
        spans=room(LANES),
        first=by_lane(size),
        end=by_lane(size),
        kind=by_lane(size),
        amount=by_lane(size),
        of=by_lane(paths + 1),
        newcomers=room(LANES),
        joined=by_lane(size),
        left=by_lane(size),
        newcomer=by_lane(size),
        lesson=room(paths),
        before=room(size),
        taught=room(size),
        taught_end=room(size),
        taught_share=room(size),
        day=room(4 * size),
        change=room(4 * size),
        what=room(4 * size),
        held=room(6),
        near=near,
        near_bits=near.view(np.int64),
    )


@kernel
def draw_paths(
    t: Any,
    s: Any,
    begin: int,
    days: int,
    first: Any,
    day: Any,
    share: Any,
    factor: Any,
    reason: Any,
    doubtful: Any,
) -> None:
    """Draw the paths of as many replications as there are rows.

    Parameters
    ----------
    t : PathChances
    s : PathRoom
    begin : int
        The first replication.
    days : int
        How far.
    first, day, share, factor, reason : ndarray
        As in `capsim.plan.paths.Paths`; they are filled in, if there is room.
    doubtful : ndarray of bool, (replications,)
        Which replications have to be drawn again; filled in.
    """
    rows, paths = len(doubtful), len(t.path)
    s.at[FULL] = s.at[_SEGMENTS] = 0
    first[0] = 0
    for row in range(rows):
        doubtful[row] = False
    for four in range(begin // LANES, (begin + rows + LANES - 1) // LANES):
        for lane in range(LANES):
            s.spans[lane] = s.newcomers[lane] = 0
        for path in range(paths):
            for stream in range(4):
                s.known[stream] = 0
            for lane in range(LANES):
                row = four * LANES + lane - begin
                if 0 <= row < rows:
                    s.at[_DOUBTS] = 0
                    s.of[lane, path] = s.spans[lane]
                    _fill_seat(t, s, four, lane, path, days)
                    _fall_ill(t, s, four, lane, path, days)
                    s.of[lane, path + 1] = s.spans[lane]
                    doubtful[row] |= s.at[_DOUBTS] > 0
        for lane in range(LANES):
            row = four * LANES + lane - begin
            if 0 <= row < rows:
                _teach(t, s, lane, paths)
                for path in range(paths):
                    _compose(s, lane, path, days, day, share, factor, reason)
                    first[row * paths + path + 1] = s.at[_SEGMENTS]


# ---------------------------------------------------------------- numbers


@inlined
def _uniform(t: Any, s: Any, stream: int, code: Any, four: int, lane: int, number: int) -> Any:
    """Return a number of a stream, drawn for four replications when first asked for."""
    if LANES * (number + 1) > len(s.words[stream]):
        s.at[FULL] = 1
        return 0.5
    known = s.known[stream]
    while known <= number:
        one, two = enciphered(t.key_low, t.key_high, code, u64(four), u64(known))
        at = LANES * known
        s.words[stream, at] = one & _LOW
        s.words[stream, at + 1] = one >> _HALF
        s.words[stream, at + 2] = two & _LOW
        s.words[stream, at + 3] = two >> _HALF
        known += 1
    s.known[stream] = known
    return (float(s.words[stream, LANES * number + t.lane[lane]] ^ t.turned[lane]) + 0.5) * 2.0**-32


@jitted
def _value(t: Any, s: Any, number: int, given: float) -> Any:
    """Return the quantile of a curve at a uniform: as `capsim.engines.compiled.drawing`, one at a time."""
    c, u = t.curves, given
    row, stride = i64(0), i64(STRIDE)
    if number < c.smooth:
        row = i64(c.row[number])
    else:
        part, parts = c.first_part[number - c.smooth], c.parts[number - c.smooth]
        while parts > 1:  # look for the first part that does not end before the uniform
            half = parts >> 1
            part += half * int(c.end[part + half - 1] < u)
            parts -= half
        u = (u - c.begin[part]) / (c.end[part] - c.begin[part])
        row, stride = i64(c.part_row[part]), i64(c.part_stride[part])
    near = u if u < 0.5 else 1.0 - u
    s.at[_DOUBTS] += near < SMALLEST
    s.near[0] = near
    bits = s.near_bits[0]
    at, x = max((bits >> SHIFT) - DEEPEST, 0) * TERMS, float(bits & FRACTION) * UNIT - 0.5
    away = c.score[at + TERMS - 1]
    for term in range(TERMS - 2, -1, -1):
        away = away * x + c.score[at + term]
    place = c.middle + away if u > 0.5 else c.middle - away
    cell = int(place)
    x = place - cell
    at = row + stride * cell
    value = c.cubic[at] + x * (c.cubic[at + 1] + x * (c.cubic[at + 2] + x * c.cubic[at + 3]))
    return c.loc[number] + c.scale[number] * value


@jitted
def _ticks(t: Any, s: Any, law: int, u: float) -> Any:
    """Return an amount of a law in ticks, rounded up."""
    number = t.amounts.number[law]
    if number < 0:
        return i64(t.amounts.ticks[law])
    days = _value(t, s, number, u)
    margin = t.amounts.margin[law] + t.amounts.share[law] * days
    exact = days * TICKS_PER_DAY - SLACK
    above = np.ceil(exact)
    over = above - exact
    s.at[_DOUBTS] += days != 0.0 and (over < margin or over > 1.0 - margin or days < margin)
    return i64(max(above, 1.0)) if days > 0.0 else i64(0)


@jitted
def _pace(t: Any, s: Any, law: int, u: float) -> Any:
    """Return a factor of a law in thousandths, rounded half up."""
    number = t.amounts.number[law]
    if number < 0:
        return i64(t.amounts.pace[law])
    value = _value(t, s, number, u)
    margin = (t.amounts.margin[law] + t.amounts.share[law] * abs(value)) * (WHOLE / TICKS_PER_DAY)
    exact = value * WHOLE + 0.5
    below = np.floor(exact)
    over = exact - below
    s.at[_DOUBTS] += over < margin or over > 1.0 - margin
    return i64(max(below, 1.0))


# ---------------------------------------------------------------- what happens to somebody


@inlined
def _add(s: Any, lane: int, kind: int, first: int, end: int, amount: int) -> None:
    """Note a span of somebody, unless it is empty."""
    if first >= end:
        return
    number = s.spans[lane]
    if number == len(s.first[lane]):
        s.at[FULL] = 1
        return
    s.first[lane, number], s.end[lane, number] = first, end
    s.kind[lane, number], s.amount[lane, number] = kind, amount
    s.spans[lane] = number + 1


@jitted
def _fall_ill(t: Any, s: Any, four: int, lane: int, path: int, days: int) -> None:
    """Draw health and illness in turns."""
    who = t.path[path]
    if who.well < 0:
        return
    last, turn = i64(t.since) * TICKS_PER_DAY, 0
    while last < days * TICKS_PER_DAY:
        well = _ticks(t, s, who.well, _uniform(t, s, _ILLNESS, who.illness, four, lane, 2 * turn))
        ill = _ticks(t, s, who.ill, _uniform(t, s, _ILLNESS, who.illness, four, lane, 2 * turn + 1))
        begin = last + well
        last = begin + ill
        _add(s, lane, _SICK, begin // TICKS_PER_DAY, min(last // TICKS_PER_DAY, days), 1)
        turn += 1


@jitted
def _fill_seat(t: Any, s: Any, four: int, lane: int, path: int, days: int) -> None:
    """Draw who sits on a seat when: the first one, and successors."""
    who = t.path[path]
    if who.is_seat == 0:
        return
    end, begin = min(who.end, days), who.start * TICKS_PER_DAY
    if who.joins > 0 and who.start >= t.since:
        begin += _ticks(t, s, who.delay, _uniform(t, s, _JOINING, who.joining, four, lane, 0))
        if _uniform(t, s, _JOINING, who.joining, four, lane, 1) >= who.joined:
            begin = days * TICKS_PER_DAY
    joined = begin // TICKS_PER_DAY
    _add(s, lane, _LATE, who.start, min(joined, end), 1)
    turn, goes_on = 0, joined < days
    _work_at_pace(t, s, four, lane, path, 0, 0, i64(0) if goes_on else days)
    begin = max(begin, i64(t.since) * TICKS_PER_DAY)
    while goes_on:
        left, following, goes_on = days, days, False
        if who.stay >= 0:
            begin += _ticks(t, s, who.stay, _uniform(t, s, _LEAVING, who.leaving, four, lane, 3 * turn))
            left = begin // TICKS_PER_DAY
            hire = _ticks(t, s, who.hire, _uniform(t, s, _LEAVING, who.leaving, four, lane, 3 * turn + 2))
            begin += max(hire, TICKS_PER_DAY)
            if begin // TICKS_PER_DAY < days:
                goes_on = _uniform(t, s, _LEAVING, who.leaving, four, lane, 3 * turn + 1) < who.filled
            if goes_on:
                following = begin // TICKS_PER_DAY
            _add(s, lane, _LEFT, left, min(following, end), 1)
        if who.learns > 0 and (turn > 0 or who.newcomer > 0):
            _join(t, s, lane, path, joined, min(left, end))
        _work_at_pace(t, s, four, lane, path, turn, joined if turn > 0 else i64(0), following)
        joined = following
        turn += 1


@inlined
def _work_at_pace(t: Any, s: Any, four: int, lane: int, path: int, turn: int, begin: int, end: int) -> None:
    """Note the pace of whoever sits on a seat now."""
    who = t.path[path]
    if who.pace >= 0 and begin < end:
        pace = _pace(t, s, who.pace, _uniform(t, s, _PACING, who.pacing, four, lane, turn))
        _add(s, lane, _PACE, begin, end, pace - WHOLE)


@jitted
def _join(t: Any, s: Any, lane: int, path: int, joined: int, left: int) -> None:
    """Note a newcomer, with the steps to full speed."""
    if joined >= left:
        return
    number = s.newcomers[lane]
    if number == len(s.joined[lane]):
        s.at[FULL] = 1
        return
    s.newcomer[lane, number], s.joined[lane, number], s.left[lane, number] = path, joined, left
    s.newcomers[lane] = number + 1
    for step in range(t.path[path].step_first, t.path[path].step_end):
        end = min(joined + t.steps.end[step], left)
        _add(s, lane, _RAMP, joined + t.steps.first[step], end, t.steps.amount[step])


# ---------------------------------------------------------------- who teaches


@jitted
def _teach(t: Any, s: Any, lane: int, paths: int) -> None:
    """Let each newcomer of a replication be taught by the first possible mentor who is there."""
    for path in range(paths):
        s.lesson[path] = _NONE
    for number in range(s.newcomers[lane]):
        lesson = t.path[s.newcomer[lane, number]].teach
        if lesson < 0:
            continue
        begin = t.lessons.next_day[t.lessons.own[lesson], s.joined[lane, number]]
        mentor = _NONE
        if begin < s.left[lane, number]:
            mentor = _mentor(t, s, lane, lesson, begin)
        if mentor >= 0:
            s.taught[number] = begin
            s.taught_end[number] = min(begin + t.lessons.days[lesson], s.left[lane, number])
            s.taught_share[number] = t.lessons.share[lesson]
            s.before[number] = s.lesson[mentor]
            s.lesson[mentor] = number


@inlined
def _mentor(t: Any, s: Any, lane: int, lesson: int, day: int) -> Any:
    """Return the path of the first possible mentor who is there on a day, or `_NONE`."""
    x = t.lessons
    for place in range(x.mentor_first[lesson], x.mentor_first[lesson + 1]):
        path = x.mentor[place]
        if x.is_able[x.able[place], day] and not _is_away(s, lane, path, day):
            return i64(path)
    return i64(_NONE)


@inlined
def _is_away(s: Any, lane: int, path: int, day: int) -> bool:
    for span in range(s.of[lane, path], s.of[lane, path + 1]):
        if s.kind[lane, span] <= _SICK and s.first[lane, span] <= day < s.end[lane, span]:
            return True
    return False


# ---------------------------------------------------------------- from spans to segments


@jitted
def _compose(s: Any, lane: int, path: int, days: int, day: Any, share: Any, factor: Any, reason: Any) -> None:
    """Lay the spans of somebody over one another: `capsim.plan.paths.composed`."""
    changes = i64(0)
    for span in range(s.of[lane, path], s.of[lane, path + 1]):
        kind, amount = s.kind[lane, span], s.amount[lane, span]
        changes = _put(s, changes, s.first[lane, span], kind, amount)
        changes = _put(s, changes, s.end[lane, span], kind, -amount)
    lesson = s.lesson[path]
    while lesson >= 0:
        changes = _put(s, changes, s.taught[lesson], _TAUGHT, s.taught_share[lesson])
        changes = _put(s, changes, s.taught_end[lesson], _TAUGHT, -s.taught_share[lesson])
        lesson = s.before[lesson]
    for kind in range(6):
        s.held[kind] = 0
    at, start = i64(0), s.at[_SEGMENTS]
    now = i64(0)
    while now < days:
        while at < changes and s.day[at] == now:
            s.held[s.what[at]] += s.change[at]
            at += 1
        _write(s, start, now, day, share, factor, reason)
        now = s.day[at] if at < changes else i64(days)


@inlined
def _put(s: Any, changes: int, day: int, kind: int, amount: int) -> Any:
    """Put a change among those before, by day."""
    if changes == len(s.day):
        s.at[FULL] = 1
        return changes
    back = changes
    while back > 0 and s.day[back - 1] > day:
        s.day[back], s.what[back], s.change[back] = s.day[back - 1], s.what[back - 1], s.change[back - 1]
        back -= 1
    s.day[back], s.what[back], s.change[back] = day, kind, amount
    return changes + 1


@inlined
def _write(s: Any, start: int, now: int, day: Any, share: Any, factor: Any, reason: Any) -> None:
    """Write what holds from a day on, unless it held before."""
    held, why = s.held, i64(0)
    for kind in range(5, -1, -1):
        if held[kind] != 0:
            why = i64(kind + 1)
    left = i64(WHOLE) - min(held[_TAUGHT], i64(WHOLE))
    if held[_LEFT] > 0 or held[_LATE] > 0 or held[_SICK] > 0:
        left = i64(0)
    by = max((2 * (WHOLE + held[_RAMP]) * (WHOLE + held[_PACE]) + WHOLE) // (2 * WHOLE), 1)
    at = s.at[_SEGMENTS]
    if at > start and share[at - 1] == left and factor[at - 1] == by and reason[at - 1] == why:
        return
    if at == len(day):
        s.at[FULL] = 1
        return
    day[at], share[at], factor[at], reason[at] = now, left, by, why
    s.at[_SEGMENTS] = at + 1
