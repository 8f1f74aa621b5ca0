# ruff: noqa: E501
"""Limits, freezes and who may work where: what can be said, what is refused, what is remarked on."""

from __future__ import annotations

from typing import Any

import pytest

import capsim as cs
from capsim.domain.findings import findings_in
from capsim.errors import InputError

TEAM = [cs.Person("Ada", "dev", team="Web"), cs.Person("Bo", "qa")]


def made(*tasks: cs.Task, people: Any = TEAM, **fields: Any) -> cs.Portfolio:
    project = cs.Project("Shop", tasks, team="Web", status=fields.pop("status", "planned"))
    return cs.Portfolio("Agency", "2027-01-04", people, [project], **fields)


def build(**fields: Any) -> cs.Task:
    return cs.Task("build", effort=1, skill="dev", **fields)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"wip_limit": "3", "focus": "none"}, {"wip_limit": 3, "focus": None}),
        ({"team_wip_limits": "Web 2; Data and AI 1"}, {"team_wip_limits": (("Web", 2), ("Data and AI", 1))}),
        ({"team_wip_limits": {"Web": 2}}, {"team_wip_limits": (("Web", 2),)}),
        ({"switching_loss": "20 %", "team_factor": "1; 0.9; 0.9"}, {"switching_loss": 0.2, "team_factor": (1, 0.9)}),
        ({"team_factor": [1, 1]}, {"team_factor": ()}),
    ],
)  # fmt: skip
def test_house_rules_take_friendly_forms(given: dict[str, Any], kept: dict[str, Any]) -> None:
    policy = cs.Policy(**given)
    assert {name: getattr(policy, name) for name in kept} == kept
    assert cs.Policy(**kept) == policy


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"wip_limit": 0}, "wip_limit: no limit (got 0); write a whole number from 1"),
        ({"focus": 1.5}, "focus: no limit (got 1.5)"),
        ({"team_wip_limits": "Web"}, "team_wip_limits: no limit of a team (got 'Web'); write a team and its limit"),
        ({"team_wip_limits": [("Web", 1), ("Web", 2)]}, "a team with two limits (got 'Web'); keep one of them"),
        ({"switching_loss": 20}, "switching_loss: out of range (got 20); write 0.2 if 20 % was meant"),
        ({"team_factor": [1, 0]}, "team_factor: out of range (got 0.0); write factors from 0.001 to 10"),
    ],
)  # fmt: skip
def test_house_rules_that_make_no_sense_are_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.Policy(**given)
    assert told in str(caught.value)


def test_a_freeze_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InputError, match=r"ends before it starts .* write 2027-01-05 or later"):
        cs.work.Freeze("2027-01-05", "2027-01-04")


@pytest.mark.parametrize(
    ("tasks", "fields", "told"),
    [
        ([build(only="Adda")], {}, "task 'build', only: no such person or team (got 'Adda'); did you mean 'Ada'?"),
        ([build(never="Wbe")], {}, "task 'build', never: no such person or team (got 'Wbe'); did you mean 'Web'?"),
        ([build(only="Bo")], {}, "only: nobody who may do it can ever do dev (got 'Bo'); who can: Ada"),
        ([build(never="Web")], {}, "never: nobody who may do it can ever do dev (got 'Web'); who can: Ada"),
        (
            [cs.Task("two", needs=[cs.Need("dev", 1, 2, never="Ada")])],
            {"people": [*TEAM, cs.Person("Cy", "dev")]},
            "takes 2 people at once for dev, and only Cy ever can",
        ),
        ([build(same_person_as="biuld")], {}, "same_person_as: no such task in project 'Shop' (got 'biuld'); did you"),
        ([build(same_person_as="build")], {}, "same_person_as: the task itself (got 'build')"),
        ([build(same_person_as="start"), cs.Task("start")], {}, "same_person_as: a task that nobody works on"),
        ([cs.Task("start", same_person_as="build"), build()], {}, "same_person_as: nobody works on this task"),
        ([], {"freezes": [cs.work.Freeze("2027-01-04", "2027-01-05", "Shpo")]}, "Freeze 1, projects: no such project"),
        ([], {"freezes": [cs.work.Freeze("2027-01-04", "2027-01-05", teams="Wbe")]}, "did you mean 'Web'?"),
        ([], {"policy": cs.Policy(team_wip_limits={"Data": 1})}, "Policy, team_wip_limits: no project is owned by"),
        ([], {"freezes": [cs.work.Freeze("2027-01-04", "2227-01-05")]}, "Freeze 1, end: more than 100 years after"),
    ],
)  # fmt: skip
def test_names_that_mean_nobody_are_told_where_they_stand(
    tasks: list[cs.Task], fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        made(*tasks, **fields)
    assert told in str(caught.value)


def test_the_longest_freeze_moves_the_last_date() -> None:
    assert str(made(build(), freezes=[cs.work.Freeze("2027-01-04", "2029-05-31")]).last_date) == "2029-05-31"


@pytest.mark.parametrize(
    ("tasks", "fields", "kind"),
    [
        ([build()], {"policy": cs.Policy(wip_limit=1)}, "idle limit"),
        ([build()], {"freezes": [cs.work.Freeze("2026-01-04", "2026-01-05")]}, "past freeze"),
        (
            [build()],
            {"freezes": [cs.work.Freeze("2027-01-01", "2027-12-31")], "horizon": "2027-06-30"},
            "frozen for ever",
        ),
        ([build(), cs.Task("more", effort=1, skill="dev", same_person_as="build")], {}, "same people of later work"),
        (
            [build(), cs.Task("test", effort=1, skill="qa", after="build", same_person_as="build")],
            {},
            "same people who cannot",
        ),
    ],
)  # fmt: skip
def test_limits_that_do_nothing_or_too_much_are_remarked_on(
    tasks: list[cs.Task], fields: dict[str, Any], kind: str
) -> None:
    assert kind in [finding.kind for finding in findings_in(made(*tasks, **fields))]
    assert kind not in [finding.kind for finding in findings_in(made(build()))]


def test_more_running_projects_than_allowed_are_remarked_on() -> None:
    running = [cs.Project(name, [build()], status="running", team="Web") for name in ("A", "B")]
    for policy in (cs.Policy(wip_limit=1), cs.Policy(team_wip_limits={"Web": 1})):
        portfolio = cs.Portfolio("Agency", "2027-01-04", TEAM, running, policy=policy)
        found = [each for each in findings_in(portfolio) if each.kind == "more in progress than allowed"]
        assert [each.problem.where for each in found] == ["Projects 'A', 'B'"]
        assert "2 projects are running, more than" in found[0].problem.what
