"""How groups of projects keep their deadlines: by client, programme, owner, team, or objective."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.labels import LABELS, labels_of
from capsim.forecast.questions import checked_group
from capsim.forecast.strategy import person_days_of_projects
from capsim.metrics import ratio_error
from capsim.metrics.delivery import odds, order_statistic, order_statistic_interval

__all__ = ["delivery_by"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SHIFT = 1 << 20
"""More days than any lateness: what is early stays above the marks of what is none."""


def delivery_by(facts: Facts, by: str) -> pd.DataFrame:
    """Return columns as in `Forecast.delivery` for groups of projects."""
    key = checked_group("delivery", by, ("project", *LABELS))
    labels = labels_of(facts.plan, key)
    inside = labels.share > 0
    outcomes = facts.projects
    asked = outcomes.counted & outcomes.promised
    kept = _count(outcomes.on_time, inside)
    wanted = _count(asked, inside)
    ahead = _count(outcomes.counted, inside)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = kept.sum(axis=0) / wanted.sum(axis=0)
    error = ratio_error(kept, wanted, facts.batch)
    every = odds(kept == wanted, wanted > 0, facts.batch)
    never = odds(_count(outcomes.counted & ~is_tick(outcomes.ticks), inside) > 0, ahead > 0, facts.batch)
    frame = pd.DataFrame(
        {
            key: texts(labels.names),
            "projects": (inside & outcomes.has_work[:, np.newaxis]).sum(axis=0).astype(np.int64),
            "deadlines": (inside & outcomes.promised[:, np.newaxis]).sum(axis=0).astype(np.int64),
            "on_time": share,
            "error": np.where(np.isnan(share), np.nan, 0.0 if facts.is_schedule else error),
            "all_on_time": every.probability,
            "low": every.probability if facts.is_schedule else every.low,
            "high": every.probability if facts.is_schedule else every.high,
            **_lateness(facts, asked, inside),
            "never": never.probability,
            "never_low": never.probability if facts.is_schedule else never.low,
            "never_high": never.probability if facts.is_schedule else never.high,
        }
    )
    if facts.has_runs:
        frame["busy_days"] = person_days_of_projects(facts.runs) @ labels.share
    return frame


def _count(which: Bools, inside: Bools) -> Ints:
    """Count the projects of each group for which something holds, (replications, groups)."""
    return np.asarray(which.astype(np.int64) @ inside.astype(np.int64))


def _lateness(facts: Facts, asked: Bools, inside: Bools) -> dict[str, Floats]:
    """Return the P80 of the days by which the latest of a group misses its deadline, with its interval."""
    outcomes = facts.projects
    due = np.where(outcomes.promised, outcomes.deadline // TICKS_PER_DAY - 1, 0)
    days = outcomes.days.astype(np.int64)
    late = np.where(is_tick(outcomes.days), days - due + _SHIFT, NEVER)
    columns = [np.where(asked & mine, late, -1).max(axis=1, initial=-1) for mine in inside.T]
    worst = np.stack(columns, axis=1) if columns else np.zeros((len(late), 0), dtype=np.int64)
    counted = worst >= 0
    value = order_statistic(worst, counted, 0.8)
    low, high = order_statistic_interval(worst, counted, 0.8, facts.batch)
    if facts.is_schedule:
        low, high = value, value
    names = ("days_late", "days_late_low", "days_late_high")
    return {
        name: np.where((each >= 0) & (each < NEVER), each - float(_SHIFT), np.nan)
        for name, each in zip(names, (value, low, high), strict=True)
    }
