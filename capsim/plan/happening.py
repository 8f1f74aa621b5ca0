"""What of the planned work happens in a replication, and from when on, as far as that is drawn (rule D6)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, ticks_of_days
from capsim.domain.distributions import Exponential, Fixed
from capsim.domain.sampling import SamplingPlan
from capsim.plan.laws import Laws
from capsim.plan.occurring import PlannedStream
from capsim.plan.plan import Plan
from capsim.plan.streams import stream_path
from capsim.plan.uniforms import Streams

__all__ = ["Happened", "Happening", "make_happening"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Happened(NamedTuple):
    """What happens in consecutive replications: columns of `capsim.plan.draws.Block`."""

    goes_ahead: Bools
    passes: Bools
    left_out: Bools
    release: Ints


@dataclass(frozen=True, eq=False)
class Happening:
    """The chance of what happens at all.

    Attributes
    ----------
    plan : Plan
    gates, branches : Streams
        One for each.
    items : Streams
        How many items of each stream are there at the start, where that is drawn.
    item_laws : Laws
        Of each stream.
    gaps : tuple of Streams
        For each stream the times between its arrivals.
    gap_laws : tuple of Laws
    paces : tuple of Streams
        For each stream what its team gets done week by week, if it is known by its rate.
    pace_laws : tuple of Laws
    stages, delays : Streams
        Whether each stage is passed; the times that are drawn.
    delay_laws : Laws
        Of each stage.
    """

    plan: Plan
    gates: Streams
    branches: Streams
    stages: Streams
    delays: Streams
    delay_laws: Laws
    items: Streams
    item_laws: Laws
    gaps: tuple[Streams, ...]
    gap_laws: tuple[Laws, ...]
    paces: tuple[Streams, ...]
    pace_laws: tuple[Laws, ...]

    @property
    def streams(self) -> tuple[Streams, ...]:
        """All the streams."""
        return self.gates, self.branches, self.stages, self.delays, self.items, *self.gaps, *self.paces

    def of(self, seed: int, sampling: SamplingPlan, first: int, wanted: Bools) -> Happened:
        """Return what happens.

        Parameters
        ----------
        seed : int
        sampling : SamplingPlan
        first : int
            The first replication.
        wanted : ndarray of bool, (replications, projects)
            Whether each project goes ahead as far as its own draw says.

        Returns
        -------
        Happened
        """
        count = len(wanted)
        passes = self.gates.uniforms(seed, sampling, first, count) < self.plan.gate_probability
        left_out = self._left_out(self.branches.uniforms(seed, sampling, first, count))
        release = self._release(seed, sampling, first, count)
        self._add_streams(left_out, release, seed, sampling, first)
        goes_ahead = self._settled(self._selected(seed, sampling, first, wanted))
        return Happened(goes_ahead, passes, left_out, release)

    def _add_streams(
        self, left_out: Bools, release: Ints, seed: int, sampling: SamplingPlan, first: int
    ) -> None:
        """Fill in which items of streams there are, and when they arrive."""
        plan, count = self.plan, len(left_out)
        if not plan.streams:
            return
        wanted = self.item_laws.sample(self.items.uniforms(seed, sampling, first, count))
        for place, planned in enumerate(plan.streams):
            at_start = slice(planned.first_task, planned.arrivals.start)
            there = np.floor(wanted[:, place] + 0.5)[:, np.newaxis]
            left_out[:, at_start] = np.arange(planned.at_start) >= there
            if planned.arriving:
                u = self.gaps[place].uniforms(seed, sampling, first, count)
                arrivals = ticks_of_days(np.cumsum(self.gap_laws[place].sample(u), axis=1))
                left_out[:, planned.arrivals] = arrivals > planned.working_ticks
                arrived = after_working(plan, np.int64(planned.first_tick), arrivals)
                release[:, planned.arrivals] = np.maximum(release[:, planned.arrivals], arrived)
            if planned.weeks:
                u = self.paces[place].uniforms(seed, sampling, first, count)
                worked = _worked_off(self.pace_laws[place].sample(u), planned.at_start, planned.week_days)
                release[:, at_start] = after_working(plan, np.int64(planned.first_tick), worked)

    def _left_out(self, u: npt.NDArray[np.float64]) -> Bools:
        """Return the tasks of the ways that are not taken."""
        branches = self.plan.branches
        some = bool(branches or self.plan.streams)
        made = np.zeros((len(u), self.plan.n_tasks if some else 0), dtype=np.bool_)
        for branch, drawn in zip(branches, u.T, strict=True):
            ends = np.array(list(accumulate(branch.probabilities))[:-1])
            taken = np.searchsorted(ends, drawn, side="right")
            for way, tasks in enumerate(branch.tasks):
                made[:, tasks] |= (taken != way)[:, np.newaxis]
        return made

    def _selected(self, seed: int, sampling: SamplingPlan, first: int, wanted: Bools) -> Bools:
        """Return which projects go ahead and pass all their stages."""
        if not self.plan.stages:
            return wanted
        made = wanted.copy()
        u = self.stages.uniforms(seed, sampling, first, len(wanted))
        for planned, drawn in zip(self.plan.stages, u.T, strict=True):
            made[:, planned.project] &= drawn < planned.stage.probability
        return made

    def _settled(self, wanted: Bools) -> Bools:
        """Return which projects go ahead, given those that they require and exclude."""
        if not self.plan.conditions:
            return wanted
        made = wanted.copy()
        for each in self.plan.conditions:
            fits = made[:, each.requires].all(axis=1) & ~made[:, each.excludes].any(axis=1)
            made[:, each.project] &= fits & each.possible
        return made

    def _release(self, seed: int, sampling: SamplingPlan, first: int, count: int) -> Ints:
        """Return when the work of each task is there: when its project has passed its stages."""
        plan = self.plan
        if not plan.has_releases:
            return np.zeros((count, 0), dtype=np.int64)
        passed = np.zeros((count, plan.n_projects), dtype=np.int64)
        days = self.delay_laws.sample(self.delays.uniforms(seed, sampling, first, count))
        for planned, delay in zip(plan.stages, ticks_of_days(days).T, strict=True):
            passed[:, planned.project] += delay
        return after_working(plan, plan.project_start, passed)[:, plan.task_project]


def after_working(plan: Plan, start: Ints | np.int64, ticks: Ints) -> Ints:
    """Return the first ticks by which the portfolio calendar has worked some ticks since others.

    As `capsim.rules.work.after_working` for each element; beyond the run one tick after the horizon.

    Parameters
    ----------
    plan : Plan
    start : ndarray of int64
        Within the run.
    ticks : ndarray of int64
        At least 0; the two go together by their last axes.

    Returns
    -------
    ndarray of int64
    """
    day, rest = np.divmod(np.minimum(start, plan.horizon_tick), TICKS_PER_DAY)
    goal = TICKS_PER_DAY * plan.worked[day] + plan.working[day] * rest + ticks
    last = np.searchsorted(TICKS_PER_DAY * plan.worked, goal, side="left") - 1
    within = np.minimum(last, plan.n_days - 1)
    reached = TICKS_PER_DAY * within + goal - TICKS_PER_DAY * plan.worked[within]
    made = np.where(ticks == 0, np.broadcast_to(start, goal.shape), reached)
    return np.asarray(np.minimum(made, plan.horizon_tick + 1), dtype=np.int64)


def make_happening(plan: Plan) -> Happening:
    """Prepare the chance of what happens.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Happening
    """
    names, stages = plan.project_names, plan.stages
    intake = [stream_path("project", names[each.project], "intake", each.stage.name) for each in stages]
    laws = Laws.of((each.stage.time, 1.0) for each in stages)
    item_laws = Laws.of((each.stream.items or Fixed(0), 1.0) for each in plan.streams)
    return Happening(
        plan,
        gates=Streams.of([_path(plan, task, "gate") for task in plan.gate_task.tolist()]),
        branches=Streams.of(
            [stream_path("project", names[each.project], "branch", each.name) for each in plan.branches]
        ),
        stages=Streams.of(intake),
        delays=Streams.of([f"{intake[column]}/delay" for column in laws.drawn]),
        delay_laws=laws,
        items=Streams.of([f"{_stream(plan.streams[column])}/items" for column in item_laws.drawn]),
        item_laws=item_laws,
        gaps=tuple(
            Streams.of([f"{_stream(each)}/gap"] * each.arriving, range(each.arriving))
            for each in plan.streams
        ),
        gap_laws=tuple(Laws.of([(Exponential(1.0), each.gap_days)] * each.arriving) for each in plan.streams),
        paces=tuple(Streams.of(*_weeks(each)) for each in plan.streams),
        pace_laws=tuple(
            Laws.of([(each.stream.done_per_week or Fixed(0), 1.0)] * each.weeks) for each in plan.streams
        ),
    )


def _weeks(planned: PlannedStream) -> tuple[list[str], range]:
    """Return the streams of what is done in each week, and the number of the draw of each."""
    law = planned.stream.done_per_week
    weeks = 0 if law is None or law.is_fixed else planned.weeks
    return [f"{_stream(planned)}/done"] * weeks, range(weeks)


def _worked_off(rates: npt.NDArray[np.float64], items: int, week_days: int) -> Ints:
    """Return after how many working ticks each item is done, at rates that hold for a week each.

    Parameters
    ----------
    rates : ndarray of float64, (replications, weeks)
    items : int
    week_days : int
        Days of a working week.

    Returns
    -------
    ndarray of int64, (replications, items)
        Far beyond the last week for what is not done in them.
    """
    weeks = rates.shape[1]
    ends = np.cumsum(rates, axis=1)
    number = np.arange(1, items + 1)
    days = np.full((len(rates), items), 2.0 * week_days * weeks)
    for row, (rate, end) in enumerate(zip(rates, ends, strict=True)):
        week = np.searchsorted(end, number - 1e-9)
        done = week < weeks
        into = number[done] - (end - rate)[week[done]]
        days[row, done] = week_days * (week[done] + np.minimum(into / rate[week[done]], 1.0))
    return ticks_of_days(days)


def _stream(planned: PlannedStream) -> str:
    return stream_path("stream", planned.stream.name)


def _path(plan: Plan, task: int, what: str) -> str:
    """Return the path of a stream of a task."""
    return stream_path("task", plan.project_names[plan.task_project[task]], plan.task_names[task], what)
