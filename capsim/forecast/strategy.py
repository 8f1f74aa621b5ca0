"""What the portfolio is for: objectives, the projects that serve them, and what comes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import STOPPED, TICKS_PER_DAY, end_of_day
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.strategy import shares_of_objectives, weights_of
from capsim.engines.runs import Runs
from capsim.forecast.absent import seats_present
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.questions import checked_group
from capsim.forecast.usage import capacity_to_come
from capsim.metrics.delivery import Odds, odds
from capsim.metrics.spans import Path, cut
from capsim.metrics.utilization import stop_ticks
from capsim.plan.plan import Plan

__all__ = ["achieved_frame", "objectives_frame", "person_days_of_projects", "value_frame"]

_GROUPINGS = ("objective", "project")
_UNIT = TICKS_PER_DAY * TICKS_PER_DAY * 1_000  # ticks of capacity, ticks of the day, thousandths


def objectives_frame(portfolio: Portfolio) -> pd.DataFrame:
    """Return the objectives of a portfolio; columns as in `Portfolio.objectives`."""
    weights = weights_of(portfolio)
    projects = [project for project in portfolio.projects if project.takes_part]
    shares = {project.name: shares_of_objectives(project) for project in projects}
    effort = {project.name: _planned_effort(project) for project in projects}
    days = {
        name: math.fsum(effort[each.name] * shares[each.name].get(name, 0.0) for each in projects)
        for name in weights
    }
    all_days = math.fsum(effort.values())
    serving = {name: [each for each in projects if each.score(name) > 0] for name in weights}
    frame = pd.DataFrame(
        {
            "objective": texts(weights),
            "weight": np.array(list(weights.values()), dtype=np.float64),
            "projects": np.array([len(serving[name]) for name in weights], dtype=np.int64),
            "score": np.array(
                [math.fsum(each.score(name) for each in serving[name]) for name in weights], dtype=np.float64
            ),
            "effort_days": np.array(list(days.values()), dtype=np.float64),
            "effort_share": np.array(
                [each / all_days if all_days else math.nan for each in days.values()], dtype=np.float64
            ),
        }
    )
    frame.attrs["coverage"] = math.fsum(weight for name, weight in weights.items() if serving[name])
    frame.attrs["orphans"] = tuple(project.name for project in projects if not shares[project.name])
    return frame


def _planned_effort(project: Project) -> float:
    """Return the mean effort of a project in person-days; elapsed work has none."""
    needs = (need for task in project.tasks for need in task.needs)
    return math.fsum(need.effort.mean() for need in needs if need.effort is not None)


def achieved_frame(facts: Facts, by: str) -> pd.DataFrame:
    """Return what comes of the objectives; columns as in `Forecast.objectives`."""
    key = checked_group("objectives", by, _GROUPINGS)
    plan = facts.plan
    chance = np.nan_to_num(_delivered(facts).probability)  # what never goes ahead brings nothing
    ahead = facts.projects.goes_ahead.sum(axis=0) / max(len(facts.projects.ticks), 1)
    days = person_days_of_projects(facts.runs)
    weights = weights_of(plan.portfolio)
    listed = plan.projects
    shares = [shares_of_objectives(project) for project in listed]
    found = [
        (name, weights[name], project, index, shares[index].get(name, 0.0))
        for name in weights
        for index, project in enumerate(listed)
        if project.score(name) > 0
    ]
    places = np.array([index for *_, index, _ in found], dtype=np.int64)
    share = np.array([each for *_, each in found], dtype=np.float64)
    value = np.array([_value(project) for _, _, project, _, _ in found], np.float64)
    frame = pd.DataFrame(
        {
            "objective": texts(name for name, *_ in found),
            "weight": np.array([weight for _, weight, *_ in found], dtype=np.float64),
            "project": texts(project.name for _, _, project, _, _ in found),
            "score": np.array([project.score(name) for name, _, project, _, _ in found], dtype=np.float64),
            "share": share,
            "going_ahead": ahead[places],
            "probability": chance[places],
            "value": value * share,
            "expected_value": value * share * ahead[places] * chance[places],
            "busy_days": days[places] * share,
        }
    )
    return frame if key == "project" else _by_objective(frame, weights)


def value_frame(facts: Facts) -> pd.DataFrame:
    """Return value and odds of each project; columns as in `Forecast.values`."""
    outcomes, projects = facts.projects, facts.plan.projects
    ahead = outcomes.goes_ahead.sum(axis=0) / max(len(outcomes.ticks), 1)
    delivered = _delivered(facts)
    value = np.array([_value(project) for project in projects], dtype=np.float64)
    frame = pd.DataFrame(
        {
            "project": texts(project.name for project in projects),
            "value": value,
            "going_ahead": ahead,
            "probability": delivered.probability,
            "low": delivered.low,
            "high": delivered.high,
            "expected_value": value * ahead * delivered.probability,
        }
    )
    return frame.iloc[facts.own_projects].reset_index(drop=True)


def _value(project: Project) -> float:
    """Return what a project is said to be worth: its value, else what its benefits bring in in the mean."""
    if project.value is not None:
        return project.value
    brought = [benefit.total * benefit.factor.mean() for benefit in project.benefits]
    return math.fsum(brought) if brought else math.nan


def _delivered(facts: Facts) -> Odds:
    """Return how likely each project that goes ahead is delivered: by its deadline, and inside its window."""
    outcomes = facts.projects
    last = np.minimum(np.where(outcomes.promised, outcomes.deadline, STOPPED - 1), _windows(facts.plan))
    found = odds(outcomes.goes_ahead & (outcomes.ticks <= last), outcomes.goes_ahead, facts.batch)
    return Odds(*[found.probability] * 3) if facts.is_schedule else found


def _windows(plan: Plan) -> npt.NDArray[np.int64]:
    """Return the last tick at which each project still brings something in."""
    ends = (project.window_end for project in plan.projects)
    last = [STOPPED - 1 if end is None else end_of_day(end, plan.start) for end in ends]
    return np.array(last, dtype=np.int64)


def _by_objective(frame: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Add up the projects of each objective; one that nobody serves is there too."""
    groups = {name: frame[frame["objective"] == name] for name in weights}
    total = frame["busy_days"].sum()
    return pd.DataFrame(
        {
            "objective": texts(weights),
            "weight": np.array(list(weights.values()), dtype=np.float64),
            "projects": np.array([len(rows) for rows in groups.values()], dtype=np.int64),
            "value": np.array([rows["value"].sum() for rows in groups.values()], dtype=np.float64),
            "expected_value": np.array(
                [rows["expected_value"].sum() for rows in groups.values()], dtype=np.float64
            ),
            "busy_days": np.array([rows["busy_days"].sum() for rows in groups.values()], dtype=np.float64),
            "busy_share": np.array(
                [rows["busy_days"].sum() / total if total else math.nan for rows in groups.values()],
                dtype=np.float64,
            ),
        }
    )


def person_days_of_projects(runs: Runs) -> npt.NDArray[np.float64]:
    """Return the mean time that people are busy on each project, in person-days.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    ndarray of float64, (projects,)
    """
    plan = runs.plan
    stop = stop_ticks(runs.ends, plan.horizon_tick)
    last = int(stop.max(initial=0))
    spans, project = seats_present(runs, 0, runs.replications)
    span, _, start, end = cut(spans, np.array([0, last]), stop)
    path = Path(capacity_to_come(plan)[:, : last // TICKS_PER_DAY + 1])
    amount = path.between(spans.person[span], start, end) * spans.weight[span]
    busy = np.bincount(project[span], weights=amount, minlength=plan.n_projects)
    return np.asarray(busy / (_UNIT * max(runs.replications, 1)))
