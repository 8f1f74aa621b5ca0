"""Alerts: levels by thresholds, sentences with date, odds and cause, rules of one's own."""

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.forecast.alerting import Budgets, Deadlines, Metric, Overloads, Responses
from capsim.forecast.chances import Chance


def forecast_of(**more):
    """Two projects for one person: the first takes two weeks, the second waits for it."""
    work = {"Shop": ("2027-01-15", 1), "Portal": ("2027-01-15", 2)}
    projects = [
        cs.Project(
            name, [cs.Task("build", effort=10, skill="backend")], deadline=due, priority=rank, budget=4_000
        )
        for name, (due, rank) in work.items()
    ]
    chance = cs.Project("Maybe", [cs.Task("idea", effort=cs.PERT(1, 2, 3), skill="design")])
    people = [cs.Person("Ada", "backend", cost_per_day=500), cs.Person("Ben", "design")]
    model = cs.Portfolio("Demo", "2027-01-04", people, [*projects, chance], **more)
    return cs.simulate(model, replications=40, seed=1, progress=False)


@pytest.fixture(scope="module")
def forecast():
    return forecast_of()


def test_a_project_that_waits_is_red_and_says_for_whom(forecast):
    portal, shop = (forecast.alerts([Deadlines()]).set_index("name").loc[name] for name in ("Portal", "Shop"))
    assert (portal.level, shop.level) == ("red", "green")
    assert portal.text == (
        "Portal: at most 9 % chance by 15 Jan 2027; 4 in 5 (P80) by 29 Jan 2027, 14 days late"
    )
    assert portal.cause == "Of 12 days besides its planned work, 12 are waiting for backend."
    assert shop.cause == ""
    assert portal.call == "forecast.why('Portal')"
    assert portal.date == pd.Timestamp("2027-01-15")


def test_dates_and_lags_of_the_plan_are_no_cause_of_lateness():
    tasks = [
        cs.Task("draw", effort=2, skill="design", start="2027-02-01"),
        cs.Task("build", effort=10, skill="design", after=cs.work.Link("draw", lag_days=5)),
    ]
    projects = [
        cs.Project("Urgent", [cs.Task("now", effort=4, skill="design", start="2027-02-01")], priority=1),
        cs.Project("Late", tasks, deadline="2027-02-12", priority=2),
    ]
    model = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ben", "design")], projects, ranges="usual")
    made = cs.simulate(model, replications=200, seed=1, progress=False)
    # 28 days to the date and 7 of lag are planned; at P80 some 6 of waiting and 3 of estimates are not
    (alert,) = made.alerts([Deadlines()]).itertuples()
    assert alert.cause == "Of 9 days besides its planned work, 6 are waiting for design."


@pytest.mark.parametrize(("share", "level"), [(0.29, "red"), (0.3, "amber"), (0.69, "amber"), (0.7, "green")])
def test_a_deadline_on_a_threshold_has_the_better_level(share, level, monkeypatch, forecast):
    frame = forecast.delivery().dropna(subset="deadline")
    frame["probability"] = frame["low"] = frame["high"] = share
    monkeypatch.setattr(type(forecast), "delivery", lambda _: frame)
    assert set(forecast.alerts([Deadlines(red=0.3, amber=0.7)])["level"]) == {level}


def test_a_project_above_its_budget_is_red(forecast):
    found = forecast.alerts([Budgets()]).set_index("name")
    assert found["level"].to_dict() == {"Shop": "red", "Portal": "red"}
    assert found.loc["Shop"].text == (
        "Shop: at least 91 % chance to spend more than its budget of 4,000 money; "
        "5,000 is enough in 4 of 5 futures (P80)"
    )


def spending(budget, **fields):
    """A project with a day's work of 1,000, and one that a risk may add 500 to."""
    people = [cs.Person("Ada", "backend", cost_per_day=1_000)]
    shop = cs.Project("Shop", [cs.Task("build", effort=1, skill="backend")], budget=budget, **fields)
    audit = cs.risks.Risk("audit", 0.5, cs.risks.Impact(cost=500))
    model = cs.Portfolio("Demo", "2027-01-04", people, [shop], risks=[audit])
    return cs.simulate(model, replications=40, seed=1, progress=False).alerts(Budgets())["cause"].item()


def test_the_cause_of_a_budget_that_is_overspent_is_what_is_spent_more_where_it_is():
    assert spending(1_200) == (
        "Where it does, it costs 500 more than elsewhere: nearly all of it for risks that strike."
    )
    assert spending(2_000) == ""


