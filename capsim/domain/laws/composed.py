"""Laws made of other laws, or of what was seen."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, cast

import numpy as np

from capsim.domain.laws.base import (
    Distribution,
    Floats,
    check_rising,
    number_of,
    set_numbers,
    tabulated,
    written,
)
from capsim.domain.laws.bounded import Fixed
from capsim.domain.laws.frozen import Scipy, is_scipy
from capsim.errors import Refused

__all__ = ["Empirical", "Mixture", "Shifted", "Truncated"]

_MOST_ATOMS: Final = 100_000
_LEAST_MASS: Final = 1e-9


def _numbers(law: str, key: str, given: object) -> tuple[float, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise Refused(f"{law}: {key} is no list of numbers", given, "write a list such as [5, 8, 15]")
    return tuple(number_of(law, f"{key}, entry {place},", each) for place, each in enumerate(given, 1))


def _weights(law: str, given: object, count: int) -> tuple[float, ...]:
    """Return checked weights; none given means equal ones, which are written as none."""
    if given is None:
        return ()
    weights = _numbers(law, "weights", given)
    if not weights:
        return ()
    if len(weights) != count or min(weights) < 0 or not 0 < sum(weights) < math.inf:
        raise Refused(
            f"{law}: weights do not fit", list(weights), f"give {count} numbers of at least 0, one positive"
        )
    return weights


@dataclass(frozen=True, slots=True, repr=False)
class Empirical(Distribution):
    """One of the values seen.

    Parameters
    ----------
    values : sequence of float
    weights : sequence of float, optional
        How often each was seen; equal by default.

    Examples
    --------
    >>> Empirical([3, 1, 2, 2]).quantile(0.75)
    2.0
    """

    values: tuple[float, ...]
    weights: tuple[float, ...] = ()

    def __init__(self, values: Sequence[float], weights: Sequence[float] | None = None) -> None:
        seen = _numbers("Empirical", "values", values)
        if not 0 < len(seen) <= _MOST_ATOMS:
            raise Refused("Empirical: no values or too many", len(seen), f"give 1 to {_MOST_ATOMS:,} values")
        object.__setattr__(self, "values", seen)
        object.__setattr__(self, "weights", _weights("Empirical", weights, len(seen)))

    def _steps(self) -> tuple[Floats, Floats]:
        """Return the distinct values that can occur, rising, and P(X ≤ each)."""
        return _empirical_steps(self.values, self.weights)

    def _pairs(self) -> list[tuple[float, float]]:
        weights = self.weights or (1.0,) * len(self.values)
        return list(zip(self.values, weights, strict=True))

    def mean(self) -> float:
        """Return the mean of the values."""
        pairs = self._pairs()
        return math.fsum(value * weight for value, weight in pairs) / math.fsum(weight for _, weight in pairs)

    def sd(self) -> float:
        """Return the (population) standard deviation of the values."""
        pairs, mean = self._pairs(), self.mean()
        square = math.fsum(weight * (value - mean) ** 2 for value, weight in pairs)
        return math.sqrt(square / math.fsum(weight for _, weight in pairs))

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest value."""
        values, _ = self._steps()
        return float(values[0]), float(values[-1])

    def _quantiles(self, u: Floats) -> Floats:
        values, shares = self._steps()
        found: Floats = values[np.searchsorted(shares[:-1], u, side="left")]
        return found

    def _shares(self, x: Floats) -> Floats:
        values, shares = self._steps()
        padded = np.concatenate([[0.0], shares])
        found: Floats = padded[np.searchsorted(values, x, side="right")]
        return found

    def _shares_below(self, x: Floats) -> Floats:
        values, shares = self._steps()
        padded = np.concatenate([[0.0], shares])
        found: Floats = padded[np.searchsorted(values, x, side="left")]
        return found

    def _cuts(self) -> Iterable[float]:
        return [float(value) for value in self._steps()[0]]

    def _arguments(self) -> Iterable[str]:
        return [written(self.values), *([f"weights={written(self.weights)}"] if self.weights else [])]


