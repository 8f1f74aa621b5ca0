"""What makes finishes uneven: how far they lie apart between the ends of what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.lookup import project_index
from capsim.forecast.questions import checked_group
from capsim.forecast.streams import own_tasks
from capsim.metrics import ratio_error
from capsim.plan.plan import Plan
from capsim.plan.streams import stream_path

__all__ = ["tornado_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_GROUPINGS: Final = ("task", "driver", "risk")
_ENDS: Final = 5
"""One of so many futures is at either end."""


class _Inputs(NamedTuple):
    """What was drawn.

    Attributes
    ----------
    names : sequence of tuple of str
        Project and task, or one name.
    amounts : ndarray of float64, (replications, inputs)
    present : ndarray of bool, (replications, inputs)
        Where it was drawn at all.
    """

    names: Sequence[tuple[str, ...]]
    amounts: Floats
    present: Bools


def tornado_frame(facts: Facts, by: str, project: str | None) -> pd.DataFrame:
    """Return columns as in `Forecast.tornado`."""
    key = checked_group("tornado", by, _GROUPINGS)
    finish, counted = _finishes(facts, project)
    inputs = {"task": _tasks, "driver": _drivers, "risk": _risks}[key](facts)
    if key == "task":
        finish = _without_shared(facts, finish, counted)
    first, last = _ends_of(inputs, counted, parts=2 if key == "risk" else _ENDS)
    low, low_error = _mean(finish, first, facts.batch)
    high, high_error = _mean(finish, last, facts.batch)
    whole = finish[counted].mean() if counted.any() else np.nan
    names = ("project", "task") if key == "task" else (key,)
    error = np.hypot(low_error, high_error)
    frame = pd.DataFrame(
        {
            **{name: texts(each[place] for each in inputs.names) for place, name in enumerate(names)},
            "low_days": low - whole,
            "high_days": high - whole,
            "swing_days": high - low,
            "error": error,
            "tie": ~(np.abs(high - low) > facts.error_factor * error),
        }
    )
    order = np.argsort(-np.abs(frame["swing_days"].to_numpy()), kind="stable")
    frame = frame.iloc[order][frame["swing_days"].iloc[order].notna()].reset_index(drop=True)
    frame.attrs["about"] = "schedule"
    frame.attrs["finish_of"] = facts.plan.portfolio.name if project is None else project
    return frame


def _finishes(facts: Facts, project: str | None) -> tuple[Floats, Bools]:
    """Return the day of the finish in each replication, and where there is one."""
    outcomes = facts.projects
    chosen = np.arange(facts.plan.n_projects)
    if project is not None:
        chosen = chosen[[project_index(facts.plan, project, "tornado, project")]]
    ticks, counts = outcomes.ticks[:, chosen], outcomes.counted[:, chosen]
    finished = is_tick(ticks) | ~counts
    last = np.where(counts & is_tick(ticks), ticks, 0).max(axis=1, initial=0)
    every: Bools = np.asarray(finished.all(axis=1) & counts.any(axis=1))
    return last / TICKS_PER_DAY, every


def _tasks(facts: Facts) -> _Inputs:
    """Return how long each task takes a nominal team by its own draws; what moves many is asked apart."""
    plan, tasks = facts.plan, own_tasks(facts.plan)
    effort, length = facts.futures.draws.own(0, facts.kept.replications)
    for need in np.flatnonzero(plan.need_effort).tolist():
        days = effort[:, need] / plan.need_pace[need]
        np.maximum(length[:, plan.need_task[need]], days, out=length[:, plan.need_task[need]])
    names = [(plan.project_names[plan.task_project[task]], plan.task_names[task]) for task in tasks]
    return _Inputs(names, length[:, tasks], ~facts.unlimited.absent[:, tasks])


def _without_shared(facts: Facts, finish: Floats, counted: Bools) -> Floats:
    """Return finishes less what moves with drivers and risks, which makes no difference between tasks.

    Own draws do not depend on them, so means stay as they are and come out more exactly (control variates).
    """
    shared = np.concatenate([_drivers(facts).amounts, _risks(facts).amounts], axis=1)
    moves = shared - shared[counted].mean(axis=0) if counted.any() else shared
    moves = moves[:, np.ptp(moves, axis=0) > 0]
    if not moves.shape[1] or counted.sum() <= 2 * moves.shape[1]:
        return finish
    slope = np.linalg.lstsq(moves[counted], finish[counted] - finish[counted].mean(), rcond=None)[0]
    return np.asarray(finish - moves @ slope)


def _drivers(facts: Facts) -> _Inputs:
    draws = facts.futures.draws
    uniforms = draws.factor_streams.uniforms(draws.seed, draws.sampling, 0, facts.kept.replications)
    amounts = draws.factor_laws.sample(uniforms)
    called = _called(facts.plan)
    names = [(called[factor.stream],) for factor in draws.factors]
    return _Inputs(names, amounts, np.ones(amounts.shape, dtype=np.bool_))


def _called(plan: Plan) -> dict[str, str]:
    """Return what the factors of a run are called, by their streams."""
    drivers = {stream_path("driver", each.name): each.name for each in plan.portfolio.drivers}
    ranges = {stream_path("range", name): f"estimates of {name}" for name in plan.project_names}
    return {**ranges, **drivers}


def _risks(facts: Facts) -> _Inputs:
    draws = facts.futures.draws
    risks = draws.surprises.risks
    strikes = risks.strikes(draws.seed, draws.sampling, 0, facts.kept.replications)
    names = [(hazard.name,) for hazard in risks.hits.hazards]
    return _Inputs(names, strikes.occurs.astype(np.float64), np.ones(strikes.occurs.shape, dtype=np.bool_))


def _ends_of(inputs: _Inputs, counted: Bools, parts: int) -> tuple[Bools, Bools]:
    """Return which futures are at the low and at the high end of each input; none where nothing differs."""
    amounts = np.where(inputs.present & counted[:, np.newaxis], inputs.amounts, np.nan)
    known = ~np.isnan(amounts)
    count = known.sum(axis=0)
    ordered = np.sort(amounts, axis=0)  # NaN is last
    rank = np.maximum(count // parts, 1)
    column = np.arange(amounts.shape[1])
    if not len(ordered):
        return known, known
    low, high = ordered[rank - 1, column], ordered[np.maximum(count - rank, 0), column]
    if parts == 2:  # struck or not
        low, high = np.zeros(len(column)), np.ones(len(column))
    with np.errstate(invalid="ignore"):
        differs = low < high
        return known & (amounts <= low) & differs, known & (amounts >= high) & differs


def _mean(finish: Floats, which: Bools, batch: int) -> tuple[Floats, Floats]:
    """Return the mean finish of some futures, and its error; NaN where there are none."""
    top = np.where(which, finish[:, np.newaxis], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = top.sum(axis=0) / which.sum(axis=0)
    return mean, ratio_error(top, which, batch)
