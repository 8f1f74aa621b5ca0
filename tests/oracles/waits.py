"""Where the time of every task goes (R17), told from a naive simulation by looking at each day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from capsim.forecast.ledger import Part, ledger_of
from capsim.forecast.unfinished import left_at_the_end
from tests.oracles.model import DAY, Model
from tests.oracles.naive import (
    ARRIVAL,
    BOOKING,
    FREEZE,
    LAPSE,
    LIMIT,
    LINK,
    NOT_BEFORE,
    PERSON,
    PROJECT_START,
    RESERVE,
    RESERVE_AGAIN,
    RETURN,
    WHOLE,
    Naive,
    Unit,
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
    tasks = np.arange(runs.plan.n_tasks)
    return _amounts(ledger_of(runs, tasks).parts, row)


def recorded_left(runs, row: int) -> Amounts:
    """What it says of unfinished work up to the horizon."""
    return _amounts(left_at_the_end(runs, np.arange(runs.plan.n_tasks)), row)


def _amounts(parts, row: int) -> Amounts:
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
    dates = max(model.projects[task.project].start, model.earliest(task) or 0)
    release = min(event, dates)
    cause = driver(kind, index)
    amounts[task.index, WHOLE, Part.RELEASE, cause] += release
    amounts[task.index, WHOLE, Part.PREDECESSOR, cause] += event - release
    amounts[task.index, WHOLE, Part.LAG, cause] += ready - event


def _after(amounts: Amounts, model: Model, found: Naive, task, start: int, finish: int) -> None:
    i, own = task.index, start
    if task.done is not None:
        amounts[i, WHOLE, Part.WORK, NOTHING] += finish - start
        return
    if task.elapsed and not task.needs and found.finish_driver[i][0] != LINK:
        own = finish  # how long it takes is not recorded where a link decides
        amounts[i, WHOLE, Part.WORK, NOTHING] += own - start
    for need in task.needs:
        end = found.running[need.index].end
        chairs = [chair for chair in found.chairs if chair.need == need.index]
        if task.elapsed and not chairs:  # begun before the status date, with nobody
            end = start if found.finish_driver[i][0] == LINK else end
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


# ---------------------------------------------------------------- what is not finished at the horizon


def naive_left(model: Model, found: Naive) -> Amounts:
    """The parts up to the horizon of what is not finished by then, from the state that is left."""
    amounts: Amounts = Counter()
    for task in model.tasks:
        i = task.index
        finish, ready, start = (
            None if tick is None or tick > model.horizon else tick
            for tick in (found.finish[i], found.ready[i], found.start[i])
        )
        if finish is not None or found._gone(i):
            continue
        if ready is None:
            _never_ready(amounts, model, found, task)
        elif start is None:
            part, need = _never_begun(model, found, task)
            amounts[i, need, part, NOTHING] += model.horizon - ready
        else:
            _never_done(amounts, model, found, task, start)
    return +amounts


def _happened(model: Model, found: Naive, link) -> int | None:
    """When the event of a link was, or was known not to come; None while neither is so."""
    if found.absent[link.before]:
        return 0
    event = (found.finish if link.kind in ("FS", "FF") else found.start)[link.before]
    event = found.stopped[link.before] if event is None else event
    return None if event is None or event > model.horizon else event


def _never_ready(amounts: Amounts, model: Model, found: Naive, task) -> None:
    into = [link for link in task.into if link.kind in ("FS", "SS")]
    waits = next((link for link in into if _happened(model, found, link) is None), None)
    if waits is None:
        late = model.horizon + 1
        causes = [(found._link_tick(link), LINK, link) for link in into]
        causes.append((model.projects[task.project].start, PROJECT_START, None))
        earliest = model.earliest(task)
        causes += [] if earliest is None else [(earliest, NOT_BEFORE, None)]
        causes += [(found.release[task.index], ARRIVAL, None)] if found.release else []
        latest = max(min(tick, late) for tick, _, _ in causes)
        kind, waits = next((kind, link) for tick, kind, link in causes if min(tick, late) == latest)
        if waits is None:
            amounts[task.index, WHOLE, Part.DATE, driver(kind, 0)] += model.horizon
            return
    event = _happened(model, found, waits)
    event = model.horizon if event is None else event
    release = min(event, max(model.projects[task.project].start, model.earliest(task) or 0))
    cause = driver(LINK, waits.index)
    amounts[task.index, WHOLE, Part.RELEASE, cause] += release
    amounts[task.index, WHOLE, Part.PREDECESSOR, cause] += event - release
    amounts[task.index, WHOLE, Part.LAG, cause] += model.horizon - event


def _never_begun(model: Model, found: Naive, task) -> tuple[int, int]:
    """What keeps it from beginning: a limit, the first seat that stays empty, or that people are away."""
    if found._limits_on(task.index, model.horizon):
        return Part.LIMIT, WHOLE
    day = model.horizon // DAY
    seats = found._seats_of(Unit(task.index, WHOLE))

    def qualified(need):
        return [p.index for p in model.people if model.speed(p.index, need, day) > 0]

    def free(need):
        return [
            person
            for person in qualified(need)
            if found.seats[person] < model.focus(found.policy, person)
            and found._can_give(person, task.project, found.held[person], day) >= need.least
        ]

    named = [other.index for other in model.tasks if other.label == task.same_as]
    mine = [chair for chair in found.chairs if named and model.needs[chair.need].task == named[0]]
    did = {chair.person for chair in mine if model.left_before(chair.person, model.horizon) <= chair.start}
    able = [[person for person in qualified(need) if person in did] for need in seats]
    bound = bool(named) and found.first_complete(able) is not None
    for place, need in enumerate(seats):
        choices = [[p for p in free(each) if p in did or not bound] for each in seats[: place + 1]]
        if found.first_complete(choices) is None:
            return Part.PEOPLE, need.index
    return Part.GONE, WHOLE


def _never_done(amounts: Amounts, model: Model, found: Naive, task, start: int) -> None:
    i, own = task.index, start
    ticks = [found._link_tick(link) for link in task.into if link.kind in ("FF", "SF")]
    held = any(tick is None or tick > model.horizon for tick in ticks)
    if task.elapsed and not task.needs:
        own = start if held else model.horizon
        amounts[i, WHOLE, Part.WORK, NOTHING] += own - start
    for need in task.needs:
        run = found.running[need.index]
        end = model.horizon if run.end is None else run.end
        chairs = [chair for chair in found.chairs if chair.need == need.index]
        if task.elapsed and not chairs:  # begun before the status date, with nobody
            end = start if held else model.horizon
        spans = [replace(chair, end=end if chair.end is None else chair.end) for chair in chairs]
        gaps = [(r.tick, end if r.start is None else r.start) for r in found.returns if r.need == need.index]
        out = sum(back - away for away, back in gaps)
        there = end - start if task.elapsed else _present(model, spans, start, end)
        amounts[i, need.index, Part.WORK, NOTHING] += there
        amounts[i, need.index, Part.INTERRUPTED, NOTHING] += out
        amounts[i, need.index, Part.AWAY, NOTHING] += end - start - out - there
        own = max(own, end)
    amounts[i, WHOLE, Part.CLOSING, NOTHING] += model.horizon - own
