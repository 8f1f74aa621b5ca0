"""Overtime that is planned, as an edit: from one day to another people work longer."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator

from capsim.domain import actions
from capsim.domain.demand import working_days
from capsim.domain.portfolio import Portfolio
from capsim.domain.reactions import Reaction
from capsim.domain.reprs import as_call, as_code
from capsim.domain.triggers import OnDate
from capsim.domain.values import Day, DayLike, Name, NumberLike, plain, value
from capsim.errors import Refused

__all__ = ["Overtime"]


@value
class Overtime:
    """People work longer for a time: in a day they get so much more done.

    It becomes a reaction of the house rules to a date (rule R21), and is paid with the overtime premium of
    the portfolio's terms. A later decision about somebody replaces what is left of it.

    Parameters
    ----------
    who : str
        A person, a pool, a team, or a role.
    start, end : date
        First and last day.
    share : float
        How much longer: 0.25 is two hours more in a day of eight.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> print(Overtime("backend", "2027-03-01", "2027-03-26"))
    overtime of backend by 25 % from 2027-03-01 to 2027-03-26
    """

    who: Name
    start: Day
    end: Day
    share: Annotated[float, BeforeValidator(actions.more_of_a_day)] = 0.25

    if TYPE_CHECKING:

        def __init__(self, who: str, start: DayLike, end: DayLike, share: NumberLike = 0.25) -> None: ...

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio whose house rules have them work longer."""
        start = max(self.start, _first(portfolio))
        days = working_days(portfolio.calendar, start, self.end)
        if not days:
            fix = f"write days from {start} on of which one at least is a working day"
            raise Refused("no working day for overtime", f"{self.start} to {self.end}", fix)
        reaction = Reaction(OnDate(start), actions.Overtime(self.who, self.share, days))
        policy = dataclasses.replace(portfolio.policy, reactions=(*portfolio.policy.reactions, reaction))
        return portfolio.replace(policy=policy)

    def __str__(self) -> str:
        return f"overtime of {self.who} by {plain(100 * self.share)} % from {self.start} to {self.end}"

    def __repr__(self) -> str:
        return as_call(self, "who", "start", "end")

    _repr_html_ = as_code


def _first(portfolio: Portfolio) -> date:
    """Return the first day on which anything can be decided: the start, or the day after the status date."""
    status = portfolio.status_date
    return portfolio.start if status is None else max(portfolio.start, status + timedelta(days=1))
