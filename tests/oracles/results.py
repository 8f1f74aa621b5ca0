"""From what an engine gives back to plain lists, and the comparison of two of them."""

from __future__ import annotations

from collections import Counter

import numpy as np

from capsim.clock import ABSENT, NEVER, STOPPED
from capsim.engines.runs import Cause, Runs, cause_of
from capsim.plan.paths import Reason
from tests.oracles.checker import Held, Restart, Schedule
from tests.oracles.model import Model
from tests.oracles.naive import Outcome

KINDS = {
    Cause.NONE: "none",
    Cause.LINK: "link",
    Cause.PROJECT_START: "project start",
    Cause.NOT_BEFORE: "not before",
    Cause.READY: "ready",
    Cause.PERSON: "person",
    Cause.RESERVE: "reserve",
    Cause.RETURN: "return",
    Cause.NEED: "need",
    Cause.DURATION: "duration",
    Cause.START: "start",
    Cause.FREEZE: "freeze",
    Cause.LAPSE: "lapse",
    Cause.BOOKING: "booking",
    Cause.ARRIVAL: "arrival",
    Cause.LIMIT: "limit",
    Cause.AGAIN: "again",
    Cause.RESERVE_AGAIN: "reserve again",
    Cause.REACTION: "reaction",
    Cause.KNOWN: "known",
}
INDEXED = {"link", "person", "reserve", "return", "need", "booking", "limit", "reserve again", "reaction"}
"""Kinds of drivers whose index says which."""


def driver(kind: str, index: int) -> tuple[str, int]:
    return (kind, index) if kind in INDEXED else (kind, 0)


def driver_of(code: int) -> tuple[str, int]:
    """A packed driver in words."""
    kind, index = cause_of(code)
    return driver(KINDS[kind], index)


def recorded(runs, row: int) -> Schedule:
    """One replication as an engine recorded it."""

    def ticks(array):
        return [None if tick == NEVER else int(tick) for tick in array[row]]

    def drivers(array):
        return [driver_of(code) for code in array[row]]

    first, last = int(runs.seat_offsets[row]), int(runs.seat_offsets[row + 1])
    columns = [column[first:last].tolist() for column in runs.seats]
    seats = [
        Held(need, person, start, None if end == NEVER else end, speed, allocation)
        for need, person, start, end, speed, allocation in zip(*columns, strict=True)
    ]
    again = [column[runs.restarts.replication == row].tolist() for column in runs.restarts[1:]]
    restarts = [
        Restart(need, tick, *((None, ("none", 0)) if start == NEVER else (start, driver_of(code))))
        for need, tick, start, code in zip(*again, strict=True)
    ]
    return Schedule(
        ticks(runs.ready),
        ticks(runs.start),
        ticks(runs.finish),
        drivers(runs.ready_driver),
        drivers(runs.start_driver),
        drivers(runs.finish_driver),
        seats,
        restarts,
        list(
            zip(
                *(column[runs.reacted.replication == row].tolist() for column in runs.reacted[1:]),
                strict=True,
            )
        ),
        _quit(runs.absences, row),
    )


def _quit(absences, row: int) -> list[tuple[int, int]]:
    """Who has left because of overload, and when."""
    left = (absences.replication == row) & (absences.reason == Reason.QUIT)
    return sorted(zip(absences.first_day[left].tolist(), absences.person[left].tolist(), strict=True))


def as_schedule(model: Model, outcome: Outcome, absent: list[bool], stopped: list[int | None]) -> Schedule:
    """What the naive simulation found, in the same form; of what was stopped with the tick of that."""

    def ticks(row):
        return [
            ABSENT
            if gone
            else STOPPED
            if end is not None and tick is None
            else None
            if tick is None or tick > model.horizon
            else tick
            for tick, gone, end in zip(row, absent, stopped, strict=True)
        ]

    def drivers(row, times):
        return [
            driver(*cause) if tick not in (None, STOPPED) else ("none", 0)
            for cause, tick in zip(row, times, strict=True)
        ]

    ready, start, finish = ticks(outcome.ready), ticks(outcome.start), ticks(outcome.finish)
    seats = [Held(c.need, c.person, c.start, c.end, c.speed, c.allocation) for c in outcome.chairs]
    return Schedule(
        ready,
        start,
        finish,
        drivers(outcome.ready_driver, ready),
        drivers(outcome.start_driver, start),
        drivers(outcome.finish_driver, finish),
        seats,
        [Restart(r.need, r.tick, r.start, driver(*r.driver)) for r in outcome.returns],
        outcome.reacted,
        outcome.quit,
    )


def differences(model: Model, got: Schedule, right: Schedule) -> list[str]:
    """Where a recorded schedule differs from the naive one, as sentences."""
    found = []
    for name in ("ready", "start", "finish", "ready_driver", "start_driver", "finish_driver"):
        for task in model.tasks:
            mine, its = getattr(got, name)[task.index], getattr(right, name)[task.index]
            if mine != its:
                found.append(f"{name} of {task.label} is {mine}, should be {its}")
    if got.restarts != right.restarts:
        found.append(f"restarts are {got.restarts}, should be {right.restarts}")
    if got.quit != sorted(right.quit):
        found.append(f"those who leave overloaded are {got.quit}, should be {right.quit}")
    if got.reacted != right.reacted:
        found.append(f"reactions are {got.reacted}, should be {right.reacted}")
    mine, its = Counter(got.seats), Counter(right.seats)
    found += [f"{seat} should not be" for seat in sorted((mine - its).elements(), key=_order)]
    found += [f"{seat} is missing" for seat in sorted((its - mine).elements(), key=_order)]
    return found


def _order(seat: Held) -> tuple:
    return seat.start, seat.need, seat.person, -1 if seat.end is None else seat.end


ARRAYS = (
    "ready",
    "start",
    "finish",
    "ready_driver",
    "start_driver",
    "finish_driver",
    "seat_offsets",
)


def unequal(one: Runs, other: Runs) -> list[str]:
    """The names of the arrays in which two runs differ, be it in a type."""
    pairs = [(name, getattr(one, name), getattr(other, name)) for name in ARRAYS]
    pairs += [
        (f"seats.{name}", mine, its)
        for name, mine, its in zip(one.seats._fields, one.seats, other.seats, strict=True)
    ]
    pairs += [
        (f"restarts.{name}", mine, its)
        for name, mine, its in zip(one.restarts._fields, one.restarts, other.restarts, strict=True)
    ]
    pairs += [
        (f"absences.{name}", mine, its)
        for name, mine, its in zip(one.absences._fields, one.absences, other.absences, strict=True)
    ]
    pairs += [
        (f"waits.{name}", mine, its)
        for name, mine, its in zip(one.waits._fields, one.waits, other.waits, strict=True)
    ]
    pairs += [
        (f"reacted.{name}", mine, its)
        for name, mine, its in zip(one.reacted._fields, one.reacted, other.reacted, strict=True)
    ]
    return [name for name, mine, its in pairs if mine.dtype != its.dtype or not np.array_equal(mine, its)]
