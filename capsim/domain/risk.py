"""The register of risks: what may happen, how likely, to which work, and what is done about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator

from capsim.clock import MAX_DAYS
from capsim.domain.distributions import Distribution, Fixed, as_distribution, as_typed
from capsim.domain.lists import listed, pairs_of, refuse_twice
from capsim.domain.reprs import Span, as_call, as_code
from capsim.domain.spelling import seems_a_law
from capsim.domain.task import AmountLike
from capsim.domain.uncertainty import ScopeLike, Selector, as_selector
from capsim.domain.values import (
    MOST_MONEY,
    Cost,
    Day,
    DayLike,
    Days,
    Name,
    Names,
    NamesLike,
    NumberLike,
    OptionalName,
    Portion,
    day,
    made_from,
    name,
    number,
    plain,
    share,
    value,
    within,
)
from capsim.errors import Refused, did_you_mean

__all__ = [
    "KINDS_OF_IMPACT",
    "KINDS_OF_WORDS",
    "Impact",
    "Response",
    "Risk",
    "RiskKind",
    "Scale",
    "as_cost",
    "as_delay",
    "as_factor",
    "as_kind",
    "as_score",
]

RiskKind = Literal["threat", "opportunity"]

KINDS_OF_IMPACT: Final = ("effort", "delay", "cost")
"""What a risk can do."""
KINDS_OF_WORDS: Final = ("probability", *KINDS_OF_IMPACT)
"""What words of the scale stand for."""

_MOST_FACTOR: Final = 100.0
_PERCENT_MORE: Final = re.compile(r"(?P<sign>[+\u2212-])\s*(?P<amount>\d+(?:\.\d+)?)\s*%")

ScoreLike: TypeAlias = NumberLike
"""What a probability is made from: a share, its text (``"30 %"``), or a word of the scale."""


def _says_a_number(text: str) -> bool:
    """Whether a text is meant as a number or a law, and is no word of a scale."""
    return bool(re.match(r"\s*[-+\u2212.±]?\s*\d", text)) or seems_a_law(text)


def as_score(given: object) -> float | str | None:
    """Return a probability, or the word of the scale that stands for one; None where nothing is said.

    Parameters
    ----------
    given : None, float or str

    Returns
    -------
    float, str or None

    Raises
    ------
    Refused
        If it is no share from 0 to 1, nor a word.

    Examples
    --------
    >>> as_score("30 %"), as_score(" high ")
    (0.3, 'high')
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, str) and not _says_a_number(given):
        return name(given)
    return share(given)


def _law(given: object, most: float) -> Distribution | str | None:
    """Return a law, or a word of the scale."""
    if isinstance(given, str) and not given.strip():
        return None
    if isinstance(given, str) and not _says_a_number(given):
        return name(given)
    return as_distribution(given, most)


def as_factor(given: object) -> Distribution | str | None:
    """Return a factor on amounts, or a word of the scale.

    Raises
    ------
    Refused
        If it is neither.

    Examples
    --------
    >>> as_factor("+20 %"), as_factor("Triangular(1, 1.2, 1.6)")
    (Fixed(1.2), Triangular(1, 1.2, 1.6))
    """
    if isinstance(given, str) and (found := _PERCENT_MORE.fullmatch(given.strip())):
        more = float(found["amount"]) / 100
        return _law(number(plain(round(1 + more if found["sign"] == "+" else 1 - more, 12))), _MOST_FACTOR)
    if isinstance(given, str) and given.strip().endswith("%"):
        fix = f"write +{given.strip()} for that much more, or a factor such as 1.2"
        raise Refused("not a factor", given, fix)
    return _law(given, _MOST_FACTOR)


def as_delay(given: object) -> Distribution | str | None:
    """Return working days as a law, or a word of the scale.

    Raises
    ------
    Refused
        If it is neither.
    """
    return _law(given, MAX_DAYS)


def as_cost(given: object) -> Distribution | str | None:
    """Return money as a law, or a word of the scale.

    Raises
    ------
    Refused
        If it is neither.
    """
    return _law(given, MOST_MONEY)


Score = Annotated[float | str | None, BeforeValidator(as_score)]
FactorOrWord = Annotated[Distribution | str | None, BeforeValidator(as_factor)]
DelayOrWord = Annotated[Distribution | str | None, BeforeValidator(as_delay)]
CostOrWord = Annotated[Distribution | str | None, BeforeValidator(as_cost)]
OptionalDays = Annotated[Distribution | None, BeforeValidator(as_distribution)]


