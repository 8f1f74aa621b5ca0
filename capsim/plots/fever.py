"""The fever chart: how much of each buffer is used, against how much of the chain of work is done."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from capsim.forecast.buffers import AMBER, RED
from capsim.forecast.chances import percent
from capsim.plots.frames import checked, empty, foremost, part_shown
from capsim.plots.style import (
    BAD,
    COLORS,
    FAINT,
    GOOD,
    INK,
    LITERAL,
    MUTED,
    axes_for,
    measured,
    named,
    numbers,
    points,
    said,
    shortened,
    titled,
)

__all__ = ["fever_chart"]

Floats = npt.NDArray[np.float64]

_AMBER_DOT: Final = COLORS[1]
_DOTS: Final = {"green": (GOOD, "o"), "amber": (_AMBER_DOT, "D"), "red": (BAD, "X")}
"""The color and the shape of the dots of a zone."""

_LOWEST: Final = -0.3
_HIGHEST: Final = 1.6
"""What lies beyond is drawn at the edge, and its share stands beside its name."""

_LOW: Final = 0.1
_NAME: Final = 0.035
"""Buffers used less than that lie close together: below them is room for so much of a name each."""


def fever_chart(buffers: pd.DataFrame, most: int = 20, ax: Axes | None = None) -> Axes:
    """Draw how much of each buffer is used against how much of the chain is done.

    Above the upper line is red, between the lines amber; the bars across hold the 95 % intervals. Rows of
    several status dates, put together with `pandas.concat`, become a trail that ends at the latest.

    Parameters
    ----------
    buffers : DataFrame
        From `Forecast.buffers`, or some of its rows, or several of them.
    most : int
        Projects shown: those whose buffer is used the most.
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
    >>> forecast = cs.simulate(cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False)
    >>> cs.plots.fever_chart(forecast.buffers()).get_ylabel()
    'buffer used'
    """
    frame, title = checked("fever_chart", buffers), "Buffer used, against work done"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("fever_chart"))
    known = frame[frame["used"].notna() & frame["chain_done"].notna()]
    known = known.iloc[np.argsort(numbers(known["status_date"]), kind="stable")]
    latest = known.drop_duplicates("project", keep="last")
    if latest.empty:
        return said(ax, title, "Nothing to show: no project has a buffer")
    shown = latest.iloc[foremost(latest["used"].to_numpy(np.float64), most)]
    among = frame["project"].nunique()
    why = "most used" if len(shown) < len(latest) else "those with a buffer"
    titled(ax, title, part_shown(len(shown), among, f"buffers: {why}"))
    done, used = (shown[name].to_numpy(np.float64) for name in ("chain_done", "used"))
    top = min(max(1.1, 1.1 * float(used.max())), _HIGHEST)
    bottom = max(min(-0.05, 1.1 * float(used.min())), _LOWEST) - _NAME * top * int((used < _LOW).sum())
    _lay_out(ax, bottom, top)
    at = np.clip(used, bottom, top)
    for name in shown["project"]:
        trail = known[known["project"] == name]
        _draw_trail(ax, trail, bottom, top)
    apart = np.clip(shown[["used_low", "used_high"]].to_numpy(np.float64).T, bottom, top) - at
    ax.errorbar(
        done, at, yerr=np.abs(np.nan_to_num(apart)), fmt="none", ecolor=MUTED, elinewidth=1.4, zorder=2
    )
    for zone, (color, shape) in _DOTS.items():
        mine = (shown["zone"] == zone).to_numpy()
        style: dict[str, Any] = {"marker": shape, "edgecolor": "white", "gid": zone, "zorder": 3}
        ax.scatter(done[mine], at[mine], s=170, color=color, clip_on=False, **style)
    labels = [
        shortened(name, 26) if share == place else f"{shortened(name, 26)} ({percent(share)})"
        for name, share, place in zip(shown["project"], used, at, strict=True)
    ]
    named(ax, done, at, labels)
    return ax


def _lay_out(ax: Axes, bottom: float, top: float) -> None:
    """Draw the lines between the zones, and say which is which."""
    ends = np.array([0.0, 1.0])
    ax.set_xlim(-0.04, 1.04)
    ax.set_ylim(bottom, top)
    for line, dashes in ((AMBER, "--"), (RED, "-")):
        ax.plot(ends, line, color=MUTED, linewidth=1.6, linestyle=dashes, gid="line", zorder=1)
    ax.fill_between(ends, RED, [top, top], color=BAD, alpha=0.13, linewidth=0, zorder=0)
    ax.fill_between(ends, AMBER, RED, color=_AMBER_DOT, alpha=0.13, linewidth=0, zorder=0)
    ax.fill_between(ends, [bottom, bottom], AMBER, color=GOOD, alpha=0.08, linewidth=0, zorder=0)
    style: dict[str, Any] = {"color": MUTED, "ha": "right", "va": "center", "style": "italic", **LITERAL}
    middles = {"green": AMBER[1] / 2, "amber": (AMBER[1] + RED[1]) / 2, "red": (RED[1] + top) / 2}
    for zone, middle in middles.items():
        ax.text(0.99, middle, zone, fontsize=points(ax, 14), zorder=1, **style)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    measured(ax, "buffer used")
    ax.grid(axis="x", color=FAINT, linewidth=1)
    ax.set_xlabel("chain of work done", fontsize=points(ax, 13), color=INK)


def _draw_trail(ax: Axes, trail: pd.DataFrame, bottom: float, top: float) -> None:
    """Draw the way that a project has come, if it was asked on several days."""
    if len(trail) < 2:
        return
    done, used = (trail[name].to_numpy(np.float64) for name in ("chain_done", "used"))
    ax.plot(done, np.clip(used, bottom, top), color=MUTED, linewidth=1.2, marker=".", gid="trail", zorder=2)
