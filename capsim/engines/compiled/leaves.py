"""When somebody hands over (rule R10): the next day on which a long absence begins, or they leave."""

from __future__ import annotations

from typing import Any, Final

from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.paths import capacity_on, end_of, is_away, look_beyond, segment_of
from capsim.engines.compiled.state import WINDOW
from capsim.plan.paths import Reason

__all__ = ["next_leave", "see_to_the_end"]

_LEFT: Final = Reason.LEFT


@jitted
def next_leave(t: Any, s: Any, person: int, day: int) -> Any:
    """Return the first day, from a day on, on which somebody hands over; -1 if there is none."""
    row, on_path = i64(t.people.row[person]), s.person[person].row < 0
    found = i64(-1)
    for place in range(t.people.leave_first[row], t.people.leave_first[row + 1]):
        first = i64(t.people.leave_day[place])
        if first < day:
            continue
        begun_before = on_path and first > 0 and is_away(t, s, segment_of(s, person, first - 1))
        if not begun_before:
            found = first
            break
    if len(t.paths.person) > 0 and on_path:
        other = _next_on_path(t, s, person, row, day)
        if other >= 0 and (found < 0 or other < found):
            found = other
    return found


@jitted
def _next_on_path(t: Any, s: Any, person: int, row: int, day: int) -> Any:
    """Return the first such day of the absences that a path makes, with the days off around them.

    Days asked for only grow, so that what has been passed over is not looked at again.
    """
    path = s.person[person].path
    segment, last = i64(s.path.leave[path]), i64(s.path.last[path])
    while segment < last:
        if not is_away(t, s, segment):
            segment += 1
            continue
        s.path.leave[path] = segment
        first, end, left = i64(s.path.day[segment]), i64(s.path.day[segment]), i64(-1)
        while first > 0 and _is_off(t, row, first - 1):
            first -= 1
        while True:
            if segment < last and s.path.day[segment] <= end and is_away(t, s, segment):
                if left < day and _leaves(s, person, segment):
                    left = i64(s.path.day[segment])
                end = max(end, end_of(t, s, person, segment))
                segment += 1
            elif segment < last and end_of(t, s, person, segment) <= end:
                segment += 1
            elif end < t.clocks.days and _is_off(t, row, end):
                end += 1
            else:
                break
        unknown = end >= s.flow.at[WINDOW] and s.flow.at[WINDOW] < t.clocks.days
        if first >= day and (unknown or _is_long(t, first, end)):
            return first
        if left >= day:
            return left
    return i64(-1)


@jitted
def see_to_the_end(t: Any, s: Any, person: int, day: int) -> None:
    """Note if an absence that begins on a day goes on beyond the days for which paths are known."""
    if len(t.paths.person) > 0 and s.person[person].row < 0:
        while day < s.flow.at[WINDOW] and capacity_on(t, s, person, day) == 0:
            day += 1
        if day == s.flow.at[WINDOW]:
            look_beyond(t, s)


@inlined
def _leaves(s: Any, person: int, segment: int) -> bool:
    """Whether somebody leaves for good at the beginning of a segment."""
    is_first = segment == s.path.first[s.person[person].path]
    return bool(not is_first and s.path.reason[segment] == _LEFT and s.path.reason[segment - 1] != _LEFT)


@inlined
def _is_off(t: Any, row: int, day: int) -> bool:
    return bool(t.clocks.day[row, day].capacity == 0)


@inlined
def _is_long(t: Any, first: int, end: int) -> bool:
    """Whether days without capacity, the last one exclusive, make a long absence."""
    length = t.clocks.worked[end] - t.clocks.worked[first]
    return bool(length > t.rules.handover_limit or (end >= t.clocks.days and length > 0))
