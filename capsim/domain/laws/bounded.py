"""Laws between two values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy

from capsim.domain.laws.base import (
    Distribution,
    Floats,
    check_positive,
    check_rising,
    check_shape,
    set_numbers,
    written,
)

__all__ = ["PERT", "Beta", "Fixed", "Triangular", "Uniform"]


@dataclass(frozen=True, slots=True, repr=False)
class Fixed(Distribution):
    """One value, always.

    Parameters
    ----------
    value : float

    Examples
    --------
    >>> Fixed(8).quantile(0.9)
    8.0
    """

    value: float

    def __post_init__(self) -> None:
        set_numbers(self, value=self.value)

    def mean(self) -> float:
        """Return the value."""
        return self.value

    def sd(self) -> float:
        """Return 0."""
        return 0.0

    def support(self) -> tuple[float, float]:
        """Return the value twice."""
        return self.value, self.value

    def _quantiles(self, u: Floats) -> Floats:
        return np.full_like(u, self.value)

    def _shares(self, x: Floats) -> Floats:
        return (x >= self.value).astype(np.float64)

    def _cuts(self) -> Iterable[float]:
        return (self.value,)

    def __str__(self) -> str:
        return written(self.value)

    def __repr__(self) -> str:
        return f"Fixed({self})"


@dataclass(frozen=True, slots=True, repr=False)
class Uniform(Distribution):
    """Anything between two values, all equally likely.

    Parameters
    ----------
    low, high : float

    Examples
    --------
    >>> Uniform(2, 6).quantile(0.25)
    3.0
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        set_numbers(self, low=self.low, high=self.high)
        check_rising(self, "low", "high")

    def mean(self) -> float:
        """Return the middle."""
        return (self.low + self.high) / 2

    def sd(self) -> float:
        """Return the width over √12."""
        return (self.high - self.low) / math.sqrt(12)

    def support(self) -> tuple[float, float]:
        """Return low and high."""
        return self.low, self.high

    def _quantiles(self, u: Floats) -> Floats:
        return self.low + (self.high - self.low) * u

    def _shares(self, x: Floats) -> Floats:
        return ramp(self, x)

    def _standard(self) -> tuple[Distribution, float, float]:
        return Uniform(0.0, 1.0), self.low, self.high - self.low


def ramp(law: Distribution, x: Floats) -> Floats:
    """Return where x lies in the support, from 0 to 1 (for a support of one value: whether it is reached)."""
    low, high = law.support()
    if high == low:
        return (x >= low).astype(np.float64)
    ramp: Floats = np.clip((x - low) / (high - low), 0.0, 1.0)
    return ramp


