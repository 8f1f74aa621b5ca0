"""Utilization in frames, by hand, through the engine."""

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.facade import simulate
from capsim.plan.draws import make_draws


def used(people, tasks, *, replications=1, by="role", period="W", **settings):
    portfolio = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", tasks)], **settings)
    return simulate(portfolio, replications=replications, seed=1, progress=False).utilization(by, period)


def test_a_week_counts_until_the_last_finish():
    frame = used([cs.Person("Ada", "backend")], [cs.Task("work", effort=3, skill="backend")])
    assert frame["period"].tolist() == [pd.Timestamp("2027-01-04")]
    assert (frame["busy_days"].item(), frame["capacity_days"].item()) == (3.0, 3.0)
    assert frame["utilization"].item() == 1.0


def test_somebody_without_work_is_idle_until_the_last_finish():
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "design")]
    frame = used(people, [cs.Task("work", effort=7, skill="backend")]).set_index(["role", "period"])
    assert frame.loc["backend", "utilization"].tolist() == [1.0, 1.0]
    assert frame.loc["design", "capacity_days"].tolist() == [5.0, 2.0]
    assert frame.loc["design", "utilization"].tolist() == [0.0, 0.0]


def test_leave_is_neither_work_nor_capacity():
    people = [cs.Person("Ada", "backend", leave=[("2027-01-06", "2027-01-07")]), cs.Person("Ben", "backend")]
    tasks = [cs.Task("one", effort=3, skill="backend"), cs.Task("two", effort=1, skill="backend")]
    frame = used(people, tasks, by="person").set_index("person")
    assert frame["capacity_days"].to_dict() == {"Ada": 2.0, "Ben": 3.0}  # Ben takes one: he ends first
    assert frame["busy_days"].to_dict() == {"Ada": 1.0, "Ben": 3.0}


def test_work_that_pauses_over_leave_is_busy_on_days_present_only():
    people = [cs.Person("Ada", "backend", leave=[("2027-01-06", "2027-01-06")])]
    frame = used(people, [cs.Task("work", effort=4, skill="backend")])
    assert (frame["busy_days"].item(), frame["capacity_days"].item()) == (4.0, 4.0)


def test_a_part_timer_has_less_capacity_and_is_as_busy():
    people = [cs.Person("Ada", "backend", availability=0.6, run_the_business=0.5)]
    frame = used(people, [cs.Task("work", effort=1.2, skill="backend")])
    assert frame["capacity_days"].item() == pytest.approx(4 * 0.3, abs=1e-12)
    assert frame["utilization"].item() == 1.0


def test_half_an_allocation_is_half_a_day():
    tasks = [cs.Task("work", effort=2, skill="backend", allocation=0.5)]
    frame = used([cs.Person("Ada", "backend")], tasks)
    assert (frame["busy_days"].item(), frame["capacity_days"].item()) == (2.0, 4.0)


def test_a_part_of_a_day_counts_by_its_ticks():
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "backend")]
    tasks = [cs.Task("one", effort=0.25, skill="backend"), cs.Task("two", effort=1.5, skill="backend")]
    frame = used(people, tasks, by="person").set_index("person")
    assert frame["busy_days"].to_dict() == {"Ada": 0.25, "Ben": 1.5}
    assert frame["capacity_days"].to_dict() == {"Ada": 1.5, "Ben": 1.5}


def test_elapsed_work_holds_its_people_busy():
    tasks = [cs.Task("course", duration=3, needs=[cs.Need("backend", allocation=0.25)])]
    frame = used([cs.Person("Ada", "backend")], tasks)
    assert frame["busy_days"].item() == 0.75


def test_months_begin_on_their_first_day_and_the_first_one_counts_from_the_start():
    frame = used([cs.Person("Ada", "backend")], [cs.Task("work", effort=30, skill="backend")], period="M")
    assert frame["period"].astype(str).tolist() == ["2027-01-01", "2027-02-01"]
    assert frame["busy_days"].tolist() == [20.0, 10.0]


def test_weeks_begin_on_mondays_even_if_the_portfolio_starts_later():
    portfolio = cs.Portfolio(
        "Demo",
        "2027-01-07",
        [cs.Person("Ada", "backend")],
        [cs.Project("Shop", [cs.Task("work", effort=3, skill="backend")])],
    )
    frame = simulate(portfolio, replications=1, seed=1, progress=False).utilization()
    assert frame["period"].astype(str).tolist() == ["2027-01-04", "2027-01-11"]
    assert frame["busy_days"].tolist() == [2.0, 1.0]


