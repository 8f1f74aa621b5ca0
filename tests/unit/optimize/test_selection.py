"""Which projects to do: known optima, limits, and what is said where nothing fits."""

from collections.abc import Iterable
from itertools import combinations

import pytest

import capsim as cs
from capsim.errors import InputError

JOBS = {"A": (10, 6_000), "B": (20, 10_000), "C": (30, 12_000), "D": (15, 7_500), "E": (25, 9_000)}
"""Effort in days at 100 a day, and value."""


def shop(**fields: dict[str, object]) -> cs.Portfolio:
    """Return a shop with people enough, in which only money is short."""
    projects = [
        cs.Project(
            name,
            [cs.Task("work", effort=days, skill="dev")],
            **{"value": worth} | fields.get(name, {}),  # type: ignore[arg-type]
        )
        for name, (days, worth) in JOBS.items()
    ]
    return cs.Portfolio("Shop", "2027-01-04", [cs.Person("Dev", "dev", count=5, cost_per_day=100)], projects)


def best_by_hand(budget: float, sets: Iterable[tuple[str, ...]] | None = None) -> set[str]:
    """Return the best set of a knapsack, by looking at all of them."""
    every = sets or [each for size in range(6) for each in combinations(JOBS, size)]
    inside = [each for each in every if sum(100 * JOBS[name][0] for name in each) <= budget]
    return set(max(inside, key=gain))


def gain(names: Iterable[str]) -> int:
    """Return what projects bring in less what they cost."""
    return sum(JOBS[name][1] - 100 * JOBS[name][0] for name in names)


@pytest.mark.parametrize("budget", [1_000, 2_500, 4_000, 5_500, 7_000, 10_000])
def test_a_knapsack_is_solved(budget: float) -> None:
    found = cs.optimize.select(shop(), budget=budget, replications=1, seed=1)
    assert gain(found.chosen) == gain(best_by_hand(budget))  # of 4,000 there are two best sets
    assert sum(100 * JOBS[name][0] for name in found.chosen) <= budget


def test_the_worth_of_a_choice_is_that_of_its_projects() -> None:
    found = cs.optimize.select(shop(), budget=2_500, replications=1, seed=1)
    assert found.worth.value == gain(found.chosen)
    assert found.bias == 0
    assert {each.name for each in found.portfolio.projects if each.takes_part} == set(found.chosen)


def test_what_must_be_is_chosen_and_what_must_not_is_not() -> None:
    found = cs.optimize.select(shop(), budget=4_500, must="E", never="A", replications=1, seed=1)
    allowed = [
        each for size in range(6) for each in combinations(JOBS, size) if "E" in each and "A" not in each
    ]
    assert set(found.chosen) == best_by_hand(4_500, allowed)


def test_what_requires_another_comes_with_it_and_what_excludes_it_without() -> None:
    tied = shop(A={"requires": "C"}, B={"excludes": "D"})
    found = cs.optimize.select(tied, budget=4_500, replications=1, seed=1)
    allowed = [
        each
        for size in range(6)
        for each in combinations(JOBS, size)
        if ("A" not in each or "C" in each) and not {"B", "D"} <= set(each)
    ]
    assert set(found.chosen) == best_by_hand(4_500, allowed)


def test_projects_that_bring_in_nothing_are_told_to_be_so() -> None:
    told = (
        "no project says what it brings in, so each only costs: give a value, benefits or a price"
    )
    silent = shop(**{name: {"value": None} for name in JOBS})
    assert told not in str(cs.optimize.select(shop(), budget=2_500, replications=1, seed=1))
    found = cs.optimize.select(silent, replications=1, seed=1)
    assert (found.chosen, told in str(found)) == ((), True)


def test_what_runs_already_goes_on() -> None:
    found = cs.optimize.select(shop(E={"status": "running"}), budget=2_500, replications=1, seed=1)
    assert found.chosen == ("E",)


def test_no_chosen_project_is_later_than_accepted() -> None:
    """One person, three projects of which two can be done by the deadline: the two worth most."""
    jobs = {"A": 3_000, "B": 9_000, "C": 5_000}
    projects = [
        cs.Project(
            name,
            [cs.Task("work", effort=cs.PERT(8, 10, 12), skill="dev")],
            value=worth,
            deadline="2027-02-05",
        )
        for name, worth in jobs.items()
    ]
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], projects)
    found = cs.optimize.select(demo, late=0.2, replications=200, seed=1)
    assert set(found.chosen) == {"B", "C"}
    frontier = found.frontier()
    assert frontier.loc[frontier["chosen"], "fits"].all()
    assert not frontier.loc[frontier["projects"] == 3, "fits"].any()


def test_limits_that_leave_no_set_are_named() -> None:
    with pytest.raises(InputError, match="no set of projects keeps all limits; what binds is budget"):
        cs.optimize.select(shop(), budget=1_000, must="C", replications=1, seed=1)


def test_risk_that_no_set_keeps_is_told_with_the_nearest() -> None:
    late = shop(**{name: {"deadline": "2027-01-04"} for name in JOBS})
    with pytest.raises(InputError, match="no set that was looked at keeps the limits on risk"):
        cs.optimize.select(late, late=0.1, must="C", replications=1, seed=1)


def test_what_is_left_out_is_told_with_what_binds() -> None:
    found = cs.optimize.select(shop(), budget=2_500, replications=1, seed=1)
    assert found.binding()["limit"].tolist() == ["budget"]
    assert repr(found).startswith("Shop: 2 projects of 5 chosen\n  do: A, D\n  leave out: B, C, E")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"maximize": "profit"},
            "select, maximize: no goal (got 'profit'); known: 'npv', 'value', 'alignment'",
        ),
        ({"late": 20}, "select, late: no share of futures (got 20); write a share from 0 to 1, such as 0.3"),
        ({"must": "X"}, "select, must: no such project (got 'X'); known: 'A', 'B', 'C', 'D', 'E'"),
    ],
)
def test_what_cannot_be_asked_is_told(given: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.optimize.select(shop(), **given)  # type: ignore[arg-type]
    assert str(caught.value) == message
