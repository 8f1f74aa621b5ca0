"""What a forecast says of streams of work."""

from __future__ import annotations

import numpy as np
import pytest

import capsim as cs


def portfolio(*streams, **fields):
    return cs.Portfolio("Desk", "2027-01-04", [cs.Person("Ada", "ops")], streams=streams, **fields)


def item(effort=0.5):
    return cs.Task("item", effort=effort, skill="ops")


def forecast_of(model, replications=400):
    return cs.simulate(model, replications=replications, seed=3, progress=False)


def test_a_backlog_is_done_at_its_pace():
    # 4 items of half a day each, one after the other from Monday: half a day, one, one and a half, two
    row = forecast_of(portfolio(cs.work.Stream("B", item(), items=4, within_days=1)), 10).streams().iloc[0]
    assert (row["items"], row.done, row.open) == (4, 4, 0)
    assert row.wait_days == pytest.approx((0 + 0.5 + 1 + 1.5) / 4)
    assert (row.time_p50, row.time_p95) == (1.0, 2.0)
    assert row.on_time == 0.5
    assert row.wait_error == row.error == 0


def test_as_many_items_come_as_the_rate_says():
    # 3 a week for 10 weeks of five working days
    stream = cs.work.Stream("S", item(0.1), per_week=3, end="2027-03-14")
    row = forecast_of(portfolio(stream), 2_000).streams().iloc[0]
    assert row["items"] == pytest.approx(30, abs=4 * np.sqrt(30 / 2_000))


def test_what_is_never_done_counts_against_the_promise():
    stream = cs.work.Stream("S", item(3), items=4, within_days=4)
    row = forecast_of(portfolio(stream, horizon="2027-01-08"), 10).streams().iloc[0]
    assert (row.done, row.open, row.on_time) == (1, 3, 0.25)
    assert np.isnan(row.time_p50)


def test_a_stream_is_one_row_among_projects_and_none_among_tasks():
    model = portfolio(
        cs.work.Stream("S", item(), items=30),
        projects=[cs.Project("P", [cs.Task("t", effort=1, skill="ops")])],
    )
    forecast = forecast_of(model, 20)
    assert forecast.delivery().project.tolist() == ["P", "S"]
    assert forecast.tasks().task.tolist() == ["t"]
    assert forecast.milestones().empty
    assert len(forecast.schedule()) == 31
    assert forecast.portfolio == model


def test_the_schedule_of_a_future_has_only_the_items_that_come():
    stream = cs.work.Stream("S", item(), per_week=2, end="2027-02-28")
    forecast = forecast_of(portfolio(stream), 20)
    rows = forecast.schedule(3)
    assert not rows.start.isna().any()
    assert rows.driver[0] == "arrival of S#1"
    assert len(forecast.runs.finish[3]) > len(rows)


def test_planned_demand_counts_the_items_that_come():
    # 3 a week of half a day: 0.3 full-time equivalents, all year
    stream = cs.work.Stream("S", item(), per_week=3, end="2027-12-31")
    demand = forecast_of(portfolio(stream), 400).demand(by="project")
    assert demand["mean"].iloc[3:9].to_numpy() == pytest.approx(0.3, abs=0.03)


def test_without_streams_the_frame_is_empty_and_has_its_columns():
    model = cs.Portfolio("P", "2027-01-04", [cs.Person("Ada", "ops")], [cs.Project("P", [item()])])
    frame = forecast_of(model, 5).streams()
    assert frame.empty
    assert frame.columns[0] == "stream"


def test_planned_demand_has_items_at_an_even_pace_and_not_all_for_which_there_is_room():
    # a working week of five days and 5 items a week: one arrives at the end of each of the 20 working days to
    # 31 January, each half a day, begun on the day after; the last one is planned for Monday 1 February
    stream = cs.work.Stream("S", item(0.5), per_week=5, end="2027-01-31")
    demand = portfolio(stream).demand(by="role", wide=True).set_index("role")
    assert demand.loc["ops", "2027-01"] == pytest.approx(0.5 * 19 / 20)
    assert demand.loc["ops", "2027-02"] == pytest.approx(0.5 * 1 / 20)


def test_planned_demand_has_the_likely_number_of_items_at_the_start():
    stream = cs.work.Stream("S", item(1), items="PERT(2, 4, 9)")
    demand = portfolio(stream).demand(by="role", wide=True).set_index("role")
    assert demand.loc["ops", "2027-01"] == pytest.approx(4 / 20)


def test_all_items_of_a_stream_are_one_estimate():
    call = cs.Task("call", effort="PERT(0.2, 0.5, 3)", skill="ops")
    shop = cs.Project("Shop", [cs.Task("build", effort="PERT(3, 4, 9)", skill="ops")])
    desk = cs.Portfolio(
        "Desk",
        "2027-01-04",
        [cs.Person("Ada", "ops")],
        [shop],
        streams=[cs.work.Stream("Calls", call, items=40)],
    )
    row = cs.simulate(desk, replications=2, seed=1, progress=False).summary().iloc[0]
    assert (row.estimates, row.ranged) == (2, 2)
