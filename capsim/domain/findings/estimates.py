"""Remarks on estimates: none has a range, all ranges are alike, nothing moves several together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.distributions import Distribution
from capsim.domain.findings.finding import Finding, about_all, all_tasks, on_tasks

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_estimates"]

_ENOUGH_TO_COMPARE = 5


def about_estimates(portfolio: Portfolio) -> Iterator[Finding]:
    """Find estimates that make a forecast too narrow, or none at all."""
    laws = _laws(portfolio)
    ranged = [law for law in laws.values() if not law.is_fixed]
    assumed = _assumes(portfolio) and len(ranged) < len(laws)
    if laws and not ranged and not assumed and not _shares(portfolio):
        yield about_all(
            "no ranges",
            "warning",
            "no estimate has a range: the answer is a schedule and shows no odds",
            "fill low and high beside the estimates, or set ranges to usual",
        )
    if len(ranged) >= _ENOUGH_TO_COMPARE and len({_shape(law) for law in ranged}) == 1:
        low, high = (100 * (end / ranged[0].mean() - 1) for end in _ends(ranged[0]))
        yield about_all(
            "ranges alike",
            "info",
            f"all {len(ranged):,} ranges are alike (P10 {low:+.0f} %, P90 {high:+.0f} % of the mean): they "
            "do not say which work is more uncertain",
            "ask those who do the work for a low and a high of their own",
        )
    if len(ranged) > 1 and not assumed and not portfolio.groups and not _shares(portfolio):
        yield about_all(
            "nothing shared",
            "warning",
            f"nothing is shared between the {len(ranged):,} estimates with a range: bad luck in one is made "
            "good by good luck in another, and the forecast is too narrow",
            "add a driver, a cause that makes much work longer at once, or a group of estimates that are "
            "wrong in the same direction",
        )
    yield from on_tasks(
        "people in a duration",
        "warning",
        [
            (project, task)
            for project, task in all_tasks(portfolio)
            if task.duration is not None and any(need.people[0] < need.people[1] for need in task.needs)
        ],
        "more people do not shorten a duration: only the fewest are taken",
        "give effort instead, or one number of people",
    )


def _laws(portfolio: Portfolio) -> dict[object, Distribution]:
    """Return the estimates, one for each that somebody made: the periods of a row of demand are one."""
    found: dict[object, Distribution] = {}
    for project, task in all_tasks(portfolio):
        if task.duration is not None:
            found[project.name, task.name] = task.duration
        for index, need in enumerate(task.needs):
            if need.effort is not None:
                dated = task.start is not None and task.end is not None
                key = (need.label, task.phase) if dated else (task.name, index)
                found[project.name, dated, key] = need.effort
    return found


def _shares(portfolio: Portfolio) -> bool:
    """Whether something is there that can make much work longer at once."""
    risks = (risk for risk in portfolio.risks if risk.probability is not None and risk.impact.is_known)
    return bool(portfolio.drivers) or any(risks)


def _assumes(portfolio: Portfolio) -> bool:
    ranges = portfolio.ranges
    return bool(ranges.default or ranges.by_skill or ranges.by_tag)


def _shape(law: Distribution) -> tuple[float, float]:
    """Return what is the same for two laws one of which is the other, times a number."""
    mean = law.mean() or 1.0
    return round(law.sd() / mean, 3), round(law.support()[0] / mean, 3)


def _ends(law: Distribution) -> tuple[float, float]:
    return law.quantile(0.1), law.quantile(0.9)
