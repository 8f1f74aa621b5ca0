"""A forecast from mid-flight: what is known, what has slipped, what counts from the status date on."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import capsim as cs


def agency(*tasks: cs.Task, status_date: str | None = "2027-01-13", **fields: object) -> cs.Portfolio:
    people = [cs.Person("Ada", "backend"), cs.Person("Bo", "qa")]
    shop = cs.Project("Shop", tasks, deadline="2027-02-28")
    return cs.Portfolio("Agency", "2027-01-04", people, [shop], status_date=status_date, **fields)


def mid_flight() -> cs.Portfolio:
    return agency(
        cs.Task("design", effort=5, skill="backend", actual_start="2027-01-04", actual_finish="2027-01-11",
                baseline_start="2027-01-04", baseline_finish="2027-01-08"),
        cs.Task("build", effort=10, skill="backend", after="design", actual_start="2027-01-12", remaining=7,
                assigned="Ada", baseline_start="2027-01-11", baseline_finish="2027-01-22"),
        cs.Task("test", effort=2, skill="qa", after="build", baseline_finish="2027-01-26"),
        cs.Task("go live", after="test"),
    )  # fmt: skip


def forecast_of(portfolio: cs.Portfolio) -> cs.Forecast:
    return cs.simulate(portfolio, replications=20, seed=1, progress=False)


def test_the_card_says_as_of_when() -> None:
    assert forecast_of(mid_flight()).sentences()[0].startswith(
        "Agency: schedule of 1 project from 4 Jan 2027, as of 13 Jan 2027"
    )
    assert "as of" not in forecast_of(agency(cs.Task("a"), status_date=None)).sentences()[0]


def test_the_schedule_shows_what_has_happened_and_goes_on_from_there() -> None:
    frame = forecast_of(mid_flight()).schedule()
    dates = frame.assign(start=frame.start.astype(str), finish=frame.finish.astype(str))
    assert dates[["task", "people", "start", "finish", "driver"]].to_numpy().tolist() == [
        ["design", "", "2027-01-04", "2027-01-11", "begun before the status date"],
        ["build", "Ada", "2027-01-12", "2027-01-21", "begun before the status date"],
        ["test", "Bo", "2027-01-22", "2027-01-25", "finish of Shop/build"],
        ["go live", "", "2027-01-25", "2027-01-25", "finish of Shop/test"],
    ]


def test_work_that_waits_for_the_status_date_says_so() -> None:
    frame = forecast_of(agency(cs.Task("a", effort=1, skill="qa"))).schedule()
    assert frame.driver.tolist() == ["status date"]


def test_slips_are_days_from_the_baseline() -> None:
    frame = forecast_of(mid_flight()).slips()
    assert frame.task.tolist() == ["design", "build", "test"]
    assert frame.state.tolist() == ["done", "begun", "to come"]
    assert frame.slip_p50_days.tolist() == frame.slip_p80_days.tolist() == [3, -1, -1]
    assert frame.start_p50.astype(str).tolist() == ["2027-01-04", "2027-01-12", "2027-01-22"]


def test_slips_speak_of_the_futures_in_which_the_project_goes_ahead() -> None:
    work = cs.Task("build", effort=5, skill="backend", baseline_finish="2027-01-08")
    shop = cs.Project("Shop", [work], probability=0.3)
    portfolio = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    (row,) = forecast_of(portfolio).slips().itertuples()
    assert (str(row.start_p50.date()), str(row.p50.date())) == ("2027-01-04", "2027-01-08")


def test_baselines_move_nothing() -> None:
    told, plain = (
        cs.Task("a", effort=cs.PERT(2, 3, 9), skill="qa", **dates)
        for dates in ({"baseline_start": "2027-01-04", "baseline_finish": "2031-01-05"}, {})
    )
    one, other = (forecast_of(agency(task, status_date=None)) for task in (told, plain))
    assert one.finish().equals(other.finish())
    assert other.slips().empty
    assert not math.isnan(one.slips().slip_p50_days[0])


def test_utilization_counts_from_the_status_date_on() -> None:
    frame = forecast_of(mid_flight()).utilization(by="person", period="M")
    (ada,) = (row for row in frame.itertuples() if row.person == "Ada")
    # from Wednesday 13 to Monday 25 January, the last finish: nine working days, seven of them busy
    assert (ada.capacity_days, ada.busy_days) == (9, 7)


def half_done(**fields: object) -> cs.Portfolio:
    """Work of every standing on the Tuesday of the third week."""
    tasks = [
        cs.Task("build", effort=20, skill="backend", start="2027-01-04", end="2027-01-29",
                actual_start="2027-01-04", progress=0.75),
        cs.Task("check", effort=4, skill="backend", actual_start="2027-01-18", remaining=3),
        cs.Task("tune", effort=cs.PERT(1, 8, 9), skill="backend", actual_start="2027-01-18"),
        cs.Task("old", effort=5, skill="qa", start="2027-01-04", end="2027-01-08", progress=1.0),
        cs.Task("overdue", effort=2, skill="qa", start="2027-01-11", end="2027-01-15"),
    ]  # fmt: skip
    return agency(*tasks, status_date="2027-01-19", **fields)


def weeks_of(frame: pd.DataFrame, role: str, column: str) -> list[float]:
    return frame.loc[frame["role"] == role, column].round(9).tolist()


def test_planned_demand_is_what_is_left_from_the_status_date_on() -> None:
    frame = half_done().demand("role", "W")
    # of build 5 of 20 days are left over the nine from Tuesday 19 to Friday 29; of check the 3 that are said
    # to remain, from Tuesday to Thursday; of tune its mean of 7 less the day since it began, over six days
    backend = [0, 0, (5 * 4 / 9 + 3 + 4) / 5, (5 * 5 / 9 + 2) / 5]
    assert weeks_of(frame, "backend", "demand") == pytest.approx(backend)
    # what is done wants nobody; what is overdue begins at once
    assert weeks_of(frame, "qa", "demand") == [0, 0, 0.4, 0]


def test_capacity_and_bookings_before_the_status_date_are_over() -> None:
    booked = cs.Booking("Ada", "Shop", "2027-01-04", "2027-01-29", share=0.5)
    frame = half_done(bookings=[booked]).demand("role", "W")
    assert weeks_of(frame, "backend", "capacity") == weeks_of(frame, "qa", "capacity") == [0, 0, 0.8, 1]
    assert weeks_of(frame, "backend", "booked") == [0, 0, 0.4, 0.5]


def test_a_booking_is_not_idle_for_the_days_that_are_over() -> None:
    build = cs.Task("build", effort=10, skill="backend", start="2027-01-04", end="2027-01-29",
                    actual_start="2027-01-04", progress=0.5)  # fmt: skip
    booked = cs.Booking("Ada", "Shop", "2027-01-04", "2027-01-29", share=0.5)
    portfolio = agency(build, status_date="2027-01-18", bookings=[booked])
    assert not portfolio.check()["problem"].str.contains("booked above").any()


def test_demand_over_futures_is_that_of_the_plan_where_nothing_is_uncertain() -> None:
    sure = half_done()
    tasks = [task for task in sure.projects[0].tasks if task.name != "tune"]
    portfolio = agency(*tasks, status_date="2027-01-19")
    planned, found = portfolio.demand("role", "W"), forecast_of(portfolio).demand("role", "W")
    assert found["mean"].tolist() == pytest.approx(planned["demand"].tolist())
    assert found["capacity"].tolist() == planned["capacity"].tolist()


def test_the_chain_of_events_ends_at_what_has_happened() -> None:
    chain = cs.trace(mid_flight(), seed=1).chain("Shop")
    assert chain.task.tolist()[-1] == "build"
    assert chain.event.tolist()[-1] == "start"
    assert chain["from_days"].tolist()[-1] == 8


def test_a_future_from_mid_flight_can_be_told() -> None:
    story = cs.replay(forecast_of(mid_flight()), 0).story()
    assert "Ada joins Shop/build" in story
    assert "Shop/test starts with Bo" in story


def test_nothing_is_left_to_estimate_of_what_is_done() -> None:
    portfolio = mid_flight().replace(ranges="usual")
    assert forecast_of(portfolio).estimates.total == 2
