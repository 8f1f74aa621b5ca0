"""What limits and freezes do to work (rule R12): how long it waits, and what never begins for them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from capsim.clock import ABSENT, NEVER
from capsim.engines.runs import Cause, Runs, cause_of

__all__ = ["barred_at_the_end", "frozen_at_the_end", "frozen_for", "limited_for"]

Bools = npt.NDArray[np.bool_]


def frozen_at_the_end(runs: Runs) -> Bools:
    """Return which projects are frozen at the horizon, by dates or by a process: (replications, projects)."""
    plan = runs.plan
    frozen = np.zeros((runs.replications, plan.n_projects), dtype=np.bool_)
    for_good = runs.frozen.until == NEVER
    frozen[runs.frozen.replication[for_good], runs.frozen.project[for_good]] = True
    for project, spans in enumerate(plan.freeze_spans):
        frozen[:, project] |= any(first <= plan.horizon_tick < last for first, last in spans)
    return frozen


def barred_at_the_end(runs: Runs, task: int) -> Iterator[tuple[str, Bools]]:
    """Tell which limits on projects in progress bar a task at the horizon.

    Parameters
    ----------
    runs : Runs
    task : int

    Yields
    ------
    words : str
        Such as ``"a project in progress to end: at most 3 at once (wip_limit)"``.
    where : ndarray of bool, (replications,)
    """
    plan, policy = runs.plan, runs.policy
    if not policy.has_wip_limit:
        return
    project = int(plan.task_project[task])
    busy = _in_progress(runs)
    open_ = ~busy[:, project]
    if policy.wip_limit is not None:
        yield _place(policy.wip_limit, "wip_limit"), open_ & (busy.sum(axis=1) >= policy.wip_limit)
    team = plan.project_teams[project]
    most = dict(policy.team_wip_limits).get(team or "")
    if most is not None:
        mine = [number for number, each in enumerate(plan.project_teams) if each == team]
        yield _place(most, f"limit of {team}"), open_ & (busy[:, mine].sum(axis=1) >= most)


def _place(most: int, limit: str) -> str:
    return f"a project in progress to end: at most {most} at once ({limit})"


def _in_progress(runs: Runs) -> Bools:
    """Return which projects have begun and not ended at the horizon: (replications, projects)."""
    plan = runs.plan
    staffed = np.diff(plan.task_first_need) > 0
    begun = (runs.start != NEVER) & (runs.start != ABSENT) & staffed
    open_ = runs.finish == NEVER
    busy = np.zeros((runs.replications, plan.n_projects), dtype=np.bool_)
    for project in range(plan.n_projects):
        tasks = slice(*plan.project_first_task[project : project + 2].tolist())
        busy[:, project] = begun[:, tasks].any(axis=1) & open_[:, tasks].any(axis=1)
    return busy


def frozen_for(runs: Runs, task: int) -> int:
    """Return how long a task waits, in ticks, until the last freeze of its project before its start ends.

    What waits for a limit that opens later is charged to that (rule R17).

    Parameters
    ----------
    runs : Runs
        One replication, in which the task starts.
    task : int
    """
    if limited_for(runs, task):
        return 0
    ready, start = int(runs.ready[0, task]), int(runs.start[0, task])
    project = int(runs.plan.task_project[task])
    ends = [
        *runs.frozen.until[runs.frozen.project == project].tolist(),
        *(last for _, last in runs.plan.freeze_spans[project]),
    ]
    return int(max([ready, *(end for end in ends if end <= start)])) - ready


def limited_for(runs: Runs, task: int) -> int:
    """Return how long a task waits, in ticks, that starts as soon as a limit on projects lets it; else 0."""
    if cause_of(runs.start_driver[0, task])[0] not in (Cause.LIMIT, Cause.REACTION):
        return 0
    return int(runs.start[0, task] - runs.ready[0, task])
