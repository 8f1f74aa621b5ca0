"""What limits a run (rules R7, R12), as indices and ticks: freezes by project, and who does what again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from capsim.clock import TICKS_PER_DAY, day_index
from capsim.domain.limits import Freeze
from capsim.domain.lookup import Lookup
from capsim.domain.policy import Policy
from capsim.domain.project import Project

__all__ = ["focus_of", "freeze_days", "freeze_spans", "same_as", "wip_limits"]

if TYPE_CHECKING:
    from capsim.plan.plan import Plan

Span = tuple[int, int]

_ANY_NUMBER = 2**31 - 1


def freeze_spans(
    freezes: Sequence[Freeze], projects: Iterable[Project], start: date, horizon: int
) -> tuple[tuple[Span, ...], ...]:
    """Return when each project is frozen: ticks from the first on and up to the last, spans that meet joined.

    Parameters
    ----------
    freezes : sequence of Freeze
    projects : iterable of Project
    start : date
        Of the run.
    horizon : int
        The last tick of the run; what lasts longer ends after it.
    """
    return tuple(
        _joined(
            (
                max(0, day_index(freeze.start, start) * TICKS_PER_DAY),
                min((day_index(freeze.end, start) + 1) * TICKS_PER_DAY, horizon + 1),
            )
            for freeze in freezes
            if freeze.holds(project)
        )
        for project in projects
    )


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap or touch made one, empty ones left out."""
    found: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def same_as(projects: Sequence[Project], none: int) -> npt.NDArray[np.int64]:
    """Return for each task the one whose people do it (`Task.same_person_as`), or what stands for none.

    Parameters
    ----------
    projects : sequence of Project
        Those that take part; a task of another one has no people, and binds nobody.
    none : int
    """
    tasks = [(project, task) for project in projects for task in project.tasks]
    if not any(task.same_person_as for _, task in tasks):
        return np.full(len(tasks), none, np.int64)
    lookup = Lookup(projects)
    place = {(project.name, task.name): index for index, (project, task) in enumerate(tasks)}
    readings = [
        lookup.readings(task.same_person_as, project.name) if task.same_person_as else []
        for project, task in tasks
    ]
    return np.array([place[each[0]] if each else none for each in readings], np.int64)


def freeze_days(plan: Plan) -> set[int]:
    """Return the days on which a freeze begins, or has ended."""
    ticks = {tick for spans in plan.freeze_spans for span in spans for tick in span}
    return {tick // TICKS_PER_DAY for tick in ticks if tick <= plan.horizon_tick}


def focus_of(plan: Plan, policy: Policy) -> list[int]:
    """Return the most seats of each person at once: their own number, else that of the policy."""
    usual = _ANY_NUMBER if policy.focus is None else policy.focus
    return [usual if own < 0 else own for own in plan.person_focus.tolist()]


def wip_limits(plan: Plan, policy: Policy) -> tuple[list[int], list[tuple[int, ...]]]:
    """Return how many projects each limit allows at once, and the limits of each project.

    The limit of the portfolio comes before those of teams.
    """
    limits = [] if policy.wip_limit is None else [policy.wip_limit]
    whole = tuple(range(len(limits)))
    of_team = {team: len(limits) + number for number, (team, _) in enumerate(policy.team_wip_limits)}
    of = [(*whole, of_team[team]) if team in of_team else whole for team in plan.project_teams]
    return [*limits, *(most for _, most in policy.team_wip_limits)], of
