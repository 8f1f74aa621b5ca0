"""On which days projects are finished, and with what odds: S-curves and a histogram."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from capsim.domain.words import plural
from capsim.forecast.chances import percent
from capsim.forecast.dates import readable
from capsim.forecast.periods import first_days
from capsim.plots.frames import LEAST_LIKELY, checked, empty, foremost, only_one, part_shown
from capsim.plots.style import (
    BAD,
    COLORS,
    GOOD,
    INK,
    MUTED,
    axes_for,
    dated,
    day_of,
    in_percent,
    keyed,
    numbers,
    points,
    said,
    shortened,
    titled,
)

__all__ = ["finish_histogram", "s_curves"]

Floats = npt.NDArray[np.float64]

_QUANTILES: Final = {"P50": 0.5, "P80": 0.8, "P95": 0.95}
_MOST_DAYS: Final = 28
_MOST_WEEKS: Final = 60
_DASHES: Final = ("-", "--", "-.")


# ---------------------------------------------------------------- S-curves


def s_curves(finishes: pd.DataFrame, most: int = 6, ax: Axes | None = None) -> Axes:
    """Draw with what odds each project is finished by which day.

    Dots mark P50, P80 and P95, a diamond the odds on the day of the deadline. A curve that ends below
    100 % is of a project that some futures do not finish by the horizon.

    Parameters
    ----------
    finishes : DataFrame
        From `Forecast.finishes`, or some of its rows.
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
    >>> ax = cs.plots.s_curves(forecast.finishes())
    >>> ax.get_xlabel(), len(ax.figure.axes)
    ('finished by (dots: P50, P80, P95; diamond: deadline)', 1)
    """
    frame, title = checked("s_curves", finishes), "Odds of being finished, by date"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("s_curves"))
    curves = [_Curve.of(name, rows) for name, rows in frame.groupby("project", sort=False, observed=True)]
    shown = [curves[place] for place in foremost([-curve.odds for curve in curves], most)]
    titled(ax, title, part_shown(len(shown), len(curves), LEAST_LIKELY))
    _span(ax, shown)
    for place, curve in enumerate(shown):
        _draw_curve(ax, curve, place)
    lines = [line for line in ax.get_lines() if line.get_gid() == "curve"]
    keyed(ax, lines, [curve.words for curve in shown])
    for name, level in _QUANTILES.items():
        ax.axhline(level, color=MUTED, linewidth=1, linestyle=":", zorder=1)
        ax.annotate(
            name, (1, level), (-4, 3), xycoords=("axes fraction", "data"), textcoords="offset points",
            ha="right", fontsize=points(ax, 12), color=MUTED,
        )  # fmt: skip
    in_percent(ax, "share of futures")
    ax.set_xlabel("finished by (dots: P50, P80, P95; diamond: deadline)", fontsize=points(ax, 13), color=INK)
    return ax


class _Curve(NamedTuple):
    """One project's finishes; `deadline` is NaN where there is none."""

    name: str
    days: Floats
    share: Floats
    deadline: float
    futures: int

    @classmethod
    def of(cls, name: object, rows: pd.DataFrame) -> _Curve:
        """Read the rows of one project."""
        days, share = numbers(rows["finish"]), rows["share"].to_numpy(np.float64)
        known = np.isfinite(days)
        deadline = float(numbers(rows["deadline"])[0])
        return cls(str(name), days[known], share[known], deadline, int(rows["futures"].sum()))

    @property
    def finished(self) -> float:
        """The share of futures in which it is finished by the horizon."""
        return float(self.share[-1]) if len(self.share) else 0.0

    @property
    def odds(self) -> float:
        """The share of futures that keep the deadline; NaN where there is none."""
        if np.isnan(self.deadline):
            return np.nan
        by_then = self.share[self.days <= self.deadline]
        return float(by_then[-1]) if len(by_then) else 0.0

    @property
    def words(self) -> str:
        """The name with what is known of the deadline, as the legend has it."""
        name = shortened(self.name, 26)
        return f"{name}\n    {self.promise}"

    @property
    def promise(self) -> str:
        """What is known of the deadline."""
        if np.isnan(self.deadline):
            return "no deadline"
        day = readable(day_of(self.deadline))
        if self.futures == 1:
            return f"deadline {day} {'kept' if self.odds else 'missed'}"
        return f"{self.odds_in_words} by {day}"

    @property
    def odds_in_words(self) -> str:
        """The odds of the deadline; as a count where it is kept always or never, since futures are few."""
        if self.odds in (0, 1):
            return f"{'all' if self.odds else '0 of'} {plural(self.futures, 'future')}"
        return percent(self.odds)

    def at(self, level: float) -> float | None:
        """Return the first day with a share; None past the horizon."""
        reached = self.days[self.share >= level]
        return float(reached[0]) if len(reached) else None


def _span(ax: Axes, curves: list[_Curve]) -> None:
    """Lay out the dates: all finishes, and deadlines that are not too far from them."""
    days = np.concatenate([curve.days for curve in curves])
    if not len(days):
        days = np.array([curve.deadline for curve in curves if not np.isnan(curve.deadline)] or [0.0])
    first, last = float(days.min()), float(days.max())
    near = max(last - first, 30.0)
    due = [curve.deadline for curve in curves if first - near <= curve.deadline <= last + near]
    dated(ax, min([first, *due]), max([last, *due]))


