"""What could be better about a portfolio, as a frame, with a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from capsim.domain.findings import findings_in
from capsim.forecast.problems import problem_frame

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["checked"]


def checked(portfolio: Portfolio, minimum: float | None = None) -> pd.DataFrame:
    """Return the findings of a portfolio; see `capsim.domain.portfolio.Portfolio.check`."""
    return problem_frame(findings_in(portfolio))
