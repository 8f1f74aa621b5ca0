"""Coverage of intervals by exact calculation: sums over the binomial law, no sampling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve
from scipy.stats import binom

from capsim.metrics import LOOK_EVERY, LOOKS_IN_A_ROW, Odds, next_look, wilson
from capsim.metrics.intervals import ranks_around

Floats = npt.NDArray[np.float64]


def of_a_share(count: int, share: float) -> float:
    """Return how often the interval of a probability covers it, after a fixed number of replications."""
    low, high = wilson(np.arange(count + 1), np.full(count + 1, count))
    return float(binom.pmf(np.arange(count + 1), count, share)[(low <= share) & (share <= high)].sum())


def of_a_quantile(count: int, level: float) -> float:
    """Return how often the interval of a quantile covers it, whatever the law, without ties."""
    low, high = ranks_around(count, level)
    return float(binom.cdf(high - 1, count, level) - binom.cdf(low - 1, count, level))


def with_precision(share: float, precision: float, looks: int = LOOKS_IN_A_ROW) -> tuple[float, float]:
    """Return how often the interval covers a probability if its width ends the run, and the mean length.

    The law of the number of hits is carried from look to look, apart for runs whose last look was precise.
    """
    step = binom.pmf(np.arange(LOOK_EVERY + 1), LOOK_EVERY, share)
    agreeing: list[Floats] = [np.ones(1), *[np.zeros(1)] * (looks - 1)]
    done, covered, length = 0, 0.0, 0.0
    while sum(law.sum() for law in agreeing) > 1e-10:
        done = next_look(done)
        agreeing = [np.maximum(fftconvolve(law, step), 0.0) for law in agreeing]
        hits = np.arange(done + 1)
        low, high = wilson(hits, np.full(done + 1, done))
        precise = Odds(hits / done, low, high).half_width <= precision  # as `is_precise` asks of one project
        ended = np.where(precise, agreeing[-1], 0.0)
        covered += float(ended[(low <= share) & (share <= high)].sum())
        length += done * float(ended.sum())
        again = sum(np.where(precise, 0.0, law) for law in agreeing)
        agreeing = [again, *(np.where(precise, law, 0.0) for law in agreeing[:-1])]
    return covered, length
