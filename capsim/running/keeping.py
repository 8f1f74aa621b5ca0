"""What is kept of each replication: everything, or the dates of projects only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, Protocol

from capsim.domain.policy import Policy
from capsim.engines.runs import Runs
from capsim.forecast.finishes import Finishes, finishes_of
from capsim.plan.plan import Plan
from capsim.running.arrays import Arrays, arrays_of, runs_of
from capsim.running.memory import Memory

__all__ = ["KEEPING", "Keep", "Keeping"]

Keep = Literal["everything", "projects"]


class Keeping(Protocol):
    """How a block's outcome becomes arrays, and these a forecast's."""

    @property
    def instead(self) -> str:
        """What to write for less to be kept; empty if nothing is less."""

    def arrays_of(self, runs: Runs, first: int) -> Arrays:
        """Return what is kept of a block that begins with replication ``first``."""

    def kept_of(
        self, plan: Plan, policy: Policy, seed: int, arrays: Arrays, partial: bool
    ) -> Runs | Finishes:
        """Return what the arrays of all blocks, joined, hold."""

    def memory(self, plan: Plan, seats: int, waits: int) -> Memory:
        """Return what it takes if so many seats are held, and parts of waits noted, in a replication."""


class _Everything:
    """Every task and every seat."""

    instead = 'write keep="projects" to keep their dates only'

    def arrays_of(self, runs: Runs, first: int) -> Arrays:
        return arrays_of(runs, first)

    def kept_of(self, plan: Plan, policy: Policy, seed: int, arrays: Arrays, partial: bool) -> Runs:
        return runs_of(plan, policy, seed, arrays, partial=partial)

    def memory(self, plan: Plan, seats: int, waits: int) -> Memory:
        return Memory.of_everything(plan.n_tasks, seats, waits)


class _Projects:
    """When each project is finished."""

    instead = ""

    def arrays_of(self, runs: Runs, first: int) -> Arrays:
        finishes = finishes_of(runs)
        return {"project_ticks": finishes.ticks, "project_days": finishes.days}

    def kept_of(self, plan: Plan, policy: Policy, seed: int, arrays: Arrays, partial: bool) -> Finishes:
        return Finishes(plan, policy, seed, arrays["project_ticks"], arrays["project_days"], partial)

    def memory(self, plan: Plan, seats: int, waits: int) -> Memory:
        return Memory.of_projects(plan.n_projects)


KEEPING: Final[Mapping[Keep, Keeping]] = MappingProxyType(
    {"everything": _Everything(), "projects": _Projects()}
)
"""By the name that a user gives."""
