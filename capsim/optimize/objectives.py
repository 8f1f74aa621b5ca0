"""What a search makes as small as it can: one number per future, from when projects are finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY, end_of_day
from capsim.domain.portfolio import Portfolio
from capsim.forecast.dates import is_tick
from capsim.plan.plan import NO_DATE, Plan

__all__ = ["CostOfDelay", "Makespan", "Objective", "Tardiness", "objective_for"]

Floats = npt.NDArray[np.float64]
Ticks = npt.NDArray[np.signedinteger]


@runtime_checkable
class Objective(Protocol):
    """What is to be small; anything with these two will do.

    Attributes
    ----------
    unit : str
        Such as ``"working days"``.
    """

    @property
    def unit(self) -> str:
        """What it is counted in."""

    def costs(self, finish: Ticks, plan: Plan) -> Floats:
        """Return one number per replication.

        Parameters
        ----------
        finish : ndarray of int, (replications, projects)
            Ticks, or what `capsim.clock` has for projects that never finish, are stopped or do not go ahead.
        plan : Plan
        """


@dataclass(frozen=True)
class Makespan:
    """The working days until the last project is finished."""

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return "working days"

    def costs(self, finish: Ticks, plan: Plan) -> Floats:
        """Return the working days of the portfolio calendar to the last finish; beyond the run to its end."""
        return np.asarray(_working_days(finish, plan).max(axis=1, initial=0.0))


@dataclass(frozen=True)
class Tardiness:
    """The working days that projects are late, all added up; projects without a deadline are never late."""

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return "working days"

    def costs(self, finish: Ticks, plan: Plan) -> Floats:
        """Return the working days of the portfolio calendar after deadlines."""
        due = plan.working_ticks(np.maximum(plan.project_deadline, 0)) / TICKS_PER_DAY
        late = np.maximum(_working_days(finish, plan) - due, 0.0)
        return np.asarray(late[:, plan.project_deadline != NO_DATE].sum(axis=1))


@dataclass(frozen=True)
class CostOfDelay:
    """What delay costs: each project's ``cost_of_delay_per_day`` for every day, and its ``penalty``.

    Days count from ``delay_from``, else from the deadline, else from the start of the portfolio.
    """

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return "of cost of delay"

    def costs(self, finish: Ticks, plan: Plan) -> Floats:
        """Return money: calendar days at what they cost, and penalties."""
        until = _until(finish, plan)
        total = np.zeros(len(finish))
        for column, project in enumerate(plan.projects):
            since, due = project.delay_from or project.deadline, project.penalty_after or project.deadline
            begin = 0 if since is None else max(end_of_day(since, plan.start), 0)
            late = np.maximum(until[:, column] - begin, 0) / TICKS_PER_DAY
            total += (project.cost_of_delay_per_day or 0.0) * late
            if project.penalty and due is not None:
                total += project.penalty * (until[:, column] > end_of_day(due, plan.start))
        return total


def objective_for(portfolio: Portfolio) -> Objective:
    """Return what matters by what a portfolio says: cost of delay, else deadlines, else the last finish.

    Examples
    --------
    >>> objective_for(Portfolio("Agency", "2027-01-04"))
    Makespan()
    """
    if any(project.cost_of_delay_per_day or project.penalty for project in portfolio.projects):
        return CostOfDelay()
    if any(project.deadline for project in portfolio.projects):
        return Tardiness()
    return Makespan()


def _working_days(finish: Ticks, plan: Plan) -> Floats:
    """Return working days to each finish; 0 for what comes to none, to the horizon for what is beyond."""
    return np.asarray(plan.working_ticks(_until(finish, plan)) / TICKS_PER_DAY)


def _until(finish: Ticks, plan: Plan) -> npt.NDArray[np.int64]:
    """Return ticks: those of finishes, the horizon for what is beyond it, 0 for what does not come to one."""
    ticks = np.where(finish == NEVER, plan.horizon_tick, finish).astype(np.int64)
    return np.where(is_tick(finish) | (finish == NEVER), ticks, 0)
