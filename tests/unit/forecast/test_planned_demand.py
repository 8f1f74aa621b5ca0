"""Planned demand before any simulation: tables solved by hand."""

from datetime import date

import numpy as np
import pytest

import capsim as cs
from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.distributions import (
    Empirical,
    Fixed,
    Gamma,
    LogNormal,
    Quantiles,
    Triangular,
    Uniform,
)
from capsim.errors import InputError
from capsim.forecast.planned_work import nominal

START = "2027-02-01"  # a Monday; February has 20 working days, March 23
ADA, BO = cs.Person("Ada", "backend"), cs.Person("Bo", "qa")


def agency(*projects, people=(ADA, BO), start=START, **settings):
    return cs.Portfolio("Agency", start, people, projects, **settings)


def shop(*tasks, demand=(), **settings):
    return cs.Project("Shop", tasks, demand=demand, **settings)


def cells(frame, *keys):
    """The numbers of a long frame by group and month."""
    rows = frame.to_dict("records")
    return {
        (*(row[key] for key in keys), row["period"].month): tuple(
            round(row[column], 9) for column in ("demand", "booked", "capacity", "gap")
        )
        for row in rows
    }


# ---------------------------------------------------------------- the table


def test_the_table_comes_back():
    rows = [
        Demand("qa", {"2027-02": 0.5, "2027-04": 2.25}),
        Demand("backend", {"2027-02": 1.5, "2027-03": 3}, low=0.8, high=1.5),
    ]
    billing = cs.Project("Billing", demand=[Demand("backend", {"2027-03": 1})])
    frame = agency(shop(demand=rows), billing).demand(wide=True)
    assert frame.to_dict("list") == {
        "project": ["Shop", "Shop", "Billing"],
        "role": ["qa", "backend", "backend"],
        "2027-02": pytest.approx([0.5, 1.5, 0]),
        "2027-03": pytest.approx([0, 3, 1]),
        "2027-04": pytest.approx([2.25, 0, 0]),
    }
    assert frame.attrs == {"about": "planned demand"}


def test_the_table_ends_with_its_last_demand():
    bookings = [Booking("Bo", "Shop", "2027-02-01", "2027-06-30")]
    frame = agency(shop(demand=[Demand("qa", {"2027-03": 1})]), bookings=bookings).demand(wide=True)
    assert frame.columns.tolist() == ["project", "role", "2027-02", "2027-03"]


def test_a_period_that_the_start_cuts_shows_what_the_table_says():
    rows = [Demand("qa", {"2027-02": 0.5, "2027-03": 2})]
    frame = agency(shop(demand=rows), start="2027-02-17").demand(wide=True)
    assert frame[["2027-02", "2027-03"]].to_numpy() == pytest.approx(np.array([[0.5, 2]]))


def test_weeks_are_labeled_by_iso_week():
    rows = [Demand("qa", {"2026-W53": 0.5, "2027-W01": 2})]
    frame = agency(shop(demand=rows), start="2026-12-28").demand("role", "W", wide=True)
    assert frame.columns.tolist() == ["role", "2026-W53", "2027-W01"]
    assert frame.iloc[0, 1:].tolist() == pytest.approx([0.5, 2])


def test_person_days_are_told_in_fte():
    rows = [Demand("qa", {"2027-02": 30}, unit="days")]
    assert agency(shop(demand=rows)).demand("role", wide=True)["2027-02"].tolist() == pytest.approx([1.5])


def test_public_holidays_are_taken_out_of_both_sides():
    calendar = cs.Calendar(holidays=["2027-02-03"])
    other = cs.Person("Cy", "ops", calendar="abroad")
    frame = agency(
        shop(demand=[Demand("backend", {"2027-02": 2})]),
        people=(ADA, other),
        calendar=calendar,
        calendars=[cs.Calendar("abroad")],
    ).demand("role")
    assert cells(frame, "role") == {
        ("backend", 2): (2, 0, 1, 1),
        ("ops", 2): (0, 0, round(20 / 19, 9), round(-20 / 19, 9)),
    }


