"""What would turn a choice: the one input whose smallest change makes a better scenario no better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from capsim.decide.comparing import simulated
from capsim.decide.inputs import Input, inputs_of, told
from capsim.errors import InputError
from capsim.forecast.comparison import Comparison, leading_measure
from capsim.forecast.forecast import Forecast
from capsim.forecast.sides import Measure, Pair

__all__ = ["Turning", "turning"]

_STEPS: Final = 6
"""Halvings of the range in which a choice turns."""


@dataclass(frozen=True)
class Turning:
    """The input that would turn a choice, and from which value on.

    Attributes
    ----------
    scenario : str
    measure : str or None
        What the choice rests on; None for a tie.
    better : bool
        Whether the scenario is better in it; else it is worse.
    input : str or None
        In words; None if no single one would turn it.
    now, at : object
        What it is, and the nearest value found with which the scenario is better no more (or worse no more).
    change : float
        How far that is: of a number the share of it, of a date the share of the length of the plan.
    tried : tuple of str
        The inputs that were moved, each as far as is sensible, or as the nearest found so far.
    """

    scenario: str
    measure: str | None
    better: bool = True
    input: str | None = None
    now: Any = None
    at: Any = None
    change: float = float("inf")
    tried: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.measure is None:
            return f"{self.scenario} is a tie with the base: there is no choice to turn."
        reading = "better" if self.better else "worse"
        if self.input is None:
            inputs = f"any one of {len(self.tried)} inputs, moved as far as is sensible"
            return f"{self.scenario} stays {reading} in {self.measure} with {inputs}."
        return (
            f"{self.scenario} is {reading} in {self.measure} no more if {self.input} is {told(self.at)} "
            f"or {self._further} (now {told(self.now)})."
        )

    @property
    def _further(self) -> str:
        if isinstance(self.at, date):
            return "later" if self.at > self.now else "earlier"
        return "more" if self.at > self.now else "less"


def turning(comparison: Comparison, scenario: str) -> Turning:
    """Return the input that would turn a choice; see `Comparison.turning`."""
    chosen = comparison.scenario(scenario)
    measure, sign = leading_measure(comparison, scenario)
    if measure is None:
        return Turning(scenario, None)
    best = Turning(scenario, measure.name, better=sign == measure.better)
    tried: list[str] = []
    days = max(float(_finish_days(comparison)), 1.0)
    project = _most_moved(comparison, scenario) if measure.unit == "money" else None
    for each in inputs_of(comparison.base.portfolio, chosen, days, project):
        tried.append(each.name)
        for reach in (each.least, each.most):
            found = _nearest(comparison.base, each, min(abs(reach), best.change), reach > 0, measure, sign)
            if found is not None and found[0] < best.change:
                best = Turning(scenario, measure.name, best.better, each.name, each.now, found[1], found[0])
    return Turning(
        scenario, measure.name, best.better, best.input, best.now, best.at, best.change, tuple(tried)
    )


def _nearest(
    base: Forecast, each: Input, reach: float, upward: bool, measure: Measure, sign: int
) -> tuple[float, Any] | None:
    """Return the smallest move found with which the difference has its sign no more, and the value there."""

    def turned(by: float) -> bool:
        value = each.at(by if upward else -by)
        return value != each.now and _sign_at(base, each, value, measure) * sign <= 0

    low, high = 0.0, reach
    if not reach or not turned(high):
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if turned(middle):
            high = middle
        else:
            low = middle
    return high, each.at(high if upward else -high)


def _sign_at(base: Forecast, each: Input, value: Any, measure: Measure) -> float:
    """Return the sign of the difference with another value; what cannot be made turns nothing."""
    try:
        first, second = each.sides(value)
        before = base if first is None else simulated(base, first)
        pair = Pair.of(before._money, simulated(base, second)._money)
    except InputError:
        return float("nan")  # which is neither above 0 nor below
    found = [difference for _, difference in pair.differences([measure])]
    return float(found[0].more.value[0]) if found else float("nan")


def _finish_days(comparison: Comparison) -> float:
    """Return how long the base takes, in calendar days."""
    frame = comparison.summary()
    rows = frame.loc[frame["measure"] == "finish p50", "base"]
    return float(rows.iloc[0]) if len(rows) else 365.0


def _most_moved(comparison: Comparison, scenario: str) -> str | None:
    """Return the project that the scenario moves most, of those on both sides."""
    frame = comparison.projects()
    own = frame[(frame["scenario"] == scenario) & frame["days"].notna()]
    return None if own.empty else str(own["project"].iloc[int(own["days"].abs().argmax())])
