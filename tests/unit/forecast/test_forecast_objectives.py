"""Objectives: how much they weigh, who serves them, what comes of them."""

from __future__ import annotations

import pytest

import capsim as cs
from capsim.domain.findings import findings_in
from capsim.domain.strategy import Objective

GROWTH, COST, SAFETY = "growth", "cost", "safety"


def agency(*projects: cs.Project, strategy: tuple[Objective, ...] = (), **fields: object) -> cs.Portfolio:
    people = [cs.Person("Ada", "backend"), cs.Person("Bo", "backend")]
    return cs.Portfolio("Agency", "2027-01-04", people, projects, strategy=strategy, **fields)


def work(days: float) -> cs.Task:
    return cs.Task("build", effort=days, skill="backend")


def shop(**fields: object) -> cs.Project:
    return cs.Project("Shop", [work(8)], objectives="growth at 3; cost", value=100, **fields)


def mail(**fields: object) -> cs.Project:
    return cs.Project("Mail", [work(2)], objectives=GROWTH, value=40, **fields)


ALL = (Objective(GROWTH, 6), Objective(COST, 3), Objective(SAFETY, 1))


def test_weights_are_shares_and_each_stakeholder_has_the_same_say() -> None:
    weighed = (
        Objective(GROWTH, 30, "Board"),
        Objective(COST, 10, "Board"),
        Objective(GROWTH, 1, "Citizens"),
        Objective(SAFETY, 1, "Citizens"),
    )
    frame = agency(shop(), strategy=weighed).objectives()
    assert frame.objective.tolist() == [GROWTH, COST, SAFETY]
    assert frame.weight.tolist() == [0.5 * 0.75 + 0.5 * 0.5, 0.5 * 0.25, 0.25]


def test_effort_is_divided_by_scores_and_objectives_without_projects_are_there() -> None:
    frame = agency(shop(), mail(), strategy=ALL).objectives()
    assert frame.projects.tolist() == [2, 1, 0]
    assert frame.score.tolist() == [4, 1, 0]
    assert frame.effort_days.tolist() == [8 * 0.75 + 2, 8 * 0.25, 0]
    assert frame.effort_share.tolist() == [0.8, 0.2, 0]
    assert frame.attrs["coverage"] == pytest.approx(0.9, abs=1e-12)


def test_a_project_without_a_value_is_worth_what_its_benefits_bring_in() -> None:
    # two years at 60, of which 0.5 comes in the mean
    saved = cs.money.Benefit("saved", 60, plateau_months=24, factor=cs.distributions.Uniform(0, 1))
    served = cs.Project("Post", [work(1)], objectives=GROWTH, benefits=[saved])
    found = cs.simulate(agency(served, mail()), replications=20, seed=1, progress=False)
    assert found.objectives().value.tolist() == pytest.approx([60 + 40])


def test_without_a_list_the_objectives_that_projects_name_weigh_the_same() -> None:
    frame = agency(shop(), cs.Project("Lost", [work(1)])).objectives()
    assert frame.weight.tolist() == [0.5, 0.5]
    assert frame.attrs["orphans"] == ("Lost",)


def test_projects_that_take_no_part_serve_nothing() -> None:
    frame = agency(shop(status="on hold"), mail(), strategy=ALL).objectives()
    assert frame.projects.tolist() == [1, 0, 0]


def test_value_counts_with_the_chance_that_it_comes() -> None:
    late = shop(deadline="2027-01-05", probability=1)
    forecast = cs.simulate(agency(late, mail(deadline="2027-03-31"), strategy=ALL), replications=20, seed=1)
    by_project = forecast.objectives(by="project")
    assert by_project[["objective", "project"]].to_records(index=False).tolist() == [
        (GROWTH, "Shop"), (GROWTH, "Mail"), (COST, "Shop"),
    ]  # fmt: skip
    assert by_project.share.tolist() == [0.75, 1, 0.25]
    assert by_project.value.tolist() == [75, 40, 25]
    assert by_project.probability.tolist() == [0, 1, 0]
    assert by_project.expected_value.tolist() == [0, 40, 0]
    assert by_project.busy_days.tolist() == [6, 2, 2]
    frame = forecast.objectives()
    assert frame.expected_value.tolist() == [40, 0, 0]
    assert frame.busy_days.tolist() == [8, 2, 0]
    assert frame.busy_share.tolist() == [0.8, 0.2, 0]


