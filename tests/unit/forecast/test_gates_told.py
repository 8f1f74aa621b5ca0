"""What a forecast says of projects that a gate may stop."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import capsim as cs


def gated(gate=0.5, **fields):
    """Return a portfolio of a project with a gate after a day, four days of work, and one without."""
    work = [
        cs.Task("study", effort=1, skill="dev"),
        cs.Task("go or stop", after="study", gate=gate),
        cs.Task("build", effort=4, skill="dev", after="go or stop"),
    ]
    shop = cs.Project("Shop", work, deadline="2027-01-08", **fields)
    other = cs.Project("Other", [cs.Task("fix", effort=2, skill="dev")], priority=200)
    return cs.Portfolio("Gated", "2027-01-04", [cs.Person("Ada", "dev")], [shop, other])


def forecast_of(portfolio, replications=400):
    return cs.simulate(portfolio, replications=replications, seed=3, progress=False)


def test_a_project_is_delivered_in_about_the_share_of_futures_in_which_its_gate_passes():
    row = forecast_of(gated(0.6), 2_000).delivery().iloc[0]
    four_errors = 4 * np.sqrt(0.6 * 0.4 / 2_000)
    assert row.probability == pytest.approx(0.6, abs=four_errors)
    assert row.stopped == pytest.approx(1 - row.probability)
    assert row.never == 0


def test_futures_that_do_not_go_ahead_count_for_nothing():
    row = forecast_of(gated(0.6, probability=0.5), 4_000).delivery().iloc[0]
    assert row.going_ahead == pytest.approx(0.5, abs=0.032)
    assert row.probability == pytest.approx(0.6, abs=0.044)
    assert row.probability + row.stopped == pytest.approx(1)


def test_stopped_futures_rank_last_among_the_dates():
    row = forecast_of(gated(0.7), 1_000).delivery().iloc[0]
    assert str(row.p50.date()) == "2027-01-08"
    assert pd.isna(row.p80)
    assert row.beyond_horizon == ""
    assert np.isnan(row.days_late)


def test_the_outcomes_say_which_futures_are_stopped():
    forecast = forecast_of(gated())
    words = forecast.outcomes()
    assert set(words["Shop"]) == {"delivered", "stopped"}
    assert set(words["Other"]) == {"delivered"}
    stopped = words["Shop"] == "stopped"
    assert forecast.finish()["Shop"].isna().equals(stopped)
    # what is not done for Shop frees Ada: Other is done four days earlier
    assert (forecast.finish()["Other"][stopped] < forecast.finish()["Other"][~stopped].min()).all()


def test_without_gates_there_is_no_such_column():
    plain = gated().replace(projects=gated().projects[1:])
    assert "stopped" not in forecast_of(plain, 20).delivery().columns
    assert "stopped" in forecast_of(gated(), 20).delivery().columns


def test_people_are_busy_up_to_the_stop_and_not_after_it():
    # Ada works one day on the study and two on Other; with the stop at day 1 all is over after day 3
    forecast = forecast_of(gated(0.0), 20)
    busy = forecast.utilization(by="person", period="W")
    assert busy.utilization.iloc[0] == pytest.approx(1.0)
    assert len(busy) == 1


def test_planned_demand_ends_where_a_gate_stops_the_plan():
    by_gate = {gate: forecast_of(gated(gate), 20).demand(by="project")["mean"].sum() for gate in (0.0, 1.0)}
    assert by_gate[1.0] - by_gate[0.0] == pytest.approx(
        4 / 20
    )  # the four days of the build, of 20 in January


def test_the_card_says_how_often_a_gate_stops_a_project():
    text = str(forecast_of(gated(0.5)))
    assert "Shop (stopped by a gate in " in text
    assert "> horizon" not in text


def test_a_trace_tells_what_is_stopped():
    trace = cs.trace(gated(0.0), seed=1)
    assert "Shop: stopped" in repr(trace)
    assert "Shop/build is stopped." in trace.story()
    rows = trace.schedule.set_index("task")
    assert rows.driver["build"] == "stopped before it starts"
    assert pd.isna(rows.finish["go or stop"])


def test_the_chain_of_a_project_that_gains_from_a_stop_leads_to_the_gate():
    work = [cs.Task("long", effort=9, skill="dev"), cs.Task("gate", start="2027-01-06", gate=0)]
    projects = [
        cs.Project("Shop", work, priority=1),
        cs.Project("Other", [cs.Task("fix", effort=2, skill="dev")]),
    ]
    trace = cs.trace(cs.Portfolio("G", "2027-01-04", [cs.Person("Ada", "dev")], projects), seed=1)
    chain = trace.chain("Other")
    assert list(chain.task) == ["fix", "fix", "long", "gate"]
    assert chain.driver[2] == "stopped by Shop/gate"
