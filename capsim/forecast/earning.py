"""What projects bring in and what their delay costs, in every replication (rule R19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import NEVER, TICKS_PER_DAY, end_of_day
from capsim.domain.money import Benefit
from capsim.domain.project import Project
from capsim.domain.sampling import SamplingPlan
from capsim.forecast.dates import is_tick
from capsim.forecast.finishes import Finishes
from capsim.forecast.postings import Part
from capsim.metrics.money import DAYS_PER_MONTH, Curve, received
from capsim.plan.laws import Laws
from capsim.plan.streams import stream_path
from capsim.plan.uniforms import Streams

__all__ = ["Earning", "Stream"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_VALUE: Final = "value"
"""What the value of a project without benefits is called."""


class Stream(NamedTuple):
    """A benefit of a project.

    Attributes
    ----------
    project : int
    name : str
    owner : str or None
    benefit : Benefit or None
        None for the value of a project, all of which comes at the finish.
    column : int
        Of what is drawn for it; -1 where nothing is.
    """

    project: int
    name: str
    owner: str | None
    benefit: Benefit | None
    column: int


@dataclass(frozen=True, eq=False)
class Earning:
    """What the projects of a run bring in.

    Attributes
    ----------
    finishes : Finishes
    sampling : SamplingPlan
    """

    finishes: Finishes
    sampling: SamplingPlan

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects that take part."""
        return self.finishes.plan.projects

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """All benefits, project by project."""
        return tuple(self._streams())

    def _streams(self) -> Iterator[Stream]:
        column = 0
        for index, project in enumerate(self.projects):
            for benefit in project.benefits:
                drawn = not benefit.factor.is_fixed
                yield Stream(index, benefit.name, benefit.owner, benefit, column if drawn else -1)
                column += drawn
            if not project.benefits and project.value:
                yield Stream(index, _VALUE, project.owner, None, -1)

    @property
    def is_certain(self) -> bool:
        """Whether no benefit is drawn."""
        return all(stream.column < 0 for stream in self.streams)

    @cached_property
    def delivered(self) -> Bools:
        """Where a project is finished, (replications, projects)."""
        ticks = self.finishes.ticks
        has_work = np.diff(self.finishes.plan.project_first_task) > 0
        return is_tick(ticks) & has_work

    @cached_property
    def in_time(self) -> Bools:
        """Where a project is finished before its window ends, if it has one, (replications, projects)."""
        start = self.finishes.plan.start
        ends = [NEVER if each is None else end_of_day(each, start) for each in self._windows]
        return self.delivered & (self.finishes.ticks <= np.array(ends, dtype=np.int64))

    @property
    def _windows(self) -> list[date | None]:
        return [project.window_end for project in self.projects]

    @property
    def last_day(self) -> int:
        """The day before which the last benefit has come in, in any replication."""
        months = np.array(
            [max((benefit.months for benefit in project.benefits), default=0.0) for project in self.projects]
        )
        ends = np.where(self.delivered, self.finishes.ticks / TICKS_PER_DAY + months * DAYS_PER_MONTH, 0.0)
        return int(np.ceil(ends.max(initial=0.0))) + 1

    def received(self, stream: Stream, days: Ints, part: Part) -> Floats:
        """Return what a benefit brings in, (replications of the part, periods).

        Parameters
        ----------
        stream : Stream
        days : ndarray of int64, (periods + 1,)
            Days at which periods begin and end.
        part : Part
        """
        counts = self.in_time[part.rows, stream.project]
        finish = np.where(counts, self.finishes.ticks[part.rows, stream.project], 0) / TICKS_PER_DAY
        if stream.benefit is None:
            amount = self.projects[stream.project].value or 0.0
            return _at(finish, np.where(counts, amount, 0.0), days)
        benefit = stream.benefit
        curve = Curve(benefit.per_year / 365, *(DAYS_PER_MONTH * months for months in _months(benefit)))
        begin = finish + benefit.lag_months * DAYS_PER_MONTH
        so_far = received(curve, days[np.newaxis, :] - begin[:, np.newaxis])
        return np.diff(so_far, axis=1) * (counts * self._factors(stream, part))[:, np.newaxis]

    def _factors(self, stream: Stream, part: Part) -> Floats:
        """Return how much of a benefit comes, (replications of the part,)."""
        if stream.benefit is not None and stream.column < 0:
            return np.full(part.size, stream.benefit.factor.mean())
        return self._drawn[part.rows, stream.column]

    @cached_property
    def _drawn(self) -> Floats:
        """What is drawn for the benefits of which that is uncertain, (replications, benefits)."""
        drawn = [stream for stream in self.streams if stream.benefit is not None and stream.column >= 0]
        paths = [
            stream_path("project", self.projects[stream.project].name, "benefit", stream.name)
            for stream in drawn
        ]
        count = self.finishes.replications
        u = Streams.of(paths).uniforms(self.finishes.seed, self.sampling, 0, count)
        return Laws.of((stream.benefit.factor, 1.0) for stream in drawn if stream.benefit).sample(u)

    def delay(self, index: int, days: Ints, part: Part) -> Floats:
        """Return what the delay of a project costs, (replications of the part, periods)."""
        project, start = self.projects[index], self.finishes.plan.start
        cost: Floats = np.zeros((part.size, len(days) - 1))
        ticks = self.finishes.ticks[part.rows, index].astype(np.int64)
        ticks = np.where(ticks == NEVER, self.finishes.plan.horizon_tick, ticks)
        until = np.where(is_tick(ticks), ticks, 0)
        since = project.delay_from or project.deadline
        if project.cost_of_delay_per_day and since is not None:
            first = max(end_of_day(since, start), 0) / TICKS_PER_DAY
            late = np.clip(
                days[np.newaxis, :], first, np.maximum(until / TICKS_PER_DAY, first)[:, np.newaxis]
            )
            cost += project.cost_of_delay_per_day * np.diff(late, axis=1)
        due = project.penalty_after or project.deadline
        if project.penalty and due is not None:
            on = end_of_day(due, start)
            lost = np.where(until > on, project.penalty, 0.0)
            cost += _at(np.full(part.size, max(on, 0) / TICKS_PER_DAY), lost, days)
        return cost

    def price(self, index: int, days: Ints, part: Part) -> Floats:
        """Return what is paid for a project at its finish, (replications of the part, periods)."""
        counts = self.delivered[part.rows, index]
        finish = np.where(counts, self.finishes.ticks[part.rows, index], 0) / TICKS_PER_DAY
        return _at(finish, np.where(counts, self.projects[index].price or 0.0, 0.0), days)


def _months(benefit: Benefit) -> tuple[float, float, float]:
    return benefit.ramp_months, benefit.plateau_months, benefit.decay_months


def _at(day: Floats, amount: Floats, days: Ints) -> Floats:
    """Return amounts in the periods of their days, (replications, periods); a day's end belongs to it."""
    period = np.clip(np.searchsorted(days, np.ceil(day) - 1, side="right") - 1, 0, len(days) - 2)
    made: Floats = np.zeros((len(day), len(days) - 1))
    made[np.arange(len(day)), period] = amount
    return made
