"""Which tasks decide the dates: criticality without limits on people and by drivers, and where paths meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.forecast.chains import chains_of
from capsim.forecast.columns import texts
from capsim.forecast.facts import Facts
from capsim.forecast.streams import own_tasks
from capsim.forecast.unlimited import Unlimited
from capsim.metrics import odds, ratio_error
from capsim.metrics.criticality import cruciality, sensitivity, significance
from capsim.plan.network import Network

__all__ = ["criticality_frame", "merge_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def criticality_frame(facts: Facts) -> pd.DataFrame:
    """Return columns as in `Forecast.criticality`."""
    unlimited, plan = facts.unlimited, facts.plan
    chains, batch, certain = chains_of(facts.runs), facts.batch, facts.is_schedule
    parts = []
    for project in range(plan.n_projects):
        tasks = unlimited.tasks_of(project)
        counted = unlimited.counted[:, project]
        length, critical = unlimited.length[:, tasks], unlimited.critical[:, tasks]
        whole = unlimited.whole(project)
        parts.append(
            {
                **_shares("critical", critical, counted, batch, certain=certain),
                **_shares(
                    "on_chain", chains.passes[:, tasks], chains.counted[:, project], batch, certain=certain
                ),
                **_pair(
                    "significance", significance(length, unlimited.slack[:, tasks], whole, counted, batch)
                ),
                **_pair("sensitivity", sensitivity(critical, length, whole, counted, batch)),
                **cruciality(length, whole, counted)._asdict(),
            }
        )
    own = own_tasks(plan)
    columns = (
        {name: np.concatenate([part[name] for part in parts])[own] for name in parts[0]} if parts else {}
    )
    frame = pd.DataFrame(
        {
            "project": texts(plan.project_names[plan.task_project[task]] for task in own),
            "task": texts(plan.task_names[task] for task in own),
            **columns,
        }
    )
    frame.attrs["about"] = "critical: without limits on people; on_chain: schedule"
    return frame


def _shares(
    name: str, hit: Bools, counted: Bools, batch: int, *, certain: bool
) -> dict[str, Floats]:  # fmt: skip
    share = odds(hit, np.broadcast_to(counted[:, np.newaxis], hit.shape), batch)
    low, high = (share.probability, share.probability) if certain else (share.low, share.high)
    return {name: share.probability, f"{name}_low": low, f"{name}_high": high}


def _pair(name: str, found: tuple[Floats, Floats]) -> dict[str, Floats]:
    return {name: found[0], f"{name}_error": found[1]}


# ---------------------------------------------------------------- where paths meet


class _Meeting(NamedTuple):
    """Paths that meet at the start of a task, or at the end of a project.

    Attributes
    ----------
    project : int
    task : str or None
        None for the end of the project.
    ends : ndarray of int64, (replications, paths)
        When each path gets there, in working ticks.
    """

    project: int
    task: str | None
    ends: Ints


def merge_frame(facts: Facts) -> pd.DataFrame:
    """Return columns as in `Forecast.merge_bias`."""
    unlimited = facts.unlimited
    found = list(_meetings(facts.futures.network, unlimited))
    rows = [_biased(meeting, unlimited.counted[:, meeting.project], facts.batch) for meeting in found]
    numbers = np.array(rows, dtype=np.float64).reshape(-1, 4)
    frame = pd.DataFrame(
        {
            "project": texts(unlimited.plan.project_names[each.project] for each in found),
            "task": texts(each.task for each in found),
            "paths": np.array([each.ends.shape[1] for each in found], dtype=np.int64),
            "latest_mean": numbers[:, 0],
            "mean": numbers[:, 1],
            "bias_days": numbers[:, 2],
            "error": numbers[:, 3],
        }
    )
    return frame.sort_values("bias_days", ascending=False, kind="stable", ignore_index=True)


def _meetings(network: Network, unlimited: Unlimited) -> Iterator[_Meeting]:
    """Find the tasks that wait for several others, and the projects with several last tasks."""
    plan = unlimited.plan
    own = own_tasks(plan).tolist()
    for task in own:
        causes = network.incoming[2 * task]
        if len(causes) > 1:
            ends = np.stack([_reached(unlimited, cause) + lag for cause, lag in causes], axis=1)
            yield _Meeting(int(plan.task_project[task]), plan.task_names[task], ends)
    last: dict[int, list[int]] = {}
    for task in own:
        if not network.outgoing[2 * task + 1]:
            last.setdefault(int(plan.task_project[task]), []).append(task)
    for project, tasks in last.items():
        if len(tasks) > 1:
            ends = np.where(unlimited.absent[:, tasks], 0, unlimited.early_finish[:, tasks])
            yield _Meeting(project, None, ends)


def _reached(unlimited: Unlimited, event: int) -> Ints:
    """Return when an event of the network happens; what is absent is not waited for."""
    cause, is_finish = divmod(event, 2)
    found = (unlimited.early_finish if is_finish else unlimited.early_start)[:, cause]
    return np.where(unlimited.absent[:, cause], 0, found)


def _biased(meeting: _Meeting, counted: Bools, batch: int) -> tuple[float, float, float, float]:
    """Return the mean of the path latest in the mean, that of the latest path, the bias, its error."""
    weight = counted.astype(np.float64)
    days = meeting.ends / TICKS_PER_DAY * weight[:, np.newaxis]
    latest = days.max(axis=1)
    top = int(days.sum(axis=0).argmax())
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (days[:, top].sum() / weight.sum(), latest.sum() / weight.sum())
    error = float(ratio_error(latest - days[:, top], weight, batch))
    return float(means[0]), float(means[1]), float(means[1] - means[0]), error
