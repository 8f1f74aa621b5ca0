"""Labelled answers: every question to the runs gives a tidy frame, every result reads as a card."""

from capsim.forecast.certainty import EstimateCount
from capsim.forecast.forecast import Forecast
from capsim.forecast.trace import Trace

__all__ = ["EstimateCount", "Forecast", "Trace"]
