"""Answers about demand hold together, whatever the portfolio."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

import capsim as cs
from capsim.domain.booking import Booking
from capsim.domain.demand import Demand, Period

ROLES = ("backend", "data", "qa")
GROUPINGS = ("role", "project", "person", "team", ("project", "role"), ("team", "person"), ("role", "team"))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

days = st.integers(0, 90).map(lambda day: date(2026, 12, 28) + timedelta(days=day))
workdays = days.filter(lambda day: day.weekday() < 5)  # then the period that it cuts has a working day
shares = st.sampled_from([0.1, 0.25, 0.5, 0.8, 1.0])
months = st.integers(1, 5).map(lambda month: f"2027-{month:02}")
weeks = st.integers(1, 20).map(lambda week: f"2027-W{week:02}")
ftes = st.integers(0, 300).map(lambda hundredths: hundredths / 100)


@st.composite
def people(draw):
    """Three at least, one for each role, and some more."""
    roles = [*ROLES, *draw(st.lists(st.sampled_from(ROLES), max_size=3))]
    return [
        cs.Person(
            f"P{index}",
            list(dict.fromkeys([role, *draw(st.lists(st.sampled_from(ROLES), max_size=1))])),
            availability=draw(shares),
            run_the_business=draw(st.sampled_from([None, 0.15])),
            team=draw(st.sampled_from([None, "Red", "Blue"])),
            count=draw(st.sampled_from([1, 1, 1, 2])),
        )
        for index, role in enumerate(roles)
    ]


@st.composite
def tables(draw, periods=months):
    """Rows of demand: a role once in each, so that the table is what comes back."""
    roles = draw(st.lists(st.sampled_from(ROLES), unique=True, max_size=3))
    return [Demand(role, draw(st.dictionaries(periods, ftes, min_size=1, max_size=4))) for role in roles]


@st.composite
def tasks(draw):
    made = []
    for index in range(draw(st.integers(0, 3))):
        start = draw(st.one_of(st.none(), days))
        length = draw(st.integers(0, 40))
        skill = draw(st.sampled_from([*ROLES, "data, or backend at 0.5"]))
        work = draw(
            st.sampled_from(
                [
                    {"effort": 7.5, "skill": skill},
                    {"effort": 31, "skill": skill, "people": (1, 2), "allocation": 0.5},
                    {"duration": 4, "needs": [cs.Need(skill, fte=0.5)]},
                ]
            )
        )
        end = start + timedelta(days=length) if start is not None and draw(st.booleans()) else None
        after = [f"task {index - 1}"] if index and draw(st.booleans()) else []
        made.append(cs.Task(f"task {index}", start=start, end=end, after=after, **work))
    return made


@st.composite
def portfolios(draw):
    projects = [
        cs.Project(f"Project {index}", draw(tasks()), demand=draw(tables()))
        for index in range(draw(st.integers(1, 3)))
    ]
    staff = draw(people())
    bookings = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(days)
        bookings.append(
            Booking(
                draw(st.sampled_from(staff)).name,
                draw(st.sampled_from(projects)).name,
                first,
                first + timedelta(days=draw(st.integers(0, 60))),
                draw(shares),
            )
        )
    start = draw(workdays)
    holidays = set(draw(st.lists(days, max_size=5))) - {start}
    return cs.Portfolio(
        "Agency",
        start,
        staff,
        projects,
        calendar=cs.Calendar(holidays=sorted(holidays)),
        bookings=bookings,
        run_the_business=draw(st.sampled_from([0, 0.2])),
    )


def totals(frame, column):
    return frame.groupby("period")[column].sum().to_numpy()


@FEW
@given(portfolios(), st.sampled_from("MW"))
def test_every_amount_stands_exactly_once_in_every_grouping(portfolio, period):
    frames = {by: portfolio.demand(by, period) for by in GROUPINGS}
    some = [frame for frame in frames.values() if len(frame)]
    for column in ("demand", "booked"):
        whole = totals(frames["role"], column)
        for frame in some:
            assert totals(frame, column) == pytest.approx(whole, abs=1e-9)
        assert all(not whole.any() for frame in frames.values() if not len(frame))


@FEW
@given(portfolios(), st.sampled_from("MW"))
def test_capacity_is_that_of_everybody_in_every_grouping_of_people(portfolio, period):
    whole = totals(portfolio.demand("person", period), "capacity")
    for by in ("role", "team", ("role", "team"), ("team", "person")):
        assert totals(portfolio.demand(by, period), "capacity") == pytest.approx(whole)


@FEW
@given(st.data(), workdays, people())
def test_the_wide_table_comes_back(data, start, staff):
    letter, periods = data.draw(st.sampled_from([("M", months), ("W", weeks)]))
    table = {name: data.draw(tables(periods)) for name in ("Shop", "Billing")}
    portfolio = cs.Portfolio(
        "Agency", start, staff, [cs.Project(name, demand=rows) for name, rows in table.items()]
    )
    frame = portfolio.demand(period=letter, wide=True)
    found = {
        (row["project"], row["role"], label): row[label]
        for row in frame.to_dict("records")
        for label in frame.columns[2:]
        if row[label]
    }
    typed = {
        (name, row.role, str(period)): amount
        for name, rows in table.items()
        for row in rows
        for period, amount in row.amounts
        if amount and has_working_days(period, start)
    }
    assert found == pytest.approx(typed, abs=1e-9)


def has_working_days(period: Period, start: date) -> bool:
    first = max(period.start, start)
    return any((first + timedelta(days=day)).weekday() < 5 for day in range((period.end - first).days + 1))


@FEW
@given(portfolios(), st.sampled_from(["role", "project", "person", "team", ("project", "role")]))
def test_without_uncertainty_every_future_is_the_plan(portfolio, by):
    keys = ["period", *([by] if isinstance(by, str) else by)]
    planned = portfolio.demand(by).set_index(keys)["demand"]
    found = cs.simulate(portfolio, replications=2, seed=1, progress=False).demand(by).set_index(keys)
    tick = rounding(portfolio)
    for column in ("p10", "p50", "p90", "mean"):
        together = found[[column]].join(planned, how="outer").fillna(0.0)
        assert together[column].to_numpy() == pytest.approx(together["demand"].to_numpy(), abs=tick)


def rounding(portfolio):
    """What rounding up to ticks can add to a cell: some ticks for every amount and for its length."""
    needs = sum(len(task.needs) for project in portfolio.projects for task in project.tasks)
    return 1e-9 + 4 * needs / 480


@FEW
@given(portfolios())
def test_a_gap_is_what_no_assignment_of_hours_covers(portfolio):
    forecast = cs.simulate(portfolio, replications=1, seed=1, progress=False)
    gaps, planned = forecast.gaps(), portfolio.demand("role")
    if gaps.empty:
        return
    short, asked = totals(gaps, "gap"), totals(gaps, "demand")
    capacity = totals(planned, "capacity")[: len(short)]
    slack = rounding(portfolio)
    assert (short >= np.maximum(0, asked - capacity) - slack).all()
    assert (short <= asked + 1e-9).all()
    assert not gaps["level_gap"].any()
    if portfolio.bookings:
        return  # the work of a booking is its person's own, whoever else has the role
    by_role = planned.groupby("period")["gap"].apply(lambda gap: gap.clip(lower=0).sum()).to_numpy()
    assert (short <= by_role[: len(short)] + slack).all()  # people who can do more can only help


@FEW
@given(st.lists(tables(), min_size=1, max_size=2), workdays, people())
def test_gaps_are_those_of_a_flow_from_person_to_person(rows, start, staff):
    projects = [cs.Project(f"Project {index}", demand=each) for index, each in enumerate(rows)]
    portfolio = cs.Portfolio("Agency", start, staff, projects)
    gaps = cs.simulate(portfolio, replications=1, seed=1, progress=False).gaps()
    capacity = portfolio.demand("person").set_index(["person", "period"])["capacity"]
    for period, of_period in gaps.groupby("period"):
        supply = [capacity[person.name, period] for person in portfolio.staff]
        serves = [[skill in held(person) for skill in of_period["skill"]] for person in portfolio.staff]
        flow = largest_flow(supply, of_period["demand"], serves)
        short = of_period["demand"].sum() - flow
        assert of_period["gap"].sum() == pytest.approx(short, abs=rounding(portfolio))


def held(person):
    return {skill.name for skill in person.skills}


def largest_flow(supply, demand, serves):
    """In thousandths of a full-time equivalent, by SciPy."""
    people, skills = np.shape(serves)
    graph = np.zeros((people + skills + 2,) * 2, dtype=np.int32)
    graph[0, 1 : people + 1] = np.rint(1000 * np.array(supply))
    graph[1 : people + 1, people + 1 : -1] = 10**6 * np.array(serves)
    graph[people + 1 : -1, -1] = np.rint(1000 * np.array(demand))
    return maximum_flow(csr_matrix(graph), 0, people + skills + 1).flow_value / 1000


@FEW
@given(portfolios(), st.sampled_from(["role", "team", "skill"]))
def test_overload_is_certain_or_impossible_in_a_schedule(portfolio, by):
    frame = cs.simulate(portfolio, replications=2, seed=1, progress=False).overload(by)
    assert set(frame["probability"]) <= {0.0, 1.0}
    above = frame["demand_p50"] > frame["capacity"]
    assert above[frame["probability"] == 1].all()
    well_above = frame["demand_p50"] > frame["capacity"] + rounding(portfolio)
    assert frame["probability"][well_above].eq(1).all()
    assert (frame["expected_excess"] > 0).eq(frame["probability"] == 1).all()
