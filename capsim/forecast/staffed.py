"""Whether work gets its people in time: how long it waits, how much of it at once, and starved weeks."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.questions import checked_group
from capsim.metrics import ratio_error
from capsim.metrics.amounts import mean_of, quantile_of
from capsim.plan.plan import Plan

__all__ = ["Waits", "staffing_frame", "waits_of"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_GROUPINGS: Final = ("role", "project", "client")
_NO_CLIENT: Final = "no client"
_WEEK: Final = 7 * TICKS_PER_DAY
_CELLS: Final = 1 << 22
"""Cells of replication and week worked on at a time."""


def staffing_frame(facts: Facts, by: str, within_days: float) -> pd.DataFrame:
    """Return columns as in `Forecast.staffing`."""
    key = checked_group("staffing", by, _GROUPINGS)
    if isinstance(within_days, bool) or not isinstance(within_days, int | float) or within_days < 0:
        fix = "write a number of working days, such as 5"
        raise InputError([Problem("staffing, within_days", "no number of days", within_days, fix)])
    names, group = _groups(facts.plan, key)
    waits = waits_of(facts.runs)
    rows = [_row(facts, waits, group == place, within_days) for place in range(len(names))]
    weeks, error = mean_of(_starved(facts.runs, waits, group, len(names)).astype(np.float64), facts.batch)
    table = np.array(rows, dtype=np.float64).reshape(-1, len(_COLUMNS))
    frame = pd.DataFrame(
        {
            key: texts(names),
            **dict(zip(_COLUMNS, table.T, strict=True)),
            "starved_weeks": weeks,
            "starved_error": np.zeros_like(error) if facts.is_schedule else error,
        }
    )
    frame.attrs["about"] = "schedule"
    return frame


_COLUMNS: Final = (
    "seats", "days_to_staff", "days_error", "days_p80", "days_p80_low", "days_p80_high",
    "fill_rate", "fill_error", "fully_staffed", "fully_error",
)  # fmt: skip


class Waits(NamedTuple):
    """How long needs wait for their first people, (replications, needs).

    Attributes
    ----------
    asked, begun : ndarray of bool
        Whether it gets ready, and whether it starts.
    ready, until : ndarray of int64
        Ticks from which and up to which it waits.
    days : ndarray of float64
        Working days of the portfolio calendar.
    """

    asked: Bools
    begun: Bools
    ready: Ints
    until: Ints
    days: Floats


def waits_of(runs: Runs) -> Waits:
    """Return how long each need waits from its ready tick to its first start, or to the end of the run."""
    plan = runs.plan
    asked = is_tick(runs.ready)
    ready = np.where(asked, runs.ready, 0).astype(np.int64)
    until = np.minimum(np.minimum(runs.start, runs.ends), plan.horizon_tick).astype(np.int64)
    until = np.where(asked, np.maximum(until, ready), ready)
    days = (plan.working_ticks(until) - plan.working_ticks(ready)) / TICKS_PER_DAY
    task = plan.need_task
    return Waits(asked[:, task], is_tick(runs.start)[:, task], ready[:, task], until[:, task], days[:, task])


def _groups(plan: Plan, key: str) -> tuple[list[str], Ints]:
    """Return the names of the groups, and the group of each need."""
    if key == "role":
        labels = [plan.kind_choices[kind][0].skill for kind in plan.need_kind.tolist()]
    else:
        clients = [each.client or _NO_CLIENT for each in plan.projects]
        named = list(plan.project_names) if key == "project" else clients
        labels = [named[project] for project in plan.task_project[plan.need_task].tolist()]
    names = list(dict.fromkeys(labels))
    place = {name: index for index, name in enumerate(names)}
    return names, np.array([place[label] for label in labels], dtype=np.int64)


def _row(facts: Facts, waits: Waits, mine: Bools, within_days: float) -> tuple[float, ...]:
    """Return the numbers of one group, in the order of the columns; needs count by their seats."""
    plan = facts.plan
    seats = plan.need_fewest[mine].astype(np.float64)
    asked, begun, days = waits.asked[:, mine], waits.begun[:, mine], waits.days[:, mine]
    met = asked & begun & (days <= within_days)
    wanted, started = (asked * seats).sum(axis=1), (begun * seats).sum(axis=1)
    waited = (begun * seats * days).sum(axis=1)
    with np.errstate(invalid="ignore"):
        own = np.where(started > 0, waited / started, 0.0)
    late = quantile_of(own[:, np.newaxis], 0.8, facts.batch, counted=(started > 0)[:, np.newaxis])
    project = plan.task_project[plan.need_task[mine]]
    places = np.unique(project)
    going = np.stack([asked[:, project == place].any(axis=1) for place in places], axis=1)
    whole = np.stack([(met | ~asked)[:, project == place].all(axis=1) for place in places], axis=1) & going
    return (
        float(wanted.mean()),
        *_ratio(facts, waited, started),
        *(float(each[0]) for each in late),
        *_ratio(facts, (met * seats).sum(axis=1), wanted),
        *_ratio(facts, whole.sum(axis=1).astype(np.float64), going.sum(axis=1).astype(np.float64)),
    )


def _ratio(facts: Facts, top: Floats, bottom: Floats) -> tuple[float, float]:
    """Return a ratio of sums over the futures, and its standard error."""
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(top.sum() / bottom.sum())
    return value, 0.0 if facts.is_schedule else float(ratio_error(top, bottom, facts.batch))


def _starved(runs: Runs, waits: Waits, group: Ints, groups: int) -> Ints:
    """Return in how many weeks some work of each group waits, (replications, groups)."""
    width = runs.plan.horizon_tick // _WEEK + 2
    made = np.zeros((runs.replications, groups), dtype=np.int64)
    step = max(1, _CELLS // (width * max(groups, 1)))
    for first in range(0, runs.replications, step):
        some = slice(first, first + step)
        row, need = np.nonzero(waits.days[some] > 0)
        begin = waits.ready[some][row, need] // _WEEK
        end = (waits.until[some][row, need] - 1) // _WEEK + 1
        count = len(waits.days[some])
        cell = (row * groups + group[need]) * width
        change = np.bincount(cell + begin, minlength=count * groups * width)
        change -= np.bincount(cell + end, minlength=count * groups * width)
        open_ = np.cumsum(change.reshape(count, groups, width), axis=2) > 0
        made[some] = open_.sum(axis=2)
    return made
