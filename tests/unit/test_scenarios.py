"""Scenarios: edits made one after the other, and compared on the same futures."""

import pytest

import capsim as cs
from capsim import edits
from capsim.errors import InputError


@pytest.fixture
def agency() -> cs.Portfolio:
    people = [cs.Person("Ada", "backend", cost_per_day=500), cs.Person("Bo", ["backend", "data"])]
    shop = cs.Project(
        "Shop",
        [
            cs.Task("design", effort=4, skill="backend"),
            cs.Task("build", effort=cs.PERT(15, 20, 40), skill="backend", after="design"),
            cs.Task("audit", effort=2, skill="data", after="build", tags="optional"),
            cs.Task("launch", after="audit"),
        ],
        deadline="2027-02-26",
    )
    crm = cs.Project("CRM", [cs.Task("load", effort=cs.PERT(5, 8, 15), skill="data")], priority=1)
    return cs.Portfolio("Agency", "2027-01-04", people, [shop, crm])


def test_edits_are_made_one_after_the_other(agency: cs.Portfolio) -> None:
    scenario = cs.Scenario(
        "new",
        [edits.AddPerson("Cy", "data"), edits.ChangePerson("Cy", availability=0.5), edits.Delay("CRM", 14)],
    )
    made = scenario.apply(agency)
    assert made.person("Cy").availability == 0.5
    assert str(made.project("CRM").start) == "2027-01-18"
    assert [person.name for person in agency.people] == ["Ada", "Bo"]


def test_what_is_left_out_hands_its_links_on(agency: cs.Portfolio) -> None:
    made = edits.Descope("Shop", tags="optional").apply(agency)
    assert [link.task for link in made.project("Shop").task("launch").after] == ["build"]


def test_a_split_keeps_links_across(agency: cs.Portfolio) -> None:
    made = edits.Split("Shop", ["audit", "launch"], "Shop 2", deadline="2027-03-31").apply(agency)
    assert [str(link) for link in made.project("Shop 2").task("audit").after] == ["Shop/build"]
    assert [task.name for task in made.project("Shop").tasks] == ["design", "build"]


def test_who_goes_is_in_no_booking_and_no_need_any_more(agency: cs.Portfolio) -> None:
    booked = agency.replace(bookings=[cs.Booking("Ada", "Shop", "2027-01-04", "2027-02-01", 0.5)])
    assert edits.RemovePerson("Ada").apply(booked).bookings == ()


def test_a_name_that_is_not_there_is_told_with_the_edit(agency: cs.Portfolio) -> None:
    with pytest.raises(InputError) as caught:
        cs.Scenario("later", [edits.Delay("Shopp", 14)]).apply(agency)
    assert str(caught.value) == (
        "Scenario 'later', edit 1 (delay Shopp by 14 days): no such project (got 'Shopp'); "
        "did you mean 'Shop'?"
    )


def test_edits_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InputError, match="contradict each other"):
        cs.Scenario("both", [edits.Reprioritize("Shop", 1), edits.ChangeProject("Shop", priority=2)])


def test_a_project_without_any_of_its_work_cannot_be_added(agency: cs.Portfolio) -> None:
    with pytest.raises(InputError, match=r"without any of its work \(got 0\.0\); write a scale above 0"):
        edits.AddProject(agency.project("CRM"), name="CRM 2", scale=0)


def test_nothing_changed_is_the_same_in_every_future(agency: cs.Portfolio) -> None:
    found = cs.compare(agency, [cs.Scenario("as is")], replications=100, seed=1, progress=False)
    assert set(found.summary()["reading"]) == {"same"}
    assert set(found.projects()["reading"]) == {"same"}
    assert found.verdicts() == ("as is changes nothing in any of the futures.",)


