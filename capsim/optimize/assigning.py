"""Who does what: the rule by which people are chosen, and who alone does the work of a role on a project."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER
from capsim.decide.comparing import base_of
from capsim.domain.policy import (
    AssignmentRule,
    Cheapest,
    Continuity,
    EarliestFinish,
    Fastest,
    LeastLoaded,
    Specialist,
)
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import Told
from capsim.domain.task import Task
from capsim.domain.words import plural
from capsim.errors import InputError
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.forecast.finishes import finishes_of
from capsim.forecast.words import listed, role_of
from capsim.optimize.asking import objective_problems
from capsim.optimize.foresight import fastest_offers
from capsim.optimize.judging import fresh_seed
from capsim.optimize.levelteams import entity_names
from capsim.optimize.objectives import Objective, objective_for
from capsim.optimize.results import Evidence, Mean
from capsim.plan.plan import Plan
from capsim.plan.standing import NOT_YET
from capsim.running import arguments
from capsim.running.crews import Workers
from capsim.running.progress import Progress, Reporter, reporter
from capsim.running.ready import make_ready

__all__ = ["AssignmentPlan", "assign"]

Floats = npt.NDArray[np.float64]
Named: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""Who alone does the work of a role on a project: by project and role."""

_RULES: Final[tuple[AssignmentRule, ...]] = (
    EarliestFinish(),
    Fastest(),
    Specialist(),
    Cheapest(),
    LeastLoaded(),
    Continuity(),
)
_AT_LEAST: Final = 60
"""So many runs a search makes: that decides whether compiling is worth it."""


@dataclass(frozen=True, eq=False)
class Option:
    """A way to assign work that was simulated.

    Attributes
    ----------
    rule : AssignmentRule
    named : dict of (str, str) to tuple of str
    costs : ndarray of float64, (replications,)
    """

    rule: AssignmentRule
    named: Named
    costs: Floats

    @property
    def cost(self) -> float:
        """The mean of what is to be small."""
        return float(self.costs.mean())

    @property
    def words(self) -> str:
        """What it is, in words."""
        people = [
            f"{role} on {project}: {listed(names)}" for (project, role), names in sorted(self.named.items())
        ]
        return "; ".join([f"people by {self.rule!r}", *people])


@dataclass(frozen=True, eq=False, repr=False)
class AssignmentPlan(Told):
    """Who does what, of all that was tried.

    `cs.optimize.assign` makes it.

    Attributes
    ----------
    portfolio : Portfolio
        With the rule in its policy, and the people who are named in its needs.
    objective : Objective
    evidence : Evidence
        What is known of it, from futures in which nothing was chosen.
    chosen : Option
    tried : tuple of Option
        All that was simulated, the portfolio as it is first.
    partial : bool
        Whether the search was cut short.
    """

    portfolio: Portfolio
    objective: Objective
    evidence: Evidence
    chosen: Option
    tried: tuple[Option, ...]
    partial: bool

    @property
    def gain(self) -> Mean:
        """How much less the objective is, in futures in which nothing was chosen."""
        return self.evidence.gain

    def options(self) -> pd.DataFrame:
        """Return all that was tried, the best first, in the futures in which it was chosen.

        Returns
        -------
        DataFrame
            option (in words), named (of how many roles of projects people are named), mean (of what is to be
            small), gain, low, high (how much less that is than as it is, future by future, with its 95 %
            interval), reading (``"better"``, ``"worse"``, ``"tie"``), chosen.
        """
        base = self.tried[0]
        order = sorted(self.tried, key=lambda each: each.cost)
        gains = [Mean.of(base.costs, each.costs) for each in order]
        return pd.DataFrame(
            {
                "option": texts(each.words for each in order),
                "named": np.array([len(each.named) for each in order], np.int64),
                "mean": np.array([each.cost for each in order], np.float64),
                "gain": np.array([each.value for each in gains], np.float64),
                "low": np.array([each.low for each in gains], np.float64),
                "high": np.array([each.high for each in gains], np.float64),
                "reading": texts(_reading(each) for each in gains),
                "chosen": np.array([each is self.chosen for each in order], np.bool_),
            }
        )

    @property
    def _title(self) -> str:
        return f"{self.portfolio.name}: who does what"

    def _lines(self) -> Iterator[str]:
        if self.chosen is self.tried[0]:
            yield f"as it is: of {plural(len(self.tried) - 1, 'other way', 'other ways')} none is better"
        else:
            yield from self.chosen.words.split("; ")
        unit, evidence = self.objective.unit, self.evidence
        if self.chosen is self.tried[0]:
            yield f"{evidence.before} {unit} in fresh futures"
        else:
            yield f"{evidence.after} {unit} in fresh futures; as it is {evidence.before}"
            words = {
                "better": "",
                "tie": ": a tie, keep what you have",
                "worse": ": worse, keep what you have",
            }
            yield f"that is {evidence.gain} less{words[_reading(evidence.gain)]}"
            looked = f"{abs(evidence.bias):,.1f} {'better' if evidence.bias >= 0 else 'worse'}"
            yield f"it looked {looked} where it was chosen, among {len(self.tried)} ways"
        if self.partial:
            yield "the search was cut short: this is the best so far"
        yield "see plan.options(), plan.portfolio"


