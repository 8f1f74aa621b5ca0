"""Arrays in, arrays out: what the runs say, in numbers without labels."""

from capsim.metrics.delivery import (
    Odds,
    always,
    odds,
    order_statistic,
    order_statistic_interval,
    project_finish,
)
from capsim.metrics.intervals import UNBOUNDED, error_factor, ratio_error, wilson
from capsim.metrics.paired import paired_mean, paired_probability, paired_quantile
from capsim.metrics.precision import LOOK_EVERY, LOOKS_IN_A_ROW, is_precise, known_to, next_look
from capsim.metrics.spans import Away
from capsim.metrics.utilization import Utilization, stop_ticks, utilization

__all__ = [
    "LOOKS_IN_A_ROW",
    "LOOK_EVERY",
    "UNBOUNDED",
    "Away",
    "Odds",
    "Utilization",
    "always",
    "error_factor",
    "is_precise",
    "known_to",
    "next_look",
    "odds",
    "order_statistic",
    "order_statistic_interval",
    "paired_mean",
    "paired_probability",
    "paired_quantile",
    "project_finish",
    "ratio_error",
    "stop_ticks",
    "utilization",
    "wilson",
]