# ---------------------------------------------------------------- the scale


def _steps(read: Callable[[object], float]) -> BeforeValidator:
    """Return what reads the words of a scale with what each stands for."""

    def convert(given: object) -> tuple[tuple[str, float], ...]:
        made = pairs_of(given, _word, read, repr, "no words of a scale", '{"low": 0.1, "high": 0.5}')
        words = (word.casefold() for word, _ in made)
        refuse_twice(words, "a word given twice", "write each word of the scale once")
        return tuple(sorted(made, key=lambda step: (step[1], step[0])))

    return BeforeValidator(convert)


def _word(given: object) -> str:
    word = name(given)
    if _says_a_number(word):
        raise Refused("a word of a scale that reads as a number", word, "write a word such as high")
    return word


def _between(most: float) -> Callable[[object], float]:
    def read(given: object) -> float:
        return within(given, 0, most, f"write a number from 0 to {plain(most)}")

    return read


def _figure_of_factor(given: object) -> float:
    law = as_factor(given)
    if not isinstance(law, Fixed):
        raise Refused("not a factor", given, "write a factor such as 1.2, or +20%")
    return law.mean()


_STANDARD: Final[Mapping[str, Mapping[str, float]]] = {
    "probability": {"very low": 0.05, "low": 0.1, "medium": 0.3, "high": 0.5, "very high": 0.8},
    "effort": {"very low": 1.02, "low": 1.05, "medium": 1.1, "high": 1.25, "very high": 1.5},
    "delay": {"very low": 1.0, "low": 5.0, "medium": 10.0, "high": 20.0, "very high": 40.0},
}


_IN_GERMAN: Final[Mapping[str, str]] = {
    "sehr niedrig": "very low",
    "sehr gering": "very low",
    "niedrig": "low",
    "gering": "low",
    "mittel": "medium",
    "hoch": "high",
    "sehr hoch": "very high",
}


@value
class Scale:
    """What the words of a register stand for: shared by all its risks, so that ``high`` means one thing.

    Parameters
    ----------
    probability : dict of str to float
        A share for each word.
    effort : dict of str to float
        A factor on effort and durations.
    delay : dict of str to float
        Working days.
    cost : dict of str to float
        Money; without words unless they are given, as it depends on the currency.

    What is left out keeps the usual words, very low to very high; German ones mean the same.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> scale = Scale({"low": "10 %", "high": 0.5}, cost={"high": 50_000})
    >>> scale.of("probability", "high"), scale.of("cost", "High"), Scale().of("delay", "medium")
    (0.5, 50000.0, 10.0)
    """

    probability: Annotated[tuple[tuple[str, float], ...], _steps(share)] = tuple(
        _STANDARD["probability"].items()
    )
    effort: Annotated[tuple[tuple[str, float], ...], _steps(_figure_of_factor)] = tuple(
        _STANDARD["effort"].items()
    )
    delay: Annotated[tuple[tuple[str, float], ...], _steps(_between(MAX_DAYS))] = tuple(
        _STANDARD["delay"].items()
    )
    cost: Annotated[tuple[tuple[str, float], ...], _steps(_between(MOST_MONEY))] = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            probability: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = ...,
            effort: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = ...,
            delay: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = ...,
            cost: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        for kind, steps in _STANDARD.items():
            if not getattr(self, kind):
                object.__setattr__(self, kind, tuple(steps.items()))

    def of(self, kind: str, word: str) -> float:
        """Return what a word stands for; upper case does not matter.

        Parameters
        ----------
        kind : {"probability", "effort", "delay", "cost"}
        word : str

        Returns
        -------
        float

        Raises
        ------
        Refused
            If the scale has no such word.
        """
        known: dict[str, float] = dict(getattr(self, kind))
        folded = {each.casefold(): figure for each, figure in known.items()}
        said = word.casefold()
        said = said if said in folded else _IN_GERMAN.get(said, said)
        if said not in folded:
            if not known:
                fix = f"give {kind} words on the scale of risks, or write a number"
            else:
                hint = did_you_mean(word, known)
                fix = f"{hint} (or write a number)"
            raise Refused(f"no {kind} of that name on the scale of risks", word, fix)
        return folded[said]

    def __repr__(self) -> str:
        return as_call(self, forms={kind: dict(getattr(self, kind)) for kind in KINDS_OF_WORDS})

    _repr_html_ = as_code