def test_the_cause_of_a_budget_that_is_always_overspent_is_the_mean():
    assert spending(900).startswith("It costs 3")
    assert ", with 2" in spending(900)


def test_alerts_are_rolled_up_by_who_answers_for_projects():
    def project(name, deadline, owner):
        task = cs.Task("do", effort=cs.distributions.Uniform(4.8, 5), skill="dev")
        return cs.Project(name, [task], deadline=deadline, owner=owner)

    people = [cs.Person("Ada", "dev"), cs.Person("Ben", "qa")]
    model = cs.Portfolio(
        "Demo",
        "2027-01-04",
        people,
        [
            project("Kept", "2027-01-08", "Ben"),
            project("Missed", "2027-01-08", "Ada"),
            project("Later", "2027-01-29", "Ada"),
        ],
    )
    found = cs.simulate(model, replications=4, seed=1, progress=False).alerts(Deadlines(), by="owner")
    assert found["owner"].tolist() == ["Ada", "Ben"]
    columns = ["level", "red", "amber", "green", "projects", "on_time", "days_late"]
    assert found[columns].to_numpy().tolist() == [
        ["red", 1, 0, 1, 2, 0.5, 7.0],
        ["green", 0, 0, 1, 1, 1.0, 0.0],
    ]
    assert found["busy_days"].between([9.6, 4.8], [10, 5]).all()
    assert found["load"].tolist() == [pytest.approx(1, abs=0.01), 0.0]  # Ada does it all, and Ben nothing
    assert found["text"][0].startswith("Missed: ")


def test_an_alert_about_a_role_is_of_the_groups_that_ask_for_it():
    shop = cs.Project("Shop", demand=[cs.Demand("dev", {"2027-01": 3})], client="Acme")
    other = cs.Project("Other", demand=[cs.Demand("qa", {"2027-01": 0.1})], client="Birch")
    people = [cs.Person("Ada", "dev"), cs.Person("Ben", "qa")]
    model = cs.Portfolio("Demo", "2027-01-04", people, [shop, other])
    found = cs.simulate(model, replications=4, seed=1, progress=False).alerts(Overloads(), by="client")
    assert dict(zip(found["client"], found["level"], strict=True)) == {"Acme": "red", "Birch": "green"}
    with pytest.raises(InputError, match="alerts, by"):
        cs.simulate(model, replications=4, seed=1, progress=False).alerts(by="clients")


def test_a_role_is_told_with_the_first_month_of_overload():
    table = cs.Project("Table", demand=[cs.Demand("backend", {"2027-01": 0.5, "2027-02": 2, "2027-03": 3})])
    idea = cs.Project("Idea", [cs.Task("think", effort=cs.PERT(1, 2, 3), skill="design")])
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "design")]
    model = cs.Portfolio("Demo", "2027-01-04", people, [table, idea])
    found = cs.simulate(model, replications=40, seed=1, progress=False).alerts([Overloads()])
    backend = found.set_index("name").loc["backend"]
    assert (backend.level, backend.date) == ("red", pd.Timestamp("2027-02-01"))
    assert backend.cause == "In half of the futures 2.00 FTE or less are planned, 1.00 are there."


def test_people_are_told_on_request_only(forecast):
    assert not forecast.alerts().apply(lambda column: column.astype(str).str.contains("Ada")).any(axis=None)
    assert "Ada" in set(forecast.alerts([Overloads(by="person")])["name"])


@pytest.mark.parametrize(
    ("lead_days", "level", "told"),
    [
        (10, "green", "in 46 days"),
        (30, "amber", "in 26 days"),
        (60, "amber", "4 days ago"),
        (100, "red", "44 days ago"),
    ],
)
def test_a_response_is_due_its_lead_time_before_the_window(lead_days, level, told):
    risk = cs.risks.Risk(
        "vendor late", 0.3, {"delay": 5}, window=("2027-03-01", "2027-03-31"),
        responses=[cs.risks.Response("second vendor", lead_days=lead_days)],
    )  # fmt: skip
    alert = forecast_of(risks=[risk]).alerts([Responses(within_days=30)]).iloc[0]
    assert alert.level == level
    assert told in alert.cause
    assert alert.text.startswith("vendor late: 30 % chance between 1 Mar 2027 and 31 Mar 2027")
    assert alert.date == pd.Timestamp("2027-03-01") - pd.Timedelta(days=lead_days)


