"""Pictures of the answers: a table in, axes of matplotlib out.

Each plot takes the very table that a question to a forecast or a portfolio returns, and draws it on ``ax``,
or on a figure of its own the size of a slide, which a notebook shows. No setting of matplotlib is changed;
names are shown as they are written, long ones with an ellipsis.

>>> import capsim as cs
>>> forecast = cs.simulate(cs.read("models/product_org.yaml"), replications=100, seed=7, progress=False)
>>> ax = cs.plots.roadmap(forecast.delivery())
>>> ax.figure.savefig("roadmap.png")  # doctest: +SKIP
"""

from capsim.plots import interactive as interactive
from capsim.plots.capacity import demand_fan
from capsim.plots.causes import bottleneck_timeline, delay_matrix, waterfall
from capsim.plots.comparison import comparison
from capsim.plots.delivery import roadmap
from capsim.plots.fever import fever_chart
from capsim.plots.finishes import finish_histogram, s_curves
from capsim.plots.flow import cumulative_flow, gantt
from capsim.plots.frontier import frontier
from capsim.plots.heatmaps import (
    demand_heatmap,
    gap_heatmap,
    overload_heatmap,
    skills_matrix,
    utilization_heatmap,
)
from capsim.plots.levers import levers
from capsim.plots.network import criticality_network
from capsim.plots.promises import promise_trend
from capsim.plots.tornado import tornado
from capsim.plots.worth import joint_cloud, value_map

__all__ = [
    "bottleneck_timeline",
    "comparison",
    "criticality_network",
    "cumulative_flow",
    "delay_matrix",
    "demand_fan",
    "demand_heatmap",
    "fever_chart",
    "finish_histogram",
    "frontier",
    "gantt",
    "gap_heatmap",
    "joint_cloud",
    "levers",
    "overload_heatmap",
    "promise_trend",
    "roadmap",
    "s_curves",
    "skills_matrix",
    "tornado",
    "utilization_heatmap",
    "value_map",
    "waterfall",
]
