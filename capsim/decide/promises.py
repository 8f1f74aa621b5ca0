"""What can be promised: a safe date for a project, what it takes to hit one, and who is displaced."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import STOPPED, TICKS_PER_DAY
from capsim.decide.comparing import base_of, simulated
from capsim.domain.edits import AddPerson, AddProject, Descope, RemoveProject, Reprioritize
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import Told
from capsim.domain.scenario import Scenario
from capsim.domain.values import day as as_day
from capsim.domain.words import plural
from capsim.errors import InputError, Problem, did_you_mean
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.chances import Chance
from capsim.forecast.columns import texts
from capsim.forecast.comparison import Alternative, Comparison
from capsim.forecast.dates import readable
from capsim.metrics import Odds, odds, order_statistic, order_statistic_interval
from capsim.running.crews import Workers
from capsim.running.progress import Progress

__all__ = ["Promise", "promise"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_MOST_PEOPLE: Final = 6
"""So many people more are tried before a date is called out of reach by hiring."""
_SCOPE_STEP: Final = 0.05
"""How finely scope is cut."""
_LEAST_SCOPE: Final = 0.1


class Kept(NamedTuple):
    """How likely a project is finished by a date.

    Attributes
    ----------
    probability, low, high : float
        With its 95 % interval.
    """

    probability: float
    low: float
    high: float

    @classmethod
    def of(cls, found: Odds) -> Kept:
        """Return the odds of one column."""
        return cls(*(float(each[0]) for each in found))


@dataclass(frozen=True, eq=False, repr=False)
class Promise(Told):
    """What can be promised of a project.

    `capsim.promise` makes it.

    Attributes
    ----------
    project : str
    confidence : float
        With how much certainty the promise is to be kept.
    safe, earliest, latest : date or None
        The day by which it is finished in that share of the futures, and its 95 % interval; None past the
        horizon, or where too few futures tell an end.
    start : date or None
        The day by which its work has begun in that share of the futures.
    comparison : Comparison
        With the project, and first if it is urgent, against without, or as it was: who is displaced.
    finish : date or None
        The date that was asked for.
    kept : Kept or None
        How likely that date is as things are.
    options : tuple of Option
        What would make that date safe; those out of reach with the best that they reach.
    """

    project: str
    confidence: float
    safe: date | None
    earliest: date | None
    latest: date | None
    start: date | None
    comparison: Comparison
    finish: date | None = None
    kept: Kept | None = None
    options: tuple[Option, ...] = ()

    def displaced(self) -> pd.DataFrame:
        """Return how many days later (or earlier) it makes every other project.

        Returns
        -------
        DataFrame
            The rows of `Comparison.projects` of the others, the most delayed first.
        """
        frame = self.comparison.projects()
        frame = frame[frame["project"] != self.project].drop(columns="scenario")
        return frame.sort_values("days", ascending=False, kind="stable", ignore_index=True)

    def ways(self) -> pd.DataFrame:
        """Return what would make the date safe that was asked for.

        Returns
        -------
        DataFrame
            A row for each way, the smallest change first; without rows if no date was asked for.

            =========== ======= ==========================================================================
            column      dtype   meaning
            =========== ======= ==========================================================================
            way         str     such as ``"1 backend more"`` or ``"20 % less scope"``
            probability float64 with it, that the project is finished by the date
            low, high   float64 95 % interval of that
            enough      bool    whether that is at least the confidence asked for
            =========== ======= ==========================================================================
        """
        return pd.DataFrame(
            {
                "way": texts(each.way for each in self.options),
                **{
                    name: np.array([getattr(each.kept, name) for each in self.options], np.float64)
                    for name in Kept._fields
                },
                "enough": np.array([each.enough for each in self.options], np.bool_),
            }
        )

    @property
    def _title(self) -> str:
        return f"{self.project}: what can be promised"

    def _lines(self) -> Iterator[str]:
        yield self._dated()
        if self.finish is not None and self.kept is not None:
            chance = Chance(*self.kept)
            yield f"{chance.words} chance{chance.off} by {readable(self.finish)}, as things are."
            yield from self._ways_told()
        late = self.displaced()
        late = late[late["days_low"] > 0]
        if len(late):
            first = late.iloc[0]
            yield (
                f"It delays {plural(len(late), 'other project')}, most of all {first['project']}: "
                f"by {first['days']:.0f} days on average (± {first['days_high'] - first['days']:.0f})."
            )
            yield "see promise.displaced(), promise.comparison"
        else:
            yield "It delays no other project; see promise.displaced()"

    def _dated(self) -> str:
        share = f"{100 * self.confidence:.0f} %"
        if self.safe is None:
            return f"No date within the run is kept in {share} of the futures."
        off = ""
        if self.earliest is not None and self.latest is not None and self.earliest != self.latest:
            off = f" (between {readable(self.earliest)} and {readable(self.latest)})"
        begun = "" if self.start is None else f" Its work has begun by {readable(self.start)} as surely."
        return f"{readable(self.safe)} is kept in {share} of the futures{off}.{begun}"

    def _ways_told(self) -> Iterator[str]:
        enough = [each for each in self.options if each.enough]
        for each in enough:
            chance = Chance(*each.kept)
            yield f"{each.way} would do: {chance.words} chance{chance.off}."
        if self.options and not enough:
            best = max(self.options, key=lambda each: each.kept.probability)
            chance = Chance(*best.kept)
            yield f"Nothing tried is enough; the best, {best.way}, reaches {chance.words}{chance.off}."


@dataclass(frozen=True)
class Option:
    """A way to make a date safe.

    Attributes
    ----------
    way : str
    scenario : Scenario
    kept : Kept
        With it.
    enough : bool
        Whether that is the confidence asked for.
    """

    way: str
    scenario: Scenario
    kept: Kept
    enough: bool


def promise(
    portfolio: Portfolio | Forecast,
    project: Project | str,
    confidence: float = 0.8,
    *,
    finish: date | str | None = None,
    urgent: bool = False,
    replications: int = 1_000,
    seed: int | None = None,
    progress: Progress = False,
    executor: Workers = None,
) -> Promise:
    """Tell by when a project can be promised, who is displaced, and what it takes to hit a date.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        What it comes on top of.
    project : Project or str
        A new project, or the name of one of the portfolio.
    confidence : float
        In what share of the futures the promise is to be kept.
    finish : date, optional
        A date to be hit: then it tells the odds, and searches for the people of each of its roles, and for
        the cut of its scope, that make it safe.
    urgent : bool
        Whether it goes before all others.
    replications : int
        Futures to simulate; those of the forecast, if one is given.
    seed : int, optional
        As in `simulate`; that of the forecast, if one is given.
    progress, executor
        As in `simulate`.

    Returns
    -------
    Promise

    Raises
    ------
    InputError
        If there is no such project, or the confidence or the date is none.

    Notes
    -----
    A date is the order statistic ceil(confidence · n) of the finish, never-finished last, with its
    distribution-free interval. Who is displaced is told by the same futures without the project; for a
    project of the portfolio that is urgent, without its being put first. Up to six people more are tried for
    each role, and scope in steps of 5 %, each on the same futures; more people may make a project later
    (R. L. Graham, SIAM Journal on Applied Mathematics 17 (1969) 416-429), so that every number up to six is
    looked at. If no role alone is enough, people are added one by one, each of the role that then helps most.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(15, 20, 40), skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> crm = cs.Project("CRM", [cs.Task("load", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> cs.promise(demo, crm, seed=7, replications=500)
    CRM: what can be promised
      18 Jan 2027 is kept in 80 % of the futures. Its work has begun by 4 Jan 2027 as surely.
      It delays 1 other project, most of all Shop: by 12 days on average (± 0).
      see promise.displaced(), promise.comparison
    """
    given = base_of(portfolio, "promise")
    as_is = given.portfolio if isinstance(given, Forecast) else given
    asked = None if finish is None else _date(finish, as_is)
    _check_confidence(confidence)
    scenario, name = _scenario(as_is, project, urgent=urgent)
    made = scenario.apply(as_is)
    base = (
        given
        if isinstance(given, Forecast)
        else simulate(given, None, replications, seed, progress, executor=executor)
    )
    changed = simulated(base, made, executor, progress) if scenario.edits else base
    without = base
    if not scenario.edits:
        without = simulated(base, _cancelled(as_is, name), executor, progress)
    found = Comparison(without, (Alternative(dataclasses.replace(scenario, name=name), changed),))
    quantile = _Dated.of(changed, name, confidence)
    told = Promise(name, confidence, *quantile.finish, quantile.start, found)
    if asked is None:
        return told
    search = _Search(changed, made, name, asked, confidence, executor)
    return dataclasses.replace(told, finish=asked, kept=search.as_is, options=tuple(search.options()))


def _date(given: date | str, portfolio: Portfolio) -> date:
    try:
        day = as_day(given)
    except InputError as error:
        raise InputError(error.found, "promise, finish") from None
    if day < portfolio.start:
        fix = f"write a day from {portfolio.start} on"
        raise InputError([Problem("promise, finish", "a day before the portfolio starts", str(day), fix)])
    return day


def _check_confidence(confidence: float) -> None:
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
        fix = "write a share between 0 and 1, such as 0.8"
        raise InputError([Problem("promise, confidence", "no share of futures", confidence, fix)])


def _scenario(portfolio: Portfolio, project: Project | str, *, urgent: bool) -> tuple[Scenario, str]:
    """Return what is done to the portfolio, and the name of the project."""
    if isinstance(project, Project):
        edits: list[AddProject | Reprioritize] = [AddProject(project)]
        name = project.name
    else:
        edits, name = [], project
        _check_project(portfolio, name)
    if urgent:
        edits.append(Reprioritize(name))
    return Scenario(name, edits), name


def _check_project(portfolio: Portfolio, name: str) -> None:
    """Refuse what is no project, or has nothing to promise."""
    found = next((each for each in portfolio.projects if each.name == name), None)
    if found is None:
        hint = did_you_mean(str(name), (each.name for each in portfolio.projects if each.takes_part))
        raise InputError([Problem("promise, project", "no such project", name, hint)])
    if not found.takes_part:
        fix = "plan it first: give it the status planned"
        raise InputError([Problem("promise, project", f"a project that is {found.status}", name, fix)])
    if not found.tasks:
        fix = "give it tasks or demand"
        raise InputError([Problem("promise, project", "a project with nothing to finish", name, fix)])


def _cancelled(portfolio: Portfolio, name: str) -> Portfolio:
    return RemoveProject(name).apply(portfolio)


# ---------------------------------------------------------------- dates


@dataclass(frozen=True)
class _Dated:
    """Dates kept with a confidence."""

    finish: tuple[date | None, date | None, date | None]
    start: date | None

    @classmethod
    def of(cls, forecast: Forecast, name: str, confidence: float) -> _Dated:
        facts = forecast._facts
        place = facts.plan.project_names.index(name)
        days = facts.projects.days[:, [place]].astype(np.int64)
        counted = facts.projects.counted[:, [place]]
        value = order_statistic(days, counted, confidence)
        ends = (value, value)
        if not facts.is_schedule:
            ends = order_statistic_interval(days, counted, confidence, facts.batch)
        start = forecast.portfolio.start
        told = tuple(_day(int(each[0]), start) for each in (value, *ends))
        return cls((told[0], told[1], told[2]), _day(_begun(forecast, place, confidence), start))


def _begun(forecast: Forecast, place: int, confidence: float) -> int:
    """Return the day by which a project has begun with a confidence."""
    facts = forecast._facts
    if not facts.has_runs:
        return STOPPED
    first = facts.plan.project_first_task
    tasks = slice(int(first[place]), int(first[place + 1]))
    starts = facts.runs.start[:, tasks].astype(np.int64)
    begun = np.where(starts < 0, STOPPED, starts).min(axis=1, initial=STOPPED, keepdims=True)
    days = np.where(begun < STOPPED, begun // TICKS_PER_DAY, STOPPED)
    return int(order_statistic(days, facts.projects.counted[:, [place]], confidence)[0])


def _day(number: int, start: date) -> date | None:
    return start + timedelta(days=number) if 0 <= number < STOPPED and number < 3_000_000 else None


# ---------------------------------------------------------------- what it takes


class _Search:
    """The search for what makes a date safe."""

    def __init__(
        self,
        forecast: Forecast,
        portfolio: Portfolio,
        name: str,
        finish: date,
        confidence: float,
        executor: Workers,
    ) -> None:
        self._forecast = forecast
        self._portfolio = portfolio
        self._name = name
        self._day = (finish - portfolio.start).days
        self._confidence = confidence
        self._executor = executor

    @cached_property
    def as_is(self) -> Kept:
        """The odds as things are."""
        return self._kept(self._forecast)

    def _kept(self, forecast: Forecast) -> Kept:
        facts = forecast._facts
        place = facts.plan.project_names.index(self._name)
        counted = facts.projects.counted[:, [place]]
        hit = counted & (facts.projects.days[:, [place]] <= self._day)
        return Kept.of(odds(hit, counted, facts.batch))

    def options(self) -> Iterator[Option]:
        """Yield ways, one for each role and one for scope; none if the date is safe as it is."""
        if self.as_is.probability >= self._confidence:
            return
        found = [self._most_of(role) for role in self._roles()]
        yield from found
        if found and not any(each.enough for each in found):
            yield self._mixed()
        steps = range(1, round((1 - _LEAST_SCOPE) / _SCOPE_STEP) + 1)
        yield self._scope_enough([step * _SCOPE_STEP for step in steps])

    def _roles(self) -> list[str]:
        """Return the skills that the project asks for first."""
        project = self._portfolio.project(self._name)
        asked = [need.skills[0].skill for task in project.tasks for need in task.needs]
        return list(dict.fromkeys(asked))

    def _people(self, roles: dict[str, int]) -> Option:
        """Return what so many people more of some roles do."""
        way = f"{', '.join(f'{number} {role}' for role, number in roles.items())} more"
        more = [AddPerson(Person(f"{role} (more)", role, count=number)) for role, number in roles.items()]
        return self._option(way, Scenario(way, more))

    def _most_of(self, role: str) -> Option:
        """Return the fewest people of a role that are enough, else the number that does best."""
        tried: list[Option] = []
        for number in range(1, _MOST_PEOPLE + 1):
            tried.append(self._people({role: number}))
            if tried[-1].enough:
                return tried[-1]
        return max(tried, key=lambda each: each.kept.probability)

    def _mixed(self) -> Option:
        """Return a mix of roles, each person chosen that helps most beside those before."""
        roles: dict[str, int] = {}
        best: Option | None = None
        for _ in range(_MOST_PEOPLE):
            next_ones = [{**roles, role: roles.get(role, 0) + 1} for role in self._roles()]
            tried = [(self._people(each), each) for each in next_ones]
            step, taken = max(tried, key=lambda each: each[0].kept.probability)
            if best is not None and step.kept.probability <= best.kept.probability:
                return best
            best, roles = step, taken
            if best.enough:
                return best
        assert best is not None
        return best

    def _scope(self, share: float) -> Option:
        way = f"{100 * share:.0f} % less scope"
        return self._option(way, Scenario(way, [Descope(self._name, round(share, 4))]))

    def _option(self, way: str, scenario: Scenario) -> Option:
        forecast = simulated(self._forecast, scenario.apply(self._portfolio), self._executor, keep="projects")
        kept = self._kept(forecast)
        return Option(way, scenario, kept, kept.probability >= self._confidence)

    def _scope_enough(self, shares: list[float]) -> Option:
        """Return the smallest cut that is enough: less work is hardly ever later, so halves are tried."""
        low, high = 0, len(shares) - 1
        best = self._scope(shares[high])
        if not best.enough:
            return best
        while low < high:
            middle = math.floor((low + high) / 2)
            found = self._scope(shares[middle])
            if found.enough:
                high, best = middle, found
            else:
                low = middle + 1
        return best