def _reading(gain: Mean) -> str:
    return "better" if gain.low > 0 else "worse" if gain.high < 0 else "tie"


def assign(
    portfolio: Portfolio | Forecast,
    *,
    objective: Objective | None = None,
    replications: int = 200,
    seed: int | None = None,
    time_limit: float = 60.0,
    progress: Progress = "auto",
    executor: Workers = None,
) -> AssignmentPlan:
    """Find by which rule people should be chosen, and who should do the work of a role on a project alone.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its portfolio, house rules, number of futures and seed.
    objective : CostOfDelay, Tardiness or Makespan, optional
        What should be small, as in `sequence`: by default what the portfolio speaks of.
    replications, seed, executor
        As in `simulate`.
    time_limit : float
        Seconds after which the best so far is taken, as after Ctrl-C.
    progress : {"auto", True, False} or callable
        Told how many ways are being tried, and of how many.

    Returns
    -------
    AssignmentPlan

    Raises
    ------
    InputError
        If an argument is none of these.

    Notes
    -----
    First the assignment rules are tried (rule R14), those by rate only where people have rates. Under the
    best of them, for each role of each project, those who do most of its work as it is, the fastest, and
    those with least else to do, are named as the only ones who do it; what helps alone is then added one
    by one as long as it helps. All of it sees the same futures. The choice is estimated once more in
    fresh ones, since the best of many looks better than it is. Work that has begun, gives way, or names
    its people already stays as it is. It is the best of what was tried.

    Examples
    --------
    >>> import capsim as cs
    >>> people = [cs.Person("Ada", {"dev": 0.5}), cs.Person("Bo", {"dev": 1.0, "data": 1.0})]
    >>> projects = [
    ...     cs.Project("Shop", [cs.Task("build", effort=5, skill="dev")]),
    ...     cs.Project("Mart", [cs.Task("load", effort=10, skill="data")]),
    ... ]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", people, projects)
    >>> found = cs.optimize.assign(demo, replications=5, seed=1)
    >>> found.chosen.words, found.gain.value
    ('people by Specialist()', 5.0)
    """
    given = base_of(portfolio, "assign")
    arguments.raise_found(
        *objective_problems(objective),
        *arguments.count_problems(replications),
        *arguments.seed_problems(seed),
        *arguments.progress_problems(progress),
    )
    until = time.monotonic() + time_limit
    if isinstance(given, Portfolio):
        make_ready(given, replications * _AT_LEAST)
        given = simulate(given, None, replications, seed, False, executor=executor)
    with reporter(progress) as watcher:
        search = _Search(given, objective or objective_for(given.portfolio), until, executor, watcher)
        search.run()
    return search.plan()


class _Search:
    """Ways to assign work, tried on the same futures."""

    def __init__(
        self, first: Forecast, objective: Objective, until: float, executor: Workers, watcher: Reporter
    ) -> None:
        self._first, self._objective, self._until, self._executor = first, objective, until, executor
        self._base = dataclasses.replace(first.portfolio, policy=first.policy)
        self._tried = [Option(first.policy.assignment, {}, self._costs(first))]
        self._free = _not_begun(first.runs.plan)
        self._partial = False
        self._watcher, self._looks, self._asked = watcher, 0, 0

    def run(self) -> None:
        """Try rules, then people, then what helps together; Ctrl-C ends it with the best so far."""
        try:
            rules, moves = list(self._rules()), list(_moves(self._first))
            self._asked = len(rules) + len(moves)
            for rule in rules:
                self._look(rule, {})
            rule = self._best.rule
            alone = [self._look(rule, dict([move])) for move in moves]
            before = min(each.cost for each in self._tried if each.rule == rule and not each.named)
            helping = sorted(
                (each for each in alone if each and each.cost < before), key=lambda each: each.cost
            )
            self._asked += len(helping)
            for each in helping:
                best = self._best
                if each is not best and not set(each.named) & set(best.named):
                    self._look(rule, {**best.named, **each.named})
        except KeyboardInterrupt:
            self._partial = True

    def _rules(self) -> Iterator[AssignmentRule]:
        has_rates = any(person.cost_per_day for person in self._base.people)
        for rule in _RULES:
            if rule != self._first.policy.assignment and (has_rates or not isinstance(rule, Cheapest)):
                yield rule

    @property
    def _best(self) -> Option:
        return min(self._tried, key=lambda each: each.cost)

    def _look(self, rule: AssignmentRule, named: Named) -> Option | None:
        """Simulate one way; nothing any more when time is over."""
        if self._partial or time.monotonic() > self._until:
            self._partial = True
            return None
        self._looks += 1
        self._watcher.show(self._looks, self._asked)
        try:
            forecast = self._simulated(self._written(rule, named), self._first.seed)
        except InputError:
            return None  # they can never do all of it: a check before the run says so
        if forecast.partial:
            raise KeyboardInterrupt
        found = Option(rule, named, self._costs(forecast))
        self._tried.append(found)
        return found

    def _written(self, rule: AssignmentRule, named: Named) -> Portfolio:
        policy = dataclasses.replace(self._base.policy, assignment=rule)
        return _with_people(dataclasses.replace(self._base, policy=policy), named, self._free)

    def _simulated(self, portfolio: Portfolio, seed: int) -> Forecast:
        first = self._first
        return simulate(
            portfolio,
            None,
            first.replications,
            seed,
            False,
            sampling=first.sampling,
            processes=first.processes,
            executor=self._executor,
        )

    def _costs(self, forecast: Forecast) -> Floats:
        finishes = finishes_of(forecast.kept)
        return self._objective.costs(finishes.ticks, finishes.plan)

    def plan(self) -> AssignmentPlan:
        """Return the best, estimated once more in fresh futures."""
        best, seed = self._best, fresh_seed(self._first.seed)
        written = self._base if best is self._tried[0] else self._written(best.rule, best.named)
        before = self._costs(self._simulated(self._base, seed))
        after = before if best is self._tried[0] else self._costs(self._simulated(written, seed))
        return AssignmentPlan(
            written,
            self._objective,
            Evidence(Mean.of(before), Mean.of(after), Mean.of(before, after), best.cost),
            best,
            tuple(self._tried),
            self._partial,
        )


