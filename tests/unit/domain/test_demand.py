"""Demand by period: the periods, the rows, and the tasks that they become."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capsim.clock import days_to_ticks
from capsim.domain.calendar import Calendar, Holiday
from capsim.domain.demand import HELPERS, Demand, Period, paces, seats_for, tasks_of_demand, working_days
from capsim.domain.distributions import PERT, Fixed, Quantiles
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Link, Task
from capsim.errors import InputError

NEW_YEAR = date(2027, 1, 1)
WORKDAYS = Calendar()


def tasks(*rows: Demand, start: date = NEW_YEAR, calendar: Calendar = WORKDAYS, taken: tuple[str, ...] = ()):
    return tasks_of_demand("Shop", rows, calendar, start, taken)[0]


def groups(*rows: Demand):
    return tasks_of_demand("Shop", rows, WORKDAYS, NEW_YEAR)[1]


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("text", "start", "end", "back"),
    [
        ("2027-02", "2027-02-01", "2027-02-28", "2027-02"),
        (" 2028-02 ", "2028-02-01", "2028-02-29", "2028-02"),
        ("2027-W03", "2027-01-18", "2027-01-24", "2027-W03"),
        ("2026-w53", "2026-12-28", "2027-01-03", "2026-W53"),
        ("2027-01-15 to 2027-02-10", "2027-01-15", "2027-02-10", "2027-01-15 to 2027-02-10"),
        ("2027-03-01 to 2027-03-31", "2027-03-01", "2027-03-31", "2027-03"),
        ("2027-01-04 to 2027-01-10", "2027-01-04", "2027-01-10", "2027-W01"),
    ],
)
def test_a_period_is_a_month_a_week_or_a_span(text: str, start: str, end: str, back: str) -> None:
    period = Period.parse(text)
    assert period == Period(start, end)
    assert str(period) == back


@pytest.mark.parametrize(
    "text", ["", "2027", "2027-13", "2027-00", "2027-W54", "Jan 27", "2027-02-30 to 2027-03-01"]
)
def test_a_text_that_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Period.parse(text)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(InputError, match="ends before it starts"):
        Period("2027-02-01", "2027-01-31")


@given(
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(-5, 90),
    st.lists(st.dates(date(2026, 12, 1), date(2027, 6, 1)), unique=True, max_size=8),
    st.sampled_from(["mon-fri", "mon-thu", "sun-thu", "tue"]),
)
def test_working_days_are_counted_like_one_by_one(
    first: date, length: int, off: list[date], pattern: str
) -> None:
    calendar = Calendar(pattern=pattern, holidays=[Holiday(day) for day in off])
    days = [first + timedelta(days=day) for day in range(length + 1)]
    expected = sum(calendar.pattern[day.weekday()] > 0 and day not in off for day in days)
    assert working_days(calendar, first, first + timedelta(days=length)) == expected


# ---------------------------------------------------------------- rows


def test_amounts_are_in_the_order_of_time_and_given_twice_they_add_up() -> None:
    row = Demand("qa", [("2027-02", 1), ("2027-01", 0.5), ((date(2027, 2, 1), "2027-02-28"), "0.25")])
    assert row.amounts == ((Period.parse("2027-01"), 0.5), (Period.parse("2027-02"), 1.25))


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"role": "qa", "amounts": 3}, "amounts: no demand by period"),
        ({"role": "qa", "amounts": "2027-01"}, "amounts: no demand by period"),
        ({"role": "qa", "amounts": [3]}, "amounts: no demand by period"),
        ({"role": "qa", "amounts": {"2027-01": -1}}, "amounts: out of range"),
        ({"role": "qa", "amounts": {"2027-01": float("nan")}}, "amounts: not a finite number"),
        ({"role": "qa", "amounts": {"soon": 1}}, "amounts: no period"),
        ({"role": "qa at 0.5", "amounts": {}}, "role: a skill's name that reads as more than a name"),
        ({"role": "qa", "amounts": {}, "unit": "hours"}, "unit: not known"),
        ({"role": "qa", "amounts": {}, "low": 0}, "low: no factor for low"),
        ({"role": "qa", "amounts": {}, "low": 1.1}, "low: no factor for low"),
        ({"role": "qa", "amounts": {}, "high": 0.9}, "high: no factor for high"),
        ({"role": "qa", "amounts": {}, "high": 101}, "high: no factor for high"),
        ({"role": "qa", "amounts": {}, "low": 0.8, "low_high": "P10/P90"}, "P10 and P90 on one side"),
    ],
)
def test_a_row_that_is_wrong_is_refused_by_field(given_: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Demand(**given_)


def test_factors_can_be_percentages() -> None:
    row = Demand("qa", {"2027-01": 1}, low="80 %", high="150%")
    assert (row.low, row.high) == (0.8, 1.5)


# ---------------------------------------------------------------- tasks


def test_full_time_equivalents_become_effort_people_and_allocation() -> None:
    (task,) = tasks(Demand("qa", {"2027-01": 1.5}))
    assert task == Task(
        "qa 2027-01", effort=31.5, skill="qa", people=(1, 2 + HELPERS), allocation=0.75,
        least_allocation=0.075, start="2027-01-01", end="2027-01-31",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "planned", "allocation"),
    [
        (2.0000000001, 2, 1.0),
        (2.001, 3, 0.668),
        (1.0, 1, 1.0),
        (0.25, 1, 0.25),
        (0.0007, 1, 0.001),
        (40, 40, 1.0),
    ],
)
def test_any_amount_has_so_many_people_with_so_much_of_their_time(
    amount: float, planned: int, allocation: float
) -> None:
    (task,) = tasks(Demand("qa", {"2027-02": amount}))
    assert task.needs[0].people == (1, planned + HELPERS)
    assert task.needs[0].allocation == allocation
    assert task.needs[0].effort == Fixed(amount * 20)


@given(
    st.floats(0.0005, 12),
    st.integers(1, 23),
    st.floats(0.05, 1.5).map(lambda share: round(share, 3)),
    st.floats(0, 0.9).map(lambda share: round(share, 3)),
)
def test_as_many_people_as_are_planned_do_an_amount_in_its_days_to_the_tick(
    amount: float, days: int, availability: float, business: float
) -> None:
    person = Person("Ada", "qa", availability=availability)
    pace = paces([person], business)["qa"]
    people, share = seats_for(amount, days, pace)
    planned = min(people - HELPERS, max(1, -int(-amount / max(1.0, pace) // 1)))
    if planned * pace >= amount * 1.001:  # else they cannot, with all of their time
        daily = int(480 * availability * (1 - business) + 0.5 + 1e-6)  # ticks, as in rule R2
        assert planned * daily * days * round(share * 1000) >= days_to_ticks(amount * days) * 1000


@pytest.mark.parametrize("amount", [0, 0.0004])
def test_next_to_nothing_is_no_task(amount: float) -> None:
    assert tasks(Demand("qa", {"2027-02": amount})) == ()


def test_months_of_a_row_wait_for_each_other_also_over_a_gap() -> None:
    made = tasks(Demand("qa", {"2027-01": 1, "2027-02": 0, "2027-03": 1, "2027-04": 1}))
    assert [task.after for task in made] == [(), (Link("qa 2027-01"),), (Link("qa 2027-03"),)]


def test_periods_that_overlap_do_not_wait_for_each_other() -> None:
    made = tasks(Demand("qa", {"2027-01-01 to 2027-02-28": 1, "2027-01": 1, "2027-02": 1, "2027-03": 1}))
    assert {task.name: [str(link) for link in task.after] for task in made} == {
        "qa 2027-01": [],
        "qa 2027-01-01 to 2027-02-28": [],
        "qa 2027-02": ["qa 2027-01"],
        "qa 2027-03": ["qa 2027-01-01 to 2027-02-28"],
    }


def test_weeks_are_periods_like_months() -> None:
    made = tasks(Demand("qa", {"2027-W01": 0.5, "2027-W02": 1}))
    assert [(task.name, task.needs[0].effort) for task in made] == [
        ("qa 2027-W01", Fixed(2.5)),
        ("qa 2027-W02", Fixed(5)),
    ]


def test_rows_of_a_role_add_up_and_those_of_a_phase_stay_apart() -> None:
    made = tasks(
        Demand("qa", {"2027-01": 1}),
        Demand("qa", {"2027-01": 1}, phase="build"),
        Demand("qa", {"2027-01": 0.5, "2027-02": 1}),
    )
    assert [(task.name, task.phase, task.needs[0].effort) for task in made] == [
        ("qa 2027-01", None, Fixed(31.5)),
        ("qa 2027-02", None, Fixed(20)),
        ("build, qa 2027-01", "build", Fixed(21)),
    ]


def test_days_keep_their_amount_and_spread_over_their_period() -> None:
    (task,) = tasks(Demand("qa", {"2027-02": 30}, "days"))
    need = task.needs[0]
    assert (need.effort, need.people, need.allocation) == (Fixed(30), (1, 2 + HELPERS), 0.75)


def test_of_a_period_that_the_start_cuts_the_rest_counts() -> None:
    for unit, amount in (("fte", 1.0), ("days", 20.0)):
        (task,) = tasks(Demand("qa", {"2027-01": 1, "2027-02": amount}, unit), start=date(2027, 2, 15))
        assert (task.name, str(task.start)) == ("qa 2027-02", "2027-02-15")
        assert task.needs[0].effort == Fixed(10)


def test_a_period_of_which_only_a_weekend_is_left_wants_nothing() -> None:
    assert tasks(Demand("qa", {"2027-01": 1}), start=date(2027, 1, 30)) == ()
    assert tasks(Demand("qa", {"2027-01": 20}, "days"), start=date(2027, 1, 30)) == ()


def test_people_in_a_closed_period_do_nothing_and_days_there_are_refused() -> None:
    closed = Calendar(holidays=[Holiday(date(2027, 1, 4) + timedelta(days=day)) for day in range(5)])
    assert tasks(Demand("qa", {"2027-W01": 1}), calendar=closed) == ()
    with pytest.raises(InputError, match="task 'qa 2027-W01': days in 2027-W01, which has no working day"):
        tasks(Demand("qa", {"2027-W01": 3}, "days"), calendar=closed)


def test_names_that_are_taken_get_a_number() -> None:
    made = tasks(
        Demand("qa", {"2027-01": 1, "2027-02": 1}),
        Demand("qa", {"2027-02": 5}, "days"),
        taken=("qa 2027-01",),
    )
    assert [task.name for task in made] == ["qa 2027-01 (2)", "qa 2027-02", "qa 2027-02 (2)"]
    assert made[1].after == (Link("qa 2027-01 (2)"),)


def test_a_typed_task_of_the_same_name_stays_as_it_is() -> None:
    own = Task("qa 2027-01", effort=3, skill="qa")
    shop = Project("Shop", tasks=[own], demand=[Demand("qa", {"2027-01": 1})])
    made = Portfolio("House", "2027-01-01", [Person("Bo", "qa")], [shop]).projects[0].tasks
    assert made[0] == own
    assert made[1].name == "qa 2027-01 (2)"


def test_an_amount_that_no_task_can_have_is_refused_under_the_name_of_the_task() -> None:
    with pytest.raises(InputError, match="task 'qa 2027-01': no number of people"):
        tasks(Demand("qa", {"2027-01": 20_000}))


def test_all_that_is_wrong_with_the_demand_of_all_projects_is_told_at_once() -> None:
    closed = Calendar(holidays=[Holiday(date(2027, 1, 4) + timedelta(days=day)) for day in range(5)])
    rows = [Demand("qa", {"2027-W01": 3}, "days"), Demand("dev", {"2027-W01": 3}, "days")]
    with pytest.raises(InputError) as caught:
        Portfolio(
            "House",
            "2027-01-01",
            [Person("Bo", "qa")],
            [Project("A", demand=rows), Project("B", demand=rows)],
            closed,
        )
    assert [problem.where for problem in caught.value.found] == [
        f"Project {project!r}, task {role!r}" for project in "AB" for role in ("qa 2027-W01", "dev 2027-W01")
    ]


# ---------------------------------------------------------------- ranges


def test_a_range_moves_all_amounts_of_a_row_together() -> None:
    row = Demand("qa", {"2027-01": 1, "2027-02": 2}, low=0.5, high=2)
    assert [task.needs[0].effort for task in tasks(row)] == [PERT(10.5, 21, 42), PERT(20, 40, 80)]
    (group,) = groups(row)
    assert (group.name, group.members, group.correlation) == (
        "Shop: qa",
        ("Shop/qa 2027-01", "Shop/qa 2027-02"),
        1.0,
    )


def test_a_range_of_one_side_leaves_the_other_as_it_is() -> None:
    (task,) = tasks(Demand("qa", {"2027-02": 1}, high=1.5))
    assert task.needs[0].effort == PERT(20, 20, 30)


def test_a_range_can_be_quantiles() -> None:
    (task,) = tasks(Demand("qa", {"2027-02": 1}, low=0.8, high=1.5, low_high="P10/P90"))
    assert task.needs[0].effort == Quantiles(16, 20, 30)


def test_a_single_amount_needs_no_group_and_neither_does_a_row_without_range() -> None:
    assert groups(Demand("qa", {"2027-01": 1}, high=2)) == ()
    assert groups(Demand("qa", {"2027-01": 1, "2027-02": 1})) == ()


def test_rows_that_add_up_need_the_same_range() -> None:
    with pytest.raises(InputError, match="demand for 'qa': rows that add up have different ranges"):
        tasks(Demand("qa", {"2027-01": 1}, high=2), Demand("qa", {"2027-02": 1}, high=1.5))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(1, 12), st.floats(0.001, 30), min_size=1),
    st.sampled_from(["fte", "days"]),
    st.sampled_from([NEW_YEAR, date(2027, 3, 17)]),
)
def test_effort_is_the_amount_over_the_working_days_that_are_left(
    table: dict[int, float], unit: str, start: date
) -> None:
    row = Demand("qa", {Period.month(2027, month): amount for month, amount in table.items()}, unit)
    made = {task.name: task for task in tasks(row, start=start)}
    for month, amount in table.items():
        period = Period.month(2027, month)
        left = working_days(WORKDAYS, max(start, period.start), period.end)
        whole = working_days(WORKDAYS, period.start, period.end)
        expected = amount * left / (1 if unit == "fte" else whole)
        task = made.get(f"qa {period}")
        found = 0.0 if task is None or task.needs[0].effort is None else task.needs[0].effort.mean()
        assert found == pytest.approx(expected, rel=1e-9)
        if task is not None:
            need = task.needs[0]
            assert need.people[1] * need.allocation >= expected / left * (1 - 1e-9)
