"""The loop: one replication after the other, each instant in the order of rule R8."""

from __future__ import annotations

from typing import Any

from capsim.clock import ABSENT, NEVER, TICKS_PER_DAY
from capsim.engines.compiled.agenda import (
    CLOSE,
    END,
    EXIT,
    INDEX,
    LEAVE,
    LOOK,
    OPEN,
    RESUME,
    REVIEW,
    RIPEN,
    TICK,
    TURN_OF,
    WHAT,
    pop_event,
    put,
)
from capsim.engines.compiled.dispatch import dispatch, end_look
from capsim.engines.compiled.exits import expect_exits, give_way
from capsim.engines.compiled.forgetting import reset
from capsim.engines.compiled.gates import stop_projects
from capsim.engines.compiled.jit import i64, inlined, jitted, kernel
from capsim.engines.compiled.known import know, take_up_known, tell_known
from capsim.engines.compiled.limits import end_look_at_limits, is_thaw_day
from capsim.engines.compiled.links import close, happens, meet_finish, meet_start, schedule_ready
from capsim.engines.compiled.paths import take_paths, turn
from capsim.engines.compiled.pool import list_all, see_who_is_here, turn_to
from capsim.engines.compiled.returns import expect_leave, hand_over, take_leave
from capsim.engines.compiled.reviews import expect_review, hold_review
from capsim.engines.compiled.state import (
    ABLE,
    BARRED,
    BARRED_BEFORE,
    BEYOND,
    CLOSING,
    DAY,
    ENDED,
    EPOCH,
    EVENTS,
    EVERYBODY_FRESH,
    EXITS,
    EXPANDABLE,
    FULL,
    HERE,
    HOLDER,
    HOLDER_BEFORE,
    LEAVING,
    NEXT_LOOK,
    NOW,
    OPENING,
    REACTIONS,
    RESUMING,
    RETURNED,
    REVIEWING,
    SEATS,
    SETTLING,
    STOPPING,
    TURNED,
    UNFINISHED,
    WAITED,
    WAITING,
    WINDOW,
)
from capsim.engines.compiled.waiting import ripen, wait
from capsim.engines.compiled.work import end_need, extra_seats, start

__all__ = ["run_block"]


@kernel
def run_block(t: Any, s: Any, out: Any, given: Any) -> None:
    """Run as many replications as there are rows of effort, and write down what comes out.

    If there is not room enough for all that happens in one of them, none counts, and the state says so.

    Parameters
    ----------
    t : Tables
    s : State
    out : Out
    given : Given
    """
    for row in range(len(given.effort)):
        reset(t, s, given, row)
        s.flow.at[WINDOW] = t.clocks.days
        if len(t.paths.person) > 0:
            take_paths(t, s, given.paths, row)
            see_who_is_here(t, s)
        _run(t, s, given, row)
        if s.flow.at[FULL] or s.flow.at[BEYOND]:
            break
        _write(t, s, out, row)


@jitted
def _write(t: Any, s: Any, out: Any, row: int) -> None:
    """Write down a replication."""
    for task in range(t.tasks):
        done = s.task[task]
        out.ready[row, task] = done.ready
        out.start[row, task] = done.start
        out.finish[row, task] = done.finish
        out.ready_driver[row, task] = done.ready_driver
        out.start_driver[row, task] = done.start_driver
        out.finish_driver[row, task] = done.finish_driver
    begin, seats = out.seat_offsets[row], s.flow.at[SEATS]
    out.seat_offsets[row + 1] = begin + seats
    for number in range(seats):
        seat = s.seat[number]
        out.need[begin + number] = seat.need
        out.person[begin + number] = seat.person
        out.seat_start[begin + number] = seat.start
        out.seat_end[begin + number] = seat.stop
        out.speed[begin + number] = seat.speed
        out.allocation[begin + number] = seat.allocation
    begin, returned = out.return_offsets[row], s.flow.at[RETURNED]
    out.return_offsets[row + 1] = begin + returned
    for number in range(returned):
        there, here = out.returned[begin + number], s.returns.rows[number]
        there.need, there.returned = here.need, here.returned
        there.start, there.driver = here.start, here.driver
    begin, waited = out.wait_offsets[row], s.flow.at[WAITED]
    out.wait_offsets[row + 1] = begin + waited
    for number in range(waited):
        noted, part = out.waits[begin + number], s.waits[number]
        noted.task, noted.until, noted.driver, noted.need = part.task, part.until, part.driver, part.need
    begin, reactions = out.reacted_offsets[row], s.flow.at[REACTIONS]
    out.reacted_offsets[row + 1] = begin + reactions
    for number in range(reactions):
        entry, done_then = out.reacted[begin + number], s.reviews.rows[number]
        entry.reaction, entry.tick, entry.target = done_then.reaction, done_then.tick, done_then.target
    if len(t.paths.person) > 0:
        begin = out.exit_offsets[row]
        for number in range(s.flow.at[EXITS]):
            out.exited[begin + number] = s.path.exited[number]


