"""The wait ledger of a project as a table."""

from __future__ import annotations

import pytest

import capsim as cs


def shop(*tasks, **fields):
    people = [cs.Person("Ada", "backend"), cs.Person("Bo", "qa")]
    return cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", list(tasks))], **fields)


def ledger(*tasks, **fields):
    forecast = cs.simulate(shop(*tasks, **fields), replications=20, seed=1, progress=False)
    return forecast.ledger("Shop")


def test_the_parts_of_a_task_say_which_role_or_which_work_they_are_of():
    build = cs.Task("build", effort=3, skill="backend")
    check = cs.Task("check", effort=2, skill="qa", after=[cs.work.Link("build", lag_days=1)])
    frame = ledger(build, check)
    assert frame[["task", "part", "of", "days", "working_days"]].values.tolist() == [
        ["build", "work", "backend", 3.0, 3.0],
        ["check", "predecessor", "Shop/build", 3.0, 3.0],
        ["check", "lag", "Shop/build", 1.0, 1.0],
        ["check", "work", "qa", 2.0, 2.0],
        ["check", "team away", "qa", 2.0, 0.0],  # the weekend
    ]


def test_the_parts_of_work_that_is_never_finished_end_at_the_horizon():
    tasks = [cs.Task("build", effort=30, skill="backend"), cs.Task("more", effort=1, skill="backend")]
    frame = ledger(*tasks, horizon="2027-01-15")
    by_task = frame.groupby("task")["days"].sum()
    assert by_task.to_dict() == {"build": 12.0, "more": 12.0}
    assert frame["error"].tolist() == [0.0] * len(frame)


def test_a_project_that_is_not_there_is_told_with_what_is_near():
    with pytest.raises(cs.errors.InputError, match="did you mean 'Shop'"):
        cs.simulate(shop(), progress=False, replications=2).ledger("Shap")
