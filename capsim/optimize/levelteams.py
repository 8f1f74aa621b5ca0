"""Who begins the tasks of a leveled plan: the team with which most futures begin each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from capsim.domain.portfolio import Portfolio
from capsim.engines.runs import Runs
from capsim.forecast.dates import is_tick
from capsim.plan.plan import Plan

__all__ = ["Team", "entity_names", "named_teams", "teams_of"]

Ints = npt.NDArray[np.int64]

_SURE: Final = 0.5
"""A team is named to do the work if so many of the futures begin with it."""


class Team(NamedTuple):
    """With whom a task begins most often.

    Attributes
    ----------
    share : float
        Of the futures in which it begins.
    seats : tuple of (int, int)
        Need of the plan and person, by need.
    """

    share: float
    seats: tuple[tuple[int, int], ...]

    def told(self, labels: Sequence[str]) -> str:
        """Return the team in words, people by the labels given: ``"2 backend, tester"``."""
        found = Counter(labels[person] for _, person in self.seats)
        return ", ".join(f"{count} {label}" if count > 1 else label for label, count in found.items())


def teams_of(runs: Runs, labels: Sequence[str]) -> dict[int, Team]:
    """Return the most frequent team of each task that needs people; of several the one seen first.

    Parameters
    ----------
    runs : Runs
    labels : sequence of str
        Per person: teams whose people have the same labels are the same.

    Returns
    -------
    dict of int to Team
        By task.
    """
    plan, seats = runs.plan, runs.seats
    row = np.repeat(np.arange(runs.replications), np.diff(runs.seat_offsets))
    task = plan.need_task[seats.need]
    first = np.flatnonzero(seats.start == runs.start[row, task])
    first = first[np.lexsort((seats.person[first], seats.need[first], row[first], task[first]))]
    kind = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    of_person = np.array([kind[label] for label in labels], np.int64)
    begun = is_tick(runs.start).sum(axis=0)
    found: dict[int, Team] = {}
    for mine in np.split(first, np.flatnonzero(np.diff(task[first])) + 1):
        if not len(mine):
            continue
        members = np.split(mine, np.flatnonzero(np.diff(row[mine])) + 1)
        keys = [
            tuple(sorted(zip(seats.need[one].tolist(), of_person[seats.person[one]].tolist(), strict=True)))
            for one in members
        ]
        key, count = Counter(keys).most_common(1)[0]
        chosen = members[keys.index(key)]
        who = zip(seats.need[chosen].tolist(), seats.person[chosen].tolist(), strict=True)
        index = int(task[mine[0]])
        found[index] = Team(count / int(begun[index]), tuple(who))
    return found


def entity_names(plan: Plan, portfolio: Portfolio) -> list[str]:
    """Return the name by which work can ask for each person: the own one, or that of the pool."""
    known = {person.name for person in portfolio.people}
    return [name if name in known else name.rpartition(" ")[0] for name in plan.person_names]


def named_teams(runs: Runs, portfolio: Portfolio) -> dict[int, Mapping[int, Sequence[str]]]:
    """Return who alone is to do each task: the team with which at least half of the futures begin it.

    Parameters
    ----------
    runs : Runs
    portfolio : Portfolio

    Returns
    -------
    dict of int to dict of int to list of str
        By task and number of the need: names of people, or of their pools.
    """
    plan = runs.plan
    names = entity_names(plan, portfolio)
    found: dict[int, Mapping[int, Sequence[str]]] = {}
    for task, team in teams_of(runs, names).items():
        if team.share < _SURE:
            continue
        by_need: dict[int, dict[str, None]] = {}
        for need, person in team.seats:
            by_need.setdefault(int(plan.need_number[need]), {})[names[person]] = None
        found[task] = {number: list(who) for number, who in by_need.items()}
    return found
