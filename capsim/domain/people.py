"""What may happen to people: they fall ill, leave, join late, teach, learn (rule D5)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, NamedTuple, TypeAlias

from pydantic import BeforeValidator

from capsim.clock import MAX_DAYS
from capsim.domain.distributions import Distribution, Fixed, LogNormal, as_distribution, as_typed
from capsim.domain.reprs import as_call, as_code
from capsim.domain.values import (
    Days,
    NumberLike,
    OptionalName,
    Share,
    made_from,
    number,
    value,
    within,
)
from capsim.errors import Refused

if TYPE_CHECKING:
    from capsim.domain.person import Person
    from capsim.domain.portfolio import Portfolio
    from capsim.domain.task import AmountLike

__all__ = ["Attrition", "Joining", "Learning", "Onboarding", "Sickness", "chances_of"]

DAYS_PER_YEAR: Final = 365.25
"""Calendar days in a year."""

_WORKING_SHARE: Final = 5 / 7
"""Days of work among calendar days, for those who count their sick days at work."""

_MOST_A_YEAR: Final = 50
"""Falling ill, or leaving, more often than so many times a year is taken for a slip."""

FASTEST: Final = 10
"""The largest factor on somebody's proficiency."""


def _law(given: object) -> Distribution:
    """Return a law of calendar days."""
    made = as_distribution(given)
    if made is None:
        raise Refused("no number of days", given, "write days such as 5, or LogNormal(p50=3, p90=10)")
    return made


Law = Annotated[Distribution, BeforeValidator(_law)]


def _yearly(amount: object) -> float | None:
    fix = f"write how often in a year, from 0 to {_MOST_A_YEAR}"
    return None if amount is None else within(amount, 0, _MOST_A_YEAR, fix)


def _sick_days(amount: object) -> float | None:
    fix = "write working days in a year, from 0 to 200"
    return None if amount is None else within(amount, 0, 200, fix)


def _weeks(amount: object) -> float:
    return within(amount, 0, 520, "write weeks from 0 to 520")


@value
class Sickness:
    """How often somebody falls ill, and for how long.

    The time in health is exponential; a spell takes calendar days, weekends among them.

    Parameters
    ----------
    days_per_year : float, optional
        Working days lost in a year on average, of five in a week.
    spells_per_year : float, optional
        Instead: spells in a year of health.
    spell_days : distribution
        Calendar days of a spell.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Sickness(8)
    Sickness(8)
    >>> round(Sickness(8).yearly_spells, 2)
    2.48
    >>> round(Sickness(spells_per_year=2, spell_days=5).mean_share, 3)
    0.973
    """

    _kind: ClassVar[str] = "sickness"
    days_per_year: Annotated[float | None, BeforeValidator(_sick_days)] = None
    spells_per_year: Annotated[float | None, BeforeValidator(_yearly)] = None
    spell_days: Law = LogNormal(p50=3, p90=10)

    if TYPE_CHECKING:

        def __init__(
            self,
            days_per_year: NumberLike | None = None,
            spells_per_year: NumberLike | None = None,
            spell_days: AmountLike = ...,
        ) -> None: ...

    def __post_init__(self) -> None:
        if (self.days_per_year is None) == (self.spells_per_year is None):
            what = "neither days nor spells a year" if self.days_per_year is None else "days and spells"
            raise Refused(what, fix="give sick days per year, or spells per year")
        if self.yearly_spells > 0 and self.spell_days.mean() <= 0:
            raise Refused("spells of no length", str(self.spell_days), "write days such as 5")
        if self.yearly_spells > _MOST_A_YEAR:
            fix = "write fewer sick days per year, or longer spells"
            raise Refused(f"more than {_MOST_A_YEAR} spells a year", self.days_per_year, fix)

    def __repr__(self) -> str:
        return as_call(self, *([] if self.days_per_year is None else ["days_per_year"]))

    _repr_html_ = as_code

    @property
    def yearly_spells(self) -> float:
        """Spells in a year of health."""
        if self.spells_per_year is not None:
            return self.spells_per_year
        share = (self.days_per_year or 0.0) / (_WORKING_SHARE * DAYS_PER_YEAR)
        mean = self.spell_days.mean()
        return share / (1 - share) * DAYS_PER_YEAR / mean if share and mean else 0.0

    @property
    def mean_share(self) -> float:
        """The share of the time that somebody is well in the long run."""
        well = DAYS_PER_YEAR / self.yearly_spells if self.yearly_spells else math.inf
        return 1.0 if math.isinf(well) else well / (well + self.spell_days.mean())


SicknessLike: TypeAlias = Sickness | NumberLike | Mapping[str, Any]


def as_sickness(given: object) -> Sickness | None:
    """Return sickness from itself, its fields, or sick days per year."""
    return None if given is None else made_from(Sickness, given, Sickness)


