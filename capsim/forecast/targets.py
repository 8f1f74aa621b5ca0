"""How likely targets are met: measured in each future."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import STOPPED, TICKS_PER_DAY
from capsim.domain.targets import DATES, Target
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast.columns import texts
from capsim.forecast.money import Money, need_rates
from capsim.forecast.postings import Part
from capsim.metrics import odds
from capsim.plan.plan import Plan

if TYPE_CHECKING:
    from capsim.forecast.forecast import Forecast

__all__ = ["checked_targets", "target_frame"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_HALF_A_MILL: Final = 0.0005


class _Met(NamedTuple):
    """Where a target is met, and the futures that count: those in which there is anything to measure."""

    met: Bools
    counted: Bools


def target_frame(forecast: Forecast, money: Money, targets: Sequence[Target]) -> pd.DataFrame:
    """Return columns as in `Forecast.targets`."""
    rows = [_met(forecast, money, target) for target in targets]
    none = np.zeros((forecast.replications, 0), np.bool_)
    met, counted = (
        np.stack(column, axis=1) if rows else none for column in ([row[at] for row in rows] for at in (0, 1))
    )
    share = odds(met & counted, counted, money.facts.batch)
    sure = np.array([_is_sure(money, target) for target in targets], dtype=np.bool_)
    return pd.DataFrame(
        {
            "target": texts(target.name for target in targets),
            "measure": texts("own" if target.is_own else target.measure for target in targets),
            "goal": texts(target.words for target in targets),
            "projects": texts("; ".join(target.projects) or None for target in targets),
            "owner": texts(target.owner for target in targets),
            "probability": share.probability,
            "low": np.where(sure, share.probability, share.low),
            "high": np.where(sure, share.probability, share.high),
        }
    )


def _is_sure(money: Money, target: Target) -> bool:
    """Whether what is measured is the same in every future: dates may be, and what comes in not."""
    return money.facts.is_schedule if target.measure in DATES else money.is_certain


def _met(forecast: Forecast, money: Money, target: Target) -> _Met:
    if target.is_own:
        return _own(forecast, target)
    return _MEASURES[target.measure](money, _columns(money, target), target)


def _columns(money: Money, target: Target) -> Ints:
    """Return the projects that a target is about: without any named all that somebody has written."""
    plan: Plan = money.facts.plan
    unknown = [name for name in target.projects if name not in plan.project_names]
    if unknown:
        where = f"targets, {target.name!r}, projects"
        raise InputError(
            Problem(where, "no such project in the run", name, did_you_mean(name, plan.project_names))
            for name in unknown
        )
    if not target.projects:
        return money.facts.own_projects
    return np.array([plan.project_names.index(name) for name in target.projects], dtype=np.int64)


def _own(forecast: Forecast, target: Target) -> _Met:
    """Measure by a function of the user's: one number for each future."""
    found = np.asarray(target.measure(forecast), dtype=np.float64)
    if found.shape != (forecast.replications,):
        fix = f"let the measure return one number for each of the {forecast.replications:,} futures"
        raise InputError(
            [Problem(f"targets, {target.name!r}", "no number for each future", found.shape, fix)]
        )
    known = ~np.isnan(found)
    return _Met(known & (found >= target.goal), known)


def _on_time(money: Money, columns: Ints, target: Target) -> _Met:
    outcomes = money.facts.projects
    asked = (outcomes.counted & outcomes.promised)[:, columns].sum(axis=1)
    kept = outcomes.on_time[:, columns].sum(axis=1)
    return _Met(kept >= target.goal * asked - 1e-9, asked > 0)


def _finish(money: Money, columns: Ints, target: Target) -> _Met:
    goal: date = target.goal
    due = (goal - money.facts.plan.start).days
    return _by(money, columns, np.full(len(columns), due), np.ones(len(columns), np.bool_))


def _days_late(money: Money, columns: Ints, target: Target) -> _Met:
    outcomes = money.facts.projects
    due = outcomes.deadline[columns] // TICKS_PER_DAY - 1
    return _by(money, columns, due + int(np.floor(target.goal)), outcomes.promised[columns])


def _by(money: Money, columns: Ints, due: Ints, asked: Bools) -> _Met:
    """Return where all of some projects that go ahead are finished on days that are no later than theirs."""
    outcomes = money.facts.projects
    counted = outcomes.counted[:, columns] & asked
    kept = (outcomes.ticks[:, columns] < STOPPED) & (outcomes.days[:, columns] <= due)
    return _Met(np.asarray((kept | ~counted).all(axis=1)), np.asarray(counted.any(axis=1)))


def _cost(money: Money, columns: Ints, target: Target) -> _Met:
    need_rates(money, f"targets, {target.name!r}")
    costs = money.project_costs
    spent = costs[:, columns].sum(axis=1) if target.projects else costs.sum(axis=1)
    return _Met(spent <= target.goal + _HALF_A_MILL, _any_goes(money, columns, target))


def _benefits(money: Money, columns: Ints, target: Target) -> _Met:
    days, whole = money.months[[0, -1]], Part(0, money.facts.kept.replications)
    came = np.zeros(whole.size)
    for stream in money.earning.streams:
        if stream.project in columns:
            came += money.earning.received(stream, days, whole)[:, 0]
    return _Met(came >= target.goal - _HALF_A_MILL, _any_goes(money, columns, target))


def _npv(money: Money, columns: Ints, target: Target) -> _Met:
    worth = money.returns.npv
    gained = worth[:, columns].sum(axis=1) if target.projects else worth[:, -1]
    return _Met(gained >= target.goal - _HALF_A_MILL, _any_goes(money, columns, target))


def _any_goes(money: Money, columns: Ints, target: Target) -> Bools:
    """Return the futures in which one of the projects named goes ahead; all where none is named."""
    ahead = np.asarray(money.goes_ahead[:, columns].any(axis=1))
    return ahead if target.projects else np.ones_like(ahead)


_MEASURES: Final[Mapping[str, Callable[[Money, Ints, Target], _Met]]] = {
    "on time": _on_time,
    "finish": _finish,
    "days late": _days_late,
    "cost": _cost,
    "benefits": _benefits,
    "npv": _npv,
}


def checked_targets(given: Target | Iterable[Target] | None, own: Sequence[Target]) -> list[Target]:
    """Return the targets asked for: those given, else those of the portfolio."""
    if given is None:
        return list(own)
    asked: list[Target] = [given] if isinstance(given, Target) else [*given]
    wrong: list[object] = [each for each in asked if not isinstance(each, Target)]
    if wrong:
        fix = 'give cs.money.Target("on time", "on time", 0.9), or several'
        raise InputError([Problem("targets", "no target", wrong[0], fix)])
    return asked
