"""Risks and rework, solved by hand (rules D3, D4): what they lengthen, move and spare."""

from __future__ import annotations

import pytest

from capsim.domain.person import Person
from capsim.domain.policy import LeastLoaded, Policy
from capsim.domain.project import Project
from capsim.domain.rework import Rework
from capsim.domain.risk import Impact, Response, Risk
from capsim.domain.task import Link, Task
from capsim.engines.runs import Cause
from tests.cases.support import DAY, EVERY_DAY, NEVER, dev, solve, work

JANUARY = "2027-01-"


def sure(impact: Impact, scope=None, window=None, **fields) -> Risk:
    """A risk that strikes for certain; with a window of one day the day is certain too."""
    return Risk("sure", 1, impact, scope, window, **fields)


# ---------------------------------------------------------------- without a window


def test_a_factor_multiplies_effort_and_durations_in_scope() -> None:
    # build takes 4 × 1.5 = 6 days, the wait 2 × 1.5 = 3; the other project's work its 4 days
    done = solve(
        [dev("Ada"), dev("Bo")],
        [Project("P", [work("build", 4), Task("wait", duration=2)]), Project("Q", [work("other", 4)])],
        calendar=EVERY_DAY,
        risks=[sure(Impact(effort="+50%"), {"projects": "P"})],
    )
    assert [done.finish(name) for name in ("P/build", "P/wait", "Q/other")] == [6 * DAY, 3 * DAY, 4 * DAY]


def test_factors_of_risks_multiply_and_are_rounded_up_once() -> None:
    # 1/480 day × 1.2 × 1.2 = 1.44 ticks: 2 ticks; rounded each time it would be 3
    risks = [Risk("one", 1, Impact(effort=1.2)), Risk("two", 1, Impact(effort=1.2))]
    assert solve([dev()], [work("a", 1 / DAY)], risks=risks).finish("a") == 2


def test_a_delay_moves_what_waits_for_nothing_in_scope_and_leaves_its_driver() -> None:
    # Two working days from Monday: a is ready on Wednesday, and so is the milestone; b and c wait for a, and
    # are not moved again. The driver of a ready tick is what drove it before.
    done = solve(
        [dev("Ada"), dev("Bo")],
        [work("a", 1), work("b", 1, after="a"), Task("m"), work("c", 1, after=[Link("b", "SS")])],
        risks=[sure(Impact(delay=2), {"projects": "P"})],
    )
    assert [done.ready(name) for name in "ambc"] == [2 * DAY, 2 * DAY, 3 * DAY, 3 * DAY]
    assert done.why_ready("a") == (Cause.PROJECT_START, 0)
    assert done.why_ready("b") == (Cause.LINK, done.link("P/a", "P/b"))


def test_a_delay_of_tasks_by_name_moves_each_of_them() -> None:
    # a is ready at day 2 and ends at day 3; b is ready two days after that
    scope = {"tasks": ["P/a", "P/b"]}
    done = solve(
        [dev()],
        [work("a", 1), work("b", 1, after="a")],
        calendar=EVERY_DAY,
        risks=[sure(Impact(delay=2), scope)],
    )
    assert [done.ready(name) for name in "ab"] == [2 * DAY, 5 * DAY]


def test_a_delay_counts_working_days_of_the_portfolio_calendar() -> None:
    # Friday is day 4: two working days later is the beginning of Tuesday, day 8
    done = solve(
        [dev()], [work("a", 4), Task("m", after="a")], risks=[sure(Impact(delay=2), {"tasks": "P/m"})]
    )
    assert done.ready("m") == 8 * DAY == done.finish("m")


def test_a_delay_beyond_the_horizon_is_never() -> None:
    done = solve([dev()], [work("a", 1)], horizon="2027-01-10", risks=[sure(Impact(delay=30))])
    assert (done.ready("a"), done.start("a")) == (NEVER, NEVER)


def test_a_risk_that_never_strikes_changes_nothing() -> None:
    risks = [Risk("never", 0, Impact(2, 9)), Risk("nobody knows", None, Impact(2, 9))]
    assert solve([dev()], [work("a", 3)], risks=risks).span("a") == (0, 3 * DAY)


def test_an_opportunity_shortens_work() -> None:
    risks = [sure(Impact(effort="-50%"), kind="opportunity")]
    assert solve([dev()], [work("a", 4)], risks=risks).finish("a") == 2 * DAY


# ---------------------------------------------------------------- whom they touch


