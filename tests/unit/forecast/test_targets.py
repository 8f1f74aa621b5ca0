"""Targets: what is met in which share of the futures, counted by hand from the futures themselves."""

import math

import numpy as np
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.forecast.alerting import Targets


def model(*targets, **more):
    """Two projects of two people; the first has a promise that half of the futures keep, and brings money."""
    benefit = cs.money.Benefit("sales", per_year=12_000, plateau_months=10)
    draw = [cs.Task("draw", effort=cs.PERT(3, 6, 9), skill="design")]
    projects = [
        cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend", fixed_cost=1_000)],
                   deadline="2027-01-14", benefits=[benefit]),
        cs.Project("Portal", draw, deadline="2027-01-13", probability=0.6),
    ]  # fmt: skip
    people = [cs.Person("Ada", "backend", cost_per_day=500), cs.Person("Ben", "design", cost_per_day=400)]
    return cs.Portfolio("Demo", "2027-01-04", people, projects, targets=targets, **more)


@pytest.fixture(scope="module")
def forecast():
    return cs.simulate(model(), replications=300, seed=3, progress=False)


def chance(forecast, *target):
    (row,) = forecast.targets(cs.money.Target("it", *target)).itertuples()
    assert row.low <= row.probability <= row.high
    return row.probability


def test_deadlines_kept_are_a_share_of_those_that_go_ahead(forecast):
    delivery = forecast.delivery().set_index("project")["probability"]
    assert chance(forecast, "on time", 1, "Shop") == delivery["Shop"]
    assert chance(forecast, "on time", "100 %", "Portal") == delivery["Portal"]
    finish, going = forecast.finish(), forecast.outcomes()["Portal"] == "delivered"
    shop, portal = finish["Shop"] <= "2027-01-14", finish["Portal"] <= "2027-01-13"
    both = np.where(going, shop & portal, shop)
    assert chance(forecast, "on time", 1) == pytest.approx(both.mean(), abs=1e-12)
    either = np.where(going, shop | portal, shop)
    assert chance(forecast, "on time", 0.5) == pytest.approx(either.mean(), abs=1e-12)


def test_all_that_goes_ahead_is_finished_by_a_day(forecast):
    last = forecast.finish()[["Shop", "Portal"]].max(axis=1)
    assert chance(forecast, "finish", "2027-01-14") == pytest.approx((last <= "2027-01-14").mean(), abs=1e-12)
    shop = forecast.finish()["Shop"] <= "2027-01-12"
    assert chance(forecast, "finish", "2027-01-12", "Shop") == pytest.approx(shop.mean(), abs=1e-12)


def test_lateness_counts_calendar_days_after_each_deadline(forecast):
    late = (forecast.finish()["Shop"] - np.datetime64("2027-01-14")).dt.days
    for days in (-2, 0, 4):
        assert chance(forecast, "days late", days, "Shop") == pytest.approx((late <= days).mean(), abs=1e-12)


def test_money_is_that_of_the_answers_about_money(forecast):
    cloud, goes = forecast.costs_and_finishes("Shop"), forecast.costs_and_finishes()
    assert chance(forecast, "cost", 5_500, "Shop") == pytest.approx((cloud.cost <= 5_500).mean(), abs=1e-12)
    assert chance(forecast, "cost", 9_000) == pytest.approx((goes.cost <= 9_000).mean(), abs=1e-12)
    assert chance(forecast, "benefits", 10_000) == 1
    assert chance(forecast, "benefits", 10_001) == 0
    worth = 10_000 - cloud.cost
    assert chance(forecast, "npv", 4_500, "Shop") == pytest.approx((worth >= 4_500).mean(), abs=1e-12)


def test_a_measure_of_ones_own_is_a_number_for_each_future(forecast):
    days = forecast.runs.finish[:, 0]
    early = cs.money.Target("early", lambda asked: -asked.runs.finish[:, 0], -5_000)
    (row,) = forecast.targets([early]).itertuples()
    assert (row.measure, row.goal) == ("own", "at least -5,000")
    assert row.probability == pytest.approx((days <= 5_000).mean(), abs=1e-12)
    one = cs.money.Target("one", lambda asked: 1.0, 1)
    with pytest.raises(InputError, match="one number for each of the 300 futures"):
        forecast.targets(one)


