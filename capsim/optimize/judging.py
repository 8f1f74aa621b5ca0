"""What a plan is worth: simulated on the futures that all plans share."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from capsim.clock import STOPPED
from capsim.domain.portfolio import Portfolio
from capsim.domain.strategy import shares_of_objectives, weights_of
from capsim.errors import InputError, Problem, did_you_mean
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.money import Money
from capsim.forecast.tables import Outcomes
from capsim.metrics.money import cvar
from capsim.optimize.results import Mean
from capsim.plan.streams import checked_seed
from capsim.running.crews import Workers
from capsim.running.ready import make_ready

__all__ = ["GOALS", "Goal", "Judge", "Judged", "fresh_seed", "goal_of"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

Goal: TypeAlias = Literal["npv", "value", "alignment"]
GOALS: Final[tuple[Goal, ...]] = ("npv", "value", "alignment")

_OTHER: Final = 0x9E37_79B9_7F4A_7C15
"""What a seed is mixed with for fresh futures: 2⁶⁴ over the golden ratio."""
_TAIL: Final = 0.95
_AT_LEAST: Final = 20
"""So many plans a search looks at: that decides whether compiling is worth it."""


def goal_of(given: object, caller: str) -> Goal:
    """Return what is maximized, or say what can be."""
    for goal in GOALS:
        if given == goal:
            return goal
    raise InputError([Problem(f"{caller}, maximize", "no goal", given, did_you_mean(str(given), GOALS))])


def fresh_seed(seed: int) -> int:
    """Return the seed of futures on which nothing was chosen.

    Examples
    --------
    >>> fresh_seed(7) != 7
    True
    """
    return (seed ^ _OTHER) % 2**64


@dataclass(frozen=True, eq=False)
class Judged:
    """What became of a plan in the shared futures.

    Attributes
    ----------
    portfolio : Portfolio
    projects : tuple of str
        Those that take part.
    worth : ndarray of float64, (replications,)
        What is maximized: of the projects, without the pay of people who have nothing to do.
    late : dict of str to float
        The share of futures in which a project misses its deadline; without one those in which it is never
        finished.
    all_on_time : float
        The share of futures in which no deadline is missed.
    on_time : float
        The share of deadlines kept.
    cost : float
        Mean of what is spent on projects; 0 without rates.
    tail : float
        The mean worth of the worst 5 % of the futures.
    """

    portfolio: Portfolio
    projects: tuple[str, ...]
    worth: Floats
    late: dict[str, float]
    all_on_time: float
    on_time: float
    cost: float
    tail: float

    @property
    def mean(self) -> Mean:
        """The mean of what is maximized."""
        return Mean.of(self.worth)


class Judge:
    """Simulates plans on the same futures.

    Parameters
    ----------
    goal : {"npv", "value", "alignment"}
    replications : int
    seed : int, optional
    executor : int, Executor or Client, optional

    Attributes
    ----------
    looked : int
        How many plans were simulated.
    """

    def __init__(
        self, goal: Goal, replications: int, seed: int | None = None, executor: Workers = None
    ) -> None:
        self.goal = goal
        self.replications = replications
        self.seed = secrets.randbits(64) if seed is None else checked_seed(seed)
        self.executor = executor
        self.looked = 0

    def forecast(self, portfolio: Portfolio) -> Forecast:
        """Simulate a plan."""
        if not self.looked:
            make_ready(portfolio, self.replications * _AT_LEAST)
        self.looked += 1
        return simulate(portfolio, None, self.replications, self.seed, False, executor=self.executor)

    def __call__(self, portfolio: Portfolio) -> Judged:
        """Simulate a plan, and return what it is worth."""
        return self.judged(self.forecast(portfolio))

    def judged(self, forecast: Forecast) -> Judged:
        """Return what a plan that was simulated is worth."""
        facts = forecast._facts
        outcomes = facts.projects
        asked = outcomes.counted & outcomes.promised
        late = np.where(outcomes.promised, ~outcomes.on_time, ~delivered(facts.projects)) & outcomes.counted
        counted = np.maximum(outcomes.counted.sum(axis=0), 1)
        money = Money(facts)
        worth = self._worth(forecast, money)
        missed = (asked & ~outcomes.on_time).any(axis=1)
        kept = (outcomes.on_time.sum(axis=1) / np.maximum(asked.sum(axis=1), 1))[asked.any(axis=1)]
        return Judged(
            forecast.portfolio,
            facts.plan.project_names,
            worth,
            dict(zip(facts.plan.project_names, (late.sum(axis=0) / counted).tolist(), strict=True)),
            float(1 - missed.mean()),
            float(kept.mean()) if len(kept) else 1.0,
            float(money.project_costs[:, :-1].sum(axis=1).mean()),
            -float(cvar(-worth[:, np.newaxis], _TAIL).mean[0]),
        )

    def _worth(self, forecast: Forecast, money: Money) -> Floats:
        if self.goal == "npv":
            return np.asarray(money.returns.npv[:, :-1].sum(axis=1))
        if self.goal == "value":
            return np.asarray(money.returns.gain[:, :-1].sum(axis=1))
        return delivered(forecast._facts.projects) @ alignments(forecast.portfolio, money.names)

    def again(self) -> Judge:
        """Return a judge of fresh futures, on which nothing was chosen."""
        return Judge(self.goal, self.replications, fresh_seed(self.seed), self.executor)


def delivered(outcomes: Outcomes) -> Bools:
    """Return where projects are delivered: by their deadline if they have one, else at all."""
    finished = outcomes.counted & (outcomes.ticks < STOPPED)
    return np.asarray(np.where(outcomes.promised, outcomes.on_time, finished))


def alignments(portfolio: Portfolio, names: Iterable[str]) -> Floats:
    """Return how much each project contributes to the objectives, by their weights."""
    weights = weights_of(portfolio)
    by_name = {
        project.name: sum(
            weights.get(objective, 0.0) * project.score(objective)
            for objective in shares_of_objectives(project)
        )
        for project in portfolio.projects
    }
    return np.array([by_name.get(name, 0.0) for name in names], np.float64)
