"""What differs between two portfolios, as a table."""

from __future__ import annotations

import pandas as pd

from capsim.domain.differing import changes
from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.forecast.columns import texts

__all__ = ["difference_frame"]


def difference_frame(old: Portfolio, new: object) -> pd.DataFrame:
    """Return what differs between two portfolios; columns as in `Portfolio.diff`."""
    if not isinstance(new, Portfolio):
        fix = "give it another portfolio, such as cs.read(...)"
        raise InputError([Problem("diff", "no portfolio", type(new).__name__, fix)])
    found = list(changes(old, new, "Portfolio"))
    return pd.DataFrame(
        {
            "entity": texts(each.entity for each in found),
            "field": texts(each.field for each in found),
            "old": texts(each.old for each in found),
            "new": texts(each.new for each in found),
        }
    )
