"""The portfolio: canonical forms, its calendar, its card."""

import copy
import dataclasses
import datetime as dt
import pickle

import pytest

from capsim.domain.calendar import Calendar
from capsim.domain.person import Person
from capsim.domain.policy import EDD, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Link, Task
from capsim.domain.uncertainty import Ranges
from capsim.errors import InputError
from capsim.io.parsers import read_ranges
from tests.unit.domain.team import PEOPLE, agency, project, work
from tests.unit.domain.telling import told


def test_friendly_forms_become_one_canonical_form() -> None:
    short = Portfolio(
        "Agency",
        "2027-01-04",
        people=[{"name": "Ada", "skills": "backend"}],
        projects=[{"name": "Shop", "tasks": ["go"]}],
        calendar="mon-thu",
        ranges="usual",
        policy={"priority": "EDD"},
    )
    long = Portfolio(
        "Agency",
        dt.date(2027, 1, 4),
        people=(Person("Ada", ["backend"]),),
        projects=(Project("Shop", (Task("go"),)),),
        calendar=Calendar("standard", (1, 1, 1, 1, 0, 0, 0)),
        ranges=Ranges.usual(),
        policy=Policy(EDD()),
    )
    assert short == long
    assert hash(short) == hash(long)


@pytest.mark.parametrize("text", ["0.9 to 1.1", "-10% to +10%", "10 %", "usual, 0.9 to 1.1"])
def test_ranges_are_the_same_words_in_code_as_in_a_workbook(text) -> None:
    assert Portfolio("Agency", "2027-01-04", ranges=text).ranges == Ranges((0.9, 1.1))
    assert read_ranges(text) == Ranges((0.9, 1.1))


def test_one_entity_alone_is_a_list_of_one() -> None:
    made = Portfolio("Agency", "2027-01-04", Person("Ada", "a"), Project("Shop"))
    assert (len(made.people), len(made.projects)) == (1, 1)


def test_what_is_wrong_with_a_part_is_told_under_its_own_name() -> None:
    lines = told(
        lambda: Portfolio(
            "Agency",
            "4 January",
            people=[{"name": "Ada", "skills": {"a": "fast"}}],
            projects=[{"name": "Shop", "tasks": [{"name": "b", "effort": 5}]}],
            policy={"top_up": "perhaps"},
            run_the_business=20,
        )
    )
    assert [line.split(": ")[0] for line in lines] == [
        "Portfolio, start",
        "Person 'Ada', skill 'a', proficiency",
        "Project 'Shop', task 'b'",
        "Portfolio, run_the_business",
        "Portfolio, policy, top_up",
    ]


@pytest.mark.parametrize("given", [5, "Ada", {"name": "Ada"}, {Person("Ada", "a")}])
def test_people_are_a_list(given: object) -> None:
    assert "Portfolio, people: no list of Persons" in told(lambda: agency(people=given))[0]


def test_something_else_among_the_people_is_refused() -> None:
    assert told(lambda: agency(people=[*PEOPLE, "Di"])) == [
        "Person 4: not a Person (got 'Di'); write Person(...)"
    ]


# ---------------------------------------------------------------- time


def test_the_last_day_is_ten_years_past_the_last_date() -> None:
    assert agency(work("a", deadline="2028-02-29")).last_date == dt.date(2028, 2, 29)
    assert agency(work("a", deadline="2028-02-29")).last_day == dt.date(2038, 2, 28)


def test_a_horizon_sets_the_last_day() -> None:
    assert agency(work("a"), horizon="2027-12-31").last_day == dt.date(2027, 12, 31)


@pytest.mark.parametrize(
    "made",
    [
        agency(projects=[project(start="2029-05-05")]),
        agency(work("a", start="2029-05-05")),
        agency(people=[*PEOPLE, Person("Di", "a", leave=[("2027-01-01", "2029-05-05")])]),
        agency(people=[*PEOPLE, Person("Di", "a", start="2029-05-05")]),
        agency(people=[*PEOPLE, Person("Di", {"a": {"end": "2029-05-05"}})]),
    ],
)
def test_every_date_counts_for_the_last_date(made: Portfolio) -> None:
    assert made.last_date == dt.date(2029, 5, 5)


# ---------------------------------------------------------------- calendars


def test_a_country_is_resolved_into_dates() -> None:
    calendar = agency(calendar="DE-BY", horizon="2027-12-31").calendar
    assert (calendar.name, calendar.country, calendar.region) == ("DE-BY", "DE", "BY")
    assert calendar.resolved_to == dt.date(2027, 12, 31)
    days = [holiday.day for holiday in calendar.holidays]
    assert dt.date(2027, 1, 6) in days  # Epiphany, in Bavaria and not in Berlin
    assert days == sorted(days)
    assert days[-1] == dt.date(2027, 12, 26)


def test_a_country_can_be_written_by_name() -> None:
    assert agency(calendar="Germany").calendar == agency(calendar="DE").calendar


@pytest.mark.parametrize(
    ("calendar", "words"),
    [
        (
            "Germny",
            "calendar: neither a country nor working days (got 'Germny'); did you mean 'Germany'? (or days",
        ),
        (
            "",
            "calendar: neither a country nor working days (got ''); write a name such as Germany, or a code",
        ),
        ("mon-fry", "calendar, pattern: no day of the week (got 'fry'); write days such as"),
    ],
)
def test_what_is_neither_a_country_nor_working_days_is_no_calendar(calendar: str, words: str) -> None:
    (line,) = told(lambda: agency(calendar=calendar))
    assert line.startswith(f"Portfolio, {words}")


