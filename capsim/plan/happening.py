"""What of the planned work happens in a replication, as far as that is drawn (rule D6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capsim.domain.sampling import SamplingPlan
from capsim.plan.plan import Plan
from capsim.plan.streams import stream_path
from capsim.plan.uniforms import Streams

__all__ = ["Happening", "make_happening"]

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Happening:
    """The chance of what happens at all.

    Attributes
    ----------
    plan : Plan
    gates : Streams
        One for each gate.
    """

    plan: Plan
    gates: Streams

    @property
    def streams(self) -> tuple[Streams, ...]:
        """All the streams."""
        return (self.gates,)

    def passes(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Bools:
        """Return whether each gate lets its project go on: (replications, gates)."""
        return self.gates.uniforms(seed, sampling, first, count) < self.plan.gate_probability


def make_happening(plan: Plan) -> Happening:
    """Prepare the chance of what happens.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Happening
    """
    return Happening(plan, gates=Streams.of([_path(plan, task, "gate") for task in plan.gate_task.tolist()]))


def _path(plan: Plan, task: int, what: str) -> str:
    """Return the path of a stream of a task."""
    return stream_path("task", plan.project_names[plan.task_project[task]], plan.task_names[task], what)
