"""What is wrong with the arguments of a search, all of it at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from capsim.errors import Problem
from capsim.optimize.objectives import Objective
from capsim.plan.streams import checked_seed
from capsim.running import arguments

__all__ = ["check_search", "objective_problems", "seed_of"]


def check_search(
    portfolio: object,
    policy: object,
    count: object,
    name: str,
    seed: object,
    progress: object,
    seconds: object,
) -> None:
    """Raise if an argument of a search is none.

    Parameters
    ----------
    portfolio, policy, count, seed, progress, seconds
        As given.
    name : str
        What the count is called.

    Raises
    ------
    InputError
    """
    arguments.raise_found(
        *arguments.portfolio_problems(portfolio),
        *arguments.policy_problems(policy),
        *arguments.reaction_problems(policy, portfolio),
        *arguments.count_problems(count, name),
        *arguments.seed_problems(seed),
        *arguments.progress_problems(progress),
        *_second_problems(seconds),
    )


def objective_problems(given: object) -> Iterator[Problem]:
    """Tell what is no objective."""
    fix = "write one such as Makespan()"
    if isinstance(given, type):
        yield Problem(
            "objective", "the class instead of an objective", given.__name__, f"write {given.__name__}()"
        )
    elif given is not None and not isinstance(given, Objective):
        yield Problem("objective", "no objective", given, fix)


def seed_of(seed: int | None) -> int:
    """Return a seed, drawn if none is given."""
    return secrets.randbits(64) if seed is None else checked_seed(seed)


def _second_problems(given: object) -> Iterator[Problem]:
    if given is not None and not (isinstance(given, int | float) and given > 0):
        yield Problem("seconds", "no time", given, "write a number of seconds above 0")
