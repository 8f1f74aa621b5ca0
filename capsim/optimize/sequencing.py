"""The search for an order of work, written into the portfolio as the priorities of its tasks.

``sequence(portfolio, schedules=500, seed=None, progress="auto", *, objective=None, policy=None,
replications=100, seconds=None)`` returns a `SearchResult`. It takes any portfolio: each order is tried in the
same simulated futures, the best ones again in others, and the one that is chosen in futures that nobody has
seen, beside the portfolio as it was given. Fixed and plain work (see `capsim.optimize.schedule`) that has to
end soon is searched by passes from both ends instead.
"""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import FIFO, Dynamic, Policy, Random
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.facade import simulate
from capsim.forecast.finishes import finishes_of
from capsim.optimize.asking import check_search, objective_problems, seed_of
from capsim.optimize.evolution import Candidate, Found, Spending, evolve, kept_for
from capsim.optimize.futures import FutureBreeder, Futures, PlainFutures, Trials, is_certain
from capsim.optimize.jobs import Jobs, Passes, differences, jobs_of
from capsim.optimize.objectives import Makespan, Objective, objective_for
from capsim.optimize.passes import PassBreeder
from capsim.optimize.results import Evidence, Mean, SearchResult, history_of
from capsim.optimize.writing import following, with_order
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.plan.plan import Plan
from capsim.rules.priority import ranks
from capsim.running import arguments
from capsim.running.progress import Progress, reporter

