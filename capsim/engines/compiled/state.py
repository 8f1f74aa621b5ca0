"""What a replication remembers while it runs: arrays that those of a block use one after the other."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER
from capsim.engines.compiled.bits import add, copy, count, fill
from capsim.engines.compiled.hits import StruckRow, make_struck
from capsim.engines.compiled.jit import i64, jitted, u64
from capsim.engines.compiled.tables import BY_PROJECT, Tables
from capsim.rules.work import EFFORT_UNIT

__all__ = [
    "Flow",
    "Given",
    "Out",
    "Pool",
    "Promised",
    "Reserve",
    "Returns",
    "Scratch",
    "State",
    "Stops",
    "make_out",
    "make_state",
    "reset",
]

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Records = npt.NDArray[np.void]

# Places in `Flow.at`: the numbers of the run.
NOW: Final = 0
DAY: Final = 1
EPOCH: Final = 2
HERE: Final = 3
"""Row of who is present today."""
HERE_IN_PASS: Final = 4
NEXT_LOOK: Final = 5
UNFINISHED: Final = 6
EVENTS: Final = 7
ENDED: Final = 8
CLOSING: Final = 9
OPENING: Final = 10
SETTLING: Final = 11
WAITING: Final = 12
ACTIVE: Final = 13
UNTRIED: Final = 14
QUEUED: Final = 15
EXPANDABLE: Final = 16
MATURE: Final = 17
SEATS: Final = 18
HOLDER: Final = 19
HOLDER_BEFORE: Final = 20
HOLDING: Final = 21
BARRED: Final = 22
BARRED_BEFORE: Final = 23
TURN: Final = 24
CHANGES: Final = 25
KEPT: Final = 26
EVERYBODY_FRESH: Final = 27
FRESH: Final = 28
PASS: Final = 29
FRESH_FOR_SEATS: Final = 30
ABLE: Final = 31
EVERYBODY_FRESH_FOR_SEATS: Final = 32
MORNING: Final = 33
TURNED: Final = 34
"""Whether somebody has come or gone who follows a path."""
COMINGS: Final = 35
"""How often others have been here than before."""
RUNNING: Final = 36
"""Effort needs in hand, if work may return to the queue."""
LEAVING: Final = 37
EARLY: Final = 38
"""Seats that were left before their work was done."""
RETURNED: Final = 39
FULL: Final = 40
"""Whether there was no room for another such seat: the replication has to be run again, with more."""
STOPPING: Final = 41
"""How many gates have been reached that stop their projects."""
RESUMING: Final = 42
"""Whether the status date has just begun."""
WINDOW: Final = 43
"""The day up to which paths are known."""
BEYOND: Final = 44
"""Whether something depended on a path beyond it: the replication has to be run again, with longer paths."""
NUMBERS: Final = 45


class Flow(NamedTuple):
    """Time: what falls due, what waits, who is fresh."""

    at: I64
    events: I64  # a heap of (tick, what, index) in one number each
    ended: I32
    closing: I32
    opening: I32
    batch: I32  # one of the three while it is worked through
    key: I64  # (tasks,) place in the order of work, with the number of the task's unit
    duration: I64  # (tasks,)
    waiting: I64  # keys of waiting work, a heap for each signature
    waits: I32  # (signatures,) how many
    active: I32  # the signatures with waiting work
    active_place: I32
    untried: I32  # signatures with work that no whole pass has tried
    is_untried: npt.NDArray[np.bool_]
    queue: I64  # heads of the signatures worth a try, a heap of keys
    queued: I64  # (signatures,) the pass in which they were put in the queue
    wanted: Words  # signatures with waiting work, by kind
    fresh: I32  # people
    is_fresh: npt.NDArray[np.bool_]
    fresh_for_seats: I32
    is_fresh_for_seats: npt.NDArray[np.bool_]
    expandable_key: I64
    expandable: I32  # needs, in order


_TASK = """ready start finish ready_driver start_driver finish_driver open_starts open_finishes start_tick
start_link finish_tick finish_link own_end own_driver open_needs last_need_end"""
TASK = np.dtype([(name, np.int32) for name in _TASK.split()])
"""What becomes of a task, what it still waits for, and the latest link met."""

NEED = np.dtype([("left", np.int64), *((name, np.int32) for name in ("end", "since", "taken", "begun"))])
"""Work in hand, and when it started or restarted last."""

_SEAT = "need person start stop speed allocation freed_before freed_next"
SEAT = np.dtype([(name, np.int32) for name in _SEAT.split()])
"""Who sits where; and how much of them was free before they stood up, and the seat that says so before."""

_PERSON = "free freed seats row promised skills focus path"
PERSON = np.dtype([(name, np.int32) for name in _PERSON.split()])
"""What is free of somebody, the last seat that says since when, and seats held; their row of clocks, or -1
where that is their path's; the rest never changes."""


