"""How much of a plan is uncertain, and how much of that was assumed."""

from __future__ import annotations

from typing import NamedTuple

from capsim.domain.policy import Policy, Random
from capsim.domain.uncertainty import Ranges, Spread
from capsim.plan.estimates import estimates_of, spread_of
from capsim.plan.fates import are_uncertain
from capsim.plan.plan import Plan
from capsim.plan.scopes import Scopes
from capsim.plan.surprises import Surprises

__all__ = ["EstimateCount", "count_estimates", "estimates_told", "is_certain"]


class EstimateCount(NamedTuple):
    """How many estimates a plan has, and where their ranges come from.

    Attributes
    ----------
    total : int
        Efforts and durations of the work that takes part; all items of a stream are one estimate.
    ranged : int
        Those given as a range.
    assumed : int
        Those given as one number, whose range comes from the setting ``ranges``.
    """

    total: int
    ranged: int
    assumed: int


def count_estimates(plan: Plan) -> EstimateCount:
    """Count the estimates of a plan.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    EstimateCount

    Examples
    --------
    >>> import capsim as cs
    >>> from capsim.plan.build import make_plan
    >>> work = [cs.Task("design", effort=5, skill="design"), cs.Task("wait", duration=cs.PERT(1, 2, 4))]
    >>> portfolio = cs.Portfolio(
    ...     "Demo", "2027-01-04", [cs.Person("Ada", "design")], [cs.Project("Shop", work)], ranges="usual"
    ... )
    >>> count_estimates(make_plan(portfolio))
    EstimateCount(total=2, ranged=1, assumed=1)
    """
    further = _further_items(plan)
    estimates = [each for each in estimates_of(plan) if (each.project.name, each.task.name) not in further]
    ranged = sum(not each.law.is_fixed for each in estimates)
    assumed = sum(spread_of(plan.portfolio.ranges, each) is not None for each in estimates)
    return EstimateCount(len(estimates), ranged, assumed)


def _further_items(plan: Plan) -> frozenset[tuple[str, str]]:
    """Return project and name of the items of streams that are not the first: they say the same once more."""
    return frozenset(
        (plan.project_names[plan.task_project[task]], plan.task_names[task])
        for planned in plan.streams
        for task in range(planned.first_task + 1, planned.tasks.stop)
    )


def estimates_told(count: EstimateCount, ranges: Ranges) -> str:
    """Tell how many estimates have an assumed range, which, and how to give real ones.

    Parameters
    ----------
    count : EstimateCount
    ranges : Ranges
        Those assumed.

    Returns
    -------
    str

    Examples
    --------
    >>> from capsim.domain.uncertainty import Ranges
    >>> print(estimates_told(EstimateCount(340, 28, 312), Ranges.usual()))
    312 of 340 estimates have an assumed range (ranges: usual, −15 % to +40 %), 28 their own; to give your own, fill low and high
    >>> estimates_told(EstimateCount(160, 152, 0), Ranges())
    '0 of 160 estimates have an assumed range, 152 their own, 8 none'
    """  # noqa: E501
    single = count.total - count.ranged - count.assumed
    rest = f", {single:,} none" if single else ""
    which, fix = "", ""
    if count.assumed:
        which = f" (ranges: {_ranges_told(ranges)})"
        fix = "; to give your own, fill low and high"
    assumed = f"{count.assumed:,} of {count.total:,} estimates have an assumed range{which}"
    return f"{assumed}, {count.ranged:,} their own{rest}{fix}"


def _ranges_told(ranges: Ranges) -> str:
    """Write which ranges are assumed, as P10 and P90 against the estimate."""
    words = [] if ranges.default is None else [_spread_told(ranges.default)]
    if ranges == Ranges.usual():
        words.insert(0, "usual")
    words += ["by tag"] * bool(ranges.by_tag) + ["by skill"] * bool(ranges.by_skill)
    return ", ".join(words)


def _spread_told(spread: Spread) -> str:
    low, high = (f"{100 * (factor - 1):+.0f} %".replace("-", "−") for factor in (spread.low, spread.high))
    return f"{low} to {high}"


def is_certain(plan: Plan, policy: Policy) -> bool:
    """Return whether a run leaves nothing to chance, so that its answer is a schedule and has no odds.

    Parameters
    ----------
    plan : Plan
    policy : Policy

    Returns
    -------
    bool
    """
    count = count_estimates(plan)
    if count.ranged or count.assumed or isinstance(policy.priority, Random):
        return False
    if any(0 < probability < 1 for probability in plan.project_probability):
        return False
    if _happening_is_drawn(plan) or are_uncertain(plan.portfolio):
        return False
    drivers = [driver for driver in plan.portfolio.drivers if not driver.factor.is_fixed]
    estimates, scopes = list(estimates_of(plan)), Scopes(plan.portfolio)
    if any(len(scopes.within(driver.scope, estimates)) for driver in drivers):
        return False
    return not Surprises.of(plan, estimates).are_uncertain


def _happening_is_drawn(plan: Plan) -> bool:
    """Return whether it is left to chance which work there is, or from when on (rule D6)."""
    stops = any(0 < probability < 1 for probability in plan.gate_probability)
    waits = any(0 < each.stage.probability < 1 or not each.stage.time.is_fixed for each in plan.stages)
    laws = (law for each in plan.streams for law in (each.stream.items, each.stream.done_per_week))
    comes = any(each.arriving for each in plan.streams) or any(law and not law.is_fixed for law in laws)
    return stops or waits or comes or bool(plan.branches)