def test_a_scenario_that_touches_nobody_of_a_project_moves_it_by_exactly_nothing(
    agency: cs.Portfolio,
) -> None:
    apart = agency.replace(
        people=[*agency.people, cs.Person("Cy", "design")],
        projects=[
            *agency.projects,
            cs.Project("Logo", [cs.Task("draw", effort=cs.PERT(2, 5, 9), skill="design")]),
        ],
    )
    slow = cs.Scenario("slow", [edits.ChangePerson("Cy", availability=0.5)])
    found = (
        cs.compare(apart, [slow], replications=200, seed=1, progress=False).projects().set_index("project")
    )
    assert found.loc[["Shop", "CRM"], "days"].tolist() == [0, 0]
    assert found.loc[["Shop", "CRM"], "reading"].tolist() == ["same", "same"]
    assert found.loc["Logo", "days_low"] > 0


def test_projects_of_one_side_only_are_told(agency: cs.Portfolio) -> None:
    without = cs.Scenario("without", [edits.RemoveProject("CRM")])
    more = cs.Scenario("more", [edits.AddProject(agency.project("CRM"), name="CRM 2", scale=1.5)])
    found = cs.compare(agency, [without, more], replications=100, seed=1, progress=False).projects()
    told = dict(zip(found["scenario"] + ": " + found["project"], found["reading"], strict=True))
    assert told["without: CRM"] == "left out"
    assert told["more: CRM 2"] == "added"


def test_a_forecast_as_base_is_not_simulated_again(agency: cs.Portfolio) -> None:
    base = cs.simulate(agency, replications=100, seed=1, progress=False)
    found = cs.compare(base, cs.Scenario("later", [edits.Delay("Shop", 7)]), progress=False)
    assert found.base is base
    assert found.forecast("later").seed == base.seed
    assert found.forecast("later").replications == 100


def test_the_difference_of_a_mean_is_that_of_the_means(agency: cs.Portfolio) -> None:
    later = cs.Scenario("later", [edits.Delay("CRM", 7)])
    found = cs.compare(agency, [later], replications=300, seed=1, progress=False)
    days = {
        name: forecast.finish()["CRM"].astype("int64").mean() / 86_400
        for name, forecast in (("base", found.base), ("later", found.forecast("later")))
    }
    row = found.projects().set_index("project").loc["CRM"]
    assert row["days"] == pytest.approx(days["later"] - days["base"])
    assert row["days_low"] <= row["days"] <= row["days_high"]


@pytest.mark.parametrize("edit", [edits.Delay("CRM", 7), edits.Descope("CRM", 0.2)])
def test_work_of_a_project_that_was_taken_out_cannot_be_changed(
    agency: cs.Portfolio, edit: edits.Edit
) -> None:
    with pytest.raises(InputError, match=r"edit 2 .*has no work left to change \(got 'cancelled'\)"):
        cs.Scenario("both", [edits.RemoveProject("CRM"), edit]).apply(agency)


def test_no_scenario_at_all_is_told(agency: cs.Portfolio) -> None:
    with pytest.raises(InputError) as caught:
        cs.compare(agency, [], progress=False)
    assert str(caught.value) == "compare, scenarios: no scenario at all (got []); give at least one"


def test_who_is_shown_in_a_notebook_is_no_markup(agency: cs.Portfolio) -> None:
    found = cs.compare(agency, cs.Scenario("<b>x</b>"), replications=10, seed=1, progress=False)
    assert "<li>&lt;b&gt;x&lt;/b&gt; changes nothing" in found._repr_html_()


def test_an_organization_without_projects_can_be_asked_what_would_help() -> None:
    bare = cs.Portfolio("Bare", "2027-01-04", [cs.Person("Ada", "backend")])
    assert (
        cs.what_if(bare, replications=5, seed=1, progress=False).frame().reading.isin(["same", "tie"]).all()
    )
    assert cs.simulate(bare, replications=5, seed=1, progress=False).bottlenecks().empty


def test_what_one_more_is_worth_reads_as_sentences(agency: cs.Portfolio) -> None:
    found = cs.marginal_value(agency, "backend", replications=50, seed=1, progress=False)
    assert repr(found).startswith(
        "Agency: what one more person is worth, on the same 50 futures (seed 1)\n  backend, 1 more:"
    )
