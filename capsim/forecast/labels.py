"""Groups of projects: by client, programme, owner, team, or objective."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.project import Project
from capsim.domain.strategy import shares_of_objectives
from capsim.forecast.usage import NO_TEAM
from capsim.plan.plan import Plan

__all__ = ["LABELS", "Labels", "labels_of"]

Floats = npt.NDArray[np.float64]

LABELS: Final = ("client", "programme", "owner", "objective", "team")
"""What projects are grouped by."""


class Labels(NamedTuple):
    """The groups of projects.

    Attributes
    ----------
    names : tuple of str
        In the order of the portfolio; what is on no group last.
    share : ndarray of float64, (projects, groups)
        Which part of each project stands for a group: 1, but for objectives by their scores.
    """

    names: tuple[str, ...]
    share: Floats

    def summed(self, amounts: Floats) -> Floats:
        """Add up amounts by group; projects are on the second axis, which may go on after them.

        Parameters
        ----------
        amounts : ndarray of float64, (replications, projects, …)

        Returns
        -------
        ndarray of float64, (replications, groups, …)
        """
        own = amounts[:, : len(self.share)]
        return np.asarray(np.einsum("rp...,pg->rg...", own, self.share), dtype=np.float64)


def labels_of(plan: Plan, key: str) -> Labels:
    """Return the groups of the projects of a plan.

    Parameters
    ----------
    plan : Plan
    key : str
        One of `LABELS`.

    Returns
    -------
    Labels
    """
    none = _NONE[key]
    found = [_SHARES[key](project) or {none: 1.0} for project in plan.projects]
    order = dict.fromkeys(name for each in found for name in each)
    names = (*(name for name in order if name != none), *((none,) if none in order else ()))
    share = np.array([[each.get(name, 0.0) for name in names] for each in found], dtype=np.float64)
    return Labels(names, share.reshape(len(found), len(names)))


_NONE: Final = {
    "client": "no client",
    "programme": "no programme",
    "owner": "no owner",
    "objective": "no objective",
    "team": NO_TEAM,
}
_SHARES: Final[Mapping[str, Callable[[Project], dict[str, float]]]] = {
    "client": lambda project: _whole(project.client),
    "programme": lambda project: _whole(project.programme),
    "owner": lambda project: _whole(project.owner),
    "team": lambda project: _whole(project.team),
    "objective": shares_of_objectives,
}


def _whole(name: str | None) -> dict[str, float]:
    return {} if name is None else {name: 1.0}