class Pool(NamedTuple):
    """The people."""

    whole: Words
    part: Words
    able: Words  # something is free, present, and not held
    free_of: Words  # (entries of kinds) something is free
    load: I64
    worked_on: Words  # (projects, words)
    goes_ahead: npt.NDArray[np.bool_]
    here: Words  # today
    here_in_pass: Words
    away: Words  # those who would be here, but for their path


class PathRow(NamedTuple):
    """The paths of this replication."""

    first: I32  # (paths + 1,) segments
    day: I32  # (segments,)
    row: I32  # of clocks
    factor: I32
    reason: I32
    now: I32  # (paths,) segment
    next: I32  # (paths,) the segment with which somebody comes, goes or leaves next


class Promised(NamedTuple):
    """What hard bookings keep of people, now and before."""

    held: I32  # (promised, projects) thousandths
    last: I32  # (promised,) latest change
    tick: I32  # (changes,)
    need: I32
    open: I32
    before: I32
    kept_first: I32
    kept_end: I32
    kept_project: I32
    kept_share: I32


class Reserve(NamedTuple):
    """Who is held, for whom, and who is barred by it."""

    people: Words
    mature: I32  # (units,)
    is_mature: npt.NDArray[np.bool_]  # (units,) waiting, and may hold
    barred: I32  # units
    barred_before: I32
    in_barred: I32  # (units,) 1: it was barred at the look before; 2: it is now
    opened: I32  # (units,)
    opened_driver: I32


class Limits(NamedTuple):
    """Projects in progress, and when limits opened."""

    number: I32  # (limits,) projects in progress
    was_full: npt.NDArray[np.bool_]  # (limits,) at the look before
    released: I32  # (limits,) the last tick at which a place was given back
    released_by: I32  # and the project, the first as listed
    opened: I32  # (limits,)
    opened_by: I32
    has_begun: npt.NDArray[np.bool_]  # (projects,)
    let: I32  # (limits of projects) when each had opened for a project that has begun
    let_by: I32


RETURN = np.dtype([(name, np.int32) for name in ("need", "returned", "start", "driver")])
"""Work that returned to the queue, when, when it went on, and why then."""


class Returns(NamedTuple):
    """Work that returns to the queue, and who hands it over."""

    rows: Records  # of RETURN, as they happen
    last: I32  # (needs,) the last row of each
    running: I32  # effort needs in hand, in any order
    place: I32  # (needs,) where each stands among them
    batch: I32  # those of them that somebody leaves, or that are interrupted
    chosen: npt.NDArray[np.bool_]  # by place in the batch
    freed: I32  # (people,) thousandths that the chosen ones would give back
    freed_seats: I32
    leaving: Words


class Stops(NamedTuple):
    """Gates that stop their projects, and when work is there."""

    passes: npt.NDArray[np.bool_]  # (gates,)
    stopping: npt.NDArray[np.bool_]  # (projects,) at this tick
    by: I32  # (projects,) the first gate that stops each, or -1
    release: I64  # (tasks,) or nothing: the tick before which each does not get ready
    was: npt.NDArray[np.int8]  # (tasks,) at the stop: 0 finished, 1 unfinished, 2 not even started


class Scratch(NamedTuple):
    """Room for one decision."""

    team: I32  # (seats,) entries of kinds
    taken: Words  # people of the team so far
    choice_first: I32  # (seats + 1,)
    choices: I32
    choice_entry: I32
    choice_key: I64
    seat_of: I32  # (people,)
    asked_by: I32  # (people,)
    asked: I32  # (people,) 1: in this search
    queue: I32
    person_at: I32
    barred: npt.NDArray[np.int8]  # (signatures,) in this pass: 0 unknown, 1 no, 2 yes
    failed: I64  # (signatures,) the pass in which it could not be staffed
    hopeless: I64
    walk: I64  # keys of all waiting work
    gone: Words
    stay: Words
    held: Words
    cost: npt.NDArray[np.float64]  # of one person
    cost_bits: I64  # the same memory


class State(NamedTuple):
    """Everything."""

    flow: Flow
    task: Records
    need: Records
    seat: Records
    slots: I32  # the seats of each need
    person: Records
    pool: Pool
    path: PathRow
    promised: Promised
    reserve: Reserve
    struck: StruckRow
    limits: Limits
    worked: Words  # (watched tasks, words) who has held a seat
    returns: Returns
    stops: Stops
    scratch: Scratch


class GivenPaths(NamedTuple):
    """The paths of a block of replications, as in `capsim.plan.paths.Paths`; a row is one of clocks."""

    first: I64
    day: I32
    row: I32
    factor: I32
    reason: I32
    days: int  # how far they are known