@functools.lru_cache(maxsize=1024)
def _empirical_steps(values: tuple[float, ...], weights: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Return the distinct values with weight, rising, and the share up to each."""
    if weights:
        rising = sorted((value, weight) for value, weight in zip(values, weights, strict=True) if weight > 0)
    else:
        rising = [(value, 1.0) for value in sorted(values)]
    sums = list(accumulate(weight for _, weight in rising))
    last = {value: total / sums[-1] for (value, _), total in zip(rising, sums, strict=True)}
    return np.array(list(last)), np.array(list(last.values()))


def _law(given: object) -> Distribution:
    """Return a law from a law, a number or a frozen law of scipy.stats."""
    if isinstance(given, Distribution):
        return given
    if is_scipy(given):
        return Scipy.of(given)
    return Fixed(cast(float, given))


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Mixture(Distribution):
    """One of several laws, each with its odds: "usually this, now and then that".

    Parameters
    ----------
    laws : sequence of distribution
    weights : sequence of float, optional
        Their odds; equal by default.

    Examples
    --------
    >>> Mixture([5, 20], weights=[0.9, 0.1]).mean()
    6.5
    """

    laws: tuple[Distribution, ...]
    weights: tuple[float, ...]

    def __init__(self, laws: Sequence[Distribution | float], weights: Sequence[float] | None = None) -> None:
        if isinstance(laws, str) or not isinstance(laws, Iterable):
            raise Refused(
                "Mixture: no list of laws", laws, "write Mixture([PERT(5, 8, 15), 30], weights=[0.9, 0.1])"
            )
        parts = tuple(_law(each) for each in laws)
        if not 0 < len(parts) <= 100:
            raise Refused("Mixture: no laws or too many", len(parts), "give 1 to 100 laws")
        object.__setattr__(self, "laws", parts)
        object.__setattr__(self, "weights", _weights("Mixture", weights, len(parts)))

    def _parts(self) -> list[tuple[float, Distribution]]:
        """Return the laws that can occur, with their probabilities."""
        weights = self.weights or (1.0,) * len(self.laws)
        total = math.fsum(weights)
        return [(weight / total, law) for weight, law in zip(weights, self.laws, strict=True) if weight > 0]

    def mean(self) -> float:
        """Return the weighted mean."""
        return math.fsum(share * law.mean() for share, law in self._parts())

    def sd(self) -> float:
        """Return the standard deviation, within and between the laws."""
        mean = self.mean()
        return math.sqrt(
            math.fsum(share * (law.sd() ** 2 + (law.mean() - mean) ** 2) for share, law in self._parts())
        )

    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest value of any."""
        ends = [law.support() for _, law in self._parts()]
        return min(low for low, _ in ends), max(high for _, high in ends)

    def _quantiles(self, u: Floats) -> Floats:
        """Return the smallest x with P(X ≤ x) ≥ u, by bisection between the quantiles of the laws."""
        each = np.array([law._quantiles(u) for _, law in self._parts()])
        low, high = each.min(axis=0), each.max(axis=0)
        reached = self._shares(low) >= u
        high = np.where(reached, low, high)
        while True:
            middle = low + (high - low) / 2
            open_ = (middle > low) & (middle < high)
            if not open_.any():
                found: Floats = high
                return found
            enough = self._shares(middle) >= u
            high = np.where(open_ & enough, middle, high)
            low = np.where(open_ & ~enough, middle, low)

    def _shares(self, x: Floats) -> Floats:
        return _weighted(self._parts(), lambda law: law._shares(x), x)

    def _shares_below(self, x: Floats) -> Floats:
        return _weighted(self._parts(), lambda law: law._shares_below(x), x)

    def _cuts(self) -> Iterable[float]:
        for _, law in self._parts():
            yield from (end for end in law.support() if math.isfinite(end))
            yield from law._cuts()

    def _arguments(self) -> Iterable[str]:
        return [written(self.laws), *([f"weights={written(self.weights)}"] if self.weights else [])]


def _weighted(
    parts: list[tuple[float, Distribution]], shares: Callable[[Distribution], Floats], x: Floats
) -> Floats:
    total = np.zeros_like(x)
    for share, law in parts:
        total += share * shares(law)
    return np.minimum(total, 1.0)


@dataclass(frozen=True, slots=True, repr=False)
class Shifted(Distribution):
    """A law moved by a constant: "at least 3 days, plus ...".

    Parameters
    ----------
    law : distribution
    by : float

    Examples
    --------
    >>> from capsim.domain.distributions import Exponential
    >>> Shifted(Exponential(5), 3).mean()
    8.0
    """

    law: Distribution
    by: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "law", _law(self.law))
        set_numbers(self, by=self.by)

    def mean(self) -> float:
        """Return the mean of the law plus the shift."""
        return self.law.mean() + self.by

    def sd(self) -> float:
        """Return that of the law."""
        return self.law.sd()

    def support(self) -> tuple[float, float]:
        """Return that of the law plus the shift."""
        low, high = self.law.support()
        return low + self.by, high + self.by

    def _quantiles(self, u: Floats) -> Floats:
        return self.law._quantiles(u) + self.by

    def _shares(self, x: Floats) -> Floats:
        return self.law._shares(x - self.by)

    def _shares_below(self, x: Floats) -> Floats:
        return self.law._shares_below(x - self.by)

    def _cuts(self) -> Iterable[float]:
        return [cut + self.by for cut in self.law._cuts()]

    def _standard(self) -> tuple[Distribution, float, float]:
        law, loc, scale = self.law._standard()
        return law, loc + self.by, scale


