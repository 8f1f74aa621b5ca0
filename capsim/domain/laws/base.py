"""What every probability law is: a quantile function with a mean, a table and a text (rule D2).

Between a uniform and its quantile stands only arithmetic that gives the same bits on every machine:
``+ - * /``, square roots, `math` and the scalar loops of `scipy.special`; never numpy's vectorized
``exp``, ``log`` or ``power``.
"""

from __future__ import annotations

import functools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import fields
from itertools import pairwise
from typing import Any, Final, cast, overload

import numpy as np
import numpy.typing as npt

from capsim.domain.tables import Table, make_table
from capsim.domain.values import number
from capsim.errors import Refused

__all__ = [
    "Distribution",
    "Floats",
    "check_positive",
    "check_rising",
    "check_shape",
    "each_of",
    "exp",
    "log",
    "number_of",
    "power",
    "set_numbers",
    "tabulated",
    "written",
]

Floats = npt.NDArray[np.float64]

_LEAST_SHAPE: Final = 0.05
_LEAST_PART: Final = 2.0**-44  # a fraction of the smallest uniform of any sampling plan


class Distribution(ABC):
    """A probability law of an amount: frozen, compared by value, written as the text that makes it.

    Examples
    --------
    >>> from capsim.domain.distributions import PERT
    >>> law = PERT(5, 8, 15)
    >>> str(law), round(law.mean(), 2), round(law.quantile(0.9), 1)
    ('PERT(5, 8, 15)', 8.67, 11.2)
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
        return (x > self.support()[0]).astype(np.float64) if self.is_fixed else self._shares(x)

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
        return tabulated(law) if (loc, scale) == (0.0, 1.0) else tabulated(law).scaled(loc, scale)

    def standard_table(self) -> tuple[Table, float, float]:
        """Return the table of the standardized law, with loc and scale: quantile = loc + scale × table."""
        law, loc, scale = self._standard()
        return tabulated(law), loc, scale

    @property
    def is_fixed(self) -> bool:
        """Whether only one value is possible."""
        low, high = self.support()
        return low == high

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._arguments())})"

    def _arguments(self) -> Iterable[str]:
        """Return the arguments as they would be written."""
        return [written(getattr(self, field.name)) for field in fields(cast(Any, self))]

    def __repr__(self) -> str:
        return str(self)


@functools.lru_cache(maxsize=32_768)
def tabulated(law: Distribution) -> Table:
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


def each_of(function: Callable[[float], float], x: Floats) -> Floats:
    """Apply a scalar function element by element (numpy's own may differ between machines)."""
    return np.array([function(each) for each in x.tolist()], dtype=np.float64)


def exp(x: float) -> float:
    """Return e to the x, infinite where it is too large for a float."""
    return math.exp(x) if x < 700.0 else math.inf


def log(x: float) -> float:
    """Return the natural logarithm, minus infinity at 0 and below."""
    return math.log(x) if x > 0 else -math.inf


def power(base: float, exponent: float) -> float:
    """Return a power, infinite where it is too large for a float."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf


def written(given: object) -> str:
    """Write an argument so that it reads back exactly."""
    if isinstance(given, tuple):
        return f"[{', '.join(map(written, given))}]"
    if isinstance(given, float):
        return repr(given).removesuffix(".0")
    return str(given)


def set_numbers(law: Distribution, **given: object) -> None:
    """Store arguments as finite numbers while the frozen law is being made."""
    for key, figure in given.items():
        object.__setattr__(law, key, number_of(type(law).__name__, key, figure))


def number_of(law: str, key: str, figure: object) -> float:
    """Return an argument as a finite number, or say which one is none."""
    if figure is None:
        raise Refused(f"{law}: {key} is missing", fix="give it")
    try:
        return number(figure)
    except Refused as error:
        problem = error.found[0]
        raise Refused(f"{law}: {key} is {problem.what}", figure, problem.fix) from None


def check_positive(law: Distribution, *keys: str) -> None:
    """Refuse arguments that are not above 0."""
    for key in keys:
        if not getattr(law, key) > 0:
            raise Refused(
                f"{type(law).__name__}: {key} is not above 0", getattr(law, key), "write a positive number"
            )


def check_shape(law: Distribution, *keys: str) -> None:
    """Refuse shapes so small that nearly all draws are nearly 0."""
    for key in keys:
        if getattr(law, key) < _LEAST_SHAPE:
            raise Refused(
                f"{type(law).__name__}: {key} too small",
                getattr(law, key),
                f"write at least {_LEAST_SHAPE:g}",
            )


def check_rising(law: Distribution, *keys: str) -> None:
    """Refuse arguments that fall from one to the next."""
    for first, second in pairwise(keys):
        if getattr(law, first) > getattr(law, second):
            got = ", ".join(f"{key}={getattr(law, key):g}" for key in keys)
            raise Refused(f"{type(law).__name__}: {first} above {second}", got, f"write {' ≤ '.join(keys)}")
