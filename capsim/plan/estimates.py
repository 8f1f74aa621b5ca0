"""The estimates of a plan: every amount that is drawn, its stream, its law and what moves it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from capsim.domain.distributions import Distribution, Fixed, LogNormal
from capsim.domain.lookup import Amount
from capsim.domain.project import Project
from capsim.domain.task import Need, Task
from capsim.domain.uncertainty import Ranges, Spread
from capsim.domain.words import place_of_task
from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET, Left
from capsim.plan.streams import stream_path

__all__ = ["Estimate", "estimates_of", "range_factors", "spread_of"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One amount of the model: the effort of a need, or the duration of a task.

    Attributes
    ----------
    project, task : Project, Task
    need : Need or None
        None for a duration.
    amount : Amount
        Its place in the portfolio.
    column : int
        Index of the need, or of the task, in the plan.
    left : Left
        What is left of it at the status date (rule R16).
    """

    project: Project
    task: Task
    need: Need | None
    amount: Amount
    column: int
    left: Left

    @property
    def law(self) -> Distribution:
        """The law as estimated, in days; of begun work that of what remains, if that is said."""
        return self.left.law

    @property
    def stream(self) -> str:
        """The path of the stream that it is drawn from."""
        if self.need is None:
            return stream_path("task", self.project.name, self.task.name, "duration")
        return stream_path(
            "task", self.project.name, self.task.name, f"need {self.amount.need + 1}", "effort"
        )

    @property
    def place(self) -> str:
        """The place to name in a message."""
        place = place_of_task(self.project, self.task)
        return f"{place}, duration" if self.need is None else f"{place}, need {self.amount.need + 1}, effort"

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that can serve it: of its need, or of all the needs of a task with a duration."""
        needs = self.task.needs if self.need is None else (self.need,)
        return tuple(choice.skill for need in needs for choice in need.skills)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its task and its project."""
        return (*self.task.tags, *self.project.tags)


def estimates_of(plan: Plan) -> Iterator[Estimate]:
    """Yield every estimate of a plan: project by project, a task's duration or its needs' efforts.

    Of work that is done nothing is left to estimate.

    Parameters
    ----------
    plan : Plan

    Yields
    ------
    Estimate
    """
    task_index = need_index = 0
    for project_index, project in enumerate(plan.portfolio.projects):
        if not project.takes_part:
            continue
        for position, task in enumerate(project.tasks):
            is_open = plan.standing.done[task_index] == NOT_YET
            if task.duration is not None and is_open:
                amount = Amount(project_index, position, -1)
                left = plan.standing.left_of_duration(task, task_index)
                yield Estimate(project, task, None, amount, task_index, left)
            while need_index < plan.n_needs and plan.need_task[need_index] == task_index:
                number = int(plan.need_number[need_index]) - 1
                need = task.needs[number]
                if need.effort is not None and is_open:
                    amount = Amount(project_index, position, number)
                    left = plan.standing.left_of_effort(task, task_index, number, need_index)
                    yield Estimate(project, task, need, amount, need_index, left)
                need_index += 1
            task_index += 1


def spread_of(ranges: Ranges, estimate: Estimate) -> Spread | None:
    """Return the spread that an estimate is assumed to have: only one given as a bare number gets one.

    The first tag listed that fits decides, else the first skill, else the default.

    Parameters
    ----------
    ranges : Ranges
    estimate : Estimate

    Returns
    -------
    Spread or None
    """
    if not isinstance(estimate.law, Fixed):
        return None
    by_tag = (spread for tag, spread in ranges.by_tag if tag in estimate.tags)
    by_skill = (spread for skill, spread in ranges.by_skill if skill in estimate.skills)
    return next(by_tag, None) or next(by_skill, None) or ranges.default


def range_factors(spread: Spread) -> tuple[Distribution, Distribution]:
    """Split an assumed spread into an own factor and one shared by the project.

    Their product is log-normal with exactly the spread's P10 and P90: median √(low × high), and half of
    the log-variance in each factor.

    Parameters
    ----------
    spread : Spread

    Returns
    -------
    (Distribution, Distribution)
        Own factor, shared factor (of median 1).

    Examples
    --------
    >>> own, shared = range_factors(Spread(0.5, 2))
    >>> own == shared, round(own.p90, 3)
    (True, 1.633)
    """
    median = math.sqrt(spread.low * spread.high)
    half = math.exp(math.log(spread.high / spread.low) / (2 * math.sqrt(2)))  # P90 over median, of each
    return LogNormal(p50=median, p90=median * half), LogNormal(p50=1.0, p90=half)
