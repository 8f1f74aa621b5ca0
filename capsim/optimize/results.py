"""What a search hands back: the plan, what it gains on futures it has not seen, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import as_card, card_html
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean
from capsim.optimize.evolution import Found
from capsim.optimize.objectives import Objective

__all__ = ["Evidence", "Mean", "SearchResult"]

Floats = npt.NDArray[np.float64]


class Mean(NamedTuple):
    """A mean over futures, and its 95 % interval.

    Attributes
    ----------
    value, low, high : float
    """

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, costs: Floats, less: Floats | None = None) -> Mean:
        """Return the mean of costs, less others of the same futures."""
        base = np.zeros_like(costs) if less is None else less
        every = np.ones((len(costs), 1), np.bool_)
        found: Estimated = paired_mean(base[:, np.newaxis], costs[:, np.newaxis], every)
        ends = (float(end[0]) for end in found)
        return cls(*(float(np.mean(costs - base)) if np.isnan(end) else end for end in ends))

    def __str__(self) -> str:
        spread = (self.high - self.low) / 2
        return f"{self.value:,.1f}" + (f" ± {spread:,.1f}" if spread else "")


class Evidence(NamedTuple):
    """What is known of the plan that was chosen.

    Attributes
    ----------
    before, after : Mean
        The objective as the portfolio was given, and with the plan, on futures that the search has not seen.
    gain : Mean
        How much less it is with the plan, on the same futures one by one.
    expected : float
        What the search took the plan's to be, on the futures in which it was found: too good to be true,
        since it was found for that.
    """

    before: Mean
    after: Mean
    gain: Mean
    expected: float

    @property
    def bias(self) -> float:
        """How much more the objective is on other futures than on those in which the plan was found."""
        return self.after.value - self.expected


@dataclass(frozen=True, eq=False, repr=False)
class SearchResult:
    """A better plan, and what is known of it.

    Attributes
    ----------
    portfolio : Portfolio
        With the plan written in: the priorities of tasks, the dates before which they do not begin, and a
        policy that follows them.
    objective : Objective
    evidence : Evidence
    tried : int
        How many schedules were made, or lists tried.
    history : DataFrame
        A row for each time that something better was found: ``tried``, and ``best``, the objective as the
        search saw it.
    partial : bool
        Whether Ctrl-C or the time limit cut it short.
    seed : int
    """

    portfolio: Portfolio
    objective: Objective
    evidence: Evidence
    tried: int
    history: pd.DataFrame
    partial: bool
    seed: int

    @property
    def before(self) -> Mean:
        """The objective as the portfolio was given."""
        return self.evidence.before

    @property
    def after(self) -> Mean:
        """The objective with the plan."""
        return self.evidence.after

    @property
    def gain(self) -> Mean:
        """How much less it is with the plan, on the same futures."""
        return self.evidence.gain

    @property
    def is_better(self) -> bool:
        """Whether the plan is better beyond doubt: the interval of the gain lies above nothing."""
        return self.gain.low > 0

    @property
    def _reading(self) -> str:
        """What the gain means where it is none."""
        if self.is_better:
            return ""
        return " (worse than as given: keep that)" if self.gain.high < 0 else " (a tie)"

    def _facts(self) -> dict[str, str]:
        unit = self.objective.unit
        facts = {
            "as given": f"{self.before} {unit}",
            "with the plan": f"{self.after} {unit}",
            "gain": f"{self.gain} {unit}{self._reading}",
            "tried": f"{self.tried:,}" + (" (cut short)" if self.partial else ""),
        }
        if self.evidence.bias:
            facts["winner's bias"] = f"{self.evidence.bias:,.1f} {unit} more than the search had seen"
        return facts

    def __repr__(self) -> str:
        return as_card(f"Plan for {self.portfolio.name!r}", self._facts())

    def _repr_html_(self) -> str:
        return card_html(f"Plan for {self.portfolio.name!r}", self._facts())


def history_of(found: Found) -> pd.DataFrame:
    """Return the steps of a search as a frame."""
    frame = pd.DataFrame(found.history, columns=["tried", "best"])
    return frame.astype({"tried": np.int64, "best": np.float64})
