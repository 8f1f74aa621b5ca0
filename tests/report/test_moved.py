"""What the report tells of an earlier forecast: promises that moved, and what of the model has changed."""

from dataclasses import replace
from datetime import date

import pytest

import capsim as cs
from capsim.errors import InputError
from capsim.report import Audience, html_of, named, numbered
from capsim.report.moved import moved
from tests.commands import run
from tests.report.browser import Elements, show
from tests.report.hostile import NAMES

CHANGES = Audience("Changes", (moved,))


def portfolio(days=8.0, people=("Ada", "Ben"), only="Ada"):
    projects = [
        cs.Project(name, [cs.Task("build", effort=days, skill="backend", only=[only])], deadline="2027-03-01")
        for name in ("Shop", "Portal")
    ]
    team = [cs.Person(name, "backend") for name in people]
    return cs.Portfolio("Agency", "2027-01-04", team, projects)


def simulated(model):
    return cs.simulate(model, replications=20, seed=1, progress=False)


@pytest.fixture(scope="module")
def before():
    return simulated(portfolio())


@pytest.fixture(scope="module")
def later():
    return simulated(portfolio(days=20, people=("Ada", "Cyn")))


@pytest.fixture
def book(before, later, tmp_path):
    path = tmp_path / "forecasts.csv"
    before.log(path, date(2027, 1, 4))
    later.log(path, date(2027, 2, 1))
    return path


def test_a_report_without_an_earlier_one_says_nothing_of_change(later):
    assert "What has changed" not in html_of(later, CHANGES)


def test_an_earlier_forecast_tells_what_moved_and_what_of_the_model_changed(before, later):
    """Ada does 8 + 8, then 20 + 20 days: Shop moves from 13 to 29 Jan, Portal from 25 Jan to 26 Feb."""
    content = html_of(later, CHANGES, since=before)
    assert "Portal: 4 in 5 (P80) by 26 Feb 2027, 32 days later than before" in content
    assert "Shop: 4 in 5 (P80) by 29 Jan 2027, 16 days later than before" in content
    assert "The model has changed in 3 places: 2 in projects and 1 in roles." in content
    assert "task &#39;build&#39;" in content
    assert "1 new, 1 gone" in content


def test_an_earlier_model_tells_what_of_the_model_changed_and_no_moves(before, later):
    content = html_of(later, CHANGES, since=before.portfolio)
    assert "The model has changed in 3 places" in content
    assert "later than before" not in content
    assert "The model is the same as before." in html_of(later, CHANGES, since=later.portfolio)


def test_a_book_tells_how_promises_moved_since_its_last_entry(later, book):
    content = html_of(later, CHANGES, log=book)
    assert "Portal: 4 in 5 (P80) by 26 Feb 2027, 32 days later than on 4 Jan 2027" in content
    assert "by how many days its P80 has moved" in content  # the picture
    assert "The model" not in content


def test_a_book_without_this_forecast_says_so(before, later, tmp_path):
    path = tmp_path / "forecasts.csv"
    before.log(path, date(2027, 1, 4))
    assert "This forecast is not in the book of forecasts yet." in html_of(later, CHANGES, log=path)
    assert "This is the first entry in the book" in html_of(before, CHANGES, log=path)


def test_names_of_people_are_left_out_of_changes_unless_asked_for(before, later):
    booked = simulated(portfolio(days=20, people=("Ada", "Cyn"), only="Cyn"))
    silent = html_of(booked, CHANGES, since=before)
    assert not [name for name in ("Ada", "Ben", "Cyn") if name in silent]
    assert "backend 2" in silent  # whom the task is for now
    assert not [
        name
        for name in ("Ada", "Ben", "Cyn")
        if name in html_of(booked, CHANGES, people=numbered, since=before)
    ]
    assert "Person &#39;Ben&#39;" in html_of(booked, CHANGES, people=named, since=before)


def test_a_sponsor_sees_changes_of_their_project_only(before, later):
    content = html_of(later, Audience("For Shop", (moved,), ("Shop",)), since=before)
    assert "Shop" in content
    assert "Portal" not in content


@pytest.mark.parametrize("since", ["last.xlsx", 7])
def test_what_is_no_earlier_forecast_is_told(later, since):
    with pytest.raises(InputError, match="neither a forecast nor a portfolio"):
        html_of(later, CHANGES, since=since)


def test_a_book_of_other_portfolios_is_told(later, book):
    other = simulated(replace(later.portfolio, name="Elsewhere"))
    with pytest.raises(InputError, match="no entry of the portfolio 'Elsewhere'"):
        html_of(other, CHANGES, log=book)


def test_the_command_line_compares_with_an_earlier_model_and_a_book(before, later, tmp_path):
    for name, made in (("old.yaml", before), ("new.yaml", later)):
        cs.write(made.portfolio, tmp_path / name)
    book, target = tmp_path / "book.csv", tmp_path / "report.html"
    options = ("--replications", "20", "--seed", "1", "--log", book)
    assert run("forecast", tmp_path / "old.yaml", *options).exit_code == 0
    done = run(
        "forecast", tmp_path / "new.yaml", *options, "--report", target, "--since", tmp_path / "old.yaml"
    )
    assert done.exit_code == 0
    content = target.read_text(encoding="utf-8")
    assert "The model has changed in 3 places" in content
    assert "32 days later" in content
    refused = run("forecast", tmp_path / "new.yaml", "--since", tmp_path / "old.yaml")
    assert refused.exit_code == 2
    assert "--report report.html" in refused.output


def test_hostile_names_that_came_and_went_do_nothing(tmp_path):
    def model(names, days):
        projects = [cs.Project(name, [cs.Task(name, effort=days, skill="qa")], client=name) for name in names]
        return cs.Portfolio(NAMES[1], "2027-01-04", [cs.Person(name, "qa") for name in names], projects)

    names = [name for name in NAMES if name.isascii()]  # what the fonts at hand can draw
    before, after = (simulated(model(*given)) for given in ((names[:60], 1), (names[30:], 2)))
    book, path = tmp_path / "book.csv", tmp_path / "report.html"
    before.log(book, date(2027, 1, 4))
    after.log(book, date(2027, 2, 1))
    after.report(path, CHANGES, named, since=before, log=book)
    seen = show(path, tmp_path)
    elements = Elements(seen.dom)
    assert "What has changed" in seen.dom
    assert seen.said == seen.asked == []
    assert not {tag for tag, _ in elements.found} & {"iframe", "object", "form", "base", "svg"}
    assert not [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
    assert "<title>&lt;/script&gt;" in seen.dom