@pytest.mark.parametrize(
    ("scope", "touched"),
    [
        ({"skills": "qa"}, "bd"),
        ({"teams": "Test"}, "bd"),
        ({"teams": "Web"}, ""),  # Bo of the other team can do dev work as well
        ({"teams": ["Web", "Test"]}, "abd"),
        ({"objectives": "grow"}, "cd"),
        ({"clients": "Acme"}, "cd"),
        ({"programmes": "Core"}, "ab"),
        ({"tags": "web"}, "a"),
        ({"owners": "Eve"}, "b"),
        ({"phases": "late", "projects": "P"}, "b"),
    ],
)
def test_a_scope_means_work_by_any_of_its_fields(scope, touched) -> None:
    people = [
        Person("Ada", {"dev": 1}, team="Web", count=2),
        Person("Bo", {"dev": 1, "qa": 1}, team="Test", count=2),
    ]
    own = [work("a", 2, tags="web"), work("b", 2, skill="qa", owner="Eve", phase="late")]
    other = [Task("c", duration=2), work("d", 2, skill="qa", phase="late")]
    projects = [
        Project("P", own, programme="Core"),
        Project("Q", other, objectives="grow", client="Acme"),
    ]
    done = solve(people, projects, calendar=EVERY_DAY, risks=[sure(Impact(effort=2), scope)])
    lengths = {label[-1]: done.finish(label) - done.start(label) for label in ("P/a", "P/b", "Q/c", "Q/d")}
    assert {name for name, length in lengths.items() if length == 4 * DAY} == set(touched)
    assert {name for name, length in lengths.items() if length == 2 * DAY} == set("abcd") - set(touched)


# ---------------------------------------------------------------- with a window


def test_a_risk_with_a_window_touches_what_starts_from_its_day_to_the_end_of_the_window() -> None:
    # It strikes on Wednesday (day 2) and its window closes with that day. Ada does a 0-1, b 1-2; c at day 2
    # takes 2 instead of 1, d starts at day 4 and takes 1 again.
    done = solve(
        [dev()],
        [work("a", 1), work("b", 1, after="a"), work("c", 1, after="b"), work("d", 1, after="c")],
        calendar=EVERY_DAY,
        risks=[sure(Impact(effort=2), None, (JANUARY + "06", JANUARY + "06"))],
    )
    assert [done.span(name) for name in "abcd"] == [
        (0, DAY), (DAY, 2 * DAY), (2 * DAY, 4 * DAY), (4 * DAY, 5 * DAY),
    ]  # fmt: skip


def test_it_is_the_start_that_counts_and_not_the_ready_tick() -> None:
    # Both are ready at day 0, before the strike on day 1; Ada is at a for a day, and b starts when it struck.
    done = solve(
        [dev()],
        [work("a", 1), work("b", 1)],
        calendar=EVERY_DAY,
        risks=[sure(Impact(effort=3), None, (JANUARY + "05", JANUARY + "05"))],
    )
    assert (done.span("a"), done.span("b")) == ((0, DAY), (DAY, 4 * DAY))


def test_several_risks_with_a_window_add_their_shares_of_the_amount_drawn() -> None:
    # 2 days, +50 % and +100 %: 2 + 1 + 2 = 5 days, not 2 × 1.5 × 2 = 6
    day = (JANUARY + "04", JANUARY + "04")
    risks = [Risk("one", 1, Impact(1.5), window=day), Risk("two", 1, Impact(2), window=day)]
    done = solve([dev()], [work("a", 2), Task("w", duration=2)], calendar=EVERY_DAY, risks=risks)
    assert (done.finish("a"), done.finish("w")) == (5 * DAY, 5 * DAY)


def test_of_an_amount_a_tick_is_left_however_much_opportunities_spare() -> None:
    day = (JANUARY + "04", JANUARY + "04")
    risks = [Risk(name, 1, Impact(0.2), window=day, kind="opportunity") for name in ("one", "two")]
    done = solve([dev()], [work("a", 2), Task("w", duration=2), work("nothing", 0)], risks=risks)
    assert [done.finish(name) - done.start(name) for name in ("a", "w", "nothing")] == [1, 1, 0]


def test_a_delay_with_a_window_moves_what_gets_ready_in_it() -> None:
    # Strikes on Tuesday and closes with it: a is ready on Monday and stays; b would be on Tuesday, and is two
    # days later.
    done = solve(
        [dev()],
        [work("a", 1), work("b", 1, after="a"), work("c", 1, after="b")],
        calendar=EVERY_DAY,
        risks=[sure(Impact(delay=2), {"tasks": ["P/a", "P/b", "P/c"]}, (JANUARY + "05", JANUARY + "05"))],
    )
    assert [done.ready(name) for name in "abc"] == [0, 3 * DAY, 4 * DAY]


