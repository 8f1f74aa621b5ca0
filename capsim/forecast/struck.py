"""Which risks strike in one future, when, and what they do (rule D4)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.domain.sampling import SamplingPlan
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_dates
from capsim.plan.hazards import Hazard, hits_of
from capsim.plan.plan import Plan
from capsim.plan.strikes import RiskDraws

__all__ = ["struck_frame", "struck_told"]


def struck_frame(plan: Plan, seed: int, sampling: SamplingPlan, replication: int) -> pd.DataFrame:
    """Return columns as in `Trace.risks`."""
    draws = RiskDraws.of(hits_of(plan))
    found = draws.strikes(seed, sampling, replication, 1)
    places = np.flatnonzero(found.occurs[0])
    hazards = [draws.hits.hazards[place] for place in places]
    day = np.maximum(found.day[0, places], 0)
    return pd.DataFrame(
        {
            "risk": texts(hazard.name for hazard in hazards),
            "kind": texts(hazard.risk.kind for hazard in hazards),
            "date": as_dates(day, plan.start),
            "effort_factor": _where(hazards, "effort", found.effort[0, places]),
            "delay_days": _where(hazards, "delay", found.delay[0, places]),
            "cost": _where(hazards, "cost", found.cost[0, places]),
        }
    )


def _where(hazards: list[Hazard], kind: str, drawn: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return what is drawn of one kind of impact; NaN for risks that have none."""
    has = np.array([getattr(hazard.impact, kind) is not None for hazard in hazards], dtype=np.bool_)
    return np.asarray(np.where(has, drawn, np.nan))


def struck_told(plan: Plan, seed: int, sampling: SamplingPlan, replication: int) -> dict[int, list[str]]:
    """Return a sentence for each risk that strikes, by the day on which it does.

    Parameters
    ----------
    plan : Plan
    seed : int
    sampling : SamplingPlan
    replication : int

    Returns
    -------
    dict of int to list of str
    """
    frame = struck_frame(plan, seed, sampling, replication)
    days = (frame["date"] - pd.Timestamp(plan.start)).dt.days.tolist()
    amounts = frame[["effort_factor", "delay_days", "cost"]].to_numpy(np.float64)
    told: dict[int, list[str]] = {}
    for day, kind, risk, drawn in zip(days, frame["kind"], frame["risk"], amounts, strict=True):
        does = ", ".join(_effects(*map(float, drawn)))
        called = "Risk" if kind == "threat" else "Opportunity"
        told.setdefault(int(day), []).append(f"{called} {risk!r} strikes{f': {does}' if does else ''}.")
    return told


def _effects(effort: float, delay: float, cost: float) -> list[str]:
    found = []
    if not np.isnan(effort):
        found.append(f"work × {effort:.2f}")
    if not np.isnan(delay):
        found.append(f"{delay:.1f} working days of delay")
    if not np.isnan(cost):
        found.append(f"{abs(cost):,.0f} {'lost' if cost >= 0 else 'saved'}")
    return found
