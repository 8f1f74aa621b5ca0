"""People: what they can do, and how much of them there is on a day."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from itertools import count
from numbers import Real
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator

from capsim.domain.calendar import Leave
from capsim.domain.limiting import OptionalLimit
from capsim.domain.lists import listed, refuse_twice
from capsim.domain.money import Rate
from capsim.domain.people import (
    Attrition,
    AttritionLike,
    Chances,
    Joining,
    JoiningLike,
    Learning,
    LearningLike,
    Onboarding,
    OnboardingLike,
    Productivity,
    Sickness,
    SicknessLike,
    as_attrition,
    as_joining,
    as_learning,
    as_onboarding,
    as_sickness,
)
from capsim.domain.reprs import Span, as_call, as_code
from capsim.domain.values import (
    Availability,
    Cost,
    Count,
    Day,
    DayLike,
    Name,
    Names,
    NamesLike,
    NumberLike,
    OptionalName,
    Share,
    Speed,
    all_made,
    share,
    value,
    within,
)
from capsim.errors import Refused

if TYPE_CHECKING:
    from capsim.domain.task import AmountLike

__all__ = ["Person", "Skill", "as_decay", "check_skill_name", "named_vacancies", "unfolded"]

_MOST = 10_000
"""The largest pool: everybody in it is simulated one by one."""


def check_skill_name(skill: str) -> None:
    """Refuse a skill whose name reads as a skill with a level or a factor, or as several skills.

    Parameters
    ----------
    skill : str

    Raises
    ------
    Refused
        If the name would not read back as itself where needs are written as text.

    Examples
    --------
    >>> check_skill_name("French level 2")
    Traceback (most recent call last):
    ...
    capsim.errors.Refused: a skill's name that reads as more than a name (got 'French level 2'); write the level, the factor or the other skills beside it: Skill("French", level=2)
    """  # noqa: E501
    if re.search(r"\s(level\s+\d+|at\s+[\d.]+\s*%?)$|,\s*or\s|\||;", skill):
        raise Refused(
            "a skill's name that reads as more than a name",
            skill,
            'write the level, the factor or the other skills beside it: Skill("French", level=2)',
        )


def as_decay(given: object) -> tuple[float, ...]:
    """Return what is left of a speed after one, two ... years from numbers, or from ``"0.9; 0.7"``.

    Raises
    ------
    Refused
        If it is none.
    """
    if isinstance(given, str):
        given = [part for part in given.split(";") if part.strip()]
    if isinstance(given, Real):
        given = [given]
    if not isinstance(given, Iterable):
        raise Refused("no shares by year", given, "write what is left after one, two ... years: 0.9; 0.7")
    fix = "write what is left after one, two ... years, from 0.01 to 1: 0.9; 0.7"
    return tuple(within(share(each), 0.01, 1, fix) for each in given)


@value
class Skill:
    """A skill that a person holds.

    Parameters
    ----------
    name : str
        The skill.
    proficiency : float
        Speed at it; 1.0 is nominal.
    level : int, optional
        A whole-number grade that a need can demand.
    start, end : date, optional
        First and last day on which work can be begun with it.
    as_of : date, optional
        When it was graded.
    decay : list of float
        What is left of the speed so many years after it was graded: after one, two, three ... years, the last
        for more. It counts from ``as_of``, else from ``start``, else from the portfolio's start; a later
        grading renews it.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Skill("backend", 1.2, level=3)
    Skill('backend', 1.2, level=3)
    >>> Skill("first aid", decay="0.9; 0.7").left_of_it(2)
    0.7
    """

    name: Name
    proficiency: Speed = 1.0
    level: Count | None = None
    start: Day | None = None
    end: Day | None = None
    as_of: Day | None = None
    decay: Annotated[tuple[float, ...], BeforeValidator(as_decay)] = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            proficiency: NumberLike = 1.0,
            level: int | None = None,
            start: DayLike | None = None,
            end: DayLike | None = None,
            as_of: DayLike | None = None,
            decay: str | float | Iterable[float] = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        check_skill_name(self.name)
        if self.start and self.end and self.end < self.start:
            raise Refused("ends before it starts", str(self.end), f"write {self.start} or later")

    def __repr__(self) -> str:
        leading = ["name"] if self.proficiency == 1 else ["name", "proficiency"]
        return as_call(self, *leading)

    _repr_html_ = as_code

    def left_of_it(self, years: int) -> float:
        """Return what is left of the speed after so many years."""
        return self.decay[min(years, len(self.decay)) - 1] if self.decay and years > 0 else 1.0

    def years_by(self, day: date, start: date) -> int:
        """Return how many whole years have passed by a day since the skill was graded.

        Parameters
        ----------
        day : date
        start : date
            That of the portfolio.
        """
        graded = self.as_of or self.start or start
        years = day.year - graded.year - ((day.month, day.day) < (graded.month, graded.day))
        return max(0, years)

    def decays_on(self, start: date) -> Iterator[date]:
        """Yield the days on which another share of the speed is left, in order.

        Parameters
        ----------
        start : date
            That of the portfolio.
        """
        graded = self.as_of or self.start or start
        for years in range(1, len(self.decay) + 1):
            try:
                yield graded.replace(year=graded.year + years)
            except ValueError:  # a year without a 29 February
                yield date(graded.year + years, 3, 1)

    def speed_on(self, day: date, start: date) -> float:
        """Return the speed on a day.

        Parameters
        ----------
        day : date
        start : date
            That of the portfolio.

        Examples
        --------
        >>> skill, start = Skill("backend", 1.2, as_of="2026-03-01", decay=[0.9, 0.5]), date(2027, 1, 4)
        >>> skill.speed_on(date(2027, 2, 28), start), skill.speed_on(date(2027, 3, 1), start)
        (1.2, 1.08)
        """
        left = self.left_of_it(self.years_by(day, start)) if self.decay else 1.0
        return self.proficiency * left


SkillsLike: TypeAlias = str | Skill | Mapping[str, Any] | Iterable[str | Skill | Mapping[str, Any]]
LeaveLike: TypeAlias = (
    Leave | Iterable[Leave | DayLike | tuple[DayLike, DayLike] | tuple[DayLike] | Mapping[str, Any]]
)


def _skills(given: object) -> tuple[Skill, ...]:
    """Return held skills from ``"backend"``, ``["backend", "data"]``, ``{"backend": 1.2}`` or Skills."""
    if isinstance(given, str):
        given = [part for part in given.split(";") if part.strip()]
    if isinstance(given, Skill):
        given = [given]
    if isinstance(given, Mapping):
        return all_made(Skill, (_named(key, item) for key, item in given.items()))
    if isinstance(given, Iterable) and not isinstance(given, Set):
        return all_made(Skill, given, _skill)
    what = "a set, which has no first skill" if isinstance(given, Set) else "no skills"
    raise Refused(what, given, 'write a name, a list of names, or {"backend": 1.2}')


def _named(skill: object, held: object) -> dict[str, object]:
    """Return the fields of a skill from an entry of ``{"backend": 1.2}``."""
    if isinstance(held, Mapping):
        return {"name": skill, **held}
    if isinstance(held, Skill):
        raise Refused("a Skill under a name", held, "write a list of Skills")
    if isinstance(held, tuple | list) and len(held) == 2:
        return {"name": skill, "proficiency": held[0], "level": held[1]}
    return {"name": skill, "proficiency": held}


def _skill(entry: object) -> Skill:
    return Skill(*entry) if isinstance(entry, tuple | list) else Skill(entry)  # type: ignore[arg-type]


def _leave(given: object) -> tuple[Leave, ...]:
    return listed(Leave, given, "no list of leave", '[("2027-02-01", "2027-02-12")]', _absence)


RatesLike: TypeAlias = Rate | Iterable[Rate | tuple[DayLike, NumberLike] | Mapping[str, Any]]


def _rates(given: object) -> tuple[Rate, ...]:
    made = listed(Rate, given, "no list of rates", '[("2027-07-01", 700)]', _rate)
    return tuple(sorted(made, key=lambda rate: rate.start))


def _rate(entry: object) -> Rate:
    if isinstance(entry, tuple | list) and len(entry) == 2:
        return Rate(*entry)
    raise Refused("no rate", entry, 'write ("2027-07-01", 700)')


PersonKind: TypeAlias = Literal["person", "equipment", "candidate"]

_KINDS = {
    **dict.fromkeys(("person", "people", "employee", "contractor", "internal", "external"), "person"),
    **dict.fromkeys(("equipment", "machine", "environment", "license", "licence", "room"), "equipment"),
    **dict.fromkeys(("candidate", "reserve", "bewerber"), "candidate"),
}


def _kind_of(given: object) -> object:
    """Return person, equipment or candidate from a word that means one of them."""
    word = given.strip().casefold() if isinstance(given, str) else given
    if word not in _KINDS:
        raise Refused("no kind of people", given, "write person, equipment or candidate")
    return _KINDS[word]


def _absence(entry: object) -> Leave:
    return Leave(*entry) if isinstance(entry, tuple | list) else Leave(entry)  # type: ignore[arg-type]


@value
class Person:
    """Somebody who works, a pool of alike people (``count``), or a vacancy (no name).

    Parameters
    ----------
    name : str, optional
        Without a name it is a vacancy: a role to be filled at ``start``.
    skills : str, list of str, dict of str to float, or list of Skill
        What the person can do; the first skill is the role.
    availability : float
        Share of a day given to work (FTE), 0 to 2; above 1 is overtime.
    run_the_business : float, optional
        Share of that kept for daily business; without one the portfolio's share.
    team, location, manager : str, optional
        Labels.
    calendar : str, optional
        Name of a calendar of the portfolio; a country code such as ``"DE"`` or ``"DE-BY"``; or days such as
        ``"mon-thu"``, with the public holidays of the portfolio's calendar.
    leave : list of Leave or (start, end)
        Days away.
    start, end : date, optional
        First and last day with the organization.
    cost_per_day : float, optional
        Rate for a full day, in the portfolio's currency, at least 0.
    rates : list of Rate or (from, cost_per_day)
        Rates from dates on.
    currency : str, optional
        Of the rates; without one the portfolio's.
    contractor : bool
        Paid neither on leave nor when ill, and with the premium of the portfolio's terms.
    price_per_day : float, optional
        What a client is charged for a full day, in the portfolio's currency.
    count : int
        Size of a pool; its people are called ``"name 1"``, ``"name 2"`` ...
    tags : list of str
        Labels for selections.
    focus : int, optional
        The most pieces of work at once (rule R12), instead of the policy's ``focus``.
    kind : {"person", "equipment", "candidate"}
        Equipment (a machine, an environment, a license) is matched as people are; nobody of it falls ill,
        leaves or counts as a head. A candidate is not there unless a reaction hires them (rule R21).
    sickness : Sickness or float, optional
        How often and how long somebody is ill; a number is sick days per year. Without one the portfolio's;
        0 is never.
    attrition : Attrition or float, optional
        How often the seat is left and filled again; a number is leavers per year. Without one the
        portfolio's.
    joining : Joining or distribution, optional
        How long after ``start`` they join, and whether at all; a candidate, after having been hired.
    onboarding : Onboarding or float, optional
        How newcomers get up to speed; a number is weeks. Without one the portfolio's.
    productivity : distribution, optional
        A factor on proficiency, drawn once per replication, and anew for a successor. Without one the
        portfolio's.
    learning : Learning or float, optional
        How speed grows with the work done in the run; a number is its rate. Without one the portfolio's; 1 is
        not at all.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> Person("Ada", {"backend": 1.2, "data": 1}, availability="80 %", leave=[("2027-02-01", "2027-02-12")])
    Person('Ada', {'backend': 1.2, 'data': 1}, availability=0.8, leave=[('2027-02-01', '2027-02-12')])
    >>> Person(None, "backend", start="2027-03-01").is_vacancy
    True
    """

    name: OptionalName
    skills: Annotated[tuple[Skill, ...], BeforeValidator(_skills)]
    availability: Availability = 1.0
    run_the_business: Share | None = None
    team: OptionalName = None
    location: OptionalName = None
    manager: OptionalName = None
    calendar: OptionalName = None
    leave: Annotated[tuple[Leave, ...], BeforeValidator(_leave)] = ()
    start: Day | None = None
    end: Day | None = None
    cost_per_day: Cost | None = None
    count: Count = 1
    tags: Names = ()
    rates: Annotated[tuple[Rate, ...], BeforeValidator(_rates)] = ()
    currency: OptionalName = None
    contractor: bool = False
    price_per_day: Cost | None = None
    focus: OptionalLimit = None
    kind: Annotated[PersonKind, BeforeValidator(_kind_of)] = "person"
    sickness: Annotated[Sickness | None, BeforeValidator(as_sickness)] = None
    attrition: Annotated[Attrition | None, BeforeValidator(as_attrition)] = None
    joining: Annotated[Joining | None, BeforeValidator(as_joining)] = None
    onboarding: Annotated[Onboarding | None, BeforeValidator(as_onboarding)] = None
    productivity: Productivity = None
    learning: Annotated[Learning | None, BeforeValidator(as_learning)] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str | None,
            skills: SkillsLike,
            availability: NumberLike = 1.0,
            run_the_business: NumberLike | None = None,
            team: str | None = None,
            location: str | None = None,
            manager: str | None = None,
            calendar: str | None = None,
            leave: LeaveLike | None = (),
            start: DayLike | None = None,
            end: DayLike | None = None,
            cost_per_day: NumberLike | None = None,
            count: int = 1,
            tags: NamesLike = (),
            rates: RatesLike = (),
            currency: str | None = None,
            contractor: bool = False,
            price_per_day: NumberLike | None = None,
            focus: int | None = None,
            kind: str = "person",
            sickness: SicknessLike | None = None,
            attrition: AttritionLike | None = None,
            joining: JoiningLike | None = None,
            onboarding: OnboardingLike | None = None,
            productivity: AmountLike | None = None,
            learning: LearningLike | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        if not self.skills:
            raise Refused("no skill", fix="give at least one; the first is the role")
        refuse_twice((skill.name for skill in self.skills), "a skill listed twice", "list it once")
        if not 1 <= self.count <= _MOST:
            raise Refused("no number of people", self.count, f"write a count from 1 to {_MOST:,}")
        if self.name is None and self.start is None:
            raise Refused(
                "a vacancy without a start date", fix="give a name, or the date from which it is filled"
            )
        if self.start and self.end and self.end < self.start:
            raise Refused("leaves before joining", str(self.end), f"write {self.start} or later")
        starts = (str(rate.start) for rate in self.rates)
        refuse_twice(starts, "two rates from one day", "keep one of them")
        if self.is_equipment:
            self._check_equipment()
        if self.is_candidate:
            self._check_candidate()

    def _check_equipment(self) -> None:
        """Refuse what happens to people only."""
        for field in Chances._fields:
            if getattr(self, field) is not None:
                raise Refused(f"equipment with {field}", fix=f"leave {field} out, or write kind person")

    def _check_candidate(self) -> None:
        """Refuse what only the decision to hire somebody tells."""
        if self.joining is None:
            fix = "write joining=60: calendar days from the decision to the first day of work"
            raise Refused("a candidate of whom nobody knows how long hiring takes", fix=fix)
        if self.start or self.end:
            fix = "leave start and end out: whoever hires them decides when they come"
            raise Refused("a candidate with dates", str(self.start or self.end), fix)
        if self.onboarding is not None and self.onboarding.mentor_share:
            raise Refused(
                "a candidate with a mentor", fix="leave the mentor's share out; a ramp of weeks works"
            )

    def __repr__(self) -> str:
        forms = {"skills": _shown(self.skills), "leave": [_span(leave) for leave in self.leave]}
        return as_call(self, "name", "skills", forms=forms)

    _repr_html_ = as_code

    @property
    def role(self) -> str:
        """The person's first skill."""
        return self.skills[0].name

    def rate_on(self, day: date) -> float | None:
        """Return what a full day costs on a date, in the person's currency.

        Parameters
        ----------
        day : date

        Returns
        -------
        float or None
            None without a rate.

        Examples
        --------
        >>> ada = Person("Ada", "backend", cost_per_day=650, rates=[("2027-07-01", 700)])
        >>> ada.rate_on(date(2027, 6, 30)), ada.rate_on(date(2027, 7, 1))
        (650.0, 700.0)
        """
        begun = [rate.cost_per_day for rate in self.rates if rate.start <= day]
        return begun[-1] if begun else self.cost_per_day

    @property
    def is_equipment(self) -> bool:
        """Whether this is a machine, an environment or a license."""
        return self.kind == "equipment"

    @property
    def is_candidate(self) -> bool:
        """Whether this is somebody who could be hired."""
        return self.kind == "candidate"

    @property
    def is_vacancy(self) -> bool:
        """Whether this is a role still to be filled."""
        return self.name is None


