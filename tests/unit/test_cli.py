"""The command line: what it prints, and the code with which it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from capsim._version import __version__
from capsim.cli import main
from capsim.cli.terminal import forecast_text, table
from capsim.domain.demand import Demand
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.errors import SimulationError
from capsim.facade import simulate
from capsim.io import read, write
from capsim.running.job import Simulator
from tests.commands import run


@pytest.fixture(autouse=True)
def terminal_of_100_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "new model"
    assert run("new", path).exit_code == 0
    return path


@pytest.fixture
def broken(model: Path) -> Path:
    text = (model / "tasks.csv").read_text()
    (model / "tasks.csv").write_text(text.replace("design,8", "desing,eight", 1))
    return model


# ---------------------------------------------------------------- forecast


def test_forecast_prints_date_odds_and_error_of_every_project(model: Path) -> None:
    done = run("forecast", model, "--replications", 200, "--seed", 7)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "My portfolio: forecast of 2 projects from 4 Jan 2027, 200 futures, seed 7"
    assert lines[2].split() == ["P80", "Days"]
    assert re.split(r"  +", lines[3]) == ["Project", "Deadline", "Chance", "P50", "(4 in 5)", "P95", "late"]
    date, off = r"\d+ \w{3} 2027", r"\d+ \w{3} 2027 ± \d+ d"
    for line, name in zip(lines[5:7], ("Shop", "Portal"), strict=True):
        assert re.fullmatch(
            rf"{name} +{date}  (\S.* % ± \S+|[≤≥] \d+ %) +{off} +{off} +{off} +[+-]?\d+", line
        )
    told = "± says how far a figure may be off because only so many futures were lived through (95 %)"
    assert told in lines
    assert "cs." not in done.stdout


def test_every_date_tells_its_error_where_the_terminal_is_wide(model: Path) -> None:
    wide = forecast_text(simulate(read(model), replications=200, seed=7, progress=False), 120).splitlines()
    assert re.split(r"  +", wide[3])[3:6] == ["P50", "(4 in 5)", "P95"]
    assert [line.count(" d  ") for line in wide[5:7]] == [3, 3]
    assert max(map(len, wide)) <= 120


def test_a_chance_that_no_future_denies_is_printed_as_a_bound(tmp_path: Path) -> None:
    shop = Project("Shop", [Task("a", effort="PERT(2, 3, 4)", skill="qa")], deadline="2027-03-05")
    write(Portfolio("Agency", "2027-01-04", [Person("Ada", "qa")], [shop]), tmp_path / "m.json")
    done = run("forecast", tmp_path / "m.json", "--seed", 1, "--replications", 100)
    assert re.search(r"^Shop +5 Mar 2027  ≥ 96 %  ", done.stdout, re.MULTILINE)
    assert "The one deadline is kept in at least 96 % of futures" in done.stdout


def test_a_project_without_tasks_is_no_project_past_the_horizon() -> None:
    ada = Person("Ada", "backend")
    shop = Project("Shop", [Task("build", effort=5, skill="backend")])
    portfolio = Portfolio("Demo", "2027-01-04", [ada], [Project("Idea", deadline="2027-08-31"), shop])
    shown = forecast_text(simulate(portfolio, replications=20, seed=7, progress=False), 120)
    assert "> horizon" not in shown
    assert next(line for line in shown.splitlines() if line.startswith("Idea")).split() == [
        *("Idea", "31", "Aug", "2027"),
        *("no", "tasks", "yet"),
    ]


def test_a_date_that_is_sure_carries_no_margin() -> None:
    ada, tasks = Person("Ada", "backend"), [Task("build", effort="PERT(5, 5.1, 5.2)", skill="backend")]
    portfolio = Portfolio("Demo", "2027-01-04", [ada], [Project("Shop", tasks)])
    shown = forecast_text(simulate(portfolio, replications=200, seed=7, progress=False), 120)
    assert "11 Jan 2027" in shown
    assert "± 0" not in shown


def test_at_80_columns_every_line_fits_and_the_table_still_answers(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("forecast", model, "--replications", 200, "--seed", 7).stdout.splitlines()
    assert max(map(len, shown)) <= 80
    assert re.split(r"  +", shown[3]) == ["Project", "Deadline", "Chance", "P50", "(4 in 5)", "late"]
    assert [line.split()[0] for line in shown[5:7]] == ["Shop", "Portal"]
    assert all(re.search(r"\d+ \w{3} 2027 ± \d+ d +[+-]?\d+$", line) for line in shown[5:7])
    assert "leaves out P95, then P50, then days late" in " ".join(run("forecast", "--help").stdout.split())


def by_month(path: Path, deadline: str | None = None) -> Path:
    """Write a model of two projects planned by the month, the first perhaps with a deadline."""
    rows = {"2027-01": 0.6, "2027-02": 0.6}
    shop = Project("Customer 360 Renewal", demand=[Demand("qa", rows)], deadline=deadline)
    projects = [shop, Project("Portal", demand=[Demand("qa", rows)])]
    write(Portfolio("Agency", "2027-01-04", [Person("Ada", "qa")], projects, ranges="usual"), path)
    return path


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        (80, ["Project", "Deadline", "Chance", "until", "(4 in 5)"]),
        (100, ["Project", "Deadline", "Chance", "until", "P50", "(4 in 5)", "late"]),
        (120, ["Project", "Deadline", "Chance", "until", "P50", "(4 in 5)", "P95", "late"]),
    ],
)
def test_until_when_a_project_is_planned_stands_beside_its_dates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, heads: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    model = by_month(tmp_path / "m.json", "2027-03-05")
    shown = run("forecast", model, "--replications", 50, "--seed", 7).stdout.splitlines()
    assert re.split(r"  +", shown[3]) == heads
    assert max(map(len, shown)) <= width
    assert [line.split()[0] for line in shown[5:7] if "  28 Feb 2027  " in line] == ["Customer", "Portal"]


def test_columns_in_which_no_project_has_anything_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run(
        "forecast", by_month(tmp_path / "m.json"), "--replications", 50, "--seed", 7
    ).stdout.splitlines()
    assert re.split(r"  +", shown[3]) == ["Project", "until", "P50", "(4 in 5)", "P95"]


def test_forecast_says_how_to_get_the_same_again(model: Path) -> None:
    done = run("forecast", model, "--replications", 20)
    seed = re.search(r"the same again: --seed (\d+)", done.stderr)
    assert seed is not None
    again = run("forecast", model, "--replications", 20, "--seed", seed[1], "--quiet")
    assert (again.stdout, again.stderr) == (done.stdout, "")


def test_a_first_answer_of_200_futures_goes_to_standard_error_and_the_last_alone_to_standard_output(
    model: Path,
) -> None:
    done = run("forecast", model, "--replications", 300, "--seed", 7)
    first = "My portfolio: a first answer from 200 of 300 futures; the others refine it"
    assert done.stderr.splitlines()[0] == first
    assert "first answer" not in done.stdout
    assert run("forecast", model, "--replications", 200, "--seed", 7).stderr.count("first answer") == 0


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_whoever_wants_no_remarks_gets_no_first_answer(model: Path, option: str) -> None:
    assert run("forecast", model, "--replications", 300, "--seed", 7, option).stderr == ""


# ---------------------------------------------------------------- demand


def planned(path: Path) -> Path:
    path.mkdir()
    (path / "people.csv").write_text("person,role\nAda,backend\nCy,qa\n")
    (path / "demand.csv").write_text("project,role,2027-01,2027-02\nShop,backend,1.5,2\nShop,qa,,0.5\n")
    (path / "settings.csv").write_text("setting,value\nname,Agency\nstart,2027-01-04\n")
    return path


def test_demand_shows_what_is_planned_what_there_is_and_what_is_short(tmp_path: Path) -> None:
    done = run("demand", planned(tmp_path / "m"))
    assert done.exit_code == 0
    lines = [line.split() for line in done.stdout.splitlines() if line]
    assert lines[1:6] == [
        ["Demand"],
        ["Jan27", "Feb27"],
        ["backend", "1.50", "2.00"],
        ["qa", ".", "0.50"],
        ["Total", "1.50", "2.50"],
    ]
    assert lines[lines.index(["Short", "by"]) + 1 :][:2] == [["Jan27", "Feb27"], ["backend", "0.50", "1.00"]]
    told = "backend: short in 2 months, first in Jan 2027; most in Feb 2027, by 1.00 FTE (demand 2.00,"
    assert told in done.stdout


def test_demand_alone_has_the_totals_of_the_table_that_was_kept(tmp_path: Path) -> None:
    done = run("demand", planned(tmp_path / "m"), "--wide", "--by", "project", "--by", "role")
    lines = [line.split() for line in done.stdout.splitlines() if line]
    assert lines[2:5] == [
        ["Shop", "·", "backend", "1.50", "2.00"],
        ["Shop", "·", "qa", ".", "0.50"],
        ["Total", "1.50", "2.50"],
    ]
    assert done.stdout.splitlines()[-1] == "Total: 4.00 FTE-months"


def test_demand_by_project_has_no_capacity_to_be_short_of(tmp_path: Path) -> None:
    done = run("demand", planned(tmp_path / "m"), "--by", "project", "--period", "W")
    assert done.exit_code == 0
    assert "Capacity" not in done.stdout


def test_demand_prints_json_and_writes_csv(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    answer = json.loads(run("demand", model, "--json", "--out", tmp_path / "out").stdout)
    assert list(answer) == ["portfolio", "start", "period", "not_read", "left_out", "demand"]
    assert answer["demand"][1]["role"] == "backend"
    assert answer["demand"][1]["gap"] == pytest.approx(1)
    assert len(pd.read_csv(tmp_path / "out" / "demand.csv")) == len(answer["demand"])


def test_where_nobody_is_short_it_says_so(model: Path) -> None:
    write(
        Portfolio(
            "Agency", "2027-01-04", [Person("Ada", "qa")], [Project("P", [Task("a", effort=1, skill="qa")])]
        ),
        model,
    )
    assert run("demand", model).stdout.splitlines()[-1].startswith("Nobody is short")


def test_months_that_are_alike_are_short_alike_whatever_adding_up_makes_of_them(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    (model / "people.csv").write_text("person,role,fte\nAnn,qa,0.5\n")
    head = "project,role," + ",".join(f"2027-{month:02d}" for month in range(1, 7))
    (model / "demand.csv").write_text(f"{head}\nShop,qa{',0.5' * 6}\n")
    settings = (model / "settings.csv").read_text()
    (model / "settings.csv").write_text(f"{settings.strip()}\nrun_the_business,0.1\n")
    told = run("demand", model).stdout
    assert "qa: short in 6 months, first in Jan 2027; most in Jan 2027, by 0.05 FTE" in told
    assert told.split("Short by")[1].splitlines()[2].split() == ["qa", *["0.05"] * 6]


def test_a_little_that_is_missing_is_not_called_covered(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    (model / "people.csv").write_text("person,role,fte\nAnn,qa,0.97\n")
    (model / "demand.csv").write_text("project,role,2027-02\nShop,qa,1\n")
    assert " ".join(run("demand", model).stdout.split()).endswith(
        "Nobody is short by 0.05 FTE or a tenth of what is planned; most is missing of qa in Feb 2027, "
        "0.03 FTE."
    )


def test_by_person_it_says_that_what_is_booked_is_compared_and_that_by_role_is_all(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    (model / "bookings.csv").write_text("person,project,from,to,share\nAda,Shop,2027-02-01,2027-02-28,0.5\n")
    told = " ".join(run("demand", model, "--by", "person").stdout.split())
    assert (
        "By person what is booked is compared with capacity (0.50 of 4.00 FTE-months of demand are booked), "
        "which covers that in every period; --by role compares all of it."
    ) in told
    assert "Nobody is short" not in told
    assert "is compared with capacity" not in run("demand", model, "--by", "role").stdout


def test_a_person_booked_above_capacity_is_listed_also_where_the_project_has_less_work(
    tmp_path: Path,
) -> None:
    model = planned(tmp_path / "m")
    rows = ["Ada,Shop,2027-01-04,2027-01-29,0.9", "Ada,Shop,2027-01-04,2027-01-29,0.4"]
    (model / "bookings.csv").write_text("\n".join(["person,project,from,to,share", *rows, ""]))
    (model / "demand.csv").write_text("project,role,2027-01,2027-02\nShop,backend,0.2,0.2\n")
    assert "booked 130 %" in run("check", model).stdout
    done = run("demand", model, "--by", "person").stdout
    lines = [line.split() for line in done.splitlines()]
    assert lines[lines.index(["Booked"]) + 2] == ["Ada", "1.30", "."]
    head = next(index for index, line in enumerate(lines) if line[:3] == ["Booked", "above", "capacity"])
    assert lines[head + 2] == ["Ada", "0.30", "."]
    told = "Ada: booked above capacity in Jan 2027, by 0.30 FTE (booked 1.30, capacity 1.00)"
    assert told in " ".join(done.split())


def test_figures_have_two_decimals_with_half_of_one_away_from_zero_and_files_no_digits_of_adding_up(
    tmp_path: Path,
) -> None:
    model = planned(tmp_path / "m")
    (model / "demand.csv").write_text("project,role,2027-01\nShop,backend,0.845\nShop,qa,0.1\nMail,qa,0.3\n")
    shown = run("demand", model, "--wide").stdout
    assert [line.split()[-1] for line in shown.splitlines()[2:6]] == ["Jan27", "0.85", "0.40", "1.25"]
    assert run("demand", model, "--out", tmp_path / "out").exit_code == 0
    kept = pd.read_csv(tmp_path / "out" / "demand.csv", dtype=str)
    assert sorted(kept["demand"]) == ["0.4", "0.845"]
    assert all(len(cell.partition(".")[2]) <= 6 for cell in kept["gap"])


def test_by_team_where_a_role_is_in_two_it_says_how_much_is_compared(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    people = "person,role,team\nAda,backend,Core\nBo,backend,Shop\nCy,qa,Core\n"
    (model / "people.csv").write_text(people)
    told = " ".join(run("demand", model, "--by", "team").stdout.split())
    assert "compared with capacity (0.50 of 4.00 FTE-months of demand are), which" in told


def test_a_team_that_is_not_short_may_hold_a_role_that_is(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    (model / "people.csv").write_text("person,role,team\nAda,backend,Core\nCy,qa,Core\nDi,qa,Core\n")
    line = "No team is short as a whole, but single roles are: --by role shows them."
    assert run("demand", model, "--by", "team").stdout.splitlines()[-1] == line
    (model / "people.csv").write_text("person,role,team\nAda,backend,Core\nBo,backend,Core\nCy,qa,Core\n")
    assert run("demand", model, "--by", "team").stdout.splitlines()[-1].startswith("Nobody is short")


def test_a_week_that_is_short_in_a_month_that_is_not_is_told(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    (model / "demand.csv").write_text(
        "project,role,2027-W01,2027-W02,2027-W03,2027-W04\nShop,backend,0.5,,,1.7\nShop,qa,,,,0.5\n"
    )
    told = run("demand", model).stdout
    assert "By month nobody is short, but in single weeks somebody is." in told.splitlines()
    line = "By week, backend is short by up to 0.70 FTE from 25 Jan 2027: --period W shows it."
    assert line in told.splitlines()
    assert "qa is short" not in told
    assert "--period W" not in run("demand", model, "--period", "W").stdout


def test_weeks_of_a_month_that_is_short_are_not_told_again(tmp_path: Path) -> None:
    model = planned(tmp_path / "m")
    (model / "demand.csv").write_text("project,role,2027-W01,2027-W02,2027-W03\nShop,backend,2,2,2\n")
    told = run("demand", model).stdout
    assert "backend: short in Jan 2027, by " in told
    assert "By week" not in told


@pytest.mark.parametrize("wide", [["--wide"], []])
def test_without_work_nothing_is_planned(tmp_path: Path, wide: list[str]) -> None:
    write(Portfolio("Agency", "2027-01-04", [], []), tmp_path / "m.json")
    assert (
        run("demand", tmp_path / "m.json", "--by", "project", *wide).stdout == "Agency: nothing is planned\n"
    )


def test_a_wrong_grouping_is_bad_input(tmp_path: Path) -> None:
    done = run("demand", planned(tmp_path / "m"), "--by", "rol")
    assert done.exit_code == 2
    assert "demand, by" in done.stderr


def test_forecast_prints_json_for_machines(model: Path) -> None:
    done = run("forecast", model, "--replications", 100, "--seed", 7, "--json")
    answers = json.loads(done.stdout)
    assert list(answers) == [
        "portfolio",
        "start",
        "horizon",
        "seed",
        "replications",
        "asked",
        "partial",
        "not_read",
        "left_out",
        "summary",
        "delivery",
        "milestones",
        "waiting",
    ]
    assert (answers["start"], answers["seed"], answers["partial"]) == ("2027-01-04", 7, False)
    assert [row["project"] for row in answers["delivery"]] == ["Shop", "Portal"]
    assert answers["delivery"][0]["deadline"] == "2027-04-30"
    assert [row["task"] for row in answers["milestones"]] == ["go live"]
    assert answers["milestones"][0]["deadline"] is None
    assert done.stderr == ""


def test_forecast_writes_its_tables_as_csv_and_names_nobody(model: Path, tmp_path: Path) -> None:
    done = run("forecast", model, "--replications", 50, "--seed", 7, "--out", tmp_path / "answers")
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "answers").iterdir()} == {
        "summary.csv", "delivery.csv", "milestones.csv", "task_delivery.csv", "finish.csv", "outcomes.csv",
        "utilization_by_role.csv", "utilization_by_team.csv", "waiting.csv",
    }  # fmt: skip
    assert len(pd.read_csv(tmp_path / "answers" / "finish.csv")) == 50
    assert "Ada" not in "".join(path.read_text() for path in (tmp_path / "answers").iterdir())


def test_answers_are_never_written_over_a_model(model: Path) -> None:
    done = run("forecast", model, "--out", model)
    assert (done.exit_code, done.stderr) == (
        2,
        f"{model}: holds a model; give another folder for the answers\n",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--replications", "0"],
            "replications: no number of replications (got 0); write a whole number of at least 1\n",
        ),
        (["--seed", "-1"], "seed: "),
        (["--seed", "x"], "Usage: "),
        (["--sed", "1"], "Usage: "),
    ],
)
def test_a_wrong_option_is_bad_input(model: Path, words: list[str], message: str) -> None:
    done = run("forecast", model, *words)
    assert done.exit_code == 2
    assert done.stderr.startswith(message)


def test_a_model_without_uncertainty_is_a_schedule_without_odds(tmp_path: Path) -> None:
    shop = Project("Shop", [Task("a", effort=3, skill="qa")], deadline="2027-01-05")
    write(Portfolio("Agency", "2027-01-04", [Person("Ada", "qa")], [shop]), tmp_path / "m.json")
    done = run("forecast", tmp_path / "m.json", "--seed", 1, "--replications", 10)
    assert "Project  Deadline    Finished    late" in done.stdout
    assert "Shop     5 Jan 2027  6 Jan 2027    +1" in done.stdout
    assert " ± " not in done.stdout


def test_a_run_cut_short_answers_with_what_was_done_and_exit_code_1(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, calls = Simulator.run, []

    def interrupted(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) > 6:
            raise KeyboardInterrupt
        return original(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Simulator, "run", interrupted)
    done = run("forecast", model, "--replications", 5000, "--seed", 7)
    assert done.exit_code == 1
    told = re.search(r"cut short after \d+ of 5,000 futures", " ".join(done.stdout.split()))
    assert told
    assert f"{told[0]}; the forecast rests on those" in done.stderr


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyboardInterrupt(), "stopped before there was an answer\n"),
        (SimulationError("no rest at tick 7"), "no rest at tick 7\n"),
        (ZeroDivisionError("oh"), "a mistake inside capsim, please report it: ZeroDivisionError: oh\n"),
    ],
)
def test_a_failed_run_is_told_in_a_sentence_with_exit_code_1(
    model: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, message: str
) -> None:
    def failing(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(Simulator, "run", failing)
    done = run("forecast", model)
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", message)


# ---------------------------------------------------------------- check


def test_check_says_what_is_there_and_what_could_be_better(model: Path) -> None:
    done = run("check", model)
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "My portfolio: 4 people, 2 projects, 8 tasks from 4 Jan 2027; nothing stops a run\nscore "
    )
    assert re.search(r"^\d+ warnings?, which can change the answer:$", done.stdout, re.MULTILINE)


def test_what_was_passed_over_is_told_below_what_is_wrong(broken: Path) -> None:
    (broken / "peple.csv").write_text("person,role\nZoe,qa\n")
    done = run("check", broken)
    assert (done.exit_code, done.stdout) == (2, "")
    problems, remarks = done.stderr.split("\n\n")
    assert problems.startswith("2 problems:\n  - tasks.csv, row 2, ")
    assert remarks == (
        "1 warning, which can change the answer:\n"
        "- peple.csv: no such sheet: passed over (got 'peple'); did you mean 'people'?\n"
    )


def test_every_answer_says_how_many_ranges_are_assumed(tmp_path: Path) -> None:
    shop = Project("Shop", [Task("a", effort=3, skill="qa")], deadline="2027-01-05")
    path = tmp_path / "m.json"
    write(Portfolio("Agency", "2027-01-04", [Person("Ada", "qa")], [shop], ranges="usual"), path)
    told = (
        "1 of 1 estimates have an assumed range (ranges: usual, −15 % to +40 %), 0 their own; "
        "to give your own, fill low and high"
    )
    shown = run("forecast", path, "--replications", 20, "--seed", 7, "--out", tmp_path / "out")
    assert told in " ".join(shown.stdout.split())
    assert pd.read_csv(tmp_path / "out" / "summary.csv")["assumption"].tolist() == [told]
    answers = json.loads(run("forecast", path, "--replications", 20, "--seed", 7, "--json").stdout)
    assert answers["summary"]["assumption"] == told


def test_a_minimum_is_a_gate_that_names_the_score_and_what_to_mend_first(tmp_path: Path) -> None:
    shop = Project("Shop", [Task("a", effort=3, skill="qa")], deadline="2027-01-05")
    write(Portfolio("Agency", "2027-01-04", [Person("Ada", "qa")], [shop]), tmp_path / "m.json")
    score = json.loads(run("check", tmp_path / "m.json", "--json").stdout)["score"]
    assert run("check", tmp_path / "m.json", "--minimum", score).exit_code == 0
    done = run("check", tmp_path / "m.json", "--minimum", score + 1)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"score {score} of 100, below the minimum of {score + 1}; mend first: (1) ")
    gate = json.loads(run("check", tmp_path / "m.json", "--minimum", score + 1, "--json").stdout)
    assert (gate["ok"], gate["score"]) == (False, score)


@pytest.mark.parametrize("minimum", ["101", "-1", "nan"])
def test_a_minimum_that_is_no_score_is_bad_input(model: Path, minimum: str) -> None:
    done = run("check", model, "--minimum", minimum)
    assert (done.exit_code, done.stderr[:16]) == (2, "check, minimum: ")


@pytest.mark.parametrize("command", [["check"], ["forecast"], ["trace"]])
def test_a_broken_model_is_told_in_full_with_exit_code_2(broken: Path, command: list[str]) -> None:
    done = run(*command, broken)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "2 problems:\n"
        "  - tasks.csv, row 2, column effort: not a number of days (got 'eight'); write a number such as 8\n"
        "  - tasks.csv, row 2, column role: a role that nobody has (got 'desing'); did you mean 'design'?\n"
    )


def test_check_prints_json_for_machines(broken: Path, tmp_path: Path) -> None:
    bad = json.loads(run("check", broken, "--json").stdout)
    assert bad["ok"] is False
    assert bad["score"] is None
    problem = bad["problems"][1]
    assert list(problem) == ["severity", "sheet", "row", "cell", "value", "problem", "fix", "text"]
    assert (problem["severity"], problem["value"], problem["fix"]) == (
        "error",
        "'desing'",
        "did you mean 'design'?",
    )
    assert problem["text"].endswith("a role that nobody has (got 'desing'); did you mean 'design'?")
    run("new", tmp_path / "good")
    good = json.loads(run("check", tmp_path / "good", "--json").stdout)
    assert (good["ok"], good["problems"], good["people"], good["tasks"]) == (True, [], 4, 8)


def test_a_path_to_nothing_is_bad_input(tmp_path: Path) -> None:
    done = run("check", tmp_path / "nowhere")
    assert (done.exit_code, done.stderr) == (
        2,
        f"{tmp_path}/nowhere: no such file or folder; check the path\n",
    )


@pytest.mark.parametrize(
    "words", [["--by", "project,role"], ["--by", "project, role"], ["--by", "project", "--by", "role"]]
)
def test_two_keys_may_stand_in_one_word_with_a_comma(model: Path, words: list[str]) -> None:
    done = run("demand", model, *words, "--wide", "--json")
    assert done.exit_code == 0
    assert {"project", "role"} <= json.loads(done.stdout)["demand"][0].keys()


def test_a_period_may_be_written_small(model: Path) -> None:
    small, large = run("demand", model, "--period", "w"), run("demand", model, "--period", "W")
    assert (small.exit_code, small.stdout) == (0, large.stdout)


def test_that_the_engine_is_compiled_is_said_once_where_there_is_no_bar(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "compiling the fast engine, once; less than a minute\n"
    assert told not in run("forecast", model, "--replications", "300").stderr
    monkeypatch.setattr("capsim.running.job.Simulator.is_compiling", property(lambda simulator: True))
    assert run("forecast", model, "--replications", "300").stderr.count(told) == 1
    assert run("forecast", model, "--replications", "300", "--json").stderr == told
    assert run("forecast", model, "--replications", "300", "--quiet").stderr == ""


@pytest.mark.parametrize("sheet", ["Mitarbeiter.csv", "Resources.CSV", "Bookings.csv"])
def test_answers_are_not_written_beside_the_sheets_of_a_model_whatever_they_are_called(
    model: Path, tmp_path: Path, sheet: str
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / sheet).write_text("Name,Rolle\nAda,qa\n")
    done = run("forecast", model, "--out", folder)
    assert (done.exit_code, done.stderr) == (
        2,
        f"{folder}: holds a model; give another folder for the answers\n",
    )
    assert [each.name for each in folder.iterdir()] == [sheet]


def test_a_folder_of_answers_takes_answers_again(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    for _ in range(2):
        for command in (("demand",), ("forecast", "--replications", "2", "--seed", "1")):
            assert run(*command, model, "--out", folder).exit_code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_without_permission_is_bad_input(model: Path) -> None:
    model.chmod(0)
    done = run("check", model)
    model.chmod(0o700)
    assert done.exit_code == 2
    assert "no permission; check who may read and write there" in done.stderr


# ---------------------------------------------------------------- new, convert, trace


def test_new_writes_a_model_that_forecasts_at_once(tmp_path: Path) -> None:
    for name in ("folder", "model.yaml"):
        assert run("new", tmp_path / name).exit_code == 0
        assert run("forecast", tmp_path / name, "--replications", 20).exit_code == 0


def test_new_never_overwrites(model: Path) -> None:
    done = run("new", model)
    assert (done.exit_code, done.stderr) == (
        2,
        f"{model}: a folder with something in it; choose a new or an empty folder\n",
    )


def test_convert_keeps_the_model(model: Path, tmp_path: Path) -> None:
    for name in ("m.yaml", "m.json", "folder"):
        assert run("convert", model, tmp_path / name).stdout == f"wrote {tmp_path / name}\n"
        assert read(tmp_path / name) == read(model)


@pytest.mark.parametrize("target", ["m.yaml", "m.json", "folder", "m.xlsx"])
def test_convert_replaces_a_model_only_if_told_to(model: Path, tmp_path: Path, target: str) -> None:
    path = tmp_path / target
    other = Portfolio("Other", "2027-01-04", [Person("Ada", "qa")])
    write(other, path)
    done = run("convert", model, path)
    fix = "choose another name, or give --overwrite to replace the model that is there"
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{path}: is there already; {fix}\n")
    assert read(path) == other
    assert run("convert", model, path, "--overwrite").exit_code == 0
    assert read(path) == read(model)


def test_convert_leaves_the_sheets_of_its_own_source_alone(model: Path) -> None:
    before = {path.name: path.read_bytes() for path in model.iterdir()}
    assert run("convert", model, model).exit_code == 2
    assert {path.name: path.read_bytes() for path in model.iterdir()} == before


def test_trace_tells_one_future_as_a_story(model: Path, tmp_path: Path) -> None:
    done = run("trace", model, "--seed", 7, "--replication", 3, "--out", tmp_path / "story")
    assert done.exit_code == 0
    assert done.stdout.startswith("My portfolio: replication 3 of seed 7\n\nMon 4 Jan 2027\n")
    assert "Shop/design starts with Cleo." in done.stdout
    assert {path.name for path in (tmp_path / "story").iterdir()} == {
        "events.csv",
        "schedule.csv",
        "seats.csv",
    }


# ---------------------------------------------------------------- the program


def program(*words: object) -> list[str]:
    return [sys.executable, "-m", "capsim", *map(str, words)]


def test_the_program_tells_its_version() -> None:
    done = subprocess.run(program("--version"), capture_output=True, text=True, check=True)
    assert done.stdout == f"capsim {__version__}\n"


def test_help_tells_the_exit_codes() -> None:
    words = " ".join(run("--help").stdout.split())
    assert "Exit codes: 0 done; 1 not finished (stopped, or the simulation failed); 2 bad input" in words


@pytest.mark.parametrize("command", ["forecast", "check"])
def test_help_lists_the_keys_of_json_a_line_each_in_80_columns(
    command: str, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = run(command, "--help").stdout
    assert "\\b" not in told
    assert "\b" not in told
    assert max(map(len, told.splitlines())) <= 80
    listed = told[told.index("  --json prints one object with the keys\n") :].split("\n\n")[0]
    first_words = [re.split(r"  +", line)[1] for line in listed.splitlines()[1:]]
    keys = ", ".join(first_words).split(", ")
    answers = json.loads(run(command, model, "--json").stdout)
    assert set(answers) == set(keys) - {"how many there are", "if it can be simulated"}


def test_a_reader_that_leaves_early_gets_no_traceback(model: Path) -> None:
    with subprocess.Popen(
        program("trace", model, "--seed", 7), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.close()
        told = child.stderr.read()
        code = child.wait()
    assert (code, told) == (1, b"")


def test_an_interrupt_gets_an_answer_or_a_sentence_and_no_traceback(model: Path) -> None:
    with subprocess.Popen(
        program("forecast", model, "--replications", 1_000_000),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        assert "a first answer" in child.stderr.readline()  # it is at work
        child.send_signal(signal.SIGINT)
        shown, told = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "cut short" in told or "stopped before there was an answer" in told
    assert "Traceback" not in told + shown


def test_an_interrupt_while_the_program_loads_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "capsim.cli.commands":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "capsim.cli.commands")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert capsys.readouterr().err == "stopped before there was an answer\n"


def test_a_long_name_gives_way_to_the_other_columns() -> None:
    row = {"Project": "x" * 200, "Deadline": "30 Sep 2027"}
    lines = table(["Project", "Deadline"], [row], 80).splitlines()
    assert max(map(len, lines)) == 80
    assert lines[2].endswith("x…  30 Sep 2027")


# ---------------------------------------------------------------- decisions


def test_decisions_are_told_in_sentences_without_the_calls_of_python(model: Path) -> None:
    name = read(model).projects[0].name
    done = run("promise", model, name, "--replications", 50, "--seed", 7)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{name}: what can be promised\n")
    assert "is kept in 80 % of the futures" in done.stdout
    assert "see promise." not in done.stdout


def test_a_share_on_the_command_line_is_written_as_in_files(model: Path) -> None:
    name = read(model).projects[0].name
    done = run("promise", model, name, "--confidence", "90 %", "--replications", 20, "--seed", 7)
    assert "is kept in 90 % of the futures" in done.stdout, done.stderr
    wrong = run("promise", model, name, "--confidence", "90")
    assert wrong.exit_code == 2
    assert "got '90'" in wrong.stderr


def test_what_if_and_stress_write_their_tables(model: Path, tmp_path: Path) -> None:
    for command, table_name in {"what-if": "levers", "stress": "shocks"}.items():
        folder = tmp_path / command
        done = run(command, model, "--replications", 20, "--seed", 7, "--out", folder, "--json")
        assert done.exit_code == 0, done.stderr
        told = json.loads(done.stdout)
        assert len(told[table_name]) == len(pd.read_csv(folder / f"{table_name}.csv"))


def test_the_model_as_chosen_is_written(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "chosen.yaml"
    done = run("optimize", model, "--maximize", "value", "--replications", 5, "--seed", 7, "--write", target)
    assert done.exit_code == 0, done.stderr
    assert [project.name for project in read(target).projects] == [
        project.name for project in read(model).projects
    ]


def test_a_goal_that_is_none_is_bad_input(model: Path) -> None:
    done = run("optimize", model, "--maximize", "profit")
    assert done.exit_code == 2
    assert "optimize, maximize: no goal (got 'profit'); known: 'npv', 'value', 'alignment'" in done.stderr


def test_a_leveled_plan_is_told_and_written(model: Path, tmp_path: Path) -> None:
    target, folder = tmp_path / "leveled.yaml", tmp_path / "tables"
    done = run("level", model, "--replications", 5, "--seed", 7, "--write", target, "--out", folder)
    assert done.exit_code == 0, done.stderr
    assert "leveled so that each start holds in 80 % of the futures" in done.stdout
    plan = pd.read_csv(folder / "plan.csv")
    assert plan["task"].tolist() == [task.name for project in read(target).projects for task in project.tasks]
    assert run("level", model, "--write", target).exit_code == 2
