"""What risks, responses and drivers do to dates and odds, on the same futures."""

import math

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.forecast.whatif import WhatIf
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws

Impact, Response, Risk = cs.risks.Impact, cs.risks.Response, cs.risks.Risk
START = "2027-01-04"


def demo(risks, drivers=(), projects=None):
    """Two projects in a row of one person, of five days each."""
    made = projects or [
        cs.Project("Shop", [cs.Task("build", effort=5, skill="a")], 1, deadline="2027-01-15",
                   objectives="grow", cost_of_delay_per_day=100),
        cs.Project("Mail", [cs.Task("move", effort=5, skill="b")], 2, deadline="2027-01-29"),
    ]  # fmt: skip
    people = [cs.Person("Ada", "a", team="A"), cs.Person("Bo", "b", team="B")]
    return cs.Portfolio("Demo", START, people, made, risks=risks, drivers=drivers)


def forecast_of(portfolio, replications=400):
    return cs.simulate(portfolio, replications=replications, seed=7, progress=False)


def test_a_delay_that_always_strikes_is_what_its_removal_gains() -> None:
    # ten working days are fourteen calendar days; without them Shop ends on Friday 8 January
    sure = Risk("sure", 1, Impact(delay=10), {"projects": "Shop"})
    row = forecast_of(demo([sure])).risks().iloc[0]
    assert (row.p80_days, row.p80_low, row.p80_high) == (14, 14, 14)
    assert row.delivery_gain == 0.5  # of two promises one is kept instead of none
    assert (row.probability, row.struck, row.tie) == (1.0, 1.0, False)


def test_a_project_that_a_gate_stops_does_not_hide_what_a_risk_delays() -> None:
    # Mail never gets past its gate; the last finish is that of Shop, ten working days earlier without it
    gated = cs.Project(
        "Mail", [cs.Task("board", gate=0), cs.Task("move", effort=5, skill="b", after="board")]
    )
    shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="a")])
    sure = Risk("sure", 1, Impact(delay=10), {"projects": "Shop"})
    found = forecast_of(demo([sure], projects=[shop, gated]), 50)
    assert found.risks().p80_days.tolist() == [14]
    by_project = found.risks("project").set_index("project").p80_days
    assert by_project["Shop"] == 14 and math.isnan(by_project["Mail"])


def test_risks_are_ranked_by_what_their_removal_gains_and_ties_share_a_rank() -> None:
    risks = [
        Risk("money alone", 0.5, Impact(cost=100)),
        Risk("small", 0.2, Impact(delay=10), {"projects": "Shop"}),
        Risk("large", 0.9, Impact(delay=10), {"projects": "Shop"}),
        Risk("on nothing", 0.5),
    ]
    frame = forecast_of(demo(risks)).risks()
    assert frame.risk.tolist() == ["large", "small", "money alone", "on nothing"]
    assert frame["rank"].tolist() == [1, 2, 3, 3]
    assert frame.tie.tolist() == [False, False, True, True]
    assert frame.cost[2] == pytest.approx(100 * frame.struck[2])


def test_a_risk_without_a_probability_is_only_in_the_register() -> None:
    assert forecast_of(demo([Risk("unknown", impact=Impact(delay=10))])).risks().empty


def test_the_ladder_takes_away_one_risk_after_the_other() -> None:
    risks = [
        Risk("one", 0.9, Impact(delay=10), {"projects": "Shop"}),
        Risk("two", 0.9, Impact(delay=20), {"projects": "Mail"}),
    ]
    forecast = forecast_of(demo(risks))
    ladder = forecast.risks("ladder")
    bare = forecast_of(demo([]))
    gained = forecast.finish().max(axis=1).quantile(0.8, "higher") - bare.finish().max(axis=1).max()
    assert ladder.step.tolist() == [1, 2]
    assert ladder.all_days.iloc[-1] == gained.days
    assert ladder.all_gain.iloc[-1] == pytest.approx(ladder.delivery_gain.sum())


