"""Room for one replication at a time, and for the outcome of a block of them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from capsim.engines.compiled.hits import make_struck
from capsim.engines.compiled.learning import make_learned
from capsim.engines.compiled.paths import MORE_SEGMENTS
from capsim.engines.compiled.reviewtables import REACTED, make_reviewed
from capsim.engines.compiled.state import (
    NEED,
    NUMBERS,
    PERSON,
    RETURN,
    SEAT,
    TASK,
    WAIT,
    Flow,
    Limits,
    Out,
    PathRow,
    Pool,
    Promised,
    Reserve,
    Returns,
    Scratch,
    State,
    Stops,
)
from capsim.engines.compiled.tables import Tables

__all__ = ["make_out", "make_state"]

_MARKS: Final = 3
"""What a wait can be for that ends before the start: a limit, people, a reserve."""

I32 = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]
Records = npt.NDArray[Any]


def make_state(tables: Tables, segments: int = 0, room: int = 0, exits: int = 0) -> State:
    """Make room for one replication at a time.

    Parameters
    ----------
    tables : Tables
    segments : int
        The most segments of its paths.
    room : int
        How many seats may be left before their work is done.
    exits : int
        The most times at which people may leave overloaded.
    """
    seats = tables.slots + room
    return State(
        flow=_flow(tables, room, exits),
        task=np.zeros(tables.tasks, TASK).view(np.recarray),
        need=np.zeros(tables.needs, NEED).view(np.recarray),
        seat=np.zeros(seats, SEAT).view(np.recarray),
        slots=_room(tables.slots),
        person=_people(tables),
        pool=_pool(tables),
        path=_path(tables, segments, exits),
        promised=_promised(tables, seats),
        reserve=_reserve(tables.people.words, tables.units),
        returns=_returns(tables, room),
        waits=np.zeros(_MARKS * tables.tasks, WAIT).view(np.recarray),
        struck=make_struck(tables.hits),
        learned=make_learned(tables.learning, tables.people.number, tables.needs),
        limits=_limits(tables),
        worked=np.zeros((tables.watched, tables.people.words), np.uint64),
        stops=_stops(tables),
        reviews=make_reviewed(tables.reviews, len(tables.paths.person)),
        scratch=_scratch(tables),
    )


def _flow(tables: Tables, room: int, exits: int) -> Flow:
    tasks, units, needs = tables.tasks, tables.units, tables.needs
    people, signatures = tables.people.number, tables.signatures.number
    moments = tables.slots + 2 * needs + 4 * tasks + people + len(tables.paths.person) + 4 * room + 3 * exits
    return Flow(
        at=np.zeros(NUMBERS, np.int64),
        events=np.zeros(moments + 18, np.int64),
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
        untried_in=np.zeros(signatures, np.int64),
        queue=np.zeros(signatures + 1, np.int64),
        queued=np.zeros(signatures, np.int64),
        wanted=_words(int(tables.kinds.words_first[-1])),
        fresh=_room(people),
        fresh_in=np.zeros(people, np.int64),
        fresh_for_seats=_words(tables.people.words),
        expandable_key=np.zeros(needs + 1, np.int64),
        expandable=_room(needs + 1),
    )


def _pool(tables: Tables) -> Pool:
    people, words = tables.people.number, tables.people.words
    projects = tables.bookings.row.shape[1]
    return Pool(
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
    )


def _path(tables: Tables, segments: int, exits: int) -> PathRow:
    paths = len(tables.paths.person)
    cuts = 2 + 2 * int(np.diff(tables.paths.ramp_first).max(initial=0))  # of an exit and the steps after it
    most = segments + MORE_SEGMENTS * paths + cuts * exits
    return PathRow(
        first=_room(paths),
        last=_room(paths),
        drawn=_room(paths),
        day=_room(most),
        row=_room(most),
        factor=_room(most),
        own=_room(most),
        reason=_room(most),
        now=_room(paths),
        next=_room(paths),
        leave=_room(paths),
        exit_path=_room(exits),
        exit_day=_room(exits),
        exit_until=_room(exits),
        exited=np.zeros(exits, np.bool_),
    )


def _promised(tables: Tables, seats: int) -> Promised:
    promised, projects = len(tables.bookings.hard_person), tables.bookings.row.shape[1]
    changes = 1 + promised + (2 * seats + promised * len(tables.bookings.days) if promised else 0)
    kept = changes * tables.bookings.most_rows + 1
    return Promised(
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
    )


def _reserve(words: int, units: int) -> Reserve:
    return Reserve(
        people=_words(words),
        mature=_room(units),
        is_mature=np.zeros(units, np.bool_),
        barred=_room(units),
        barred_before=_room(units),
        in_barred=_room(units),
        opened=np.full(units, -1, np.int32),
        opened_driver=_room(units),
    )


def _returns(tables: Tables, room: int) -> Returns:
    needs, people = tables.needs, tables.people.number
    return Returns(
        rows=np.zeros(room, RETURN).view(np.recarray),
        last=_room(needs),
        running=_room(needs),
        place=_room(needs),
        batch=_room(needs),
        chosen=np.zeros(needs, np.bool_),
        freed=_room(people),
        freed_seats=_room(people),
        lowest=np.zeros(people, np.int64),
        lowest_at=np.zeros(3, np.int64),
        leaving=_words(tables.people.words),
    )


def _stops(tables: Tables) -> Stops:
    tasks, projects = tables.tasks, tables.bookings.row.shape[1]
    return Stops(
        passes=np.ones(tables.gates.number, np.bool_),
        stopping=np.zeros(projects, np.bool_),
        by=np.full(projects, -1, np.int32),
        release=np.zeros(tasks if tables.gates.released else 0, np.int64),
        was=np.zeros(tasks, np.int8),
    )


def _scratch(tables: Tables) -> Scratch:
    most, signatures = tables.signatures.most_seats, tables.signatures.number
    people, words = tables.people.number, tables.people.words
    cost = np.zeros(1)
    return Scratch(
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
        walk=np.zeros(tables.units + 1, np.int64),
        gone=_words(words),
        stay=_words(words),
        held=_words(words),
        helpful=_words(words),
        cost=cost,
        cost_bits=cost.view(np.int64),
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


def make_out(tables: Tables, replications: int, room: int, exits: npt.NDArray[np.int64]) -> Out:
    """Make room for the outcome of a block.

    Parameters
    ----------
    tables : Tables
    replications : int
    room : int
        How many seats may be left before their end in each replication.
    exits : ndarray of int64, (replications + 1,)
        Where those of each replication begin.
    """
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
        wait_offsets=np.zeros(replications + 1, np.int64),
        waits=np.empty(replications * _MARKS * tables.tasks, WAIT).view(np.recarray),
        reacted_offsets=np.zeros(replications + 1, np.int64),
        reacted=np.empty(replications * tables.reviews.most, REACTED).view(np.recarray),
        exit_offsets=exits,
        exited=np.zeros(exits[-1], np.bool_),
    )


def _room(size: int) -> I32:
    return np.zeros(size, np.int32)


def _words(size: int) -> Words:
    return np.zeros(size, np.uint64)
