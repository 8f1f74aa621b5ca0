"""The search for a schedule: dates before which work does not begin, so that all of it ends sooner.

``schedule(portfolio, schedules=1_000, seed=None, progress="auto", *, policy=None, seconds=None)`` returns a
`SearchResult`. The work must be fixed and plain: durations known for certain, whole people of pools that do
nothing else, links from finish to start. What is more than that is for `capsim.optimize.sequence`.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem
from capsim.facade import simulate
from capsim.forecast.finishes import finishes_of
from capsim.optimize.asking import check_search, seed_of
from capsim.optimize.evolution import Found, Spending, evolve, kept_for
from capsim.optimize.jobs import Jobs, Passes, differences, jobs_of
from capsim.optimize.objectives import Makespan
from capsim.optimize.passes import PassBreeder
from capsim.optimize.results import Evidence, Mean, SearchResult, history_of
from capsim.optimize.writing import following, with_dates
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from capsim.plan.plan import Plan
from capsim.running.progress import Progress, reporter

__all__ = ["schedule"]

Ints = npt.NDArray[np.int64]


def schedule(
    portfolio: Portfolio,
    schedules: int = 1_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    policy: Policy | None = None,
    seconds: float | None = None,
) -> SearchResult:
    """Search for the schedule that ends soonest, and write it into the portfolio as priorities and dates.

    The work must be fixed and plain: durations known for certain in whole days, whole people of pools that do
    nothing else, links from finish to start. The same portfolio, seed and number give the same schedule.
    Ctrl-C returns the best one so far.

    Parameters
    ----------
    portfolio : Portfolio
    schedules : int
        How many schedules to make at most; each pass over the work counts, also those from the end.
    seed : int, optional
        From 0 to 2⁶⁴ − 1. Without one it is drawn and kept.
    progress : {"auto", True, False} or callable
        As in `capsim.simulate`, in schedules.
    policy : Policy, optional
        House rules other than the portfolio's own.
    seconds : float, optional
        Stop after so long with the best one so far.

    Returns
    -------
    SearchResult
        Its portfolio, simulated, follows the schedule to the day: a task that would begin before its turn has
        the date as its start.

    Raises
    ------
    InputError
        If an argument is none of these, or the work is more than that.

    Examples
    --------
    >>> import capsim as cs
    >>> work = [cs.Task(name, duration=days, skill="dev") for name, days in [("a", 2), ("b", 2), ("c", 3)]]
    >>> work.append(cs.Task("d", duration=3, skill="dev", after=["c"]))
    >>> team = [cs.Person("dev", "dev", count=2)]
    >>> shop, house = cs.Project("Shop", work), cs.Policy("Listed")
    >>> demo = cs.Portfolio("Demo", "2027-01-04", team, [shop], policy=house)
    >>> found = schedule(demo, schedules=20, seed=7)
    >>> found.before.value, found.after.value
    (8.0, 6.0)
    """
    check_search(portfolio, policy, schedules, "schedules", seed, progress, seconds)
    own_seed, house = seed_of(seed), policy or portfolio.policy
    plan = make_plan(portfolio)
    jobs = _in_days(plan, house, make_draws(plan, own_seed))
    with reporter(progress) as told:
        found = search_schedules(jobs, schedules, own_seed, Spending(schedules, seconds, told))
    best = found.best[0]
    written = with_dates(plan, following(house), best.start, _ready(jobs, best.start))
    before = _makespan(dataclasses.replace(portfolio, policy=house), own_seed)
    after = _makespan(written, own_seed)
    return SearchResult(
        portfolio=written,
        objective=Makespan(),
        evidence=Evidence(Mean.of(before), Mean.of(after), Mean.of(before, after), best.cost),
        tried=found.tried,
        history=history_of(found),
        partial=found.partial,
        seed=own_seed,
    )


def search_schedules(jobs: Jobs, schedules: int, seed: int, spending: Spending) -> Found:
    """Search schedules of jobs by passes from both ends, the forward ones serial.

    Parameters
    ----------
    jobs : Jobs
    schedules, seed : int
    spending : Spending

    Returns
    -------
    Found
    """
    random, passes = np.random.default_rng(seed), Passes(jobs)
    breeder = PassBreeder(passes, passes.serial, spending, random)
    return evolve(breeder, kept_for(schedules), spending, random)


def _in_days(plan: Plan, policy: Policy, draws: Draws) -> Jobs:
    """Return the jobs of a plan in working days."""
    problems = [*differences(plan, policy)]
    if draws.laws.drawn or draws.factor_laws.drawn:
        fix = "write one number for each, or search for an order with cs.optimize.sequence"
        problems.append(Problem("portfolio", "amounts that are left to chance", fix=fix))
    if problems:
        raise InputError(problems)
    duration = draws.block(0, 1).duration[0]
    for label in np.array(plan.task_labels)[duration % TICKS_PER_DAY > 0]:
        fix = "round it: dates are days"
        problems.append(
            Problem(f"Task {str(label)!r}", "a duration that is no whole number of days", fix=fix)
        )
    if problems:
        raise InputError(problems)
    jobs = jobs_of(plan, duration)
    days = {name: -(-getattr(jobs, name) // TICKS_PER_DAY) for name in ("duration", "release")}
    return dataclasses.replace(jobs, **days)


def _ready(jobs: Jobs, start: Ints) -> Ints:
    """Return when each job could begin if there were people, those before it beginning when they do."""
    ends = start + jobs.duration
    before = (jobs.before.of(job) for job in range(jobs.number))
    return np.array(
        [ends[rows].max(initial=soonest) for rows, soonest in zip(before, jobs.release, strict=True)],
        np.int64,
    )


def _makespan(portfolio: Portfolio, seed: int) -> npt.NDArray[np.float64]:
    """Return the working days that the engine needs, the only future there is."""
    forecast = simulate(portfolio, replications=1, seed=seed, progress=False)
    kept = forecast.kept
    assert isinstance(kept, Runs)
    return Makespan().costs(finishes_of(kept).ticks, kept.plan)
