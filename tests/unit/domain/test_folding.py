"""Tasks go back into the table of demand and the bookings that they were made of, and nothing is lost."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from capsim.domain.booking import Booking
from capsim.domain.demand import Demand
from capsim.domain.folding import folded
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup
from tests.unit.domain.demanding import PEOPLE, demanding_portfolios, months


def again(portfolio: Portfolio) -> Portfolio:
    projects, groups = folded(portfolio)
    return dataclasses.replace(portfolio, projects=projects, groups=groups)


@settings(max_examples=50, deadline=None)
@given(demanding_portfolios())
def test_a_portfolio_made_of_its_folded_projects_is_equal(portfolio):
    assert again(portfolio) == portfolio


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        months, st.integers(1, 500).map(lambda hundredths: hundredths / 100), min_size=1, max_size=14
    ),
    st.sampled_from([(None, None, "PERT"), (0.8, 1.5, "PERT"), (0.85, 1.4, "P10/P90")]),
)
def test_a_row_of_full_months_comes_back_as_it_was_typed(table, spread):
    row = Demand("backend", table, "fte", "build", *spread)
    portfolio = Portfolio("Agency", "2027-01-01", PEOPLE, [Project("Shop", demand=[row])])
    projects, groups = folded(portfolio)
    assert projects[0].demand == (row,)
    assert projects[0].tasks == ()
    assert groups == ()


def one(*demand, tasks=(), start="2027-01-01", bookings=(), groups=()):
    shop = Project("Shop", tasks=tasks, demand=demand)
    return Portfolio("Agency", start, PEOPLE, [shop], bookings=bookings, groups=groups)


def test_days_come_back_as_days():
    row = Demand("backend", {"2027-01": 13, "2027-02": 7}, "days")
    assert folded(one(row))[0][0].demand == (row,)


def test_a_month_that_the_start_cuts_comes_back_whole():
    row = Demand("backend", {"2027-01": 1.37, "2027-02": 2})
    portfolio = one(row, start="2027-01-18")
    assert folded(portfolio)[0][0].demand == (row,)
    assert again(portfolio) == portfolio


def test_a_task_that_was_changed_stays_a_task_and_those_before_it_too():
    made = one(Demand("backend", {"2027-01": 1}), Demand("qa", {"2027-01": 1, "2027-02": 1}))
    changed = dataclasses.replace(made.projects[0].tasks[1], fixed_cost=100)
    shop = dataclasses.replace(
        made.projects[0], tasks=(made.projects[0].tasks[0], changed, made.projects[0].tasks[2])
    )
    portfolio = dataclasses.replace(made, projects=[shop])
    assert folded(portfolio)[0][0].demand == ()
    assert again(portfolio) == portfolio


def test_tasks_behind_the_demand_keep_it_as_tasks():
    made = one(Demand("backend", {"2027-01": 1}))
    shop = dataclasses.replace(made.projects[0], tasks=(*made.projects[0].tasks, Task("end")))
    portfolio = dataclasses.replace(made, projects=[shop])
    assert folded(portfolio)[0] == portfolio.projects


def test_bookings_that_are_the_demand_are_no_tasks_again():
    portfolio = one(bookings=[Booking("Ada", "Shop", "2027-02-01", "2027-03-12", 0.5)])
    assert [task.name for task in portfolio.projects[0].tasks] == ["backend booking 1"]
    assert folded(portfolio)[0][0].tasks == ()
    assert again(portfolio) == portfolio


def test_groups_of_the_user_stay_and_those_of_ranges_go():
    row = Demand("backend", {"2027-01": 1, "2027-02": 1}, low=0.8, high=1.5)
    tasks = [Task("a", effort="PERT(1, 2, 3)", skill="qa"), Task("b", effort="PERT(1, 2, 3)", skill="qa")]
    own = CopulaGroup("own", ["Shop/a", "Shop/b"], 0.5)
    portfolio = one(row, tasks=tasks, groups=[own])
    assert len(portfolio.groups) == 2
    assert folded(portfolio)[1] == portfolio.groups[:1]
    assert again(portfolio) == portfolio


def test_rows_whose_ranges_mean_different_things_are_not_all_folded():
    rows = [
        Demand("backend", {"2027-01": 1, "2027-02": 1}, low=0.8, high=1.5),
        Demand("qa", {"2027-01": 1, "2027-02": 1}, low=0.8, high=1.5, low_high="P10/P90"),
    ]
    portfolio = one(*rows)
    kinds = {row.low_high for row in folded(portfolio)[0][0].demand}
    assert len(kinds) == 1
    assert again(portfolio) == portfolio
