"""The chain of work of each project: back from its last task to what each task waited for last.

Unlike the chain of causes (rule R18) it does not end where people come back, from a weekend or from leave:
it asks which work came before, and not what happened last.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.engines.runs import Cause, Runs
from capsim.forecast.dates import causes, is_tick
from capsim.forecast.ledger import before_start, link_is_met
from capsim.metrics import project_finish

__all__ = ["work_chains"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_NONE: Final = -1


def work_chains(runs: Runs) -> Bools:
    """Return which tasks are on the chain of work of their own project, (replications, tasks).

    A task comes after the work that freed the people it waited for, or whose finish opened the limit that
    held it, whichever was last; one that waited for neither after the link that made it ready. The chain
    passes through other projects, and is counted inside its own.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    ndarray of bool
    """
    plan, came = runs.plan, _came_before(runs)
    bounds = plan.project_first_task.tolist()
    finished = is_tick(project_finish(runs.finish, plan.project_first_task))
    passes = np.zeros(runs.finish.shape, np.bool_)
    for project, (first, last) in enumerate(pairwise(bounds)):
        rows = np.flatnonzero(finished[:, project] & (last > first))
        if not len(rows):
            continue
        task = first + runs.finish[rows, first:last].argmax(axis=1)
        seen = np.zeros((len(rows), plan.n_tasks), np.bool_)
        at = np.arange(len(rows))
        while len(at):
            seen[at, task] = True
            task = came[rows[at], task]
            going = (task != _NONE) & ~seen[at, task]
            at, task = at[going], task[going]
        passes[rows, first:last] = seen[:, first:last]
    return passes


def _came_before(runs: Runs) -> Ints:
    """Return the task that each comes after, (replications, tasks); -1 for none."""
    plan = runs.plan
    made = np.full(runs.finish.shape, _NONE, dtype=np.int64)
    kind, index = causes(runs.ready_driver)
    for link in np.unique(index[kind == Cause.LINK]).tolist():
        by_link = (kind == Cause.LINK) & (index == link) & link_is_met(runs, link)[:, np.newaxis]
        made[by_link] = plan.link_before[link]
    parts = before_start(runs, np.arange(plan.n_tasks))  # of several waits of a task the last stays
    kind, index = causes(parts.cause)
    of_need = np.isin(kind, (Cause.PERSON, Cause.RESERVE_AGAIN))
    of_task = np.isin(kind, (Cause.LIMIT, Cause.RESERVE))
    need = np.where(of_need, index, 0)
    before = np.where(
        of_need, plan.need_task[need] if plan.n_needs else _NONE, np.where(of_task, index, _NONE)
    )
    known = before != _NONE
    made[parts.replication[known], parts.task[known]] = before[known]
    return made
