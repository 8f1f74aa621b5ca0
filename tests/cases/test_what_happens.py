"""Branches, projects that require or exclude others, intakes and streams, solved by hand (rule D6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from capsim.domain.branches import Branch, Way
from capsim.domain.intake import Stage
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.streams import Stream
from capsim.domain.task import Task
from capsim.engines.runs import Cause
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.cases.support import ABSENT, DAY, Solved, dev, portfolio, solve, work
from tests.parity.comparing import run_on_both


def certain(*ways: tuple[str, float, list[str]]) -> Branch:
    return Branch("either or", [Way(*way) for way in ways])


def test_the_way_that_is_not_taken_is_absent_and_holds_nobody_up() -> None:
    # build takes Ada to day 5; the order, of 30 days, is not placed, so that live is on day 5
    tasks = [work("build", 5), Task("order", duration=30), Task("live", after="build; order")]
    branch = certain(("make", 1.0, ["build"]), ("buy", 0.0, ["order"]))
    done = solve([dev()], [Project("P", tasks, branches=[branch])])
    assert done.span("P/build") == (0, 5 * DAY)
    assert done.span("P/order") == (ABSENT, ABSENT)
    assert done.finish("P/live") == 5 * DAY


def test_a_task_in_two_branches_happens_if_both_take_its_way() -> None:
    tasks = [work("a", 1), work("b", 1)]
    yes, no = (
        Branch("1", [Way("x", 1, ["a", "b"]), Way("y", 0)]),
        Branch("2", [Way("x", 0, ["a"]), Way("y", 1)]),
    )
    done = solve([dev()], [Project("P", tasks, branches=[yes, no])])
    assert done.finish("P/a") == ABSENT
    assert done.span("P/b") == (0, DAY)


def going_ahead(*projects: Project) -> set[str]:
    made = [replace(project, tasks=[work("t", 1)]) for project in projects]
    runs = solve([dev()], made).runs
    return {
        name for name, tick in zip(runs.plan.project_names, runs.finish[0], strict=True) if tick != ABSENT
    }


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([Project("A", requires=["B"]), Project("B", probability=0)], set()),
        ([Project("A", requires=["B"]), Project("B")], {"A", "B"}),
        ([Project("A", excludes=["B"]), Project("B")], {"A"}),  # as listed
        ([Project("A", excludes=["B"]), Project("B", priority=1)], {"B"}),  # by priority, whoever says it
        ([Project("A"), Project("B", excludes=["A"])], {"A"}),
        ([Project("A", probability=0), Project("B", excludes=["A"])], {"B"}),
        # C requires B, so that B is settled with C's turn, before A
        (
            [
                Project("A", priority=2, excludes=["B"]),
                Project("B", priority=3),
                Project("C", priority=1, requires=["B"]),
            ],
            {"B", "C"},
        ),
        # B is ruled out by A, and C, which needs it, with it
        ([Project("A"), Project("B", excludes=["A"]), Project("C", requires=["B"])], {"A"}),
        ([Project("A", requires=["B"]), Project("B", status="done")], {"A"}),
        ([Project("A", requires=["B"]), Project("B", status="on hold")], set()),
        ([Project("A", intake=[Stage("selected", 0)]), Project("B")], {"B"}),
    ],
)  # fmt: skip
def test_which_projects_go_ahead_together(projects: list[Project], expected: set[str]) -> None:
    assert going_ahead(*projects) == expected


def test_the_intake_takes_its_time_in_working_days_before_any_work() -> None:
    # 3 + 1.5 working days from Tuesday: Monday of the next week, at its middle (day 7, tick 240)
    stages = [Stage("selected", 1.0, 3), Stage("staffed", 1.0, 1.5)]
    done = solve(
        [dev()], [Project("P", [work("a", 1), work("b", 1, after="a")], start="2027-01-05", intake=stages)]
    )
    assert done.span("P/a") == (7 * DAY + 240, 8 * DAY + 240)
    assert done.why_ready("P/a") == (Cause.ARRIVAL, 0)
    assert done.why_ready("P/b") == (Cause.LINK, 0)


def streamed(people, *streams: Stream, seed: int = 1, policy: Policy | None = None, **fields) -> Solved:
    made = portfolio(people, [Project("P", [])], **fields).replace(streams=streams)
    plan = make_plan(made)
    return Solved(run_on_both(plan, policy or Policy(), make_draws(plan, seed), 0, 1))


def test_the_items_of_a_backlog_are_done_one_after_the_other() -> None:
    done = streamed([dev()], Stream("S", work("item", 1), items=3))
    assert [done.span(f"S/S#{k}") for k in (1, 2, 3)] == [(0, DAY), (DAY, 2 * DAY), (2 * DAY, 3 * DAY)]


def test_an_uncertain_number_is_rounded_and_the_rest_is_inert() -> None:
    done = streamed([dev()], Stream("S", work("item", 1), items="Uniform(1.6, 2.4)"))
    assert done.runs.plan.n_tasks == 2
    stream = Stream("S", work("item", 1), items="Uniform(0.6, 3.4)")
    made = portfolio([dev()], [Project("P", [])]).replace(streams=[stream])
    there = ~make_draws(make_plan(made), 1).block(0, 400).left_out
    assert there.shape == (400, 3)
    assert set(there.sum(axis=1).tolist()) == {1, 2, 3}
    assert (there[:, 0] >= there[:, 1]).all()
    assert (there[:, 1] >= there[:, 2]).all()


def test_items_arrive_after_the_gaps_that_are_drawn_in_working_time() -> None:
    stream = Stream("S", work("item", 0.1), per_week=5, start="2027-01-08", end="2027-01-20")
    done = streamed([dev()], stream)
    plan = done.runs.plan
    draws = make_draws(plan, 1)
    gaps = draws.happening.gap_laws[0].sample(draws.happening.gaps[0].uniforms(1, draws.sampling, 0, 1))[0]
    arrivals = np.ceil(np.cumsum(gaps) * DAY - 1e-6).astype(int)
    there = arrivals[arrivals <= 9 * DAY]  # Friday 8 to Wednesday 20 January has nine working days
    friday = 4 * DAY  # two days off after it, and again a week later
    right = [friday + tick + 2 * DAY * (tick > DAY) + 2 * DAY * (tick > 6 * DAY) for tick in there]
    ready = done.runs.ready[0]
    assert ready[ready != ABSENT].tolist() == right
    assert len(there) > 3
    assert done.why_ready("S/S#1") == (Cause.ARRIVAL, 0)


def test_items_that_arrive_later_wait_behind_those_of_a_more_urgent_stream() -> None:
    # both backlogs are there from the start, the urgent one second in the list
    done = streamed(
        [dev()],
        Stream("slow", work("item", 1), items=2, priority=2),
        Stream("fast", work("item", 1), items=1, priority=1),
    )
    assert done.span("fast/fast#1") == (0, DAY)
    assert done.span("slow/slow#2") == (2 * DAY, 3 * DAY)


def test_a_stream_moves_no_other_number() -> None:
    project = Project("P", [work("a", "PERT(1, 2, 5)"), work("b", "PERT(1, 2, 5)")], probability=0.5)
    plain = portfolio([dev()], [project])
    with_stream = plain.replace(
        streams=[Stream("S", work("item", "PERT(1, 2, 5)"), per_week=2, end="2027-02-01")]
    )
    one, other = (make_draws(make_plan(each), 3).block(0, 50) for each in (plain, with_stream))
    assert (one.effort == other.effort[:, :2]).all()
    assert (one.goes_ahead == other.goes_ahead[:, :1]).all()
