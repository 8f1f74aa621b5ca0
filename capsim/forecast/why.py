"""Why a project is finished when it is: its waterfall at P50 and P80."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.forecast.bars import Bars, bars_of
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.ledger import worked
from capsim.forecast.lookup import project_index
from capsim.metrics import ratio_error
from capsim.metrics.delivery import rank_of

__all__ = ["why_frame"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_QUANTILES: Final = (0.5, 0.8)
_AROUND: Final = 0.025
"""Futures whose rank differs by no more from the quantile speak for it."""


class _Level(NamedTuple):
    """What one measure of the waterfall says at a quantile: days by bar, and their errors."""

    days: Floats
    error: Floats


def why_frame(facts: Facts, project: str) -> pd.DataFrame:
    """Return columns as in `Forecast.why`."""
    index = project_index(facts.plan, project, "why, project")
    bars = bars_of(facts.runs, facts.futures.draws, index)
    goes = np.flatnonzero(bars.finish != ABSENT)
    order = goes[np.argsort(bars.finish[goes], kind="stable")]
    frames = [_at(facts, bars, order, quantile) for quantile in _QUANTILES] if len(order) else []
    frame = pd.concat([*frames, _empty()][: max(len(frames), 1)], ignore_index=True)
    frame.attrs["about"] = "schedule"
    frame.attrs["project"] = project
    frame.attrs["futures"] = int(is_tick(bars.finish).sum())
    frame.attrs["never"] = int((bars.finish == NEVER).sum())
    frame.attrs["stopped"] = int((bars.finish == STOPPED).sum())
    return frame


def _at(facts: Facts, bars: Bars, order: Ints, quantile: float) -> pd.DataFrame:
    """Return the bars at a quantile; none where the project is not finished in so many futures."""
    count = len(order)
    rank = _rank(quantile, count)
    finish = bars.finish[order[rank]]
    if not is_tick(finish[np.newaxis])[0]:
        return _empty()
    near = order[_rank(quantile - _AROUND, count) : _rank(quantile + _AROUND, count) + 1]
    near = near[is_tick(bars.finish[near])]
    some = np.append(bars.ticks[near].any(axis=0), True)
    tick = np.array([finish])
    of_calendar = int(worked(facts.runs, np.zeros(1, np.int64), tick)[0])
    calendar, working = _level(bars.ticks[near], int(finish)), _level(bars.worked[near], of_calendar)
    frame = pd.DataFrame(
        {
            "quantile": np.full(len(bars.names) + 1, quantile),
            "cause": texts([*bars.names, "rest"]),
            "working_days": working.days,
            "working_error": working.error,
            "calendar_days": calendar.days,
            "calendar_error": calendar.error,
        }
    )
    shown: pd.DataFrame = frame.loc[some]
    return shown


def _rank(level: float, count: int) -> int:
    """Return the place of a quantile among so many, counted from 0."""
    return min(max(rank_of(level, count), 1), count) - 1


def _level(ticks: Ints, finish: int) -> _Level:
    """Return means of bars and their errors, and what is left to the finish at the quantile itself."""
    ones = np.ones((len(ticks), 1))
    totals = ticks.sum(axis=1, keepdims=True)
    both = np.concatenate([ticks, finish - totals], axis=1) / TICKS_PER_DAY
    return _Level(both.mean(axis=0), ratio_error(both, np.broadcast_to(ones, both.shape)))


def _empty() -> pd.DataFrame:
    """Return a waterfall without bars."""
    columns = ("working_days", "working_error", "calendar_days", "calendar_error")
    none: Floats = np.zeros(0)
    return pd.DataFrame({"quantile": none, "cause": texts([]), **dict.fromkeys(columns, none)})
