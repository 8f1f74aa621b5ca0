"""Tables as colors: rows are groups, columns are weeks or months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from capsim.errors import InputError, Problem
from capsim.forecast.dates import month_of
from capsim.plots.frames import foremost, groups_in
from capsim.plots.style import (
    FAINT,
    INK,
    LITERAL,
    figure_of,
    in_rows,
    inches,
    points,
    shortened,
    sized,
    with_years,
)

__all__ = ["ALARMING", "Grid", "Scale", "draw_grid"]

Floats = npt.NDArray[np.float64]

_NOTHING: Final = "#e9ecef"
_LABELS: Final = 16
_DIGIT: Final = 0.62  # of its size is a digit wide
_SMALL: Final = 8.0
_SMALLEST: Final = 6.5


ALARMING: Final = ("#fee8c8", "#fdcb94", "#fc8d59", "#e5533c", "#c0211f", "#7f0000")
"""From a little to a lot of what is bad."""


class Scale(NamedTuple):
    """What colors stand for.

    Attributes
    ----------
    colors : tuple of str
        From the value of a little to that of the darkest; nothing is white.
    top : float
        The value of the darkest.
    label : str
        What is shown, with its unit.
    written : callable
        How a value is written.
    is_whole : bool
        Whether values are whole numbers.
    """

    colors: tuple[str, ...]
    top: float
    label: str
    written: Callable[[float], str]
    is_whole: bool = False


class Grid(NamedTuple):
    """A table with a row for each group.

    Attributes
    ----------
    names : list of str
    columns : list
        Of any kind: first days of periods, say.
    values : ndarray of float64, (names, columns)
        NaN where the table has nothing.
    keys : list of str
        What a row is about: columns of the table.
    among : int
        Rows that the table has, shown or not.
    """

    names: list[str]
    columns: list[Any]
    values: Floats
    keys: list[str]
    among: int

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        value: str,
        most: int,
        weight: Callable[[Floats], Floats],
        across: str = "period",
    ) -> Grid:
        """Arrange a tidy table, its rows in the order in which they come, periods in theirs.

        Parameters
        ----------
        frame : DataFrame
            With columns that name groups.
        value : str
            The column shown.
        most : int
            Rows shown: those of the largest weight.
        weight : callable
            From values to a weight for each row.
        across : str
            The column that names the columns.

        Returns
        -------
        Grid

        Raises
        ------
        InputError
            If two rows are for one cell.
        """
        keys = [key for key in groups_in(frame) if key != across]
        names = list(frame[keys].itertuples(index=False, name=None))
        rows = {name: row for row, name in enumerate(dict.fromkeys(names))}
        places = pd.to_datetime(frame[across]) if across == "period" else frame[across]
        heads = list(dict.fromkeys(places))
        columns = {head: at for at, head in enumerate(sorted(heads) if across == "period" else heads)}
        values = np.full((len(rows), len(columns)), np.nan)
        at = [rows[name] for name in names], [columns[head] for head in places]
        _refuse_twice(list(zip(names, places, strict=True)))
        values[at] = frame[value].to_numpy(np.float64)
        kept = foremost(weight(values), most)
        labels = [" · ".join(shortened(part) for part in name) for name in rows]
        return cls([labels[row] for row in kept], list(columns), values[kept], keys, len(rows))


def _refuse_twice(cells: Sequence[tuple[tuple[str, ...], Any]]) -> None:
    """Refuse a table with two rows for one cell: two answers in one, say."""
    if len(set(cells)) == len(cells):
        return
    (name, head), _ = Counter(cells).most_common(1)[0]
    where = f"in {month_of(head.date())}" if isinstance(head, pd.Timestamp) else f"and {head!r}"
    what = f"two rows for {' · '.join(map(str, name))!r} {where}"
    raise InputError([Problem("plots", what, fix="draw the table of one answer at a time")])


def draw_grid(ax: Axes, grid: Grid, scale: Scale) -> None:
    """Draw a table as colors, with a bar that explains them, and the numbers where there is room for them."""
    _color(ax, grid, scale)
    in_rows(ax, grid.names)
    _label_columns(ax, grid.columns)
    ax.spines[:].set_visible(False)
    _write(ax, grid, scale)


def _color(ax: Axes, grid: Grid, scale: Scale) -> None:
    rows, columns = grid.values.shape
    edges = np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5
    room: dict[str, Any] = {"edgecolors": FAINT, "linewidth": 1.0 if columns <= 40 else 0}
    colors = LinearSegmentedColormap.from_list("from white", ["white", *scale.colors])
    ax.set_facecolor(_NOTHING)
    mesh = ax.pcolormesh(
        *edges, np.ma.masked_invalid(grid.values), cmap=colors, vmin=0, vmax=scale.top, **room
    )
    bar = figure_of(ax).colorbar(mesh, ax=ax, fraction=0.025, pad=0.015, aspect=30)
    bar.locator = MaxNLocator(6, steps=[1, 2, 5, 10], integer=scale.is_whole)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=points(ax, 12), length=0, colors=INK)
    bar.ax.yaxis.set_major_formatter(lambda value, _: scale.written(value))
    bar.set_label(scale.label, fontsize=points(ax, 13), color=INK)


def _label_columns(ax: Axes, columns: Sequence[Any]) -> None:
    """Name columns: periods by their month, with the year where it begins; else as they are."""
    if not columns or not isinstance(columns[0], pd.Timestamp):
        labels = [shortened(column, 22) for column in columns]
        ax.set_xticks(range(len(labels)), labels=labels, rotation=35, ha="right", **LITERAL)
        return
    months = [month_of(day.date()) for day in columns]
    firsts = [at for at, month in enumerate(months) if not at or months[at - 1] != month]
    step = next((step for step in (1, 2, 3, 6, 12, 24) if len(firsts) / step <= _LABELS), 60)
    shown = [at for at in firsts if (12 * columns[at].year + columns[at].month - 1) % step == 0]
    labels = with_years([months[at].split()[0] for at in shown], [columns[at] for at in shown])
    ax.set_xticks(shown, labels=labels, **LITERAL)


def _write(ax: Axes, grid: Grid, scale: Scale) -> None:
    """Write the numbers into the cells, unless they would be too small to read."""
    rows, columns = grid.values.shape
    texts = [["" if np.isnan(value) else scale.written(value) for value in row] for row in grid.values]
    width, size = 72 * 0.75 * inches(ax)[0] / columns, 0.9 * sized(ax, rows, 13)
    if min(size, width / _wide(texts)) < points(ax, _SMALL):  # the unit stands beside the colors
        texts = [[text.removesuffix(" %") for text in row] for row in texts]
    size = min(size, width / _wide(texts))
    if size < points(ax, _SMALLEST):
        return
    nothing = {scale.written(0.0), scale.written(0.0).removesuffix(" %")}
    for row, column in np.argwhere(~np.isnan(grid.values)).tolist():
        if texts[row][column] in nothing:  # a blank says so as well
            continue
        dark = grid.values[row, column] > 0.6 * scale.top
        ax.text(
            column, row, texts[row][column], ha="center", va="center", fontsize=size,
            color="white" if dark else INK,
        )  # fmt: skip


def _wide(texts: list[list[str]]) -> float:
    """Return how wide the longest text is, in times its size."""
    return _DIGIT * max((len(text) for row in texts for text in row), default=1)