# ---------------------------------------------------------------- impacts and responses


@value
class Impact:
    """What a risk does when it strikes; each part is a number, a law or a word of the scale.

    Parameters
    ----------
    effort : float or distribution, optional
        Factor on the effort and the durations of the work in scope: 1.3, ``"+30 %"`` or a law.
    delay : float or distribution, optional
        Working days of the portfolio calendar by which work gets ready later.
    cost : float or distribution, optional
        Money; of an opportunity what it saves.
    away : list of str
        People, pools or teams who are away from the day on which it strikes.
    away_days : float or distribution, optional
        For how many calendar days, drawn for each of them.
    leaves : list of str
        People, pools or teams who leave for good on that day.
    days_to_hire : float or distribution, optional
        Calendar days until a successor sits there; those of the person's attrition by default, and without
        any nobody does.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Impact("+30 %", delay="PERT(5, 10, 20)")
    Impact(1.3, delay=PERT(5, 10, 20))
    >>> Impact(away="Ada; Data team", away_days=10)
    Impact(away=['Ada', 'Data team'], away_days=10)
    """

    effort: FactorOrWord = None
    delay: DelayOrWord = None
    cost: CostOrWord = None
    away: Names = ()
    away_days: OptionalDays = None
    leaves: Names = ()
    days_to_hire: OptionalDays = None

    if TYPE_CHECKING:

        def __init__(
            self,
            effort: AmountLike | None = None,
            delay: AmountLike | None = None,
            cost: AmountLike | None = None,
            away: NamesLike = (),
            away_days: AmountLike | None = None,
            leaves: NamesLike = (),
            days_to_hire: AmountLike | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.away and self.away_days is None:
            fix = "write for how many days in away_days; who leaves for good stands in leaves"
            raise Refused("people away for no time", ", ".join(self.away), fix)
        if self.away_days is not None and not self.away:
            fix = "name the people or teams in away"
            raise Refused("days away of nobody", as_typed(self.away_days), fix)
        if self.days_to_hire is not None and not self.leaves:
            fix = "name the people or teams in leaves"
            raise Refused("days to hire for nobody", as_typed(self.days_to_hire), fix)

    @property
    def is_known(self) -> bool:
        """Whether it says anything."""
        return self.takes_people or any(getattr(self, kind) is not None for kind in KINDS_OF_IMPACT)

    @property
    def takes_people(self) -> bool:
        """Whether it takes anybody away."""
        return bool(self.away or self.leaves)

    def __repr__(self) -> str:
        leading = [] if self.effort is None else ["effort"]
        laws = (*KINDS_OF_IMPACT, "away_days", "days_to_hire")
        return as_call(self, *leading, forms={kind: as_typed(getattr(self, kind)) for kind in laws})

    _repr_html_ = as_code


def _impact(given: object) -> Impact:
    return Impact() if given is None else made_from(Impact, given)


@value
class Response:
    """What can be done about a risk: what it costs, and what it changes.

    Parameters
    ----------
    name : str
        Unique within its risk.
    cost : float
        Money, spent if it is taken.
    probability : float or word, optional
        That of the risk with it; as before if left out.
    impact : float
        What is left of every impact: 0.5 halves the delay, the cost and what effort grows by.
    taken : bool
        Whether it is in the plan. One not taken is valued by `Forecast.risks`.
    lead_days : float
        Calendar days from the portfolio's start until it works. A risk with a window that strikes before then
        strikes as if there were none; of one without a window nothing is known of the day.
    owner : str, optional

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Response("second vendor", 20_000, probability=0.1, taken=True)
    Response('second vendor', 20000, probability=0.1, taken=True)
    """

    name: Name
    cost: Cost = 0.0
    probability: Score = None
    impact: Portion = 1.0
    taken: bool = False
    lead_days: Days = 0.0
    owner: OptionalName = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            cost: NumberLike = 0.0,
            probability: ScoreLike | None = None,
            impact: NumberLike = 1.0,
            taken: bool = False,
            lead_days: NumberLike = 0.0,
            owner: str | None = None,
        ) -> None: ...

    def __repr__(self) -> str:
        return as_call(self, "name", *(["cost"] if self.cost else []))

    _repr_html_ = as_code


