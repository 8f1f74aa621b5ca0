# ruff: noqa: E501
"""Reactions in sheets and nested files."""

from __future__ import annotations

from pathlib import Path

import pytest

import capsim as cs

TEXT = "slip of Shop by 10 days -> descope optional; backend waiting 5 days -> expedite Shop, every 10 days, at most 1"
SHEETS = {
    "settings": f'setting,value\nstart,2027-01-04\nreactions,"{TEXT}"\n',
    "people": "person,role\nAda,backend\n",
    "projects": "project,deadline\nShop,2027-03-01\n",
    "tasks": "project,task,role,effort,tags\nShop,build,backend,3,\nShop,polish,backend,1,optional\n",
}


def folder(path: Path, **changed: str) -> Path:
    for name, text in (SHEETS | changed).items():
        (path / f"{name}.csv").write_text(text, "utf-8")
    return path


def test_a_setting_says_reactions(tmp_path: Path) -> None:
    made = cs.read(folder(tmp_path))
    assert [str(reaction) for reaction in made.policy.reactions] == TEXT.split("; ")


@pytest.mark.parametrize("name", ["model.yaml", "model.json", "model.xlsx", "sheets"])
def test_reactions_are_written_and_read_again(tmp_path: Path, name: str) -> None:
    made = cs.read(folder(tmp_path))
    cs.write(made, tmp_path / name)
    assert cs.read(tmp_path / name).policy == made.policy


def test_a_reaction_that_is_none_is_told_at_its_cell(tmp_path: Path) -> None:
    wrong = SHEETS["settings"].replace("descope optional", "descope optionl")
    with pytest.raises(cs.errors.InputError) as error:
        cs.read(folder(tmp_path, settings=wrong))
    (problem,) = error.value.found
    assert "no task has that tag (got 'optionl'); did you mean 'optional'?" in str(problem)
    assert str(problem).startswith("settings.csv, row 3, column value: ")


RECRUITING = {
    "settings": 'setting,value\nstart,2027-01-04\nreactions,"backend waiting 5 days -> hire 2 backend; '
    'slip by 2 days -> overtime of Ada by 12.5 % for 5 days, at most 3"\n',
    "people": 'person,role,kind,joining_delay_days,count\nAda,backend,,,\nNew,backend,candidate,"Uniform(20, 40)",2\n',
}


@pytest.mark.parametrize("name", ["model.yaml", "model.json", "model.xlsx", "sheets"])
def test_candidates_and_what_is_done_with_people_are_written_and_read_again(
    tmp_path: Path, name: str
) -> None:
    made = cs.read(folder(tmp_path, **RECRUITING))
    assert [person.kind for person in made.people] == ["person", "candidate"]
    assert [str(each.do) for each in made.policy.reactions] == [
        "hire 2 backend",
        "overtime of Ada by 12.5 % for 5 days",
    ]
    cs.write(made, tmp_path / name)
    again = cs.read(tmp_path / name)
    assert (again.policy, again.people) == (made.policy, made.people)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (
            "New,backend,candidate,,2\n",
            "people.csv, row 2: a candidate of whom nobody knows how long hiring takes",
        ),
        ("New,backend,candidat,30,\n", "row 2, column kind: no kind of people (got 'candidat')"),
        (
            "New,qa,candidate,30,\n",
            "settings.csv, row 3, column value: nobody of them is a candidate (got 'backend')",
        ),
    ],
)
def test_what_is_wrong_with_candidates_is_told_where_it_stands(
    tmp_path: Path, people: str, told: str
) -> None:
    head = "person,role,kind,joining_delay_days,count\n"
    wrong = RECRUITING | {"people": f"{head}{people}Ada,backend,,,\n"}
    with pytest.raises(cs.errors.InputError) as error:
        cs.read(folder(tmp_path, **wrong))
    assert told in str(error.value)
