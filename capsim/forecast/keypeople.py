"""What is lost if somebody is not there: the same futures once more without them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.forecast.questions import checked_group
from capsim.forecast.removals import Gain
from capsim.forecast.whatif import Futures, WhatIf, later, more_often
from capsim.metrics.amounts import Estimated
from capsim.plan.plan import Plan

__all__ = ["Absentees", "key_people_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_GROUPINGS: Final = ("role", "person")


class Absentees:
    """The people of a run, who can be taken away one at a time.

    Parameters
    ----------
    whatif : WhatIf
    """

    def __init__(self, whatif: WhatIf) -> None:
        self._whatif = whatif
        self.plan: Plan = whatif.kept.plan
        self.batch = whatif.sampling.block
        self._known: dict[int, Futures] = {}

    @property
    def as_is(self) -> Futures:
        """The futures as they were run."""
        return self._whatif.as_is

    def without(self, person: int) -> Futures:
        """Return the futures without somebody; what was simulated once is kept."""
        if person not in self._known:
            self._known[person] = self._whatif.of_people(_without(self.plan, person))
        return self._known[person]

    def take_away(self, people: Sequence[int]) -> None:
        """Simulate the futures without each of some people, at once."""
        self._whatif.at_once(self.without, people)

    def candidates(self) -> list[int]:
        """Return who works in some future, of people alike in a pool the first; equipment is nobody."""
        kept = self._whatif.kept
        worked = np.unique(kept.seats.person) if isinstance(kept, Runs) else np.arange(self.plan.n_people)
        staff = self.plan.portfolio.staff
        return [int(each) for each in worked if staff[each].kind == "person"]


def _without(plan: Plan, person: int) -> Plan:
    """Return a plan in which somebody has no capacity on any day; all else is as it was."""
    nothing = len(plan.capacity)
    row = plan.capacity_row.copy()
    row[person] = nothing
    through = plan.paths.row.copy()
    own = plan.paths.person == person
    through[own] = np.where(through[own] >= 0, nothing, -1)
    return dataclasses.replace(
        plan,
        capacity=np.concatenate([plan.capacity, np.zeros_like(plan.capacity[:1])]),
        cumulative=np.concatenate([plan.cumulative, np.zeros_like(plan.cumulative[:1])]),
        capacity_row=row,
        paths=dataclasses.replace(plan.paths, row=through),
    )


class _Loss(NamedTuple):
    """What is lost without somebody.

    Attributes
    ----------
    person : int
    on_time, without : float
        The share of deadlines kept with and without them.
    loss : Gain
        What their presence gains.
    never : float
        In which share of the futures something is never finished without them that is finished with them.
    """

    person: int
    on_time: float
    without: float
    loss: Gain
    never: float


def key_people_frame(absentees: Absentees, by: str, people: Sequence[str] | None) -> pd.DataFrame:
    """Return columns as in `Forecast.key_people`."""
    key = checked_group("key_people", by, _GROUPINGS)
    plan = absentees.plan
    chosen = absentees.candidates() if people is None else _chosen(plan, people)
    absentees.take_away(chosen)
    losses = sorted((_loss(absentees, person) for person in chosen), key=_weight)
    if key == "role":
        first: dict[str, _Loss] = {}
        for each in losses:
            first.setdefault(plan.person_roles[each.person], each)
        losses = list(first.values())
    labels = plan.person_roles if key == "role" else plan.person_names
    held = [plan.person_roles.count(plan.person_roles[each.person]) for each in losses]
    numbers = np.array(
        [
            (each.on_time, each.without, *_ends(each.loss.share), *_ends(each.loss.days), each.never)
            for each in losses
        ],
        dtype=np.float64,
    ).reshape(-1, len(_COLUMNS))
    frame = pd.DataFrame(
        {
            key: texts(labels[each.person] for each in losses),
            "people": np.array(held, dtype=np.int64),
            **dict(zip(_COLUMNS, numbers.T, strict=True)),
            "tie": np.array([each.loss.is_tie and not each.never for each in losses], dtype=np.bool_),
        }
    )
    frame.attrs["about"] = "what is lost without one person, on the same futures"
    return frame


_COLUMNS: Final = (
    "on_time", "without", "loss", "loss_low", "loss_high", "days", "days_low", "days_high", "never",
)  # fmt: skip


def _ends(estimated: Estimated) -> tuple[float, float, float]:
    value, low, high = (float(each[0]) for each in estimated)
    return value, low, high


def _chosen(plan: Plan, people: Sequence[str]) -> list[int]:
    """Return who is meant by some names."""
    names = [people] if isinstance(people, str) else list(people)
    known = plan.person_names
    problems = [
        Problem("key_people, people", "nobody of that name", name, did_you_mean(str(name), known))
        for name in names
        if name not in known
    ]
    if problems:
        raise InputError(problems)
    return [known.index(name) for name in dict.fromkeys(names)]


def _loss(absentees: Absentees, person: int) -> _Loss:
    given, without = absentees.as_is, absentees.without(person)
    every = range(absentees.plan.n_projects)
    gain = Gain(
        later(given, without, every, absentees.batch), more_often(without, given, every, absentees.batch)
    )
    lost = given.finished & ~without.finished & given.outcomes.counted
    now, then = (_mean(*futures.delivered(every)) for futures in (given, without))
    return _Loss(person, now, then, gain, float(lost.any(axis=1).mean()) if len(lost) else 0.0)


def _mean(share: Floats, counted: Bools) -> float:
    """Return the mean of the futures that count; NaN without any."""
    return float(share[counted].mean()) if counted.any() else float("nan")


def _weight(loss: _Loss) -> tuple[float, float, float]:
    """Return what people are ranked by: deadlines, then what is never finished, then days."""
    share, days = (float(np.nan_to_num(each.value[0])) for each in (loss.loss.share, loss.loss.days))
    return -share, -loss.never, -days
