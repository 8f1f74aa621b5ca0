"""Deadlines that the work alone misses, before anybody is waited for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, days_to_ticks
from capsim.domain.distributions import Distribution
from capsim.domain.findings import Finding
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import Spread
from capsim.domain.words import place_of_project, place_of_task, plural, some
from capsim.errors import Problem
from capsim.forecast.dates import month_of
from capsim.plan.estimates import Estimate, estimates_of, spread_of
from capsim.plan.hazards import Hazard, hazards_of
from capsim.plan.network import critical_path, make_network
from capsim.plan.plan import NO_DATE, Plan

__all__ = ["deadlines_out_of_reach"]

Ints = npt.NDArray[np.int64]

_LOWEST: Final = 0.01
"""Which quantile stands for the lowest of an estimate that has no lowest."""
_LOW_SD: Final = 2.3263478740408408 / (2 * 1.2815515655446004)
"""The distance from median to P1, in distances from P10 to P90, of a normal law."""


def deadlines_out_of_reach(plan: Plan) -> Iterator[Finding]:
    """Find deadlines that are missed even if nobody is ever waited for.

    Every task takes its most and fastest people at once (critical path without limits on people). What is
    late with the lowest estimates is sure, what is late with the estimates as they stand is likely.

    Parameters
    ----------
    plan : Plan
    """
    promised = [each for each in _promises(plan) if each.deadline >= plan.start]
    if not promised:
        return
    network = make_network(
        plan.task_project, plan.link_before, plan.link_after, plan.link_kind, plan.link_lag
    )
    finish = critical_path(network, _release(plan), _durations(plan)).ef
    missed = [
        (each, planned, lowest)
        for each in promised
        for planned, lowest in [[_day_of(plan, int(row[each.tasks].max())) for row in finish]]
        if planned > each.deadline
    ]
    for each, planned, lowest in sorted(missed, key=lambda miss: miss[0].deadline - miss[1]):
        yield _finding(each, planned, lowest)


class _Promise(NamedTuple):
    """A deadline: its place in messages, the date, its tasks, and where they are in the plan."""

    place: str
    deadline: date
    work: Sequence[Task]
    tasks: slice


def _promises(plan: Plan) -> Iterator[_Promise]:
    """Return the deadlines of projects with work, each before those of its tasks."""
    for index, project in enumerate(plan.projects):
        first, after = (int(place) for place in plan.project_first_task[index : index + 2])
        if project.deadline is not None and after > first:
            yield _Promise(place_of_project(project), project.deadline, project.tasks, slice(first, after))
        yield from _task_promises(project, first)


def _task_promises(project: Project, first: int) -> Iterator[_Promise]:
    dated: list[tuple[int, Task]] = [
        (first + place, task) for place, task in enumerate(project.tasks) if task.deadline is not None
    ]
    for place, task in dated:
        if task.deadline is not None:
            yield _Promise(place_of_task(project, task), task.deadline, (task,), slice(place, place + 1))


def _finding(promise: _Promise, planned: date, lowest: date) -> Finding:
    what, fix = _planned_later(promise) or _too_much(promise, planned, lowest)
    problem = Problem(promise.place, what, fix=fix, severity="warning")
    return Finding("deadlines out of reach", problem, promise.place)


def _planned_later(promise: _Promise) -> tuple[str, str] | None:
    """Tell what is planned, by its own dates, for periods after the deadline; None where nothing is."""
    late = [
        (task.start, need.label)
        for task in promise.work
        if task.start is not None and task.end is not None and task.start > promise.deadline
        for need in task.needs
    ]
    if not late:
        return None
    months = some(dict.fromkeys(month_of(start) for start, _ in sorted(late)), most=3)
    roles = some(dict.fromkeys(role for _, role in late), most=3)
    what = (
        f"the deadline {promise.deadline} cannot be kept: the plan itself has work for {roles} in {months}, "
        "after it"
    )
    return what, "plan that work earlier, agree on a later date, or leave it out"


def _too_much(promise: _Promise, planned: date, lowest: date) -> tuple[str, str]:
    """Tell how long the work takes at the least."""
    is_sure = lowest > promise.deadline
    by = lowest if is_sure else planned
    how = "even with the lowest estimates" if is_sure else "with the estimates as they stand"
    said = "cannot be kept" if is_sure else "is unlikely to be kept"
    late = plural((by - promise.deadline).days, "day")
    what = (
        f"the deadline {promise.deadline} {said}: {how}, and everybody free at once, "
        f"the work takes until {by}, {late} longer"
    )
    return what, "agree on a later date, leave work out, or do more of it at the same time"


def _day_of(plan: Plan, working_ticks: int) -> date:
    """Return the day on which so many working ticks of the portfolio calendar are over."""
    days = int(np.searchsorted(plan.worked * TICKS_PER_DAY, working_ticks))
    return plan.start + timedelta(days=max(0, min(days, plan.n_days) - 1))


# ---------------------------------------------------------------- as short as can be


def _release(plan: Plan) -> Ints:
    """Return the working ticks before the first day on which each task may begin."""
    first = np.maximum(plan.task_not_before, plan.project_start[plan.task_project])
    days = np.minimum(first // TICKS_PER_DAY, plan.n_days)
    before: Ints = plan.worked[days] * TICKS_PER_DAY
    return before


def _durations(plan: Plan) -> Ints:
    """Return working ticks ``(2, tasks)``: with estimates as they stand, and with the lowest."""
    paces = _paces(plan)
    luck = math.prod(min(1.0, _lowest(driver.factor)) for driver in plan.portfolio.drivers)
    luck *= math.prod(map(_best, hazards_of(plan.portfolio)))
    found = np.zeros((2, plan.n_tasks), np.int64)
    for each in estimates_of(plan):
        at = each.column if each.need is None else int(plan.need_task[each.column])
        pace = 1.0 if each.need is None else float(paces[each.column])
        for row, days in enumerate((each.law.mean(), luck * _low_days(plan, each))):
            found[row, at] = max(found[row, at], days_to_ticks(days / pace))
    return found


def _best(hazard: Hazard) -> float:
    """Return the lowest factor that a risk may have on work."""
    if hazard.impact.effort is None:
        return 1.0
    more = _lowest(hazard.impact.effort) - 1
    return max(0.0, min(1.0, *(1 + terms.left * more for terms in hazard.terms)))


def _low_days(plan: Plan, estimate: Estimate) -> float:
    spread = spread_of(plan.portfolio.ranges, estimate)
    low = _lowest(estimate.law)
    return low if spread is None else low * _lowest_factor(spread)


def _lowest(law: Distribution) -> float:
    """Return the smallest that a law can give; where that is nothing, what 99 of 100 are above."""
    low = law.support()[0]
    return low if low > 0 or law.is_fixed else law.quantile(_LOWEST)


def _lowest_factor(spread: Spread) -> float:
    """Return P1 of an assumed range, which is log-normal."""
    return math.sqrt(spread.low * spread.high) * math.pow(spread.low / spread.high, _LOW_SD)


def _paces(plan: Plan) -> npt.NDArray[np.float64]:
    """Return per need how many days of effort its fastest team does on a good day.

    To planned work people give all that they have (rule R8).
    """
    best_day = plan.capacity.max(axis=1, initial=0)[plan.capacity_row] / TICKS_PER_DAY
    ranked = [_ranked(plan, kind, best_day) for kind in range(len(plan.kind_labels))]
    paces = np.ones(plan.n_needs)
    shares = np.where(plan.need_planned_end == NO_DATE, plan.need_allocation, 1000)
    for need, (kind, most, share) in enumerate(zip(plan.need_kind, plan.need_most, shares, strict=True)):
        paces[need] = ranked[kind][min(most, len(ranked[kind]) - 1)] * share / 1000 or 1.0
    return paces


def _ranked(plan: Plan, kind: int, best_day: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the pace of the fastest 0, 1, 2 ... people who ever serve a kind of need."""
    speeds: dict[int, int] = {}
    for offers in plan.offers:
        for person, speed in offers[kind].items():
            speeds[person] = max(speeds.get(person, 0), speed)
    each = sorted((speed / 1000 * best_day[person] for person, speed in speeds.items()), reverse=True)
    return np.cumsum([0.0, *each])
