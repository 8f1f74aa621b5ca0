"""Limits on what may begin, as flat arrays (rules R7, R12); laid out like the rest of the tables."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY
from capsim.domain.policy import Policy
from capsim.plan.limits import wip_limits
from capsim.plan.plan import NO_TASK, Plan

__all__ = ["Limits", "make_limits", "rows_of_watched"]

I32 = npt.NDArray[np.int32]


class Limits(NamedTuple):
    """Which projects may begin when."""

    active: bool  # whether there is any limit on projects in progress, or a freeze
    most: I32  # (limits,) projects in progress at once
    of_first: I32  # (projects + 1,)
    of: I32  # the limits that each project counts for: of the portfolio, then of its team
    first_task: I32  # (projects + 1,)
    span_first: I32  # (projects + 1,)
    span_begin: I32  # when projects are frozen, in order: ticks
    span_end: I32  # the tick after
    thaw_days: I32  # on which a freeze has ended


def make_limits(plan: Plan, policy: Policy) -> Limits:
    """Lay out the limits of a plan and a policy.

    Parameters
    ----------
    plan : Plan
    policy : Policy

    Returns
    -------
    Limits
    """
    most, of = wip_limits(plan, policy)
    spans = list(chain.from_iterable(plan.freeze_spans))
    return Limits(
        active=bool(most or spans),
        most=_i32(most),
        of_first=_i32([0, *np.cumsum([len(each) for each in of])]),
        of=_i32(chain.from_iterable(of)),
        first_task=_i32(plan.project_first_task),
        span_first=_i32([0, *np.cumsum([len(each) for each in plan.freeze_spans])]),
        span_begin=_i32(begin for begin, _ in spans),
        span_end=_i32(end for _, end in spans),
        thaw_days=_i32(sorted({end // TICKS_PER_DAY for _, end in spans})),
    )


def rows_of_watched(plan: Plan) -> tuple[I32, I32, int]:
    """Return the rows in which it is noted who works on the tasks that others look to.

    Returns
    -------
    again, watched : ndarray of int32, (tasks,)
        The row that each task looks to, and the row of its own people; -1 for none.
    rows : int
    """
    named = sorted({task for task in plan.task_same_as.tolist() if task != NO_TASK})
    row = {task: number for number, task in enumerate(named)}
    again = _i32(row.get(task, -1) for task in plan.task_same_as.tolist())
    return again, _i32(row.get(task, -1) for task in range(plan.n_tasks)), len(named)


def _i32(entries: object) -> I32:
    return np.array(list(entries), dtype=np.int32)  # type: ignore[call-overload]
