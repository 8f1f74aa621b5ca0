"""What is said of work at the status date: what is read from it, what is refused, what is remarked on."""

from __future__ import annotations

from datetime import date

import pytest

from capsim.domain.findings import findings_in
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.status import begun_on, done_on
from capsim.domain.task import Task
from tests.unit.domain.team import PEOPLE, agency, project, work
from tests.unit.domain.telling import told

TODAY = date(2027, 3, 15)


def found(portfolio: Portfolio, kind: str) -> list[str]:
    return [str(each.problem) for each in findings_in(portfolio) if each.kind == kind]


@pytest.mark.parametrize(
    ("fields", "begun", "done"),
    [
        ({}, None, None),
        ({"progress": 0}, None, None),
        ({"actual_start": "2027-03-01"}, "2027-03-01", None),
        ({"actual_start": "2027-03-01", "actual_finish": "2027-03-05"}, "2027-03-01", "2027-03-05"),
        ({"actual_start": "2027-03-01", "progress": 0}, "2027-03-01", None),
        ({"actual_finish": "2027-03-05"}, "2027-03-05", "2027-03-05"),
        ({"actual_finish": "2027-03-05", "start": "2027-03-03"}, "2027-03-03", "2027-03-05"),
        ({"actual_finish": "2027-03-05", "start": "2027-03-08"}, "2027-03-05", "2027-03-05"),
        ({"progress": 0.4}, "2027-03-14", None),
        ({"progress": 0.4, "start": "2027-03-03"}, "2027-03-03", None),
        ({"progress": 1}, "2027-03-14", "2027-03-14"),
        ({"progress": 1, "end": "2027-03-12"}, "2027-03-12", "2027-03-12"),
        ({"progress": 1, "end": "2027-03-31", "start": "2027-03-01"}, "2027-03-01", "2027-03-14"),
        ({"progress": 1, "actual_start": "2027-03-15"}, "2027-03-15", "2027-03-15"),
        ({"progress": 1, "remaining": 2}, "2027-03-14", None),
    ],
)
def test_when_work_was_begun_and_done_is_read_from_what_is_said(
    fields: dict[str, object], begun: str | None, done: str | None
) -> None:
    task = Task("build", effort=5, skill="backend", **fields)  # type: ignore[arg-type]
    assert begun_on(task, TODAY) == (begun and date.fromisoformat(begun))
    assert done_on(task, TODAY) == (done and date.fromisoformat(done))
    assert begun_on(task, None) is done_on(task, None) is None


def test_a_milestone_that_has_begun_is_done() -> None:
    reached = Task("go live", actual_start="2027-03-03")
    assert begun_on(reached, TODAY) == done_on(reached, TODAY) == date(2027, 3, 3)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"actual_start": "2027-03-08", "actual_finish": "2027-03-05"},
            "Task 'build': was done before it was begun (got '2027-03-05'); write 2027-03-08 or later",
        ),
        (
            {"baseline_start": "2027-03-08", "baseline_finish": "2027-03-05"},
            "Task 'build': a baseline that ends before it starts "
            "(got '2027-03-05'); write 2027-03-08 or later",
        ),
        (
            {"actual_finish": "2027-03-05", "progress": 0.5},
            "Task 'build': done, and not all of it (got '0.5'); write 1, or leave out the actual finish",
        ),
    ],
)
def test_dates_that_contradict_each_other_are_refused(fields: dict[str, object], line: str) -> None:
    assert told(lambda: work("build", **fields)) == [line]


@pytest.mark.parametrize("progress", [-0.1, 1.2, 40])
def test_progress_is_a_share(progress: float) -> None:
    (line,) = told(lambda: work("build", progress=progress))
    assert line.startswith("Task 'build', progress: ")


