"""Where the time of unfinished work goes (R17), solved by hand."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from capsim.domain.booking import Booking
from capsim.domain.calendar import Leave
from capsim.domain.person import Person
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.task import Link, Need, Task
from capsim.forecast.ledger import Part, ledger_of
from capsim.forecast.unfinished import left_at_the_end
from tests.cases.support import DAY, MONDAY, dev, solve, work

LAST = MONDAY + timedelta(days=9)
"""The horizon: the end of the second Wednesday, which is tick 10 · 480."""


def day(number: int):
    return MONDAY + timedelta(days=number)


def left(people, projects, policy=None, **fields):
    """(task, need or -1, part, since, days) of what is not finished, in order."""
    found = solve(people, projects, policy=policy, horizon=LAST, **fields)
    runs = found.runs
    tasks = np.arange(runs.plan.n_tasks)
    parts = left_at_the_end(runs, tasks)
    rows = zip(*(column.tolist() for column in parts), strict=True)
    whole = dict.fromkeys(range(runs.plan.n_tasks), 0)
    for each in (ledger_of(runs, tasks).parts, parts):
        for task, ticks in zip(each.task.tolist(), each.ticks.tolist(), strict=True):
            whole[task] += ticks
    told = [
        (runs.plan.task_names[task], need, part, since / DAY, ticks / DAY)
        for _, task, need, part, _, since, ticks, _ in rows
    ]
    return sorted(told), {runs.plan.task_names[task]: ticks / DAY for task, ticks in whole.items()}


def project(*tasks, name="P", **fields):
    return Project(name, tasks, **fields)


def test_work_that_is_not_ready_waits_for_the_first_link_that_is_not_met():
    # a takes 20 days; the release of b is day 2; both are looked at on day 10
    told, whole = left([dev()], [project(work("a", 20), work("b", 1, after="a", start=day(2)))])
    # Monday to Friday: the weekend of days 5 and 6 is time without anybody
    assert told == [
        ("a", 0, Part.WORK, 0, 8),
        ("a", 0, Part.AWAY, 0, 2),
        ("b", -1, Part.RELEASE, 0, 2),
        ("b", -1, Part.PREDECESSOR, 2, 8),
    ]
    assert whole == {"a": 10, "b": 10}


def test_a_lag_beyond_the_horizon_is_a_lag_up_to_it():
    after = Link("a", lag_days=30)
    told, _ = left([dev()], [project(work("a", 3), work("b", 1, after=[after]))])
    assert told == [("b", -1, Part.PREDECESSOR, 0, 3), ("b", -1, Part.LAG, 3, 7)]


def test_work_that_has_not_begun_waits_for_the_first_seat_that_cannot_be_filled():
    # Ada and Cy are busy to the end, Bo is free: the seat for qa can be filled, the two for dev cannot
    people = [dev("Ada"), dev("Cy"), Person("Bo", "qa")]
    both = Task("both", needs=[Need("qa", effort=1), Need("dev", effort=1, people=2)], start=day(1))
    told, whole = left(people, [project(work("a", 20), work("c", 20), priority=1), project(both, name="Q")])
    assert [each for each in told if each[0] == "both"] == [("both", 3, Part.PEOPLE, 1, 9)]
    assert whole["both"] == 10


def test_a_seat_is_filled_by_moving_the_people_of_others():
    # dev can be done by Ada or Bo, qa by Ada alone: Bo takes dev, Ada qa; the seat for ops stays empty
    people = [Person("Ada", {"dev": 1, "qa": 1}), dev("Bo")]
    both = Task("both", needs=[Need("dev", effort=1), Need("qa", effort=1), Need("ops", effort=1)])
    people.append(Person("Cy", "ops"))
    told, _ = left(people, [project(work("a", 20, skill="ops"), priority=1), project(both, name="Q")])
    assert [each for each in told if each[0] == "both"] == [("both", 3, Part.PEOPLE, 0, 10)]


def test_people_who_are_free_and_away_are_what_is_missing_if_they_would_do():
    people = [dev("Ada", leave=[Leave(day(1), day(30))])]
    told, _ = left(people, [project(work("a", 1, start=day(1)))])
    assert told == [("a", -1, Part.GONE, 1, 9)]


def test_a_limit_that_bars_work_comes_before_its_people():
    projects = [project(work("a", 20), priority=1), project(work("b", 1), name="Q")]
    told, _ = left([dev()], projects, Policy(wip_limit=1))
    assert [each for each in told if each[0] == "b"] == [("b", -1, Part.LIMIT, 0, 10)]


def test_a_share_that_a_booking_keeps_for_another_project_is_not_free():
    # half of Ada is kept for Q to the end, where there is nothing to do; P asks for three quarters of her
    booked = [Booking("Ada", "Q", day(0), day(30), 0.5, "hard")]
    task = Task("a", needs=[Need("dev", effort=1, allocation=0.75)])
    rest = project(work("done", 1, skill="qa"), name="Q")
    told, _ = left([dev(), Person("Bo", "qa")], [project(task), rest], bookings=booked)
    assert [each for each in told if each[0] == "a"] == [("a", 0, Part.PEOPLE, 0, 10)]


def test_work_left_behind_is_interrupted_up_to_the_horizon():
    # Ada leaves after two of five days, and nobody else can do it: from day 2 on it waits
    told, whole = left([dev("Ada", end=day(1)), Person("Bo", "qa")], [project(work("a", 5))])
    assert told == [("a", 0, Part.WORK, 0, 2), ("a", 0, Part.INTERRUPTED, 0, 8)]
    assert whole == {"a": 10}


def test_a_finish_that_a_link_holds_is_a_closing_link_up_to_the_horizon():
    after = Link("a", kind="FF")
    people = [dev("Ada"), dev("Bo")]
    told, _ = left(people, [project(work("a", 20), work("b", 2, after=[after]))])
    assert [each for each in told if each[0] == "b"] == [
        ("b", -1, Part.CLOSING, 2, 8),
        ("b", 1, Part.WORK, 0, 2),
    ]
