"""Which projects to do: a program proposes sets, the simulation judges them."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from capsim.decide.comparing import base_of
from capsim.domain.folding import folded
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reprs import Told
from capsim.domain.values import names as as_names
from capsim.domain.words import plural
from capsim.errors import InputError, Problem, did_you_mean
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.forecast.money import Money
from capsim.optimize.judging import Goal, Judge, Judged, alignments, goal_of
from capsim.optimize.proposing import Programme, programme_of
from capsim.optimize.results import Mean
from capsim.running.crews import Workers

__all__ = ["Selection", "select"]

_SLACKS: Final = (10.0, 1.5, 1.25, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of capacity that proposals may plan: a schedule has idle time, so that the best is not always 1."""


@dataclass(frozen=True)
class Tried:
    """A set of projects that was simulated.

    Attributes
    ----------
    chosen : frozenset of str
    judged : Judged
    fits : bool
        Whether it keeps the limits on risk.
    """

    chosen: frozenset[str]
    judged: Judged
    fits: bool


@dataclass(frozen=True, eq=False, repr=False)
class Selection(Told):
    """The set of projects that is worth most within all limits, of those that were looked at.

    `cs.optimize.select` makes it.

    Attributes
    ----------
    portfolio : Portfolio
        The portfolio with the projects that are not chosen on hold.
    chosen, left_out : tuple of str
    goal : {"npv", "value", "alignment"}
    worth : Mean
        Of the chosen set, in fresh futures.
    seen : Mean
        The same in the futures in which it was chosen.
    everything : Mean
        What all projects together are worth, in the fresh futures.
    tried : tuple of Tried
        Every set that was simulated.
    programme : Programme
        What proposed them.
    partial : bool
        Whether the search was cut short.
    """

    portfolio: Portfolio
    chosen: tuple[str, ...]
    left_out: tuple[str, ...]
    goal: Goal
    worth: Mean
    seen: Mean
    everything: Mean
    tried: tuple[Tried, ...]
    programme: Programme
    partial: bool

    @property
    def bias(self) -> float:
        """How much too good the choice looked where it was chosen (the winner's curse)."""
        return self.seen.value - self.worth.value

    def frontier(self) -> pd.DataFrame:
        """Return every set that was looked at, by worth and risk.

        Returns
        -------
        DataFrame
            A row for each set, the one worth most first.

            =========== ======= ==========================================================================
            column      dtype   meaning
            =========== ======= ==========================================================================
            projects    int64   how many are chosen
            worth       float64 mean of what is maximized
            low, high   float64 95 % interval of that
            tail        float64 the mean of the worst 5 % of the futures
            on_time     float64 share of deadlines kept
            latest      float64 the odds that the project most likely to be late is late
            cost        float64 money: mean of what is spent on them
            fits        bool    whether it keeps all limits
            efficient   bool    whether no other set has both more worth and smaller odds to be late
            chosen      bool    the one that is chosen
            set         str     the projects
            =========== ======= ==========================================================================
        """
        order = sorted(self.tried, key=lambda each: -each.judged.mean.value)
        worth = np.array([each.judged.mean.value for each in order], np.float64)
        latest = np.array([max(each.judged.late.values(), default=0.0) for each in order], np.float64)
        efficient = [
            not ((worth >= one) & (latest <= odds) & ((worth > one) | (latest < odds))).any()
            for one, odds in zip(worth, latest, strict=True)
        ]
        mine = frozenset(self.chosen)
        return pd.DataFrame(
            {
                "projects": np.array([len(each.chosen) for each in order], np.int64),
                "worth": worth,
                "low": np.array([each.judged.mean.low for each in order], np.float64),
                "high": np.array([each.judged.mean.high for each in order], np.float64),
                "tail": np.array([each.judged.tail for each in order], np.float64),
                "on_time": np.array([each.judged.on_time for each in order], np.float64),
                "latest": latest,
                "cost": np.array([each.judged.cost for each in order], np.float64),
                "fits": np.array([each.fits for each in order], np.bool_),
                "efficient": np.array(efficient, np.bool_),
                "chosen": np.array([each.chosen == mine for each in order], np.bool_),
                "set": texts("; ".join(each.judged.projects) for each in order),
            }
        )

    def binding(self) -> pd.DataFrame:
        """Return the limits that keep other projects out: the budget, and roles by month.

        Returns
        -------
        DataFrame
            limit, taken (by the chosen), most; the tightest first.
        """
        found = sorted(
            self.programme.binding(frozenset(self.chosen)), key=lambda each: each[0].most - each[1]
        )
        return pd.DataFrame(
            {
                "limit": texts(limit.name for limit, _ in found),
                "taken": np.array([taken for _, taken in found], np.float64),
                "most": np.array([limit.most for limit, _ in found], np.float64),
            }
        )

    @property
    def _title(self) -> str:
        return f"{self.portfolio.name}: {plural(len(self.chosen), 'project')} of {self._number} chosen"

    @property
    def _number(self) -> int:
        return len(self.chosen) + len(self.left_out)

    def _lines(self) -> Iterator[str]:
        yield f"do: {', '.join(self.chosen) or 'nothing'}"
        yield f"leave out: {', '.join(self.left_out) or 'nothing'}"
        if self.goal != "alignment" and not any(map(_brings_in, self.portfolio.projects)):
            yield "no project says what it brings in, so each only costs: give a value, benefits or a price"
        gain = self.worth.value - self.everything.value
        together = f"all projects together {_told(self.everything)}"
        yield f"{_GOALS[self.goal]} {_told(self.worth)} in fresh futures; {together}"
        if self.left_out:
            more = "more" if gain > 0 else "less"
            yield f"that is {abs(gain):,.0f} {more} than doing everything"
        looked = "better" if self.bias >= 0 else "worse"
        sets = plural(len(self.tried), "set")
        yield f"it looked {abs(self.bias):,.0f} {looked} where it was chosen, among {sets}"
        if self.partial:
            yield "the search was cut short: this is the best so far"
        yield "see selection.frontier(), selection.binding(), selection.portfolio"


