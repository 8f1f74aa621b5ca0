"""Stress: what shocks do, when they are made up for, and which plan is regretted least."""

import pytest

import capsim as cs
from capsim import edits
from capsim.errors import InputError


@pytest.fixture
def agency() -> cs.Portfolio:
    people = [
        cs.Person("Ada", "backend", team="Core", location="Vienna"),
        cs.Person("Bo", "design", team="Web", location="London", start="2027-01-11"),
    ]
    shop = cs.Project(
        "Shop",
        [cs.Task("build", effort=10, skill="backend"), cs.Task("draw", effort=5, skill="design")],
        deadline="2027-01-15",
    )
    return cs.Portfolio("Agency", "2027-01-04", people, [shop])


def test_a_team_that_is_out_delays_what_only_it_can_do_by_as_long(agency: cs.Portfolio) -> None:
    shocks = [
        cs.Scenario("Core", [edits.TeamOut("Core", "2027-01-11", "2027-01-15")]),
        cs.Scenario("Vienna", [edits.SiteOut("Vienna", "2027-01-11", "2027-01-15")]),
        cs.Scenario("more", [edits.DemandShock(1.5)]),
        cs.Scenario("scarce", [edits.ScarceSkill("backend", "2027-01-04", "2027-01-31", 0.5)]),
        cs.Scenario("freeze", [edits.HiringFreeze("2027-01-05", "2027-01-17")]),
    ]
    frame = cs.stress(agency, shocks, replications=2, seed=1, progress=False).frame().set_index("shock")
    # Build takes 10 working days, up to Friday 15 January; a week out, half as much again, a half day each
    assert frame["tardiness_days"].to_dict() == {"Core": 7, "Vienna": 7, "more": 7, "scarce": 14, "freeze": 7}
    # build is open until Friday 22 January, 18 days after the start
    assert frame.loc["Core", "recovered_days"] == 18


def test_a_freeze_in_which_nobody_begins_is_refused(agency: cs.Portfolio) -> None:
    with pytest.raises(InputError, match="nobody begins in that time"):
        edits.HiringFreeze("2027-02-01", "2027-02-17").apply(agency)


def test_who_leaves_is_followed_by_somebody_of_the_same_skills(agency: cs.Portfolio) -> None:
    made = edits.KeyPersonLeaves("Ada", "2027-01-11", "2027-02-01").apply(agency)
    assert str(made.person("Ada").end) == "2027-01-10"
    assert made.people[-1].skills == agency.person("Ada").skills


def test_the_plan_that_helps_is_regretted_least(agency: cs.Portfolio) -> None:
    found = cs.stress(agency, cs.Scenario("more", [edits.DemandShock(1.5)]), 2, 1, False)
    small = cs.Scenario("small", [edits.Descope("Shop", 0.5)])
    frame = found.regret([small])
    assert frame["plan"].tolist() == ["small", "as it is"]
    assert frame["worst"].tolist() == [0, 7]


def test_the_usual_shocks_are_those_the_portfolio_has_something_for(agency: cs.Portfolio) -> None:
    found = cs.stress(agency, replications=2, seed=1, progress=False)
    assert {"all work 30 % more", "team Core out", "Vienna out", "hiring freeze"} <= set(
        found.frame()["shock"]
    )
    assert "see found.frame(), found.regret(plans)" in repr(found)
