"""Projects put together by client, programme, owner, objective and team."""

import numpy as np
import pytest

import capsim as cs
from capsim.errors import InputError

START = "2027-01-04"


def task(days, skill):
    return [cs.Task("work", effort=days, skill=skill)]


def forecast_of(replications=10, **more):
    """Three projects of 5, 10 and 15 days: on time, a week late, without a deadline."""
    projects = [
        cs.Project("A", task(5, "a"), deadline="2027-01-08", client="Acme", owner="Ann", programme="P1",
                   objectives="grow at 3; save", budget=1000, team="X"),
        cs.Project("B", task(10, "b"), deadline="2027-01-08", client="Acme", owner="Bob", budget=2000,
                   team="Y", objectives="grow", **more),
        cs.Project("C", task(15, "c"), owner="Bob", benefits=cs.money.Benefit("fee", 100, owner="Cy")),
    ]  # fmt: skip
    people = [cs.Person(name, name, cost_per_day=100, team="T") for name in "abc"]
    model = cs.Portfolio("Demo", START, people, projects)
    return cs.simulate(model, replications=replications, seed=7, progress=False)


def test_deadlines_are_counted_by_client() -> None:
    frame = forecast_of().delivery("client").set_index("client")
    assert frame.index.tolist() == ["Acme", "no client"]
    row = frame.loc["Acme"]
    assert (row.projects, row.deadlines, row.on_time, row.all_on_time) == (2, 2, 0.5, 0)
    assert (row.days_late, row.busy_days) == (7, 15)
    assert np.isnan(frame.on_time["no client"])
    assert np.isnan(frame.days_late["no client"])


def test_a_project_that_may_not_go_ahead_counts_where_it_does() -> None:
    forecast = forecast_of(replications=400, probability=0.5)
    row = forecast.delivery("client").iloc[0]
    ahead = (forecast.outcomes()["B"] != "not going ahead").mean()
    assert row.on_time == pytest.approx(1 / (1 + ahead))  # one kept, of one or two
    assert row.all_on_time == pytest.approx(1 - ahead)
    assert row.low < row.all_on_time < row.high
    assert 0 < row.error < 0.05


def test_early_projects_are_early() -> None:
    model = cs.Portfolio(
        "Demo",
        START,
        [cs.Person("A", "a")],
        [cs.Project("A", task(2, "a"), deadline="2027-01-15", client="Acme")],
    )
    assert cs.simulate(model, replications=3, progress=False).delivery("client").days_late.tolist() == [-10]


def test_what_is_never_finished_has_no_lateness() -> None:
    ada = cs.Person("A", "a", end="2027-01-05")
    model = cs.Portfolio(
        "Demo", START, [ada], [cs.Project("A", task(5, "a"), deadline="2027-01-15", client="Acme")]
    )
    (row,) = cs.simulate(model, replications=3, progress=False).delivery("client").itertuples()
    assert (row.on_time, row.never) == (0, 1)
    assert np.isnan(row.days_late)


@pytest.mark.parametrize(
    ("by", "groups", "busy"),
    [
        ("owner", ["Ann", "Bob"], [5, 25]),
        ("programme", ["P1", "no programme"], [5, 25]),
        ("team", ["X", "Y", "no team"], [5, 10, 15]),
        ("objective", ["grow", "save", "no objective"], [3.75 + 10, 1.25, 15]),
    ],
)
def test_every_label_of_a_project_is_a_group(by, groups, busy) -> None:
    frame = forecast_of().delivery(by)
    assert frame[by].tolist() == groups
    assert frame.busy_days.tolist() == pytest.approx(busy)


def test_costs_add_up_by_every_label() -> None:
    # 5, 10 and 15 days at 100; a and b are on the bench for 10 and 5 of the 15 days
    forecast = forecast_of()
    by_client = forecast.cost("client").set_index("client")
    assert by_client["mean"].to_dict() == {"Acme": 1500, "no client": 1500, "no project": 1500}
    assert by_client.budget["Acme"] == 3000
    assert np.isnan(by_client.budget["no client"])
    assert by_client.overspend["Acme"] == 0
    assert forecast.cost("objective").set_index("objective")["mean"].to_dict() == {
        "grow": 375 + 1000, "save": 125, "no objective": 1500, "no project": 1500,
    }  # fmt: skip
    months = forecast.cost("owner", "M")
    assert months["mean"].sum() == 4500
    assert months.period.nunique() == 1


def test_the_budget_of_a_group_is_that_of_what_goes_ahead() -> None:
    forecast = forecast_of(replications=400, probability=0.5)
    ahead = (forecast.outcomes()["B"] != "not going ahead").mean()
    assert forecast.cost("client").budget[0] == pytest.approx(1000 + 2000 * ahead)


def test_benefits_add_up_by_every_label() -> None:
    forecast = forecast_of()
    whole = forecast.benefits()["mean"].sum()
    assert whole > 0
    for by, group in (
        ("client", "no client"),
        ("programme", "no programme"),
        ("objective", "no objective"),
        ("team", "no team"),
    ):
        frame = forecast.benefits(by)
        assert frame[by].tolist() == [group]
        assert frame["mean"].tolist() == pytest.approx([whole])
    assert forecast.benefits("owner").owner.tolist() == ["Cy"]


def test_another_label_is_guessed_at() -> None:
    with pytest.raises(InputError, match=r"delivery, by: no such grouping .*did you mean 'client'"):
        forecast_of(1).delivery("clients")
