"""When projects are finished, beside what was planned and promised: a roadmap."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from capsim.forecast.chances import Chance
from capsim.plots.frames import LEAST_LIKELY, checked, empty, foremost, part_shown
from capsim.plots.style import (
    BAD,
    FAINT,
    GOOD,
    INK,
    LITERAL,
    MUTED,
    axes_for,
    boxed,
    dated,
    in_rows,
    legend_below,
    numbers,
    points,
    said,
    shortened,
    sized,
    thickness,
    those_known,
    titled,
)

__all__ = ["roadmap"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


def roadmap(delivery: pd.DataFrame, most: int = 30, ax: Axes | None = None) -> Axes:
    """Draw each project from its planned start to P50, P80 and P95, with its deadline and its odds.

    Parameters
    ----------
    delivery : DataFrame
        From `Forecast.delivery`, or some of its rows.
    most : int
        Projects shown: those least likely to keep their deadlines.
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
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")],
    ...                   deadline="2027-01-15")
    >>> forecast = cs.simulate(
    ...     cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop]), seed=7, progress=False
    ... )
    >>> [label.get_text() for label in cs.plots.roadmap(forecast.delivery()).get_yticklabels()]
    ['Shop']
    """
    frame, title = checked("roadmap", delivery), "When projects are finished"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("roadmap"))
    shown = frame.iloc[foremost(-frame["probability"].to_numpy(np.float64), most)]
    beyond = shown["beyond_horizon"].astype("object").fillna("")  # empty once it was in a file
    is_dated = shown["p50"].notna() | (beyond != "")
    dates = {name: numbers(shown[name]) for name in _DATES}
    known = those_known(dates.values())
    if not len(known):
        return said(ax, title, "Nothing to show: no project has a date")
    titled(ax, title, part_shown(len(shown), len(frame), LEAST_LIKELY))
    first, last = float(known.min()), float(known.max())
    past = 0.06 * (last - first) if (beyond != "").any() else 0.0
    dated(ax, first, last + past)
    in_rows(ax, [shortened(name) for name in shown["project"]])
    ax.grid(axis="y", color=FAINT, linewidth=1)
    _draw_bars(ax, dates, beyond)
    _draw_promises(ax, {name: np.where(is_dated, days, np.nan) for name, days in dates.items()})
    _write_odds(ax, [Chance(*each) for each in shown[["probability", "low", "high"]].to_numpy(np.float64)])
    legend_below(ax, *_ROADMAP_KEY)
    return ax


_DATES: Final = ("planned_start", "p50", "p80", "p95", "planned_end", "deadline")
_SHADES: Final = {"p50": GOOD, "p80": "#6FB1DC", "p95": "#C4E0F2"}
_ROADMAP_KEY: Final = (
    (
        *(Patch(color=shade) for shade in _SHADES.values()),
        Line2D([], [], marker="|", color=INK, linestyle="", markersize=15, markeredgewidth=1.8),
        Line2D([], [], marker="D", color=INK, linestyle="", markersize=9),
        Line2D([], [], marker="X", color=BAD, linestyle="", markersize=11),
    ),
    ("to P50", "to P80 (4 in 5)", "to P95", "planned end", "deadline", "deadline before P80"),
)


def _draw_bars(ax: Axes, dates: dict[str, Floats], beyond: pd.Series[str]) -> None:
    """Draw the three parts of each bar; one that ends past the horizon goes to the edge, hatched."""
    edge, start = ax.get_xlim()[1], dates["planned_start"]
    begin = np.where(np.isnan(start), dates["p50"], start)
    size = sized(ax, len(begin), 12)
    for name, shade in _SHADES.items():
        is_past = beyond.str.split().map({name}.issubset).to_numpy(np.bool_)
        until = np.where(is_past, edge, dates[name] + 1)  # a day ends when the next begins
        for rows, hatch in ((~is_past, ""), (is_past, "///")):
            rows = np.flatnonzero(rows & ~np.isnan(until - begin))
            style: dict[str, Any] = {"color": shade, "hatch": hatch, "edgecolor": "white" if hatch else shade}
            width, high = (until - begin)[rows], thickness(len(begin))
            ax.barh(rows, width, high, begin[rows], linewidth=0, zorder=3, **style)
            if hatch:
                _say(ax, rows, edge, "past the horizon", size, "right")
        begin = np.where(is_past, np.nan, until)
    nothing = np.isnan(dates["p50"]) & (beyond == "").to_numpy(np.bool_)
    left = ax.get_xlim()[0]
    _say(ax, np.flatnonzero(nothing & np.isnan(start)), left, "no tasks yet", size, "left")
    _say(ax, np.flatnonzero(nothing & ~np.isnan(start)), left, "goes ahead in no future", size, "left")


def _say(ax: Axes, rows: Ints, day: float, words: str, size: float, side: Literal["left", "right"]) -> None:
    """Write the same words in several rows."""
    for row in rows.tolist():
        boxed(ax, day, row, words, size, side)


def _draw_promises(ax: Axes, dates: dict[str, Floats]) -> None:
    """Draw deadlines, those before P80 as a cross, and planned ends."""
    rows = np.arange(len(dates["deadline"]))
    half = 0.75 * thickness(len(rows))
    late = ~(dates["p80"] <= dates["deadline"])
    size = sized(ax, len(rows), 13)
    style: dict[str, Any] = {"linestyle": "", "zorder": 5, "markeredgecolor": "white"}
    for mine, marker, color, grown, gid in ((~late, "D", INK, 0.75, "kept"), (late, "X", BAD, 0.95, "late")):
        due = np.where(mine, dates["deadline"], np.nan) + 1
        ax.plot(due, rows, marker=marker, color=color, markersize=grown * size, gid=gid, **style)
    planned = dates["planned_end"] + 1
    ax.vlines(planned, rows - half, rows + half, color="white", linewidth=4.5, zorder=4)
    ax.vlines(planned, rows - half, rows + half, color=INK, linewidth=1.8, zorder=4).set_gid("planned")


def _write_odds(ax: Axes, odds: list[Chance]) -> None:
    """Write the odds of deadlines at the right, the small ones in the color of what is late."""
    size = sized(ax, len(odds), 13)
    style: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", **LITERAL}
    known = [(row, chance) for row, chance in enumerate(odds) if not np.isnan(chance.share)]
    if known:
        ax.text(1.01, 1.01, "odds", fontsize=points(ax, 12), color=MUTED, transform=ax.transAxes)
    for row, chance in known:
        color, weight = (BAD, "bold") if chance.share < 0.5 else (INK, "normal")
        ax.text(1.01, row, chance.sign, fontsize=size, color=color, fontweight=weight, **style)
