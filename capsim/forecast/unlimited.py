"""The network of every replication with the amounts drawn, as if there were people without limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from capsim.forecast.futures import Futures
from capsim.plan.network import critical_path
from capsim.plan.plan import Plan

__all__ = ["Unlimited"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Unlimited:
    """The network of every replication with the amounts drawn, as if there were people without limit.

    Attributes
    ----------
    plan : Plan
    early_start, early_finish, length, slack : ndarray of int64, (replications, tasks)
        Working ticks; the slack is the total float.
    absent : ndarray of bool, (replications, tasks)
        What is not part of a replication.
    counted : ndarray of bool, (replications, projects)
        Where a project goes ahead and no gate stops it.
    """

    plan: Plan
    early_start: Ints
    early_finish: Ints
    length: Ints
    slack: Ints
    absent: Bools
    counted: Bools

    @classmethod
    def of(cls, futures: Futures) -> Unlimited:
        """Pass over the network of every replication."""
        parts = []
        for some in futures.lengths(8 * max(futures.plan.n_tasks, 1)):
            path = critical_path(futures.network, some.release, some.length, some.delay, some.absent)
            slack = np.minimum(path.ls - path.es, path.lf - path.ef)
            parts.append((path.es, path.ef, some.length, slack, some.absent, some.goes_on))
        return cls(futures.plan, *(np.concatenate(column) for column in zip(*parts, strict=True)))

    def whole(self, project: int) -> Ints:
        """Return how long a project takes in each replication: from its first start to its last finish."""
        tasks = self.tasks_of(project)
        away = self.absent[:, tasks]
        far = np.iinfo(np.int64).max
        first = np.where(away, far, self.early_start[:, tasks]).min(axis=1, initial=far)
        last = np.where(away, 0, self.early_finish[:, tasks]).max(axis=1, initial=0)
        return np.asarray(np.maximum(last - np.minimum(first, last), 0), dtype=np.int64)

    def tasks_of(self, project: int) -> slice:
        """Return where the tasks of a project are."""
        first, end = self.plan.project_first_task[project : project + 2].tolist()
        return slice(first, end)

    @cached_property
    def critical(self) -> Bools:
        """Which tasks have no float, (replications, tasks)."""
        return np.asarray((self.slack == 0) & ~self.absent)
