"""How promises moved, entry by entry."""

import pandas as pd
import pytest

import capsim as cs
from capsim.plots.promises import apart
from capsim.plots.style import BAD, GOOD, MUTED

KEPT = ["2027-07-01"] * 2
TREND = pd.DataFrame(
    {
        "project": ["Shop", "Shop", "Shop", "App", "App", "Kept", "Kept"],
        "logged": pd.to_datetime(["2027-01-04", *["2027-02-01", "2027-03-01"] * 3]),
        "p80": pd.to_datetime(["2027-06-01", None, "2027-06-11", "2027-05-05", "2027-05-04", *KEPT]),
    }
)  # fmt: skip


def test_each_line_counts_from_the_first_entry_of_its_project_and_has_a_gap_past_the_horizon():
    ax = cs.plots.promise_trend(TREND)
    lines = {line.get_color(): list(line.get_ydata()) for line in ax.lines[:3]}
    assert lines[BAD] == [0.0, pytest.approx(float("nan"), nan_ok=True), 10.0]
    assert lines[GOOD] == [0.0, -1.0]
    assert lines[MUTED] == [0.0, 0.0]
    assert {text.get_text() for text in ax.texts} == {
        "Shop: 10 days later", "App: 1 day earlier", "Kept: as promised"
    }  # fmt: skip


def test_those_that_moved_most_are_shown():
    ax = cs.plots.promise_trend(TREND, most=1)
    assert [text.get_text() for text in ax.texts] == ["Shop: 10 days later"]
    assert ax.get_title(loc="right") == "1 of 3 projects: those that moved most"


@pytest.mark.parametrize(
    ("heights", "moved"),
    [([0, 5], [0, 5]), ([0, 1, 2], [-1, 1, 3]), ([0, 0, 3, 9], [-1.0, 1.0, 3.0, 9.0]), ([], [])],
)
def test_names_are_moved_no_further_apart_than_it_takes(heights, moved):
    assert apart(heights, 2) == moved
