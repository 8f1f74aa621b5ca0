"""Stress: what shocks do, when they are made up for, and which plan is regretted least."""

from pathlib import Path

import pytest

import capsim as cs
from capsim import edits
from capsim.errors import InputError
from capsim.report import named


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


# ---------------------------------------------------------------- shocks to work and to ways of working


def days_later(portfolio: cs.Portfolio, *made: edits.Edit) -> float:
    shock = cs.Scenario("shock", list(made))
    frame = cs.stress(portfolio, shock, replications=2, seed=1, progress=False).frame()
    return float(frame["finish_days"].iloc[0])


def test_estimates_that_were_too_low_make_just_that_work_longer(agency: cs.Portfolio) -> None:
    # build takes 10 working days up to Friday 15 January: half as much again ends a week later;
    # drawing ends on the Friday of build, so twice as much of that is a week later too
    assert days_later(agency, edits.EstimatesLow(0.5, skills="backend")) == 7
    assert days_later(agency, edits.EstimatesLow(1, skills="design")) == 7
    # 22.5 days of work end on Wednesday 3 February
    twice = (edits.EstimatesLow(0.5, projects="Shop"), edits.EstimatesLow(0.5))
    assert days_later(agency, *twice) == 19


def test_what_hangs_on_a_vendor_gets_ready_later(agency: cs.Portfolio) -> None:
    shop = agency.projects[0]
    bought = cs.Task("buy", effort=1, skill="design", tags="Acme")
    tagged = agency.replace(
        projects=[cs.Project("Shop", [*shop.tasks, bought], deadline=shop.deadline)],
        risks=[cs.risks.Risk("late", 0, {"delay": 3}, {"tasks": ["Shop/build"]}, vendor="Bolt")],
    )
    # the last is what Bo buys on Monday 18 January; build ends on Friday 22 instead of Friday 15
    assert days_later(tagged, edits.VendorLate("Bolt", 5)) == 4
    # what is bought gets ready on Thursday 21 only
    assert days_later(tagged, edits.VendorLate("Acme", 13)) == 3
    assert days_later(tagged, edits.VendorLate("anybody", 5, projects="Shop")) == 4


def test_the_people_of_a_vendor_come_later(agency: cs.Portfolio) -> None:
    # Ada is there from Monday 4 January, Bo from Monday 11: each is away for five working days
    made = edits.VendorLate("Vienna", 5).apply(agency)
    assert [(str(each.start), str(each.last)) for each in made.person("Ada").leave] == [
        ("2027-01-04", "2027-01-10")
    ]
    made = edits.VendorLate("Web", 6).apply(agency)
    assert [(str(each.start), str(each.last)) for each in made.person("Bo").leave] == [
        ("2027-01-11", "2027-01-18")
    ]
    assert not made.person("Ada").leave


def test_productivity_dips_wave_by_wave_and_comes_back_by_the_week(agency: cs.Portfolio) -> None:
    made = edits.AdoptionDip("Core; design", "2027-01-04", 0.6, weeks=2, between=1).apply(agency)

    def missing(name: str) -> list[tuple[str, float]]:
        return [(str(each.start), round(each.share, 3)) for each in made.person(name).leave]

    assert missing("Ada") == [("2027-01-04", 0.4), ("2027-01-11", 0.2)]
    assert missing("Bo") == [("2027-01-11", 0.4), ("2027-01-18", 0.2)]
    # Ada gets 5 × 0.6 + 5 × 0.8 = 7 days done by Friday 15 January, and the other three by Wednesday
    assert days_later(agency, edits.AdoptionDip("Ada", "2027-01-04", 0.6, weeks=2)) == 5


def test_who_is_named_twice_is_in_the_first_wave_only(agency: cs.Portfolio) -> None:
    made = edits.AdoptionDip("Ada; Core", "2027-01-04", weeks=1, between=2).apply(agency)
    assert [str(each.start) for each in made.person("Ada").leave] == ["2027-01-04"]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            edits.VendorLate("Viena", 5),
            "nothing hangs on that vendor .*did you mean 'Vienna'",
        ),
        (
            edits.AdoptionDip("Coer", "2027-01-04"),
            "nobody has that name, team or role .*mean 'Core'",
        ),
        (edits.EstimatesLow(skills="backand"), "no such skill .*did you mean 'backend'"),
    ],
)
def test_a_shock_to_nothing_says_what_there_is(agency: cs.Portfolio, edit: edits.Edit, told: str) -> None:
    with pytest.raises(InputError, match=told):
        cs.Scenario("shock", [edit]).apply(agency)


