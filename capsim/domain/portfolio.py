"""The portfolio: the whole model, checked and linked by name."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, TypeVar

from pydantic import BeforeValidator

from capsim.domain.booking import Booking, BookingsLike, tasks_of_bookings
from capsim.domain.calendar import Calendar
from capsim.domain.checks import place_problems_in, problems_in
from capsim.domain.demand import paces, tasks_of_demand
from capsim.domain.folding import folded
from capsim.domain.limits import Freeze, FreezesLike
from capsim.domain.lists import listed
from capsim.domain.lookup import linked
from capsim.domain.money import Terms
from capsim.domain.origin import Origin
from capsim.domain.people import (
    Attrition,
    AttritionLike,
    Learning,
    LearningLike,
    Onboarding,
    OnboardingLike,
    Productivity,
    Sickness,
    SicknessLike,
    as_attrition,
    as_learning,
    as_onboarding,
    as_sickness,
)
from capsim.domain.person import Person, named_vacancies, unfolded
from capsim.domain.policy import Policy
from capsim.domain.project import Project
from capsim.domain.public_holidays import calendar_code, country_calendar, resolved
from capsim.domain.reprs import as_card, card_html
from capsim.domain.risk import Risk, Scale
from capsim.domain.strategy import Objective
from capsim.domain.streams import Stream
from capsim.domain.targets import Target
from capsim.domain.uncertainty import CopulaGroup, Driver, Ranges, as_ranges
from capsim.domain.values import (
    Day,
    DayLike,
    Name,
    NumberLike,
    OptionalName,
    Share,
    made_from,
    value,
)
from capsim.domain.words import plural, some
from capsim.errors import InputError, Problem, Refused, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from capsim.domain.task import AmountLike

__all__ = ["HORIZON_YEARS", "Portfolio"]

HORIZON_YEARS = 10
"""Years past the last date in the model after which a run stops."""


def _as_calendar(given: object) -> Calendar:
    """Return a calendar from one, from a country code such as ``"DE-BY"``, or from ``"mon-fri"``."""
    if given is None:
        return Calendar()
    if isinstance(given, str):
        return country_calendar(given) or _named_calendar(given)
    if isinstance(given, Calendar | Mapping):
        return made_from(Calendar, given)
    raise Refused("no calendar", given, 'write "DE", "DE-BY", "mon-fri" or Calendar(...)')


def _named_calendar(text: str) -> Calendar:
    """Return a calendar from ``"mon-thu"``, or from a country's name."""
    try:
        return Calendar(pattern=text)
    except InputError:
        if re.match(r"\s*(mon|tue|wed|thu|fri|sat|sun)", text, re.IGNORECASE):
            raise
    try:
        return country_calendar(calendar_code(text)) or Calendar()
    except Refused as error:
        fix = f"{error.found[0].fix} (or days such as mon-thu)"
        raise Refused("neither a country nor working days", text, fix) from None


def _entities(cls: type) -> BeforeValidator:
    def convert(given: object) -> tuple[Any, ...]:
        return listed(cls, given, f"no list of {cls.__name__}s", f"[{cls.__name__}(...), ...]")

    return BeforeValidator(convert)


def _terms(given: object) -> Terms:
    return Terms() if given is None else made_from(Terms, given)


def _policy(given: object) -> Policy:
    return Policy() if given is None else made_from(Policy, given)


def _scale(given: object) -> Scale:
    return Scale() if given is None else made_from(Scale, given)


