"""What was known before: an earlier forecast or portfolio, and a book of forecasts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from capsim.domain.portfolio import Portfolio
from capsim.errors import InputError, Problem
from capsim.report.inputs import input_hash

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["Earlier"]

_BEFORE: Final = ["project", "day", "deadline", "p80", "probability", "beyond"]


@dataclass(frozen=True)
class Earlier:
    """What was known before a forecast.

    Attributes
    ----------
    forecast : Forecast
        The one that is reported.
    since : Forecast, Portfolio or None
    log : path or None
        A book of forecasts.

    Raises
    ------
    InputError
        If they are something else, or the book has no entry of this portfolio.
    """

    forecast: Forecast
    since: Forecast | Portfolio | None = None
    log: str | os.PathLike[str] | None = None

    def __post_init__(self) -> None:
        from capsim.forecast import Forecast

        if self.since is not None and not isinstance(self.since, Forecast | Portfolio):
            fix = 'give the earlier forecast, or the earlier model: cs.read("last_month.xlsx")'
            raise InputError(
                [Problem("report, since", "neither a forecast nor a portfolio", self.since, fix)]
            )
        if self.log is not None and self.trend.empty:
            fix = "write this forecast into it first: forecast.log(...); books know portfolios by their names"
            what = f"no entry of the portfolio {self.forecast.portfolio.name!r}"
            raise InputError([Problem("report, log", what, str(self.log), fix)])

    @property
    def portfolio(self) -> Portfolio | None:
        """The model that was simulated before, where it is known."""
        if self.since is None or isinstance(self.since, Portfolio):
            return self.since
        return self.since.portfolio

    @cached_property
    def trend(self) -> pd.DataFrame:
        """What the book says of this portfolio; columns as in `Forecast.trend`, no row without a book."""
        return pd.DataFrame() if self.log is None else self.forecast.trend(self.log)

    @cached_property
    def is_logged(self) -> bool:
        """Whether the book ends with the model that is reported."""
        return not self.trend.empty and bool((self.trend["input_hash"] == self._mine).any())

    @cached_property
    def delivery(self) -> pd.DataFrame:
        """What was promised before: project, day, deadline, p80, probability, beyond.

        That is what the earlier forecast says, or the last entries of the book about another model.
        """
        if self.since is not None and not isinstance(self.since, Portfolio):
            found = self.since.delivery()
            status = pd.to_datetime(
                pd.Series([self.since.portfolio.status_date] * len(found), dtype="object")
            )
            return found.assign(day=status, beyond=found["beyond_horizon"])[_BEFORE]
        if self.trend.empty:
            return pd.DataFrame(columns=_BEFORE)
        others = self.trend[self.trend["input_hash"] != self._mine]
        last = others.groupby("project", sort=False).tail(1)
        return last.rename(columns={"logged": "day"}).assign(beyond="")[_BEFORE]

    @cached_property
    def _mine(self) -> str:
        return input_hash(self.forecast)
