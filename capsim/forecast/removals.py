"""What dates and odds gain if risks, responses or drivers were not there (rules D3, D4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.domain.named import Named
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.risk import Risk
from capsim.forecast.columns import texts
from capsim.forecast.questions import checked_group
from capsim.forecast.whatif import Futures, WhatIf, later, more_often
from capsim.metrics.amounts import Estimated
from capsim.metrics.paired import paired_mean
from capsim.plan.estimates import estimates_of
from capsim.plan.hazards import Hazard, hazards_of
from capsim.plan.scopes import Scopes

__all__ = ["GROUPINGS", "Register", "risk_frame"]

Bools = npt.NDArray[np.bool_]

GROUPINGS: Final = (
    "risk", "project", "objective", "ladder", "response", "driver", "skill", "vendor", "category",
)  # fmt: skip
"""What risks can be asked by."""

_GAIN: Final = ("p80_days", "p80_low", "p80_high", "delivery_gain", "gain_low", "gain_high")


class Gain(NamedTuple):
    """What is gained if something were gone.

    Attributes
    ----------
    days : Estimated
        Calendar days by which the P80 of the last finish gets earlier.
    share : Estimated
        By how much the share of deadlines kept gets larger.
    """

    days: Estimated
    share: Estimated

    @property
    def row(self) -> list[float]:
        """The numbers, in the order of the columns."""
        return [float(end[0]) for estimated in self for end in estimated]

    @property
    def is_tie(self) -> bool:
        """Whether neither differs from 0 by more than its Monte Carlo error."""
        return not any(_differs(each) for each in self)


def _differs(estimated: Estimated) -> bool:
    low, high = float(estimated.low[0]), float(estimated.high[0])
    return low > 0 or high < 0


class Register:
    """The risks of a run, which can be taken away and put back.

    Parameters
    ----------
    whatif : WhatIf
    """

    def __init__(self, whatif: WhatIf) -> None:
        self._whatif = whatif
        self._plan = whatif.kept.plan
        self._batch = whatif.sampling.block
        self.portfolio: Portfolio = self._plan.portfolio
        self.hazards: tuple[Hazard, ...] = hazards_of(self.portfolio)
        self._known: dict[Hashable, Futures] = {}

    @property
    def as_is(self) -> Futures:
        """The futures as they were run."""
        return self._whatif.as_is

    def without(self, names: Iterable[str]) -> Futures:
        """Return the futures without some risks."""
        gone = frozenset(names) & {hazard.name for hazard in self.hazards}
        if not gone:
            return self.as_is
        left = [risk for risk in self.portfolio.risks if risk.name not in gone]
        return self._kept(gone, lambda: self._whatif.with_risks(left))

    def without_driver(self, name: str) -> Futures:
        """Return the futures without a driver: its factor is 1."""
        left = [driver for driver in self.portfolio.drivers if driver.name != name]
        return self._kept(("driver", name), lambda: self._whatif.with_(drivers=tuple(left)))

    def turned(self, risk: Risk, place: int) -> Futures:
        """Return the futures with a response taken if it is not, and not taken if it is."""
        responses = list(risk.responses)
        responses[place] = dataclasses.replace(responses[place], taken=not responses[place].taken)
        other = dataclasses.replace(risk, responses=tuple(responses))
        risks = [other if each is risk else each for each in self.portfolio.risks]
        return self._kept(("response", risk.name, place), lambda: self._whatif.with_risks(risks))

    def _kept(self, key: Hashable, simulate: Callable[[], Futures]) -> Futures:
        """Return futures with something changed; what was simulated once is kept."""
        if key not in self._known:
            self._known[key] = simulate()
        return self._known[key]

    def take_away(self, sets: Iterable[Iterable[str]]) -> None:
        """Simulate the futures without each of some sets of risks, at once."""
        self._whatif.at_once(self.without, sets)

    def gain(
        self, without: Futures, given: Futures | None = None, projects: Sequence[int] | None = None
    ) -> Gain:
        """Return what is gained without something, for some projects or all."""
        present = self.as_is if given is None else given
        which = range(self._plan.n_projects) if projects is None else projects
        return Gain(
            later(without, present, which, self._batch), more_often(present, without, which, self._batch)
        )

    def struck(self, names: Iterable[str]) -> float:
        """Return the share of futures in which any of some risks strikes."""
        return float(self._occurs(names).mean()) if self._whatif.count else float("nan")

    def _occurs(self, names: Iterable[str]) -> Bools:
        chosen = set(names)
        places = [at for at, hazard in enumerate(self.hazards) if hazard.name in chosen]
        return np.asarray(self.as_is.strikes.occurs[:, places].any(axis=1))

    def cost(self, names: Iterable[str]) -> float:
        """Return what some risks cost in the mean."""
        chosen = set(names)
        places = [at for at, hazard in enumerate(self.hazards) if hazard.name in chosen]
        return float(self.as_is.strikes.cost[:, places].sum(axis=1).mean())

    def saved(self, without: Futures, given: Futures) -> Estimated:
        """Return the money that is saved in the mean: costs of risks, and of the delay of projects."""
        rates = np.array([project.cost_of_delay_per_day or 0.0 for project in self.projects])
        both = without.finished & given.finished
        days = np.where(both, given.finishes.days.astype(np.float64) - without.finishes.days, 0.0)
        more = given.strikes.cost.sum(axis=1) - without.strikes.cost.sum(axis=1) + days @ rates
        every = np.ones((len(more), 1), dtype=np.bool_)
        return paired_mean(np.zeros((len(more), 1)), more[:, np.newaxis], every, self._batch)

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects that take part."""
        return self._plan.projects

    # ------------------------------------------------------------ groups of risks

    def ranked(self) -> list[tuple[str, Gain]]:
        """Return the risks with their gains: those first whose removal gains most, ties last."""
        self.take_away([hazard.name] for hazard in self.hazards)
        gains = [(hazard.name, self.gain(self.without([hazard.name]))) for hazard in self.hazards]
        return sorted(gains, key=_weight)

    def groups(self, by: str) -> dict[str, list[str]]:
        """Return the names of risks by vendor, by category, or by skill of the work that they touch."""
        found: dict[str, list[str]] = {}
        for hazard in self.hazards:
            for group in self._groups_of(hazard, by):
                found.setdefault(group, []).append(hazard.name)
        return found

    def _groups_of(self, hazard: Hazard, by: str) -> list[str]:
        if by != "skill":
            label = hazard.risk.vendor if by == "vendor" else hazard.risk.category
            return [] if label is None else [label]
        return sorted(self._skills_of_work(hazard) | self._skills_of_people(hazard))

    def _skills_of_work(self, hazard: Hazard) -> set[str]:
        """Return the skills of the work that a risk makes longer or later."""
        if hazard.impact.effort is None and hazard.impact.delay is None:
            return set()
        estimates = list(estimates_of(self._plan))
        touched = Scopes(self.portfolio).within(hazard.risk.scope, estimates).tolist()
        return {skill for at in touched for skill in estimates[at].skills}

    def _skills_of_people(self, hazard: Hazard) -> set[str]:
        """Return the skills, of those that work asks for, of the people whom a risk takes away."""
        impact, staff = hazard.risk.impact, self.portfolio.staff
        gone = Named(self.portfolio.people).places_of((*impact.away, *impact.leaves))
        asked = {choice.skill for choices in self._plan.kind_choices for choice in choices}
        return {held.name for place in gone for held in staff[place].skills} & asked

    def objectives(self) -> dict[str, list[int]]:
        """Return the projects of each objective."""
        found: dict[str, list[int]] = {}
        for place, project in enumerate(self.projects):
            for objective in project.objectives:
                found.setdefault(objective, []).append(place)
        return found