@pytest.mark.parametrize(
    ("red", "amber", "level"), [(10, 5, "amber"), (5, 2, "red"), (3, 6, "green"), (8, 9, "red")]
)
def test_a_measure_of_ones_own_is_beyond_its_thresholds_on_their_side(forecast, red, amber, level):
    metric = Metric("projects", lambda made: 7.0, red=red, amber=amber)
    assert forecast.alerts([metric])["level"].tolist() == [level]


def test_a_measure_that_is_no_number_is_refused(forecast):
    with pytest.raises(InputError, match=r"Metric 'margin': no number \(got nan\)"):
        forecast.alerts([Metric("margin", lambda made: float("nan"), red=1, amber=2)])


@pytest.mark.parametrize("rule", [Deadlines, Budgets, Overloads])
def test_thresholds_that_leave_no_room_are_refused(rule):
    red, amber = (0.9, 0.1) if rule is Deadlines else (0.1, 0.9)
    with pytest.raises(InputError, match="give shares from 0 to 1"):
        rule(red=red, amber=amber)


def test_red_comes_first_and_the_columns_are_the_documented_ones(forecast):
    from tests.unit.forecast.test_documented_columns import documented

    found = forecast.alerts()
    order = {"red": 0, "amber": 1, "green": 2}
    assert found["level"].map(order).is_monotonic_increasing
    told = [name for name in documented(cs.Forecast.alerts.__doc__) if name not in ("low", "high")]
    assert [name for name in found.columns if name not in ("low", "high")] == told


def test_a_sentence_never_says_will(forecast):
    text = " ".join([*forecast.alerts()["text"], *forecast.alerts()["cause"]])
    assert " will " not in text
    assert Chance(0.0, 0.0, 0.09).words in text


def test_the_page_of_phrases_has_the_words_of_each_cause():
    import re
    from pathlib import Path

    from capsim.forecast.alerting import _CAUSES, usual_rules

    page = (Path(cs.__file__).parents[1] / "docs" / "reference" / "phrases.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z ]+)` \| (.+?) \|$", page, re.MULTILINE))
    assert told == _CAUSES
    rules = re.findall(r"^\| `([A-Z]\w+)`", page, re.MULTILINE)
    assert rules == [*(type(rule).__name__ for rule in usual_rules()), "Buffers", "Metric"]


def test_alerts_are_told_in_the_words_of_the_page_of_phrases(forecast):
    import re
    from pathlib import Path

    page = (Path(cs.__file__).parents[1] / "docs" / "reference" / "phrases.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z]\w+)` \| (.+?) \| ", page, re.MULTILINE)
    patterns = {rule: re.sub(r"\\\*.*?\\\*", ".+", re.escape(text)) for rule, text in rows}
    for rule in (Deadlines(), Budgets(), Overloads()):
        pattern = patterns[type(rule).__name__].replace(r"\ \(±\ .+\)", r"( \(.+\))?")
        pattern = pattern.replace(r".+\ late", "(.+ (late|early)|on its deadline)")
        for text in forecast.alerts([rule])["text"]:
            assert re.fullmatch(pattern, text), (text, pattern)


@pytest.mark.parametrize("wrong", ["client", Deadlines, ["client"], [0.8]])
def test_what_is_no_rule_is_told_with_those_there_are(forecast, wrong):
    with pytest.raises(InputError, match=r"alerts, rules: no rule .* such as Deadlines\(\), Budgets\(\)"):
        forecast.alerts(wrong)


def test_a_single_rule_needs_no_list(forecast):
    assert forecast.alerts(Deadlines()).equals(forecast.alerts([Deadlines()]))


def test_a_budget_released_in_parts_is_told_as_what_is_released():
    # two weeks of Ada cost 5,000; 1,000 come at once, and 3,000 with a milestone that is never reached
    funding = [cs.money.Tranche(1_000), cs.money.Tranche(3_000, milestone="late")]
    work = [cs.Task("build", effort=10, skill="backend"), cs.Task("late", start="2027-03-01")]
    people = [cs.Person("Ada", "backend", cost_per_day=500)]
    shop = cs.Project("Shop", work, funding=funding)
    model = cs.Portfolio("Demo", "2027-01-04", people, [shop], horizon="2027-02-26")
    (text,) = cs.simulate(model, replications=4, seed=1, progress=False).alerts(Budgets())["text"]
    assert text == (
        "Shop: 100 % chance (± 0) to spend more than is released to it (1,000 money on average); "
        "5,000 is enough in 4 of 5 futures (P80)"
    )
