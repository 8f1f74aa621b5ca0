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


def test_settings_take_names_in_another_case_and_say_so(tmp_path: Path) -> None:
    changed = {
        "settings": "setting,value\nstart,2027-01-04\nteam_wip_limits,core 2\nreactions,"
        '"slip of SHOP by 10 days -> hire BACKEND; Backend waiting 5 days -> overtime of core by 25 % for 5 days; '
        'on 2027-02-01 -> stop shop; slip by 5 days -> hire cy"\n',
        "people": "person,role,team,kind,joining_delay_days\nAda,backend,Core,,\nCy,backend,,candidate,30\n",
        "projects": "project,deadline,team\nShop,2027-03-01,Core\n",
    }
    made = cs.read(folder(tmp_path, **changed))
    assert made.policy.team_wip_limits == (("Core", 2),)
    assert [str(reaction) for reaction in made.policy.reactions] == [
        "slip of Shop by 10 days -> hire backend",
        "backend waiting 5 days -> overtime of Core by 25 % for 5 days",
        "on 2027-02-01 -> stop Shop",
        "slip by 5 days -> hire Cy",
    ]
    assert made.origin is not None
    assert "settings.csv, row 3, column value: 'core' is taken for 'Core'" in str(made.origin.remarks[0])


def test_nested_files_take_names_of_a_policy_in_another_case(tmp_path: Path) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(
        "start: 2027-01-04\npeople: [{name: Ada, role: backend}]\n"
        "projects: [{name: Shop, team: Core, deadline: 2027-03-01, tasks: [{name: build, effort: 3, skill: backend}]}]\n"
        "policy: {team_wip_limits: {core: 2}, reactions: [slip of SHOP by 10 days -> stop shop]}\n",
        "utf-8",
    )
    policy = cs.read(model).policy
    assert policy.team_wip_limits == (("Core", 2),)
    assert [str(reaction) for reaction in policy.reactions] == ["slip of Shop by 10 days -> stop Shop"]


def test_a_team_with_limits_in_two_spellings_is_told(tmp_path: Path) -> None:
    settings = "setting,value\nstart,2027-01-04\nteam_wip_limits,Core 2; core 3\n"
    projects = "project,deadline,team\nShop,2027-03-01,Core\n"
    with pytest.raises(cs.errors.InputError, match="a team with two limits"):
        cs.read(folder(tmp_path, settings=settings, projects=projects))
