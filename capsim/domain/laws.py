"""Probability laws as quantile functions (rule D2).

Between a uniform and its quantile stands only arithmetic that gives the same bits on every machine:
``+ - * /``, square roots, `math` and the scalar loops of `scipy.special`; never numpy's vectorized
``exp``, ``log`` or ``power``.
"""

from __future__ import annotations

import functools
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, pairwise
from typing import Any, Final, cast, overload

import numpy as np
import numpy.typing as npt
from scipy import special

from capsim.domain.tables import Table, make_table
from capsim.domain.values import number
from capsim.errors import Refused, did_you_mean

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
]

Floats = npt.NDArray[np.float64]

_Z90: Final = 1.2815515655446004  # normal score of the 90th percentile
_MOST_ATOMS: Final = 100_000
_LEAST_MASS: Final = 1e-9
_LEAST_PART: Final = 2.0**-44  # a fraction of the smallest uniform of any sampling plan


class Distribution(ABC):
    """A probability law of an amount: frozen, compared by value, written as the text that makes it.

    Examples
    --------
    >>> law = PERT(5, 8, 15)
    >>> str(law), round(law.mean(), 2), round(law.quantile(0.9), 1)
    ('PERT(5, 8, 15)', 8.67, 11.3)
    """

    __slots__ = ()

    @abstractmethod
    def mean(self) -> float:
        """Return the mean."""

    @abstractmethod
    def sd(self) -> float:
        """Return the standard deviation."""

    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest possible value."""

    @abstractmethod
    def _quantiles(self, u: Floats) -> Floats:
        """Return the exact quantiles at probabilities from 0 to 1."""

    @abstractmethod
    def _shares(self, x: Floats) -> Floats:
        """Return P(X ≤ x)."""

    def _shares_below(self, x: Floats) -> Floats:
        """Return P(X < x), which differs where there are atoms."""
        return self._shares(x)

    def _cuts(self) -> Iterable[float]:
        """Values at which the quantile function has an atom, a jump beside it, or a kink."""
        return ()

    def _standard(self) -> tuple[Distribution, float, float]:
        """Return (law, loc, scale) such that this law is loc + scale times that one."""
        return self, 0.0, 1.0

    @overload
    def quantile(self, u: float) -> float: ...
    @overload
    def quantile(self, u: Floats) -> Floats: ...
    def quantile(self, u: float | Floats) -> float | Floats:
        """Return the exact quantile: the smallest x with P(X ≤ x) ≥ u.

        Parameters
        ----------
        u : float or ndarray of float64
            Probabilities from 0 to 1.

        Returns
        -------
        float or ndarray of float64
            Same shape.

        Raises
        ------
        Refused
            If a probability lies outside 0 to 1.
        """
        levels = np.asarray(u, dtype=np.float64)
        if not np.all((levels >= 0) & (levels <= 1)):
            raise Refused("no probability", u, "write a number from 0 to 1")
        found = self._quantiles(levels.reshape(-1)).reshape(levels.shape)
        return found if isinstance(u, np.ndarray) else float(found)

    @overload
    def cdf(self, x: float) -> float: ...
    @overload
    def cdf(self, x: Floats) -> Floats: ...
    def cdf(self, x: float | Floats) -> float | Floats:
        """Return P(X ≤ x).

        Parameters
        ----------
        x : float or ndarray of float64

        Returns
        -------
        float or ndarray of float64
            Same shape.
        """
        places = np.asarray(x, dtype=np.float64)
        found = self._shares(places.reshape(-1)).reshape(places.shape)
        return found if isinstance(x, np.ndarray) else float(found)

    def table(self) -> Table:
        """Return the law ready for fast sampling; tables are kept per standardized shape.

        Returns
        -------
        Table
            Mean, standard deviation and P0.1 to P99.9 are those of the law within 0.1 %, 0.5 % and
            0.5 %.
        """
        law, loc, scale = self._standard()
        return _table(law) if (loc, scale) == (0.0, 1.0) else _table(law).scaled(loc, scale)

    def standard_table(self) -> tuple[Table, float, float]:
        """Return the table of the standardized law, with loc and scale: quantile = loc + scale × table."""
        law, loc, scale = self._standard()
        return _table(law), loc, scale

    @property
    def is_fixed(self) -> bool:
        """Whether only one value is possible."""
        low, high = self.support()
        return low == high

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._arguments())})"

    def _arguments(self) -> Iterable[str]:
        """Return the arguments as they would be written."""
        return [_text(getattr(self, field.name)) for field in fields(cast(Any, self))]

    def __repr__(self) -> str:
        return str(self)


@functools.lru_cache(maxsize=100_000)
def _table(law: Distribution) -> Table:
    """Tabulate a law, cut at its atoms, jumps and kinks."""
    cuts = np.unique(np.fromiter(law._cuts(), dtype=np.float64))
    if not len(cuts):
        return make_table(law._quantiles, (0.0, 1.0), (math.nan,))
    below, upto = law._shares_below(cuts), law._shares(cuts)
    edges, flat = [0.0], []
    for cut, low, high in zip(cuts.tolist(), below.tolist(), upto.tolist(), strict=True):
        for edge, value in ((low, math.nan), (high, cut)):
            if edge - edges[-1] > _LEAST_PART:
                edges.append(edge)
                flat.append(value)
    if 1.0 - edges[-1] > _LEAST_PART:
        edges.append(1.0)
        flat.append(math.nan)
    edges[-1] = 1.0
    return make_table(law._quantiles, edges, flat)


def _each(function: Callable[[float], float], x: Floats) -> Floats:
    """Apply a scalar function element by element (numpy's own may differ between machines)."""
    return np.array([function(each) for each in x.tolist()], dtype=np.float64)


def _exp(x: float) -> float:
    return math.exp(x) if x < 700.0 else math.inf


def _log(x: float) -> float:
    return math.log(x) if x > 0 else -math.inf


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf


def _text(given: object) -> str:
    """Write an argument so that it reads back exactly."""
    if isinstance(given, tuple):
        return f"[{', '.join(map(_text, given))}]"
    if isinstance(given, float):
        return repr(given).removesuffix(".0")
    return str(given)


def _set_numbers(law: Distribution, **given: object) -> None:
    """Store arguments as finite numbers while the frozen law is being made."""
    for key, figure in given.items():
        object.__setattr__(law, key, _number(type(law).__name__, key, figure))


def _number(law: str, key: str, figure: object) -> float:
    """Return an argument as a finite number, or say which one is none."""
    if figure is None:
        raise Refused(f"{law}: {key} is missing", fix="give it")
    try:
        return number(figure)
    except Refused as error:
        problem = error.problems[0]
        raise Refused(f"{law}: {key} is {problem.what}", figure, problem.fix) from None


def _check_positive(law: Distribution, *keys: str) -> None:
    for key in keys:
        if not getattr(law, key) > 0:
            raise Refused(
                f"{type(law).__name__}: {key} is not above 0", getattr(law, key), "write a positive number"
            )


def _check_rising(law: Distribution, *keys: str) -> None:
    for first, second in pairwise(keys):
        if getattr(law, first) > getattr(law, second):
            got = ", ".join(f"{key}={getattr(law, key):g}" for key in keys)
            raise Refused(f"{type(law).__name__}: {first} above {second}", got, f"write {' ≤ '.join(keys)}")


@dataclass(frozen=True, slots=True, repr=False)
class Fixed(Distribution):
    """One value, always.

    Parameters
    ----------
    value : float
    """

    value: float

    def __post_init__(self) -> None:
        _set_numbers(self, value=self.value)

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

    def _shares_below(self, x: Floats) -> Floats:
        return (x > self.value).astype(np.float64)

    def _cuts(self) -> Iterable[float]:
        return (self.value,)

    def __str__(self) -> str:
        return _text(self.value)

    def __repr__(self) -> str:
        return f"Fixed({self})"


@dataclass(frozen=True, slots=True, repr=False)
class Uniform(Distribution):
    """Anything between two values, all equally likely.

    Parameters
    ----------
    low, high : float
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        _set_numbers(self, low=self.low, high=self.high)
        _check_rising(self, "low", "high")

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
        return _ramp(self, x)

    def _shares_below(self, x: Floats) -> Floats:
        return self._shares(x) if self.high > self.low else (x > self.low).astype(np.float64)

    def _standard(self) -> tuple[Distribution, float, float]:
        return Uniform(0.0, 1.0), self.low, self.high - self.low


def _ramp(law: Distribution, x: Floats) -> Floats:
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
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        _set_numbers(self, low=self.low, likely=self.likely, high=self.high)
        _check_rising(self, "low", "likely", "high")

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
        peak, t = self._peak(), _ramp(self, x)
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
    """

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _set_numbers(self, a=self.a, b=self.b, low=self.low, high=self.high)
        _check_positive(self, "a", "b")
        _check_rising(self, "low", "high")

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
        share: Floats = special.betaincinv(self.a, self.b, u)
        return self.low + (self.high - self.low) * share

    def _shares(self, x: Floats) -> Floats:
        share: Floats = special.betainc(self.a, self.b, _ramp(self, x))
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        width = self.high - self.low
        return (Beta(self.a, self.b) if width else Uniform(0.0, 1.0)), self.low, width

    def _arguments(self) -> Iterable[str]:
        shapes = [_text(self.a), _text(self.b)]
        if (self.low, self.high) == (0.0, 1.0):
            return shapes
        return [*shapes, f"low={_text(self.low)}", f"high={_text(self.high)}"]


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
        _set_numbers(self, low=self.low, likely=self.likely, high=self.high, weight=self.weight)
        _check_rising(self, "low", "likely", "high")
        _check_positive(self, "weight")

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
        points = [_text(self.low), _text(self.likely), _text(self.high)]
        return points if self.weight == 4 else [*points, f"weight={_text(self.weight)}"]


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
    (8.944, 16.388, 10.0, 5.0)
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
            _set_numbers(self, p50=p50, p90=p90)
        else:
            if p50 is not None or p90 is not None or mean is None or sd is None:
                raise Refused(
                    "LogNormal: neither p50 and p90 nor mean and sd", fix="write LogNormal(p50=30, p90=55)"
                )
            _set_numbers(self, p50=mean, p90=sd)
            middle, spread = self.p50, self.p90
            if not (middle > 0 and spread >= 0):
                raise Refused(
                    "LogNormal: mean not above 0 or sd below 0", (mean, sd), "write positive numbers"
                )
            sigma = math.sqrt(math.log1p((spread / middle) ** 2))
            p50 = middle * math.exp(-sigma * sigma / 2)
            _set_numbers(self, p50=p50, p90=p50 * math.exp(_Z90 * sigma))
        _check_positive(self, "p50")
        _check_rising(self, "p50", "p90")
        if self._sigma > 10:
            raise Refused("LogNormal: a spread beyond all use", self, "bring p90 closer to p50")

    @property
    def _sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.log(self.p90 / self.p50) / _Z90

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
        return self.p50 * _each(_exp, self._sigma * special.ndtri(u))

    def _shares(self, x: Floats) -> Floats:
        if self.is_fixed:
            return (x >= self.p50).astype(np.float64)
        share: Floats = special.ndtr(_each(_log, x / self.p50) / self._sigma)
        return share

    def _shares_below(self, x: Floats) -> Floats:
        return (x > self.p50).astype(np.float64) if self.is_fixed else self._shares(x)

    def _standard(self) -> tuple[Distribution, float, float]:
        return LogNormal(1.0, self.p90 / self.p50), 0.0, self.p50

    def _arguments(self) -> Iterable[str]:
        return [f"p50={_text(self.p50)}", f"p90={_text(self.p90)}"]


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Gamma(Distribution):
    """The gamma law, by shape and scale or by mean and sd.

    Parameters
    ----------
    shape, scale : float
        Above 0; the mean is their product.
    mean, sd : float
        Instead of shape and scale.
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
            _set_numbers(self, shape=shape, scale=scale)
        else:
            if shape is not None or scale is not None or mean is None or sd is None:
                raise Refused(
                    "Gamma: neither shape and scale nor mean and sd", fix="write Gamma(mean=10, sd=5)"
                )
            _set_numbers(self, shape=mean, scale=sd)
            middle, spread = self.shape, self.scale
            if not (middle > 0 and spread > 0):
                raise Refused("Gamma: mean or sd not above 0", (mean, sd), "write positive numbers")
            _set_numbers(self, shape=(middle / spread) ** 2, scale=spread * spread / middle)
        _check_positive(self, "shape", "scale")

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
        standard: Floats = special.gammaincinv(self.shape, u)
        return self.scale * standard

    def _shares(self, x: Floats) -> Floats:
        share: Floats = special.gammainc(self.shape, np.maximum(x, 0.0) / self.scale)
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        return Gamma(self.shape, 1.0), 0.0, self.scale

    def _arguments(self) -> Iterable[str]:
        return [f"shape={_text(self.shape)}", f"scale={_text(self.scale)}"]


@dataclass(frozen=True, slots=True, repr=False)
class Weibull(Distribution):
    """The Weibull law.

    Parameters
    ----------
    shape, scale : float
        Above 0; the scale is the value kept in 63 % of cases.
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _set_numbers(self, shape=self.shape, scale=self.scale)
        _check_positive(self, "shape", "scale")
        if self.shape < 0.05:
            raise Refused("Weibull: a spread beyond all use", self.shape, "write a shape of at least 0.05")

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
        return self.scale * _each(lambda e: _power(e, 1 / self.shape), -special.log1p(-u))

    def _shares(self, x: Floats) -> Floats:
        share: Floats = -special.expm1(
            -_each(lambda e: _power(e, self.shape), np.maximum(x, 0.0) / self.scale)
        )
        return share

    def _standard(self) -> tuple[Distribution, float, float]:
        return Weibull(self.shape, 1.0), 0.0, self.scale

    def _arguments(self) -> Iterable[str]:
        return [f"shape={_text(self.shape)}", f"scale={_text(self.scale)}"]


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Exponential(Distribution):
    """The exponential law: the time to something that may happen at any moment.

    Parameters
    ----------
    mean : float
        Above 0.
    """

    scale: float

    def __init__(self, mean: float) -> None:
        object.__setattr__(self, "scale", _number("Exponential", "mean", mean))
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
        standard: Floats = -special.log1p(-u)
        return self.scale * standard

    def _shares(self, x: Floats) -> Floats:
        share: Floats = -special.expm1(-np.maximum(x, 0.0) / self.scale)
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
        _set_numbers(self, p10=self.p10, p50=self.p50, p90=self.p90)
        _check_positive(self, "p10")
        if not self.p10 < self.p50 < self.p90:
            got = f"p10={self.p10:g}, p50={self.p50:g}, p90={self.p90:g}"
            raise Refused("Quantiles: not rising", got, "write p10 < p50 < p90")
        if max(self._sigmas) > 10:
            raise Refused("Quantiles: a spread beyond all use", self, "bring the percentiles closer together")

    @property
    def _sigmas(self) -> tuple[float, float]:
        """Standard deviation of the logarithm, below and above the median."""
        return math.log(self.p50 / self.p10) / _Z90, math.log(self.p90 / self.p50) / _Z90

    def _moment(self, order: int) -> float:
        below, above = (order * sigma for sigma in self._sigmas)
        lower = math.exp(below * below / 2) * float(special.ndtr(-below))
        upper = math.exp(above * above / 2) * float(special.ndtr(above))
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
        z = special.ndtri(u)
        below, above = self._sigmas
        return self.p50 * _each(_exp, np.where(z < 0, below, above) * z)

    def _shares(self, x: Floats) -> Floats:
        logs = _each(_log, x / self.p50)
        below, above = self._sigmas
        share: Floats = special.ndtr(logs / np.where(logs < 0, below, above))
        return share

    def _cuts(self) -> Iterable[float]:
        return (self.p50,)

    def _standard(self) -> tuple[Distribution, float, float]:
        return Quantiles(self.p10 / self.p50, 1.0, self.p90 / self.p50), 0.0, self.p50

    def _arguments(self) -> Iterable[str]:
        return [f"p10={_text(self.p10)}", f"p50={_text(self.p50)}", f"p90={_text(self.p90)}"]


def _numbers(law: str, key: str, given: object) -> tuple[float, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise Refused(f"{law}: {key} is no list of numbers", given, "write a list such as [5, 8, 15]")
    return tuple(_number(law, f"{key}, entry {place},", each) for place, each in enumerate(given, 1))


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
        return [_text(self.values), *([f"weights={_text(self.weights)}"] if self.weights else [])]


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
        return [_text(self.laws), *([f"weights={_text(self.weights)}"] if self.weights else [])]


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
    """

    law: Distribution
    by: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "law", _law(self.law))
        _set_numbers(self, by=self.by)

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
    >>> law = Truncated(LogNormal(p50=30, p90=55), high=60)
    >>> str(law), law.quantile(1.0)
    ('Truncated(LogNormal(p50=30, p90=55), low=0, high=60)', 60.0)
    """

    law: Distribution
    low: float = 0.0
    high: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "law", _law(self.law))
        _set_numbers(self, low=self.low)
        if self.high is not None:
            _set_numbers(self, high=self.high)
            _check_rising(self, "low", "high")
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
        return _table(self).moments()

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
        high = [] if self.high is None else [f"high={_text(self.high)}"]
        return [_text(self.law), f"low={_text(self.low)}", *high]


def is_scipy(given: object) -> bool:
    """Return whether a value is a frozen law of scipy.stats (without importing it)."""
    return (
        hasattr(given, "dist") and hasattr(given, "args") and hasattr(given, "kwds") and hasattr(given, "ppf")
    )


def _stats() -> Any:
    from scipy import stats  # slow to import, and few models need it

    return stats


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Scipy(Distribution):
    """A law of scipy.stats, by its name there.

    Its quantile function is SciPy's own, and as reproducible between machines as that.

    Parameters
    ----------
    name : str
        Such as ``"norm"``.
    *args, **kwds : float
        Its shapes, ``loc`` and ``scale``, as SciPy takes them.

    Examples
    --------
    >>> law = Scipy("triang", 0.5, loc=5, scale=10)
    >>> str(law), law.mean()
    ('Scipy(triang, 0.5, loc=5, scale=10)', 10.0)
    """

    name: str
    shapes: tuple[float, ...]
    loc: float
    scale: float

    def __init__(self, name: str, *args: float, **kwds: float) -> None:
        law = _scipy_law(name)
        shapes = [each.strip() for each in (law.shapes or "").split(",") if each.strip()]
        keys = [*shapes, "loc", *(["scale"] if _is_continuous(law) else [])]
        given = _bound(name, keys, args, kwds)
        missing = [key for key in shapes if key not in given]
        if missing:
            raise Refused(
                f"Scipy: {name} needs {', '.join(missing)}", fix=f"write Scipy({name}, {', '.join(shapes)})"
            )
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "shapes", tuple(given[key] for key in shapes))
        object.__setattr__(self, "loc", given.get("loc", 0.0))
        object.__setattr__(self, "scale", given.get("scale", 1.0))
        if not np.isfinite(self._frozen().ppf(0.5)):
            raise Refused(
                f"Scipy: {name} does not take these arguments", str(self), "see the help of scipy.stats"
            )

    @classmethod
    def of(cls, frozen: Any) -> Scipy:
        """Return the law that a frozen one of scipy.stats stands for."""
        name = frozen.dist.name
        known = getattr(_stats(), name, None) if isinstance(name, str) else None
        if type(known) is not type(frozen.dist):
            raise Refused(
                "a law that scipy.stats does not know by name", name, "use Empirical or Quantiles instead"
            )
        return cls(name, *frozen.args, **frozen.kwds)

    def _frozen(self) -> Any:
        return _frozen(self.name, self.shapes, self.loc, self.scale)

    def mean(self) -> float:
        """Return SciPy's mean."""
        return float(self._frozen().mean())

    def sd(self) -> float:
        """Return SciPy's standard deviation."""
        return float(self._frozen().std())

    def support(self) -> tuple[float, float]:
        """Return SciPy's support."""
        low, high = self._frozen().support()
        return float(low), float(high)

    def _quantiles(self, u: Floats) -> Floats:
        low, high = self.support()
        found: Floats = np.clip(np.asarray(self._frozen().ppf(u), dtype=np.float64), low, high)
        return found

    def _shares(self, x: Floats) -> Floats:
        found: Floats = np.asarray(self._frozen().cdf(x), dtype=np.float64)
        return found

    def _shares_below(self, x: Floats) -> Floats:
        if _is_continuous(self._frozen().dist):
            return self._shares(x)
        found: Floats = np.asarray(self._frozen().cdf(np.ceil(x - self.loc) + self.loc - 1), dtype=np.float64)
        return found

    def _cuts(self) -> Iterable[float]:
        """Return the atoms of a discrete law, as far into the tails as draws can reach."""
        if _is_continuous(self._frozen().dist):
            return ()
        low, high = (float(end) for end in self._frozen().ppf([2.0**-42, 1 - 2.0**-42]))
        if not high - low < _MOST_ATOMS:
            raise Refused("Scipy: a discrete law with too many values", str(self), "use a continuous law")
        return [low + step for step in range(int(high - low) + 1)]

    def _arguments(self) -> Iterable[str]:
        words = [self.name, *map(_text, self.shapes)]
        words += [f"loc={_text(self.loc)}"] if self.loc else []
        return words + ([f"scale={_text(self.scale)}"] if self.scale != 1 else [])


