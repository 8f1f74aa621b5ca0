"""Whom to hire and train: a portfolio in which one hire is provably best, and what is out of reach."""

import pytest

import capsim as cs
from capsim.errors import InputError


def workshop(**fields: object) -> cs.Portfolio:
    """Two roles work side by side on independent tasks; only development is short.

    Ten tasks of 10 days each for one developer take 100 working days, so that 50 are enough with two; design
    is done after 10 days whatever happens. So one developer from the start is the least that keeps the
    deadline, and no designer helps.
    """
    build = cs.Project(
        "Build",
        [cs.Task(f"task {number}", effort=cs.PERT(8, 10, 12), skill="dev") for number in range(10)],
        deadline="2027-04-02",
    )
    draw = cs.Project("Draw", [cs.Task("draw", effort=10, skill="design")], deadline="2027-04-02")
    people = [
        cs.Person("Ada", "dev", cost_per_day=500),
        cs.Person("Di", "design", cost_per_day=400),
    ]
    return cs.Portfolio("Workshop", "2027-01-04", people, [build, draw], **fields)  # type: ignore[arg-type]


def test_the_one_hire_that_is_enough_is_found() -> None:
    found = cs.optimize.staffing(
        workshop(), 0.8, days_to_hire=0, days_to_train=4_000, replications=200, seed=1
    )
    assert found.plan()[["kind", "skill"]].to_numpy().tolist() == [["hire", "dev"]]
    assert found.reached
    assert found.before.share == 0
    assert found.after.share >= 0.8


def test_a_training_is_taken_where_it_is_cheaper() -> None:
    slow = workshop().replace(
        projects=[
            cs.edits.ChangeProject("Build", deadline="2027-05-07").apply(workshop()).project("Build"),
            workshop().project("Draw"),
        ]
    )
    found = cs.optimize.staffing(
        slow, 0.8, days_to_hire=0, days_to_train=14, training_days=5, replications=200, seed=1
    )
    assert found.plan()["kind"].tolist() == ["train"]
    assert found.cost == 5 * 400


def test_promises_that_are_safe_need_nobody() -> None:
    safe = cs.edits.ChangeProject("Build", deadline="2028-12-31").apply(workshop())
    found = cs.optimize.staffing(safe, 0.8, replications=100, seed=1)
    assert found.steps == ()
    assert found.portfolio == safe


def test_a_target_out_of_reach_is_told_with_the_best_that_is() -> None:
    late = cs.edits.ChangeProject("Build", deadline="2027-01-08").apply(workshop())
    found = cs.optimize.staffing(late, 0.8, days_to_hire=0, replications=50, seed=1)
    assert not found.reached
    assert "out of reach" in repr(found)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"probability": 80}, "staffing, probability: no probability (got 80)"),
        (
            {"projects": "Bild"},
            "staffing, projects: no project with a deadline (got 'Bild'); did you mean 'Build'?",
        ),
    ],
)
def test_what_cannot_be_asked_is_told(given: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.optimize.staffing(workshop(), **given)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
