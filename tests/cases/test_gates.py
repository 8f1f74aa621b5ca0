"""Gates, solved by hand (rule D6): what stops, when, and who is free from then on."""

from __future__ import annotations

import pytest

from capsim.clock import STOPPED
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Link, Task
from capsim.engines.runs import Cause
from tests.cases.support import DAY, EVERY_DAY, NEVER, dev, solve, work


def test_a_gate_that_stops_ends_unfinished_work_and_frees_its_people() -> None:
    # a takes Ada to day 2, and b takes Bo to day 10; the gate after a stops at day 2.
    # Then Ada and Bo are free: Q/next takes Ada at once, and Q/last takes Bo.
    done = solve(
        [dev("Ada"), dev("Bo")],
        [
            Project(
                "P", [work("a", 2), work("b", 10), Task("gate", after="a", gate=0), work("c", after="gate")]
            ),
            Project("Q", [work("next", 1), work("last", 1)], priority=200),
        ],
        calendar=EVERY_DAY,
    )
    assert done.span("P/a") == (0, 2 * DAY)
    assert done.span("P/b") == (0, STOPPED)
    assert done.span("P/gate") == (2 * DAY, STOPPED)
    assert (done.ready("P/c"), *done.span("P/c")) == (STOPPED, STOPPED, STOPPED)
    assert done.seats("P/b") == [("Bo", 0, 2 * DAY)]
    assert done.seats("Q/next") == [("Ada", 2 * DAY, 3 * DAY)]
    assert done.seats("Q/last") == [("Bo", 2 * DAY, 3 * DAY)]
    assert done.why_start("Q/last") == (Cause.PERSON, done.need("P/b"))


def test_a_gate_that_passes_changes_nothing() -> None:
    done = solve([dev()], [work("a", 2), Task("gate", after="a", gate=1), work("b", 1, after="gate")])
    assert done.span("gate") == (2 * DAY, 2 * DAY)
    assert done.span("b") == (2 * DAY, 3 * DAY)


def test_what_ends_at_the_tick_of_the_gate_has_finished() -> None:
    # b ends at day 2 as a does; so does the milestone after b, and the one after that. What hangs on the
    # gate itself is stopped.
    done = solve(
        [dev("Ada"), dev("Bo")],
        [
            Task("after gate", after="gate"),
            Task("gate", after="a", gate=0),
            work("a", 2),
            Task("m2", after="m"),
            Task("m", after="b"),
            work("b", 2),
        ],
    )
    assert [done.finish(name) for name in ("a", "b", "m", "m2")] == [2 * DAY] * 4
    assert [done.finish(name) for name in ("gate", "after gate")] == [STOPPED] * 2


def test_a_task_that_waits_keeps_its_ready_tick_and_one_that_gets_ready_then_does_not() -> None:
    # Ada works on a to day 2. b waits for her from the start; c would get ready at day 2, on its date.
    tasks = [work("a", 2), work("b", 1), work("c", 1, start="2027-01-06"), Task("gate", after="a", gate=0)]
    done = solve([dev()], tasks)
    assert (done.ready("b"), done.start("b")) == (0, STOPPED)
    assert (done.ready("c"), done.start("c")) == (STOPPED, STOPPED)
    assert done.why_ready("c") == (Cause.NONE, 0)


def test_links_from_stopped_work_are_met_at_the_stop_whatever_their_lag() -> None:
    # P stops at day 1. Q/x waits for the unstarted P/b with a lag, Q/y for the end of P/c, which is at work;
    # Q/z counts from the start of P/c, at 0, and its lag of 3 days stays.
    stopped = Project(
        "P", [Task("gate", start="2027-01-05", gate=0), work("b", 1, after="c"), work("c", 30, skill="ops")]
    )
    other = Project(
        "Q",
        [
            Task("x", after=Link("b", "FS", 5, "P")),
            Task("y", after=Link("c", "FS", 5, "P")),
            Task("z", after=Link("c", "SS", 3, "P")),
            Task("w", after=Link("gate", project="P")),
        ],
    )
    done = solve([dev(), Person("Olaf", "ops")], [stopped, other])
    assert [done.start(f"Q/{name}") for name in "xyzw"] == [DAY, DAY, 3 * DAY, DAY]
    assert done.why_ready("Q/x") == (Cause.LINK, done.link("P/b", "Q/x"))


def test_a_finish_that_waits_for_stopped_work_is_free_at_the_stop() -> None:
    # Q/report is done at day 1 and closes with P/b, which the gate stops at day 3.
    done = solve(
        [dev("Ada"), dev("Bo")],
        [
            Project("P", [work("b", 9), Task("gate", start="2027-01-07", gate=0)]),
            Project("Q", [work("report", 1, after=[Link("b", "FF", 2, "P")])]),
        ],
    )
    assert done.span("Q/report") == (0, 3 * DAY)
    assert done.why_finish("Q/report") == (Cause.LINK, done.link("P/b", "Q/report"))


def test_the_first_of_two_gates_stops_the_project() -> None:
    tasks = [
        Task("late", start="2027-01-07", gate=0),
        Task("early", start="2027-01-05", gate=0),
        work("a", 9),
    ]
    done = solve([dev()], tasks)
    assert done.span("early") == (DAY, STOPPED)
    assert done.span("late") == (STOPPED, STOPPED)
    assert done.seats("a") == [("Ada", 0, DAY)]


def test_two_projects_that_stop_at_one_tick_meet_the_links_between_them() -> None:
    # both gates are reached at day 1: what waits in Q for P is stopped as well
    done = solve(
        [dev()],
        [
            Project("P", [work("a", 5), Task("gate", start="2027-01-05", gate=0)]),
            Project("Q", [work("b", 1, after=["P/a"]), Task("gate", start="2027-01-05", gate=0)]),
        ],
    )
    assert done.span("Q/b") == (STOPPED, STOPPED)
    assert done.ready("Q/b") == STOPPED


def test_a_gate_that_is_never_reached_stops_nothing() -> None:
    tasks = [work("a", 900), Task("gate", after="a", gate=0), work("b", 1)]
    done = solve([dev("Ada"), dev("Bo")], tasks, horizon="2027-02-01")
    assert (done.finish("a"), done.finish("gate")) == (NEVER, NEVER)
    assert done.finish("b") == DAY


@pytest.mark.parametrize("elapsed", [True, False])
def test_elapsed_work_that_is_stopped_ends_then(elapsed: bool) -> None:
    task = Task("a", duration=8, needs=["dev"]) if elapsed else work("a", 8)
    done = solve([dev()], [task, Task("gate", start="2027-01-07", gate=0)])
    assert done.seats("a") == [("Ada", 0, 3 * DAY)]
    assert done.span("a") == (0, STOPPED)


def test_stopped_work_that_waited_long_holds_nobody_any_more() -> None:
    # Bo is on Q/long. P/pair needs both and holds Ada from the start, so that Q/short, later in order, waits.
    # P stops at day 2: from then on Ada is free, and the walk back from Q/short ends there.
    done = solve(
        [dev("Bo"), dev("Ada")],
        [
            Project("Q", [work("long", 9)], priority=1),
            Project("P", [work("pair", 4, 2), Task("gate", start="2027-01-06", gate=0)], priority=2),
            Project("R", [work("short", 1)], priority=3),
        ],
        policy=Policy(reserve_after=0),
    )
    assert (done.ready("P/pair"), done.start("P/pair")) == (0, STOPPED)
    assert done.seats("R/short") == [("Ada", 2 * DAY, 3 * DAY)]
    assert done.why_start("R/short") == (Cause.LAPSE, 0)
