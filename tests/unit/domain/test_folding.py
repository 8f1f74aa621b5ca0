"""Tasks go back into the table of demand and the bookings that they were made of, and nothing is lost."""

import dataclasses
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar
from capsim.domain.demand import Demand, Period
from capsim.domain.folding import folded
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup

PEOPLE = (Person("Ada", ["backend", "data"]), Person("Bo", ["qa", "backend"], availability=0.8))


def again(portfolio: Portfolio) -> Portfolio:
    projects, groups = folded(portfolio)
    return dataclasses.replace(portfolio, projects=projects, groups=groups)


months = st.builds(
    lambda year, month: Period.month(year, month), st.sampled_from([2027, 2028]), st.integers(1, 12)
)
weeks = st.builds(lambda week: Period.parse(f"2027-W{week:02}"), st.integers(1, 52))
spans = st.builds(
    lambda first, length: Period(
        date(2027, 1, 1) + timedelta(days=first), date(2027, 1, 1) + timedelta(days=first + length)
    ),
    st.integers(0, 300),
    st.integers(6, 90),
)
amounts = st.one_of(
    st.integers(0, 500).map(lambda hundredths: hundredths / 100),
    st.floats(0.001, 40, allow_nan=False),
    st.just(2.0000000001),
)
ranges = st.sampled_from(
    [(None, None, "PERT"), (0.8, 1.5, "PERT"), (0.9, None, "PERT"), (None, 2.0, "PERT"), (1.0, None, "PERT")]
)
others = st.sampled_from([(None, None, "PERT"), (0.7, 1.3, "P10/P90"), (0.8, 1.5, "PERT")])


@st.composite
def rows(draw, role, phase, kinds):
    unit = draw(st.sampled_from(["fte", "fte", "days"]))
    low, high, low_high = draw(kinds)
    period = draw(st.sampled_from([months, months, weeks, spans]))
    table = draw(st.dictionaries(period, amounts, min_size=1, max_size=6))
    return Demand(role, table, unit, phase, low, high, low_high)


@st.composite
def portfolios(draw):
    kinds = draw(st.sampled_from([ranges, ranges, others]))
    projects = []
    for name in draw(st.lists(st.sampled_from(["Shop", "Billing", "A/B"]), unique=True, min_size=1)):
        pairs = st.tuples(
            st.sampled_from(["backend", "data", "qa"]), st.sampled_from([None, None, "build", "test 2"])
        )
        demand = [
            draw(rows(role, phase, kinds)) for role, phase in draw(st.lists(pairs, unique=True, max_size=4))
        ]
        tasks = draw(
            st.lists(
                st.sampled_from(
                    [
                        Task("design", effort=3, skill="backend"),
                        Task(
                            "backend 2027-01",
                            effort=21,
                            skill="backend",
                            start="2027-01-01",
                            end="2027-01-31",
                        ),
                        Task("data 2027-02", effort=5, skill="data"),
                        Task("qa booking 1", effort=5, skill="qa"),
                    ]
                ),
                unique_by=lambda task: task.name,
            )
        )
        projects.append(Project(name, tasks=tasks, demand=demand))
    bookings = [
        Booking(who, project.name, "2027-02-01", "2027-03-12", 0.5, draw(st.sampled_from(["hard", "soft"])))
        for project in projects
        for who in draw(st.lists(st.sampled_from(["Ada", "Bo"]), max_size=2))
    ]
    start = draw(st.sampled_from(["2027-01-01", "2027-01-01", "2027-01-18", "2027-03-31", "2027-06-13"]))
    calendar = draw(st.sampled_from([Calendar(), Calendar(pattern="mon-thu"), "DE-BY"]))
    return Portfolio("Agency", start, PEOPLE, projects, calendar, bookings=bookings)


@settings(max_examples=50, deadline=None)
@given(portfolios())
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
