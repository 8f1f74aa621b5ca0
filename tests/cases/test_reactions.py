"""Reactions, solved by hand (rule R21): what is seen at a review, and what is done then."""

from __future__ import annotations

import pytest

from capsim.clock import STOPPED
from capsim.domain.actions import Descope, Expedite, Stop
from capsim.domain.policy import FIFO, Policy
from capsim.domain.project import Project
from capsim.domain.reactions import Reaction
from capsim.domain.task import Need, Task
from capsim.domain.triggers import OnDate, Overloaded, Slip
from capsim.engines.runs import Cause
from tests.cases.support import ABSENT, DAY, EVERY_DAY, NEVER, Solved, dev, solve, work


def reacted(done: Solved) -> list[tuple[int, int, str]]:
    """What was done: the reaction, the day, the project."""
    of = done.runs.reacted
    return [
        (int(reaction), int(tick) // DAY, done.runs.plan.project_names[target])
        for reaction, tick, target in zip(of.reaction, of.tick, of.target, strict=True)
    ]


def chain(name: str = "P", **fields) -> Project:
    """Ten days, then ten days beside five optional ones, then a milestone; 20 days on the longest path."""
    return Project(
        name,
        [
            work("a", 10),
            work("b", 10, after="a"),
            work("c", 5, after="b", tags=["optional"]),
            Task("m", after=["b", "c"]),
        ],
        **fields,
    )


def react(people, items, *reactions, calendar=EVERY_DAY, **policy) -> Solved:
    return solve(people, items, policy=Policy(reactions=reactions, **policy), calendar=calendar)


def test_what_slips_is_cut_to_what_is_needed() -> None:
    # Planned: a to day 10, b to day 20, c to day 25. The deadline, 28 January, is met up to day 25: no slip.
    # With the deadline a day earlier the first review, on day 5, sees a slip of one day, and c is left out.
    done = react([dev()], [chain(deadline="2027-01-28")], Reaction(Slip(0), Descope("optional")))
    assert reacted(done) == []
    assert done.finish("m") == 25 * DAY
    done = react([dev()], [chain(deadline="2027-01-27")], Reaction(Slip(0), Descope("optional")))
    assert reacted(done) == [(0, 5, "P")]
    assert (done.ready("c"), *done.span("c")) == (ABSENT, ABSENT, ABSENT)
    assert done.span("m") == (20 * DAY, 20 * DAY)


def test_a_slip_counts_only_above_the_days_that_are_let_pass() -> None:
    # The plan of 25 days misses the deadline at the end of day 19 by 5 days.
    assert reacted(react([dev()], [chain(deadline="2027-01-23")], Reaction(Slip(5), Stop()))) == []
    assert reacted(react([dev()], [chain(deadline="2027-01-23")], Reaction(Slip(4.5), Stop()))) == [
        (0, 5, "P")
    ]


def test_a_forecast_counts_lags_from_the_day_on_which_work_was_begun() -> None:
    # a was begun on day 0, and on day 7, the status date, three days of it are left: planned to day 10. b
    # starts 12 days after a did, so it is planned for day 13, which is as late as the deadline allows.
    begun = work("a", 9, actual_start="2027-01-04", remaining=3, assigned="Ada")
    for due, expected in (("2027-01-16", []), ("2027-01-15", [(0, 10, "P")])):
        project = Project("P", [begun, work("b", 1, after="a SS+12")], deadline=due)
        done = solve(
            [dev()],
            [project],
            policy=Policy(reactions=[Reaction(Slip(0), Stop())]),
            calendar=EVERY_DAY,
            status_date="2027-01-11",
        )
        assert reacted(done) == expected


def test_a_deadline_before_the_start_is_as_late_as_one_at_the_start() -> None:
    # 25 days of work: 25 days after the start, however long the deadline has been over
    for days, expected in ((24.5, [(0, 5, "P")]), (25, [])):
        late = react([dev()], [chain(deadline="2026-12-20")], Reaction(Slip(days), Stop(), at_most=1))
        assert reacted(late)[:1] == expected


def test_begun_work_that_nobody_is_on_ends_with_its_project() -> None:
    # ten days of waiting, begun on day 0, would end on day 10; the project is stopped on day 3
    begun = Task("a", duration=10, needs=[Need("dev")], actual_start="2027-01-04")
    done = solve(
        [dev()],
        [Project("P", [begun, work("b", 9)])],
        policy=Policy(reactions=[Reaction(OnDate("2027-01-07"), Stop("P"))]),
        calendar=EVERY_DAY,
        status_date="2027-01-05",
    )
    assert done.span("a") == (0, STOPPED)
    assert done.span("b") == (DAY, STOPPED)


def test_nothing_is_looked_at_on_the_status_date_be_it_the_first_day() -> None:
    for today, expected in ((None, [(0, 0, "P")]), ("2027-01-04", [])):
        done = solve(
            [dev()],
            [Project("P", [work("a", 2)])],
            policy=Policy(reactions=[Reaction(OnDate("2027-01-04"), Stop("P"))]),
            status_date=today,
        )
        assert reacted(done) == expected


def test_a_forecast_takes_up_what_has_happened_so_far() -> None:
    # Ada is away from day 2 to day 7, so that a, planned for 10 days, runs to day 16. At the reviews on days
    # 5 and 10 its planned end, day 10, is as early as before; on day 15 it ends at that day at the soonest,
    # and all that follows is 5 days late against the deadline of day 25: more than 4.
    people = [dev(leave=[("2027-01-06", "2027-01-11")])]
    done = react(people, [chain(deadline="2027-01-28")], Reaction(Slip(4), Descope("optional")))
    assert done.span("a") == (0, 16 * DAY)
    assert reacted(done) == [(0, 15, "P")]
    assert done.finish("m") == 26 * DAY


def test_a_stop_ends_the_project_at_the_review_and_frees_its_people() -> None:
    # Of P a has been begun; Ada is free from day 5 on, and Q's x takes her.
    done = react(
        [dev()],
        [chain(deadline="2027-01-20"), Project("Q", [work("x", 3)], priority=900)],
        Reaction(Slip(0, project="P"), Stop("P")),
    )
    assert reacted(done) == [(0, 5, "P")]
    assert done.span("P/a") == (0, STOPPED)
    assert [done.finish(f"P/{name}") for name in "bcm"] == [STOPPED] * 3
    assert done.seats("P/a") == [("Ada", 0, 5 * DAY)]
    assert done.span("Q/x") == (5 * DAY, 8 * DAY)
    assert done.why_start("Q/x") == (Cause.PERSON, done.need("P/a"))
    assert done.runs.stops.tolist() == [[5 * DAY, NEVER]]
    assert done.runs.ends[0, :4].tolist() == [5 * DAY] * 4


def test_a_stop_opens_a_limit_on_projects_in_progress() -> None:
    done = react(
        [dev("Ada"), dev("Bo")],
        [chain(deadline="2027-01-20"), Project("Q", [work("x", 3)], priority=900)],
        Reaction(Slip(0), Stop()),
        wip_limit=1,
    )
    assert done.span("Q/x") == (5 * DAY, 8 * DAY)
    assert done.why_start("Q/x") == (Cause.REACTION, 0)


def test_who_waits_for_what_is_left_out_or_stopped_waits_no_longer() -> None:
    # From the review on, next waits neither for c, which is left out, nor for the start of d.
    done = react(
        [dev("Ada"), dev("Bo"), dev("Cy")],
        [
            Project("P", [work("a", 10), work("c", 5, after="a", tags=["optional"])]),
            Project("Q", [work("next", 2, after="P/c"), work("late", 2, after="P/c SS")]),
        ],
        Reaction(OnDate("2027-01-07"), Descope("optional", project="P")),
    )
    assert reacted(done) == [(0, 3, "P")]
    assert done.span("Q/next") == done.span("Q/late") == (3 * DAY, 5 * DAY)
    assert done.why_ready("Q/next") == (Cause.LINK, done.link("P/c", "Q/next"))


def test_what_is_left_out_leaves_the_queue_and_holds_nobody() -> None:
    # c is ready on day 0 and waits for Ada, who is at work on a; left out on day 3 it never takes her.
    items = [Project("P", [work("a", 4), work("c", 5, tags=["optional"]), work("d", 1, after="a")])]
    done = react(
        [dev()], items, Reaction(OnDate("2027-01-07"), Descope("optional", project="P")), priority="Listed"
    )
    assert [done.span(name) for name in "acd"] == [(0, 4 * DAY), (ABSENT, ABSENT), (4 * DAY, 5 * DAY)]


def test_the_last_of_a_project_is_not_left_out() -> None:
    # On day 3 nothing but c is left of P: leaving it out would date the project back. Q has other work.
    done = react(
        [dev("Ada"), dev("Bo")],
        [
            Project(
                "P",
                [
                    work("a", 2),
                    Task("pause", after="a", duration=3),
                    work("c", 1, after="pause", tags="extra"),
                ],
            ),
            Project("Q", [work("b", 4), work("d", 1, after="b", tags="extra")]),
        ],
        Reaction(OnDate("2027-01-09"), Descope("extra", project="P")),
        Reaction(OnDate("2027-01-07"), Descope("extra", project="Q")),
    )
    assert reacted(done) == [(1, 3, "Q")]
    assert done.span("P/c") == (5 * DAY, 6 * DAY)


@pytest.mark.parametrize("priority", ["LFT", FIFO()])
def test_work_that_waits_is_expedited(priority) -> None:
    # Q waits from day 0 on. With x and y 2 pieces have waited for 5 days at the review on day 5: from then on
    # they go before the work of P, and Ada goes to them from a on day 10.
    items = [chain(), Project("Q", [work("x", 3), work("y", 3)], priority=900)]
    done = react([dev()], items, Reaction(Overloaded(5, work=2), Expedite("Q")), priority=priority)
    assert reacted(done) == [(0, 5, "Q")]
    assert done.span("P/a") == (0, 10 * DAY)
    assert done.span("Q/x") == (10 * DAY, 13 * DAY)
    assert done.span("Q/y") == (13 * DAY, 16 * DAY)
    assert done.span("P/b") == (16 * DAY, 26 * DAY)
    three = react([dev()], items, Reaction(Overloaded(5, work=3), Expedite("Q")), priority=priority)
    assert reacted(three) == []
    assert three.span("P/b") == (10 * DAY, 20 * DAY)


def test_expedited_work_interrupts_others_if_the_policy_lets_it() -> None:
    # As above, but with pre-emption Ada leaves a on day 5, with 5 days left, for x and y.
    items = [chain(), Project("Q", [work("x", 3), work("y", 3)], priority=900)]
    done = react([dev()], items, Reaction(Overloaded(5), Expedite("Q")), preempt=True)
    assert done.span("Q/x") == (5 * DAY, 8 * DAY)
    assert done.span("Q/y") == (8 * DAY, 11 * DAY)
    assert done.span("P/a") == (0, 16 * DAY)
    assert done.seats("P/a") == [("Ada", 0, 5 * DAY), ("Ada", 11 * DAY, 16 * DAY)]


def test_only_work_that_asks_for_the_skill_and_waits_long_enough_counts() -> None:
    # y is ready on day 1, when x ends: on day 5 it has waited 4 days, on day 10 9 days.
    items = [work("a", 20), Task("x", duration=1), work("y", 1, after="x")]
    assert reacted(react([dev()], items, Reaction(Overloaded(5, skill="dev"), Expedite("P")))) == [
        (0, 10, "P")
    ]
    assert reacted(react([dev()], items, Reaction(Overloaded(5, skill="ops"), Expedite("P")))) == []


def test_work_that_a_limit_bars_does_not_wait_for_people() -> None:
    items = [Project("P", [work("a", 12)]), Project("Q", [work("x", 1)], priority=900)]
    late = Reaction(Overloaded(1, skill="dev"), Expedite("Q"))
    assert reacted(react([dev("Ada"), dev("Bo")], items, late, wip_limit=1)) == []
    assert reacted(react([dev("Ada")], items, late)) == [(0, 5, "Q")]


def test_a_need_that_has_gone_back_to_the_queue_waits_from_its_return() -> None:
    # Ada hands a over as her absence begins on day 2; nobody else can go on with it. It has waited 3 days on
    # day 5, which is too short, and 8 on day 10.
    people = [dev(leave=[("2027-01-06", "2027-01-31")])]
    done = react(people, [work("a", 4), Task("b", duration=40)], Reaction(Overloaded(5), Stop("P")))
    assert reacted(done) == [(0, 10, "P")]
    assert done.finish("a") == STOPPED


def test_reviews_are_held_in_working_days_from_the_start() -> None:
    # Monday to Friday, every 3 working days: Thursday (day 3), Tuesday (day 8), Friday (day 11) ... On day 3
    # y has waited for 3 days, which is not enough; on day 8 for 6.
    items = [work("x", 20), work("y", 1)]
    done = react([dev()], items, Reaction(Overloaded(5), Expedite("P"), every=3), calendar="mon-fri")
    assert reacted(done) == [(0, 8, "P")]


def test_a_date_comes_once_and_on_any_day() -> None:
    # Saturday 9 January; nobody works, and the project is stopped all the same.
    done = react([dev()], [work("a", 20)], Reaction(OnDate("2027-01-09"), Stop("P")), calendar="mon-fri")
    assert reacted(done) == [(0, 5, "P")]
    assert done.seats("a") == [("Ada", 0, 5 * DAY)]


def test_all_is_seen_before_anything_is_done() -> None:
    # P and Q slip at the same review; that P is stopped first changes nothing of what is known of Q, and the
    # stop of what is stopped already is not counted.
    items = [chain("P", deadline="2027-01-11"), chain("Q", deadline="2027-01-11")]
    done = react([dev("Ada"), dev("Bo")], items, Reaction(Slip(0), Stop()), Reaction(Slip(0, "Q"), Stop("Q")))
    assert reacted(done) == [(0, 5, "P"), (0, 5, "Q")]


def test_at_most_counts_in_one_future() -> None:
    items = [chain("P", deadline="2027-01-11"), chain("Q", deadline="2027-01-11")]
    done = react([dev("Ada"), dev("Bo")], items, Reaction(Slip(0), Stop(), at_most=1))
    assert reacted(done) == [(0, 5, "P")]
    assert done.finish("Q/m") < STOPPED


def test_what_ends_at_the_review_has_ended() -> None:
    # a ends at day 5, the tick of the review; it has finished, and what follows it is stopped.
    items = [work("a", 5), work("b", 5, after="a")]
    done = react([dev()], items, Reaction(OnDate("2027-01-09"), Stop("P")))
    assert done.span("a") == (0, 5 * DAY)
    assert done.span("b") == (STOPPED, STOPPED)


def test_reactions_of_a_project_that_does_not_take_part_do_nothing() -> None:
    items = [chain("P"), chain("Q", deadline="2027-01-11", probability=0)]
    assert reacted(react([dev()], items, Reaction(Slip(0, "Q"), Stop("P")))) == []
