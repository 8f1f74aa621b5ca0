"""Plots that answer to the mouse."""

import sys

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from tests.plots.conftest import answers_of, portfolio_of

pytest.importorskip("plotly")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("overload_heatmap", "probability"),
        ("utilization_heatmap", "utilization"),
        ("gap_heatmap", "gap"),
        ("demand_heatmap", "demand"),
        ("demand_fan", "mean"),
    ],
)
def test_a_heatmap_holds_what_stands_in_the_table(answers, table, column):
    (cells,) = cs.plots.interactive.heatmap(answers[table]).data
    held = pd.DataFrame(cells.z).to_numpy().ravel()
    assert sorted(held[~pd.isna(held)]) == sorted(answers[table][column].dropna())


def test_a_roadmap_ends_each_bar_at_its_date(answers):
    *bars, deadlines = cs.plots.interactive.roadmap(answers["roadmap"]).data
    for level, bar in zip(("p50", "p80", "p95"), bars, strict=True):
        ends = pd.to_datetime(pd.Series(bar.base)) + pd.to_timedelta(pd.Series(bar.x), unit="ms")
        assert ends.tolist() == answers["roadmap"][level].tolist()
    assert pd.to_datetime(pd.Series(deadlines.x)).dropna().tolist() == (
        answers["roadmap"]["deadline"].dropna().tolist()
    )


def test_a_scatter_has_a_dot_for_each_project_with_a_value(answers):
    (dots,) = cs.plots.interactive.scatter(answers["value_map"]).data
    assert list(dots.text) == answers["value_map"]["project"].tolist()
    assert list(dots.x) == answers["value_map"]["value"].tolist()


def test_names_are_text_and_no_tags():
    answers = answers_of(portfolio_of("<b>Shop</b><script>alert(1)</script>"))
    figure = cs.plots.interactive.roadmap(answers["roadmap"])
    assert figure.data[0].y[0] == "&lt;b&gt;Shop&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def test_another_table_is_told_with_the_answers_that_are_meant(answers):
    with pytest.raises(InputError, match=r"another table \(got \['project'.*give it one of forecast\.gaps"):
        cs.plots.interactive.heatmap(answers["roadmap"])


def test_without_plotly_it_is_said_how_to_get_it(answers, monkeypatch):
    monkeypatch.setitem(sys.modules, "plotly", None)
    with pytest.raises(InputError, match=r"pip install 'capsim\[interactive\]'"):
        cs.plots.interactive.roadmap(answers["roadmap"])