# ---------------------------------------------------------------- people


def _moves(forecast: Forecast) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield who could do the work of a role on a project alone: who does most of it, is fastest, or idle."""
    runs, plan = forecast.runs, forecast.runs.plan
    names = entity_names(plan, forecast.portfolio)
    seats = runs.seats
    ticks = np.where(seats.end == NEVER, plan.horizon_tick, seats.end).astype(np.float64) - seats.start
    work = np.zeros((plan.n_needs, plan.n_people))
    np.add.at(work, (seats.need, seats.person), ticks * seats.allocation)
    total = work.sum(axis=0)
    for key, needs in _groups(plan).items():
        offers = [fastest_offers(plan, int(plan.need_kind[need])) for need in needs]
        able = sorted(set.intersection(*(set(each) for each in offers)))
        fewest = int(np.bincount(plan.need_task[needs], weights=plan.need_fewest[needs]).max())
        done = work[needs].sum(axis=0)
        by_work = sorted(able, key=lambda person: -done[person])[:fewest]
        by_speed = sorted(able, key=lambda person: -min(each[person] for each in offers))[:fewest]
        by_rest = sorted(able, key=lambda person: total[person] - done[person])[:fewest]
        everybody = {names[person] for each in offers for person in each}
        choices = (
            tuple(dict.fromkeys(names[person] for person in chosen))
            for chosen in (by_work, by_speed, by_rest)
        )
        for choice in dict.fromkeys(choices):
            if len(able) >= fewest and set(choice) != everybody:
                yield key, choice


def _groups(plan: Plan) -> dict[tuple[str, str], list[int]]:
    """Return the needs of each role on each project for which people can be named."""
    found: dict[tuple[str, str], list[int]] = {}
    for need, task in enumerate(plan.need_task.tolist()):
        project = int(plan.task_project[task])
        is_free = plan.kind_people[plan.need_kind[need]] is None and plan.standing.begun[task] == NOT_YET
        gives_way = plan.need_least[need] < plan.need_allocation[need]
        if is_free and not gives_way and not plan.is_item[task]:
            found.setdefault((plan.project_names[project], role_of(plan, need)), []).append(need)
    return found


def _not_begun(plan: Plan) -> frozenset[tuple[str, str]]:
    """Return the tasks that have not begun, by project and name."""
    open_ = np.flatnonzero(plan.standing.begun == NOT_YET).tolist()
    return frozenset((plan.project_names[plan.task_project[task]], plan.task_names[task]) for task in open_)


def _with_people(portfolio: Portfolio, named: Named, free: frozenset[tuple[str, str]]) -> Portfolio:
    """Return the portfolio in which only those named do the work of their roles, in tasks that are free."""
    projects = tuple(
        dataclasses.replace(
            project,
            tasks=tuple(
                _with_names(project, task, named) if (project.name, task.name) in free else task
                for task in project.tasks
            ),
        )
        for project in portfolio.projects
    )
    return dataclasses.replace(portfolio, projects=projects)


def _with_names(project: Project, task: Task, named: Named) -> Task:
    needs = tuple(
        dataclasses.replace(need, only=people)
        if (people := named.get((project.name, need.skills[0].skill)))
        and not need.only
        and need.least_allocation is None
        else need
        for need in task.needs
    )
    return dataclasses.replace(task, needs=needs) if needs != task.needs else task
