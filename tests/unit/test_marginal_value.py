"""What one more person is worth: days, odds, money, and what comes next."""

import dataclasses

import pytest

import capsim as cs
from capsim.errors import InputError
from tests.unit.test_what_if import two_roles


@pytest.fixture(scope="module")
def found():
    portfolio = two_roles()
    shop = portfolio.project("Shop")
    late = cs.Project("Shop", list(shop.tasks), deadline="2027-01-18", cost_of_delay_per_day=300)
    return cs.marginal_value(
        portfolio.replace(projects=[late]), ["backend", "design"], replications=2, seed=1, progress=False
    )


def test_one_hire_is_provably_best(found):
    rows = found.frame().query("kind == '1 more'").set_index("role")
    assert rows["tardiness_days"].to_dict() == {"backend": -14, "design": 0}
    assert rows["reading"].to_dict() == {"backend": "better", "design": "tie"}
    assert rows["next"].to_dict() == {"backend": "", "design": "backend"}


def test_at_the_break_even_rate_the_net_value_is_nothing(found):
    rows = found.frame().query("kind == '1 more'").set_index("role")
    # 14 days of delay at 300 are spared, and whoever comes is paid for 21 working days
    assert rows.loc["backend", "break_even"] == pytest.approx(14 * 300 / 21, rel=0.02)
    assert rows.loc["design", "break_even"] == 0


def test_the_three_witnesses_stand_side_by_side(found):
    witnesses = found.bottlenecks().set_index("role")
    assert witnesses.loc["backend", ["reading", "tardiness_days"]].tolist() == ["better", -14]
    assert witnesses.loc["backend", "wait_days"] > 0 == witnesses.loc["design", "wait_days"]


def test_who_comes_too_late_helps_nobody(found):
    # from 1 February on, working day 21, nothing is left to do: the start is the last day that helps
    frame = found.hire_by()
    assert frame["role"].tolist() == ["backend"]
    assert str(frame["hire_by"][0].date()) == "2027-01-04"


def test_a_role_that_is_not_there_is_guessed_at():
    with pytest.raises(InputError, match="did you mean 'backend'"):
        cs.marginal_value(two_roles(), "backnd", replications=2, seed=1, progress=False)


def test_a_pair_helps_where_neither_of_the_two_does():
    # two blocks of two parts each, 10 days a part, a block for each role; launch on day 21 waits for both:
    # one more of either role ends its own block on day 10, and nothing else; both let it be on day 11
    parts = [
        cs.Task(f"{role} {part}", effort=10, skill=role) for role in ("backend", "design") for part in (1, 2)
    ]
    launch = cs.Task("launch", effort=1, skill="backend", after=[task.name for task in parts])
    shop = cs.Project("Shop", [*parts, launch], deadline="2027-01-18")
    people = [cs.Person("Ada", "backend", cost_per_day=100), cs.Person("Cy", "design", cost_per_day=100)]
    agency = cs.Portfolio("Agency", "2027-01-04", people, [shop])
    found = cs.marginal_value(agency, ["backend", "design"], replications=2, seed=1, progress=False)
    alone = found.frame().query("kind == '1 more'")
    assert alone["tardiness_days"].tolist() == [0, 0]
    (row,) = found.pairs().to_dict("records")
    assert (row["role"], row["other"], row["days"], row["beyond"]) == ("backend", "design", -14, -14)
    assert (row["beyond_low"], row["beyond_high"]) == (-14, -14)


def test_without_deadlines_pairs_are_told_by_the_last_finish():
    shop = dataclasses.replace(two_roles().project("Shop"), deadline=None)
    found = cs.marginal_value(
        two_roles().replace(projects=[shop]), ["backend", "design"], replications=2, seed=1, progress=False
    )
    (row,) = found.pairs().to_dict("records")
    # 10 working days less by the second backend engineer, alone or not
    assert (row["days"], row["beyond"]) == (-14, 0)
    assert found.pairs(most=1).empty
