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
        ("backend", "backend", 2, 1.1, 3.0, 2.0, 0.0, None, None, 2),
        ("backend", "data", 1, 0.8, None, 1.0, 0.0, None, None, 1),
        ("tester", "tester", 3, 1.0, None, 3.0, 0.0, None, None, 3),
    ]


def test_who_has_no_team_is_counted_apart():
    assert [row[:5] for row in rows(skills("team"))] == [
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


def aging(**more):
    """Graded half a year and three years before the start; one skill ends in May, somebody comes in June."""
    people = [
        cs.Person("Ada", [cs.Skill("sap", level=3, as_of="2026-07-04")], availability=0.5),
        cs.Person("Bo", [cs.Skill("sap", level=1, as_of="2024-01-04", end="2027-05-31")]),
        cs.Person("Cy", [cs.Skill("sap", level=3)], start="2027-06-15", end="2028-01-31"),
    ]
    work = cs.Task("work", effort=5, skill="sap", level=2)
    return cs.Portfolio("Agency", "2027-01-04", people, [cs.Project("Shop", [work])], **more)


def test_the_inventory_tells_depth_confidence_age_end_and_bus_factor():
    (row,) = aging().skills().itertuples()
    assert (row.people, row.level, row.depth) == (3, 3, 1.5)  # Cy is not there yet
    assert row.confidence == 0.5  # Ada's grade is of the last year
    assert row.stale_days == (184 + 1096) / 2
    assert str(row.expires.date()) == "2027-05-31"
    assert row.bus_factor == 1  # level 2 is asked for


def test_the_inventory_stands_at_the_status_date():
    (row,) = aging(status_date="2027-07-01").skills().itertuples()
    assert (row.depth, row.bus_factor, str(row.expires.date())) == (1.5, 2, "2028-01-31")


def test_capability_is_told_over_time():
    frame = aging().skills(period="Q")
    assert frame.period.astype(str).tolist() == [
        "2027-01-04",
        "2027-04-01",
        "2027-07-01",
        "2027-10-01",
        "2028-01-01",
    ]
    assert frame.people.tolist() == [2, 2, 2, 2, 2]
    assert frame.bus_factor.tolist() == [1, 1, 2, 2, 2]
    assert aging().skills(period="Y").period.dt.year.tolist() == [2027, 2028]
    assert len(aging().skills(period="M")) == 13


def test_another_period_is_told():
    with pytest.raises(InputError, match="skills, period: no such period"):
        aging().skills(period="W")
