"""The people: how much of each is free, since when, for whom (rules R7, R14, R18)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from capsim.clock import TICKS_PER_DAY
from capsim.engines.compiled.bits import add, count, drop, fill, has
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.state import ABLE, CHANGES, COMINGS, EPOCH, HERE, KEPT, TURN, TURNED

__all__ = [
    "NO_NEED",
    "free_since",
    "give_back",
    "is_full",
    "list_all",
    "see_who_is_able",
    "see_who_is_here",
    "share_for",
    "take",
    "turn_to",
]

NO_NEED: Final = -1
"""Stands where no need that ended freed somebody."""


@inlined
def is_full(s: Any, person: int) -> bool:
    """Whether somebody holds as many seats as one may at once (rule R12)."""
    return bool(s.person[person].seats >= s.person[person].focus)


@inlined
def share_for(t: Any, s: Any, person: int, project: int) -> Any:
    """Return what a project could have of a person, in thousandths."""
    number = s.person[person].promised
    if number < 0:
        return i64(s.person[person].free)
    return _promised_share(s, s.promised.last[number], project)


@jitted
def _promised_share(s: Any, change: int, project: int) -> Any:
    """Return what a project could have of somebody after a change: what is open, and what is kept for it."""
    p = s.promised
    share = i64(p.open[change])
    for place in range(p.kept_first[change], p.kept_end[change]):
        if p.kept_project[place] == project:
            share += p.kept_share[place]
    return share


@jitted
def see_who_is_able(t: Any, s: Any) -> None:
    """Note who is present of whom something may be had, and whom no reserve holds."""
    pool = s.pool
    number = i64(0)
    for word in range(t.people.words):
        some = (pool.whole[word] | pool.part[word]) & pool.here[word] & ~s.reserve.people[word]
        pool.able[word] = some
        number += count(some)
    s.flow.at[ABLE] = number


@jitted
def see_who_is_here(t: Any, s: Any) -> None:
    """Let those be here who are by the table of today's row, but for those whom their path leads away."""
    pool, row = s.pool, s.flow.at[HERE]
    for word in range(t.people.words):
        pool.here[word] = t.people.here[row, word] & ~pool.away[word]
    s.flow.at[COMINGS] += 1
    s.flow.at[TURNED] = 0
    see_who_is_able(t, s)


@inlined
def _list(t: Any, s: Any, person: int, free: bool) -> None:
    """Note among those who qualify for each kind whether something of a person is free."""
    of = t.kinds.of_first[s.flow.at[EPOCH]]
    for place in range(of[person], of[person + 1]):
        if free:
            add(s.pool.free_of, i64(t.kinds.of_entry[place]))
        else:
            drop(s.pool.free_of, i64(t.kinds.of_entry[place]))


@jitted
def list_all(t: Any, s: Any) -> None:
    """Note for each kind of the present epoch of whom something is free."""
    fill(s.pool.free_of, u64(0))
    for person in range(t.people.number):
        if s.person[person].free > 0 and not is_full(s, person):
            _list(t, s, person, True)


@jitted
def take(t: Any, s: Any, person: int, share: int, project: int, tick: int) -> None:
    """Let a seat of a project take a share of a person."""
    rest = i64(s.person[person].free) - share
    s.person[person].free = rest
    s.person[person].seats += 1
    drop(s.pool.whole, person)
    if rest > 0 and not is_full(s, person):
        add(s.pool.part, person)
    else:
        drop(s.pool.part, person)
        if has(s.pool.able, person):  # who is at work at the status date may be away
            drop(s.pool.able, person)
            s.flow.at[ABLE] -= 1
        _list(t, s, person, False)
    number = s.person[person].promised
    if number >= 0:
        s.promised.held[number, project] += share
        _keep(t, s, number, tick, NO_NEED)


@jitted
def give_back(t: Any, s: Any, seat: int, project: int, tick: int) -> None:
    """Free the share of a person that a seat of a project held until a tick."""
    person, share = i64(s.seat[seat].person), i64(s.seat[seat].allocation)
    before = i64(0) if is_full(s, person) else i64(s.person[person].free)
    s.person[person].free += share
    s.person[person].seats -= 1
    if is_full(s, person):  # who is at work at the status date may hold more seats than one may take
        _let_go(t, s, seat, project, tick)
        return
    if before == 0:
        _list(t, s, person, True)
        if has(s.pool.here, person) and not has(s.reserve.people, person):
            add(s.pool.able, person)
            s.flow.at[ABLE] += 1
    number = s.person[person].promised
    if s.person[person].free == 1000 and (number < 0 or not _rows_in_force(t, s, number)):
        add(s.pool.whole, person)
        drop(s.pool.part, person)
    else:
        add(s.pool.part, person)
    if number >= 0:
        s.promised.held[number, project] -= share
        _keep(t, s, number, tick, s.seat[seat].need)
        return
    # Only ends that some share still remembers are kept: `free before` grows along the chain.
    head = s.person[person].freed
    while head >= 0 and s.seat[head].freed_before >= before:
        head = s.seat[head].freed_next
    s.seat[seat].freed_before = before
    s.seat[seat].freed_next = head
    s.person[person].freed = seat


