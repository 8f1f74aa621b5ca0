"""Planned demand against net capacity, before any simulation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["demand_frame"]


def demand_frame(portfolio: Portfolio, by: str | Iterable[str], period: str, wide: bool) -> pd.DataFrame:
    """Return planned demand; see `capsim.domain.portfolio.Portfolio.demand`."""
    raise NotImplementedError