def _weight(entry: tuple[str, Gain]) -> tuple[bool, float, float]:
    """Return what risks are ranked by: odds, then days; ties come last."""
    _, gain = entry
    return gain.is_tie, -_or_nothing(gain.share), -_or_nothing(gain.days)


def _or_nothing(estimated: Estimated) -> float:
    return float(np.nan_to_num(estimated.value[0]))


# ---------------------------------------------------------------- frames


def risk_frame(register: Register, by: str) -> pd.DataFrame:
    """Return columns as in `Forecast.risks`.

    Raises
    ------
    InputError
        If there is no such grouping.
    """
    makers = {
        "risk": _by_risk,
        "project": _by_project,
        "objective": _by_objective,
        "ladder": _ladder,
        "response": _by_response,
        "driver": _by_driver,
    }
    key = checked_group("risks", by, GROUPINGS)
    frame = makers[key](register) if key in makers else _by_group(register, key)
    frame.attrs["about"] = "what is gained if a risk were gone, on the same futures"
    return frame


def _by_risk(register: Register) -> pd.DataFrame:
    ranked = register.ranked()
    risks = {hazard.name: hazard for hazard in register.hazards}
    ahead = sum(not gain.is_tie for _, gain in ranked)
    rows = [risks[name].risk for name, _ in ranked]
    made = pd.DataFrame({"rank": [min(at, ahead + 1) for at in range(1, len(ranked) + 1)]}, dtype=np.int64)
    made["risk"] = texts(risk.name for risk in rows)
    made["kind"] = texts(risk.kind for risk in rows)
    for label in ("category", "vendor", "owner"):
        made[label] = texts(getattr(risk, label) for risk in rows)
    made["probability"] = np.array([risks[name].terms[-1].probability for name, _ in ranked], np.float64)
    made["struck"] = np.array([register.struck([name]) for name, _ in ranked], np.float64)
    return _with_gains(made, register, [[name] for name, _ in ranked], [gain for _, gain in ranked])


