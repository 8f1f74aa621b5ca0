"""Projects, policies, drivers, groups and ranges, each in itself."""

import dataclasses

import numpy as np
import pytest

from capsim.domain.distributions import LogNormal
from capsim.domain.policy import (
    ASSIGNMENT_RULES,
    LFT,
    PRIORITY_RULES,
    WSJF,
    Custom,
    EarliestFinish,
    Fastest,
    PlannedValues,
    Policy,
)
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, Selector, Spread, as_ranges
from capsim.errors import InputError, Refused
from tests.unit.domain.telling import told


def planned(n: int = 3) -> PlannedValues:
    ints, floats = np.arange(n), np.arange(n, dtype=np.float64)
    labels = tuple(f"P/{index}" for index in range(n))
    return PlannedValues(
        labels, duration=ints + 1, es=ints, ef=ints, ls=2 * ints, lf=3 * ints, deadline=floats,
        successors=ints, weight_direct=ints, weight_all=ints, delay_cost_ratio=floats,
    )  # fmt: skip


# ---------------------------------------------------------------- projects


def test_a_text_among_the_tasks_is_a_milestone() -> None:
    assert Project("Shop", ["kick-off"]).tasks == (Task("kick-off"),)


@pytest.mark.parametrize("text", ["on hold", "On_Hold", "on-hold", " ON  HOLD "])
def test_a_status_can_be_spelled_many_ways(text: str) -> None:
    made = Project("Shop", status=text)  # type: ignore[arg-type]
    assert made.status == "on hold"
    assert not made.takes_part


def test_an_unknown_status_gets_a_hint() -> None:
    assert told(lambda: Project("Shop", status="planed")) == [  # type: ignore[arg-type]
        "Project 'Shop', status: no status (got 'planed'); did you mean 'planned'?"
    ]


def test_problems_of_all_tasks_are_told_at_once_and_by_name() -> None:
    lines = told(
        lambda: Project("Shop", [{"name": "a", "effort": 5}, {"name": "b", "efort": 5}, {"effort": 5}, 7])
    )  # type: ignore[list-item]
    assert [line.split(":")[0] for line in lines] == [
        "Project 'Shop', task 'a'",
        "Project 'Shop', task 'b'",
        "Project 'Shop', task 3, name",
        "Project 'Shop', task 3",
        "Project 'Shop', task 4, name",
    ]


def test_a_task_is_found_by_name() -> None:
    shop = Project("Shop", ["a", "b"])
    assert shop.task("b") is shop.tasks[1]
    with pytest.raises(InputError, match=r"no such task \(got 'c'\)"):
        shop.task("c")


# ---------------------------------------------------------------- policy


def test_the_default_policy_is_the_one_of_the_rules() -> None:
    policy = Policy()
    assert (policy.priority, policy.assignment) == (LFT(), EarliestFinish())
    assert (policy.reserve_after, policy.top_up, policy.top_up_min_days) == (10, True, 2)


@pytest.mark.parametrize("word", [*PRIORITY_RULES, "lft", "LFT()", "CD3", "min slack"])
def test_a_priority_rule_can_be_named(word: str) -> None:
    made = Policy(priority=word).priority
    assert made.keys(planned()).shape == (3,)


@pytest.mark.parametrize("word", [*ASSIGNMENT_RULES, "earliest finish", "fastest()"])
def test_an_assignment_rule_can_be_named(word: str) -> None:
    made = Policy(assignment=word).assignment
    assert type(made).__name__.casefold() == word.casefold().replace(" ", "").removesuffix("()")


def test_cd3_is_wsjf() -> None:
    assert Policy(priority="CD3").priority == WSJF()


def test_a_function_is_a_rule_of_ones_own() -> None:
    rule = Policy(priority=lambda planned: -planned.lf).priority
    assert isinstance(rule, Custom)
    assert rule.keys(planned()).tolist() == [0, -3, -6]