@value
class Portfolio:
    """People and projects from a start date on: what capsim simulates.

    Parameters
    ----------
    name : str
    start : date
        The first day of the run.
    people : list of Person
    projects : list of Project
    calendar : Calendar or str
        The portfolio's working days: elapsed work and lags count them, and people without a calendar
        of their own follow it. ``"DE-BY"`` and ``"mon-thu"`` are understood.
    calendars : list of Calendar
        Further calendars, for people to name.
    drivers : list of Driver
        Factors shared by many tasks.
    groups : list of CopulaGroup
        Amounts that are correlated.
    run_the_business : float
        Share of everybody's day kept for daily business, unless a person says otherwise.
    ranges : {"none", "usual"} or Ranges
        The spread given to estimates that come without one.
    horizon : date, optional
        The last day simulated; default ten years past the last date in the model.
    currency : str, optional
        Shown beside money.
    policy : Policy
        The house rules.
    bookings : list of Booking
        Who is promised to which project.
    status_date : date, optional
        The first day that is still to come: what is said to have begun, and to be done, is known as of its
        morning.
    strategy : list of Objective
        What the portfolio is for, and how much each objective weighs.
    targets : list of Target
        What is to be reached, with goals.
    money : Terms
        Discount rate, premiums, exchange rates and the budget of the whole.
    freezes : list of Freeze
        Windows in which no task that needs people begins.
    streams : list of Stream
        Work that comes in alike items: backlogs, and unplanned work.
    risks : list of Risk
        What may happen besides, and what is done about it.
    risk_scale : Scale
        What words such as ``"high"`` stand for in the register of risks.
    sickness : Sickness or float, optional
        How often and how long people are ill who say nothing else; a number is sick days per year.
    attrition : Attrition or float, optional
        Likewise how often people leave and how seats are filled again; a number is leavers per seat and year.
    onboarding : Onboarding or float, optional
        Likewise how newcomers get up to speed; a number is weeks.
    productivity : distribution, optional
        Likewise a factor on everybody's proficiency, drawn for each of them once per replication.
    learning : Learning or float, optional
        Likewise how speed grows with the work done in the run; a number is its rate.
    origin : Origin, optional
        What the files that it was read from said besides; equal portfolios can have different ones.

    Raises
    ------
    InputError
        With everything that is wrong: in an entity, or between entities.

    Examples
    --------
    >>> from capsim.domain.task import Task
    >>> Portfolio("Agency", start="2027-01-04",
    ...           people=[Person("Ada", "backend"), Person("Bo", ["backend", "data"])],
    ...           projects=[Project("Shop", tasks=[Task("build", effort=8, skill="backend")])])
    Portfolio 'Agency'
      start     2027-01-04
      people    2: 2 backend
      projects  1 with 1 task
      horizon   2037-01-04 (10 years past the last date)
    """

    _outermost: ClassVar[bool] = True
    name: Name
    start: Day
    people: Annotated[tuple[Person, ...], _entities(Person)] = ()
    projects: Annotated[tuple[Project, ...], _entities(Project)] = ()
    calendar: Annotated[Calendar, BeforeValidator(_as_calendar)] = Calendar()
    calendars: Annotated[tuple[Calendar, ...], _entities(Calendar)] = ()
    drivers: Annotated[tuple[Driver, ...], _entities(Driver)] = ()
    groups: Annotated[tuple[CopulaGroup, ...], _entities(CopulaGroup)] = ()
    run_the_business: Share = 0.0
    ranges: Annotated[Ranges, BeforeValidator(as_ranges)] = Ranges()
    horizon: Day | None = None
    currency: OptionalName = None
    policy: Annotated[Policy, BeforeValidator(_policy)] = Policy()
    bookings: Annotated[tuple[Booking, ...], _entities(Booking)] = ()
    status_date: Day | None = None
    strategy: Annotated[tuple[Objective, ...], _entities(Objective)] = ()
    targets: Annotated[tuple[Target, ...], _entities(Target)] = ()
    money: Annotated[Terms, BeforeValidator(_terms)] = Terms()
    freezes: Annotated[tuple[Freeze, ...], _entities(Freeze)] = ()
    streams: Annotated[tuple[Stream, ...], _entities(Stream)] = ()
    risks: Annotated[tuple[Risk, ...], _entities(Risk)] = ()
    risk_scale: Annotated[Scale, BeforeValidator(_scale)] = Scale()
    sickness: Annotated[Sickness | None, BeforeValidator(as_sickness)] = None
    attrition: Annotated[Attrition | None, BeforeValidator(as_attrition)] = None
    onboarding: Annotated[Onboarding | None, BeforeValidator(as_onboarding)] = None
    productivity: Productivity = None
    learning: Annotated[Learning | None, BeforeValidator(as_learning)] = None
    origin: Origin | None = field(default=None, compare=False, repr=False)

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            start: DayLike,
            people: Person | Iterable[Person | Mapping[str, Any]] = (),
            projects: Project | Iterable[Project | Mapping[str, Any]] = (),
            calendar: Calendar | str | Mapping[str, Any] | None = None,
            calendars: Calendar | Iterable[Calendar | Mapping[str, Any]] = (),
            drivers: Driver | Iterable[Driver | Mapping[str, Any]] = (),
            groups: CopulaGroup | Iterable[CopulaGroup | Mapping[str, Any]] = (),
            run_the_business: NumberLike = 0.0,
            ranges: Ranges | str | Mapping[str, Any] | None = None,
            horizon: DayLike | None = None,
            currency: str | None = None,
            policy: Policy | Mapping[str, Any] | None = None,
            bookings: BookingsLike = (),
            status_date: DayLike | None = None,
            strategy: Objective | Iterable[Objective | Mapping[str, Any]] = (),
            targets: Target | Iterable[Target | Mapping[str, Any]] = (),
            money: Terms | Mapping[str, Any] | None = None,
            freezes: FreezesLike = (),
            streams: Stream | Iterable[Stream | Mapping[str, Any]] = (),
            risks: Risk | Iterable[Risk | Mapping[str, Any]] = (),
            risk_scale: Scale | Mapping[str, Any] | None = None,
            sickness: SicknessLike | None = None,
            attrition: AttritionLike | None = None,
            onboarding: OnboardingLike | None = None,
            productivity: AmountLike | None = None,
            learning: LearningLike | None = None,
            origin: Origin | None = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        _set(self, "people", named_vacancies(self.people))
        _set(self, "projects", linked(self.projects))
        _set(self, "calendars", (*self.calendars, *_calendars_of_people(self)))
        if not place_problems_in(self):
            start, end = self.start, self.last_day
            _set(self, "calendar", resolved(self.calendar, start, end))
            _set(self, "calendars", tuple(resolved(each, start, end) for each in self.calendars))
            _set_work(self)
        problems = problems_in(self)
        if problems:
            raise InputError(problems)

    def __repr__(self) -> str:
        return as_card(f"Portfolio {self.name!r}", _facts(self))

    def _repr_html_(self) -> str:
        from capsim.forecast.checking import findings_told

        return card_html(f"Portfolio {self.name!r}", {**_facts(self), **findings_told(self)})

    def check(self, minimum: float | None = None) -> pd.DataFrame:
        """Remark on what does not stop a run, but could be better.

        What would stop one was refused when the portfolio was made.

        Parameters
        ----------
        minimum : float, optional
            The least score that is good enough, from 0 to 100: with less, it is refused.

        Returns
        -------
        DataFrame
            A row per finding, see `capsim.check`; what the reader of its files remarked on is among them.
            ``.attrs["score"]`` says how good the model is to forecast with: it starts at 100, each kind of
            warning takes 10 off and each kind of info 2, however many rows it touches.

        Raises
        ------
        ModelError
            If the score is below the minimum: it names the first things to mend.

        Examples
        --------
        >>> shop = Project("Shop", deadline="2027-06-30")
        >>> Portfolio("Agency", "2027-01-04", projects=[shop]).check().problem[0]
        "Project 'Shop': no tasks"
        """
        from capsim.forecast.checking import checked

        return checked(self, minimum)

    def demand(
        self, by: str | Iterable[str] = ("project", "role"), period: str = "M", wide: bool = False
    ) -> pd.DataFrame:
        """Return planned demand, net capacity and the gap between them, before any simulation.

        Every amount that is demanded stands in it exactly once, whatever it is grouped by: by its planned
        figure, spread evenly over the working days on which it is planned. With a status date it is what is
        left, of bookings and capacity too: days that are over count for nothing.

        Parameters
        ----------
        by : str or list of str
            ``"project"``, ``"role"`` (``"skill"`` is the same), ``"team"``, ``"person"``, or several of them.
            People appear by name only with ``"person"``.
        period : {"M", "W"}
            Months, or weeks from Monday.
        wide : bool
            Whether to return the demand alone, one row per group and one column per period: the table that
            a manager keeps.

        Returns
        -------
        DataFrame
            One row per group and period, in the order of the portfolio; in full-time equivalents (FTE):
            person-days ÷ working days of the portfolio calendar in the period, public holidays taken out.

            ============= ============= ===== ==============================================================
            column        dtype         unit  meaning
            ============= ============= ===== ==============================================================
            period        datetime64[s] date  first day of the month or week
            project, role str                 the group; columns have the names given as ``by``
            demand        float64       FTE   what is planned
            booked        float64       FTE   what people are booked for: share × their FTE
            capacity      float64       FTE   what the people of the group have after leave, holidays, joining
                                              and leaving, and daily business; NaN by project, and where the
                                              line stands for nobody in particular
            gap           float64       FTE   demand − capacity; above 0 it is short
            ============= ============= ===== ==============================================================

            With ``wide`` the columns are those of the group, then one per period such as ``"2027-01"`` or
            ``"2027-W03"``, up to the last with demand; groups without any are left out. ``attrs["about"]``
            is ``"planned demand"``.

        Raises
        ------
        InputError
            If there is no such grouping or period.

        Notes
        -----
        The planned figure of an estimate is the number given, the likely value or the P50; its mean where
        the law is given by none of them. Work is planned from the start to the end of its task where both
        are given, else on the dates of the critical path: with the fewest people, mean speeds and mean
        amounts, as if there were people without limit. Work for several skills counts by the first. A project
        counts in full however likely it is; those on hold, done or cancelled do not. Neither side counts what
        lies before the portfolio's start or after the last day simulated.

        A role is a person's first skill, and all that somebody has counts there. People are not divided among
        projects. By person, demand is what they are booked for, as far as there is demand; the rest is
        ``"not booked"``. By team it is that of the people booked, then what only one team could serve; the
        rest is ``"several teams"``.

        Examples
        --------
        >>> from capsim.domain.demand import Demand
        >>> rows = [Demand("backend", {"2027-01": 1.5, "2027-02": 2}), Demand("qa", {"2027-02": 0.5})]
        >>> shop = Portfolio("Agency", "2027-01-01", [Person("Ada", "backend"), Person("Cy", "qa")],
        ...                  [Project("Shop", demand=rows)])
        >>> shop.demand(wide=True)
          project     role  2027-01  2027-02
        0    Shop  backend      1.5      2.0
        1    Shop       qa      0.0      0.5
        >>> shop.demand(by="role")
              period     role  demand  booked  capacity  gap
        0 2027-01-01  backend     1.5     0.0       1.0  0.5
        1 2027-02-01  backend     2.0     0.0       1.0  1.0
        2 2027-01-01       qa     0.0     0.0       1.0 -1.0
        3 2027-02-01       qa     0.5     0.0       1.0 -0.5
        """
        from capsim.forecast.planned import demand_frame

        return demand_frame(self, by, period, wide)

    def diff(self, other: Portfolio) -> pd.DataFrame:
        """Return what is different in another portfolio: what came, went and changed.

        Parts with names (people, projects, tasks, risks, …) are compared one by one, all else as a whole.
        Where something was read from is no difference.

        Parameters
        ----------
        other : Portfolio
            The newer one, say.

        Returns
        -------
        DataFrame
            One row per difference, in the order of the portfolio; without rows they are equal.

            ======== ===== ==============================================================================
            column   dtype meaning
            ======== ===== ==============================================================================
            entity   str   what it is about: ``"Project 'Shop', task 'build'"``
            field    str   what of it; empty for what came or went as a whole
            old, new str   as they would be typed; empty where it is not there
            ======== ===== ==============================================================================

        Raises
        ------
        InputError
            If it is no portfolio.

        Examples
        --------
        >>> before = Portfolio("Agency", "2027-01-04", [Person("Ada", "backend"), Person("Bo", "qa")])
        >>> after = Portfolio("Agency", "2027-01-04", [Person("Ada", "backend", availability=0.5)])
        >>> print(before.diff(after).to_string())
                 entity         field                 old  new
        0  Person 'Ada'  availability                   1  0.5
        1   Person 'Bo'                Person('Bo', 'qa')
        """
        from capsim.forecast.differences import difference_frame

        return difference_frame(self, other)

    def skills(self, by: str = "role", period: str | None = None) -> pd.DataFrame:
        """Return who can do what: how many people hold each skill, how well, how surely, and how long.

        Parameters
        ----------
        by : {"role", "team", "person"}
            A role is a person's first skill. People appear by name only with ``"person"``.
        period : {"M", "Q", "Y"}, optional
            Capability over time: a row for the start, or the status date, and for each first day of a month,
            quarter or year after it, up to the last date in the model.

        Returns
        -------
        DataFrame
            One row per group and skill that somebody in it holds, and period if there are any, in the order
            of the portfolio. *Now* is the start of the portfolio, the status date, or the day of the period.

            ============= ======== ===== ====================================================================
            column        dtype    unit  meaning
            ============= ======== ===== ====================================================================
            role/team/    str            the group; the column has the name given as ``by``
            person
            skill         str            the skill
            people        int64          how many of the group hold it, now or later (over time: now); a pool
                                         counts in full
            proficiency   float64        speed at it, 1.0 = nominal: mean over them
            level         float64        the highest level among them; NaN where it is not graded
            depth         float64  FTE   availability of those who hold it now
            confidence    float64  share of those who hold it now, how many were graded in the year before;
                                         NaN without any
            stale_days    float64  days  since they were graded, mean over those with a date; NaN without any
            expires       datetime date  the first last day on which somebody holds it who does now or later;
                                         NaT where nobody stops
            bus_factor    int64          how many hold it now at the highest level that some work asks for:
                                         when so many are gone, that work has nobody
            ============= ======== ===== ====================================================================

        Raises
        ------
        InputError
            If there is no such grouping or period.

        Examples
        --------
        >>> ada, bo = Person("Ada", {"backend": 1.2, "data": 0.8}), Person("Bo", "backend", 0.5)
        >>> agency = Portfolio("Agency", "2027-01-04", [ada, bo])
        >>> agency.skills()[["role", "skill", "people", "proficiency", "depth", "bus_factor"]]
              role    skill  people  proficiency  depth  bus_factor
        0  backend  backend       2          1.1    1.5           2
        1  backend     data       1          0.8    1.0           1
        """
        from capsim.forecast.skills import skill_frame

        return skill_frame(self, by, period)

    def objectives(self) -> pd.DataFrame:
        """Return the strategic objectives, how much they weigh, and which part of the work serves them.

        Returns
        -------
        DataFrame
            A row per objective, in order. ``attrs["coverage"]`` is the weight of those that some project
            serves, ``attrs["orphans"]`` names the projects that serve none.

            ============ ======= =========== =============================================================
            column       dtype   unit        meaning
            ============ ======= =========== =============================================================
            objective    str
            weight       float64 share       of all weight; each stakeholder has the same say
            projects     int64               how many of those that take part serve it
            score        float64             what they contribute
            effort_days  float64 person-days their mean effort, in parts by their scores
            effort_share float64 share       of the mean effort of all projects
            ============ ======= =========== =============================================================

        Examples
        --------
        >>> from capsim.domain.strategy import Objective
        >>> from capsim.domain.task import Task
        >>> build = Task("build", effort=10, skill="backend")
        >>> shop = Project("Shop", [build], objectives="growth at 3; cost")
        >>> agency = Portfolio("Agency", "2027-01-04", [Person("Ada", "backend")], [shop],
        ...                    strategy=[Objective("growth", 3), Objective("cost"), Objective("safety")])
        >>> agency.objectives()[["objective", "weight", "projects", "effort_days"]]
          objective  weight  projects  effort_days
        0    growth     0.6         1          7.5
        1      cost     0.2         1          2.5
        2    safety     0.2         0          0.0
        """
        from capsim.forecast.strategy import objectives_frame

        return objectives_frame(self)

    def replace(self, **changes: Any) -> Portfolio:
        """Return a copy with some fields changed, what rests on them settled anew.

        Demand by period and bookings became tasks when the portfolio was made, by its people, its calendar,
        its start and its share for daily business. With `dataclasses.replace` these tasks stay as they are;
        here they are made again.

        Parameters
        ----------
        **changes
            Fields by name, as for a new portfolio.

        Returns
        -------
        Portfolio
            Without the remarks of the reader, which were about the original.

        Raises
        ------
        InputError
            With everything that is wrong with the copy.

        Examples
        --------
        >>> from capsim.domain.demand import Demand
        >>> shop = Project("Shop", demand=[Demand("backend", {"2027-03": 1})])
        >>> agency = Portfolio("Agency", "2027-01-04", [Person("Ada", "backend")], [shop])
        >>> later = agency.replace(start="2027-03-15")
        >>> later.demand(wide=True)
          project     role  2027-03
        0    Shop  backend      1.0
        """
        unknown = [name for name in changes if name not in _FIELDS]
        if unknown:
            raise InputError(
                Problem("Portfolio, replace", "no such field", name, did_you_mean(name, _FIELDS))
                for name in unknown
            )
        fields = {name: getattr(self, name) for name in _FIELDS}
        if self.origin is not None:
            fields["origin"] = dataclasses.replace(self.origin, remarks=())
        if not {"projects", "groups"} & changes.keys():  # else they are the caller's
            fields["projects"], fields["groups"] = folded(self)
        return Portfolio(**{**fields, **changes})

    @property
    def last_date(self) -> date:
        """The last date that the model mentions (holidays aside)."""
        return max(_dates(self))

    @property
    def last_day(self) -> date:
        """The last day simulated: the horizon, or ten years past the last date in the model."""
        if self.horizon is not None:
            return self.horizon
        return _years_later(self.last_date, HORIZON_YEARS)

    @property
    def staff(self) -> tuple[Person, ...]:
        """Everybody, one by one: pools are unfolded into ``"name 1"``, ``"name 2"`` ..."""
        return tuple(single for person in self.people for single in unfolded(person))

    def own_rate(self, person: Person, rate: float) -> float:
        """Return a rate of a person in the portfolio's currency, with the premium of contractors.

        Parameters
        ----------
        person : Person
        rate : float
            In the person's currency.

        Returns
        -------
        float
            In the portfolio's currency.

        Examples
        --------
        >>> from capsim.domain.money import Terms
        >>> terms = Terms(contractor_premium=0.1, exchange_rates={"GBP": 1.2})
        >>> bo = Person("Bo", "data", currency="GBP", contractor=True)
        >>> round(Portfolio("Agency", "2027-01-04", [bo], currency="EUR", money=terms).own_rate(bo, 500), 2)
        660.0
        """
        premium = 1 + self.money.contractor_premium if person.contractor else 1.0
        worth = self.money.worth(person.currency, self.currency)
        return rate * premium if worth is None else rate * worth * premium

    def project(self, named: str) -> Project:
        """Return a project by name.

        Parameters
        ----------
        named : str

        Returns
        -------
        Project

        Raises
        ------
        InputError
            If there is none of that name.
        """
        return _named(named, self.projects, "project")

    def person(self, named: str) -> Person:
        """Return a person or pool by name.

        Parameters
        ----------
        named : str

        Returns
        -------
        Person

        Raises
        ------
        InputError
            If there is none of that name.
        """
        return _named(named, self.people, "person")

    def calendar_of(self, person: Person) -> Calendar:
        """Return the calendar that a person follows.

        Parameters
        ----------
        person : Person

        Returns
        -------
        Calendar
        """
        if person.calendar is None or person.calendar == self.calendar.name:
            return self.calendar
        return _named(person.calendar, self.calendars, "calendar")


