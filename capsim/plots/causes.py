"""Why work is late: the waterfall of a project, who delays whom, and from when people hold work up."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from capsim.domain.words import plural, some
from capsim.errors import InputError, Problem
from capsim.forecast.bars import PLANNED
from capsim.forecast.chances import percent
from capsim.plots.frames import checked, empty, foremost, only_one, part_shown
from capsim.plots.heat import ALARMING, Grid, Scale, draw_grid
from capsim.plots.style import (
    BAD,
    FAINT,
    GOOD,
    INK,
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

__all__ = ["bottleneck_timeline", "delay_matrix", "waterfall"]

Floats = npt.NDArray[np.float64]

_LESS: Final = "#009E73"
_COLUMNS: Final = 14
_BAND: Final[dict[str, Any]] = {"color": "#F2B48C"}


# ---------------------------------------------------------------- why


def waterfall(
    why: pd.DataFrame, of: str | None = None, quantile: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw where the working days up to the finish of a project go, cause by cause.

    Parameters
    ----------
    why : DataFrame
        From `Forecast.why`.
    of : str, optional
        The project; needed where the table has several.
    quantile : float, optional
        One of those in the table; the largest without.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has no such project or quantile.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> ax = cs.plots.waterfall(cs.simulate(demo, replications=200, seed=7, progress=False).why("Shop"))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['unhindered', 'estimate', 'rest', 'finish']
    """
    frame = checked("waterfall", why)
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, "Why it takes so long", empty("waterfall"))
    rows = _at(only_one("waterfall", frame, "project", of), quantile)
    share = float(rows["quantile"].iloc[0])
    done = f"{percent(share)} of futures are done by then (P{100 * share:.0f})"
    titled(ax, f"Why {shortened(rows['project'].iloc[0], 40)} takes so long", done)
    days, causes = rows["working_days"].to_numpy(np.float64), [str(cause) for cause in rows["cause"]]
    ends = np.cumsum(days)
    whole = float(ends[-1])
    in_rows(ax, [*(shortened(cause) for cause in causes), "finish"])
    colors = [
        GOOD if cause in PLANNED else BAD if more > 0 else _LESS
        for cause, more in zip(causes, days, strict=True)
    ]
    height = thickness(len(days) + 1)
    places = np.arange(len(days))
    ax.barh(places, days, height, ends - days, color=colors, zorder=3)
    ax.barh([len(days)], [whole], height, color=INK, zorder=3)
    edges = np.append(ends, whole)
    ax.vlines(ends, places + height / 2, places + 1 - height / 2, color=MUTED, linewidth=1, zorder=2)
    size = sized(ax, len(edges), 12)
    for row, (end, more) in enumerate(zip(edges, [*days, whole], strict=True)):
        boxed(
            ax, max(end, end - more), row, f"{more:+.1f}" if row < len(days) else f"{more:.0f}", size, "left"
        )
    ax.set_xlim(min(0.0, float((ends - days).min())), 1.1 * float(max(edges.max(), (ends - days).max())))
    ax.grid(axis="x", color=FAINT, linewidth=1)
    ax.set_xlabel("working days from the start of the portfolio", fontsize=points(ax, 13), color=INK)
    legend_below(
        ax, [Patch(color=GOOD), Patch(color=BAD), Patch(color=_LESS)], ["as planned", "longer", "shorter"]
    )
    return ax


def _at(frame: pd.DataFrame, quantile: float | None) -> pd.DataFrame:
    """Return the rows of a quantile, or say which there are."""
    rows = frame[frame["quantile"] == (frame["quantile"].max() if quantile is None else quantile)]
    if rows.empty:
        known = some(str(each) for each in dict.fromkeys(frame["quantile"]))
        fix = f"write one of those of the table: {known}"
        raise InputError([Problem("plots.waterfall, quantile", "no such quantile", quantile, fix)])
    return rows


# ---------------------------------------------------------------- who delays whom