def test_a_window_before_the_start_is_closed_when_work_begins() -> None:
    risks = [sure(Impact(2, 5), None, ("2026-12-01", "2027-01-03"))]
    assert solve([dev()], [work("a", 1)], risks=risks).span("a") == (0, DAY)


# ---------------------------------------------------------------- responses


def test_responses_taken_change_the_probability_and_leave_a_part_of_the_impact() -> None:
    # a half of the growth of 100 % is left: 4 × 1.5 days; of the delay of 4 days 2
    half = Response("half", 10, impact=0.5, taken=True)
    risks = [sure(Impact(2, 4), responses=[half, Response("not taken", impact=0)])]
    assert solve([dev()], [work("a", 4)], calendar=EVERY_DAY, risks=risks).span("a") == (2 * DAY, 8 * DAY)
    gone = [sure(Impact(2, 4), responses=[Response("avoid", probability=0, taken=True)])]
    assert solve([dev()], [work("a", 4)], calendar=EVERY_DAY, risks=gone).span("a") == (0, 4 * DAY)


def test_a_response_works_when_its_lead_time_is_over() -> None:
    # struck on day 1, before the response works on day 2: a (from day 1) takes twice its day.
    # Struck on day 2, it is avoided.
    def risk(day: int) -> Risk:
        avoid = Response("avoid", probability=0, taken=True, lead_days=2)
        window = (f"{JANUARY}0{4 + day}", f"{JANUARY}0{4 + day}")
        return sure(Impact(2), None, window, responses=[avoid])

    early = solve([dev()], [work("a", 1, start="2027-01-05")], calendar=EVERY_DAY, risks=[risk(1)])
    late = solve([dev()], [work("a", 1, start="2027-01-06")], calendar=EVERY_DAY, risks=[risk(2)])
    assert early.span("a") == (DAY, 3 * DAY)
    assert late.span("a") == (2 * DAY, 3 * DAY)


# ---------------------------------------------------------------- rework


def test_rework_that_is_certain_adds_its_share_with_each_loop() -> None:
    # three loops of a quarter each: 4 × 1.75 days; of a duration likewise
    rework = Rework(1, 0.25, at_most=3)
    done = solve(
        [dev()], [work("a", 4, rework=rework), Task("w", duration=4, rework=rework)], calendar=EVERY_DAY
    )
    assert (done.finish("a"), done.finish("w")) == (7 * DAY, 7 * DAY)


def test_rework_by_speed_is_settled_by_the_slowest_of_the_team_that_starts() -> None:
    # From speed 1.0 on there is none, below it a loop adds all of the 4 days again. Ada alone does it in 4.
    # With Cy at 0.5 the team does 1.5 days a day, and has 8 days to do: 5 1/3 days.
    rework = Rework(1, 1.0, by_speed={1.0: 0}, at_most=1)
    alone = solve([dev("Ada")], [work("a", 4, rework=rework)], calendar=EVERY_DAY)
    both = solve([dev("Ada"), dev("Cy", 0.5)], [work("a", 4, 2, rework=rework)], calendar=EVERY_DAY)
    assert alone.finish("a") == 4 * DAY
    assert both.finish("a") == 2560  # 8 × 480 ÷ 1.5
    slow = solve([dev("Cy", 0.5)], [work("a", 4, rework=rework)], calendar=EVERY_DAY)
    assert slow.finish("a") == 16 * DAY


def test_who_joins_later_does_not_settle_rework() -> None:
    # Ada starts alone and there is no rework; Cy, slower, joins at the same look as an extra seat: 4 ÷ 1.5.
    rework = Rework(1, 1.0, by_speed={1.0: 0}, at_most=1)
    done = solve([dev("Ada"), dev("Cy", 0.5)], [work("a", 4, (1, 2), rework=rework)], calendar=EVERY_DAY)
    assert done.team("a") == ["Ada", "Cy"]
    assert done.finish("a") == 1280


def test_a_load_counts_the_effort_before_rework_and_windows() -> None:
    # Ada takes a, 2 days drawn and 4 with rework: her load is 2. Bo takes b of 3 days. Both are free at day 4
    # at the latest; c goes to Ada, whose load is less.
    rework = Rework(1, 1.0, by_speed={9: 0}, at_most=1)
    done = solve(
        [dev("Ada"), dev("Bo")],
        [work("a", 2, rework=rework), work("b", 3), work("c", 1, start="2027-01-08")],
        policy=Policy(assignment=LeastLoaded()),
        calendar=EVERY_DAY,
    )
    assert done.finish("a") == 4 * DAY
    assert done.team("c") == ["Ada"]
