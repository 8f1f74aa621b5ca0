"""Buffers used against chain done: by hand, against an earlier forecast, as alerts."""

import dataclasses
import math

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.forecast.alerting import Buffers
from capsim.forecast.buffers import unbegun, zone_of


def agency(*tasks, deadline="2027-01-29", **fields):
    shop = cs.Project("Shop", tasks, deadline=deadline)
    return cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop], **fields)


def forecast_of(portfolio, **more):
    return cs.simulate(portfolio, replications=20, seed=1, progress=False, **more)


def half_way(**fields):
    """Planned for three weeks, up to 22 January; a week took eight days, and is half of a chain of ten."""
    design = cs.Task(
        "design", effort=5, skill="backend", actual_start="2027-01-04", actual_finish="2027-01-13"
    )
    build = cs.Task("build", effort=5, skill="backend", actual_start="2027-01-14", remaining=5)
    # nothing links the third: the chain passes through the only person
    return agency(
        design, build, cs.Task("test", effort=5, skill="backend"), status_date="2027-01-14", **fields
    )


def row_of(frame):
    (row,) = frame.itertuples()
    return row


def test_what_is_later_than_planned_uses_the_buffer_and_what_is_over_is_done():
    row = row_of(forecast_of(half_way()).buffers())
    assert str(row.planned_finish.date()) == "2027-01-22"
    assert str(row.p50.date()) == "2027-01-27"
    assert (row.buffer_days, row.used_days) == (7, 5)
    assert row.used == row.used_low == row.used_high == 5 / 7
    # design alone is over of three tasks of five days each
    assert (row.chain_done, row.chain_error) == (pytest.approx(1 / 3), pytest.approx(0, abs=1e-12))
    assert row.burn_rate == pytest.approx(5 / 7 * 3)
    assert row.zone == "red"


def test_work_under_way_is_done_as_far_as_its_time_is_over():
    design = cs.Task("design", effort=10, skill="backend", actual_start="2027-01-04", remaining=6)
    row = row_of(forecast_of(agency(design, status_date="2027-01-08")).buffers())
    # four days are over, six are left: as planned
    assert (row.used, row.chain_done, row.zone) == (0, pytest.approx(0.4), "green")


def test_without_a_status_date_nothing_is_used_and_nothing_done():
    forecast = forecast_of(agency(cs.Task("build", effort=cs.PERT(3, 5, 9), skill="backend")))
    row = row_of(forecast.buffers())
    assert row.planned_finish == row.p50 == forecast.delivery()["p50"][0]
    assert (row.used, row.chain_done, row.zone) == (0, 0, "green")
    assert math.isnan(row.burn_rate)


def test_the_plan_can_be_an_earlier_forecast():
    promised = forecast_of(agency(cs.Task("design", effort=3, skill="backend"), cs.Task("gone", duration=2)))
    row = row_of(forecast_of(half_way()).buffers(promised))
    assert str(row.planned_finish.date()) == "2027-01-06"
    assert row.buffer_days == 23
    assert row.chain_done == 1  # its only chain is done since


def test_a_deadline_before_the_planned_finish_leaves_no_buffer():
    row = row_of(
        forecast_of(agency(cs.Task("build", effort=9, skill="backend"), deadline="2027-01-08")).buffers()
    )
    assert row.buffer_days < 0
    assert math.isnan(row.used)
    assert row.zone == "red"


def test_projects_without_a_deadline_or_new_since_the_plan_are_left_out():
    build = cs.Task("build", effort=1, skill="backend")
    assert forecast_of(agency(build, deadline=None)).buffers().empty
    before = forecast_of(agency(build))
    other = cs.Project("New", [build], deadline="2027-02-26")
    after = before.portfolio.replace(projects=[*before.portfolio.projects, other])
    assert forecast_of(after).buffers(before)["project"].tolist() == ["Shop"]


def test_the_plan_knows_nothing_of_what_has_happened():
    plan = unbegun(half_way())
    assert plan.status_date is None
    bare = [
        dataclasses.replace(task, actual_start=None, actual_finish=None, remaining=None)
        for task in half_way().projects[0].tasks
    ]
    assert plan.projects[0].tasks == tuple(bare)


@pytest.mark.parametrize(
    ("used", "done", "zone"),
    [(0.1, 0, "green"), (0.11, 0, "amber"), (0.31, 0, "red"), (0.4, 0.5, "green"), (0.6, 0.5, "amber"),
     (0.61, 0.5, "red"), (0.9, 1, "amber"), (0.91, 1, "red"), (-0.2, 0, "green")],
)  # fmt: skip
def test_zones_rise_with_the_work_done(used, done, zone):
    assert zone_of(used, done) == zone


def test_a_buffer_that_is_used_up_is_an_alert_in_words():
    (alert,) = forecast_of(half_way()).alerts([Buffers()]).itertuples()
    assert (alert.level, alert.about, alert.date) == ("red", "project", pd.Timestamp("2027-01-29"))
    assert alert.text == "Shop: 71 % of its buffer of 7 days is used, 33 % of its chain of work is done"
    assert alert.call == "forecast.buffers()"
    lenient = Buffers(red=(0.9, 0.95), amber=(0.8, 0.9))
    assert forecast_of(half_way()).alerts([lenient])["level"].tolist() == ["green"]


def test_a_promise_without_a_buffer_is_told_so():
    late = forecast_of(agency(cs.Task("build", effort=9, skill="backend"), deadline="2027-01-08"))
    (text,) = late.alerts([Buffers()])["text"]
    assert text == "Shop: no buffer; half of the planned futures are not finished before the deadline"


def test_lines_that_cross_and_what_is_no_forecast_are_refused():
    with pytest.raises(InputError, match=r"alerts, Buffers: no thresholds"):
        Buffers(red=(0.1, 0.5), amber=(0.2, 0.4))
    with pytest.raises(InputError, match=r"buffers, baseline: no forecast"):
        forecast_of(half_way()).buffers(half_way())
    with pytest.raises(InputError, match=r"buffers, replications"):
        forecast_of(half_way()).buffers(replications=0)


def test_only_dates_kept_have_no_chain_and_no_alert():
    dates = forecast_of(half_way(), keep="projects")
    assert dates.alerts([Buffers()]).empty
    with pytest.raises(InputError):
        dates.buffers()