def test_the_figure_in_the_middle_is_the_planned_one():
    laws = {
        Fixed(3): 3,
        cs.PERT(1, 4, 10): 4,
        Triangular(1, 5, 10): 5,
        LogNormal(p50=6, p90=9): 6,
        Quantiles(1, 7, 10): 7,
        Uniform(2, 4): 3,
        Gamma(2, 3): 6,
        Empirical([1, 2, 6]): 3,
    }
    assert {str(law): nominal(law) for law in laws} == {str(law): figure for law, figure in laws.items()}


# ---------------------------------------------------------------- capacity


def test_capacity_is_net():
    people = [
        cs.Person("Ada", "backend", leave=[("2027-02-01", "2027-02-05")], run_the_business=0.2),
        cs.Person("Cy", "backend", availability=0.5, start="2027-02-15"),
        cs.Person("Di", ["qa", "backend"], end="2027-02-12", count=2),
    ]
    frame = agency(people=people, run_the_business=0.5).demand("role")
    # 15 days at 0.8; 10 days at 0.5 · 0.5; two people for 10 days at 0.5; over 20 days
    assert cells(frame, "role") == {
        ("backend", 2): (0, 0, 0.725, -0.725),
        ("qa", 2): (0, 0, 0.5, -0.5),
    }


def test_capacity_is_the_rounded_one_of_the_plan():
    people = [cs.Person("Ada", "backend", availability=0.8, run_the_business=0.15)]
    assert agency(people=people).demand("role")["capacity"].tolist() == [326 / 480]  # 326.4 ticks a day


def test_a_role_that_nobody_has_has_no_capacity():
    people = [cs.Person("Ada", ["backend", "data"])]
    frame = agency(shop(cs.Task("load", effort=10, skill="data")), people=people).demand("role")
    assert cells(frame, "role") == {("backend", 2): (0, 0, 1, -1), ("data", 2): (0.5, 0, 0, 0.5)}


def test_people_are_not_divided_among_projects():
    frame = agency(shop(demand=[Demand("qa", {"2027-02": 1})])).demand()
    assert frame[["capacity", "gap"]].isna().all(axis=None)
    assert frame["demand"].tolist() == [1]


def test_a_week_without_working_days_has_no_fte():
    closed = cs.Calendar(holidays=[date(2027, 2, day) for day in range(8, 13)])
    frame = agency(
        shop(demand=[Demand("backend", {"2027-W05": 1, "2027-W07": 1})]), people=[ADA], calendar=closed
    ).demand("role", "W")
    assert frame["demand"].tolist() == pytest.approx([1, 0, 1])
    assert frame["capacity"].isna().tolist() == [False, True, False]


# ---------------------------------------------------------------- planned dates


def test_work_without_dates_stands_on_the_critical_path():
    fast = cs.Person("Ada", {"backend": 2.0})
    tasks = [
        cs.Task("design", effort=10, skill="backend"),  # five days at a speed of 2
        cs.Task("build", effort=cs.PERT(8, 20, 32), skill="backend", people=(2, 3), after="design"),
    ]
    people = [fast, cs.Person("Cy", {"backend": 2.0})]
    frame = agency(shop(*tasks), people=people, start="2027-02-22").demand("role", wide=True)
    # 22 to 26 February, five working days; then five days from 1 March
    assert frame.iloc[0, 1:].tolist() == pytest.approx([10 / 5, 20 / 23])


def test_work_is_spread_evenly_from_its_start_to_its_end():
    task = cs.Task("build", effort=19, skill="backend", start="2027-02-25", end="2027-03-25")
    frame = agency(shop(task)).demand("role", wide=True)
    # 2 of 21 working days in February
    assert frame.iloc[0, 1:].tolist() == pytest.approx([19 * 2 / 21 / 20, 19 * 19 / 21 / 23])


def test_dates_before_the_start_of_the_portfolio_do_not_count():
    tasks = [
        cs.Task("begun", effort=10, skill="backend", start="2027-01-04", end="2027-02-26"),
        cs.Task("late", effort=6, skill="qa", start="2027-01-04", end="2027-01-29"),
    ]
    frame = agency(shop(*tasks)).demand("role", "W", wide=True)
    assert frame.iloc[0, 1:].tolist() == pytest.approx([0.5] * 4)
    assert frame.iloc[1, 1:].tolist() == pytest.approx([1, 0.2, 0, 0])  # planned from the start on


