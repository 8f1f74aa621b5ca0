"""What a choice of projects is worth against its risk: the efficient frontier, and the risk accepted."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import EngFormatter, PercentFormatter

from capsim.domain.words import plural
from capsim.errors import InputError, Problem
from capsim.forecast.chances import percent
from capsim.plots.frames import checked, empty
from capsim.plots.style import (
    BAD,
    FAINT,
    GOOD,
    INK,
    LITERAL,
    MUTED,
    axes_for,
    legend_below,
    measured,
    points,
    said,
    titled,
)

__all__ = ["frontier"]

Floats = npt.NDArray[np.float64]

_APART: Final = 0.04
"""How far apart sets must lie for each to have its words, as a part of the height."""
_TITLE: Final = "What a choice of projects is worth, and how late it may be"
_RISK: Final = "odds that the project most likely to be late is late"


def frontier(sets: pd.DataFrame, appetite: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw every set of projects that was looked at, and the line of those that no other one beats.

    Further up is worth more, further left is less risk. The line across a dot is its 95 % interval; a hollow
    dot breaks a limit. The star is the set that was chosen.

    Parameters
    ----------
    sets : DataFrame
        From `Selection.frontier`, or some of its rows.
    appetite : float, optional
        The odds of being late that are accepted: what lies beyond is hatched.
    ax : Axes, optional
        Where to draw; on a figure of its own without.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the table is another one, or the appetite is no share.

    Examples
    --------
    >>> import capsim as cs
    >>> team = [cs.Person("Ada", "dev", cost_per_day=100)]
    >>> projects = [
    ...     cs.Project(name, [cs.Task("build", effort=cs.PERT(8, 10, 15), skill="dev")], value=value,
    ...                deadline="2027-02-05")
    ...     for name, value in {"A": 5_000, "B": 9_000, "C": 4_000}.items()
    ... ]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", team, projects)
    >>> found = cs.optimize.select(demo, late=0.3, replications=50, seed=1)
    >>> ax = cs.plots.frontier(found.frontier(), appetite=0.3)
    >>> ax.get_ylabel()
    'worth'
    """
    frame = checked("frontier", sets)
    if appetite is not None and not 0 <= appetite <= 1:
        fix = "write the odds of being late that are accepted, from 0 to 1, such as 0.3"
        raise InputError([Problem("plots.frontier, appetite", "no share of futures", appetite, fix)])
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, _TITLE, empty("frontier"))
    titled(ax, _TITLE)
    handles, labels = _dots(ax, frame)
    line = _line(ax, frame)
    handles.append(line)
    labels.append("worth most for so much risk")
    if appetite is not None:
        handles.append(_beyond(ax, appetite))
        labels.append(f"more risk than the {percent(appetite)} accepted")
    _lay_out(ax, frame)
    legend_below(ax, handles, labels)
    return ax


def _dots(ax: Axes, frame: pd.DataFrame) -> tuple[list[Any], list[str]]:
    """Draw a dot for each set, those that break a limit hollow, and a star for the chosen one."""
    risk, worth = (frame[name].to_numpy(np.float64) for name in ("latest", "worth"))
    fits, chosen = (frame[name].to_numpy(np.bool_) for name in ("fits", "chosen"))
    apart = np.abs(frame[["low", "high"]].to_numpy(np.float64).T - worth)
    ax.errorbar(risk, worth, yerr=np.nan_to_num(apart), fmt="none", ecolor=MUTED, elinewidth=1, zorder=2)
    handles: list[Any] = []
    labels: list[str] = []
    looks = (
        (fits & ~chosen, GOOD, "o", 90, "keeps all limits"),
        (~fits & ~chosen, "white", "o", 90, "breaks a limit"),
        (chosen, BAD, "*", 420, "chosen"),
    )
    for mine, color, marker, size, label in looks:
        if mine.any():
            edge = GOOD if color == "white" else "white"
            style: dict[str, Any] = {"edgecolor": edge, "linewidth": 1.4, "zorder": 5 if marker == "*" else 4}
            drawn = ax.scatter(
                risk[mine], worth[mine], s=size, color=color, marker=marker, gid=label, **style
            )
            handles.append(drawn)
            labels.append(label)
    return handles, labels


def _line(ax: Axes, frame: pd.DataFrame) -> Any:
    """Draw the steps of the sets that no other one beats, each with how many projects it has."""
    best = frame[frame["efficient"].astype(bool)].sort_values(["latest", "worth"], kind="stable")
    risk, worth = (best[name].to_numpy(np.float64) for name in ("latest", "worth"))
    (line,) = ax.plot(risk, worth, color=INK, linewidth=2, drawstyle="steps-post", gid="frontier", zorder=3)
    style: dict[str, Any] = {"color": INK, "va": "bottom", "ha": "right", "zorder": 6, **LITERAL}
    last = np.inf
    for each, x, y in reversed(list(zip(best["projects"].tolist(), risk, worth, strict=True))):
        if last - y < _APART * float(np.ptp(frame["worth"])):
            continue  # its words would lie on those of the set before
        last = y
        words = plural(int(each), "project")
        ax.annotate(words, (x, y), (-8, 6), textcoords="offset points", fontsize=points(ax, 12), **style)
    return line


def _beyond(ax: Axes, appetite: float) -> Any:
    """Hatch what is more risk than accepted."""
    ax.axvline(appetite, color=BAD, linewidth=2, linestyle="--", gid="appetite", zorder=3)
    return ax.axvspan(
        appetite, 1.2, facecolor="none", edgecolor=BAD, alpha=0.25, hatch="//", linewidth=0, zorder=1
    )


def _lay_out(ax: Axes, frame: pd.DataFrame) -> None:
    ax.set_xlim(-0.04, 1.04)
    ends = frame[["low", "high", "worth"]].to_numpy(np.float64)
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.08 * ((high - low) or abs(high) or 1.0)
    ax.set_ylim(low - room, high + 1.5 * room)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    ax.yaxis.set_major_formatter(EngFormatter())
    measured(ax, "worth")
    ax.grid(axis="x", color=FAINT, linewidth=1)
    ax.set_xlabel(_RISK, fontsize=points(ax, 13), color=INK)