def test_progress_without_a_status_date_is_refused_once() -> None:
    tasks = [work("a", actual_start="2027-01-11"), work("b", actual_start="2027-01-18"), work("c")]
    assert told(lambda: agency(*tasks)) == [
        "Project 'Shop', task 'a', actual_start: begun, and the portfolio has no status date "
        "(and 1 task more); "
        "write into the settings as of when that is known, such as status_date 2027-01-19"
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"actual_start": "2027-03-16"},
            "Project 'Shop', task 'a', actual_start: after the status date, 2027-03-15 (got '2027-03-16'); "
            "write when it happened, or leave it out",
        ),
        (
            {"actual_finish": "2026-12-01"},
            "Project 'Shop', task 'a', actual_finish: before the portfolio's start, 2027-01-04 "
            "(got '2026-12-01'); let the portfolio start on 2026-12-01 or earlier",
        ),
        (
            {"actual_start": "2027-03-01", "assigned": "Adda"},
            "Project 'Shop', task 'a', assigned: no such person (got 'Adda'); did you mean 'Ada'?",
        ),
    ],
)
def test_what_cannot_be_at_the_status_date_is_refused_with_its_place(
    fields: dict[str, object], line: str
) -> None:
    assert told(lambda: agency(work("a", **fields), status_date=TODAY)) == [line]


@pytest.mark.parametrize("day", ["2027-01-03", "2038-01-01"])
def test_a_status_date_lies_in_the_time_simulated(day: str) -> None:
    (line,) = told(lambda: agency(work("a"), status_date=day))
    assert line.startswith("Portfolio, status_date: outside the time simulated")


# ---------------------------------------------------------------- remarks


def test_a_status_date_without_progress_is_remarked_on() -> None:
    (line,) = found(agency(work("a"), status_date=TODAY), "no progress")
    assert line.startswith("status date 2027-03-15, and no work is said to have begun")
    assert found(agency(work("a"), status_date="2027-01-04"), "no progress") == []


@pytest.mark.parametrize(
    ("link", "before", "after", "line"),
    [
        (
            "a",
            {"actual_start": "2027-03-01"},
            {"actual_start": "2027-03-08"},
            "has begun on 2027-03-08, 'a' is not done",
        ),
        (
            "a",
            {"actual_start": "2027-03-01", "actual_finish": "2027-03-09"},
            {"actual_start": "2027-03-08"},
            "has begun on 2027-03-08, 'a' is done on 2027-03-09",
        ),
        ("a SS", {}, {"actual_start": "2027-03-08"}, "has begun on 2027-03-08, 'a' is not begun"),
        (
            "a FF",
            {"actual_start": "2027-03-01"},
            {"actual_finish": "2027-03-08"},
            "is done on 2027-03-08, 'a' is not done",
        ),
        ("a", {"actual_finish": "2027-03-08"}, {"actual_start": "2027-03-08"}, None),
        ("a FF", {"actual_start": "2027-03-01"}, {"actual_start": "2027-03-01"}, None),
        ("a SF", {}, {"actual_start": "2027-03-01"}, None),
    ],
)
def test_progress_that_contradicts_a_link_is_found(
    link: str, before: dict[str, object], after: dict[str, object], line: str | None
) -> None:
    made = agency(work("a", **before), work("b", after=link, **after), status_date=TODAY)
    told_of = found(made, "out of order")
    expected = [] if line is None else [f"Project 'Shop', task 'b', after: {line} (got {link!r}); check both"]
    assert [each[: len(line_of)] for each, line_of in zip(told_of, expected, strict=True)] == expected


def test_what_is_said_of_work_that_has_not_begun_is_found() -> None:
    made = agency(
        work("a", remaining=3, assigned="Ada"), work("b", actual_start="2027-03-01"), status_date=TODAY
    )
    assert len(found(made, "remains of work not begun")) == len(found(made, "people at work not begun")) == 1


def test_progress_without_dates_and_work_planned_to_be_over_are_found() -> None:
    made = agency(work("a", progress=0.5), work("b", end="2027-03-01"), status_date=TODAY)
    assert len(found(made, "progress without dates")) == len(found(made, "planned to be over")) == 1


def test_what_is_said_of_a_project_that_takes_no_part_is_not_remarked_on() -> None:
    over = project(work("a", progress=0.5, end="2027-01-31"), name="Old", status="done")
    made = agency(projects=[project(work("b", actual_start="2027-03-01")), over], status_date=TODAY)
    assert found(made, "progress without dates") == []


def test_a_pool_can_be_at_work() -> None:
    people = [*PEOPLE, Person("dev", "backend", count=3)]
    made = agency(work("a", actual_start="2027-03-01", assigned="dev"), people=people, status_date=TODAY)
    assert made.projects[0].tasks[0].assigned == ("dev",)
