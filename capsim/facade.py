"""The facade: many simulated futures for a forecast, or one of them to read."""

from __future__ import annotations

import operator
import os
import secrets
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.sampling import Independent, SamplingPlan
from capsim.errors import PartialWarning, Problem
from capsim.forecast import Forecast, Trace
from capsim.forecast.lookup import replication_number
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from capsim.plan.streams import checked_seed
from capsim.running import arguments
from capsim.running.checkpoint import Checkpoint
from capsim.running.crews import Workers, crew_of
from capsim.running.job import EngineName, Job, Simulator, engine_for
from capsim.running.keeping import Keep
from capsim.running.memory import Room
from capsim.running.progress import Progress, reporter
from capsim.running.run import Preview, Run

if TYPE_CHECKING:
    from capsim.engines.event import LogEntry, Process

__all__ = ["replay", "simulate", "trace"]


def simulate(
    portfolio: Portfolio,
    policy: Policy | None = None,
    replications: int = 1_000,
    seed: int | None = None,
    progress: Progress = "auto",
    *,
    sampling: SamplingPlan | None = None,
    precision: float | None = None,
    processes: Process | Iterable[Process] = (),
    preview: Preview | None = None,
    engine: EngineName | None = None,
    executor: Workers = None,
    checkpoint: str | os.PathLike[str] | None = None,
    max_memory: float | None = None,
    keep: Keep = "everything",
) -> Forecast:
    """Simulate many futures of a portfolio.

    The same portfolio, policy, seed and sampling plan give the same forecast; a longer run begins with the
    replications of a shorter one. Ctrl-C returns what is done by then, marked as partial.

    Parameters
    ----------
    portfolio : Portfolio
    policy : Policy, optional
        House rules other than the portfolio's own.
    replications : int
        Futures to simulate; with ``precision`` at least as many.
    seed : int, optional
        From 0 to 2⁶⁴ − 1. Without one it is drawn, shown and kept.
    progress : {"auto", True, False} or callable
        A bar on stderr: in a terminal or notebook only, always, or never. A function is called with the
        replications done and asked for.
    sampling : SamplingPlan, optional
        Such as ``cs.sampling.LatinHypercube()``; independent replications by default.
    precision : float, optional
        Go on until every delivery probability is known to within ± this share with 95 % confidence. The
        first look is at 1,000 replications, then one every 1,000, up to 100,000; two looks in a row must
        agree. The card and `Forecast.summary` tell what it took.
    processes : callable or iterable of callables
        Your own SimPy processes, ``f(world)``, which run beside the work of every replication.
    preview : callable, optional
        Such as ``print``: called once with the forecast of the first 200 replications, while the others
        are still to come; not called if no more than those are asked for.
    engine : {"compiled", "event"}, optional
        The fast engine, or the readable one, which has your own processes and the rule Dynamic; both give
        the same answers. By default the fast one where it can do what is asked.
    executor : int, concurrent.futures.Executor or Dask Client, optional
        Who simulates: so many threads of this process, or the workers of an executor; by default a thread
        for each processor. The answers are the same. Processes of your own, and the event engine in general,
        run in one thread unless there is an executor.
    checkpoint : path, optional
        A folder in which the run is kept while it goes on. The same call goes on with what is there, after
        whatever ended it, and gives the same forecast as if nothing had. A longer run goes on from a shorter
        one.
    max_memory : float, optional
        Bytes. A run whose results would take more is refused before it begins; by default nine tenths of
        what this computer has free.
    keep : {"everything", "projects"}
        What is kept of each future: every task and who worked on it (some 50 bytes a task), from which every
        answer can be made; or the dates of projects only (8 bytes a project), for runs that would not fit
        otherwise. Then there are `Forecast.delivery`, ``finish``, ``outcomes`` and ``summary``, and `replay`
        tells any single future.

    Returns
    -------
    Forecast

    Raises
    ------
    InputError
        If an argument is none of these.
    StoppedError
        If the executor fails for good, or the checkpoint cannot be written. The error's ``forecast`` has
        what was done by then.

    Warns
    -----
    PartialWarning
        If the run was cut short.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> cs.simulate(demo, replications=200, seed=7, progress=False).replications
    200
    """
    functions = arguments.processes_of(processes)
    house_rules = policy or getattr(portfolio, "policy", None) or Policy()
    arguments.raise_found(
        *arguments.portfolio_problems(portfolio),
        *arguments.policy_problems(policy),
        *arguments.reaction_problems(policy, portfolio),
        *arguments.count_problems(replications),
        *arguments.progress_problems(progress),
        *arguments.sampling_problems(sampling),
        *arguments.process_problems(functions),
        *arguments.seed_problems(seed),
        *arguments.precision_problems(precision, portfolio),
        *arguments.preview_problems(preview),
        *arguments.engine_problems(engine, house_rules, functions),
        *arguments.executor_problems(executor),
        *arguments.checkpoint_problems(checkpoint, house_rules, functions),
        *arguments.memory_problems(max_memory),
        *arguments.keep_problems(keep),
    )
    made = engine or engine_for(house_rules, functions)
    job = Job(portfolio, house_rules, _seed(seed), sampling or Independent(), functions, made, keep)
    simulator, count = Simulator(job), operator.index(replications)
    with reporter(progress) as told, crew_of(executor, simulator) as crew:
        kept = None if checkpoint is None else Checkpoint(Path(checkpoint), simulator)
        run = Run(simulator, crew, told, Room.of(max_memory), precision, kept)
        run.go(count, preview)
    forecast = run.forecast()
    if forecast.partial:
        warnings.warn(
            f"cut short after {forecast.replications:,} of {forecast.asked:,} futures; "
            "the forecast rests on those",
            PartialWarning,
            stacklevel=2,
        )
    return forecast


