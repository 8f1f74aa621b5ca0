"""Remarks: what each is made for, and that a full model gets none."""

import pytest

from capsim.domain.distributions import PERT
from capsim.domain.person import Person
from capsim.domain.policy import EDD, WSJF, Cheapest, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.task import Task
from capsim.forecast.problems import sentences
from tests.unit.domain.team import PEOPLE, agency, project, work


def tidy(*tasks: Task, **fields: object) -> Portfolio:
    """Return a portfolio on which there is nothing to remark, but for what is changed."""
    given = {
        "calendar": "DE",
        "ranges": "usual",
        "people": PEOPLE[:2],
        "run_the_business": 0.2,
        **fields,
    }
    return agency(*(tasks or (work("build"),)), **given)


def remarks(portfolio: Portfolio) -> list[str]:
    return sentences(portfolio.check().to_dict("records"))


def test_there_is_nothing_to_remark_on_a_full_model() -> None:
    assert remarks(tidy()) == []
    assert repr(tidy().check()) == "score 100 of 100"


def test_an_estimate_with_a_range_is_enough_for_odds() -> None:
    ranged = Task("test", effort=PERT(1, 2, 3), skill="backend")
    assert remarks(tidy(work("build"), ranged, ranges="none")) == []


@pytest.mark.parametrize(
    ("portfolio", "words"),
    [
        (tidy(ranges="none"), "no estimate has a range: the answer is a schedule and shows no odds"),
        (tidy(projects=[]), "no projects: there is nothing to simulate"),
        (tidy(projects=[project(work("a"), status="done")]), "no project takes part: there is nothing"),
        (tidy(projects=[project(work("a")), project(name="Idea")]), "Project 'Idea': no tasks"),
        (tidy(projects=[project(work("a"), deadline=None)]), "Project 'Shop': no deadline"),
        (
            tidy(projects=[project(work("a"), deadline="2026-01-01")]),
            "Project 'Shop': the deadline is before the portfolio's start: "
            "this deadline can no longer be kept",
        ),
        (
            tidy(projects=[project(work("a"), start="2027-05-01", deadline="2027-04-01")]),
            "Project 'Shop': the deadline is before the project's start",
        ),
        (
            tidy(projects=[project(work("a"), start="2027-05-01")], horizon="2027-04-01"),
            "Project 'Shop': starts after the last day simulated",
        ),
        (tidy(work("a", start="2026-05-01")), "Project 'Shop', task 'a': dated before the portfolio's start"),
        (
            tidy(work("a", deadline="2026-05-01")),
            "Project 'Shop', task 'a': the deadline is before the portfolio's start: "
            "this deadline can no longer be kept",
        ),
        (tidy(work("a"), work("b", after="a; a")), "Project 'Shop', task 'b', after: a link listed twice"),
        (
            tidy(projects=[project(work("a", after="Old/x")), project(Task("x"), name="Old", status="done")]),
            "Project 'Shop', task 'a', after: project 'Old' takes no part",
        ),
        (tidy(people=PEOPLE), "Person 'Cy': no task needs any of their skills"),
        (
            tidy(people=[*PEOPLE[:2], Person("Old", "backend", end="2020-01-01")]),
            "Person 'Old': never at work in the time simulated",
        ),
        (
            tidy(work("a", "backend, or dta at 0.5")),
            "Project 'Shop', task 'a': an alternative that nobody has, 'dta'; did you mean 'data'?",
        ),
        (tidy(calendar="mon-fri"), "people work on public holidays"),
        (
            tidy(projects=[project(work("a"), deadline=None)], policy=Policy(EDD())),
            "Policy: EDD orders work by deadlines",
        ),
        (tidy(policy=Policy(WSJF())), "Policy: WSJF orders work by the cost of delay"),
        (tidy(policy=Policy(assignment=Cheapest())), "Policy: Cheapest orders people by cost"),
        (
            tidy(Task("wait", duration=5, skill="backend", people=(1, 2))),
            "Project 'Shop', task 'wait': more people do not shorten a duration",
        ),
    ],
)
def test_what_could_be_better_is_remarked_on(portfolio: Portfolio, words: str) -> None:
    assert any(remark.startswith(words) for remark in remarks(portfolio)), remarks(portfolio)


def test_every_remark_says_what_would_be_better_or_what_happens() -> None:
    portfolio = agency(work("a"), people=[*PEOPLE, Person("Old", "backend", end="2020-01-01")])
    assert (portfolio.check().fix != "").all()


def test_many_of_a_kind_are_one_remark() -> None:
    projects = [project(work("a"), name=f"P{n}", deadline=None) for n in range(20)]
    remark = remarks(tidy(projects=projects))
    assert remark[1:] == [
        "Projects 'P0', 'P1', 'P2', 'P3', 'P4' and 15 more: no deadline; "
        "give one, and the forecast says how likely it is kept"
    ]


def test_remarks_in_a_notebook_are_escaped() -> None:
    shown = tidy(projects=[project(work("a"), name="<b>", deadline=None)]).check()._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