def _with_gains(
    frame: pd.DataFrame, register: Register, names: Sequence[Sequence[str]], gains: Sequence[Gain]
) -> pd.DataFrame:
    frame = _with_numbers(frame, gains)
    frame["cost"] = np.array([register.cost(each) for each in names], np.float64)
    frame["tie"] = np.array([gain.is_tie for gain in gains], dtype=np.bool_)
    return frame


def _with_numbers(frame: pd.DataFrame, gains: Sequence[Gain]) -> pd.DataFrame:
    numbers = np.array([gain.row for gain in gains], np.float64).reshape(-1, len(_GAIN))
    for place, column in enumerate(_GAIN):
        frame[column] = numbers[:, place]
    return frame


def _by_project(register: Register) -> pd.DataFrame:
    names = [project.name for project in register.projects]
    return _crossed(register, "project", {name: [place] for place, name in enumerate(names)})


def _by_objective(register: Register) -> pd.DataFrame:
    return _crossed(register, "objective", register.objectives())


def _crossed(register: Register, called: str, groups: dict[str, list[int]]) -> pd.DataFrame:
    """Return a row for each risk and group of projects."""
    register.take_away([hazard.name] for hazard in register.hazards)
    pairs = [(hazard.name, group) for hazard in register.hazards for group in groups]
    gains = [register.gain(register.without([name]), projects=groups[group]) for name, group in pairs]
    frame = pd.DataFrame(
        {"risk": texts(name for name, _ in pairs), called: texts(group for _, group in pairs)}
    )
    frame = _with_numbers(frame, gains)
    frame["tie"] = np.array([gain.is_tie for gain in gains], dtype=np.bool_)
    return frame


def _ladder(register: Register) -> pd.DataFrame:
    """Return a row for each step: risks are taken away one after the other, in the order of rank."""
    names = [name for name, _ in register.ranked()]
    register.take_away(names[:step] for step in range(2, len(names) + 1))
    gone = [register.without(names[:step]) for step in range(len(names) + 1)]
    steps = range(1, len(names) + 1)
    frame = pd.DataFrame({"step": np.array(steps, dtype=np.int64), "risk": texts(names)})
    frame = _with_numbers(frame, [register.gain(gone[step], gone[step - 1]) for step in steps])
    whole = [register.gain(gone[step]) for step in steps]
    frame["all_days"] = np.array([gain.days.value[0] for gain in whole], np.float64)
    frame["all_gain"] = np.array([gain.share.value[0] for gain in whole], np.float64)
    return frame


def _by_response(register: Register) -> pd.DataFrame:
    found = [
        (hazard.risk, place) for hazard in register.hazards for place in range(len(hazard.risk.responses))
    ]
    pairs = [(risk, risk.responses[place]) for risk, place in found]
    frame = pd.DataFrame({"risk": texts(risk.name for risk, _ in pairs)})
    frame["response"] = texts(each.name for _, each in pairs)
    frame["owner"] = texts(each.owner for _, each in pairs)
    frame["taken"] = np.array([each.taken for _, each in pairs], dtype=np.bool_)
    turned = [register.turned(risk, place) for risk, place in found]
    sides = [
        (register.as_is, other) if each.taken else (other, register.as_is)
        for (_, each), other in zip(pairs, turned, strict=True)
    ]
    frame = _with_numbers(frame, [register.gain(with_it, without) for with_it, without in sides])
    saved = [register.saved(with_it, without) for with_it, without in sides]
    for name in ("value", "low", "high"):
        column = "saves" if name == "value" else f"saves_{name}"
        frame[column] = np.array([getattr(each, name)[0] for each in saved], np.float64)
    frame["cost"] = np.array([each.cost for _, each in pairs], np.float64)
    frame["net"] = frame["saves"] - frame["cost"]
    frame["worth"] = texts(
        "yes" if low > cost else "no" if high < cost else "tie"
        for low, high, cost in zip(frame["saves_low"], frame["saves_high"], frame["cost"], strict=True)
    )
    return frame


def _by_driver(register: Register) -> pd.DataFrame:
    names = [driver.name for driver in register.portfolio.drivers]
    gains = [register.gain(register.without_driver(name)) for name in names]
    frame = _with_numbers(pd.DataFrame({"driver": texts(names)}), gains)
    frame["tie"] = np.array([gain.is_tie for gain in gains], dtype=np.bool_)
    return frame


def _by_group(register: Register, by: str) -> pd.DataFrame:
    groups = register.groups(by)
    frame = pd.DataFrame({by: texts(groups), "risks": texts("; ".join(names) for names in groups.values())})
    frame["struck"] = np.array([register.struck(names) for names in groups.values()], np.float64)
    register.take_away(groups.values())
    gains = [register.gain(register.without(names)) for names in groups.values()]
    return _with_gains(frame, register, list(groups.values()), gains)
