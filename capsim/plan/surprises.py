"""What risks and rework make of the amounts and ready ticks of a plan (rules D3, D4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capsim.domain.sampling import SamplingPlan
from capsim.plan.estimates import Estimate
from capsim.plan.hazards import hits_of
from capsim.plan.plan import Plan
from capsim.plan.rework import ReworkDraws
from capsim.plan.strikes import Late, RiskDraws
from capsim.plan.uniforms import Streams

__all__ = ["Surprises"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Surprises:
    """The chance of risks and rework.

    Attributes
    ----------
    risks : RiskDraws
    rework : ReworkDraws
    """

    risks: RiskDraws
    rework: ReworkDraws
    tasks: int

    @classmethod
    def of(cls, plan: Plan, estimates: Sequence[Estimate]) -> Surprises:
        """Prepare the streams of a plan's risks and rework."""
        return cls(RiskDraws.of(hits_of(plan)), ReworkDraws.of(estimates), plan.n_tasks)

    @property
    def streams(self) -> tuple[Streams, ...]:
        """All streams that are drawn."""
        return (*self.risks.streams, self.rework.streams)

    @property
    def are_uncertain(self) -> bool:
        """Whether anything about the work is left to chance."""
        return self.risks.are_uncertain or self.rework.is_uncertain

    # ------------------------------------------------------------ factors, settled before the run

    @property
    def moved(self) -> tuple[Ints, ...]:
        """The estimates that each factor multiplies, in the order of multiplication."""
        return (*(columns for _, columns in self.risks.hits.factors), *self.rework.settled)

    def factors(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Floats:
        """Return the factors: (replications, `moved`)."""
        if not self.moved:
            return np.zeros((count, 0))
        strikes = self.risks.strikes(seed, sampling, first, count)
        u = self.rework.uniforms(seed, sampling, first, count)
        return np.concatenate([self.risks.factors(strikes), self.rework.factors(u)], axis=1)

    def means(self) -> Floats:
        """Return the mean of each factor."""
        return np.concatenate([self.risks.mean_factors(), self.rework.mean_factors()])

    def largest(self) -> Floats:
        """Return the largest value of each factor."""
        return np.concatenate([self.risks.largest_factors(), self.rework.largest_factors()])

    def growth(self, estimates: Sequence[Estimate]) -> Floats:
        """Return how many times as large each estimate may become by what is settled when it starts."""
        return self.rework.growth(len(estimates)) + self.risks.growth(estimates)

    # ------------------------------------------------------------ what the engines settle

    def delay(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Ints:
        """Return the working ticks by which risks without a window move ready ticks."""
        if not self.risks.hits.delays:
            return np.zeros((count, 0), np.int64)
        return self.risks.delays(self.risks.strikes(seed, sampling, first, count), self.tasks)

    def late(self, seed: int, sampling: SamplingPlan, first: int, effort: Ints, duration: Ints) -> Late:
        """Return what risks with a window do."""
        strikes = self.risks.strikes(seed, sampling, first, len(effort))
        return self.risks.late(strikes, effort, duration)

    def extra(self, seed: int, sampling: SamplingPlan, first: int, effort: Ints) -> Ints:
        """Return the ticks that each row of rework by speed adds."""
        return self.rework.extra(self.rework.uniforms(seed, sampling, first, len(effort)), effort)
