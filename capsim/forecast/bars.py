"""The waterfall of a project in every replication: its finish, taken apart by cause."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Cause, Runs
from capsim.forecast.dates import causes
from capsim.forecast.inside import inside, outcome_of
from capsim.forecast.ledger import Part, Parts, worked
from capsim.forecast.madeof import MadeOf, Shares
from capsim.forecast.some import some_of
from capsim.forecast.words import role_of
from capsim.plan.draws import Draws
from capsim.plan.happening import after_working

__all__ = ["INTERRUPTED", "PLANNED", "WAITING", "Bars", "bars_of"]

Ints = npt.NDArray[np.int64]

WAITING: Final = "waiting for "
"""How bars begin that are for people of a role, or for another project."""

INTERRUPTED: Final = "interrupted: "
"""How bars begin of work that its people have left, until somebody of a role goes on with it."""

PLANNED: Final = ("date", "lag", "unhindered")
"""The bars that a plan has too; what the others hold comes on top."""

_FIRST: Final = ("date", "lag", "unhindered", "estimate", "risk", "rework")
_LAST: Final = ("limit", "reserve", "away")
_CLOSING: Final = "closing link"
_NAMES: Final = {
    Part.DATE: "date",
    Part.RELEASE: "date",
    Part.LAG: "lag",
    Part.LIMIT: "limit",
    Part.RESERVE: "reserve",
    Part.GONE: "away",
    Part.CLOSING: _CLOSING,
}


class Bars(NamedTuple):
    """The parts of a finish.

    Attributes
    ----------
    names : tuple of str
        One per bar.
    ticks : ndarray of int64, (replications, bars)
        Their sum is the finish; 0 where the project is not finished.
    worked : ndarray of int64, (replications, bars)
        The same in working ticks of the portfolio calendar.
    finish : ndarray of int64, (replications,)
        The tick, or `NEVER`, `STOPPED` or `ABSENT`.
    """

    names: tuple[str, ...]
    ticks: Ints
    worked: Ints
    finish: Ints


class _Sums:
    """Ticks and working ticks by bar and replication."""

    def __init__(self, replications: int) -> None:
        self._replications = replications
        self.ticks: dict[str, Ints] = {}
        self.worked: dict[str, Ints] = {}

    def add(self, bar: str, rows: Ints, ticks: Ints, worked: Ints) -> None:
        """Add to a bar in some replications."""
        for sums, amounts in ((self.ticks, ticks), (self.worked, worked)):
            if bar not in sums:
                sums[bar] = np.zeros(self._replications, np.int64)
            np.add.at(sums[bar], rows, amounts)


def bars_of(runs: Runs, draws: Draws, project: int, rows: Ints) -> Bars:
    """Take the finish of a project apart, in those of some replications in which it is finished.

    Parameters
    ----------
    runs : Runs
    draws : Draws
        The same that were run.
    project : int
    rows : ndarray of int64
        The replications.

    Returns
    -------
    Bars
    """
    some = some_of(runs, rows)
    made_of, parts, sums = MadeOf(some, draws, rows), inside(some, project), _Sums(len(rows))
    for task in np.unique(parts.task).tolist():
        mine = parts.task == task
        of_task = Parts(*(column[mine] for column in parts))
        _add_work(sums, some, made_of, task, of_task)
        _add_waits(sums, some, task, of_task)
    told = (*_FIRST, *_longest_first(sums, WAITING), *_LAST, *_longest_first(sums, INTERRUPTED), _CLOSING)
    names = [name for name in told if name in sums.ticks and sums.ticks[name].any()]
    shape = (len(rows), 0)
    ticks, worked = (
        np.stack([of[name] for name in names], axis=1) if names else np.zeros(shape, np.int64)
        for of in (sums.ticks, sums.worked)
    )
    return Bars(tuple(names), ticks, worked, outcome_of(some, project))


def _longest_first(sums: _Sums, beginning: str) -> list[str]:
    """Return the bars with such a name, the longest first."""
    found = [name for name in sums.ticks if name.startswith(beginning)]
    return sorted(found, key=lambda name: (-int(sums.ticks[name].sum()), name))


# ---------------------------------------------------------------- work


def _add_work(sums: _Sums, runs: Runs, made_of: MadeOf, task: int, parts: Parts) -> None:
    """Add the work of a task: as planned, and what is more than that by estimate, risk and rework.

    Days off while nobody is there belong to the work, as they do in a plan; other days to those away.
    """
    plan = runs.plan
    away = parts.part == Part.AWAY
    sums.add("away", parts.replication[away], parts.worked[away], parts.worked[away])
    busy = (parts.part == Part.WORK) | away
    rows = np.unique(parts.replication[busy])
    ticks, worked = np.zeros(runs.replications, np.int64), np.zeros(runs.replications, np.int64)
    np.add.at(ticks, parts.replication[busy], (parts.ticks - np.where(away, parts.worked, 0))[busy])
    work = parts.part == Part.WORK
    np.add.at(worked, parts.replication[work], parts.worked[work])
    need = np.full(runs.replications, -1)
    need[parts.replication[busy]] = parts.need[busy]
    start = runs.start[rows, task].astype(np.int64)
    length = np.full(len(rows), plan.planned.duration[task])
    planned = after_working(plan, start, length) - start
    sums.add("unhindered", rows, planned, length)
    for one in np.unique(need[rows]).tolist():
        those = need[rows] == one
        some = rows[those]
        is_effort = one >= 0 and bool(plan.need_effort[one])
        shares = made_of.effort(one, some) if is_effort else made_of.duration(task, some)
        _split(sums, some, shares, (ticks[some], worked[some]), (planned[those], length[those]))


def _split(
    sums: _Sums, rows: Ints, shares: Shares, amounts: tuple[Ints, Ints], planned: tuple[Ints, Ints]
) -> None:
    """Divide what is more than planned between estimate, risk and rework, without a remainder."""
    by_bar = []
    for amount, plan in zip(amounts, planned, strict=True):
        own = np.rint(amount * shares.estimate).astype(np.int64)
        with_risk = np.rint(amount * (shares.estimate + shares.risk)).astype(np.int64)
        by_bar.append((own - plan, with_risk - own, amount - with_risk))
    for bar, *amount in zip(("estimate", "risk", "rework"), *by_bar, strict=True):
        sums.add(bar, rows, *amount)


# ---------------------------------------------------------------- waits


def _add_waits(sums: _Sums, runs: Runs, task: int, parts: Parts) -> None:
    """Add what a task waits for, before its start and after its own work."""
    plan = runs.plan
    for part, name in _NAMES.items():
        mine = parts.part == part
        rows, ticks, worked = parts.replication[mine], parts.ticks[mine], parts.worked[mine]
        if part == Part.GONE:  # days off are nobody's absence
            sums.add("unhindered", rows, ticks - worked, np.zeros_like(worked))
            ticks = worked
        if len(rows):
            sums.add(name, rows, ticks, worked)
    for part, beginning in ((Part.PEOPLE, WAITING), (Part.INTERRUPTED, INTERRUPTED)):
        for need in np.unique(parts.need[parts.part == part]).tolist():
            mine = (parts.part == part) & (parts.need == need)
            bar = beginning + role_of(plan, need)
            sums.add(bar, parts.replication[mine], parts.ticks[mine], parts.worked[mine])
    outside = parts.part == Part.PREDECESSOR
    _, link = causes(parts.cause)
    for other in np.unique(plan.task_project[plan.link_before[link[outside]]]).tolist():
        mine = outside.copy()
        mine[outside] = plan.task_project[plan.link_before[link[outside]]] == other
        bar = f"{WAITING}{plan.project_names[other]}"
        sums.add(bar, parts.replication[mine], parts.ticks[mine], parts.worked[mine])
    _take_risks_from_lags(sums, runs, task, parts)


def _take_risks_from_lags(sums: _Sums, runs: Runs, task: int, parts: Parts) -> None:
    """Charge delays of ready ticks by risks to them: what is longer than a lag, or later than a date."""
    plan = runs.plan
    kind, index = causes(parts.cause)
    planned = np.full(len(kind), np.iinfo(np.int64).max)
    lag = parts.part == Part.LAG
    planned[lag] = after_working(plan, parts.since[lag], plan.link_lag[index[lag]])
    date = parts.part == Part.DATE
    planned[date & (kind == Cause.PROJECT_START)] = plan.project_start[plan.task_project[task]]
    planned[date & (kind == Cause.NOT_BEFORE)] = max(int(plan.task_not_before[task]), 0)
    until = parts.since + parts.ticks
    late = np.flatnonzero(until > planned)
    calendar = worked(runs, planned[late], until[late])
    for bar, sign in (("risk", 1), ("lag", -1), ("date", -1)):
        mine = np.ones(len(late), np.bool_) if bar == "risk" else (lag if bar == "lag" else date)[late]
        rows = parts.replication[late][mine]
        if len(rows):
            amount = (until - planned)[late][mine]
            sums.add(bar, rows, sign * amount, sign * calendar[mine])
