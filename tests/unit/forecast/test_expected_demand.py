"""Demand, overload and gaps over the futures of a forecast."""

import numpy as np
import pytest

import capsim as cs
from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.distributions import Empirical
from capsim.domain.sampling import Antithetic, LatinHypercube
from capsim.domain.uncertainty import CopulaGroup
from capsim.errors import InputError, RepairWarning
from capsim.metrics import odds
from capsim.plan.draws import make_draws

START, END = "2027-02-01", "2027-02-26"  # twenty working days
ADA = cs.Person("Ada", "backend")


def agency(*projects, people=(ADA,), **settings):
    return cs.Portfolio("Agency", START, people, projects, **settings)


def forecast_of(portfolio, replications=200, sampling=None):
    return cs.simulate(portfolio, replications=replications, seed=5, progress=False, sampling=sampling)


def effort_of(forecast):
    """The drawn efforts in days, (replications, needs)."""
    plan = forecast.runs.plan
    return make_draws(plan, 5, forecast.sampling).block(0, forecast.replications).effort / 480


def above(days, capacity):
    """Where days drawn are above a capacity, by more than the tick that rounding up can add."""
    return np.rint(480 * days) > 480 * capacity + 1


def typed(name, effort, skill="backend", **more):
    return cs.Task(name, effort=effort, skill=skill, start=START, end=END, **more)


# ---------------------------------------------------------------- demand


def test_without_uncertainty_all_futures_are_the_plan():
    rows = [Demand("backend", {"2027-02": 1.3, "2027-03": 0.4})]
    tasks = [cs.Task("load", effort=7, skill="qa"), cs.Task("wait", duration=3, after="load")]
    portfolio = agency(cs.Project("Shop", tasks, demand=rows), people=[ADA, cs.Person("Bo", {"qa": 0.7})])
    planned, found = portfolio.demand("role"), forecast_of(portfolio, 20).demand("role")
    assert found[["period", "role"]].equals(planned[["period", "role"]])
    for column in ("p10", "p50", "p90", "p10_low", "p90_high", "mean"):
        assert found[column].to_numpy() == pytest.approx(planned["demand"].to_numpy(), abs=1e-9)
    assert found["capacity"].equals(planned["capacity"])
    assert not found["error"].any()
    assert found.attrs == {"about": "planned demand"}


def test_demand_has_the_quantiles_of_what_was_drawn():
    forecast = forecast_of(agency(cs.Project("Shop", [typed("build", cs.PERT(10, 20, 45))])))
    drawn = np.sort(effort_of(forecast)[:, 0]) / 20
    row = forecast.demand().iloc[0]
    assert [row["p10"], row["p50"], row["p90"]] == pytest.approx(drawn[[19, 99, 179]])
    assert row["mean"] == pytest.approx(drawn.mean())
    assert row["error"] == pytest.approx(drawn.std(ddof=1) / np.sqrt(200))
    assert row["p50_low"] < row["p50"] < row["p50_high"]


def test_each_future_has_a_critical_path_of_its_own():
    design = cs.Task("design", effort=Empirical([5, 20]), skill="backend")
    build = cs.Task("build", effort=20, skill="qa", after="design")
    portfolio = agency(cs.Project("Shop", [design, build]), people=[ADA, cs.Person("Bo", "qa")])
    forecast = forecast_of(portfolio)
    short = (effort_of(forecast)[:, 0] == 5).mean()
    found = forecast.demand().set_index(["role", "period"])["mean"]
    assert 0.3 < short < 0.7
    # the 20 days of qa begin on day 5 or on day 20, the last of February
    assert found["qa", "2027-02-01"] == pytest.approx(short * 15 / 20)
    assert found["qa", "2027-03-01"] == pytest.approx((short * 5 + (1 - short) * 20) / 23)


def test_what_does_not_go_ahead_asks_for_nothing_and_nobody_waits_for_it():
    design = cs.Project("Design", [cs.Task("design", effort=20, skill="backend")], probability=0.5)
    build = cs.Project("Build", [cs.Task("build", effort=20, skill="qa", after="Design/design")])
    portfolio = agency(design, build, people=[ADA, cs.Person("Bo", "qa")])
    forecast = forecast_of(portfolio)
    ahead = forecast.outcomes()["Design"].ne("not going ahead").mean()
    found = forecast.demand().set_index(["role", "period"])
    assert 0.3 < ahead < 0.7
    assert found.loc[("backend", "2027-02-01"), "mean"] == pytest.approx(ahead)
    assert found.loc[("qa", "2027-02-01"), "mean"] == pytest.approx(1 - ahead)


