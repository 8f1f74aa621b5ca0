"""The facade: many simulated futures for a forecast, or one of them to read."""

from __future__ import annotations

import operator
import secrets
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from capsim.domain.policy import Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.sampling import SamplingPlan
from capsim.engines.runs import Runs, concatenated
from capsim.errors import CapsimWarning, InputError, PartialWarning, Problem
from capsim.forecast import Forecast, Trace
from capsim.forecast.lookup import replication_number
from capsim.forecast.tables import Outcomes
from capsim.metrics import LOOKS_IN_A_ROW, is_precise, next_look
from capsim.plan.build import make_plan
from capsim.plan.draws import Draws, make_draws
from capsim.plan.streams import checked_seed

if TYPE_CHECKING:
    from capsim.engines.event import EventEngine, LogEntry, Process

__all__ = ["FIRST_REPLICATIONS", "MOST_REPLICATIONS", "replay", "simulate", "trace"]

FIRST_REPLICATIONS: Final = 200
"""A first answer rests on so many: its odds are known to within ± 7 points or better."""

MOST_REPLICATIONS: Final = 100_000
"""A run that goes on until a precision is reached stops here at the latest."""

_TASKS_PER_BLOCK: Final = 8_192  # a block takes well under a second, so that Ctrl-C and progress are prompt
_LARGEST_BLOCK: Final = 128

