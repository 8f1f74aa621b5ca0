"""Finding tasks and estimates by what people write."""

import pytest

from capsim.domain.lookup import Amount, Lookup
from capsim.domain.project import Project
from capsim.domain.task import Need, Task

PROJECTS = [
    Project("Shop", [Task("a/b", duration=3), Task("build", needs=[Need("x", 1), Need("y", 2)]), Task("go")]),
    Project("Shop/a", [Task("c", effort=1, skill="x"), Task("need 1", effort=1, skill="x")]),
]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Shop/build", [("Shop", "build")]),
        ("Shop / build", [("Shop", "build")]),
        ("Shop/a/b", [("Shop", "a/b")]),
        ("Shop/a/c", [("Shop/a", "c")]),
        ("build", []),
        ("Shop/x", []),
        ("/", []),
    ],
)
def test_a_text_is_read_as_every_task_that_it_can_mean(text: str, readings: list[tuple[str, str]]) -> None:
    assert Lookup(PROJECTS).readings(text) == readings


def test_within_a_project_its_name_can_be_left_out() -> None:
    assert Lookup(PROJECTS).readings("build", within="Shop") == [("Shop", "build")]
    assert Lookup(PROJECTS).readings("build", within="Shop/a") == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Shop/build", Amount(0, 1, 0)),
        ("Shop/build/need 2", Amount(0, 1, 1)),
        ("Shop/build/need 3", None),
        ("Shop/build/need 0", None),
        ("Shop/build/need", None),
        ("Shop/a/b", Amount(0, 0, -1)),
        ("Shop/a/b/need 1", None),
        ("Shop/go", None),
        ("Shop/a/need 1", Amount(1, 1, 0)),
        ("Shop/a/need 1/need 1", Amount(1, 1, 0)),
        ("nowhere", None),
    ],
)
def test_an_estimate_is_found_by_its_task_and_need(text: str, amount: Amount | None) -> None:
    assert Lookup(PROJECTS).amount(text) == amount
