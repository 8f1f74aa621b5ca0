"""When projects are finished, and nothing else of a run: what is left when tasks and people are not kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Policy
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.forecast.dates import shown_days
from capsim.metrics import project_finish
from capsim.plan.plan import Plan

__all__ = ["Finishes", "finishes_of", "joined", "whole"]

Ints32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Finishes:
    """The finishes of projects in every replication.

    Attributes
    ----------
    plan : Plan
    policy : Policy
    seed : int
    ticks, days : ndarray of int32, (replications, projects)
        Finishes, and the days they are shown on; `capsim.clock.NEVER` for what is not finished by the
        horizon, `STOPPED` for what a gate stops, `ABSENT` for a project that does not go ahead.
    partial : bool
        Whether the run was cut short.
    """

    plan: Plan
    policy: Policy
    seed: int
    ticks: Ints32
    days: Ints32
    partial: bool = False

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.ticks)

    @property
    def is_constant(self) -> bool:
        """Whether all replications are alike, as far as is known."""
        return bool((self.ticks == self.ticks[:1]).all())


def joined(parts: Sequence[Finishes]) -> Finishes:
    """Return consecutive parts of the same run as one."""
    ticks, days = (np.concatenate([getattr(part, name) for part in parts]) for name in ("ticks", "days"))
    return dataclasses.replace(parts[0], ticks=ticks, days=days)


def finishes_of(kept: Runs | Finishes) -> Finishes:
    """Return when projects are finished, of whatever was kept."""
    if isinstance(kept, Finishes):
        return kept
    first = kept.plan.project_first_task
    ticks, days = project_finish(kept.finish, first), project_finish(shown_days(kept).finish, first)
    return Finishes(kept.plan, kept.policy, kept.seed, ticks, days, kept.partial)


def whole(kept: Runs | Finishes) -> Runs:
    """Return the whole runs.

    Raises
    ------
    InputError
        If only the dates of projects were kept.
    """
    if isinstance(kept, Runs):
        return kept
    fix = 'ask for delivery, finish, finishes, outcomes or summary, or simulate again without keep="projects"'
    raise InputError([Problem("forecast", "only the dates of projects were kept", fix=fix)])
