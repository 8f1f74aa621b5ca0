"""What never finishes up to the horizon, and what it waits for (rule R15)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.reasons import left_open, reasons

__all__ = ["waiting_frame"]


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
    return pd.DataFrame(
        {
            "project": texts(plan.project_names[plan.task_project[each[0]]] for each in stuck),
            "task": texts(plan.task_names[each[0]] for each in stuck),
            "waits_for": texts(each[1] for each in stuck),
            "root": np.array([each[2] for each in stuck], dtype=np.bool_),
            "share": share.probability,
            "low": share.low,
            "high": share.high,
        }
    )


def _stacked(columns: list[npt.NDArray[np.bool_]], rows: int) -> npt.NDArray[np.bool_]:
    return np.stack(columns, axis=1) if columns else np.zeros((rows, 0), dtype=np.bool_)
