"""The buffer of a promise: how much of it is used, against how much of the chain of work is done.

Both measures are those of critical chain project management: the buffer lies between the planned finish and
the deadline, and the chain is the chain of work, with the people that there are, before anything has begun.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Task
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column, is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.finishes import Finishes, finishes_of
from capsim.forecast.ledger import worked
from capsim.forecast.tables import Outcomes, outcome_frame
from capsim.forecast.whatif import WhatIf
from capsim.forecast.workchain import work_chains
from capsim.metrics import ratio_error
from capsim.plan.build import make_plan
from capsim.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AMBER", "RED", "Baseline", "baseline_of", "buffer_frame", "unbegun", "zone_of"]

Floats = npt.NDArray[np.float64]

Zone = Literal["red", "amber", "green"]

AMBER: Final = (0.1, 0.7)
"""How much of a buffer may be used before that is amber: at the beginning of the chain, and at its end."""
RED: Final = (0.3, 0.9)
"""The same for red."""

_STATUS: Final[dict[str, tuple[()] | None]] = {
    "actual_start": None, "actual_finish": None, "progress": None, "remaining": None, "assigned": (),
}  # fmt: skip


class Baseline(NamedTuple):
    """What was planned: when projects were to be finished, and how long the work on their chains is.

    Attributes
    ----------
    finish : dict of str to Timestamp
        P50 by project, NaT past the horizon; only of those with work.
    chains : dict of str to dict of str to ndarray
        By project and task the working ticks on the chain, (replications,).
    """

    finish: dict[str, pd.Timestamp]
    chains: dict[str, dict[str, Floats]]


def unbegun(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio as it was planned: nothing is done, begun or known.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    Portfolio
    """
    projects = tuple(
        dataclasses.replace(project, tasks=tuple(map(_unbegun, project.tasks)))
        for project in portfolio.projects
    )
    return dataclasses.replace(portfolio, projects=projects, status_date=None)


def _unbegun(task: Task) -> Task:
    return dataclasses.replace(task, **_STATUS)  # type: ignore[arg-type]


def baseline_of(facts: Facts, whatif: WhatIf | None = None) -> Baseline:
    """Return what was planned in a run, or in the same futures of its portfolio before anything has begun.

    Parameters
    ----------
    facts : Facts
    whatif : WhatIf, optional
        Simulates these futures; without it those that were run are the plan.

    Returns
    -------
    Baseline
    """
    if whatif is None:
        return _baseline([facts.runs], facts)
    return _baseline(list(whatif.runs_of(make_plan(unbegun(facts.plan.given)))), facts)


def _baseline(parts: list[Runs], facts: Facts) -> Baseline:
    """Return what was planned in some runs of the same plan."""
    plan, lengths = parts[0].plan, np.concatenate([_on_chain(part) for part in parts])
    found = [finishes_of(part) for part in parts]
    ticks, days = (np.concatenate([getattr(part, name) for part in found]) for name in ("ticks", "days"))
    finishes: Finishes = dataclasses.replace(found[0], ticks=ticks, days=days)
    outcomes = Outcomes.of_projects(finishes, facts.batch, certain=facts.is_schedule)
    p50 = outcome_frame(outcomes, plan.start)["p50"]
    bounds = plan.project_first_task.tolist()
    return Baseline(
        {name: p50[place] for place, name in enumerate(plan.project_names) if outcomes.has_work[place]},
        {
            name: {plan.task_names[task]: lengths[:, task] for task in range(*bounds[place : place + 2])}
            for place, name in enumerate(plan.project_names)
        },
    )


def _on_chain(runs: Runs) -> Floats:
    """Return the working ticks from start to finish of tasks on the chain of their project, else 0."""
    passes = work_chains(runs) & is_tick(runs.finish)
    start, finish = (np.where(passes, ticks, 0).astype(np.int64) for ticks in (runs.start, runs.finish))
    return worked(runs, start, finish).astype(np.float64)


# ---------------------------------------------------------------- what is done


def _done(runs: Runs) -> Floats:
    """Return which part of the time of each task lies before the status date, mean over futures: (tasks,)."""
    plan = runs.plan
    today = plan.given.status_date
    tick = 0 if today is None else (today - plan.start).days * TICKS_PER_DAY
    finished = is_tick(runs.finish)
    start, finish = (np.where(finished, ticks, 0).astype(np.int64) for ticks in (runs.start, runs.finish))
    whole = worked(runs, start, finish)
    over = worked(runs, np.minimum(start, tick), np.minimum(finish, tick))
    part = np.where(whole > 0, over / np.maximum(whole, 1), (finish <= tick) & (tick > 0))
    made: Floats = (part * finished).sum(axis=0) / np.maximum(finished.sum(axis=0), 1)
    return made


