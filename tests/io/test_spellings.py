# ruff: noqa: E501
"""A name in another case, with other spaces or with accents in pieces is the same name, in every form."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import capsim as cs
from capsim.domain.portfolio import Portfolio
from capsim.domain.values import name
from capsim.errors import InputError
from capsim.io import read
from capsim.io.compact import compact
from capsim.io.csvfiles import csv_text
from capsim.io.document import document_of
from capsim.io.flat import cell_text, sheets_of
from capsim.io.jsonfile import json_text
from capsim.io.slips import key_of
from capsim.io.workbookout import workbook_bytes
from capsim.io.yamlfile import yaml_text
from tests.io.portfolios import portfolios

pytestmark = [
    pytest.mark.filterwarnings("ignore::capsim.errors.AssumptionWarning"),
    pytest.mark.filterwarnings("ignore::capsim.errors.UnreadWarning"),
]

BEGIN = "start: 2027-01-04\npeople: [{name: Ada, role: backend, skills: [data]}, {name: Ben, role: qa}]\n"
TASKS = "projects: [{name: Shop, tasks: [{name: Plan, days: 1}, {name: Build, %s}]}]\n"
SPELL = "spell it the same everywhere, or give one of them another name"


def yaml_model(folder: Path, text: str) -> Portfolio:
    path = folder / "model.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        yaml_model(folder, text)
    return [str(problem) for problem in caught.value.found]


def remarks(made: Portfolio) -> list[str]:
    assert made.origin is not None
    return [f"{each.severity}: {each}" for each in made.origin.remarks]


# ---------------------------------------------------------------- each place of a name in a nested file

BUILD: list[tuple[str, str, str, str, str]] = [
    ("a role", "effort: 1, role: Backend", "line 3, role", "Backend", "backend"),
    ("one of several roles", 'effort: 1, role: "qa, or DATA at 0.5"', "line 3, role", "DATA", "data"),
    ("one of a list of roles", "effort: 1, role: [qa, DATA at 0.5]", "line 3", "DATA", "data"),
    ("one of roles in fields", "effort: 1, role: [{skill: QA, factor: 0.5}]", "line 3, skill", "QA", "qa"),
    ("the role of a need", "needs: [{role: QA, effort: 1}]", "line 3, role", "QA", "qa"),
    ("a link", "days: 1, after: PLAN", "line 3, after", "PLAN", "Plan"),
    ("a link in a list", "days: 1, after: [plan SS+1]", "line 3", "plan", "Plan"),
    ("a link with its project", "days: 1, after: shop/plan", "line 3, after", "shop/plan", "Shop/Plan"),
    ("a link in fields", "days: 1, after: [{task: plan, kind: SS}]", "line 3, task", "plan", "Plan"),
    (
        "the project of a link",
        "days: 1, after: {task: Plan, project: SHOP}",
        "line 3, project",
        "SHOP",
        "Shop",
    ),
]


@pytest.mark.parametrize(
    ("task", "place", "other", "first"), [each[1:] for each in BUILD], ids=[e[0] for e in BUILD]
)
def test_another_spelling_in_a_task_is_taken_for_the_first_and_said(
    tmp_path: Path, task: str, place: str, other: str, first: str
) -> None:
    made = yaml_model(tmp_path, BEGIN + TASKS % task)
    good = yaml_model(tmp_path, BEGIN + (TASKS % task).replace(other, first))
    assert made == good
    assert remarks(made) == [f"info: model.yaml, {place}: {other!r} is taken for {first!r}; {SPELL}"]
    assert remarks(good) == []


@pytest.mark.parametrize(
    ("line", "place", "other", "first"),
    [
        ("bookings: [{person: ADA, project: Shop, from: 2027-01-04, to: 2027-01-08}]", "person", "ADA", "Ada"),
        ("bookings: {person: Ada, project: shop, from: 2027-01-04, to: 2027-01-08}", "project", "shop", "Shop"),
        ("groups: [{name: g, members: shop/plan; Shop/Build, correlation: 0.5}]", "members", "shop/plan", "Shop/Plan"),
        ("drivers: [{name: d, factor: 1, scope: {projects: SHOP}}]", "projects", "SHOP", "Shop"),
        ("drivers: [{name: d, factor: 1, scope: {skills: Data}}]", "skills", "Data", "data"),
        ("drivers: [{name: d, factor: 1, scope: {tasks: Shop/plan}}]", "tasks", "Shop/plan", "Shop/Plan"),
        ("ranges: {by_skill: {QA: 0.9 to 1.2}}", "QA", "QA", "qa"),
    ],
)  # fmt: skip
def test_another_spelling_elsewhere_is_taken_for_the_first_and_said(
    tmp_path: Path, line: str, place: str, other: str, first: str
) -> None:
    text = BEGIN + TASKS % "effort: 1, role: backend"
    made = yaml_model(tmp_path, text + line)
    assert made == yaml_model(tmp_path, text + line.replace(other, first))
    assert remarks(made) == [f"info: model.yaml, line 4, {place}: {other!r} is taken for {first!r}; {SPELL}"]


@pytest.mark.parametrize(
    "skills", ["DATA at 0.8", "[DATA at 0.8]", "{DATA: 0.8}", "[{skill: DATA, speed: 0.8}]"]
)
def test_a_skill_that_is_held_has_the_spelling_of_the_role(tmp_path: Path, skills: str) -> None:
    people = (
        f"start: 2027-01-04\npeople: [{{name: Eve, role: qa, skills: {skills}}}, {{name: Ada, role: data}}]\n"
    )
    made = yaml_model(tmp_path, people + TASKS % "effort: 1, role: data")
    assert [(skill.name, skill.proficiency) for skill in made.people[0].skills] == [("qa", 1), ("data", 0.8)]
    assert len(remarks(made)) == 1


def test_two_skills_of_a_mapping_that_are_one_are_refused(tmp_path: Path) -> None:
    people = "start: 2027-01-04\npeople: [{name: Eve, skills: {data: 1, DATA: 0.8}}]\n"
    (line,) = told(tmp_path, people + TASKS % "effort: 1, role: data")
    assert "differs from 'data' only in upper and lower case" in line


def test_a_nominal_speed_beside_a_grade_stays_in_another_spelling(tmp_path: Path) -> None:
    people = (
        "start: 2027-01-04\nlevels: {3: 1.4}\n"
        "people: [{name: Ada, role: data}, {name: Eve, role: qa, skills: DATA level 3 at 1}]\n"
    )
    made = yaml_model(tmp_path, people + TASKS % "effort: 1, role: data")
    assert made.people[1].skills[1].proficiency == 1


def test_accents_in_pieces_and_spaces_around_are_the_same_name_and_nothing_is_said(tmp_path: Path) -> None:
    pieces = unicodedata.normalize("NFD", " Zoé  Ü ")
    text = "start: 2027-01-04\npeople: [{name: Zoé Ü, role: qa}]\nprojects: [{name: Shop}]\n"
    booking = f'bookings: [{{person: "{pieces}", project: Shop, from: 2027-01-04, to: 2027-01-08}}]\n'
    made = yaml_model(tmp_path, text + booking)
    assert made.bookings[0].person == "Zoé Ü"
    assert remarks(made) == []


@pytest.mark.parametrize("calendar", ["Four Days", "FOUR days"])
def test_the_calendar_of_a_portfolio_and_of_people_is_found_in_another_case(calendar: str) -> None:
    sheets = {
        "people": {"person": ["Ada"], "role": ["qa"], "calendar": [calendar.upper()]},
        "calendars": {"calendar": ["Four Days"], "pattern": ["mon-thu"]},
        "settings": {"setting": ["start", "calendar"], "value": ["2027-01-04", calendar]},
        "tasks": {"project": ["Shop"], "task": ["a"], "days": [1]},
    }
    made = read({name: pd.DataFrame(columns) for name, columns in sheets.items()})
    assert (made.calendar.name, made.people[0].calendar) == ("Four Days", "Four Days")


def test_the_calendar_of_a_nested_file_is_found_in_another_case(tmp_path: Path) -> None:
    text = (
        "start: 2027-01-04\ncalendar: four days\ncalendars: [{name: Four Days, pattern: mon-thu}]\n"
        "people: [{name: Ada, role: qa, calendar: FOUR DAYS}]\nprojects: [{name: Shop, tasks: [{name: a, days: 1}]}]\n"
    )
    made = yaml_model(tmp_path, text)
    assert (made.calendar.name, made.people[0].calendar) == ("Four Days", "Four Days")
    assert len(remarks(made)) == 2


# ---------------------------------------------------------------- two of one name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "people: [{name: Ada, role: qa}, {name: ADA, role: qa}]\nprojects: [{name: Shop}]\n",
            "model.yaml, line 2, name: name given twice (got 'ADA'); names are unique, and this one is in "
            "model.yaml, line 2, name as 'Ada'",
        ),
        (
            "people: [{name: Ada, role: qa}]\nprojects:\n- name: Shop\n- name: SHOP\n",
            "model.yaml, line 5, name: name given twice (got 'SHOP'); names are unique, and this one is in "
            "model.yaml, line 4, name as 'Shop'",
        ),
        (
            "people: [{name: Ada, role: qa}]\nprojects:\n- name: Shop\n  tasks:\n  - {task: a, days: 1}\n"
            "  - {task: A, days: 1}\n",
            "model.yaml, line 7, task: name given twice (got 'A'); names are unique, and this one is in "
            "model.yaml, line 6, task as 'a'",
        ),
    ],
    ids=["people", "projects", "tasks"],
)
def test_two_entries_of_one_list_that_differ_in_case_are_one_name_twice(
    tmp_path: Path, text: str, line: str
) -> None:
    assert told(tmp_path, "start: 2027-01-04\n" + text) == [line]


# ---------------------------------------------------------------- projects that only bookings name

BOOKED = "bookings: [{person: Ada, project: Portal, from: 2027-01-04, to: 2027-03-31, share: 0.5}]\n"


def test_a_project_that_only_bookings_name_is_made_as_from_sheets(tmp_path: Path) -> None:
    text = "start: 2027-01-04\npeople: [{name: Ada, role: backend}]\n"
    people = pd.DataFrame({"person": ["Ada"], "role": ["backend"]})
    booking = {"person": "Ada", "project": "Portal", "from": "2027-01-04", "to": "2027-03-31", "share": 0.5}
    start = pd.DataFrame({"setting": ["start", "name"], "value": ["2027-01-04", "model"]})
    frames = {"people": people, "bookings": pd.DataFrame([booking]), "settings": start}
    made = yaml_model(tmp_path, text + BOOKED)
    assert made == cs.read(frames)
    assert remarks(made) == remarks(cs.read(frames)) == []
    listed = yaml_model(tmp_path, text + "projects: [{name: Shop}]\n" + BOOKED)
    assert [project.name for project in listed.projects] == ["Shop", "Portal"]
    assert remarks(listed) == [
        "warning: model.yaml, line 4, project: not in the list projects: made without deadline and priority "
        "(got 'Portal'); add it to the list projects"
    ]


def test_a_project_is_not_made_of_a_slip_of_the_pen_nor_beside_one_without_a_name(tmp_path: Path) -> None:
    text = "start: 2027-01-04\npeople: [{name: Ada, role: backend}]\n"
    (line,) = told(tmp_path, text + "projects: [{name: Portall}]\n" + BOOKED)
    assert line == "model.yaml, line 4, project: no such project (got 'Portal'); did you mean 'Portall'?"
    lines = told(tmp_path, text + "projects: [{nmae: Portal}]\n" + BOOKED)
    assert lines[0].startswith(
        "model.yaml, line 3, nmae: not known in a project (got 'nmae'); did you mean 'name'?"
    )


def test_mentors_and_projects_that_others_require_may_be_spelled_in_another_case(tmp_path: Path) -> None:
    people = "  - {name: Ada, role: qa, mentor: %s}\n  - {name: Bob, role: qa}\n"
    text = "start: 2027-01-04\npeople:\n" + people + "projects:\n  - {name: Shop}\n"
    text += "  - {name: Portal, requires: [%s]}\n  - {name: Other, excludes: [%s]}\n"
    given = yaml_model(tmp_path, text % ("BOB", "shop", "PORTAL") + BOOKED)
    assert given == yaml_model(tmp_path, text % ("Bob", "Shop", "Portal") + BOOKED)
    sheets = {
        "people": pd.DataFrame({"person": ["Ada", "Bob"], "role": ["qa", "qa"], "mentor": ["BOB", None]}),
        "projects": pd.DataFrame({"project": ["Shop", "Portal"], "requires": [None, "shop"]}),
        "tasks": pd.DataFrame({"project": ["Shop", "Shop"], "task": ["Make", "Buy"], "days": [1, 2]}),
        "branches": pd.DataFrame(
            {
                "project": ["shop", "shop"], "branch": ["b", "b"], "way": ["m", "n"],
                "probability": [0.5, 0.5], "tasks": ["make", "BUY"],
            }
        ),
        "settings": pd.DataFrame({"setting": ["start"], "value": ["2027-01-04"]}),
    }  # fmt: skip
    made = cs.read(sheets)
    assert made.people[0].onboarding.mentor == "Bob"
    assert made.projects[1].requires == ("Shop",)
    assert [way.tasks for way in made.projects[0].branches[0].ways] == [("Make",), ("Buy",)]


# ---------------------------------------------------------------- any portfolio, respelled at random


def spelled_anew(draw: Callable[[Any], Any], word: str) -> str:
    """The same name in another spelling that means the same."""
    ways = (str.upper, str.lower, str.swapcase, str.title, lambda text: f"  {text} ", _in_pieces)
    return draw(st.sampled_from([other for way in ways if _is_another(other := way(word), word)] or [word]))


def _is_another(other: str, word: str) -> bool:
    try:
        return other != word and key_of(name(other)) == key_of(name(word))
    except InputError:
        return False


def _in_pieces(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def respelled(draw: Callable[[Any], Any], document: dict[str, Any]) -> dict[str, Any]:
    """A document in which what refers to a name spells it in another way; definitions stay."""
    made: dict[str, Any] = json.loads(json.dumps(document))

    def put(entry: dict[str, Any], *keys: str) -> None:
        for key in keys:
            if key in entry:
                entry[key] = spelled_anew(draw, entry[key])

    for person in made.get("people", []):
        put(person, "calendar", "mentor")
    for booking in made.get("bookings", []):
        put(booking, "person", "project")
    for project in made.get("projects", []):
        for key in sorted(project.keys() & {"requires", "excludes"}):
            project[key] = [spelled_anew(draw, each) for each in project[key]]
        for row in project.get("demand", []):
            put(row, "role")
        for task in project.get("tasks", []):
            for link in task.get("after", []):
                put(link, "task", "project")
            for choice in (each for need in task.get("needs", []) for each in need["skills"]):
                put(choice, "skill")
    for scoped in (*made.get("drivers", []), *made.get("risks", [])):
        scope = scoped.get("scope", {})
        for key in sorted(scope.keys() & {"skills", "projects", "tasks"}):
            scope[key] = [spelled_anew(draw, each) for each in scope[key]]
        for key in sorted(scoped.keys() & {"away", "leaves"}):
            scoped[key] = [spelled_anew(draw, each) for each in scoped[key]]
    for freeze in made.get("freezes", []):
        if "projects" in freeze:
            freeze["projects"] = [spelled_anew(draw, each) for each in freeze["projects"]]
    for group in made.get("groups", []):
        group["members"] = [spelled_anew(draw, each) for each in group["members"]]
    return made


def read_as(form: str, document: dict[str, Any], folder: Path) -> Portfolio:
    """A document, written in a form and read again."""
    path = folder / form
    if form == "model.json":
        path.write_text(json_text(document), encoding="utf-8")
    elif form == "model.yaml":
        path.write_text(yaml_text(compact(document)), encoding="utf-8")
    elif form == "model.xlsx":
        path.write_bytes(workbook_bytes(sheets_of(document)))
    elif form == "frames":
        return read(
            {key: pd.DataFrame(rows, columns=list(head)) for key, (head, rows) in sheets_of(document).items()}
        )
    else:
        path.mkdir()
        for sheet, (head, rows) in sheets_of(document).items():
            text = csv_text(head, [[*map(cell_text, cells)] for cells in rows])
            (path / f"{sheet}.csv").write_text(text, encoding="utf-8", newline="")
    return read(path)


@pytest.mark.parametrize("form", ["model", "model.xlsx", "model.yaml", "model.json", "frames"])
def test_a_portfolio_with_names_respelled_reads_the_same_from_every_form(form: str) -> None:
    changed = [0]

    @settings(
        max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        derandomize=True,
    )  # fmt: skip
    @given(portfolios(), st.data())
    def check(portfolio: Portfolio, data: st.DataObject) -> None:
        document = document_of(portfolio)
        other = respelled(data.draw, document)
        changed[0] += json.dumps(other) != json.dumps(document)
        with tempfile.TemporaryDirectory() as folder:
            assert read_as(form, other, Path(folder)) == portfolio

    check()
    assert changed[0] > 20


def test_responses_and_ways_name_their_risk_and_branch_in_any_case() -> None:
    frames = {
        "settings": [{"setting": "start", "value": "2027-01-04"}],
        "people": [{"person": "Ada", "role": "backend"}],
        "tasks": [{"project": "Shop", "task": word, "role": "backend", "effort": "3"} for word in ("make", "buy")],
        "risks": [{"risk": "Vendor late", "probability": "0.2", "delay": "5"}],
        "responses": [{"risk": "vendor LATE", "response": "second vendor", "probability": "0.1"}],
        "branches": [
            {"project": "Shop", "branch": "Make or buy", "way": "make", "probability": "0.5", "tasks": "make"},
            {"project": "Shop", "branch": "make or BUY", "way": "buy", "probability": "0.5", "tasks": "buy"},
        ],
    }
    made = read({sheet: pd.DataFrame(rows) for sheet, rows in frames.items()})
    assert [each.name for each in made.risks[0].responses] == ["second vendor"]
    assert [[way.name for way in each.ways] for each in made.projects[0].branches] == [["make", "buy"]]
    assert any("'vendor LATE' is taken for 'Vendor late'" in each for each in remarks(made))