def _responses(given: object) -> tuple[Response, ...]:
    made = listed(Response, given, "no list of responses", '[Response("second vendor", cost=20000)]')
    names = (response.name for response in made)
    refuse_twice(names, "a response given twice", "names are unique within a risk")
    return made


# ---------------------------------------------------------------- risks


def _window(given: object) -> tuple[date, date] | None:
    """Return (first, last day) from two dates."""
    if given is None:
        return None
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise Refused("no window", given, 'write ("2027-03-01", "2027-06-30")')
    first, last = day(given[0]), day(given[1])
    if last < first:
        raise Refused("a window that ends before it begins", str(last), f"write {first} or later")
    return first, last


def as_kind(given: object) -> object:
    """Return what kind of risk a word means.

    Raises
    ------
    Refused
        If it is none.

    Examples
    --------
    >>> as_kind("Chance"), as_kind("risk")
    ('opportunity', 'threat')
    """
    word = given.strip().casefold() if isinstance(given, str) else ""
    found = next((kind for kind, words in _KINDS.items() if word in words), None)
    if found is None:
        raise Refused("no kind of risk", given, "write threat or opportunity")
    return found


_KINDS: Final = {
    "threat": ("threat", "risk", "negative", "bedrohung", "gefahr", "risiko"),
    "opportunity": ("opportunity", "chance", "positive", "upside"),
}


@value
class Risk:
    """A threat or an opportunity: it strikes with a probability, and then changes work and money.

    Parameters
    ----------
    name : str
        Unique in the portfolio.
    probability : float or word, optional
        That it strikes; a word such as ``"high"`` is read on the portfolio's scale. Without one it is only
        kept in the register.
    impact : Impact or dict
        What it does.
    scope : Selector or dict
        The work that it touches; all of it by default.
    window : (date, date), optional
        First and last day on which it can strike. It then strikes on a day drawn from them, and touches
        what starts from that day on to the last. A risk that takes people away has one.
    owner : str, optional
        Who answers for it.
    responses : list of Response
        What can be done about it.
    kind : {"threat", "opportunity"}
        Of an opportunity the cost is what it saves.
    category, vendor : str, optional
        Labels.
    tags : list of str
        Labels.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Risk("vendor late", 0.3, {"delay": "PERT(5, 10, 20)"}, {"projects": ["Shop"]}, vendor="Acme")
    Risk('vendor late', 0.3, impact=Impact(delay=PERT(5, 10, 20)), scope=Selector(projects=['Shop']), \
vendor='Acme')
    """

    name: Name
    probability: Score = None
    impact: Annotated[Impact, BeforeValidator(_impact)] = Impact()
    scope: Annotated[Selector, BeforeValidator(as_selector)] = Selector()
    window: Annotated[tuple[Day, Day] | None, BeforeValidator(_window)] = None
    owner: OptionalName = None
    responses: Annotated[tuple[Response, ...], BeforeValidator(_responses)] = ()
    kind: Annotated[RiskKind, BeforeValidator(as_kind)] = "threat"
    category: OptionalName = None
    vendor: OptionalName = None
    tags: Names = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            probability: ScoreLike | None = None,
            impact: Impact | Mapping[str, Any] | None = None,
            scope: ScopeLike | None = None,
            window: tuple[DayLike, DayLike] | None = None,
            owner: str | None = None,
            responses: Response | Iterable[Response | Mapping[str, Any]] = (),
            kind: RiskKind = "threat",
            category: str | None = None,
            vendor: str | None = None,
            tags: NamesLike = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        if self.kind == "opportunity" and self.impact.delay is not None:
            fix = "write what it spares as a factor on effort, such as 0.8, or as cost"
            raise Refused("an opportunity with a delay", as_typed(self.impact.delay), fix)
        taken = ", ".join((*self.impact.away, *self.impact.leaves))
        if self.kind == "opportunity" and taken:
            raise Refused("an opportunity that takes people away", taken, "write it as a threat")
        if self.window is None and taken:
            fix = "write the first and the last day on which it can strike"
            raise Refused("a risk that takes people away on no day", taken, fix)

    @property
    def taken(self) -> tuple[Response, ...]:
        """The responses that are in the plan."""
        return tuple(each for each in self.responses if each.taken)

    def __repr__(self) -> str:
        leading = ["name"] if self.probability is None else ["name", "probability"]
        window = None if self.window is None else Span(self.window)
        return as_call(self, *leading, forms={"window": window})

    _repr_html_ = as_code
