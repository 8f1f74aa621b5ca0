"""When enough replications have been run (D7)."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.metrics.delivery import Odds

__all__ = ["LOOKS_IN_A_ROW", "LOOK_EVERY", "is_precise", "known_to", "next_look"]

LOOK_EVERY: Final = 1_000
"""Replications between two looks at the precision; the first look comes after as many."""

LOOKS_IN_A_ROW: Final = 2
"""So many looks in a row must find what is asked for before a run ends.

One look would end the run just when its luck makes an interval short, and intervals of runs that end so
cover less: by exact calculation down to 93.4 % of the time instead of 95 % (94.4 % with two in a row).
"""


def next_look(done: int) -> int:
    """Return the number of replications at the next look.

    Examples
    --------
    >>> next_look(0), next_look(999), next_look(1_000)
    (1000, 1000, 2000)
    """
    return (done // LOOK_EVERY + 1) * LOOK_EVERY


def is_precise(estimated: Odds, precision: float) -> bool:
    """Return whether every probability is known to within ± ``precision``, with 95 % confidence.

    Parameters
    ----------
    estimated : Odds
        Columns that are NaN throughout (no replication counted) are not asked.
    precision : float
        How far a probability may be off, to the larger side of its interval; a share.

    Returns
    -------
    bool
        False while an interval is not known.

    Examples
    --------
    >>> known = Odds(np.array([0.5]), np.array([0.48]), np.array([0.52]))
    >>> is_precise(known, 0.03), is_precise(known, 0.01)
    (True, False)
    """
    return bool((_half_widths(estimated) <= precision).all())


def known_to(estimated: Odds) -> float:
    """Return how far the least known of several probabilities may be off, with 95 % confidence.

    Parameters
    ----------
    estimated : Odds
        Columns that are NaN throughout are not asked.

    Returns
    -------
    float
        A share, to the larger side of the interval; NaN while an interval is not known, or without any.

    Examples
    --------
    >>> round(known_to(Odds(np.array([0.5, 0.9]), np.array([0.48, 0.87]), np.array([0.52, 0.92]))), 4)
    0.03
    """
    asked = _half_widths(estimated)
    return float(asked.max()) if len(asked) else math.nan


def _half_widths(estimated: Odds) -> npt.NDArray[np.float64]:
    """Return half of the intervals of those columns in which anything counts."""
    return np.asarray(estimated.half_width[~np.isnan(estimated.probability)])