def _draw_curve(ax: Axes, curve: _Curve, place: int) -> None:
    color, dashes = COLORS[place % len(COLORS)], _DASHES[place // len(COLORS) % len(_DASHES)]
    left, right = ax.get_xlim()
    days = np.concatenate([[left], curve.days, [right]])
    share = np.concatenate([[0.0], curve.share, [curve.finished]])
    style: dict[str, Any] = {"color": color, "linestyle": dashes, "linewidth": 2.6, "drawstyle": "steps-post"}
    ax.plot(days, share, gid="curve", zorder=3, **style)
    marks = [(day, level) for level in _QUANTILES.values() if (day := curve.at(level)) is not None]
    ax.plot(*np.array(marks).reshape(-1, 2).T, "o", color=color, markersize=8, gid="quantiles", zorder=4)
    if left <= curve.deadline <= right:
        edge: dict[str, Any] = {"markeredgecolor": color, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot(
            [curve.deadline], [curve.odds], "D", markersize=9, gid="deadline", zorder=5, clip_on=False, **edge
        )


# ---------------------------------------------------------------- histogram


def finish_histogram(finishes: pd.DataFrame, of: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw in how many futures a project is finished in which week (day or month, if few or many).

    What comes after the deadline has another color, and is hatched.

    Parameters
    ----------
    finishes : DataFrame
        From `Forecast.finishes`.
    of : str, optional
        The project; needed where the table has several.
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
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")],
    ...                   deadline="2027-01-15")
    >>> forecast = cs.simulate(
    ...     cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop]), seed=7, progress=False
    ... )
    >>> cs.plots.finish_histogram(forecast.finishes(), "Shop").get_ylabel()
    'share of futures'
    """
    frame, title = checked("finish_histogram", finishes), "When it is finished"
    ax = axes_for(ax)
    if frame.empty:
        return said(ax, title, empty("finish_histogram"))
    rows = only_one("finish_histogram", frame, "project", of)
    curve = _Curve.of(rows["project"].iloc[0], rows)
    heading = f"{shortened(curve.name, 40)}: when it is finished"
    if not len(curve.days):
        return said(ax, heading, "Not finished by the horizon in any future")
    never = 1 - curve.finished
    past = f"; not finished by the horizon: {percent(never)}" if never else ""
    titled(ax, heading, curve.promise + past)
    edges = _bins(curve.days)
    heights = _falling_into(curve, edges)
    _draw_bins(ax, curve, edges, heights)
    in_percent(ax, "share of futures", top=1.12 * float(heights.max()))
    _draw_marks(ax, curve)
    unit = {1: "day on", 7: "week in"}.get(int(edges[1] - edges[0]), "month in")
    ax.set_xlabel(f"{unit} which it is finished", fontsize=points(ax, 13), color=INK)
    return ax


def _bins(days: Floats) -> Floats:
    """Return the edges of weeks from Monday, of days where they are few, of months where they are many."""
    if days[-1] - days[0] < _MOST_DAYS:
        return np.arange(days[0], days[-1] + 2)
    letter = "M" if days[-1] - days[0] > 7 * _MOST_WEEKS else "W"
    first, last = (day_of(day) for day in (days[0], days[-1]))
    return numbers(first_days(first, letter, np.datetime64(last, "D")))


def _falling_into(curve: _Curve, edges: Floats) -> Floats:
    """Return the share of futures between each two edges."""
    by_edge = np.concatenate([[0.0], curve.share])[np.searchsorted(curve.days, edges, side="left")]
    return np.diff(by_edge)


def _draw_bins(ax: Axes, curve: _Curve, edges: Floats, heights: Floats) -> None:
    """Draw bars, those that begin after the deadline as late."""
    room = max(edges[-1] - edges[0], 30.0)
    is_near = edges[0] - room <= curve.deadline <= edges[-1] + room
    due = [curve.deadline, curve.deadline + 1] if is_near else []
    dated(ax, min([edges[0], *due]), max([edges[-1], *due]))
    late = edges[:-1] > curve.deadline
    width = np.diff(edges)
    for mine, color, hatch in ((~late, GOOD, ""), (late, BAD, "//")):
        style: dict[str, Any] = {"color": color, "hatch": hatch, "edgecolor": "white", "linewidth": 1.5}
        ax.bar(edges[:-1][mine], heights[mine], width[mine], align="edge", zorder=3, **style)


def _draw_marks(ax: Axes, curve: _Curve) -> None:
    """Draw lines at the quantiles and at the deadline, with words on top of them."""
    left, right = ax.get_xlim()
    if not np.isnan(curve.deadline) and left <= curve.deadline <= right:
        ax.axvline(curve.deadline + 1, color=INK, linewidth=2, gid="deadline", zorder=4)
        _on_top(ax, curve.deadline + 1, "deadline", INK, 1)
    for row, (name, level) in enumerate(_QUANTILES.items(), start=2):
        day = curve.at(level)
        if day is not None:
            ax.axvline(day + 1, color=MUTED, linewidth=1.5, linestyle=":", gid=name, zorder=4)
            _on_top(ax, day + 1, f"{name} {readable(day_of(day))}", MUTED, row)


def _on_top(ax: Axes, day: float, words: str, color: str, row: int) -> None:
    """Write at a line, each row below the one before, on the side with more room."""
    left, right = ax.get_xlim()
    is_left = day > (left + right) / 2
    size = points(ax, 13)
    ax.annotate(
        words, (day, 1), (-6 if is_left else 6, -row * 1.5 * size), xycoords=("data", "axes fraction"),
        textcoords="offset points", ha="right" if is_left else "left", fontsize=size, color=color, zorder=6,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
    )  # fmt: skip
