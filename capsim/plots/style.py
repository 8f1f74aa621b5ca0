"""How plots look: set on the artists themselves, so that no setting of matplotlib is touched.

Text of users is never read as mathematics or TeX: every artist that shows some gets `LITERAL`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.legend import Legend
from matplotlib.ticker import Formatter, PercentFormatter

from capsim.errors import InputError, Problem
from capsim.forecast.dates import readable

__all__ = [
    "BAD",
    "COLORS",
    "FAINT",
    "GOOD",
    "INK",
    "LITERAL",
    "MUTED",
    "Board",
    "axes_for",
    "boxed",
    "dated",
    "day_of",
    "figure_of",
    "in_percent",
    "in_rows",
    "inches",
    "keyed",
    "legend_below",
    "measured",
    "named",
    "numbers",
    "points",
    "said",
    "shortened",
    "sized",
    "thickness",
    "those_known",
    "titled",
    "with_years",
]

Floats = npt.NDArray[np.float64]

INK: Final = "#1f2328"
MUTED: Final = "#667080"
FAINT: Final = "#e4e7eb"
GOOD: Final = "#0072B2"
BAD: Final = "#D55E00"
COLORS: Final = (GOOD, "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#8C6D31")
"""Told apart by the color-blind (after Okabe and Ito); only what is late or short is `BAD`."""

LITERAL: Final[dict[str, Any]] = {"parse_math": False, "usetex": False}
"""What text of users is drawn with: ``$``, ``_`` and ``^`` are shown as they are."""

_SLIDE: Final = (13.3, 7.5)
_FULL_WIDTH: Final = 9.0  # inches of axes at which text has its full size
_SMALLEST: Final = 0.55
_LEGEND_COLUMN: Final = 2.2  # inches
_LONGEST: Final = 34
_WIDE: Final = 0.2
_HIGH: Final = 0.04
"""How much of the plane a name takes, of `named`."""


class Board(Axes):
    """Axes on a figure of their own, the size of a slide, which a notebook shows without pyplot."""

    def _repr_png_(self) -> bytes:
        stream = io.BytesIO()
        figure_of(self).savefig(stream, format="png")
        return stream.getvalue()


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure on which axes stand."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise InputError([Problem("plots, ax", "removed from its figure", fix="give axes of a figure")])
    return figure


def inches(ax: Axes) -> tuple[float, float]:
    """Return about how wide and high axes are."""
    dots = figure_of(ax).dpi
    return ax.bbox.width / dots, ax.bbox.height / dots


def axes_for(ax: Axes | None) -> Axes:
    """Return the axes given, or new ones on a figure the size of a slide; in the style of all plots.

    Parameters
    ----------
    ax : Axes or None

    Returns
    -------
    Axes
    """
    if ax is None:
        layout = ConstrainedLayoutEngine(w_pad=0.2, h_pad=0.2)
        figure = Figure(figsize=_SLIDE, layout=layout, facecolor="white")
        ax = figure.add_subplot(1, 1, 1, axes_class=Board)
    ax.set_facecolor("white")
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(MUTED)
    ax.tick_params(colors=INK, labelsize=points(ax, 13), length=0)
    return ax


def points(ax: Axes, size: float) -> float:
    """Return the size of text that is so large on a slide, smaller on small axes."""
    return size * min(1.0, max(_SMALLEST, inches(ax)[0] / _FULL_WIDTH))


def sized(ax: Axes, rows: int, size: float) -> float:
    """Return the size of text of which so many rows fit beside each other."""
    return min(points(ax, size), max(4.0, 72 * inches(ax)[1] / max(rows, 1) * 0.8))


def shortened(name: object, longest: int = _LONGEST) -> str:
    """Return a name on one line, with an ellipsis where it is long; its end tells it from its neighbors.

    Examples
    --------
    >>> shortened("Customer  Portal"), shortened("Migration of the customer portal, part 2", 24)
    ('Customer Portal', 'Migration of th…, part 2')
    """
    text = " ".join(str(name).split())
    if len(text) <= longest:
        return text
    head = (longest - 1) * 2 // 3
    return f"{text[:head].rstrip()}…{text[len(text) - (longest - 1 - head) :]}"


def titled(ax: Axes, title: str, note: str = "") -> None:
    """Set a title, and a note that stands at its right."""
    ax.set_title(title, loc="left", fontsize=points(ax, 19), color=INK, fontweight="bold", pad=14, **LITERAL)
    ax.set_title(note, loc="right", fontsize=points(ax, 12.5), color=MUTED, pad=14, **LITERAL)


def said(ax: Axes, title: str, text: str) -> Axes:
    """Show a sentence in place of a plot.

    Parameters
    ----------
    ax : Axes
    title, text : str

    Returns
    -------
    Axes
        The same.
    """
    titled(ax, title)
    ax.set(xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": MUTED, **LITERAL}
    ax.text(0.5, 0.5, text, transform=ax.transAxes, fontsize=points(ax, 16), wrap=True, **style)
    return ax


def boxed(ax: Axes, day: float, row: float, words: str, size: float, side: Literal["left", "right"]) -> None:
    """Write words that are read above bars and lines; the side is where they end or begin."""
    away = 7 if side == "left" else -7
    style: dict[str, Any] = {"ha": side, "va": "center", "color": INK, "zorder": 6, **LITERAL}
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.5}
    offset: dict[str, Any] = {"xytext": (away, 0), "textcoords": "offset points", "bbox": box}
    ax.annotate(words, (day, row), fontsize=size, **style, **offset)


# ---------------------------------------------------------------- axes


class _Dates(Formatter):
    """Dates as short as their distance allows, with the year where it begins."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return readable(day_of(x))

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Write all ticks of an axis."""
        days = [day_of(each) for each in values]
        apart = min(((after - before).days for before, after in pairwise(days)), default=0)
        written = [_written(day, apart) for day in days]
        return written if apart >= 360 else with_years(written, days)


def _written(day: date, apart: int) -> str:
    number, month, year = readable(day).split()
    if apart >= 360:
        return year
    return month if apart >= 27 else f"{number} {month}"


def with_years(texts: Sequence[str], days: Sequence[date]) -> list[str]:
    r"""Return what is written of some days, with the year below where it begins.

    Examples
    --------
    >>> with_years(["Dec", "Jan", "Feb"], [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)])
    ['Dec\n2026', 'Jan\n2027', 'Feb']
    """
    years = [day.year for day in days]
    return [
        text if year == before else f"{text}\n{year}"
        for text, year, before in zip(texts, years, [None, *years], strict=False)
    ]


def numbers(dates: Iterable[Any]) -> Floats:
    """Return dates as an axis counts them, NaN where there is none."""
    days = pd.to_datetime(pd.Series(list(dates), dtype="object")).to_numpy("datetime64[s]")
    return np.asarray(mdates.date2num(days), dtype=np.float64)  # type: ignore[no-untyped-call]


def those_known(columns: Iterable[Floats]) -> Floats:
    """Return the dates of several columns of `numbers`, without those that are missing."""
    dates: Floats = np.concatenate(list(columns))
    return dates[np.isfinite(dates)]


def day_of(number: float) -> date:
    """Return the day of a number of `numbers`, or of one within it."""
    moment: datetime = mdates.num2date(number)  # type: ignore[no-untyped-call]
    return moment.date()


def dated(ax: Axes, first: float, last: float) -> None:
    """Lay out the horizontal axis as dates.

    Parameters
    ----------
    ax : Axes
    first, last : float
        As from `numbers`; a little room is left on both sides.
    """
    room = max(2.0, 0.02 * (last - first))
    ax.set_xlim(first - room, last + room)
    locator = mdates.AutoDateLocator(minticks=4, maxticks=12)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(_Dates())
    ax.grid(axis="x", color=FAINT, linewidth=1)


def in_percent(ax: Axes, label: str, top: float = 1.02) -> None:
    """Lay out the vertical axis as shares from 0 to a top, with round ticks."""
    step = next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if top / step <= 7), 0.2)
    ticks = np.arange(0, top + step, step)
    ax.set_ylim(0, top)
    ax.set_yticks(ticks[ticks <= top])
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    measured(ax, label)


def measured(ax: Axes, label: str) -> None:
    """Say what the vertical axis counts, and draw a line across at each tick."""
    ax.set_ylabel(label, fontsize=points(ax, 13), color=INK)
    ax.grid(axis="y", color=FAINT, linewidth=1)


def in_rows(ax: Axes, names: Sequence[str]) -> None:
    """Lay out the vertical axis as rows with names, at whole numbers, the first on top."""
    size = sized(ax, len(names), 13)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), labels=list(names), fontsize=size, **LITERAL)


def thickness(rows: int) -> float:
    """Return how much of its row a bar takes: less where the rows are few, and high."""
    return 0.6 * min(1.0, 0.25 + rows / 8)


def named(ax: Axes, across: Floats, up: Floats, names: Sequence[str]) -> None:
    """Write names beside dots, on the side where there is more room, none on another.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    across, up : ndarray of float64
        Where the dots are.
    names : sequence of str
        As they are to be written.
    """
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    taken: list[tuple[float, float]] = []
    for place in np.argsort(-up, kind="stable"):
        x, y = float(across[place]), float(up[place])
        near = [below for beside, below in taken if abs(beside - x) < _WIDE * (right - left)]
        apart = _HIGH * (top - bottom)
        row = min([y, *(below - apart for below in near if below - apart < y)])
        taken.append((x, row))
        away, side = (-9, "right") if x > (left + right) / 2 else (9, "left")
        style: dict[str, Any] = {"ha": side, "va": "center", "color": INK, "zorder": 4, **LITERAL}
        ax.annotate(
            names[place],
            (x, row),
            xytext=(away, 0),
            textcoords="offset points",
            fontsize=points(ax, 12.5),
            **style,
        )


# ---------------------------------------------------------------- legends


def keyed(ax: Axes, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """Add a legend beside the plot, or inside where it is not alone on its figure."""
    is_alone = isinstance(ax, Board)
    place = {"loc": "upper left", "bbox_to_anchor": (1.005, 1.0)} if is_alone else {"loc": "best"}
    _write_labels(ax.legend(list(handles), _stand_ins(labels), **_look(ax), **place), labels)


def legend_below(ax: Axes, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """Add a legend below the plot, on one line where it is alone on its figure."""
    names = _stand_ins(labels)
    if isinstance(ax, Board):
        place: dict[str, Any] = {"loc": "outside lower center", "ncols": len(labels)}
        _write_labels(figure_of(ax).legend(list(handles), names, **_look(ax), **place), labels)
        return
    columns = max(1, round(inches(ax)[0] / _LEGEND_COLUMN))
    place = {"loc": "upper left", "bbox_to_anchor": (0, 0), "borderaxespad": 3.4, "ncols": columns}
    _write_labels(ax.legend(list(handles), names, **_look(ax), **place), labels)


def _look(ax: Axes) -> dict[str, Any]:
    return {"frameon": False, "fontsize": points(ax, 12.5), "labelcolor": INK, "markerscale": points(ax, 1)}


def _stand_ins(labels: Sequence[str]) -> list[str]:
    """Return labels to begin with: matplotlib would leave out those of users that begin with _."""
    return [str(number) for number in range(len(labels))]


def _write_labels(legend: Legend, labels: Sequence[str]) -> None:
    for text, label in zip(legend.get_texts(), labels, strict=True):
        text.set(text=label, **LITERAL)
