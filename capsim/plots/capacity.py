"""What is planned against what there is."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from capsim.errors import InputError, Problem
from capsim.forecast.periods import first_days
from capsim.plots.frames import checked, empty, groups_in, only_one
from capsim.plots.style import (
    BAD,
    GOOD,
    INK,
    axes_for,
    dated,
    day_of,
    legend_below,
    measured,
    numbers,
    said,
    shortened,
    titled,
)

__all__ = ["demand_fan"]

Floats = npt.NDArray[np.float64]

_BAND: Final[dict[str, Any]] = {"color": "#A9CFE8"}
_SHORT: Final[dict[str, Any]] = {"facecolor": "none", "edgecolor": BAD, "hatch": "///", "linewidth": 0}
_DEMAND: Final[dict[str, Any]] = {"color": GOOD, "linewidth": 3}
_CAPACITY: Final[dict[str, Any]] = {"color": INK, "linewidth": 2.5, "linestyle": (0, (4, 1.5))}


def demand_fan(demand: pd.DataFrame, of: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw planned demand with its odds against capacity, for one role, skill, project, team or person.

    The band holds 8 in 10 futures, the line half of them; where the line is above capacity, what is short is
    hatched.

    Parameters
    ----------
    demand : DataFrame
        From `Forecast.demand`, grouped by one thing.
    of : str, optional
        The role, say; needed where the table has several.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, is grouped by several things, or has no such row.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", demand=[cs.Demand("backend", {"2027-01": 1, "2027-02": 2})])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop], ranges="usual")
    >>> forecast = cs.simulate(agency, replications=50, seed=7, progress=False)
    >>> cs.plots.demand_fan(forecast.demand(), "backend").get_ylabel()
    'full-time equivalents'
    """
    frame = checked("demand_fan", demand)
    key = _only_key(groups_in(frame))
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, "Demand and capacity", empty("demand_fan"))
    rows = only_one("demand_fan", frame, key, of).sort_values("period")
    titled(ax, f"{shortened(rows[key].iloc[0], 40)}: planned demand and capacity")
    edges = _edges(numbers(rows["period"]))
    low, middle, high, capacity = (_held(rows[name]) for name in ("p10", "p50", "p90", "capacity"))
    ax.fill_between(edges, low, high, step="post", linewidth=0, zorder=2, **_BAND)
    lacking = np.where(middle > capacity, middle - capacity, 0.0)[:-1]
    _draw_short(ax, edges, lacking, capacity)
    ax.plot(edges, middle, drawstyle="steps-post", zorder=4, gid="p50", **_DEMAND)
    ax.plot(edges, capacity, drawstyle="steps-post", zorder=4, gid="capacity", **_CAPACITY)
    dated(ax, edges[0], edges[-1])
    ax.set_ylim(0, 1.08 * max(float(np.nanmax(high)), float(np.nanmax([0.0, *capacity])), 1e-9))
    measured(ax, "full-time equivalents")
    legend_below(ax, *_key(has_capacity=not np.isnan(capacity).all(), is_short=bool(lacking.any())))
    return ax


def _only_key(keys: list[str]) -> str:
    """Return what a table is grouped by, if that is one thing."""
    if len(keys) > 1:
        what = f"the table is grouped by {' and '.join(map(repr, keys))}"
        raise InputError([Problem("plots.demand_fan", what, fix=f"ask for demand(by={keys[-1]!r})")])
    return keys[0]


def _edges(firsts: Floats) -> Floats:
    """Return the first days of periods, and the end of the last."""
    days = [day_of(first) for first in firsts]
    letter = "M" if all(day.day == 1 for day in days) else "W"
    last_and_end = first_days(days[-1], letter, np.datetime64(days[-1], "D"))
    return np.append(firsts, numbers(last_and_end[1:]))


def _held(column: pd.Series[float]) -> Floats:
    """Return a column whose last value holds until the end of its period."""
    values = column.to_numpy(np.float64)
    return np.concatenate([values, values[-1:]])


def _draw_short(ax: Axes, edges: Floats, lacking: Floats, capacity: Floats) -> None:
    """Hatch what is short, above the capacity, period by period."""
    short = np.flatnonzero(lacking)
    width = np.diff(edges)[short]
    ax.bar(edges[short], lacking[short], width, capacity[short], align="edge", zorder=3, **_SHORT)


def _key(*, has_capacity: bool, is_short: bool) -> tuple[list[Artist], list[str]]:
    key: dict[str, Artist] = {
        "demand, P10 to P90 (8 of 10 futures)": Patch(**_BAND),
        "demand, P50": Line2D([], [], **_DEMAND),
    }
    if has_capacity:
        key["capacity"] = Line2D([], [], **_CAPACITY)
    if is_short:
        key["short"] = Patch(**_SHORT)
    return list(key.values()), list(key)
