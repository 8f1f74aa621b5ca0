"""What scenarios move: for each project a mark for each scenario, with its interval."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from capsim.plots.frames import checked, empty, foremost, part_shown
from capsim.plots.style import COLORS, FAINT, INK, LITERAL, axes_for, in_rows, points, said, shortened, titled

__all__ = ["comparison"]

_TITLE: Final = "What each scenario moves"
_MARKS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")


def comparison(projects: pd.DataFrame, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw how many days later each project is finished in each scenario, with 95 % intervals.

    A hollow mark is a tie: its interval holds 0. Projects of one side only have no mark.

    Parameters
    ----------
    projects : DataFrame
        From `Comparison.projects`, or some of its rows.
    most : int
        Projects shown: those that move most.
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
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> later = cs.Scenario("later", [cs.edits.Delay("Shop", 7)])
    >>> found = cs.compare(demo, [later], replications=100, seed=7, progress=False)
    >>> ax = cs.plots.comparison(found.projects())
    >>> ax.get_xlabel(), [label.get_text() for label in ax.get_yticklabels()]
    ('calendar days later than in the base (below 0: earlier)', ['Shop'])
    """
    frame = checked("comparison", projects)
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, _TITLE, empty("comparison"))
    sizes = frame["days"].abs().groupby(frame["project"], sort=False).max()
    places = foremost(sizes.to_numpy(np.float64), most)
    shown = [str(sizes.index[place]) for place in places]
    titled(ax, _TITLE, part_shown(len(shown), len(sizes), "projects: those that move most"))
    in_rows(ax, [shortened(name) for name in shown])
    rows = {name: row for row, name in enumerate(shown)}
    scenarios = list(dict.fromkeys(frame["scenario"]))
    for number, scenario in enumerate(scenarios):
        own = frame[(frame["scenario"] == scenario) & frame["project"].isin(shown) & frame["days"].notna()]
        _draw(ax, own, rows, number, len(scenarios))
    _legend(ax, scenarios)
    ax.axvline(0, color=INK, linewidth=1, zorder=1)
    ax.set_xlabel(
        "calendar days later than in the base (below 0: earlier)", fontsize=points(ax, 13), color=INK
    )
    ax.grid(axis="x", color=FAINT, linewidth=1)
    return ax


def _draw(ax: Axes, frame: pd.DataFrame, rows: dict[str, int], number: int, among: int) -> None:
    """Draw the marks of one scenario, set apart from those of the others in each row."""
    apart = (number - (among - 1) / 2) * min(0.7 / among, 0.22)
    at = np.array([rows[str(name)] + apart for name in frame["project"]])
    days, low, high = (frame[name].to_numpy(np.float64) for name in ("days", "days_low", "days_high"))
    color = COLORS[number % len(COLORS)]
    ax.hlines(at, low, high, color=color, linewidth=2, zorder=2)
    is_tie = (low <= 0) & (high >= 0)
    ax.scatter(
        days, at, s=points(ax, 60), marker=_MARKS[number % len(_MARKS)], zorder=3, linewidths=1.5,
        gid="difference", edgecolors=color, facecolors=["white" if tie else color for tie in is_tie],
    )  # fmt: skip


def _legend(ax: Axes, scenarios: list[str]) -> None:
    """Tell the scenarios apart by color and by shape."""
    for number, scenario in enumerate(scenarios):
        ax.scatter(
            [], [], s=points(ax, 60), marker=_MARKS[number % len(_MARKS)], color=COLORS[number % len(COLORS)],
            label=shortened(scenario),
        )  # fmt: skip
    legend = ax.legend(loc="best", frameon=False, fontsize=points(ax, 12))
    for text in legend.get_texts():
        text.set(**LITERAL)