def delay_matrix(delays: pd.DataFrame, most: int = 25, ax: Axes | None = None) -> Axes:
    """Draw how long each project waits, and for whom.

    Parameters
    ----------
    delays : DataFrame
        From `Forecast.delays`.
    most : int
        Projects shown: those that wait longest. Of those waited for the 14 most are shown.
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
    >>> projects = [cs.Project(name, [cs.Task("work", effort=5, skill="dev")]) for name in ("Shop", "Portal")]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    >>> ax = cs.plots.delay_matrix(cs.simulate(demo, progress=False).delays(by="project"))
    >>> [text.get_text() for text in ax.texts]
    ['5.0']
    """
    frame, title = checked("delay_matrix", delays), "Who waits for whom"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("delay_matrix"))
    across = next(key for key in ("held_by", "role", "person") if key in frame.columns)
    waited = frame.groupby(across, sort=False)["working_days"].sum()
    kept = waited.index[foremost(waited.to_numpy(np.float64), _COLUMNS)]
    grid = Grid.of(frame[frame[across].isin(kept)], "working_days", most, _sum, across=across)
    what = {"held_by": "those who hold the people", "role": "roles", "person": "people"}[across]
    notes = (
        part_shown(len(grid.names), grid.among, "projects: those that wait longest"),
        part_shown(len(kept), len(waited), what),
    )
    titled(ax, title, "; ".join(filter(None, notes)))
    top = max(float(np.nanmax(grid.values)), 1e-9)
    draw_grid(ax, grid, Scale(ALARMING, top, "working days of waiting, mean", lambda days: f"{days:.1f}"))
    ax.set_facecolor("white")  # nothing is no gap in the table here
    ax.set_ylabel("waits", fontsize=points(ax, 13), color=MUTED)
    ax.set_xlabel(
        "held by" if across == "held_by" else f"for the {across}", fontsize=points(ax, 13), color=MUTED
    )
    return ax


def _sum(values: Floats) -> Floats:
    return np.asarray(np.nansum(values, axis=1))


# ---------------------------------------------------------------- bottlenecks


def bottleneck_timeline(bottlenecks: pd.DataFrame, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw from when people hold work up, and how much.

    The band runs from P10 to P90 of the first day on which work waits and nobody has time left; the mark is
    P50. A band to the edge is one that in some futures never begins.

    Parameters
    ----------
    bottlenecks : DataFrame
        From `Forecast.bottlenecks`.
    most : int
        Rows shown: those that are waited for longest.
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
    >>> projects = [cs.Project(name, [cs.Task("work", effort=5, skill="dev")]) for name in ("Shop", "Portal")]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    >>> ax = cs.plots.bottleneck_timeline(cs.simulate(demo, progress=False).bottlenecks())
    >>> [text.get_text() for text in ax.texts]
    ['50 % of its time; 5 days of waiting']
    """
    frame, title = checked("bottleneck_timeline", bottlenecks), "From when people hold work up"
    ax = axes_for(ax)
    begins = frame[frame["onset_p10"].notna()]
    if begins.empty:
        ever = "Nothing to show: nobody is exhausted in 1 of 10 futures"
        return said(ax, title, empty("bottleneck_timeline") if frame.empty else ever)
    shown = begins.iloc[foremost(begins["wait_days"].to_numpy(np.float64), most)]
    key = next(name for name in ("role", "team", "person") if name in shown.columns)
    low, middle, high = (numbers(shown[name]) for name in ("onset_p10", "onset_p50", "onset_p90"))
    those = "people" if key == "person" else f"{key}s"
    titled(ax, title, part_shown(len(shown), len(frame), f"{those}: exhausted in 1 of 10 futures or more"))
    known = those_known((low, middle, high))
    room = 0.35 * max(float(known.max() - known.min()), 30.0)
    dated(ax, float(known.min()), float(known.max()) + room)
    in_rows(ax, [shortened(name) for name in shown[key]])
    rows, height = np.arange(len(shown)), thickness(len(shown))
    edge = ax.get_xlim()[1]
    until = np.where(np.isnan(high), edge, high + 1)
    ax.barh(rows, until - low, height, low, zorder=3, **_BAND)
    size = sized(ax, len(rows), 14)
    ax.plot(middle, rows, marker="D", linestyle="", color=BAD, markersize=0.8 * size, zorder=4)
    right = np.where(np.isnan(high), edge, high + 1)
    for row, place, share, days in zip(
        rows.tolist(), right, shown["exhausted"], shown["wait_days"], strict=True
    ):
        words = f"{percent(share)} of its time; {plural(round(days), 'day')} of waiting"
        boxed(ax, float(place), row, words, sized(ax, len(rows), 12), "right" if place == edge else "left")
    marks = [Patch(**_BAND), Line2D([], [], marker="D", color=BAD, linestyle="", markersize=9)]
    legend_below(ax, marks, ["exhausted from: P10 to P90", "P50"])
    return ax
