"""What a report is about: a forecast, for some of its projects, with what was known before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from capsim.engines.runs import Runs
from capsim.errors import InputError, Problem, did_you_mean
from capsim.report.earlier import Earlier
from capsim.report.names import Naming, numbered

if TYPE_CHECKING:
    import pandas as pd

    from capsim.domain.portfolio import Portfolio
    from capsim.forecast import Forecast

__all__ = ["Subject"]


@dataclass(frozen=True)
class Subject:
    """What the parts of a report ask.

    Attributes
    ----------
    forecast : Forecast
        Its answers call people what the report calls them.
    projects : tuple of str
        Those it is about; empty for all.
    team : str or None
        The team that it is for.
    shows_people : bool
        Whether people are told one by one.
    naming : callable
        What people are called.
    earlier : Earlier or None
        What was known before.
    """

    forecast: Forecast
    projects: tuple[str, ...] = ()
    team: str | None = None
    shows_people: bool = False
    naming: Naming = numbered
    earlier: Earlier | None = None

    def __post_init__(self) -> None:
        known = [project.name for project in self.portfolio.projects]
        for name in self.projects:
            if name not in known:
                fix = did_you_mean(name, known)
                raise InputError([Problem("report, audience", "no such project", name, fix)])
        teams = sorted({person.team for person in self.portfolio.staff if person.team is not None})
        if self.team is not None and self.team not in teams:
            fix = did_you_mean(self.team, teams) or "give people a team"
            raise InputError([Problem("report, audience", "no such team", self.team, fix)])

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio that was simulated."""
        return self.forecast.portfolio

    @property
    def has_runs(self) -> bool:
        """Whether tasks and seats were kept."""
        return isinstance(self.forecast.kept, Runs)

    @property
    def has_money(self) -> bool:
        """Whether anything costs anything."""
        try:
            return self.has_runs and bool(self.forecast.cost("portfolio")["mean"].abs().sum() > 0)
        except InputError:
            return False

    def mine(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of an answer that are about the projects of the report."""
        if not self.projects or "project" not in frame.columns:
            return frame
        return frame[frame["project"].isin(self.projects)]

    @cached_property
    def delivery(self) -> pd.DataFrame:
        """When the projects of the report are finished."""
        return self.mine(self.forecast.delivery())

    @cached_property
    def alerts(self) -> pd.DataFrame:
        """The alerts, without those of projects that the report is not about."""
        found = self.forecast.alerts()
        others = (found["about"] == "project") & ~found["name"].isin(self.projects)
        return found[~others] if self.projects else found

    @cached_property
    def bottlenecks(self) -> pd.DataFrame:
        """Who is waited for."""
        return self.forecast.bottlenecks()

    @cached_property
    def hires(self) -> pd.DataFrame:
        """Whom to hire."""
        return self.forecast.hires()

    @property
    def currency(self) -> str:
        """The currency, or a word for it."""
        return self.portfolio.currency or "money"
