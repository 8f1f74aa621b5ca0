"""Roles of which more is planned than there is, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from capsim.domain.findings import Finding
from capsim.domain.words import in_fte, plural
from capsim.errors import Problem
from capsim.forecast.dates import month_of
from capsim.forecast.gaps import short_of_hours
from capsim.forecast.periods import periods_of
from capsim.forecast.planned import demand_of_plan
from capsim.forecast.planned_work import planned_work
from capsim.forecast.sharing import Sharing
from capsim.forecast.short import LEAST, is_short
from capsim.plan.plan import Plan

__all__ = ["RoleMonths", "demand_above_capacity"]

_SEEN: Final = 0.005
"""What is less does not show in figures to the hundredth."""


@dataclass(frozen=True, eq=False)
class RoleMonths:
    """Planned demand by role and month, and what of it stays short.

    Attributes
    ----------
    frame : DataFrame
        As of `Portfolio.demand` by role, with ``short``: the full-time equivalents that remain when everybody
        who could do it is shared out, as in `Forecast.gaps`.
    """

    frame: pd.DataFrame

    @classmethod
    def of(cls, plan: Plan) -> RoleMonths:
        """Compare the planned demand of a plan with what there is."""
        frame = demand_of_plan(plan, ["role"], "M", wide=False)
        work = planned_work(plan)
        last = int(work.end[work.amount > 0].max(initial=0))
        sharing = Sharing(plan, periods_of(plan, "M", last), by_booking=False)
        months = [pd.Timestamp(first) for first in sharing.periods.firsts]
        short = {
            (role, month): float(fte)
            for role, days in short_of_hours(sharing, work).items()
            for month, fte in zip(months, sharing.periods.fte(days), strict=True)
        }
        rows = zip(frame["role"], frame["period"], strict=True)
        return cls(frame.assign(short=[short.get(row, 0.0) for row in rows]))


def demand_above_capacity(months: RoleMonths) -> Iterator[Finding]:
    """Find roles of which more is planned than there is, the largest shortage first: a finding for each.

    Where nothing stays short, but more is wanted than those have whose role it is, that is told as well.

    Parameters
    ----------
    months : RoleMonths
    """
    frame = months.frame
    worst = frame.groupby("role", sort=False)[["short", "gap"]].max().round(6)
    worst = worst.sort_values(["short", "gap"], ascending=False, kind="stable")
    stays = is_short(frame["short"], frame["demand"])
    covered = is_short(frame["gap"], frame["demand"]) & ~stays & (frame["gap"] - frame["short"] >= _SEEN)
    for role in worst.index:
        of_role = frame["role"] == role
        if (of_role & stays).any():
            yield _above(str(role), frame[of_role & stays])
        elif (of_role & covered).any():
            yield _covered(str(role), frame[of_role & covered])


def _above(role: str, months: pd.DataFrame) -> Finding:
    first = months.iloc[0]
    most = months.iloc[int(months["short"].round(6).argmax())]
    told = f"demand is above capacity in {plural(len(months), 'month')}: first in {_gap_of(first)}"
    if most["period"] != first["period"]:
        told += f", most in {_gap_of(most)}"
    fix = 'move work, or add people; capsim demand, or portfolio.demand(by="role"), shows every month'
    return Finding("demand above capacity", Problem(f"Role {role!r}", told, fix=fix, severity="warning"))


def _covered(role: str, months: pd.DataFrame) -> Finding:
    most = months.iloc[int(months["gap"].round(6).argmax())]
    rest = "the rest" if most["short"] < _SEEN else f"all but {in_fte(most['short'])} of the rest"
    told = (
        f"in {_month_of(most)} {_figures(most)} whose role it is; others who can do it cover {rest}"
        f"{_more(len(months) - 1)}"
    )
    fix = "keep their own work small in that time, or add people"
    problem = Problem(f"Role {role!r}", told, fix=fix, severity="info")
    return Finding("covered by others", problem, costs=False)


def _more(months: int) -> str:
    return f" (and in {plural(months, 'other month', 'other months')})" if months else ""


def _gap_of(row: pd.Series[float]) -> str:
    """Write a month, what is wanted in it, what there is, and what stays short if others cover some."""
    if abs(row["short"] - row["gap"]) < LEAST:
        return f"{_month_of(row)} ({_figures(row)})"
    return (
        f"{_month_of(row)} ({_figures(row)} whose role it is; {in_fte(row['short'])} stays short "
        "after everybody who can do it)"
    )


def _month_of(row: pd.Series[float]) -> str:
    return month_of(pd.Timestamp(row["period"]).date())


def _figures(row: pd.Series[float]) -> str:
    """Write what is wanted and what there is."""
    return f"{in_fte(row['demand'])} FTE wanted, {in_fte(row['capacity'])} there"