@dataclass(frozen=True, slots=True, repr=False)
class Truncated(Distribution):
    """A law on condition that it lies between two bounds.

    Parameters
    ----------
    law : distribution
        Any, even one with values below 0.
    low : float
    high : float, optional
        No upper bound by default.

    Examples
    --------
    >>> from capsim.domain.distributions import LogNormal
    >>> law = Truncated(LogNormal(p50=30, p90=55), high=60)
    >>> str(law), law.quantile(1.0)
    ('Truncated(LogNormal(p50=30, p90=55), low=0, high=60)', 60.0)
    """

    law: Distribution
    low: float = 0.0
    high: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "law", _law(self.law))
        set_numbers(self, low=self.low)
        if self.high is not None:
            set_numbers(self, high=self.high)
            check_rising(self, "low", "high")
        first, last = self._window()
        if not last - first >= _LEAST_MASS:
            raise Refused("Truncated: the law never lies between the bounds", self, "widen the bounds")

    def _window(self) -> tuple[float, float]:
        """Return P(X < low) and P(X ≤ high) of the law."""
        first = float(self.law._shares_below(np.array([self.low]))[0])
        return first, 1.0 if self.high is None else self.law.cdf(self.high)

    def _moments(self) -> tuple[float, float]:
        if self.high is None:
            mean, spread = self.law.mean(), self.law.sd()
            if not (math.isfinite(mean) and math.isfinite(spread)):
                return mean, spread
        return tabulated(self).moments()

    def mean(self) -> float:
        """Return the mean, by quadrature."""
        return self._moments()[0]

    def sd(self) -> float:
        """Return the standard deviation, by quadrature."""
        return self._moments()[1]

    def support(self) -> tuple[float, float]:
        """Return the bounds, or those of the law where they are narrower."""
        low, high = self.law.support()
        return max(low, self.low), high if self.high is None else min(high, self.high)

    def _quantiles(self, u: Floats) -> Floats:
        first, last = self._window()
        low, high = self.support()
        inside: Floats = np.clip(self.law._quantiles(np.minimum(first + (last - first) * u, last)), low, high)
        return inside

    def _shares(self, x: Floats) -> Floats:
        return self._share_of(self.law._shares(x))

    def _shares_below(self, x: Floats) -> Floats:
        return self._share_of(self.law._shares_below(x))

    def _share_of(self, shares: Floats) -> Floats:
        first, last = self._window()
        inside: Floats = np.clip((shares - first) / (last - first), 0.0, 1.0)
        return inside

    def _cuts(self) -> Iterable[float]:
        low, high = self.support()
        return [cut for cut in self.law._cuts() if low <= cut <= high]

    def _arguments(self) -> Iterable[str]:
        high = [] if self.high is None else [f"high={written(self.high)}"]
        return [written(self.law), f"low={written(self.low)}", *high]