def test_dates_without_a_working_day_are_no_window():
    task = cs.Task("move", effort=2, skill="backend", start="2027-02-06", end="2027-02-07")
    frame = agency(shop(task)).demand("role", "W", wide=True)
    assert frame.iloc[0, 1:].tolist() == pytest.approx([0, 2 / 5])


def test_elapsed_work_asks_for_its_people_as_long_as_it_lasts():
    task = cs.Task("pilot", duration=10, needs=[cs.Need("backend", fte=1.5), cs.Need("qa", people=(1, 3))])
    frame = agency(shop(task), people=[ADA, cs.Person("Cy", "backend"), BO]).demand("role", wide=True)
    assert frame["2027-02"].tolist() == pytest.approx([15 / 20, 10 / 20])


def test_alternatives_count_for_the_first_skill():
    task = cs.Task("load", effort=10, skill="qa, or backend at 0.7")
    assert agency(shop(task)).demand("skill", wide=True).to_dict("list") == {
        "skill": ["qa"],
        "2027-02": [0.5],
    }


def test_what_lies_after_the_last_day_simulated_is_left_out():
    task = cs.Task("build", effort=40, skill="backend", start=START, end="2027-03-26")
    frame = agency(shop(task), horizon="2027-03-05").demand("role", wide=True)
    assert frame.iloc[0, 1:].tolist() == pytest.approx([1, 1])  # five days of March, all of them worked


@pytest.mark.parametrize(("settings", "demand"), [({"probability": 0.1}, [1]), ({"status": "on hold"}, [])])
def test_a_project_counts_in_full_if_it_takes_part(settings, demand):
    frame = agency(shop(demand=[Demand("qa", {"2027-02": 1})], **settings)).demand("project")
    assert frame["demand"].tolist() == demand


# ---------------------------------------------------------------- bookings


def booked(*bookings, rows=(), people=(ADA, BO), tasks=()):
    return agency(shop(*tasks, demand=rows), people=people, bookings=bookings)


def test_a_booking_is_the_demand_where_there_is_no_other():
    frame = booked(Booking("Ada", "Shop", "2027-02-01", "2027-02-12", 0.8)).demand("person")
    assert cells(frame, "person") == {("Ada", 2): (0.4, 0.4, 1, -0.6), ("Bo", 2): (0, 0, 1, -1)}


def test_a_share_is_of_the_persons_own_time():
    part_time = cs.Person("Ada", "backend", availability=0.5, count=2)
    frame = booked(Booking("Ada", "Shop", START, "2027-02-28", 0.8), people=[part_time]).demand("person")
    assert cells(frame, "person") == {
        ("Ada 1", 2): (0.4, 0.4, 0.5, -0.1),
        ("Ada 2", 2): (0.4, 0.4, 0.5, -0.1),
    }


def test_people_serve_demand_up_to_what_they_are_booked_for():
    rows = [Demand("backend", {"2027-02": 2})]
    frame = booked(Booking("Ada", "Shop", START, "2027-02-12"), rows=rows).demand("person")
    found = cells(frame, "person")
    assert found["Ada", 2] == (0.5, 0.5, 1, -0.5)
    assert found["not booked", 2][:2] == (1.5, 0)
    assert np.isnan(found["not booked", 2][2:]).all()


def test_demand_is_shared_by_people_booked_for_more_than_it_is():
    people = [ADA, cs.Person("Cy", "backend")]
    bookings = [
        Booking("Ada", "Shop", START, "2027-02-28", 0.9),
        Booking("Cy", "Shop", START, "2027-02-28", 0.3),
    ]
    frame = booked(*bookings, rows=[Demand("backend", {"2027-02": 0.8})], people=people).demand("person")
    assert cells(frame, "person") == {("Ada", 2): (0.6, 0.9, 1, -0.4), ("Cy", 2): (0.2, 0.3, 1, -0.8)}


def test_who_is_booked_serves_alternatives_with_what_is_left():
    tasks = [
        cs.Task("build", effort=4, skill="backend", start=START, end="2027-02-28"),
        cs.Task("load", effort=10, skill="data, or backend at 0.7", start=START, end="2027-02-28"),
    ]
    people = [cs.Person("Ada", "backend"), cs.Person("Cy", "data")]
    frame = booked(Booking("Ada", "Shop", START, "2027-02-28", 0.5), tasks=tasks, people=people).demand(
        ["role", "person"]
    )
    demand = {key[:2]: found[0] for key, found in cells(frame, "role", "person").items() if found[0]}
    assert demand == {("backend", "Ada"): 0.2, ("data", "Ada"): 0.3, ("data", "not booked"): 0.2}


