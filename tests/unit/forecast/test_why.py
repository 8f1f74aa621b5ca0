"""Why projects are late, who delays whom, and which people hold work up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.clock import TICKS_PER_DAY
from capsim.forecast.bars import bars_of
from capsim.forecast.dates import is_tick
from tests.parity.comparing import KINDS

MONDAY = "2027-01-04"


def forecast_of(projects, people=("Ada",), *, replications=200, policy=None, **fields):
    staff = [cs.Person(name, "backend") if isinstance(name, str) else name for name in people]
    made = cs.Portfolio("Demo", MONDAY, staff, projects, **fields)
    given = {} if policy is None else {"policy": policy}
    return cs.simulate(made, replications=replications, seed=7, progress=False, **given)


def task(name, effort, **fields):
    return cs.Task(name, effort=effort, skill="backend", **fields)


def working(forecast, project, quantile=0.8):
    """The working days of each cause."""
    frame = forecast.why(project)
    mine = frame[frame["quantile"] == quantile]
    days = dict(zip(mine["cause"], mine["working_days"], strict=True))
    assert days.pop("rest") == pytest.approx(0)
    return {cause: float(value) for cause, value in days.items() if value}


def two_projects():
    """Ada does five days for Shop, then three for Portal."""
    return [
        cs.Project("Shop", [task("urgent", 5)], priority=1),
        cs.Project("Portal", [task("later", 3)], priority=2),
    ]


# ---------------------------------------------------------------- why


def test_a_project_that_waits_for_people_says_for_which_role_and_how_long():
    forecast = forecast_of(two_projects())
    assert working(forecast, "Shop") == {"unhindered": 5}
    assert working(forecast, "Portal") == {"unhindered": 3, "waiting for backend": 5}
    frame = forecast.why("Portal")
    days_off = frame.loc[frame["cause"] == "waiting for backend", "calendar_days"]
    assert days_off.tolist() == [5, 5]  # Friday evening; the weekend is part of the work from Monday on
    assert frame.groupby("quantile")["calendar_days"].sum().tolist() == [10, 10]


def test_effort_above_the_estimate_is_told_from_risks_and_rework():
    late = cs.risks.Risk("vendor", 1.0, {"effort": 1.5})
    again = cs.Task(
        "build", effort=4, skill="backend", rework={"probability": 1.0, "share": 0.5, "at_most": 1}
    )
    assert working(forecast_of([cs.Project("Shop", [task("build", 4)])], risks=[late]), "Shop") == {
        "unhindered": 4,
        "risk": 2,
    }
    assert working(forecast_of([cs.Project("Shop", [again])]), "Shop") == {"unhindered": 4, "rework": 2}
    assert working(forecast_of([cs.Project("Shop", [again])], risks=[late]), "Shop") == {
        "unhindered": 4,
        "risk": 2,
        "rework": 3,
    }


def test_risks_with_a_window_and_delays_are_charged_to_risk():
    struck = cs.risks.Risk("storm", 1.0, {"effort": 1.5}, window=(MONDAY, MONDAY))
    later = cs.risks.Risk("permit", 1.0, {"delay": 10})
    shop = [cs.Project("Shop", [task("build", 4)])]
    assert working(forecast_of(shop, risks=[struck]), "Shop") == {"unhindered": 4, "risk": 2}
    assert working(forecast_of(shop, risks=[later]), "Shop") == {"unhindered": 4, "risk": 10}


def test_a_lag_with_a_delay_is_split_between_the_two():
    later = cs.risks.Risk("permit", 1.0, {"delay": 3}, scope={"tasks": ["Shop/test"]})
    shop = cs.Project("Shop", [task("build", 4), task("test", 2, after="build FS+2")])
    assert working(forecast_of([shop], risks=[later]), "Shop") == {"unhindered": 6, "lag": 2, "risk": 3}


def test_dates_limits_and_absences_have_bars_of_their_own():
    shop = cs.Project("Shop", [task("build", 4)], start="2027-01-11")
    assert working(forecast_of([shop]), "Shop") == {"unhindered": 4, "date": 5}
    ada = cs.Person("Ada", "backend", leave=[("2027-01-05", "2027-01-07")])
    assert working(forecast_of([cs.Project("Shop", [task("build", 4)])], [ada]), "Shop") == {
        "unhindered": 4,
        "away": 3,
    }
    limited = forecast_of(two_projects(), ["Ada", "Bob"], policy=cs.Policy(wip_limit=1))
    assert working(limited, "Portal") == {"unhindered": 3, "limit": 5}


def test_waiting_for_another_project_is_told_by_its_name():
    portal = cs.Project("Portal", [task("later", 3, after="Shop/urgent")])
    forecast = forecast_of([two_projects()[0], portal], ["Ada", "Bob"])
    assert working(forecast, "Portal") == {"unhindered": 3, "waiting for Shop": 5}


def test_a_link_that_holds_up_a_finish_is_a_closing_link():
    link = cs.work.Link("Shop/urgent", "FF")
    portal = cs.Project("Portal", [task("later", 3, after=[link])])
    forecast = forecast_of([two_projects()[0], portal], ["Ada", "Bob"])
    assert working(forecast, "Portal") == {"unhindered": 3, "closing link": 2}


def test_work_that_is_interrupted_says_for_how_long():
    slow = cs.Project("Slow", [task("long", 4)], priority=2)
    shop = cs.Project("Shop", [task("urgent", 2)], priority=1, start="2027-01-05")
    policy = cs.Policy(preempt=True, resume_days=0)
    found = working(forecast_of([slow, shop], policy=policy), "Slow")
    assert found == {"unhindered": 4, "interrupted: backend": 2}


def test_uncertain_estimates_move_the_bar_of_the_estimate():
    shop = cs.Project("Shop", [task("build", cs.Triangular(2, 5, 20))])
    frame = forecast_of([shop], replications=2_000).why("Shop").set_index(["quantile", "cause"])
    days = frame["working_days"]
    assert days[0.5, "estimate"] < 0 < days[0.8, "estimate"]  # the mean is above the median
    assert days[0.5, "unhindered"] == days[0.8, "unhindered"] == 9
    assert frame.loc[(0.8, "estimate"), "working_error"] > 0


@pytest.fixture(scope="module")
def consultancy():
    return cs.simulate(
        cs.read(Path(__file__).parents[3] / "models" / "consultancy"),
        replications=1_000,
        seed=7,
        progress=False,
    )


def test_the_bars_add_up_to_the_finish_of_every_project_in_every_future(consultancy):
    runs, draws = consultancy.runs, consultancy._facts.futures.draws
    clock = np.concatenate([[0], np.cumsum(np.repeat(runs.plan.working, TICKS_PER_DAY))])
    for project in range(runs.plan.n_projects):
        bars = bars_of(runs, draws, project, np.arange(runs.replications))
        done = is_tick(bars.finish)
        assert done.any()
        assert (bars.ticks.sum(axis=1)[done] == bars.finish[done]).all()
        assert (bars.worked.sum(axis=1)[done] == clock[bars.finish[done]]).all()
        assert not bars.ticks[~done].any()


@pytest.mark.parametrize("kind", ["returning", "risky", "limited", "people", "status", "demand"])
def test_the_bars_add_up_in_random_portfolios(kind):
    counted = 0
    for number in range(14):
        portfolio, policy = KINDS[kind](number)
        forecast = cs.simulate(portfolio, policy=policy, replications=3, seed=1, progress=False)
        runs = forecast.runs
        for project in range(runs.plan.n_projects):
            bars = bars_of(runs, forecast._facts.futures.draws, project, np.arange(3))
            done = is_tick(bars.finish) & bool(np.diff(runs.plan.project_first_task)[project])
            assert (bars.ticks.sum(axis=1)[done] == bars.finish[done]).all(), (kind, number, project)
            counted += int(done.sum())
    assert counted > 10


def test_the_waterfall_ends_at_the_date_of_the_delivery(consultancy):
    frame, delivery = consultancy.why("Billing Renewal"), consultancy.delivery().set_index("project")
    days = frame[frame["quantile"] == 0.8]["calendar_days"].sum()
    last_day = pd.Timestamp(consultancy.portfolio.start) + pd.Timedelta(days=int(np.ceil(days)) - 1)
    assert last_day == delivery.loc["Billing Renewal", "p80"]


def test_futures_that_end_before_the_project_does_are_counted_and_left_out():
    shop = cs.Project("Shop", [task("build", cs.Triangular(2, 5, 40))])
    frame = forecast_of([shop], horizon="2027-01-29").why("Shop")
    assert frame.attrs["never"] + frame.attrs["futures"] == 200
    assert frame.attrs["never"] > 40
    assert set(frame["quantile"]) == {0.5}  # at P80 it is not finished


def test_a_project_that_is_not_there_is_told_with_what_was_meant():
    with pytest.raises(cs.errors.InputError, match="did you mean 'Portal'"):
        forecast_of(two_projects()).why("Portl")


def test_a_run_that_kept_only_dates_says_what_to_do():
    portfolio = cs.Portfolio("Demo", MONDAY, [cs.Person("Ada", "backend")], two_projects())
    forecast = cs.simulate(portfolio, keep="projects", progress=False)
    for ask in (lambda: forecast.why("Shop"), forecast.delays, forecast.bottlenecks):
        with pytest.raises(cs.errors.InputError, match='without keep="projects"'):
            ask()


# ---------------------------------------------------------------- delays


def test_delays_are_charged_to_the_role_the_project_and_the_person_waited_for():
    forecast = forecast_of(two_projects())
    for by, column, whom in (
        ("role", "role", "backend"),
        ("project", "held_by", "Shop"),
        ("person", "person", "Ada"),
    ):
        frame = forecast.delays(by=by)
        assert frame["project"].tolist() == ["Portal"]
        assert frame[column].tolist() == [whom]
        assert frame["working_days"].tolist() == [5]
        assert frame["share"].tolist() == [1]


def test_people_booked_on_another_project_are_held_by_a_booking():
    booked = cs.Person("Ada", "backend")
    portfolio = cs.Portfolio(
        "Demo", MONDAY, [booked], two_projects(),
        bookings=[{"person": "Ada", "project": "Shop", "start": MONDAY, "end": "2027-01-15", "kind": "hard"}],
    )  # fmt: skip
    frame = cs.simulate(portfolio, progress=False).delays(by="project")
    assert frame["held_by"].tolist() == ["a booking elsewhere"]
    assert frame["working_days"].tolist() == [10]


def test_what_is_charged_to_roles_projects_and_people_is_the_same_time(consultancy):
    by_role, by_project, by_person = (
        consultancy.delays(by=by)["working_days"].sum() for by in ("role", "project", "person")
    )
    assert by_role == pytest.approx(by_project)
    assert 0.9 * by_role < by_person <= by_role + 1e-9  # nobody is waited for while people are held


def test_a_grouping_that_is_not_there_is_told():
    with pytest.raises(cs.errors.InputError, match="no such grouping"):
        forecast_of(two_projects()).delays(by="team")


# ---------------------------------------------------------------- bottlenecks


def test_people_are_exhausted_while_work_waits_and_none_of_them_has_time_left():
    row = forecast_of(two_projects()).bottlenecks().iloc[0]
    assert row["role"] == "backend"
    assert row["wait_days"] == 5
    assert row["exhausted"] == 5 / 8  # of Ada's eight days of capacity
    assert row["days"] == 5
    assert row["onset_p50"] == pd.Timestamp(MONDAY)
    assert row["ever"] == 1
    assert row["projects"] == "Portal 100 %"


def test_nobody_is_exhausted_while_somebody_present_has_time():
    ada = cs.Person("Ada", "backend", team="Web")
    bob = cs.Person("Bob", "backend", team="Web", leave=[("2027-01-04", "2027-01-06")])
    third = cs.Project("Third", [task("last", 1)], priority=3)
    forecast = forecast_of([*two_projects(), third], [ada, bob])
    row = forecast.bottlenecks(by="team").set_index("team").loc["Web"]
    # Ada is at Shop all week, Bob away till Thursday: Portal waits for him, and Third until Ada is free
    assert row["days"] == 5
    assert row["exhausted"] == pytest.approx(7 / 9)  # Ada 5 and Bob 2, of Ada 6 and Bob 3
    people = forecast.bottlenecks(by="person").set_index("person")
    assert people.loc["Bob", "onset_p50"] == pd.Timestamp("2027-01-07")


def test_a_role_that_nobody_waits_for_has_no_onset():
    row = forecast_of([two_projects()[0]]).bottlenecks().iloc[0]
    assert row["wait_days"] == row["exhausted"] == row["ever"] == 0
    assert pd.isna(row["onset_p10"])


def test_bottlenecks_ask_for_a_number_of_futures():
    with pytest.raises(cs.errors.InputError, match="write a whole number such as 1000"):
        forecast_of(two_projects()).bottlenecks(replications=0)
