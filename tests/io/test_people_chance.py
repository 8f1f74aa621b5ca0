"""What may happen to people, in sheets and nested files."""

import json
from pathlib import Path

import jsonschema
import pytest

import capsim as cs
from capsim.io import schema
from capsim.io.fates import _PARTS
from capsim.io.words import DEFAULTS, FATES

PEOPLE = [
    cs.Person(
        "Ada",
        "dev",
        sickness=8,
        attrition={"per_year": 0.5, "filled": 0.9},
        onboarding={"weeks": 12, "mentor_share": 0.2, "mentor": "Bo", "mentor_days": 20},
        productivity="LogNormal(p50=1, p90=1.3)",
        learning=cs.people.Learning(0.8, 15, 3),
    ),
    cs.Person("Bo", "dev", sickness={"spells_per_year": 2, "spell_days": "Uniform(1, 9)"}),
    cs.Person(
        "Cy",
        "dev",
        start="2027-06-01",
        joining=cs.people.Joining("LogNormal(p50=30, p90=60)", 0.8),
        onboarding=0,
    ),
    cs.Person("rig", "test", kind="equipment"),
    cs.Person("Di", "dev", sickness=0, joining=0, onboarding=cs.people.Onboarding(speeds=(0.3, 0.6))),
    cs.Person("Ed", "dev", attrition=cs.people.Attrition(0, days_to_hire=30)),
]
WORK = [cs.Project("P", [cs.Task("a", effort=20, skill="dev"), cs.Task("b", effort=2, skill="test")])]
EVERYTHING = cs.Portfolio(
    "Agency", "2027-01-04", PEOPLE, WORK,
    sickness=6, attrition=0.1, onboarding=cs.people.Onboarding(10, "0.5"), productivity="Uniform(0.8, 1.2)",
    learning=0.9,
)  # fmt: skip
SOME = cs.Portfolio("Agency", "2027-01-04", PEOPLE[1:2], [cs.Project("P", WORK[0].tasks[:1])])


@pytest.mark.parametrize("target", ["model", "model.xlsx", "model.yaml", "model.json"])
@pytest.mark.parametrize("portfolio", [EVERYTHING, SOME], ids=["everything", "some"])
def test_what_may_happen_comes_back(tmp_path: Path, target: str, portfolio: cs.Portfolio) -> None:
    cs.write(portfolio, tmp_path / target)
    assert cs.read(tmp_path / target) == portfolio


def test_it_keeps_to_the_schema(tmp_path: Path) -> None:
    cs.write(EVERYTHING, tmp_path / "model.json")
    jsonschema.validate(json.loads((tmp_path / "model.json").read_text("utf-8")), schema())


def test_every_word_is_read() -> None:
    assert {*FATES} == {word for part in _PARTS.values() for word in part.fields} | {"productivity"}
    assert {*FATES} - {*DEFAULTS} == {*_PARTS["joining"].fields}


def read(folder: Path, people: str, settings: str = "") -> cs.Portfolio:
    (folder / "people.csv").write_text(people, "utf-8")
    (folder / "tasks.csv").write_text("project,task,role,effort\nP,a,dev,3\n", "utf-8")
    (folder / "settings.csv").write_text(f"setting,value\nstart,2027-01-04\n{settings}", "utf-8")
    return cs.read(folder)


def test_other_words_are_understood(tmp_path: Path) -> None:
    made = read(tmp_path, "person,role,sick days,turnover\nAda,dev,7,0.2\n",
                "sick days,5\ntime to hire,60\nattrition,0.1\n")  # fmt: skip
    assert made.people[0].sickness == cs.people.Sickness(7)
    assert made.people[0].attrition == cs.people.Attrition(0.2)
    assert made.sickness == cs.people.Sickness(5)
    assert made.attrition == cs.people.Attrition(0.1, 60)


@pytest.mark.parametrize(
    ("people", "settings", "told"),
    [
        ("person,role,sick_days\nAda,dev,often\n", "", "people.csv, row 2, column sick_days: not a number"),
        ("person,role,sick_days\nAda,dev,500\n", "", "people.csv, row 2, column sick_days: out of range"),
        ("person,role,mentor_share\nAda,dev,1.5\n", "",
         "people.csv, row 2, column mentor_share: out of range"),
        ("person,role,kind\nAda,dev,robot\n", "",
         "people.csv, row 2, column kind: no kind of people (got 'robot')"),
        ("person,role,sick_spell_days\nAda,dev,3\n", "", "people.csv, row 2: neither days nor spells a year"),
        ("person,role,mentor,mentor_share\nAda,dev,Bob,0.2\nBo,dev,,\n", "",
         "people.csv, row 2, column mentor: no such person (got 'Bob')"),
        ("person,role,kind,sick_days\nrig,dev,machine,3\n", "", "equipment with sickness"),
        ("person,role\nAda,dev\n", "sick_days_per_year,-1\n", "settings.csv, row 3"),
        ("person,role\nAda,dev\n", "seats_filled,2\n", "settings.csv, row 3"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, people: str, settings: str, told: str) -> None:
    with pytest.raises(cs.errors.InputError) as caught:
        read(tmp_path, people, settings)
    assert told in str(caught.value)
