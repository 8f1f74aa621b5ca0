"""Probability laws, each a frozen value with a quantile function."""

from capsim.domain.laws.base import Distribution
from capsim.domain.laws.bounded import PERT, Beta, Fixed, Triangular, Uniform
from capsim.domain.laws.composed import Empirical, Mixture, Shifted, Truncated
from capsim.domain.laws.frozen import Scipy, is_scipy
from capsim.domain.laws.positive import Exponential, Gamma, LogNormal, Quantiles, Weibull

__all__ = [
    "PERT",
    "Beta",
    "Distribution",
    "Empirical",
    "Exponential",
    "Fixed",
    "Gamma",
    "LogNormal",
    "Mixture",
    "Quantiles",
    "Scipy",
    "Shifted",
    "Triangular",
    "Truncated",
    "Uniform",
    "Weibull",
    "is_scipy",
]
