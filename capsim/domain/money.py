"""Money: what people cost over time, what projects may spend, and what they bring in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.distributions import Distribution, Fixed, as_distribution
from capsim.domain.lists import pairs_of
from capsim.domain.reprs import as_call, as_code
from capsim.domain.strategy import Objective
from capsim.domain.targets import Target
from capsim.domain.values import (
    Cost,
    Day,
    DayLike,
    Name,
    NumberLike,
    OptionalName,
    Share,
    name,
    number,
    value,
    within,
)
from capsim.errors import Refused

__all__ = ["Benefit", "Objective", "Rate", "Target", "Terms", "Thresholds", "Tranche"]

_MOST_MONTHS: Final = 1200


def _months(given: object) -> float:
    return within(given, 0, _MOST_MONTHS, f"write a number of months from 0 to {_MOST_MONTHS}")


Months = Annotated[float, BeforeValidator(_months)]
"""A time in months, 0 to 1,200."""


@value
class Rate:
    """What a full day of a person costs from a date on.

    Parameters
    ----------
    start : date
        The first day on which it holds; before the first one the person's ``cost_per_day`` does.
    cost_per_day : float
        At least 0, in the person's currency.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Rate("2027-07-01", 700)
    Rate('2027-07-01', 700)
    """

    start: Day
    cost_per_day: Cost

    if TYPE_CHECKING:

        def __init__(self, start: DayLike, cost_per_day: NumberLike) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "start", "cost_per_day")

    _repr_html_ = as_code


@value
class Tranche:
    """A part of a project's budget, released on a date or at a milestone.

    Parameters
    ----------
    amount : float
        Money, at least 0.
    start : date, optional
        When it may be spent; without a date and a milestone from the start of the portfolio.
    milestone : str, optional
        A task of the project: the money is released when it is finished, and not before ``start``.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Tranche(50_000), Tranche(200_000, milestone="Gate 1")
    (Tranche(50000), Tranche(200000, milestone='Gate 1'))
    """

    amount: Cost
    start: Day | None = None
    milestone: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self, amount: NumberLike, start: DayLike | None = None, milestone: str | None = None
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "amount")

    _repr_html_ = as_code


def _factor(given: object) -> Distribution:
    return as_distribution(given) or Fixed(1)


@value
class Benefit:
    """What a finished project brings in, year by year.

    It starts some time after the finish, rises in a straight line to its full height, stays there, and falls
    in a straight line to nothing. A month of a benefit is a twelfth of 365 days.

    Parameters
    ----------
    name : str
        Unique in the project.
    per_year : float
        Money a year at its full height, at least 0.
    lag_months : float
        From the finish to the first of it.
    ramp_months : float
        From nothing to its full height.
    plateau_months : float
        At its full height; three years if not given.
    decay_months : float
        From its full height to nothing.
    owner : str, optional
        Who answers for it.
    factor : distribution
        How much of it comes, drawn once in a future: ``PERT(0.4, 1, 1.2)``.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Benefit("fewer calls", 240_000, lag_months=2, ramp_months=6, owner="Service").total
    780000.0
    """

    name: Name
    per_year: Cost
    lag_months: Months = 0.0
    ramp_months: Months = 0.0
    plateau_months: Months = 36.0
    decay_months: Months = 0.0
    owner: OptionalName = None
    factor: Annotated[Distribution, BeforeValidator(_factor)] = Fixed(1)

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            per_year: NumberLike,
            lag_months: NumberLike = 0.0,
            ramp_months: NumberLike = 0.0,
            plateau_months: NumberLike = 36.0,
            decay_months: NumberLike = 0.0,
            owner: str | None = None,
            factor: Distribution | NumberLike = 1,
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", "per_year")

    _repr_html_ = as_code

    @property
    def total(self) -> float:
        """All that it brings in if all of it comes."""
        return self.per_year / 12 * (self.plateau_months + (self.ramp_months + self.decay_months) / 2)

    @property
    def months(self) -> float:
        """How long after the finish the last of it comes."""
        return self.lag_months + self.ramp_months + self.plateau_months + self.decay_months


RatesLike: TypeAlias = Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]]


def _exchange_rates(given: object) -> tuple[tuple[str, float], ...]:
    place, example = "exchange rate {}".format, '{"GBP": 1.17}'
    return tuple(dict(pairs_of(given, name, as_exchange_rate, place, "no exchange rates", example)).items())


def as_exchange_rate(given: object) -> float:
    """Return what one unit of a currency is worth in another, above 0.

    Examples
    --------
    >>> as_exchange_rate("1.17")
    1.17
    """
    figure = number(given)
    if not 0 < figure <= 1e9:
        fix = "write what one unit of it is worth in the portfolio's currency, such as 1.17"
        raise Refused("out of range", given, fix)
    return figure


@value
class Terms:
    """What holds for all the money of a portfolio.

    Parameters
    ----------
    discount_rate : float
        What later money is worth less by each year: 0.08 or ``"8 %"``.
    overtime_premium : float
        What is paid on top for the part of a day above 8 hours: 0.25.
    contractor_premium : float
        What is paid on top of the rates of contractors: 0.1.
    exchange_rates : dict of str to float
        What one unit of a currency is worth in the portfolio's own.
    budget : float, optional
        Of the portfolio as a whole.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Terms(discount_rate="8 %", exchange_rates={"GBP": 1.17})
    Terms(discount_rate=0.08, exchange_rates={'GBP': 1.17})
    """

    discount_rate: Share = 0.0
    overtime_premium: Share = 0.0
    contractor_premium: Share = 0.0
    exchange_rates: Annotated[tuple[tuple[str, float], ...], BeforeValidator(_exchange_rates)] = ()
    budget: Cost | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            discount_rate: NumberLike = 0.0,
            overtime_premium: NumberLike = 0.0,
            contractor_premium: NumberLike = 0.0,
            exchange_rates: RatesLike = (),
            budget: NumberLike | None = None,
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, forms={"exchange_rates": dict(self.exchange_rates)})

    _repr_html_ = as_code

    def worth(self, currency: str | None, own: str | None) -> float | None:
        """Return what one unit of a currency is worth in the portfolio's own.

        Parameters
        ----------
        currency : str or None
            None is the portfolio's own.
        own : str or None
            The portfolio's.

        Returns
        -------
        float or None
            None where no exchange rate says.

        Examples
        --------
        >>> Terms(exchange_rates={"GBP": 1.17}).worth("GBP", "EUR")
        1.17
        """
        if currency is None or currency == own:
            return 1.0
        return dict(self.exchange_rates).get(currency)


@value
class Thresholds:
    """When a project reads as one to go on with, and when as one to stop.

    *Go*: P(NPV > 0) and P(delivered inside the window) are at least ``go``, with their intervals; a project
    without a window of its own is asked for its deadline. *Stop*: P(NPV > 0), or the odds of a window of its
    own, are below ``stop``, with their intervals. Else *hold*.

    Parameters
    ----------
    go : float
        What P(NPV > 0) and P(delivered inside the window) must at least be.
    stop : float
        What neither may be below.

    Raises
    ------
    InputError
        If ``stop`` is above ``go``, or one of them no share.

    Examples
    --------
    >>> Thresholds(go=0.8)
    Thresholds(go=0.8)
    """

    go: Share = 0.7
    stop: Share = 0.3

    if TYPE_CHECKING:

        def __init__(self, go: NumberLike = 0.7, stop: NumberLike = 0.3) -> None: ...

    def __post_init__(self) -> None:
        if self.stop > self.go:
            raise Refused("stop is above go", self.stop, f"write {self.go:g} or less")

    def __repr__(self) -> str:
        return as_call(self)

    _repr_html_ = as_code