def test_shocks_that_shock_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="not too low"):
        edits.EstimatesLow(0)
    with pytest.raises(InputError, match="no dip"):
        edits.AdoptionDip("Core", "2027-01-04", 1)
    with pytest.raises(InputError, match="no time to come back"):
        edits.AdoptionDip("Core", "2027-01-04", weeks=0)
    with pytest.raises(InputError, match="nobody takes it up"):
        edits.AdoptionDip([], "2027-01-04")
    with pytest.raises(InputError, match="write a whole number of working days"):
        edits.VendorLate("Acme", 0.5)


# ---------------------------------------------------------------- cover, and the page


def test_cover_counts_the_work_that_others_can_do_at_the_level_asked_for() -> None:
    people = [
        cs.Person("Ada", [cs.Skill("backend", level=3)]),
        cs.Person("Bo", [cs.Skill("data"), cs.Skill("backend", level=1)]),
        cs.Person("Cy", "design"),
        cs.Person("Rig", "backend", kind="equipment"),
    ]
    easy = cs.Task("easy", effort=6, skill="backend", level=1)
    hard = cs.Task("hard", effort=2, skill="backend", level=3)
    load = cs.Task("load", effort=4, skill="data")
    dropped = cs.Project("Old", [cs.Task("gone", effort=50, skill="data")], status="cancelled")
    demo = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", [easy, hard, load]), dropped])
    frame = cs.stress(demo, cs.Scenario("more", [edits.DemandShock(2)]), 1, 1, False).flexibility()
    # of 8 days for backend Bo can do 6; of data nobody else can do anything; design has no work
    assert frame.drop(columns="share").values.tolist() == [
        ["data", 1, 0, "", 4.0],
        ["backend", 1, 1, "1 data", 8.0],
        ["design", 1, 0, "", 0.0],
    ]
    assert frame["share"].tolist()[:2] == [0, 0.75]
    assert frame["share"].isna().tolist() == [False, False, True]


def test_the_page_names_nobody_unless_asked(agency: cs.Portfolio, tmp_path: Path) -> None:
    leaves = cs.Scenario(
        "Ada leaves", [edits.KeyPersonLeaves("Ada", "2027-01-11"), edits.AddPerson("Cy", "qa")]
    )
    found = cs.stress(agency, leaves, replications=2, seed=1, progress=False)
    page = found.report(tmp_path / "stress.html").read_text(encoding="utf-8")
    assert "backend 1 leaves" in page
    assert not [name for name in ("Ada", "Cy") if name in page]
    assert "Ada leaves from" in found.report(tmp_path / "named.html", named).read_text(encoding="utf-8")


def test_the_worst_shock_stands_on_top_of_the_picture(agency: cs.Portfolio) -> None:
    shocks = [cs.Scenario(f"{days} days", [edits.Delay("Shop", days)]) for days in (7, 21, 14)]
    ax = cs.plots.levers(cs.stress(agency, shocks, replications=2, seed=1, progress=False).frame())
    rows = {
        label.get_text(): place for label, place in zip(ax.get_yticklabels(), ax.get_yticks(), strict=True)
    }
    bottom, top = ax.get_ylim()
    assert bottom > top, "row 0 is on top"
    assert sorted(rows, key=rows.__getitem__) == ["21 days", "14 days", "7 days"]


def test_the_page_tells_shocks_and_cover(agency: cs.Portfolio, tmp_path: Path) -> None:
    shocks = [
        cs.Scenario("<b>Core</b>", [edits.TeamOut("Core", "2027-01-11", "2027-01-15")]),
        cs.Scenario("nothing", [edits.TeamOut("Web", "2027-06-11", "2027-06-15")]),
    ]
    found = cs.stress(agency, shocks, replications=2, seed=1, progress=False)
    page = found.report(tmp_path / "stress.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Core&lt;/b&gt;: 7.0 days of lateness in all more" in page
    assert "<b>Core" not in page
    assert "Without harm beyond the error: nothing." in page
    assert "1 shock does harm, 1 does not" in repr(found)
    assert page.count("<h2>") == 5
    assert "nothing to make up for" in page
    with pytest.raises(InputError):
        found.report(tmp_path / "stress.pdf")
