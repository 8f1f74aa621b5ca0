"""People, pools and vacancies."""

import dataclasses

import pytest

from capsim.domain.calendar import Leave
from capsim.domain.person import Person, Skill, named_vacancies, unfolded
from capsim.errors import InputError
from tests.unit.domain.telling import told


@pytest.mark.parametrize(
    "given",
    [
        {"backend": 1.2, "data": 0.8},
        [("backend", 1.2), ("data", 0.8)],
        [Skill("backend", 1.2), {"name": "data", "proficiency": 0.8}],
        {"backend": {"proficiency": 1.2}, "data": "0.8"},
    ],
)
def test_skills_can_come_in_many_forms(given: object) -> None:
    assert Person("Ada", given).skills == (Skill("backend", 1.2), Skill("data", 0.8))  # type: ignore[arg-type]


def test_skills_without_numbers_are_nominal() -> None:
    assert (
        Person("Ada", "backend; data")
        == Person("Ada", ["backend", "data"])
        == Person("Ada", {"backend": 1, "data": 1})
    )


def test_the_first_skill_is_the_role() -> None:
    assert Person("Ada", ["data", "backend"]).role == "data"


@pytest.mark.parametrize("given", [[], "", {}, None, 5, {"backend", "data"}, ["backend", "backend"], [None]])
def test_skills_that_make_no_sense_are_refused(given: object) -> None:
    with pytest.raises(InputError, match="Person 'Ada'"):
        Person("Ada", given)  # type: ignore[arg-type]


def test_a_set_of_skills_is_refused_since_it_has_no_first() -> None:
    assert "which has no first skill" in told(lambda: Person("Ada", {"backend", "data"}))[0]


@pytest.mark.parametrize("skill", ["French level 2", "data at 0.7", "data at 70 %", "a, or b", "a|b"])
def test_a_skill_that_would_read_as_more_than_a_name_is_refused(skill: str) -> None:
    with pytest.raises(InputError, match="reads as more than a name"):
        Person("Ada", [skill])


@pytest.mark.parametrize(
    "skill", ["C++", "C#", "level design", "on-site at customer", "SAP / ABAP", "R&D", "Go 1.22"]
)
def test_a_skill_can_have_nearly_any_name(skill: str) -> None:
    assert Person("Ada", [skill]).role == skill


def test_a_person_can_work_overtime_up_to_twice_a_day() -> None:
    assert Person("Ada", "backend", availability=1.25).availability == 1.25
    assert Person("Ada", "backend", availability=2).availability == 2
    with pytest.raises(InputError):
        Person("Ada", "backend", availability=2.5)


def test_nobody_leaves_before_joining() -> None:
    lines = told(lambda: Person("Ada", "backend", start="2027-03-01", end="2027-02-01"))
    assert lines == ["Person 'Ada': leaves before joining (got '2027-02-01'); write 2027-03-01 or later"]


def test_a_vacancy_is_a_person_without_a_name_but_with_a_start() -> None:
    assert Person(None, "backend", start="2027-03-01").is_vacancy
    assert "a vacancy without a start date" in told(lambda: Person(None, "backend"))[0]
    assert "a vacancy without a start date" in told(lambda: Person("", "backend"))[0]


def test_vacancies_are_numbered_by_role_past_the_names_taken() -> None:
    people = [
        Person("TBH backend 2", "backend"),
        Person(None, "backend", start="2027-03-01", count=2),
        Person(None, "data", start="2027-03-01"),
        Person(None, "backend", start="2027-05-01"),
    ]
    assert [person.name for person in named_vacancies(people)] == [
        "TBH backend 2",
        "TBH backend 1",
        "TBH backend 3",
        "TBH data 1",
        "TBH backend 4",
    ]


def test_a_pool_unfolds_into_numbered_people() -> None:
    pool = Person("tester", {"qa": 0.9}, count=3, leave=["2027-02-01"])
    people = list(unfolded(pool))
    assert [person.name for person in people] == ["tester 1", "tester 2", "tester 3"]
    assert {(person.count, person.skills, person.leave) for person in people} == {
        (1, (Skill("qa", 0.9),), (Leave("2027-02-01"),))
    }
    assert pool.count == 3


@pytest.mark.parametrize("count", [0, -1, 10_001, 1.5])
def test_a_pool_has_a_reasonable_size(count: int) -> None:
    with pytest.raises(InputError):
        Person("tester", "qa", count=count)


def test_people_are_frozen_hashable_and_comparable() -> None:
    one, two = Person("Ada", {"backend": 1.2}), Person("Ada", {"backend": "1.2"})
    assert one == two
    assert len({one, two}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "Bo"  # type: ignore[misc]


def test_a_changed_copy_is_checked_too() -> None:
    ada = Person("Ada", "backend")
    assert dataclasses.replace(ada, availability=0.5).availability == 0.5
    with pytest.raises(InputError, match="Person 'Ada', availability"):
        dataclasses.replace(ada, availability=50)
