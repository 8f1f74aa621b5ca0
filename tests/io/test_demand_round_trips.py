"""Demand and bookings are written and read back as they were, in every kind of file."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import capsim as cs
from capsim.domain.portfolio import Portfolio
from tests.unit.domain.demanding import demanding_portfolios


@pytest.mark.parametrize("target", ["model", "model.yaml", "model.json", "model.xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(demanding_portfolios())
def test_a_written_portfolio_reads_back_equal(target: str, portfolio: Portfolio) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cs.write(portfolio, Path(folder) / target)
        assert cs.read(Path(folder) / target) == portfolio
