"""Who is short, busy or wanted, period by period."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from capsim.plots.frames import checked, empty, part_shown
from capsim.plots.heat import ALARMING, Grid, Scale, draw_grid
from capsim.plots.style import axes_for, said, titled

__all__ = ["demand_heatmap", "gap_heatmap", "overload_heatmap", "skills_matrix", "utilization_heatmap"]

_CALM: Final = ("#d6e6f4", "#abd0e6", "#6aaed6", "#3787c0", "#105ba4", "#08306b")

Floats = npt.NDArray[np.float64]


def overload_heatmap(overload: pd.DataFrame, most: int = 25, ax: Axes | None = None) -> Axes:
    r"""Draw how likely more is planned than people have, by role (or skill, team, person) and period.

    Parameters
    ----------
    overload : DataFrame
        From `Forecast.overload`, or some of its rows.
    most : int
        Rows shown: those with the highest odds.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has two rows for one cell.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", demand=[cs.Demand("backend", {"2027-01": 1, "2027-02": 2})])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop], ranges="usual")
    >>> forecast = cs.simulate(agency, replications=50, seed=7, progress=False)
    >>> ax = cs.plots.overload_heatmap(forecast.overload())
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['Jan\n2027', 'Feb']
    """
    frame = checked("overload_heatmap", overload)
    by_person = "person" in frame.columns
    title = "Odds of being overloaded" if by_person else "Odds of more demand than capacity"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("overload_heatmap"))
    grid = Grid.of(frame, "probability", most, _highest)
    scale = Scale(ALARMING, 1.0, "share of futures", _percent)
    return _drawn(ax, title, grid, scale, "the highest odds")


def gap_heatmap(gaps: pd.DataFrame, most: int = 25, ax: Axes | None = None) -> Axes:
    """Draw how much is short, by role or skill and period; what is not short is left blank.

    Parameters
    ----------
    gaps : DataFrame
        From `Forecast.gaps` (the mean over the futures) or `Portfolio.demand` by role (the plan), or some
        rows of them.
    most : int
        Rows shown: those that are most short.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has two rows for one cell.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", demand=[cs.Demand("backend", {"2027-01": 1.5, "2027-02": 2})])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> ax = cs.plots.gap_heatmap(agency.demand(by="role"))
    >>> [text.get_text() for text in ax.texts]
    ['0.5', '1.0']
    """
    frame, title = checked("gap_heatmap", gaps), "Gap between demand and capacity"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("gap_heatmap"))
    if frame["gap"].isna().all():
        return said(ax, title, 'Nothing to show: no row has a gap; ask for it by="role"')
    short = frame.assign(gap=frame["gap"].clip(lower=0))
    grid = Grid.of(short, "gap", most, _highest)
    scale = Scale(ALARMING, _top(grid.values), "full-time equivalents short", _in_tenths)
    return _drawn(ax, title, grid, scale, "the most short")


def demand_heatmap(demand: pd.DataFrame, most: int = 25, ax: Axes | None = None) -> Axes:
    """Draw planned demand by project, role, team or person, and period.

    Parameters
    ----------
    demand : DataFrame
        From `Portfolio.demand`, or some of its rows.
    most : int
        Rows shown: those with the most demand.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has two rows for one cell.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", demand=[cs.Demand("backend", {"2027-01": 1.5, "2027-02": 2})])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> ax = cs.plots.demand_heatmap(agency.demand())
    >>> [label.get_text() for label in ax.get_yticklabels()], [text.get_text() for text in ax.texts]
    (['Shop · backend'], ['1.5', '2.0'])
    """
    frame, title = checked("demand_heatmap", demand), "Planned demand"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("demand_heatmap"))
    grid = Grid.of(frame, "demand", most, _sum)
    scale = Scale(_CALM, _top(grid.values), "full-time equivalents", _in_tenths)
    return _drawn(ax, title, grid, scale, "the most demand")


def utilization_heatmap(utilization: pd.DataFrame, most: int = 25, ax: Axes | None = None) -> Axes:
    """Draw how busy people are in the schedule, by role, team or person, and period.

    Parameters
    ----------
    utilization : DataFrame
        From `Forecast.utilization`, or some of its rows.
    most : int
        Rows shown: the busiest.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has two rows for one cell.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> forecast = cs.simulate(agency, replications=50, seed=7, progress=False)
    >>> ax = cs.plots.utilization_heatmap(forecast.utilization(period="M"))
    >>> [text.get_text() for text in ax.texts]
    ['100 %']
    """
    frame, title = checked("utilization_heatmap", utilization), "Utilization in the schedule"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("utilization_heatmap"))
    grid = Grid.of(frame, "utilization", most, _mean)
    scale = Scale(_CALM, 1.0, "busy ÷ capacity", _percent)
    return _drawn(ax, title, grid, scale, "the busiest")


def skills_matrix(skills: pd.DataFrame, most: int = 25, ax: Axes | None = None) -> Axes:
    """Draw who can do what: how many people of a role or team hold a skill, or how fast a person is at it.

    Parameters
    ----------
    skills : DataFrame
        From `Portfolio.skills`, or some of its rows.
    most : int
        Rows shown: those that hold the most; as many skills at most, those that are held the most.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has two rows for one cell.

    Examples
    --------
    >>> import capsim as cs
    >>> ada, bo = cs.Person("Ada", {"backend": 1.2, "data": 0.8}), cs.Person("Bo", "backend")
    >>> ax = cs.plots.skills_matrix(cs.Portfolio("Agency", "2027-01-04", [ada, bo]).skills(by="person"))
    >>> [text.get_text() for text in ax.texts]
    ['1.2', '0.8', '1.0']
    """
    frame, title = checked("skills_matrix", skills), "Who can do what"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("skills_matrix"))
    held = frame.groupby("skill", sort=False, observed=True)["people"].sum()
    widest = held.nlargest(max(most, 1), keep="first").index
    by_person = "person" in frame.columns
    value = "proficiency" if by_person else "people"
    grid = Grid.of(frame[frame["skill"].isin(widest)], value, most, _sum, across="skill")
    notes = _note(grid, "those that hold the most"), part_shown(len(widest), len(held), "skills")
    titled(ax, title, "; ".join(filter(None, notes)))
    label = "proficiency (1.0 = nominal)" if by_person else "people who hold the skill"
    written = _in_tenths if by_person else _as_count
    draw_grid(ax, grid, Scale(_CALM, _top(grid.values), label, written, is_whole=not by_person))
    ax.set_facecolor("white")  # nothing is no gap in the table here
    return ax


def _drawn(ax: Axes, title: str, grid: Grid, scale: Scale, which: str) -> Axes:
    """Draw a table as colors below its title, which says what rows are shown where some are left out."""
    titled(ax, title, _note(grid, which))
    draw_grid(ax, grid, scale)
    return ax


def _note(grid: Grid, which: str) -> str:
    """Say which rows are shown, where some are left out."""
    (key, *others) = grid.keys
    what = "rows" if others else {"person": "people"}.get(key, f"{key}s")
    return part_shown(len(grid.names), grid.among, f"{what}: {which}")


def _highest(values: Floats) -> Floats:
    known = np.nan_to_num(values)
    return np.asarray(known.max(axis=1) + known.mean(axis=1) * 1e-3)


def _sum(values: Floats) -> Floats:
    return np.asarray(np.nansum(values, axis=1))


def _mean(values: Floats) -> Floats:
    return np.asarray(np.nansum(values, axis=1) / np.maximum((~np.isnan(values)).sum(axis=1), 1))


def _top(values: Floats) -> float:
    return max(float(np.nanmax(values)), 1e-9)


def _percent(value: Any) -> str:
    """Write a share into a cell: shorter than in sentences, where what is nearly always is ``> 99 %``."""
    if 0 < value < 0.005:
        return "< 1 %"
    return f"{min(100 * value, 99 if value < 1 else 100):.0f} %"


def _as_count(value: Any) -> str:
    return f"{value:.0f}"


def _in_tenths(value: Any) -> str:
    return f"{value:.1f}"