def test_what_comes_after_its_window_is_not_expected() -> None:
    # eight days of work end on 13 January; a window until the 12th is over, whatever the deadline says
    for window, worth in (("2027-01-12", 0.0), ("2027-01-13", 100.0)):
        made = agency(shop(deadline="2027-01-29", window_end=window))
        forecast = cs.simulate(made, replications=2, seed=1, progress=False)
        assert forecast.values().expected_value.tolist() == [worth]
        assert forecast.objectives().expected_value.sum() == worth
        assert forecast.benefits()["mean"].tolist() == [worth]


def test_a_tentative_project_counts_in_its_share_of_futures() -> None:
    forecast = cs.simulate(agency(mail(probability=0.5), strategy=ALL), replications=400, seed=3)
    (row,) = forecast.objectives(by="project").itertuples()
    assert row.expected_value == 40 * row.going_ahead
    assert abs(row.going_ahead - 0.5) < 4 * (0.25 / 400) ** 0.5
    assert row.busy_days == pytest.approx(2 * row.going_ahead, rel=1e-12)


def test_days_on_which_a_process_keeps_somebody_away_are_not_spent() -> None:
    def sick(world):  # type: ignore[no-untyped-def]
        world.away("Ada", "2027-01-05", "2027-01-06")
        world.away("Bo", "2027-01-05", "2027-01-06")
        yield world.days(0)

    forecast = cs.simulate(agency(mail(), strategy=ALL), replications=2, seed=1, processes=[sick])
    assert forecast.objectives().busy_days.tolist() == [2, 0, 0]


def test_an_unknown_grouping_is_refused() -> None:
    forecast = cs.simulate(agency(mail()), replications=2, seed=1)
    with pytest.raises(cs.errors.InputError, match="did you mean 'project'"):
        forecast.objectives(by="projct")


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            lambda: agency(shop(), strategy=(Objective("grwth"), Objective(COST))),
            "Project 'Shop', objectives: no such objective (got 'growth'); did you mean 'grwth'?",
        ),
        (
            lambda: agency(strategy=(Objective(COST), Objective(COST, 2))),
            "Objective 'cost': weighed twice; weigh it once for each stakeholder",
        ),
        (
            lambda: cs.Project("Shop", objectives=[GROWTH], scores={"grow": 2}),
            "Project 'Shop': a score for an objective that is not its own (got 'grow'); "
            "did you mean 'growth'?",
        ),
        (
            lambda: Objective(COST, -1),
            "Objective 'cost', weight: out of range (got -1); write a number from 0 to 1,000,000",
        ),
    ],
)
def test_what_is_wrong_with_objectives_is_told(make: object, line: str) -> None:
    with pytest.raises(cs.errors.InputError) as caught:
        make()  # type: ignore[operator]
    assert next(str(problem) for problem in caught.value.found).removeprefix("Portfolio 'Agency', ") == line


def test_starved_objectives_and_projects_that_serve_none_are_found() -> None:
    made = agency(shop(), cs.Project("Lost", [work(1)]), strategy=ALL)
    told = {each.kind: str(each.problem) for each in findings_in(made)}
    assert told["starved objectives"].startswith("no project serves 'safety': 10% of all weight")
    assert told["no objective"].startswith("Project 'Lost': serves no objective")
    assert "no objective" not in {each.kind for each in findings_in(agency(cs.Project("Lost", [work(1)])))}


def test_projects_take_what_people_are_busy_also_where_some_are_ill_leave_or_teach() -> None:
    ada = cs.Person(
        "Ada",
        "backend",
        sickness=cs.people.Sickness(spells_per_year=12, spell_days=3),
        attrition=cs.people.Attrition(3, 10),
        onboarding=cs.people.Onboarding(2, mentor="Bo", mentor_share=0.25),
    )
    work = [cs.Task("build", effort=60, skill="backend", people=(1, 2))]
    projects = [cs.Project(name, work, objectives=[GROWTH]) for name in ("Shop", "App")]
    portfolio = cs.Portfolio("Agency", "2027-01-04", [ada, cs.Person("Bo", "backend")], projects)
    forecast = cs.simulate(portfolio, replications=40, seed=7, progress=False)
    assert forecast.runs.absences.left.max() == 750
    in_all = forecast.utilization(by="person").busy_days.sum()
    assert forecast.objectives(by="project").busy_days.sum() == pytest.approx(in_all, rel=1e-3)