def _is_continuous(law: Any) -> bool:
    return isinstance(law, _stats().rv_continuous)


def _scipy_law(name: object) -> Any:
    stats = _stats()
    kinds = (stats.rv_continuous, stats.rv_discrete)
    law = getattr(stats, name, None) if isinstance(name, str) and re.fullmatch(r"[a-z]\w*", name) else None
    if not isinstance(law, kinds):
        known = [key for key, item in vars(stats).items() if isinstance(item, kinds)]
        raise Refused("Scipy: no such law in scipy.stats", name, did_you_mean(str(name), known))
    return law


def _bound(name: str, keys: list[str], args: Sequence[float], kwds: dict[str, float]) -> dict[str, float]:
    """Match arguments to names, as a call would."""
    if len(args) > len(keys):
        raise Refused(f"Scipy: too many arguments for {name}", len(args), f"it takes {', '.join(keys)}")
    given = dict(zip(keys, args, strict=False))
    for key, figure in kwds.items():
        if key not in keys:
            raise Refused(f"Scipy: {name} has no argument {key!r}", fix=did_you_mean(key, keys))
        if key in given:
            raise Refused(f"Scipy: {key} given twice", fix="give it once")
        given[key] = figure
    return {key: _number(f"Scipy: {name}", key, figure) for key, figure in given.items()}


@functools.lru_cache(maxsize=4096)
def _frozen(name: str, shapes: tuple[float, ...], loc: float, scale: float) -> Any:
    law = getattr(_stats(), name)
    return law(*shapes, loc=loc, scale=scale) if _is_continuous(law) else law(*shapes, loc=loc)
