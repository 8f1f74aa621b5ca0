"""Portfolios with demand by period and bookings, of every shape."""

from datetime import date, timedelta

from hypothesis import strategies as st

from capsim.domain.booking import Booking
from capsim.domain.calendar import Calendar
from capsim.domain.demand import Demand, Period
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task

__all__ = ["PEOPLE", "demanding_portfolios", "months"]

PEOPLE = (Person("Ada", ["backend", "data"]), Person("Bo", ["qa", "backend"], availability=0.8))


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
def demanding_portfolios(draw):
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