def test_the_targets_of_the_portfolio_are_asked_for_and_alerts_speak_of_them():
    targets = [
        cs.money.Target("keep our word", "on time", "100 %", owner="Ada"),
        cs.money.Target("done", "finish", "2027-12-31", projects="Shop"),
    ]
    forecast = cs.simulate(model(*targets), replications=200, seed=3, progress=False)
    frame = forecast.targets()
    assert frame["goal"].tolist() == ["on time at least 100 %", "finish by 2027-12-31"]
    assert frame["owner"].tolist()[0] == "Ada"
    assert frame["projects"].tolist()[1] == "Shop"
    told = forecast.alerts().query("about == 'target'").set_index("name")
    assert told["level"]["done"] == "green"
    assert told["text"]["done"] == "done: at least 98 % chance of finish by 2027-12-31"
    share = frame["probability"][0]
    assert told["level"]["keep our word"] == ("red" if share < 0.5 else "amber")
    assert told["text"]["keep our word"].endswith("of on time at least 100 %; Ada answers for it")
    lenient = forecast.alerts([Targets(red=0.01, amber=0.02)])
    assert set(lenient["level"]) == {"green"}


def test_what_never_goes_ahead_has_no_odds():
    portfolio = model(cs.money.Target("done", "finish", "2027-12-31", projects="Portal"))
    shop, portal = portfolio.projects
    never = portfolio.replace(projects=[shop, cs.Project("Portal", portal.tasks, probability=0)])
    forecast = cs.simulate(never, replications=20, seed=3, progress=False)
    assert math.isnan(forecast.targets()["probability"][0])
    assert forecast.alerts([Targets()]).empty


def test_a_schedule_meets_its_targets_or_does_not():
    sure = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")], deadline="2027-01-08")
    word = cs.money.Target("word", "on time", 1)
    portfolio = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [sure], targets=[word])
    (row,) = cs.simulate(portfolio, replications=20, seed=3, progress=False).targets().itertuples()
    assert (row.probability, row.low, row.high) == (1, 1, 1)


def test_without_targets_there_are_no_rows(forecast):
    assert forecast.targets().empty
    assert forecast.targets().columns.tolist()[-3:] == ["probability", "low", "high"]


def test_dates_alone_are_enough_for_targets_of_dates():
    targets = [cs.money.Target("word", "on time", 1), cs.money.Target("cheap", "cost", 9_000)]
    forecast = cs.simulate(model(*targets), replications=50, seed=3, progress=False, keep="projects")
    assert forecast.alerts([Targets()])["name"].tolist() == ["word"]
    with pytest.raises(InputError):
        forecast.targets()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("on tyme", 0.9), r"no such measure .*did you mean 'on time'"),
        (("happiness", 0.9), r"no such measure .*write one of on time, finish, days late"),
        (("on time", "90"), r"out of range .*write 0.9 if 90 % was meant"),
        (("finish", 3), r"no day as a goal .*write a day such as 2027-06-30"),
        (
            ("cost", "2027-06-30"),
            r'a day as a goal .*write an amount of money, or let the measure be "finish"',
        ),
        (("cost", -1), r"out of range .*an amount of money of at least 0"),
        (("on time", "soon"), r"no goal .*write a number, a share such as 90 %, or a day"),
    ],
)
def test_a_target_that_cannot_be_measured_is_refused(arguments, told):
    with pytest.raises(InputError, match=told):
        cs.money.Target("it", *arguments)


def test_targets_of_a_portfolio_name_its_projects_and_can_be_written():
    with pytest.raises(InputError, match=r"Target 'it', projects: no such project .*did you mean 'Shop'"):
        model(cs.money.Target("it", "on time", 1, projects="Shopp"))
    with pytest.raises(InputError, match=r"Target 'it', measure: a function in a portfolio"):
        model(cs.money.Target("it", len, 1))
    with pytest.raises(InputError, match=r"Target 'it'"):
        model(cs.money.Target("it", "on time", 1), cs.money.Target("it", "cost", 1))


def test_a_target_given_to_the_question_is_checked_too(forecast):
    with pytest.raises(InputError, match=r"targets, 'it', projects: no such project .*did you mean 'Shop'"):
        forecast.targets(cs.money.Target("it", "on time", 1, "Shopp"))
    with pytest.raises(InputError, match="targets: no target"):
        forecast.targets(["on time"])
