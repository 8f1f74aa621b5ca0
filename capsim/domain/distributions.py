"""Distributions of amounts: what an estimate can be (rule D2).

A law is a frozen value with a quantile function; as text it is written the way it is made.
"""

from __future__ import annotations

import math

from capsim.clock import MAX_DAYS
from capsim.domain.laws import (
    PERT,
    Beta,
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    LogNormal,
    Mixture,
    Quantiles,
    Scipy,
    Shifted,
    Triangular,
    Truncated,
    Uniform,
    Weibull,
    is_scipy,
)
from capsim.domain.spelling import parse
from capsim.domain.values import number
from capsim.errors import Refused

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
    "as_distribution",
    "parse",
    "three_point",
]


def as_distribution(given: object, most: float = MAX_DAYS) -> Distribution | None:
    """Return the distribution of an amount from any of its friendly forms.

    Parameters
    ----------
    given : None, float, str, Distribution or frozen scipy.stats law
        A number is a fixed amount; a text is read by `parse`; None stays None.
    most : float
        The largest mean allowed.

    Returns
    -------
    Distribution or None

    Raises
    ------
    Refused
        If it is none of these, can be below 0, has no finite mean or standard deviation, or a mean
        above what is allowed.

    Examples
    --------
    >>> as_distribution("LogNormal(p50=30, p90=55)")
    LogNormal(p50=30, p90=55)
    >>> as_distribution(8)
    Fixed(8)
    """
    if given is None:
        return None
    if isinstance(given, Distribution):
        return _usable(given, most)
    if isinstance(given, str):
        return _usable(parse(given), most)
    if is_scipy(given):
        return _usable(Scipy.of(given), most)
    try:
        days = number(given)
    except Refused:
        fix = "write a number, or a distribution such as PERT(5, 8, 15)"
        raise Refused("not an amount", given, fix) from None
    return _usable(Fixed(days), most)


def as_typed(content: object) -> object:
    """Return a law as it is typed: a fixed one as its number; all else stays as it is.

    Examples
    --------
    >>> as_typed(Fixed(8)), as_typed(PERT(5, 8, 15)), as_typed(None)
    (8.0, PERT(5, 8, 15), None)
    """
    return content.mean() if isinstance(content, Fixed) else content


def three_point(low: float, likely: float, high: float, as_quantiles: bool = False) -> Distribution:
    """Return the law of a three-point estimate.

    Parameters
    ----------
    low, likely, high : float
        Days.
    as_quantiles : bool
        Whether low and high are meant as P10 and P90 (and likely as the median) and not as the ends.

    Returns
    -------
    Distribution
        ``PERT(low, likely, high)``, or ``Quantiles(p10=low, p50=likely, p90=high)``.

    Examples
    --------
    >>> three_point(5, 8, 15)
    PERT(5, 8, 15)
    >>> three_point(5, 8, 15, as_quantiles=True)
    Quantiles(p10=5, p50=8, p90=15)
    """
    law = Quantiles(low, likely, high) if as_quantiles else PERT(low, likely, high)
    return _usable(law)


def _usable(law: Distribution, most: float = MAX_DAYS) -> Distribution:
    """Return a law that can be an amount, or refuse it and say what to do."""
    low, _ = law.support()
    if low < 0:
        fix = "write 0 or more" if law.is_fixed else f"write Truncated({law}, low=0)"
        raise Refused("an amount that can be below 0", str(law), fix)
    mean = law.mean()
    if not (math.isfinite(mean) and math.isfinite(law.sd())):
        raise Refused("a law without finite mean or sd", str(law), f"write Truncated({law}, low=0, high=...)")
    if mean > most:
        raise Refused("too large an amount", str(law), f"write at most {most:,.0f}")
    return law
