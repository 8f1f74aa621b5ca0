"""Which tasks decide when a project is finished, as a network."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from capsim.plots.frames import checked, empty, foremost, only_one, part_shown
from capsim.plots.layers import Layout, kept_links, laid_out
from capsim.plots.style import (
    BAD,
    INK,
    LITERAL,
    MUTED,
    axes_for,
    inches,
    points,
    said,
    shortened,
    titled,
)

__all__ = ["criticality_network"]

_SHADES: Final = LinearSegmentedColormap.from_list("criticality", ["#EEF1F4", "#F2B48C", BAD])
_TITLES: Final = {
    "critical": "How often each task has no float",
    "on_chain": "How often each task is on the chain to the finish",
}
_LEAST: Final = 0.005
"""A share that is shown as a number; less is "0 %" and says nothing."""


def criticality_network(
    network: pd.DataFrame,
    of: str | None = None,
    by: Literal["critical", "on_chain"] = "critical",
    most: int = 28,
    ax: Axes | None = None,
) -> Axes:
    """Draw the tasks of a project as a network, from left to right, by how often they are critical.

    The larger and the more orange a task, the more often it decides; the number is the share of futures. A
    dashed line leads through tasks that are not shown; a link that others imply is not drawn.

    Parameters
    ----------
    network : DataFrame
        From `Forecast.network`, or some of its rows.
    of : str, optional
        The project; needed where the table has several.
    by : {"critical", "on_chain"}
        Without float, people aside; or on the chain of causes, with the people that there are.
    most : int
        Tasks shown: those with the largest shares.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or has no such project.

    Examples
    --------
    >>> import capsim as cs
    >>> tasks = [cs.Task("build", effort=5, skill="backend"), cs.Task("live", after="build")]
    >>> demo = cs.Portfolio(
    ...     "Demo", "2027-01-04", [cs.Person("Ada", "backend")], [cs.Project("Shop", tasks)]
    ... )
    >>> forecast = cs.simulate(demo, replications=10, progress=False)
    >>> ax = cs.plots.criticality_network(forecast.network("Shop"))
    >>> [text.get_text() for text in ax.texts]
    ['100 %', 'build', '100 %', 'live']
    """
    frame = checked("criticality_network", network)
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, _TITLES[by], empty("criticality_network"))
    mine = only_one("criticality_network", frame, "project", of)
    shares = mine.drop_duplicates("task").set_index("task")[by].astype("float64").fillna(0.0)
    names = [str(shares.index[place]) for place in foremost(shares.to_numpy(), most)]
    links = [
        (str(row["after"]), str(row["task"]))
        for row in mine[["task", "after"]].to_dict("records")
        if pd.notna(row["after"]) and row["after"]
    ]
    layout = laid_out(names, kept_links(links, names))
    note = part_shown(len(names), len(shares), "tasks: the most critical")
    titled(ax, f"{_TITLES[by]}: {shortened(mine['project'].iloc[0])}", note)
    _spread(ax, layout)
    _draw_links(ax, layout, shares, set(links))
    _draw_tasks(ax, layout, shares)
    return ax


def _spread(ax: Axes, layout: Layout) -> None:
    """Lay out the axes: levels from left to right, nothing else on them."""
    ax.set(xticks=[], yticks=[], xlim=(-0.55, layout.levels - 0.45))
    half = max(layout.height, 2) / 2
    ax.set_ylim(-half - 0.25, half - 0.05)
    ax.spines[["left", "bottom"]].set_visible(False)


def _room(ax: Axes, layout: Layout) -> tuple[float, float]:
    """Return the inches that a task has for itself, across and down."""
    width, height = inches(ax)
    return width / layout.levels, height / (max(layout.height, 2) + 0.2)


def _draw_links(ax: Axes, layout: Layout, shares: pd.Series[float], direct: set[tuple[str, str]]) -> None:
    """Draw each link as a line, the thicker the more often both ends are critical."""
    for (before, then), way in layout.ways.items():
        share = float(min(shares[before], shares[then]))
        style: dict[str, Any] = {
            "edgecolor": BAD if share >= 0.5 else MUTED,
            "linewidth": points(ax, 0.8 + 2.4 * share),
            "linestyle": "-" if (before, then) in direct else (0, (4, 3)),
            "alpha": 0.85 if share >= 0.05 else 0.45,
            "zorder": 2 + share,
        }
        ax.add_patch(PathPatch(_smooth(way), facecolor="none", **style))


def _smooth(way: list[tuple[float, float]]) -> Path:
    """Return a line through some points that is level at each."""
    vertices, codes = [way[0]], [int(Path.MOVETO)]
    for (x, y), (to_x, to_y) in pairwise(way):
        middle = (x + to_x) / 2
        vertices += [(middle, y), (middle, to_y), (to_x, to_y)]
        codes += [int(Path.CURVE4)] * 3
    return Path(np.array(vertices), codes)


def _across(ax: Axes, layout: Layout, share: float) -> float:
    """Return how many inches wide a task is drawn."""
    width, height = _room(ax, layout)
    return min(0.55, 0.5 * width, 0.5 * height) * _scale(share)


def _scale(share: float) -> float:
    return 0.5 + 0.5 * float(share)


def _draw_tasks(ax: Axes, layout: Layout, shares: pd.Series[float]) -> None:
    """Draw the tasks, each with its share inside or above, and its name below."""
    names = list(layout.places)
    known = np.array([shares[name] for name in names])
    x, y = np.array([layout.places[name] for name in names]).T
    sizes = [(72 * _across(ax, layout, share)) ** 2 for share in known]
    dots = ax.scatter(
        x, y, s=sizes, c=known, cmap=_SHADES, vmin=0, vmax=1, edgecolors=INK, linewidths=0.8, zorder=4
    )
    dots.set_gid("tasks")
    width, height = _room(ax, layout)
    size = max(4.5, min(points(ax, 11), 9.5 * height / 0.6))
    letters = max(8, int(width * 72 / (0.56 * size)))
    lines = 2 if height * 72 > 4.4 * size else 1
    style: dict[str, Any] = {"ha": "center", "zorder": 6, **LITERAL}
    for name, share in zip(names, known, strict=True):
        place = layout.places[name]
        inside = 72 * _across(ax, layout, share) > 3.1 * size * 0.85
        if share >= _LEAST:
            color = MUTED if not inside else "white" if share >= 0.8 else INK
            above = 0.0 if inside else 36 * _across(ax, layout, share) + 0.6 * size
            written: dict[str, Any] = {"xytext": (0, above), "textcoords": "offset points", "va": "center"}
            ax.annotate(f"{100 * share:.0f} %", place, fontsize=0.85 * size, color=color, **written, **style)
        below: dict[str, Any] = {
            "xytext": (0, -36 * _across(ax, layout, share) - 2),
            "textcoords": "offset points",
        }
        box: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6}
        words = _label(name, letters, lines)
        ax.annotate(words, place, va="top", fontsize=size, color=INK, bbox=box, **below, **style)


def _label(name: str, letters: int, lines: int) -> str:
    """Return a name on so many lines, with an ellipsis where it is too long for them."""
    words = wrap(shortened(name, letters * lines), letters, break_on_hyphens=False) or [""]
    return "\n".join(words) if len(words) <= lines else shortened(name, letters)
