"""Work that waits, by what it wants, and the people who have become free since it was tried."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER
from capsim.engines.compiled.agenda import RIPEN, put, rise, sink
from capsim.engines.compiled.bits import add, drop, has, lowest
from capsim.engines.compiled.classes import class_of
from capsim.engines.compiled.clocks import after_working
from capsim.engines.compiled.jit import i64, inlined, jitted, u64
from capsim.engines.compiled.state import (
    ACTIVE,
    COMINGS,
    EPOCH,
    EVERYBODY_FRESH,
    EVERYBODY_FRESH_FOR_SEATS,
    EXPANDABLE,
    FRESH,
    FRESH_FOR_SEATS,
    HERE_IN_PASS,
    HOLDING,
    MATURE,
    NOW,
    PASS,
    QUEUED,
    TRY,
    UNTRIED,
    WAITING,
)

__all__ = [
    "end_pass",
    "fill_queue",
    "forget_waiting",
    "freshen",
    "keep_waiting",
    "note_who_is_here",
    "ripen",
    "take_from_waiting",
    "wait",
    "wait_no_more",
    "welcome",
]


@jitted
def wait(t: Any, s: Any, unit: int) -> None:
    """Put a unit of work in the queue; work that waits long may hold people."""
    at, f = s.flow.at, s.flow
    now, task = at[NOW], t.unit[unit].task
    if t.rules.fifo and t.unit[unit].need < 0:
        rank = class_of(t, s, i64(task)) * (t.rules.horizon + 1) + now
        f.key[task] = (rank << t.rules.bits) | unit
    signature = t.unit[unit].signature
    size = i64(f.waits[signature])
    key = f.key[task] + (unit - t.task[task].unit)  # a need comes right after its task
    rise(f.waiting, i64(t.signatures.work[signature]), size, key)
    f.waits[signature] = size + 1
    at[WAITING] += 1
    if f.untried_in[signature] != at[TRY]:
        f.untried_in[signature] = at[TRY]
        f.untried[at[UNTRIED]] = signature
        at[UNTRIED] += 1
    if t.rules.reserve_ticks >= 0 and t.unit[unit].seats > 1:
        mature = after_working(t.clocks, now, t.rules.reserve_ticks)
        s.reserve.mature[unit] = mature
        if mature > now:
            put(t, s, mature, RIPEN, unit)
        else:
            ripen(s, unit)


@jitted
def keep_waiting(t: Any, s: Any) -> None:
    """Note for the passes to come which signatures have waiting work that was not there in the last one."""
    f = s.flow
    for place in range(f.at[UNTRIED]):
        signature = i64(f.untried[place])
        if f.waits[signature] > 0 and f.active_place[signature] < 0:
            _want(t, s, signature)


@inlined
def _want(t: Any, s: Any, signature: int) -> None:
    at, f = s.flow.at, s.flow
    f.active[at[ACTIVE]] = signature
    f.active_place[signature] = at[ACTIVE]
    at[ACTIVE] += 1
    for entry in range(t.signatures.places_first[signature], t.signatures.places_first[signature + 1]):
        add(f.wanted, i64(t.signatures.places[entry]))


@jitted
def take_from_waiting(t: Any, s: Any, signature: int) -> None:
    """Take the first waiting work of a signature out."""
    at, f = s.flow.at, s.flow
    offset = i64(t.signatures.work[signature])
    size = i64(f.waits[signature]) - 1
    f.waits[signature] = size
    at[WAITING] -= 1
    if size > 0:
        sink(f.waiting, offset, size, f.waiting[offset + size])
    elif f.active_place[signature] >= 0:
        _want_no_more(t, s, signature)


@jitted
def forget_waiting(t: Any, s: Any, unit: int) -> None:
    """Take a unit of work out of the queue, wherever it stands, if it is in it."""
    f, signature, task = s.flow, t.unit[unit].signature, t.unit[unit].task
    key = f.key[task] + (unit - t.task[task].unit)
    offset = i64(t.signatures.work[signature])
    size = i64(f.waits[signature]) - 1
    place = i64(0)
    while place <= size and f.waiting[offset + place] != key:
        place += 1
    if place > size:
        return
    f.waits[signature] = size
    f.at[WAITING] -= 1
    while place < size:  # those behind it move up
        rise(f.waiting, offset, place, f.waiting[offset + place + 1])
        place += 1
    if size == 0 and f.active_place[signature] >= 0:
        _want_no_more(t, s, signature)
    wait_no_more(t, s, unit)


@jitted
def _want_no_more(t: Any, s: Any, signature: int) -> None:
    """Note that a signature has no waiting work any more."""
    at, f = s.flow.at, s.flow
    at[ACTIVE] -= 1
    last = f.active[at[ACTIVE]]
    f.active[f.active_place[signature]] = last
    f.active_place[last] = f.active_place[signature]
    f.active_place[signature] = -1
    for entry in range(t.signatures.places_first[signature], t.signatures.places_first[signature + 1]):
        drop(f.wanted, i64(t.signatures.places[entry]))


@inlined
def ripen(s: Any, unit: int) -> None:
    """Note that work has waited so long that it may hold people."""
    if not s.reserve.is_mature[unit]:
        s.reserve.is_mature[unit] = True
        s.flow.at[MATURE] += 1


@inlined
def wait_no_more(t: Any, s: Any, unit: int) -> None:
    """Note that a unit of work starts, and holds nobody from now on."""
    if t.rules.reserve_ticks >= 0:
        s.reserve.mature[unit] = NEVER
        if s.reserve.is_mature[unit]:
            s.reserve.is_mature[unit] = False
            s.flow.at[MATURE] -= 1


@jitted
def welcome(t: Any, s: Any) -> None:
    """Let everybody be fresh who is here, and was not in the last whole pass."""
    before = s.flow.at[HERE_IN_PASS]
    for word in range(t.people.words):
        come = s.pool.able[word]
        if before >= 0:
            come &= s.pool.here[word] & ~s.pool.here_in_pass[word]
        while come:
            freshen(s, lowest(come) + 64 * word)
            come &= come - u64(1)


@inlined
def freshen(s: Any, person: int) -> None:
    """Note that somebody has become free."""
    f = s.flow
    if f.fresh_in[person] != f.at[TRY]:
        f.fresh_in[person] = f.at[TRY]
        f.fresh[f.at[FRESH]] = person
        f.at[FRESH] += 1


@inlined
def note_who_is_here(t: Any, s: Any) -> None:
    """Note who is here in a pass."""
    if s.flow.at[HERE_IN_PASS] != s.flow.at[COMINGS]:
        s.flow.at[HERE_IN_PASS] = s.flow.at[COMINGS]
        for word in range(t.people.words):
            s.pool.here_in_pass[word] = s.pool.here[word]


@inlined
def end_pass(t: Any, s: Any) -> None:
    """Note that all waiting work has been tried with whoever could be had."""
    at = s.flow.at
    if at[WAITING] > 0:
        keep_waiting(t, s)
    note_who_is_here(t, s)
    if at[EXPANDABLE] > 0:
        _freshen_for_seats(s)
    at[UNTRIED] = at[FRESH] = 0
    at[TRY] += 1
    at[EVERYBODY_FRESH] = at[HOLDING]  # other people may be held next time


@jitted
def _freshen_for_seats(s: Any) -> None:
    """Let whoever is fresh be so for seats of running work too."""
    at, f = s.flow.at, s.flow
    for place in range(at[FRESH]):
        add(f.fresh_for_seats, i64(f.fresh[place]))
        at[FRESH_FOR_SEATS] = 1
    at[EVERYBODY_FRESH_FOR_SEATS] |= at[EVERYBODY_FRESH]


@jitted
def fill_queue(t: Any, s: Any) -> None:
    """Queue the signatures with untried work, and those with a seat for somebody who is fresh."""
    at, f = s.flow.at, s.flow
    at[QUEUED] = 0
    if at[EVERYBODY_FRESH] > 0:
        keep_waiting(t, s)
        for place in range(at[ACTIVE]):
            _enqueue(t, s, f.active[place])
        return
    for place in range(at[UNTRIED]):
        if f.waits[f.untried[place]] > 0:
            _enqueue(t, s, f.untried[place])
    if at[ACTIVE] == 0:
        return
    for number in range(len(t.signatures.bound)):  # others may do it meanwhile, though nobody is fresh
        if f.waits[t.signatures.bound[number]] > 0:
            _enqueue(t, s, i64(t.signatures.bound[number]))
    first, words = t.kinds.of_first[at[EPOCH]], t.kinds.words_first
    for number in range(at[FRESH]):
        person = f.fresh[number]
        if not has(s.pool.able, person):
            continue
        for entry in range(first[person], first[person + 1]):
            kind = t.kinds.of_kind[entry]
            for word in range(words[kind], words[kind + 1]):
                wanted = f.wanted[word]
                while wanted:
                    _enqueue(t, s, t.kinds.signatures[64 * word + lowest(wanted)])
                    wanted &= wanted - u64(1)


@jitted
def _enqueue(t: Any, s: Any, signature: int) -> None:
    at, f = s.flow.at, s.flow
    if f.queued[signature] != at[PASS]:
        f.queued[signature] = at[PASS]
        rise(f.queue, i64(0), at[QUEUED], f.waiting[t.signatures.work[signature]])
        at[QUEUED] += 1
