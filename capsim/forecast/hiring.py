"""How many people are to be hired, and by when: from what nobody has hours, or the grade, for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.errors import InputError, Problem
from capsim.forecast.columns import texts
from capsim.forecast.costing import checked_level
from capsim.forecast.facts import Facts
from capsim.forecast.gaps import shortages
from capsim.forecast.planned import ABOUT
from capsim.forecast.questions import checked_keys
from capsim.forecast.sharing import Sharing
from capsim.metrics.amounts import quantile_of

__all__ = ["hire_frame"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_USUAL_DAYS: Final = 90.0
"""Calendar days that a hire takes where nothing is said."""


class _Step(NamedTuple):
    """So many more people that are wanted from a period on.

    Attributes
    ----------
    skill : int
    number : int
        How many more.
    already : int
        How many are wanted before.
    first, last : int
        The first period in which all of them are wanted, and the last in which any of them is.
    periods : int
        In how many periods any of them is.
    """

    skill: int
    number: int
    already: int
    first: int
    last: int
    periods: int


def hire_frame(
    facts: Facts, quantile: float, period: str, days_to_hire: float | None, least: float
) -> pd.DataFrame:
    """Return columns as in `Forecast.hires`."""
    checked_keys("hires", "skill", period)
    level = checked_level("hires", "quantile", quantile)
    least = _checked("least", least, 1.0)
    days = _usual_days(facts) if days_to_hire is None else _checked("days_to_hire", days_to_hire, 10_000.0)
    sharing = Sharing(facts.futures.plan, facts.futures.periods(period), by_booking=False)
    short, periods = shortages(facts.futures, sharing), sharing.periods
    missing = np.asarray(periods.fte(short.hours + short.grades)) / _of_one(facts)
    count, skills, width = missing.shape
    found = quantile_of(missing.reshape(count, -1), level, facts.batch)
    wanted, *ends = (each.reshape(skills, width) for each in found)
    low, high = (wanted, wanted) if facts.is_schedule else ends
    steps = [step for skill in range(skills) for step in _steps(skill, _people(wanted[skill], least))]
    hit = (
        np.stack([missing[:, each.skill, each.first] > each.already for each in steps], axis=1)
        if steps
        else None
    )
    odds = facts.share(np.zeros((count, 0), dtype=np.bool_) if hit is None else hit)
    needed = periods.firsts[[step.first for step in steps]].astype("datetime64[s]")
    today = np.datetime64(facts.plan.portfolio.status_date or facts.plan.start, "s")
    hire_by = needed - np.timedelta64(round(days), "D")
    frame = pd.DataFrame(
        {
            "role": texts(short.skills[step.skill] for step in steps),
            "number": np.array([step.number for step in steps], dtype=np.int64),
            "needed": needed,
            "hire_by": hire_by,
            "overdue": hire_by < today,
            "until": periods.firsts[[step.last for step in steps]].astype("datetime64[s]"),
            "periods": np.array([step.periods for step in steps], dtype=np.int64),
            **{
                name: np.array([each[step.skill, step.first] * _of_one(facts) for step in steps], np.float64)
                for name, each in (("gap", wanted), ("gap_low", low), ("gap_high", high))
            },
            "probability": odds.probability,
            "low": odds.low,
            "high": odds.high,
        }
    )
    frame = frame.sort_values(["needed", "number"], ascending=[True, False], kind="stable", ignore_index=True)
    frame.attrs["about"] = ABOUT
    frame.attrs["days_to_hire"] = days
    return frame


def _people(wanted: Floats, least: float) -> Floats:
    """Return shortages as whole people; to the thousandth, for days are rounded to ticks (rule R2)."""
    return np.floor(np.round(wanted, 3) + 1 - least + 1e-9)


def _steps(skill: int, number: Floats) -> Iterator[_Step]:
    """Return when more people are wanted than ever before."""
    top = 0
    for place, each in enumerate(number.astype(np.int64).tolist()):
        if each > top:
            later = np.flatnonzero(number > top)
            yield _Step(skill, each - top, top, place, int(later[-1]), len(later))
            top = each


def _of_one(facts: Facts) -> float:
    """Return the full-time equivalents that somebody hired has for projects, daily business taken out."""
    return max(1 - facts.plan.portfolio.run_the_business, 0.05)


def _usual_days(facts: Facts) -> float:
    """Return how long a hire takes: as the portfolio says of its leavers."""
    attrition = facts.plan.portfolio.attrition
    return _USUAL_DAYS if attrition is None else float(attrition.days_to_hire.mean())


def _checked(name: str, given: object, most: float) -> float:
    """Return an argument that is a number from 0 to some largest one."""
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= most:
        return float(given)
    fix = f"write a number from 0 to {most:,g}"
    raise InputError([Problem(f"hires, {name}", "out of range", given, fix)])
