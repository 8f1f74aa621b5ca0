"""What the finish swings with: bars from one end of each input to the other."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from capsim.plots.frames import checked, empty, foremost, part_shown
from capsim.plots.style import (
    BAD,
    FAINT,
    GOOD,
    INK,
    LITERAL,
    MUTED,
    axes_for,
    in_rows,
    points,
    said,
    shortened,
    thickness,
    titled,
)

__all__ = ["tornado"]

Floats = npt.NDArray[np.float64]

_TITLE: Final = "What the finish swings with"


def tornado(swings: pd.DataFrame, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw how far the finish lies from its mean at the low and at the high end of each input.

    What lies later is hatched. A gray bar differs from nothing by no more than its Monte Carlo error.

    Parameters
    ----------
    swings : DataFrame
        From `Forecast.tornado`, or some of its rows.
    most : int
        Inputs shown: those with the largest swing.
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
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> forecast = cs.simulate(
    ...     cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop]), seed=7, progress=False
    ... )
    >>> ax = cs.plots.tornado(forecast.tornado())
    >>> ax.get_xlabel(), [label.get_text() for label in ax.get_yticklabels()]
    ('calendar days from the mean finish', ['Shop: build'])
    """
    frame = checked("tornado", swings)
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, _TITLE, empty("tornado"))
    sizes = frame["swing_days"].abs().to_numpy(np.float64)
    places = foremost(sizes, most)
    shown = frame.iloc[sorted(places, key=lambda place: -sizes[place])]
    titled(ax, _TITLE, part_shown(len(shown), len(frame), "inputs: the largest swings"))
    in_rows(ax, [shortened(name) for name in _names(shown)])
    _draw(ax, shown)
    ax.set_xlabel("calendar days from the mean finish", fontsize=points(ax, 13), color=INK)
    return ax


def _names(frame: pd.DataFrame) -> list[str]:
    """Return what inputs are called: tasks with their project, where the table has both."""
    if "task" in frame and "project" in frame:
        return [f"{project}: {task}" for project, task in zip(frame["project"], frame["task"], strict=True)]
    column = next(name for name in ("task", "driver", "risk") if name in frame)
    return [str(name) for name in frame[column]]


def _draw(ax: Axes, frame: pd.DataFrame) -> None:
    """Draw the bars, later ones apart from earlier ones, and the swing at their end."""
    rows = np.arange(len(frame))
    low, high = (frame[name].to_numpy(np.float64) for name in ("low_days", "high_days"))
    tie = frame["tie"].to_numpy(np.bool_)
    height = thickness(len(frame))
    for end in (low, high):
        later = end > 0
        colors = [
            MUTED if tied else BAD if is_later else GOOD for tied, is_later in zip(tie, later, strict=True)
        ]
        drawn = ax.barh(rows, end, height=height, color=colors, edgecolor="white", linewidth=0.5, zorder=3)
        for bar, is_later in zip(drawn, later, strict=True):
            bar.set_hatch("//" if is_later else "")
    ax.axvline(0, color=INK, linewidth=1, zorder=4)
    reach = float(np.abs([low, high]).max()) or 1.0
    ax.set_xlim(-1.25 * reach, 1.25 * reach)
    style = {"va": "center", "fontsize": points(ax, 12), "color": MUTED, **LITERAL}
    swings = frame["swing_days"].to_numpy(np.float64)
    for row, (swing, tied) in enumerate(zip(swings, tie, strict=True)):
        words = "tie" if tied else f"{swing:+.0f}"
        ax.annotate(words, (max(low[row], high[row], 0.0), row), (6, 0), textcoords="offset points", **style)
    ax.grid(axis="x", color=FAINT, linewidth=1)
