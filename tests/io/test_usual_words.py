# ruff: noqa: E501
"""Words and habits of people who keep sheets: taken where they are clear, else told with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

import capsim as cs
from capsim.errors import ModelError, Problem

GOOD = {
    "settings": "setting,value\nstart,2027-01-04\n",
    "people": "person,role,fte\nAda,backend,1\nBen,qa,1\n",
    "tasks": "project,task,role,effort\nShop,build,backend,5\nShop,check,qa,2\n",
}


def told(tmp_path: Path, **sheets: str) -> list[Problem]:
    """All that is wrong with a folder, or else all that is remarked."""
    for name, text in (GOOD | sheets).items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    try:
        origin = cs.read(tmp_path).origin
    except ModelError as error:
        return list(error.found)
    assert origin is not None
    return list(origin.remarks)


def errors(tmp_path: Path, **sheets: str) -> list[str]:
    found = told(tmp_path, **sheets)
    assert {each.severity for each in found} == {"error"}
    return [str(each) for each in found]


@pytest.mark.parametrize("hours", ["40", "38.5", "35"])
def test_hours_a_week_where_a_share_belongs_are_asked_about(tmp_path: Path, hours: str) -> None:
    assert errors(tmp_path, people=f"person,role,fte\nAda,backend,{hours}\nBen,qa,1\n") == [
        f"people.csv, row 2, column fte: out of range (got '{hours}'); write {float(hours) / 100:g} if {hours} % was "
        "meant; of hours a week, write the share of a full week, such as 1 or 0.8"
    ]


def test_a_role_that_is_only_somewhat_alike_is_shown_beside_the_row_to_add(tmp_path: Path) -> None:
    people = "person,role\nAda,dev\nBen,qa\n"
    tasks = "project,task,role,effort\nShop,build,devops,5\n"
    assert errors(tmp_path, people=people, tasks=tasks) == [
        "tasks.csv, row 2, column role: a role that nobody has (got 'devops'); did you mean 'dev'? If not, "
        "add somebody for 5 days of work in 'Shop', e.g. a row to people: TBH 1, devops, from 2027-01-04"
    ]
    (slip,) = errors(tmp_path, tasks=tasks.replace("devops", "backnd"))
    assert slip.endswith("(got 'backnd'); did you mean 'backend'?")


@pytest.mark.parametrize(
    ("word", "status"),
    [("In progress", "running"), ("active", "running"), ("Ongoing", "running"), ("open", "running"), ("Green", "running"),
     ("amber", "running"), ("RED", "running"), ("Completed", "done"), ("closed", "done"), ("finished", "done"),
     ("paused", "on hold"), ("stopped", "on hold"), ("Hold", "on hold"), ("canceled", "cancelled"), ("idea", "proposed"),
     ("Pipeline", "proposed"), ("tentative", "proposed"), ("requested", "proposed")],
)  # fmt: skip
def test_a_status_in_usual_words_is_taken_and_said(tmp_path: Path, word: str, status: str) -> None:
    tasks = GOOD["tasks"] + "App,build,backend,5\n"
    found = told(tmp_path, projects=f"project,status\nShop,planned\nApp,{word}\n", tasks=tasks)
    assert [str(each) for each in found] == [
        f"projects.csv, row 3, column status: taken for {status} (got '{word}')"
    ]
    assert cs.read(tmp_path).project("App").status == status


def test_another_status_stays_an_error(tmp_path: Path) -> None:
    (problem,) = errors(tmp_path, projects="project,status\nShop,purple\n")
    assert problem.startswith("projects.csv, row 2, column status: not known (got 'purple')")


@pytest.mark.parametrize("mark", ['""""', "''", "do.", "ditto"])
def test_a_ditto_mark_is_told_with_what_to_write(tmp_path: Path, mark: str) -> None:
    shown = '"' if mark == '""""' else mark
    tasks = f"project,task,role,effort\nShop,build,backend,5\n{mark},check,{mark},2\n"
    assert errors(tmp_path, tasks=tasks) == [
        f"tasks.csv, row 3, column {column}: a ditto mark where a name belongs (got {shown!r}); write the {column}"
        for column in ("project", "role")
    ]


def test_a_long_table_without_its_amounts_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"Shop,backend,2027-{month:02},{{}}1\n" for month in range(1, 9))
    assert errors(tmp_path, demand="project,role,month,Planned\n" + rows.format(*[""] * 8)) == [
        "demand.csv, header, cell 4: no such column (got 'Planned'); did you mean 'fte', 'effort' or 'hours'?"
    ]
    assert errors(tmp_path, demand="project,role,month,Efort\n" + rows.format(*[""] * 8)) == [
        "demand.csv, header, cell 4: no such column (got 'Efort'); did you mean 'effort'?"
    ]
    words = rows.format(*["about "] * 8)
    assert errors(tmp_path, demand="project,role,month,Words\n" + words) == [
        "demand.csv: no column has the amounts; add the column fte, effort (in days) or hours"
    ]


@pytest.mark.parametrize("word", ["TBD", "N.N.", "NN", "N/A", "unknown", "Vacant", "open"])
def test_somebody_still_to_be_found_who_counts_from_the_start_is_told(tmp_path: Path, word: str) -> None:
    people = f"person,role,from\nAda,backend,\nBen,qa,\n{word},qa,"
    (remark,) = told(tmp_path, people=f"{people}\n")
    assert (remark.severity, str(remark)) == (
        "warning",
        f"people.csv, row 4, column person: counts as a person from the start (got '{word}'); "
        "leave the name empty for a vacancy, with a date in from",
    )
    assert told(tmp_path, people=f"{people}2027-03-01\n") == []


def test_leave_of_a_name_that_is_a_person_and_a_team_is_told(tmp_path: Path) -> None:
    people = "person,role,team\nAda,backend,Ben\nBen,qa,\n"
    (remark,) = told(tmp_path, people=people, leave="person,from\nBen,2027-02-01\n")
    assert str(remark) == (
        "leave.csv, row 2, column person: a person and a team: taken for the person (got 'Ben'); "
        "write a team into the column team"
    )


def test_a_person_in_two_rows_that_follow_each_other_is_told_how_to_write_one(tmp_path: Path) -> None:
    people = "person,role,from,to\nAda,backend,,2027-03-31\nAda,qa,2027-04-01,\n"
    (problem,) = errors(tmp_path, people=people)
    assert problem == (
        "people.csv, row 3, column person: name given twice (got 'Ada'); names are unique, and this one is in "
        "people.csv, row 2, column person: one row a person, from the first day to the last; a second role goes into "
        "skills, a time with fewer hours into leave with its share"
    )


def test_a_second_table_below_is_told_and_not_read(tmp_path: Path) -> None:
    demand = (
        "project,role,2027-01,2027-02\nShop,backend,1,1\nproject,role,2027-03,2027-04\nShop,backend,1,1\n"
    )
    assert errors(tmp_path, demand=demand) == [
        "demand.csv, row 3: the header of another table (got 'project, role, 2027-03, 2027-04'); "
        "put that table into a sheet of its own"
    ]


@pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning")
def test_a_month_goes_before_days_in_the_same_row_and_it_is_said(tmp_path: Path) -> None:
    demand = "project,role,month,from,to,fte\nShop,backend,2027-02,2027-03-01,2027-03-31,1\n"
    (remark,) = told(tmp_path, demand=demand, tasks=GOOD["tasks"].replace("Shop", "App"))
    assert (remark.severity, str(remark)) == (
        "warning",
        "demand.csv, row 2, column from: passed over: the column month says when (got '2027-03-01'); keep one of them",
    )