def _shown(skills: tuple[Skill, ...]) -> object:
    """Return the shortest friendly form of held skills."""
    if any(skill != Skill(skill.name, skill.proficiency) for skill in skills):
        return skills
    if any(skill.proficiency != 1 for skill in skills):
        return {skill.name: skill.proficiency for skill in skills}
    names = [skill.name for skill in skills]
    return names[0] if len(names) == 1 else names


def _span(leave: Leave) -> object:
    """Return the shortest friendly form of a leave."""
    return Span((leave.start, leave.last)) if leave == Leave(leave.start, leave.last) else leave


def named_vacancies(people: Iterable[Person]) -> tuple[Person, ...]:
    """Give vacancies their canonical names: ``"TBH backend 1"`` (to be hired), and so on by role.

    Parameters
    ----------
    people : iterable of Person
        A vacancy with a count becomes so many vacancies.

    Returns
    -------
    tuple of Person
        Nobody without a name; names already taken are passed over.
    """
    listed = list(people)
    taken = {person.name for person in listed}
    named: list[Person] = []
    for person in listed:
        if not person.is_vacancy:
            named.append(person)
            continue
        names = (f"TBH {person.role} {index}" for index in count(1))
        for _ in range(person.count):
            name = next(name for name in names if name not in taken)
            taken.add(name)
            named.append(_with(person, name=name, count=1))
    return tuple(named)


def unfolded(person: Person) -> Iterator[Person]:
    """Return the people of a pool one by one: ``"name 1"``, ``"name 2"`` ...

    Parameters
    ----------
    person : Person

    Yields
    ------
    Person
        The person alone where it is no pool.
    """
    if person.count == 1:
        yield person
        return
    for index in range(1, person.count + 1):
        yield _with(person, name=f"{person.name} {index}", count=1)


def _with(person: Person, **changes: object) -> Person:
    """Return a changed copy of somebody known to be valid: checking large pools anew would take long."""
    twin = copy.copy(person)
    for field, content in changes.items():
        object.__setattr__(twin, field, content)
    return twin
