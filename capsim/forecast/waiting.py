"""What never finishes up to the horizon, and what it waits for (rule R15)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.ledger import worked
from capsim.forecast.reasons import left_open, reasons
from capsim.metrics.amounts import mean_of

__all__ = ["waiting_frame"]

Floats = npt.NDArray[np.float64]


def waiting_frame(facts: Facts) -> pd.DataFrame:
    """Return who waits for what; columns as in `Forecast.waiting`."""
    runs, plan = facts.runs, facts.plan
    open_ = left_open(runs)
    stuck = [
        (task, words, root, where)
        for task in np.flatnonzero((runs.finish == NEVER).any(axis=0)).tolist()
        for words, root, where in reasons(runs, task, open_)
        if where.any()
    ]
    where = _stacked([each[3] for each in stuck], runs.replications)
    share = facts.share(where)
    task = np.array([each[0] for each in stuck], dtype=np.int64)
    days, error = mean_of(_days_open(runs)[:, task], facts.batch, counted=where)
    return pd.DataFrame(
        {
            "project": texts(plan.project_names[plan.task_project[each[0]]] for each in stuck),
            "task": texts(plan.task_names[each[0]] for each in stuck),
            "waits_for": texts(each[1] for each in stuck),
            "root": np.array([each[2] for each in stuck], dtype=np.bool_),
            "share": share.probability,
            "low": share.low,
            "high": share.high,
            "days": days,
            "error": np.zeros_like(error) if facts.is_schedule else error,
        }
    )


def _days_open(runs: Runs) -> Floats:
    """Return for how many working days each task has been as it is at the horizon, (replications, tasks).

    Since it was left by those who did it, else since it was begun, else since it was ready, else ever.
    """
    known = np.where(is_tick(runs.ready), runs.ready, 0).astype(np.int64)
    since = np.where(is_tick(runs.start), runs.start, known).astype(np.int64)
    left = runs.restarts.start == NEVER
    task = runs.plan.need_task[runs.restarts.need[left]]
    np.maximum.at(since, (runs.restarts.replication[left], task), runs.restarts.returned[left])
    horizon = runs.plan.horizon_tick
    whole = worked(runs, np.minimum(since, horizon), np.full_like(since, horizon))
    return np.asarray(whole / TICKS_PER_DAY, dtype=np.float64)


def _stacked(columns: list[npt.NDArray[np.bool_]], rows: int) -> npt.NDArray[np.bool_]:
    return np.stack(columns, axis=1) if columns else np.zeros((rows, 0), dtype=np.bool_)
