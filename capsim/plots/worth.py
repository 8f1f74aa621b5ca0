"""Money beside dates, and value beside its odds: points on a plane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import EngFormatter, PercentFormatter

from capsim.forecast.chances import percent
from capsim.forecast.dates import readable
from capsim.plots.frames import Takes, checked, empty, foremost, part_shown
from capsim.plots.style import (
    BAD,
    FAINT,
    GOOD,
    INK,
    MUTED,
    axes_for,
    dated,
    day_of,
    legend_below,
    measured,
    named,
    numbers,
    points,
    said,
    shortened,
    titled,
)

__all__ = ["joint_cloud", "value_map"]

Floats = npt.NDArray[np.float64]

_LINE: Final = Takes("forecast.joint_confidence()", ("finish", "cost", "probability", "commit"))

_LIKELY: Final = 0.5
"""Value below these odds is at risk: more likely than not it does not arrive in time."""


def joint_cloud(cloud: pd.DataFrame, line: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw cost against finish, a dot for each future, and the line of equal joint confidence.

    What lies below and left of a point of the line is kept together in the futures asked for; the star is
    the pair to commit to.

    Parameters
    ----------
    cloud : DataFrame
        From `Forecast.costs_and_finishes`.
    line : DataFrame, optional
        From `Forecast.joint_confidence`, of the same project.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If a table is another one.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> team = [cs.Person("Ada", "backend", cost_per_day=600)]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", team, [shop])
    >>> forecast = cs.simulate(demo, replications=200, seed=7, progress=False)
    >>> ax = cs.plots.joint_cloud(forecast.costs_and_finishes("Shop"), forecast.joint_confidence("Shop"))
    >>> ax.get_ylabel()
    'cost'
    """
    frame, title = checked("joint_cloud", cloud), "Cost and finish together"
    pairs = None if line is None else checked("joint_cloud", line, _LINE)
    if pairs is not None:
        pairs = pairs[pairs["finish"].notna()]  # what is finished too seldom has no line
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("joint_cloud"))
    days, cost = numbers(frame["finish"]), frame["cost"].to_numpy(np.float64)
    known = np.isfinite(days)
    if not known.any():
        return said(ax, title, "Nothing to show: it is finished in no future")
    unfinished = len(days) - int(known.sum())
    titled(ax, title, f"without {unfinished} of {len(days)} futures: not finished" if unfinished else "")
    dots = ax.scatter(
        days[known], cost[known], s=26, color=GOOD, alpha=0.45, linewidth=0, gid="futures", zorder=2
    )
    handles: list[Any] = [dots]
    labels = ["one future"]
    dated(ax, float(days[known].min()), float(days[known].max()))
    if pairs is not None and not pairs.empty:
        (curve,) = ax.plot(
            numbers(pairs["finish"]),
            pairs["cost"].to_numpy(np.float64),
            color=INK,
            linewidth=2.4,
            drawstyle="steps-post",
            gid="line",
            zorder=3,
        )
        handles.append(curve)
        odds = float(pairs["probability"].min())
        labels.append(f"both kept in {percent(odds)} or more of the futures")
        for star, words in _pair(ax, pairs):
            handles.append(star)
            labels.append(words)
    _in_money(ax, "cost")
    ax.set_xlabel("finished by", fontsize=points(ax, 13), color=INK)
    legend_below(ax, handles, labels)
    return ax


def _pair(ax: Axes, pairs: pd.DataFrame) -> Iterator[tuple[Line2D, str]]:
    """Mark the pair to commit to, and say which it is."""
    for chosen in pairs[pairs["commit"].astype(bool)].itertuples():
        day, cost = float(numbers([chosen.finish])[0]), float(str(chosen.cost))
        style: dict[str, Any] = {"color": BAD, "markeredgecolor": "white", "linestyle": ""}
        (star,) = ax.plot([day], [cost], "*", markersize=20, gid="commit", zorder=5, **style)
        yield star, f"commit to {readable(day_of(day))} and {EngFormatter(places=1, sep=' ')(cost)}"


def _in_money(ax: Axes, label: str) -> None:
    ax.yaxis.set_major_formatter(EngFormatter())
    measured(ax, label)


def value_map(values: pd.DataFrame, most: int = 30, ax: Axes | None = None) -> Axes:
    """Draw what each project is worth against how likely it arrives.

    At the lower right stands what is worth much and is not likely to arrive; the lines across hold the 95 %
    intervals.

    Parameters
    ----------
    values : DataFrame
        From `Forecast.values`, or some of its rows.
    most : int
        Projects shown: those worth most.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")], value=90_000,
    ...                   deadline="2027-01-15")
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> ax = cs.plots.value_map(cs.simulate(demo, seed=7, progress=False).values())
    >>> ax.get_xlabel()
    'value'
    """
    frame, title = checked("value_map", values), "Value and the odds that it arrives"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("value_map"))
    told = frame[frame["value"].notna() & frame["probability"].notna()]
    if told.empty:
        return said(ax, title, "Nothing to show: no project has a value, or benefits")
    shown = told.iloc[foremost(told["value"].to_numpy(np.float64), most)]
    why = "those worth most" if len(shown) < len(told) else "those with a value"
    titled(ax, title, part_shown(len(shown), len(frame), f"projects: {why}"))
    worth, odds = (shown[name].to_numpy(np.float64) for name in ("value", "probability"))
    apart = np.abs(shown[["low", "high"]].to_numpy(np.float64).T - odds)
    colors = np.where(odds < _LIKELY, BAD, GOOD)
    ax.errorbar(worth, odds, yerr=apart, fmt="none", ecolor=MUTED, elinewidth=1.4, zorder=2)
    ax.scatter(worth, odds, s=150, color=colors.tolist(), edgecolor="white", gid="projects", zorder=3)
    _lay_out(ax, worth)
    named(ax, worth, odds, [shortened(name, 26) for name in shown["project"]])
    return ax


def _lay_out(ax: Axes, worth: Floats) -> None:
    room = 0.1 * max(float(worth.max()), 1.0)
    ax.set_xlim(min(0.0, float(worth.min())) - room / 4, float(worth.max()) + room)
    ax.set_ylim(-0.06, 1.08)
    ax.set_yticks(np.linspace(0, 1, 6))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    ax.xaxis.set_major_formatter(EngFormatter())
    ax.axhline(_LIKELY, color=MUTED, linewidth=1, linestyle=":", zorder=1)
    measured(ax, "odds that it is delivered in time")
    ax.grid(axis="x", color=FAINT, linewidth=1)
    ax.set_xlabel("value", fontsize=points(ax, 13), color=INK)