class Given(NamedTuple):
    """The draws of a block of replications, and the order of work."""

    effort: I64  # (replications, needs)
    duration: I64  # (replications, tasks)
    goes_ahead: npt.NDArray[np.bool_]  # (replications, projects)
    passes: npt.NDArray[np.bool_]  # (replications, gates)
    left_out: npt.NDArray[np.bool_]  # (replications, tasks), or nothing
    release: I64  # (replications, tasks), or nothing
    delay: I64  # these and the following as in `capsim.plan.draws.Block`
    strike: I64
    strike_delay: I64
    extra_effort: I64
    extra_duration: I64
    rework: I64
    rank: I64  # (1 or replications, tasks)
    paths: GivenPaths


class Out(NamedTuple):
    """Where a block of replications is written."""

    ready: I32
    start: I32
    finish: I32
    ready_driver: I32
    start_driver: I32
    finish_driver: I32
    seat_offsets: I64
    need: I32
    person: I32
    seat_start: I32
    seat_end: I32
    speed: I32
    allocation: I32
    return_offsets: I64
    returned: Records  # of RETURN


def make_state(tables: Tables, segments: int = 0, room: int = 0) -> State:
    """Make room for one replication at a time.

    Parameters
    ----------
    tables : Tables
    segments : int
        The most segments of its paths.
    room : int
        How many seats may be left before their work is done.
    """
    tasks, units, needs = tables.tasks, tables.units, tables.needs
    people, words = tables.people.number, tables.people.words
    signatures, seats, paths = tables.signatures.number, tables.slots + room, len(tables.paths.person)
    projects = tables.bookings.row.shape[1]
    promised = len(tables.bookings.hard_person)
    changes = 1 + promised + (2 * seats + promised * len(tables.bookings.days) if promised else 0)
    kept = changes * tables.bookings.most_rows + 1
    most = tables.signatures.most_seats
    cost = np.zeros(1)
    return State(
        flow=Flow(
            at=np.zeros(NUMBERS, np.int64),
            events=np.zeros(seats + 2 * needs + 4 * tasks + people + paths + 3 * room + 17, np.int64),
            ended=_room(needs + 1),
            closing=_room(tasks + 1),
            opening=_room(tasks + 1),
            batch=_room(max(needs, tasks) + 1),
            key=np.zeros(tasks, np.int64),
            duration=np.zeros(tasks, np.int64),
            waiting=np.zeros(units + 1, np.int64),
            waits=_room(signatures),
            active=_room(signatures),
            active_place=_room(signatures),
            untried=_room(signatures),
            is_untried=np.zeros(signatures, np.bool_),
            queue=np.zeros(signatures + 1, np.int64),
            queued=np.zeros(signatures, np.int64),
            wanted=_words(int(tables.kinds.words_first[-1])),
            fresh=_room(people),
            is_fresh=np.zeros(people, np.bool_),
            fresh_for_seats=_room(people),
            is_fresh_for_seats=np.zeros(people, np.bool_),
            expandable_key=np.zeros(needs + 1, np.int64),
            expandable=_room(needs + 1),
        ),
        task=np.zeros(tasks, TASK).view(np.recarray),
        need=np.zeros(needs, NEED).view(np.recarray),
        seat=np.zeros(seats, SEAT).view(np.recarray),
        slots=_room(tables.slots),
        person=_people(tables),
        pool=Pool(
            whole=_words(words),
            part=_words(words),
            able=_words(words),
            free_of=_words(int(tables.kinds.first[-1])),
            load=np.zeros(people, np.int64),
            worked_on=np.zeros((projects, words), np.uint64),
            goes_ahead=np.ones(projects, np.bool_),
            here=_words(words),
            here_in_pass=_words(words),
            away=_words(words),
        ),
        path=PathRow(
            first=_room(paths + 1),
            day=_room(segments),
            row=_room(segments),
            factor=_room(segments),
            reason=_room(segments),
            now=_room(paths),
            next=_room(paths),
        ),
        promised=Promised(
            held=np.zeros((promised, projects), np.int32),
            last=_room(promised),
            tick=_room(changes),
            need=_room(changes),
            open=_room(changes),
            before=_room(changes),
            kept_first=_room(changes),
            kept_end=_room(changes),
            kept_project=_room(kept),
            kept_share=_room(kept),
        ),
        reserve=Reserve(
            people=_words(words),
            mature=_room(units),
            is_mature=np.zeros(units, np.bool_),
            barred=_room(units),
            barred_before=_room(units),
            in_barred=_room(units),
            opened=_room(units),
            opened_driver=_room(units),
        ),
        returns=Returns(
            rows=np.zeros(room, RETURN).view(np.recarray),
            last=_room(needs),
            running=_room(needs),
            place=_room(needs),
            batch=_room(needs),
            chosen=np.zeros(needs, np.bool_),
            freed=_room(people),
            freed_seats=_room(people),
            leaving=_words(words),
        ),
        struck=make_struck(tables.hits),
        limits=_limits(tables),
        worked=np.zeros((tables.watched, words), np.uint64),
        stops=Stops(
            passes=np.ones(tables.gates.number, np.bool_),
            stopping=np.zeros(projects, np.bool_),
            by=np.full(projects, -1, np.int32),
            release=np.zeros(tasks if tables.gates.released else 0, np.int64),
            was=np.zeros(tasks, np.int8),
        ),
        scratch=Scratch(
            team=_room(most),
            taken=_words(words),
            choice_first=_room(most + 1),
            choices=_room(most * people),
            choice_entry=_room(most * people),
            choice_key=np.zeros(max(people, most), np.int64),
            seat_of=_room(people),
            asked_by=_room(people),
            asked=_room(people),
            queue=_room(most + 1),
            person_at=_room(most),
            barred=np.zeros(signatures, np.int8),
            failed=np.zeros(signatures, np.int64),
            hopeless=np.zeros(signatures, np.int64),
            walk=np.zeros(units + 1, np.int64),
            gone=_words(words),
            stay=_words(words),
            held=_words(words),
            cost=cost,
            cost_bits=cost.view(np.int64),
        ),
    )


