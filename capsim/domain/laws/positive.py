"""Laws of amounts above 0 that have no upper end."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from capsim.domain.laws.base import (
    Distribution,
    Floats,
    check_positive,
    check_rising,
    check_shape,
    each_of,
    exp,
    log,
    number_of,
    power,
    set_numbers,
    written,
)
from capsim.errors import Refused

__all__ = ["Exponential", "Gamma", "LogNormal", "Quantiles", "Weibull"]

Z90: Final = 1.2815515655446004  # normal score of the 90th percentile


@dataclass(frozen=True, slots=True, repr=False, init=False)
class LogNormal(Distribution):
    """A positive amount whose logarithm is normal, by two percentiles or by mean and sd.

    Parameters
    ----------
    p50, p90 : float
        The median, above 0, and the value kept in 9 of 10 cases.
    mean, sd : float
        Instead of the percentiles.

    Examples
    --------
    >>> law = LogNormal(mean=10, sd=5)
    >>> round(law.p50, 3), round(law.p90, 3), round(law.mean(), 3), round(law.sd(), 3)
    (8.944, 16.385, 10.0, 5.0)
    """

    p50: float
    p90: float

    def __init__(
        self,
        p50: float | None = None,
        p90: float | None = None,
        *,
        mean: float | None = None,
        sd: float | None = None,
    ) -> None:
        if mean is None and sd is None:
            set_numbers(self, p50=p50, p90=p90)
        else:
            if p50 is not None or p90 is not None or mean is None or sd is None:
                raise Refused(
                    "LogNormal: neither p50 and p90 nor mean and sd", fix="write LogNormal(p50=30, p90=55)"
                )
            set_numbers(self, p50=mean, p90=sd)
            middle, spread = self.p50, self.p90
            if not (middle > 0 and spread >= 0):
                raise Refused(
                    "LogNormal: mean not above 0 or sd below 0", (mean, sd), "write positive numbers"
                )
            sigma = math.sqrt(math.log1p((spread / middle) ** 2))
            p50 = middle * math.exp(-sigma * sigma / 2)
            set_numbers(self, p50=p50, p90=p50 * math.exp(Z90 * sigma))
        check_positive(self, "p50")
        check_rising(self, "p50", "p90")
        if self._sigma > 10:
            raise Refused("LogNormal: a spread beyond all use", self, "bring p90 closer to p50")

    @property
    def _sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.log(self.p90 / self.p50) / Z90

    def mean(self) -> float:
        """Return p50 × exp(σ² / 2)."""
        return self.p50 * math.exp(self._sigma**2 / 2)

    def sd(self) -> float:
        """Return mean × √(exp(σ²) − 1)."""
        return self.mean() * math.sqrt(math.expm1(self._sigma**2))

    def support(self) -> tuple[float, float]:
        """Return 0 and infinity (the median twice, if p90 is the median too)."""
        return (0.0, math.inf) if self.p90 > self.p50 else (self.p50, self.p50)

    def _quantiles(self, u: Floats) -> Floats:
        if self.is_fixed:
            return np.full_like(u, self.p50)
        return self.p50 * each_of(exp, self._sigma * scipy.special.ndtri(u))

    def _shares(self, x: Floats) -> Floats:
        if self.is_fixed:
            return (x >= self.p50).astype(np.float64)
        share: Floats = scipy.special.ndtr(each_of(log, x / self.p50) / self._sigma)
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        return LogNormal(1.0, self.p90 / self.p50), 0.0, self.p50

    def _arguments(self) -> Iterable[str]:
        return [f"p50={written(self.p50)}", f"p90={written(self.p90)}"]


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Gamma(Distribution):
    """The gamma law, by shape and scale or by mean and sd.

    Parameters
    ----------
    shape, scale : float
        Above 0; the mean is their product.
    mean, sd : float
        Instead of shape and scale.

    Examples
    --------
    >>> Gamma(mean=10, sd=5)
    Gamma(shape=4, scale=2.5)
    """

    shape: float
    scale: float

    def __init__(
        self,
        shape: float | None = None,
        scale: float | None = None,
        *,
        mean: float | None = None,
        sd: float | None = None,
    ) -> None:
        if mean is None and sd is None:
            set_numbers(self, shape=shape, scale=scale)
        else:
            if shape is not None or scale is not None or mean is None or sd is None:
                raise Refused(
                    "Gamma: neither shape and scale nor mean and sd", fix="write Gamma(mean=10, sd=5)"
                )
            set_numbers(self, shape=mean, scale=sd)
            middle, spread = self.shape, self.scale
            if not (middle > 0 and spread > 0):
                raise Refused("Gamma: mean or sd not above 0", (mean, sd), "write positive numbers")
            set_numbers(self, shape=(middle / spread) ** 2, scale=spread * spread / middle)
        check_positive(self, "shape", "scale")
        check_shape(self, "shape")

    def mean(self) -> float:
        """Return shape × scale."""
        return self.shape * self.scale

    def sd(self) -> float:
        """Return √shape × scale."""
        return math.sqrt(self.shape) * self.scale

    def support(self) -> tuple[float, float]:
        """Return 0 and infinity."""
        return 0.0, math.inf

    def _quantiles(self, u: Floats) -> Floats:
        standard: Floats = scipy.special.gammaincinv(self.shape, u)
        return self.scale * standard

    def _shares(self, x: Floats) -> Floats:
        share: Floats = scipy.special.gammainc(self.shape, np.maximum(x, 0.0) / self.scale)
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        return Gamma(self.shape, 1.0), 0.0, self.scale

    def _arguments(self) -> Iterable[str]:
        return [f"shape={written(self.shape)}", f"scale={written(self.scale)}"]


@dataclass(frozen=True, slots=True, repr=False)
class Weibull(Distribution):
    """The Weibull law.

    Parameters
    ----------
    shape, scale : float
        Above 0; the scale is the value kept in 63 % of cases.

    Examples
    --------
    >>> round(Weibull(2, 10).mean(), 3)
    8.862
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        set_numbers(self, shape=self.shape, scale=self.scale)
        check_positive(self, "shape", "scale")
        check_shape(self, "shape")

    def mean(self) -> float:
        """Return scale × Γ(1 + 1/shape)."""
        return self.scale * math.gamma(1 + 1 / self.shape)

    def sd(self) -> float:
        """Return scale × √(Γ(1 + 2/shape) − Γ(1 + 1/shape)²)."""
        first, second = math.gamma(1 + 1 / self.shape), math.gamma(1 + 2 / self.shape)
        return self.scale * math.sqrt(max(0.0, second - first * first))

    def support(self) -> tuple[float, float]:
        """Return 0 and infinity."""
        return 0.0, math.inf

    def _quantiles(self, u: Floats) -> Floats:
        return self.scale * each_of(lambda e: power(e, 1 / self.shape), -scipy.special.log1p(-u))

    def _shares(self, x: Floats) -> Floats:
        share: Floats = -scipy.special.expm1(
            -each_of(lambda e: power(e, self.shape), np.maximum(x, 0.0) / self.scale)
        )
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        return Weibull(self.shape, 1.0), 0.0, self.scale

    def _arguments(self) -> Iterable[str]:
        return [f"shape={written(self.shape)}", f"scale={written(self.scale)}"]


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Exponential(Distribution):
    """The exponential law: the time to something that may happen at any moment.

    Parameters
    ----------
    mean : float
        Above 0.

    Examples
    --------
    >>> round(Exponential(mean=5).quantile(0.5), 3)
    3.466
    """

    scale: float

    def __init__(self, mean: float) -> None:
        object.__setattr__(self, "scale", number_of("Exponential", "mean", mean))
        if not self.scale > 0:
            raise Refused("Exponential: mean is not above 0", mean, "write a positive number")

    def mean(self) -> float:
        """Return the mean."""
        return self.scale

    def sd(self) -> float:
        """Return the mean, which is the standard deviation too."""
        return self.scale

    def support(self) -> tuple[float, float]:
        """Return 0 and infinity."""
        return 0.0, math.inf

    def _quantiles(self, u: Floats) -> Floats:
        standard: Floats = -scipy.special.log1p(-u)
        return self.scale * standard

    def _shares(self, x: Floats) -> Floats:
        share: Floats = -scipy.special.expm1(-np.maximum(x, 0.0) / self.scale)
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        return Exponential(1.0), 0.0, self.scale


