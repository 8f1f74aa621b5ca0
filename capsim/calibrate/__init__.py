"""Learning from outcomes: how past forecasts and past estimates came out."""

from capsim.calibrate.ratios import estimates
from capsim.calibrate.scores import score

__all__ = ["estimates", "score"]