@dataclass(frozen=True, slots=True, repr=False)
class Triangular(Distribution):
    """A triangle over three points.

    Parameters
    ----------
    low, likely, high : float
        Smallest, most likely and largest value.

    Examples
    --------
    >>> Triangular(3, 5, 10).mean()
    6.0
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        set_numbers(self, low=self.low, likely=self.likely, high=self.high)
        check_rising(self, "low", "likely", "high")

    def mean(self) -> float:
        """Return the mean of the three points."""
        return (self.low + self.likely + self.high) / 3

    def sd(self) -> float:
        """Return the standard deviation."""
        a, c, b = self.low, self.likely, self.high
        return math.sqrt(((b - a) ** 2 + (c - a) ** 2 - (b - a) * (c - a)) / 18)

    def support(self) -> tuple[float, float]:
        """Return low and high."""
        return self.low, self.high

    def _peak(self) -> float:
        """Where the most likely value lies between low and high, from 0 to 1."""
        width = self.high - self.low
        return (self.likely - self.low) / width if width else 0.5

    def _quantiles(self, u: Floats) -> Floats:
        peak, width = self._peak(), self.high - self.low
        rising = np.sqrt(u * peak)
        falling = 1.0 - np.sqrt((1.0 - u) * (1.0 - peak))
        return self.low + width * np.where(u <= peak, rising, falling)

    def _shares(self, x: Floats) -> Floats:
        peak, t = self._peak(), ramp(self, x)
        rising = t * t / peak if peak else np.zeros_like(t)
        falling = 1.0 - (1.0 - t) ** 2 / (1.0 - peak) if peak < 1 else np.ones_like(t)
        return np.where(t < peak, rising, falling)

    def _cuts(self) -> Iterable[float]:
        return (self.likely,)

    def _standard(self) -> tuple[Distribution, float, float]:
        width = self.high - self.low
        return (Triangular(0.0, self._peak(), 1.0) if width else Uniform(0.0, 1.0)), self.low, width


@dataclass(frozen=True, slots=True, repr=False)
class Beta(Distribution):
    """The beta law, stretched from low to high.

    Parameters
    ----------
    a, b : float
        Shapes, above 0.
    low, high : float
        Smallest and largest value.

    Examples
    --------
    >>> Beta(1, 3, low=0, high=20).mean()
    5.0
    """

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        set_numbers(self, a=self.a, b=self.b, low=self.low, high=self.high)
        check_positive(self, "a", "b")
        check_shape(self, "a", "b")
        check_rising(self, "low", "high")

    def mean(self) -> float:
        """Return the mean."""
        return self.low + (self.high - self.low) * self.a / (self.a + self.b)

    def sd(self) -> float:
        """Return the standard deviation."""
        both = self.a + self.b
        return (self.high - self.low) * math.sqrt(self.a / both * (self.b / both) / (both + 1))

    def support(self) -> tuple[float, float]:
        """Return low and high."""
        return self.low, self.high

    def _quantiles(self, u: Floats) -> Floats:
        share: Floats = scipy.special.betaincinv(self.a, self.b, u)
        return self.low + (self.high - self.low) * share

    def _shares(self, x: Floats) -> Floats:
        share: Floats = scipy.special.betainc(self.a, self.b, ramp(self, x))
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        width = self.high - self.low
        return (Beta(self.a, self.b) if width else Uniform(0.0, 1.0)), self.low, width

    def _arguments(self) -> Iterable[str]:
        shapes = [written(self.a), written(self.b)]
        if (self.low, self.high) == (0.0, 1.0):
            return shapes
        return [*shapes, f"low={written(self.low)}", f"high={written(self.high)}"]


@dataclass(frozen=True, slots=True, repr=False)
class PERT(Distribution):
    """The beta law of a three-point estimate (Malcolm et al., 1959): mean (low + 4 likely + high) / 6.

    Parameters
    ----------
    low, likely, high : float
        Smallest, most likely and largest value.
    weight : float
        How much the most likely value counts; 4 by custom, more is narrower.

    Examples
    --------
    >>> PERT(4, 7, 16).mean()
    8.0
    """

    low: float
    likely: float
    high: float
    weight: float = 4.0

    def __post_init__(self) -> None:
        set_numbers(self, low=self.low, likely=self.likely, high=self.high, weight=self.weight)
        check_rising(self, "low", "likely", "high")
        check_positive(self, "weight")

    def _beta(self) -> Beta:
        width = self.high - self.low
        peak = (self.likely - self.low) / width if width else 0.5
        return Beta(1.0 + self.weight * peak, 1.0 + self.weight * (1.0 - peak), self.low, self.high)

    def mean(self) -> float:
        """Return (low + weight × likely + high) / (weight + 2)."""
        return (self.low + self.weight * self.likely + self.high) / (self.weight + 2)

    def sd(self) -> float:
        """Return √((mean − low)(high − mean) / (weight + 3))."""
        mean = self.mean()
        return math.sqrt(max(0.0, (mean - self.low) * (self.high - mean)) / (self.weight + 3))

    def support(self) -> tuple[float, float]:
        """Return low and high."""
        return self.low, self.high

    def _quantiles(self, u: Floats) -> Floats:
        return self._beta()._quantiles(u)

    def _shares(self, x: Floats) -> Floats:
        return self._beta()._shares(x)

    def _standard(self) -> tuple[Distribution, float, float]:
        return self._beta()._standard()

    def _arguments(self) -> Iterable[str]:
        points = [written(self.low), written(self.likely), written(self.high)]
        return points if self.weight == 4 else [*points, f"weight={written(self.weight)}"]
