"""Scenarios measured on the same futures, many of them: only what is asked is kept of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple, TypeVar

import numpy as np

from capsim.decide.comparing import simulated
from capsim.domain.portfolio import Portfolio
from capsim.domain.scenario import Scenario
from capsim.errors import InputError
from capsim.forecast import Forecast
from capsim.forecast.sides import MEASURES, Difference, Measure, Pair, has_worth
from capsim.metrics.amounts import Estimated
from capsim.running.crews import processors
from capsim.running.progress import Progress, reporter

__all__ = [
    "Trial",
    "columns_of",
    "made_of",
    "measured",
    "measures_for",
    "more",
    "reading_of",
    "rounded",
    "together",
    "tried",
]

T = TypeVar("T")

_ASKED: Final = ("on time", "tardiness", "finish", "finish p80", "cost", "value")
_NOT_KNOWN: Final = Estimated(*(np.array([np.nan]) for _ in range(3)))
_GOALS: Final = ("on time", "tardiness")


class Trial(NamedTuple):
    """What a scenario changes.

    Attributes
    ----------
    scenario : Scenario
    differences : dict of str to Difference
        By measure; those that the portfolio has nothing for are left out.
    """

    scenario: Scenario
    differences: Mapping[str, Difference]


def measures_for(portfolio: Portfolio) -> list[Measure]:
    """Return what trials are measured by, the value only where something brings in money."""
    asked = _ASKED if has_worth(portfolio) else _ASKED[:-1]
    return [measure for measure in MEASURES if measure.name in asked]


def made_of(portfolio: Portfolio, scenarios: Iterable[Scenario]) -> list[tuple[Scenario, Portfolio]]:
    """Return those scenarios that the portfolio allows, and what they make of it."""
    made = []
    for each in scenarios:
        try:
            made.append((each, each.apply(portfolio)))
        except InputError:  # such as somebody on whom work depends by name
            continue
    return made


def tried(
    base: Forecast, made: Sequence[tuple[Scenario, Portfolio]], progress: Progress = False
) -> list[Trial]:
    """Simulate portfolios in the futures of a base, and measure each.

    Parameters
    ----------
    base : Forecast
    made : list of (Scenario, Portfolio)
        See `made_of`.
    progress : {"auto", True, False} or callable
        Told how many of them are done.

    Returns
    -------
    list of Trial
        In the same order.
    """
    measures = measures_for(base.portfolio)

    def one(scenario: Scenario, portfolio: Portfolio) -> Trial:
        return Trial(scenario, measured(base, simulated(base, portfolio, 1), measures))

    return together([lambda each=each: one(*each) for each in made], progress)  # type: ignore[misc]


def together(calls: Sequence[Callable[[], T]], progress: Progress = False) -> list[T]:
    """Return what calls return, as many at a time as there are processors.

    Parameters
    ----------
    calls : list of callable
    progress : {"auto", True, False} or callable
        Told how many of them are done.

    Returns
    -------
    list
        In the same order.
    """
    with reporter(progress) as told, ThreadPoolExecutor(processors()) as threads:
        futures = [threads.submit(call) for call in calls]
        try:
            found = []
            for number, each in enumerate(futures, start=1):
                found.append(each.result())
                told.show(number, len(futures))
        except BaseException:
            threads.shutdown(wait=True, cancel_futures=True)
            raise
    return found


def measured(
    base: Forecast, other: Forecast, measures: Sequence[Measure] = MEASURES
) -> dict[str, Difference]:
    """Return by how much two forecasts of the same futures differ, by measure."""
    pair = Pair.of(base._money, other._money)
    return {measure.name: found for measure, found in pair.differences(measures)}


def more(differences: Mapping[str, Difference], measure: str) -> Estimated:
    """Return by how much a measure differs; NaN where it is not known."""
    return differences[measure].more if measure in differences else _NOT_KNOWN


def columns_of(trials: Sequence[Mapping[str, Difference]], names: Mapping[str, str]) -> dict[str, object]:
    """Return measures with both ends as columns.

    Parameters
    ----------
    trials : list of dict
        Differences by measure.
    names : dict of str to str
        Columns, and the measure of each.
    """
    made: dict[str, object] = {}
    for column, measure in names.items():
        for end, part in (("", "value"), ("_low", "low"), ("_high", "high")):
            found = [float(getattr(more(each, measure), part)[0]) for each in trials]
            made[f"{column}{end}"] = np.array(found, np.float64)
    return made


def reading_of(differences: Mapping[str, Difference]) -> str:
    """Return better, worse, mixed, tie or same: by deadlines and lateness, by the last finish without any."""
    if all(each.same for each in differences.values()):
        return "same"
    goals = [name for name in _GOALS if name in differences] or ["finish"]
    signs = {_sign(more(differences, name)) * (1 if name == "on time" else -1) for name in goals}
    if {1, -1} <= signs:
        return "mixed"
    return "better" if 1 in signs else "worse" if -1 in signs else "tie"


def rounded(amount: float) -> str:
    """Return a number as people say it: whole from ten on, else to a tenth."""
    return f"{amount:,.0f}" if amount >= 9.5 else f"{amount:.1f}"


def _sign(found: Estimated) -> int:
    low, high = float(found.low[0]), float(found.high[0])
    return 1 if low > 0 else -1 if high < 0 else 0