def test_a_country_can_be_written_in_small_letters() -> None:
    assert agency(calendar="de-by").calendar == agency(calendar="DE-BY").calendar


def test_a_person_can_name_a_country_instead_of_a_calendar() -> None:
    people = [*PEOPLE, Person("Di", "a", calendar="AT"), Person("Ed", "a", calendar="AT")]
    made = agency(people=people)
    assert [calendar.name for calendar in made.calendars] == ["AT"]
    assert made.calendar_of(made.people[3]) is made.calendars[0]
    assert made.calendar_of(made.people[0]) is made.calendar


def test_own_days_off_stay_beside_those_of_the_country() -> None:
    calendar = Calendar("office", country="DE", holidays=[("2027-12-24", "closed")])
    holidays = {each.day: each.name for each in agency(calendar=calendar).calendar.holidays}
    assert holidays[dt.date(2027, 12, 24)] == "closed"
    assert dt.date(2027, 12, 25) in holidays


def test_an_earlier_start_or_a_later_end_resolves_more_holidays() -> None:
    made = agency(calendar="DE", horizon="2027-12-31")
    assert dataclasses.replace(made, start="2026-01-01").calendar.holidays[0].day == dt.date(2026, 1, 1)
    longer = dataclasses.replace(made, horizon="2028-12-31").calendar
    assert longer.holidays[-1].day == dt.date(2028, 12, 26)


def test_a_person_can_name_days_of_the_week_and_keeps_the_public_holidays_of_all() -> None:
    people = [
        Person("Ada", "backend", calendar="mon-thu"),
        Person("Bo", "backend", calendar="1 1 1 1 0.5 0 0"),
    ]
    made = Portfolio("Agency", "2027-01-04", people, calendar="DE")
    ada, bo = (made.calendar_of(person) for person in people)
    assert (ada.pattern, bo.pattern) == ((1, 1, 1, 1, 0, 0, 0), (1, 1, 1, 1, 0.5, 0, 0))
    assert ada.holidays == bo.holidays == made.calendar.holidays
    assert made.calendar.holidays
    again = Portfolio("Agency", "2027-01-04", people, calendar=made.calendar, calendars=made.calendars)
    assert again == made


@pytest.mark.parametrize("text", ["mon-thr", "four days", "0 0 0 0 0 0 0"])
def test_a_calendar_of_a_person_that_is_neither_known_nor_days_is_refused_with_what_can_be_written(
    text: str,
) -> None:
    with pytest.raises(InputError) as refused:
        Portfolio("Agency", "2027-01-04", [Person("Ada", "backend", calendar=text)])
    assert str(refused.value) == (
        f"Person 'Ada', calendar: unknown calendar (got {text!r}); known: 'standard' "
        '(or a country such as "DE" or "DE-BY", or days such as "mon-thu")'
    )


def test_a_resolved_calendar_is_left_as_it_is() -> None:
    made = agency(calendar="DE", horizon="2027-12-31")
    fewer = dataclasses.replace(made.calendar, holidays=made.calendar.holidays[:3])
    assert dataclasses.replace(made, calendar=fewer).calendar == fewer


@pytest.mark.parametrize("given", [5, "someday", ["DE"]])
def test_what_is_no_calendar_is_refused(given: object) -> None:
    with pytest.raises(InputError, match="alendar"):
        agency(calendar=given)


# ---------------------------------------------------------------- people and projects


def test_vacancies_get_canonical_names() -> None:
    made = agency(people=[*PEOPLE, Person(None, "backend", start="2027-03-01", count=2)])
    assert [person.name for person in made.people[3:]] == ["TBH backend 1", "TBH backend 2"]


def test_a_vacancy_added_to_a_copy_gets_the_next_name() -> None:
    vacancy = Person(None, "backend", start="2027-03-01")
    made = agency(people=[*PEOPLE, vacancy])
    more = dataclasses.replace(made, people=(*made.people, vacancy))
    assert [person.name for person in more.people[3:]] == ["TBH backend 1", "TBH backend 2"]


def test_the_staff_is_everybody_one_by_one() -> None:
    made = agency(people=[Person("tester", "qa", count=2), Person("Ada", "backend")])
    assert [person.name for person in made.staff] == ["tester 1", "tester 2", "Ada"]


def test_projects_people_and_tasks_are_found_by_name() -> None:
    made = agency(work("build"))
    assert made.project("Shop").task("build") == work("build")
    assert made.person("Ada") == PEOPLE[0]
    with pytest.raises(InputError, match=r"no such project \(got 'Shp'\); did you mean 'Shop'\?"):
        made.project("Shp")


# ---------------------------------------------------------------- copies


def test_a_portfolio_made_from_the_parts_of_another_is_equal_to_it() -> None:
    made = agency(
        Task("a/b"),
        Task("c", after="Shop/a/b"),
        people=[*PEOPLE, Person(None, "a", start="2027-02-01"), Person("Di", "a", calendar="AT")],
        calendar="DE",
    )
    fields = {field.name: getattr(made, field.name) for field in dataclasses.fields(made)}
    assert Portfolio(**fields) == made
    assert dataclasses.replace(made) == made
    assert copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made


def test_links_of_a_copy_with_another_project_are_settled_anew() -> None:
    made = agency(Task("a"), Task("b", after="a"))
    other = project(Task("x", after="Shop/b"), name="Billing")
    more = dataclasses.replace(made, projects=(*made.projects, other))
    assert more.projects[1].tasks[0].after == (Link("b", project="Shop"),)


def test_portfolios_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        agency().name = "x"  # type: ignore[misc]