def test_demand_by_person_is_what_the_bookings_cover():
    bookings = [Booking("Ada", "Shop", START, END, 0.5)]
    portfolio = agency(cs.Project("Shop", [typed("build", Empirical([5, 20]))]), bookings=bookings)
    forecast = forecast_of(portfolio)
    found = forecast.demand("person").set_index("person")
    assert found.loc["Ada", ["p10", "p90"]].tolist() == [0.25, 0.5]
    assert found.loc["not booked", ["p10", "p90"]].tolist() == [0, 0.5]
    assert np.isnan(found.loc["not booked", "capacity"])


def test_what_a_run_warned_of_is_not_said_again():
    amounts = ["Shop/one", "Shop/two", "Shop/three"]
    tasks = [typed(amount.split("/")[1], cs.PERT(1, 2, 4)) for amount in amounts]
    apart = [[1, -0.9, -0.9], [-0.9, 1, -0.9], [-0.9, -0.9, 1]]
    portfolio = agency(cs.Project("Shop", tasks), groups=[CopulaGroup("apart", amounts, apart)])
    with pytest.warns(RepairWarning):
        forecast = forecast_of(portfolio, 5)
    assert forecast.demand()["mean"].item() > 0  # a warning would be an error here


def test_frames_say_what_they_speak_of():
    forecast = forecast_of(agency(cs.Project("Shop", [typed("build", 3)])), 3)
    assert forecast.utilization().attrs == {"about": "schedule"}
    assert forecast.overload().attrs == forecast.portfolio.demand().attrs == {"about": "planned demand"}


def test_futures_are_the_same_in_few_pieces_as_in_one(monkeypatch):
    task = cs.Task("build", effort=cs.PERT(5, 20, 45), skill="backend")
    portfolio = agency(cs.Project("Shop", [task, cs.Task("test", effort=5, skill="backend", after="build")]))
    whole = forecast_of(portfolio, 100).demand()
    monkeypatch.setattr("capsim.forecast.futures._CELLS", 30)
    monkeypatch.setattr("capsim.forecast.futures._KEPT", 0)
    assert forecast_of(portfolio, 100).demand().equals(whole)


# ---------------------------------------------------------------- overload


def test_overload_is_as_likely_as_demand_above_capacity():
    forecast = forecast_of(agency(cs.Project("Shop", [typed("build", cs.PERT(10, 20, 45))])))
    drawn = effort_of(forecast)[:, 0]
    row = forecast.overload().iloc[0]
    assert row["probability"] == above(drawn, 20).mean()
    assert 0 < row["low"] < row["probability"] < row["high"] < 1
    assert row["expected_excess"] == pytest.approx(np.where(above(drawn, 20), drawn / 20 - 1, 0).mean())
    assert row["demand_p50"] == pytest.approx(np.sort(drawn)[99] / 20)
    assert row["error"] > 0


@pytest.mark.parametrize(("fte", "probability"), [(0.99, 0), (1, 0), (1.01, 1)])
def test_overload_is_certain_where_nothing_is_uncertain(fte, probability):
    portfolio = agency(cs.Project("Shop", demand=[Demand("backend", {"2027-02": fte})]))
    row = forecast_of(portfolio, 10).overload().iloc[0]
    assert row[["probability", "low", "high"]].tolist() == [probability] * 3
    assert row["expected_excess"] == pytest.approx(max(0, fte - 1), abs=1e-9)


def test_rounding_to_ticks_overloads_nobody():
    # 0.8 · 0.85 of a day are 326.4 ticks: 326 in the plan
    people = [cs.Person("Ada", "backend", availability=0.8, run_the_business=0.15)]
    for period, rows in (("M", {"2027-02": 0.68}), ("W", {f"2027-W0{week}": 0.68 for week in (5, 6, 7)})):
        forecast = forecast_of(agency(cs.Project("Shop", demand=[Demand("backend", rows)]), people=people), 5)
        assert not forecast.overload(period=period)["probability"].any()
        assert not forecast.gaps(period)["gap"].any()


