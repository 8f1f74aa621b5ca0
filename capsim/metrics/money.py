"""Money over time: benefits that rise and fall, net present value, return, payback, and the tail of a law."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER
from capsim.metrics.amounts import Estimated, quantile_of
from capsim.metrics.intervals import ratio_error

__all__ = [
    "DAYS_PER_MONTH",
    "Curve",
    "Tail",
    "cvar",
    "irr",
    "net_present_value",
    "payback",
    "received",
]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DAYS_PER_MONTH: Final = 365 / 12
"""A month of a benefit."""


class Curve(NamedTuple):
    """How money comes in over time: a straight rise, a plateau, a straight fall.

    Attributes
    ----------
    per_day : float
        On the plateau.
    ramp, plateau, decay : float
        Days.
    """

    per_day: float
    ramp: float
    plateau: float
    decay: float

    @property
    def days(self) -> float:
        """How long it lasts."""
        return self.ramp + self.plateau + self.decay


def received(curve: Curve, days: Floats) -> Floats:
    """Return what has come in some days after the beginning of a benefit.

    Parameters
    ----------
    curve : Curve
    days : ndarray of float64
        Any shape; nothing has come in before day 0.

    Returns
    -------
    ndarray of float64
        Same shape.

    Examples
    --------
    >>> received(Curve(2.0, ramp=10, plateau=5, decay=10), np.array([-1.0, 5, 10, 15, 20, 99])).tolist()
    [0.0, 2.5, 10.0, 20.0, 27.5, 30.0]
    """
    rising = np.clip(days, 0.0, curve.ramp)
    level = np.clip(days - curve.ramp, 0.0, curve.plateau)
    falling = np.clip(days - curve.ramp - curve.plateau, 0.0, curve.decay)
    risen = rising**2 / (2 * curve.ramp) if curve.ramp else 0.0
    fallen = falling - falling**2 / (2 * curve.decay) if curve.decay else 0.0
    return np.asarray(curve.per_day * (risen + level + fallen))


def net_present_value(flows: Floats, rate: float) -> Floats:
    """Return the present value of flows, the first of them now.

    Parameters
    ----------
    flows : ndarray of float64, (…, periods)
        Money in less money out.
    rate : float
        What a flow is worth less by each period.

    Returns
    -------
    ndarray of float64, (…)

    Examples
    --------
    >>> float(net_present_value(np.array([-100.0, 60.0, 60.0]), 0.1).round(6))
    4.132231
    """
    return np.asarray(flows @ (1 + rate) ** -np.arange(flows.shape[-1], dtype=np.float64))


_RATES: Final = np.linspace(np.log(0.5), np.log(11.0), 127)
"""Logarithms of 1 + rate at which a change of sign is looked for: from -50 % to 1,000 % a period."""
_HALVINGS: Final = 60


def irr(flows: Floats) -> Floats:
    """Return the rate at which flows are worth nothing: of several the one nearest to 0.

    Parameters
    ----------
    flows : ndarray of float64, (rows, periods)

    Returns
    -------
    ndarray of float64, (rows,)
        Per period; NaN where there is none from -50 % to 1,000 %.

    Examples
    --------
    >>> irr(np.array([[-100.0, 39, 59, 55, 20], [1.0, 1, 1, 1, 1]])).round(5).tolist()
    [0.28095, nan]
    """
    value = np.stack([_worth(flows, np.full(len(flows), rate)) for rate in _RATES])
    changes = np.signbit(value[1:]) != np.signbit(value[:-1])
    distance = np.abs(_RATES[1:] + _RATES[:-1])[:, np.newaxis]
    nearest = np.where(changes, distance, np.inf).argmin(axis=0)
    low, high = _RATES[nearest], _RATES[nearest + 1]
    sign = np.signbit(value[nearest, np.arange(len(flows))])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_low = np.signbit(_worth(flows, middle)) == sign
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return np.where(changes.any(axis=0), np.expm1((low + high) / 2), np.nan)


def _worth(flows: Floats, log_rate: Floats) -> Floats:
    """Return the present value of each row at a rate of its own."""
    factor = np.exp(-log_rate)
    total = np.zeros(len(flows))
    for period in range(flows.shape[1] - 1, -1, -1):
        total = total * factor + flows[:, period]
    return total


def payback(flows: Floats) -> Ints:
    """Return the first period by whose end what came in covers what went out, and goes on to.

    Parameters
    ----------
    flows : ndarray of float64, (rows, periods)

    Returns
    -------
    ndarray of int64, (rows,)
        From 0; `capsim.clock.NEVER` where it does not.

    Examples
    --------
    >>> payback(np.array([[-5.0, 3, 3, 3], [-5.0, 1, 1, 1], [1.0, 0, 0, 0]])).tolist()
    [2, 2147483647, 0]
    """
    short = np.cumsum(flows, axis=1) < -_ROUNDING * np.abs(flows).sum(axis=1, keepdims=True)
    after = flows.shape[1] - short[:, ::-1].argmax(axis=1)
    return np.where(~short.any(axis=1), 0, np.where(short[:, -1], NEVER, after)).astype(np.int64)


_ROUNDING: Final = 1e-12
"""Part of all flows by which their sum may be off."""


class Tail(NamedTuple):
    """How bad it gets, per column.

    Attributes
    ----------
    quantile : Estimated
        The value that is not exceeded with so much probability.
    mean, error : ndarray of float64, (columns,)
        The mean of what lies beyond (conditional value at risk), and its Monte Carlo standard error.
    """

    quantile: Estimated
    mean: Floats
    error: Floats


def cvar(amounts: Floats, level: float, batch: int = 1, counted: Bools | None = None) -> Tail:
    """Return the mean of the largest amounts: those of the 1 - level worst cases.

    Parameters
    ----------
    amounts : ndarray of float64, (replications, columns)
    level : float
        Above 0, below 1.
    batch : int
        Replications drawn together, see `ratio_error`.
    counted : ndarray of bool, (replications, columns), optional
        The replications that count; without it all of them.

    Returns
    -------
    Tail

    Notes
    -----
    R. T. Rockafellar and S. Uryasev, *Conditional value-at-risk for general loss distributions*, Journal of
    Banking & Finance 26 (2002) 1443-1471: the mean of the (1 - level) · n largest, the last of them in part.
    The error is that of the mean of q + max(0, x - q) / (1 - level), with the quantile q.

    Examples
    --------
    >>> cvar(np.arange(1.0, 11.0)[:, np.newaxis], 0.75).mean.tolist()
    [9.2]
    """
    quantile = quantile_of(amounts, level, batch, counted=counted)
    beyond = quantile.value + np.maximum(amounts - quantile.value, 0.0) / (1 - level)
    counts = np.ones(beyond.shape, dtype=np.bool_) if counted is None else counted
    beyond = np.where(counts, beyond, 0.0)
    with np.errstate(invalid="ignore"):
        mean = beyond.sum(axis=0) / counts.sum(axis=0)
    return Tail(quantile, mean, ratio_error(beyond, counts, batch))
