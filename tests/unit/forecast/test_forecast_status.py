"""A forecast from mid-flight: what is known, what has slipped, what counts from the status date on."""

from __future__ import annotations

import math

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
