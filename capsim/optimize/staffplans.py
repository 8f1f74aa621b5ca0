"""Whom to hire and train, so that promises are kept, at the least cost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.decide.comparing import base_of
from capsim.domain.edits import Hire, Train
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import Told
from capsim.domain.scenario import Scenario
from capsim.domain.values import names as as_names
from capsim.domain.words import plural
from capsim.errors import InputError, Problem, did_you_mean
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.chances import Chance
from capsim.forecast.columns import texts
from capsim.forecast.dates import is_tick
from capsim.forecast.words import role_of
from capsim.metrics import odds
from capsim.optimize.judging import fresh_seed
from capsim.running.crews import Workers
from capsim.running.ready import make_ready

__all__ = ["StaffingPlan", "staffing"]

Floats = npt.NDArray[np.float64]

_MOST_ROLES: Final = 6
"""Roles that are tried: those that work waits for longest."""
_STARTS: Final = 3
"""Dates at which people may come: as soon as possible, and so many in all, two months apart."""
_BETWEEN: Final = 61
_SLOWER: Final = 0.8
"""The speed of somebody who has just been trained."""


@dataclass(frozen=True)
class Step:
    """One move of a plan: what it changes and what it costs.

    Attributes
    ----------
    edit : Hire or Train
    cost : float
        Money up to the end of the planned work.
    """

    edit: Any
    cost: float


@dataclass(frozen=True, eq=False, repr=False)
class StaffingPlan(Told):
    """Whom to hire and train.

    `cs.optimize.staffing` makes it.

    Attributes
    ----------
    portfolio : Portfolio
        With the people of the plan in it.
    steps : tuple of Step
    target : float
        The probability that was asked for.
    before, after : Chance
        The least delivery probability of the promises, as it is and with the plan, in fresh futures.
    seen : float
        The same in the futures in which the plan was found.
    reached : bool
        Whether the target was reached there.
    looked : int
        How many plans were simulated.
    partial : bool
        Whether the search was cut short.
    """

    portfolio: Portfolio
    steps: tuple[Step, ...]
    target: float
    before: Chance
    after: Chance
    seen: float
    reached: bool
    looked: int
    partial: bool

    @property
    def cost(self) -> float:
        """What the plan costs up to the end of the planned work."""
        return sum(step.cost for step in self.steps)

    @property
    def scenario(self) -> Scenario:
        """The plan as a scenario, to be compared and written down."""
        return Scenario("staffing", [step.edit for step in self.steps])

    def plan(self) -> pd.DataFrame:
        """Return the moves.

        Returns
        -------
        DataFrame
            move (a sentence), kind (``"hire"`` or ``"train"``), skill, start, cost; by date.
        """
        order = sorted(self.steps, key=lambda step: step.edit.start)
        return pd.DataFrame(
            {
                "move": texts(str(step.edit) for step in order),
                "kind": texts(type(step.edit).__name__.lower() for step in order),
                "skill": texts(step.edit.skill for step in order),
                "start": np.array([step.edit.start for step in order], "datetime64[D]").astype(
                    "datetime64[s]"
                ),
                "cost": np.array([step.cost for step in order], np.float64),
            }
        )

    @property
    def _title(self) -> str:
        moves = plural(len(self.steps), "move")
        return f"{self.portfolio.name}: {moves} to keep promises with {100 * self.target:.0f} %"

    def _lines(self) -> Iterator[str]:
        for step in sorted(self.steps, key=lambda step: step.edit.start):
            yield f"{step.edit}" + (f": {step.cost:,.0f}" if step.cost else "")
        yield (
            f"The least likely promise: {self.after.words} chance{self.after.off} in fresh futures; "
            f"as it is {self.before.words}{self.before.off}."
        )
        if not self.reached:
            yield "The target is out of reach with hiring and training alone; this is the best found."
        if self.cost:
            yield f"It costs {self.cost:,.0f} up to the end of the planned work."
        yield f"{self.looked} plans were looked at; see plan.plan(), plan.scenario"


def staffing(
    portfolio: Portfolio | Forecast,
    probability: float = 0.8,
    *,
    projects: str | Iterable[str] = (),
    days_to_hire: int = 90,
    days_to_train: int = 60,
    training_days: float = 10.0,
    people: int = 6,
    replications: int = 500,
    seed: int | None = None,
    time_limit: float = 120.0,
    executor: Workers = None,
) -> StaffingPlan:
    """Find the hires and trainings of least cost with which promises are kept.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its portfolio, number of futures and seed.
    probability : float
        How likely every promise is to be kept.
    projects : list of str, optional
        Whose promises; by default those of all projects with a deadline.
    days_to_hire, days_to_train : int
        Calendar days from the start, or the status date, until somebody new, or newly trained, can begin.
    training_days : float
        Working days that a training takes.
    people : int
        How many moves at most.
    replications, seed, executor
        As in `simulate`.
    time_limit : float
        Seconds after which the best so far is taken, as after Ctrl-C.

    Returns
    -------
    StaffingPlan

    Raises
    ------
    InputError
        If there is no such project, no deadline, or the probability is none.

    Notes
    -----
    One move after the other is added: that which brings the promises nearest to the target for its cost (or,
    if that does not reach it, whatever it costs), of hires for the six roles that work waits for longest, at
    three dates two months apart, and of trainings in them of two people of other roles, the least busy. Then
    moves without which the target is kept are taken out, the dearest first, and the others put off as long as
    it is kept. All plans see the same futures; the one found is estimated once more in fresh ones. It is a
    good plan and not proved to be the cheapest. A hire costs the mean rate of the role from the first day to
    the end of the planned work (P80); a training costs the days that it takes.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(40, 60, 90), skill="dev", people=(1, 3))],
    ...                   deadline="2027-03-12")
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev", cost_per_day=500)], [shop])
    >>> found = cs.optimize.staffing(demo, days_to_hire=14, replications=200, seed=1)
    >>> found.plan()[["kind", "skill", "start"]]
       kind skill      start
    0  hire   dev 2027-01-18
    """
    given = base_of(portfolio, "staffing")
    as_is = given.portfolio if isinstance(given, Forecast) else given
    if isinstance(probability, bool) or not isinstance(probability, int | float) or not 0 < probability < 1:
        fix = "write a share between 0 and 1, such as 0.8"
        raise InputError([Problem("staffing, probability", "no probability", probability, fix)])
    if isinstance(given, Forecast):
        replications, seed = given.replications, given.seed
    chosen = _promised(as_is, projects)
    make_ready(as_is, replications * 20)
    first = simulate(as_is, None, replications, seed, False, executor=executor)
    search = _Search(first, chosen, probability, executor, time.monotonic() + time_limit)
    since = as_is.status_date or as_is.start
    moves = list(
        _moves(
            first, since + timedelta(days=days_to_hire), since + timedelta(days=days_to_train), training_days
        )
    )
    return search.plan(moves, people)


def _promised(portfolio: Portfolio, given: str | Iterable[str]) -> list[str]:
    known = [each.name for each in portfolio.projects if each.takes_part and each.deadline is not None]
    names = list(as_names(given)) or known
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise InputError([Problem("staffing, projects", "no project with a deadline", name, hint)])
    if not names:
        fix = "give projects a deadline"
        raise InputError([Problem("staffing", "no promise to keep", fix=fix)])
    return names


# ---------------------------------------------------------------- moves


def _moves(forecast: Forecast, hired: date, trained: date, training_days: float) -> Iterator[Step]:
    """Yield what can be done, for the roles that are waited for."""
    portfolio = forecast.portfolio
    roles = _waited_for(forecast)[:_MOST_ROLES]
    end = _planned_end(forecast)
    for role in roles:
        rate = _rate(portfolio, role)
        for number in range(_STARTS):
            start = hired + timedelta(days=number * _BETWEEN)
            if start < end:
                edit = Hire(role, start, cost_per_day=rate or None)
                yield Step(edit, rate * _working_days(start, end))
    idle = _least_busy(forecast)
    for role in roles:
        for person in [each for each in idle if role not in {skill.name for skill in each.skills}][:2]:
            training = Train(person.name or "", role, trained, _SLOWER, days=training_days)
            yield Step(training, training_days * (person.rate_on(trained) or 0.0))


def _least_busy(forecast: Forecast) -> list[Person]:
    """Return the people one by one, the least busy first."""
    used = forecast.utilization(by="person", period="M").groupby("person", sort=False)
    busy = (used["busy_days"].sum() / used["capacity_days"].sum().clip(lower=1)).to_dict()
    alone = [each for each in forecast.portfolio.people if each.count == 1 and not each.is_equipment]
    return sorted(alone, key=lambda each: busy.get(each.name, 0.0))


def _waited_for(forecast: Forecast) -> list[str]:
    """Return the skills that ready work waits for, the longest wait first."""
    runs, plan = forecast.runs, forecast.runs.plan
    begun = is_tick(runs.start) & is_tick(runs.ready)
    wait = np.where(begun, runs.start.astype(np.float64) - runs.ready, runs.plan.horizon_tick * ~begun)
    days = wait.mean(axis=0)
    found: dict[str, float] = {}
    for need, task in enumerate(plan.need_task.tolist()):
        role = role_of(plan, need)
        found[role] = found.get(role, 0.0) + float(days[task])
    return sorted(found, key=lambda role: -found[role])


def _rate(portfolio: Portfolio, role: str) -> float:
    """Return the mean rate of a role; 0 without any."""
    rates = [
        each.cost_per_day
        for each in portfolio.people
        if each.cost_per_day is not None and role in {skill.name for skill in each.skills}
    ]
    return float(np.mean(rates)) if rates else 0.0


def _planned_end(forecast: Forecast) -> date:
    """Return the day by which everything that is finished is so in 80 % of the futures."""
    finish = forecast.runs.finish
    last = np.where(is_tick(finish), finish, 0).max(axis=1, initial=0)
    return forecast.portfolio.start + timedelta(days=int(np.quantile(last, 0.8)) // TICKS_PER_DAY)


def _working_days(start: date, end: date) -> int:
    return max(int(np.busday_count(start, end)), 0)


# ---------------------------------------------------------------- search


@dataclass(frozen=True)
class _Looked:
    """A plan that was simulated: how likely each promise is kept."""

    kept: Floats

    def short(self, target: float) -> float:
        """Return by how much promises fall short of the target, summed."""
        return float(np.maximum(target - self.kept, 0).sum())

    @property
    def least(self) -> float:
        """The least probability."""
        return float(self.kept.min())


class _Search:
    """Plans on the same futures."""

    def __init__(
        self, first: Forecast, promised: Sequence[str], target: float, executor: Workers, until: float
    ) -> None:
        self._first = first
        self._promised = promised
        self._target = target
        self._executor = executor
        self._until = until
        self._known: dict[tuple[Any, ...], _Looked] = {(): self._looked(first)}
        self._partial = False

    def _looked(self, forecast: Forecast) -> _Looked:
        frame = forecast.delivery().set_index("project")
        return _Looked(np.nan_to_num(frame.loc[list(self._promised), "probability"].to_numpy(np.float64)))

    def look(self, steps: Sequence[Step]) -> _Looked:
        """Return what a plan leads to."""
        key = tuple(sorted(str(step.edit) for step in steps))
        if key not in self._known:
            self._known[key] = self._looked(self._simulated(steps, self._first.seed))
        return self._known[key]

    def _simulated(self, steps: Sequence[Step], seed: int) -> Forecast:
        made = Scenario("staffing", [step.edit for step in steps]).apply(self._first.portfolio)
        number = self._first.replications
        return simulate(made, None, number, seed, False, executor=self._executor, keep="projects")

    def plan(self, moves: Sequence[Step], most: int) -> StaffingPlan:
        """Add moves until the target is kept, then take out and put off what it does not need."""
        chosen: list[Step] = []
        try:
            chosen = self._grown(moves, most, by_cost=True)
            if self.look(chosen).short(self._target) > 0:
                strong = self._grown(moves, most, by_cost=False)
                chosen = min(strong, chosen, key=lambda steps: self.look(steps).short(self._target))
            chosen = self._pruned(chosen)
            chosen = self._later(chosen, moves)
        except KeyboardInterrupt:
            self._partial = True
        found = self.look(chosen)
        fresh = fresh_seed(self._first.seed)
        before, after = (self._least(self._simulated(steps, fresh)) for steps in ((), chosen))
        return StaffingPlan(
            Scenario("staffing", [step.edit for step in chosen]).apply(self._first.portfolio),
            tuple(chosen),
            self._target,
            before,
            after,
            found.least,
            found.short(self._target) == 0,
            len(self._known),
            self._partial,
        )

    def _least(self, forecast: Forecast) -> Chance:
        """Return the odds of the promise that is least likely to be kept."""
        facts = forecast._facts
        places = [facts.plan.project_names.index(name) for name in self._promised]
        found = odds(facts.projects.on_time[:, places], facts.projects.counted[:, places], facts.batch)
        least = int(np.argmin(np.nan_to_num(found.probability)))
        return Chance(*(float(each[least]) for each in found))

    def _grown(self, moves: Sequence[Step], most: int, *, by_cost: bool) -> list[Step]:
        """Add the move that does most, for its cost or whatever it costs, until the target is kept."""
        chosen: list[Step] = []
        while len(chosen) < most and (short := self.look(chosen).short(self._target)) > 0:
            best, gain = None, 0.0
            for move in moves:
                if self._is_over():
                    return chosen
                if isinstance(move.edit, Train) and any(_same_learner(move, each) for each in chosen):
                    continue
                less = short - self.look([*chosen, move]).short(self._target)
                worth = less / max(move.cost, 1.0) if by_cost else less
                if less > 0 and worth > gain:
                    best, gain = move, worth
            if best is None:
                return chosen
            chosen.append(best)
        return chosen

    def _pruned(self, chosen: list[Step]) -> list[Step]:
        """Take out, the dearest first, what the target is kept without."""
        if self.look(chosen).short(self._target) > 0:
            return chosen
        for step in sorted(chosen, key=lambda each: -each.cost):
            rest = [each for each in chosen if each is not step]
            if not self._is_over() and self.look(rest).short(self._target) == 0:
                chosen = rest
        return chosen

    def _later(self, chosen: list[Step], moves: Sequence[Step]) -> list[Step]:
        """Put hires off as long as the target is kept."""
        if self.look(chosen).short(self._target) > 0:
            return chosen
        for place, step in enumerate(chosen):
            cheaper = [
                each
                for each in moves
                if isinstance(each.edit, Hire)
                and isinstance(step.edit, Hire)
                and each.edit.skill == step.edit.skill
                and each.edit.start > step.edit.start
            ]
            for other in sorted(cheaper, key=lambda each: each.cost):
                instead = [*chosen[:place], other, *chosen[place + 1 :]]
                if not self._is_over() and self.look(instead).short(self._target) == 0:
                    chosen = instead
                    break
        return chosen

    def _is_over(self) -> bool:
        self._partial = self._partial or time.monotonic() > self._until
        return self._partial


def _same_learner(one: Step, other: Step) -> bool:
    """Whether both are trainings of one person, who cannot be away for two at once."""
    return isinstance(other.edit, Train) and bool(one.edit.name == other.edit.name)
