"""The wait ledger (rule R17): where the time of tasks and needs goes, in every replication.

Worked out from starts, finishes, seats and drivers; engines add only the marks that these do not tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, STOPPED
from capsim.engines.runs import Cause, Runs, cause_code
from capsim.forecast.atwork import AtWork, at_work
from capsim.forecast.dates import causes
from capsim.metrics.spans import Path

__all__ = [
    "Ledger",
    "Part",
    "Parts",
    "before_start",
    "event_of_link",
    "joined",
    "ledger_of",
    "link_is_met",
    "parts_by_link",
    "parts_of",
    "work_of_need",
    "worked",
]

Bools = npt.NDArray[np.bool_]
AnyInts = npt.NDArray[np.signedinteger]
Ints = npt.NDArray[np.int64]

_FS, _SS, _FF, _SF = range(4)
_NOBODY: Final = -1
_SHIFT: Final = cause_code(1)


class Part:
    """Kinds of parts of the time of a task, in the order in which they follow each other."""

    DATE = 0  # up to the date that made it ready
    RELEASE = 1  # up to its dates, while its predecessor goes on
    PREDECESSOR = 2  # up to the event that the link counts from
    LAG = 3  # from there to ready: the lag, and delays by risks
    LIMIT = 4  # for a limit on projects in progress, or a freeze
    PEOPLE = 5  # for somebody who was not free
    RESERVE = 6  # for a reserve of other work
    GONE = 7  # for people who were away, or not yet qualified
    WORK = 8  # of a need, or of a task without needs
    AWAY = 9  # of a need: no member of its team is present
    INTERRUPTED = 10  # of a need: from the return to the restart
    CLOSING = 11  # from the end of its own work to its finish, for an FF or SF link


_OF_CAUSE: Final = np.full(64, Part.GONE)
_OF_CAUSE[[Cause.LIMIT, Cause.FREEZE]] = Part.LIMIT
_OF_CAUSE[[Cause.PERSON, Cause.BOOKING]] = Part.PEOPLE
_OF_CAUSE[[Cause.RESERVE, Cause.RESERVE_AGAIN, Cause.LAPSE]] = Part.RESERVE


class Parts(NamedTuple):
    """Parts of the time of tasks, one entry for each that takes any.

    Attributes
    ----------
    replication, task : ndarray of int64
    need : ndarray of int64
        Whose work it is, or for whose seat somebody is waited for; -1 where none is meant.
    part : ndarray of int64
        Kind, see `Part`.
    cause : ndarray of int64
        The packed driver that ended a wait or made the task ready; 0 for work.
    since : ndarray of int64
        Its first tick; of work, and of what interrupts it, that of the task's start.
    ticks : ndarray of int64
        How long it takes; never 0.
    worked : ndarray of int64
        The working ticks of the portfolio calendar in it.
    """

    replication: Ints
    task: Ints
    need: Ints
    part: Ints
    cause: Ints
    since: Ints
    ticks: Ints
    worked: Ints


class Ledger(NamedTuple):
    """The parts of tasks, and which need of each ends last.

    Attributes
    ----------
    parts : Parts
    last_need : ndarray of int64, (replications, tasks)
        Of needs that end together the first; -1 for a task that has none or is not finished.
    """

    parts: Parts
    last_need: Ints


def worked(runs: Runs, start: Ints, end: Ints) -> Ints:
    """Return the working ticks of the portfolio calendar between ticks, element by element."""
    calendar = Path(runs.plan.working[np.newaxis])
    return np.asarray(calendar.between(0, start, end), dtype=np.int64)


def ledger_of(runs: Runs, tasks: Ints) -> Ledger:
    """Return where the time of some tasks goes.

    Parameters
    ----------
    runs : Runs
    tasks : ndarray of int64
        In the order of the plan.

    Returns
    -------
    Ledger
        A task that gets ready has its parts up to that, one that starts up to the start, and one that is
        finished all of them; what is missing of the others is in `capsim.forecast.unfinished`.
    """
    last_need = np.full(runs.finish.shape, _NOBODY, dtype=np.int64)
    return Ledger(joined([before_start(runs, tasks), *_work(runs, tasks, last_need)]), last_need)


def before_start(runs: Runs, tasks: Ints) -> Parts:
    """Return where the time of some tasks goes up to their starts."""
    return joined([*_before_ready(runs, tasks), _waits(runs, tasks)])


def joined(found: Sequence[Parts]) -> Parts:
    """Join parts, without those that take no time.

    Parameters
    ----------
    found : sequence of Parts
        At least one.

    Returns
    -------
    Parts
    """
    columns = Parts(*(np.concatenate(column) for column in zip(*found, strict=True)))
    some = columns.ticks != 0
    return Parts(*(column[some] for column in columns))


def parts_of(
    runs: Runs,
    replication: AnyInts,
    task: AnyInts | int,
    part: AnyInts | int,
    since: AnyInts,
    until: AnyInts,
    *,
    need: AnyInts | int = _NOBODY,
    cause: AnyInts | int = 0,
) -> Parts:
    """Return parts that have a beginning and an end."""
    begin, end = _wide(since, since), _wide(until, since)
    return Parts(
        replication=_wide(replication, since),
        task=_wide(task, since),
        need=_wide(need, since),
        part=_wide(part, since),
        cause=_wide(cause, since),
        since=begin,
        ticks=end - begin,
        worked=worked(runs, begin, end),
    )


def _wide(each: AnyInts | int, like: AnyInts) -> Ints:
    """Return a column as long as another."""
    return np.broadcast_to(np.asarray(each, np.int64), like.shape)


# ---------------------------------------------------------------- before a task is ready


def event_of_link(runs: Runs, link: int) -> Ints:
    """Return the tick of the event that a link counts from, (replications,); 0 if it does not happen."""
    plan = runs.plan
    before = int(plan.link_before[link])
    ends = runs.ends if plan.link_kind[link] in (_FS, _FF) else runs.start
    ticks = ends[:, before].astype(np.int64)
    stopped = ticks == STOPPED
    if stopped.any():
        ticks = np.where(stopped, runs.stops[:, plan.task_project[before]], ticks)
    return np.where(runs.finish[:, before] == ABSENT, 0, ticks)


def link_is_met(runs: Runs, link: int) -> Bools:
    """Return where the event that a link counts from happens, (replications,): not stopped, not left out."""
    plan = runs.plan
    before = int(plan.link_before[link])
    ends = runs.finish if plan.link_kind[link] in (_FS, _FF) else runs.start
    met: Bools = (runs.finish[:, before] != ABSENT) & (ends[:, before] < STOPPED)
    return met


def _before_ready(runs: Runs, tasks: Ints) -> Iterator[Parts]:
    """Yield the parts up to the ready ticks: a date, or a link and what it counts from."""
    for task in tasks.tolist():
        ready, codes = runs.ready[:, task], runs.ready_driver[:, task]
        kind, index = causes(codes)
        known = (ready >= 0) & (ready < STOPPED)
        rows = np.flatnonzero(known & (kind != Cause.LINK))
        zero = np.zeros(len(rows), np.int64)
        yield parts_of(runs, rows, task, Part.DATE, zero, ready[rows], cause=codes[rows])
        by_link = known & (kind == Cause.LINK)
        for link in np.unique(index[by_link]).tolist():
            rows = np.flatnonzero(by_link & (index == link))
            yield from parts_by_link(runs, rows, task, link, event_of_link(runs, link)[rows], ready[rows])


def parts_by_link(
    runs: Runs, rows: Ints, task: int, link: int, event: Ints, ready: AnyInts
) -> Iterator[Parts]:
    """Yield the parts up to ready ticks that a link decides, by the events that it counts from.

    Parameters
    ----------
    runs : Runs
    rows : ndarray of int64
        Replications.
    task, link : int
    event, ready : ndarray of int64
        Ticks, one for each of them.

    Yields
    ------
    Parts
    """
    plan, cause = runs.plan, int(cause_code(Cause.LINK, link))
    dates = max(int(plan.project_start[plan.task_project[task]]), int(plan.task_not_before[task]), 0)
    release = np.minimum(event, dates)
    yield parts_of(runs, rows, task, Part.RELEASE, np.zeros_like(event), release, cause=cause)
    yield parts_of(runs, rows, task, Part.PREDECESSOR, release, event, cause=cause)
    yield parts_of(runs, rows, task, Part.LAG, event, ready, cause=cause)


# ---------------------------------------------------------------- from ready to start


def _waits(runs: Runs, tasks: Ints) -> Parts:
    """Return the parts of waits for a start: those that the engine noted, and the last ones."""
    plan, noted = runs.plan, runs.waits
    mine = np.zeros(plan.n_tasks, np.bool_)
    mine[tasks] = True
    started = (runs.start >= 0) & (runs.start < STOPPED) & (runs.start > runs.ready) & mine
    chosen = mine[noted.task]
    told = np.zeros_like(started)
    last = noted.until == runs.start[noted.replication, noted.task]
    told[noted.replication[last], noted.task[last]] = True
    row, task = np.nonzero(started & ~told)
    driver = runs.start_driver[row, task].astype(np.int64)
    is_person = _OF_CAUSE[driver // _SHIFT] == Part.PEOPLE
    columns = (
        np.concatenate([noted.replication[chosen], row]).astype(np.int64),
        np.concatenate([noted.task[chosen], task]).astype(np.int64),
        np.concatenate([noted.until[chosen], runs.start[row, task]]).astype(np.int64),
        np.concatenate([noted.driver[chosen], driver]).astype(np.int64),
        np.concatenate([noted.need[chosen], np.where(is_person, plan.task_first_need[task], _NOBODY)]),
    )
    order = np.lexsort((columns[2], columns[1], columns[0]))
    rows, tasks, until, cause, need = (column[order] for column in columns)
    since = runs.ready[rows, tasks].astype(np.int64)
    follows = np.flatnonzero((rows[1:] == rows[:-1]) & (tasks[1:] == tasks[:-1])) + 1
    since[follows] = until[follows - 1]
    part = _OF_CAUSE[cause // _SHIFT]
    return parts_of(runs, rows, tasks, part, since, until, need=need, cause=cause)


# ---------------------------------------------------------------- from start to finish


def _work(runs: Runs, tasks: Ints, last_need: Ints) -> Iterator[Parts]:
    """Yield the parts of finished tasks after their start, and note which need of each ends last."""
    plan = runs.plan
    of_needs = np.flatnonzero(np.isin(plan.need_task, tasks))
    served = at_work(runs, of_needs)
    first = np.searchsorted(of_needs, plan.task_first_need[tasks])
    end = np.searchsorted(of_needs, plan.task_first_need[tasks + 1])
    for task, low, high in zip(tasks.tolist(), first.tolist(), end.tolist(), strict=True):
        start, finish = (each[:, task].astype(np.int64) for each in (runs.start, runs.finish))
        kind, index = causes(runs.finish_driver[:, task])
        done = np.flatnonzero((finish >= 0) & (finish < STOPPED))
        own_end = np.where(np.isin(kind, (Cause.DURATION, Cause.KNOWN)), finish, start)
        is_known = kind == Cause.KNOWN
        if low < high:
            ends = np.where(is_known[:, None], start[:, None], served.end[:, low:high])
            latest = ends.max(axis=1)
            own_end = np.where(is_known, finish, latest)
            last_need[done, task] = (of_needs[low] + ends.argmax(axis=1))[done]
            last_need[is_known, task] = _NOBODY
        bare = done if low == high else done[is_known[done]]
        yield parts_of(runs, bare, task, Part.WORK, start[bare], own_end[bare])
        yield parts_of(runs, done, task, Part.CLOSING, own_end[done], finish[done], cause=index[done])
        rows = done[~is_known[done]]
        for column in range(low, high):
            yield from work_of_need(runs, rows, task, of_needs[column], served, column)


def work_of_need(
    runs: Runs, rows: Ints, task: int, need: int, served: AtWork, column: int
) -> Iterator[Parts]:
    """Yield the work of a need, what interrupts it, and when none of its people is present.

    Parameters
    ----------
    runs : Runs
    rows : ndarray of int64
        Replications in which its task has begun.
    task, need : int
    served : AtWork
        What becomes of some needs.
    column : int
        Its place among them.

    Yields
    ------
    Parts
    """
    start, end = runs.start[rows, task].astype(np.int64), served.end[rows, column]
    total, total_worked = end - start, worked(runs, start, end)
    gap, gap_worked = served.gap[rows, column], served.gap_worked[rows, column]
    there, there_worked = served.there[rows, column], served.there_worked[rows, column]
    if runs.plan.task_elapsed[task]:  # nothing lengthens it
        there, there_worked = total, total_worked
    amounts = {
        Part.WORK: (there, there_worked),
        Part.AWAY: (total - gap - there, total_worked - gap_worked - there_worked),
        Part.INTERRUPTED: (gap, gap_worked),
    }
    for part, (ticks, of_calendar) in amounts.items():
        whole = parts_of(runs, rows, task, part, start, end, need=need)
        yield whole._replace(ticks=ticks, worked=of_calendar)
