"""What becomes of the items of streams: how many, how long they take, how many keep their promise (D6)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.tables import QUANTILES
from capsim.metrics import order_statistic, ratio_error
from capsim.plan.occurring import PlannedStream
from capsim.plan.plan import Plan

__all__ = ["own_tasks", "streams_frame"]

Floats = npt.NDArray[np.float64]

_LONGEST = 2**31 - 1
"""Stands for the time of what is not finished, among times in ticks."""


class _Items(NamedTuple):
    """The items of one stream: (replications, items)."""

    came: npt.NDArray[np.bool_]
    done: npt.NDArray[np.bool_]
    started: npt.NDArray[np.bool_]
    wait: Floats
    time: npt.NDArray[np.int64]
    """Ticks from arrival to finish; what is not finished is larger than what is."""


def own_tasks(plan: Plan) -> npt.NDArray[np.int64]:
    """Return the tasks that somebody has written, and not the items of streams.

    Parameters
    ----------
    plan : Plan
    """
    return np.flatnonzero(~plan.is_item)


def streams_frame(facts: Facts) -> pd.DataFrame:
    """Return a row per stream; columns as in `Forecast.streams`."""
    runs = facts.runs
    planned = runs.plan.streams
    items = [_items(runs, each) for each in planned]
    kept = [_kept(each.stream.within_days, mine) for each, mine in zip(planned, items, strict=True)]
    shares = [_ratio(facts, hit, mine.came) for hit, mine in zip(kept, items, strict=True)]
    return pd.DataFrame(
        {
            "stream": texts(each.stream.name for each in planned),
            "priority": np.array([_priority(runs.plan, each) for each in planned], dtype=np.int64),
            "items": [mine.came.sum(axis=1).mean() for mine in items],
            "done": [mine.done.sum(axis=1).mean() for mine in items],
            "open": [(mine.came & ~mine.done).sum(axis=1).mean() for mine in items],
            "wait_days": [_mean(mine.wait, mine.started) for mine in items],
            "wait_error": [_ratio(facts, mine.wait, mine.started)[1] for mine in items],
            **{
                f"time_{name}": np.array([_quantile(mine, level) for mine in items], dtype=np.float64)
                for name, level in QUANTILES.items()
            },
            "within_days": np.array([_promise(each.stream.within_days) for each in planned]),
            "on_time": np.array([share for share, _ in shares], dtype=np.float64),
            "error": np.array([error for _, error in shares], dtype=np.float64),
        }
    )


def _priority(plan: Plan, planned: PlannedStream) -> int:
    """Return the priority of a stream, or of the project whose scope it is."""
    home = planned.stream.project
    return planned.stream.priority if home is None else plan.projects[plan.project_names.index(home)].priority


def _items(runs: Runs, planned: PlannedStream) -> _Items:
    ready, start, finish = (
        each[:, planned.tasks].astype(np.int64) for each in (runs.ready, runs.start, runs.finish)
    )
    if planned.weeks:  # of a measured team it is not known when it begins an item
        ready = np.full_like(ready, planned.first_tick)
    came, started, done = finish != ABSENT, is_tick(start), is_tick(finish)
    wait = np.where(started, start - ready, 0) / TICKS_PER_DAY
    return _Items(came, done, started, wait, np.where(done, finish - ready, _LONGEST))


def _promise(within_days: float | None) -> float:
    return math.nan if within_days is None else within_days


def _kept(within_days: float | None, items: _Items) -> Floats:
    """Return 1 for each item that is finished in time, NaN everywhere without a promise."""
    if within_days is None:
        return np.full(items.came.shape, math.nan)
    return (items.done & (items.time <= within_days * TICKS_PER_DAY)).astype(np.float64)


def _mean(values: Floats, counted: npt.NDArray[np.bool_]) -> float:
    return float(values[counted].mean()) if counted.any() else math.nan


def _ratio(facts: Facts, values: Floats, counted: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return the mean of what counts, and its Monte Carlo standard error; both NaN where nothing does."""
    top, bottom = np.where(counted, values, 0.0).sum(axis=1), counted.sum(axis=1)
    if not bottom.any() or np.isnan(values).any():
        return math.nan, math.nan
    error = 0.0 if facts.is_schedule else float(ratio_error(top, bottom, facts.batch))
    return float(top.sum() / bottom.sum()), error


def _quantile(items: _Items, level: float) -> float:
    """Return a quantile of the time in the system over all items of all futures, in days."""
    flat = items.time.reshape(-1, 1)
    counted = items.came.reshape(-1, 1)
    ticks = int(order_statistic(flat, counted, level)[0])
    return ticks / TICKS_PER_DAY if 0 <= ticks < _LONGEST else math.nan
