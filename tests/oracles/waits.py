"""Where the time of every task goes (R17), told from a naive simulation by looking at each day."""

from __future__ import annotations

from collections import Counter

import numpy as np

from capsim.forecast.ledger import Part, ledger_of
from tests.oracles.model import DAY, Model
from tests.oracles.naive import (
    BOOKING,
    FREEZE,
    LAPSE,
    LIMIT,
    LINK,
    PERSON,
    RESERVE,
    RESERVE_AGAIN,
    RETURN,
    WHOLE,
    Naive,
)
from tests.oracles.results import driver, driver_of

Amounts = Counter[tuple]
"""Ticks by (task, need, part, cause)."""

NOTHING = ("none", 0)

PART_OF = {
    FREEZE: Part.LIMIT,
    LIMIT: Part.LIMIT,
    PERSON: Part.PEOPLE,
    BOOKING: Part.PEOPLE,
    RESERVE: Part.RESERVE,
    RESERVE_AGAIN: Part.RESERVE,
    LAPSE: Part.RESERVE,
    RETURN: Part.GONE,
}


def recorded_amounts(runs, row: int) -> Amounts:
    """What the ledger of a run says of one replication."""
    parts = ledger_of(runs, np.arange(runs.plan.n_tasks)).parts
    found: Amounts = Counter()
    columns = (parts.task, parts.need, parts.part, parts.cause, parts.ticks)
    mine = (each[parts.replication == row].tolist() for each in columns)
    for task, need, part, code, ticks in zip(*mine, strict=True):
        cause = driver_of(code) if part in range(Part.DATE, Part.WORK) else NOTHING
        found[task, need, part, cause] += ticks
    return found


def naive_amounts(model: Model, found: Naive) -> Amounts:
    """The same told from a naive simulation that has run."""
    amounts: Amounts = Counter()
    for task in model.tasks:
        i = task.index
        ready, start, finish = found.ready[i], found.start[i], found.finish[i]
        if found._gone(i) and finish is None and (start is None or found.stopped[i] is None):
            ready = ready if found.stopped[i] is not None else None
        if ready is None or ready > model.horizon or found.absent[i]:
            continue
        _before(amounts, model, found, task, ready)
        if start is None or start > model.horizon:
            continue
        since = ready
        for part in found.waits.get(i, ()):
            kind = PART_OF[part.driver[0]]
            need = part.need if kind == Part.PEOPLE else WHOLE
            amounts[i, need, kind, driver(*part.driver)] += part.until - since
            since = part.until
        assert since == start or not task.needs
        if finish is not None and finish <= model.horizon:
            _after(amounts, model, found, task, start, finish)
    return +amounts


def _before(amounts: Amounts, model: Model, found: Naive, task, ready: int) -> None:
    kind, index = found.ready_driver[task.index]
    if kind != LINK:
        amounts[task.index, WHOLE, Part.DATE, driver(kind, index)] += ready
        return
    link = next(each for each in task.into if each.index == index)
    events = found.finish if link.kind in ("FS", "FF") else found.start
    event = events[link.before] if not found.absent[link.before] else 0
    event = found.stopped[link.before] if event is None else event
    dates = max(model.projects[task.project].start, task.not_before or 0)
    release = min(event, dates)
    cause = driver(kind, index)
    amounts[task.index, WHOLE, Part.RELEASE, cause] += release
    amounts[task.index, WHOLE, Part.PREDECESSOR, cause] += event - release
    amounts[task.index, WHOLE, Part.LAG, cause] += ready - event


def _after(amounts: Amounts, model: Model, found: Naive, task, start: int, finish: int) -> None:
    i, own = task.index, start
    if task.elapsed and not task.needs and found.finish_driver[i][0] != LINK:
        own = finish  # how long it takes is not recorded where a link decides
        amounts[i, WHOLE, Part.WORK, NOTHING] += own - start
    for need in task.needs:
        end = found.running[need.index].end
        chairs = [chair for chair in found.chairs if chair.need == need.index]
        gaps = [(r.tick, r.start) for r in found.returns if r.need == need.index and r.start is not None]
        out = sum(back - away for away, back in gaps)
        there = end - start if task.elapsed else _present(model, chairs, start, end)
        amounts[i, need.index, Part.WORK, NOTHING] += there
        amounts[i, need.index, Part.INTERRUPTED, NOTHING] += out
        amounts[i, need.index, Part.AWAY, NOTHING] += end - start - out - there
        own = max(own, end)
    amounts[i, WHOLE, Part.CLOSING, NOTHING] += finish - own


def _present(model: Model, chairs, start: int, end: int) -> int:
    """The ticks in which somebody who is there sits on one of the chairs."""
    total = 0
    for day in range(start // DAY, -(-end // DAY)):
        here = [chair for chair in chairs if model.present(chair.person, DAY * day)]
        spans = sorted((max(chair.start, DAY * day), min(chair.end, DAY * (day + 1))) for chair in here)
        reached = DAY * day
        for first, last in spans:
            total += max(0, last - max(first, reached))
            reached = max(reached, last)
    return total