@pytest.mark.parametrize("sampling", [LatinHypercube(), Antithetic()])
def test_intervals_under_a_sampling_plan_come_from_blocks(sampling):
    portfolio = agency(cs.Project("Shop", [typed("build", cs.PERT(10, 20, 45))]))
    forecast = forecast_of(portfolio, 512, sampling)
    hit = above(effort_of(forecast), 20)
    expected = odds(hit, np.ones_like(hit), sampling.block)
    row = forecast.overload().iloc[0]
    assert row[["probability", "low", "high"]].tolist() == [each.item() for each in expected]


def test_what_several_teams_could_serve_is_in_no_team():
    people = [cs.Person("Ada", "backend", team="Red"), cs.Person("Cy", "backend", team="Blue")]
    portfolio = agency(cs.Project("Shop", demand=[Demand("backend", {"2027-02": 1.5})]), people=people)
    frame = forecast_of(portfolio, 5).overload("team")
    assert frame["team"].tolist() == ["Red", "Blue"]
    assert frame["demand_p50"].tolist() == [0, 0]


# ---------------------------------------------------------------- overloaded people


def overloaded(portfolio, period="M", replications=5):
    frame = forecast_of(portfolio, replications).overload("person", period)
    assert frame.attrs == {"about": "schedule and bookings"}
    return {(row["person"], str(row["period"].date())): row for row in frame.to_dict("records")}


def test_who_works_all_the_time_while_work_waits_is_overloaded():
    tasks = [cs.Task(name, effort=20, skill="backend") for name in ("one", "two")]
    found = overloaded(agency(cs.Project("Shop", tasks), people=[ADA, cs.Person("Bo", "qa")]))
    assert found["Ada", "2027-02-01"]["busy"] == 1
    assert found["Ada", "2027-02-01"]["probability"] == 1
    assert found["Ada", "2027-03-01"]["probability"] == 0  # nothing waits any more
    assert found["Bo", "2027-02-01"]["probability"] == 0  # cannot do it, and is free


def test_who_works_all_the_time_while_nothing_waits_is_not():
    found = overloaded(agency(cs.Project("Shop", [cs.Task("one", effort=20, skill="backend")])))
    assert found["Ada", "2027-02-01"]["busy"] == 1
    assert found["Ada", "2027-02-01"]["probability"] == 0


def test_work_that_waits_for_others_overloads_nobody_else():
    people = [ADA, cs.Person("Bo", "qa", start="2027-03-01")]
    tasks = [cs.Task("one", effort=20, skill="backend"), cs.Task("two", effort=1, skill="qa")]
    assert (
        overloaded(agency(cs.Project("Shop", tasks), people=people))["Ada", "2027-02-01"]["probability"] == 0
    )


def test_a_weekend_is_no_wait():
    # ready on Friday evening, started on Monday
    tasks = [
        cs.Task("one", effort=5, skill="backend"),
        cs.Task("two", effort=5, skill="backend", after="one"),
    ]
    found = overloaded(agency(cs.Project("Shop", tasks)), "W")
    assert [row["busy"] for row in found.values()] == [1, 1]
    assert [row["probability"] for row in found.values()] == [0, 0]


def test_who_is_booked_for_more_than_their_time_on_some_day_is_overloaded():
    bookings = [
        Booking("Ada", "Shop", START, "2027-02-12", 0.6),
        Booking("Ada", "Billing", "2027-02-12", "2027-03-05", 0.6),
        Booking("Ada", "Ideas", START, "2027-03-31"),
    ]
    projects = [cs.Project("Shop"), cs.Project("Billing"), cs.Project("Ideas", status="on hold")]
    found = overloaded(agency(*projects, bookings=bookings))
    assert [found["Ada", month]["booked"] for month in ("2027-02-01", "2027-03-01")] == [1.2, 0.6]
    assert [found["Ada", month]["probability"] for month in ("2027-02-01", "2027-03-01")] == [1, 0]


# ---------------------------------------------------------------- gaps


