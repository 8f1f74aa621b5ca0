"""What the plots of causes of delay show."""

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError


def why(**days):
    return pd.DataFrame(
        {
            "project": ["Shop"] * len(days),
            "quantile": [0.8] * len(days),
            "cause": [cause.replace("_", " ") for cause in days],
            "working_days": list(days.values()),
        }
    )


def bars_of(ax):
    return [(bar.get_x(), bar.get_width()) for bar in ax.patches]


def test_each_bar_of_a_waterfall_begins_where_the_one_before_it_ends():
    ax = cs.plots.waterfall(why(unhindered=10.0, estimate=-2.0, waiting_for_qa=5.0))
    assert bars_of(ax) == [(0, 10), (10, -2), (8, 5), (0, 13)]
    assert [label.get_text() for label in ax.get_yticklabels()][-2:] == ["waiting for qa", "finish"]
    shown = [text.get_text() for text in ax.texts]
    assert shown == ["+10.0", "-2.0", "+5.0", "13"]


def test_what_makes_a_project_longer_has_another_color_than_what_is_planned():
    ax = cs.plots.waterfall(why(date=1.0, unhindered=10.0, estimate=2.0, risk=-1.0))
    colors = [bar.get_facecolor() for bar in ax.patches]
    assert colors[0] == colors[1]
    assert len(set(colors)) == 4  # planned, longer, shorter, finish


def test_a_quantile_that_is_not_in_the_table_is_told():
    with pytest.raises(
        InputError, match=r"no such quantile \(got 0.95\); write one of those of the table: 0.8"
    ):
        cs.plots.waterfall(why(unhindered=10.0), quantile=0.95)


def bottlenecks(**onsets):
    columns = {name: pd.to_datetime(pd.Series(dates)) for name, dates in onsets.items()}
    return pd.DataFrame({"role": ["qa", "dev"], "wait_days": [5.0, 9.0], "exhausted": [0.25, 0.5], **columns})


def test_a_band_whose_end_is_not_known_goes_to_the_edge():
    ax = cs.plots.bottleneck_timeline(
        bottlenecks(
            onset_p10=["2027-01-04", "2027-02-01"],
            onset_p50=["2027-01-11", None],
            onset_p90=["2027-01-20", None],
        )
    )
    (_, width), _ = bars_of(ax)
    assert width == 17  # both days included
    assert sum(bars_of(ax)[1]) == ax.get_xlim()[1]
    assert [text.get_text() for text in ax.texts] == [
        "25 % of its time; 5 days of waiting",
        "50 % of its time; 9 days of waiting",
    ]


def test_nobody_who_is_ever_exhausted_is_a_sentence():
    ax = cs.plots.bottleneck_timeline(
        bottlenecks(onset_p10=[None, None], onset_p50=[None, None], onset_p90=[None, None])
    )
    assert [text.get_text() for text in ax.texts] == [
        "Nothing to show: nobody is exhausted in 1 of 10 futures"
    ]


def test_a_matrix_of_delays_has_a_row_for_who_waits_and_a_column_for_who_holds():
    frame = pd.DataFrame(
        {
            "project": ["Shop", "App"],
            "held_by": ["App", "Ops"],
            "working_days": [2.5, 1.0],
            "share": [1.0, 0.5],
        }
    )
    ax = cs.plots.delay_matrix(frame)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Shop", "App"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["App", "Ops"]
    assert [text.get_text() for text in ax.texts] == ["2.5", "1.0"]
    assert ax.get_xlabel() == "held by"
