"""Scenarios on the same simulated futures."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from capsim.domain.portfolio import Portfolio
from capsim.domain.scenario import Scenario
from capsim.errors import InputError, Problem
from capsim.facade import simulate
from capsim.forecast import Forecast
from capsim.forecast.comparison import Alternative, Comparison
from capsim.running.crews import Workers
from capsim.running.progress import Progress

__all__ = ["as_scenarios", "base_of", "compare", "simulated"]


def compare(
    base: Portfolio | Forecast,
    scenarios: Scenario | Iterable[Scenario],
    replications: int = 1_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    executor: Workers = None,
) -> Comparison:
    """Compare scenarios with a portfolio as it is, on the same simulated futures.

    Every effort, risk and absence is drawn once and serves all sides, as far as it is on them: what is left
    of a difference is what the scenario does.

    Parameters
    ----------
    base : Portfolio or Forecast
        A forecast is not simulated again: its futures and sampling are those of the scenarios. Its house
        rules too, also where it was run with others than its portfolio's; an edit of the rules changes those.
    scenarios : list of Scenario
    replications : int
        Futures to simulate; those of the forecast, if one is given.
    seed : int, optional
        From 0 to 2⁶⁴ − 1. Without one it is drawn, shown and kept; that of the forecast, if one is given.
    progress : {"auto", True, False} or callable
        As in `simulate`.
    executor : int, concurrent.futures.Executor or Dask Client, optional
        As in `simulate`.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        If an argument is none of these, or an edit names what is not there.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> later = cs.Scenario("later", [cs.edits.Delay("Shop", 7)])
    >>> found = cs.compare(demo, [later], replications=200, seed=7, progress=False)
    >>> found.projects()[["scenario", "project", "days"]]
      scenario project  days
    0    later    Shop   7.0
    """
    listed = as_scenarios(scenarios)
    given = base_of(base, "compare")
    made = [(each, each.apply(given.portfolio if isinstance(given, Forecast) else given)) for each in listed]
    first = (
        given
        if isinstance(given, Forecast)
        else simulate(given, None, replications, seed, progress, executor=executor)
    )
    return Comparison(
        first,
        tuple(Alternative(each, simulated(first, portfolio, executor, progress)) for each, portfolio in made),
    )


def simulated(
    base: Forecast, portfolio: Portfolio, executor: Workers = None, progress: Progress = False, **options: Any
) -> Forecast:
    """Return the forecast of another portfolio in the futures of a first one.

    Parameters
    ----------
    base : Forecast
    portfolio : Portfolio
        Its own house rules count; those of the base are its portfolio's, see `base_of`.
    executor, progress, **options
        As in `simulate`.
    """
    return simulate(
        portfolio,
        None,
        base.replications,
        base.seed,
        progress,
        sampling=base.sampling,
        processes=base.processes,
        executor=executor,
        **options,
    )


def base_of(given: object, caller: str) -> Portfolio | Forecast:
    """Return what is compared with, or say what is wrong with it.

    A forecast that followed other house rules than its portfolio's becomes that of the portfolio with those:
    edits change the rules that were followed, and what is logged can be simulated again.
    """
    if isinstance(given, Forecast):
        return _ruled(given)
    if isinstance(given, Portfolio):
        return given
    raise InputError(
        [Problem(f"{caller}, base", "neither a portfolio nor a forecast", given, "read one first")]
    )


def _ruled(forecast: Forecast) -> Forecast:
    if forecast.policy == forecast.portfolio.policy:
        return forecast
    plan = forecast.kept.plan
    ruled = dataclasses.replace(
        plan,
        given=plan.given.replace(policy=forecast.policy),
        portfolio=plan.portfolio.replace(policy=forecast.policy),
    )
    return dataclasses.replace(forecast, kept=dataclasses.replace(forecast.kept, plan=ruled))


def as_scenarios(given: object, where: str = "compare, scenarios") -> list[Scenario]:
    """Return scenarios, each with a name of its own, or say what is wrong with them."""
    listed = [given] if isinstance(given, Scenario) else given
    if isinstance(listed, str | Mapping) or not isinstance(listed, Iterable):
        fix = 'write [cs.Scenario("hire", [cs.edits.AddPerson("Cy", "backend")])]'
        raise InputError([Problem(where, "no list of scenarios", given, fix)])
    found = list(listed)
    problems = [
        Problem(
            f"{where.removesuffix('s')} {number}", "no scenario", each, 'write cs.Scenario("name", [...])'
        )
        for number, each in enumerate(found, start=1)
        if not isinstance(each, Scenario)
    ]
    if problems:
        raise InputError(problems)
    if not found:
        raise InputError([Problem(where, "no scenario at all", found, "give at least one")])
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        fix = "give each one a name of its own"
        raise InputError([Problem(where, "a name given twice", twice[0], fix)])
    return found