def gaps_of(portfolio, replications=5, period="M"):
    frame = forecast_of(portfolio, replications).gaps(period)
    assert frame.attrs == {"about": "planned demand"}
    return {
        (row["skill"], row["period"].month): tuple(
            round(row[name], 6) for name in ("demand", "gap", "level_gap", "probability")
        )
        for row in frame.to_dict("records")
    }


def wanted(**fte):
    return cs.Project("Shop", demand=[Demand(role, {"2027-02": amount}) for role, amount in fte.items()])


def test_people_are_counted_once_for_all_that_they_can_do():
    people = [ADA, cs.Person("Bo", ["data", "backend"])]
    assert gaps_of(agency(wanted(data=0.5, backend=1.5), people=people)) == {
        ("data", 2): (0.5, 0, 0, 0),
        ("backend", 2): (1.5, 0, 0, 0),
    }
    # what is short stays with the skill without enough people of its own
    assert gaps_of(agency(wanted(backend=1.5, data=0.75), people=people)) == {
        ("backend", 2): (1.5, 0.25, 0, 1),
        ("data", 2): (0.75, 0, 0, 0),
    }


def test_a_shortage_of_two_skills_falls_on_the_one_mentioned_last():
    people = [cs.Person("Bo", ["ops", "data", "backend"])]
    assert gaps_of(agency(wanted(data=0.75, backend=0.75), people=people)) == {
        ("data", 2): (0.75, 0, 0, 0),
        ("backend", 2): (0.75, 0.5, 0, 1),
    }


def test_hours_and_levels_are_short_apart():
    people = [
        cs.Person("Ada", [cs.domain.person.Skill("backend", level=3)]),
        cs.Person("Cy", [cs.domain.person.Skill("backend", level=1)]),
    ]
    tasks = [
        typed("design", 30, level=2),  # Ada has 20 days, and Cy has the hours for 10 more
        typed("build", 15),  # 5 days of Cy are not enough
    ]
    assert gaps_of(agency(cs.Project("Shop", tasks), people=people)) == {
        ("backend", 2): (2.25, 0.25, 0.25, 1)
    }


def test_a_skill_counts_from_the_day_on_which_it_is_held():
    people = [cs.Person("Ada", ["ops", cs.domain.person.Skill("data", start="2027-02-15")])]
    assert gaps_of(agency(wanted(data=0.75), people=people)) == {("data", 2): (0.75, 0.25, 0, 1)}


def test_alternatives_serve():
    task = cs.Task("load", effort=10, skill="qa, or backend at 0.5", start=START, end=END)
    people = [ADA, cs.Person("Bo", "qa", end="2027-02-05")]
    assert gaps_of(agency(cs.Project("Shop", [task]), people=people)) == {("qa", 2): (0.5, 0, 0, 0)}


def test_a_gap_has_the_odds_of_what_was_drawn():
    forecast = forecast_of(agency(cs.Project("Shop", [typed("build", cs.PERT(10, 20, 45))])))
    drawn = effort_of(forecast)[:, 0]
    short = np.where(above(drawn, 20), drawn / 20 - 1, 0)
    row = forecast.gaps().iloc[0]
    assert row["gap"] == pytest.approx(short.mean())
    assert row["error"] == pytest.approx(short.std(ddof=1) / np.sqrt(200))
    assert [row["p50"], row["p90"]] == pytest.approx(np.sort(short)[[99, 179]])
    assert row["probability"] == (short > 0).mean()
    assert row["low"] < row["probability"] < row["high"]


def test_nothing_planned_is_nothing_short():
    forecast = forecast_of(agency(), 3)
    assert forecast.gaps().empty
    assert forecast.overload()["probability"].tolist() == [0]
    assert forecast.demand("project").empty
    assert forecast.overload("person")["busy"].tolist() == [0]


# ---------------------------------------------------------------- the question


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda forecast: forecast.demand("rolle"),
            "demand, by: no such grouping (got 'rolle'); did you mean 'role'?",
        ),
        (lambda forecast: forecast.overload("project"), "overload, by: no such grouping (got 'project')"),
        (lambda forecast: forecast.overload(["role"]), "overload, by: no such grouping (got ['role'])"),
        (lambda forecast: forecast.gaps("D"), "gaps, period: no such period (got 'D')"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(ask, message):
    with pytest.raises(InputError) as error:
        ask(forecast_of(agency(), 1))
    assert message in str(error.value)
