"""What money is added up by: the portfolio, projects, roles, teams, people, kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.forecast.usage import people_by
from capsim.plan.plan import Plan

__all__ = ["COSTS", "COST_KEYS", "NO_PERSON", "NO_PROJECT", "PROJECT_LABELS", "Grouping", "grouping_of"]

Ints = npt.NDArray[np.int64]

COSTS: Final = ("labor", "bench", "fixed", "risk")
"""The kinds of cost, in the order in which they are told."""
PROJECT_LABELS: Final = ("client", "programme", "owner", "objective")
"""What projects are put together by where money is added up; a team is one of people there."""
COST_KEYS: Final = ("project", "role", "team", "person", "kind", "portfolio")
"""What postings can be grouped by."""
NO_PROJECT: Final = "no project"
NO_PERSON: Final = "no person"


class Grouping(NamedTuple):
    """Which group a posting belongs to.

    Attributes
    ----------
    names : tuple of str
    project : ndarray of int64, (projects + 1,)
        The group of what is spent on each project; the last entry is for what is on none.
    person : ndarray of int64, (people,)
        The bench group of each person: time paid for and not used is added up by it.
    bench : ndarray of int64, (bench groups,)
        The group of each of these.
    kinds : ndarray of int64, (kinds of cost,) or None
        The group of each kind, where money is grouped by kind alone.
    seats_by_person : bool
        Whether work belongs to the group of its person, not to that of its project.
    """

    names: tuple[str, ...]
    project: Ints
    person: Ints
    bench: Ints
    kinds: Ints | None
    seats_by_person: bool

    def of_kind(self, kind: str, project: Ints) -> Ints:
        """Return the group of postings of one kind on projects; -1 is no project."""
        if self.kinds is not None:
            return np.full(len(project), self.kinds[COSTS.index(kind)])
        return self.project[project]

    def of_work(self, project: Ints, person: Ints) -> Ints:
        """Return the group of people's work on projects."""
        if self.seats_by_person:
            return self.bench[self.person[person]]
        return self.of_kind("labor", project)


def grouping_of(plan: Plan, by: str) -> Grouping:
    """Return how money is grouped.

    Parameters
    ----------
    plan : Plan
    by : str
        One of `COST_KEYS`.

    Returns
    -------
    Grouping
    """
    return _MADE[by](plan) if by in _MADE else _by_people(plan, by)


def _one_bench(plan: Plan) -> Ints:
    return np.zeros(plan.n_people, dtype=np.int64)


def _by_portfolio(plan: Plan) -> Grouping:
    none = np.zeros(plan.n_projects + 1, dtype=np.int64)
    name = (plan.portfolio.name,)
    return Grouping(name, none, _one_bench(plan), np.zeros(1, dtype=np.int64), None, False)


def _by_project(plan: Plan) -> Grouping:
    own = np.arange(plan.n_projects + 1)
    last = np.array([plan.n_projects])
    return Grouping((*plan.project_names, NO_PROJECT), own, _one_bench(plan), last, None, False)


def _by_kind(plan: Plan) -> Grouping:
    none = np.zeros(plan.n_projects + 1, dtype=np.int64)
    bench = np.array([COSTS.index("bench")])
    return Grouping(COSTS, none, _one_bench(plan), bench, np.arange(len(COSTS)), False)


def _by_people(plan: Plan, by: str) -> Grouping:
    names, person = people_by(plan, by)
    nobody = np.full(plan.n_projects + 1, len(names))
    return Grouping((*names, NO_PERSON), nobody, person, np.arange(len(names)), None, True)


_MADE: Final[Mapping[str, Callable[[Plan], Grouping]]] = {
    "portfolio": _by_portfolio,
    "project": _by_project,
    "kind": _by_kind,
}
