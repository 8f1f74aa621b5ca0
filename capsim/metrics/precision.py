"""When enough replications have been run (D7)."""

from __future__ import annotations

from typing import Final

import numpy as np

from capsim.metrics.delivery import Odds

__all__ = ["LOOK_EVERY", "is_precise", "next_look"]

LOOK_EVERY: Final = 1_000
"""Replications between two looks at the precision; the first look comes after as many."""


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
    asked = estimated.half_width[~np.isnan(estimated.probability)]
    return bool((asked <= precision).all())