_FIELDS: Final = tuple(each.name for each in dataclasses.fields(Portfolio))

Entity = TypeVar("Entity", Person, Project, Calendar)


def _named(word: str, entities: Iterable[Entity], kind: str) -> Entity:
    """Return an entity by name."""
    known = {str(entity.name): entity for entity in entities}
    if word not in known:
        raise InputError([Problem("", f"no such {kind}", word, did_you_mean(word, known))])
    return known[word]


def _facts(portfolio: Portfolio) -> dict[str, str]:
    """Return what a portfolio's card says."""
    roles = Counter(person.role for person in portfolio.people for _ in range(person.count))
    by_role = some((f"{count:,} {role}" for role, count in roles.most_common()), most=8)
    tasks = sum(len(project.tasks) for project in portfolio.projects)
    absent = sum(not project.takes_part for project in portfolio.projects)
    left_out = f", {absent:,} of them on hold, done or cancelled" if absent else ""
    years = "" if portfolio.horizon else f" ({HORIZON_YEARS} years past the last date)"
    unread, earlier = (
        ("", "")
        if portfolio.origin is None
        else (portfolio.origin.unread_told, portfolio.origin.before_start_told)
    )
    return {
        "start": str(portfolio.start),
        "people": f"{roles.total():,}" + (f": {by_role}" if roles else ""),
        "projects": f"{len(portfolio.projects):,} with {plural(tasks, 'task')}{left_out}",
        "horizon": f"{portfolio.last_day}{years}",
        **({"not read": unread} if unread else {}),
        **({"left out": earlier} if earlier else {}),
    }