@value
class Attrition:
    """How often people leave a seat, and how it is filled again.

    The time until somebody leaves is exponential. A successor has the same name, skills and rate in the
    model, and none of the work in hand.

    Parameters
    ----------
    per_year : float
        Leavers per seat and year.
    days_to_hire : distribution
        Calendar days from the leaving to the successor's first day.
    filled : float
        Probability that the seat is filled again at all.
    overloaded_per_year : float
        Leavers per seat and year on top of these, while all of their time is taken and work waits that they
        could do.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Attrition(0.12, days_to_hire=90)
    Attrition(0.12, days_to_hire=90)
    >>> Attrition(0.05, overloaded_per_year=0.3).leaves_overloaded
    True
    """

    _kind: ClassVar[str] = "attrition"
    per_year: Annotated[float, BeforeValidator(_yearly)]
    days_to_hire: Law = LogNormal(p50=90, p90=180)
    filled: Share = 1.0
    overloaded_per_year: Annotated[float, BeforeValidator(_yearly)] = 0.0

    if TYPE_CHECKING:

        def __init__(
            self,
            per_year: NumberLike,
            days_to_hire: AmountLike = ...,
            filled: NumberLike = 1.0,
            overloaded_per_year: NumberLike = 0.0,
        ) -> None: ...

    def __repr__(self) -> str:
        forms = {"days_to_hire": as_typed(self.days_to_hire)}
        return as_call(self, "per_year", forms=forms)

    _repr_html_ = as_code

    @property
    def leaves_overloaded(self) -> bool:
        """Whether overload makes anybody leave."""
        return self.overloaded_per_year > 0

    @property
    def mean_share(self) -> float:
        """The share of the time that a seat is filled in the long run, if nobody is overloaded."""
        if not self.per_year:
            return 1.0
        stay = DAYS_PER_YEAR / self.per_year
        return stay / (stay + self.days_to_hire.mean()) if self.filled == 1 else 0.0


AttritionLike: TypeAlias = Attrition | NumberLike | Mapping[str, Any]


def as_attrition(given: object) -> Attrition | None:
    """Return attrition from itself, its fields, or leavers per seat and year."""
    return None if given is None else made_from(Attrition, given, Attrition)


@value
class Joining:
    """An uncertain joining date: how long after ``start`` somebody joins, and whether at all.

    Parameters
    ----------
    delay_days : distribution
        Calendar days after the start.
    probability : float
        That somebody joins at all.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Joining(30, probability="80 %")
    Joining(30, probability=0.8)
    """

    _kind: ClassVar[str] = "joining"
    delay_days: Law = Fixed(0)
    probability: Share = 1.0

    if TYPE_CHECKING:

        def __init__(self, delay_days: AmountLike = 0, probability: NumberLike = 1.0) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "delay_days", forms={"delay_days": as_typed(self.delay_days)})

    _repr_html_ = as_code


JoiningLike: TypeAlias = Joining | NumberLike | Distribution | Mapping[str, Any]


def as_joining(given: object) -> Joining | None:
    """Return an uncertain joining from itself, its fields, or a delay."""
    return None if given is None else made_from(Joining, given, Joining)


def _speeds(given: object) -> tuple[float, ...]:
    """Return speeds from numbers, or from ``"0.3; 0.6; 0.8"``."""
    if isinstance(given, str):
        given = [part for part in given.split(";") if part.strip()]
    if isinstance(given, Real):
        given = [given]
    if not isinstance(given, Iterable):
        raise Refused("no speeds", given, "write speeds such as 0.3; 0.6; 0.8")
    speeds = tuple(map(number, given))
    for speed in speeds:
        if not 0 < speed <= 2:
            raise Refused("out of range", speed, "write speeds above 0, up to 2; 1 is nominal")
    return speeds


