"""Who delays whom: the waits for people on the way of each project, charged to whoever held them."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.engines.runs import Cause, Runs
from capsim.forecast.chainwaits import people_waited_for, role_names, roles_waited_for
from capsim.forecast.columns import texts
from capsim.forecast.dates import causes
from capsim.forecast.facts import Facts
from capsim.forecast.ledger import Parts
from capsim.forecast.questions import checked_group
from capsim.metrics.amounts import mean_of

__all__ = ["delay_frame"]

Ints = npt.NDArray[np.int64]

_GROUPINGS: Final = ("role", "project", "person")
_ELSEWHERE: Final = "a booking elsewhere"
_LAPSED: Final = "people held for others"


def delay_frame(facts: Facts, by: str) -> pd.DataFrame:
    """Return columns as in `Forecast.delays`."""
    key = checked_group("delays", by, _GROUPINGS)
    runs, waits = facts.runs, facts.chain_waits
    names, holder = {"role": _by_role, "project": _by_project, "person": _by_person}[key](runs, waits.parts)
    pairs = waits.project * len(names) + holder
    known = holder >= 0
    rows = []
    for pair in np.unique(pairs[known]).tolist():
        mine = known & (pairs == pair)
        project, number = divmod(pair, len(names))
        days = np.zeros(runs.replications)
        np.add.at(days, waits.parts.replication[mine], waits.parts.worked[mine] / TICKS_PER_DAY)
        counted = waits.finished[:, project]
        (mean,), (error,) = mean_of(days[:, None], facts.batch, counted=counted[:, None])
        share = float(((days > 0) & counted).sum() / counted.sum())
        rows.append((runs.plan.project_names[project], names[number], mean, error, share))
    column = "held_by" if key == "project" else key
    frame = pd.DataFrame(
        {
            "project": texts(row[0] for row in rows),
            column: texts(row[1] for row in rows),
            "working_days": np.array([row[2] for row in rows], dtype=np.float64),
            "error": np.array([row[3] for row in rows], dtype=np.float64),
            "share": np.array([row[4] for row in rows], dtype=np.float64),
        }
    )
    frame.attrs["about"] = "schedule"
    return frame


def _by_role(runs: Runs, parts: Parts) -> tuple[list[str], Ints]:
    return role_names(runs.plan), roles_waited_for(runs, parts)


def _by_project(runs: Runs, parts: Parts) -> tuple[list[str], Ints]:
    """Return the project that held the people: whose work freed them, or for which they were reserved."""
    plan = runs.plan
    kind, index = causes(parts.cause)
    holder = np.full(len(kind), plan.n_projects)
    of_need = np.isin(kind, (Cause.PERSON, Cause.RESERVE_AGAIN))
    holder[of_need] = plan.task_project[plan.need_task[index[of_need]]]
    of_task = kind == Cause.RESERVE
    holder[of_task] = plan.task_project[index[of_task]]
    holder[kind == Cause.LAPSE] = plan.n_projects + 1
    return [*plan.project_names, _ELSEWHERE, _LAPSED], holder


def _by_person(runs: Runs, parts: Parts) -> tuple[list[str], Ints]:
    return list(runs.plan.person_names), people_waited_for(runs, parts)