def _brings_in(project: Project) -> bool:
    """Whether anything is said of what a project is worth."""
    return (
        project.value is not None or bool(project.benefits) or project.price is not None or project.billable
    )


_GOALS: Final = {"npv": "net present value", "value": "value", "alignment": "alignment"}


def _told(mean: Mean) -> str:
    """Return a mean as words: money without its cents."""
    half = (mean.high - mean.low) / 2
    return f"{mean.value:,.0f}" + (f" (± {half:,.0f})" if half >= 0.5 else "")


def select(
    portfolio: Portfolio | Forecast,
    maximize: Goal = "npv",
    *,
    budget: float | None = None,
    must: str | Iterable[str] = (),
    never: str | Iterable[str] = (),
    late: float | None = None,
    tail: float | None = None,
    replications: int = 500,
    seed: int | None = None,
    time_limit: float = 60.0,
    sets: int = 60,
    executor: Workers = None,
) -> Selection:
    """Choose the set of projects that is worth most within money, people and the risk that is accepted.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its portfolio, number of futures and seed.
    maximize : {"npv", "value", "alignment"}
        The net present value of the projects; what comes in less the cost of delay; or the weighted scores of
        the objectives whose projects are delivered. People who have nothing to do are paid whatever is
        chosen, and count in none of them.
    budget : float, optional
        Money that the chosen projects may cost together, in the mean. Running projects cost their rest.
    must, never : list of str
        Projects that are chosen, or not, in any case. Those that are running are chosen.
    late : float, optional
        The odds of being late that are accepted for each chosen project with a deadline.
    tail : float, optional
        The least that the mean of the worst 5 % of the futures may be (CVaR).
    replications : int
        Futures in which sets are judged.
    seed : int, optional
        As in `simulate`.
    time_limit : float
        Seconds after which the best so far is taken, as after Ctrl-C.
    sets : int
        How many sets are simulated at most.
    executor : int, concurrent.futures.Executor or Dask Client, optional
        As in `simulate`.

    Returns
    -------
    Selection

    Raises
    ------
    InputError
        If no set keeps all limits: the message names the one that binds, or the best that is within reach.

    Notes
    -----
    A mixed-integer program (HiGHS through `scipy.optimize.milp`) proposes sets by worth, cost and demand for
    roles by month, for several shares of capacity; it knows of links, ``requires`` and ``excludes``. Every
    set is simulated on the same futures, and the best that fits is improved by adding, leaving out and
    exchanging single projects. The choice is estimated once more in fresh futures, since the best of many
    looks better than it is (J. E. Smith and R. L. Winkler, Management Science 52 (2006) 311-322). It is the
    best of the sets that were looked at; a better one may exist.

    Examples
    --------
    >>> import capsim as cs
    >>> people = [cs.Person("Ada", "dev", cost_per_day=100)]
    >>> projects = [cs.Project(name, [cs.Task("build", effort=10, skill="dev")], value=value)
    ...             for name, value in {"A": 5_000, "B": 9_000, "C": 4_000}.items()]
    >>> demo = cs.Portfolio("Demo", "2027-01-04", people, projects)
    >>> cs.optimize.select(demo, budget=2_000, replications=5, seed=1).chosen
    ('A', 'B')
    """
    goal = goal_of(maximize, "select")
    if late is not None and not 0 <= late <= 1:
        fix = "write a share from 0 to 1, such as 0.3"
        raise InputError([Problem("select, late", "no share of futures", late, fix)])
    given = base_of(portfolio, "select")
    judge = Judge(goal, replications, seed, executor)
    if isinstance(given, Forecast):
        judge = Judge(goal, given.replications, given.seed, executor)
    as_is = given.portfolio if isinstance(given, Forecast) else given
    running = frozenset(each.name for each in as_is.projects if each.status == "running")
    chosen = frozenset(_known(must, as_is, "must")) | running
    search = _Search(as_is, judge, late, tail)
    programme = search.programme(budget, chosen, frozenset(_known(never, as_is, "never")))
    search.begin(programme, time.monotonic() + time_limit, sets)
    return search.selection(programme)


