"""The fever chart: dots by zone, trails, and what lies beyond its edges."""

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.forecast.buffers import AMBER, RED

BUFFERS = pd.DataFrame(
    {
        "project": ["Shop", "Portal", "App", "None"],
        "status_date": pd.to_datetime(["2027-03-01"] * 4),
        "used": [0.05, 2.8, 0.3, np.nan],
        "used_low": [0.0, 1.7, 0.2, np.nan],
        "used_high": [0.1, 3.6, 0.5, np.nan],
        "chain_done": [0.3, 0.1, 0.2, 0.4],
        "zone": ["green", "red", "amber", "red"],
    }
)


def by_id(ax, gid):
    return ax.findobj(lambda artist: artist.get_gid() == gid)


def named(ax):
    return [text.get_text() for text in ax.texts]


def test_each_zone_has_a_shape_of_its_own_and_a_name():
    ax = cs.plots.fever_chart(BUFFERS)
    dots = {zone: by_id(ax, zone)[0] for zone in ("green", "amber", "red")}
    assert dots["green"].get_offsets().tolist() == [[0.3, 0.05]]
    assert dots["amber"].get_offsets().tolist() == [[0.2, 0.3]]
    assert len({tuple(map(tuple, each.get_paths()[0].vertices)) for each in dots.values()}) == 3
    assert {"green", "amber", "red"} <= set(named(ax))


def test_the_lines_are_those_of_the_answer():
    lines = by_id(cs.plots.fever_chart(BUFFERS), "line")
    assert [tuple(line.get_ydata()) for line in lines] == [AMBER, RED]


def test_what_lies_beyond_stands_at_the_edge_with_its_share():
    ax = cs.plots.fever_chart(BUFFERS)
    assert by_id(ax, "red")[0].get_offsets().tolist() == [[0.1, pytest.approx(ax.get_ylim()[1])]]
    assert "Portal (280 %)" in named(ax)


def test_projects_without_a_buffer_are_said_to_be_left_out():
    assert cs.plots.fever_chart(BUFFERS).get_title(loc="right") == "3 of 4 buffers: those with a buffer"
    assert named(cs.plots.fever_chart(BUFFERS.iloc[3:])) == ["Nothing to show: no project has a buffer"]


def test_several_status_dates_become_a_trail_that_ends_at_the_latest():
    before = BUFFERS.assign(
        status_date=pd.Timestamp("2027-02-01"), used=BUFFERS["used"] / 2, chain_done=BUFFERS["chain_done"] / 2
    )
    ax = cs.plots.fever_chart(pd.concat([BUFFERS, before]))
    trails = [trail.get_xdata().tolist() for trail in by_id(ax, "trail")]
    assert [0.15, 0.3] in trails
    assert len(trails) == 3
    assert by_id(ax, "green")[0].get_offsets().tolist() == [[0.3, 0.05]]