def test_teams_gather_people_and_those_without_one():
    core = [cs.Person("Ada", "backend", team="Core"), cs.Person("Ben", "qa", team="Core")]
    people = [*core, cs.Person("Cy", "qa")]
    tasks = [cs.Task("work", effort=2, skill="backend")]
    frame = used(people, tasks, by="team").set_index("team")
    assert frame["capacity_days"].to_dict() == {"Core": 4.0, "no team": 2.0}
    assert frame["utilization"].to_dict() == {"Core": 0.5, "no team": 0.0}


def test_up_to_the_horizon_if_something_never_finishes():
    people = [cs.Person("Ada", "backend", end="2027-01-08"), cs.Person("Ben", "design")]
    tasks = [cs.Task("work", effort=10, skill="backend")]
    frame = used(people, tasks, horizon="2027-01-20").set_index(["role", "period"])
    assert frame.loc["design", "capacity_days"].tolist() == [5.0, 5.0, 3.0]
    assert frame.loc["backend", "capacity_days"].tolist() == [5.0, 0.0, 0.0]
    assert frame.loc["backend", "utilization"].fillna(-1).tolist() == [1.0, -1.0, -1.0]


def test_the_work_done_adds_up_to_the_effort_drawn():
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "backend")]
    tasks = [cs.Task(f"t{index}", effort=cs.PERT(2, 5, 12), skill="backend") for index in range(6)]
    portfolio = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", tasks)])
    forecast = simulate(portfolio, replications=40, seed=3, progress=False)
    effort = make_draws(forecast.runs.plan, 3).block(0, 40).effort.sum()  # whole ticks, and speed 1
    for by in ("role", "person", "team"):
        for period in ("W", "M"):
            busy = forecast.utilization(by, period)["busy_days"].sum()
            assert busy * 40 * 480 == pytest.approx(effort, abs=1e-6)


def test_the_error_shrinks_with_the_root_of_the_replications():
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "qa")]
    tasks = [cs.Task("one", effort=cs.PERT(1, 2, 4), skill="backend"), cs.Task("two", effort=4, skill="qa")]
    few = used(people, tasks, replications=100).set_index("role").loc["backend", "error"]
    many = used(people, tasks, replications=1600).set_index("role").loc["backend", "error"]
    assert 0 < many < few / 3


def test_a_wrong_grouping_or_period_says_which_there_are():
    tasks = [cs.Task("work", effort=1, skill="backend")]
    with pytest.raises(InputError) as caught:
        used([cs.Person("Ada", "backend")], tasks, by="rol", period="D")
    assert str(caught.value).splitlines() == [
        "2 problems:",
        "  - utilization, by: no such grouping (got 'rol'); did you mean 'role'?",
        '  - utilization, period: no such period (got \'D\'); write "W" (weeks) or "M" (months)',
    ]


def test_a_portfolio_without_people_has_an_empty_frame(make):
    portfolio = cs.Portfolio("Demo", "2027-01-04", [], [cs.Project("Shop", [cs.Task("wait", duration=3)])])
    frame = simulate(portfolio, replications=2, seed=1, progress=False).utilization()
    assert frame.empty
    assert frame["period"].dtype == "datetime64[s]"
    assert frame["utilization"].dtype == np.float64


def test_an_absence_made_by_a_process_is_neither_work_nor_capacity():
    def flu(world):
        world.away("Ada", "2027-01-06", "2027-01-12")
        world.away("Ada", "2027-01-11", "2027-01-15")
        yield world.days(1)

    tasks = [cs.Task("work", effort=5, skill="backend")]
    people = [cs.Person("Ada", "backend"), cs.Person("Ben", "design")]
    portfolio = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", tasks)])
    forecast = simulate(portfolio, replications=3, seed=1, progress=False, processes=flu)
    frame = forecast.utilization("person").set_index("person")
    # Ada works on the 4th, 5th, 18th, 19th and 20th
    assert frame.loc["Ada", "busy_days"].tolist() == [2.0, 0.0, 3.0]
    assert frame.loc["Ada", "capacity_days"].tolist() == [2.0, 0.0, 3.0]
    assert frame.loc["Ada", "utilization"].tolist()[::2] == [1.0, 1.0]
    assert np.isnan(frame.loc["Ada", "utilization"].iloc[1])
    assert frame.loc["Ben", "capacity_days"].tolist() == [5.0, 5.0, 3.0]
    assert "Busiest role: backend, at work 100 % of its time" in repr(forecast)
