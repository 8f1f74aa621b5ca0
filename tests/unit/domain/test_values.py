"""Names, dates and numbers, as people write them."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from capsim.domain.person import Person
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.values import day, name, names, number, part, plain
from capsim.errors import Refused
from tests.unit.domain.telling import told


def test_a_name_is_trimmed_and_its_spaces_are_single() -> None:
    assert name("  Ada \u00a0 Lovelace\n") == "Ada Lovelace"


def test_a_name_is_composed() -> None:
    assert name("Zoe\u0308") == "Zo\u00eb"


@pytest.mark.parametrize("text", ["001", "NA", "NO", "null", "true", "=1+1", "日本", "a/b", "50 %"])
def test_a_name_is_never_taken_for_something_else(text: str) -> None:
    assert name(text) == text


@pytest.mark.parametrize("given", ["", "   ", None, 5, b"Ada", "A\x00da", "A\x1bda", "x" * 501, "\ud800"])
def test_what_is_no_name_is_refused(given: object) -> None:
    with pytest.raises(Refused):
        name(given)


def test_names_come_from_a_list_or_from_one_text() -> None:
    assert names("growth; compliance ;") == names(["growth", "compliance"]) == ("growth", "compliance")


def test_a_name_listed_twice_counts_once() -> None:
    assert names("a; b; a") == names(["a", "b", "a"]) == ("a", "b")


def test_names_from_a_set_have_one_order() -> None:
    assert names({"c", "a", "b"}) == ("a", "b", "c")


@pytest.mark.parametrize(
    "given",
    [
        "2027-01-04",
        " 2027-01-04 ",
        "2027-01-04 00:00:00",
        "2027-01-04T00:00:00",
        dt.date(2027, 1, 4),
        dt.datetime(2027, 1, 4),
        pd.Timestamp("2027-01-04"),
        np.datetime64("2027-01-04"),
        np.datetime64("2027-01-04T00:00:00"),
    ],
)
def test_a_date_can_come_in_many_forms(given: object) -> None:
    found = day(given)
    assert found == dt.date(2027, 1, 4)
    assert type(found) is dt.date


@pytest.mark.parametrize(
    "given",
    [
        "04.01.2027", "1/4/2027", "2027-1-4", "2027-02-30", "20270104", "soon", "", 44_000, True, None,
        "\N{FULLWIDTH DIGIT TWO}027-01-04",
        dt.datetime(2027, 1, 4, 12), pd.NaT, np.datetime64("NaT"), dt.datetime(2027, 1, 4, tzinfo=dt.UTC),
    ],
)  # fmt: skip
def test_a_date_is_never_guessed(given: object) -> None:
    with pytest.raises(Refused):
        day(given)


@pytest.mark.parametrize("given", [1.5, "1.5", " 1.5 ", Decimal("1.5"), np.float64(1.5), np.float32(1.5)])
def test_a_number_can_come_in_many_forms(given: object) -> None:
    assert number(given) == 1.5


@pytest.mark.parametrize(
    "given",
    ["", "1,5", "five", "nan", "inf", math.nan, -math.inf, None, True, np.True_, b"5", [1], 10**400, 1j],
)
def test_what_is_no_finite_number_is_refused(given: object) -> None:
    with pytest.raises(Refused):
        number(given)


def test_a_decimal_comma_gets_a_hint() -> None:
    with pytest.raises(Refused, match=r"write 1\.5, with a point"):
        number("1,5")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1,200", "write 1.200, with a point, or 1200"),
        ("1.200,50", "write 1200.50"),
        ("1,200.50", "write 1200.50"),
        ("1,200,000", "write 1200000"),
        ("650 €", "write 650"),
        ("$1,200.50", "write 1200.50"),
        ("0.8 FTE", "write 0.8"),
        ("80 percent", "write 80%"),
        ("1.2.3", "write a number such as 1.5"),
        ("€", "write a number such as 1.5"),
    ],
)
def test_a_number_in_another_spelling_is_told_how_to_write_it(text: str, fix: str) -> None:
    assert told(lambda: number(text)) == [f"not a number (got {text!r}); {fix}"]


@pytest.mark.parametrize(
    ("text", "fix"), [("80,5 %", "write 80.5, with a point"), ("a lot %", "write a number such as 80%")]
)
def test_what_is_no_percentage_is_told_whole(text: str, fix: str) -> None:
    assert told(lambda: part(text, most=1)) == [f"not a percentage (got {text!r}); {fix}"]


def test_a_year_of_two_figures_is_no_year() -> None:
    assert told(lambda: day("0027-01-04")) == ["a year long past (got '0027-01-04'); check its four figures"]


@pytest.mark.parametrize("effort", [math.nan, math.inf, True, [5], {"days": 5}])
def test_an_effort_that_is_no_number_is_told_without_the_words_of_a_law(effort: object) -> None:
    (line,) = told(lambda: Task("build", effort=effort, skill="qa"))  # type: ignore[arg-type]
    assert line.startswith("Task 'build', effort: not an amount (got ")
    assert line.endswith("; write a number, or a distribution such as PERT(5, 8, 15)")


@pytest.mark.parametrize(
    ("given", "share"), [(0.8, 0.8), ("0.8", 0.8), ("80 %", 0.8), ("80%", 0.8), (0, 0), (1, 1)]
)
def test_a_share_is_a_number_or_a_percentage(given: object, share: float) -> None:
    assert part(given, most=1) == share


@pytest.mark.parametrize("given", [-0.1, 1.2, 80, "101 %", "-5 %", "%"])
def test_a_share_lies_between_nothing_and_all(given: object) -> None:
    with pytest.raises(Refused):
        part(given, most=1)


def test_a_bare_percentage_is_not_guessed_at_but_hinted_at() -> None:
    assert told(lambda: Person("Ada", "backend", availability=80)) == [
        "Person 'Ada', availability: out of range (got 80); write 0.8 if 80 % was meant"
    ]


@pytest.mark.parametrize(
    ("amount", "text"), [(2.0, "2"), (0.1, "0.1"), (1e-7, "0.0000001"), (1e20, "1" + "0" * 20)]
)
def test_a_plain_number_reads_back(amount: float, text: str) -> None:
    assert plain(amount) == text
    assert float(text) == amount


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: Person("Ada", {"backend": "fast"}),
            [
                "Person 'Ada', skill 'backend', proficiency: not a number (got 'fast'); "
                "write a number such as 1.5"
            ],
        ),
        (
            lambda: Person("Ada", "backend", leave=[("2027-02-01", "2027-02-30")]),
            [
                "Person 'Ada', leave 1, end: no such day in the calendar (got '2027-02-30'); "
                "check the month and the day"
            ],
        ),
        (
            lambda: Person("Ada", "backend", availabilty=0.5),  # type: ignore[call-arg]
            ["Person 'Ada': no field 'availabilty'; did you mean 'availability'?"],
        ),
        (lambda: Person("Ada"), ["Person 'Ada', skills: missing; give what the person can do"]),  # type: ignore[call-arg]
        (
            lambda: Task("build", effort=-1, skill="backend"),
            ["Task 'build', effort: an amount that can be below 0 (got '-1'); write 0 or more"],
        ),
        (
            lambda: Task("build", 5),  # type: ignore[misc]
            ["Task 'build': an argument without a name (got 5); write its name before it"],
        ),
        (
            lambda: Task("build", needs=[{"skills": "backend", "efort": 3}]),
            ["Task 'build', need 1: no field 'efort'; did you mean 'effort'?"],
        ),
    ],
)
def test_a_refusal_names_the_place_in_the_users_words(make: Callable[[], object], words: list[str]) -> None:
    assert told(make) == words


def test_all_that_is_wrong_with_an_entity_is_told_at_once() -> None:
    lines = told(lambda: Task("build", effort="much", skill="backend", start="soon", priority=1.5, tags=5))
    assert [line.split(":")[0].removeprefix("Task 'build', ") for line in lines] == [
        "effort",
        "start",
        "tags",
        "priority",
    ]


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (lambda: Person("Ada", "qa", fte=1), "Person 'Ada': no field 'fte'; did you mean 'availability'?"),
        (lambda: Person("Ada", "qa", role="qa"), "Person 'Ada': no field 'role'; did you mean 'skills'?"),
        (
            lambda: Task("build", effort=1, skill="qa", depends_on="a"),
            "Task 'build': no field 'depends_on'; did you mean 'after'?",
        ),
    ],
)
def test_another_word_for_a_field_is_understood_as_a_slip(make: Callable[[], object], hint: str) -> None:
    assert told(make) == [hint]


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Person("Ada", "qa", cost_per_day=-650), "Person 'Ada', cost_per_day"),
        (lambda: Project("Shop", budget="-650"), "Project 'Shop', budget"),
        (lambda: Project("Shop", cost_of_delay_per_day=-650.0), "Project 'Shop', cost_of_delay_per_day"),
        (lambda: Task("build", effort=1, skill="qa", fixed_cost=-650), "Task 'build', fixed_cost"),
    ],
)
def test_what_costs_money_costs_at_least_nothing(make: Callable[[], object], where: str) -> None:
    (line,) = told(make)
    assert line.startswith(f"{where}: a negative amount of money (got ")
    assert line.endswith("; write 650 if the sign is a slip, or leave it out")


def test_what_a_project_is_worth_may_be_a_loss() -> None:
    assert Project("Audit", value="-650").value == -650


def test_the_list_of_known_fields_is_whole() -> None:
    (problem,) = told(lambda: Person("Ada", "qa", zzz=1))
    assert "cost_per_day" in problem
    assert "…" not in problem


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("31.12.2027", "write 2027-12-31"),
        ("4.4.2027", "write 2027-04-04"),
        ("2027/1/4", "write 2027-01-04"),
        ("2027-1-4", "write 2027-01-04"),
        ("20270104", "write 2027-01-04"),
        ("12.31.2027", "write 2027-12-31"),
        ("31/12/2027", "write 2027-12-31"),
        ("13-04-27", "write 2027-04-13"),
        ("1 Mar 2027", "write 2027-03-01"),
        ("1st March, 2027", "write 2027-03-01"),
        ("Mon, 1 March 27", "write 2027-03-01"),
        ("March 1st, 2027", "write 2027-03-01"),
        ("1-Mar-27", "write 2027-03-01"),
        ("31 Feb 2027", "write year-month-day, such as 2027-01-04"),
        ("31.02.2027", "write year-month-day, such as 2027-01-04"),
        ("next March", "write year-month-day, such as 2027-01-04"),
        ("1234567", "write year-month-day, such as 2027-01-04"),
    ],
)
def test_a_date_is_proposed_where_one_can_be_meant(text: str, fix: str) -> None:
    assert told(lambda: day(text)) == [f"not a date (got '{text}'); {fix}"]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("03/04/2027", "2027-04-03 or 2027-03-04"),
        ("04.01.2027", "2027-01-04 or 2027-04-01"),
        ("4. 1. 2027", "2027-01-04 or 2027-04-01"),
        ("1/2/27", "2027-02-01 or 2027-01-02"),
    ],
)
def test_a_date_that_can_be_read_two_ways_is_told_with_both(text: str, fix: str) -> None:
    assert told(lambda: day(text)) == [f"a date that can be read two ways (got '{text}'); write {fix}"]


@pytest.mark.parametrize("given", [46388, "46388", "46388.0"])
def test_a_serial_number_of_a_spreadsheet_is_told_as_one(given: object) -> None:
    assert told(lambda: day(given)) == [
        f"a number instead of a date (got {given!r}); a serial number of a spreadsheet? "
        "format the cell as a date, or write 2027-01-01"
    ]


@pytest.mark.parametrize("text", ["2027-03", "3/2027", "Mar 2027", "March 27"])
def test_a_month_is_told_as_one(text: str) -> None:
    assert told(lambda: day(text)) == [
        f"a month instead of a day (got '{text}'); write a day of it, such as 2027-03-01"
    ]


@pytest.mark.parametrize(
    ("availability", "fix"),
    [
        (80, "write 0.8 if 80 % was meant"),
        (3, "write a number from 0 to 2; 3 people alike are one row with count 3"),
        (2.5, "write a number from 0 to 2"),
        (250, "write a number from 0 to 2"),
    ],
)
def test_too_much_of_a_person_asks_what_was_meant(availability: float, fix: str) -> None:
    assert told(lambda: Person("Ada", "qa", availability=availability)) == [
        f"Person 'Ada', availability: out of range (got {availability}); {fix}"
    ]