def _limits(tables: Tables) -> Limits:
    limits, entries = len(tables.limits.most), len(tables.limits.of)
    return Limits(
        number=_room(limits),
        was_full=np.zeros(limits, np.bool_),
        released=_room(limits),
        released_by=_room(limits),
        opened=_room(limits),
        opened_by=_room(limits),
        has_begun=np.zeros(len(tables.limits.of_first) - 1, np.bool_),
        let=_room(entries),
        let_by=_room(entries),
    )


def _people(tables: Tables) -> Records:
    people = np.zeros(tables.people.number, PERSON)
    people["row"], people["skills"], people["promised"] = tables.people.row, tables.people.skills, -1
    people["focus"] = tables.people.focus
    people["path"] = -1
    people["path"][tables.paths.person] = np.arange(len(tables.paths.person))
    people["promised"][tables.bookings.hard_person] = np.arange(len(tables.bookings.hard_person))
    return people.view(np.recarray)


def make_out(tables: Tables, replications: int, room: int) -> Out:
    """Make room for the outcome of a block, with so many seats left before their end in each replication."""
    seats = replications * (tables.slots + room)

    def by_task() -> I32:
        return np.empty((replications, tables.tasks), np.int32)

    return Out(
        ready=by_task(),
        start=by_task(),
        finish=by_task(),
        ready_driver=by_task(),
        start_driver=by_task(),
        finish_driver=by_task(),
        seat_offsets=np.zeros(replications + 1, np.int64),
        need=np.empty(seats, np.int32),
        person=np.empty(seats, np.int32),
        seat_start=np.empty(seats, np.int32),
        seat_end=np.empty(seats, np.int32),
        speed=np.empty(seats, np.int32),
        allocation=np.empty(seats, np.int32),
        return_offsets=np.zeros(replications + 1, np.int64),
        returned=np.empty(replications * room, RETURN).view(np.recarray),
    )


def _room(size: int) -> I32:
    return np.zeros(size, np.int32)


def _words(size: int) -> Words:
    return np.zeros(size, np.uint64)


@jitted
def reset(t: Any, s: Any, given: Any, row: int) -> None:
    """Forget the replication before."""
    at, bits = s.flow.at, t.rules.bits
    fill(at, 0)
    at[DAY] = at[NEXT_LOOK] = at[HERE_IN_PASS] = at[HOLDER] = at[HOLDER_BEFORE] = at[TURN] = -1
    at[HERE] = t.people.here_row[0]
    at[UNFINISHED] = t.tasks
    at[PASS] = at[COMINGS] = 1
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
    if t.gates.number > 0:
        fill(s.stops.stopping, False)
        fill(s.stops.by, -1)
    release = given.release[row]
    for number in range(len(s.stops.release)):
        s.stops.release[number] = release[number]
    fill(s.returns.leaving, u64(0))
    _forget_people(t, s)
    _forget_waiting(t, s)
    if t.limits.active:
        _forget_limits(s)
    for watched in range(t.watched):
        fill(s.worked[watched], u64(0))
    if len(s.promised.last) > 0:
        _forget_promises(s)
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
    fill(s.flow.is_untried, False)
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
    fill(s.flow.is_fresh, False)
    fill(s.flow.is_fresh_for_seats, False)
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
