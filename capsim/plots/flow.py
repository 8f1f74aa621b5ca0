"""One future: who is on from when to when, and how work flows."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from capsim.domain.words import plural
from capsim.forecast.words import GOES_NOT_AHEAD, STOPPED_IN_WORK, STOPPED_WAITING, STOPS
from capsim.plots.frames import checked, empty
from capsim.plots.style import (
    COLORS,
    FAINT,
    GOOD,
    INK,
    MUTED,
    axes_for,
    boxed,
    dated,
    in_rows,
    keyed,
    legend_below,
    measured,
    numbers,
    said,
    shortened,
    sized,
    thickness,
    those_known,
    titled,
)

__all__ = ["cumulative_flow", "gantt"]

Floats = npt.NDArray[np.float64]

_NEVER_READY: Final = "Nothing to show: nothing gets ready by the horizon"


def gantt(schedule: pd.DataFrame, most: int = 28, ax: Axes | None = None) -> Axes:
    """Draw the tasks of one future from start to finish, below their projects.

    A thin line is the time for which a task waits although it is ready, a diamond a task of one day or none.

    Parameters
    ----------
    schedule : DataFrame
        From `Forecast.schedule`, or some of its rows: those of one project, say.
    most : int
        Tasks shown, the first of the table.
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
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=8, skill="backend")])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> forecast = cs.simulate(agency, replications=1, seed=7, progress=False)
    >>> [label.get_text() for label in cs.plots.gantt(forecast.schedule(0)).get_yticklabels()]
    ['Shop', 'build']
    """
    frame, title = checked("gantt", schedule), "Schedule of one future"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("gantt"))
    shown = frame.iloc[: max(most, 1)]
    dates = {name: numbers(shown[name]) for name in ("ready", "start", "finish")}
    known = those_known(dates.values())
    if not len(known):
        return said(ax, title, _NEVER_READY)
    left_out = "" if len(shown) == len(frame) else f"the first {len(shown)} of {plural(len(frame), 'task')}"
    titled(ax, title, left_out)
    dated(ax, float(known.min()), float(known.max()) + 1)
    rows = _rows(ax, shown)
    _draw_tasks(ax, shown, rows, dates)
    legend_below(ax, *_GANTT_KEY)
    return ax


_GANTT_KEY: Final = (
    (
        Patch(color=GOOD),
        Line2D([], [], color=MUTED, linewidth=2),
        Line2D([], [], marker="D", color=INK, linestyle="", markersize=8),
    ),
    ("in work", "ready, and waits", "takes no time"),
)


def _rows(ax: Axes, shown: pd.DataFrame) -> list[int]:
    """Lay out a row for each project and each task; return those of the tasks."""
    names: list[str] = []
    rows: list[int] = []
    heads: list[int] = []
    before = None
    for project, task in zip(shown["project"], shown["task"], strict=True):
        if project != before:
            heads.append(len(names))
            names.append(shortened(project))
            before = project
        rows.append(len(names))
        names.append(shortened(task))
    in_rows(ax, names)
    for row, label in enumerate(ax.get_yticklabels()):
        label.set(fontweight="bold" if row in heads else "normal", color=INK if row in heads else MUTED)
    for row in heads:
        ax.axhline(row - 0.5, color=FAINT, linewidth=1, zorder=0)
    return rows


def _draw_tasks(ax: Axes, shown: pd.DataFrame, rows: list[int], dates: dict[str, Floats]) -> None:
    at, edge = np.array(rows), ax.get_xlim()[1]
    ready, start, finish = dates["ready"], dates["start"], dates["finish"]
    stops = _stops(shown, start)
    until = np.where(np.isnan(finish), np.where(np.isnan(stops), edge, stops), finish + 1)  # a whole day
    place = {project: number for number, project in enumerate(dict.fromkeys(shown["project"]))}
    colors = [COLORS[place[project] % len(COLORS)] for project in shown["project"]]
    waits_to = np.where(np.isnan(start), np.where(np.isnan(stops), edge, stops), start)
    waits = ready < waits_to
    ax.hlines(at[waits], ready[waits], waits_to[waits], color=MUTED, linewidth=2, zorder=2).set_gid("waits")
    bare = _takes_no_time(shown) | shown["driver"].str.endswith(STOPS).to_numpy(np.bool_)
    works = ~np.isnan(start) & ~bare
    mine = [color for color, work in zip(colors, works, strict=True) if work]
    width, thick = (until - start)[works], 1.15 * thickness(len(rows))
    ax.barh(at[works], width, thick, start[works], color=mine, edgecolor=mine, linewidth=1, zorder=3)
    ax.plot(start[bare] + 0.5, at[bare], "D", color=INK, markersize=0.55 * sized(ax, len(rows), 13), zorder=4)
    size = sized(ax, len(rows), 11)
    for row in np.flatnonzero(np.isnan(finish)).tolist():
        words = _without_end(shown["driver"].iloc[row], begun=not np.isnan(start[row]))
        boxed(ax, edge, rows[row], words, size, "right")


def _without_end(driver: str, *, begun: bool) -> str:
    """Say why a task has no finish."""
    if driver == GOES_NOT_AHEAD:
        return GOES_NOT_AHEAD
    if driver.endswith(STOPS):
        return STOPS.removeprefix("; ")
    if driver.endswith((STOPPED_IN_WORK, STOPPED_WAITING)):
        return "stopped by a gate"
    return f"not {'finished' if begun else 'started'} by the horizon"


def _stops(shown: pd.DataFrame, start: Floats) -> Floats:
    """Return the day on which a gate stops each row: the last start of what is stopped; NaN if none does."""
    is_stopped = shown["driver"].str.endswith((STOPS, STOPPED_IN_WORK, STOPPED_WAITING)).to_numpy(np.bool_)
    began = pd.Series(np.where(is_stopped, start, np.nan), index=shown.index)
    last = began.groupby(shown["project"]).transform("max").to_numpy(np.float64)
    return np.where(is_stopped, last, np.nan)


def _takes_no_time(shown: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows are milestones: they end when they start."""
    if {"start_days", "finish_days"} <= set(shown.columns):
        return (shown["start_days"] == shown["finish_days"]).to_numpy(np.bool_)
    return np.zeros(len(shown), dtype=np.bool_)