@jitted
def _run(t: Any, s: Any, given: Any, row: int) -> None:
    """Run one replication to the end of all work, or to the horizon."""
    at, events = s.flow.at, s.flow.events
    known_until = at[WINDOW] * TICKS_PER_DAY
    _begin(t, s, given.goes_ahead[row], given.left_out[row])
    while at[EVENTS] > 0 and at[UNFINISHED] > 0 and not at[FULL] and not at[BEYOND]:
        now = events[0] >> TICK
        at[NOW] = now
        if now >= known_until:
            at[BEYOND] = 1
            break
        live = False
        while at[EVENTS] > 0 and events[0] >> TICK == now:
            live |= _take_up(t, s, pop_event(s))
        if live:
            _settle(t, s)


@jitted
def _begin(t: Any, s: Any, goes_ahead: Any, left_out: Any) -> None:
    """Open what waits for nothing; what will not happen is known at tick 0 and holds nobody up (D6)."""
    for project in range(len(goes_ahead)):
        s.pool.goes_ahead[project] = goes_ahead[project]
    for task in range(t.tasks):
        if not goes_ahead[t.task[task].project] or (len(left_out) > 0 and left_out[task]):
            s.task[task].ready = s.task[task].start = s.task[task].finish = ABSENT
            s.flow.at[UNFINISHED] -= 1
    if len(t.known.task) > 0:
        know(t, s)
    for task in range(t.tasks):
        if t.task[task].open_starts == 0 and s.task[task].start == NEVER:
            schedule_ready(t, s, task)
    for task in range(t.tasks):
        if s.task[task].start == ABSENT:
            for place in range(t.task[task].fs, t.task[task].ff):
                meet_start(t, s, place, i64(0))
            for place in range(t.task[task].ff, t.task[task].last):
                meet_finish(t, s, place, i64(0))
    if len(t.known.task) > 0:
        tell_known(t, s)
    if t.rules.returns:
        for person in range(t.people.number):
            expect_leave(t, s, person, i64(t.known.tick // TICKS_PER_DAY))
    if len(t.paths.person) > 0:
        expect_exits(t, s)
    expect_review(t, s, i64(0))


@jitted
def _take_up(t: Any, s: Any, event: int) -> bool:
    """Take something up from the agenda; tell whether it still counts."""
    what, index = (event >> WHAT) & 15, event & INDEX
    at = s.flow.at
    if what == END:
        need = index
        if s.need[need].end != at[NOW]:
            return False  # somebody has joined since, and it ends at another tick
        if at[ENDED] == 0 or s.flow.ended[at[ENDED] - 1] != need:
            s.flow.ended[at[ENDED]] = need
            at[ENDED] += 1
    elif what == CLOSE:
        if not happens(s, index):
            return False
        s.flow.closing[at[CLOSING]] = index
        at[CLOSING] += 1
    elif what == OPEN:
        if not happens(s, index):
            return False
        s.flow.opening[at[OPENING]] = index
        at[OPENING] += 1
    elif what == RIPEN:
        if s.reserve.mature[index] != at[NOW]:
            return False  # it has started since
        ripen(s, index)
    elif len(t.paths.person) > 0 and what == TURN_OF:
        return turn(t, s, index)
    elif t.rules.returns and what == LEAVE:
        return take_leave(t, s, index)
    elif len(t.paths.person) > 0 and what == EXIT:
        return give_way(t, s, index)
    elif len(t.known.task) > 0 and what == RESUME:
        at[RESUMING] = 1
    elif t.reviews.number > 0 and what == REVIEW:
        at[REVIEWING] = index + 1
        expect_review(t, s, index + 1)
    return True


@jitted
def _settle(t: Any, s: Any) -> None:
    """Deal with everything that happens at a tick, in the order of rule R8."""
    at = s.flow.at
    at[SETTLING] = 1
    day = at[NOW] // TICKS_PER_DAY
    if day != at[DAY]:
        _turn_to(t, s, day)
    if len(t.known.task) > 0 and at[RESUMING] > 0:
        _resume(t, s)
    while True:
        _reach_quiet(t, s)
        if t.reviews.number > 0 and at[REVIEWING] > 0:
            hold_review(t, s)
            _reach_quiet(t, s)
        if t.rules.returns and at[LEAVING] > 0:
            hand_over(t, s)
        if not dispatch(t, s):
            break
    if at[ABLE] > 0 and at[EXPANDABLE] > 0:
        extra_seats(t, s)
    if at[BARRED] > 0 or at[BARRED_BEFORE] > 0 or at[HOLDER] >= 0:
        end_look(t, s)
    else:
        at[HOLDER_BEFORE] = at[HOLDER]
    if t.limits.active:
        end_look_at_limits(t, s)
    if at[WAITING] > 0 or at[EXPANDABLE] > 0:
        _look_again(t, s, day)
    at[SETTLING] = 0


@jitted
def _resume(t: Any, s: Any) -> None:
    """Go on with the work that has begun: who is at work stays, the rest is staffed before all else.

    Work ends of which nothing is left; what gets ready by that is opened with all else.
    """
    at, batch = s.flow.at, s.flow.batch
    at[RESUMING] = 0
    take_up_known(t, s)
    while True:
        while at[ENDED] + at[CLOSING] > 0:
            for place in range(_batch(s.flow.ended, at, ENDED, batch)):
                end_need(t, s, i64(batch[place]))
            for place in range(_batch(s.flow.closing, at, CLOSING, batch)):
                close(t, s, i64(batch[place]))
        if not dispatch(t, s):
            break


@jitted
def _turn_to(t: Any, s: Any, day: int) -> None:
    """Let presence, qualifications and bookings be those of a day."""
    at = s.flow.at
    epoch = at[EPOCH]
    while epoch + 1 < len(t.people.epochs) and t.people.epochs[epoch + 1] <= day:
        epoch += 1
    turned = len(t.bookings.days) > 0 and turn_to(t, s, day)
    if turned or epoch != at[EPOCH] or is_thaw_day(t, day):
        at[EVERYBODY_FRESH] = 1
    at[DAY] = day
    if epoch != at[EPOCH]:
        at[EPOCH] = epoch
        list_all(t, s)
    if at[HERE] != t.people.here_row[day] or at[TURNED] > 0:
        at[HERE] = t.people.here_row[day]
        see_who_is_here(t, s)


@jitted
def _reach_quiet(t: Any, s: Any) -> None:
    """Work that ends, tasks that close, links and dates, until nothing changes (R8, steps 1 to 3)."""
    at, batch = s.flow.at, s.flow.batch
    while at[ENDED] + at[CLOSING] + at[OPENING] + at[STOPPING] > 0:
        if t.gates.number + t.reviews.number > 0 and at[ENDED] + at[CLOSING] + at[OPENING] == 0:
            stop_projects(t, s)
        for place in range(_batch(s.flow.ended, at, ENDED, batch)):
            end_need(t, s, i64(batch[place]))
        for place in range(_batch(s.flow.closing, at, CLOSING, batch)):
            close(t, s, i64(batch[place]))
        for place in range(_batch(s.flow.opening, at, OPENING, batch)):
            _open(t, s, i64(batch[place]))


@inlined
def _batch(listed: Any, at: Any, number: int, batch: Any) -> Any:
    """Move what is listed to the batch, in the order of the portfolio; return how much that is."""
    size = at[number]
    at[number] = 0
    for place in range(size):
        entry = listed[place]
        back = place
        while back > 0 and batch[back - 1] > entry:
            batch[back] = batch[back - 1]
            back -= 1
        batch[back] = entry
    return size


@jitted
def _look_again(t: Any, s: Any, day: int) -> None:
    """Look again when people come, go or qualify: work may start though nothing else happens."""
    at, days = s.flow.at, t.people.look_days
    if at[NEXT_LOOK] > at[NOW]:
        return
    low, high = 0, len(days)
    while low < high:
        middle = (low + high) // 2
        if days[middle] <= day:
            low = middle + 1
        else:
            high = middle
    if low < len(days):
        at[NEXT_LOOK] = i64(days[low]) * TICKS_PER_DAY
        put(t, s, at[NEXT_LOOK], LOOK, 0)


@jitted
def _open(t: Any, s: Any, task: int) -> None:
    """Let a task wait for people; work without people starts at its ready tick (R8, step 3)."""
    unit = i64(t.task[task].unit)
    if t.task[task].seats == 0:
        start(t, s, unit)
        return
    wait(t, s, unit)