def test_what_was_simulated_for_one_question_serves_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Response("stop it", 300, probability=0)
    late = Risk("late", 0.5, Impact(delay=5), {"projects": "Shop"}, responses=[stop])
    forecast = forecast_of(demo([late], [cs.risks.Driver("luck", "LogNormal(p50=1, p90=2)")]), 50)
    asked = ("risk", "response", "driver")
    first = [forecast.risks(by) for by in asked]
    for name in ("with_", "with_risks"):
        monkeypatch.setattr(WhatIf, name, lambda *_, **__: pytest.fail("simulated again"))
    for by, frame in zip(asked, first, strict=True):
        pd.testing.assert_frame_equal(forecast.risks(by), frame)
    forecast.risks("ladder")
    with pytest.raises(pytest.fail.Exception, match="simulated again"):
        forecast.risks(replications=20)


def test_a_risk_is_told_for_each_project_and_objective() -> None:
    risk = Risk("late", 1, Impact(delay=5), {"projects": "Shop"})
    forecast = forecast_of(demo([risk]), 50)
    by_project = forecast.risks("project").set_index("project")
    assert by_project.p80_days.to_dict() == {"Shop": 7, "Mail": 0}
    assert forecast.risks("objective")[["risk", "objective", "p80_days"]].values.tolist() == [
        ["late", "grow", 7]
    ]


def test_a_response_is_worth_what_it_spares_less_its_cost() -> None:
    # without it 7 calendar days of delay at 100 and 1000 of damage; with it nothing
    stop = Response("stop it", 300, probability=0)
    late = Risk("late", 1, Impact(delay=5, cost=1000), {"projects": "Shop"}, responses=[stop])
    (row,) = forecast_of(demo([late]), 50).risks("response").itertuples()
    assert (row.saves, row.cost, row.net, row.worth) == (1700, 300, 1400, "yes")
    assert row.p80_days == 7
    taken = Risk("late", 1, late.impact, late.scope, responses=[Response("stop it", 2000, 0, taken=True)])
    (row,) = forecast_of(demo([taken]), 50).risks("response").itertuples()
    assert (row.taken, row.saves, row.net, row.worth) == (True, 1700, -300, "no")


def test_exposure_is_told_by_vendor_category_skill_and_driver() -> None:
    risks = [
        Risk("one", 0.5, Impact(delay=5), {"skills": "a"}, vendor="Acme", category="supply"),
        Risk("two", 0.5, Impact(effort=1.5), {"skills": "b"}, vendor="Acme"),
    ]
    luck = cs.risks.Driver("luck", "LogNormal(p50=1, p90=2)")
    forecast = forecast_of(demo(risks, [luck]))
    assert forecast.risks("vendor")[["vendor", "risks"]].values.tolist() == [["Acme", "one; two"]]
    assert forecast.risks("category").risks.tolist() == ["one"]
    assert forecast.risks("skill").set_index("skill").risks.to_dict() == {"a": "one", "b": "two"}
    assert forecast.risks("driver").driver.tolist() == ["luck"]
    assert forecast.risks("driver").p80_days[0] > 0


def test_an_opportunity_that_were_gone_makes_the_forecast_later() -> None:
    reuse = Risk("reuse", 1, Impact(effort=0.4, cost=50), {"projects": "Shop"}, kind="opportunity")
    row = forecast_of(demo([reuse]), 50).risks("project").iloc[0]
    assert row.p80_days == -3
    assert forecast_of(demo([reuse]), 50).risks().cost[0] == -50


@pytest.mark.parametrize(("by", "replications"), [("owners", 10), ("risk", 0), ("risk", 1.5), ("risk", True)])
def test_a_question_about_risks_that_is_none_is_refused(by, replications) -> None:
    with pytest.raises(InputError, match="risks"):
        forecast_of(demo([]), 5).risks(by, replications)


def test_the_columns_of_risks_are_documented_in_order() -> None:
    told = str(cs.Forecast.risks.__doc__).split("=============")
    frame = forecast_of(demo([Risk("late", 0.5, Impact(delay=5))]), 20).risks()
    text = "=============".join(told[6:])
    places = [text.find(f"{name}") for name in frame.columns]
    assert all(place >= 0 for place in places)


