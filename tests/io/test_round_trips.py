"""What is written reads back equal, whatever the names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from capsim.domain.portfolio import Portfolio
from capsim.io import read, write
from tests.io.portfolios import portfolios

patient = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize=True,
)


@pytest.mark.parametrize("target", ["model", "model.yaml", "model.json"])
def test_every_portfolio_reads_back_equal(target: str) -> None:
    @patient
    @given(portfolios())
    def check(portfolio: Portfolio) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write(portfolio, Path(folder) / target)
            assert read(Path(folder) / target) == portfolio

    check()
