"""The user's own processes: outages, freezes, expediting, waiting for work; and the guards around them."""

from __future__ import annotations

import pytest

from capsim import rules
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.engines.runs import Cause
from capsim.errors import DelayError, InputError, LivelockError
from tests.cases.support import DAY, NEVER, dev, solve, work


def test_an_outage_pauses_work_in_hand():
    def outage(world):
        yield world.until("2027-01-05")
        world.away("Ada", "2027-01-06", "2027-01-07")

    # Monday, Tuesday, Friday
    assert solve([dev()], [work("a", 3)], processes=[outage]).span("a") == (0, 5 * DAY)


def test_somebody_away_for_good_hands_over_and_with_nobody_else_the_work_never_ends():
    def leaves(world):
        yield world.until("2027-01-06")
        world.away("Ada")

    solved = solve([dev()], [work("a", 3)], processes=[leaves])
    assert solved.seats("a") == [("Ada", 0, 2 * DAY)]
    assert solved.finish("a") == NEVER


def test_an_absence_that_is_made_longer_for_good_hands_over_when_what_is_added_begins():
    # Ada is away from Tuesday to Thursday, hears on Wednesday that she will not come back, and on Thursday
    # what she knows already; from Friday on Bo has the three days that are left
    def leaves(world):
        world.away("Ada", "2027-01-05", "2027-01-07")
        yield world.until("2027-01-06")
        world.away("Ada", "2027-01-07")
        yield world.until("2027-01-07")
        world.away("Ada", "2027-01-11", "2027-01-12")

    bo = dev("Bo", start="2027-01-05")
    solved = solve([dev("Ada"), bo], [work("a", 4)], processes=[leaves])
    assert solved.seats("a") == [("Ada", 0, 4 * DAY), ("Bo", 4 * DAY, 9 * DAY)]


def test_who_is_away_by_a_process_starts_nothing_until_the_day_after():
    def away_at_once(world):
        world.away("Ada", "2027-01-04", "2027-01-05")
        yield world.days(0)

    solved = solve([dev()], [work("a", 1)], processes=[away_at_once])
    assert solved.span("a") == (2 * DAY, 3 * DAY)
    assert solved.why_start("a") == (Cause.RETURN, solved.person("Ada"))


def test_elapsed_work_goes_on_while_its_person_is_away_by_a_process():
    def outage(world):
        yield world.days(0.5)
        world.away("Ada", "2027-01-05", "2027-01-08")

    solved = solve([dev()], [Task("a", duration=2, skill="dev")], processes=[outage])
    assert solved.span("a") == (0, 2 * DAY)


def test_a_day_that_has_begun_cannot_be_taken_away():
    def too_late(world):
        yield world.days(0.5)
        world.away("Ada", "2027-01-04")

    with pytest.raises(InputError, match="begun"):
        solve([dev()], [work("a", 1)], processes=[too_late])


def test_a_frozen_project_starts_nothing_that_needs_people_until_it_thaws():
    def freeze(world):
        world.freeze("P")
        yield world.until("2027-01-07")
        world.thaw("P")

    projects = [Project("P", [work("a", 1), Task("w", duration=1)]), Project("Q", [work("b", 1)])]
    solved = solve([dev()], projects, processes=[freeze])
    assert solved.span("P/w") == (0, DAY)  # waits for nobody
    assert solved.span("Q/b") == (0, DAY)
    assert solved.span("P/a") == (3 * DAY, 4 * DAY)
    assert solved.why_start("P/a")[0] == Cause.FREEZE


def test_running_work_goes_on_through_a_freeze():
    def freeze(world):
        yield world.days(1)
        world.freeze("P")

    solved = solve([dev()], [work("a", 3), work("b", 1, after="a")], processes=[freeze])
    assert solved.span("a") == (0, 3 * DAY)
    assert solved.start("b") == NEVER


@pytest.mark.parametrize("rule", [rules.LFT(), rules.FIFO(), rules.Listed()])
def test_an_expedited_task_goes_before_all_others(rule):
    def hurry(world):
        world.expedite("P/c")
        yield world.days(0)

    tasks = [work("a", 1), work("b", 1), work("c", 1, priority=500)]
    solved = solve([dev()], tasks, policy=Policy(priority=rule), processes=[hurry])
    assert [solved.start(name) for name in "cab"] == [0, DAY, 2 * DAY]


@pytest.mark.parametrize("rule", [rules.LFT(), rules.FIFO()])
def test_a_task_expedited_before_it_is_ready_goes_first_once_it_is(rule):
    def hurry(world):
        world.expedite("P/c")
        yield world.days(0)

    # Ada is busy on Monday; b is ready at once, c on Monday at noon
    tasks = [
        work("a", 1, priority=1),
        work("b", 1, priority=2),
        Task("noon", duration=0.5),
        work("c", 1, after="noon", priority=3),
    ]
    solved = solve([dev()], tasks, policy=Policy(priority=rule), processes=[hurry])
    assert [solved.start(name) for name in "acb"] == [0, DAY, 2 * DAY]


def test_a_process_can_wait_for_a_finish_and_read_the_state():
    seen = []

    def watch(world):
        assert not world.is_finished("P/a")
        yield world.finished("P/a")
        seen.append((world.env.now, world.is_finished("P/a"), world.is_finished("P/b"), str(world.today)))
        yield world.finished("P/a")  # long ago: goes on at once
        seen.append(world.env.now)

    solve([dev(), Person("Quinn", "qa")], [work("a", 1), work("b", 2, skill="qa")], processes=[watch])
    assert seen == [(DAY, True, False, "2027-01-05"), DAY]


def test_an_unknown_name_in_a_process_is_told_with_the_nearest_known():
    def wrong(world):
        world.freeze("Shopp")
        yield world.days(1)

    with pytest.raises(InputError, match="did you mean 'Shop'"):
        solve([dev()], [Project("Shop", [work("a", 1)])], processes=[wrong])


@pytest.mark.parametrize("delay", [float("nan"), 0.5, float("inf"), -1])
def test_a_delay_that_is_no_time_is_refused(delay):
    def odd(world):
        yield world.env.timeout(delay)

    with pytest.raises(DelayError):
        solve([dev()], [work("a", 1)], processes=[odd])


def test_a_process_that_never_lets_time_pass_is_stopped():
    def spin(world):
        while True:
            yield world.env.timeout(0)

    with pytest.raises(LivelockError):
        solve([dev()], [work("a", 1)], processes=[spin])


def test_a_process_that_waits_for_ever_stops_nobody():
    def forever(world):
        yield world.env.event()

    assert solve([dev()], [work("a", 1)], processes=[forever]).finish("a") == DAY


def test_a_portfolio_without_people_runs_its_waits():
    assert solve([], [Task("w", duration=2), Task("m", after="w")]).span("m") == (2 * DAY, 2 * DAY)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda world: world.until("31.02.2027"), "until('31.02.2027'): not a date"),
        (lambda world: world.until(5), "until(5): not a date"),
        (lambda world: world.days(-3), "days(-3): out of range"),
        (lambda world: world.days(float("inf")), "days(inf): not a finite number"),
        (lambda world: world.away("Ada", "2027-03-04", "2027-01-20"), "away('Ada'): ends before it starts"),
        (lambda world: world.away("Adda"), "person 'Adda': no such person in this run"),
    ],
)
def test_what_a_process_asks_wrongly_is_told_with_its_place(ask, told):
    def odd(world):
        yield ask(world)

    with pytest.raises(InputError) as caught:
        solve([dev("Ada")], [work("a", 1)], processes=[odd])
    assert str(caught.value).startswith(told)