# ---------------------------------------------------------------- flow


def cumulative_flow(schedule: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how many tasks of one future are finished, in work, waiting and not ready, day by day.

    A band that grows wider is work that piles up.

    Parameters
    ----------
    schedule : DataFrame
        From `Forecast.schedule`, or some of its rows: those of one project, say.
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
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=8, skill="backend")])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> forecast = cs.simulate(agency, replications=1, seed=7, progress=False)
    >>> cs.plots.cumulative_flow(forecast.schedule(0)).get_ylabel()
    'tasks'
    """
    frame, title = checked("cumulative_flow", schedule), "Flow of work in one future"
    ax = axes_for(ax)
    going = frame[frame["driver"] != GOES_NOT_AHEAD]
    if going.empty:
        return said(ax, title, empty("cumulative_flow") if frame.empty else "Nothing goes ahead")
    absent = len(frame) - len(going)
    titled(ax, title, f"without {plural(absent, 'task')} of what {GOES_NOT_AHEAD}" if absent else "")
    dates = [numbers(going[name]) for name in ("ready", "start", "finish")]
    dates[2] = dates[2] + 1  # finished when its last day is over
    known = those_known(dates)
    if not len(known):
        return said(ax, title, _NEVER_READY)
    days = np.arange(known.min(), known.max() + 1)
    _draw_bands(ax, days, [_count(each, days) for each in dates], len(going))
    dated(ax, days[0], days[-1])
    ax.set_ylim(0, 1.03 * len(going))
    measured(ax, "tasks")
    ax.yaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10], integer=True))
    return ax


def _count(dates: Floats, days: Floats) -> Floats:
    """Return how many dates have come by each day."""
    return np.searchsorted(np.sort(dates[np.isfinite(dates)]), days, side="right").astype(np.float64)


_BANDS: Final = (
    ("finished", "#0072B2", None),
    ("in work", "#56B4E9", None),
    ("ready, and waits", "#E69F00", "//"),
    ("not ready yet", "#EEF0F3", None),
)


def _draw_bands(ax: Axes, days: Floats, counts: list[Floats], tasks: int) -> None:
    ready, started, finished = counts
    bounds = [np.zeros(len(days)), finished, started, ready, np.full(len(days), float(tasks))]
    handles = []
    for (name, color, hatch), low, high in zip(_BANDS, bounds, bounds[1:], strict=False):
        look: dict[str, Any] = {"facecolor": color, "hatch": hatch, "edgecolor": "white", "linewidth": 0}
        ax.fill_between(days, low, high, step="post", gid=name, zorder=2, **look)
        handles.append(Patch(**look))
    keyed(ax, handles[::-1], [name for name, *_ in _BANDS][::-1])