def _chain_done(baseline: Baseline, plan: Plan, done: Floats, project: int) -> tuple[float, float]:
    """Return which part of the chain of a project is done, and its error; NaN without a chain.

    What is no longer in the portfolio counts as done.
    """
    first, last = plan.project_first_task[project : project + 2].tolist()
    now = dict(zip(plan.task_names[first:last], done[first:last].tolist(), strict=True))
    chain = baseline.chains[plan.project_names[project]]
    lengths = np.stack(list(chain.values()), axis=1)
    whole = lengths.sum(axis=1)
    over = lengths @ np.array([now.get(task, 1.0) for task in chain])
    some = whole > 0
    if not some.any():
        return np.nan, np.nan
    share = over[some] / whole[some]
    return float(share.mean()), float(ratio_error(share, np.ones_like(share)))


# ---------------------------------------------------------------- the frame


def zone_of(
    used: float, done: float, amber: tuple[float, float] = AMBER, red: tuple[float, float] = RED
) -> Zone:
    """Return the zone of a buffer: ``"green"``, ``"amber"`` or ``"red"``.

    Parameters
    ----------
    used, done : float
        Shares of the buffer and of the chain.
    amber, red : tuple of float
        How much may be used at the beginning of the chain, and at its end; between them in proportion.

    Examples
    --------
    >>> zone_of(0.25, 0.1), zone_of(0.25, 0.5), zone_of(0.5, 0.1)
    ('amber', 'green', 'red')
    """
    if used > red[0] + (red[1] - red[0]) * done:
        return "red"
    return "amber" if used > amber[0] + (amber[1] - amber[0]) * done else "green"


class _Row(NamedTuple):
    """What is known of the buffer of a project; as the columns of `Forecast.buffers`."""

    project: str
    deadline: pd.Timestamp
    planned_finish: pd.Timestamp
    p50: pd.Timestamp
    buffer_days: float
    used_days: float
    used: float
    used_low: float
    used_high: float
    chain_done: float
    chain_error: float

    @property
    def burn_rate(self) -> float:
        """How much faster the buffer is used than the work advances."""
        return self.used / self.chain_done if self.chain_done > 0 else np.nan

    @property
    def zone(self) -> Zone:
        """Red where there is nothing to use."""
        if np.isnan(self.used):
            return "red"
        return zone_of(self.used, float(np.nan_to_num(self.chain_done)))


def buffer_frame(facts: Facts, baseline: Baseline) -> pd.DataFrame:
    """Return columns as in `Forecast.buffers`."""
    plan, delivery, done = facts.plan, facts.delivery_frame(), _done(facts.runs)
    takes_part = np.any(facts.projects.counted, axis=0).tolist()
    rows = [
        _row(delivery.iloc[place], baseline, _chain_done(baseline, plan, done, place))
        for place, name in enumerate(plan.project_names)
        if name in baseline.finish and takes_part[place] and pd.notna(delivery["deadline"][place])
    ]
    today = plan.given.status_date or plan.start
    numbers = ("buffer_days", "used_days", "used", "used_low", "used_high", "chain_done", "chain_error")
    frame = pd.DataFrame(
        {
            "project": texts(row.project for row in rows),
            "status_date": as_column(today for _ in rows),
            "deadline": _dates(row.deadline for row in rows),
            "planned_finish": _dates(row.planned_finish for row in rows),
            "p50": _dates(row.p50 for row in rows),
            **{name: np.array([getattr(row, name) for row in rows], dtype=np.float64) for name in numbers},
            "burn_rate": np.array([row.burn_rate for row in rows], dtype=np.float64),
            "zone": texts(row.zone for row in rows),
        }
    )
    frame.attrs["about"] = "schedule"
    return frame


def _dates(days: Iterable[pd.Timestamp]) -> npt.NDArray[np.datetime64]:
    return pd.to_datetime(pd.Series(list(days), dtype="object")).to_numpy("datetime64[s]")


def _row(now: pd.Series[Any], baseline: Baseline, chain: tuple[float, float]) -> _Row:
    """Return what is known of one project, from its row of `Forecast.delivery`."""
    planned = baseline.finish[now["project"]]
    buffer = _days(planned, now["deadline"])
    used, low, high = (
        _days(planned, now[name]) / buffer if buffer > 0 else np.nan
        for name in ("p50", "p50_low", "p50_high")
    )
    days = _days(planned, now["p50"])
    return _Row(now["project"], now["deadline"], planned, now["p50"], buffer, days, used, low, high, *chain)


def _days(first: pd.Timestamp, last: pd.Timestamp) -> float:
    return float((last - first).days) if pd.notna(first) and pd.notna(last) else np.nan
