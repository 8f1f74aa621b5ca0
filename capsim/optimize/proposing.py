"""Sets of projects proposed by a mixed-integer program: what fits on paper, for the simulation to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.portfolio import Portfolio

__all__ = ["Limit", "Programme", "programme_of"]

Floats = npt.NDArray[np.float64]


class Limit(NamedTuple):
    """At most so much of something.

    Attributes
    ----------
    name : str
        Such as ``"budget"``, ``"backend in 2027-03"`` or ``"Shop requires Platform"``.
    kind : {"budget", "capacity", "link", "choice"}
    use : ndarray of float64, (projects,)
        How much each project takes of it.
    most : float
    """

    name: str
    kind: str
    use: Floats
    most: float


@dataclass(frozen=True, eq=False)
class Programme:
    """Which of some projects are chosen: maximize worth within limits.

    Attributes
    ----------
    names : tuple of str
    worth : ndarray of float64, (projects,)
    limits : tuple of Limit
    must, never : frozenset of str
        Chosen, or not, in any case.
    """

    names: tuple[str, ...]
    worth: Floats
    limits: tuple[Limit, ...]
    must: frozenset[str]
    never: frozenset[str]

    def best(self, slack: float = 1.0, without: frozenset[str] = frozenset()) -> frozenset[str] | None:
        """Return the best set, or None if no set keeps all limits.

        Parameters
        ----------
        slack : float
            The share of capacity that may be planned.
        without : set of str
            Kinds of limits that do not count.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        kept = [limit for limit in self.limits if limit.kind not in without]
        low = np.array([name in self.must for name in self.names], np.float64)
        high = np.array([name not in self.never for name in self.names], np.float64)
        if (low > high).any():
            return None
        rows: list[LinearConstraint] = []
        if kept:
            use = np.array([limit.use for limit in kept])
            most = np.array([limit.most * (slack if limit.kind == "capacity" else 1) for limit in kept])
            rows = [LinearConstraint(use, -np.inf, most + 1e-9)]
        found = milp(
            -self.worth, integrality=np.ones(len(self.names)), bounds=Bounds(low, high), constraints=rows
        )
        if found.x is None:
            return None
        return frozenset(name for name, share in zip(self.names, found.x, strict=True) if share > 0.5)

    def keeps(self, chosen: frozenset[str]) -> bool:
        """Whether a set keeps all limits but those of capacity, which the simulation judges."""
        picked = np.array([name in chosen for name in self.names], np.float64)
        inside = all(
            float(limit.use @ picked) <= limit.most + 1e-9
            for limit in self.limits
            if limit.kind != "capacity"
        )
        return inside and self.must <= chosen and not self.never & chosen

    def binding(self, chosen: frozenset[str]) -> Iterator[tuple[Limit, float]]:
        """Yield the limits that keep some project out of a set, with how much of each is taken."""
        picked = np.array([name in chosen for name in self.names], np.float64)
        out = np.array([name not in chosen and name not in self.never for name in self.names])
        for limit in self.limits:
            taken = float(limit.use @ picked)
            if limit.kind in ("budget", "capacity") and (out & (taken + limit.use > limit.most + 1e-9)).any():
                yield limit, taken

    def blocking(self) -> str:
        """Say which kind of limits leaves no set, where none keeps all."""
        kinds = list(dict.fromkeys(limit.kind for limit in self.limits))
        alone = [kind for kind in kinds if self.best(without=frozenset({kind})) is not None]
        if not alone:
            return "several limits together"
        names = [limit.name for limit in self.limits if limit.kind == alone[0] and self._alone_blocks(limit)]
        return ", ".join(names[:3]) or f"the limits of {alone[0]}"

    def _alone_blocks(self, limit: Limit) -> bool:
        picked = np.array([name in self.must for name in self.names], np.float64)
        return float(limit.use @ picked) > limit.most + 1e-9


def programme_of(
    portfolio: Portfolio,
    worth: Mapping[str, float],
    cost: Mapping[str, float],
    *,
    budget: float | None,
    must: frozenset[str],
    never: frozenset[str],
) -> Programme:
    """Return the program that proposes sets of a portfolio's projects.

    Parameters
    ----------
    portfolio : Portfolio
    worth, cost : dict of str to float
        What each project is worth and costs.
    budget : float or None
    must, never : frozenset of str

    Returns
    -------
    Programme
    """
    names = tuple(worth)
    limits = [*_capacity(portfolio, names), *_links(portfolio, names)]
    if budget is not None:
        limits.append(Limit("budget", "budget", np.array([cost.get(name, 0.0) for name in names]), budget))
    return Programme(names, np.array([worth[name] for name in names]), tuple(limits), must, never)


def _capacity(portfolio: Portfolio, names: tuple[str, ...]) -> Iterator[Limit]:
    """Yield the capacity of each role in each month in which somebody could want more than there is."""
    by_project = portfolio.demand(by=("project", "role"), period="M")
    capacity = portfolio.demand(by="role", period="M").set_index(["role", "period"])["capacity"]
    place = {name: index for index, name in enumerate(names)}
    for (role, period), rows in by_project.groupby(["role", "period"], sort=False):
        most = float(capacity.get((role, period), np.nan))
        use = np.zeros(len(names))
        for name, demand in zip(rows["project"], rows["demand"], strict=True):
            if name in place:
                use[place[name]] += demand
        if not np.isnan(most) and use.sum() > most:
            yield Limit(f"{role} in {period:%Y-%m}", "capacity", use, most)


def _links(portfolio: Portfolio, names: tuple[str, ...]) -> Iterator[Limit]:
    """Yield that a project needs those it requires or waits for, and goes without those it excludes."""
    place = {name: index for index, name in enumerate(names)}
    for project in portfolio.projects:
        if project.name not in place:
            continue
        waits = {link.project for task in project.tasks for link in task.after if link.project is not None}
        for other in dict.fromkeys([*project.requires, *sorted(waits)]):
            if other in place and other != project.name:
                yield Limit(f"{project.name} needs {other}", "link", _pair(place, project.name, other, -1), 0)
        for other in project.excludes:
            if other in place:
                yield Limit(
                    f"{project.name} excludes {other}", "choice", _pair(place, project.name, other, 1), 1
                )


def _pair(place: Mapping[str, int], one: str, other: str, sign: int) -> Floats:
    use = np.zeros(len(place))
    use[place[one]] = 1
    use[place[other]] = sign
    return use
