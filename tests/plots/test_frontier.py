"""Worth against risk: the sets that were looked at, the line of the best, and the risk that is accepted."""

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError

SETS = pd.DataFrame(
    {
        "projects": [3, 2, 2, 1],
        "worth": [17.0, 14.0, 12.0, 9.0],
        "low": [16.0, 13.5, 11.5, 9.0],
        "high": [18.0, 14.5, 12.5, 9.0],
        "latest": [0.9, 0.1, 0.3, 0.0],
        "fits": [False, True, True, True],
        "efficient": [True, True, False, True],
        "chosen": [False, True, False, False],
    }
)


def by_id(ax, gid):
    return ax.findobj(lambda artist: artist.get_gid() == gid)


def test_each_set_is_a_dot_by_its_risk_and_worth():
    ax = cs.plots.frontier(SETS)
    places = {
        gid: by_id(ax, gid)[0].get_offsets().tolist()
        for gid in ("keeps all limits", "breaks a limit", "chosen")
    }
    assert places == {
        "keeps all limits": [[0.3, 12.0], [0.0, 9.0]],
        "breaks a limit": [[0.9, 17.0]],
        "chosen": [[0.1, 14.0]],
    }


def test_the_line_leads_through_the_sets_that_no_other_beats():
    (line,) = by_id(cs.plots.frontier(SETS), "frontier")
    assert (
        line.get_drawstyle() == "steps-post"
    )  # with more risk accepted, the worth is that of the set before
    assert line.get_xydata().tolist() == [[0.0, 9.0], [0.1, 14.0], [0.9, 17.0]]


def test_the_risk_that_is_accepted_is_a_line_and_told_in_the_key():
    ax = cs.plots.frontier(SETS, appetite=0.2)
    (line,) = by_id(ax, "appetite")
    assert line.get_xdata() == [0.2, 0.2]
    assert "more risk than the 20 % accepted" in key_of(ax)
    assert by_id(cs.plots.frontier(SETS), "appetite") == []


def test_without_sets_that_break_limits_the_key_does_not_speak_of_them():
    assert key_of(cs.plots.frontier(SETS[SETS["fits"]])) == [
        "keeps all limits",
        "chosen",
        "worth most for so much risk",
    ]


def test_each_set_of_the_line_tells_how_many_projects_it_has():
    assert [text.get_text() for text in cs.plots.frontier(SETS).texts] == [
        "3 projects",
        "2 projects",
        "1 project",
    ]


def test_words_that_would_lie_on_others_are_left_out():
    near = pd.concat([SETS, SETS.iloc[[1]].assign(worth=14.1, latest=0.15, chosen=False)])
    assert len(cs.plots.frontier(near).texts) == 3


def test_an_appetite_that_is_no_share_is_told():
    with pytest.raises(InputError, match=r"plots\.frontier, appetite: no share of futures \(got 30\); write"):
        cs.plots.frontier(SETS, appetite=30)


def key_of(ax):
    figure = ax.figure
    legend = figure.legends[0] if figure.legends else ax.get_legend()
    return [text.get_text() for text in legend.get_texts()]