@value
class Onboarding:
    """How those who join get up to speed, and who teaches them.

    Somebody joins who starts after the portfolio does, or is a successor. Speed grows in equal steps;
    capacity is that of everybody else.

    Parameters
    ----------
    weeks : float
        Weeks until full speed.
    speeds : list of float
        The speed in each of as many equal parts of these weeks.
    mentor : str, optional
        Who teaches; else the first person, as listed, who is there on the newcomer's first day at work and
        has the newcomer's role among their skills.
    mentor_share : float
        Share of the mentor's capacity that it takes.
    mentor_days : float, optional
        Calendar days that it takes; the weeks above by default.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Onboarding(12, mentor_share=0.2)
    Onboarding(12, mentor_share=0.2)
    >>> Onboarding(6, "0.4; 0.8").steps
    ((0, 400), (21, 800))
    """

    _kind: ClassVar[str] = "onboarding"
    weeks: Annotated[float, BeforeValidator(_weeks)] = 0.0
    speeds: Annotated[tuple[float, ...], BeforeValidator(_speeds)] = (0.25, 0.5, 0.75)
    mentor: OptionalName = None
    mentor_share: Share = 0.0
    mentor_days: Days | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            weeks: NumberLike = 0.0,
            speeds: str | float | Iterable[float] = ...,
            mentor: str | None = None,
            mentor_share: NumberLike = 0.0,
            mentor_days: NumberLike | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if not self.speeds:
            raise Refused("no speed", fix="write speeds such as 0.3; 0.6; 0.8")

    def __repr__(self) -> str:
        return as_call(self, "weeks")

    _repr_html_ = as_code

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """Each step's first day after joining, and its speed in thousandths."""
        days = _half_up(7 * self.weeks)
        firsts = [days * step // len(self.speeds) for step in range(len(self.speeds))]
        return tuple(
            (first, max(1, _half_up(1000 * speed))) for first, speed in zip(firsts, self.speeds, strict=True)
        )

    @property
    def ramp_days(self) -> int:
        """Calendar days until full speed."""
        return _half_up(7 * self.weeks)

    @property
    def taught_days(self) -> int:
        """Calendar days for which a mentor teaches."""
        return self.ramp_days if self.mentor_days is None else _half_up(self.mentor_days)


OnboardingLike: TypeAlias = Onboarding | NumberLike | Mapping[str, Any]


def as_onboarding(given: object) -> Onboarding | None:
    """Return onboarding from itself, its fields, or weeks until full speed."""
    return None if given is None else made_from(Onboarding, given, Onboarding)


def _rate(given: object) -> float:
    return within(given, 0.5, 1, "write what a doubling leaves of the time, from 0.5 to 1, such as 0.85")


def _first_days(given: object) -> float:
    made = within(given, 0, MAX_DAYS, "write days of work above 0, such as 20")
    if made == 0:
        raise Refused("no work to double", given, "write days of work above 0, such as 20")
    return made


def _at_most(given: object) -> float:
    return within(given, 1, FASTEST, f"write a factor on speed from 1 to {FASTEST}, such as 2")


@value
class Learning:
    """Learning by doing (Wright, 1936): each doubling of the work done leaves a share of the time it takes.

    What counts is the work of the same skill that somebody has completed in the run, beside what they had
    done before. Speed is looked at when a seat is taken, and grows from then on no further.

    Parameters
    ----------
    rate : float
        What a doubling leaves of the time: 0.85 is usual for skilled work.
    first_days : float
        Person-days of work done before, which are the first to be doubled.
    at_most : float
        The largest factor on speed.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Learning(0.8, first_days=10)
    Learning(0.8, first_days=10)
    >>> round(Learning(0.8, first_days=10).factor(30), 4)  # two doublings
    1.5625
    """

    _kind: ClassVar[str] = "learning"
    rate: Annotated[float, BeforeValidator(_rate)]
    first_days: Annotated[float, BeforeValidator(_first_days)] = 20.0
    at_most: Annotated[float, BeforeValidator(_at_most)] = 2.0

    if TYPE_CHECKING:

        def __init__(
            self, rate: NumberLike, first_days: NumberLike = 20.0, at_most: NumberLike = 2.0
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "rate")

    _repr_html_ = as_code

    @property
    def exponent(self) -> float:
        """By which power of the work done speed grows."""
        return -math.log2(self.rate)

    def factor(self, days: float) -> float:
        """Return the factor on speed after so many days of completed work."""
        return min(self.at_most, math.pow(1 + days / self.first_days, self.exponent))


LearningLike: TypeAlias = Learning | NumberLike | Mapping[str, Any]


def as_learning(given: object) -> Learning | None:
    """Return learning from itself, its fields, or its rate."""
    return None if given is None else made_from(Learning, given, Learning)


def _factor(given: object) -> Distribution | None:
    """Return a law of a factor on proficiency."""
    made = as_distribution(given)
    if made is not None and (made.quantile(_TOP) > FASTEST or made.mean() <= 0):
        fix = "write a factor of 1 on average such as LogNormal(p50=1, p90=1.3)"
        raise Refused(f"a factor that is 0, or can be above {FASTEST}", str(made), fix)
    return made


_TOP: Final = 1 - 2.0**-33

Productivity = Annotated[Distribution | None, BeforeValidator(_factor)]


class Chances(NamedTuple):
    """What may happen to somebody, the portfolio's defaults filled in."""

    sickness: Sickness | None = None
    attrition: Attrition | None = None
    joining: Joining | None = None
    onboarding: Onboarding | None = None
    productivity: Distribution | None = None
    learning: Learning | None = None


def chances_of(portfolio: Portfolio, person: Person) -> Chances:
    """Return what may happen to somebody: what is said of them, else of everybody; nothing to equipment.

    Parameters
    ----------
    portfolio : Portfolio
    person : Person

    Returns
    -------
    Chances
    """
    if person.is_equipment:
        return Chances()
    return Chances(
        sickness=portfolio.sickness if person.sickness is None else person.sickness,
        attrition=portfolio.attrition if person.attrition is None else person.attrition,
        joining=person.joining,
        onboarding=portfolio.onboarding if person.onboarding is None else person.onboarding,
        productivity=portfolio.productivity if person.productivity is None else person.productivity,
        learning=portfolio.learning if person.learning is None else person.learning,
    )


def _half_up(amount: float) -> int:
    return math.floor(amount + 0.5 + 1e-9)
