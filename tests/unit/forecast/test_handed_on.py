"""Answers in files, and the book of forecasts."""

import csv
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError

BUILD = cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")
SHOP = cs.Project("=1+1", [BUILD], deadline="2027-01-15")
AGENCY = cs.Portfolio("Agency", "2027-01-04", [cs.Person("Ada", "backend", cost_per_day=600)], [SHOP])


def forecast_of(portfolio=AGENCY, **more):
    return cs.simulate(portfolio, replications=200, seed=7, progress=False, **more)


@pytest.fixture(scope="module")
def forecast():
    return forecast_of()


def test_csv_files_hold_the_answers_and_no_formula(forecast, tmp_path):
    folder = forecast.to_csv(tmp_path / "answers")
    names = [
        "delivery",
        "demand",
        "demand P50",
        "demand P80",
        "demand planned",
        "gaps",
        "overload",
        "summary",
    ]
    assert sorted(path.stem for path in folder.iterdir()) == names
    with (folder / "delivery.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["project"] == "'=1+1"
    assert float(row["probability"]) == forecast.delivery()["probability"][0]
    texts = [path.read_text(encoding="utf-8").splitlines() for path in folder.iterdir()]
    cells = [cell for lines in texts for line in csv.reader(lines) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_negative_numbers_stay_numbers(forecast, tmp_path):
    frame = pd.read_csv(forecast.to_csv(tmp_path) / "delivery.csv")
    assert frame["days_late"].tolist() == forecast.delivery()["days_late"].tolist()


def test_parquet_files_hold_the_answers_with_their_types(forecast, tmp_path):
    pytest.importorskip("pyarrow")
    folder = forecast.to_parquet(tmp_path)
    frame = pd.read_parquet(folder / "delivery.parquet")
    assert frame["project"].tolist() == ["=1+1"]
    assert frame["p80"].tolist() == forecast.delivery()["p80"].tolist()


def test_a_folder_that_is_a_file_is_told(forecast, tmp_path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="to_csv, folder: cannot be written"):
        forecast.to_csv(tmp_path / "taken")


def test_a_book_has_a_row_per_project_and_forecast(forecast, tmp_path):
    book = tmp_path / "forecasts.csv"
    forecast.log(book, date(2027, 1, 4))
    easier = replace(AGENCY, projects=(replace(SHOP, deadline="2027-01-29"),))
    forecast_of(easier).log(book, date(2027, 2, 1))
    trend = forecast.trend(book)
    assert trend["project"].tolist() == ["=1+1", "=1+1"]
    assert trend["logged"].dt.date.tolist() == [date(2027, 1, 4), date(2027, 2, 1)]
    assert trend["probability"][0] == pytest.approx(forecast.delivery()["probability"][0], abs=1e-6)
    assert trend["cost_p80"][0] == pytest.approx(forecast.cost()["p80"][0], abs=0.01)
    assert trend["probability_moved"][1] == pytest.approx(trend["probability"][1] - trend["probability"][0])
    assert trend["p80_moved_days"].tolist()[1] == 0.0
    assert trend["input_hash"].nunique() == 2


def test_a_book_tells_how_far_a_promise_moved(tmp_path):
    book = tmp_path / "forecasts.csv"
    first = forecast_of()
    later = forecast_of(replace(AGENCY, people=(replace(AGENCY.people[0], availability=0.5),)))
    for number, made in enumerate((first, later), start=1):
        made.log(book, date(2027, number, 1))
    moved = (later.delivery()["p80"] - first.delivery()["p80"]).dt.days
    assert first.trend(book)["p80_moved_days"].tolist()[1] == moved[0] > 0


def test_other_portfolios_in_the_book_are_left_out(forecast, tmp_path):
    book = tmp_path / "forecasts.csv"
    forecast_of(replace(AGENCY, name="Other")).log(book)
    forecast.log(book)
    assert len(forecast.trend(book)) == 1


def test_a_forecast_without_rates_or_runs_has_no_cost_in_the_book(tmp_path):
    free = replace(AGENCY, people=(cs.Person("Ada", "backend"),))
    made = forecast_of(free)
    made.log(tmp_path / "a.csv")
    assert made.trend(tmp_path / "a.csv")["cost_p80"].isna().all()


def test_another_file_is_not_written_to(forecast, tmp_path):
    other = tmp_path / "people.csv"
    other.write_text("name,role\nAda,backend\n", encoding="utf-8")
    with pytest.raises(InputError, match="no book of forecasts"):
        forecast.log(other)
    assert other.read_text(encoding="utf-8") == "name,role\nAda,backend\n"


def test_a_project_that_is_not_in_the_book_is_told_with_what_is_near(forecast, tmp_path):
    forecast.log(tmp_path / "book.csv")
    with pytest.raises(InputError, match=r"trend, project: no such project in the book \(got '=1\+2'\)"):
        forecast.trend(tmp_path / "book.csv", "=1+2")
    with pytest.raises(InputError, match=r"no such file .* begin it with forecast\.log"):
        forecast.trend(tmp_path / "none.csv")
