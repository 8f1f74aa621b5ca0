"""How far work has moved from what was once promised: baselines beside the forecast."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.domain.task import Task
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column, as_dates, shown_days
from capsim.forecast.facts import Facts
from capsim.forecast.planned_work import tasks_of
from capsim.forecast.tables import QUANTILES
from capsim.metrics import order_statistic
from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET

__all__ = ["slip_frame"]


def slip_frame(facts: Facts) -> pd.DataFrame:
    """Return baselines beside the forecast; columns as in `Forecast.slips`."""
    plan, tasks = facts.runs.plan, list(tasks_of(facts.runs.plan))
    rows = np.array([place for place, task in enumerate(tasks) if _has_baseline(task)], dtype=np.int64)
    outcomes = facts.tasks.only(rows)
    finish = {name: outcomes.quantile(level) for name, level in QUANTILES.items() if name != "p95"}
    start = order_statistic(shown_days(facts.runs).start[:, rows], outcomes.counted, QUANTILES["p50"])
    before = as_column(tasks[place].baseline_finish for place in rows)
    return pd.DataFrame(
        {
            "project": texts(plan.project_names[plan.task_project[place]] for place in rows),
            "task": texts(plan.task_names[place] for place in rows),
            "state": texts(_state(plan, place) for place in rows.tolist()),
            "baseline_start": as_column(tasks[place].baseline_start for place in rows),
            "start_p50": as_dates(start, plan.start),
            "baseline_finish": before,
            **{name: as_dates(days, plan.start) for name, days in finish.items()},
            **{
                f"slip_{name}_days": _days_between(before, as_dates(days, plan.start))
                for name, days in finish.items()
            },
        }
    )


def _has_baseline(task: Task) -> bool:
    return task.baseline_start is not None or task.baseline_finish is not None


def _state(plan: Plan, task: int) -> str:
    if plan.standing.begun[task] == NOT_YET:
        return "to come"
    return "begun" if plan.standing.done[task] == NOT_YET else "done"


def _days_between(first: npt.NDArray[Any], last: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return the days from dates to others; NaN where one of them is missing."""
    days = (last - first) / np.timedelta64(1, "D")
    return np.asarray(days, dtype=np.float64)
