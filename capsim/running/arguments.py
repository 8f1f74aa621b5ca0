"""What is wrong with the arguments of a run, all of it at once."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from capsim.domain.policy import Dynamic, Policy
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.reaction_checks import reaction_problems as _reaction_problems
from capsim.domain.sampling import SamplingPlan
from capsim.errors import InputError, Problem, did_you_mean
from capsim.plan.streams import checked_seed
from capsim.running.keeping import KEEPING

if TYPE_CHECKING:
    from capsim.engines.event import Process

__all__ = [
    "checkpoint_problems",
    "count_problems",
    "engine_problems",
    "executor_problems",
    "keep_problems",
    "memory_problems",
    "policy_problems",
    "portfolio_problems",
    "precision_problems",
    "preview_problems",
    "process_problems",
    "processes_of",
    "progress_problems",
    "raise_found",
    "reaction_problems",
    "sampling_problems",
    "seed_problems",
]

_ENGINES = ("compiled", "event")


def raise_found(*problems: Problem) -> None:
    """Raise if there are any."""
    if problems:
        raise InputError(problems)


def processes_of(given: Process | Iterable[Process]) -> tuple[Process, ...]:
    """Return the processes, which may come from an iterator that runs once; what is none is told later."""
    return tuple(given) if isinstance(given, Iterable) and not callable(given) else (given,)


def portfolio_problems(given: object) -> Iterator[Problem]:
    """Tell what is no portfolio."""
    if isinstance(given, str | PurePath):
        path = str(given)
        yield Problem("portfolio", "a path instead of a portfolio", path, f"write cs.read({path!r})")
    elif not isinstance(given, Portfolio):
        yield Problem("portfolio", "no portfolio", given, "give a Portfolio, or read one with cs.read(path)")


def policy_problems(given: object) -> Iterator[Problem]:
    """Tell what is no policy."""
    if given is Policy:
        yield Problem("policy", "the class instead of a policy", fix="write Policy()")
    elif not (given is None or isinstance(given, Policy)):
        yield Problem("policy", "no policy", given, "write one such as cs.Policy(priority=cs.rules.LFT())")


def reaction_problems(policy: object, portfolio: object) -> Iterator[Problem]:
    """Tell which reactions of a policy are about nothing in a portfolio."""
    if isinstance(policy, Policy) and isinstance(portfolio, Portfolio):
        yield from _reaction_problems(portfolio, policy.reactions, did_you_mean)


def count_problems(given: object, name: str = "replications") -> Iterator[Problem]:
    """Tell what is no number of replications, or of something else."""
    if not _is_count(given):
        fix = "write a whole number of at least 1"
        yield Problem(name, f"no number of {name}", given, fix)


def progress_problems(given: object) -> Iterator[Problem]:
    """Tell what shows no progress."""
    if not (isinstance(given, bool) or given == "auto" or callable(given)):
        fix = 'write "auto", True or False, or give a function of (done, asked)'
        yield Problem("progress", "not known", given, fix)


def sampling_problems(given: object) -> Iterator[Problem]:
    """Tell what is no sampling plan."""
    if isinstance(given, type) and issubclass(given, SamplingPlan):
        name = given.__name__
        yield Problem("sampling", "the class instead of a sampling plan", name, f"write {name}()")
    elif not (given is None or isinstance(given, SamplingPlan)):
        fix = "write a plan such as cs.sampling.LatinHypercube()"
        yield Problem("sampling", "no sampling plan", given, fix)


def process_problems(functions: Iterable[object]) -> Iterator[Problem]:
    """Tell what is no process."""
    for function in functions:
        if not callable(function):
            yield Problem("processes", "no process", function, "give functions f(world) that yield events")


def seed_problems(given: object) -> Iterator[Problem]:
    """Tell what is no seed."""
    if given is not None:
        try:
            checked_seed(given)
        except InputError as error:
            yield from error.found


def precision_problems(given: object, portfolio: object) -> Iterator[Problem]:
    """Tell what is no precision, or where none can be reached."""
    if given is None:
        return
    if isinstance(given, bool) or not isinstance(given, float | int) or not 0 < given < 1:
        yield Problem("precision", "no precision", given, "write a share such as 0.02 for ± 2 points")
    elif isinstance(portfolio, Portfolio) and not any(map(_is_promised, portfolio.projects)):
        fix = "give a deadline, or leave precision out"
        yield Problem("precision", "no project has a deadline", given, fix)


def preview_problems(given: object) -> Iterator[Problem]:
    """Tell what cannot be called with a first forecast."""
    if not (given is None or callable(given)):
        yield Problem("preview", "no function", given, "give a function of a forecast, such as print")


def engine_problems(given: object, policy: object, processes: tuple[object, ...]) -> Iterator[Problem]:
    """Tell what is no engine, and what an engine cannot do."""
    if given is None or given == "event":
        return
    if given != "compiled":
        near = did_you_mean(given, _ENGINES) if isinstance(given, str) else ""
        fix = near or 'leave it out, or write "event" for the readable one'
        yield Problem("engine", "no such engine", given, fix)
        return
    fix = 'leave engine out, or write engine="event"'
    if processes:
        what = "the compiled engine cannot run processes of your own"
        yield Problem("engine", what, given, fix)
    if isinstance(policy, Policy) and isinstance(policy.priority, Dynamic):
        what = "the compiled engine does not have the rule Dynamic, which is asked while work runs"
        yield Problem("engine", what, given, fix)


def keep_problems(given: object) -> Iterator[Problem]:
    """Tell what cannot be kept."""
    if given not in tuple(KEEPING):
        near = did_you_mean(given, KEEPING) if isinstance(given, str) else ""
        fix = near or 'leave it out for everything, or write "projects" for their dates only'
        yield Problem("keep", "not known", given, fix)


def checkpoint_problems(given: object, policy: object, processes: tuple[object, ...]) -> Iterator[Problem]:
    """Tell what is no folder, and which runs cannot be kept."""
    if given is None:
        return
    if not isinstance(given, str | PurePath) or not str(given):
        yield Problem("checkpoint", "no folder", given, 'give its path, such as "night-run"')
    elif processes or (isinstance(policy, Policy) and isinstance(policy.priority, Dynamic)):
        what = (
            "a run with functions of your own cannot be kept: whether they are still the same cannot be told"
        )
        yield Problem("checkpoint", what, fix="leave checkpoint out, or the processes and the rule Dynamic")


def memory_problems(given: Any) -> Iterator[Problem]:
    """Tell what is no amount of memory."""
    if given is not None and (isinstance(given, bool) or not isinstance(given, int | float) or not given > 0):
        yield Problem("max_memory", "no number of bytes", given, "write it such as 8e9 for 8 GB")


def executor_problems(given: Any) -> Iterator[Problem]:
    """Tell what can run nothing."""
    if given is None or isinstance(given, Executor):
        return
    if isinstance(given, type):
        fix = f"write {given.__name__}()"
        yield Problem("executor", "the class instead of an executor", given.__name__, fix)
    elif not (_is_count(given) or callable(getattr(given, "get_executor", None))):
        fix = "give a number of threads, a concurrent.futures.Executor or a Dask Client"
        yield Problem("executor", "no executor", given, fix)


def _is_count(given: Any) -> bool:
    try:
        return operator.index(given) >= 1 and not isinstance(given, bool)
    except TypeError:
        return False


def _is_promised(project: Project) -> bool:
    return project.takes_part and project.deadline is not None
