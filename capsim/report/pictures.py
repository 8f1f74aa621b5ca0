"""Pictures within a page: a plot as an image that needs no other file."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from capsim.report.shape import Picture

__all__ = ["picture"]

_WIDE = 11.0  # inches
_NARROW = 5.6


def picture(draw: Callable[[Axes], Axes], told: str, height: float) -> Picture:
    """Draw a plot for a wide and for a narrow screen.

    Parameters
    ----------
    draw : callable
        Draws on the axes given.
    told : str
        What the plot shows, for those who do not see it.
    height : float
        Inches.
    """
    return Picture(_drawn(draw, _WIDE, height), told, _drawn(draw, _NARROW, height))


def _drawn(draw: Callable[[Axes], Axes], width: float, height: float) -> str:
    """Draw on a figure of its own; the same plot is the same bytes."""
    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    draw(figure.add_subplot())
    stream = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "capsim"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(stream.getvalue()).decode('ascii')}"