Report = Callable[[int, int], object]
Progress = Literal["auto"] | bool | Report
Preview = Callable[[Forecast], object]


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

    Returns
    -------
    Forecast

    Raises
    ------
    InputError
        If an argument is none of these.

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
    functions = _processes(processes)
    _raise(
        *_portfolio_problems(portfolio),
        *_policy_problems(policy),
        *_count_problems(replications),
        *_progress_problems(progress),
        *_sampling_problems(sampling),
        *_process_problems(functions),
        *_seed_problems(seed),
        *_precision_problems(precision, portfolio),
        *_preview_problems(preview),
    )
    from capsim.engines.event import EventEngine  # simpy is loaded by the first run

    plan = make_plan(portfolio)
    draws = make_draws(plan, _seed(seed), sampling)
    engine = EventEngine(plan, policy or portfolio.policy, functions)
    run = _Run(engine, draws, [])

    def show_first(asked: int) -> None:
        if preview is not None:
            _show(preview, Forecast(concatenated(run.parts), asked, draws.sampling, functions))

    with _reporter(progress) as report:
        first = None if preview is None else show_first
        asked = run.to_precision(operator.index(replications), precision, report, first)
    runs = concatenated(run.parts, partial=run.replications < asked)
    if runs.partial:
        warnings.warn(
            f"cut short after {runs.replications:,} of {asked:,} futures; the forecast rests on those",
            PartialWarning,
            stacklevel=2,
        )
    return Forecast(runs, asked, draws.sampling, functions, precision)


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
    functions = _processes(processes)
    _raise(
        *_portfolio_problems(portfolio),
        *_policy_problems(policy),
        *_seed_problems(seed),
        *_process_problems(functions),
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
        _raise(Problem("replay, forecast", "no forecast", forecast, "give what simulate returned"))
    number = replication_number(replication, forecast.replications, "replay, replication")
    draws = make_draws(forecast.runs.plan, forecast.seed, forecast.sampling)
    return _traced(draws, forecast.policy, number, forecast.processes)


def _traced(draws: Draws, policy: Policy, replication: int, processes: tuple[Process, ...]) -> Trace:
    """Run one replication and keep its log."""
    from capsim.engines.event import EventEngine

    log: list[LogEntry] = []
    runs = EventEngine(draws.plan, policy, processes).run(draws, replication, 1, log)
    return Trace(runs, tuple(log), replication, draws.sampling)


# ---------------------------------------------------------------- blocks of replications


@dataclass
class _Run:
    """Replications done so far, block by block."""

    engine: EventEngine
    draws: Draws
    parts: list[Runs]

    @property
    def replications(self) -> int:
        return sum(part.replications for part in self.parts)

    def to_precision(
        self,
        replications: int,
        precision: float | None,
        report: Report,
        show_first: Callable[[int], object] | None,
    ) -> int:
        """Run as many replications as asked for, the first ones shown; return how many those are.

        An interrupt ends the run; it is passed on only if nothing has been done yet.
        """
        asked = replications if precision is None else next_look(replications - 1)
        try:
            if show_first is not None and asked > FIRST_REPLICATIONS:
                self._up_to(FIRST_REPLICATIONS, asked, report)
                show_first(asked)
            self._up_to(asked, asked, report)
            agreeing = 0
            while precision is not None:
                agreeing = agreeing + 1 if self._is_precise(precision) else 0
                if agreeing >= LOOKS_IN_A_ROW or asked >= MOST_REPLICATIONS:
                    if not agreeing:
                        _warn_imprecise(asked, precision)
                    break
                asked = next_look(asked)
                self._up_to(asked, asked, report)
        except KeyboardInterrupt:
            if not self.parts:
                raise
        return asked

    def _up_to(self, number: int, asked: int, report: Report) -> None:
        size = min(_LARGEST_BLOCK, max(4, _TASKS_PER_BLOCK // max(self.draws.plan.n_tasks, 1) // 4 * 4))
        while (done := self.replications) < number:
            report(done, asked)
            self.parts.append(self.engine.run(self.draws, done, min(size, number - done)))
        report(number, asked)

    def _is_precise(self, precision: float) -> bool:
        self.parts[:] = [concatenated(self.parts)]
        outcomes = Outcomes.of_projects(self.parts[0], self.draws.sampling.block, certain=False)
        return is_precise(outcomes.odds, precision)


def _warn_imprecise(asked: int, precision: float) -> None:
    warnings.warn(
        f"after {asked:,} futures some probability is not yet known to within ± {precision:g}; "
        "the frames say how far each may be off",
        CapsimWarning,
        stacklevel=4,
    )


@contextmanager
def _reporter(progress: Progress) -> Iterator[Report]:
    """Give a function that shows replications done and asked for."""
    if callable(progress):
        yield progress
    elif progress is False or (progress == "auto" and not _is_watched()):
        yield lambda done, asked: None
    else:
        from tqdm import tqdm

        with tqdm(unit=" futures", leave=False, delay=0.5, file=sys.stderr) as bar:

            def show(done: int, asked: int) -> None:
                bar.total = asked
                bar.update(done - bar.n)

            yield show


def _show(preview: Preview, first: Forecast) -> None:
    """Hand over a first forecast; a bar steps aside for what is printed."""
    from tqdm import tqdm

    with tqdm.external_write_mode():
        preview(first)


def _is_watched() -> bool:
    """Return whether somebody can see a bar: in a terminal or a notebook."""
    return "ipykernel" in sys.modules or sys.stderr.isatty()


# ---------------------------------------------------------------- arguments


def _raise(*problems: Problem) -> None:
    if problems:
        raise InputError(problems)


def _seed(seed: int | None) -> int:
    return secrets.randbits(64) if seed is None else checked_seed(seed)


def _processes(given: Process | Iterable[Process]) -> tuple[Process, ...]:
    """Return the processes, which may come from an iterator that runs once; what is none is told later."""
    return tuple(given) if isinstance(given, Iterable) and not callable(given) else (given,)


def _portfolio_problems(given: object) -> Iterator[Problem]:
    if isinstance(given, str | PurePath):
        path = str(given)
        yield Problem("portfolio", "a path instead of a portfolio", path, f"write cs.read({path!r})")
    elif not isinstance(given, Portfolio):
        yield Problem("portfolio", "no portfolio", given, "give a Portfolio, or read one with cs.read(path)")


def _policy_problems(given: object) -> Iterator[Problem]:
    if given is Policy:
        yield Problem("policy", "the class instead of a policy", fix="write Policy()")
    elif not (given is None or isinstance(given, Policy)):
        yield Problem("policy", "no policy", given, "write one such as cs.Policy(priority=cs.rules.LFT())")


def _count_problems(given: object) -> Iterator[Problem]:
    try:
        count = operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        count = 0
    if count < 1 or isinstance(given, bool):
        fix = "write a whole number of at least 1"
        yield Problem("replications", "no number of replications", given, fix)


def _progress_problems(given: object) -> Iterator[Problem]:
    if not (isinstance(given, bool) or given == "auto" or callable(given)):
        fix = 'write "auto", True or False, or give a function of (done, asked)'
        yield Problem("progress", "not known", given, fix)


def _sampling_problems(given: object) -> Iterator[Problem]:
    if isinstance(given, type) and issubclass(given, SamplingPlan):
        name = given.__name__
        yield Problem("sampling", "the class instead of a sampling plan", name, f"write {name}()")
    elif not (given is None or isinstance(given, SamplingPlan)):
        fix = "write a plan such as cs.sampling.LatinHypercube()"
        yield Problem("sampling", "no sampling plan", given, fix)


def _process_problems(functions: Iterable[object]) -> Iterator[Problem]:
    for function in functions:
        if not callable(function):
            yield Problem("processes", "no process", function, "give functions f(world) that yield events")


def _seed_problems(given: object) -> Iterator[Problem]:
    if given is not None:
        try:
            checked_seed(given)
        except InputError as error:
            yield from error.found


def _precision_problems(given: object, portfolio: object) -> Iterator[Problem]:
    if given is None:
        return
    if isinstance(given, bool) or not isinstance(given, float | int) or not 0 < given < 1:
        yield Problem("precision", "no precision", given, "write a share such as 0.02 for ± 2 points")
    elif isinstance(portfolio, Portfolio) and not any(map(_is_promised, portfolio.projects)):
        fix = "give a deadline, or leave precision out"
        yield Problem("precision", "no project has a deadline", given, fix)


def _preview_problems(given: object) -> Iterator[Problem]:
    if not (given is None or callable(given)):
        yield Problem("preview", "no function", given, "give a function of a forecast, such as print")


def _is_promised(project: Project) -> bool:
    return project.takes_part and project.deadline is not None
