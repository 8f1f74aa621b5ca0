"""How far any policy could still go: what cannot be beaten, were everything known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.decide.comparing import base_of
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import Told
from capsim.domain.words import plural, some
from capsim.errors import Problem
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.words import role_of
from capsim.metrics import project_finish
from capsim.optimize.cpsat import proved, solver
from capsim.optimize.foresight import Foresight, foresights
from capsim.optimize.objectives import Makespan
from capsim.optimize.results import Mean
from capsim.plan.draws import make_draws
from capsim.running import arguments
from capsim.running.crews import Workers

__all__ = ["Bound", "bound"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LINKS: Final = "links and dates"
SEARCH: Final = "all together"


@dataclass(frozen=True, eq=False, repr=False)
class Bound(Told):
    """What no policy can beat, future by future.

    `cs.optimize.bound` makes it.

    Attributes
    ----------
    portfolio : Portfolio
    reached, least : ndarray of float64, (replications,)
        Working days of the portfolio calendar to the last finish: as it was run, and before when nobody could
        be done.
    decided_by : tuple of str
        What keeps it from being less: ``"links and dates"``, the role whose people have no more time, or
        ``"all together"``.
    """

    portfolio: Portfolio
    reached: Floats
    least: Floats
    decided_by: tuple[str, ...]

    @property
    def gap(self) -> Mean:
        """How many working days any policy could save at most, in the mean."""
        return Mean.of(self.reached, self.least)

    def frame(self) -> pd.DataFrame:
        """Return a row for each future.

        Returns
        -------
        DataFrame
            replication, reached_days and bound_days (working days of the portfolio calendar to the last
            finish), gap_days (what any policy could save at most), decided_by.
        """
        return pd.DataFrame(
            {
                "replication": np.arange(len(self.reached), dtype=np.int64),
                "reached_days": self.reached,
                "bound_days": self.least,
                "gap_days": self.reached - self.least,
                "decided_by": texts(self.decided_by),
            }
        )

    @property
    def _title(self) -> str:
        return f"{self.portfolio.name}: how much sooner all work could be done, everything known beforehand"

    def _lines(self) -> Iterator[str]:
        futures = plural(len(self.reached), "future")
        days = Mean.of(self.reached)
        yield f"as it is the last finish comes after {days} working days in the mean of {futures}"
        yield f"no order of work and no choice among the people is done before {Mean.of(self.least)}"
        share = self.gap.value / max(float(self.reached.mean()), 1e-9)
        yield f"so they can save {self.gap} working days at most ({100 * share:.0f} %)"
        counts = pd.Series(self.decided_by).value_counts()
        yield f"what keeps it from less: {some(f'{name} ({count})' for name, count in counts.items())}"
        yield "see bound.frame()"


def bound(
    portfolio: Portfolio | Forecast,
    replications: int = 20,
    *,
    seed: int | None = None,
    time_limit: float = 20.0,
    executor: Workers = None,
) -> Bound:
    """Tell how much sooner all work could be done if a policy knew beforehand how everything turns out.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its first futures, as they were run.
    replications : int
        Futures.
    seed, executor
        As in `simulate`.
    time_limit : float
        Seconds for the search in all futures together, of an average processor; counted by work done, so that
        the same call gives the same bound. Less time leaves a bound that is true but lower.

    Returns
    -------
    Bound

    Raises
    ------
    InputError
        If OR-Tools is not installed (``pip install 'capsim[bounds]'``), or the policy has reactions, or
        processes of yours ran, which can make less work of it.

    Notes
    -----
    In each future an easier problem is solved by CP-SAT. Links, dates and lags are kept; each piece of
    work takes at least as long as with the fastest people who can do it; the people who alone can do some
    work give it no more than their time, leave and absences as drawn, and hold their seats to its end
    unless it can be handed over or interrupted. Left out is what only makes it later: that others are
    slower, who has to be there on the day of a start, limits and freezes, what risks with a window add,
    rework by speed. What is proved for the easier problem holds for every order of work, every choice of
    people and all limits; not for more people, less work, or other rules on pre-emption, hand-over and
    teams. Since nobody knows the future, the best policy need not come near it.

    Examples
    --------
    >>> import capsim as cs
    >>> tasks = [cs.Task(name, effort=days, skill="dev") for name, days in [("a", 2), ("b", 2), ("c", 3)]]
    >>> tasks.append(cs.Task("d", effort=3, skill="dev", after="c"))
    >>> house = cs.Policy(priority=cs.rules.Listed())
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Dev", "dev", count=2)],
    ...                     [cs.Project("Shop", tasks)], policy=house)
    >>> found = cs.optimize.bound(demo, replications=1, seed=1)  # doctest: +SKIP
    >>> found.frame()[["reached_days", "bound_days"]]  # doctest: +SKIP
       reached_days  bound_days
    0           8.0         6.0
    """
    given = base_of(portfolio, "bound")
    arguments.raise_found(
        *arguments.count_problems(replications),
        *arguments.seed_problems(seed),
        *_problems(given, time_limit),
    )
    cp = solver()
    if isinstance(given, Portfolio):
        given = simulate(given, None, replications, seed, False, executor=executor)
    runs = given.runs
    count = min(replications, runs.replications)
    finish = project_finish(runs.finish[:count], runs.plan.project_first_task)
    draws = make_draws(runs.plan, given.seed, given.sampling)
    ends = np.where(finish == NEVER, runs.plan.horizon_tick, np.where(is_tick(finish), finish, 0))
    found = [
        _one(cp, future, end, time_limit / count)
        for future, end in zip(
            foresights(draws, given.policy, count), ends.max(axis=1, initial=0).tolist(), strict=True
        )
    ]
    return Bound(
        given.portfolio,
        Makespan().costs(finish, runs.plan),
        np.array([days for days, _ in found]),
        tuple(words for _, words in found),
    )


def _problems(given: Portfolio | Forecast, time_limit: object) -> Iterator[Problem]:
    if given.policy.reactions:
        fix = "ask for the bound of a portfolio without them: they can change how much work there is"
        yield Problem("bound", "a policy with reactions", fix=fix)
    if isinstance(given, Forecast) and given.processes:
        fix = "ask for the bound of a run without them: they can change how much work there is"
        yield Problem("bound", "a run with processes of your own", fix=fix)
    if isinstance(time_limit, bool) or not isinstance(time_limit, int | float) or time_limit <= 0:
        yield Problem("bound, time_limit", "no time", time_limit, "write a number of seconds above 0")


def _one(cp: Any, future: Foresight, reached: int, effort: float) -> tuple[float, str]:
    """Return the working days that one future takes at least, and what decides them."""
    plan, ended = future.plan, int(future.clock.of(np.array([reached]))[0])
    bounds = [(future.by_links, LINKS)]
    bounds += [(future.by_people(crowd), role_of(plan, int(crowd.needs[0]))) for crowd in future.crowds]
    least, words = max(bounds, key=lambda each: each[0])
    least = min(least, future.clock.end)
    if least < ended:
        more = proved(cp, future, least, ended, effort)
        least, words = (more, SEARCH) if more > least else (least, words)
    return _days(future, least), words


def _days(future: Foresight, shown: int) -> float:
    """Return the working days of the portfolio calendar before the clock shows so much."""
    tick = future.clock.tick(shown)
    return float(future.plan.working_ticks(np.array([tick]))[0]) / TICKS_PER_DAY
