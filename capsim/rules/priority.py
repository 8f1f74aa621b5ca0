"""In which order work is served (rule R13)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from capsim.domain.policy import Policy, Random
from capsim.plan.plan import Plan

__all__ = ["classes", "ranks"]


def classes(plan: Plan, policy: Policy) -> npt.NDArray[np.int64]:
    """Return the class of each task: its priority number, or 0 for all if the policy ignores it.

    Returns
    -------
    ndarray of int64, (tasks,)
        Lower is first.
    """
    return np.zeros(plan.n_tasks, np.int64) if policy.ignore_priority else plan.task_class


def ranks(plan: Plan, policy: Policy, drawn: npt.NDArray[np.uint32] | None = None) -> npt.NDArray[np.int64]:
    """Return the place of each task in the order of the policy: class, key, then as listed.

    Parameters
    ----------
    plan : Plan
    policy : Policy
    drawn : ndarray of uint32, (tasks,), optional
        The draws of one replication, for the rule `Random`.

    Returns
    -------
    ndarray of int64, (tasks,)
        0 is served first.
    """
    keys = policy.priority.keys(plan.planned)
    if isinstance(policy.priority, Random):
        assert drawn is not None, "the rule Random needs its draws"
        keys = drawn
    order = np.lexsort((np.arange(plan.n_tasks), keys, classes(plan, policy)))
    place = np.empty(plan.n_tasks, np.int64)
    place[order] = np.arange(plan.n_tasks)
    return place
