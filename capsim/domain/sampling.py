"""Sampling plans: how the replications of a run share out the range of each draw (rule D7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

__all__ = ["Antithetic", "Independent", "LatinHypercube", "SamplingPlan"]


class SamplingPlan:
    """How replications relate to one another.

    Attributes
    ----------
    block : int
        Replications that belong together, counted from replication 0. Standard errors come from the
        means of whole blocks; a prefix of a run is complete at block ends.
    """

    __slots__ = ()

    block: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Independent(SamplingPlan):
    """Every replication for itself: the default, for which all intervals are made."""


@dataclass(frozen=True, slots=True)
class LatinHypercube(SamplingPlan):
    """Each draw meets each of 128 equal strata of its range once in 128 consecutive replications.

    Means of nearly additive answers come out with less noise (McKay, Beckman & Conover, 1979).

    Examples
    --------
    >>> LatinHypercube().block
    128
    """

    block: ClassVar[int] = 128


@dataclass(frozen=True, slots=True)
class Antithetic(SamplingPlan):
    """Replications in pairs: where one draws u, its twin draws 1 − u (Hammersley & Morton, 1956)."""

    block: ClassVar[int] = 2
