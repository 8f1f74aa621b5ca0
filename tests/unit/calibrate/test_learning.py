"""What closed work teaches: figures worked out by hand."""

import math
from datetime import date

import pandas as pd
import pytest

import capsim as cs


def test_ratios_of_a_class_are_those_worked_out_by_hand():
    closed = pd.DataFrame(
        {"team": ["A", "A", "A", "B"], "planned": [10, 10, 20, 5], "actual": [10, 20, 80, 4]}
    )
    found = cs.calibrate.estimates(closed, by="team").set_index("team")
    assert list(found["cases"]) == [3, 1]
    assert found.loc["A", "ratio_p50"] == pytest.approx(2)  # of 1, 2, 4
    assert found.loc["A", "ratio_p80"] == pytest.approx(4)
    assert found.loc["A", "bias"] == pytest.approx(2)
    assert found.loc["A", "spread"] == pytest.approx(2)
    margin = 4.302652729911275 * math.log(2) / math.sqrt(3)  # Student's t of two degrees of freedom
    assert found.loc["A", "high"] == pytest.approx(2 * math.exp(margin))
    assert found.loc["A", "low"] == pytest.approx(2 * math.exp(-margin))
    assert found.loc["B", "bias"] == pytest.approx(0.8)
    assert math.isnan(found.loc["B", "low"])


def test_bad_history_is_told_row_by_row():
    with pytest.raises(cs.errors.InputError, match=r"no such column.*did you mean 'planned'|planed"):
        cs.calibrate.estimates(pd.DataFrame({"planed": [1], "actual": [2]}))
    with pytest.raises(cs.errors.InputError, match="row 2, actual: no number above 0"):
        cs.calibrate.estimates(pd.DataFrame({"planned": [1, 1], "actual": [2, 0]}))


def test_forecasts_are_scored_by_the_first_entry_of_each_project(tmp_path):
    people = [cs.Person("Ada", "backend")]
    projects = [
        cs.Project(
            name,
            [cs.Task("build", effort=cs.PERT(effort - 1, effort, effort + 3), skill="backend")],
            deadline=deadline,
        )
        for name, effort, deadline in (("One", 5, "2027-01-08"), ("Two", 5, "2027-01-15"), ("Open", 5, None))
    ]
    shop = cs.Portfolio("Shop", "2027-01-04", people, projects)
    book = tmp_path / "forecasts.csv"
    cs.simulate(shop, replications=50, seed=7, progress=False).log(book, date(2027, 1, 4))
    cs.simulate(shop.replace(start="2028-01-03"), replications=50, seed=7, progress=False).log(
        book, date(2027, 2, 1)
    )
    first = pd.read_csv(book).drop_duplicates("project").set_index("project")
    finished = {"One": first.loc["One", "p50"], "Two": "2027-12-31"}
    found = cs.calibrate.score(book, "Shop", finished).set_index("promise")
    assert list(found["cases"]) == [2, 2, 2]
    assert list(found["observed"].iloc[:2]) == [0.5, 0.5]
    said = first.loc[["One", "Two"], "probability"]
    kept = [finished["One"] <= "2027-01-08", False]
    assert found.loc["deadline", "expected"] == pytest.approx(said.mean())
    assert found.loc["deadline", "brier"] == pytest.approx(((said - kept) ** 2).mean())
    with pytest.raises(cs.errors.InputError, match="did you mean 'One'"):
        cs.calibrate.score(book, "Shop", {"Onne": "2027-01-08"})


def test_rows_without_a_class_are_one_of_their_own():
    closed = pd.DataFrame({"planned": [1, 1, 1], "actual": [1, 2, 4], "team": ["A", None, None]})
    assert cs.calibrate.estimates(closed, by="team")["cases"].tolist() == [1, 2]
