"""A whole forecast in one row."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from capsim.clock import NEVER
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.metrics import Odds, always, odds, ratio_error

__all__ = ["Promises", "promises_of", "summary_frame"]


class Promises(NamedTuple):
    """How the deadlines fare together.

    Attributes
    ----------
    number : int
        Deadlines that apply: of projects that go ahead in some future.
    kept : Odds
        Of keeping every deadline, one column; NaN if none applies, and where nothing is uncertain.
    late : float
        Mean number of projects that miss their deadline.
    late_error : float
        Its Monte Carlo standard error.
    """

    number: int
    kept: Odds
    late: float
    late_error: float


def promises_of(facts: Facts) -> Promises:
    """Return how likely all deadlines are kept, and how many are missed on average."""
    projects = facts.projects
    counted = projects.counted & projects.promised
    number = int(counted.any(axis=0).sum())
    asked = np.full((facts.kept.replications, 1), number > 0 and not facts.is_schedule)
    kept = odds(always(projects.on_time, counted)[:, np.newaxis], asked, facts.batch)
    late = (counted & ~projects.on_time).sum(axis=1)
    error = 0.0 if facts.is_schedule else float(ratio_error(late, np.ones_like(late), facts.batch))
    return Promises(number, kept, float(late.mean()), error)


def summary_frame(facts: Facts) -> pd.DataFrame:
    """Return columns as in `Forecast.summary`."""
    kept, plan = facts.kept, facts.plan
    promises = promises_of(facts)
    never = facts.share((facts.projects.ticks == NEVER).any(axis=1)[:, np.newaxis])
    days = np.array([plan.start, plan.portfolio.last_day], dtype="datetime64[D]").astype("datetime64[s]")
    return pd.DataFrame(
        {
            "portfolio": texts([plan.portfolio.name]),
            "start": days[:1],
            "horizon": days[1:],
            "replications": kept.replications,
            "seed": np.array([kept.seed], dtype=np.uint64),
            "sampling": texts([type(facts.sampling).__name__]),
            "precision": math.nan if facts.precision is None else float(facts.precision),
            "known_to": facts.known_to,
            "partial": kept.partial,
            "projects": plan.n_projects,
            "deadlines": int((facts.projects.promised & facts.projects.has_work).sum()),
            "on_time": promises.kept.probability,
            "low": promises.kept.low,
            "high": promises.kept.high,
            "late": promises.late,
            "late_error": promises.late_error,
            "never": never.probability,
            "never_low": never.low,
            "never_high": never.high,
            "estimates": facts.estimates.total,
            "ranged": facts.estimates.ranged,
            "assumed": facts.estimates.assumed,
            "assumption": texts([facts.estimates_told]),
            "is_schedule": facts.is_schedule,
        }
    )
