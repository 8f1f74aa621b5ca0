"""Every future as labeled arrays."""

import sys

import numpy as np
import pytest

import capsim as cs
from capsim.errors import InputError


def forecast_of(**more):
    shop = cs.Project(
        "Shop",
        [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="a"), cs.Task("live", after="build")],
        deadline="2027-01-14",
    )
    idea = cs.Project("Idea", [cs.Task("build", effort=2, skill="a")], probability=0.5)
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "a")], [shop, idea])
    return cs.simulate(demo, replications=20, seed=7, progress=False, engine="event", **more)


def test_finishes_and_odds_are_those_of_the_other_answers():
    pytest.importorskip("xarray")
    forecast = forecast_of()
    made = forecast.to_xarray()
    assert dict(made.sizes) == {"replication": 20, "project": 2, "task": 3}
    goes = made["goes_ahead"].sel(project="Idea")
    assert goes.mean().item() == (forecast.outcomes()["Idea"] != "not going ahead").mean()
    assert (made["finish"].sel(project="Idea").isnull() == ~goes).all()
    on_time = made["on_time"]
    assert on_time.sel(project="Shop").mean().item() == forecast.delivery()["probability"].iloc[0]
    assert on_time.sel(project="Idea").isnull().all()


def test_tasks_have_the_dates_of_the_schedule():
    pytest.importorskip("xarray")
    forecast = forecast_of()
    made = forecast.to_xarray()
    assert made["task"].values.tolist() == ["Shop: build", "Shop: live", "Idea: build"]
    assert made["task_project"].sel(task="Shop: live").item() == "Shop"
    schedule = forecast.schedule(3)
    one = made.sel(replication=3, task=(schedule["project"] + ": " + schedule["task"]).tolist())
    for name in ("ready", "start", "finish"):
        expected = schedule[name].to_numpy("datetime64[s]")
        assert np.array_equal(one[f"task_{name}"].values.astype("datetime64[s]"), expected, equal_nan=True)


def test_without_tasks_there_are_projects():
    pytest.importorskip("xarray")
    assert set(forecast_of(keep="projects").to_xarray()) == {"finish", "goes_ahead", "on_time"}


def test_without_xarray_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(InputError, match=r"xarray is not installed; pip install 'capsim\[xarray\]'"):
        forecast_of().to_xarray()
