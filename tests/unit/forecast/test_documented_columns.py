"""The tables of columns in the docstrings are those of the frames."""

import re

import pytest

import capsim as cs
from capsim.forecast import Trace


@pytest.fixture(scope="module")
def forecast():
    tasks = [cs.Task("build", effort=cs.PERT(2, 3, 5), skill="backend"), cs.Task("live", after="build")]
    model = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [cs.Project("Shop", tasks)])
    return cs.simulate(model, replications=5, seed=1, progress=False)


def documented(docstring):
    """Names in the first column of a table, whose rows are the lines between its rules."""
    table = re.split(r"\n\s+=+ [= ]+\n", docstring)[2]
    width = len(re.search(r"\n\s+(=+) [= ]+\n", docstring)[1])
    indent = re.search(r"\n(\s+)=+ [= ]+\n", docstring)[1].split("\n")[-1]
    cells = " ".join(line[len(indent) :][:width] for line in table.splitlines())
    return [name for name in re.split(r"[\s,…]+", cells) if name]


@pytest.mark.parametrize("name", ["finishes", "schedule", "waiting", "summary"])
def test_the_columns_of_an_answer_are_documented_in_order(forecast, name):
    frame = getattr(forecast, name)()
    assert documented(getattr(cs.Forecast, name).__doc__) == frame.columns.tolist()


def test_the_columns_of_delivery_are_documented(forecast):
    told = documented(cs.Forecast.delivery.__doc__)
    columns = forecast.delivery().columns.tolist()
    shortened = {f"{name}_{end}" for name in ("p80", "p95") for end in ("low", "high")}
    assert [name for name in columns if name not in shortened] == told


def test_the_columns_of_tasks_are_those_of_delivery_after_its_own(forecast):
    own = documented(cs.Forecast.tasks.__doc__)
    assert forecast.tasks().columns.tolist() == own + forecast.delivery().columns.tolist()[2:]


def asked_by(names, key):
    """Columns as documented, with the one of the group called after it."""
    return [key if name.startswith("role") else name for name in names]


def test_the_columns_of_planned_demand_are_documented(forecast):
    told = [name for name in documented(cs.Portfolio.demand.__doc__) if name != "project"]
    assert asked_by(told, "team") == forecast.portfolio.demand(by="team").columns.tolist()


@pytest.mark.parametrize("by", ["role", "team", "person"])
def test_the_columns_of_skills_are_documented(forecast, by):
    told = documented(cs.Portfolio.skills.__doc__)
    assert [by, *told[2:]] == forecast.portfolio.skills(by).columns.tolist()


def test_the_columns_of_demand_are_documented(forecast):
    columns = forecast.demand(by="team").columns.tolist()
    shortened = {f"{name}_{end}" for name in ("p50", "p90") for end in ("low", "high")}
    told = asked_by(documented(cs.Forecast.demand.__doc__), "team")
    assert told == [name for name in columns if name not in shortened]


def test_the_columns_of_gaps_are_documented(forecast):
    columns = forecast.gaps().columns.tolist()
    assert documented(cs.Forecast.gaps.__doc__) == [name for name in columns if not name.startswith("p90_")]


def test_the_columns_of_overload_are_documented(forecast):
    told = asked_by(documented(cs.Forecast.overload.__doc__), "team")
    assert told == forecast.overload(by="team").columns.tolist()


def test_the_columns_of_overload_by_person_are_documented(forecast):
    by_person = cs.Forecast.overload.__doc__.split("By person, with")[1]
    assert documented(by_person) == forecast.overload(by="person").columns.tolist()


@pytest.mark.parametrize("name", ["events", "seats"])
def test_the_columns_of_a_trace_are_documented(forecast, name):
    told = cs.replay(forecast, 0)
    assert documented(getattr(Trace, name).__doc__) == getattr(told, name).columns.tolist()


def test_the_columns_of_a_chain_are_documented(forecast):
    told = cs.replay(forecast, 0)
    assert documented(Trace.chain.__doc__) == told.chain("Shop").columns.tolist()