@jitted
def _let_go(t: Any, s: Any, seat: int, project: int, tick: int) -> None:
    """Note that a seat is given back of somebody of whom nobody can have anything all the same."""
    number = s.person[s.seat[seat].person].promised
    if number >= 0:
        s.promised.held[number, project] -= i64(s.seat[seat].allocation)
        _keep(t, s, number, tick, s.seat[seat].need)


@jitted
def free_since(t: Any, s: Any, person: int, share: int, project: int) -> Any:
    """Return the last tick since which a project could have that share, and the need that ended.

    ``(-1, NO_NEED)`` if it always could; with `NO_NEED` and a tick a booking ended there.
    """
    number = s.person[person].promised
    if number < 0:
        seat = s.person[person].freed
        while seat >= 0:
            if s.seat[seat].freed_before < share:
                return i64(s.seat[seat].stop), i64(s.seat[seat].need)
            seat = s.seat[seat].freed_next
        return i64(-1), i64(NO_NEED)
    p = s.promised
    change = p.last[number]
    later = change
    while change >= 0:
        if _promised_share(s, change, project) < share:
            return i64(p.tick[later]), i64(p.need[later])
        later = change
        change = p.before[change]
    return i64(-1), i64(NO_NEED)


@jitted
def turn_to(t: Any, s: Any, day: int) -> bool:
    """Let the bookings of a day be in force; tell whether others are than before."""
    b, at = t.bookings, s.flow.at
    before = at[TURN]
    while at[TURN] + 1 < len(b.days) and b.days[at[TURN] + 1] <= day:
        at[TURN] += 1
        for number in range(len(b.hard_person)):
            if _rows_differ(t, s, number):
                _book(t, s, number)
    return bool(at[TURN] > before)


@inlined
def _rows_differ(t: Any, s: Any, number: int) -> bool:
    """Whether the hard bookings in force of somebody, of projects that go ahead, are not those before."""
    b, turn, ahead = t.bookings, s.flow.at[TURN], s.pool.goes_ahead
    row = b.hard_first[turn, number]
    end = b.hard_first[turn, number + 1]
    before, before_end = np.int32(0), np.int32(0)
    if turn > 0:
        before, before_end = b.hard_first[turn - 1, number], b.hard_first[turn - 1, number + 1]
    while True:
        while row < end and not ahead[b.hard_project[row]]:
            row += 1
        while before < before_end and not ahead[b.hard_project[before]]:
            before += 1
        if row >= end or before >= before_end:
            return bool((row < end) != (before < before_end))
        if b.hard_project[row] != b.hard_project[before] or b.hard_share[row] != b.hard_share[before]:
            return True
        row += 1
        before += 1


@jitted
def _book(t: Any, s: Any, number: int) -> None:
    """Let other bookings of somebody be in force from the present turn on."""
    person = t.bookings.hard_person[number]
    _keep(t, s, number, t.bookings.days[s.flow.at[TURN]] * TICKS_PER_DAY, NO_NEED)
    if s.person[person].free == 1000:
        if _rows_in_force(t, s, number):
            drop(s.pool.whole, person)
            add(s.pool.part, person)
        else:
            add(s.pool.whole, person)
            drop(s.pool.part, person)


@inlined
def _rows_in_force(t: Any, s: Any, number: int) -> bool:
    b, turn = t.bookings, s.flow.at[TURN]
    if turn < 0:
        return False
    for row in range(b.hard_first[turn, number], b.hard_first[turn, number + 1]):
        if s.pool.goes_ahead[b.hard_project[row]]:
            return True
    return False


@jitted
def _keep(t: Any, s: Any, number: int, tick: int, need: int) -> None:
    """Note what hard bookings keep of somebody from a tick on (`capsim.rules.booking.kept_shares`).

    Of somebody with no seat to spare nobody can have anything.
    """
    b, p, at = t.bookings, s.promised, s.flow.at
    change, place, turn = at[CHANGES], at[KEPT], at[TURN]
    free = i64(s.person[b.hard_person[number]].free)
    p.kept_first[change] = place
    first = b.hard_first[turn, number] if turn >= 0 else np.int32(0)
    end = b.hard_first[turn, number + 1] if turn >= 0 else np.int32(0)
    if is_full(s, i64(b.hard_person[number])):
        free, end = i64(0), first
    for row in range(first, end):
        project = b.hard_project[row]
        if not s.pool.goes_ahead[project]:
            continue
        covered = i64(p.held[number, project])
        for earlier in range(first, row):  # what seats hold counts for the first booking of a project first
            if b.hard_project[earlier] == project:
                covered -= min(covered, i64(b.hard_share[earlier]))
        share = i64(b.hard_share[row])
        mine = min(share - min(covered, share), free)
        p.kept_project[place] = project
        p.kept_share[place] = mine
        place += 1
        free -= mine
    p.kept_end[change] = place
    p.open[change] = free
    p.tick[change] = tick
    p.need[change] = need
    p.before[change] = p.last[number]
    p.last[number] = change
    at[CHANGES] = change + 1
    at[KEPT] = place
