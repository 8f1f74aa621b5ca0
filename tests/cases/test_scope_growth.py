"""Projects whose scope grows by what comes in while they run, solved by hand (rule D6)."""

from __future__ import annotations

import pytest

import capsim as cs
from capsim.clock import STOPPED
from capsim.domain.intake import Stage
from capsim.domain.project import Project
from capsim.domain.streams import Stream
from capsim.domain.task import Task
from capsim.engines.runs import Cause
from capsim.errors import InputError, Refused
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import ABSENT, DAY, dev, portfolio, solve, work

LIVE = [work("build", 2), work("live", 1, after="build")]


def changes(**fields) -> Stream:
    return Stream("C", work("item", 1), **{"items": 2, "project": "P", **fields})


def test_items_are_work_of_the_project_after_its_own_tasks() -> None:
    # build comes first by its latest finish; live is done before the changes, which nothing waits for
    done = solve([dev()], [Project("P", LIVE)], streams=[changes()])
    assert done.runs.plan.task_labels == ("P/build", "P/live", "P/C#1", "P/C#2")
    assert [done.span(f"P/{each}") for each in ("build", "live")] == [(0, 2 * DAY), (2 * DAY, 3 * DAY)]
    assert [done.span(f"P/C#{k}") for k in (1, 2)] == [(3 * DAY, 4 * DAY), (4 * DAY, 5 * DAY)]


def test_a_task_waits_for_all_that_comes() -> None:
    done = solve([dev()], [Project("P", LIVE)], streams=[changes(before="live")])
    assert [done.span(f"P/C#{k}") for k in (1, 2)] == [(2 * DAY, 3 * DAY), (3 * DAY, 4 * DAY)]
    assert done.span("P/live") == (4 * DAY, 5 * DAY)
    assert done.why_ready("P/live")[0] == Cause.LINK


def test_what_does_not_come_holds_nobody_up() -> None:
    # two may be there, none is: an Empirical law with one value below a half
    done = solve(
        [dev()],
        [Project("P", LIVE)],
        streams=[changes(items="Uniform(0, 0.4)", per_week=0.01, end="2027-01-05", before="live")],
    )
    came = [label for label in done.runs.plan.task_labels if "C#" in label]
    assert came
    assert {done.span(label) for label in came} == {(ABSENT, ABSENT)}
    assert done.span("P/live") == (2 * DAY, 3 * DAY)


def test_items_of_two_streams_stand_one_after_the_other_as_listed() -> None:
    streams = [
        changes(items=1),
        Stream("S", work("item", 1), items=1),
        Stream("D", work("item", 1), items=1, project="P"),
    ]
    plan = solve([dev()], [Project("P", LIVE), Project("Q", [work("q", 1)])], streams=streams).runs.plan
    assert plan.task_labels == ("P/build", "P/live", "P/C#1", "P/D#1", "Q/q", "S/S#1")
    assert [plan.task_labels[each.first_task] for each in plan.streams] == ["P/C#1", "S/S#1", "P/D#1"]
    assert plan.is_item.tolist() == [False, False, True, True, False, True]


def test_nothing_comes_for_a_project_that_is_stopped_or_does_not_go_ahead() -> None:
    gate = [work("build", 2), Task("go", gate=0.0, after="build"), work("live", 1, after="go")]
    done = solve([dev()], [Project("P", gate, priority=1)], streams=[changes()])
    assert [done.finish(f"P/C#{k}") for k in (1, 2)] == [STOPPED, STOPPED]
    none = solve([dev()], [Project("P", LIVE, probability=0)], streams=[changes()])
    assert [none.finish(f"P/C#{k}") for k in (1, 2)] == [ABSENT, ABSENT]


def test_items_do_not_get_ready_before_the_project_has_passed_its_intake() -> None:
    stages = [Stage("selected", 1.0, 3)]
    done = solve(
        [dev()],
        [Project("P", LIVE, intake=stages)],
        streams=[changes(items=None, per_week=5, end="2027-01-06")],
    )
    ready = [int(tick) for tick in done.runs.ready[0] if tick != ABSENT]
    assert len(ready) > 2
    assert min(ready) == 3 * DAY


def test_a_stream_of_a_project_that_takes_no_part_is_none() -> None:
    plan = solve(
        [dev()], [Project("P", LIVE, status="on hold"), Project("Q", [work("q", 1)])], streams=[changes()]
    ).runs.plan
    assert plan.task_labels == ("Q/q",)
    assert plan.streams == ()


def test_the_draws_of_all_other_work_stay() -> None:
    project = Project("P", [work("a", "PERT(1, 2, 5)"), work("b", "PERT(1, 2, 5)")])
    plain = portfolio([dev()], [project])
    grown = plain.replace(
        streams=[Stream("C", work("item", "PERT(1, 2, 5)"), per_week=2, end="2027-02-01", project="P")]
    )
    one, other = (make_draws(make_plan(each), 3).block(0, 20) for each in (plain, grown))
    assert (one.effort == other.effort[:, :2]).all()


def test_answers_count_items_with_the_project_and_show_the_stream() -> None:
    people = [cs.Person("Ada", "dev", cost_per_day=100)]
    grown = cs.Portfolio(
        "A", "2027-01-04", people, [cs.Project("P", LIVE, deadline="2027-01-06")], streams=[changes()]
    )
    done = cs.simulate(grown, replications=3, seed=1, progress=False)
    assert done.delivery().project.tolist() == ["P"]
    assert str(done.delivery().p50[0].date()) == "2027-01-08"
    assert done.cost()[["project", "mean"]].values.tolist() == [["P", 500.0]]
    assert done.streams()[["stream", "items", "done"]].values.tolist() == [["C", 2.0, 2.0]]
    assert done.summary().estimates[0] == 3  # build, live, and an item


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"project": "Q"}, "Stream 'C', project: no such project (got 'Q'); known: 'P'"),
        (
            {"before": "love"},
            "Stream 'C', before: no such task in its project (got 'love'); did you mean 'live'?",
        ),
    ],
)
def test_names_that_are_none_are_told(fields, told) -> None:
    with pytest.raises(InputError) as error:
        portfolio([dev()], [Project("P", LIVE)]).replace(streams=[changes(**fields)])
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"priority": 3}, "priority of what a project grows by (got 3); leave it out"),
        ({"deadline": "2027-03-01"}, "deadline of what a project grows by"),
        ({"owner": "Eva"}, "owner of what a project grows by"),
        ({"project": None, "before": "live"}, "before a task of no project (got 'live')"),
    ],
)
def test_what_the_project_says_is_not_said_of_its_scope(fields, told) -> None:
    with pytest.raises((InputError, Refused)) as error:
        changes(**fields)
    assert told in str(error.value)
