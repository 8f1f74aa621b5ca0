"""Who can do what, by role, team and person."""

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.errors import InputError

PEOPLE = [
    cs.Person("Ada", [cs.Skill("backend", 1.2, level=2), cs.Skill("data", 0.8)], team="Blue"),
    cs.Person("Bo", [cs.Skill("backend", 1.0, level=3)]),
    cs.Person("Testers", "tester", count=3, team="Blue"),
]


def skills(by):
    return cs.Portfolio("Agency", "2027-01-04", PEOPLE).skills(by)


def rows(frame):
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]


def test_a_role_holds_what_its_people_hold():
    assert rows(skills("role")) == [
        ("backend", "backend", 2, 1.1, 3.0),
        ("backend", "data", 1, 0.8, None),
        ("tester", "tester", 3, 1.0, None),
    ]


def test_who_has_no_team_is_counted_apart():
    assert rows(skills("team")) == [
        ("Blue", "backend", 1, 1.2, 2.0),
        ("Blue", "data", 1, 0.8, None),
        ("Blue", "tester", 3, 1.0, None),
        ("no team", "backend", 1, 1.0, 3.0),
    ]


def test_people_appear_by_name_only_when_asked():
    assert skills("person")["person"].unique().tolist()[:2] == ["Ada", "Bo"]
    assert "Ada" not in skills("role").to_string() + skills("team").to_string()


def test_nobody_holds_nothing():
    frame = cs.Portfolio("Agency", "2027-01-04").skills()
    assert frame.empty
    assert frame["people"].dtype == np.int64


def test_another_grouping_is_guessed_at():
    with pytest.raises(InputError, match=r"skills, by: no such grouping .*did you mean 'person'"):
        skills("persons")
