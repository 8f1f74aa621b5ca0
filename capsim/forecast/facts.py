"""What every answer of a forecast is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs
from capsim.forecast.certainty import EstimateCount, count_estimates, estimates_told, is_certain
from capsim.forecast.chainwaits import ChainWaits, chain_waits
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column
from capsim.forecast.finishes import Finishes, finishes_of, whole
from capsim.forecast.futures import Futures
from capsim.forecast.planned_work import planned_ends, planned_starts, tasks_of
from capsim.forecast.tables import Outcomes, outcome_frame
from capsim.forecast.unlimited import Unlimited
from capsim.metrics import Odds, error_factor, known_to, odds
from capsim.plan.plan import Plan

__all__ = ["Facts"]


@dataclass(frozen=True, eq=False)
class Facts:
    """What was kept of a run, with what several answers share worked out once.

    Attributes
    ----------
    kept : Runs or Finishes
    asked : int
        Replications asked for.
    sampling : SamplingPlan
    precision : float or None
        How well the delivery probabilities were to be known, if that was asked for.
    """

    kept: Runs | Finishes
    asked: int
    sampling: SamplingPlan
    precision: float | None = None

    @property
    def runs(self) -> Runs:
        """The whole runs; an error if only the dates of projects were kept."""
        return whole(self.kept)

    @property
    def has_runs(self) -> bool:
        """Whether tasks and seats were kept."""
        return isinstance(self.kept, Runs)

    @property
    def plan(self) -> Plan:
        """What was simulated."""
        return self.kept.plan

    @property
    def batch(self) -> int:
        """Replications drawn together."""
        return self.sampling.block

    @property
    def error_factor(self) -> float:
        """What to multiply a standard error by for half a 95 % interval."""
        return error_factor(self.kept.replications, self.batch)

    @property
    def known_to(self) -> float:
        """How far the least known of the delivery probabilities may be off; NaN without odds."""
        return known_to(self.projects.odds)

    @cached_property
    def estimates(self) -> EstimateCount:
        """How many estimates there are, and where their ranges come from."""
        return count_estimates(self.plan)

    @property
    def estimates_told(self) -> str:
        """The same as a sentence, with what to do to give real ranges."""
        return estimates_told(self.estimates, self.plan.portfolio.ranges)

    @cached_property
    def is_schedule(self) -> bool:
        """Whether nothing is uncertain; a process of the user may make a run so."""
        return self.kept.is_constant and is_certain(self.plan, self.kept.policy)

    @cached_property
    def projects(self) -> Outcomes:
        """The finishes of projects."""
        return Outcomes.of_projects(finishes_of(self.kept), self.batch, certain=self.is_schedule)

    @cached_property
    def tasks(self) -> Outcomes:
        """The finishes of tasks."""
        return Outcomes.of_tasks(self.runs, self.batch, certain=self.is_schedule)

    @cached_property
    def futures(self) -> Futures:
        """The planned work of every replication."""
        return Futures.of(self.runs, self.sampling)

    @cached_property
    def chain_waits(self) -> ChainWaits:
        """The waits for people on the way of every project to its finish."""
        return chain_waits(self.runs)

    @cached_property
    def unlimited(self) -> Unlimited:
        """The network of every replication, as if there were people without limit."""
        return Unlimited.of(self.futures)

    @cached_property
    def own_projects(self) -> npt.NDArray[np.int64]:
        """The projects that somebody has written: a stream is done, whatever it is worth."""
        names = {stream.name for stream in self.plan.given.streams if stream.project is None}
        return np.array(
            [index for index, name in enumerate(self.plan.project_names) if name not in names], dtype=np.int64
        )

    def share(self, hit: npt.NDArray[np.bool_]) -> Odds:
        """Return in which share of all futures something happens; exact where nothing is uncertain.

        Parameters
        ----------
        hit : ndarray of bool, (replications, columns)

        Returns
        -------
        Odds
        """
        share = odds(hit, np.ones_like(hit), self.batch)
        return Odds(*[share.probability] * 3) if self.is_schedule else share

    def delivery_frame(self) -> pd.DataFrame:
        """Return columns as in `Forecast.delivery`."""
        plan = self.plan
        frame = outcome_frame(self.projects, plan.start)
        frame.insert(0, "project", texts(plan.project_names))
        frame.insert(1, "priority", plan.project_priority)
        frame.insert(3, "planned_start", self._first_starts())
        frame.insert(4, "planned_end", as_column(planned_ends(plan)))
        return frame

    def task_frame(self, tasks: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return columns as in `Forecast.tasks`, for some of the tasks."""
        plan = self.runs.plan
        frame = outcome_frame(self.tasks.only(tasks), plan.start)
        frame.insert(0, "project", texts(plan.project_names[plan.task_project[task]] for task in tasks))
        frame.insert(1, "task", texts(plan.task_names[task] for task in tasks))
        frame.insert(2, "float_days", (plan.planned.ls - plan.planned.es)[tasks] / TICKS_PER_DAY)
        frame.insert(4, "planned_start", as_column(planned_starts(plan))[tasks])
        frame.insert(5, "planned_end", as_column(task.end for task in tasks_of(plan))[tasks])
        return frame

    def _first_starts(self) -> npt.NDArray[np.datetime64]:
        """Return the earliest planned start of each project's tasks."""
        plan, starts = self.plan, as_column(planned_starts(self.plan))
        made = np.full(plan.n_projects, np.datetime64("NaT", "s"))
        np.fmin.at(made, plan.task_project, starts)
        return made