@pytest.mark.parametrize(
    "function", [lambda planned: 1.0, lambda planned: [1, 2], lambda planned: [1, 2, np.nan]]
)
def test_a_rule_of_ones_own_gives_one_key_per_task(function: object) -> None:
    with pytest.raises(Refused, match="one key per task"):
        Custom(function).keys(planned())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {"priority": "LTF"}, {"priority": LFT}, {"priority": 5}, {"priority": Fastest()},
        {"assignment": "cd3"}, {"assignment": LFT()}, {"assignment": Fastest},
        {"reserve_after": -1}, {"reserve_after": "soon"},
        {"top_up": "perhaps"}, {"top_up_min_days": -1},
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InputError, match=f"Policy, {next(iter(fields))}"):
        Policy(**fields)  # type: ignore[arg-type]


def test_an_unknown_rule_gets_a_hint() -> None:
    assert "did you mean 'MinSlack'?" in told(lambda: Policy(priority="MinSlak"))[0]


@pytest.mark.parametrize("word", [None, "none", "off", "Never"])
def test_the_reserve_can_be_turned_off(word: str | None) -> None:
    assert Policy(reserve_after=word).reserve_after is None


# ---------------------------------------------------------------- drivers, groups, ranges


def test_a_driver_has_a_factor_and_a_scope() -> None:
    driver = Driver("supplier", "LogNormal(p50=1, p90=1.3)", {"skills": "backend; data"})
    assert driver.factor == LogNormal(p50=1, p90=1.3)
    assert driver.scope == Selector(skills=["backend", "data"])


@pytest.mark.parametrize("factor", ["Uniform(-1, 1)", -2, None, "often"])
def test_a_factor_cannot_be_below_nothing(factor: object) -> None:
    with pytest.raises(InputError, match="Driver 'supplier', factor"):
        Driver("supplier", factor)  # type: ignore[arg-type]


def test_an_unknown_field_of_a_scope_gets_a_hint() -> None:
    lines = told(lambda: Driver("supplier", 1.2, {"skill": ["backend"]}))
    assert lines == ["Driver 'supplier', selector: no field 'skill'; did you mean 'skills'?"]


@pytest.mark.parametrize("given", [[[1, 0.5]], [[1], [1, 2]], [1, 2], "much", None])
def test_a_correlation_is_a_number_or_a_square(given: object) -> None:
    with pytest.raises(InputError, match="Group 'g', correlation"):
        CopulaGroup("g", ["A/b", "A/c"], given)  # type: ignore[arg-type]


def test_a_correlation_matrix_can_be_an_array() -> None:
    group = CopulaGroup("g", ["A/b", "A/c"], np.array([[1, 0.5], [0.5, 1]]))  # type: ignore[arg-type]
    assert group.correlation == ((1.0, 0.5), (0.5, 1.0))


def test_the_usual_range_is_fifteen_percent_below_and_forty_above() -> None:
    assert as_ranges("usual") == as_ranges(" Usual ") == Ranges(Spread(0.85, 1.4)) == Ranges.usual()
    assert as_ranges(None) == as_ranges("none") == Ranges()


def test_ranges_by_skill_or_tag_are_kept_by_name() -> None:
    ranges = as_ranges(
        {"default": (0.9, 1.2), "by_skill": {"data": (0.5, 2)}, "by_tag": [("new", (0.7, 1.5))]}
    )
    assert ranges == Ranges(
        Spread(0.9, 1.2), by_skill={"data": Spread(0.5, 2)}, by_tag={"new": Spread(0.7, 1.5)}
    )


@pytest.mark.parametrize("given", [(1.4, 0.85), (0, 1), (-1, 1), (1, 2, 3), "wide", {"low": 1}])
def test_a_spread_is_two_factors_above_nothing(given: object) -> None:
    with pytest.raises(InputError, match="Ranges, "):
        Ranges(given)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="spread of 'data'"):
        Ranges(by_skill={"data": given})  # type: ignore[dict-item]


def test_changed_copies_of_small_values_are_equal_to_made_ones() -> None:
    assert dataclasses.replace(Policy(), top_up=False) == Policy(top_up=False)
    assert dataclasses.replace(Spread(0.8, 1.2), high=1.5) == Spread(0.8, 1.5)
    assert dataclasses.replace(Selector(tags="a"), skills="b") == Selector(tags="a", skills="b")
