"""What people are called in a report: by their role and a number, unless somebody asks for names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["Naming", "called", "named", "numbered"]

Naming = Callable[[Sequence[str], Sequence[str]], Sequence[str]]
"""What people are called, from their names and roles."""


def named(names: Sequence[str], roles: Sequence[str]) -> Sequence[str]:
    """Call people by their names.

    Parameters
    ----------
    names, roles : sequence of str

    Returns
    -------
    sequence of str
    """
    return names


def numbered(names: Sequence[str], roles: Sequence[str]) -> Sequence[str]:
    """Call people by their role and a number.

    Parameters
    ----------
    names, roles : sequence of str

    Returns
    -------
    sequence of str

    Examples
    --------
    >>> numbered(["Ada", "Ben", "Cy"], ["data", "backend", "data"])
    ['data 1', 'backend 1', 'data 2']
    """
    numbers = {role: count(1) for role in roles}
    return [f"{role} {next(numbers[role])}" for role in roles]


def called(forecast: Forecast, naming: Naming) -> Forecast:
    """Return a forecast in whose answers people are called otherwise.

    Parameters
    ----------
    forecast : Forecast
    naming : callable

    Returns
    -------
    Forecast
    """
    plan = forecast.kept.plan
    roles = [person.role for person in plan.portfolio.staff]
    names = tuple(naming(plan.person_names, roles))
    renamed = dataclasses.replace(forecast.kept, plan=dataclasses.replace(plan, person_names=names))
    return dataclasses.replace(forecast, kept=renamed)