@dataclass(frozen=True, slots=True, repr=False)
class Quantiles(Distribution):
    """The law through three percentiles: a log-normal on each side of the median.

    With z the normal score of u, the quantile is ``p50 × (p90 / p50)^(z / 1.2816)`` above the median and
    ``p50 × (p50 / p10)^(z / 1.2816)`` below it (a two-piece log-normal). It meets the three percentiles
    exactly, is always positive, and is the plain log-normal when p50² = p10 × p90.

    Parameters
    ----------
    p10, p50, p90 : float
        Rising, above 0.

    Examples
    --------
    >>> law = Quantiles(p10=5, p50=8, p90=15)
    >>> [round(law.quantile(u), 6) for u in (0.1, 0.5, 0.9)]
    [5.0, 8.0, 15.0]
    """

    p10: float
    p50: float
    p90: float

    def __post_init__(self) -> None:
        set_numbers(self, p10=self.p10, p50=self.p50, p90=self.p90)
        check_positive(self, "p10")
        if not self.p10 < self.p50 < self.p90:
            got = f"p10={self.p10:g}, p50={self.p50:g}, p90={self.p90:g}"
            raise Refused("Quantiles: not rising", got, "write p10 < p50 < p90")
        if max(self._sigmas) > 10:
            raise Refused("Quantiles: a spread beyond all use", self, "bring the percentiles closer together")

    @property
    def _sigmas(self) -> tuple[float, float]:
        """Standard deviation of the logarithm, below and above the median."""
        return math.log(self.p50 / self.p10) / Z90, math.log(self.p90 / self.p50) / Z90

    def _moment(self, order: int) -> float:
        below, above = (order * sigma for sigma in self._sigmas)
        lower = math.exp(below * below / 2) * float(scipy.special.ndtr(-below))
        upper = math.exp(above * above / 2) * float(scipy.special.ndtr(above))
        return lower + upper

    def mean(self) -> float:
        """Return the mean of the two halves."""
        return self.p50 * self._moment(1)

    def sd(self) -> float:
        """Return the standard deviation."""
        return self.p50 * math.sqrt(max(0.0, self._moment(2) - self._moment(1) ** 2))

    def support(self) -> tuple[float, float]:
        """Return 0 and infinity."""
        return 0.0, math.inf

    def _quantiles(self, u: Floats) -> Floats:
        z = scipy.special.ndtri(u)
        below, above = self._sigmas
        return self.p50 * each_of(exp, np.where(z < 0, below, above) * z)

    def _shares(self, x: Floats) -> Floats:
        logs = each_of(log, x / self.p50)
        below, above = self._sigmas
        share: Floats = scipy.special.ndtr(logs / np.where(logs < 0, below, above))
        return share

    def _cuts(self) -> Iterable[float]:
        return (self.p50,)

    def _standard(self) -> tuple[Distribution, float, float]:
        return Quantiles(self.p10 / self.p50, 1.0, self.p90 / self.p50), 0.0, self.p50

    def _arguments(self) -> Iterable[str]:
        return [f"p10={written(self.p10)}", f"p50={written(self.p50)}", f"p90={written(self.p90)}"]
