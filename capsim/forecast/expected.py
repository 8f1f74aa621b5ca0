"""Planned demand over all replications, by group and period, and how likely it is above capacity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.forecast.facts import Facts
from capsim.forecast.futures import Demanded, demanded_by
from capsim.forecast.periods import Periods
from capsim.forecast.planned import ABOUT, capacity_of, group_columns
from capsim.forecast.planned_work import planned_work
from capsim.forecast.questions import checked_keys
from capsim.forecast.sharing import Group, Sharing
from capsim.metrics.amounts import Estimated, mean_of, quantile_of
from capsim.metrics.placing import placed

__all__ = ["OVERLOADS", "expected_frame", "fte_columns", "overload_frame", "rounding_of_work"]

Floats = npt.NDArray[np.float64]

OVERLOADS: Final = ("role", "skill", "team", "person")
"""What `Forecast.overload` can be grouped by."""


def expected_frame(facts: Facts, by: str | Iterable[str], period: str) -> pd.DataFrame:
    """Return planned demand by group and period; columns as in `Forecast.demand`."""
    asked = checked_keys("demand", by, period)
    found = demanded_by(facts.futures, asked, period)
    sharing = found.sharing
    groups = sorted({*found.groups, *sharing.groups_of_people(asked)})
    days = of_groups(found, groups)
    frame = pd.DataFrame(
        {
            **group_columns(asked, groups, sharing.periods),
            **fte_columns(facts, sharing.periods, days, {"p10": 0.1, "p50": 0.5, "p90": 0.9}),
            **mean_columns(facts, sharing.periods, days, "mean", "error"),
            "capacity": _expected_capacity(facts, sharing, asked, groups).ravel(),
        }
    )
    frame.attrs["about"] = ABOUT
    return frame


def _expected_capacity(
    facts: Facts, sharing: Sharing, asked: Sequence[str], groups: Sequence[Group]
) -> Floats:
    """Return the mean capacity of groups in FTE, (groups, periods), less what happens to people (D5)."""
    capacity, lost = capacity_of(sharing, asked, groups), _lost_days(facts, sharing, asked, groups)
    return _less(capacity, lost, sharing.periods)


def _less(capacity: Floats, lost: Floats, periods: Periods) -> Floats:
    """Return capacity in FTE, (groups, periods), less the mean of the person-days lost."""
    return capacity - np.nan_to_num(periods.fte(lost.mean(axis=0)))


def _lost_days(facts: Facts, sharing: Sharing, asked: Sequence[str], groups: Sequence[Group]) -> Floats:
    """Return the person-days that the people of groups lack in each replication, or once if none ever do.

    (replications or 1, groups, periods)
    """
    lost = facts.futures.lost(sharing.days)
    place = {group: index for index, group in enumerate(groups)}
    made: Floats = np.zeros((1 if lost is None else len(lost), len(groups), len(sharing.periods)))
    if lost is not None:
        for person, group in enumerate(sharing.groups_of_people(asked)):
            if group in place:
                made[:, place[group]] += lost[:, person] / TICKS_PER_DAY
    return made


def overload_frame(facts: Facts, by: str, period: str) -> pd.DataFrame:
    """Return how likely planned demand is above capacity; columns as in `Forecast.overload`."""
    found = demanded_by(facts.futures, (by,), period)
    sharing, periods = found.sharing, found.sharing.periods
    groups = sorted(
        group
        for group in {*found.groups, *sharing.groups_of_people((by,))}
        if not sharing.without_capacity((by,), group)
    )
    days = of_groups(found, groups)
    capacity = capacity_of(sharing, (by,), groups)
    lost = _lost_days(facts, sharing, (by,), groups)
    room = np.nan_to_num(capacity * periods.working) - lost
    hit = days > room + _rounding(sharing, by, groups)
    odds = facts.share(hit.reshape(len(hit), -1))
    excess = np.where(hit, days - room, 0.0)
    frame = pd.DataFrame(
        {
            **group_columns((by,), groups, periods),
            **fte_columns(facts, periods, days, {"demand_p50": 0.5}),
            "capacity": _less(capacity, lost, periods).ravel(),
            "probability": odds.probability,
            "low": odds.low,
            "high": odds.high,
            **mean_columns(facts, periods, excess, "expected_excess", "error"),
        }
    )
    frame.attrs["about"] = ABOUT
    return frame


def of_groups(found: Demanded, groups: Sequence[Group]) -> Floats:
    """Return the demand of these groups, (replications, groups, periods); none where they have none."""
    place = {group: index for index, group in enumerate(found.groups)}
    made: Floats = np.zeros((len(found.days), len(groups), found.days.shape[2]))
    for index, group in enumerate(groups):
        if group in place:
            made[:, index] = found.days[:, place[group]]
    return made


def fte_columns(facts: Facts, periods: Periods, days: Floats, levels: dict[str, float]) -> dict[str, Floats]:
    """Return quantiles of person-days, (replications, groups, periods), as columns in FTE with intervals."""
    columns: dict[str, Floats] = {}
    ends: dict[str, Floats] = {}
    flat = days.reshape(len(days), -1)
    for name, level in levels.items():
        found = quantile_of(flat, level, facts.batch)
        if facts.is_schedule:
            found = Estimated(*[found.value] * 3)
        columns[name] = _fte(periods, found.value)
        ends[f"{name}_low"], ends[f"{name}_high"] = _fte(periods, found.low), _fte(periods, found.high)
    return {**columns, **ends}


def mean_columns(facts: Facts, periods: Periods, days: Floats, mean: str, error: str) -> dict[str, Floats]:
    """Return means of person-days and their errors, as columns in FTE."""
    value, off = mean_of(days.reshape(len(days), -1), facts.batch)
    if facts.is_schedule:
        off = np.zeros_like(off)
    return {mean: _fte(periods, value), error: _fte(periods, off)}


def _fte(periods: Periods, days: Floats) -> Floats:
    """Return person-days, group by group and period by period, in FTE."""
    return np.asarray(periods.fte(days.reshape(-1, len(periods)))).ravel()


def _rounding(sharing: Sharing, by: str, groups: Sequence[Group]) -> Floats:
    """Return the person-days, (groups, periods), by which rounding to ticks alone can make an overload."""
    made = {group: np.zeros(len(sharing.periods)) for group in groups}
    for person, group in enumerate(sharing.groups_of_people((by,))):
        made[group] += sharing.rounded_off[person]
    work = rounding_of_work(sharing, sharing.need_cell, len(sharing.cells))
    for part, group in zip(sharing.parts, sharing.groups_of_parts((by,)), strict=True):
        if group in made:
            made[group] += work[part.cell]
    return np.array(list(made.values()), dtype=np.float64).reshape(-1, len(sharing.periods))


def rounding_of_work(sharing: Sharing, cell: npt.NDArray[np.int64], cells: int) -> Floats:
    """Return the person-days that rounding up can add to the work of each cell at most: (cells, periods)."""
    work = planned_work(sharing.plan)
    one = (work.amount > 0).astype(np.float64)[np.newaxis]
    ticks = placed(one, work.begin, work.end, cell, cells, sharing.periods.bounds)[0] + 1e-6
    return np.asarray(ticks / TICKS_PER_DAY, dtype=np.float64)
