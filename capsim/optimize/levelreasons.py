"""Why a leveled plan has tasks begin later: what each waits for in the futures around its date.

Dates move in rounds. Each move is explained by the futures that made it: by what a task waits for there
between its old date and the new one. So the reasons of all rounds add up to the whole way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Cause, Runs, cause_of
from capsim.forecast.chainwaits import people_waited_for
from capsim.forecast.dates import is_tick
from capsim.forecast.ledger import Part, Parts, before_start, worked
from capsim.forecast.words import driver_of_ready, role_of
from capsim.metrics.delivery import rank_of

__all__ = ["REST", "Reason", "added", "main_reason", "reasons_of"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

REST: Final = "rest"
"""What is left: dates are whole days, and the futures around one differ a little from it."""

_Key: TypeAlias = tuple[str, str, str]
_OFF: Final = ("days off", "days off", "")
"""Days off on which nobody is there are nobody's absence: they belong to what is waited for longest."""
_AROUND: Final = 0.05
"""Futures whose rank differs by no more from that of the date speak for it."""


class Reason(NamedTuple):
    """A part of the days by which a task is moved.

    Attributes
    ----------
    kind : str
        ``"people"``, ``"work before it"``, ``"limit"``, ``"reserve"``, ``"away"``, ``"date"`` or `REST`.
    what : str
        The role, or the person, or what comes before; may be empty.
    held_by : str
        The project whose work the people are at; empty where none is meant.
    days : float
        Calendar days.
    """

    kind: str
    what: str
    held_by: str
    days: float

    @property
    def words(self) -> str:
        """What it waits for, in words."""
        if self.kind == "people":
            return f"{self.what} ({self.held_by})" if self.held_by else self.what
        return self.what or self.kind


def reasons_of(
    runs: Runs, since: Ints, days: Ints, confidence: float, *, by_person: bool
) -> list[list[Reason]]:
    """Return what each task waits for after it could begin, the longest first.

    Parameters
    ----------
    runs : Runs
        The futures that move the dates.
    since, days : ndarray of int64, (tasks,)
        The day on which each task could begin, and that on which it does.
    confidence : float
        Futures around this quantile of the start count.
    by_person : bool
        Whether people are named.

    Returns
    -------
    list of list of Reason
        The days of each add up to those by which the task is moved; empty for one that is not.
    """
    known = is_tick(runs.start)
    near = _near(runs, known, confidence)
    moved = near.any(axis=0) & (days > since) & is_tick(days) & is_tick(since)
    tasks = np.flatnonzero(moved)
    parts = before_start(runs, tasks)
    begin = np.maximum(parts.since, since[parts.task] * TICKS_PER_DAY)
    ticks = parts.since + parts.ticks - begin
    chosen = near[parts.replication, parts.task] & (ticks > 0)
    parts = Parts(*(column[chosen] for column in parts._replace(since=begin, ticks=ticks)))
    people = people_waited_for(runs, parts) if by_person else np.full(len(parts.task), -1)
    summed: list[dict[_Key, float]] = [{} for _ in range(runs.plan.n_tasks)]
    for key, task, amount, off in _told(runs, parts, people):
        summed[task][key] = summed[task].get(key, 0.0) + amount
        summed[task][_OFF] = summed[task].get(_OFF, 0.0) + off
    counts = near.sum(axis=0)
    return [
        _of_task(found, int(count), float(way)) if is_moved else []
        for found, count, way, is_moved in zip(summed, counts, days - since, moved, strict=True)
    ]


def _near(runs: Runs, known: Bools, confidence: float) -> Bools:
    """Return the futures around the quantile of each task's start, (replications, tasks)."""
    order = np.argsort(np.where(known, runs.start, np.iinfo(np.int32).max), axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(order))[:, np.newaxis], axis=0)
    count = known.sum(axis=0)
    ends = []
    for level in (confidence - _AROUND, confidence + _AROUND):
        ends.append(np.array([min(max(rank_of(level, int(n)), 1), max(int(n), 1)) - 1 for n in count]))
    return np.asarray(known & (rank >= ends[0]) & (rank <= ends[1]))


def _told(runs: Runs, parts: Parts, people: Ints) -> Iterator[tuple[_Key, int, float, float]]:
    """Yield what each part is, its task, its days, and those of it that are only days off."""
    end = parts.since + parts.ticks
    off = np.where(parts.part == Part.GONE, parts.ticks - worked(runs, parts.since, end), 0)
    columns = (parts.task, parts.need, parts.part, parts.cause, people, parts.ticks - off, off)
    for task, need, part, cause, person, ticks, idle in zip(
        *(each.tolist() for each in columns), strict=True
    ):
        key = _key(runs, task, need, part, cause, person)
        yield key, task, ticks / TICKS_PER_DAY, idle / TICKS_PER_DAY


def _key(runs: Runs, task: int, need: int, part: int, cause: int, person: int) -> _Key:
    plan = runs.plan
    kind, index = cause_of(cause)
    if part == Part.PEOPLE:
        who = plan.person_names[person] if person >= 0 else role_of(plan, need)
        if kind == Cause.BOOKING:
            return "people", who, "booked elsewhere"
        return "people", who, f"at work for {plan.project_names[plan.task_project[plan.need_task[index]]]}"
    if part in (Part.PREDECESSOR, Part.LAG):
        return "work before it", driver_of_ready(plan, task, cause), ""
    if part == Part.LIMIT:
        return "limit", "the end of a freeze" if kind == Cause.FREEZE else "the limit on projects at once", ""
    if part == Part.RESERVE:
        return "reserve", "people held for other work", ""
    if part == Part.GONE:
        return "away", "people away, or not there yet", ""
    return "date", driver_of_ready(plan, task, cause), ""


def _of_task(found: dict[_Key, float], count: int, moved: float) -> list[Reason]:
    """Return the reasons of a task, and what is left of the days by which it is moved."""
    off = found.pop(_OFF, 0.0)
    if off and (longest := max(found, key=lambda key: found[key], default=_OFF)):
        found[longest] = found.get(longest, 0.0) + off
    reasons = [Reason(*key, total / max(count, 1)) for key, total in found.items() if total]
    rest = moved - sum(each.days for each in reasons)
    if abs(rest) > 1e-9:
        reasons.append(Reason(REST, "", "", rest))
    return sorted(reasons, key=lambda each: -each.days)


def added(found: list[list[Reason]], more: list[list[Reason]]) -> list[list[Reason]]:
    """Return reasons of tasks with those of another round, the longest first."""
    return [_summed([*one, *other]) if other else one for one, other in zip(found, more, strict=True)]


def _summed(reasons: list[Reason]) -> list[Reason]:
    days: dict[_Key, float] = {}
    for each in reasons:
        days[each[:3]] = days.get(each[:3], 0.0) + each.days
    return sorted((Reason(*key, amount) for key, amount in days.items()), key=lambda each: -each.days)


def main_reason(found: list[Reason]) -> str:
    """Return what a task waits for longest, in words; of people also who has them longest meanwhile."""
    summed: dict[tuple[str, str], float] = {}
    for each in found:
        summed[each.kind, each.what] = summed.get((each.kind, each.what), 0.0) + each.days
    longest = max(summed, key=lambda key: summed[key], default=None)
    return next((each.words for each in found if (each.kind, each.what) == longest), "")
