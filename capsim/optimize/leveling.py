"""A leveled plan: a start date and people for every task that hold in so many futures, and why."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import NEVER
from capsim.decide.comparing import base_of
from capsim.domain.portfolio import Portfolio
from capsim.domain.reprs import Told
from capsim.domain.words import plural
from capsim.errors import Problem
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.chances import Chance, percent
from capsim.forecast.columns import texts
from capsim.forecast.dates import as_column, day_of_finish, day_of_start, is_tick, readable
from capsim.forecast.planned_work import planned_starts
from capsim.forecast.questions import checked_group
from capsim.metrics import odds
from capsim.metrics.delivery import Odds
from capsim.optimize.judging import fresh_seed
from capsim.optimize.leveldates import Dated, dated, finish_days, happens, movable, planned_days
from capsim.optimize.levelreasons import Reason, main_reason
from capsim.optimize.levelteams import named_teams, teams_of
from capsim.running import arguments
from capsim.running.crews import Workers
from capsim.running.progress import Progress, reporter
from capsim.running.ready import make_ready

__all__ = ["LeveledPlan", "level"]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_ROUNDS = 40
"""So many runs a plan may take: that decides whether compiling is worth it."""


@dataclass(frozen=True, eq=False, repr=False)
class LeveledPlan(Told):
    """A start date and people for every task, that hold in so many futures.

    `cs.optimize.level` makes it.

    Attributes
    ----------
    portfolio : Portfolio
        With the dates in it, before which work does not begin, and the planned ones as baseline; with people
        named if that was asked for.
    confidence : float
    by : {"role", "person"}
    before : Forecast
        Of the portfolio as it is.
    after : Forecast
        With the dates, in the futures in which they were found.
    fresh : Forecast
        With the dates, in other futures.
    days : ndarray of int64, (tasks,)
        The first day of each task, counted from the start of the portfolio.
    reasons_found : list of list of Reason
        Per task.
    partial : bool
        Whether time ran out before all dates held so often.
    """

    portfolio: Portfolio
    confidence: float
    by: str
    before: Forecast
    after: Forecast
    fresh: Forecast
    days: Ints
    reasons_found: list[list[Reason]]
    partial: bool

    def plan(self) -> pd.DataFrame:
        """Return the plan: a row for each task.

        Returns
        -------
        DataFrame
            ============= ============== ==== ================================================================
            column        dtype          unit meaning
            ============= ============== ==== ================================================================
            project, task str
            planned_start datetime64[s]       the start that is planned: typed, or by links alone, with people
                                              without limit
            start         datetime64[s]       from when it is done; NaT if it does not begin so surely
            finish        datetime64[s]       by when it is finished so surely, with all these dates
            moved_days    float64        days calendar days from planned start to start
            people        str                 who begins it most often: by role, or by name if asked for
            share         float64             of the futures in which it begins with just these
            reason        str                 what it waits for most, see `reasons`
            holds         float64             share of fresh futures in which it begins on that day
            low, high     float64             95 % interval of that
            in_time       float64             share of fresh futures in which it is finished by that day
            fixed         bool                whether the date is one of the plan; else it begins when it can
            ============= ============== ==== ================================================================
        """
        plan = self.before.runs.plan
        held, ended = self._held, self._ended
        labels = plan.person_names if self.by == "person" else plan.person_roles
        teams = teams_of(self.after.runs, labels)
        return pd.DataFrame(
            {
                "project": texts(plan.project_names[project] for project in plan.task_project),
                "task": texts(plan.task_names),
                "planned_start": as_column(planned_starts(plan)),
                "start": _dates(self.portfolio, self.days),
                "finish": _dates(self.portfolio, self._finish),
                "moved_days": self._moved,
                "people": texts(
                    teams[task].told(labels) if task in teams else "" for task in range(plan.n_tasks)
                ),
                "share": np.array(
                    [teams[task].share if task in teams else np.nan for task in range(plan.n_tasks)]
                ),
                "reason": texts(map(main_reason, self.reasons_found)),
                "holds": held.probability,
                "low": held.low,
                "high": held.high,
                "in_time": ended.probability,
                "fixed": movable(plan) & is_tick(self.days),
            }
        )

    def reasons(self) -> pd.DataFrame:
        """Return why tasks begin later than planned: a row for each task and reason.

        Returns
        -------
        DataFrame
            project, task, kind (``"people"``, ``"work before it"``, ``"limit"``, ``"reserve"``, ``"away"``,
            ``"date"``, or ``"rest"``: dates are whole days), what (the role or person, or what comes
            before), held_by (where the people are meanwhile), days (calendar days, in the futures around the
            date; those of a task add up to ``moved_days``).
        """
        plan = self.before.runs.plan
        rows = [(task, each) for task, found in enumerate(self.reasons_found) for each in found]
        return pd.DataFrame(
            {
                "project": texts(plan.project_names[plan.task_project[task]] for task, _ in rows),
                "task": texts(plan.task_names[task] for task, _ in rows),
                "kind": texts(each.kind for _, each in rows),
                "what": texts(each.what for _, each in rows),
                "held_by": texts(each.held_by for _, each in rows),
                "days": np.array([each.days for _, each in rows], np.float64),
            }
        )

    @property
    def _finish(self) -> Ints:
        return finish_days(self.after.runs, self.confidence)

    @property
    def _moved(self) -> npt.NDArray[np.float64]:
        """Calendar days from the planned start to that of the plan; NaN without one."""
        since = planned_days(self.before.runs.plan)
        return np.where(is_tick(self.days), self.days - since, np.nan)

    @property
    def _held(self) -> Odds:
        """How often each start holds in fresh futures."""
        start = self.fresh.runs.start
        return _share(self.fresh, day_of_start(start) <= self.days, happens(start))

    @property
    def _ended(self) -> Odds:
        """How often each finish holds in fresh futures."""
        finish = self.fresh.runs.finish
        return _share(self.fresh, day_of_finish(finish) <= self._finish, happens(finish))

    @property
    def _title(self) -> str:
        share = percent(self.confidence)
        return f"{self.portfolio.name}: leveled so that each start holds in {share} of the futures"

    def _lines(self) -> Iterator[str]:
        yield from self._moves()
        yield from self._honest()
        yield from self._price()
        if self.partial:
            yield "time ran out before all dates held so often: this is the best so far"
        yield "see leveled.plan(), leveled.reasons(), leveled.portfolio"

    def _moves(self) -> Iterator[str]:
        """Tell how far work moves, what moves most, and what for."""
        frame = self.plan()
        later = frame[frame["moved_days"] > 0]
        yield f"{len(later)} of {plural(len(frame), 'task')} begin later than planned" + (
            f", half of them by {later['moved_days'].median():.0f} days or more" if len(later) else ""
        )
        yield from self._waits()
        if without := int(frame["start"].isna().sum()):
            yield f"{plural(without, 'task')} have no date: in so many futures they do not begin"

    def _waits(self) -> Iterator[str]:
        """Tell for whom work waits longest, and where they are meanwhile."""
        reasons = self.reasons()
        people = reasons[reasons["kind"] == "people"]
        if people.empty:
            return
        days = people.groupby("what", sort=False)["days"].sum()
        who = str(days.idxmax())
        waits = people[people["what"] == who]
        holder = waits.groupby("held_by", sort=False)["days"].sum().idxmax()
        number = len(waits.drop_duplicates(["project", "task"]))
        yield (
            f"the longest waits are for {who}: {days[who]:,.0f} days before {plural(number, 'task')}, "
            f"most of them {holder}"
        )

    def _honest(self) -> Iterator[str]:
        """Tell how often the dates hold in other futures."""
        plan, held = self.before.runs.plan, self._held
        fixed = np.flatnonzero(movable(plan) & is_tick(self.days))
        if not len(fixed):
            yield "no task gets a date"
            return
        share = held.probability[fixed]
        worst = fixed[int(np.argmin(share))]
        least = Chance(*(float(each[worst]) for each in held))
        off = "" if self.fresh.is_schedule else least.off
        yield (
            f"in fresh futures a start holds in {percent(float(share.mean()))} of the cases; "
            f"the least sure, {plan.task_labels[worst]}: {least.words}{off}"
        )

    def _price(self) -> Iterator[str]:
        """Tell what firm dates cost."""
        ends = [_last(each, self.confidence) for each in (self.before, self.after)]
        told = [
            "> horizon" if day >= NEVER else readable(self.portfolio.start + timedelta(days=day))
            for day in ends
        ]
        yield f"all work is finished by {told[1]} as surely; without firm dates by {told[0]}"


def level(
    portfolio: Portfolio | Forecast,
    confidence: float = 0.8,
    *,
    by: str = "role",
    replications: int = 300,
    seed: int | None = None,
    time_limit: float = 60.0,
    progress: Progress = "auto",
    executor: Workers = None,
) -> LeveledPlan:
    """Give every task a start date, and people, that hold with a chosen confidence, and tell why it moves.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        Of a forecast its portfolio, futures and seed.
    confidence : float
        The share of the futures in which each start is to hold.
    by : {"role", "person"}
        Whether people are told by role, and anybody suitable does the work; or by name: then whoever begins a
        task in at least half of the futures is written down as the one who alone does it.
    replications, seed, executor
        As in `simulate`.
    time_limit : float
        Seconds after which the best so far is taken; Ctrl-C takes it at once.
    progress : {"auto", True, False} or callable
        Told how many rounds are done, and how many there may be at most.

    Returns
    -------
    LeveledPlan

    Raises
    ------
    InputError
        If the confidence is none, or there is no such grouping.

    Notes
    -----
    In the first round each task that needs people gets the day by which it has begun in so many futures, and
    does not begin before. With these dates all is simulated again, in the same futures, and dates that do not
    hold any more move on, until all do. A plan with firm dates takes longer than one in which work begins as
    soon as it can: the card tells by how much. Work that has begun, is booked, or needs nobody, gets no date.
    How often dates hold is told of fresh futures, in which they were not found.

    Examples
    --------
    >>> import capsim as cs
    >>> tasks = [cs.Task("design", effort=5, skill="dev"), cs.Task("logo", effort=3, skill="dev")]
    >>> shop = cs.Project("Shop", tasks)
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], [shop])
    >>> leveled = cs.optimize.level(demo, 0.8, replications=10, seed=1)
    >>> leveled.plan()[["task", "start", "moved_days", "people", "reason"]]
         task      start  moved_days people                 reason
    0  design 2027-01-04         0.0    dev
    1    logo 2027-01-11         7.0    dev  dev (at work for Shop)
    """
    given = base_of(portfolio, "level")
    arguments.raise_found(*_problems(confidence), *arguments.progress_problems(progress))
    group = checked_group("level", by, ("role", "person"))
    until = time.monotonic() + time_limit
    first = _first(given, replications, seed, executor)
    teams = named_teams(first.runs, first.portfolio) if group == "person" else {}
    with reporter(progress) as watcher:
        found = dated(first, teams, confidence, until, executor, watcher, by_person=group == "person")
    return LeveledPlan(
        portfolio=found.portfolio,
        confidence=confidence,
        by=group,
        before=first,
        after=found.forecast,
        fresh=_fresh(first, found, executor),
        days=found.days,
        reasons_found=[
            each if has_date else []
            for each, has_date in zip(found.reasons, is_tick(found.days).tolist(), strict=True)
        ],
        partial=found.partial,
    )


def _first(given: Portfolio | Forecast, replications: int, seed: int | None, executor: Workers) -> Forecast:
    """Return the forecast of what is given, the engine made ready for more of them."""
    if isinstance(given, Forecast):
        make_ready(given.portfolio, given.replications * _ROUNDS)
        return given
    arguments.raise_found(*arguments.count_problems(replications), *arguments.seed_problems(seed))
    make_ready(given, replications * _ROUNDS)
    return simulate(given, None, replications, seed, False, executor=executor)


def _fresh(first: Forecast, found: Dated, executor: Workers) -> Forecast:
    """Simulate the plan in futures in which its dates were not found."""
    return simulate(
        found.portfolio,
        None,
        first.replications,
        fresh_seed(first.seed),
        False,
        sampling=first.sampling,
        processes=first.processes,
        executor=executor,
    )


def _problems(confidence: object) -> Iterator[Problem]:
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
        fix = "write a share between 0 and 1, such as 0.8"
        yield Problem("level, confidence", "no share of the futures", confidence, fix)


def _share(forecast: Forecast, hit: Bools, counted: Bools) -> Odds:
    """Return in which share of the futures something holds; exact where nothing is uncertain."""
    share = odds(hit, counted, forecast.sampling.block)
    return Odds(*[share.probability] * 3) if forecast.is_schedule else share


def _dates(portfolio: Portfolio, days: Ints) -> npt.NDArray[np.datetime64]:
    known = (
        portfolio.start + timedelta(days=day) if is_day else None
        for day, is_day in zip(days.tolist(), is_tick(days).tolist(), strict=True)
    )
    return as_column(known)


def _last(forecast: Forecast, confidence: float) -> int:
    """Return the day by which all work is finished in so many futures."""
    finish = day_of_finish(forecast.runs.finish)
    done = np.where(happens(forecast.runs.finish), finish, 0).max(axis=1, initial=0)
    return int(np.sort(done)[min(int(np.ceil(confidence * len(done))), len(done)) - 1])
