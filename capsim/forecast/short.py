"""What is worth a word: from how much on somebody is short, the same for the same figures everywhere.

What is shown decides, to the hundredth: nobody reads of 0.05 in one month and of nothing in the next.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST", "counts", "is_short"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

LEAST: Final = 0.05
"""Full-time equivalents: a quarter of a day a week."""

_PART: Final = 0.1
_LEAST_PART: Final = 0.02
_DIGITS: Final = 6
"""Figures that differ only in what adding up binary fractions makes are the same."""


def counts(amount: Any) -> Bools:
    """Return which amounts are worth a word by themselves.

    Parameters
    ----------
    amount : array_like
        Full-time equivalents.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> counts([1.0 - 0.95, 0.5 - 0.45, 0.045, 0.044]).tolist()
    [True, True, True, False]
    """
    return np.asarray(_as_shown(amount) >= LEAST)


def is_short(missing: Any, wanted: Any) -> Bools:
    """Return where so much is missing that it is worth a word.

    That is `LEAST`; or a tenth of what is wanted, from two hundredths of a full-time equivalent on.

    Parameters
    ----------
    missing, wanted : array_like
        Full-time equivalents; NaN is no shortage.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> is_short([0.05, 0.04, 0.04, 0.01], [2.0, 0.4, 2.0, 0.05]).tolist()
    [True, True, False, False]
    """
    gap = _as_shown(missing)
    part = np.round(_PART * np.asarray(wanted, dtype=np.float64), _DIGITS)
    return np.asarray((gap >= LEAST) | ((gap >= _LEAST_PART) & (gap >= part)))


def _as_shown(amount: Any) -> Floats:
    """Return amounts to the hundredth, as one reads them: days are rounded to ticks (rule R2) as well."""
    hundredths = np.round(np.asarray(amount, dtype=np.float64) * 100, _DIGITS - 2)
    return np.asarray(np.floor(hundredths + 0.5) / 100)
