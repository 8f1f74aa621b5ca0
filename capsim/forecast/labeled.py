"""A forecast as labeled arrays: one number for each future and project, or task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from capsim.errors import InputError, Problem
from capsim.forecast.dates import as_column, as_dates, shown_days
from capsim.forecast.facts import Facts
from capsim.forecast.streams import own_tasks

if TYPE_CHECKING:
    import xarray

__all__ = ["dataset_of"]

Variables = dict[str, tuple[tuple[str, ...], Any]]


def dataset_of(facts: Facts) -> xarray.Dataset:
    """Return what `Forecast.to_xarray` does."""
    try:
        import xarray
    except ImportError:
        fix = "pip install 'capsim[xarray]'"
        raise InputError([Problem("to_xarray", "xarray is not installed", fix=fix)]) from None
    variables, coordinates = _of_projects(facts)
    if facts.has_runs:
        more, labels = _of_tasks(facts)
        variables |= more
        coordinates |= labels
    portfolio = facts.plan.portfolio
    about = {"portfolio": portfolio.name, "start": str(portfolio.start), "seed": str(facts.kept.seed)}
    return xarray.Dataset(variables, coordinates, about)


def _of_projects(facts: Facts) -> tuple[Variables, Variables]:
    found, plan = facts.projects, facts.plan
    both = ("replication", "project")
    promised = found.promised & found.counted
    variables: Variables = {
        "finish": (both, as_dates(found.days, plan.start)),
        "goes_ahead": (both, found.counted),
        "on_time": (both, np.where(promised, found.on_time, np.nan)),
    }
    deadlines = as_column([project.deadline for project in plan.projects])
    coordinates: Variables = {
        "replication": (("replication",), np.arange(len(found.days))),
        "project": (("project",), np.array(plan.project_names, dtype=object)),
        "deadline": (("project",), deadlines),
    }
    return variables, coordinates


def _of_tasks(facts: Facts) -> tuple[Variables, Variables]:
    plan, shown, own = facts.plan, shown_days(facts.runs), own_tasks(facts.plan)
    both = ("replication", "task")
    variables: Variables = {
        f"task_{name}": (both, as_dates(days[:, own], plan.start)) for name, days in shown._asdict().items()
    }
    projects = [plan.project_names[plan.task_project[task]] for task in own]
    tasks = [plan.task_names[task] for task in own]
    names = [f"{project}: {task}" for project, task in zip(projects, tasks, strict=True)]
    coordinates: Variables = {
        "task": (("task",), np.array(names, dtype=object)),
        "task_name": (("task",), np.array(tasks, dtype=object)),
        "task_project": (("task",), np.array(projects, dtype=object)),
    }
    return variables, coordinates
