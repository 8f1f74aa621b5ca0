# ruff: noqa: E501
"""What is written, and what is never overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

import capsim.io.atomic as atomic
from capsim.domain.person import Person
from capsim.domain.policy import Custom, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Link, Task
from capsim.errors import InputError
from capsim.io import read, schema, write
from capsim.io.compact import compact
from capsim.io.document import document_of
from capsim.io.templates import new_model
from capsim.io.words import KEYS
from tests.io.portfolios import portfolios

SHOP = Portfolio(
    "Agency",
    "2027-01-04",
    [Person("=1+1", {"qa": 1.0, "data": 0.8}, leave=["2027-01-05"])],
    [
        Project(
            "Shop",
            [Task("a; b", effort=3, skill="qa"), Task("c", duration=2, after=Link("a; b", "SS", 1))],
            deadline="2027-03-01",
        )
    ],
)


def test_sheets_hold_what_was_said_and_nothing_more(tmp_path: Path) -> None:
    write(SHOP, tmp_path / "shop")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "shop").iterdir()}
    assert texts == {
        "settings.csv": "setting,value\nname,Agency\nstart,2027-01-04\n",
        "people.csv": "person,role,skills\n=1+1,qa,data at 0.8\n",
        "leave.csv": "person,from,to\n=1+1,2027-01-05,2027-01-05\n",
        "projects.csv": "project,deadline\nShop,2027-03-01\n",
        "tasks.csv": 'project,task,role,effort,days,after\nShop,a; b,qa,3,,\nShop,c,,,2,"""a; b"" SS+1"\n',
    }


def test_yaml_is_written_in_short_forms(tmp_path: Path) -> None:
    write(SHOP, tmp_path / "shop.yaml")
    assert (tmp_path / "shop.yaml").read_text(encoding="utf-8") == (
        "capsim: 1\nname: Agency\nstart: 2027-01-04\npeople:\n- name: =1+1\n  skills: [qa, data at 0.8]\n  leave:\n"
        "  - start: 2027-01-05\n    end: 2027-01-05\nprojects:\n- name: Shop\n  tasks:\n  - name: a; b\n    skill: qa\n"
        "    effort: 3\n  - name: c\n    after: ['\"a; b\" SS+1']\n    duration: 2\n  deadline: 2027-03-01\n"
    )


def test_a_model_is_replaced_and_its_other_files_stay(tmp_path: Path) -> None:
    target = tmp_path / "shop"
    write(SHOP, target)
    (target / "README.md").write_text("mine")
    smaller = Portfolio("B", "2027-01-04", [Person("Ada", "qa")], [])
    write(smaller, target)
    assert {path.name for path in target.iterdir()} == {
        "settings.csv",
        "people.csv",
        "tasks.csv",
        "README.md",
    }
    assert read(target) == smaller


@pytest.mark.parametrize("name", ["photos", "notes.yaml", "notes.json"])
def test_what_is_no_model_is_not_overwritten(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    if target.suffix:
        target.write_text("milk: 2\n")
    else:
        target.mkdir()
        (target / "holiday.jpg").write_bytes(b"\0")
    what = "is there already, and no model" if target.suffix else "a folder that is no model"
    with pytest.raises(InputError, match=what):
        write(SHOP, target)
    assert (target if target.suffix else target / "holiday.jpg").read_bytes() in (b"milk: 2\n", b"\0")


def test_a_kind_of_file_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no kind of model \(got '.ods'\)"):
        write(SHOP, tmp_path / "shop.ods")


def test_a_rule_of_ones_own_is_refused_by_name(tmp_path: Path) -> None:
    own = Portfolio("B", "2027-01-04", policy=Policy(priority=Custom(lambda planned: planned.lf)))
    with pytest.raises(InputError, match=r"a rule of your own cannot be written to a file \(got 'Custom'\)"):
        write(own, tmp_path / "b.json")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "shop"
    write(SHOP, target)
    original = atomic._write

    def failing(path: Path, text: str) -> None:
        if "tasks" in path.name:
            raise OSError(28, "No space left on device", str(path))
        original(path, text)

    monkeypatch.setattr(atomic, "_write", failing)
    with pytest.raises(InputError, match="No space left on device"):
        write(Portfolio("B", "2027-01-04"), target)
    assert read(target) == SHOP
    assert not [path for path in target.iterdir() if path.name.endswith(".tmp")]


# ---------------------------------------------------------------- the schema


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize=True,
)
@given(portfolios())
def test_every_written_model_keeps_to_the_schema(portfolio: Portfolio) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    document = document_of(portfolio)
    for written in (document, compact(document)):
        assert [error.message for error in validator.iter_errors(json.loads(json.dumps(written)))] == []


def test_the_template_keeps_to_the_schema(tmp_path: Path) -> None:
    new_model(tmp_path / "model.yaml")
    content = yaml.load((tmp_path / "model.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    jsonschema.validate(content, schema())


@pytest.mark.parametrize(
    "fault",
    [
        {"strat": "2027-01-04"},
        {"people": [{"name": "Ada"}]},
        {"projects": [{"name": "A", "tasks": [{"effort": 3}]}]},
        {"projects": [{"name": "A", "budget": -3}]},
        {"people": [{"name": "Ada", "role": "qa", "cost_per_day": "-650"}]},
    ],
)
def test_the_schema_refuses_what_is_no_model(fault: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"start": "2027-01-04", **fault}, schema())


def test_the_schema_knows_every_word_of_the_files() -> None:
    made = schema()

    def words(entity: str) -> set[str]:
        found = made if entity == "portfolio" else made["$defs"][entity]
        shapes = [found, *found.get("anyOf", ())]
        return next(set(shape["properties"]) for shape in shapes if "properties" in shape)

    for entity, keys in KEYS.items():
        assert set(keys) <= words(entity), entity


def test_the_template_is_a_model_and_never_overwrites(tmp_path: Path) -> None:
    new_model(tmp_path / "new")
    assert len(read(tmp_path / "new").people) == 4
    with pytest.raises(InputError, match="a folder with something in it"):
        new_model(tmp_path / "new")


def test_the_template_folder_and_the_template_file_are_about_the_same(tmp_path: Path) -> None:
    new_model(tmp_path / "new")
    new_model(tmp_path / "new.yaml")
    one, two = read(tmp_path / "new"), read(tmp_path / "new.yaml")
    assert one.projects == two.projects
