# ruff: noqa: E501
"""Headers that are months and weeks, in every spelling, and those that are not."""

import pytest

from capsim.domain.demand import Period
from capsim.errors import InputError, Refused
from capsim.io.periods import is_period, read_period, read_periods, read_span


@pytest.mark.parametrize(
    ("header", "period"),
    [
        *[(header, "2027-01") for header in (
            "2027-01", "2027/01", "2027.01", "2027-1", "202701", "01/2027", "1/2027", "01.2027", "01-2027",
            "Jan 27", "Jan-27", "Jan27", "JAN 27", "jan. 2027", "Jan '27", "Jan ’27", "January 2027",
            "January-27", "2027 Jan", "2027-January", "Januar 2027", "Jänner 27", "M01 2027", "2027 M01", "2027-M01",
            "2027-01-01", "2027-01-01 00:00:00", "2027-01-31", "1 Jan 2027", "01-Jan-2027", "1. Januar 2027",
            "01/01/2027", "31.01.2027", "01/31/2027", " Jan  27 ", "Jan 27 FTE", "FTE 2027-01",
            "Jan 27 (FTE)",
        )],
        *[(f"{word} 27", "2027-03") for word in ("mrt", "Maart", "mars", "marzo", "Mar")],
        *[(f"{word} 2027", "2027-08") for word in ("augustus", "août", "agosto", "Aug.")],
        ("mei 27", "2027-05"), ("févr. 27", "2027-02"), ("ene-27", "2027-01"), ("ott 27", "2027-10"),
        ("Mär 27", "2027-03"), ("MÄRZ 2027", "2027-03"), ("Ma\u0308r 27", "2027-03"), ("Mrz 27", "2027-03"),
        ("Mai 2027", "2027-05"), ("Sept 27", "2027-09"), ("Okt. 27", "2027-10"), ("Dez 2027", "2027-12"),
        *[(header, "2027-W03") for header in (
            "2027-W03", "2027W03", "2027-W3", "2027 W03", "W03 2027", "W3/27", "KW 3 2027", "KW3 2027",
            "CW03/2027", "CW03 27", "Week 3 2027", "wk 3 2027", "2027 KW 3", "2027-KW03", "Woche 3 2027", "2027-01-18",
        )],
    ],
)  # fmt: skip
def test_a_month_or_week_is_read_in_any_usual_spelling(header: str, period: str) -> None:
    assert str(read_period(header)) == period


@pytest.mark.parametrize(
    ("header", "above", "period"),
    [
        ("Jan", "2027", "2027-01"), ("Dez", "Plan 2027", "2027-12"), ("M01", "2027", "2027-01"),
        ("W03", "2027", "2027-W03"), ("KW 3", "Jahr 2027", "2027-W03"), ("Jan 28", "2027", "2028-01"),
    ],
)  # fmt: skip
def test_a_bare_month_or_week_takes_the_year_above_it(header: str, above: str, period: str) -> None:
    assert str(read_period(header, above)) == period