def _known(given: str | Iterable[str], portfolio: Portfolio, where: str) -> Iterator[str]:
    known = [each.name for each in portfolio.projects if each.takes_part]
    for name in as_names(given):
        if name not in known:
            hint = did_you_mean(name, known)
            raise InputError([Problem(f"select, {where}", "no such project", name, hint)])
        yield name


class _Search:
    """Sets that were simulated, and the best of them."""

    def __init__(self, portfolio: Portfolio, judge: Judge, late: float | None, tail: float | None) -> None:
        self._portfolio = portfolio
        self._projects, self._groups = folded(portfolio)
        self._judge = judge
        self._late, self._tail = late, tail
        self._tried: dict[frozenset[str], Tried] = {}
        free = (dataclasses.replace(each, requires=(), excludes=()) for each in self._projects)
        self._all = judge.forecast(portfolio.replace(projects=tuple(free), groups=self._groups))
        self._partial = False

    def programme(self, budget: float | None, must: frozenset[str], never: frozenset[str]) -> Programme:
        """Return the program that proposes sets."""
        money = Money(self._all._facts)
        own = [money.names[index] for index in self._all._facts.own_projects.tolist()]
        place = {name: index for index, name in enumerate(money.names)}
        costs = money.project_costs.mean(axis=0)
        if self._judge.goal == "alignment":
            worths = alignments(self._portfolio, money.names)
        else:
            returns = money.returns
            worths = (returns.npv if self._judge.goal == "npv" else returns.gain).mean(axis=0)
        return programme_of(
            self._portfolio,
            {name: float(worths[place[name]]) for name in own},
            {name: float(costs[place[name]]) for name in own},
            budget=budget,
            must=must,
            never=never,
        )

    def begin(self, programme: Programme, until: float, sets: int) -> None:
        """Look at proposals, then at what is near the best; Ctrl-C ends it with the best so far."""
        proposals = dict.fromkeys(found for slack in _SLACKS if (found := programme.best(slack)) is not None)
        if not proposals:
            fix = f"what binds is {programme.blocking()}: allow more, or take a project out of must"
            raise InputError([Problem("select", "no set of projects keeps all limits", fix=fix)])
        try:
            for chosen in proposals:
                self._look(chosen, programme)
            while self._improve(programme, until, sets):
                pass
        except KeyboardInterrupt:
            self._partial = True

    def _improve(self, programme: Programme, until: float, sets: int) -> bool:
        """Look at the neighbors of the best; return whether one of them is better."""
        best = self._best()
        for chosen in _neighbors(best.chosen, programme):
            if len(self._tried) >= sets or time.monotonic() > until:
                self._partial = self._partial or time.monotonic() > until
                return False
            self._look(chosen, programme)
        return self._best() is not best

    def _look(self, chosen: frozenset[str], programme: Programme) -> None:
        if chosen in self._tried or not programme.keeps(chosen):
            return
        judged = self._judge(self._only(chosen))
        self._tried[chosen] = Tried(chosen, judged, self._fits(judged))

    def _fits(self, judged: Judged) -> bool:
        promised = {each.name for each in self._portfolio.projects if each.deadline is not None}
        in_time = self._late is None or all(
            odds <= self._late for name, odds in judged.late.items() if name in promised
        )
        return in_time and (self._tail is None or judged.tail >= self._tail)

    def _best(self) -> Tried:
        """Return the best set that fits, else the one that is nearest to it."""
        return max(self._tried.values(), key=lambda each: (each.fits, self._rank(each)))

    def _rank(self, tried: Tried) -> float:
        if tried.fits or self._late is None:
            return tried.judged.mean.value if tried.fits else tried.judged.tail
        return -max(tried.judged.late.values(), default=0.0)

    def _only(self, chosen: frozenset[str]) -> Portfolio:
        """Return the portfolio with the other projects on hold."""
        projects = tuple(
            dataclasses.replace(each, status="on hold")
            if each.takes_part and each.name not in chosen
            else each
            for each in self._projects
        )
        return self._portfolio.replace(projects=projects, groups=self._groups)

    def selection(self, programme: Programme) -> Selection:
        """Return the best, estimated once more in fresh futures."""
        best = self._best()
        if not best.fits:
            latest = max(best.judged.late.values(), default=0.0)
            fix = (
                f"of {len(self._tried)} sets the nearest is {'; '.join(best.judged.projects) or 'none'}: "
                f"odds of being late up to {latest:.0%}, worst futures {best.judged.tail:,.0f}"
            )
            raise InputError(
                [Problem("select", "no set that was looked at keeps the limits on risk", fix=fix)]
            )
        fresh = self._judge.again()
        order = [name for name in programme.names if name in best.chosen]
        return Selection(
            best.judged.portfolio,
            tuple(order),
            tuple(name for name in programme.names if name not in best.chosen),
            self._judge.goal,
            fresh(best.judged.portfolio).mean,
            best.judged.mean,
            fresh(self._portfolio).mean,
            tuple(self._tried.values()),
            programme,
            self._partial,
        )


def _neighbors(chosen: frozenset[str], programme: Programme) -> Iterator[frozenset[str]]:
    """Yield sets with one project more, one fewer, or one exchanged; those that promise most first."""
    worth = dict(zip(programme.names, programme.worth.tolist(), strict=True))
    inside = sorted(chosen - programme.must, key=lambda name: worth[name])
    outside = sorted(set(worth) - chosen - programme.never, key=lambda name: -worth[name])
    for name in outside:
        yield chosen | {name}
    for name in inside:
        yield chosen - {name}
    for name in outside:
        for other in inside:
            yield chosen - {other} | {name}
