"""The date that work of no length is shown on is that of its driver (rule R1)."""

import pytest

import capsim as cs
from capsim.facade import trace


def dates_of(tasks, *, people=None, **project):
    """Start and finish of the task ``event``, as text."""
    staff = [cs.Person("Ada", "backend")] if people is None else people
    portfolio = cs.Portfolio("Demo", "2027-01-04", staff, [cs.Project("Shop", tasks, **project)])
    schedule = trace(portfolio, seed=1).schedule.set_index("task")
    row = schedule.loc["event"]
    return str(row["start"].date()), str(row["finish"].date())


WORK = cs.Task("work", effort=5, skill="backend")  # ends with Friday 8 January


def test_work_that_fills_a_day_starts_and_finishes_on_it():
    assert dates_of([cs.Task("event", effort=1, skill="backend")]) == ("2027-01-04", "2027-01-04")


def test_work_that_starts_when_other_work_ends_with_the_day_starts_on_the_next():
    first = cs.Task("one", effort=1, skill="backend")
    tasks = [first, cs.Task("event", effort=1, skill="backend", after="one")]
    assert dates_of(tasks) == ("2027-01-05", "2027-01-05")


def test_a_milestone_after_a_finish_is_on_the_day_of_the_finish():
    assert dates_of([WORK, cs.Task("event", after="work")]) == ("2027-01-08", "2027-01-08")


def test_a_milestone_on_a_date_is_on_that_date():
    assert dates_of([cs.Task("event", start="2027-01-11")]) == ("2027-01-11", "2027-01-11")
    assert dates_of([cs.Task("event")], start="2027-01-12") == ("2027-01-12", "2027-01-12")


def test_a_milestone_without_cause_is_on_the_first_day():
    assert dates_of([cs.Task("event")]) == ("2027-01-04", "2027-01-04")


def test_a_milestone_after_a_start_is_on_the_day_of_the_start():
    more = cs.Task("more", effort=1, skill="backend", after="work")
    tasks = [WORK, more, cs.Task("event", after="more SS")]
    assert dates_of(tasks) == ("2027-01-11", "2027-01-11")


@pytest.mark.parametrize("cause", [WORK, cs.Task("work", start="2027-01-09")])
def test_a_milestone_after_others_has_their_date(cause):
    others = {"event": "second", "second": "first", "first": "work"}
    tasks = [cs.Task(name, after=before) for name, before in others.items()]
    day = "2027-01-08" if cause is WORK else "2027-01-09"
    assert dates_of([*tasks, cause]) == (day, day)


def test_a_milestone_some_days_after_a_finish_is_dated_like_a_finish():
    assert dates_of([WORK, cs.Task("event", after="work FS+2")]) == ("2027-01-12", "2027-01-12")


def test_a_milestone_some_days_after_another_is_dated_like_a_finish():
    tasks = [WORK, cs.Task("first", after="work"), cs.Task("event", after="first FS+1")]
    assert dates_of(tasks) == ("2027-01-11", "2027-01-11")


def test_a_milestone_that_waits_for_a_finish_to_finish_shows_both_dates():
    assert dates_of([WORK, cs.Task("event", after="work FF")]) == ("2027-01-04", "2027-01-08")


def test_work_without_effort_that_waits_for_somebody_is_on_the_day_that_frees_them():
    tasks = [
        cs.Task("event", effort=0, skill="backend", start="2027-01-05"),
        cs.Task("work", effort=3, skill="backend"),  # ends with Wednesday 6 January
    ]
    assert dates_of(tasks) == ("2027-01-06", "2027-01-06")


def test_work_without_effort_that_waits_for_somebody_to_return_is_on_the_day_of_the_return():
    away = [cs.Person("Ada", "backend", leave=[("2027-01-04", "2027-01-06")])]
    tasks = [cs.Task("event", effort=0, skill="backend")]
    assert dates_of(tasks, people=away) == ("2027-01-07", "2027-01-07")
