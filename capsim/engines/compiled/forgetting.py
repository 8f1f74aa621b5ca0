"""A replication begins: what the one before has left behind is forgotten (rules D1, R20)."""

from __future__ import annotations

from typing import Any

from capsim.clock import NEVER
from capsim.engines.compiled.bits import add, copy, count, fill
from capsim.engines.compiled.jit import i64, jitted, u64
from capsim.engines.compiled.learning import forget_learned
from capsim.engines.compiled.state import (
    ABLE,
    CHANGES,
    COMINGS,
    DAY,
    HERE,
    HERE_IN_PASS,
    HOLDER,
    HOLDER_BEFORE,
    KEPT,
    NEXT_LOOK,
    PASS,
    TRY,
    TURN,
    UNFINISHED,
)
from capsim.engines.compiled.tables import BY_PROJECT
from capsim.rules.work import EFFORT_UNIT

__all__ = ["reset"]


@jitted
def reset(t: Any, s: Any, given: Any, row: int) -> None:
    """Forget the replication before."""
    at, bits = s.flow.at, t.rules.bits
    fill(at, 0)
    at[DAY] = at[NEXT_LOOK] = at[HERE_IN_PASS] = at[HOLDER] = at[HOLDER_BEFORE] = at[TURN] = -1
    at[HERE] = t.people.here_row[0]
    at[UNFINISHED] = t.tasks
    at[PASS] = at[TRY] = at[COMINGS] = 1
    rank, duration = given.rank[min(row, len(given.rank) - 1)], given.duration[row]
    for number in range(t.tasks):
        task = s.task[number]
        task.ready = task.start = task.finish = NEVER
        task.ready_driver = task.start_driver = task.finish_driver = 0
        task.open_starts = t.task[number].open_starts
        task.open_finishes = t.task[number].open_finishes
        task.start_tick = task.start_link = task.finish_tick = task.finish_link = -1
        task.own_end = NEVER
        task.last_need_end = -1
        s.flow.key[number] = (rank[number] << bits) | t.task[number].unit
        s.flow.duration[number] = duration[number]
    effort = given.effort[row]
    for number in range(t.needs):
        need = s.need[number]
        need.left = effort[number] * EFFORT_UNIT
        need.end = NEVER
        need.taken = 0
    passes = given.passes[row]
    for gate in range(t.gates.number):
        s.stops.passes[gate] = passes[gate]
    if t.gates.number + t.reviews.number > 0:
        fill(s.stops.stopping, False)
        fill(s.stops.by, -1)
    if t.reviews.number > 0:
        fill(s.reviews.times, 0)
        fill(s.reviews.expedited, False)
        fill(s.reviews.hired, False)
        fill(s.reviews.until, 0)
    release = given.release[row]
    for number in range(len(s.stops.release)):
        s.stops.release[number] = release[number]
    fill(s.returns.leaving, u64(0))
    fill(s.returns.lowest_at, 0)
    _forget_people(t, s)
    _forget_waiting(t, s)
    if t.limits.active:
        _forget_limits(s)
    for watched in range(t.watched):
        fill(s.worked[watched], u64(0))
    if len(s.promised.last) > 0:
        _forget_promises(s)
    if t.learning.crafts > 0:
        forget_learned(s, effort)
    _take_strikes(s.struck, given, row)


@jitted
def _take_strikes(struck: Any, given: Any, row: int) -> None:
    """Take what is drawn of risks and rework."""
    copy(struck.delay, given.delay[row])
    copy(struck.strike, given.strike[row])
    copy(struck.strike_delay, given.strike_delay[row])
    copy(struck.extra_effort, given.extra_effort[row])
    copy(struck.extra_duration, given.extra_duration[row])
    copy(struck.rework, given.rework[row])


@jitted
def _forget_waiting(t: Any, s: Any) -> None:
    fill(s.flow.waits, 0)
    fill(s.flow.wanted, u64(0))
    fill(s.flow.active_place, -1)
    fill(s.flow.untried_in, 0)
    fill(s.flow.queued, 0)
    if t.rules.reserve_ticks >= 0 or t.rules.preempt:
        fill(s.reserve.mature, NEVER)
        fill(s.reserve.is_mature, False)
        fill(s.scratch.failed, 0)
        fill(s.scratch.hopeless, 0)
        fill(s.reserve.in_barred, 0)
        fill(s.reserve.opened, -1)


@jitted
def _forget_limits(s: Any) -> None:
    fill(s.limits.number, 0)
    fill(s.limits.was_full, False)
    fill(s.limits.released, -1)
    fill(s.limits.opened, -1)
    fill(s.limits.has_begun, False)


@jitted
def _forget_people(t: Any, s: Any) -> None:
    for person in range(t.people.number):
        s.person[person].free = 1000
        s.person[person].freed = -1
        s.person[person].seats = 0
    fill(s.pool.load, 0)
    fill(s.flow.fresh_in, 0)
    fill(s.flow.fresh_for_seats, u64(0))
    fill(s.pool.free_of, u64(0))
    first = t.kinds.of_first[0]
    for entry in range(first[0], first[t.people.number]):
        add(s.pool.free_of, i64(t.kinds.of_entry[entry]))
    for word in range(t.people.words):
        size = min(64, t.people.number - 64 * word)
        full = ~u64(0) if size == 64 else (u64(1) << u64(size)) - u64(1)
        s.pool.whole[word] = full
        s.pool.part[word] = s.reserve.people[word] = s.scratch.taken[word] = u64(0)
        s.pool.here[word] = t.people.here[s.flow.at[HERE], word]
        s.pool.able[word] = full & s.pool.here[word]
        s.flow.at[ABLE] += count(s.pool.able[word])
    if t.rules.assignment == BY_PROJECT:
        for project in range(len(s.pool.worked_on)):
            fill(s.pool.worked_on[project], u64(0))


@jitted
def _forget_promises(s: Any) -> None:
    for number in range(len(s.promised.last)):  # before the run anybody could have had all of them
        fill(s.promised.held[number], 0)
        s.promised.last[number] = number
        s.promised.tick[number] = s.promised.need[number] = s.promised.before[number] = -1
        s.promised.open[number] = 1000
        s.promised.kept_first[number] = s.promised.kept_end[number] = 0
    s.flow.at[CHANGES] = len(s.promised.last)
    s.flow.at[KEPT] = 0
