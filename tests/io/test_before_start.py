"""What is planned before the start is in no answer, and every answer says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import capsim as cs
from capsim.errors import UnreadWarning
from tests.commands import run

SETTINGS = "setting,value\nstart,{}\nranges,usual\ncountry,DE\n"
DEMAND = "project,role,2027-01,2027-02,2027-03\nShop,qa,0.5,0.5,0.25\nCRM,qa,0.1,,\n"
BOOKINGS = (
    "person,project,from,to,share\nAda,Shop,2027-01-04,2027-01-29,0.5\nAda,Old,2026-11-02,2026-11-30,0.5\n"
)


def model(tmp_path: Path, start: str) -> Path:
    folder = tmp_path / "plan"
    folder.mkdir()
    sheets = {"people": "person,role\nAda,qa\n", "settings": SETTINGS.format(start), "demand": DEMAND}
    for name, text in (sheets | {"bookings": BOOKINGS}).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def answer(*words: object) -> tuple[str, str]:
    done = run(*words)
    assert done.exit_code == 0
    return " ".join(done.stdout.split()), " ".join(done.stderr.split())


def test_reading_warns_of_it_and_the_portfolio_shows_it(tmp_path: Path) -> None:
    with pytest.warns(UnreadWarning, match="left out, and in no answer: 1.08 FTE-months of") as told:
        portfolio = cs.read(model(tmp_path, "2027-02-01"))
    assert len(told) == 1
    assert "left out 1.08 FTE-months of 'Shop', 'CRM', 'Old' before the start" in " ".join(
        repr(portfolio).split()
    )
    with pytest.warns(UnreadWarning, match="'Old' before the start"):
        earlier = cs.read(model(tmp_path / "plan", "2027-01-04"))
    assert earlier.origin is not None
    assert list(earlier.origin.before_start) == ["Old"]


def test_planned_demand_does_not_say_that_all_is_covered(tmp_path: Path) -> None:
    shown, said = answer("demand", model(tmp_path, "2027-02-01"))
    named = "1.08 FTE-months of 'Shop', 'CRM', 'Old' before the start, 1 Feb 2027"
    assert said.startswith(f"left out, and in no figure below: {named}; more: capsim check")
    assert shown.endswith(f"From the start on nobody is short. Left out, and in no figure here: {named}.")
    assert json.loads(answer("demand", tmp_path / "plan", "--json")[0])["left_out"] == named


def test_a_forecast_of_what_lies_all_before_the_start_says_so(tmp_path: Path) -> None:
    shown, _ = answer("forecast", model(tmp_path, "2028-01-03"), "--replications", 10, "--quiet")
    assert "FTE-months of 'Shop', 'CRM', 'Old' before the start, 3 Jan 2028" in shown
    assert "Shop: all before the start" in shown
    assert "There is no work from 3 Jan 2028 on: nothing was simulated" in shown
    assert "no tasks yet" not in shown
    assert "set ranges to usual" not in shown


def test_a_check_asks_for_an_earlier_start_and_not_for_tasks(tmp_path: Path) -> None:
    found = cs.check(model(tmp_path, "2028-01-03"))
    told = found[found["problem"].str.contains("before the start, 2028-01-03")]
    assert told["problem"].str.endswith("are left out: nothing is left of it").all()
    assert set(told["fix"]) == {"choose an earlier start if they are still to be worked"}
    assert len(told) == 3
    assert not found["problem"].str.contains("no tasks").any()


def test_a_project_of_which_something_is_left_is_not_said_to_be_over(tmp_path: Path) -> None:
    problems = cs.check(model(tmp_path, "2027-02-01"))["problem"]
    (shop,) = problems[problems.str.contains("of project 'Shop' lie before the start")]
    assert shop == "0.5 FTE-months of project 'Shop' lie before the start, 2027-02-01, and are left out"
