"""Planned demand against net capacity, before any simulation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.forecast.columns import texts
from capsim.forecast.periods import Periods, periods_of
from capsim.forecast.planned_work import planned_work
from capsim.forecast.questions import checked_keys
from capsim.forecast.sharing import Group, Sharing
from capsim.metrics.placing import placed
from capsim.plan.build import make_plan

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.plan.plan import Plan

__all__ = [
    "ABOUT",
    "capacity_of",
    "cell_days",
    "demand_frame",
    "demand_of_plan",
    "group_columns",
    "needs_bookings",
    "summed",
    "wide_table",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ABOUT = "planned demand"
"""What frames of this kind speak of, as their ``attrs`` say."""


def demand_frame(portfolio: Portfolio, by: str | Iterable[str], period: str, wide: bool) -> pd.DataFrame:
    """Return planned demand; see `capsim.domain.portfolio.Portfolio.demand`."""
    asked = checked_keys("demand", by, period)
    return demand_of_plan(make_plan(portfolio), asked, period, wide)


def demand_of_plan(plan: Plan, asked: Sequence[str], period: str, wide: bool) -> pd.DataFrame:
    """Return the planned demand of a portfolio whose plan is made already.

    Parameters
    ----------
    plan : Plan
    asked : sequence of str
        What to group by.
    period : {"M", "W"}
    wide : bool

    Returns
    -------
    DataFrame
        As of `capsim.domain.portfolio.Portfolio.demand`.
    """
    work = planned_work(plan)
    last = int(work.end[work.amount > 0].max(initial=0))
    sharing = Sharing(plan, periods_of(plan, period, last), needs_bookings(asked))
    cells = cell_days(sharing, work.amount[np.newaxis], work.begin, work.end)
    groups, days = summed(sharing.groups_of_parts(asked), sharing.parted(cells))
    demand = {group: of_group for group, of_group in zip(groups, days[0], strict=True) if of_group.any()}
    frame = wide_table(sharing.periods, asked, demand) if wide else _long(sharing, asked, demand)
    frame.attrs["about"] = ABOUT
    return frame


def needs_bookings(asked: Sequence[str]) -> bool:
    """Return whether the groups depend on who is booked."""
    return "team" in asked or "person" in asked


def cell_days(sharing: Sharing, amount: Floats, begin: Ints, end: Ints) -> Floats:
    """Return the person-days of each cell and period: (replications, cells, periods)."""
    return placed(amount, begin, end, sharing.need_cell, len(sharing.cells), sharing.periods.bounds)


def group_columns(asked: Sequence[str], groups: Sequence[Group], periods: Periods) -> dict[str, object]:
    """Return the first columns of a long frame: the period, and the names of each group."""
    columns: dict[str, object] = {"period": np.tile(periods.firsts.astype("datetime64[s]"), len(groups))}
    for place, key in enumerate(asked):
        columns[key] = texts(group[place][1] for group in groups for _ in range(len(periods)))
    return columns


def capacity_of(sharing: Sharing, asked: Sequence[str], groups: Sequence[Group]) -> Floats:
    """Return the capacity of groups in full-time equivalents: (groups, periods).

    NaN for what stands for nobody in particular, and in a period without a working day of the portfolio.
    """
    periods = sharing.periods
    known = sharing.capacity(asked)
    rows = [
        np.full(len(periods), np.nan)
        if sharing.without_capacity(asked, group)
        else periods.fte(known.get(group, np.zeros(len(periods))))
        for group in groups
    ]
    return np.where(periods.working > 0, np.array(rows).reshape(-1, len(periods)), np.nan)


def summed(groups: Sequence[Group], days: Floats) -> tuple[list[Group], Floats]:
    """Add up parts by group.

    Parameters
    ----------
    groups : sequence of Group
        The group of each part.
    days : ndarray of float64, (replications, parts, periods)

    Returns
    -------
    list of Group, ndarray of float64 (replications, groups, periods)
    """
    found = sorted(set(groups))
    place = {group: index for index, group in enumerate(found)}
    made: Floats = np.zeros((len(days), len(found), days.shape[2]))
    for part, group in enumerate(groups):
        made[:, place[group]] += days[:, part]
    return found, made


def _long(sharing: Sharing, asked: Sequence[str], demand: Mapping[Group, Floats]) -> pd.DataFrame:
    """Return a row per group and period, with demand, what is booked, capacity and gap."""
    periods = sharing.periods
    booked = sharing.booked_groups(asked)
    groups = sorted({*demand, *booked, *sharing.groups_of_people(asked)})
    none = np.zeros(len(periods))
    wanted = _stacked([periods.fte(demand.get(group, none)) for group in groups], periods)
    capacity = capacity_of(sharing, asked, groups)
    return pd.DataFrame(
        {
            **group_columns(asked, groups, periods),
            "demand": wanted.ravel(),
            "booked": _stacked([periods.fte(booked.get(group, none)) for group in groups], periods).ravel(),
            "capacity": capacity.ravel(),
            "gap": (wanted - capacity).ravel(),
        }
    )


def wide_table(periods: Periods, asked: Sequence[str], demand: Mapping[Group, Floats]) -> pd.DataFrame:
    """Return the demand alone: a row per group, a column per period up to the last with any."""
    groups = list(demand)
    names = {key: texts(group[place][1] for group in groups) for place, key in enumerate(asked)}
    wanted = _stacked([periods.fte(demand[group]) for group in groups], periods)
    count = max(np.flatnonzero(wanted.any(axis=0)), default=0) + 1
    return pd.DataFrame({**names, **dict(zip(periods.labels[:count], wanted.T[:count], strict=True))})


def _stacked(rows: Sequence[Floats], periods: Periods) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(-1, len(periods))
