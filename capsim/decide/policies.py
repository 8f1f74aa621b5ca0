"""House rules compared: the same futures under other policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from capsim.clock import TICKS_PER_DAY
from capsim.decide.comparing import as_scenarios, base_of, simulated
from capsim.domain.actions import Stop
from capsim.domain.edits import ChangePolicy, DropGates, Edit, SiloTeams
from capsim.domain.policy import (
    EDD,
    FIFO,
    LFT,
    SPT,
    WSJF,
    Continuity,
    EarliestFinish,
    Fastest,
    LeastLoaded,
    MinSlack,
    Policy,
)
from capsim.domain.portfolio import Portfolio
from capsim.domain.reactions import Reaction
from capsim.domain.scenario import Scenario
from capsim.domain.triggers import Slip
from capsim.domain.words import plural
from capsim.errors import InputError, Problem
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.columns import texts
from capsim.forecast.comparison import Alternative, Comparison
from capsim.forecast.dates import is_tick
from capsim.forecast.sides import has_worth
from capsim.running.crews import Workers
from capsim.running.progress import Progress

__all__ = ["PolicyComparison", "compare_policies", "usual_policies"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class PolicyComparison(Comparison):
    """Policies side by side, on the same simulated futures.

    `capsim.compare_policies` makes it. It answers all that a `Comparison` does.
    """

    def policies(self) -> pd.DataFrame:
        """Return value, lateness and stability of every policy, the one in force first.

        Returns
        -------
        DataFrame
            A row for the policy in force (``"as it is"``) and for each other, by lateness.

            ============== ======= ===== ===================================================================
            column         dtype   unit  meaning
            ============== ======= ===== ===================================================================
            policy         str           its name
            on_time        float64 share deadlines kept, mean over the futures
            tardiness_days float64 days  calendar days by which deadlines are missed, summed over projects
            finish_p80     float64 days  the last finish, calendar days after the start
            wait_days      float64 days  that ready work waits, summed over tasks
            value          float64 money net present value, people paid up to the last finish under any of the
                                         policies; NaN where nothing is known of it
            start_spread   float64 days  how far the start of a task scatters over the futures: the standard
                                         deviation, mean over tasks. The less, the more stable is the plan
            reading        str           against the policy in force, by deadlines and lateness
            ============== ======= ===== ===================================================================
        """
        summary = self.summary()
        measures = {
            "on_time": "on time",
            "tardiness_days": "tardiness",
            "finish_p80": "finish p80",
            "wait_days": "wait",
        }
        names = [each.scenario.name for each in self.alternatives]
        forecasts = [self.base, *(each.forecast for each in self.alternatives)]
        made: dict[str, object] = {"policy": texts(["as it is", *names])}
        for column, measure in measures.items():
            rows = summary[summary["measure"] == measure].set_index("scenario")
            ends = [float(rows["with"].get(name, np.nan)) for name in names]
            as_it_is = float(rows["base"].iloc[0]) if len(rows) else np.nan
            made[column] = np.array([as_it_is, *ends], np.float64)
        made["value"] = _values(forecasts)
        made["start_spread"] = np.array([_spread(each) for each in forecasts], np.float64)
        made["reading"] = texts(["", *(_reading(summary, name) for name in names)])
        frame = pd.DataFrame(made)
        order = np.argsort(np.nan_to_num(frame["tardiness_days"][1:].to_numpy(), nan=np.inf), kind="stable")
        return frame.iloc[[0, *(order + 1)]].reset_index(drop=True)


def _values(forecasts: Sequence[Forecast]) -> Floats:
    """Return the mean net present value of each forecast, people paid up to the last finish of any."""
    if not has_worth(forecasts[0].portfolio):
        return np.full(len(forecasts), np.nan)
    money = [each._money for each in forecasts]
    paid_to = np.maximum.reduce([each.spending.stop for each in money])
    worth = [(each.returns.npv[:, -1] - each.kept_to(paid_to).present).mean() for each in money]
    return np.array(worth, np.float64)


def _spread(forecast: Forecast) -> float:
    """Return how far starts scatter over the futures, in days, mean over the tasks that all futures start."""
    start = forecast.runs.start
    every = is_tick(start).all(axis=0)
    return float(start[:, every].std(axis=0).mean() / TICKS_PER_DAY) if every.any() else float("nan")


def _reading(summary: pd.DataFrame, name: str) -> str:
    rows = summary[summary["scenario"] == name].set_index("measure")["reading"]
    goals = {rows.get(measure) for measure in ("on time", "tardiness")} - {None}
    if goals <= {"same"} and set(rows) == {"same"}:
        return "same"
    if {"better", "worse"} <= goals:
        return "mixed"
    return next((word for word in ("better", "worse") if word in goals), "tie")


def compare_policies(
    portfolio: Portfolio | Forecast,
    policies: Mapping[str, Policy] | Iterable[Scenario] | None = None,
    replications: int = 1_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    executor: Workers = None,
) -> PolicyComparison:
    """Compare house rules on the same simulated futures.

    Parameters
    ----------
    portfolio : Portfolio or Forecast
        A forecast is not simulated again.
    policies : dict of str to Policy, or list of Scenario, optional
        By default `usual_policies`: priority and assignment rules, limits on work in progress, pre-emption,
        teams apart, always go on (no gate and no reaction stops a project), rules that stop what slips,
        without reactions; those that the portfolio has something for.
    replications, seed, progress, executor
        As in `compare`.

    Returns
    -------
    PolicyComparison

    Raises
    ------
    InputError
        If an argument is none of these.

    Notes
    -----
    What the right to stop is worth, at gates or by a rule, is the value with it, less that of *always go on*.

    Examples
    --------
    >>> import capsim as cs
    >>> small = cs.Project("Small", [cs.Task("a", effort=2, skill="dev")], cost_of_delay_per_day=100)
    >>> large = cs.Project("Large", [cs.Task("b", effort=20, skill="dev")], cost_of_delay_per_day=100)
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "dev")], [large, small],
    ...                     policy=cs.Policy(priority=cs.rules.Listed()))
    >>> found = cs.compare_policies(demo, {"cost of delay first": cs.Policy(priority=cs.rules.WSJF())}, 10,
    ...                             seed=1, progress=False)
    >>> found.policies()[["policy", "wait_days"]]
                    policy  wait_days
    0             as it is       28.0
    1  cost of delay first        2.0
    """
    given = base_of(portfolio, "compare_policies")
    as_is = given.portfolio if isinstance(given, Forecast) else given
    scenarios = as_scenarios(usual_policies(as_is) if policies is None else _scenarios(policies))
    base = (
        given
        if isinstance(given, Forecast)
        else simulate(given, None, replications, seed, progress, executor=executor)
    )
    made = tuple(
        Alternative(each, simulated(base, each.apply(as_is), executor, progress)) for each in scenarios
    )
    return PolicyComparison(base, made)


def _scenarios(policies: Mapping[str, Policy] | Iterable[Scenario]) -> object:
    if not isinstance(policies, Mapping):
        return policies
    for name, each in policies.items():
        if not isinstance(each, Policy):
            problem = Problem(
                f"compare_policies, {name!r}", "no policy", each, "write cs.Policy(wip_limit=3)"
            )
            raise InputError([problem])
    return [Scenario(name, [_whole(policy)]) for name, policy in policies.items()]


def _whole(policy: Policy) -> ChangePolicy:
    """Return the edit that makes all of a policy that in force."""
    fields = {name: getattr(policy, name) for name in Policy.__dataclass_fields__}
    return ChangePolicy(fields)


_PRIORITY: Final = {
    "latest finish first": LFT(),
    "earliest deadline first": EDD(),
    "least slack first": MinSlack(),
    "shortest first": SPT(),
    "first come, first served": FIFO(),
    "cost of delay first": WSJF(),
}
_ASSIGNMENT: Final = {
    "who finishes first": EarliestFinish(),
    "who is fastest": Fastest(),
    "who has had least": LeastLoaded(),
    "who knows the project": Continuity(),
}


def usual_policies(portfolio: Portfolio) -> list[Scenario]:
    """Return the house rules that are worth a try, as far as a portfolio has something for them.

    Parameters
    ----------
    portfolio : Portfolio

    Returns
    -------
    list of Scenario
    """
    policy, running = portfolio.policy, [each for each in portfolio.projects if each.takes_part]
    found = [
        Scenario(name, [ChangePolicy(priority=rule)])
        for name, rule in _PRIORITY.items()
        if rule != policy.priority and (name != "cost of delay first" or _has_delay_costs(portfolio))
    ]
    if len({project.priority for project in running}) > 1:
        found.append(Scenario("without project priorities", [ChangePolicy(ignore_priority=True)]))
    found += [
        Scenario(name, [ChangePolicy(assignment=rule)])
        for name, rule in _ASSIGNMENT.items()
        if rule != policy.assignment
    ]
    limits = sorted({max(1, round(len(running) * share)) for share in (0.25, 0.5, 0.75)})
    found += [
        Scenario(f"at most {plural(limit, 'project')} at once", [ChangePolicy(wip_limit=limit)])
        for limit in limits
        if len(running) > 1 and limit != policy.wip_limit
    ]
    if policy.wip_limit is not None:
        found.append(Scenario("any number of projects at once", [ChangePolicy(wip_limit=None)]))
    if not policy.preempt and len({project.priority for project in running}) > 1:
        found.append(Scenario("urgent work interrupts", [ChangePolicy(preempt=True)]))
    if any(project.team for project in running):
        found.append(Scenario("teams apart", [SiloTeams()]))
    found += _about_stopping(portfolio)
    if policy.reactions:
        found.append(Scenario("without reactions", [ChangePolicy(reactions=())]))
    return found


def _about_stopping(portfolio: Portfolio) -> Iterator[Scenario]:
    """Yield a portfolio in which nothing is stopped, if anything may be, and rules by which it would be.

    Those are asked only where projects are worth something: without it, less is always sooner.
    """
    running = [each for each in portfolio.projects if each.takes_part]
    reactions = portfolio.policy.reactions
    others = tuple(each for each in reactions if not isinstance(each.do, Stop))
    go_on: list[Edit] = []
    if any(task.gate is not None for project in running for task in project.tasks):
        go_on.append(DropGates())
    if len(others) < len(reactions):
        go_on.append(ChangePolicy(reactions=others))
    if go_on:
        yield Scenario("always go on", go_on)
    can_slip = any(project.deadline for project in running)
    if has_worth(portfolio) and can_slip and len(others) == len(reactions):
        for days in _LATE:
            kill = Reaction(Slip(days), Stop())
            yield Scenario(f"stop what slips by {days} days", [ChangePolicy(reactions=(*reactions, kill))])


_LATE: Final = (20, 60)
"""Working days of slip at which a project is stopped."""


def _has_delay_costs(portfolio: Portfolio) -> bool:
    return any(project.cost_of_delay_per_day for project in portfolio.projects)
