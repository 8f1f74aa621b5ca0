"""Tables for the plots: answers of a small portfolio, and a watch over matplotlib's own state."""

import functools

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import capsim as cs
from capsim.plots.frames import TAKES

HOSTILE = "A_b$^2 {x} \\frac{1}{0} $\\bad$ % & #"
UNDERSCORED = "_hidden"


def portfolio_of(*names):
    """One project with tasks for each name, and one with a demand table."""
    projects = [
        cs.Project(
            name,
            [
                cs.Task("design", effort=cs.PERT(2, 4, 9), skill="design"),
                cs.Task("build", effort=cs.PERT(5, 9, 20), skill="backend", after="design"),
                cs.Task("live", after="build"),
            ],
            deadline=f"2027-0{2 + number % 3}-15",
            value=50_000 + 10_000 * number,
        )
        for number, name in enumerate(names)
    ]
    table = cs.Project("Table", demand=[cs.Demand("backend", {"2027-01": 1, "2027-02": 2})], value=20_000)
    people = [
        cs.Person("Ada", {"backend": 1.2, "design": 0.5}, cost_per_day=600),
        cs.Person("Ben", "design", cost_per_day=500),
    ]
    return cs.Portfolio("Agency", "2027-01-04", people, [*projects, table], ranges="usual")


def answers_of(portfolio):
    """What each plot takes, by its name."""
    forecast = cs.simulate(portfolio, replications=60, seed=7, progress=False)
    firsts = [
        cs.Scenario(each.name, [cs.edits.Reprioritize(each.name, -1)]) for each in portfolio.projects[:3]
    ]
    return {
        "s_curves": forecast.finishes(),
        "finish_histogram": forecast.finishes(),
        "roadmap": forecast.delivery(),
        "gantt": forecast.schedule(3),
        "cumulative_flow": forecast.schedule(3),
        "joint_cloud": forecast.costs_and_finishes(),
        "fever_chart": forecast.buffers(),
        "value_map": forecast.values(),
        "overload_heatmap": forecast.overload(),
        "demand_fan": forecast.demand(),
        "demand_heatmap": portfolio.demand(),
        "gap_heatmap": forecast.gaps(),
        "skills_matrix": portfolio.skills(),
        "tornado": forecast.tornado(),
        "levers": cs.what_if(forecast, firsts, progress=False).frame(),
        "utilization_heatmap": forecast.utilization(period="M"),
        "waterfall": forecast.why(portfolio.projects[0].name),
        "delay_matrix": forecast.delays(by="project"),
        "bottleneck_timeline": forecast.bottlenecks(),
        "comparison": compared(forecast),
        "criticality_network": forecast.network(portfolio.projects[0].name),
        "promise_trend": trend_of(forecast.delivery()),
        "frontier": chosen_from(),
    }


@functools.cache
def chosen_from():
    """The sets of three projects, of which one person can do two in time."""
    projects = [
        cs.Project(
            name,
            [cs.Task("work", effort=cs.PERT(8, 10, 12), skill="dev")],
            value=worth,
            deadline="2027-02-05",
        )
        for name, worth in {"A": 3_000, "B": 9_000, "C": 5_000}.items()
    ]
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    return cs.optimize.select(demo, late=0.2, replications=50, seed=1).frontier()


def compared(forecast):
    """Two scenarios beside a forecast."""
    name = forecast.portfolio.projects[0].name
    scenarios = [
        cs.Scenario("later", [cs.edits.Delay(name, 20)]),
        cs.Scenario("hire", [cs.edits.AddPerson("Cy", {"backend": 1.0})]),
    ]
    return cs.compare(forecast, scenarios, progress=False).projects()


def trend_of(delivery):
    """Two entries of a book: what is promised, and the same promises a month later, each moved further."""
    first = delivery[["project", "p80"]].assign(logged=pd.Timestamp("2027-01-04"))
    moved = first["p80"] + pd.to_timedelta(10 * (1 + first.index), unit="D")
    return pd.concat([first, first.assign(p80=moved, logged=pd.Timestamp("2027-02-01"))], ignore_index=True)


def drawn(name, frame, **more):
    """Draw a plot by its name; those that show one group show the first."""
    if name in ("finish_histogram", "demand_fan") and len(frame):
        more.setdefault("of", frame["project" if name == "finish_histogram" else "role"].iloc[0])
    return getattr(cs.plots, name)(frame, **more)


NAMELESS = {"cumulative_flow", "frontier", "joint_cloud"}
"""Plots of all work together: they name nothing, and leave nothing out."""


@pytest.fixture(scope="session")
def answers():
    return answers_of(portfolio_of("Shop", "Portal", "App"))


@pytest.fixture(params=sorted(TAKES))
def name(request):
    return request.param


@pytest.fixture(autouse=True)
def untouched():
    """No plot changes a setting, and none leaves a figure open."""
    before, open_before = dict(mpl.rcParams), plt.get_fignums()
    yield
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == open_before
