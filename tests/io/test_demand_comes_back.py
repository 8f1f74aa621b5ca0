"""The unit of trust: the table that was put in comes back from `portfolio.demand`, to 0.01 FTE."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import capsim as cs
from capsim.domain.demand import Period

ROLES = ("backend", "data", "design", "qa", "product", "ops")

Table = Mapping[tuple[str, str], Mapping[str, float]]


@st.composite
def tables(draw: st.DrawFn, periods: list[str]) -> Table:
    """FTE from 0 to 5 with two digits, of 1 to 8 projects and 1 to 6 roles in 1 to 14 periods."""
    projects = [f"P{number}" for number in range(draw(st.integers(1, 8)))]
    roles = ROLES[: draw(st.integers(1, 6))]
    columns = periods[: draw(st.integers(1, 14))]
    amount = st.integers(0, 500).map(lambda hundredths: hundredths / 100)
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(projects), st.sampled_from(roles)), min_size=1, max_size=12, unique=True
        )
    )
    return {pair: {column: draw(amount) for column in columns} for pair in pairs}


def sheet(table: Table) -> pd.DataFrame:
    rows = [{"project": project, "role": role, **row} for (project, role), row in table.items()]
    return pd.DataFrame(rows)


def people() -> pd.DataFrame:
    return pd.DataFrame({"person": [f"{role} people" for role in ROLES], "role": ROLES, "count": 40})


MONTHS = [str(Period.month(2027 + month // 12, month % 12 + 1)) for month in range(14)]
WEEKS = [
    str(Period(first, first + timedelta(days=6)))
    for first in (date(2027, 1, 4) + timedelta(weeks=week) for week in range(14))
]
closed = st.lists(st.dates(date(2027, 1, 1), date(2028, 2, 28)), max_size=12, unique=True)


@pytest.mark.parametrize(
    ("period", "columns", "start"), [("M", MONTHS, "2027-01-01"), ("W", WEEKS, "2027-01-04")]
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_wide_table_comes_back(period: str, columns: list[str], start: str, data: st.DataObject) -> None:
    table = data.draw(tables(columns))
    given_settings: dict[str, list[str]] = {"setting": ["name", "start"], "value": ["House", start]}
    sheets = {"people": people(), "demand": sheet(table)}
    country = data.draw(st.sampled_from([None, "DE", "GB", "US"]))
    if country:
        given_settings["setting"].append("country")
        given_settings["value"].append(country)
    else:
        off = [day for day in data.draw(closed) if day.weekday() < 5]
        sheets["calendars"] = pd.DataFrame({"calendar": ["standard"], "pattern": ["mon-fri"]})
        if off:
            sheets["holidays"] = pd.DataFrame({"calendar": "standard", "date": pd.to_datetime(off)})
    portfolio = cs.read({**sheets, "settings": pd.DataFrame(given_settings)})
    back = portfolio.demand(by=("project", "role"), period=period, wide=True)
    found = {
        (row["project"], row["role"]): {
            column: row[column] for column in back.columns if column not in ("project", "role")
        }
        for row in back.to_dict("records")
    }
    works = {
        column: any(
            day.weekday() < 5 and day not in {each.day for each in portfolio.calendar.holidays}
            for day in _days(column)
        )
        for column in columns
    }
    for pair, row in table.items():
        for column, amount in row.items():
            wanted = amount if works[column] else 0.0
            assert found.get(pair, {}).get(column, 0.0) == pytest.approx(wanted, abs=0.01), (pair, column)


def _days(column: str) -> list[date]:
    period = Period.parse(column)
    return [period.start + timedelta(days=day) for day in range((period.end - period.start).days + 1)]