@pytest.mark.parametrize(
    "header",
    ["", "Owner", "Total", "2027", "Q1 2027", "1.5", "80", "role", "low", "high", "Marketing", "Decision", "W",
     "M", "Week", "Junior", "2027-Q1", "May be", "Phase 1", "12", "Set 12", "Gen 12", "Jui 27", "Augmented 27", "2027-01-15 to 2027-02-10"],
)  # fmt: skip
def test_other_headers_are_no_period(header: str) -> None:
    assert read_period(header) is None
    assert not is_period(header)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("01/02", "can be read in several ways"),
        ("03-04", "can be read in several ways"),
        ("01/27", "can be read in several ways"),
        ("27-Jan", "can be read in several ways"),
        ("01-Jan-27", "can be read in several ways"),
        ("01.02.2027", "can be read in several ways"),
        ("03/04/2027", "can be read in several ways"),
        ("01.02.", "can be read in several ways"),
        (
            "Jan",
            r"without a year \(got 'Jan'\); write the year behind it, such as Jan 2027, or in the row above",
        ),
        ("W03", "without a year"),
        ("M01", "without a year"),
        ("2027-13", "no such month or week"),
        ("13/2027", "no such month or week"),
        ("2027-W54", "no such month or week"),
        ("KW 0 2027", "no such month or week"),
        ("2027-02-30", "no such month or week"),
        ("2027-01-05", "a date that begins neither a month nor a week"),
    ],
)
def test_what_can_mean_two_things_or_nothing_is_refused(header: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_period(header)
    assert is_period(header)


def test_a_bare_month_below_two_years_is_refused() -> None:
    with pytest.raises(InputError, match="without a year"):
        read_period("Jan", "2027 2028")


@pytest.mark.parametrize("year", ["FY27", "FY 2027", "fy2027", "Fiscal year 2027"])
def test_a_month_below_a_fiscal_year_is_refused_with_what_to_write(year: str) -> None:
    with pytest.raises(InputError) as caught:
        read_period("Oct", year)
    assert str(caught.value) == (
        "a month of a fiscal year (got 'Oct'); "
        f"write its own year behind it, such as Oct 2027: {year} may begin in any month"
    )


def together(*headers: str) -> list[str]:
    return [str(each) for each in read_periods([(header, "") for header in headers])]


def test_mondays_a_week_apart_are_weeks_even_if_one_begins_a_month() -> None:
    assert together("2027-01-25", "2027-02-01", "2027-02-08") == ["2027-W04", "2027-W05", "2027-W06"]


def test_firsts_of_months_are_months_even_if_all_are_mondays() -> None:
    assert together("2027-02-01", "2027-03-01") == ["2027-02", "2027-03"]


def test_other_columns_do_not_keep_mondays_from_being_weeks() -> None:
    assert together("Owner", "2027-02-01", "2027-02-08", "Total") == ["None", "2027-W05", "2027-W06", "None"]


def test_a_week_among_months_is_refused_and_a_month_among_weeks() -> None:
    found = read_periods([("2027-01", ""), ("2027-W05", ""), ("2027-02", "")])
    assert [isinstance(each, Refused) for each in found] == [False, True, False]
    assert "a week among months" in str(found[1])
    found = read_periods([("2027-W05", ""), ("2027-02", ""), ("2027-W06", "")])
    assert "a month among weeks" in str(found[1])


def test_a_month_that_comes_twice_is_refused_the_second_time() -> None:
    found = read_periods([("2027-01", ""), ("Feb 27", ""), ("Jan 27", "")])
    assert (
        str(found[2]) == "2027-01 has a column already (got 'Jan 27'); keep one column for each month or week"
    )
    assert isinstance(found[0], Period)


def test_the_same_bare_months_under_two_years_are_different() -> None:
    found = read_periods([("Jan", "2027"), ("Jan", "2028")])
    assert [str(each) for each in found] == ["2027-01", "2028-01"]


@pytest.mark.parametrize(
    ("header", "above", "span"),
    [
        ("2027", "", "2027-01-01 to 2027-12-31"),
        ("FY2027", "", "2027-01-01 to 2027-12-31"),
        ("Q2 2027", "", "2027-04-01 to 2027-06-30"),
        ("Q2", "2027", "2027-04-01 to 2027-06-30"),
        ("2027-Q4", "", "2027-10-01 to 2027-12-31"),
        ("H2 27", "", "2027-07-01 to 2027-12-31"),
        ("H3 27", "", "None"),
        ("Q1", "", "None"),
        ("Jan 27", "", "None"),
    ],
)
def test_a_span_is_a_year_a_half_or_a_quarter(header: str, above: str, span: str) -> None:
    assert str(read_span(header, above)) == span


def test_a_period_is_a_month_a_week_or_neither() -> None:
    periods = [Period.parse(text) for text in ("2027-02", "2027-W03", "2027-01-04 to 2027-01-17")]
    assert [each.is_month for each in periods] == [True, False, False]
    assert [each.is_week for each in periods] == [False, True, False]