def test_a_deadline_that_an_opportunity_may_save_is_unlikely_and_not_hopeless() -> None:
    # ten days of work for a deadline on the fifth: with a half of it, it can be kept
    projects = [cs.Project("Shop", [cs.Task("build", effort=10, skill="a")], deadline="2027-01-08")]
    reuse = Risk("reuse", 0.2, Impact(effort=0.5), kind="opportunity")
    bare, lucky = (demo(risks, projects=projects).check() for risks in ([], [reuse]))
    cannot, may = (frame.problem[frame.problem.str.contains("deadline")].iloc[0] for frame in (bare, lucky))
    assert "cannot" in cannot
    assert "cannot" not in may


# ---------------------------------------------------------------- one future


def test_a_trace_tells_what_strikes_in_it_and_a_schedule_names_it() -> None:
    flu = Risk("flu", 1, Impact(effort=1.5), window=("2027-01-06", "2027-01-06"))
    luck = Risk("luck", 1, Impact(cost=50), kind="opportunity")
    late = Risk("late", 1, Impact(delay=2, cost=900), {"projects": "Shop"})
    never = Risk("never", 0, Impact(delay=2))
    forecast = forecast_of(demo([flu, luck, late, never]), 5)
    trace = cs.replay(forecast, 3)
    assert trace.risks.risk.tolist() == ["flu", "luck", "late"]
    assert trace.risks.date.dt.day.tolist() == [6, 4, 4]
    assert trace.risks.cost.tolist()[1:] == [-50, 900]
    assert trace.risks.delay_days.isna().tolist() == [True, True, False]
    lines = trace.story().splitlines()
    assert lines[:3] == [
        "Mon 4 Jan 2027",
        "  Opportunity 'luck' strikes: 50 saved.",
        "  Risk 'late' strikes: 2.0 working days of delay, 900 lost.",
    ]
    assert "  Risk 'flu' strikes: work × 1.50." in lines
    assert forecast.schedule(3).attrs["risks"] == ["flu", "luck", "late"]


# ---------------------------------------------------------------- shared variance (D3)


def test_the_log_correlation_of_two_tasks_is_their_shared_variance_over_the_whole() -> None:
    """Exactly in algebra; within 4.5 standard errors in a run."""
    own = {"one": 2.0, "two": 3.0}
    tasks = [cs.Task(name, effort=cs.LogNormal(p50=50, p90=50 * p90), skill="a") for name, p90 in own.items()]
    luck = cs.risks.Driver("luck", cs.LogNormal(p50=1, p90=1.8))
    sure = Risk("sure", 1, Impact(effort=cs.LogNormal(p50=1, p90=1.5)))
    portfolio = cs.Portfolio(
        "Two", START, [cs.Person("Ada", "a")], [cs.Project("P", tasks)], drivers=[luck], risks=[sure]
    )
    sd = {name: math.log(p90) / 1.2815515655446004 for name, p90 in own.items()}
    shared = sum((math.log(p90) / 1.2815515655446004) ** 2 for p90 in (1.8, 1.5))
    one, two = (each**2 + shared for each in sd.values())
    expected = shared / math.sqrt(one * two)
    count = 40_000
    effort = make_draws(make_plan(portfolio), 11).block(0, count).effort
    found = np.corrcoef(np.log(effort / 480.0).T)[0, 1]
    error = (1 - expected**2) / math.sqrt(count)
    assert abs(found - expected) < 4.5 * error


def test_a_risk_that_takes_people_away_is_one_of_their_skills() -> None:
    ill = Risk("ill", 1, Impact(away="B", away_days=7), window=("2027-01-05", "2027-01-05"))
    money = Risk("money", 1, Impact(cost=10))
    found = forecast_of(demo([ill, money]), 5).risks("skill")
    assert found[["skill", "risks", "p80_days"]].values.tolist() == [["b", "ill", 7.0]]
