"""What is written reads back equal, whatever the names and whichever way it goes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from capsim.domain.portfolio import Portfolio
from capsim.io import read, to_frames, write
from tests.io.portfolios import portfolios

FORMS = ["model", "model.xlsx", "model.yaml", "model.json", "frames"]

patient = settings(
    max_examples=45,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize=True,
)


def through(form: str, portfolio: Portfolio) -> Portfolio:
    """A portfolio, written in a form and read again."""
    if form == "frames":
        return read(to_frames(portfolio))
    with tempfile.TemporaryDirectory() as folder:
        write(portfolio, Path(folder) / form)
        return read(Path(folder) / form)


@pytest.mark.parametrize("first", FORMS)
def test_every_portfolio_reads_back_equal_from_one_form_and_then_from_another(first: str) -> None:
    @patient
    @given(portfolios(), st.sampled_from(FORMS))
    def check(portfolio: Portfolio, second: str) -> None:
        once = through(first, portfolio)
        assert once == portfolio
        assert through(second, once) == portfolio

    check()


def test_the_portfolios_that_go_round_have_bookings_demand_grades_and_progress() -> None:
    seen = {"bookings": 0, "demand": 0, "graded": 0, "status date": 0}

    @settings(patient, max_examples=200)
    @given(portfolios())
    def check(portfolio: Portfolio) -> None:
        seen["bookings"] += bool(portfolio.bookings)
        seen["status date"] += portfolio.status_date is not None
        seen["graded"] += any(skill.as_of for person in portfolio.people for skill in person.skills)
        seen["demand"] += any(
            "2027-W0" in task.name or task.name.endswith("2027-01")
            for project in portfolio.projects
            for task in project.tasks
        )

    check()
    assert min(seen.values()) > 3, seen