__all__ = ["sequence"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FINALISTS: Final = 5
"""Orders that are tried again in other futures, before one is chosen."""
_CHOICE: Final = 5
"""Times as many futures choose among them."""
_FRESH: Final = 10
"""Times as many futures tell what the chosen one is worth."""
_BY_PASSES: Final = 0.3
"""The share of trials that passes over planned durations take, where work is plain but left to chance."""


def sequence(
    portfolio: Portfolio,
    schedules: int = 500,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    objective: Objective | None = None,
    policy: Policy | None = None,
    replications: int = 100,
    seconds: float | None = None,
) -> SearchResult:
    """Search for the order in which work should be served, and write it into the portfolio as priorities.

    Every order is tried in the same futures. The five best are tried again in others, and what is told of the
    one chosen there, and of the portfolio as it was given, comes from ten times as many futures that had no
    part in the choice. The same arguments give the same order. Ctrl-C returns the best one so far.

    Parameters
    ----------
    portfolio : Portfolio
    schedules : int
        How many orders to try at most; where fixed and plain work (see `schedule`) has to end soon, how many
        passes over it, also those from the end.
    seed : int, optional
        From 0 to 2⁶⁴ − 1. Without one it is drawn and kept.
    progress : {"auto", True, False} or callable
        As in `capsim.simulate`, in schedules.
    objective : CostOfDelay, Tardiness or Makespan, optional
        What should be small. By default what the portfolio speaks of: cost of delay and penalties, else
        deadlines, else the last finish.
    policy : Policy, optional
        House rules other than the portfolio's own.
    replications : int
        Futures in which each order is tried.
    seconds : float, optional
        Stop after so long with the best one so far.

    Returns
    -------
    SearchResult
        Its portfolio has a priority for each task and a policy that follows them.

    Raises
    ------
    InputError
        If an argument is none of these, or the portfolio has streams, whose items have no names.

    Examples
    --------
    >>> import capsim as cs
    >>> short, long = (
    ...     cs.Project(name, [cs.Task("do", effort=days, skill="dev")], cost_of_delay_per_day=cost)
    ...     for name, days, cost in [("Short", 2, 100), ("Long", 10, 200)]
    ... )
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], [long, short])
    >>> found = sequence(demo, schedules=20, seed=7)
    >>> [project.tasks[0].priority for project in found.portfolio.projects]
    [2, 1]
    """
    arguments.raise_found(*objective_problems(objective), *arguments.count_problems(replications))
    check_search(portfolio, policy, schedules, "schedules", seed, progress, seconds)
    own_seed, house = seed_of(seed), policy or portfolio.policy
    search = _Search.of(portfolio, house, objective or objective_for(portfolio), replications, own_seed)
    with reporter(progress) as told:
        found = search.found(schedules, Spending(schedules, seconds, told))
    order, expected = search.chosen(found)
    return SearchResult(
        portfolio=with_order(search.plan, search.policy, order),
        objective=search.objective,
        evidence=search.evidence(order, expected),
        tried=found.tried,
        history=history_of(found),
        partial=found.partial,
        seed=own_seed,
    )


@dataclasses.dataclass(frozen=True, eq=False)
class _Search:
    """What is searched, and with which chance: for the search, the choice and the proof each its own."""

    plan: Plan
    given: Policy
    policy: Policy
    objective: Objective
    replications: int
    seeds: tuple[int, int, int, int]

    @classmethod
    def of(
        cls, portfolio: Portfolio, policy: Policy, objective: Objective, replications: int, seed: int
    ) -> _Search:
        """Make it ready; raise if the work is none that an order can be written into."""
        plan = make_plan(portfolio)
        if plan.streams:
            fix = "take them out for the search: their items have no names that an order could name"
            raise InputError([Problem("portfolio", "streams of work", fix=fix)])
        if not plan.n_tasks:
            raise InputError([Problem("portfolio", "no work to put into order", fix="add tasks")])
        one, two, three, four = map(int, np.random.SeedSequence(seed).generate_state(4, np.uint64))
        return cls(plan, policy, following(policy), objective, replications, (one, two, three, four))

    @property
    def random(self) -> np.random.Generator:
        """The chance of the search itself."""
        return np.random.default_rng(self.seeds[0])

    def futures(self, which: int, orders: int, count: int) -> Futures | PlainFutures:
        """Return futures of their own for each use."""
        draws = make_draws(self.plan, self.seeds[which])
        if self.jobs is not None:
            return PlainFutures(self.jobs, draws, self.objective, count)
        return Futures(draws, self.policy, self.objective, count, orders)

    def found(self, schedules: int, spending: Spending) -> Found:
        """Search."""
        jobs, random = self.jobs, self.random
        futures = self.futures(1, schedules, self.replications)
        if jobs is None:
            return self._by_trying(futures, [], schedules, spending, random)
        if futures.count == 1 and isinstance(self.objective, Makespan):
            return _in_days(_by_passes(jobs, schedules, spending, random))
        some = int(_BY_PASSES * schedules)
        likely = _by_passes(jobs, some, spending.part(some), random).best if some > 1 else []
        likely = likely[: kept_for(schedules) // 2]
        return self._by_trying(futures, [each.order for each in likely], schedules, spending, random)

    def _by_trying(
        self,
        futures: Trials,
        likely: list[Ints],
        schedules: int,
        spending: Spending,
        random: np.random.Generator,
    ) -> Found:
        breeder = FutureBreeder(futures, [self.order, *likely], spending, random)
        return evolve(breeder, kept_for(schedules), spending, random)

    @cached_property
    def order(self) -> Ints:
        """The order of the portfolio as it was given, as far as it does not depend on the run."""
        return np.argsort(ranks(self.plan, self.given, np.zeros(self.plan.n_tasks, np.uint32)))

    @cached_property
    def jobs(self) -> Jobs | None:
        """The work as jobs of pools, by planned durations; None if it is more, or people can be held."""
        if self.policy.reserve_after is not None or any(differences(self.plan, self.policy)):
            return None
        return jobs_of(self.plan, self.plan.planned.duration)

    def chosen(self, found: Found) -> tuple[Ints, float]:
        """Return the best order in other futures than those of the search, and what it cost in these.

        The order as given is among those that may be chosen.
        """
        seen = self.futures(1, 1, self.replications)
        given = Candidate(float(seen.costs(self.order).mean()), self.order, self.order, self.order[:0])
        finalists = [*found.best[:_FINALISTS], given]
        futures = self.futures(2, len(finalists), _CHOICE * self.replications)
        best = min(finalists, key=lambda each: float(futures.costs(each.order).mean()))
        return best.order, best.cost

    def evidence(self, order: Ints, expected: float) -> Evidence:
        """Return what an order is worth in futures that had no part in its choice."""
        if self.jobs is not None and not isinstance(self.given.priority, Random | FIFO | Dynamic):
            fresh = self.futures(3, 2, self.fresh)
            before, after = fresh.costs(self.order), fresh.costs(order)
        else:
            before = self._costs(dataclasses.replace(self.plan.given, policy=self.given))
            after = self._costs(with_order(self.plan, self.policy, order))
        return Evidence(Mean.of(before), Mean.of(after), Mean.of(before, after), expected)

    @cached_property
    def fresh(self) -> int:
        """How many futures tell what an order is worth: one, if they are all alike."""
        certain = is_certain(make_draws(self.plan, self.seeds[3]), self.replications)
        return 1 if certain else _FRESH * self.replications

    def _costs(self, portfolio: Portfolio) -> Floats:
        kept = simulate(portfolio, replications=self.fresh, seed=self.seeds[3], progress=False).kept
        finishes = finishes_of(kept)
        return self.objective.costs(finishes.ticks, finishes.plan)


def _by_passes(jobs: Jobs, schedules: int, spending: Spending, random: np.random.Generator) -> Found:
    """Search lists of jobs by passes from both ends, the forward ones parallel, as the engine serves work."""
    passes = Passes(jobs)
    breeder = PassBreeder(passes, passes.parallel, spending, random)
    return evolve(breeder, kept_for(schedules), spending, random)


def _in_days(found: Found) -> Found:
    """Return what passes over ticks have found, in days."""
    best = [each._replace(cost=each.cost / TICKS_PER_DAY) for each in found.best]
    history = [(tried, cost / TICKS_PER_DAY) for tried, cost in found.history]
    return found._replace(best=best, history=history)
