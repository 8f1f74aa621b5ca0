"""What differs between two portfolios is told entity by entity."""

from dataclasses import replace

import pytest

import capsim as cs
from capsim.errors import InputError

BUILD = cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")
TEST = cs.Task("test", effort=3, skill="qa", after="build")
SHOP = cs.Project("Shop", [BUILD, TEST], deadline="2027-03-31")
APP = cs.Project("App", [BUILD])
ADA, BO = cs.Person("Ada", "backend"), cs.Person("Bo", "qa")
BEFORE = cs.Portfolio("Agency", "2027-01-04", [ADA, BO], [SHOP, APP])


def rows(after):
    return [tuple(row) for row in BEFORE.diff(after).itertuples(index=False)]


def test_equal_portfolios_differ_in_nothing():
    assert rows(cs.Portfolio("Agency", "2027-01-04", [ADA, BO], [SHOP, APP])) == []


def test_where_it_was_read_is_no_difference(tmp_path):
    cs.write(BEFORE, tmp_path / "agency.json")
    assert rows(cs.read(tmp_path / "agency.json")) == []


def test_a_field_of_the_portfolio_itself_is_told():
    assert rows(replace(BEFORE, start="2027-02-01")) == [("Portfolio", "start", "2027-01-04", "2027-02-01")]


def test_a_task_is_told_within_its_project():
    shorter = replace(BUILD, needs=(cs.Need("backend", effort=4),))
    after = replace(BEFORE, projects=(replace(SHOP, tasks=(shorter, TEST)), APP))
    assert rows(after) == [
        (
            "Project 'Shop', task 'build'",
            "needs",
            "[Need('backend', effort=PERT(5, 8, 15))]",
            "[Need('backend', effort=4)]",
        )
    ]


def test_what_came_and_went_is_told_as_a_whole():
    after = replace(BEFORE, people=(ADA, cs.Person("Cy", "qa", 0.5)))
    assert rows(after) == [
        ("Person 'Bo'", "", "Person('Bo', 'qa')", ""),
        ("Person 'Cy'", "", "", "Person('Cy', 'qa', availability=0.5)"),
    ]


def test_a_deadline_given_up_is_empty_afterwards():
    after = replace(BEFORE, projects=(replace(SHOP, deadline=None), APP))
    assert rows(after) == [("Project 'Shop'", "deadline", "2027-03-31", "")]


def test_another_order_is_a_difference_because_what_is_listed_first_goes_first():
    assert rows(replace(BEFORE, projects=(APP, SHOP))) == [
        ("Portfolio", "order of projects", "Shop, App", "App, Shop")
    ]


def test_a_vacancy_is_told_by_its_number():
    vacancy = cs.Person(None, "qa", start="2027-02-01")
    (row,) = rows(replace(BEFORE, people=(ADA, BO, vacancy)))
    assert row[:3] == ("Person 'TBH qa 1'", "", "")


def test_each_change_alone_is_what_the_table_says():
    """Undoing the changes one by one leads back: no change is told that is none, none is left out."""
    after = replace(BEFORE, run_the_business=0.2, people=(replace(ADA, availability=0.5), BO))
    assert {row[:2] for row in rows(after)} == {
        ("Portfolio", "run_the_business"),
        ("Person 'Ada'", "availability"),
    }
    undone = replace(after, run_the_business=BEFORE.run_the_business, people=BEFORE.people)
    assert rows(undone) == []


def test_what_is_no_portfolio_is_told():
    with pytest.raises(InputError, match=r"^diff: no portfolio \(got 'str'\); give it another portfolio"):
        BEFORE.diff("agency.json")
