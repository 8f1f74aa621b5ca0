"""A portfolio that says nothing of its start."""

from datetime import date

import pytest

import capsim as cs
from capsim.errors import AssumptionWarning

PEOPLE = "person,role\nAda,qa\n"
TASKS = "project,task,role,effort\nShop,test,qa,3\n"


def test_two_sheets_are_enough_the_portfolio_starts_today_and_says_so(tmp_path):
    folder = tmp_path / "agency"
    folder.mkdir()
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "tasks.csv").write_text(TASKS)
    with pytest.warns(AssumptionWarning) as told:
        portfolio = cs.read(folder)
    assert told[0].filename == __file__  # the line that reads, not one of capsim
    assert portfolio.start in (date.today(), date.fromordinal(date.today().toordinal() - 1))
    assert str(told[0].message) == (
        f"agency: no start date, so it starts today, {portfolio.start}; to choose the day write the lines "
        "setting,value and start,2027-01-04 into settings.csv"
    )


@pytest.mark.filterwarnings("error")
def test_a_check_of_files_says_in_its_frame_what_was_assumed_and_warns_of_nothing(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "tasks.csv").write_text(TASKS)
    found = cs.check(tmp_path)
    assert found["problem"].str.contains("no start date, so it starts today").sum() == 1


def test_a_document_without_a_start_starts_today_too(tmp_path):
    file = tmp_path / "model.yaml"
    file.write_text("people: [{name: Ada, skills: qa}]\nprojects: []\n")
    with pytest.warns(AssumptionWarning, match=r"to choose the day write start: 2027-01-04$"):
        portfolio = cs.read(file)
    assert portfolio.start in (date.today(), date.fromordinal(date.today().toordinal() - 1))


@pytest.mark.filterwarnings("error")
def test_nothing_is_said_of_the_start_of_a_folder_that_is_no_model(tmp_path):
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(cs.errors.InputError, match=r"no people\.csv"):
        cs.read(tmp_path)


def test_a_start_that_is_no_date_is_an_error_not_today(tmp_path):
    file = tmp_path / "model.yaml"
    file.write_text("start: tomorrow\npeople: [{name: Ada, skills: qa}]\n")
    with pytest.raises(cs.errors.InputError, match=r"start: not a date \(got 'tomorrow'\)"):
        cs.read(file)
