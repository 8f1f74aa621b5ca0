"""What if: every sensible single change on the same futures, ranked by what it gains for its cost."""

import dataclasses

import pandas as pd
import pytest

import capsim as cs
from capsim import edits
from capsim.decide import WhatIfs
from capsim.errors import InputError


def two_roles() -> cs.Portfolio:
    """Return a portfolio in which backend is waited for and design is not.

    Build A and build B take 10 days each and one person has to do both, so that the test (1 day) ends on
    working day 21; a second backend engineer makes that day 11. Nobody waits for design.
    """
    people = [cs.Person("Ada", "backend", cost_per_day=100), cs.Person("Cy", "design", cost_per_day=100)]
    shop = cs.Project(
        "Shop",
        [
            cs.Task("build A", effort=10, skill="backend"),
            cs.Task("build B", effort=10, skill="backend"),
            cs.Task("draw", effort=2, skill="design"),
            cs.Task("test", effort=1, skill="backend", after=["build A", "build B"]),
        ],
        deadline="2027-01-18",
    )
    return cs.Portfolio("Agency", "2027-01-04", people, [shop])


@pytest.fixture(scope="module")
def found() -> WhatIfs:
    portfolio = two_roles()
    crm = cs.Project("CRM", [cs.Task("sketch", effort=cs.PERT(1, 2, 4), skill="design")], priority=2)
    return cs.what_if(
        portfolio.replace(projects=[*portfolio.projects, crm]), replications=20, seed=1, progress=False
    )


def test_the_one_hire_that_helps_is_best_and_helps_by_what_was_worked_out_by_hand() -> None:
    hires = [
        cs.Scenario(f"1 {role} more", [edits.Hire(role, "2027-01-04", cost_per_day=100)])
        for role in ("design", "backend")
    ]
    frame = cs.what_if(two_roles(), hires, replications=2, seed=1, progress=False).frame()
    assert frame["lever"].tolist() == ["1 backend more", "1 design more"]
    assert frame["reading"].tolist() == ["better", "tie"]
    # working day 21 is Monday, 1 February: 14 days after the deadline; working day 11 is the deadline
    assert frame["tardiness_days"].tolist() == [-14, 0]
    assert frame["on_time"].tolist() == [1, 0]
    # one more for 100 a day: both are paid up to the later finish, 21 working days
    assert frame["cost"].tolist() == [2100, 2100]
    assert frame["gain_per_cost"][0] == pytest.approx(14 / 2.1)


def test_usual_levers_are_of_every_kind_that_a_portfolio_has_something_for(
    found: WhatIfs,
) -> None:
    assert {lever.kind for lever in found.levers} == {
        "hire",
        "leave out",
        "later",
        "first",
        "house rule",
        "overtime",
        "train",
    }
    assert "1 backend more" in set(found.frame()["lever"])
    assert len(found.trials) == len(found.levers) == len(found.frame())


def test_what_is_better_stands_before_what_is_worse(found: WhatIfs) -> None:
    readings = found.frame()["reading"].tolist()
    order = ["better", "mixed", "tie", "same", "worse"]
    assert readings == sorted(readings, key=order.index)


def test_whoever_likes_a_lever_can_make_it(found: WhatIfs) -> None:
    made = found.scenario("1 backend more").apply(found.base.portfolio)
    assert len(made.people) == len(found.base.portfolio.people) + 1
    with pytest.raises(InputError, match="did you mean '1 backend more'"):
        found.scenario("1 backend mor")


def test_levers_say_the_same_as_a_comparison(found: WhatIfs) -> None:
    scenario = found.scenario("1 backend more")
    summary = cs.compare(found.base, [scenario], progress=False).summary().set_index("measure")
    row = found.frame().set_index("lever").loc["1 backend more"]
    for column, measure in (("tardiness_days", "tardiness"), ("p80_days", "finish p80"), ("cost", "cost")):
        assert row[column] == summary.loc[measure, "difference"]