def _calendars_of_people(portfolio: Portfolio) -> Iterator[Calendar]:
    """Make the calendars of people who name a country, or days of the week, instead of a calendar."""
    known = {calendar.name for calendar in (portfolio.calendar, *portfolio.calendars)}
    for text in dict.fromkeys(person.calendar for person in portfolio.people if person.calendar):
        made = None if text in known else country_calendar(text) or _on_days(text, portfolio.calendar)
        if made is not None and made.name == text:
            yield made


def _on_days(text: str, usual: Calendar) -> Calendar | None:
    """Return the usual calendar for days such as ``"mon-thu"``: its public holidays stay."""
    try:
        return dataclasses.replace(usual, name=text, pattern=Calendar(pattern=text).pattern)
    except InputError:
        return None


def _set(entity: object, field: str, content: object) -> None:
    """Fill in a canonical form while the frozen value is being made."""
    object.__setattr__(entity, field, content)


def _set_work(portfolio: Portfolio) -> None:
    """Turn demand by period, and bookings that are the only demand, into tasks."""
    if not portfolio.bookings and not any(project.demand for project in portfolio.projects):
        return
    calendar, start = portfolio.calendar, portfolio.start
    people = {str(person.name): person for person in portfolio.people}
    pace = paces(portfolio.people, portfolio.run_the_business)
    booked: dict[str, list[Booking]] = {}
    for booking in portfolio.bookings:
        booked.setdefault(booking.project, []).append(booking)
    groups = list(portfolio.groups)
    projects: list[Project] = []
    problems: list[Problem] = []
    for project in portfolio.projects:
        try:
            taken = [task.name for task in project.tasks]
            tasks, more = tasks_of_demand(project.name, project.demand, calendar, start, taken, pace)
        except InputError as error:
            problems.extend(problem.at(f"Project {project.name!r}") for problem in error.found)
            continue
        groups.extend(more)
        if tasks:
            project = dataclasses.replace(project, tasks=(*project.tasks, *tasks), demand=())
        tasks = tasks_of_bookings(
            project, booked.get(project.name, ()), people, calendar, start, portfolio.run_the_business
        )
        if tasks:
            project = dataclasses.replace(project, tasks=(*project.tasks, *tasks))
        projects.append(dataclasses.replace(project, demand=()) if project.demand else project)
    if problems:
        raise InputError(problems)
    _set(portfolio, "projects", tuple(projects))
    _set(portfolio, "groups", tuple(groups))


def _dates(portfolio: Portfolio) -> Iterator[date]:
    """Every date in the model, holidays aside."""
    yield portfolio.start
    for person in portfolio.people:
        yield from (day for day in (person.start, person.end) if day)
        yield from (leave.last for leave in person.leave)
        for skill in person.skills:
            yield from (day for day in (skill.start, skill.end) if day)
    for project in portfolio.projects:
        yield from (day for day in (project.start, project.deadline) if day)
        yield from (period.end for row in project.demand for period, _ in row.amounts)
        for task in project.tasks:
            yield from (day for day in (task.start, task.end, task.deadline) if day)
    yield from (booking.end for booking in portfolio.bookings)
    yield from (freeze.end for freeze in portfolio.freezes)
    for stream in portfolio.streams:
        days = (stream.start, stream.end, stream.deadline, stream.task.start, stream.task.deadline)
        yield from (day for day in days if day)
    yield from (risk.window[1] for risk in portfolio.risks if risk.window)


def _years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th; no further than dates go."""
    if day.year + years > MAXYEAR:
        return date.max
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + years)
