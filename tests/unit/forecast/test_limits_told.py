"""Forecasts, cards and traces say what waits for a limit, and for a freeze by date."""

from __future__ import annotations

import capsim as cs

TEAM = [cs.Person("Ada", "dev"), cs.Person("Bo", "dev")]


def agency(**fields):
    projects = [
        cs.Project(name, [cs.Task("a", effort=10, skill="dev")], deadline="2027-01-14", team=team)
        for name, team in (("P", None), ("Q", "Web"), ("R", "Web"))
    ]
    return cs.Portfolio("Agency", "2027-01-04", TEAM, projects, calendar="mon-sun", **fields)


def simulated(**fields):
    return cs.simulate(agency(**fields), replications=2, seed=1, progress=False)


def test_a_start_is_driven_by_the_project_that_made_room():
    forecast = simulated(policy=cs.Policy(wip_limit=2))
    assert forecast.schedule(0)["driver"].tolist()[2] == "end of P: one project less in progress"
    chain = cs.replay(forecast, 0).chain("R")
    assert chain[["project", "event"]].values.tolist()[:4] == [
        ["R", "finish"], ["R", "start"], ["P", "finish"], ["P", "start"],
    ]  # fmt: skip


def test_the_card_says_that_a_project_waits_for_others_to_end():
    told = "Its work waits 10 days for other projects to end (limit on projects in progress)"
    assert told in repr(simulated(policy=cs.Policy(wip_limit=2)))


def test_what_never_begins_for_a_limit_waits_for_a_place():
    limits = cs.Policy(wip_limit=1, team_wip_limits={"Web": 1})
    waiting = simulated(policy=limits, horizon="2027-01-12").waiting().set_index("project")["waits_for"]
    assert waiting["Q"] == "a project in progress to end: at most 1 at once (wip_limit)"
    team = cs.Policy(team_wip_limits={"Web": 1})
    people = [*TEAM, cs.Person("Cy", "dev")]
    forecast = cs.simulate(
        agency(policy=team, horizon="2027-01-12").replace(people=people),
        replications=2,
        seed=1,
        progress=False,
    )
    waiting = forecast.waiting().set_index("project")["waits_for"]
    assert waiting["R"] == "a project in progress to end: at most 1 at once (limit of Web)"


def test_a_freeze_by_date_is_told_like_one_by_a_process():
    freezes = [cs.work.Freeze("2027-01-04", "2027-01-08", projects="P", teams="Web")]
    forecast = simulated(freezes=freezes)
    assert forecast.schedule(0)["driver"].tolist()[0] == "end of the freeze of P"
    assert "Its work waits 5 days while P is frozen" in repr(forecast)
    story = cs.replay(forecast, 0).story()
    assert "No work of P and team Web begins from 4 Jan to 8 Jan 2027: it is frozen." in story
    ever = simulated(freezes=[cs.work.Freeze("2027-01-04", "2027-12-31")], horizon="2027-06-30")
    assert set(ever.waiting()["waits_for"]) == {f"{name} to go on: it is frozen" for name in "PQR"}


def test_who_alone_may_do_it_is_named_where_work_never_begins():
    task = cs.Task("a", effort=1, skill="dev", only=["Ada", "Bo"], people=2)
    away = [cs.Person("Ada", "dev", start="2027-03-01"), cs.Person("Bo", "dev", end="2027-02-26")]
    portfolio = cs.Portfolio("x", "2027-01-04", away, [cs.Project("P", [task])], horizon="2027-06-30")
    forecast = cs.simulate(portfolio, replications=2, seed=1, progress=False)
    assert forecast.waiting()["waits_for"].tolist() == ["people for dev (only Ada, Bo) to be there"]
