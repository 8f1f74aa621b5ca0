"""Cost beside finish, and value beside its odds."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import capsim as cs
from capsim.errors import InputError
from capsim.plots.style import BAD, GOOD

CLOUD = pd.DataFrame(
    {
        "replication": [0, 1, 2],
        "finish": pd.to_datetime(["2027-02-01", "2027-03-01", None]),
        "cost": [1_000.0, 2_500.0, 9_000.0],
    }
)
LINE = pd.DataFrame(
    {
        "finish": pd.to_datetime(["2027-02-10", "2027-03-01"]),
        "cost": [2_400.0, 2_000.0],
        "probability": [0.71, 0.7],
        "commit": [False, True],
    }
)
VALUES = pd.DataFrame(
    {
        "project": ["Shop", "Portal", "Idea"],
        "value": [50_000.0, 20_000.0, np.nan],
        "probability": [0.3, 0.9, 0.5],
        "low": [0.25, 0.85, 0.4],
        "high": [0.36, 0.94, 0.6],
    }
)


def by_id(ax, gid):
    return ax.findobj(lambda artist: artist.get_gid() == gid)


def test_each_future_that_is_finished_is_a_dot_and_the_others_are_counted():
    ax = cs.plots.joint_cloud(CLOUD)
    (dots,) = by_id(ax, "futures")
    assert dots.get_offsets()[:, 1].tolist() == [1_000.0, 2_500.0]
    assert ax.get_title(loc="right") == "without 1 of 3 futures: not finished"


def test_the_line_and_the_pair_to_commit_to_are_told_in_the_key():
    ax = cs.plots.joint_cloud(CLOUD, LINE)
    (line,), (star,) = by_id(ax, "line"), by_id(ax, "commit")
    assert line.get_ydata().tolist() == [2_400.0, 2_000.0]
    assert star.get_ydata().tolist() == [2_000.0]
    told = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert told == [
        "one future",
        "both kept in 70 % or more of the futures",
        "commit to 1 Mar 2027 and 2.0 k",
    ]


def test_a_line_of_another_answer_is_told():
    with pytest.raises(InputError, match=r"give it forecast\.joint_confidence\(\)"):
        cs.plots.joint_cloud(CLOUD, VALUES)


def test_what_more_likely_than_not_does_not_arrive_has_the_color_of_what_is_late():
    ax = cs.plots.value_map(VALUES)
    (dots,) = by_id(ax, "projects")
    assert dots.get_offsets().tolist() == [[50_000.0, 0.3], [20_000.0, 0.9]]
    assert [to_hex(color).upper() for color in dots.get_facecolors()] == [BAD, GOOD]


def test_projects_without_a_value_are_said_to_be_left_out():
    assert cs.plots.value_map(VALUES).get_title(loc="right") == "2 of 3 projects: those with a value"
    texts = [text.get_text() for text in cs.plots.value_map(VALUES.iloc[2:]).texts]
    assert texts == ["Nothing to show: no project has a value, or benefits"]


def test_the_cloud_holds_what_the_line_is_drawn_from():
    """P(cost ≤ c and finish ≤ d), counted by hand in the cloud, is the probability of each pair."""
    shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    team = [cs.Person("Ada", "backend", cost_per_day=600)]
    forecast = cs.simulate(
        cs.Portfolio("Demo", "2027-01-04", team, [shop]), replications=300, seed=7, progress=False
    )
    cloud, line = forecast.costs_and_finishes("Shop"), forecast.joint_confidence("Shop", 0.7)
    assert len(line) > 0
    for pair in line.itertuples():
        both = (cloud.cost <= pair.cost + 0.001) & (cloud.finish <= pair.finish)
        assert both.mean() == pytest.approx(pair.probability, abs=1e-12)
        assert both.mean() >= 0.7


def test_the_value_of_a_project_is_its_own_or_what_its_benefits_bring():
    build = [cs.Task("build", effort=cs.PERT(1, 2, 3), skill="backend")]
    benefit = cs.money.Benefit("sales", per_year=12_000, plateau_months=10)
    projects = [
        cs.Project("Own", build, value=5_000, deadline="2027-12-31"),
        cs.Project("Brought", build, benefits=[benefit]),
        cs.Project("Neither", build, probability=0.5),
    ]
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], projects)
    values = cs.simulate(demo, replications=400, seed=7, progress=False).values()
    assert values.project.tolist() == ["Own", "Brought", "Neither"]
    assert values.value.tolist()[:2] == [5_000.0, 10_000.0]
    assert np.isnan(values.value[2])
    assert values.probability.tolist() == [1.0, 1.0, 1.0]
    assert values.going_ahead[2] == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 400))
    assert values.expected_value.tolist()[:2] == [5_000.0, 10_000.0]
