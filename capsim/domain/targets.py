"""Targets: what a portfolio is to reach, measured in each future."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import numpy as np
from pydantic import BeforeValidator

from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import (
    DayLike,
    Name,
    Names,
    NamesLike,
    NumberLike,
    OptionalName,
    day,
    number,
    part,
    plain,
    value,
    within,
)
from capsim.errors import Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["DATES", "MEASURES", "Target", "as_goal", "as_measure", "target_problems"]

MEASURES: Final[Mapping[str, str]] = {
    "on time": "at least",
    "finish": "by",
    "days late": "at most",
    "cost": "at most",
    "benefits": "at least",
    "npv": "at least",
}
"""What can be measured, and how the goal is meant."""

DATES: Final = ("on time", "finish", "days late")
"""What is measured by dates alone."""

_OTHER_WORDS: Final = {
    "on time": ("on time delivery", "deadlines", "deadlines kept", "pünktlich", "termintreue"),
    "finish": ("finished", "finished by", "date", "fertig", "fertig bis"),
    "days late": ("lateness", "late", "delay", "verspätung", "verzug"),
    "cost": ("costs", "spending", "kosten"),
    "benefits": ("benefit", "nutzen"),
    "npv": ("net present value", "kapitalwert"),
}
_BY_WORD: Final = {word: measure for measure, others in _OTHER_WORDS.items() for word in (measure, *others)}
_MOST: Final = 1e15

OwnMeasure: TypeAlias = Callable[[Any], Any]
"""A function of a `capsim.Forecast` that returns a number for each of its futures."""


def as_measure(given: object) -> str | OwnMeasure:
    """Return what a word measures; a function of one's own stays as it is.

    Parameters
    ----------
    given : str or callable

    Raises
    ------
    Refused
        If it measures nothing.

    Examples
    --------
    >>> as_measure("On-time delivery"), as_measure("days_late")
    ('on time', 'days late')
    """
    if callable(given):
        return given
    word = " ".join(str(given).replace("_", " ").replace("-", " ").split()).casefold()
    if word not in _BY_WORD:
        known = f"write one of {', '.join(MEASURES)}"
        near = did_you_mean(word, _BY_WORD)
        raise Refused("no such measure", given, near if near.startswith("did") else known)
    return _BY_WORD[word]


def as_goal(given: object) -> float | date:
    """Return a goal: a number, a share such as ``"90 %"``, or a day.

    Parameters
    ----------
    given : float, date or str

    Raises
    ------
    Refused
        If it is none of them.

    Examples
    --------
    >>> as_goal("90 %"), as_goal("2027-06-30"), as_goal(250_000)
    (0.9, datetime.date(2027, 6, 30), 250000.0)
    """
    if isinstance(given, date | datetime | np.datetime64):
        return day(given)
    if isinstance(given, str) and given.strip().endswith("%"):
        return part(given, 10)
    try:
        return number(given)
    except Refused as error:
        try:
            return day(given)
        except Refused:
            fix = "write a number, a share such as 90 %, or a day such as 2027-06-30"
            raise Refused("no goal", given, fix) from error


@value
class Target:
    """What is to be reached, by some projects or all of them.

    Parameters
    ----------
    name : str
        Unique in the portfolio.
    measure : str or callable
        ``"on time"``: the share of deadlines kept, at least the goal; ``"finish"``: all is finished by the
        goal, a day; ``"days late"``: the latest is no later than so many calendar days after its deadline;
        ``"cost"``: no more money is spent; ``"benefits"`` or ``"npv"``: so much money comes in, or is gained
        in present values. Or a function of a `Forecast` that returns a number for each of its futures: it
        is to be at least the goal.
    goal : float, date or str
        A share, a day, days, or money, as the measure wants it.
    projects : list of str
        Only of these; without any of the whole portfolio.
    owner : str, optional
        Who answers for it.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Target("keep our word", "on time", "90 %", owner="Ada")
    Target('keep our word', 'on time', 0.9, owner='Ada')
    """

    name: Name
    measure: Annotated[Any, BeforeValidator(as_measure)]
    goal: Annotated[Any, BeforeValidator(as_goal)]
    projects: Names = ()
    owner: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            measure: str | OwnMeasure,
            goal: NumberLike | DayLike,
            projects: NamesLike = (),
            owner: str | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        is_day = isinstance(self.goal, date)
        if self.measure == "finish" and not is_day:
            raise Refused("no day as a goal", plain(self.goal), "write a day such as 2027-06-30")
        if self.measure != "finish" and is_day:
            fix = f'write {_WANTED.get(self.measure, "a number")}, or let the measure be "finish"'
            raise Refused("a day as a goal", str(self.goal), fix)
        if self.measure == "on time":
            part(self.goal, 1)
        if self.measure in ("cost", "benefits"):
            within(self.goal, 0, _MOST, "write an amount of money of at least 0")

    def __repr__(self) -> str:
        return as_call(self, "name", "measure", "goal")

    _repr_html_ = as_code

    @property
    def is_own(self) -> bool:
        """Whether it is measured by a function of the user's own."""
        return callable(self.measure)

    @property
    def words(self) -> str:
        """Return what is to be reached, in words."""
        if self.is_own:
            return f"at least {self.goal:,.6g}"
        sense = MEASURES[self.measure]
        if isinstance(self.goal, date):
            return f"{self.measure} {sense} {self.goal}"
        amount = f"{plain(round(100 * self.goal, 6))} %" if self.measure == "on time" else f"{self.goal:,.0f}"
        return f"{self.measure} {sense} {amount}"


_WANTED: Final = {
    "on time": "a share such as 90 %",
    "days late": "a number of days",
    "cost": "an amount of money",
    "benefits": "an amount of money",
    "npv": "an amount of money",
}


def target_problems(portfolio: Portfolio) -> Iterator[Problem]:
    """Find targets of the same name, of unknown projects, and those that no file could hold.

    Parameters
    ----------
    portfolio : Portfolio

    Yields
    ------
    Problem
    """
    known = [project.name for project in portfolio.projects]
    for target in portfolio.targets:
        where = f"Target {target.name!r}"
        if target.is_own:
            fix = "give the target to forecast.targets() instead"
            yield Problem(f"{where}, measure", "a function in a portfolio, which is to be written", fix=fix)
        for project in target.projects:
            if project not in known:
                yield Problem(f"{where}, projects", "no such project", project, did_you_mean(project, known))
