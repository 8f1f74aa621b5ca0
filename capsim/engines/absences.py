"""The absences that are drawn (rule D5), in the form of those that processes of the user make."""

from __future__ import annotations

import numpy as np

from capsim.clock import STOPPED, TICKS_PER_DAY
from capsim.engines.runs import Absences, Ints32, no_absences
from capsim.plan.hiring import Hired, decided
from capsim.plan.paths import WHOLE, Paths
from capsim.plan.plan import Plan

__all__ = ["drawn_absences"]


def drawn_absences(
    plan: Plan, paths: Paths, finish: Ints32, hired: Hired, days: int | None = None
) -> Absences:
    """Return when people are away, or teach, up to the last finish of each replication.

    Parameters
    ----------
    plan : Plan
    paths : Paths
    finish : ndarray of int32, (replications, tasks)
    hired : Hired
        Who of the candidates has come.
    days : int, optional
        How far paths are known; to the end of the run by default.

    Returns
    -------
    Absences
    """
    number = plan.paths.number
    if not number:
        return no_absences()
    days = plan.n_days if days is None else days
    paths = decided(plan.paths, paths, plan.standing.tick // TICKS_PER_DAY, hired, days)
    key = np.repeat(np.arange(len(paths.first) - 1), np.diff(paths.first))
    until = np.append(paths.day[1:], days)
    until[paths.first[1:] - 1] = days
    replication = key // number
    latest = finish.max(axis=1, initial=0)
    stop = np.where(latest >= STOPPED, plan.horizon_tick, latest)[replication]
    mine = np.flatnonzero((paths.share < WHOLE) & (paths.day * TICKS_PER_DAY < stop))
    columns = (
        replication[mine],
        plan.paths.person[key[mine] % number],
        paths.day[mine],
        until[mine] - 1,
        paths.share[mine],
        paths.reason[mine],
    )
    return Absences(*(np.asarray(column, np.int32) for column in columns))
