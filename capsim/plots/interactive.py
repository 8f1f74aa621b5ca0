"""Plots that answer to the mouse: the same tables, drawn by plotly (``pip install 'capsim[interactive]'``).

A plot shows itself in a notebook; ``figure.write_html("page.html")`` saves it.

>>> import capsim as cs
>>> forecast = cs.simulate(cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False)
>>> cs.plots.interactive.roadmap(forecast.delivery()).layout.title.text
'When projects are finished'
"""

from __future__ import annotations

from html import escape
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from capsim.errors import InputError, Problem
from capsim.plots.frames import checked
from capsim.plots.heat import Grid
from capsim.plots.style import BAD, FAINT, GOOD, INK

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["heatmap", "roadmap", "scatter"]

_ROW: Final = 34  # pixels
_SHADES: Final = {"p50": GOOD, "p80": "#6FB1DC", "p95": "#C4E0F2"}
_FTE: Final = "in full-time equivalents"
_GRIDS: Final = {
    "level_gap": ("forecast.gaps()", "gap", f"What is short, {_FTE}", ".2f"),
    "expected_excess": ("forecast.overload()", "probability", "Odds of more demand than capacity", ".0%"),
    "utilization": ('forecast.utilization(period="M")', "utilization", "Utilization", ".0%"),
    "booked": ("portfolio.demand()", "demand", f"Planned demand, {_FTE}", ".2f"),
    "mean": ("forecast.demand()", "mean", f"Planned demand, {_FTE}, mean", ".2f"),
}
"""By a column that tells an answer: its call, the column shown, the title, and how values are written."""


def heatmap(frame: pd.DataFrame) -> Figure:
    """Draw groups and periods as colors, with the value of each cell under the mouse.

    Parameters
    ----------
    frame : DataFrame
        From `Forecast.overload`, `Forecast.utilization`, `Forecast.gaps`, `Forecast.demand` or
        `Portfolio.demand`.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    InputError
        If the table is another one, or plotly is missing.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", demand=[cs.Demand("backend", {"2027-01": 1, "2027-02": 2})])
    >>> agency = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> cs.plots.interactive.heatmap(agency.demand(by="role")).data[0].y
    ('backend',)
    """
    _, value, title, form = _GRIDS[_telling(frame)]
    grid = Grid.of(frame, value, len(frame), lambda values: np.arange(len(values), 0, -1, dtype=np.float64))
    cells = _plotly().Heatmap(
        x=[day.date() for day in grid.columns],
        y=[_shown(name) for name in grid.names],
        z=grid.values,
        colorscale=[[0, "#ffffff"], [0.5, "#fc8d59"], [1, "#7f0000"]],
        hovertemplate=f"%{{y}}<br>%{{x|%b %Y}}: %{{z:{form}}}<extra></extra>",
    )
    figure = _figure([cells], title, len(grid.names))
    figure.update_yaxes(autorange="reversed")
    return figure


def _telling(frame: object) -> str:
    """Return the column that tells which answer a table of groups and periods is."""
    columns = [str(column) for column in frame.columns] if isinstance(frame, pd.DataFrame) else []
    for telling, (_, value, *_) in _GRIDS.items():
        if {telling, value, "period"} <= set(columns):
            return telling
    calls = ", ".join(call for call, *_ in _GRIDS.values())
    got = columns or type(frame).__name__
    raise InputError([Problem("plots.interactive.heatmap", "another table", got, f"give it one of {calls}")])


def roadmap(delivery: pd.DataFrame) -> Figure:
    """Draw each project from its planned start to P50, P80 and P95, with its deadline.

    Parameters
    ----------
    delivery : DataFrame
        From `Forecast.delivery`, or some of its rows.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    InputError
        If the table is another one, or plotly is missing.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> figure = cs.plots.interactive.roadmap(cs.simulate(demo, seed=7, progress=False).delivery())
    >>> [bar.name for bar in figure.data]
    ['to P50', 'to P80', 'to P95', 'deadline']
    """
    frame = checked("roadmap", delivery)
    names = [_shown(name) for name in frame["project"]]
    begin = pd.to_datetime(frame["planned_start"]).fillna(pd.to_datetime(frame["p50"]))
    parts: list[Any] = []
    for level, shade in _SHADES.items():
        end = pd.to_datetime(frame[level])
        parts.append(_bars(names, begin, end, f"to {level.upper()}", shade))
        begin = end
    odds = [f"{each:.0%} by then" if each == each else "" for each in frame["probability"].astype(float)]
    parts.append(
        _plotly().Scatter(
            x=pd.to_datetime(frame["deadline"]),
            y=names,
            mode="markers",
            name="deadline",
            marker={"symbol": "diamond", "color": INK, "size": 11},
            text=odds,
            hovertemplate="%{y}<br>deadline %{x|%d %b %Y}: %{text}<extra></extra>",
        )
    )
    figure = _figure(parts, "When projects are finished", len(names))
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
    figure.update_xaxes(type="date")
    return figure


def _bars(names: list[str], begin: pd.Series[Any], end: pd.Series[Any], label: str, shade: str) -> Any:
    """Return bars from a date to a date; plotly counts their lengths in milliseconds."""
    lengths = (end - begin).dt.total_seconds() * 1_000
    return _plotly().Bar(
        base=begin,
        x=lengths,
        y=names,
        orientation="h",
        name=label,
        marker={"color": shade},
        customdata=end.dt.strftime("%d %b %Y"),
        hovertemplate=f"%{{y}}<br>{label}: %{{customdata}}<extra></extra>",
    )


def scatter(values: pd.DataFrame) -> Figure:
    """Draw what each project is worth against how likely it arrives.

    Parameters
    ----------
    values : DataFrame
        From `Forecast.values`.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    InputError
        If the table is another one, or plotly is missing.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")], value=90_000)
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> forecast = cs.simulate(demo, replications=10, progress=False)
    >>> cs.plots.interactive.scatter(forecast.values()).data[0].text
    ('Shop',)
    """
    frame = checked("value_map", values)
    told = frame[frame["value"].notna() & frame["probability"].notna()]
    odds = told["probability"].to_numpy(np.float64)
    dots = _plotly().Scatter(
        x=told["value"],
        y=odds,
        text=[_shown(name) for name in told["project"]],
        mode="markers+text",
        textposition="top center",
        marker={"size": 13, "color": np.where(odds < 0.5, BAD, GOOD)},
        hovertemplate="%{text}<br>value %{x:,.0f}: %{y:.0%}<extra></extra>",
    )
    figure = _figure([dots], "Value and the odds that it arrives", 16)
    figure.update_xaxes(title="value", gridcolor=FAINT)
    figure.update_yaxes(title="odds that it is delivered in time", tickformat=".0%", gridcolor=FAINT)
    return figure


def _figure(parts: list[Any], title: str, rows: int) -> Figure:
    layout = {
        "title": {"text": title},
        "template": "plotly_white",
        "height": 160 + _ROW * max(rows, 4),
        "font": {"color": INK},
        "legend": {"orientation": "h"},
    }
    figure: Figure = _plotly().Figure(data=parts, layout=layout)
    return figure


def _shown(name: object) -> str:
    """Return a name as plotly shows it as written: it reads some tags of HTML."""
    return escape(str(name), quote=False)


def _plotly() -> ModuleType:
    """Return plotly, or say how to get it."""
    try:
        from plotly import graph_objects
    except ModuleNotFoundError:
        fix = "pip install 'capsim[interactive]'"
        raise InputError([Problem("plots.interactive", "plotly is not installed", fix=fix)]) from None
    module: ModuleType = graph_objects
    return module
