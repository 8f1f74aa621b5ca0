"""What single changes do: bars of days gained or lost, with their intervals."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from capsim.plots.frames import checked, empty, part_shown
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

__all__ = ["levers"]

Floats = npt.NDArray[np.float64]

_TITLE: Final = "What single changes do"
_STRESS: Final = "What shocks do"


def levers(changes: pd.DataFrame, most: int = 15, ax: Axes | None = None) -> Axes:
    """Draw how many days of lateness each change spares or adds; without deadlines, days of the last finish.

    What does harm is hatched; a gray bar is a tie. The line across a bar is its 95 % interval.

    Parameters
    ----------
    changes : DataFrame
        From `WhatIfs.frame` or `Stress.frame`, or some of their rows.
    most : int
        Changes shown: the first of the table.
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
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=30, skill="backend", people=(1, 2))])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> hire = cs.Scenario("hire", [cs.edits.AddPerson("Bo", "backend")])
    >>> ax = cs.plots.levers(cs.what_if(demo, [hire], replications=10, seed=7, progress=False).frame())
    >>> ax.get_xlabel(), [label.get_text() for label in ax.get_yticklabels()]
    ('calendar days later, of the last finish', ['hire'])
    """
    frame, column = checked("levers", changes), "tardiness_days"
    ax = axes_for(ax)
    title = _TITLE if "lever" in frame else _STRESS
    if frame.empty:
        return said(ax, title, empty("levers"))
    if frame["tardiness_days"].isna().all():
        column = "finish_days"
    # the best lever stands on top, and the worst shock
    shown = frame.head(max(most, 1)).sort_values(column, ascending="lever" in frame, kind="stable")
    titled(ax, title, part_shown(len(shown), len(frame), "changes: the first of the table"))
    in_rows(ax, [shortened(name) for name in shown["lever" if "lever" in shown else "shock"]])
    _draw(ax, shown, column)
    words = "days of lateness more, in all" if column == "tardiness_days" else "later, of the last finish"
    ax.set_xlabel(f"calendar {'days ' if column == 'finish_days' else ''}{words}", color=INK)
    ax.xaxis.label.set_fontsize(points(ax, 13))
    return ax


def _draw(ax: Axes, frame: pd.DataFrame, column: str) -> None:
    """Draw the bars with their intervals, and the number at their end."""
    rows = np.arange(len(frame))
    days, low, high = (
        np.nan_to_num(frame[f"{column}{end}"].to_numpy(np.float64)) for end in ("", "_low", "_high")
    )
    even = (low <= 0) & (high >= 0)
    colors = [MUTED if tie else BAD if each > 0 else GOOD for tie, each in zip(even, days, strict=True)]
    drawn = ax.barh(
        rows, days, height=thickness(len(frame)), color=colors, edgecolor="white", linewidth=0.5, zorder=3
    )
    for bar, each in zip(drawn, days, strict=True):
        bar.set_hatch("//" if each > 0 else "")
    ax.hlines(rows, low, high, color=INK, linewidth=1.5, zorder=4)
    ax.axvline(0, color=INK, linewidth=1, zorder=4)
    ends: Floats = np.concatenate([low, high, [0.0]])
    room = 0.15 * float(np.ptp(ends) or 1.0)
    ax.set_xlim(float(ends.min()) - room, float(ends.max()) + room)
    style: dict[str, Any] = {"va": "center", "fontsize": points(ax, 12), "color": MUTED, **LITERAL}
    for row, (each, tie) in enumerate(zip(days, even, strict=True)):
        right = each > 0
        place, side = (max(high[row], 0.0), "left") if right else (min(low[row], 0.0), "right")
        offset = (6, 0) if right else (-6, 0)
        words = "tie" if tie else f"{each:+,.0f}"
        ax.annotate(words, (place, row), offset, textcoords="offset points", ha=side, **style)
    ax.grid(axis="x", color=FAINT, linewidth=1)