def test_who_cannot_be_spared_is_told_apart() -> None:
    portfolio = two_roles()
    shop = portfolio.project("Shop")
    needs = [cs.Need("backend", 10, only=["Bo"])]
    tasks = [dataclasses.replace(shop.task("build A"), needs=needs), *shop.tasks[1:]]
    people = [*portfolio.people, cs.Person("Bo", "backend", cost_per_day=100)]
    named = portfolio.replace(people=people, projects=[dataclasses.replace(shop, tasks=tasks)])
    found = cs.what_if(named, replications=2, seed=1, progress=False)
    assert [str(each) for each in found.refused] == ["1 backend less: remove Bo"]
    assert "1 backend less" not in set(found.frame()["lever"])


def test_a_lever_that_names_nothing_is_refused_before_anything_runs() -> None:
    with pytest.raises(InputError, match="no such project"):
        cs.what_if(two_roles(), [cs.Scenario("later", [edits.Delay("Shopp", 3)])])


def test_the_card_names_what_helps(found: WhatIfs) -> None:
    text = repr(found)
    assert "1 backend more (hire): 14 days of lateness less" in text
    assert text.endswith("see found.frame(), found.scenario(lever)")


def test_levers_are_drawn_the_best_on_top(found: WhatIfs) -> None:
    frame = found.frame()
    ax = cs.plots.levers(frame, most=3)
    assert len(ax.patches) == 3
    assert min(bar.get_width() for bar in ax.patches) == frame["tardiness_days"].min()
    assert cs.plots.levers(pd.DataFrame(columns=frame.columns)).texts


# ---------------------------------------------------------------- overtime


def test_planned_overtime_helps_by_what_was_worked_out_by_hand_and_is_paid_with_the_premium() -> None:
    portfolio = two_roles().replace(money=cs.money.Terms(overtime_premium=0.5))
    longer = cs.Scenario("longer", [edits.Overtime("backend", "2027-01-04", "2027-01-15", 0.5)])
    frame = cs.what_if(portfolio, longer, replications=2, seed=1, progress=False).frame()
    # ten days at half as much again are 15 days of work; six more end on working day 16, 25 January,
    # instead of working day 21, 1 February
    assert frame["finish_days"].tolist() == [-7]
    # ten times half a day at 150 more each, instead of Ada's and Cy's last five days, which both sides pay
    assert frame["cost"].tolist() == [750]


def test_planned_overtime_is_the_reaction_to_a_date() -> None:
    planned = edits.Overtime("Ada", "2027-01-06", "2027-01-12", "20 %").apply(two_roles())
    assert [str(each) for each in planned.policy.reactions] == [
        "on 2027-01-06 -> overtime of Ada by 20 % for 5 days"
    ]


def test_what_a_status_date_has_passed_is_not_worked_longer_any_more() -> None:
    portfolio = two_roles().replace(status_date="2027-01-08")
    made = edits.Overtime("Ada", "2027-01-04", "2027-01-15").apply(portfolio)
    assert [str(each) for each in made.policy.reactions] == [
        "on 2027-01-09 -> overtime of Ada by 25 % for 5 days"
    ]
    with pytest.raises(InputError, match=r"no working day for overtime .*write days from 2027-01-09 on"):
        edits.Overtime("Ada", "2027-01-04", "2027-01-08").apply(portfolio)


def test_overtime_of_nobody_is_refused() -> None:
    with pytest.raises(InputError, match=r"nobody has that name, team or role .*did you mean 'backend'"):
        cs.Scenario("longer", [edits.Overtime("backand", "2027-01-04", "2027-01-15")]).apply(two_roles())
    with pytest.raises(InputError, match="ends before it starts"):
        edits.Overtime("Ada", "2027-01-15", "2027-01-04")
    with pytest.raises(InputError, match="no overtime"):
        edits.Overtime("Ada", "2027-01-04", "2027-01-15", 0)
