# ruff: noqa: E501
"""Candidates: who they are, what can be said of them, and what is found odd."""

from __future__ import annotations

from datetime import date

import pytest

import capsim as cs
from capsim.domain.findings import findings_in
from capsim.errors import InputError


def cy(**fields) -> cs.Person:
    return cs.Person("Cy", "backend", kind="candidate", **{"joining": 60, **fields})


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"joining": None},
            "Person 'Cy': a candidate of whom nobody knows how long hiring takes; write joining=60",
        ),
        (
            {"start": "2027-03-01"},
            "Person 'Cy': a candidate with dates (got '2027-03-01'); leave start and end out",
        ),
        (
            {"end": "2027-12-31"},
            "Person 'Cy': a candidate with dates (got '2027-12-31'); leave start and end out",
        ),
        (
            {"onboarding": {"weeks": 4, "mentor_share": 0.2}},
            "Person 'Cy': a candidate with a mentor; leave the mentor's share out",
        ),
    ],
)
def test_what_cannot_be_said_of_a_candidate(fields, told: str) -> None:
    with pytest.raises(InputError) as error:
        cy(**fields)
    assert told in str(error.value)


def demo(*people: cs.Person, task=None, **fields) -> cs.Portfolio:
    work = [cs.Task("build", effort=30, skill="backend", **(task or {}))]
    return cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", work)], **fields)


def test_a_candidate_can_be_neither_booked_nor_at_work() -> None:
    with pytest.raises(InputError) as error:
        demo(
            cy(),
            cs.Person("Ada", "backend"),
            bookings=[cs.Booking("Cy", "Shop", "2027-01-04", "2027-01-08", 0.5)],
        )
    assert "Booking 1, person: a candidate, who is not there unless a reaction hires them (got 'Cy')" in str(
        error.value
    )
    with pytest.raises(InputError) as error:
        demo(
            cy(count=2),
            cs.Person("Ada", "backend"),
            task={"assigned": "Cy 1", "actual_start": "2027-01-04"},
            status_date="2027-01-05",
        )
    assert (
        "assigned: a candidate, who is not there unless a reaction hires them (got 'Cy 1'); name who is at work on it"
        in str(error.value)
    )


def found(portfolio: cs.Portfolio) -> list[str]:
    return [str(each.problem) for each in findings_in(portfolio) if "hires" in str(each.problem)]


def test_candidates_whom_nobody_hires_are_told() -> None:
    (told,) = found(demo(cy(), cs.Person("Ada", "backend")))
    assert "Person 'Cy': no reaction of the settings hires them, so they never come" in told
    assert "such as backend waiting 5 days -> hire backend" in told
    hires = cs.Policy(reactions="backend waiting 5 days -> hire backend")
    assert found(demo(cy(), cs.Person("Ada", "backend"), policy=hires)) == []


def said(portfolio: cs.Portfolio) -> list[tuple[str, str]]:
    found = (each.problem for each in findings_in(portfolio) if "without candidates" in str(each.problem))
    return [(str(each.severity), str(each)) for each in found]


def test_work_that_only_candidates_can_do_is_told() -> None:
    qa = cs.Person("Ada", "qa")
    ((severity, told),) = said(demo(qa, cy()))
    assert severity == "warning"
    assert told.startswith(
        "Project 'Shop', task 'build': without candidates nobody can do it, and no reaction"
    )
    assert said(demo(cs.Person("Bo", "backend"), cy())) == []


def test_work_that_waits_for_candidates_who_can_be_hired_is_told_too() -> None:
    # Two seats, one of them for somebody who is hired; with three one more candidate would have to be.
    people = [cs.Person("Ada", "backend"), cy(count=2)]
    hires = cs.Policy(reactions='backend waiting 5 days -> hire "Cy 1"')
    for seats, severity in ((1, None), (2, "info"), (3, "warning")):
        found = said(demo(*people, task={"people": seats}, policy=hires))
        assert [each for each, _ in found] == ([severity] if severity else []), seats


def test_work_that_candidates_were_wanted_for_and_that_is_done_is_not_told() -> None:
    done = {"actual_start": "2027-01-04", "actual_finish": "2027-01-08"}
    assert said(demo(cs.Person("Ada", "qa"), cy(), task=done, status_date="2027-01-11")) == []


def test_planned_demand_and_capacity_know_nothing_of_candidates() -> None:
    alone, beside = demo(cs.Person("Ada", "backend")), demo(cs.Person("Ada", "backend"), cy(count=3))
    runs = [
        cs.simulate(each, replications=2, seed=1, progress=False, engine="event") for each in (alone, beside)
    ]
    for answer in ("gaps", "demand"):
        mine, its = (getattr(run, answer)() for run in runs)
        assert mine.equals(its), answer


def test_a_candidate_who_never_comes_is_never_paid() -> None:
    ada = cs.Person("Ada", "backend", cost_per_day=500)
    costs = [
        cs.simulate(demo(*people), replications=3, seed=1, progress=False, engine="event").cost(
            by="portfolio"
        )
        for people in ((ada,), (ada, cy(cost_per_day=900, count=2)))
    ]
    assert costs[0].equals(costs[1])


def test_who_is_hired_is_paid_from_the_first_day_on() -> None:
    # Decided on Tuesday, 5 January, there from Thursday on: Ada has done 3 of 30 days, and both do the rest
    # in 13.5 more; Cy is paid for 14, one half of the last on no project.
    ada, policy = (
        cs.Person("Ada", "backend", cost_per_day=500),
        cs.Policy(reactions="on 2027-01-05 -> hire Cy"),
    )
    work = [cs.Task("build", effort=30, skill="backend", people=(1, 2))]
    people = [ada, cy(joining=2, cost_per_day=400)]
    demo = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", work)])
    done = cs.simulate(demo, policy, replications=1, seed=1, progress=False, engine="event")
    cost = done.cost(by="person")
    assert dict(zip(cost.person, cost["mean"], strict=True)) == {"Ada": 500 * 16.5, "Cy": 400 * 13.5}
    use = done.utilization(by="person")
    assert dict(zip(use.person, use.utilization.round(9), strict=True)) == {"Ada": 1.0, "Cy": 1.0}
    assert done.reactions().times.tolist() == [1.0]
    assert date.fromisoformat(str(done.reactions().first_p50[0].date())) == date(2027, 1, 5)


def test_hiring_several_at_once_is_one_decision() -> None:
    policy = cs.Policy(reactions="on 2027-01-05 -> hire 3 backend")
    people = [cs.Person("Ada", "backend"), cy(count=3)]
    assert cs.simulate(
        demo(*people), policy, replications=4, seed=1, progress=False, engine="event"
    ).reactions().times.tolist() == [1.0]


def test_a_story_tells_who_is_hired_and_when_they_come() -> None:
    policy = cs.Policy(reactions="on 2027-01-05 -> hire Cy")
    done = cs.simulate(
        demo(cs.Person("Ada", "backend"), cy(joining=10)),
        policy,
        replications=1,
        seed=1,
        progress=False,
        engine="event",
    )
    told = cs.replay(done, 0).story()
    assert "Reaction: on 2027-01-05 -> hire Cy." in told
    assert "Cy is hired." in told
    assert "Cy joins on" in told
