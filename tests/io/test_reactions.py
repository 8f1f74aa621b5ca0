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
    assert problem.place is not None
