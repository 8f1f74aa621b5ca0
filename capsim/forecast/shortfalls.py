"""Roles of which more is planned than there is, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pandas as pd

from capsim.domain.findings import Finding
from capsim.domain.words import plural
from capsim.errors import Problem
from capsim.forecast.dates import month_of
from capsim.forecast.planned import demand_frame

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["demand_above_capacity"]

_LEAST: Final = 0.05
"""Full-time equivalents that are missing before it is worth a word."""


def demand_above_capacity(portfolio: Portfolio) -> Iterator[Finding]:
    """Find roles of which more is planned than there is, the largest gap first: a finding for each.

    Parameters
    ----------
    portfolio : Portfolio
        With work to do.
    """
    frame = demand_frame(portfolio, "role", "M", wide=False)
    short = frame[frame["gap"] > _LEAST]
    worst = short.groupby("role", sort=False)["gap"].max().sort_values(ascending=False, kind="stable")
    for role in worst.index:
        yield _finding(str(role), short[short["role"] == role])


def _finding(role: str, months: pd.DataFrame) -> Finding:
    first = months.iloc[0]
    most = months.iloc[int(months["gap"].argmax())]
    told = f"demand is above capacity in {plural(len(months), 'month')}: first in {_gap_of(first)}"
    if most["period"] != first["period"]:
        told += f", most in {_gap_of(most)}"
    fix = "move work, or add people; demand by role shows every month"
    return Finding("demand above capacity", Problem(f"Role {role!r}", told, fix=fix, severity="warning"))


def _gap_of(row: pd.Series[float]) -> str:
    """Write a month, what is wanted in it and what there is, with digits enough to see the gap."""
    digits = 1 if row["gap"] >= 0.1 else 2
    month = month_of(pd.Timestamp(row["period"]).date())
    return f"{month} ({row['demand']:.{digits}f} FTE wanted, {row['capacity']:.{digits}f} there)"
