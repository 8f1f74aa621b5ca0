"""What stands in a report, for whom, and where it may be written."""

import re

import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.report import (
    Audience,
    Section,
    Sentence,
    executive,
    html_of,
    input_hash,
    named,
    numbered,
    sponsor,
    team,
)
from tests.commands import run


def portfolio():
    projects = [
        cs.Project(name, [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend", only=["Ada"])],
                   deadline="2027-01-20", budget=3_000)
        for name in ("Shop", "Portal")
    ]  # fmt: skip
    people = [
        cs.Person("Ada", "backend", team="Web", cost_per_day=500),
        cs.Person("Ben", "backend", team="Web"),
    ]
    return cs.Portfolio("Agency", "2027-01-04", people, projects)


@pytest.fixture(scope="module")
def forecast():
    return cs.simulate(portfolio(), replications=40, seed=1, progress=False)


def heads(content):
    return re.findall(r"<h2>(.*?)</h2>", content)


def test_a_report_begins_with_the_answer_and_ends_with_what_it_rests_on(forecast):
    content = html_of(forecast)
    assert heads(content)[0] == "The answer"
    assert heads(content)[-1] == "What this rests on"
    assert {"Projects", "Alerts", "Money"} <= set(heads(content))
    assert f"seed 1, input {input_hash(forecast)[:16]}" in content


def test_people_are_named_on_request_only(forecast):
    assert "Ada" not in html_of(forecast)
    assert "People" not in heads(html_of(forecast))
    assert "backend 1" in html_of(forecast, people=numbered)
    assert "Ada" not in html_of(forecast, people=numbered)
    assert "Ada" in html_of(forecast, people=named)


def test_an_audience_sees_its_parts_and_its_projects(forecast):
    assert "Alerts" not in heads(html_of(forecast, executive()))
    content = html_of(forecast, sponsor("Shop"))
    assert "Shop:" in content
    assert "Portal" not in content
    assert "Forecast for the team Web" in html_of(forecast, team("Web"))


def test_a_part_of_ones_own_is_a_function(forecast):
    def mine(subject):
        return Section("Mine", (Sentence(f"{len(subject.delivery)} projects & more"),))

    content = html_of(forecast, Audience("Ours", (mine,)))
    assert heads(content) == ["Mine"]
    assert "2 projects &amp; more" in content


@pytest.mark.parametrize(
    ("audience", "told"),
    [(sponsor("Shpo"), "did you mean 'Shop'"), (team("Wob"), "did you mean 'Web'")],
)
def test_an_unknown_project_or_team_is_told_with_what_is_near(forecast, audience, told):
    with pytest.raises(InputError, match=told):
        html_of(forecast, audience)


def test_the_same_forecast_gives_the_same_bytes(forecast):
    assert html_of(forecast) == html_of(cs.simulate(portfolio(), replications=40, seed=1, progress=False))


def test_a_forecast_that_kept_only_dates_has_a_report_too():
    made = cs.simulate(portfolio(), replications=40, seed=1, progress=False, keep="projects")
    assert "Bottlenecks" not in heads(html_of(made))
    assert "Projects" in heads(html_of(made))


def test_a_file_that_is_no_page_is_refused_before_anything_is_simulated(forecast, tmp_path):
    with pytest.raises(InputError, match=r"ends in \.html"):
        forecast.report(tmp_path / "report.pdf")
    with pytest.raises(InputError, match="no such folder"):
        forecast.report(tmp_path / "none" / "report.html")


def test_the_command_line_writes_the_report(tmp_path):
    cs.write(portfolio(), tmp_path / "model.yaml")
    target = tmp_path / "report.html"
    done = run("forecast", tmp_path / "model.yaml", "--replications", "20", "--seed", "1", "--report", target)
    assert done.exit_code == 0
    assert "The answer" in target.read_text(encoding="utf-8")


def crowded():
    """Two backend engineers where two projects want four in January, and somebody who has nothing to do."""
    projects = [
        cs.Project(name, [cs.Task("build", effort=days, skill="backend", start="2027-01-04", people=2)])
        for name, days in (("Shop", 60), ("Portal", 20))
    ]
    people = [cs.Person(name, "backend", cost_per_day=500) for name in ("Ada", "Ben")]
    people.append(cs.Person("Cy", "qa", cost_per_day=500))
    return cs.Portfolio("Agency", "2027-01-04", people, projects)


def test_the_first_page_says_who_is_waited_for_most_and_how_many_more_would_do():
    content = html_of(cs.simulate(crowded(), replications=20, seed=1, progress=False))
    first = re.findall(r"<bdi>(.*?)</bdi>", content)
    # Portal ends earliest and comes first; Shop waits for its people for ten days
    told = "All projects together wait 10 working days for them (Shop 100 %)."
    assert first[0] == f"Most waited for: backend. {told}"
    assert first[1] == (
        "Up to 1 more of them in Jan 2027 would cover the plan in 4 of 5 futures; "
        "hiring had to begin by 3 Oct 2026."
    )
    assert "3 Oct 2026, overdue" in content


def test_the_report_says_how_much_of_the_cost_is_for_time_that_no_project_uses():
    forecast = cs.simulate(crowded(), replications=20, seed=1, progress=False)
    content = html_of(forecast)
    frame = forecast.cost().set_index("project")["mean"]
    assert frame["no project"] > 0
    share = round(100 * frame["no project"] / frame.sum())
    assert f"on average {share} % of it for time that no project uses" in content
    assert "no project (time that none uses)" in content
    assert "House rules: the usual ones." in content
