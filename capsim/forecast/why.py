"""Why a project is finished when it is: its waterfall at P50 and P80."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import ABSENT, NEVER, STOPPED, TICKS_PER_DAY
from capsim.forecast.bars import bars_of
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.inside import outcome_of
from capsim.forecast.ledger import worked
from capsim.forecast.lookup import project_index
from capsim.metrics import ratio_error
from capsim.metrics.delivery import rank_of

__all__ = ["waterfall", "why_frame"]

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
    finish = outcome_of(facts.runs, index)
    frame = pd.concat([waterfall(facts, index, quantile) for quantile in _QUANTILES], ignore_index=True)
    frame.attrs["about"] = "schedule"
    frame.attrs["futures"] = int(is_tick(finish).sum())
    frame.attrs["never"] = int((finish == NEVER).sum())
    frame.attrs["stopped"] = int((finish == STOPPED).sum())
    return frame


def waterfall(facts: Facts, project: int, quantile: float) -> pd.DataFrame:
    """Return the bars of a project at a quantile; none where it is not finished in so many futures.

    Parameters
    ----------
    facts : Facts
    project : int
    quantile : float

    Returns
    -------
    DataFrame
        Columns as in `Forecast.why`.
    """
    finishes = outcome_of(facts.runs, project)
    goes = np.flatnonzero(finishes != ABSENT)
    order, count = goes[np.argsort(finishes[goes], kind="stable")], len(goes)
    finish = int(finishes[order[_rank(quantile, count)]]) if count else NEVER
    near = order[_rank(quantile - _AROUND, count) : _rank(quantile + _AROUND, count) + 1]
    near = near[is_tick(finishes[near]) & is_tick(np.array([finish]))]
    bars = bars_of(facts.runs, facts.futures.draws, project, near)
    tick = np.array([finish if len(near) else 0])
    of_calendar = int(worked(facts.runs, np.zeros(1, np.int64), tick)[0])
    calendar, working = _level(bars.ticks, int(tick[0])), _level(bars.worked, of_calendar)
    frame = pd.DataFrame(
        {
            "project": texts([facts.plan.project_names[project]] * (len(bars.names) + 1)),
            "quantile": np.full(len(bars.names) + 1, quantile),
            "cause": texts([*bars.names, "rest"]),
            "working_days": working.days,
            "working_error": working.error,
            "calendar_days": calendar.days,
            "calendar_error": calendar.error,
        }
    )
    return frame if len(near) else frame.iloc[:0]


def _rank(level: float, count: int) -> int:
    """Return the place of a quantile among so many, counted from 0."""
    return min(max(rank_of(level, count), 1), count) - 1


def _level(ticks: Ints, finish: int) -> _Level:
    """Return means of bars and their errors, and what is left to the finish at the quantile itself."""
    totals = ticks.sum(axis=1, keepdims=True)
    both = np.concatenate([ticks, finish - totals], axis=1) / TICKS_PER_DAY
    if not len(both):
        return _Level(np.zeros(1), np.zeros(1))
    return _Level(both.mean(axis=0), ratio_error(both, np.ones_like(both)))