def test_over_booking_shows_as_a_gap():
    bookings = [Booking("Ada", name, START, "2027-02-28", 0.8) for name in ("Shop", "Billing")]
    frame = agency(shop(), cs.Project("Billing"), people=[ADA], bookings=bookings).demand("person")
    assert cells(frame, "person") == {("Ada", 2): (1.6, 1.6, 1, 0.6)}


def test_bookings_on_projects_that_take_no_part_do_not_count():
    portfolio = agency(
        shop(status="on hold"), people=[ADA], bookings=[Booking("Ada", "Shop", START, "2027-03-31")]
    )
    assert cells(portfolio.demand("person"), "person") == {("Ada", 2): (0, 0, 1, -1)}


def test_demand_goes_to_the_team_that_is_booked_or_the_only_one_that_can():
    people = [
        cs.Person("Ada", "backend", team="Red"),
        cs.Person("Cy", "backend", team="Blue"),
        cs.Person("Di", "qa", team="Blue"),
        cs.Person("Ed", "ops"),
    ]
    rows = [Demand(role, {"2027-02": 1}) for role in ("backend", "qa", "ops")]
    frame = booked(Booking("Ada", "Shop", START, "2027-02-28", 0.25), rows=rows, people=people).demand("team")
    found = {row["team"]: row for row in frame.to_dict("records")}
    assert list(found) == ["Red", "Blue", "no team", "several teams"]
    assert [row["demand"] for row in found.values()] == pytest.approx([0.25, 1, 1, 0.75])
    assert [row["capacity"] for row in found.values()] == pytest.approx([1, 2, 1, np.nan], nan_ok=True)


def test_people_appear_by_name_only_when_asked():
    portfolio = booked(Booking("Ada", "Shop", START, "2027-02-28"))
    for by in ("role", "team", "project", ("project", "role")):
        assert "Ada" not in portfolio.demand(by).to_string()
    assert "Ada" in portfolio.demand("person").to_string()


# ---------------------------------------------------------------- the question


def test_groups_stand_in_the_order_of_the_portfolio():
    rows = [Demand(role, {"2027-02": 1}) for role in ("qa", "backend")]
    portfolio = agency(shop(demand=rows), cs.Project("Billing", demand=rows[::-1]))
    assert portfolio.demand(wide=True)[["project", "role"]].to_numpy().tolist() == [
        ["Shop", "qa"],
        ["Shop", "backend"],
        ["Billing", "backend"],
        ["Billing", "qa"],
    ]
    assert portfolio.demand("role", wide=True)["role"].tolist() == ["backend", "qa"]  # as people are listed


def test_columns_are_called_as_asked():
    frame = agency(shop(demand=[Demand("qa", {"2027-02": 1})])).demand(["skill", "project"])
    assert frame.columns.tolist() == ["period", "skill", "project", "demand", "booked", "capacity", "gap"]
    assert str(frame["period"].dtype) == "datetime64[s]"


def test_a_portfolio_without_work_has_capacity_and_no_demand():
    frame = agency().demand("role")
    assert frame[["demand", "capacity"]].to_numpy().tolist() == [[0, 1], [0, 1]]
    assert agency().demand().empty
    assert agency(people=()).demand("person", wide=True).columns.tolist() == ["person", "2027-02"]


@pytest.mark.parametrize(
    ("by", "period", "message"),
    [
        ("rol", "M", "demand, by: no such grouping (got 'rol'); did you mean 'role'?"),
        (["role", 3], "M", "demand, by: no such grouping (got 3)"),
        ([], "M", "demand, by: no grouping; write one of project, role, skill, team, person"),
        (["role", "skill"], "M", "demand, by: a grouping given twice (got 'role, skill'); give it once"),
        ("role", "Q", 'demand, period: no such period (got \'Q\'); write "W" (weeks) or "M" (months)'),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(by, period, message):
    with pytest.raises(InputError) as error:
        agency().demand(by, period)
    assert message in str(error.value)
