"""The tasks of a plan with what they wait for, and how often each decides."""

from __future__ import annotations

import pandas as pd

from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.forecast.critical import criticality_frame
from capsim.forecast.facts import Facts

__all__ = ["network_frame"]


def network_frame(facts: Facts, project: str | None) -> pd.DataFrame:
    """Return columns as in `Forecast.network`."""
    plan = facts.plan
    known = list(plan.project_names)
    if project is not None and project not in known:
        fix = did_you_mean(str(project), known)
        raise InputError([Problem("network, project", "no such project", project, fix)])
    links = zip(plan.link_before.tolist(), plan.link_after.tolist(), strict=True)
    inside = dict.fromkeys(
        (before, after) for before, after in links if plan.task_project[before] == plan.task_project[after]
    )
    waits = pd.DataFrame(
        {
            "project": texts(plan.project_names[plan.task_project[after]] for _, after in inside),
            "task": texts(plan.task_names[after] for _, after in inside),
            "after": texts(plan.task_names[before] for before, _ in inside),
        }
    )
    shares = criticality_frame(facts)[["project", "task", "critical", "on_chain"]]
    frame = shares.merge(waits, on=["project", "task"], how="left")
    frame = frame[["project", "task", "after", "critical", "on_chain"]].fillna({"after": ""})
    if project is not None:
        frame = frame[frame["project"] == project].reset_index(drop=True)
    return frame
