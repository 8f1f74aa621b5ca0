"""Why projects spend more than their budgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from capsim.forecast.costing import HALF_A_MILL, released
from capsim.forecast.money import Money

__all__ = ["Overspent", "overspent_in"]


class Overspent(NamedTuple):
    """What a project costs where it costs more than its budget.

    Attributes
    ----------
    beyond : float
        By how much it is more than the budget, in the mean of these futures.
    more : float or None
        By how much it is more than in the other futures, in the means; None if there are no others.
    risks : float
        What of that is for risks and their responses.
    less : float
        By how much less is released to it than in the other futures, in the means.
    """

    beyond: float
    more: float | None
    risks: float
    less: float


def overspent_in(money: Money) -> Mapping[str, Overspent]:
    """Return what projects cost that overspend in some futures, by name."""
    days = money.days_of(money.firsts("M"))[[0, -1]]
    limit = released(money, "project", money.names, days)[:, :, 0]
    found: dict[str, Overspent] = {}
    for index, name in enumerate(money.names):
        cost, risks = money.project_costs[:, index], money.risk_costs[:, index]
        counted = money.goes_ahead[:, index] & ~np.isnan(limit[:, index])
        over = counted & (cost > limit[:, index] + HALF_A_MILL)
        others = counted & ~over
        if not over.any():
            continue
        beyond = float((cost - limit[:, index])[over].mean())
        if not others.any():
            found[name] = Overspent(beyond, None, float(risks[over].mean()), 0.0)
            continue
        columns = (cost, risks, -limit[:, index])
        more, of_risks, less = (float(each[over].mean() - each[others].mean()) for each in columns)
        found[name] = Overspent(beyond, more, of_risks, less)
    return found
