"""The wait ledger as a table (rule R17): where the time of each task of a project goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER, TICKS_PER_DAY
from capsim.engines.runs import Runs
from capsim.forecast.columns import texts
from capsim.forecast.dates import causes, is_tick
from capsim.forecast.facts import Facts
from capsim.forecast.ledger import Part, Parts, joined, ledger_of
from capsim.forecast.lookup import project_index
from capsim.forecast.unfinished import left_at_the_end
from capsim.forecast.words import role_of
from capsim.metrics.amounts import mean_of

__all__ = ["ledger_frame"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_NAMES: Final = {
    Part.DATE: "date",
    Part.RELEASE: "release",
    Part.PREDECESSOR: "predecessor",
    Part.LAG: "lag",
    Part.LIMIT: "limit",
    Part.PEOPLE: "people not free",
    Part.RESERVE: "reserve",
    Part.GONE: "people away",
    Part.WORK: "work",
    Part.AWAY: "team away",
    Part.INTERRUPTED: "interrupted",
    Part.CLOSING: "closing link",
}
"""Parts in words, in the order in which they follow each other."""


class _Row(NamedTuple):
    """One row of the table: which task, which part, of what, and which entries of the ledger."""

    task: int
    part: int
    of: str | None
    mine: Bools


def ledger_frame(facts: Facts, project: str) -> pd.DataFrame:
    """Return where the time of a project's tasks goes; columns as in `Forecast.ledger`."""
    runs, plan = facts.runs, facts.plan
    number = project_index(plan, project, "ledger, project")
    tasks = np.arange(*plan.project_first_task[number : number + 2].tolist())
    parts = joined([ledger_of(runs, tasks).parts, left_at_the_end(runs, tasks)])
    rows = list(_rows(runs, tasks, parts))
    task = np.array([row.task for row in rows], dtype=np.int64)
    counted = (is_tick(runs.finish) | (runs.finish == NEVER))[:, task]
    columns = {}
    for name, error, each in (
        ("days", "error", parts.ticks),
        ("working_days", "working_error", parts.worked),
    ):
        amounts = np.stack(
            [_amounts(runs, parts, row, each) for row in rows] or [np.zeros(len(counted))], axis=1
        )
        columns[name], spread = mean_of(amounts[:, : len(rows)], facts.batch, counted=counted)
        columns[error] = np.zeros_like(spread) if facts.is_schedule else spread
    return pd.DataFrame(
        {
            "project": texts(project for _ in rows),
            "task": texts(plan.task_names[row.task] for row in rows),
            "part": texts(_NAMES[row.part] for row in rows),
            "of": texts(row.of for row in rows),
            **columns,
        }
    )


def _amounts(runs: Runs, parts: Parts, row: _Row, ticks: Ints) -> npt.NDArray[np.float64]:
    """Return the days of a row of the table in each replication."""
    of_each = np.bincount(parts.replication[row.mine], ticks[row.mine], runs.replications)
    return np.asarray(of_each / TICKS_PER_DAY)


def _rows(runs: Runs, tasks: Ints, parts: Parts) -> Iterator[_Row]:
    """Yield the rows: task by task, part by part, by what it is of as the plan lists that."""
    plan = runs.plan
    of_link = causes(parts.cause)[1]
    for task in tasks.tolist():
        for part in _NAMES:
            here = (parts.task == task) & (parts.part == part)
            by_link = part in (Part.RELEASE, Part.PREDECESSOR, Part.LAG)
            which = of_link if by_link else parts.need
            by_name: dict[str | None, list[int]] = {}
            for each in np.unique(which[here]).tolist():
                its = plan.task_labels[plan.link_before[each]] if by_link else _role(runs, each)
                by_name.setdefault(its, []).append(each)
            for name, those in by_name.items():
                yield _Row(task, part, name, here & np.isin(which, those))


def _role(runs: Runs, need: int) -> str | None:
    return role_of(runs.plan, need) if need >= 0 else None