def trace(
    portfolio: Portfolio,
    policy: Policy | None = None,
    *,
    seed: int | None = None,
    replication: int = 0,
    processes: Process | Iterable[Process] = (),
) -> Trace:
    """Simulate one future of a portfolio and keep everything that happens.

    Parameters
    ----------
    portfolio : Portfolio
    policy : Policy, optional
        House rules other than the portfolio's own.
    seed : int, optional
        From 0 to 2⁶⁴ − 1. Without one it is drawn, shown and kept.
    replication : int
        Which of the futures of that seed, from 0.
    processes : callable or iterable of callables
        Your own SimPy processes, ``f(world)``.

    Returns
    -------
    Trace

    Raises
    ------
    InputError
        If an argument is none of these.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=3, skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> cs.trace(demo, seed=7).schedule[["task", "people", "start", "finish"]]
        task people      start     finish
    0  build    Ada 2027-01-04 2027-01-06
    """
    functions = arguments.processes_of(processes)
    arguments.raise_found(
        *arguments.portfolio_problems(portfolio),
        *arguments.policy_problems(policy),
        *arguments.reaction_problems(policy, portfolio),
        *arguments.seed_problems(seed),
        *arguments.process_problems(functions),
    )
    number = replication_number(replication, 2**31, "replication")
    draws = make_draws(make_plan(portfolio), _seed(seed))
    return _traced(draws, policy or portfolio.policy, number, functions)


def replay(forecast: Forecast, replication: int) -> Trace:
    """Tell one replication of a forecast again, event by event.

    Parameters
    ----------
    forecast : Forecast
    replication : int
        From 0.

    Returns
    -------
    Trace
        Its schedule is ``forecast.schedule(replication)``.

    Raises
    ------
    InputError
        If there is no such replication.

    Examples
    --------
    >>> import capsim as cs
    >>> shop = cs.Project("Shop", [cs.Task("build", effort=cs.PERT(5, 8, 15), skill="backend")])
    >>> demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [shop])
    >>> forecast = cs.simulate(demo, replications=50, seed=7, progress=False)
    >>> cs.replay(forecast, 17).schedule.equals(forecast.schedule(17))
    True
    """
    if not isinstance(forecast, Forecast):
        arguments.raise_found(
            Problem("replay, forecast", "no forecast", forecast, "give what simulate returned")
        )
    number = replication_number(replication, forecast.replications, "replay, replication")
    draws = make_draws(forecast.kept.plan, forecast.seed, forecast.sampling)
    return _traced(draws, forecast.policy, number, forecast.processes)


def _traced(draws: Draws, policy: Policy, replication: int, processes: tuple[Process, ...]) -> Trace:
    """Run one replication and keep its log."""
    from capsim.engines.event import EventEngine

    log: list[LogEntry] = []
    runs = EventEngine(draws.plan, policy, processes).run(draws, replication, 1, log)
    return Trace(runs, tuple(log), replication, draws.sampling)


def _seed(seed: int | None) -> int:
    return secrets.randbits(64) if seed is None else checked_seed(seed)
