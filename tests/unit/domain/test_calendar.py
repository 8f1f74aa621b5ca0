"""Working patterns, holidays and leave."""

import datetime as dt

import pytest

from capsim.domain.calendar import Calendar, Holiday, Leave, pattern_text
from capsim.errors import InputError
from tests.unit.domain.telling import told

WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("given", "pattern"),
    [
        ("mon-fri", WEEK),
        ("Monday - Friday", WEEK),
        ("mon, tue, wed; thu fri", WEEK),
        ("1 1 1 1 1 0 0", WEEK),
        ([1, 1, 1, 1, 1, 0, 0], WEEK),
        ("mon-thu sat", (1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0)),
        ("sat-mon", (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0)),
        ("mon-sun", (1.0,) * 7),
        ("sun", (0.0,) * 6 + (1.0,)),
        ((1, 1, 1, 1, 0.5, 0, 0), (1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0)),
    ],
)
def test_a_working_pattern_can_come_in_many_forms(given: object, pattern: tuple[float, ...]) -> None:
    assert Calendar(pattern=given).pattern == pattern  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    ["", "mon-xyz", "monkey", "t", "1 1 1", [0] * 7, [1] * 6, [3] + [1] * 6, "-1 1 1 1 1 1 1", 5, {"mon": 1}],
)
def test_what_is_no_working_pattern_is_refused(given: object) -> None:
    with pytest.raises(InputError, match="Calendar 'standard', pattern"):
        Calendar("standard", pattern=given)  # type: ignore[arg-type]


@pytest.mark.parametrize("pattern", [WEEK, (1.0,) * 7, (1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0), (0.5,) * 7])
def test_a_pattern_as_text_reads_back(pattern: tuple[float, ...]) -> None:
    assert Calendar(pattern=pattern_text(pattern)).pattern == pattern


def test_holidays_are_kept_by_date_and_once() -> None:
    calendar = Calendar(
        holidays=["2027-05-01", ("2027-01-01", "New Year"), Holiday("2027-05-01", "Labor Day")]
    )
    assert [holiday.day for holiday in calendar.holidays] == [dt.date(2027, 1, 1), dt.date(2027, 5, 1)]


def test_holidays_can_be_named_in_a_mapping() -> None:
    assert Calendar(holidays={"2027-01-01": "New Year"}).holidays == (Holiday("2027-01-01", "New Year"),)


def test_a_region_needs_a_country() -> None:
    assert told(lambda: Calendar("home", region="BY")) == [
        "Calendar 'home': a region without a country (got 'BY'); give the country, such as \"DE\""
    ]


def test_leave_of_one_day_ends_when_it_starts() -> None:
    leave = Leave("2027-02-01")
    assert leave.end == leave.last == dt.date(2027, 2, 1)
    assert leave == Leave("2027-02-01", "2027-02-01")


def test_leave_does_not_end_before_it_starts() -> None:
    assert told(lambda: Leave("2027-02-12", "2027-02-01")) == [
        "Leave: ends before it starts (got '2027-02-01'); write 2027-02-12 or later"
    ]
