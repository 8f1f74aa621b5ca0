# ruff: noqa: E501
"""Limits, freezes and who may work where, in sheets and nested files."""

from __future__ import annotations

from pathlib import Path

import pytest

import capsim as cs

SHEETS = {
    "settings": "setting,value\nstart,2027-01-04\nwip_limit,3\nteam_wip_limits,Web 2\nfocus,2\nswitching_loss,20 %\nteam_factor,1; 0.9\n",
    "people": "person,role,team,focus\nAda,dev,Web,1\nBo,dev,Data,\n",
    "projects": "project,team\nShop,Web\n",
    "tasks": "project,task,role,effort,after,only,never,same_person_as\n"
    "Shop,build,dev,3,,ada; data,,\nShop,test,dev,1,build,,Bo,BUILD\n",
    "freezes": "from,to,projects,teams\n2027-12-20,2028-01-02,shop,\n2027-08-02,2027-08-13,,web\n",
}  # fmt: skip


def folder(path: Path, **changed: str) -> Path:
    for name, text in (SHEETS | changed).items():
        (path / f"{name}.csv").write_text(text, "utf-8")
    return path


def test_sheets_say_limits_freezes_and_who_may_do_it_in_any_spelling(tmp_path: Path) -> None:
    made = cs.read(folder(tmp_path))
    rules = cs.Policy(wip_limit=3, team_wip_limits={"Web": 2}, focus=2, switching_loss=0.2, team_factor=[1, 0.9])
    assert made.policy == rules
    assert [person.focus for person in made.people] == [1, None]
    build, test = made.projects[0].tasks
    assert (build.needs[0].only, test.needs[0].never, test.same_person_as) == (("Ada", "Data"), ("Bo",), "build")
    assert made.freezes == (
        cs.work.Freeze("2027-12-20", "2028-01-02", "Shop"),
        cs.work.Freeze("2027-08-02", "2027-08-13", teams="Web"),
    )


@pytest.mark.parametrize("kind", ["xlsx", "yaml", "json"])
def test_limits_come_back_from_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    made = cs.read(folder(tmp_path))
    cs.write(made, tmp_path / f"model.{kind}")
    assert cs.read(tmp_path / f"model.{kind}") == made


@pytest.mark.parametrize(
    ("sheet", "old", "new", "told"),
    [
        ("freezes", "shop", "shpo", "freezes.csv, row 2, column projects: no such project (got 'shpo'); did you mean 'Shop'?"),
        ("freezes", "2028-01-02", "2026-01-02", "freezes.csv, row 2, column to: ends before it starts (got '2026-01-02')"),
        ("freezes", "2028-01-02", "", "freezes.csv, row 2, column to: empty; write the last day, such as 2028-01-02"),
        ("tasks", "ada;", "adda;", "tasks.csv, row 2, column only: no such person or team (got 'adda'); did you mean 'Ada'?"),
        ("tasks", "BUILD", "biuld", "tasks.csv, row 3, column same_person_as: no such task in project 'Shop' (got 'biuld')"),
        ("settings", "wip_limit,3", "wip_limit,none at all", "settings.csv, row 3, column value: no limit (got 'none at all')"),
        ("settings", "Web 2", "Wbe 2", "settings.csv, row 4, column value: no project is owned by that team (got 'Wbe'); did you mean 'Web'?"),
        ("people", "Web,1", "Web,0", "people.csv, row 2, column focus: no limit (got '0'); write a whole number from 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_limit_is_told_at_its_cell(
    sheet: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    assert old in SHEETS[sheet]
    with pytest.raises(cs.errors.InputError) as caught:
        cs.read(folder(tmp_path, **{sheet: SHEETS[sheet].replace(old, new)}))
    assert told in str(caught.value)
