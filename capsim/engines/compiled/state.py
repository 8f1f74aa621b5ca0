"""What a replication remembers while it runs: arrays that those of a block use one after the other."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.compiled.hits import StruckRow
from capsim.engines.compiled.learning import LearnedRow
from capsim.engines.compiled.reviewtables import Reviewed

__all__ = [
    "Flow",
    "Given",
    "GivenPaths",
    "Limits",
    "Out",
    "PathRow",
    "Pool",
    "Promised",
    "Reserve",
    "Returns",
    "Scratch",
    "State",
    "Stops",
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
"""Whether anybody is."""
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
WAITED: Final = 45
REVIEWING: Final = 46
"""The number of the review of this tick, counted from 1; 0 for none."""
REACTIONS: Final = 47
"""How often something has been done in a review."""
JOINED: Final = 48
"""Whether somebody has taken a seat in this pass by whom other work may be done now."""
TRY: Final = 49
"""The number of the whole pass that comes next."""
EXITS: Final = 50
"""How many exits there are, taken or not."""
NUMBERS: Final = 51


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
    active: I32  # the signatures with waiting work that was there in a whole pass
    active_place: I32  # (signatures,) where each stands among them, or -1
    untried: I32  # signatures with work that no whole pass has tried
    untried_in: I64  # (signatures,) the whole pass before which each was listed there last
    queue: I64  # heads of the signatures worth a try, a heap of keys
    queued: I64  # (signatures,) the pass in which they were put in the queue
    wanted: Words  # signatures with waiting work, by kind
    fresh: I32  # people
    fresh_in: I64  # (people,) the whole pass before which each was listed there last
    fresh_for_seats: Words
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

    first: I32  # (paths,) segments
    last: I32  # (paths,) where they end
    drawn: I32  # (paths,) where they end once a candidate has been hired
    day: I32  # (segments,)
    row: I32  # of clocks
    factor: I32
    own: I32  # the factor without overtime
    reason: I32
    now: I32  # (paths,) segment
    next: I32  # (paths,) the segment with which somebody comes, goes or leaves next
    leave: I32  # (paths,) the segment from which on the next long absence is looked for
    exit_path: I32  # (exits,) who leaves if they are overloaded
    exit_day: I32
    exit_until: I32
    exited: npt.NDArray[np.bool_]  # whether they do


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


WAIT = np.dtype([(name, np.int32) for name in ("task", "until", "driver", "need")])
"""Parts of waits, as in `capsim.engines.runs.Waits`."""


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
    lowest: I64  # (people,) the lowest class of the work in hand of each, or -1
    lowest_at: I64  # the pass and the number of seats at which that was seen, and the lowest of all
    leaving: Words


BY_REACTION: Final = -2
"""In the place of the gate that stops a project: a reaction does."""


class Stops(NamedTuple):
    """Gates that stop their projects, and when work is there."""

    passes: npt.NDArray[np.bool_]  # (gates,)
    stopping: npt.NDArray[np.bool_]  # (projects,) at this tick
    by: I32  # (projects,) the first gate that stops each, BY_REACTION, or -1
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
    helpful: Words  # who could do the work that looks for some to interrupt
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
    learned: LearnedRow
    limits: Limits
    worked: Words  # (watched tasks, words) who has held a seat
    returns: Returns
    waits: Records  # of WAIT, as work starts
    stops: Stops
    reviews: Reviewed
    scratch: Scratch


class GivenPaths(NamedTuple):
    """The paths of a block of replications, as in `capsim.plan.paths.Paths`; a row is one of clocks."""

    first: I64
    day: I32
    row: I32
    factor: I32
    reason: I32
    days: int  # how far they are known
    exit_first: I64  # as in `capsim.plan.exits.Exits`
    exit_day: I32
    exit_until: I32


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
    wait_offsets: I64
    waits: Records  # of WAIT
    reacted_offsets: I64
    reacted: Records  # of REACTED
    exit_offsets: I64  # given
    exited: npt.NDArray[np.bool_]  # of each exit, whether it was taken
