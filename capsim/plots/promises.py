"""How promises moved from one forecast to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from capsim.plots.frames import checked, empty, foremost, part_shown
from capsim.plots.style import (
    BAD,
    GOOD,
    INK,
    LITERAL,
    MUTED,
    axes_for,
    dated,
    inches,
    measured,
    numbers,
    points,
    said,
    shortened,
    titled,
)

__all__ = ["promise_trend"]

Floats = npt.NDArray[np.float64]

_TITLE: Final = "How promises moved"
_LEAST_REACH: Final = 7.0  # days shown at least, on either side


def promise_trend(trend: pd.DataFrame, most: int = 8, ax: Axes | None = None) -> Axes:
    """Draw by how many days the P80 of each project has moved since its first entry in a book of forecasts.

    A line that rises is a promise that gets later; one that stays on zero is kept.

    Parameters
    ----------
    trend : DataFrame
        From `Forecast.trend`, or some of its rows.
    most : int
        Projects shown: those that moved most by the last entry.
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
    >>> import pandas as pd
    >>> import capsim as cs
    >>> days = pd.to_datetime(["2027-01-04", "2027-02-01"])
    >>> moved = pd.to_datetime(["2027-06-01", "2027-06-21"])
    >>> ax = cs.plots.promise_trend(pd.DataFrame({"project": "Shop", "logged": days, "p80": moved}))
    >>> [text.get_text() for text in ax.texts]
    ['Shop: 20 days later']
    """
    frame = checked("promise_trend", trend)
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, _TITLE, empty("promise_trend"))
    lines = {str(name): _moved(rows) for name, rows in frame.groupby("project", sort=False)}
    ends = [_end(moved) for _, moved in lines.values()]
    places = foremost(np.abs(ends), most)
    titled(ax, _TITLE, part_shown(len(places), len(lines), "projects: those that moved most"))
    shown = [(name, *lines[name]) for name in (list(lines)[place] for place in places)]
    for _, days, moved in shown:
        ax.plot(
            days,
            moved,
            color=_color(_end(moved)),
            marker="o",
            markersize=points(ax, 6),
            linewidth=2,
            zorder=3,
        )
    ax.axhline(0, color=INK, linewidth=1, zorder=2)
    _laid_out(ax, shown)
    _named(ax, shown)
    return ax


def _moved(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the days of a project's entries, and how far its P80 had moved; NaN past the horizon."""
    days, promised = numbers(rows["logged"]), numbers(rows["p80"])
    known = promised[np.isfinite(promised)]
    return days, promised - (known[0] if len(known) else np.nan)


def _end(moved: Floats) -> float:
    """Return by how much a promise has moved in the end, as far as is known; 0 if nothing is."""
    known = moved[np.isfinite(moved)]
    return float(known[-1]) if len(known) else 0.0


def _color(end: float) -> str:
    return BAD if end > 0 else GOOD if end < 0 else MUTED


def _laid_out(ax: Axes, shown: Sequence[tuple[str, Floats, Floats]]) -> None:
    """Lay out the axes, with room for names at the right."""
    days = np.concatenate([days for _, days, _ in shown])
    first, last = float(days.min()), float(days.max())
    dated(ax, first, max(last, first + 1))
    low, high = ax.get_xlim()
    ax.set_xlim(low, high + 0.55 * (high - low))
    ax.set_xticks(sorted(set(days.tolist())) if len(set(days.tolist())) <= 6 else ax.get_xticks())
    moved = np.concatenate([moved[np.isfinite(moved)] for _, _, moved in shown] or [np.zeros(1)])
    low, high = min(-_LEAST_REACH, *moved, 0.0), max(_LEAST_REACH, *moved, 0.0)
    ax.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))
    measured(ax, "P80 later than first promised (calendar days)")


def _named(ax: Axes, shown: Sequence[tuple[str, Floats, Floats]]) -> None:
    """Write names at the ends of lines, apart from each other."""
    size = points(ax, 12.5)
    low, high = ax.get_ylim()
    line = 1.35 * size / 72 / max(inches(ax)[1], 0.1) * (high - low)
    ordered = sorted(shown, key=lambda each: _end(each[2]))
    heights = apart([_end(moved) for *_, moved in ordered], line)
    right = max(float(days.max()) for _, days, _ in shown)
    style: dict[str, Any] = {"va": "center", "fontsize": size, **LITERAL}
    for (name, _, moved), height in zip(ordered, heights, strict=True):
        end = _end(moved)
        text = f"{shortened(name)}: {_words(end)}"
        offset: dict[str, Any] = {"xytext": (12, 0), "textcoords": "offset points"}
        ax.annotate(text, (right, height), color=INK if end else MUTED, **style, **offset)


def _words(end: float) -> str:
    if not end:
        return "as promised"
    return f"{abs(end):.0f} day{'' if abs(end) == 1 else 's'} {'later' if end > 0 else 'earlier'}"


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Move heights, in rising order, as little as it takes for them to be so far from each other.

    Examples
    --------
    >>> apart([0, 0, 10], 2)
    [-1.0, 1.0, 10.0]
    """
    groups: list[tuple[float, int]] = []  # middle and size of those that stand close together
    for height in heights:
        groups.append((float(height), 1))
        while len(groups) > 1 and _touch(groups[-2], groups[-1], least):
            (before, some), (middle, more) = groups[-2:]
            groups[-2:] = [((before * some + middle * more) / (some + more), some + more)]
    return [middle + (place - (count - 1) / 2) * least for middle, count in groups for place in range(count)]


def _touch(below: tuple[float, int], above: tuple[float, int], least: float) -> bool:
    return above[0] - below[0] < (below[1] + above[1]) / 2 * least
