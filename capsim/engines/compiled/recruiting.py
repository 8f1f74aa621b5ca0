"""What reactions do with people (rule R21): candidates are hired, and others work longer for some days.

Here ``p`` are the paths, ``x`` what never changes of reactions, ``y`` what does.
"""

from __future__ import annotations

from typing import Any

from capsim.clock import TICKS_PER_DAY
from capsim.engines.compiled.bits import fill
from capsim.engines.compiled.hands import settle, team_end
from capsim.engines.compiled.jit import i64, inlined, jitted
from capsim.engines.compiled.paths import cut, follow, segment_of, speed_of
from capsim.engines.compiled.pool import see_who_is_here
from capsim.engines.compiled.returns import expect_leave, has_room
from capsim.engines.compiled.state import EVERYBODY_FRESH_FOR_SEATS, NOW, REACTIONS, RUNNING
from capsim.engines.compiled.work import plan_end

__all__ = ["hire", "note", "work_longer"]


@inlined
def note(s: Any, number: int, target: int) -> None:
    """Note what a reaction has done."""
    row = s.reviews.rows[s.flow.at[REACTIONS]]
    row.reaction, row.tick, row.target = number, s.flow.at[NOW], target
    s.flow.at[REACTIONS] += 1


@jitted
def hire(t: Any, s: Any, number: int) -> bool:
    """Hire as many of those who can be hired as a reaction says; tell whether there are any."""
    x, y = t.reviews, s.reviews
    places = i64(x.amount[number])
    for path in range(t.paths.drawn):
        person = i64(t.paths.person[path])
        if places > 0 and t.paths.candidate[path] and x.people[number, person] and not y.hired[path]:
            _join(t, s, i64(path), person)
            note(s, number, person)
            places -= 1
    if places == x.amount[number]:
        return False
    see_who_is_here(t, s)
    return True


@jitted
def _join(t: Any, s: Any, path: int, person: int) -> None:
    """Let a candidate follow their path from today on."""
    p, today, since = s.path, s.flow.at[NOW] // TICKS_PER_DAY, i64(t.known.tick // TICKS_PER_DAY)
    s.reviews.hired[path] = True
    p.last[path] = p.drawn[path]
    for segment in range(p.first[path] + 1, p.last[path]):
        p.day[segment] = min(max(i64(p.day[segment]) - since, i64(0)) + today, t.clocks.days)
    p.leave[path] = p.first[path]
    follow(t, s, path, segment_of(s, person, today))
    expect_leave(t, s, person, today + 1)


@jitted
def work_longer(t: Any, s: Any, number: int, place: int) -> bool:
    """Let people do more on each day from a review on; tell whether that is anything new."""
    x, y, at = t.reviews, s.reviews, s.flow.at
    more, until, some = i64(x.amount[number]), i64(x.until[place, number]), False
    for path in range(len(t.paths.person)):
        meant = x.people[number, t.paths.person[path]] and (not t.paths.candidate[path] or y.hired[path])
        y.changes[path] = meant and (y.until[path] != until or y.more[path] != more)
        some |= y.changes[path]
    if not some or not has_room(s, i64(at[RUNNING])):
        return False
    for entry in range(at[RUNNING]):
        if _changes(t, s, i64(s.returns.running[entry])):
            settle(t, s, i64(s.returns.running[entry]), at[NOW])
    for path in range(len(t.paths.person)):
        if y.changes[path]:
            y.until[path], y.more[path] = until, more
            _pace(t, s, i64(path), until, more)
    for entry in range(at[RUNNING]):
        need = i64(s.returns.running[entry])
        if _changes(t, s, need):
            plan_end(t, s, need, team_end(t, s, need))
    fill(y.changes, False)
    at[EVERYBODY_FRESH_FOR_SEATS] = 1  # work ends at another time, and may be worth topping up now
    return True


@inlined
def _changes(t: Any, s: Any, need: int) -> bool:
    """Whether somebody works on a need whose speed changes."""
    slot, found = t.need[need].slot, False
    for place in range(slot, slot + s.need[need].taken):
        path = s.person[s.seat[s.slots[place]].person].path
        found |= path >= 0 and s.reviews.changes[path]
    return bool(found)


@jitted
def _pace(t: Any, s: Any, path: int, until: int, more: int) -> None:
    """Let the speed of somebody be another one from today to a day, and their own one afterwards.

    What has been done is settled, so nothing is kept of overtime before.
    """
    p, person, today = s.path, i64(t.paths.person[path]), s.flow.at[NOW] // TICKS_PER_DAY
    turns = i64(p.day[p.next[path]])
    _restore(p, path)
    cut(s, path, person, today)
    cut(s, path, person, until)
    for segment in range(p.first[path], p.last[path]):
        if today <= p.day[segment] < until:
            p.factor[segment] = speed_of(i64(p.own[segment]), 1000 + more)
    p.leave[path] = p.first[path]
    p.now[path], p.next[path] = segment_of(s, person, today), segment_of(s, person, turns)


@inlined
def _restore(p: Any, path: int) -> None:
    """Let a path be as it was drawn: segments that differ by overtime alone become one."""
    kept = i64(p.first[path])
    p.factor[kept] = p.own[kept]
    for segment in range(kept + 1, p.last[path]):
        is_same = p.row[segment] == p.row[kept] and p.own[segment] == p.own[kept]
        if is_same and p.reason[segment] == p.reason[kept]:
            continue
        kept += 1
        p.day[kept], p.row[kept], p.reason[kept] = p.day[segment], p.row[segment], p.reason[segment]
        p.factor[kept] = p.own[kept] = p.own[segment]
    p.last[path] = kept + 1
